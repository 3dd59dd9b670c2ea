/* test_postal.c: postal codes in a piece of an address. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/postal.h"

static void codes_are_known_by_their_form(void **state)
{
    (void)state;
    static const struct {
        const char *piece, *code;
        bf_postal_form form;
    } cases[] = {
        {"OR 97201", "97201", BF_POSTAL_FIVE},
        {"CA 94612-1234", "94612-1234", BF_POSTAL_FIVE},
        {"D-79098 Freiburg", "79098", BF_POSTAL_FIVE},
        {"VIC 3065", "3065", BF_POSTAL_FOUR},
        {"602 00 Brno", "602 00", BF_POSTAL_THREE_TWO},
        {"Bristol BS1 4DJ", "BS1 4DJ", BF_POSTAL_GB},
        {"London N7 0QX", "N7 0QX", BF_POSTAL_GB},
        {"London EC1A 1BB", "EC1A 1BB", BF_POSTAL_GB},
        {"Galway H91 X2X4", "H91 X2X4", BF_POSTAL_IE},
        {"Dublin 6 D6W XH00", "D6W XH00", BF_POSTAL_IE},
        {"ON M5V 2T6", "M5V 2T6", BF_POSTAL_CA},
        {"ON M5V2T6", "M5V2T6", BF_POSTAL_CA},
        {"90-001 Łódź", "90-001", BF_POSTAL_PL},
        {"1000-205 Lisboa", "1000-205", BF_POSTAL_PT},
        {"1012 AB Amsterdam", "1012 AB", BF_POSTAL_NL},
        {"150-0001", "150-0001", BF_POSTAL_JP},
    };
    bf_postal code;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str piece = bf_str_of(cases[i].piece);
        assert_true(bf_postal_find(piece, 0, &code));
        if (code.form != cases[i].form ||
            !bf_str_equal(bf_str_slice(piece, code.begin, code.end), bf_str_of(cases[i].code)))
            fail_msg("\"%s\" gives form %d", cases[i].piece, (int)code.form);
    }
}

static void parts_of_words_and_numbers_are_none(void **state)
{
    (void)state;
    static const char *const pieces[] = {"",   "123456",     "A97201",  "97201a",
                                         "12", "12 Main St", "bs1 4dj", "M5V 2T"};
    bf_postal code;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        if (bf_postal_find(bf_str_of(pieces[i]), 0, &code))
            fail_msg("\"%s\" has a code", pieces[i]);
}

static void a_form_is_of_its_countries(void **state)
{
    (void)state;
    assert_true(bf_str_equal(bf_postal_country(BF_POSTAL_GB), BF_STR("GB")));
    assert_int_equal(bf_postal_country(BF_POSTAL_FIVE).length, 0);
    assert_true(bf_postal_is_of(BF_POSTAL_FIVE, BF_STR("DE")));
    assert_false(bf_postal_is_of(BF_POSTAL_FIVE, BF_STR("GB")));
    assert_false(bf_postal_is_of(BF_POSTAL_FIVE, BF_STR("")));
    assert_true(bf_postal_is_of(BF_POSTAL_PL, BF_STR("PL")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_known_by_their_form),
        cmocka_unit_test(parts_of_words_and_numbers_are_none),
        cmocka_unit_test(a_form_is_of_its_countries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
