/* test_analysis.c: one page, from bytes to report lines. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "bonafide/analysis.h"
#include "tests/unit/analyzer/small_rules.h"

/* The lines of a page, their member `run` cut off, "|" after each. */
typedef struct {
    char text[65536];
    size_t used, count, most; /* most: lines after which the visit stops */
    bf_line_kind kind;
    bf_level level; /* of the last */
} lines;

static bool keep(const bf_report_line *line, void *user)
{
    lines *seen = user;
    size_t run = bf_str_find(line->json, BF_STR(",\"run\":{\"analyzed_at\""), 0);
    assert_int_not_equal(run, SIZE_MAX);
    seen->used += (size_t)snprintf(seen->text + seen->used, sizeof seen->text - seen->used, "%.*s|",
                                   (int)run, line->json.bytes);
    assert_true(seen->used < sizeof seen->text);
    seen->kind = line->kind;
    seen->level = line->level;
    return ++seen->count < seen->most;
}

static lines *analyze(const char *html, bf_analysis_settings settings)
{
    bf_error err = {0};
    bf_page page = page_of(bf_str_of(html), "https://ana.example/me");
    lines *seen = bf_arena_take(arena, 1, sizeof *seen);
    assert_non_null(seen);
    seen->most = SIZE_MAX;
    assert_true(bf_analyze(&page, rules, &settings, arena, keep, seen, &err));
    assert_int_equal(err.code, BF_OK);
    return seen;
}

static const bf_analysis_settings usual, all_pages = {.all_pages = true},
                                         interpreted = {.interpret = true};

#define DIRECTORY                                                                                  \
    "<div class=card><h3>Ana Example</h3><p>massage</div><div class=card><h3>Bo "                  \
    "Example</h3></div>"

static void a_listing_is_one_line_with_its_level(void **state)
{
    (void)state;
    const lines *seen = analyze("<p>I offer massage to all who ask.", usual);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->kind, BF_LINE_LISTING);
    assert_int_equal(seen->level, BF_LEVEL_HIGH);
    assert_non_null(strstr(seen->text, "\"level\":\"high\""));
}

static void listings_are_told_in_the_order_of_the_page(void **state)
{
    (void)state;
    const lines *seen = analyze(DIRECTORY, usual);
    assert_int_equal(seen->count, 2);
    const char *ana = strstr(seen->text, "\"name\":\"Ana Example\"");
    const char *bo = strstr(seen->text, "\"name\":\"Bo Example\"");
    assert_true(ana != NULL && bo != NULL && ana < bo);
}

static void a_page_without_a_listing_is_a_line_only_when_asked_for(void **state)
{
    (void)state;
    assert_int_equal(analyze("<p>Words.", usual)->count, 0);
    const lines *seen = analyze("<p>Words.", all_pages);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->kind, BF_LINE_PAGE);
    assert_int_equal(analyze("", all_pages)->count, 1);
    assert_int_equal(analyze("<p>I offer to listen.", all_pages)->count, 1); /* and no other */
}

static void a_line_depends_on_the_page_alone(void **state)
{
    (void)state;
    static const char html[] = DIRECTORY "<p>LMFT 12345. Never a massage. No massage?";
    const lines *first = analyze(html, usual);
    analyze("<p>I offer massage. AMFT.", usual);
    assert_string_equal(analyze(html, usual)->text, first->text);
    assert_string_equal(analyze(html, interpreted)->text, first->text);
}

static void a_visit_may_stop(void **state)
{
    (void)state;
    bf_error err = {0};
    lines *seen = bf_arena_take(arena, 1, sizeof *seen);
    bf_page page = page_of(BF_STR(DIRECTORY), "https://ana.example/me");
    assert_non_null(seen);
    seen->most = 1;
    assert_false(bf_analyze(&page, rules, &usual, arena, keep, seen, &err));
    assert_int_equal(err.code, BF_OK);
    assert_int_equal(seen->count, 1);
}

static void a_page_over_the_bound_of_memory_is_an_error_and_then_a_line(void **state)
{
    (void)state;
    bf_error err = {0}, none = {0};
    const bf_page_archive nowhere = {0};
    lines *seen = bf_arena_take(arena, 1, sizeof *seen);
    bf_page page = page_of(BF_STR(DIRECTORY), "https://ana.example/me");
    bf_arena *small = bf_arena_new(10000);
    assert_non_null(seen);
    seen->most = SIZE_MAX;
    assert_false(bf_analyze(&page, rules, &usual, small, keep, seen, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    assert_int_equal(seen->count, 0);
    assert_true(bf_analyze_failure(page.url, &nowhere, &err, rules, keep, seen, &none));
    assert_int_equal(seen->kind, BF_LINE_ERROR);
    assert_non_null(strstr(seen->text, "\"url\":\"https://ana.example/me\""));
    assert_non_null(strstr(seen->text, "\"code\":\"memory\""));
    seen->most = 0;
    assert_false(bf_analyze_failure(page.url, &nowhere, &err, rules, keep, seen, &none));
    assert_int_equal(none.code, BF_OK);
    bf_arena_free(small);
}

static void memory_that_runs_out_anywhere_is_an_error(void **state)
{
    (void)state;
    bf_page page =
        page_of(BF_STR(DIRECTORY "<p>LMFT 12345. Never a massage."), "https://ana.example/me");
    bool done = false;
    lines *seen = bf_arena_take(arena, 1, sizeof *seen);
    assert_non_null(seen);
    for (size_t limit = 1000; !done; limit += limit / 16) {
        bf_error err = {0};
        bf_arena *bounded = bf_arena_new(limit);
        *seen = (lines){.most = SIZE_MAX};
        done = bf_analyze(&page, rules, &usual, bounded, keep, seen, &err);
        assert_int_equal(err.code, done ? BF_OK : BF_ERR_MEMORY);
        bf_arena_free(bounded);
        assert_true(limit < (size_t)1 << 30);
    }
    assert_int_equal(seen->count, 2);
}

static void each_level_has_its_name(void **state)
{
    (void)state;
    static const char *const names[] = {"low", "unknown", "medium", "high"};
    for (bf_level level = 0; level < BF_LEVEL_COUNT; level++)
        assert_string_equal(bf_level_name(level), names[level]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_listing_is_one_line_with_its_level),
        TEST(listings_are_told_in_the_order_of_the_page),
        TEST(a_page_without_a_listing_is_a_line_only_when_asked_for),
        TEST(a_line_depends_on_the_page_alone),
        TEST(a_visit_may_stop),
        TEST(a_page_over_the_bound_of_memory_is_an_error_and_then_a_line),
        TEST(memory_that_runs_out_anywhere_is_an_error),
        TEST(each_level_has_its_name),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
