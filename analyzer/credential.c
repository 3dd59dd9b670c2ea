/* credential.c: what a listing claims to be. */
#include "analyzer/credential.h"

#include <string.h>

enum { MOST_OF_ONE_RULE = 32, SUPERVISOR_WORDS = 4 };

/* A switch without default: the compiler finds the
 * status that has none. */
const char *bf_standing_name(bf_status status)
{
    switch (status) {
    case BF_STATUS_ASSERTED:
        return "held";
    case BF_STATUS_NEGATED:
    case BF_STATUS_NEGATED_BY_HEADER:
    case BF_STATUS_ANSWERED_NO:
        return "denied";
    case BF_STATUS_OTHER_AGENT:
    case BF_STATUS_QUOTED:
    case BF_STATUS_TESTIMONIAL:
    case BF_STATUS_COMMENT:
        return "someone_else";
    case BF_STATUS_PAST:
        return "past";
    case BF_STATUS_ASSOCIATE:
    case BF_STATUS_IN_TRAINING:
    case BF_STATUS_LAPSED:
    case BF_STATUS_PENDING:
    case BF_STATUS_HONORARY:
        return bf_status_name(status);
    case BF_STATUS_NONE:
    case BF_STATUS_WARNED:
    case BF_STATUS_HOMEWORK:
    case BF_STATUS_HYPOTHETICAL:
    case BF_STATUS_TAUGHT:
    case BF_STATUS_SPECIALTY:
    case BF_STATUS_COUNT:
        return "unclear";
    }
    return "unclear";
}

/* What the steps for one listing share. */
typedef struct {
    const bf_match_text *text;
    const bf_rules *rules;
    bf_pattern_scratch *scratch;
    bf_arena *arena;
    bf_claims found;
    size_t capacity;
    bf_error *err;
} finding;

static bool no_memory(finding *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "credentials: no memory");
}

static const bf_block *block_at(const finding *job, uint32_t at)
{
    return &job->text->document->blocks[job->text->listing->blocks[at].block];
}

static bool near_matches(finding *job, const bf_claim_rule *rule, uint32_t at, bool *failed)
{
    bf_error failure = {0};
    bf_pattern_match match;
    bf_pattern_result result =
        bf_pattern_find(rule->near, job->scratch, job->text->folded[at].text, 0, &match, &failure);
    *failed = *failed || result == BF_PATTERN_FAILED;
    return result == BF_PATTERN_MATCH;
}

/* Says whether what a shape asks for besides itself is there: words in this block or the ones
 * beside it, or the listing's region. `*failed` says that it could not be found out. */
static bool required_is_there(finding *job, const bf_claim_rule *rule, uint32_t at, bool *failed)
{
    const bf_listing *listing = job->text->listing;
    if (rule->near == NULL && rule->requires_region_count == 0)
        return true;
    for (size_t i = 0; i < rule->requires_region_count; i++)
        if (bf_str_equal(rule->requires_region[i], listing->region))
            return true;
    if (rule->near == NULL)
        return false;
    return near_matches(job, rule, at, failed) ||
           (at > 0 && near_matches(job, rule, at - 1, failed)) ||
           (at + 1 < listing->block_count && near_matches(job, rule, at + 1, failed));
}

/* The first byte of the folded text that came from byte `shown` or after it. */
static size_t folded_place(const bf_folded *folded, size_t shown)
{
    size_t low = 0, high = folded->text.length;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (folded->origin[middle] < shown)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The name that follows "supervised by": words with a capital, up to four, as shown. */
static bf_str name_after(bf_str shown, bf_str cue)
{
    bf_str rest = bf_str_trim(bf_str_after(shown, (size_t)(cue.bytes - shown.bytes) + cue.length));
    bf_str name = rest, word;
    size_t words = 0;
    name.length = 0;
    while (words < SUPERVISOR_WORDS && bf_str_take_part(&rest, ' ', &word)) {
        bool capital = word.length > 0 && ((word.bytes[0] >= 'A' && word.bytes[0] <= 'Z') ||
                                           (unsigned char)word.bytes[0] >= 0x80);
        if (!capital)
            break;
        bool ends = strchr(",;.()", word.bytes[word.length - 1]) != NULL &&
                    !(word.length <= 3 && word.bytes[word.length - 1] == '.');
        name.length = (size_t)(word.bytes - name.bytes) + word.length - ends;
        words++;
        if (ends)
            break;
    }
    return words >= 2 ? name : (bf_str){0};
}

/* The standing that the context gives a claim whose shape says `standing`. A cue about somebody's
 * training or a supervisor outranks what the letters say; other dismissals mean that it is not this
 * person's claim at all. */
static bf_status standing_of(const bf_claim_rule *rule, const bf_context *context)
{
    return context->status == BF_STATUS_ASSERTED ? rule->standing : context->status;
}

/* Reads what the context says of the claim, and of who supervises an associate. */
static void judge_claim(finding *job, bf_claim *claim, size_t shown_begin, size_t shown_end,
                        bool *failed)
{
    const bf_folded *folded = &job->text->folded[claim->at];
    const bf_context_question question = {.at = claim->at,
                                          .begin = folded_place(folded, shown_begin),
                                          .end = folded_place(folded, shown_end),
                                          .category = BF_CATEGORY_CREDENTIAL};
    bf_context_judge(job->text, &question, job->rules, job->scratch, &claim->context, failed);
    claim->standing = standing_of(claim->rule, &claim->context);
    if (claim->standing == BF_STATUS_ASSOCIATE && claim->context.cue)
        claim->supervisor =
            name_after(block_at(job, claim->context.cue_at)->text, claim->context.cue_text);
}

/* Ranks standings: of one claim made twice the better one counts. */
static int rank_of(bf_status standing)
{
    return standing == BF_STATUS_ASSERTED ? 2 : standing == BF_STATUS_ASSOCIATE ? 1 : 0;
}

/* Adds a claim, or joins it with the same one said before. */
static bool add_claim(finding *job, const bf_claim *claim)
{
    for (size_t i = 0; i < job->found.count; i++) {
        bf_claim *earlier = &job->found.items[i];
        bool same = earlier->rule == claim->rule &&
                    (earlier->number.length == 0 || claim->number.length == 0 ||
                     bf_str_equal(earlier->number, claim->number));
        if (!same)
            continue;
        bf_str number = earlier->number.length ? earlier->number : claim->number;
        bf_str supervisor = earlier->supervisor.length ? earlier->supervisor : claim->supervisor;
        if (rank_of(claim->standing) > rank_of(earlier->standing))
            *earlier = *claim;
        earlier->number = number;
        earlier->supervisor = supervisor;
        return true;
    }
    bf_claim *grown = bf_arena_grow(job->arena, job->found.items, job->found.count, &job->capacity,
                                    sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    job->found.items = grown;
    grown[job->found.count++] = *claim;
    return true;
}

static bool note_failed(finding *job, const bf_claim_rule *rule)
{
    if (job->found.failed == NULL)
        job->found.failed =
            bf_arena_take(job->arena, job->rules->claim_count, sizeof *job->found.failed);
    if (job->found.failed == NULL)
        return no_memory(job);
    for (size_t i = 0; i < job->found.failed_count; i++)
        if (job->found.failed[i] == rule)
            return true;
    job->found.failed[job->found.failed_count++] = rule;
    return true;
}

/* Finds the claims of one shape in one block; `candidate` says which of its expressions can have
 * any. */
static bool match_rule(finding *job, const bf_keyword_candidate *candidate, uint32_t at)
{
    const bf_claim_rule *rule = &job->rules->claims[candidate->pattern];
    bf_str shown = block_at(job, at)->text;
    size_t from = 0;
    for (unsigned count = 0;; count++) {
        bool failed = false;
        bf_error failure = {0};
        bf_pattern_match match, number;
        bf_pattern_result result = bf_pattern_find_among(
            rule->pattern, candidate->choice, job->scratch, shown, from, &match, &failure);
        if (result == BF_PATTERN_NONE)
            return true;
        if (result == BF_PATTERN_FAILED || count == MOST_OF_ONE_RULE)
            return note_failed(job, rule); /* what is not looked at is not "no claim" */
        bf_claim claim = {.rule = rule,
                          .exact = bf_str_slice(shown, match.begin, match.end),
                          .region = rule->region.length ? rule->region : job->text->listing->region,
                          .at = at};
        if (rule->number && bf_pattern_group(rule->pattern, job->scratch, "number", &number))
            claim.number = bf_str_slice(shown, number.begin, number.end);
        from = match.end;
        bool there = required_is_there(job, rule, at, &failed);
        if (there)
            judge_claim(job, &claim, match.begin, match.end, &failed);
        if (failed ? !note_failed(job, rule) : there && !add_claim(job, &claim))
            return false;
    }
}

bool bf_credential_find(const bf_match_text *text, const bf_rules *rules,
                        bf_pattern_scratch *scratch, bf_arena *arena, bf_claims *out, bf_error *err)
{
    finding job = {.text = text, .rules = rules, .scratch = scratch, .arena = arena, .err = err};
    bf_keyword_search *search = &text->search->claims;
    for (uint32_t at = 0; at < text->listing->block_count; at++) {
        if (block_at(&job, at)->field == BF_FIELD_HIDDEN)
            continue; /* what nobody is shown, nobody is told */
        bf_keyword_look(search, block_at(&job, at)->text);
        for (size_t i = 0; i < search->count; i++)
            if (!match_rule(&job, &search->items[i], at))
                return false;
    }
    *out = job.found;
    return true;
}
