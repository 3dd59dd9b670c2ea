/* test_pattern.c: compiled expressions, their limits and their words. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "analyzer/pattern.h"

typedef struct {
    bf_pattern *pattern;
    bf_pattern_scratch *scratch;
} both;

static both compile(const char *first, const char *second, bool interpret)
{
    const bf_str expressions[] = {bf_str_of(first), bf_str_of(second)};
    bf_error err = {0};
    both made = {bf_pattern_compile(expressions, second ? 2 : 1, &err),
                 bf_pattern_scratch_new(interpret)};
    assert_non_null(made.pattern);
    assert_non_null(made.scratch);
    assert_int_equal(err.code, BF_OK);
    return made;
}

static void release(both used)
{
    bf_pattern_free(used.pattern);
    bf_pattern_scratch_free(used.scratch);
}

static void the_first_match_is_found_and_of_several_there_the_longest(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second, *subject;
        size_t from, begin, end; /* begin SIZE_MAX: none */
    } cases[] = {
        {"cd", "ab", "abcd", 0, 0, 2},
        {"ab", "abc", "abcd", 0, 0, 3},
        {"abc", "ab", "abcd", 0, 0, 3},
        {"ab", NULL, "abab", 1, 2, 4},
        {"ab", NULL, "abab", 3, SIZE_MAX, 0},
        {"ab", NULL, "abab", 5, SIZE_MAX, 0}, /* past the end */
        {"ab", NULL, "", 0, SIZE_MAX, 0},
        {"x*", NULL, "ab", 0, SIZE_MAX, 0}, /* nothing is no match */
        {"(?<=a)b", NULL, "ab", 1, 1, 2},   /* what stands before `from` is seen */
        {"a\\Kb|b", NULL, "ab", 0, 1, 2},
        {"a\\K", NULL, "ab", 0, SIZE_MAX, 0},
        {"\\w+", NULL, "-é-", 0, 1, 3},
        {"a.b", NULL, "a\nb", 0, 0, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int interpret = 0; interpret < 2; interpret++) {
            bf_error err = {0};
            bf_pattern_match match = {9, 9};
            both with = compile(cases[i].first, cases[i].second, interpret);
            bf_pattern_result got =
                bf_pattern_find(with.pattern, with.scratch, bf_str_of(cases[i].subject),
                                cases[i].from, &match, &err);
            release(with);
            if (cases[i].begin == SIZE_MAX) {
                assert_int_equal(got, BF_PATTERN_NONE);
                continue;
            }
            assert_int_equal(got, BF_PATTERN_MATCH);
            assert_int_equal(match.begin, cases[i].begin);
            assert_int_equal(match.end, cases[i].end);
        }
}

/* Goes from match to match, once with one scratch memory, which remembers what lies ahead, and once
 * with a new one each time. */
static void going_on_behind_a_match_finds_what_a_new_search_does(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"a", "b", "abab--ba"},     {"ab", "b", "abbbab"},      {"a", "x", "aaaa"},
        {"aa", "aaa", "aaaaaaaa"},  {"a\\Kb", "b", "abbab"},    {"(?<=a)b", "a", "abab"},
        {"a(?=.*c)", "b", "abcab"}, {"\\bb", "a", "ab b ab b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        both with = compile(cases[i][0], cases[i][1], false);
        bf_str subject = bf_str_of(cases[i][2]);
        bf_pattern_match match = {0, 0}, fresh;
        bf_error err = {0};
        bf_pattern_result got;
        size_t matches = 0;
        do {
            bf_pattern_scratch *other = bf_pattern_scratch_new(false);
            size_t from = match.end;
            got = bf_pattern_find(with.pattern, with.scratch, subject, from, &match, &err);
            assert_int_equal(got,
                             bf_pattern_find(with.pattern, other, subject, from, &fresh, &err));
            bf_pattern_scratch_free(other);
            if (got == BF_PATTERN_MATCH) {
                assert_int_equal(match.begin, fresh.begin);
                assert_int_equal(match.end, fresh.end);
                matches++;
            }
        } while (got == BF_PATTERN_MATCH);
        assert_true(matches > 1);
        release(with);
    }
}

static void a_group_is_that_of_the_match_that_won(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_pattern_match match, group;
    bf_str subject = BF_STR("lic 123 cert 45");
    both with = compile("lic (?<number>\\d+)", "cert (?<number>\\d+)(?<rest>x)?", false);
    assert_int_equal(bf_pattern_find(with.pattern, with.scratch, subject, 0, &match, &err),
                     BF_PATTERN_MATCH);
    assert_true(bf_pattern_group(with.pattern, with.scratch, "number", &group));
    assert_true(bf_str_equal(bf_str_slice(subject, group.begin, group.end), BF_STR("123")));
    assert_false(bf_pattern_group(with.pattern, with.scratch, "rest", &group));
    assert_int_equal(bf_pattern_find(with.pattern, with.scratch, subject, 8, &match, &err),
                     BF_PATTERN_MATCH);
    assert_true(bf_pattern_group(with.pattern, with.scratch, "number", &group));
    assert_true(bf_str_equal(bf_str_slice(subject, group.begin, group.end), BF_STR("45")));
    assert_false(bf_pattern_group(with.pattern, with.scratch, "rest", &group)); /* took no part */
    assert_false(bf_pattern_group(with.pattern, with.scratch, "none", &group));
    release(with);
}

static void a_limit_is_a_result_and_not_no_match(void **state)
{
    (void)state;
    char many[4000];
    memset(many, 'a', sizeof many);
    for (int interpret = 0; interpret < 2; interpret++) {
        bf_error err = {0};
        bf_pattern_match match;
        both with = compile("(?:a+)+(?:a+)+b|x", NULL, interpret);
        assert_int_equal(bf_pattern_find(with.pattern, with.scratch, (bf_str){many, sizeof many}, 0,
                                         &match, &err),
                         BF_PATTERN_FAILED);
        assert_int_equal(err.code, BF_ERR_LIMIT);
        assert_int_equal(strncmp(err.message, "matching: ", 10), 0);
        release(with);
    }
}

static void a_pages_work_is_bounded(void **state)
{
    (void)state;
    enum { BYTES = 64 << 20, ROUNDS = (16 << 10) / 64 + 1 };
    bf_error err = {0};
    bf_pattern_match match;
    char *text = malloc(BYTES);
    both with = compile("\\A[^a]", NULL, false); /* gives up at once; what counts is the subject */
    assert_non_null(text);
    memset(text, 'a', BYTES);
    for (unsigned i = 0; i < ROUNDS; i++)
        assert_int_equal(
            bf_pattern_find(with.pattern, with.scratch, (bf_str){text, BYTES}, 0, &match, &err),
            BF_PATTERN_NONE);
    assert_int_equal(bf_pattern_find(with.pattern, with.scratch, BF_STR("b"), 0, &match, &err),
                     BF_PATTERN_FAILED);
    assert_int_equal(err.code, BF_ERR_LIMIT);
    release(with);
    free(text);
}

static void a_broken_expression_has_pcre2s_words_and_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second;
        unsigned line, column;
        const char *words;
    } cases[] = {
        {"a(b", NULL, 1, 4, "missing closing parenthesis"},
        {"ab", "a[b", 2, 4, "missing terminating ] for character class"},
        {"*a", NULL, 1, 1, "quantifier does not follow a repeatable item"},
        {"(?=ab\\K)a", NULL, 1, 10, /* or a match might end before it begins */
         "\\K is not allowed in lookarounds (but see PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK)"},
        {"a\\Cb", NULL, 1, 4, "using \\C is disabled by the application"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bf_str expressions[] = {bf_str_of(cases[i].first), bf_str_of(cases[i].second)};
        bf_error err = {0};
        assert_null(bf_pattern_compile(expressions, cases[i].second ? 2 : 1, &err));
        assert_int_equal(err.code, BF_ERR_RULE);
        assert_string_equal(err.message, cases[i].words);
        assert_int_equal(err.line, cases[i].line);
        assert_int_equal(err.column, cases[i].column);
    }
}

static void no_expressions_match_nothing(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_pattern_match match;
    bf_pattern *pattern = bf_pattern_compile(NULL, 0, &err);
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    assert_int_equal(bf_pattern_find(pattern, scratch, BF_STR("a"), 0, &match, &err),
                     BF_PATTERN_NONE);
    bf_pattern_free(pattern);
    bf_pattern_scratch_free(scratch);
    bf_pattern_free(NULL);
    bf_pattern_scratch_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_match_is_found_and_of_several_there_the_longest),
        cmocka_unit_test(going_on_behind_a_match_finds_what_a_new_search_does),
        cmocka_unit_test(a_group_is_that_of_the_match_that_won),
        cmocka_unit_test(a_limit_is_a_result_and_not_no_match),
        cmocka_unit_test(a_pages_work_is_bounded),
        cmocka_unit_test(a_broken_expression_has_pcre2s_words_and_its_place),
        cmocka_unit_test(no_expressions_match_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
