/* offer.c: the prices of what data says is sold. */
#include "analyzer/offer.h"

#include <stdio.h>

#include "analyzer/offer_units.h"
#include "analyzer/price.h"
#include "common/json.h"

enum { MOST_ROUND = 4 /* bytes of currency before or after an amount */ };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The part of `text` from its first digit to its last, when nothing else of weight stands round it:
 * no "from", no "+", no second amount; empty when it does. */
static bf_str exact_figure(bf_str text)
{
    size_t begin = 0, end = text.length;
    while (begin < end && !is_digit(text.bytes[begin]))
        begin++;
    while (end > begin && !is_digit(text.bytes[end - 1]))
        end--;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool inside = i >= begin && i < end;
        if (inside ? !is_digit(c) && c != ',' && c != '.' : c == '-' || c == '+' || c == '~')
            return (bf_str){0};
    }
    bool bare = begin <= MOST_ROUND && text.length - end <= MOST_ROUND;
    return bare ? bf_str_slice(text, begin, end) : (bf_str){0};
}

/* Reads 1,234.50 or 1.234,50: a point or comma before the last one or two digits is the decimal
 * one, the others part thousands. */
static double value_of(bf_str figure)
{
    double value = 0;
    size_t digits_after = 0;
    bool parted = false;
    for (size_t i = 0; i < figure.length; i++) {
        if (is_digit(figure.bytes[i])) {
            value = value * 10 + (figure.bytes[i] - '0');
            digits_after++;
        } else {
            digits_after = 0;
            parted = true;
        }
    }
    return parted && digits_after == 1   ? value / 10
           : parted && digits_after == 2 ? value / 100
                                         : value;
}

static bool is_among(const char *const *words, bf_str word)
{
    for (; *words; words++)
        if (bf_str_equal_nocase(word, bf_str_of(*words)))
            return true;
    return false;
}

/* "session" or "hour" when the words or the code say so; else empty. "60 minute session" is one. */
static bf_str unit_in(bf_str words)
{
    bf_str word;
    bool hour = is_among(hour_codes, words);
    while (bf_str_take_part(&words, ' ', &word)) {
        if (bf_str_starts(word, BF_STR("/")))
            word = bf_str_after(word, 1);
        if (is_among(session_words, word))
            return BF_STR("session");
        hour = hour || is_among(hour_words, word);
    }
    return hour ? BF_STR("hour") : (bf_str){0};
}

/* The code in capitals, of three letters (ISO 4217); empty when it is none. */
static bool copy_currency(bf_str written, bf_arena *arena, bf_str *out)
{
    char code[3];
    *out = (bf_str){0};
    if (written.length != sizeof code)
        return true;
    for (size_t i = 0; i < sizeof code; i++) {
        code[i] = (char)(written.bytes[i] & ~0x20);
        if (code[i] < 'A' || code[i] > 'Z')
            return true;
    }
    return bf_arena_copy(arena, (bf_str){code, sizeof code}, out);
}

bool bf_offer_add(const bf_offer_price *price, bf_advertiser *one, bf_arena *arena)
{
    bf_str figure = exact_figure(bf_str_trim(price->amount));
    bf_price made = {.unit = unit_in(price->unit)};
    char minutes[32];
    if (figure.length == 0 || figure.length > 16)
        return true;
    snprintf(minutes, sizeof minutes, "%u minutes", price->minutes);
    if (price->minutes > 0 && !bf_arena_copy(arena, bf_str_of(minutes), &made.unit))
        return false;
    made.amount = value_of(figure);
    if (!copy_currency(bf_str_trim(price->currency), arena, &made.currency))
        return false;
    if (made.currency.length == 0) { /* by its sign */
        bf_contact_prices found = {0};
        bf_str none = {0};
        if (!bf_price_read(price->amount, none, none, arena, &found))
            return false;
        if (found.count == 1)
            made.currency = found.items[0].currency;
    }
    return made.currency.length == 0 || bf_advertiser_add_price(one, &made, arena);
}

/* What the steps for one advertiser share. */
typedef struct {
    bf_advertiser *one;
    bf_arena *arena;
} reading;

/* The text of a string or number; `room` holds that of a number. */
static bf_str text_of(const cJSON *value, char room[32])
{
    if (!cJSON_IsNumber(value))
        return bf_json_text(value);
    snprintf(room, 32, "%.2f", value->valuedouble);
    return bf_str_of(room);
}

/* An amount: "price", else the two ends of a range that are the same. */
static bf_str amount_of(const cJSON *offer, char room[32])
{
    static const char *const ends[][2] = {{"minPrice", "maxPrice"}, {"lowPrice", "highPrice"}};
    bf_str amount = text_of(bf_json_member(offer, "price"), room);
    for (size_t i = 0; amount.length == 0 && i < sizeof ends / sizeof *ends; i++) {
        char other[32];
        bf_str least = text_of(bf_json_member(offer, ends[i][0]), room);
        if (bf_str_equal(least, text_of(bf_json_member(offer, ends[i][1]), other)))
            amount = least;
    }
    return amount;
}

/* The words that say what one pays by: the offer's own, or of what it offers; else `outer`. */
static bf_str unit_words(const cJSON *offer, bf_str outer)
{
    const cJSON *quantity = bf_json_member(offer, "referenceQuantity");
    const cJSON *value = bf_json_member(quantity, "value");
    bool of_one = value == NULL || (cJSON_IsNumber(value) && value->valueint == 1);
    const cJSON *said[] = {bf_json_member(offer, "unitText"),
                           bf_json_member(offer, "unitCode"),
                           of_one ? bf_json_member(quantity, "unitText") : NULL,
                           of_one ? bf_json_member(quantity, "unitCode") : NULL,
                           bf_json_member(offer, "name"),
                           bf_json_member(bf_json_member(offer, "itemOffered"), "name")};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (unit_in(bf_json_text(said[i])).length > 0)
            return bf_json_text(said[i]);
    return outer;
}

static bool read_offers(const reading *job, const cJSON *value, bf_offer_price outer)
{
    static const char *const inner[] = {
        "priceSpecification", "priceComponent",  "offers",      "makesOffer",
        "hasOfferCatalog",    "itemListElement", "itemOffered", "item"};
    char room[32];
    const cJSON *one;
    if (cJSON_IsArray(value))
        cJSON_ArrayForEach(one, value)
        {
            if (!read_offers(job, one, outer))
                return false;
        }
    if (!cJSON_IsObject(value))
        return true;
    bf_str currency = bf_json_text(bf_json_member(value, "priceCurrency"));
    bf_offer_price price = {.amount = amount_of(value, room),
                            .currency = currency.length > 0 ? currency : outer.currency,
                            .unit = unit_words(value, outer.unit)};
    if (price.amount.length > 0 && !bf_offer_add(&price, job->one, job->arena))
        return false;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (!read_offers(job, bf_json_member(value, inner[i]), price))
            return false;
    return true;
}

bool bf_offer_read(const cJSON *value, bf_advertiser *one, bf_arena *arena)
{
    reading job = {one, arena};
    return read_offers(&job, value, (bf_offer_price){0});
}
