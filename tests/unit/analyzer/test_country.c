/* test_country.c: countries, by their codes, names and signs. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/country.h"

static void a_country_knows_how_one_telephones_there(void **state)
{
    (void)state;
    bf_country country;
    assert_true(bf_country_find(BF_STR("gb"), &country));
    assert_true(bf_str_equal(country.calling, BF_STR("44")));
    assert_true(bf_str_equal(country.trunk, BF_STR("0")));
    assert_int_equal(country.least, 9);
    assert_int_equal(country.most, 10);
    assert_int_equal(country.bare_most, 0);
    assert_true(bf_country_find(BF_STR("ES"), &country));
    assert_true(bf_str_equal(country.trunk, BF_STR("")));
    assert_int_equal(country.bare_least, 9);
    assert_true(bf_str_equal(country.bare_first, BF_STR("6789")));
    assert_true(bf_str_equal(country.money, BF_STR("EUR")));
    assert_false(bf_country_find(BF_STR(""), &country));
    assert_false(bf_country_find(BF_STR("XX"), &country));
}

static void no_calling_code_begins_another(void **state)
{
    (void)state;
    static const char *const digits[] = {"442079460123", "353915550112", "15035550123",
                                         "852255501"};
    static const char *const codes[] = {"GB", "IE", "US", "HK"};
    bf_country country;
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        assert_true(bf_country_calling(bf_str_of(digits[i]), &country));
        assert_true(bf_str_equal(country.code, bf_str_of(codes[i])));
    }
    assert_false(bf_country_calling(BF_STR("999"), &country));
    assert_false(bf_country_calling(BF_STR(""), &country));
}

static void names_are_known_whole_and_in_texts(void **state)
{
    (void)state;
    assert_true(bf_str_equal(bf_country_named(BF_STR("españa")), BF_STR("ES")));
    assert_int_equal(bf_country_named(BF_STR("us")).length, 0);
    assert_true(bf_str_equal(bf_country_named(BF_STR("España")), BF_STR("ES")));
    assert_true(bf_str_equal(bf_country_named(BF_STR("UK")), BF_STR("GB")));
    assert_int_equal(bf_country_named(BF_STR("Spain and more")).length, 0);
    assert_true(bf_str_equal(bf_country_in(BF_STR("Counsellors in Ireland.")), BF_STR("IE")));
    assert_int_equal(bf_country_in(BF_STR("Santa Fe, New Mexico")).length, 0);
    assert_int_equal(bf_country_in(BF_STR("Belfast, Northern Ireland")).length, 0);
    assert_int_equal(bf_country_in(BF_STR("Indiana")).length, 0);
}

static void the_first_sign_that_says_a_country_decides(void **state)
{
    (void)state;
    static const struct {
        bf_country_signs signs;
        const char *country;
    } cases[] = {
        {{.place = {"AU", 2}, .number = {"DE", 2}, .host = {"a.example.uk", 12}}, "AU"},
        {{.place = {"Ireland", 7}}, "IE"},
        {{.number = {"DE", 2}, .host = {"a.example.uk", 12}, .language = {"pl", 2}}, "DE"},
        {{.host = {"example.co.uk", 13}, .named = {"IE", 2}}, "GB"},
        {{.host = {"ana.example", 11}, .named = {"IE", 2}, .language = {"en-GB", 5}}, "IE"},
        {{.language = {"en-gb", 5}, .money = {"PLN", 3}}, "GB"},
        {{.language = {"zh-Hant-TW", 10}}, "TW"},
        {{.language = {"cs", 2}}, "CZ"},
        {{.language = {"en", 2}, .money = {"GBP", 3}}, "GB"},
        {{.language = {"en", 2}, .money = {"EUR", 3}}, ""},
        {{.language = {"es", 2}}, ""}, /* of many countries */
        {{.host = {"uk", 2}}, ""},
        {{.place = {"Nowhere", 7}}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str got = bf_country_guess(&cases[i].signs);
        if (!bf_str_equal(got, bf_str_of(cases[i].country)))
            fail_msg("case %zu gives \"%.*s\"", i, BF_STR_ARG(got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_country_knows_how_one_telephones_there),
        cmocka_unit_test(no_calling_code_begins_another),
        cmocka_unit_test(names_are_known_whole_and_in_texts),
        cmocka_unit_test(the_first_sign_that_says_a_country_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
