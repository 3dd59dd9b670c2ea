/* test_disguised_offers.c: how many offers of tests/corpus/scripts are found that are hidden, and
 * that none is found disguised in honest texts of many languages; with the shipped rules. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/analyzer/small_rules.h"

/* Raise it when more is found; each technique has its own lines in the file. */
static const double least_recall = 0.95;
enum { LEAST_HONEST = 200, LEAST_DISGUISED = 60, MOST_LINE = 1024 };

static FILE *open_texts(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/tests/corpus/scripts/%s", BF_SOURCE_DIR, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    return file;
}

/* The next line that is no comment; false at the end. */
static bool next_line(FILE *file, char line[MOST_LINE])
{
    while (fgets(line, MOST_LINE, file)) {
        assert_non_null(strchr(line, '\n'));
        *strchr(line, '\n') = '\0';
        if (line[0] != '#' && line[0] != '\0')
            return true;
    }
    return false;
}

/* Reads `text` on the page of a therapist. */
static const bf_reading_listing *read_text(const char *text)
{
    static const char page[] = "<title>Ana Example, LMFT</title><h1>Ana Example, LMFT</h1>"
                               "<p>I am a licensed therapist in Oakland, CA. Call me at (415) "
                               "555-0142 to book an appointment.</p><p>%s</p>";
    char html[sizeof page + 2 * MOST_LINE];
    snprintf(html, sizeof html, page, text);
    bf_reading *reading = bf_arena_take(arena, 1, sizeof *reading);
    assert_non_null(reading);
    *reading = read_page(html);
    assert_int_equal(reading->listings.count, 1);
    return &reading->items[0];
}

/* Says whether `rule` is found in the page's own voice, hidden by all of `undone`. */
static bool is_found(const bf_reading_listing *item, const bf_rule *rule, unsigned undone)
{
    for (size_t i = 0; i < item->composites.judged_count; i++) {
        const bf_judged *judged = &item->composites.judged[i];
        if (judged->match.rule == rule && bf_assessment_counts(judged) &&
            (judged->match.undone & undone) == undone)
            return true;
    }
    return false;
}

/* The first prohibited rule that is found in `text` as it stands. */
static const bf_rule *find_rule(const char *text)
{
    const bf_reading_listing *item = read_text(text);
    for (size_t i = 0; i < item->composites.judged_count; i++) {
        const bf_judged *judged = &item->composites.judged[i];
        if (judged->match.rule->category == BF_CATEGORY_PROHIBITED &&
            bf_assessment_counts(judged)) {
            assert_int_equal(judged->match.undone, 0);
            return judged->match.rule;
        }
    }
    return NULL;
}

static bf_disguise disguise_of(const char *name)
{
    bf_disguise disguise = 0;
    while (disguise < BF_DISGUISE_COUNT && strcmp(bf_disguise_name(disguise), name) != 0)
        disguise++;
    assert_true(disguise < BF_DISGUISE_COUNT);
    return disguise;
}

/* Cuts a line at its two bars. */
static void cut_line(char *line, char *parts[3])
{
    for (size_t i = 0; i < 3; i++) {
        parts[i] = line;
        line = i < 2 ? strstr(line, " | ") : line;
        assert_non_null(line);
        if (i < 2) {
            *line = '\0';
            line += 3;
        }
    }
}

static void hidden_offers_are_found_as_what_they_are(void **state)
{
    (void)state;
    size_t found = 0, all = 0, of_kind[BF_DISGUISE_COUNT] = {0};
    char line[MOST_LINE];
    FILE *file = open_texts("disguised.txt");
    for (; next_line(file, line); all++) {
        char *parts[3];
        cut_line(line, parts);
        bf_disguise disguise = disguise_of(parts[0]);
        const bf_rule *rule = find_rule(parts[1]);
        if (rule == NULL)
            fail_msg("no rule finds the plain words \"%s\"", parts[1]);
        bool is = is_found(read_text(parts[2]), rule, 1u << disguise);
        if (!is)
            print_message("missed, %s: %s\n", parts[0], parts[2]);
        found += is;
        of_kind[disguise] += is;
        bf_arena_reset(arena);
    }
    fclose(file);
    print_message("%zu of %zu hidden offers are found\n", found, all);
    assert_true(all >= LEAST_DISGUISED);
    assert_true((double)found >= least_recall * (double)all);
    for (bf_disguise disguise = 0; disguise < BF_DISGUISE_COUNT; disguise++)
        assert_true(of_kind[disguise] > 0);
}

/* Says whether nothing in `item` is found disguised. A part is told nowhere by itself: that letters
 * of a degree with points between them ("L.M.F.T.") are one to an analyst accuses nobody. */
static bool is_honest(const bf_reading_listing *item)
{
    for (size_t i = 0; i < item->matches.count; i++) {
        const bf_match *match = &item->matches.items[i];
        if ((match->undone != 0 && !match->rule->part) || match->revealed)
            return false;
    }
    return true;
}

static void nothing_is_disguised_in_honest_texts_of_any_language(void **state)
{
    (void)state;
    size_t all = 0, wrong = 0;
    char line[MOST_LINE], beside[2 * MOST_LINE];
    FILE *file = open_texts("honest.txt");
    for (; next_line(file, line); all++) {
        /* alone, and where English words stand beside it, and an offer that is not hidden */
        snprintf(beside, sizeof beside, "I offer sex therapy. %s We offer sexual contact.", line);
        if (!is_honest(read_text(line)) || !is_honest(read_text(beside))) {
            print_error("disguised: %s\n", line);
            wrong++;
        }
        bf_arena_reset(arena);
    }
    fclose(file);
    assert_int_equal(wrong, 0);
    assert_true(all >= LEAST_HONEST);
}

static int load_shipped_rules(void **state)
{
    (void)state;
    return load_rules_of(BF_SOURCE_RULES_DIR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hidden_offers_are_found_as_what_they_are),
        TEST(nothing_is_disguised_in_honest_texts_of_any_language),
    };
    return cmocka_run_group_tests(tests, load_shipped_rules, free_rules);
}
