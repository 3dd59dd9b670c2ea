/* small_rules.h: the rules of tests/unit/analyzer/rules, loaded once a test program, and pages read
 * with them. */
#ifndef TESTS_UNIT_ANALYZER_SMALL_RULES_H
#define TESTS_UNIT_ANALYZER_SMALL_RULES_H

#include "tests/support/arenas.h"

#include "analyzer/reading.h"

static bf_rules *rules;
static bf_pattern_scratch *scratch;

static inline int load_rules_of(const char *folder)
{
    bf_error err = {0};
    rules = bf_rules_load(folder, NULL, NULL, NULL, &err);
    scratch = bf_pattern_scratch_new(false);
    if (rules == NULL)
        print_error("%s:%u: %s\n", err.file, err.line, err.message);
    return rules == NULL || scratch == NULL;
}

static inline int load_rules(void **state)
{
    (void)state;
    return load_rules_of(BF_SOURCE_DIR "/tests/unit/analyzer/rules");
}

static inline int free_rules(void **state)
{
    (void)state;
    bf_pattern_scratch_free(scratch);
    bf_rules_free(rules);
    return 0;
}

/* What is made of `html` as the page https://ana.example/me. */
static inline bf_reading read_page(const char *html)
{
    bf_error err = {0};
    bf_reading reading;
    bf_page *page = bf_arena_take(arena, 1, sizeof *page);
    assert_non_null(page);
    *page = page_of(bf_str_of(html), "https://ana.example/me");
    assert_true(bf_reading_make(page, rules, scratch, arena, &reading, &err));
    return reading;
}

/* The one listing of `html`, which says enough to be one. */
static inline bf_reading_listing *read_listing(const char *html)
{
    const bf_str parts[] = {BF_STR("<p>I offer to listen and to talk.</p>"), bf_str_of(html)};
    char *whole = bf_arena_take(arena, parts[0].length + parts[1].length + 1, 1);
    assert_non_null(whole);
    for (size_t i = 0, used = 0; i < 2; used += parts[i++].length)
        for (size_t k = 0; k < parts[i].length; k++)
            whole[used + k] = parts[i].bytes[k];
    bf_reading *reading = bf_arena_take(arena, 1, sizeof *reading);
    assert_non_null(reading);
    *reading = read_page(whole);
    assert_int_equal(reading->listings.count, 1);
    return &reading->items[0];
}

#endif
