/* test_match.c: where the rules match in a listing. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/analyzer/small_rules.h"

static void a_match_is_quoted_as_shown(void **state)
{
    (void)state;
    const bf_reading_listing *item =
        read_listing("<p>We give <b>MASS</b>A\xc2\xadGES \xe2\x80\x94 \xef\xbd\x8d"
                     "assage.</p>");
    assert_int_equal(item->matches.count, 2);
    assert_true(bf_str_equal(item->matches.items[0].exact, BF_STR("MASSA\xc2\xadGES")));
    assert_true(bf_str_equal(item->matches.items[1].exact, BF_STR("\xef\xbd\x8d"
                                                                  "assage")));
    assert_true(
        bf_str_equal(item->matches.items[0].rule->id, BF_STR("prohibited.massage.offered")));
}

static void matches_stand_in_the_order_of_the_page(void **state)
{
    (void)state;
    const bf_reading_listing *item = read_listing(
        "<p>Discreet massage, discreetly. We watch you practise. Massage.</p><p>massage");
    static const char *const kinds[] = {"discreet", "massage", "discreet",
                                        "watching", "massage", "massage"};
    assert_int_equal(item->matches.count, 6);
    for (size_t i = 0; i < 6; i++) {
        const bf_match *match = &item->matches.items[i];
        assert_true(bf_str_equal(match->rule->kind, bf_str_of(kinds[i])));
        assert_true(i == 0 || match->at > match[-1].at || match->begin >= match[-1].end);
    }
}

static void a_rule_reads_its_own_fields_and_span(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        size_t count;
    } cases[] = {
        {"<img alt='massage'>", 1},               /* all fields */
        {"<img alt='we watch you practise'>", 0}, /* text only */
        {"<p>We watch\nyou practise.</p>", 1},
        {"<p>We watch<br>you practise.</p>", 1},    /* a paragraph's rule sees past a line's end */
        {"<p>We watch</p><p>you practise.</p>", 0}, /* and not past the paragraph's */
        {"<p>We watch. You practise.</p>", 0},      /* a gap ends with its sentence */
        {"<p hidden>massage</p>", 1},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (read_listing(cases[i].html)->matches.count != cases[i].count)
            fail_msg("%s", cases[i].html);
}

static void sentences_are_found_by_a_byte_of_them(void **state)
{
    (void)state;
    const bf_reading_listing *item = read_listing("<p>One. Two.</p>");
    uint32_t at = (uint32_t)item->listing->block_count - 1;
    static const struct {
        size_t byte, begin, end;
    } cases[] = {{0, 0, 4}, {3, 0, 4}, {4, 5, 9}, {8, 5, 9}, {9, 0, 9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_match_span got = bf_match_sentence(&item->text, at, cases[i].byte);
        assert_int_equal(got.begin, cases[i].begin);
        assert_int_equal(got.end, cases[i].end);
    }
}

static void a_rule_with_more_than_a_thousand_matches_met_a_limit(void **state)
{
    (void)state;
    enum { MANY = 1001, UNIT = 12 };
    char *html = malloc(MANY * UNIT + 1);
    assert_non_null(html);
    for (size_t i = 0; i < MANY; i++)
        memcpy(html + i * UNIT, "no massage. ", UNIT);
    html[1000 * UNIT] = '\0';
    const bf_reading_listing *item = read_listing(html);
    assert_int_equal(item->matches.count, 1000);
    assert_int_equal(item->matches.failed_count, 0);
    html[1000 * UNIT] = 'n';
    html[MANY * UNIT] = '\0';
    item = read_listing(html);
    assert_int_equal(item->matches.count, 1000);
    assert_int_equal(item->matches.failed_count, 1);
    assert_int_equal(item->assessment.level, BF_LEVEL_UNKNOWN); /* the next might be an offer */
    free(html);
}

/* What the match of rule `kind` in `html` is hidden by; UINT_MAX when there is none, or two. */
static unsigned hidden_by(const char *html, const char *kind)
{
    const bf_reading_listing *item = read_listing(html);
    unsigned undone = UINT_MAX;
    size_t count = 0;
    for (size_t i = 0; i < item->matches.count; i++) {
        if (!bf_str_equal(item->matches.items[i].rule->kind, bf_str_of(kind)))
            continue;
        undone = item->matches.items[i].undone;
        count++;
    }
    return count == 1 ? undone : UINT_MAX;
}

static void a_hidden_match_says_how_it_was(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        unsigned undone;
    } cases[] = {
        {"<p>Massage.</p>", 0},
        {"<p>Mássage.</p>", 0}, /* an accent is no disguise */
        {"<p>M4ssage.</p>", 1u << BF_DISGUISE_LEET},
        {"<p>Mаssage.</p>", 1u << BF_DISGUISE_LOOKALIKE},
        {"<p>Mаss4ge.</p>", 1u << BF_DISGUISE_LOOKALIKE | 1u << BF_DISGUISE_LEET},
        {"<p>M a s s a g e.</p>", 1u << BF_DISGUISE_SPACED},
        {"<p>Mass\u200bage.</p>", 1u << BF_DISGUISE_INVISIBLE},
        {"<p>Mas\u00adsage.</p>", 0},
        {"<p>ｍassａge.</p>", 1u << BF_DISGUISE_STYLED},
        {"<p>ｍａssаge.</p>", 1u << BF_DISGUISE_STYLED | 1u << BF_DISGUISE_LOOKALIKE},
        {"<p>Massssage.</p>", 1u << BF_DISGUISE_REPEATED},
        {"<p>M4ss\u200bage.</p>", 1u << BF_DISGUISE_LEET | 1u << BF_DISGUISE_INVISIBLE},
        {"<p>Massage, p4l.</p>", 0}, /* what is undone elsewhere is not this match's */
        {"<p>Mess4ge.</p>", UINT_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (hidden_by(cases[i].html, "massage") != cases[i].undone)
            fail_msg("%s", cases[i].html);
}

static void what_is_found_in_view_n_is_not_found_again(void **state)
{
    (void)state;
    assert_int_equal(hidden_by("<p>We watch Zoë practise.</p>", "watching"), 0);
    assert_int_equal(hidden_by("<p>We watch y0u practise.</p>", "watching"), 0);
    assert_int_equal(hidden_by("<p>We w4tch y0u practise.</p>", "watching"),
                     1u << BF_DISGUISE_LEET);
}

static void a_hidden_match_is_quoted_as_shown(void **state)
{
    (void)state;
    const bf_reading_listing *item = read_listing("<p>Now: m. 4. s. s. a. g. é, and more.</p>");
    assert_int_equal(item->matches.count, 2);
    const bf_match *match = &item->matches.items[1];
    assert_true(bf_str_equal(match->exact, BF_STR("m. 4. s. s. a. g. é")));
    assert_ptr_equal(item->matches.items[0].rule, item->matches.items[1].revealed);
}

static void what_a_rule_reveals_is_judged_as_what_was_hidden(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        size_t count; /* of what is revealed */
        bf_status status;
    } cases[] = {
        {"<p>M4ssage.</p>", 1, BF_STATUS_ASSERTED},
        {"<p>No m4ssage.</p>", 1, BF_STATUS_NEGATED},
        {"<p>Massage.</p>", 0, 0},
        {"<p>Massssage.</p>", 0, 0},       /* not among its disguises */
        {"<p>We are d1screet.</p>", 0, 0}, /* a warning, not among its categories */
        {"<p>M4ssage m4ssage</p>", 2, BF_STATUS_ASSERTED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bf_reading_listing *item = read_listing(cases[i].html);
        size_t count = 0;
        for (size_t k = 0; k < item->composites.judged_count; k++) {
            const bf_judged *judged = &item->composites.judged[k];
            if (judged->match.revealed == NULL)
                continue;
            count++;
            if (judged->context.status != cases[i].status)
                fail_msg("%s", cases[i].html);
        }
        if (count != cases[i].count)
            fail_msg("%s reveals %zu", cases[i].html, count);
    }
}

static void a_pattern_that_met_a_limit_is_listed(void **state)
{
    (void)state;
    bf_error err = {0};
    const bf_str runaway = BF_STR("(?:a+)+(?:a+)+b|x");
    bf_rule rule = {.fields = ~0u, .pattern = bf_pattern_compile(&runaway, 1, &err)};
    bf_rules few = {.rules = &rule, .rule_count = 1};
    char text[3000] = "";
    memset(text, 'a', sizeof text - 1);
    memcpy(text, "b ", 2); /* its keyword, where it does not help */
    bf_block block = {.text = bf_str_of(text)};
    bf_document document = {.blocks = &block, .block_count = 1};
    bf_listing_block own = {0, BF_VOICE_ADVERTISER};
    bf_listing listing = {.blocks = &own, .block_count = 1};
    bf_match_search search;
    bf_match_text ready;
    bf_matches matches;
    bf_folded folded;
    assert_true(bf_rules_find_keywords(&few, &err) && bf_fold(block.text, arena, &folded, &err));
    assert_true(bf_match_begin(&few, scratch, arena, &search, &err));
    assert_true(bf_match_prepare(&document, &folded, &listing, &few, &search, arena, &ready, &err));
    assert_true(bf_match_find(&ready, &few, scratch, arena, &matches, &err));
    assert_int_equal(matches.count, 0);
    assert_int_equal(matches.failed_count, 1);
    assert_ptr_equal(matches.failed[0], &rule);
    bf_rules_free_keywords(&few);
    bf_pattern_free(rule.pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_match_is_quoted_as_shown),
        TEST(matches_stand_in_the_order_of_the_page),
        TEST(a_rule_reads_its_own_fields_and_span),
        TEST(sentences_are_found_by_a_byte_of_them),
        TEST(a_rule_with_more_than_a_thousand_matches_met_a_limit),
        TEST(a_hidden_match_says_how_it_was),
        TEST(what_is_found_in_view_n_is_not_found_again),
        TEST(a_hidden_match_is_quoted_as_shown),
        TEST(what_a_rule_reveals_is_judged_as_what_was_hidden),
        TEST(a_pattern_that_met_a_limit_is_listed),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
