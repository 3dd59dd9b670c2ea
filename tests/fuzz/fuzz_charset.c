/* fuzz_charset.c: the first line of any bytes as the charset of a header, the rest as a page.
 * Promises: the outcome is valid UTF-8; it has a U+FFFD for each unit that is called bad; nothing
 * bad is found in what came out; a name that was given is a label of itself. */
#include <assert.h>

#include "common/charset.h"
#include "common/utf8.h"

static size_t count_replacements(bf_str text)
{
    size_t count = 0;
    for (size_t at = bf_str_find(text, BF_STR("\xEF\xBF\xBD"), 0); at != SIZE_MAX;
         at = bf_str_find(text, BF_STR("\xEF\xBF\xBD"), at + 3))
        count++;
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str rest = {(const char *)data, size}, label;
    bf_charset_text made, again;
    bf_error err = {0};
    bf_arena *arena = bf_arena_new(64 << 20);
    assert(arena != NULL);
    bf_str_take_line(&rest, &label);
    assert(bf_charset_decode(rest, label, arena, &made, &err));
    assert(bf_utf8_valid(made.text) && made.bad_bytes <= rest.length);
    assert(count_replacements(made.text) >= made.bad_bytes);
    assert(bf_charset_decode(made.text, BF_STR("utf-8"), arena, &again, &err));
    assert(again.bad_bytes == 0);
    assert(bf_charset_decode(BF_STR(""), made.name, arena, &again, &err));
    assert(bf_str_equal(again.name, made.name));
    bf_arena_free(arena);
    return 0;
}
