/* fuzz_json.c: any bytes as JSON. Promises: what is refused has a code and a place within the text;
 * what is read prints as valid UTF-8, which reads strictly and prints the same; what is read
 * strictly is read leniently too, and is the same. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "common/utf8.h"

static const bf_json_limits lenient = {0}, strict = {.strict = true};

static char *print(bf_str text, const bf_json_limits *limits)
{
    bf_error err = {0};
    cJSON *root = bf_json_parse(text, limits, &err);
    if (root == NULL) {
        assert(err.code == BF_ERR_FORMAT || err.code == BF_ERR_LIMIT);
        assert(err.line > 0 && err.line <= text.length + 1);
        assert(err.column > 0 && err.column <= text.length + 1);
        return NULL;
    }
    char *printed = cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    assert(printed != NULL && bf_utf8_valid(bf_str_of(printed)));
    return printed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str text = {(const char *)data, size};
    char *mended = print(text, &lenient), *exact = print(text, &strict);
    assert(exact == NULL || (mended != NULL && strcmp(exact, mended) == 0));
    if (mended != NULL) {
        char *again = print(bf_str_of(mended), &strict);
        assert(again != NULL && strcmp(again, mended) == 0);
        free(again);
    }
    free(mended);
    free(exact);
    return 0;
}
