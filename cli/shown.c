/* shown.c: text of strangers as a terminal may have it. */
#include "cli/shown.h"

#include <string.h>

#include <utf8proc.h>

#include "common/utf8.h"

enum { CELL_BYTES = 512 };

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool bf_shown_take(bf_str *rest, bf_str *shown, size_t *columns)
{
    uint32_t c;
    bf_str before = *rest;
    if (before.length == 0)
        return false;
    *columns = 1;
    if (!bf_utf8_take(rest, &c)) {
        *shown = BF_STR("\xEF\xBF\xBD");
    } else if (is_control(c)) {
        *shown = BF_STR(" ");
    } else {
        *shown = bf_str_slice(before, 0, before.length - rest->length);
        *columns = (size_t)utf8proc_charwidth((utf8proc_int32_t)c);
    }
    return true;
}

const char *bf_shown_plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

size_t bf_shown_copy(bf_str text, size_t most_columns, char *out, size_t size)
{
    size_t used = 0, column = 0, columns;
    bf_str shown;
    while (bf_shown_take(&text, &shown, &columns) && column + columns <= most_columns &&
           used + shown.length <= size) {
        memcpy(out + used, shown.bytes, shown.length);
        used += shown.length;
        column += columns;
    }
    return used;
}

size_t bf_shown_columns(bf_str text)
{
    size_t sum = 0, columns;
    bf_str shown;
    while (bf_shown_take(&text, &shown, &columns))
        sum += columns;
    return sum;
}

void bf_shown_print_cell(FILE *out, bf_str text, size_t columns)
{
    char shown[CELL_BYTES];
    size_t length = bf_shown_copy(text, columns, shown, sizeof shown);
    size_t used = bf_shown_columns((bf_str){shown, length});
    fprintf(out, "%.*s%*s  ", (int)length, shown, (int)(columns > used ? columns - used : 0), "");
}
