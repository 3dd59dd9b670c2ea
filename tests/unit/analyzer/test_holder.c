/* test_holder.c: the name behind which letters hang. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/holder.h"

/* The holder of what begins at the first "@" of `text`, which stands for the letters. */
static bf_str holder_in(bf_str text)
{
    size_t at = bf_str_find(text, BF_STR("@"), 0);
    assert_int_not_equal(at, SIZE_MAX);
    return bf_holder_before(text, at);
}

static void letters_hang_on_the_name_before_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
    } cases[] = {
        {"Ana Example, @", "Ana Example"},
        {"Dr. Ana Example, PhD, LMFT #12345, @", "Ana Example"},
        {"Taught by Ana Example (@)", "Ana Example"},
        {"Ana Example, PhD \xC2\xB7 Bo Placeholder, @", "Bo Placeholder"},
        {"Ana Example \xE2\x80\x93 @", "Ana Example"},
        {"Ana Example listens, @", ""}, /* prose */
        {"Ana Example. @", ""},         /* another sentence */
        {"Ana Example; @", ""},         /* another clause */
        {"Ana Example\n@", ""},         /* another line */
        {"I am a @", ""},
        {"@", ""},
        {" @", ""},
        {"\xC3@", ""}, /* half a character */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!bf_str_equal(holder_in(bf_str_of(cases[i].text)), bf_str_of(cases[i].name)))
            fail_msg("%s", cases[i].text);
}

static void a_name_too_far_away_is_not_looked_for(void **state)
{
    (void)state;
    static const char far[] =
        "Ana Example, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, "
        "A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, A1, @";
    assert_int_equal(holder_in(bf_str_of(far)).length, 0);
}

static void one_shared_name_may_be_one_person(void **state)
{
    (void)state;
    assert_true(bf_holder_may_be(BF_STR("Ana Example"), BF_STR("Ana M. Example")));
    assert_true(bf_holder_may_be(BF_STR("Ana Example"), BF_STR("EXAMPLE")));
    assert_false(bf_holder_may_be(BF_STR("Ana Example"), BF_STR("Bo Placeholder")));
    assert_false(bf_holder_may_be(BF_STR("A. Example"), BF_STR("A. Placeholder")));
    assert_false(bf_holder_may_be(BF_STR(""), BF_STR("Bo")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_hang_on_the_name_before_them),
        cmocka_unit_test(a_name_too_far_away_is_not_looked_for),
        cmocka_unit_test(one_shared_name_may_be_one_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
