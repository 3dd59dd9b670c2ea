/* test_assessment.c: the shipped tables of rules/assessment.yaml, row by row, by facts. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "tests/unit/analyzer/small_rules.h"

static int load_shipped(void **state)
{
    (void)state;
    return load_rules_of(BF_SOURCE_RULES_DIR);
}

/* A view that may stand in a static initializer. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Rules as far as the tables look at them. */
static const bf_rule alone = {.category = BF_CATEGORY_PROHIBITED,
                              .kind = TEXT("contact"),
                              .group = TEXT("touch"),
                              .decides = BF_DECIDES_ALONE};
static const bf_rule hint_touch = {.category = BF_CATEGORY_PROHIBITED,
                                   .kind = TEXT("contact"),
                                   .group = TEXT("touch"),
                                   .decides = BF_DECIDES_WITH_OTHER_GROUP};
static const bf_rule hint_eyes = {.category = BF_CATEGORY_PROHIBITED,
                                  .kind = TEXT("watching"),
                                  .group = TEXT("eyes"),
                                  .decides = BF_DECIDES_WITH_OTHER_GROUP};
static const bf_rule surrogate = {.category = BF_CATEGORY_PROHIBITED,
                                  .kind = TEXT("surrogate"),
                                  .group = TEXT("surrogate"),
                                  .decides = BF_DECIDES_ALONE};
static const bf_rule mild = {
    .category = BF_CATEGORY_WARNING, .kind = TEXT("discreet"), .severity = BF_SEVERITY_MEDIUM};
static const bf_rule mild_other = {
    .category = BF_CATEGORY_WARNING, .kind = TEXT("hotel"), .severity = BF_SEVERITY_MEDIUM};
static const bf_rule grave = {
    .category = BF_CATEGORY_WARNING, .kind = TEXT("cash"), .severity = BF_SEVERITY_HIGH};
static const bf_claim_rule strong = {.weight = BF_WEIGHT_STRONG};
static const bf_claim_rule weak = {.weight = BF_WEIGHT_WEAK};
static const bf_claim_rule noted = {.weight = BF_WEIGHT_NONE};

enum { MOST = 3 };

/* One listing: what was found and claimed, and how it could be read. */
typedef struct {
    struct {
        const bf_rule *rule;
        bf_status status;
        bf_voice voice;
        bf_field field;
        bool uncertain;
    } found[MOST];
    struct {
        const bf_claim_rule *rule;
        bf_status standing;
        const char *supervisor;
        bf_verification_status found; /* by a register */
    } claims[MOST];
    bf_verification_status exclusion;
    const bf_rule *failed;
    const bf_claim_rule *failed_claim;
    bf_listing listing;
    bool thin, truncated, refused, people_hold;
} facts;

static bf_assessment assess(const facts *given)
{
    bf_judged judged[MOST] = {0};
    bf_claim claim[MOST] = {0};
    bf_verification found[MOST] = {0};
    const bf_verifications verifications = {found, {.status = given->exclusion}};
    const bf_claim_rule *failed_claims[] = {given->failed_claim};
    bf_claims claims = {
        .items = claim, .failed = failed_claims, .failed_count = given->failed_claim != NULL};
    bf_assessment_input input = {.listing = &given->listing,
                                 .judged = judged,
                                 .claims = &claims,
                                 .verifications = &verifications,
                                 .failed = &given->failed,
                                 .failed_count = given->failed != NULL,
                                 .thin = given->thin,
                                 .people_hold = given->people_hold,
                                 .truncated = given->truncated,
                                 .refused = given->refused};
    bf_assessment out;
    for (; input.judged_count < MOST && given->found[input.judged_count].rule;
         input.judged_count++) {
        bf_judged *one = &judged[input.judged_count];
        one->match.rule = given->found[input.judged_count].rule;
        one->context.status = given->found[input.judged_count].status;
        one->voice = given->found[input.judged_count].voice;
        one->field = given->found[input.judged_count].field;
        one->uncertain = given->found[input.judged_count].uncertain;
    }
    for (; claims.count < MOST && given->claims[claims.count].rule; claims.count++) {
        claim[claims.count] =
            (bf_claim){.rule = given->claims[claims.count].rule,
                       .weight = given->claims[claims.count].rule->weight,
                       .owner = given->claims[claims.count].standing == BF_STATUS_OTHER_AGENT
                                    ? BF_OWNER_OTHER
                                    : BF_OWNER_ADVERTISER,
                       .standing = given->claims[claims.count].standing,
                       .supervisor = bf_str_of(given->claims[claims.count].supervisor)};
        found[claims.count].status = given->claims[claims.count].found;
    }
    bf_assess(&input, rules, &out);
    return out;
}

typedef struct {
    facts given;
    const char *row;
    bf_level level;
} row_case;

static void assert_rows(const row_case *cases, size_t count, bool conduct)
{
    for (size_t i = 0; i < count; i++) {
        bf_assessment got = assess(&cases[i].given);
        const bf_assessment_row *row = conduct ? got.conduct : got.credential;
        assert_non_null(row);
        if (!bf_str_equal(row->row, bf_str_of(cases[i].row)))
            fail_msg("case %zu: row %.*s, not %s", i, BF_STR_ARG(row->row), cases[i].row);
        assert_int_equal(conduct ? got.conduct_level : got.credential_level, cases[i].level);
        assert_false(got.undecided);
    }
}

static void each_row_of_conduct_has_its_facts(void **state)
{
    (void)state;
    static const row_case cases[] = {
        {{.found = {{.rule = &alone}}}, "offer", BF_LEVEL_HIGH},
        {{.found = {{.rule = &hint_touch}, {.rule = &hint_eyes}}}, "offer", BF_LEVEL_HIGH},
        {{.found = {{.rule = &alone}}, .thin = true},
         "offer",
         BF_LEVEL_HIGH}, /* what is found is found */
        {{.found = {{.rule = &surrogate}}}, "surrogate-without-clinician", BF_LEVEL_HIGH},
        {{.found = {{.rule = &surrogate}}, .listing = {.clinician = true}},
         "surrogate-triad",
         BF_LEVEL_MEDIUM},
        {{.found = {{.rule = &surrogate}, {.rule = &alone}}, .listing = {.clinician = true}},
         "offer",
         BF_LEVEL_HIGH}, /* the clinician covers no other offer */
        {{.found = {{.rule = &surrogate}}, .listing = {.clinician = true, .role = BF_ROLE_THERAPY}},
         "surrogate-unclear",
         BF_LEVEL_MEDIUM}, /* the therapist is in no triad with himself */
        {{.found = {{.rule = &surrogate}}, .listing = {.partial = true}},
         "surrogate-unclear",
         BF_LEVEL_MEDIUM},
        {{.found =
              {{.rule = &alone, .status = BF_STATUS_TESTIMONIAL, .voice = BF_VOICE_TESTIMONIAL}}},
         "offer-told",
         BF_LEVEL_MEDIUM},
        {{.found = {{.rule = &alone, .field = BF_FIELD_HIDDEN}}}, "offer-hidden", BF_LEVEL_MEDIUM},
        {{.found = {{.rule = &hint_touch}}}, "offer-hinted", BF_LEVEL_MEDIUM},
        {{.found = {{.rule = &hint_touch}, {.rule = &hint_touch}}},
         "offer-hinted",
         BF_LEVEL_MEDIUM}, /* one group */
        {{.found = {{.rule = &hint_touch}, {.rule = &hint_eyes, .field = BF_FIELD_HIDDEN}}},
         "offer-hidden",
         BF_LEVEL_MEDIUM},
        {{.found = {{.rule = &grave}}}, "warning-grave", BF_LEVEL_MEDIUM},
        {{.found = {{.rule = &mild}, {.rule = &mild_other}}}, "warnings", BF_LEVEL_MEDIUM},
        {{.thin = true}, "thin", BF_LEVEL_UNKNOWN},
        {{.truncated = true}, "thin", BF_LEVEL_UNKNOWN},
        {{.refused = true}, "thin", BF_LEVEL_UNKNOWN},
        {{.thin = true, .listing = {.partial = true}},
         "nothing",
         BF_LEVEL_LOW}, /* short by nature */
        {{.found = {{.rule = &mild}}}, "warning-single", BF_LEVEL_LOW},
        {{.found = {{.rule = &mild}, {.rule = &mild}}},
         "warning-single",
         BF_LEVEL_LOW}, /* one kind */
        {{.thin = false}, "nothing", BF_LEVEL_LOW},
    };
    assert_rows(cases, sizeof cases / sizeof *cases, true);
}

static void what_is_dismissed_decides_nothing(void **state)
{
    (void)state;
    for (bf_status status = BF_STATUS_NEGATED; status <= BF_STATUS_SPECIALTY; status++) {
        facts given = {
            .found = {{.rule = &alone, .status = status}, {.rule = &grave, .status = status}}};
        if (status == BF_STATUS_TESTIMONIAL)
            continue; /* stays as a voice of its own */
        assert_true(bf_str_equal(assess(&given).conduct->row, BF_STR("nothing")));
        given.found[0].field = BF_FIELD_HIDDEN;
        assert_true(bf_str_equal(assess(&given).conduct->row, BF_STR("nothing")));
    }
}

static void each_row_of_credential_has_its_facts(void **state)
{
    (void)state;
    static const row_case cases[] = {
        {{.claims = {{.rule = &strong}}}, "claimed", BF_LEVEL_LOW},
        {{.claims = {{.rule = &weak}, {.rule = &strong}}}, "claimed", BF_LEVEL_LOW},
        {{.claims =
              {{.rule = &strong, .standing = BF_STATUS_ASSOCIATE, .supervisor = "Bo Example"}}},
         "associate",
         BF_LEVEL_LOW},
        {{.people_hold = true}, "people-claimed", BF_LEVEL_LOW},
        {{.people_hold = true, .claims = {{.rule = &strong}}}, "claimed", BF_LEVEL_LOW},
        {{.listing = {.not_therapy = true, .role = BF_ROLE_COACH}}, "not-therapy", BF_LEVEL_LOW},
        {{.listing = {.not_therapy = true, .role = BF_ROLE_THERAPY}},
         "none-shown",
         BF_LEVEL_MEDIUM},
        {{.listing = {.not_therapy = true, .treats = true}}, "none-shown", BF_LEVEL_MEDIUM},
        {{.listing = {.role = BF_ROLE_BODY}}, "other-trade", BF_LEVEL_LOW},
        {{.listing = {.role = BF_ROLE_COACH}}, "other-trade", BF_LEVEL_LOW},
        {{.listing = {.role = BF_ROLE_COACH, .treats = true}}, "none-shown", BF_LEVEL_MEDIUM},
        {{.claims = {{.rule = &weak}}}, "weak", BF_LEVEL_MEDIUM},
        {{.claims = {{.rule = &strong, .standing = BF_STATUS_LAPSED}}}, "weak", BF_LEVEL_MEDIUM},
        {{.claims = {{.rule = &strong, .standing = BF_STATUS_IN_TRAINING}}},
         "weak",
         BF_LEVEL_MEDIUM},
        {{.claims = {{.rule = &strong, .standing = BF_STATUS_ASSOCIATE}}},
         "weak",
         BF_LEVEL_MEDIUM}, /* of nobody */
        {{.claims = {{.rule = &strong, .standing = BF_STATUS_NEGATED}}},
         "none-shown",
         BF_LEVEL_MEDIUM},
        {{.claims = {{.rule = &strong, .standing = BF_STATUS_OTHER_AGENT}}},
         "none-shown",
         BF_LEVEL_MEDIUM},
        {{.claims = {{.rule = &noted}}}, "none-shown", BF_LEVEL_MEDIUM},
        {{.thin = true}, "unseen", BF_LEVEL_UNKNOWN},
        {{.truncated = true}, "unseen", BF_LEVEL_UNKNOWN},
        {{.refused = true}, "unseen", BF_LEVEL_UNKNOWN},
        {{.listing = {.partial = true}}, "unseen", BF_LEVEL_UNKNOWN},
        {{.thin = false}, "none-shown", BF_LEVEL_MEDIUM},
    };
    assert_rows(cases, sizeof cases / sizeof *cases, false);
}

static void what_registers_say_comes_first(void **state)
{
    (void)state;
    static const row_case cases[] = {
        {{.claims = {{.rule = &strong, .found = BF_VERIFICATION_REVOKED}}},
         "registry-revoked",
         BF_LEVEL_HIGH},
        {{.claims = {{.rule = &strong, .found = BF_VERIFICATION_VERIFIED},
                     {.rule = &weak, .found = BF_VERIFICATION_REVOKED}}},
         "registry-revoked",
         BF_LEVEL_HIGH},
        {{.claims = {{.rule = &strong}}, .exclusion = BF_VERIFICATION_EXCLUDED},
         "registry-excluded",
         BF_LEVEL_HIGH},
        {{.exclusion = BF_VERIFICATION_EXCLUDED}, "registry-excluded", BF_LEVEL_HIGH},
        {{.claims = {{.rule = &strong, .found = BF_VERIFICATION_VERIFIED},
                     {.rule = &strong, .found = BF_VERIFICATION_EXPIRED}}},
         "registry-verified",
         BF_LEVEL_LOW},
        {{.claims = {{.rule = &strong, .found = BF_VERIFICATION_EXPIRED}}},
         "registry-ended",
         BF_LEVEL_MEDIUM},
        {{.claims = {{.rule = &strong, .found = BF_VERIFICATION_SURRENDERED}}},
         "registry-ended",
         BF_LEVEL_MEDIUM},
        /* a degree is held beside it */
        {{.claims = {{.rule = &strong, .found = BF_VERIFICATION_EXPIRED}, {.rule = &strong}}},
         "claimed",
         BF_LEVEL_LOW},
    };
    assert_rows(cases, sizeof cases / sizeof *cases, false);
}

static void what_no_register_confirms_raises_no_level(void **state)
{
    (void)state;
    static const bf_verification_status open[] = {
        BF_VERIFICATION_OTHER_NAME, BF_VERIFICATION_NOT_FOUND, BF_VERIFICATION_AMBIGUOUS};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        const row_case cases[] = {
            {{.claims = {{.rule = &strong, .found = open[i]}}},
             "registry-unconfirmed",
             BF_LEVEL_LOW},
            {{.claims = {{.rule = &strong, .found = open[i]}},
              .exclusion = BF_VERIFICATION_AMBIGUOUS},
             "registry-unconfirmed",
             BF_LEVEL_LOW},
            /* a massage licence that is verified confirms no therapist */
            {{.claims = {{.rule = &strong, .found = open[i]},
                         {.rule = &weak, .found = BF_VERIFICATION_VERIFIED}}},
             "registry-unconfirmed",
             BF_LEVEL_LOW},
            {{.exclusion = BF_VERIFICATION_NOT_FOUND}, "none-shown", BF_LEVEL_MEDIUM},
        };
        assert_rows(cases, sizeof cases / sizeof *cases, false);
    }
}

static void every_row_was_decided_by_a_case(void **state)
{
    (void)state;
    /* The cases above name this many rows; a new row of the tables wants a case of its own. */
    assert_int_equal(rules->conduct_count, 12);
    assert_int_equal(rules->credential_count, 13);
}

static void the_level_is_the_worse_of_both_axes(void **state)
{
    (void)state;
    static const struct {
        facts given;
        bf_level level;
    } cases[] = {
        {{.found = {{.rule = &alone}}, .claims = {{.rule = &strong}}}, BF_LEVEL_HIGH},
        {{.claims = {{.rule = &strong}}}, BF_LEVEL_LOW},
        {{.thin = false}, BF_LEVEL_MEDIUM},
        {{.thin = true}, BF_LEVEL_UNKNOWN},
        {{.found = {{.rule = &grave}}, .thin = true}, BF_LEVEL_MEDIUM}, /* worse than unknown */
        {{.truncated = true, .claims = {{.rule = &strong}}}, BF_LEVEL_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(assess(&cases[i].given).level, cases[i].level);
}

static void what_failed_is_tried_both_ways(void **state)
{
    (void)state;
    static const struct {
        facts given;
        bf_level level, at_least;
        bool undecided;
    } cases[] = {
        {{.failed = &alone, .claims = {{.rule = &strong}}}, BF_LEVEL_UNKNOWN, BF_LEVEL_LOW, true},
        {{.failed = &alone}, BF_LEVEL_UNKNOWN, BF_LEVEL_MEDIUM, true},
        {{.failed = &alone, .found = {{.rule = &alone}}}, BF_LEVEL_HIGH, BF_LEVEL_HIGH, false},
        {{.failed = &hint_eyes, .found = {{.rule = &hint_touch}}},
         BF_LEVEL_UNKNOWN,
         BF_LEVEL_MEDIUM,
         true},
        {{.failed = &mild, .claims = {{.rule = &strong}}}, BF_LEVEL_LOW, BF_LEVEL_LOW, false},
        {{.failed_claim = &strong}, BF_LEVEL_UNKNOWN, BF_LEVEL_LOW, true},
        {{.failed_claim = &weak, .claims = {{.rule = &strong}}}, BF_LEVEL_LOW, BF_LEVEL_LOW, false},
        /* A finding that a cue might have dismissed, had it not met a limit. */
        {{.found = {{.rule = &alone, .uncertain = true}}}, BF_LEVEL_UNKNOWN, BF_LEVEL_MEDIUM, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_assessment got = assess(&cases[i].given);
        if (got.undecided != cases[i].undecided || got.level != cases[i].level ||
            got.at_least != cases[i].at_least)
            fail_msg("case %zu: %s, at least %s", i, bf_level_name(got.level),
                     bf_level_name(got.at_least));
    }
}

/* The level of two indirect findings, of bytes 0 to 20 of the first block and of others. */
static bf_level level_of_two(const bf_rule *second, uint32_t at, size_t begin, size_t end)
{
    bf_judged judged[] = {{.match = {.rule = &hint_touch, .at = 0, .begin = 0, .end = 20}},
                          {.match = {.rule = second, .at = at, .begin = begin, .end = end}}};
    const bf_listing listing = {0};
    const bf_claims none = {0};
    const bf_assessment_input input = {
        .listing = &listing, .judged = judged, .judged_count = 2, .claims = &none};
    bf_assessment out;
    bf_assess(&input, rules, &out);
    return out.conduct_level;
}

static void two_groups_in_the_same_words_are_one_sign(void **state)
{
    (void)state;
    assert_int_equal(level_of_two(&hint_eyes, 0, 0, 20), BF_LEVEL_MEDIUM);
    assert_int_equal(level_of_two(&hint_eyes, 0, 12, 40), BF_LEVEL_MEDIUM);
    assert_int_equal(level_of_two(&hint_eyes, 0, 20, 40), BF_LEVEL_HIGH);
    assert_int_equal(level_of_two(&hint_eyes, 1, 0, 20), BF_LEVEL_HIGH);
    assert_int_equal(level_of_two(&hint_touch, 1, 0, 20), BF_LEVEL_MEDIUM);
}

/* Of three findings the last may be told apart only from the first, or only from the second. */
static void a_sign_is_another_when_any_group_before_it_ended(void **state)
{
    (void)state;
    static const bf_rule hint_third = {.category = BF_CATEGORY_PROHIBITED,
                                       .kind = TEXT("setting"),
                                       .group = TEXT("setting"),
                                       .decides = BF_DECIDES_WITH_OTHER_GROUP};
    const bf_listing listing = {0};
    const bf_claims none = {0};
    for (size_t ends = 0; ends < 3; ends++) {
        bf_judged judged[] = {
            {.match = {.rule = &hint_touch, .begin = 0, .end = ends == 1 ? 30 : 90}},
            {.match = {.rule = &hint_eyes, .begin = 10, .end = ends == 2 ? 30 : 90}},
            {.match = {.rule = &hint_third, .begin = 40, .end = 60}}};
        const bf_assessment_input input = {
            .listing = &listing, .judged = judged, .judged_count = 3, .claims = &none};
        bf_assessment out;
        bf_assess(&input, rules, &out);
        assert_int_equal(out.conduct_level, ends == 0 ? BF_LEVEL_MEDIUM : BF_LEVEL_HIGH);
    }
}

static void the_rank_sorts_by_level_and_then_by_groups(void **state)
{
    (void)state;
    facts one = {.found = {{.rule = &alone}}},
          two = {.found = {{.rule = &alone}, {.rule = &hint_eyes}, {.rule = &hint_touch}}},
          none = {.thin = true};
    assert_true(assess(&two).rank > assess(&one).rank);
    assert_int_equal(assess(&two).rank, assess(&one).rank + 1); /* touch counts once */
    assert_true(assess(&one).rank > assess(&none).rank);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_row_of_conduct_has_its_facts),
        TEST(what_is_dismissed_decides_nothing),
        TEST(each_row_of_credential_has_its_facts),
        TEST(what_registers_say_comes_first),
        TEST(what_no_register_confirms_raises_no_level),
        TEST(every_row_was_decided_by_a_case),
        TEST(the_level_is_the_worse_of_both_axes),
        TEST(what_failed_is_tried_both_ways),
        TEST(two_groups_in_the_same_words_are_one_sign),
        TEST(a_sign_is_another_when_any_group_before_it_ended),
        TEST(the_rank_sorts_by_level_and_then_by_groups),
    };
    return cmocka_run_group_tests(tests, load_shipped, free_rules);
}
