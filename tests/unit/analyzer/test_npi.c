/* test_npi.c: National Provider Identifiers. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>

#include "analyzer/npi.h"

static void the_check_digit_decides(void **state)
{
    (void)state;
    assert_true(bf_npi_valid(BF_STR("1234567893"))); /* the example of the standard */
    static const char *const wrong[] = {"1234567890",  "9999999999", "2234567890", "123456789",
                                        "12345678931", "",           "3234567891", "12345678 3"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (bf_npi_valid(bf_str_of(wrong[i])))
            fail_msg("%s", wrong[i]);
}

static void one_check_digit_of_ten_is_right(void **state)
{
    (void)state;
    for (int stem = 100000000; stem < 100000500; stem += 7) {
        int right = 0;
        for (int check = 0; check < 10; check++) {
            char number[24];
            snprintf(number, sizeof number, "%d%d", stem, check);
            right += bf_npi_valid(bf_str_of(number));
        }
        assert_int_equal(right, 1);
    }
}

static void a_number_behind_its_name_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *found;
    } examples[] = {
        {"NPI 1234567893", "1234567893"},
        {"My NPI number: 1234567893.", "1234567893"},
        {"(NPI #1234567893, LMFT 12345)", "1234567893"},
        {"NPI: 1234567890 or NPI: 1234567893", "1234567893"},
        {"NPI", ""},
        {"NPI 12345678931", ""},
        {"Call 1234567893", ""},
        {"NPI, my licence and my telephone 1234567893", ""},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        if (!bf_str_equal(bf_npi_find(bf_str_of(examples[i].text)), bf_str_of(examples[i].found)))
            fail_msg("%s", examples[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_check_digit_decides),
        cmocka_unit_test(one_check_digit_of_ten_is_right),
        cmocka_unit_test(a_number_behind_its_name_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
