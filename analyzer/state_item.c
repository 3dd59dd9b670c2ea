/* state_item.c: what one object of embedded state says of somebody. */
#include "analyzer/state_item.h"

#include <stdio.h>
#include <string.h>

#include "analyzer/data_text.h"
#include "analyzer/offer.h"
#include "analyzer/phone.h"
#include "analyzer/state_keys.h"
#include "common/buf.h"

enum {
    MOST_KEY = 100,   /* bytes that are looked at: many items may stand under one */
    MOST_TEXT = 1024, /* of one that many may refer to: longer is no name, number or label */
    MOST_NAME = 100,
    MOST_PARTS = 10 * 1000, /* references that are followed */
    MOST_MEMBERS = 256,     /* of a part that are looked at: many may refer to it */
    LEAST_MINUTES = 10,
    MOST_MINUTES = 480
};

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "embedded state: no memory");
}

bf_str bf_state_item_key(const cJSON *member)
{
    const char *key = member->string ? member->string : "";
    return (bf_str){key, strnlen(key, MOST_KEY)};
}

bool bf_state_item_key_is(const char *const *keys, bf_str key)
{
    char first = key.length > 0 ? (char)(key.bytes[0] | 0x20) : '\0';
    bf_str own = bf_str_slice(key, 0, bf_str_find(key, BF_STR("("), 0));
    for (; *keys; keys++)
        if (first == **keys && bf_str_equal_nocase(own, bf_str_of(*keys)))
            return true;
    return false;
}

/* The text of a string, or the first of a list of them; of one that is too long, as much as shows
 * that. */
static bf_str text_of(const cJSON *value)
{
    const cJSON *one = cJSON_IsArray(value) ? value->child : value;
    return cJSON_IsString(one)
               ? (bf_str){one->valuestring, strnlen(one->valuestring, MOST_TEXT + 1)}
               : (bf_str){0};
}

/* The first text of `object` whose key is among `keys`; empty when it is too long to be a fact. */
static bf_str text_at(const cJSON *object, const char *const *keys)
{
    const cJSON *member = cJSON_IsObject(object) ? object->child : NULL;
    for (size_t i = 0; member && i < MOST_MEMBERS; i++, member = member->next) {
        if (!bf_state_item_key_is(keys, bf_state_item_key(member)))
            continue;
        bf_str text = text_of(member);
        if (text.length > 0)
            return text.length > MOST_TEXT ? (bf_str){0} : text;
    }
    return (bf_str){0};
}

/* --- Parts ---------------------------------------------------------------------------------------
 */

/* What `value` refers to, noted as a part; `value` itself when it is no reference. */
static bool follow(bf_state_items *items, const cJSON *value, const cJSON **out)
{
    *out = bf_state_cache_follow(&items->cache, value);
    if (*out == NULL || *out == value)
        return true;
    if (items->part_count == MOST_PARTS) {
        *out = NULL;
        return true;
    }
    const cJSON **grown = bf_arena_grow(items->arena, items->parts, items->part_count,
                                        &items->part_capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    items->parts = grown;
    grown[items->part_count++] = *out;
    return true;
}

/* The object under the first key among `keys`, or the first of a list of objects there; NULL
 * without one. */
static bool part_of(bf_state_items *items, const cJSON *object, const char *const *keys,
                    const cJSON **out)
{
    const cJSON *member = object->child;
    *out = NULL;
    for (size_t i = 0; member && *out == NULL && i < MOST_MEMBERS; i++, member = member->next) {
        const cJSON *value = cJSON_IsArray(member) ? member->child : member;
        if (cJSON_IsObject(value) && bf_state_item_key_is(keys, bf_state_item_key(member)) &&
            !follow(items, value, out))
            return false;
    }
    return true;
}

bool bf_state_item_is_part(const bf_state_items *items, const cJSON *object)
{
    for (size_t i = 0; i < items->part_count; i++)
        if (items->parts[i] == object)
            return true;
    return false;
}

/* --- Somebody ------------------------------------------------------------------------------------
 */

/* An object, and those in it that say how one is reached and where. */
typedef struct {
    const cJSON *object, *contact, *place;
} whole;

/* The first text under one of `keys` of the object, else of its contact, else of its place. */
static bf_str text_in(const whole *of, const char *const *keys)
{
    const cJSON *const holders[] = {of->object, of->contact, of->place};
    bf_str text = {0};
    for (size_t i = 0; text.length == 0 && i < sizeof holders / sizeof *holders; i++)
        text = text_at(holders[i], keys);
    return text;
}

/* The same, of its place first. */
static bf_str text_in_place(const whole *of, const char *const *keys)
{
    bf_str text = text_at(of->place, keys);
    return text.length > 0 ? text : text_at(of->object, keys);
}

static bool keep(bf_str text, bf_arena *arena, bf_str *out, bf_error *err)
{
    return bf_data_text_clean(text.length > MOST_NAME ? (bf_str){0} : text, arena, out, err);
}

/* A name as one would file it: no "Dr." before it, and no letters after. */
static bf_str bare_name(bf_str name)
{
    bf_str word, rest = name;
    while (bf_str_take_part(&rest, ' ', &word) && bf_state_item_key_is(honorifics, word))
        name = rest;
    return bf_advertiser_name_in(name);
}

/* The name as one, or of its two parts. */
static bool read_name(const cJSON *object, bf_arena *arena, bf_advertiser *one, bf_error *err)
{
    bf_str name = text_at(object, name_keys), given = text_at(object, given_keys);
    bf_str family = text_at(object, family_keys), view;
    bf_buf joined;
    bf_buf_init(&joined, given.length + family.length + 1);
    if (name.length == 0 && given.length > 0 && family.length > 0) {
        bf_buf_append(&joined, given);
        bf_buf_append_char(&joined, ' ');
        bf_buf_append(&joined, family);
    }
    bool read = bf_buf_view(&joined, "name", &view, err) &&
                keep(view.length > 0 ? view : name, arena, &one->name, err);
    one->name = bare_name(one->name);
    bf_buf_free(&joined);
    return read;
}

static bool read_texts(const whole *of, bf_arena *arena, bf_advertiser *one, bf_error *err)
{
    return read_name(of->object, arena, one, err) &&
           keep(text_at(of->object, title_keys), arena, &one->headline, err) &&
           keep(text_in_place(of, city_keys), arena, &one->locality, err) &&
           keep(text_in_place(of, region_keys), arena, &one->region, err) &&
           keep(text_in_place(of, country_keys), arena, &one->country, err) &&
           keep(text_in(of, url_keys), arena, &one->website, err);
}

bool bf_state_item_read(bf_state_items *items, const cJSON *object, bf_advertiser *one,
                        bf_error *err)
{
    whole of = {.object = object};
    bf_arena *arena = items->arena;
    *one = (bf_advertiser){.person = true, .element = BF_NONE, .firm = BF_NONE};
    if (text_at(object, name_keys).length == 0 && text_at(object, family_keys).length == 0)
        return true;
    if (!part_of(items, object, contact_keys, &of.contact) ||
        !part_of(items, object, place_keys, &of.place))
        return no_memory(err);
    bf_str phone = text_in(&of, phone_keys), email = text_in(&of, email_keys);
    if (phone.length == 0 && email.length == 0 &&
        (text_at(object, title_keys).length == 0 || text_in_place(&of, city_keys).length == 0))
        return true;
    if (!read_texts(&of, arena, one, err))
        return false;
    if (!bf_phone_read(phone, one->country, arena, &one->phones) ||
        !bf_contact_emails(email, arena, &one->emails))
        return no_memory(err);
    bool reached = one->phones.count + one->emails.count > 0;
    bool placed = one->headline.length > 0 && one->locality.length > 0;
    if (!reached && !placed)
        one->name = (bf_str){0};
    return true;
}

/* --- Prices --------------------------------------------------------------------------------------
 */

/* The first number of `object` whose key is among `keys`; NULL without one. */
static const cJSON *number_at(const cJSON *object, const char *const *keys)
{
    const cJSON *member = object->child;
    for (size_t i = 0; member && i < MOST_MEMBERS; i++, member = member->next)
        if (cJSON_IsNumber(member) && bf_state_item_key_is(keys, bf_state_item_key(member)))
            return member;
    return NULL;
}

bool bf_state_item_read_price(const cJSON *object, bf_advertiser *one, bf_arena *arena)
{
    char room[32];
    bf_str currency = cJSON_IsObject(object) ? text_at(object, currency_keys) : (bf_str){0};
    if (currency.length == 0)
        return true;
    const cJSON *amount = number_at(object, amount_keys);
    const cJSON *minutes = number_at(object, minutes_keys);
    if (amount)
        snprintf(room, sizeof room, "%.2f", amount->valuedouble);
    bf_offer_price price = {.amount = amount ? bf_str_of(room) : text_at(object, amount_keys),
                            .currency = currency,
                            .unit = text_at(object, label_keys)};
    if (minutes && minutes->valuedouble >= LEAST_MINUTES && minutes->valuedouble <= MOST_MINUTES)
        price.minutes = (unsigned)minutes->valuedouble;
    return bf_offer_add(&price, one, arena);
}
