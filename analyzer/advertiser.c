/* advertiser.c: what the data on a page says of somebody who may advertise there. */
#include "analyzer/advertiser.h"

enum { MOST_PRICES = 16 };

bf_advertiser *bf_advertiser_add(bf_advertisers *list, bf_arena *arena)
{
    bf_advertiser *grown =
        bf_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *grown);
    if (grown == NULL)
        return NULL;
    list->items = grown;
    grown[list->count] = (bf_advertiser){.element = BF_NONE, .firm = BF_NONE};
    return &grown[list->count++];
}

bool bf_advertiser_add_price(bf_advertiser *one, const bf_price *price, bf_arena *arena)
{
    bf_contact_prices *prices = &one->prices;
    for (size_t i = 0; i < prices->count; i++) {
        bf_price *earlier = &prices->items[i];
        if (earlier->amount < price->amount || earlier->amount > price->amount ||
            !bf_str_equal(earlier->currency, price->currency))
            continue;
        if (earlier->unit.length == 0)
            earlier->unit = price->unit;
        return true;
    }
    if (prices->count >= MOST_PRICES || !(price->amount > 0))
        return true;
    bf_price *grown =
        bf_arena_grow(arena, prices->items, prices->count, &prices->capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    prices->items = grown;
    grown[prices->count++] = *price;
    return true;
}

static void fill_text(bf_str *text, bf_str other)
{
    if (text->length == 0)
        *text = other;
}

bool bf_advertiser_fill(bf_advertiser *one, const bf_advertiser *other, bf_arena *arena)
{
    if (one->type.length == 0) {
        one->type = other->type;
        one->person = one->person || other->person;
    }
    if (one->element == BF_NONE)
        one->element = other->element;
    if (one->firm == BF_NONE)
        one->firm = other->firm;
    fill_text(&one->name, other->name);
    fill_text(&one->headline, other->headline);
    fill_text(&one->website, other->website);
    fill_text(&one->profile, other->profile);
    if (one->locality.length + one->region.length + one->country.length == 0) {
        one->locality = other->locality; /* of one place, or of none */
        one->region = other->region;
        one->country = other->country;
        fill_text(&one->address, other->address);
    }
    for (size_t i = 0; i < other->phones.count; i++)
        if (!bf_contact_add(&one->phones, other->phones.items[i], arena))
            return false;
    for (size_t i = 0; i < other->emails.count; i++)
        if (!bf_contact_add(&one->emails, other->emails.items[i], arena))
            return false;
    for (size_t i = 0; i < other->prices.count; i++)
        if (!bf_advertiser_add_price(one, &other->prices.items[i], arena))
            return false;
    return true;
}

static bool differ(bf_str one, bf_str other)
{
    return one.length > 0 && other.length > 0 && !bf_str_equal_nocase(one, other);
}

static bool are_one(const bf_advertiser *one, const bf_advertiser *other)
{
    bool typed = one->type.length > 0 && other->type.length > 0;
    return bf_str_equal_nocase(one->name, other->name) &&
           !(typed && one->person != other->person) && !differ(one->locality, other->locality) &&
           !differ(one->profile, other->profile);
}

/* The one among the first `count` of the list whom `one` tells of again; SIZE_MAX: nobody. */
static size_t known_as(const bf_advertisers *list, size_t count, const bf_advertiser *one)
{
    for (size_t i = 0; i < count; i++)
        if (are_one(&list->items[i], one))
            return i;
    return SIZE_MAX;
}

bool bf_advertisers_settle(bf_advertisers *list, size_t first, bf_arena *arena)
{
    uint32_t *places = bf_arena_take(arena, list->count, sizeof *places);
    size_t kept = first;
    if (places == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        size_t known = i < first ? i : known_as(list, kept, &list->items[i]);
        places[i] = BF_NONE;
        if (list->items[i].name.length == 0)
            continue;
        if (known == SIZE_MAX) {
            known = kept++;
            list->items[known] = list->items[i];
        } else if (known != i && !bf_advertiser_fill(&list->items[known], &list->items[i], arena)) {
            return false;
        }
        places[i] = (uint32_t)known;
    }
    for (size_t i = 0; i < kept; i++) {
        uint32_t firm = list->items[i].firm;
        list->items[i].firm = firm == BF_NONE || places[firm] == i ? BF_NONE : places[firm];
    }
    list->count = kept;
    return true;
}

bf_str bf_advertiser_name_in(bf_str title)
{
    static const char *const ends[] = {" | ", " - ", " – ", " — ", " · ", ", ", ": ", " ("};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = bf_str_find(title, bf_str_of(ends[i]), 1);
        if (at != SIZE_MAX)
            title = bf_str_slice(title, 0, at);
    }
    return bf_str_trim(title);
}
