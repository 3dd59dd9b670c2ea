/* test_gazetteer.c: names of places and the words round them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/gazetteer.h"

static void assert_text(bf_str got, const char *wanted)
{
    if (!bf_str_equal(got, bf_str_of(wanted)))
        fail_msg("\"%.*s\" is not \"%s\"", BF_STR_ARG(got), wanted);
}

static bf_str reported(const bf_gazetteer *names, const char *text, const char *country)
{
    return bf_region_reported(bf_gazetteer_region(names, bf_str_of(text), bf_str_of(country)));
}

static void a_region_is_known_by_its_name_and_its_code(void **state)
{
    (void)state;
    bf_gazetteer names;
    bf_gazetteer_open(&names, (bf_str){0});
    assert_text(reported(&names, "Oregon", ""), "OR");
    assert_text(reported(&names, "OR", "US"), "OR");
    assert_text(reported(&names, "or", ""), ""); /* a word */
    assert_text(reported(&names, "Or", ""), "");
    assert_text(reported(&names, "OR", "GB"), "");
    assert_text(reported(&names, "Surrey", "GB"), "Surrey"); /* has no code */
    assert_text(reported(&names, "", ""), "");
}

static void at_home_a_name_is_of_that_country(void **state)
{
    (void)state;
    bf_gazetteer names;
    bf_gazetteer_open(&names, BF_STR("AU"));
    assert_text(bf_str_of(bf_gazetteer_region(&names, BF_STR("WA"), (bf_str){0})->country), "AU");
    bf_gazetteer_open(&names, (bf_str){0});
    assert_text(bf_str_of(bf_gazetteer_region(&names, BF_STR("WA"), (bf_str){0})->country), "US");
    assert_text(bf_gazetteer_country(&names, BF_STR("Tucson")), "US");
    assert_text(bf_gazetteer_country(&names, BF_STR("Nowhere")), "");
    assert_true(bf_gazetteer_has_town(&names, BF_STR("Tucson"), "US"));
    assert_false(bf_gazetteer_has_town(&names, BF_STR("Tucson"), "GB"));
}

static void a_region_is_taken_off_the_end(void **state)
{
    (void)state;
    bf_gazetteer names;
    bf_str text = BF_STR("Albany New York"), other = BF_STR("Albany");
    bf_gazetteer_open(&names, (bf_str){0});
    assert_text(bf_region_reported(bf_gazetteer_take_region(&names, &text, BF_STR("US"))), "NY");
    assert_text(text, "Albany");
    assert_null(bf_gazetteer_take_region(&names, &other, BF_STR("US")));
    assert_text(other, "Albany");
}

static void a_town_ends_where_a_street_or_a_number_does(void **state)
{
    (void)state;
    static const struct {
        const char *text, *town;
    } cases[] = {
        {"12 Elm Street Oakland", "Oakland"},
        {"12 Elm St St. Paul", "Paul"}, /* a street ends there */
        {"St. Paul", "St. Paul"},
        {"Suite 4 Oakland", "Oakland"},
        {"talk in Freiburg im Breisgau", "Freiburg im Breisgau"},
        {"all of us", ""},
    };
    bf_gazetteer names;
    bf_gazetteer_open(&names, (bf_str){0});
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(bf_gazetteer_town_at_end(&names, bf_str_of(cases[i].text)), cases[i].town);
    assert_text(bf_gazetteer_town_at_start(&names, BF_STR("Freiburg im Breisgau today")),
                "Freiburg im Breisgau");
    assert_text(bf_gazetteer_large_town(&names, BF_STR("Tucson, Arizona")), "");
    assert_text(bf_gazetteer_large_town(&names, BF_STR("Tucson. Call Ana")), "Tucson");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_region_is_known_by_its_name_and_its_code),
        cmocka_unit_test(at_home_a_name_is_of_that_country),
        cmocka_unit_test(a_region_is_taken_off_the_end),
        cmocka_unit_test(a_town_ends_where_a_street_or_a_number_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
