/* test_context.c: does this advertiser offer it to this reader? One match, and the words round it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "tests/unit/analyzer/small_rules.h"

typedef struct {
    const char *html, *status, *cue; /* cue "": none decided */
} example;

/* Judges the first match of each page. */
static void assert_judged(const example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bf_reading_listing *item = read_listing(examples[i].html);
        assert_int_not_equal(item->matches.count, 0);
        const bf_context *context = &item->composites.judged[0].context;
        bf_str cue = context->cue ? context->cue->id : BF_STR("");
        if (strcmp(bf_status_name(context->status), examples[i].status) != 0 ||
            !bf_str_equal(cue, bf_str_of(examples[i].cue)))
            fail_msg("%s: %s by \"%.*s\"", examples[i].html, bf_status_name(context->status),
                     BF_STR_ARG(cue));
        assert_false(item->composites.judged[0].uncertain);
    }
}
#define ASSERT_JUDGED(examples) assert_judged(examples, sizeof(examples) / sizeof *(examples))

static void what_no_cue_reaches_is_a_finding(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>We offer massage.", "asserted", ""},
        {"<p>massage", "asserted", ""},
        {"<p>Massage? Yes.", "asserted", ""},
        {"<p>I never judge. We offer massage.", "asserted", ""},
        {"<p>Never.</p><p>Massage.", "asserted", ""}, /* another block */
    };
    ASSERT_JUDGED(examples);
}

static void a_denial_reaches_to_the_end_of_its_clause(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>We never offer massage.", "negated", "negated"},
        {"<p>We never talk, listen or offer massage.", "negated", "negated"},
        {"<p>We never judge; massage.", "asserted", ""},
        {"<p>We never judge: massage.", "asserted", ""},
        {"<p>We never judge, but offer massage.", "asserted", ""}, /* a word that ends it */
        {"<p>We never judge, we offer massage.", "asserted", ""},  /* a restart */
        {"<p>We never judge the people we massage.", "negated",
         "negated"}, /* no comma, no restart */
        {"<p>Never one two three four five six seven eight massage.", "negated", "negated"},
        {"<p>Never one two three four five six seven eight nine massage.", "asserted", ""},
        {"<p>Massage is forbidden.", "negated", "forbidden"},
        {"<p>Massage of any kind never happens.", "negated", "forbidden"},
        {"<p>Massage; that is forbidden.", "asserted", ""},
        {"<p>Not massage. Massage is forbidden.", "negated", "negated"}, /* each by its own */
        {"<p>Massage never.", "asserted", ""}, /* "never" denies what follows it */
    };
    ASSERT_JUDGED(examples);
}

static void a_cue_inside_a_cue_counts_for_nothing(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>We offer not only talk but massage.", "asserted", ""},
        {"<p>We never say no to massage.", "asserted", ""}, /* a denial denied */
        {"<p>We never say no to talk, and never offer massage.", "negated", "negated"},
        {"<p>Massage? Not only.", "asserted", ""},
    };
    ASSERT_JUDGED(examples);
}

static void a_header_reaches_its_list_and_a_heading_what_stands_under_it(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>What I do not offer:</p><ul><li>talk<li>massage</ul>", "negated_by_header", "header"},
        {"<p>What I do not offer:</p><ul><li>talk</ul><p>massage", "asserted", ""},
        {"<h2>What I do not offer</h2><p>talk<p>massage", "negated_by_header", "header"},
        {"<h2>What I do not offer</h2><p>talk<h2>What I do</h2><p>massage", "asserted", ""},
        {"<h2>What I do not offer</h2><h3>Massage</h3>", "negated_by_header", "header"},
        {"<h2>What I do not offer</h2><p>But I do:</p><ul><li>massage</ul>", "asserted", ""},
        {"<h2>I do not offer massage</h2>", "negated", "negated"}, /* it does not head itself */
        {"<p>talk:</p><ul><li>massage</ul>", "asserted", ""},
    };
    ASSERT_JUDGED(examples);
}

static void the_head_of_a_column_reaches_its_cells(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<table><tr><th>What I offer<th>What I do not offer<tr><td>talk<td>massage</table>",
         "negated_by_header", "header"},
        {"<table><tr><th>What I offer<th>What I do not offer<tr><td>massage<td>talk</table>",
         "asserted", ""},
        {"<table><tr><td>What I do not offer<td>Why<tr><td><p>talk<p>massage<td>it harms</table>",
         "negated_by_header", "header"},
        {"<h2>What I do not offer</h2><table><tr><th>Act<th>Why<tr><td>massage<td>harm</table>",
         "negated_by_header", "header"}, /* a head that says nothing */
        {"<table><tr><th>I do not offer massage<th>Why</table>", "negated", "negated"},
    };
    ASSERT_JUDGED(examples);
}

static void a_cue_of_a_paragraph_reaches_the_sentences_on_its_side(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>Not on offer here: massage, tea.", "negated", "lead"},
        {"<p>Not on offer here: tea. Massage. Thank you.", "negated", "lead"},
        {"<p>Not on offer here: tea. We give massage.", "asserted", ""}, /* a restart */
        {"<p>Massage. Not on offer here: tea.", "asserted", ""},
        {"<p>Massage for your hips. Some ask. That is abuse.", "warned", "abuse"},
        {"<p>That is abuse. Massage for your hips.", "asserted", ""},
        {"<p>Not on offer here: tea.</p><p>Massage.", "asserted", ""}, /* another block */
    };
    ASSERT_JUDGED(examples);
}

static void all_of_a_quotation_is_judged_as_one_sentence(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>Some do it at home: \xe2\x80\x9cTea first. Then massage. Sleep.\xe2\x80\x9d",
         "homework", "homework"},
        {"<p>\xc2\xabTea first. Then massage\xc2\xbb is for you at home.", "homework", "homework"},
        {"<p>At home there is \"tea.\" Here, massage.", "asserted", ""},
        {"<p>Try at home. \"Tea first. Then massage.\"", "asserted", ""}, /* another sentence */
        {"<p>Never \"tea. Then massage.\"", "asserted", ""}, /* a clause ends all the same */
        {"<p>He asks: \"Tea, or massage? Cake?\" No.", "asserted",
         ""}, /* not his question's answer */
    };
    ASSERT_JUDGED(examples);
}

static void a_quotation_that_is_signed_is_a_clients(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>\"I had massage. It helped.\" (Bo) Call us.", "testimonial", "signed"},
        {"<p>\"It helped.\" (Bo) We give massage.", "asserted", ""},
        {"<p>\"I had massage.\" And so will you (Bo).", "asserted", ""},
        {"<p>\"I had no massage.\" (Bo)", "negated",
         "negated"}, /* a denial is one, whoever says it */
    };
    ASSERT_JUDGED(examples);
}

static void a_question_is_judged_by_its_answer(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>Is there massage? No, there is none.", "answered_no", "answer"},
        {"<dl><dt>Is there massage?<dd>No.</dl>", "answered_no", "answer"},
        {"<dl><dt>Is there massage?<dd>\"No.\"</dl>", "answered_no", "answer"},
        {"<dl><dt>Is there massage?<dd>Yes. No doubt.</dl>", "asserted", ""},
        {"<p>There is massage. No rush.", "asserted", ""}, /* no question */
        {"<details><summary>Is there massage?<img alt=open></summary><p>No.</details>",
         "answered_no", "answer"}, /* an icon stands between */
        {"<h3>Is there massage?</h3><h3>Is it far?</h3><p>No.", "asserted", ""}, /* another's */
        {"<p>Is there massage?", "asserted", ""},                                /* no answer */
        {"<p>Never massage? No.", "answered_no", "answer"}, /* an answer outranks a clause */
        {"<p>Do you give massage? By appointment.", "hypothetical", "asked"},
        {"<p>Do you give massage? Gladly.", "asserted", ""}, /* an answer that takes it back */
        {"<dl><dt>Do you give massage?<dd>Gladly.</dl>", "asserted", ""},
        {"<p>Do you never give massage? Gladly.", "negated",
         "negated"}, /* but not what it does not name */
    };
    ASSERT_JUDGED(examples);
}

static void the_other_statuses_have_their_reach(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>Massage. That is a red flag.", "warned", "warned"},
        {"<p>Beware.</p><p>Massage.", "asserted", ""},
        {"<p>Practise massage at home.", "homework", "homework"},
        {"<p>At home, practise massage.", "homework", "homework"},
        {"<p>Massage. Rest at home.", "asserted", ""},
        {"<p>Some therapists give massage.", "other_agent", "agent"},
        {"<p>Some therapists talk; massage.", "asserted", ""},
        {"<p>A workshop on tantra and massage.", "taught", "taught"},
        {"<p>A workshop on how we watch you practise.", "asserted", ""}, /* of another kind */
        {"<p>Never give massage at home.", "negated",
         "negated"}, /* the clause before the sentence */
    };
    ASSERT_JUDGED(examples);
}

static void a_rule_about_a_denial_is_not_denied(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>We are never not discreet.", "asserted", ""},
        {"<p>No discreet talk.", "asserted", ""},
        {"<p>What I do not offer:</p><ul><li>discreet talk</ul>", "negated_by_header",
         "header"}, /* but what is headed so is */
    };
    ASSERT_JUDGED(examples);
}

static void where_no_cue_decides_the_voice_does(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<div class=testimonials><p>Massage.</div>", "testimonial", ""},
        {"<h2>Kind words</h2><p>Massage.", "testimonial", ""},
        {"<div class=replies><p>Massage.</div>", "comment", ""},
        {"<div id=comments><p>Massage.</div>", "comment", ""},
        {"<blockquote>Massage.</blockquote>", "quoted", ""},
        {"<div class=testimonials><p>Never a massage.</div>", "negated", "negated"},
    };
    ASSERT_JUDGED(examples);
}

static void a_cue_of_own_words_says_nothing_of_other_voices(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>Mere talk of massage.", "hypothetical", "mere.own"},
        {"<p>Massage is mere talk.", "hypothetical", "mere.own"},
        {"<div class=testimonials><p>Mere talk of massage.</div>", "testimonial", ""},
        {"<div id=comments><p>Mere talk of massage.</div>", "comment", ""},
        {"<blockquote>Mere talk of massage.</blockquote>", "quoted", ""},
    };
    ASSERT_JUDGED(examples);
}

static void the_words_of_a_cue_are_as_shown(void **state)
{
    (void)state;
    const bf_reading_listing *item =
        read_listing("<p>We DON\xe2\x80\x99T offer massage.</p><p>IS FORBIDDEN</p>");
    assert_true(
        bf_str_equal(item->composites.judged[0].context.cue_text, BF_STR("DON\xe2\x80\x99T")));
    assert_int_equal(item->composites.judged[0].context.cue_at, item->matches.items[0].at);
}

static void a_match_of_a_paragraph_is_judged_to_its_end(void **state)
{
    (void)state;
    const bf_reading_listing *item = read_listing("<p>No. Here we watch how you practise.");
    assert_int_equal(item->matches.count, 1);
    assert_int_equal(item->composites.judged[0].context.status, BF_STATUS_ASSERTED);
}

static void a_cue_that_met_a_limit_makes_a_finding_uncertain(void **state)
{
    (void)state;
    bf_error err = {0};
    bool failed = false;
    bf_context context;
    const bf_str runaway = BF_STR("(?:a+)+(?:a+)+b|x");
    bf_cue cue = {.id = BF_STR("runaway"),
                  .status = BF_STATUS_NEGATED,
                  .side = BF_SIDE_BEFORE,
                  .words = bf_pattern_compile(&runaway, 1, &err),
                  .for_categories = ~0u};
    bf_rules few = {.cues = &cue, .cue_count = 1};
    char text[1000] = ""; /* a cue farther off is not looked for */
    memset(text, 'a', sizeof text - 1);
    memcpy(text, "b ", 2); /* its keyword, where it does not help */
    memcpy(text + sizeof text - 9, " massage", 8);
    bf_block block = {.text = bf_str_of(text)};
    bf_document document = {.blocks = &block, .block_count = 1};
    bf_listing_block own = {0, BF_VOICE_ADVERTISER};
    bf_listing listing = {.blocks = &own, .block_count = 1};
    bf_match_search search;
    bf_match_text ready;
    bf_folded folded;
    assert_true(bf_rules_find_keywords(&few, &err) && bf_fold(block.text, arena, &folded, &err));
    assert_true(bf_match_begin(&few, scratch, arena, &search, &err));
    assert_true(bf_match_prepare(&document, &folded, &listing, &few, &search, arena, &ready, &err));
    const bf_context_question question = {.begin = sizeof text - 8, .end = sizeof text - 1};
    bf_context_judge(&ready, &question, &few, scratch, &context, &failed);
    assert_true(failed);
    assert_int_equal(context.status, BF_STATUS_ASSERTED);
    bf_rules_free_keywords(&few);
    bf_pattern_free(cue.words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_no_cue_reaches_is_a_finding),
        TEST(a_denial_reaches_to_the_end_of_its_clause),
        TEST(a_cue_inside_a_cue_counts_for_nothing),
        TEST(a_header_reaches_its_list_and_a_heading_what_stands_under_it),
        TEST(the_head_of_a_column_reaches_its_cells),
        TEST(a_cue_of_a_paragraph_reaches_the_sentences_on_its_side),
        TEST(all_of_a_quotation_is_judged_as_one_sentence),
        TEST(a_quotation_that_is_signed_is_a_clients),
        TEST(a_question_is_judged_by_its_answer),
        TEST(the_other_statuses_have_their_reach),
        TEST(a_rule_about_a_denial_is_not_denied),
        TEST(where_no_cue_decides_the_voice_does),
        TEST(a_cue_of_own_words_says_nothing_of_other_voices),
        TEST(the_words_of_a_cue_are_as_shown),
        TEST(a_match_of_a_paragraph_is_judged_to_its_end),
        TEST(a_cue_that_met_a_limit_makes_a_finding_uncertain),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
