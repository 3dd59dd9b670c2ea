/* test_composite.c: rules of several parts (rules/composites.yaml): which hold where parts stand
 * together. */
#include "tests/support/views.h"

#include <stdlib.h>

#include "tests/unit/analyzer/small_rules.h"

static char shown[4096];

/* What the parts of a listing came to, one composite after another: "kind:status words|words" with
 * the words of its parts, those quoted in brackets, or "kind:failed". */
static const char *show(const bf_composites *came)
{
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < came->judged_count; i++) {
        const bf_judged *judged = &came->judged[i];
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%.*s:%s", used ? "; " : "",
                                 BF_STR_ARG(judged->match.rule->kind),
                                 bf_status_name(judged->context.status));
        for (size_t k = 0; k < judged->part_count; k++) {
            bool quoted = judged->parts[k]->match.exact.bytes == judged->match.exact.bytes;
            used +=
                (size_t)snprintf(shown + used, sizeof shown - used, quoted ? "%c[%.*s]" : "%c%.*s",
                                 k > 0 ? '|' : ' ', BF_STR_ARG(judged->parts[k]->match.exact));
        }
    }
    for (size_t i = 0; i < came->failed_count; i++)
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%.*s:failed",
                                 used ? "; " : "", BF_STR_ARG(came->failed[i]->kind));
    return shown;
}

typedef struct {
    const char *html, *shown;
} composite_case;

static void assert_cases(const composite_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = show(&read_listing(cases[i].html)->composites);
        if (strcmp(got, cases[i].shown) != 0)
            fail_msg("%s:\n%s\nnot\n%s", cases[i].html, got, cases[i].shown);
    }
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void all_its_parts_make_a_composite_and_the_words_of_one_are_quoted(void **state)
{
    (void)state;
    static const composite_case cases[] = {
        {"<p>I stroke you. You disrobe. $90 per hour.</p>",
         "scene:asserted stroke you|[disrobe]|per hour"},
        {"<p>Per hour: disrobe, stroke you</p>", "scene:asserted stroke you|[disrobe]|Per hour"},
        {"<p>I stroke you. A tip. You disrobe.</p>", "scene:asserted stroke you|[disrobe]|tip"},
        {"<p>I stroke you. You disrobe.</p>", ""},
        {"<p>You disrobe. A tip, or $90 per hour.</p>", ""},
        {"<p>Zag, stroke you, disrobe, no receipt.</p>",
         "massage:asserted Zag|[disrobe]|no receipt"}, /* if it is among several that fill a slot */
        {"<p>Zag, stroke you, no receipt.</p>", "massage:asserted Zag|[stroke you]|no receipt"},
    };
    assert_cases(cases, COUNT(cases));
}

static void sentences_are_counted_across_blocks(void **state)
{
    (void)state;
    static const composite_case cases[] = {
        {"<ul><li>I stroke you<li>You disrobe<li>$90 per hour</ul>",
         "scene:asserted stroke you|[disrobe]|per hour"},
        {"<table><tr><td>stroke you<td>disrobe<td>tip</table>",
         "scene:asserted stroke you|[disrobe]|tip"},
        {"<h2>Disrobe</h2><p>I stroke you</p><p>A tip.</p>",
         "scene:asserted stroke you|[Disrobe]|tip"},
        {"<h2>Disrobe</h2><p>I stroke you</p><p>We talk.</p><p>A tip.</p>", ""},
        {"<p>I stroke you. Disrobe. We talk. $90 per hour.</p>", ""},
        {"<p>I stroke you. Disrobe.</p><p hidden>One. Two. Three.</p><p>$90 per hour.</p>",
         "scene:asserted stroke you|[Disrobe]|per hour"}, /* nobody reads what stands between */
    };
    assert_cases(cases, COUNT(cases));
}

static void a_paragraph_is_one_block_and_a_listing_is_all(void **state)
{
    (void)state;
    static const composite_case cases[] = {
        {"<p>No receipt. We talk. And talk. And talk. A tip.</p>",
         "paragraph:asserted [No receipt]|tip"},
        {"<p>No receipt.</p><p>A tip.</p>", ""},
        {"<p>Zag.</p><p>Tip.</p><p>One. Two. Three.</p><p>Disrobe</p>",
         "groups:asserted [Zag]|Tip|Disrobe"},
    };
    assert_cases(cases, COUNT(cases));
}

static void a_hidden_part_is_put_together_and_reveals_nothing_alone(void **state)
{
    (void)state;
    static const composite_case cases[] = {
        {"<p>Str0ke you, d1srobe, t.i.p.</p>", "scene:asserted Str0ke you|[d1srobe]|t.i.p"},
        {"<p>Never str0ke you, d1srobe, tip.</p>", "scene:negated str0ke you|[d1srobe]|tip"},
        {"<p>D1srobe. Str0ke you.</p>", ""},
    };
    assert_cases(cases, COUNT(cases));
    const bf_reading_listing *item = read_listing(cases[0].html);
    assert_int_equal(item->composites.judged[0].match.undone, 1u << BF_DISGUISE_LEET);
}

static void parts_of_one_group_count_once(void **state)
{
    (void)state;
    static const composite_case cases[] = {
        {"<p>Zag, tip, per hour.</p>", ""},
        {"<p>Zag, tip, per hour, disrobe.</p>", "groups:asserted [Zag]|tip|disrobe"},
        {"<p>Tip, stroke you.</p>", ""},
    };
    assert_cases(cases, COUNT(cases));
}

static void only_the_advertisers_own_visible_words_are_parts(void **state)
{
    (void)state;
    static const composite_case cases[] = {
        {"<p>I stroke you. $90 per hour.</p><div class=testimonial><p>Disrobe.</p></div>", ""},
        {"<div class=testimonial><p>Stroke you, disrobe, tip.</p></div>", ""},
        {"<p>I stroke you. $90 per hour.</p><p hidden>Disrobe.</p>", ""},
        {"<p hidden>Stroke you, disrobe, tip.</p>", ""},
        {"<p>I stroke you. A tip.</p><p hidden>Disrobe.</p><p>One. Two. Three. Disrobe.</p>", ""},
        {"<p>I stroke you. $90 per hour.</p><img alt=disrobe>",
         "scene:asserted stroke you|[disrobe]|per hour"},
    };
    assert_cases(cases, COUNT(cases));
}

static void it_does_not_hold_near_what_must_not_be_there(void **state)
{
    (void)state;
    static const composite_case cases[] = {
        {"<p>I stroke you. Disrobe. $90 per hour. I talk. I am a dentist.</p>", ""},
        {"<p>I stroke you. Disrobe. $90 per hour.</p><p>I am a dentist.</p>",
         "scene:asserted stroke you|[Disrobe]|per hour"},
        {"<p>Disrobe. Tip.</p><p>I stroke you. I am a dentist.</p>", ""}, /* near one of them */
        {"<p>I stroke you. Disrobe. $90 per hour. I am no dentist.</p>",
         "scene:asserted stroke you|[Disrobe]|per hour"},
        {"<p>I stroke you. Disrobe. $90 per hour.<p hidden>A dentist.",
         "scene:asserted stroke you|[Disrobe]|per hour"},
        {"<p>Zag.</p><p>Tip.</p><p>Disrobe.</p><p>Talk.</p><p>No receipt.</p>", ""},
        {"<p>Zag. Dentist. Talk. Tip. Disrobe.</p>", ""},
        {"<p>Zag. Talk. Dentist. Talk. Tip. Disrobe.</p>", "groups:asserted [Zag]|Tip|Disrobe"},
        /* the other tip stands far enough */
        {"<p>Zag. Disrobe. Talk. Tip. Dentist. Talk. Tip.</p>",
         "groups:asserted [Zag]|Tip|Disrobe"},
    };
    assert_cases(cases, COUNT(cases));
}

static void a_dismissed_part_dismisses_the_composite_with_its_cue(void **state)
{
    (void)state;
    static const composite_case cases[] = {
        {"<p>I never stroke you. You disrobe. $90 per hour.</p>",
         "scene:negated stroke you|[disrobe]|per hour"},
        {"<p>I never stroke you. You disrobe. $90 per hour. I stroke you.</p>",
         "scene:asserted stroke you|[disrobe]|per hour"},
        {"<p>I never stroke you. We talk. I talk. You disrobe. $90 per hour.</p>", ""},
        {"<p>I never stroke you, disrobe. Tip. I am a dentist.</p>", ""},
        /* not the tip, which is dismissed too: the price does as well */
        {"<p>I never stroke you. Never a tip, but $90 per hour. You disrobe.</p>",
         "scene:negated stroke you|[disrobe]|per hour"},
    };
    assert_cases(cases, COUNT(cases));
    const bf_judged *judged = read_listing(cases[0].html)->composites.judged;
    assert_view(judged->context.cue_text, "never");
}

/* The words of the parts that were kept, one behind the other. */
static const char *show_parts(const bf_composites *came)
{
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < came->part_count; i++)
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%.*s", used ? "|" : "",
                                 BF_STR_ARG(came->parts[i].match.exact));
    return shown;
}

static void parts_that_nothing_can_come_of_are_taken_out(void **state)
{
    (void)state;
    static const composite_case cases[] = {
        {"<p>A tip. Disrobe.</p>", ""},
        {"<p>I am a dentist.</p>", ""},
        {"<p>I stroke you. Disrobe. Talk. Talk. A tip.</p>", ""}, /* too far */
        {"<p>I never stroke you. Disrobe. A tip.</p>", "stroke you|Disrobe|tip"},
        {"<p>I stroke you. Disrobe. A tip. Talk. Talk. Disrobe.</p>", "stroke you|Disrobe|tip"},
        {"<p>I stroke you. Disrobe. A tip. Talk. I am a dentist.</p>",
         "stroke you|Disrobe|tip|dentist"}, /* it may be in the way */
        {"<p>I stroke you. Disrobe.</p><blockquote>Tip</blockquote><p hidden>Tip.</p>", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = show_parts(&read_listing(cases[i].html)->composites);
        if (strcmp(got, cases[i].shown) != 0)
            fail_msg("%s:\n%s\nnot\n%s", cases[i].html, got, cases[i].shown);
    }
}

static void overlapping_windows_give_one_finding(void **state)
{
    (void)state;
#define SCENE "Stroke you. Disrobe. Tip. "
    static const composite_case cases[] = {
        {"<p>Stroke you, stroke you, disrobe, tip, disrobe, tip.</p>",
         "scene:asserted stroke you|[disrobe]|tip"},
        {"<p>" SCENE SCENE "</p>",
         "scene:asserted Stroke you|[Disrobe]|Tip; scene:asserted Stroke you|[Disrobe]|Tip"},
        {"<p>Stroke you. Disrobe. Tip. Disrobe. Stroke you.</p>",
         "scene:asserted Stroke you|[Disrobe]|Tip"},
        {"<p>Zag. " SCENE "Zag. " SCENE "</p>",
         "scene:asserted Stroke you|[Disrobe]|Tip; groups:asserted [Zag]|Stroke you|Disrobe"},
    };
    assert_int_equal(read_listing(cases[1].html)->composites.judged_count, 2);
    assert_cases(cases, 3);
    assert_int_equal(read_listing(cases[3].html)->composites.judged_count, 3); /* groups once */
}

static void findings_stand_in_the_order_of_the_page(void **state)
{
    (void)state;
    const bf_reading_listing *item =
        read_listing("<p>Zag, massage.</p><p>" SCENE "Massage.</p><p>" SCENE "</p>");
    static const char *const kinds[] = {"groups", "massage", "scene", "massage", "scene"};
    assert_int_equal(item->composites.judged_count, COUNT(kinds));
    for (size_t i = 0; i < COUNT(kinds); i++)
        assert_same_view(item->composites.judged[i].match.rule->kind, bf_str_of(kinds[i]));
}

static void an_endless_page_gives_fifty_findings_of_a_composite(void **state)
{
    (void)state;
    enum { MANY = 60 };
    char *html = bf_arena_take(arena, MANY * sizeof SCENE, 1);
    assert_non_null(html);
    for (size_t i = 0; i < MANY; i++)
        memcpy(html + i * (sizeof SCENE - 1), SCENE, sizeof SCENE);
    const bf_reading_listing *item = read_listing(html);
    assert_int_equal(item->composites.judged_count, 50);
    assert_int_equal(item->composites.part_count, 3 * MANY);
    assert_int_equal(item->composites.failed_count, 0);
}

/* 1,001 times "Zag.", so that the part has met its limit, and then `text`. */
static const bf_reading_listing *read_after_zags(const char *text)
{
    enum { MANY = 1001, UNIT = 5 };
    size_t length = strlen(text);
    char *html = bf_arena_take(arena, MANY * UNIT + 3 + length + 1, 1);
    assert_non_null(html);
    for (size_t i = 0; i < MANY; i++)
        memcpy(html + i * UNIT, "Zag. ", UNIT);
    memcpy(html + MANY * UNIT, "<p>", 3);
    memcpy(html + MANY * UNIT + 3, text, length);
    return read_listing(html);
}

static void a_part_that_met_a_limit_makes_unknown_only_what_it_could_make_hold(void **state)
{
    (void)state;
    const bf_reading_listing *item = read_after_zags("We talk.");
    assert_int_equal(item->matches.failed_count, 1);
    assert_string_equal(show(&item->composites), "");
    /* what it gave before its limit counts, and a composite that holds anyway is no failure */
    assert_string_equal(show(&read_after_zags("Disrobe, tip.")->composites),
                        "groups:asserted [Zag]|tip|Disrobe");
}

/* The part or rule `id` of the packs. */
static const bf_rule *rule_of(const char *id)
{
    for (size_t i = 0; i < rules->rule_count; i++)
        if (bf_str_equal(rules->rules[i].id, bf_str_of(id)))
            return &rules->rules[i];
    fail_msg("no rule %s", id);
    return NULL;
}

/* What the parts of `html` come to when a cue met a limit where part `doubted` was judged, and the
 * part `limited` met one (empty: none). */
static const char *show_doubted(const char *html, const char *doubted, const char *limited)
{
    bf_error err = {0};
    char whole[512];
    bf_reading reading;
    snprintf(whole, sizeof whole, "<p>I offer to listen and to talk.</p>%s", html);
    const bf_page page = page_of(bf_str_of(whole), "https://ana.example/me");
    assert_true(bf_reading_make(&page, rules, scratch, arena, &reading, &err));
    const bf_reading_listing *item = &reading.items[0];
    bf_matches matches;
    bf_composite_input input = {.text = &item->text, .matches = &matches};
    bf_composites came;
    const bf_rule *failed[1];
    assert_true(bf_match_find(&item->text, rules, scratch, arena, &matches, &err));
    if (limited[0] != '\0')
        failed[matches.failed_count++] = rule_of(limited);
    matches.failed = failed;
    assert_true(bf_composite_sift(&item->text, rules, arena, &matches, &err));
    assert_true(
        bf_context_judge_all(&item->text, &matches, rules, scratch, arena, &input.judged, &err));
    for (size_t i = 0; i < matches.count; i++)
        if (bf_str_equal(matches.items[i].rule->id, bf_str_of(doubted)))
            input.judged[i].uncertain = true;
    assert_true(bf_composite_find(&input, rules, arena, &came, &err));
    return show(&came);
}

static void what_is_in_doubt_makes_a_composite_unknown_where_it_matters(void **state)
{
    (void)state;
    static const struct {
        const char *html, *doubted, *limited, *shown;
    } cases[] = {
        {"<p>Stroke you, disrobe, tip.</p>", "bare", "", "scene:failed"},
        {"<p>Stroke you, disrobe, tip.</p>", "", "", "scene:asserted Stroke you|[disrobe]|tip"},
        {"<p>Stroke you, disrobe, tip.</p>", "", "bare", "scene:asserted Stroke you|[disrobe]|tip"},
        {"<p>Stroke you, tip.</p>", "", "bare", "scene:failed"},
        {"<p>Stroke you. Talk. Talk. Talk. Tip.</p>", "", "bare", ""}, /* too far apart */
        {"<p>Never stroke you, tip.</p>", "", "bare", ""},
        {"<p>Stroke you.</p>", "", "bare", ""},
        {"<p>Stroke you, disrobe, tip. No dentist.</p>", "clinical", "", "scene:failed"},
        {"<p>Stroke you, disrobe, tip. A dentist.</p>", "clinical", "", "scene:failed"},
        {"<p>Stroke you, disrobe, tip. A dentist.</p>", "", "clinical", ""},
        {"<p>Stroke you, disrobe, tip.</p>", "", "clinical", "scene:failed"},
        {"<p>Zag, tip.</p>", "", "act", "groups:failed"},
        {"<p>Zag, tip.</p>", "", "sold", ""}, /* of the group that is there */
        {"<p>Talk.</p>", "", "zag", ""},
        {"<p>Massage.</p>", "", "zag", "massage:asserted"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = show_doubted(cases[i].html, cases[i].doubted, cases[i].limited);
        if (strcmp(got, cases[i].shown) != 0)
            fail_msg("%s, in doubt \"%s\", limit \"%s\":\n%s\nnot\n%s", cases[i].html,
                     cases[i].doubted, cases[i].limited, got, cases[i].shown);
    }
}

/* Blocks of a sentence each, with a part in each: act and bare by turns, and a tip in the last. */
static void make_blocks(size_t count, bf_match_text *text, bf_matches *matches, bf_judged *judged)
{
    static bf_match_span sentence = {0, 9};
    const bf_rule *first = rule_of("act"), *second = rule_of("bare"), *last = rule_of("tip");
    bf_document *document = bf_arena_take(arena, 1, sizeof *document);
    bf_listing *listing = bf_arena_take(arena, 1, sizeof *listing);
    document->blocks = bf_arena_take(arena, count, sizeof *document->blocks);
    listing->blocks = bf_arena_take(arena, count, sizeof *listing->blocks);
    text->sentences = bf_arena_take(arena, count, sizeof *text->sentences);
    for (uint32_t i = 0; i < count; i++) {
        listing->blocks[i] = (bf_listing_block){i, BF_VOICE_ADVERTISER};
        text->sentences[i] = (bf_match_sentences){&sentence, 1};
        judged[i].match.rule = i + 1 == count ? last : i % 2 == 0 ? first : second;
        judged[i].match.at = i;
        judged[i].voice = BF_VOICE_ADVERTISER;
    }
    listing->block_count = count;
    text->document = document;
    text->listing = listing;
    matches->items = bf_arena_take(arena, count, sizeof *matches->items);
    matches->count = count;
    for (size_t i = 0; i < count; i++)
        matches->items[i] = judged[i].match;
}

static void a_hundred_thousand_parts_take_one_pass(void **state)
{
    (void)state;
    enum { MANY = 100000 }; /* a pass for each of them would take minutes */
    bf_error err = {0};
    bf_match_text text = {0};
    bf_matches matches = {0};
    bf_composites came;
    bf_composite_input input = {.text = &text, .matches = &matches};
    input.judged = bf_arena_take(arena, MANY, sizeof *input.judged);
    make_blocks(MANY, &text, &matches, input.judged);
    assert_true(bf_composite_find(&input, rules, arena, &came, &err));
    assert_int_equal(came.part_count, MANY);
    assert_int_equal(came.judged_count, 1);
    assert_int_equal(came.judged[0].match.at, MANY - 3); /* the only ones near the last */
    assert_int_equal(came.judged[0].parts[2]->match.at, MANY - 1);
    assert_true(bf_composite_sift(&text, rules, arena, &matches, &err));
    assert_int_equal(matches.count, 3);
    assert_int_equal(matches.items[0].at, MANY - 3);
}

static void a_composite_decides_as_any_rule_and_its_parts_never_do(void **state)
{
    (void)state;
    const bf_reading_listing *item = read_listing("<p>No receipt. A tip.</p>");
    assert_true((item->assessment.facts >> BF_FACT_OFFER_ALONE & 1) != 0);
    item = read_listing("<p>A tip. Disrobe.</p>");
    assert_int_equal(item->composites.judged_count, 0);
    assert_int_equal(item->assessment.rank % 10, 0); /* no group of findings */
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error none = {0};
    bf_reading reading = read_page("<p>I offer to talk. Never zag.</p><p>" SCENE "</p>");
    bf_reading_listing *item = &reading.items[0];
    bool found = false;
    item->text.document = &reading.document;
    for (size_t limit = 0; !found; limit += 64) {
        bf_error err = {0};
        bf_composite_input input = {.text = &item->text, .matches = &item->matches};
        bf_composites came = {0};
        bf_arena *small = bf_arena_new(limit);
        assert_non_null(small);
        assert_true(bf_context_judge_all(&item->text, &item->matches, rules, scratch, arena,
                                         &input.judged, &none));
        found = bf_composite_find(&input, rules, small, &came, &err);
        assert_true(found || err.code == BF_ERR_MEMORY);
        assert_true(!found || came.judged_count == 2); /* one of them dismissed */
        bf_arena_free(small);
        small = bf_arena_new(limit);
        assert_non_null(small);
        bool sifted = bf_composite_sift(&item->text, rules, small, &item->matches, &err);
        assert_true(sifted || err.code == BF_ERR_MEMORY);
        found = found && sifted;
        bf_arena_free(small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_its_parts_make_a_composite_and_the_words_of_one_are_quoted),
        TEST(sentences_are_counted_across_blocks),
        TEST(a_paragraph_is_one_block_and_a_listing_is_all),
        TEST(a_hidden_part_is_put_together_and_reveals_nothing_alone),
        TEST(parts_of_one_group_count_once),
        TEST(only_the_advertisers_own_visible_words_are_parts),
        TEST(it_does_not_hold_near_what_must_not_be_there),
        TEST(a_dismissed_part_dismisses_the_composite_with_its_cue),
        TEST(parts_that_nothing_can_come_of_are_taken_out),
        TEST(overlapping_windows_give_one_finding),
        TEST(findings_stand_in_the_order_of_the_page),
        TEST(an_endless_page_gives_fifty_findings_of_a_composite),
        TEST(a_part_that_met_a_limit_makes_unknown_only_what_it_could_make_hold),
        TEST(what_is_in_doubt_makes_a_composite_unknown_where_it_matters),
        TEST(a_hundred_thousand_parts_take_one_pass),
        TEST(a_composite_decides_as_any_rule_and_its_parts_never_do),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
