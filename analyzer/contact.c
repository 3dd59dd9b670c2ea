/* contact.c: telephone numbers, mail addresses and prices in running text. */
#include "analyzer/contact.h"

#include <string.h>

enum {
    MOST_TEXTS = 16,  /* of one kind a listing: more are a list of others' */
    MOST_DIGITS = 15, /* E.164, 6.2.1 */
    LEAST_DIGITS = 8,
    MOST_LOCAL = 64, /* RFC 5321, 4.5.3.1.1 */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char at(bf_str text, size_t i)
{
    return i < text.length ? text.bytes[i] : '\0';
}

static bool add_text(bf_contact_texts *texts, bf_str text, bf_arena *arena)
{
    for (size_t i = 0; i < texts->count; i++)
        if (bf_str_equal(texts->items[i], text))
            return true;
    if (texts->count >= MOST_TEXTS)
        return true;
    bf_str *grown =
        bf_arena_grow(arena, texts->items, texts->count, &texts->capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    texts->items = grown;
    if (!bf_arena_copy(arena, text, &grown[texts->count]))
        return false;
    texts->count++;
    return true;
}

/* Skips what may stand between two groups of digits: at most one blank, point, hyphen or bracket of
 * each kind. */
static size_t skip_separators(bf_str text, size_t i)
{
    size_t begin = i;
    while (i - begin < 3 && at(text, i) != '\0' && strchr(" .-()/", at(text, i)))
        i++;
    return i;
}

/* Reads "+", a country code and groups of digits at `i`; 0 when it is none, else its end. */
static size_t take_international(bf_str text, size_t i, char *digits, size_t *count)
{
    *count = 0;
    if (at(text, i) != '+' || !is_digit(at(text, i + 1)))
        return 0;
    size_t end = ++i;
    while (*count < MOST_DIGITS && is_digit(at(text, i))) {
        digits[(*count)++] = text.bytes[i++];
        end = i;
        i = is_digit(at(text, i)) ? i : skip_separators(text, i);
    }
    return *count >= LEAST_DIGITS && !is_digit(at(text, end)) ? end : 0;
}

/* Reads exactly `want` digits at `*i`. */
static bool take_group(bf_str text, size_t *i, size_t want, char *digits, size_t *count)
{
    for (size_t k = 0; k < want; k++, (*i)++) {
        if (!is_digit(at(text, *i)))
            return false;
        digits[(*count)++] = text.bytes[*i];
    }
    return true;
}

/* Reads a number of the North American plan, 3-3-4 with separators, an optional 1 before it; area
 * code and exchange begin with 2 to 9. */
static size_t take_national(bf_str text, size_t i, char *digits, size_t *count)
{
    digits[0] = '1';
    *count = 1;
    if (at(text, i) == '1' && !is_digit(at(text, i + 1)))
        i = skip_separators(text, i + 1);
    else if (at(text, i) == '(')
        i++;
    if (at(text, i) < '2' || !take_group(text, &i, 3, digits, count))
        return 0;
    size_t next = skip_separators(text, i);
    if (next == i || at(text, next) < '2' || !take_group(text, &next, 3, digits, count))
        return 0;
    i = next;
    next = skip_separators(text, i);
    if (next == i || !take_group(text, &next, 4, digits, count) || is_digit(at(text, next)))
        return 0;
    return next;
}

bool bf_contact_phones(bf_str text, bf_arena *arena, bf_contact_texts *phones)
{
    char digits[MOST_DIGITS + 1];
    for (size_t i = 0; i < text.length; i++) {
        size_t count, end;
        bool begins = i == 0 || !(is_digit(at(text, i - 1)) || is_letter(at(text, i - 1)));
        if (!begins || !(is_digit(text.bytes[i]) || strchr("+(", text.bytes[i])))
            continue;
        end = take_international(text, i, digits + 1, &count);
        if (end == 0)
            end = take_national(text, i, digits + 1, &count);
        if (end == 0)
            continue;
        digits[0] = '+';
        if (!add_text(phones, (bf_str){digits, count + 1}, arena))
            return false;
        i = end - 1;
    }
    return true;
}

static bool is_local_part(char c) /* atext of RFC 5322, 3.2.3, as far as the web uses it, and "." */
{
    return is_letter(c) || is_digit(c) || (c != '\0' && strchr("._%+-'", c));
}

static bool is_domain_part(char c)
{
    return is_letter(c) || is_digit(c) || c == '.' || c == '-';
}

bool bf_contact_emails(bf_str text, bf_arena *arena, bf_contact_texts *emails)
{
    for (size_t i = bf_str_find(text, BF_STR("@"), 0); i != SIZE_MAX;
         i = bf_str_find(text, BF_STR("@"), i + 1)) {
        size_t begin = i, end = i + 1;
        while (begin > 0 && i - begin < MOST_LOCAL && is_local_part(text.bytes[begin - 1]))
            begin--;
        while (is_domain_part(at(text, end)) && end - i < 255)
            end++;
        while (end > i + 1 && !is_letter(text.bytes[end - 1]))
            end--;
        bf_str domain = bf_str_slice(text, i + 1, end), address;
        if (begin == i || bf_str_find(domain, BF_STR("."), 1) == SIZE_MAX)
            continue;
        if (!bf_arena_copy(arena, bf_str_slice(text, begin, end), &address))
            return false;
        char *lowered = (char *)address.bytes; /* our own copy */
        for (size_t k = 0; k < address.length; k++)
            if (lowered[k] >= 'A' && lowered[k] <= 'Z')
                lowered[k] = (char)(lowered[k] - 'A' + 'a');
        if (!add_text(emails, address, arena))
            return false;
    }
    return true;
}

/* Signs of currencies and what they mean unless the page says another (ISO 4217). */
static const struct {
    const char *sign, *code;
} currencies[] = {{"US$", "USD"}, {"USD", "USD"}, {"$", "USD"},  {"€", "EUR"},
                  {"EUR", "EUR"}, {"£", "GBP"},   {"GBP", "GBP"}};

/* The length of a currency sign at the start of `text`, its code in `code`; 0 when there is none.
 */
static size_t currency_sign(bf_str text, bf_str *code)
{
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++) {
        bf_str sign = bf_str_of(currencies[i].sign);
        if (bf_str_starts(text, sign)) {
            *code = bf_str_of(currencies[i].code);
            return sign.length;
        }
    }
    return 0;
}

/* Reads 1,234.50 or 1.234,50 at `i`: a point or comma before exactly two last digits is the decimal
 * one, the others part thousands. The end, or `i` when there is no number. */
static size_t take_amount(bf_str text, size_t i, double *amount)
{
    size_t end = i;
    while (is_digit(at(text, end)) || (end > i && (at(text, end) == ',' || at(text, end) == '.') &&
                                       is_digit(at(text, end + 1))))
        end++;
    size_t decimals = end - i > 3 && !is_digit(text.bytes[end - 3]) ? 2 : 0;
    double value = 0;
    for (size_t k = i; k < end && k - i < 16; k++)
        if (is_digit(text.bytes[k]))
            value = value * 10 + (text.bytes[k] - '0');
    *amount = decimals ? value / 100 : value;
    return end;
}

static bool add_price(bf_contact_prices *prices, double amount, bf_str currency, bf_arena *arena)
{
    for (size_t i = 0; i < prices->count; i++)
        if (!(prices->items[i].amount < amount) && !(prices->items[i].amount > amount) &&
            bf_str_equal(prices->items[i].currency, currency))
            return true;
    if (prices->count >= MOST_TEXTS || amount <= 0)
        return true;
    bf_price *grown =
        bf_arena_grow(arena, prices->items, prices->count, &prices->capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    prices->items = grown;
    grown[prices->count++] = (bf_price){.amount = amount, .currency = currency};
    return true;
}

bool bf_contact_prices_in(bf_str text, bf_arena *arena, bf_contact_prices *prices)
{
    size_t i = 0;
    while (i < text.length) {
        bf_str code;
        double amount;
        size_t sign = currency_sign(bf_str_after(text, i), &code);
        size_t number = sign ? i + sign + (at(text, i + sign) == ' ') : i;
        size_t end = take_amount(text, number, &amount);
        if (end == number) {
            i += sign ? sign : 1;
            continue;
        }
        if (sign == 0) {
            size_t after = end + (at(text, end) == ' ');
            sign = currency_sign(bf_str_after(text, after), &code);
            end = sign ? after + sign : end;
        }
        if (sign && !add_price(prices, amount, code, arena))
            return false;
        i = end;
    }
    return true;
}
