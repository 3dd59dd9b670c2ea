/* contact.c: telephone numbers, mail addresses and prices in running text. */
#include "analyzer/contact.h"

#include <string.h>

#include "common/buf.h"
#include "common/hex.h"

enum {
    MOST_TEXTS = 16,  /* of one kind a listing: more are a list of others' */
    MOST_DIGITS = 15, /* E.164, 6.2.1 */
    LEAST_DIGITS = 8,
    MOST_LOCAL = 64,     /* RFC 5321, 4.5.3.1.1 */
    PLAN_DIGITS = 11,    /* of the North American plan, its country code among them */
    MOST_UNIT_WORDS = 4, /* from a price to what it is for: "per 50 minute session" */
    MOST_UNIT_BYTES = 40
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

/* Reads "+", a country code and groups of digits at `i`; 0 when it is none, else its end. A zero in
 * brackets is dialled at home only ("+44 (0)20", E.123, 7.1). */
static size_t take_international(bf_str text, size_t i, char *digits, size_t *count)
{
    *count = 0;
    if (at(text, i) != '+' || !is_digit(at(text, i + 1)))
        return 0;
    size_t end = ++i, most = at(text, i) == '1' ? PLAN_DIGITS : MOST_DIGITS;
    while (*count < most && is_digit(at(text, i))) {
        digits[(*count)++] = text.bytes[i++];
        end = i;
        if (is_digit(at(text, i)))
            continue;
        if (bf_str_starts(bf_str_trim(bf_str_slice(text, i, i + 4)), BF_STR("(0)")))
            i = bf_str_find(text, BF_STR(")"), i) + 1;
        i = skip_separators(text, i);
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

/* Adds the mail addresses that are written with "@". */
static bool add_emails(bf_str text, bf_arena *arena, bf_contact_texts *emails)
{
    for (size_t i = bf_str_find(text, BF_STR("@"), 0); i != SIZE_MAX;
         i = bf_str_find(text, BF_STR("@"), i + 1)) {
        size_t begin = i, end = i + 1;
        while (begin > 0 && i - begin < MOST_LOCAL && is_local_part(text.bytes[begin - 1]))
            begin--;
        while (begin < i && text.bytes[begin] == '.')
            begin++;
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

/* Signs that are spelled out so that machines do not see them. */
static const struct {
    const char *written;
    char sign;
} spelled[] = {{"[at]", '@'},  {"(at)", '@'},  {"{at}", '@'},
               {"[dot]", '.'}, {"(dot)", '.'}, {"{dot}", '.'}};

/* The length of a spelled sign at the start of `text`, blanks after it too; 0 when there is none.
 */
static size_t spelled_sign(bf_str text, char *sign)
{
    for (size_t i = 0; i < sizeof spelled / sizeof *spelled; i++) {
        size_t length = strlen(spelled[i].written);
        if (!bf_str_starts_nocase(text, bf_str_of(spelled[i].written)))
            continue;
        *sign = spelled[i].sign;
        while (at(text, length) == ' ')
            length++;
        return length;
    }
    return 0;
}

/* Appends `text` with spelled signs as such, without the blanks round them. */
static void append_unspelled(bf_buf *out, bf_str text)
{
    bool blank = false;
    for (size_t i = 0; i < text.length;) {
        char sign = text.bytes[i];
        size_t length = spelled_sign(bf_str_after(text, i), &sign);
        if (length == 0 && sign != ' ' && blank)
            bf_buf_append_char(out, ' ');
        blank = length == 0 && sign == ' ';
        if (!blank)
            bf_buf_append_char(out, sign);
        i += length > 0 ? length : 1;
    }
}

bool bf_contact_emails(bf_str text, bf_arena *arena, bf_contact_texts *emails)
{
    bf_buf plain;
    bf_str view;
    bf_error full = {0};
    bool hidden = false;
    for (size_t i = 0; i < sizeof spelled / sizeof *spelled && !hidden; i++)
        hidden = spelled[i].sign == '@' &&
                 bf_str_find_nocase(text, bf_str_of(spelled[i].written), 0) != SIZE_MAX;
    if (!hidden)
        return add_emails(text, arena, emails);
    bf_buf_init(&plain, text.length + 1);
    append_unspelled(&plain, text);
    bool added = bf_buf_view(&plain, "addresses", &view, &full) && add_emails(view, arena, emails);
    bf_buf_free(&plain);
    return added;
}

static bool take_hex(bf_str *rest, unsigned char *out)
{
    int high = rest->length >= 2 ? bf_hex_digit(rest->bytes[0]) : -1;
    int low = high >= 0 ? bf_hex_digit(rest->bytes[1]) : -1;
    if (low < 0)
        return false;
    *rest = bf_str_after(*rest, 2);
    *out = (unsigned char)(high << 4 | low);
    return true;
}

/* Adds the address that Cloudflare's email protection hides: hexadecimal, the first byte a key that
 * the others are combined with by exclusive or. */
static bool add_protected(bf_str hex, bf_arena *arena, bf_contact_texts *emails)
{
    char plain[MOST_LOCAL + 1 + 255];
    unsigned char key, byte;
    size_t length = 0;
    if (!take_hex(&hex, &key))
        return true;
    while (length < sizeof plain && take_hex(&hex, &byte))
        plain[length++] = (char)(byte ^ key);
    return add_emails((bf_str){plain, length}, arena, emails);
}

bool bf_contact_link(bf_str href, bf_arena *arena, bf_contact_texts *phones,
                     bf_contact_texts *emails)
{
    bf_str hidden = BF_STR("/cdn-cgi/l/email-protection#");
    size_t place = bf_str_find(href, hidden, 0), query = bf_str_find(href, BF_STR("?"), 0);
    bf_str target = bf_str_slice(href, 0, query);
    if (bf_str_starts_nocase(target, BF_STR("tel:")))
        return bf_contact_phones(bf_str_after(target, 4), arena, phones);
    if (bf_str_starts_nocase(target, BF_STR("mailto:")))
        return add_emails(bf_str_after(target, 7), arena, emails);
    return place == SIZE_MAX ||
           add_protected(bf_str_after(href, place + hidden.length), arena, emails);
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

/* Reads 1,234.50 or 1.234,50 at `i`: a point or comma before the last one or two digits is the
 * decimal one, the others part thousands. The end, or `i` when there is no number. */
static size_t take_amount(bf_str text, size_t i, double *amount)
{
    size_t end = i, sign = SIZE_MAX;
    double value = 0;
    for (; is_digit(at(text, end)) || (end > i && (at(text, end) == ',' || at(text, end) == '.') &&
                                       is_digit(at(text, end + 1)));
         end++)
        if (!is_digit(text.bytes[end]))
            sign = end;
        else if (end - i < 16)
            value = value * 10 + (text.bytes[end] - '0');
    size_t decimals = sign == SIZE_MAX ? 0 : end - sign - 1;
    *amount = decimals == 1 ? value / 10 : decimals == 2 ? value / 100 : value;
    return end;
}

/* What one pays by, and the words that lead there from the price. */
static const struct {
    const char *word, *unit;
} units[] = {{"session", "session"}, {"sessions", "session"}, {"sesión", "session"},
             {"hour", "hour"},       {"hr", "hour"},          {"hora", "hour"}};
static const char *const leads[] = {"per", "a", "an", "each", "for", "por"};

/* "session" or "hour" when the text after a price says so; else empty. */
static bf_str unit_after(bf_str text, size_t end)
{
    bf_str rest = bf_str_trim(bf_str_slice(text, end, end + MOST_UNIT_BYTES)), word;
    bool led = bf_str_starts(rest, BF_STR("/"));
    if (led)
        rest = bf_str_after(rest, 1);
    for (size_t words = 0; words < MOST_UNIT_WORDS && bf_str_take_part(&rest, ' ', &word);) {
        if (word.length == 0)
            continue;
        for (size_t i = 0; words == 0 && i < sizeof leads / sizeof *leads; i++)
            led = led || bf_str_equal_nocase(word, bf_str_of(leads[i]));
        while (word.length > 0 && strchr(".,;)", word.bytes[word.length - 1]))
            word.length--;
        for (size_t i = 0; led && i < sizeof units / sizeof *units; i++)
            if (bf_str_equal_nocase(word, bf_str_of(units[i].word)))
                return bf_str_of(units[i].unit);
        words++;
    }
    return (bf_str){0};
}

/* Adds a price, or says what an earlier one is for. */
static bool add_price(bf_contact_prices *prices, const bf_price *price, bf_arena *arena)
{
    for (size_t i = 0; i < prices->count; i++) {
        bf_price *earlier = &prices->items[i];
        if (earlier->amount < price->amount || earlier->amount > price->amount ||
            !bf_str_equal(earlier->currency, price->currency))
            continue;
        if (earlier->unit.length == 0)
            earlier->unit = price->unit;
        return true;
    }
    if (prices->count >= MOST_TEXTS || price->amount <= 0)
        return true;
    bf_price *grown =
        bf_arena_grow(arena, prices->items, prices->count, &prices->capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    prices->items = grown;
    grown[prices->count++] = *price;
    return true;
}

bool bf_contact_prices_in(bf_str text, bf_arena *arena, bf_contact_prices *prices)
{
    size_t i = 0;
    while (i < text.length) {
        bf_price price = {0};
        size_t sign = currency_sign(bf_str_after(text, i), &price.currency);
        size_t number = sign ? i + sign + (at(text, i + sign) == ' ') : i;
        size_t end = take_amount(text, number, &price.amount);
        if (end == number) {
            i += sign ? sign : 1;
            continue;
        }
        if (sign == 0) {
            size_t after = end + (at(text, end) == ' ');
            sign = currency_sign(bf_str_after(text, after), &price.currency);
            end = sign ? after + sign : end;
        }
        if (sign)
            price.unit = unit_after(text, end);
        if (sign && !add_price(prices, &price, arena))
            return false;
        i = end;
    }
    return true;
}
