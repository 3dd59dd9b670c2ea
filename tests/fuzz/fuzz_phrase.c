/* fuzz_phrase.c: any text as a phrase. Promises: it is an expression that PCRE2 takes, or a fault
 * with its byte of the phrase: nothing that a phrase may hold is left for PCRE2 to refuse. */
#include <assert.h>

#include "analyzer/pattern.h"
#include "analyzer/phrase.h"
#include "common/utf8.h"

static bool find_list(bf_str name, bf_str *out, void *user)
{
    (void)user;
    *out = BF_STR("touch|watch\\w*");
    return name.length % 2 == 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str phrase = {(const char *)data, size}, expression;
    bf_error err = {0};
    bf_buf out;
    if (size > 2000 || !bf_utf8_valid(phrase))
        return 0;
    bf_buf_init(&out, 1 << 20);
    if (bf_phrase_append(&out, phrase, find_list, NULL, &err)) {
        assert(err.code == BF_OK && bf_buf_view(&out, "phrase", &expression, &err));
        bf_pattern *pattern = bf_pattern_compile(&expression, 1, &err);
        assert(pattern != NULL);
        bf_pattern_free(pattern);
    } else {
        assert(err.code == BF_ERR_RULE && err.message[0] != '\0');
        assert(err.column >= 1 && err.column <= size + 1);
    }
    bf_buf_free(&out);
    return 0;
}
