/* fuzz_person_name.c: the first line of any bytes as a name, the second as another. Promises: what
 * is read has words that stand in its text, and keys that are a surname and a given name; a name is
 * at least compatible with itself; two are to each other what they are the other way round.
 */
#include <assert.h>

#include "analyzer/person_match.h"
#include "common/utf8.h"

static void check_name(const bf_person_name *name)
{
    bf_person_key keys[BF_PERSON_KEYS];
    assert(name->count >= 2 && name->count <= BF_PERSON_WORDS && name->used <= BF_PERSON_BYTES);
    assert(name->given_count < name->count);
    for (size_t i = 0; i < name->count; i++) {
        const bf_person_word *word = &name->words[i];
        assert(word->length > 0 && word->begin + word->length <= name->used);
        assert(bf_utf8_valid(bf_person_name_word(name, word)));
    }
    size_t count = bf_person_name_keys(name, keys);
    assert(count <= BF_PERSON_KEYS && count > 0);
    for (size_t i = 0; i < count; i++) {
        assert(keys[i].length <= BF_PERSON_KEY_BYTES && keys[i].given_at >= 2);
        assert(keys[i].given_at < keys[i].length && keys[i].text[keys[i].given_at - 1] == ' ');
        assert(bf_utf8_valid((bf_str){keys[i].text, keys[i].length}));
    }
    bf_person_match with_itself = bf_person_match_names(name, name);
    assert(with_itself.verdict >= BF_PERSON_COMPATIBLE && !with_itself.contradicted);
}

static void check_two(const bf_person_name *a, const bf_person_name *b)
{
    bf_person_match one = bf_person_match_names(a, b), other = bf_person_match_names(b, a);
    assert(one.verdict == other.verdict && one.verdict < BF_PERSON_VERDICTS);
    assert(one.verdict < BF_PERSON_ALIKE || one.names);
}

static void check_lines(bf_str text)
{
    bf_str first, second;
    bf_person_name a, b;
    bf_str_take_line(&text, &first);
    bf_str_take_line(&text, &second);
    bool has_a = bf_person_name_read(first, &a);
    if (has_a)
        check_name(&a);
    const bf_person_parts parts = {second, first, second, text};
    bool has_b = bf_person_name_read(second, &b) || bf_person_name_join(&parts, &b);
    if (has_b)
        check_name(&b);
    if (has_a && has_b)
        check_two(&a, &b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_buf mended;
    bf_str text;
    bf_error err = {0};
    bf_buf_init(&mended, 4 * size + 1);
    bf_utf8_append_mended(&mended, (bf_str){(const char *)data, size});
    if (bf_buf_view(&mended, "names", &text, &err))
        check_lines(text);
    bf_buf_free(&mended);
    return 0;
}
