/* test_quotation.c: words between quotation marks inside a text. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "analyzer/quotation.h"

/* The quotation round "massage" in `text`; "" for none. */
static bf_str around(const char *text)
{
    bf_str whole = bf_str_of(text);
    size_t at = bf_str_find(whole, BF_STR("massage"), 0), first = 0, after = 0;
    assert_int_not_equal(at, SIZE_MAX);
    if (!bf_quotation_around(whole, at, at + strlen("massage"), &first, &after))
        return BF_STR("");
    return bf_str_slice(whole, first, after);
}

static void assert_around(const char *text, const char *expected)
{
    bf_str got = around(text);
    if (!bf_str_equal(got, bf_str_of(expected)))
        fail_msg("%s: \"%.*s\"", text, BF_STR_ARG(got));
}

static void a_quotation_reaches_from_mark_to_mark(void **state)
{
    (void)state;
    assert_around("who says: \"come in. a massage for you.\" and smiles",
                  "\"come in. a massage for you.\"");
    assert_around("\"massage\"", "\"massage\"");
    assert_around("que dicen: \xc2\xabven. hay massage.\xc2\xbb",
                  "\xc2\xabven. hay massage.\xc2\xbb");
    assert_around("(\"a massage\")", "\"a massage\"");
}

static void what_stands_between_two_quotations_is_in_none(void **state)
{
    (void)state;
    assert_around("a massage", "");
    assert_around("\"tea\" and massage and \"wine\"", "");
    assert_around("massage and \"wine\"", "");
}

static void a_mark_without_its_other_makes_no_quotation(void **state)
{
    (void)state;
    assert_around("\"tea and massage", "");
    assert_around("a 6\" table, massage, and a 7\" one", ""); /* inches */
}

static void of_one_quotation_in_another_the_inner_counts(void **state)
{
    (void)state;
    assert_around("\xc2\xab"
                  "a. \"the massage\" b\xc2\xbb",
                  "\"the massage\"");
    assert_around("\xc2\xab"
                  "a. massage, \"tea\" b\xc2\xbb",
                  "\xc2\xab"
                  "a. massage, \"tea\" b\xc2\xbb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quotation_reaches_from_mark_to_mark),
        cmocka_unit_test(what_stands_between_two_quotations_is_in_none),
        cmocka_unit_test(a_mark_without_its_other_makes_no_quotation),
        cmocka_unit_test(of_one_quotation_in_another_the_inner_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
