/* test_school.c: the school that a degree is said to be from. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "analyzer/school.h"

static void assert_school(const char *words, const char *claim, const char *school)
{
    bf_error err = {0};
    bool failed = false;
    const bf_str called = BF_STR("\\b[A-Z]\\w+ (?:College|University)\\b"), parts = BF_STR("teach");
    bf_school_rule rule = {.pattern = bf_pattern_compile(&called, 1, &err),
                           .unless = bf_pattern_compile(&parts, 1, &err)};
    const bf_rules rules = {.schools = &rule, .school_count = 1};
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    assert_non_null(scratch);
    bf_str found = bf_school_find(&rules, bf_str_of(words), strlen(claim), scratch, &failed);
    if (!bf_str_equal(found, bf_str_of(school)) || failed)
        fail_msg("%s: \"%.*s\"", words, BF_STR_ARG(found));
    bf_pattern_scratch_free(scratch);
    bf_pattern_free(rule.pattern);
    bf_pattern_free(rule.unless);
}

static void a_school_stands_in_the_claim_or_right_behind_it(void **state)
{
    (void)state;
    assert_school("MA, Invented College", "MA", "Invented College");
    assert_school("MA from Invented College in 2009", "MA from Invented College",
                  "Invented College");
    assert_school("MA in counseling, Invented University", "MA", "Invented University");
}

static void another_sentence_or_entry_speaks_of_another_school(void **state)
{
    (void)state;
    assert_school("MA. I sing at Invented College", "MA", "");
    assert_school("MA; Invented College", "MA", "");
    assert_school("MA | Invented College", "MA", "");
    assert_school("MA\nInvented College", "MA", "");
    assert_school(
        "MA, and many years of work with people of all kinds before I came to sing at Invented "
        "College",
        "MA", "");
}

static void a_word_may_part_the_school_from_the_claim(void **state)
{
    (void)state;
    assert_school("MA, teaches at Invented College", "MA", "");
    assert_school("MA", "MA", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_school_stands_in_the_claim_or_right_behind_it),
        cmocka_unit_test(another_sentence_or_entry_speaks_of_another_school),
        cmocka_unit_test(a_word_may_part_the_school_from_the_claim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
