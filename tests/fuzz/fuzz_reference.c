/* fuzz_reference.c: any bytes as text with character references. Promises: a reference lies within
 * the text, begins with "&" and stands for one or two characters that Unicode has; what follows it
 * changes it only by being a part of it. */
#include <assert.h>

#include "common/reference.h"

static bool is_character(uint32_t c)
{
    return c > 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str text = {(const char *)data, size};
    for (size_t at = bf_str_find(text, BF_STR("&"), 0); at != SIZE_MAX;
         at = bf_str_find(text, BF_STR("&"), at + 1)) {
        bf_reference read = bf_reference_read(text, at);
        if (read.length == 0)
            continue;
        assert(at + read.length <= size && read.length > 2);
        assert(is_character(read.first) && (read.second == 0 || is_character(read.second)));
        bf_str alone = bf_str_slice(text, 0, at + read.length);
        bf_reference again = bf_reference_read(alone, at);
        assert(again.length == read.length && again.first == read.first);
    }
    return 0;
}
