/* price.c: what somebody asks for. */
#include "analyzer/price.h"

#include <string.h>

#include "analyzer/country.h"
#include "analyzer/plain.h"
#include "analyzer/unit.h"

enum {
    MOST_BESIDE = 96,   /* bytes from an amount to what is said of it */
    MOST_LOOSE = 30,    /* the same where no word leads there: "$175 plus tax, 75 minutes" */
    MOST_AMOUNTS = 512, /* of one text: more are a list of other things */
    MOST_AMOUNT = 12,   /* digits and signs of one */
    MOST_NEXT = 4       /* bytes from a unit to the amount that it belongs to: " = ", ": " */
};

/* What reading one text takes. */
typedef struct {
    bf_lexicon words;
    bf_str text, beside, country;
    bf_arena *arena;
    bf_contact_prices *prices;
    size_t left; /* amounts that may still be looked at */
    bool said;   /* the text says itself what an amount is for, so what stands beside it does not */
} pricing;

/* Amounts that stand together: one, or the two ends of a range. */
typedef struct {
    double low, high; /* the same where it is one */
    bf_str currency;  /* empty: none that is known */
    size_t begin, end;
} amounts;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static char at(bf_str text, size_t i)
{
    return i < text.length ? text.bytes[i] : '\0';
}

static size_t skip_blanks(bf_str text, size_t i)
{
    while (at(text, i) == ' ')
        i++;
    return i;
}

/* ---- Amounts */

/* The kinds of price_words.txt that are signs of money: a code, or a sign that several share. */
static bool is_sign(const char *kind)
{
    return (kind[0] >= 'A' && kind[0] <= 'Z') || strcmp(kind, "$") == 0 ||
           strcmp(kind, "kr") == 0 || strcmp(kind, "¥") == 0;
}

/* The money that a sign means on this page; empty for crowns of nobody knows where. */
static bf_str money_of(const pricing *job, const char *kind)
{
    bf_country home = {0};
    bool known = bf_country_find(job->country, &home);
    if (strcmp(kind, "$") == 0)
        return known && bf_lexicon_has(&job->words, home.money, "dollar") ? home.money
                                                                          : BF_STR("USD");
    if (strcmp(kind, "kr") == 0)
        return known && bf_lexicon_has(&job->words, home.money, "crown") ? home.money : (bf_str){0};
    if (strcmp(kind, "¥") == 0)
        return known && bf_str_equal(home.code, BF_STR("CN")) ? home.money : BF_STR("JPY");
    return bf_str_of(kind);
}

/* The length of the sign of money at byte `i`, whose kind is put in `kind`; 0 when there is none. A
 * sign of letters is a word of its own. */
static size_t sign_at(const pricing *job, size_t i, bool before_amount, const char **kind)
{
    bf_str rest = bf_str_after(job->text, i);
    const bf_lexicon_row *row = bf_lexicon_begins(&job->words, rest, is_sign);
    if (row == NULL)
        return 0;
    size_t length = strlen(row->word);
    char last = row->word[length - 1], after = at(job->text, i + length);
    bool letters = is_letter(row->word[0]) && (unsigned char)row->word[0] < 0x80;
    if (before_amount && letters && i > 0 && is_letter(job->text.bytes[i - 1]))
        return 0;
    if (!before_amount && letters && (unsigned char)last < 0x80 && is_letter(after) &&
        (unsigned char)after < 0x80)
        return 0;
    *kind = row->kind;
    return length;
}

/* Reads 1,234.50 or 1.234,50 or 1'234 at `i`: a point or comma before the last one or two digits is
 * the decimal one, the others part thousands. The end, or `i` when there is no number, or one too
 * long for money. */
static size_t take_number(bf_str text, size_t i, double *number)
{
    size_t end = i, sign = SIZE_MAX;
    double value = 0;
    for (; is_digit(at(text, end)) || (end > i && at(text, end) != '\0' &&
                                       strchr(",.'", at(text, end)) && is_digit(at(text, end + 1)));
         end++) {
        if (end - i >= MOST_AMOUNT)
            return i;
        if (!is_digit(text.bytes[end]))
            sign = end;
        else
            value = value * 10 + (text.bytes[end] - '0');
    }
    size_t decimals = sign == SIZE_MAX ? 0 : end - sign - 1;
    *number = decimals == 1 ? value / 10 : decimals == 2 ? value / 100 : value;
    return end;
}

/* Skips what stands for no cents: ",-", ".–". */
static size_t skip_no_cents(bf_str text, size_t i)
{
    return (at(text, i) == ',' || at(text, i) == '.') && at(text, i + 1) == '-' ? i + 2 : i;
}

/* The end of the sign of money after an amount that ends at `end`; 0 when there is none. */
static size_t sign_after(const pricing *job, size_t end, const char **kind)
{
    size_t i = skip_no_cents(job->text, end);
    i += at(job->text, i) == ' ';
    size_t length = sign_at(job, i, false, kind);
    if (length == 0 ||
        (job->text.bytes[i + length - 1] == '$' && is_digit(at(job->text, i + length))))
        return 0;
    return i + length;
}

/* The byte after what stands between the two ends of a range; `i` when that is not there. */
static size_t skip_range(const pricing *job, size_t i)
{
    size_t begin = skip_blanks(job->text, i);
    char c = at(job->text, begin);
    if (c == '-' || c == '~')
        return skip_blanks(job->text, begin + 1);
    bf_str word = bf_unit_word(job->text, begin);
    return word.length > 0 && begin > i && bf_lexicon_has(&job->words, word, "range")
               ? skip_blanks(job->text, begin + word.length)
               : i;
}

/* "$120", and "$120-180", but not "$120 - 50 minutes". */
static bool take_signed(const pricing *job, size_t i, amounts *out)
{
    const char *kind, *code;
    double high;
    bf_unit unit;
    size_t sign = sign_at(job, i, true, &kind);
    size_t number = sign > 0 ? skip_blanks(job->text, i + sign) : i, end;
    if (sign == 0 || number - i > sign + 2 ||
        (end = take_number(job->text, number, &out->low)) == number)
        return false;
    out->high = out->low;
    out->end = skip_no_cents(job->text, end);
    size_t second = skip_range(job, out->end);
    end = second == out->end ? second : take_number(job->text, second, &high);
    if (end > second && high > out->low && !bf_unit_take(&job->words, job->text, second, &unit)) {
        out->high = high;
        out->end = end;
    }
    end = sign_after(job, out->end, &code); /* "$140 CAD" */
    if (end > 0 && code[0] >= 'A' && code[0] <= 'Z') {
        kind = code;
        out->end = end;
    }
    out->currency = money_of(job, kind);
    return true;
}

/* "120 €", "1 200 zł", and "120-180 €". */
static bool take_unsigned(const pricing *job, size_t i, amounts *out)
{
    bf_str text = job->text;
    const char *kind;
    double rest;
    size_t first = take_number(text, i, &out->low), end = sign_after(job, first, &kind);
    if (first == i || (i > 0 && (is_digit(text.bytes[i - 1]) || text.bytes[i - 1] == '.')))
        return false;
    out->high = out->low;
    if (end == 0 && first - i <= 3 && at(text, first) == ' ' &&
        take_number(text, first + 1, &rest) == first + 4 &&
        !memchr(text.bytes + first + 1, '.', 3) &&
        (end = sign_after(job, first + 4, &kind)) > 0) /* a blank parts thousands */
        out->low = out->high = out->low * 1000 + rest;
    size_t second = skip_range(job, first);
    if (end == 0 && second > first) {
        size_t high = take_number(text, second, &out->high);
        end = high > second && out->high > out->low ? sign_after(job, high, &kind) : 0;
    }
    out->end = end;
    if (end > 0)
        out->currency = money_of(job, kind);
    return end > 0;
}

static bool take_amounts(const pricing *job, size_t i, amounts *out)
{
    amounts made = {.begin = i};
    if (!(is_digit(job->text.bytes[i]) ? take_unsigned(job, i, &made) : take_signed(job, i, &made)))
        return false;
    *out = made;
    return true;
}

/* ---- What an amount is for */

/* The byte after the word, the number or the sign at byte `i`. */
static size_t next_token(bf_str text, size_t i)
{
    size_t length = bf_unit_word(text, i).length;
    if (length > 0)
        return i + length;
    if (!is_digit(text.bytes[i]))
        return i + 1;
    while (is_digit(at(text, i)))
        i++;
    return i;
}

/* Says whether a word of `kind` stands between two bytes. */
static bool has_kind(const pricing *job, size_t begin, size_t end, const char *kind)
{
    while (begin < end) {
        if (bf_lexicon_has(&job->words, bf_unit_word(job->text, begin), kind))
            return true;
        begin = next_token(job->text, begin);
    }
    return false;
}

/* How words lead from an amount to a unit after it. */
typedef enum { LEADS_NOWHERE, LEADS_LOOSELY, LEADS } leading;

static leading leads(const pricing *job, size_t begin, size_t end)
{
    bf_str between = bf_str_trim(bf_str_slice(job->text, begin, end));
    if (has_kind(job, begin, end, "and"))
        return LEADS_NOWHERE;
    if (between.length == 0 || strchr("/(*", between.bytes[between.length - 1]))
        return LEADS;
    size_t last = between.length;
    while (last > 0 && between.bytes[last - 1] != ' ' && between.bytes[last - 1] != '/')
        last--;
    if (bf_lexicon_has(&job->words, bf_str_after(between, last), "per"))
        return has_kind(job, begin, end, "range") && between.length > MOST_LOOSE ? LEADS_LOOSELY
                                                                                 : LEADS;
    return end - begin <= MOST_LOOSE && strchr(",:-", between.bytes[between.length - 1])
               ? LEADS_LOOSELY
               : LEADS_NOWHERE;
}

/* Finds the first unit after the amount, no further than the next amount, whose first byte is put
 * in `next` (or the end). */
static bf_unit unit_after(const pricing *job, const amounts *found, size_t end, size_t *next)
{
    bf_unit first = {0}, unit;
    amounts other;
    size_t most = found->end + MOST_BESIDE < end ? found->end + MOST_BESIDE : end;
    size_t i = found->end;
    *next = end;
    while (i < most) {
        if (take_amounts(job, i, &other)) {
            *next = i;
            break;
        }
        if (bf_unit_take(&job->words, job->text, i, &unit)) {
            first = first.kind == BF_UNIT_NONE ? unit : first;
            i = unit.end;
        } else {
            i = next_token(job->text, i);
        }
    }
    return first;
}

/* Says whether nothing but signs and blanks stands between a unit and the amount after it. */
static bool belongs_to_next(bf_str text, size_t end, size_t next)
{
    if (next - end > MOST_NEXT)
        return false;
    for (size_t i = end; i < next; i++)
        if (!strchr(" :=-", text.bytes[i]))
            return false;
    return true;
}

/* What the amount is for: `before` is the last unit that its sentence names before it. */
static bf_unit unit_of(const pricing *job, const amounts *found, bf_unit before, size_t end,
                       size_t *next)
{
    bf_unit after = unit_after(job, found, end, next);
    leading way = after.kind == BF_UNIT_NONE ? LEADS_NOWHERE : leads(job, found->end, after.begin);
    bool next_ones = *next < end && belongs_to_next(job->text, after.end, *next);
    if (before.kind != BF_UNIT_NONE && (next_ones || way != LEADS))
        return before;
    return way == LEADS_NOWHERE ? (bf_unit){0} : after;
}

/* Says whether the words round the amount make it something else than a fee. */
static bool is_no_fee(const pricing *job, const amounts *found, size_t begin, size_t next)
{
    size_t most = found->end + MOST_LOOSE < next ? found->end + MOST_LOOSE : next;
    for (size_t i = found->end; i < most; i++)
        if (strchr(",(", job->text.bytes[i]))
            most = i;
    if (begin + MOST_BESIDE < found->begin)
        begin = found->begin - MOST_BESIDE;
    return has_kind(job, begin, found->begin, "not") || has_kind(job, found->end, most, "not");
}

/* ---- What was found */

static bool put_unit(const pricing *job, bf_unit unit, bf_str *out)
{
    char text[sizeof "480 minutes"];
    size_t length = 0;
    if (unit.kind != BF_UNIT_MINUTES) {
        *out = unit.kind == BF_UNIT_HOUR      ? BF_STR("hour")
               : unit.kind == BF_UNIT_SESSION ? BF_STR("session")
                                              : (bf_str){0};
        return true;
    }
    for (unsigned scale = 100; scale > 0; scale /= 10)
        if (unit.minutes >= scale)
            text[length++] = (char)('0' + unit.minutes / scale % 10);
    memcpy(text + length, " minutes", 8);
    return bf_arena_copy(job->arena, (bf_str){text, length + 8}, out);
}

enum { MINUTES = 3 };

/* How much a unit says: minutes say most. */
static int precision(bf_str unit)
{
    return unit.length == 0                        ? 0
           : bf_str_equal(unit, BF_STR("session")) ? 1
           : bf_str_equal(unit, BF_STR("hour"))    ? 2
                                                   : MINUTES;
}

/* Adds a price, or says more precisely what an earlier one is for. */
static bool add_price(const pricing *job, const bf_price *price)
{
    bf_contact_prices *prices = job->prices;
    for (size_t i = 0; i < prices->count; i++) {
        bf_price *earlier = &prices->items[i];
        if (earlier->amount < price->amount || earlier->amount > price->amount ||
            !bf_str_equal(earlier->currency, price->currency))
            continue;
        if (precision(earlier->unit) < precision(price->unit))
            earlier->unit = price->unit;
        if (precision(price->unit) < MINUTES || bf_str_equal(earlier->unit, price->unit))
            return true;
    }
    if (prices->count >= BF_CONTACT_MOST || price->amount <= 0)
        return true;
    bf_price *grown =
        bf_arena_grow(job->arena, prices->items, prices->count, &prices->capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    prices->items = grown;
    grown[prices->count++] = *price;
    return true;
}

static bool add_amounts(const pricing *job, const amounts *found, bf_unit unit)
{
    bf_price price = {.amount = found->low, .currency = found->currency};
    if (found->currency.length == 0)
        return true;
    if (unit.kind == BF_UNIT_NONE && !job->said)
        unit = bf_unit_last(&job->words, job->beside);
    if (!put_unit(job, unit, &price.unit) || !add_price(job, &price))
        return false;
    price.amount = found->high;
    return found->high <= found->low || add_price(job, &price);
}

/* Reads the bytes from `begin` to `end`, which are one sentence. */
static bool read_sentence(pricing *job, size_t begin, size_t end)
{
    bf_unit before = {0}, unit;
    amounts found, range = {0}; /* range: the first end of one whose second end has its own sign */
    for (size_t i = begin; i < end && job->left > 0;) {
        if (!take_amounts(job, i, &found)) {
            if (bf_unit_take(&job->words, job->text, i, &unit)) {
                before = unit.kind == BF_UNIT_NONE ? before : unit;
                i = unit.end;
            } else {
                i = next_token(job->text, i);
            }
            continue;
        }
        size_t next;
        job->left--;
        unit = unit_of(job, &found, before, end, &next);
        job->said = job->said || unit.kind != BF_UNIT_NONE;
        bool goes_on = next < end && skip_range(job, found.end) == next;
        if (is_no_fee(job, &found, begin, next)) {
            range = (amounts){0};
        } else if (goes_on && range.end == 0 && unit.kind == BF_UNIT_NONE) {
            range = found;
        } else {
            if ((range.end > 0 && !add_amounts(job, &range, unit)) ||
                !add_amounts(job, &found, unit))
                return false;
            range = (amounts){0};
        }
        begin = i = unit.begin >= found.end && unit.kind != BF_UNIT_NONE ? unit.end : found.end;
        if (unit.begin >= found.end)
            before = (bf_unit){0}; /* it was said of this amount */
    }
    return true;
}

/* Says whether a sentence ends with the byte before `i`: at the end of a line, after a point that a
 * blank follows and that ends no word for a time ("50 min. session"). */
static bool ends_sentence(const pricing *job, size_t i)
{
    bf_str text = job->text;
    char c = text.bytes[i - 1], after = at(text, i);
    if (c == '\n' || (c == ';' && after == ' '))
        return true;
    if (bf_str_ends(bf_str_slice(text, 0, i), BF_STR("。")))
        return true;
    if (!strchr(".!?", c) || (after != ' ' && after != '\0'))
        return false;
    size_t word = i - 1;
    while (word > 0 && i - word < MOST_AMOUNT && is_letter(text.bytes[word - 1]))
        word--;
    bf_str last = bf_str_slice(text, word, i - 1);
    return !bf_lexicon_has(&job->words, last, "minute") &&
           !bf_lexicon_has(&job->words, last, "hour");
}

bool bf_price_has_sign(const bf_lexicon *words, bf_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool inside = i > 0 && c >= 'a' && c <= 'z' && is_letter(text.bytes[i - 1]);
        if (!inside && !is_digit(c) && c != ' ' &&
            bf_lexicon_begins(words, bf_str_after(text, i), is_sign) != NULL)
            return true;
    }
    return false;
}

static bool read_plain(pricing *job)
{
    bool digits = false;
    for (size_t i = 0, begin = 0; i < job->text.length;) {
        digits = digits || is_digit(job->text.bytes[i]);
        if (++i < job->text.length && !ends_sentence(job, i))
            continue;
        if (digits && bf_price_has_sign(&job->words, bf_str_slice(job->text, begin, i)) &&
            !read_sentence(job, begin, i))
            return false;
        begin = i;
        digits = false;
    }
    return true;
}

/* Most texts have none; those of full-width digits are in UTF-8 of bytes above ASCII's. */
static bool has_number(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (is_digit(text.bytes[i]) || (unsigned char)text.bytes[i] == 0xEF)
            return true;
    return false;
}

bool bf_price_read(bf_str text, bf_str beside, bf_str country, bf_arena *arena,
                   bf_contact_prices *prices)
{
    pricing job = {.country = country, .arena = arena, .prices = prices, .left = MOST_AMOUNTS};
    if (!has_number(text))
        return true;
    bf_buf room, room_beside;
    bf_buf_init(&room, 0);
    bf_buf_init(&room_beside, 0);
    bf_unit_words(&job.words);
    bool read = bf_plain_view(text, &room, &job.text) &&
                bf_plain_view(beside, &room_beside, &job.beside) && read_plain(&job);
    bf_buf_free(&room);
    bf_buf_free(&room_beside);
    return read;
}
