/* str.c: views of text. */
#include "bonafide/str.h"

#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bf_str bf_str_of(const char *text)
{
    return (bf_str){text, text ? strlen(text) : 0};
}

bool bf_str_equal(bf_str a, bf_str b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool bf_str_equal_nocase(bf_str a, bf_str b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++)
        if (lower(a.bytes[i]) != lower(b.bytes[i]))
            return false;
    return true;
}

int bf_str_compare(bf_str a, bf_str b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared ? memcmp(a.bytes, b.bytes, shared) : 0;
    if (order != 0)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

bool bf_str_starts(bf_str text, bf_str prefix)
{
    return bf_str_equal(bf_str_slice(text, 0, prefix.length), prefix);
}

bool bf_str_starts_nocase(bf_str text, bf_str prefix)
{
    return bf_str_equal_nocase(bf_str_slice(text, 0, prefix.length), prefix);
}

bool bf_str_ends(bf_str text, bf_str suffix)
{
    return text.length >= suffix.length &&
           bf_str_equal(bf_str_after(text, text.length - suffix.length), suffix);
}

bf_str bf_str_after(bf_str text, size_t from)
{
    return bf_str_slice(text, from, text.length);
}

bf_str bf_str_slice(bf_str text, size_t begin, size_t end)
{
    if (end > text.length)
        end = text.length;
    if (begin >= end)
        return (bf_str){NULL, 0};
    return (bf_str){text.bytes + begin, end - begin};
}

size_t bf_str_find(bf_str text, bf_str needle, size_t from)
{
    bf_str tail = bf_str_after(text, from);
    if (needle.length == 0 || tail.length < needle.length)
        return SIZE_MAX;
    const char *at = needle.length == 1
                         ? memchr(tail.bytes, (unsigned char)needle.bytes[0], tail.length)
                         : memmem(tail.bytes, tail.length, needle.bytes, needle.length);
    return at ? (size_t)(at - text.bytes) : SIZE_MAX;
}

size_t bf_str_find_nocase(bf_str text, bf_str needle, size_t from)
{
    if (needle.length == 0 || text.length < needle.length)
        return SIZE_MAX;
    for (size_t i = from; i <= text.length - needle.length; i++)
        if (bf_str_starts_nocase(bf_str_after(text, i), needle))
            return i;
    return SIZE_MAX;
}

bf_str bf_str_trim(bf_str text)
{
    size_t begin = 0, end = text.length;
    while (begin < end && is_blank(text.bytes[begin]))
        begin++;
    while (end > begin && is_blank(text.bytes[end - 1]))
        end--;
    return bf_str_slice(text, begin, end);
}

bool bf_str_take_part(bf_str *rest, char separator, bf_str *part)
{
    *part = (bf_str){NULL, 0};
    if (rest->length == 0)
        return false;
    const char *at = memchr(rest->bytes, separator, rest->length);
    size_t length = at ? (size_t)(at - rest->bytes) : rest->length;
    *part = bf_str_slice(*rest, 0, length);
    *rest = bf_str_after(*rest, at ? length + 1 : length);
    return true;
}

bool bf_str_take_line(bf_str *rest, bf_str *line)
{
    if (!bf_str_take_part(rest, '\n', line))
        return false;
    if (line->length > 0 && line->bytes[line->length - 1] == '\r')
        line->length--;
    return true;
}

bool bf_take_decimal(bf_str *rest, uint64_t most, uint64_t *out)
{
    uint64_t value = 0;
    size_t i = 0;
    for (; i < rest->length && rest->bytes[i] >= '0' && rest->bytes[i] <= '9'; i++) {
        uint64_t digit = (uint64_t)(rest->bytes[i] - '0');
        if (digit > most || value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (i == 0)
        return false;
    *out = value;
    *rest = bf_str_after(*rest, i);
    return true;
}
