/* test_keyword.c: which patterns can match in a text at all. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "analyzer/keyword.h"
#include "tests/support/arenas.h"

enum { MOST_PATTERNS = 8 };

static bf_pattern *compile(const char *first, const char *second)
{
    const bf_str expressions[] = {bf_str_of(first), bf_str_of(second)};
    bf_str *kept = bf_arena_take(arena, 2, sizeof *kept);
    bf_error err = {0};
    memcpy(kept, expressions, sizeof expressions);
    bf_pattern *pattern = bf_pattern_compile(kept, second ? 2 : 1, &err);
    assert_non_null(pattern);
    return pattern;
}

/* The patterns of `expressions`, of which one that is empty is none, that may match in `text`: "0
 * 2". */
static const char *candidates(const char *const *expressions, size_t count, bf_demand_view view,
                              const char *text, bool try_all)
{
    static char words[64];
    bf_pattern *patterns[MOST_PATTERNS] = {NULL};
    bf_error err = {0};
    bf_keyword_search search;
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    for (size_t i = 0; i < count; i++)
        patterns[i] = expressions[i][0] ? compile(expressions[i], NULL) : NULL;
    bf_keywords *keywords = bf_keywords_new(patterns, count, view, &err);
    assert_non_null(keywords);
    if (try_all)
        bf_pattern_try_all(scratch);
    assert_true(bf_keyword_begin(keywords, scratch, arena, &search, &err));
    bf_keyword_look(&search, BF_STR("touch sexual contact offer LMFT")); /* leaves nothing behind */
    bf_keyword_look(&search, bf_str_of(text));
    words[0] = '\0';
    for (size_t i = 0; i < search.count; i++)
        snprintf(words + strlen(words), sizeof words - strlen(words), "%s%u", i ? " " : "",
                 search.items[i].pattern);
    bf_keywords_free(keywords);
    bf_pattern_scratch_free(scratch);
    for (size_t i = 0; i < count; i++)
        bf_pattern_free(patterns[i]);
    return words;
}

static const char *const rules[] = {"(?<!\\w)(?:offer\\w*|provid\\w*)(?!\\w).*(?<!\\w)touch(?!\\w)",
                                    "sexual[\\h\\-]++contact", "", "\\bme\\b", "rub|touch"};
enum { RULES = sizeof rules / sizeof *rules };

typedef struct {
    const char *text, *candidates;
} example;

static void a_pattern_is_given_when_each_of_its_groups_stands_there(void **state)
{
    (void)state;
    static const example examples[] = {
        {"we offer massage", ""},
        {"touch", "4"},
        {"we offer a touch of", "0 4"},
        {"touch is what we provide", "0 4"}, /* order is PCRE2's to ask for */
        {"sexual   - contact", "1"},
        {"sexual\ncontact", "1"},
        {"sexualcontact", ""},
        {"some of them", ""},
        {"me", "3"},
        {"for me.", "3"},
        {"me\xC3\xA9", "3"}, /* beyond ASCII it is not known what is a letter */
        {"", ""},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        assert_string_equal(candidates(rules, RULES, BF_DEMAND_FOLDED, examples[i].text, false),
                            examples[i].candidates);
}

static void case_counts_in_a_text_as_shown(void **state)
{
    (void)state;
    static const char *const claims[] = {"\\bMA\\b", "(?i)\\blicensed\\b", "(?i)kind"};
    static const example examples[] = {
        {"MA", "0"},
        {"ma", ""},
        {"LICENSED", "1"},
        {"Licensed MA", "0 1"},
        {"unLicensed", ""},
        {"licen\xC5\xBF"
         "ed",
         "0 1 2"}, /* the long s is an s: nothing is left out */
        {"\xE2\x84\xAAind", "0 1 2"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        assert_string_equal(candidates(claims, 3, BF_DEMAND_SHOWN, examples[i].text, false),
                            examples[i].candidates);
}

static void what_has_no_keyword_is_always_given_and_told(void **state)
{
    (void)state;
    static const char *const some[] = {"touch", "\\w+"};
    assert_string_equal(candidates(some, 2, BF_DEMAND_FOLDED, "nothing", false), "1");
    bf_pattern *patterns[] = {compile("touch", NULL), compile("rub", "\\w+")};
    bf_error err = {0};
    size_t lacking = 7;
    bf_keywords *keywords = bf_keywords_new(patterns, 2, BF_DEMAND_FOLDED, &err);
    assert_non_null(keywords);
    assert_false(bf_keywords_lack(keywords, 0, &lacking));
    assert_int_equal(lacking, 7);
    assert_true(bf_keywords_lack(keywords, 1, &lacking));
    assert_int_equal(lacking, 1);
    bf_keywords_free(keywords);
    bf_pattern_free(patterns[0]);
    bf_pattern_free(patterns[1]);
}

static void all_are_given_where_everything_is_tried(void **state)
{
    (void)state;
    assert_string_equal(candidates(rules, RULES, BF_DEMAND_FOLDED, "nothing", true), "0 1 3 4");
}

static void of_a_pattern_those_expressions_are_given_that_can_match(void **state)
{
    (void)state;
    bf_pattern *pattern = compile("touch", "rub");
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    bf_error err = {0};
    bf_keyword_search search;
    bf_pattern_match match;
    bf_str text = BF_STR("we rub");
    bf_keywords *keywords = bf_keywords_new(&pattern, 1, BF_DEMAND_FOLDED, &err);
    assert_non_null(keywords);
    assert_true(bf_keyword_begin(keywords, scratch, arena, &search, &err));
    bf_keyword_look(&search, text);
    assert_int_equal(search.count, 1);
    bf_pattern_choice choice = search.items[0].choice;
    assert_int_equal(choice.count, 1);
    assert_int_equal(choice.items[0], 1);
    assert_int_equal(bf_pattern_find_among(pattern, choice, scratch, text, 0, &match, &err),
                     BF_PATTERN_MATCH);
    assert_int_equal(match.begin, 3);
    bf_keywords_free(keywords);
    bf_pattern_scratch_free(scratch);
    bf_pattern_free(pattern);
}

static void a_keyword_that_ends_another_is_found_too(void **state)
{
    (void)state;
    static const char *const some[] = {"hers", "he", "she", "ers"};
    assert_string_equal(candidates(some, 4, BF_DEMAND_FOLDED, "ushers", false), "0 1 2 3");
    assert_string_equal(candidates(some, 4, BF_DEMAND_FOLDED, "ushe", false), "1 2");
}

static void without_memory_there_is_no_search(void **state)
{
    (void)state;
    bf_pattern *pattern = compile("touch", NULL);
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    bf_arena *small = bf_arena_new(1);
    bf_error err = {0};
    bf_keyword_search search;
    bf_keywords *keywords = bf_keywords_new(&pattern, 1, BF_DEMAND_FOLDED, &err);
    assert_non_null(keywords);
    assert_false(bf_keyword_begin(keywords, scratch, small, &search, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_keywords_free(keywords);
    bf_keywords_free(NULL);
    bf_arena_free(small);
    bf_pattern_scratch_free(scratch);
    bf_pattern_free(pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_pattern_is_given_when_each_of_its_groups_stands_there),
        TEST(case_counts_in_a_text_as_shown),
        TEST(what_has_no_keyword_is_always_given_and_told),
        TEST(all_are_given_where_everything_is_tried),
        TEST(of_a_pattern_those_expressions_are_given_that_can_match),
        TEST(a_keyword_that_ends_another_is_found_too),
        TEST(without_memory_there_is_no_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
