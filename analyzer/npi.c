/* npi.c: National Provider Identifiers. */
#include "analyzer/npi.h"

#include <string.h>

enum {
    DIGITS = 10,
    PREFIX_SUM = 24,  /* what 80840 adds to the sum: 8 + 0 + 8 + 4 * 2 + 0, 8 being doubled once */
    MOST_BETWEEN = 12 /* bytes between "NPI" and the number: " number: #" */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool bf_npi_valid(bf_str digits)
{
    int sum = PREFIX_SUM;
    if (digits.length != DIGITS || (digits.bytes[0] != '1' && digits.bytes[0] != '2'))
        return false;
    for (size_t i = 0; i < DIGITS; i++) {
        if (!is_digit(digits.bytes[i]))
            return false;
        int digit = digits.bytes[i] - '0';
        if (i % 2 == 0) /* every second one, seen from the check digit */
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

/* The ten digits after the word, whatever signs and letters stand between. */
static bf_str number_after(bf_str text, size_t at)
{
    size_t begin = at, end;
    while (begin < text.length && begin - at <= MOST_BETWEEN && !is_digit(text.bytes[begin]))
        begin++;
    for (end = begin; end < text.length && is_digit(text.bytes[end]);)
        end++;
    bf_str digits = bf_str_slice(text, begin, end);
    return bf_npi_valid(digits) ? digits : (bf_str){0};
}

bf_str bf_npi_find(bf_str text)
{
    bf_str word = BF_STR("NPI"), found;
    for (size_t at = 0; (at = bf_str_find(text, word, at)) != SIZE_MAX; at += word.length)
        if ((found = number_after(text, at + word.length)).length > 0)
            return found;
    return (bf_str){0};
}
