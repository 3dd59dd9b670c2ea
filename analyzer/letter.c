/* letter.c: the letters of a to z that other characters are read as. */
#include "analyzer/letter.h"

#include <utf8proc.h>

#include "common/utf8.h"

#include "analyzer/leet_signs.h"
#include "analyzer/lookalikes.h"

static const bf_letter_row *find(const bf_letter_row *rows, size_t count, uint32_t c)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].code < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rows[low].code == c ? &rows[low] : NULL;
}
#define FIND(rows, c) find(rows, sizeof(rows) / sizeof *(rows), c)

const bf_letter_row *bf_letter_of_alphabet(uint32_t c)
{
    return FIND(alphabets, c);
}

const bf_letter_row *bf_letter_lookalike(uint32_t c)
{
    return FIND(lookalikes, c);
}

const bf_letter_row *bf_letter_leet(uint32_t c, bf_letter_place place)
{
    switch (place) {
    case BF_LETTER_INSIDE:
        return FIND(inside, c);
    case BF_LETTER_BEFORE:
        return FIND(before, c);
    case BF_LETTER_AFTER:
        return FIND(after, c);
    }
    return NULL;
}

bool bf_letter_in_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ND) ||
           category == UTF8PROC_CATEGORY_NL;
}

bool bf_letter_is_mark(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return c >= 0x300 && category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

size_t bf_letter_at(bf_str text, size_t at, uint32_t *c)
{
    bf_str rest = bf_str_after(text, at);
    *c = 0;
    if (rest.length > 0 && (unsigned char)rest.bytes[0] < 0x80) {
        *c = (unsigned char)rest.bytes[0];
        return 1;
    }
    bf_utf8_take(&rest, c);
    return text.length - at - rest.length;
}
