/* postal.c: postal codes in a piece of an address. */
#include "analyzer/postal.h"

#include <assert.h>

/* Forms in the order of the enum, longer ones of the same beginning before shorter ones where they
 * are tried. In a pattern 9 is a digit, A a capital letter, X either, W a digit or W, and ? makes
 * what it follows optional. */
static const struct {
    bf_postal_form form;
    const char *pattern;
    const char *country; /* that alone has it; else NULL */
} forms[] = {
    {BF_POSTAL_GB, "AA?9X? 9AA", "GB"}, {BF_POSTAL_CA, "A9A ?9A9", "CA"},
    {BF_POSTAL_IE, "A9W XXXX", "IE"},   {BF_POSTAL_PL, "99-999", "PL"},
    {BF_POSTAL_JP, "999-9999", "JP"},   {BF_POSTAL_PT, "9999-999", "PT"},
    {BF_POSTAL_NL, "9999 ?AA", "NL"},   {BF_POSTAL_FIVE, "99999-9999", NULL},
    {BF_POSTAL_FIVE, "99999", NULL},    {BF_POSTAL_THREE_TWO, "999 99", NULL},
    {BF_POSTAL_FOUR, "9999", NULL},
};

/* Countries that share a form. */
static const struct {
    bf_postal_form form;
    const char *countries;
} shared[] = {
    {BF_POSTAL_FIVE, "US DE ES FR IT MX FI TR UA HR GR"},
    {BF_POSTAL_FOUR, "AU NZ AT CH BE DK NO LU HU ZA"},
    {BF_POSTAL_THREE_TWO, "CZ SK SE GR"},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_word_byte(char c)
{
    return is_digit(c) || is_capital(c) || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool fits(char c, char wanted)
{
    switch (wanted) {
    case '9':
        return is_digit(c);
    case 'A':
        return is_capital(c);
    case 'X':
        return is_digit(c) || is_capital(c);
    case 'W':
        return is_digit(c) || c == 'W';
    default:
        return c == wanted;
    }
}

/* The end of what `pattern` describes at byte `i`; 0 when it does not. What is optional is tried
 * both ways. */
static size_t match(bf_str text, size_t i, const char *pattern)
{
    if (pattern[0] == '\0')
        return i == text.length || !is_word_byte(text.bytes[i]) ? i : 0;
    bool here = i < text.length && fits(text.bytes[i], pattern[0]);
    if (pattern[1] != '?')
        return here ? match(text, i + 1, pattern + 1) : 0;
    size_t end = here ? match(text, i + 1, pattern + 2) : 0;
    return end > 0 ? end : match(text, i, pattern + 2);
}

bool bf_postal_find(bf_str piece, size_t from, bf_postal *out)
{
    for (size_t i = from; i < piece.length; i++) {
        char c = piece.bytes[i];
        if (!(is_digit(c) || is_capital(c)) || (i > 0 && is_word_byte(piece.bytes[i - 1])))
            continue;
        for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
            size_t end = match(piece, i, forms[k].pattern);
            if (end == 0)
                continue;
            *out = (bf_postal){forms[k].form, i, end};
            return true;
        }
    }
    return false;
}

bf_str bf_postal_country(bf_postal_form form)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].form == form)
            return bf_str_of(forms[i].country);
    return (bf_str){0};
}

bool bf_postal_is_of(bf_postal_form form, bf_str country)
{
    bf_str alone = bf_postal_country(form), one;
    if (alone.length > 0)
        return bf_str_equal(alone, country);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        bf_str countries = bf_str_of(shared[i].countries);
        while (shared[i].form == form && bf_str_take_part(&countries, ' ', &one))
            if (bf_str_equal(one, country))
                return true;
    }
    return false;
}
