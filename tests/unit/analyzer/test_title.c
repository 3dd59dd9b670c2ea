/* test_title.c: the title that the words of a claim give. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "tests/support/arenas.h"

#include "analyzer/title.h"

static bf_pattern *pattern_of(const char *source)
{
    bf_error err = {0};
    bf_str text = bf_str_of(source);
    bf_pattern *pattern = bf_pattern_compile(&text, 1, &err);
    assert_non_null(pattern);
    return pattern;
}

static void the_first_of_its_type_that_is_found_counts(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        bf_claim_type type;
        int title; /* index; -1: none */
    } cases[] = {
        {"LPCC-S", BF_CLAIM_LICENCE, 0},
        {"an LPCC", BF_CLAIM_LICENCE, 1},
        {"LPCC, LPCC-S", BF_CLAIM_LICENCE, 0},
        {"lpcc", BF_CLAIM_LICENCE, -1},
        {"LPCC", BF_CLAIM_DEGREE, -1},
        {"PhD", BF_CLAIM_DEGREE, 2},
        {"", BF_CLAIM_LICENCE, -1},
    };
    bf_error err = {0};
    bf_title titles[] = {
        {.type = BF_CLAIM_LICENCE, .pattern = pattern_of("\\bLPCC-S\\b")},
        {.type = BF_CLAIM_LICENCE, .pattern = pattern_of("\\bLPCC\\b")},
        {.type = BF_CLAIM_DEGREE, .pattern = pattern_of("\\bPhD\\b")},
    };
    bf_rules few = {.titles = titles, .title_count = 3};
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    bf_keyword_search search;
    assert_non_null(scratch);
    assert_true(bf_rules_find_keywords(&few, &err));
    assert_true(bf_keyword_begin(few.keywords.titles, scratch, arena, &search, &err));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool failed = false;
        const bf_title *found = bf_title_find(&few, cases[i].type, bf_str_of(cases[i].words),
                                              &search, scratch, &failed);
        if (found != (cases[i].title < 0 ? NULL : &titles[cases[i].title]) || failed)
            fail_msg("%s", cases[i].words);
    }
    bf_rules_free_keywords(&few);
    bf_pattern_scratch_free(scratch);
    for (size_t i = 0; i < 3; i++)
        bf_pattern_free(titles[i].pattern);
}

static void a_pattern_that_met_a_limit_is_passed_over(void **state)
{
    (void)state;
    bf_error err = {0};
    bool failed = false;
    bf_title titles[] = {
        {.type = BF_CLAIM_DEGREE, .pattern = pattern_of("(?:a+)+(?:a+)+b|a{64}x")}};
    bf_rules few = {.titles = titles, .title_count = 1};
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    bf_keyword_search search;
    assert_non_null(scratch);
    assert_true(bf_rules_find_keywords(&few, &err));
    assert_true(bf_keyword_begin(few.keywords.titles, scratch, arena, &search, &err));
    bf_str words =
        BF_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b x");
    assert_null(bf_title_find(&few, BF_CLAIM_DEGREE, words, &search, scratch, &failed));
    assert_true(failed);
    bf_rules_free_keywords(&few);
    bf_pattern_scratch_free(scratch);
    bf_pattern_free(titles[0].pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_of_its_type_that_is_found_counts),
        TEST(a_pattern_that_met_a_limit_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
