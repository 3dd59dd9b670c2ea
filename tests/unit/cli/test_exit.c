/* test_exit.c: exit statuses and which of several counts. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "cli/exit.h"

static void of_several_statuses_the_gravest_counts_in_either_order(void **state)
{
    (void)state;
    static const int gravest_first[] = {143, 130, 2, 5, 1, 3, 4, 0};
    enum { COUNT = sizeof gravest_first / sizeof *gravest_first };
    for (size_t i = 0; i < COUNT; i++)
        for (size_t k = i; k < COUNT; k++) {
            bf_exit a = (bf_exit)gravest_first[i], b = (bf_exit)gravest_first[k];
            assert_int_equal(bf_exit_graver(a, b), a);
            assert_int_equal(bf_exit_graver(b, a), a);
        }
}

static void a_status_that_is_not_ours_is_a_failure_of_the_program(void **state)
{
    (void)state;
    assert_int_equal(bf_exit_graver((bf_exit)77, (bf_exit)139), BF_EXIT_OUTPUT);
    assert_int_equal(bf_exit_graver((bf_exit)77, BF_EXIT_DONE), BF_EXIT_OUTPUT);
    assert_int_equal(bf_exit_graver(BF_EXIT_LEVEL, (bf_exit)77), BF_EXIT_OUTPUT);
    assert_int_equal(bf_exit_graver((bf_exit)77, BF_EXIT_USAGE), BF_EXIT_USAGE);
}

static void every_error_that_ends_a_run_has_its_status(void **state)
{
    (void)state;
    static const bf_exit expected[] = {
        [BF_OK] = BF_EXIT_DONE,           [BF_ERR_USAGE] = BF_EXIT_USAGE,
        [BF_ERR_MEMORY] = BF_EXIT_OUTPUT, [BF_ERR_INPUT] = BF_EXIT_UNREAD,
        [BF_ERR_FORMAT] = BF_EXIT_UNREAD, [BF_ERR_LIMIT] = BF_EXIT_UNREAD,
        [BF_ERR_RULE] = BF_EXIT_USAGE,    [BF_ERR_NETWORK] = BF_EXIT_UNREAD,
        [BF_ERR_STATE] = BF_EXIT_OUTPUT,  [BF_ERR_OUTPUT] = BF_EXIT_OUTPUT,
    };
    assert_int_equal(sizeof expected / sizeof *expected, BF_ERR_COUNT);
    for (int code = 0; code < BF_ERR_COUNT; code++)
        assert_int_equal(bf_exit_of_error((bf_error_code)code), expected[code]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_several_statuses_the_gravest_counts_in_either_order),
        cmocka_unit_test(a_status_that_is_not_ours_is_a_failure_of_the_program),
        cmocka_unit_test(every_error_that_ends_a_run_has_its_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
