/* test_credential.c: what a listing claims to be. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/unit/analyzer/small_rules.h"

static char shown[1024];

/* "title number/region standing supervisor;" of each claim. */
static const char *show_claims(const bf_claims *claims)
{
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < claims->count; i++) {
        const bf_claim *claim = &claims->items[i];
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%.*s %.*s/%.*s %s %.*s;",
                                 BF_STR_ARG(claim->rule->title), BF_STR_ARG(claim->number),
                                 BF_STR_ARG(claim->region), bf_status_name(claim->standing),
                                 BF_STR_ARG(claim->supervisor));
        assert_true(used < sizeof shown);
    }
    return shown;
}

typedef struct {
    const char *html, *claims;
} example;

static void assert_claims(const example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(show_claims(&read_listing(examples[i].html)->claims), examples[i].claims) != 0)
            fail_msg("%s\n  gives %s", examples[i].html, shown);
}
#define ASSERT_CLAIMS(examples) assert_claims(examples, sizeof(examples) / sizeof *(examples))

static void what_is_said_plainly_is_held(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>Ana Example, LMFT #12345", "LMFT 12345/ asserted ;"},
        {"<p>LMFT", "LMFT / asserted ;"},
        {"<p>lmft", ""}, /* case counts */
        {"<p>I am a CERTIFIED coach", "Coach / asserted ;"},
        {"<p>talk", ""},
        {"<p hidden>LMFT 12345", ""}, /* nobody is told */
        {"<meta name=description content='LMFT 12345'>", "LMFT 12345/ asserted ;"},
        {"<script type='application/ld+json'>{\"honorificSuffix\":\"LMFT\"}</script>",
         "LMFT / asserted ;"},
    };
    ASSERT_CLAIMS(examples);
}

static void the_standing_is_what_shape_and_context_say(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>LMFT 12345, expired", "LMFT 12345/ lapsed ;"},
        {"<p>LMFT 12345. My pass expired", "LMFT 12345/ asserted ;"},
        {"<p>studying for LMFT", "LMFT / in_training ;"},
        {"<p>I am not an LMFT", "LMFT / negated ;"},
        {"<p>I supervised a young LMFT", "LMFT / other_agent ;"},
        {"<div class=testimonial><p>She is an LMFT</div>", "LMFT / testimonial ;"},
        {"<p>AMFT", "AMFT / associate ;"},
        {"<p>I am an AMFT, expired", "AMFT / lapsed ;"},
    };
    ASSERT_CLAIMS(examples);
}

static void an_associate_has_the_supervisor_who_is_named(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>AMFT, supervised by Bo Example", "AMFT / associate Bo Example;"},
        {"<p>AMFT, supervised by Dr. Bo Example, LMFT 12345",
         "AMFT / associate Dr. Bo Example;LMFT 12345/ asserted ;"},
        {"<p>AMFT supervised by Bo B. Example. Call.", "AMFT / associate Bo B. Example;"},
        {"<p>AMFT, supervised by someone", "AMFT / associate ;"},
        {"<p>AMFT, supervised by Bo", "AMFT / associate ;"}, /* half a name is none */
        {"<p>AMFT, supervised by", "AMFT / associate ;"},
        {"<p>AMFT</p><p>supervised by Bo Example", "AMFT / associate ;"},
    };
    ASSERT_CLAIMS(examples);
}

static void what_two_things_may_be_asks_for_more(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>MA in psychology", "MA / asserted ;"},
        {"<p>M.A.</p><p>counseling", "MA / asserted ;"}, /* a neighbouring block */
        {"<p>counseling</p><p>MA</p>", "MA / asserted ;"},
        {"<p>counseling</p><p>x</p><p>x</p><p>MA</p>", ""},
        {"<p>Boston, MA 02101", ""}, /* the state */
        {"<p>LMHC", ""},
        {"<p>12 Main Street, Boston, MA 02101</p><p>LMHC", "LMHC /MA asserted ;"},
        {"<p>12 Main Street, Portland, OR 97201</p><p>LMHC", ""},
    };
    ASSERT_CLAIMS(examples);
}

static void an_entry_counts_under_the_nearest_line_that_heads_a_list(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<h3>Memberships:</h3><ul><li>A choir<li>The Guild</ul>", "Guild / asserted ;"},
        {"<p>Memberships</p><p>A choir</p><p>The Guild", "Guild / asserted ;"},
        {"<p>Memberships</p><p>The Guild</p><p>Trainings</p><p>The Guild</p><p>A Course",
         "Guild / asserted ;Course / asserted ;"},
        {"<p>The Guild", ""},
        {"<p>Memberships are dear</p><p>The Guild", ""},
        {"<h3>Memberships</h3><h3>News</h3><p>The Guild", ""},
        {"<p>Trainings</p><p>The Guild</p><p>Memberships</p><p>A Course", ""},
    };
    ASSERT_CLAIMS(examples);
}

static void one_claim_said_twice_is_there_once_and_the_better_counts(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>LMFT</p><p>LMFT 12345</p><p>LMFT 12345", "LMFT 12345/ asserted ;"},
        {"<p>LMFT 12345 and LMFT 54321", "LMFT 12345/ asserted ;LMFT 54321/ asserted ;"},
        {"<p>studying for LMFT</p><p>LMFT", "LMFT / asserted ;"},
        {"<p>LMFT</p><p>LMFT, expired", "LMFT / asserted ;"},
        {"<p>AMFT</p><p>AMFT, supervised by Bo Example", "AMFT / associate Bo Example;"},
    };
    ASSERT_CLAIMS(examples);
}

static void whose_it_is_says_the_cue_the_voice_or_the_name_before_it(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        bf_owner owner;
    } cases[] = {
        {"<p>I am an LMFT", BF_OWNER_ADVERTISER},
        {"<p>I am not an LMFT", BF_OWNER_ADVERTISER}, /* that it is denied says its standing */
        {"<p>I supervised a young LMFT", BF_OWNER_OTHER},
        {"<div class=testimonial><p>She is an LMFT</div>", BF_OWNER_CLIENT},
        {"<h1>Ana Example</h1><p>I supervised a good Ana Example, LMFT", BF_OWNER_ADVERTISER},
        {"<h1>Ana Example</h1><p>I supervised a good Bo Placeholder, LMFT", BF_OWNER_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bf_claims *claims = &read_listing(cases[i].html)->claims;
        assert_int_equal(claims->count, 1);
        if (claims->items[0].owner != cases[i].owner)
            fail_msg("%s: %s", cases[i].html, bf_owner_name(claims->items[0].owner));
    }
}

/* Reads a listing of two equal blocks with one shape and, unless it is NULL, one cue. */
static bf_claims read_claims(bf_str text, bf_claim_rule *rule, bf_cue *cue)
{
    bf_error err = {0};
    bf_rules few = {.claims = rule, .claim_count = 1, .cues = cue, .cue_count = cue != NULL};
    bf_block blocks[] = {{.text = text}, {.text = text}};
    bf_document document = {.blocks = blocks, .block_count = 2};
    bf_listing_block own[] = {{0, BF_VOICE_ADVERTISER}, {1, BF_VOICE_ADVERTISER}};
    bf_listing listing = {.blocks = own, .block_count = 2};
    bf_match_search search;
    bf_match_text ready;
    bf_claims claims;
    bf_folded folded[2];
    assert_true(bf_rules_find_keywords(&few, &err) && bf_fold(text, arena, &folded[0], &err));
    folded[1] = folded[0];
    assert_true(bf_match_begin(&few, scratch, arena, &search, &err));
    assert_true(bf_match_prepare(&document, folded, &listing, &few, &search, arena, &ready, &err));
    assert_true(bf_credential_find(&ready, &few, scratch, arena, &claims, &err));
    bf_rules_free_keywords(&few);
    return claims;
}

static void what_met_a_limit_is_listed_once_and_is_no_claim(void **state)
{
    (void)state;
    bf_error err = {0};
    const bf_str runaway = BF_STR("(?:a+)+(?:a+)+b|x"), plain = BF_STR("lmft");
    bf_pattern *endless = bf_pattern_compile(&runaway, 1, &err);
    bf_pattern *word = bf_pattern_compile(&plain, 1, &err);
    bf_claim_rule shape = {.pattern = endless}, near = {.pattern = word, .near = endless};
    bf_claim_rule judged = {.pattern = word};
    bf_cue cue = {.words = endless, .side = BF_SIDE_SAME, .for_categories = ~0u};
    char text[3000] = "lmft b "; /* b: a keyword, where it does not help */
    memset(text + 7, 'a', sizeof text - 8);
    const bf_claims met[] = {read_claims(bf_str_of(text), &shape, NULL),
                             read_claims(bf_str_of(text), &near, NULL),
                             read_claims(bf_str_of(text), &judged, &cue)};
    for (size_t i = 0; i < sizeof met / sizeof *met; i++) {
        assert_int_equal(met[i].count, 0);
        assert_int_equal(met[i].failed_count, 1);
    }
    bf_pattern_free(endless);
    bf_pattern_free(word);
}

static void more_of_one_shape_in_a_block_than_are_read_is_a_limit_too(void **state)
{
    (void)state;
    bf_error err = {0};
    const bf_str plain = BF_STR("lmft ");
    bf_claim_rule rule = {.pattern = bf_pattern_compile(&plain, 1, &err)};
    char text[200] = "";
    for (size_t i = 0; i < 32; i++)
        strcat(text, "lmft ");
    assert_int_equal(read_claims(bf_str_of(text), &rule, NULL).failed_count, 0);
    strcat(text, "lmft ");
    assert_int_equal(read_claims(bf_str_of(text), &rule, NULL).failed_count, 1);
    bf_pattern_free(rule.pattern);
}

static void letters_that_ask_for_a_name_count_only_behind_one(void **state)
{
    (void)state;
    bf_error err = {0};
    const bf_str plain = BF_STR("lmft");
    bf_claim_rule rule = {.pattern = bf_pattern_compile(&plain, 1, &err), .behind_name = true};
    static const struct {
        const char *text;
        size_t claims;
    } cases[] = {
        {"Ana Example, lmft", 1},
        {"Ana Example, MA, lmft", 1},
        {"Ana Example, Boston, lmft", 0},
        {"lmft", 0},
        {"an lmft", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (read_claims(bf_str_of(cases[i].text), &rule, NULL).count != cases[i].claims)
            fail_msg("%s", cases[i].text);
    static char many[600 * 5 + 1];
    for (size_t i = 0; i < 600; i++)
        memcpy(many + 5 * i, "lmft ", 5);
    assert_int_equal(read_claims(bf_str_of(many), &rule, NULL).failed_count, 1);
    bf_pattern_free(rule.pattern);
}

static void a_group_has_the_words_of_the_claim_and_more_may_follow(void **state)
{
    (void)state;
    bf_error err = {0};
    const bf_str plain = BF_STR("pass (?<claim>lmft)"), stop = BF_STR("and");
    bf_claim_rule rule = {.pattern = bf_pattern_compile(&plain, 1, &err),
                          .until = bf_pattern_compile(&stop, 1, &err),
                          .goes_on = 3};
    static const struct {
        const char *text, *exact;
    } cases[] = {
        {"pass lmft", "lmft"},
        {"pass lmft of a good school in Rome", "lmft of a good"},
        {"pass lmft of one, and more", "lmft of one"},
        {"pass lmft of one. More", "lmft of one"},
        {"pass lmft of and more", "lmft of"},
        {"pass lmft, of", "lmft"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_claims claims = read_claims(bf_str_of(cases[i].text), &rule, NULL);
        assert_int_not_equal(claims.count, 0);
        if (!bf_str_equal(claims.items[0].exact, bf_str_of(cases[i].exact)))
            fail_msg("%s: \"%.*s\"", cases[i].text, BF_STR_ARG(claims.items[0].exact));
    }
    bf_pattern_free(rule.pattern);
    bf_pattern_free(rule.until);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_said_plainly_is_held),
        TEST(the_standing_is_what_shape_and_context_say),
        TEST(an_associate_has_the_supervisor_who_is_named),
        TEST(what_two_things_may_be_asks_for_more),
        TEST(an_entry_counts_under_the_nearest_line_that_heads_a_list),
        TEST(one_claim_said_twice_is_there_once_and_the_better_counts),
        TEST(whose_it_is_says_the_cue_the_voice_or_the_name_before_it),
        TEST(what_met_a_limit_is_listed_once_and_is_no_claim),
        TEST(more_of_one_shape_in_a_block_than_are_read_is_a_limit_too),
        TEST(letters_that_ask_for_a_name_count_only_behind_one),
        TEST(a_group_has_the_words_of_the_claim_and_more_may_follow),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
