/* origin.c: what a page shows of the country that it speaks to. */
#include "analyzer/origin.h"

#include "analyzer/phone.h"

/* Signs of money that one country alone uses (ISO 4217). "$", "kr" and the euro's are of many. */
static const struct {
    const char *sign, *money;
} moneys[] = {{"£", "GBP"},   {"zł", "PLN"},  {"Kč", "CZK"},  {"円", "JPY"},  {"CAD", "CAD"},
              {"AU$", "AUD"}, {"AUD", "AUD"}, {"NZD", "NZD"}, {"MXN", "MXN"}, {"₹", "INR"},
              {"R$", "BRL"},  {"₽", "RUB"}, {"CHF", "CHF"}};

static bf_str number_of(const bf_document *document)
{
    bf_str country = {0};
    for (size_t i = 0; country.length == 0 && i < document->block_count; i++)
        if (document->blocks[i].field == BF_FIELD_TEXT)
            country = bf_phone_country(document->blocks[i].text);
    for (size_t i = 0; country.length == 0 && i < document->link_count; i++)
        if (bf_str_starts_nocase(document->links[i].href, BF_STR("tel:")))
            country = bf_phone_country(document->links[i].href);
    return country;
}

static bf_str named_of(const bf_document *document)
{
    bf_str country = {0};
    for (size_t i = 0; country.length == 0 && i < document->block_count; i++)
        if (document->blocks[i].field == BF_FIELD_TITLE ||
            document->blocks[i].field == BF_FIELD_META)
            country = bf_country_in(document->blocks[i].text);
    return country;
}

static bf_str money_of(const bf_document *document)
{
    for (size_t i = 0; i < document->block_count; i++)
        for (size_t k = 0; k < sizeof moneys / sizeof *moneys; k++)
            if (bf_str_find(document->blocks[i].text, bf_str_of(moneys[k].sign), 0) != SIZE_MAX)
                return bf_str_of(moneys[k].money);
    return (bf_str){0};
}

void bf_origin_read(const bf_document *document, bf_str host, bf_country_signs *out)
{
    *out = (bf_country_signs){.number = number_of(document),
                              .host = host,
                              .named = named_of(document),
                              .language = document->language};
    if (bf_country_guess(out).length == 0) /* only then is it looked for: it tells least */
        out->money = money_of(document);
}
