/* test_nearest.c: which known word a mistyped one was probably meant to be. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "cli/nearest.h"

static const char *meant(const char *typed)
{
    static const char *const words[] = {"scan", "crawl", "analyze", "explain", "rules"};
    bf_nearest nearest = bf_nearest_begin(bf_str_of(typed));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        bf_nearest_try(&nearest, words[i]);
    return nearest.word ? nearest.word : "none";
}

static void the_word_with_the_fewest_changes_was_meant(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"analyse", "analyze"} /* exchanged */,
        {"anlayze", "analyze"} /* swapped */,
        {"analyz", "analyze"} /* left out */,
        {"explainn", "explain"} /* put in */,
        {"scna", "scan"},
        {"craw", "crawl"},
        {"rule", "rules"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(meant(cases[i][0]), cases[i][1]);
}

static void what_is_far_from_every_word_was_none_of_them(void **state)
{
    (void)state;
    static const char *const cases[] = {"",
                                        "x",
                                        "report",
                                        "sx",
                                        "ana",
                                        "zzzzzzz",
                                        "https://a.example/",
                                        "analyzeanalyzeanalyzeanalyzeanalyzeanalyze"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(meant(cases[i]), "none");
}

static void of_two_that_are_as_near_the_first_is_taken(void **state)
{
    (void)state;
    bf_nearest nearest = bf_nearest_begin(BF_STR("cat"));
    bf_nearest_try(&nearest, "car");
    bf_nearest_try(&nearest, "bat");
    assert_string_equal(nearest.word, "car");
    bf_nearest_try(&nearest, "cat");
    assert_string_equal(nearest.word, "cat");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_word_with_the_fewest_changes_was_meant),
        cmocka_unit_test(what_is_far_from_every_word_was_none_of_them),
        cmocka_unit_test(of_two_that_are_as_near_the_first_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
