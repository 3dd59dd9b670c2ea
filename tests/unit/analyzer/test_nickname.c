/* test_nickname.c: short forms of given names. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/nickname.h"

static void a_short_form_leads_to_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bf_nickname_relation relation;
    } examples[] = {
        {"bob", "robert", BF_NICKNAME_CERTAIN},    {"robert", "bob", BF_NICKNAME_CERTAIN},
        {"bob", "rob", BF_NICKNAME_CERTAIN},       {"paco", "francisco", BF_NICKNAME_CERTAIN},
        {"chris", "christina", BF_NICKNAME_DOUBT}, {"chris", "christopher", BF_NICKNAME_DOUBT},
        {"robert", "roberto", BF_NICKNAME_NONE},   {"katherine", "kathryn", BF_NICKNAME_DOUBT},
        {"robert", "richard", BF_NICKNAME_NONE},   {"bo", "robert", BF_NICKNAME_NONE},
        {"", "robert", BF_NICKNAME_NONE},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        if (bf_nickname_relate(bf_str_of(examples[i].a), bf_str_of(examples[i].b)) !=
            examples[i].relation)
            fail_msg("%s and %s", examples[i].a, examples[i].b);
}

static bool count_name(bf_str name, void *user)
{
    size_t *count = user;
    assert_true(name.length > 0);
    *count += 1;
    return *count < 3;
}

static void other_names_are_told_until_the_visit_ends(void **state)
{
    (void)state;
    size_t count = 0;
    assert_true(bf_nickname_each(BF_STR("nobody"), count_name, &count));
    assert_int_equal(count, 0);
    assert_false(bf_nickname_each(BF_STR("robert"), count_name, &count));
    assert_int_equal(count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_form_leads_to_its_name),
        cmocka_unit_test(other_names_are_told_until_the_visit_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
