/* assessment.c: two decision tables, read from top to bottom. */
#include "analyzer/assessment.h"

#include <assert.h>
#include <stdint.h>

static_assert(BF_FACT_COUNT <= 64, "facts fit one set");

typedef uint64_t fact_set;

static void add_fact(fact_set *facts, bf_fact fact, bool holds)
{
    if (holds)
        *facts |= (fact_set)1 << fact;
}

static bool has_fact(fact_set facts, bf_fact fact)
{
    return (facts >> fact & 1) != 0;
}

bool bf_assessment_counts(const bf_judged *judged)
{
    return judged->context.status == BF_STATUS_ASSERTED && bf_context_is_own(judged);
}

/* Indirect findings of one group, and where the first of them ends: a block, and a byte in it. */
typedef struct {
    bf_str group;
    uint32_t at;
    size_t end;
} group_end;

/* What was seen so far, in the order of the page. Of the groups of indirect prohibited findings the
 * two that end first say whether there was another one before any place. */
typedef struct {
    group_end groups[2];
    size_t group_count;
    bf_str warning_kind; /* of the first warning */
} first_seen;

static bool ends_before(const group_end *one, uint32_t at, size_t begin)
{
    return one->at < at || (one->at == at && one->end <= begin);
}

/* Says whether `match` is of another group than a finding before it, and of other words: what is
 * read in two ways is one sign. */
static bool is_another_sign(const first_seen *seen, const bf_match *match)
{
    for (size_t i = 0; i < seen->group_count; i++)
        if (!bf_str_equal(seen->groups[i].group, match->rule->group) &&
            ends_before(&seen->groups[i], match->at, match->begin))
            return true;
    return false;
}

static void note_group(first_seen *seen, const bf_match *match)
{
    group_end now = {match->rule->group, match->at, match->end}, *last = NULL;
    for (size_t i = 0; i < seen->group_count; i++) {
        if (bf_str_equal(seen->groups[i].group, now.group)) {
            if (ends_before(&now, seen->groups[i].at, seen->groups[i].end))
                seen->groups[i] = now;
            return;
        }
        if (last == NULL || ends_before(last, seen->groups[i].at, seen->groups[i].end))
            last = &seen->groups[i];
    }
    if (seen->group_count < 2)
        seen->groups[seen->group_count++] = now;
    else if (ends_before(&now, last->at, last->end))
        *last = now;
}

static void add_prohibited(fact_set *facts, const bf_match *match, first_seen *seen)
{
    const bf_rule *rule = match->rule;
    if (bf_str_equal(rule->kind, BF_STR("surrogate"))) {
        add_fact(facts, BF_FACT_SURROGATE, true);
        return;
    }
    add_fact(facts, BF_FACT_OFFER_ALONE, rule->decides == BF_DECIDES_ALONE);
    if (rule->decides != BF_DECIDES_WITH_OTHER_GROUP)
        return;
    add_fact(facts, BF_FACT_OFFER_TWO_GROUPS, is_another_sign(seen, match));
    add_fact(facts, BF_FACT_OFFER_ONE_GROUP, true);
    note_group(seen, match);
}

static void add_warning(fact_set *facts, const bf_rule *rule, first_seen *seen)
{
    bool another = has_fact(*facts, BF_FACT_WARNING_ONE);
    add_fact(facts, BF_FACT_WARNING_GRAVE, rule->severity >= BF_SEVERITY_HIGH);
    add_fact(facts, BF_FACT_WARNING_TWO_KINDS,
             another && !bf_str_equal(seen->warning_kind, rule->kind));
    if (!another)
        seen->warning_kind = rule->kind;
    add_fact(facts, BF_FACT_WARNING_ONE, true);
}

/* Adds what a rule found in the advertiser's own visible text says. That words were hidden is a
 * warning beside what they say. */
static void add_match(fact_set *facts, const bf_match *match, first_seen *seen)
{
    const bf_rule *rule = match->rule;
    if (rule->category == BF_CATEGORY_PROHIBITED)
        add_prohibited(facts, match, seen);
    else if (rule->category == BF_CATEGORY_WARNING || rule->category == BF_CATEGORY_DISGUISE)
        add_warning(facts, rule, seen);
}

/* Adds what a match says that is not the advertiser's own visible offer. A testimonial that the
 * advertiser publishes stays as its own voice; a cue may still have dismissed what it says. */
static void add_aside(fact_set *facts, const bf_judged *judged)
{
    bool prohibited = judged->match.rule->category == BF_CATEGORY_PROHIBITED;
    bool told =
        judged->context.status == BF_STATUS_TESTIMONIAL ||
        (judged->context.status == BF_STATUS_ASSERTED && judged->voice == BF_VOICE_TESTIMONIAL);
    bool asserted = judged->context.status == BF_STATUS_ASSERTED;
    add_fact(facts, BF_FACT_OFFER_TESTIMONIAL, prohibited && told);
    add_fact(facts, BF_FACT_OFFER_HIDDEN,
             prohibited && asserted && judged->field == BF_FIELD_HIDDEN);
}

static void add_conduct(fact_set *facts, const bf_assessment_input *input, bool failed_matched)
{
    first_seen seen = {0};
    for (size_t i = 0; i < input->judged_count; i++) {
        const bf_judged *judged = &input->judged[i];
        if (judged->uncertain && !failed_matched)
            continue;
        if (bf_assessment_counts(judged))
            add_match(facts, &judged->match, &seen);
        else
            add_aside(facts, judged);
    }
    for (size_t i = 0; failed_matched && i < input->failed_count; i++) {
        const bf_match past = {.rule = input->failed[i], .at = UINT32_MAX}; /* behind all others */
        add_match(facts, &past, &seen);
    }
}

static void add_claim(fact_set *facts, bf_weight weight, bf_status standing, bool supervisor_named)
{
    bool strong = weight == BF_WEIGHT_STRONG;
    bool own = standing != BF_STATUS_NEGATED && standing != BF_STATUS_NEGATED_BY_HEADER &&
               standing != BF_STATUS_ANSWERED_NO;
    add_fact(facts, BF_FACT_CLAIM_STRONG_HELD, strong && standing == BF_STATUS_ASSERTED);
    add_fact(facts, BF_FACT_CLAIM_ASSOCIATE_SUPERVISED,
             standing == BF_STATUS_ASSOCIATE && supervisor_named);
    add_fact(facts, BF_FACT_CLAIM_WEAK,
             own && weight != BF_WEIGHT_NONE && (!strong || standing != BF_STATUS_ASSERTED));
}

static void add_claims(fact_set *facts, const bf_claims *claims, bool failed_matched)
{
    for (size_t i = 0; i < claims->count; i++)
        if (bf_credential_is_own(&claims->items[i]))
            add_claim(facts, claims->items[i].weight, claims->items[i].standing,
                      claims->items[i].supervisor.length > 0);
    for (size_t i = 0; failed_matched && i < claims->failed_count; i++)
        add_claim(facts, claims->failed[i]->weight, claims->failed[i]->standing, true);
}

/* Says whether a claim is one that counts for its advertiser when it holds. */
static bool is_held(const bf_claim *claim)
{
    return bf_credential_is_own(claim) && claim->weight == BF_WEIGHT_STRONG &&
           claim->standing == BF_STATUS_ASSERTED;
}

bool bf_assessment_holds(const bf_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++)
        if (is_held(&claims->items[i]))
            return true;
    return false;
}

/* Adds what registries say. A licence that has ended counts where nothing else is held; that one
 * could not be confirmed, where none is. */
static void add_registries(fact_set *facts, const bf_assessment_input *input)
{
    const bf_verifications *found = input->verifications;
    unsigned seen = 0; /* 1 << bf_verification_status of each claim held */
    const unsigned ended = 1u << BF_VERIFICATION_EXPIRED | 1u << BF_VERIFICATION_SURRENDERED;
    const unsigned open = 1u << BF_VERIFICATION_OTHER_NAME | 1u << BF_VERIFICATION_NOT_FOUND |
                          1u << BF_VERIFICATION_AMBIGUOUS;
    if (found == NULL || found->claims == NULL)
        return;
    for (size_t i = 0; i < input->claims->count; i++) {
        bf_verification_status status = found->claims[i].status;
        add_fact(facts, BF_FACT_REGISTRY_REVOKED, status == BF_VERIFICATION_REVOKED);
        if (is_held(&input->claims->items[i]))
            seen |= 1u << status;
    }
    add_fact(facts, BF_FACT_REGISTRY_EXCLUDED, found->exclusion.status == BF_VERIFICATION_EXCLUDED);
    add_fact(facts, BF_FACT_REGISTRY_VERIFIED, (seen >> BF_VERIFICATION_VERIFIED & 1) != 0);
    add_fact(facts, BF_FACT_REGISTRY_ENDED, seen != 0 && (seen & ~ended) == 0);
    add_fact(facts, BF_FACT_REGISTRY_UNCONFIRMED,
             (seen & open) != 0 && !has_fact(*facts, BF_FACT_REGISTRY_VERIFIED));
}

static void add_listing(fact_set *facts, const bf_assessment_input *input)
{
    const bf_listing *listing = input->listing;
    add_fact(facts, BF_FACT_CLINICIAN_NAMED, listing->clinician);
    add_fact(facts, BF_FACT_TEXT_THIN, input->thin);
    add_fact(facts, BF_FACT_TEXT_CUT, input->truncated);
    add_fact(facts, BF_FACT_DATA_REFUSED, input->refused);
    add_fact(facts, BF_FACT_PARTIAL_CARD, listing->partial);
    add_fact(facts, BF_FACT_NOT_THERAPY, listing->not_therapy);
    add_fact(facts, BF_FACT_ROLE_THERAPY, listing->role == BF_ROLE_THERAPY);
    add_fact(facts, BF_FACT_ROLE_BODY, listing->role == BF_ROLE_BODY);
    add_fact(facts, BF_FACT_ROLE_COACH, listing->role == BF_ROLE_COACH);
    add_fact(facts, BF_FACT_TREATS, listing->treats);
    add_fact(facts, BF_FACT_PEOPLE_CLAIM_STRONG, input->people_hold);
}

static bool row_holds(const bf_assessment_row *row, fact_set facts)
{
    bool some = row->any_count == 0;
    for (size_t i = 0; i < row->all_count; i++)
        if (!has_fact(facts, row->all[i]))
            return false;
    for (size_t i = 0; i < row->none_count; i++)
        if (has_fact(facts, row->none[i]))
            return false;
    for (size_t i = 0; i < row->any_count && !some; i++)
        some = has_fact(facts, row->any[i]);
    return some;
}

static const bf_assessment_row *first_row(const bf_assessment_row *rows, size_t count,
                                          fact_set facts)
{
    for (size_t i = 0; i < count; i++)
        if (row_holds(&rows[i], facts))
            return &rows[i];
    return NULL;
}

static bf_level level_of(const bf_assessment_row *row)
{
    return row ? row->level : BF_LEVEL_UNKNOWN;
}

static bf_level worse(bf_level a, bf_level b)
{
    return a > b ? a : b;
}

static bf_level better(bf_level a, bf_level b)
{
    return a < b ? a : b;
}

/* Distinct groups of findings, at most nine: it orders the listings of one level. */
static int count_groups(const bf_assessment_input *input)
{
    int groups = 0;
    for (size_t i = 0; i < input->judged_count && groups < 9; i++) {
        bool seen = !bf_assessment_counts(&input->judged[i]);
        for (size_t j = 0; j < i && !seen; j++)
            seen = bf_assessment_counts(&input->judged[j]) &&
                   bf_str_equal(input->judged[j].match.rule->group,
                                input->judged[i].match.rule->group);
        groups += !seen;
    }
    return groups;
}

void bf_assess(const bf_assessment_input *input, const bf_rules *rules, bf_assessment *out)
{
    fact_set listing = 0, offers = 0, more_offers = 0, claims = 0, more_claims = 0;
    add_listing(&listing, input);
    add_registries(&listing, input);
    add_conduct(&offers, input, false);
    add_conduct(&more_offers, input, true);
    add_claims(&claims, input->claims, false);
    add_claims(&more_claims, input->claims, true);

    const bf_assessment_row *conduct =
        first_row(rules->conduct, rules->conduct_count, listing | offers | claims);
    const bf_assessment_row *credential =
        first_row(rules->credential, rules->credential_count, listing | offers | claims);
    bf_level conduct_else =
        level_of(first_row(rules->conduct, rules->conduct_count, listing | more_offers | claims));
    bf_level credential_else = level_of(
        first_row(rules->credential, rules->credential_count, listing | offers | more_claims));
    bf_level worst =
        worse(worse(level_of(conduct), conduct_else), worse(level_of(credential), credential_else));
    bf_level best = worse(better(level_of(conduct), conduct_else),
                          better(level_of(credential), credential_else));
    bool undecided = worst != best;
    *out = (bf_assessment){
        .level = undecided ? BF_LEVEL_UNKNOWN : worst,
        .conduct_level = level_of(conduct) == conduct_else ? conduct_else : BF_LEVEL_UNKNOWN,
        .credential_level =
            level_of(credential) == credential_else ? credential_else : BF_LEVEL_UNKNOWN,
        .conduct = conduct,
        .credential = credential,
        .undecided = undecided,
        .at_least = best,
        .facts = listing | offers | claims,
    };
    out->rank = (int)out->level * 10 + count_groups(input);
}
