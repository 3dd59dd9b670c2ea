/* country.c: countries, by their codes, names and signs. */
#include "analyzer/country.h"

enum { LONGEST_TAG = 35, LEAST_NAME = 4 }; /* RFC 5646, 4.4.1 */

/* The columns of countries.txt. */
static const struct {
    const char *code, *calling, *trunk, *digits, *first, *bare, *money, *host, *languages, *names;
} rows[] = {
#include "analyzer/countries.h"
};

enum { ROWS = sizeof rows / sizeof *rows };

/* Reads "9-10". */
static void take_range(bf_str text, size_t *least, size_t *most)
{
    uint64_t from = 0, to = 0;
    if (bf_take_decimal(&text, 15, &from) && bf_str_starts(text, BF_STR("-"))) {
        text = bf_str_after(text, 1);
        if (!bf_take_decimal(&text, 15, &to))
            to = 0;
    }
    *least = (size_t)from;
    *most = (size_t)to;
}

static bool fill(size_t row, bf_country *out)
{
    bf_str bare = bf_str_of(rows[row].bare), range = {0};
    *out = (bf_country){.code = bf_str_of(rows[row].code),
                        .calling = bf_str_of(rows[row].calling),
                        .trunk = bf_str_of(rows[row].trunk),
                        .first = bf_str_of(rows[row].first),
                        .money = bf_str_of(rows[row].money)};
    take_range(bf_str_of(rows[row].digits), &out->least, &out->most);
    if (bf_str_take_part(&bare, ':', &range))
        take_range(range, &out->bare_least, &out->bare_most);
    out->bare_first = bare;
    return true;
}

bool bf_country_find(bf_str code, bf_country *out)
{
    for (size_t i = 0; i < ROWS; i++)
        if (bf_str_equal_nocase(code, bf_str_of(rows[i].code)))
            return fill(i, out);
    return false;
}

bool bf_country_calling(bf_str digits, bf_country *out)
{
    for (size_t i = 0; i < ROWS; i++) /* no calling code begins another (E.164, 6.2.1) */
        if (bf_str_starts(digits, bf_str_of(rows[i].calling)))
            return fill(i, out);
    return false;
}

/* Says whether one of the names of a row may begin as `name` does: most do not. */
static bool may_begin(const char *names, char first)
{
    char other = first;
    if ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z'))
        other = (char)(first ^ 0x20);
    for (char before = ','; *names != '\0'; before = *names++)
        if (before == ',' && (*names == first || *names == other))
            return true;
    return false;
}

bf_str bf_country_named(bf_str name)
{
    for (size_t i = 0; i < ROWS && name.length > 0; i++) {
        if (!may_begin(rows[i].names, name.bytes[0]))
            continue;
        bf_str names = bf_str_of(rows[i].names), one;
        while (bf_str_take_part(&names, ',', &one)) /* "us" is no country, "US" is one */
            if (one.length < LEAST_NAME ? bf_str_equal(name, one) : bf_str_equal_nocase(name, one))
                return bf_str_of(rows[i].code);
    }
    return (bf_str){0};
}

static bool is_word_byte(bf_str text, size_t i)
{
    unsigned char c = i < text.length ? (unsigned char)text.bytes[i] : ' ';
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* "New Mexico" and "Northern Ireland" are no Mexico and no Ireland. */
static bool is_part_of_another(bf_str before)
{
    return bf_str_ends(before, BF_STR("New ")) || bf_str_ends(before, BF_STR("Northern "));
}

static bool has_words(bf_str text, bf_str words)
{
    for (size_t i = bf_str_find(text, words, 0); i != SIZE_MAX; i = bf_str_find(text, words, i + 1))
        if (!is_word_byte(text, i + words.length) && (i == 0 || !is_word_byte(text, i - 1)) &&
            !is_part_of_another(bf_str_slice(text, 0, i)))
            return true;
    return false;
}

bf_str bf_country_in(bf_str text)
{
    for (size_t i = 0; i < ROWS; i++) {
        bf_str names = bf_str_of(rows[i].names), one;
        while (bf_str_take_part(&names, ',', &one))
            if (one.length >= LEAST_NAME && has_words(text, one))
                return bf_str_of(rows[i].code);
    }
    return (bf_str){0};
}

/* The country of "de-AT" is AT; that of "pl" is where Polish is spoken. */
static bf_str of_language(bf_str tag)
{
    bf_str rest = bf_str_slice(tag, 0, LONGEST_TAG), language, part, one;
    bf_country country;
    if (!bf_str_take_part(&rest, '-', &language))
        return (bf_str){0};
    while (bf_str_take_part(&rest, '-', &part))
        if (part.length == 2 && bf_country_find(part, &country))
            return country.code;
    for (size_t i = 0; i < ROWS; i++) {
        bf_str spoken = bf_str_of(rows[i].languages);
        while (bf_str_take_part(&spoken, ' ', &one))
            if (bf_str_equal_nocase(one, language))
                return bf_str_of(rows[i].code);
    }
    return (bf_str){0};
}

static bf_str of_host(bf_str host)
{
    for (size_t i = 0; i < ROWS; i++) {
        bf_str end = bf_str_of(rows[i].host);
        if (host.length > end.length && host.bytes[host.length - end.length - 1] == '.' &&
            bf_str_equal_nocase(bf_str_after(host, host.length - end.length), end))
            return bf_str_of(rows[i].code);
    }
    return (bf_str){0};
}

/* The country whose money it is alone: nobody's are the euro's. */
static bf_str of_money(bf_str money)
{
    bf_str found = {0};
    for (size_t i = 0; i < ROWS; i++) {
        if (!bf_str_equal(money, bf_str_of(rows[i].money)))
            continue;
        if (found.length > 0)
            return (bf_str){0};
        found = bf_str_of(rows[i].code);
    }
    return found;
}

bf_str bf_country_guess(const bf_country_signs *signs)
{
    bf_country country;
    bf_str place =
        bf_country_find(signs->place, &country) ? country.code : bf_country_named(signs->place);
    const bf_str codes[] = {place,
                            signs->number,
                            of_host(signs->host),
                            signs->named,
                            of_language(signs->language),
                            of_money(signs->money)};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].length > 0)
            return codes[i];
    return (bf_str){0};
}
