/* test_offer.c: the prices of what data says is sold. */
#include "tests/support/advertisers.h"

#include "analyzer/offer.h"
#include "common/json.h"

/* The prices that JSON gives, each ' in it a ". */
static const char *read_json(const char *json)
{
    bf_advertisers list = {0};
    bf_json_limits limits = {0};
    bf_error err = {0};
    char quoted[1024];
    snprintf(quoted, sizeof quoted, "%s", json);
    for (char *c = quoted; *c != '\0'; c++)
        *c = *c == '\'' ? '"' : *c;
    bf_advertiser *one = bf_advertiser_add(&list, arena);
    cJSON *root = bf_json_parse(bf_str_of(quoted), &limits, &err);
    assert_non_null(one);
    assert_non_null(root);
    assert_true(bf_offer_read(root, one, arena));
    cJSON_Delete(root);
    return show_advertisers(&list);
}

static void an_exact_figure_with_its_currency_is_a_price(void **state)
{
    (void)state;
    static const struct {
        const char *amount, *currency, *shown;
    } cases[] = {
        {"180", "USD", " 180USD/"},
        {" 180.00 ", "usd", " 180USD/"},
        {"1,200.50", "CHF", " 1200.5CHF/"},
        {"1.200,50", "EUR", " 1200.5EUR/"},
        {"1,200", "USD", " 1200USD/"},
        {"$180", "", " 180USD/"},
        {"180 €", "", " 180EUR/"},
        {"$180", "CAD", " 180CAD/"},
        {"180", "", ""}, /* of what? */
        {"180", "dollars", ""},
        {"0", "USD", ""},
        {"0.00", "USD", ""},
        {"", "USD", ""},
        {"$$", "", ""},
        {"$100-$200", "", ""},
        {"100 - 200", "USD", ""},
        {"100+", "USD", ""},
        {"from 100", "USD", ""},
        {"99999999999999999999", "USD", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_advertisers list = {0};
        bf_advertiser *one = bf_advertiser_add(&list, arena);
        bf_offer_price price = {.amount = bf_str_of(cases[i].amount),
                                .currency = bf_str_of(cases[i].currency)};
        assert_non_null(one);
        assert_true(bf_offer_add(&price, one, arena));
        if (strcmp(show_advertisers(&list), cases[i].shown) != 0)
            fail_msg("\"%s\" %s gives \"%s\"", cases[i].amount, cases[i].currency, shown);
    }
}

static void a_price_is_of_a_session_or_an_hour(void **state)
{
    (void)state;
    static const struct {
        const char *json, *shown;
    } cases[] = {
        {"{'price':180,'priceCurrency':'USD','unitText':'session'}", " 180USD/session"},
        {"{'price':180,'priceCurrency':'USD','unitText':'Per Hour'}", " 180USD/hour"},
        {"{'price':180,'priceCurrency':'USD','unitCode':'HUR'}", " 180USD/hour"},
        {"{'price':180,'priceCurrency':'USD','unitCode':'KGM'}", " 180USD/"},
        {"{'price':180,'priceCurrency':'USD','name':'One hour session'}", " 180USD/session"},
        {"{'price':180,'priceCurrency':'EUR','name':'Una sesión de 50 minutos'}",
         " 180EUR/session"},
        {"{'price':180,'priceCurrency':'USD','referenceQuantity':{'value':1,'unitCode':'HUR'}}",
         " 180USD/hour"},
        {"{'price':180,'priceCurrency':'USD','referenceQuantity':{'value':8,'unitCode':'HUR'}}",
         " 180USD/"},
        {"{'price':90,'priceCurrency':'USD','name':'Obsession workshop'}", " 90USD/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(read_json(cases[i].json), cases[i].shown) != 0)
            fail_msg("%s gives \"%s\"", cases[i].json, shown);
}

static void prices_stand_in_specifications_lists_and_catalogues(void **state)
{
    (void)state;
    static const struct {
        const char *json, *shown;
    } cases[] = {
        {"{'priceCurrency':'USD','name':'session','priceSpecification':[{'price':100},{'price':"
         "150,'unitText':'hour'}]}",
         " 100USD/session 150USD/hour"},
        {"{'priceSpecification':{'priceComponent':[{'price':5,'priceCurrency':'USD'}]}}", " 5USD/"},
        {"{'lowPrice':100,'highPrice':200,'priceCurrency':'USD'}", ""},
        {"{'minPrice':100,'maxPrice':100,'priceCurrency':'USD'}", " 100USD/"},
        {"{'itemListElement':[{'item':{'price':1,'priceCurrency':'USD'}},{'price':1,"
         "'priceCurrency':'USD'}]}",
         " 1USD/"}, /* once */
        {"[[{'offers':{'price':2,'priceCurrency':'USD'}}]]", " 2USD/"},
        {"'text'", ""},
        {"{'price':{},'priceCurrency':[]}", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(read_json(cases[i].json), cases[i].shown) != 0)
            fail_msg("%s gives \"%s\"", cases[i].json, shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_exact_figure_with_its_currency_is_a_price),
        TEST(a_price_is_of_a_session_or_an_hour),
        TEST(prices_stand_in_specifications_lists_and_catalogues),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
