/* card_fact.c: what goes with a name. */
#include "analyzer/card_fact.h"

#include <assert.h>

#include "analyzer/name.h"

enum {
    SHORT_BLOCK = 240, /* a longer block is a paragraph, whoever it begins with */
    ROLE_BYTES = 480,
    PROSE_BYTES = 80 /* so much text says something of somebody */
};

const char *bf_card_fact_name(bf_card_fact fact)
{
    static const char *const names[] = {"role",  "letters", "contact",       "place",
                                        "price", "prose",   "named in data", "class of a card"};
    static_assert(sizeof names / sizeof *names == BF_CARD_FACT_COUNT, "each fact has a name");
    return names[fact];
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Ten digits or so with little between them, or an address. */
static bool says_contact(bf_str text)
{
    size_t digits = 0, other = 0;
    if (bf_str_find(text, BF_STR("@"), 1) != SIZE_MAX)
        return true;
    for (size_t i = 0; i < text.length && digits < 9; i++) {
        other = is_digit(text.bytes[i]) ? 0 : other + 1;
        digits = other > 3 ? 0 : digits + is_digit(text.bytes[i]);
    }
    return digits >= 9;
}

/* "Portland, OR" */
static bool says_place(bf_str text)
{
    for (size_t i = bf_str_find(text, BF_STR(", "), 1); i != SIZE_MAX;
         i = bf_str_find(text, BF_STR(", "), i + 1))
        if (i + 4 <= text.length && is_capital(text.bytes[i + 2]) &&
            is_capital(text.bytes[i + 3]) &&
            (i + 4 == text.length || !is_capital(text.bytes[i + 4])))
            return true;
    return false;
}

static bool says_price(bf_str text)
{
    size_t sign = bf_str_find(text, BF_STR("$"), 0);
    sign = sign == SIZE_MAX ? bf_str_find(text, BF_STR("€"), 0) : sign;
    return (sign == SIZE_MAX ? bf_str_find(text, BF_STR("£"), 0) : sign) != SIZE_MAX;
}

bool bf_card_fact_in(bf_sign_reader *reader, uint32_t block, bf_card_fact what)
{
    bf_str text = reader->document->blocks[block].text;
    if (reader->document->blocks[block].field != BF_FIELD_TEXT)
        return false;
    switch (what) {
    case BF_CARD_ROLE: /* who somebody is is said in short; long texts speak of anything */
        return text.length < ROLE_BYTES && (bf_sign_in_block(reader, BF_SIGN_THERAPY, block) ||
                                            bf_sign_in_block(reader, BF_SIGN_BODY, block) ||
                                            bf_sign_in_block(reader, BF_SIGN_COACH, block));
    case BF_CARD_LETTERS:
        return text.length < SHORT_BLOCK && bf_name_read(text).letters;
    case BF_CARD_CONTACT:
        return says_contact(text);
    case BF_CARD_PLACE:
        return says_place(text);
    case BF_CARD_PRICE:
        return says_price(text);
    case BF_CARD_PROSE:
        return text.length >= PROSE_BYTES;
    case BF_CARD_DATA:
    case BF_CARD_CLASS:
    case BF_CARD_FACT_COUNT:
        break;
    }
    return false;
}
