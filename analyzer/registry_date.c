/* registry_date.c: dates as registries write them. */
#include "analyzer/registry_date.h"

#include <assert.h>

typedef struct {
    unsigned year, month, day;
} date;

static const char *const words[] = {"YYYYMMDD", "MM/DD/YYYY", "YYYY-MM-DD"};
static_assert(sizeof words / sizeof *words == BF_DATE_FORMS, "each form has a word");

const char *bf_registry_date_word(bf_registry_date_form form)
{
    return words[form];
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes from `least` to `most` digits. */
static bool take_number(bf_str *rest, size_t least, size_t most, unsigned *out)
{
    size_t i = 0;
    *out = 0;
    for (; i < rest->length && i < most && is_digit(rest->bytes[i]); i++)
        *out = *out * 10 + (unsigned)(rest->bytes[i] - '0');
    *rest = bf_str_after(*rest, i);
    return i >= least;
}

static bool take_sign(bf_str *rest, char sign)
{
    bool there = rest->length > 0 && rest->bytes[0] == sign;
    *rest = bf_str_after(*rest, there);
    return there;
}

static bool is_day(const date *of)
{
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (of->year % 4 == 0 && of->year % 100 != 0) || of->year % 400 == 0;
    return of->year >= 1000 && of->month >= 1 && of->month <= 12 && of->day >= 1 &&
           of->day <= days[of->month - 1] && (of->month != 2 || of->day < 29 || leap);
}

/* Takes year, month and day with `sign` between them; 0: nothing. */
static bool take_parts(bf_str *rest, char sign, date *out)
{
    return take_number(rest, 4, 4, &out->year) && (sign == '\0' || take_sign(rest, sign)) &&
           take_number(rest, 2, 2, &out->month) && (sign == '\0' || take_sign(rest, sign)) &&
           take_number(rest, 2, 2, &out->day);
}

static bool take_date(bf_str *rest, bf_registry_date_form form, date *out)
{
    switch (form) {
    case BF_DATE_PLAIN:
        return take_parts(rest, '\0', out);
    case BF_DATE_AMERICAN:
        return take_number(rest, 1, 2, &out->month) && take_sign(rest, '/') &&
               take_number(rest, 1, 2, &out->day) && take_sign(rest, '/') &&
               take_number(rest, 4, 4, &out->year);
    case BF_DATE_ISO:
        return take_parts(rest, '-', out);
    case BF_DATE_FORMS:
        break;
    }
    return false;
}

static void write_digits(char *out, unsigned number, size_t count)
{
    while (count-- > 0) {
        out[count] = (char)('0' + number % 10);
        number /= 10;
    }
}

static void write_date(const date *of, char out[BF_REGISTRY_DATE])
{
    write_digits(out, of->year, 4);
    write_digits(out + 5, of->month, 2);
    write_digits(out + 8, of->day, 2);
    out[4] = out[7] = '-';
}

bool bf_registry_date_read(bf_str text, unsigned forms, char out[BF_REGISTRY_DATE])
{
    for (bf_registry_date_form form = 0; form < BF_DATE_FORMS; form++) {
        date read;
        bf_str rest = text;
        if ((forms >> form & 1) == 0 || !take_date(&rest, form, &read) || !is_day(&read) ||
            (rest.length > 0 && rest.bytes[0] != ' ' && rest.bytes[0] != 'T'))
            continue;
        write_date(&read, out);
        return true;
    }
    return false;
}

/* Says whether a date of the years that files are of stands at `at`, with no digit on either side.
 */
static bool is_date_at(bf_str name, size_t at, char sign, date *out)
{
    bf_str rest = bf_str_after(name, at);
    return (at == 0 || !is_digit(name.bytes[at - 1])) && take_parts(&rest, sign, out) &&
           (rest.length == 0 || !is_digit(rest.bytes[0])) && is_day(out) && out->year >= 1990 &&
           out->year < 2200;
}

bool bf_registry_date_find(bf_str name, char out[BF_REGISTRY_DATE])
{
    date found;
    for (size_t at = name.length; at-- > 0;)
        if (is_date_at(name, at, '\0', &found) || is_date_at(name, at, '-', &found) ||
            is_date_at(name, at, '_', &found)) {
            write_date(&found, out);
            return true;
        }
    return false;
}
