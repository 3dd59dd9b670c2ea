/* fuzz_contact.c: any text as one block of a listing, in the country that its first byte picks.
 * Promises: telephone numbers are E.164, mail addresses are in lower case with one @, prices are
 * above nothing in a currency of three capitals, a place is valid UTF-8 and says what it was read
 * from. */
#include <assert.h>
#include <string.h>

#include "analyzer/phone.h"
#include "analyzer/place.h"
#include "analyzer/price.h"
#include "common/buf.h"
#include "common/utf8.h"

static const char *const countries[] = {"",   "US", "GB", "DE", "ES", "PL", "JP", "MX",
                                        "IT", "SE", "CN", "BR", "RU", "HK", "AU", "CH"};

static void check_phones(const bf_contact_texts *phones)
{
    assert(phones->count <= BF_CONTACT_MOST);
    for (size_t i = 0; i < phones->count; i++) {
        bf_str number = phones->items[i];
        assert(number.length >= 8 && number.length <= 16 && number.bytes[0] == '+');
        assert(number.bytes[1] != '0');
        for (size_t k = 1; k < number.length; k++)
            assert(number.bytes[k] >= '0' && number.bytes[k] <= '9');
    }
}

static void check_emails(const bf_contact_texts *emails)
{
    assert(emails->count <= BF_CONTACT_MOST);
    for (size_t i = 0; i < emails->count; i++) {
        size_t at = bf_str_find(emails->items[i], BF_STR("@"), 0);
        assert(at > 0 && at < emails->items[i].length);
        assert(bf_str_find(emails->items[i], BF_STR("@"), at + 1) == SIZE_MAX);
        for (size_t k = 0; k < emails->items[i].length; k++)
            assert(emails->items[i].bytes[k] < 'A' || emails->items[i].bytes[k] > 'Z');
    }
}

static void check_prices(const bf_contact_prices *prices)
{
    assert(prices->count <= BF_CONTACT_MOST);
    for (size_t i = 0; i < prices->count; i++) {
        const bf_price *price = &prices->items[i];
        assert(price->amount > 0 && price->currency.length == 3);
        for (size_t k = 0; k < 3; k++)
            assert(price->currency.bytes[k] >= 'A' && price->currency.bytes[k] <= 'Z');
        assert(price->unit.length == 0 || bf_str_equal(price->unit, BF_STR("session")) ||
               bf_str_equal(price->unit, BF_STR("hour")) ||
               bf_str_ends(price->unit, BF_STR(" minutes")));
    }
}

static void check_place(const bf_place *place)
{
    assert(bf_utf8_valid(place->locality) && bf_utf8_valid(place->region));
    assert(place->country.length == 0 || place->country.length == 2);
    assert((place->basis == BF_PLACE_NONE) == (place->locality.length == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str country = bf_str_of(countries[size > 0 ? data[0] % 16 : 0]);
    bf_contact_texts phones = {0}, emails = {0};
    bf_contact_prices prices = {0};
    bf_country_signs signs = {.place = country};
    bf_block block = {.element = BF_NONE, .list = BF_NONE, .question = BF_NONE};
    bf_document document = {.blocks = &block, .block_count = 1};
    uint32_t number = 0;
    bf_place place;
    bf_buf text;
    bf_error err = {0};
    bf_arena *arena = bf_arena_new(64 * 1024 * 1024);
    bf_buf_init(&text, 4 * size + 4);
    bf_utf8_append_mended(&text, (bf_str){(const char *)data, size});
    assert(arena != NULL && bf_buf_view(&text, "text", &block.text, &err));
    assert(bf_phone_read(block.text, country, arena, &phones));
    assert(bf_contact_emails(block.text, arena, &emails));
    assert(bf_price_read_blocks(&document, &number, 1, country, arena, &prices));
    assert(bf_place_find(&document, &number, 1, &signs, arena, &place));
    check_phones(&phones);
    check_emails(&emails);
    check_prices(&prices);
    check_place(&place);
    assert(bf_contact_link(block.text, country, arena, &phones, &emails));
    check_phones(&phones);
    check_emails(&emails);
    bf_arena_free(arena);
    bf_buf_free(&text);
    return 0;
}
