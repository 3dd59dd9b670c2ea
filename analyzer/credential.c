/* credential.c: what a listing claims to be. */
#include "analyzer/credential.h"

#include <string.h>

#include "analyzer/holder.h"
#include "analyzer/licence_region.h"
#include "analyzer/name.h"
#include "analyzer/school.h"
#include "analyzer/title.h"

/* Of a list of credentials: bytes of the line that heads it, of signs round that one's words, and
 * of an entry; how many entries are looked past. */
enum { HEAD_BYTES = 60, SIGN_BYTES = 2, ENTRY_BYTES = 240, MOST_ENTRIES = 30 };

enum { MOST_OF_ONE_RULE = 32, MOST_MATCHES = 512, MOST_CLAIMS = 1024, SUPERVISOR_WORDS = 4 };

/* A switch without default: the compiler finds the status that has no name. */
const char *bf_standing_name(bf_status status)
{
    switch (status) {
    case BF_STATUS_ASSERTED:
        return "held";
    case BF_STATUS_NEGATED:
    case BF_STATUS_NEGATED_BY_HEADER:
    case BF_STATUS_ANSWERED_NO:
        return "denied";
    case BF_STATUS_PAST:
    case BF_STATUS_ASSOCIATE:
    case BF_STATUS_IN_TRAINING:
    case BF_STATUS_LAPSED:
    case BF_STATUS_SURRENDERED:
    case BF_STATUS_PENDING:
    case BF_STATUS_HONORARY:
        return bf_status_name(status);
    case BF_STATUS_NONE:
    case BF_STATUS_WARNED:
    case BF_STATUS_HOMEWORK:
    case BF_STATUS_OTHER_AGENT:
    case BF_STATUS_QUOTED:
    case BF_STATUS_TESTIMONIAL:
    case BF_STATUS_COMMENT:
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
    bf_gazetteer *places; /* opened for the first licence */
    uint32_t *heads;      /* of each block, the one that heads its list; BF_NONE: none does */
    bool heads_failed;    /* a pattern met a limit while they were looked for */
    bf_error *err;
} finding;

bool bf_credential_is_own(const bf_claim *claim)
{
    return claim->owner == BF_OWNER_ADVERTISER;
}

static bool no_memory(finding *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "credentials: no memory");
}

static const bf_block *block_at(const finding *job, uint32_t at)
{
    return &job->text->document->blocks[job->text->listing->blocks[at].block];
}

/* Says whether the words stand in block `at`. */
static bool block_has(finding *job, const bf_pattern *words, uint32_t at, bool *failed)
{
    bf_error failure = {0};
    bf_pattern_match match;
    bf_pattern_result result =
        bf_pattern_find(words, job->scratch, job->text->folded[at].text, 0, &match, &failure);
    *failed = *failed || result == BF_PATTERN_FAILED;
    return result == BF_PATTERN_MATCH;
}

/* Says whether the words stand in this block or in one beside it. */
static bool is_near(finding *job, const bf_pattern *words, uint32_t at, bool *failed)
{
    return block_has(job, words, at, failed) || (at > 0 && block_has(job, words, at - 1, failed)) ||
           (at + 1 < job->text->listing->block_count && block_has(job, words, at + 1, failed));
}

/* Says whether the words are all of block `at`, but for signs and blanks round them. */
static bool is_all_of(finding *job, const bf_pattern *words, uint32_t at, bool *failed)
{
    bf_str text = job->text->folded[at].text;
    bf_error failure = {0};
    bf_pattern_match match;
    bf_pattern_result result = bf_pattern_find(words, job->scratch, text, 0, &match, &failure);
    *failed = *failed || result == BF_PATTERN_FAILED;
    return result == BF_PATTERN_MATCH && match.begin <= SIGN_BYTES &&
           match.end + SIGN_BYTES >= text.length;
}

/* Says whether block `at` heads a list that some rule knows. */
static bool heads_a_list(finding *job, uint32_t at)
{
    if (block_at(job, at)->text.length > HEAD_BYTES)
        return false;
    for (size_t i = 0; i < job->rules->claim_count; i++) {
        const bf_pattern *under = job->rules->claims[i].under;
        if (under && is_all_of(job, under, at, &job->heads_failed))
            return true;
    }
    return false;
}

/* Finds for each block the line that heads the list which it is an entry of: the nearest one above,
 * with nothing but entries between them. false: no memory. */
static bool find_heads(finding *job)
{
    uint32_t count = (uint32_t)job->text->listing->block_count, head = BF_NONE;
    job->heads = bf_arena_take(job->arena, count, sizeof *job->heads);
    if (job->heads == NULL)
        return no_memory(job);
    for (uint32_t at = 0; at < count; at++) {
        const bf_block *block = block_at(job, at);
        job->heads[at] = head != BF_NONE && at - head <= MOST_ENTRIES ? head : BF_NONE;
        if (heads_a_list(job, at))
            head = at;
        else if (block->kind == BF_BLOCK_HEADING || block->text.length > ENTRY_BYTES)
            head = BF_NONE;
    }
    return true;
}

/* Says whether the list that block `at` is an entry of is one of `rule`. */
static bool is_under(finding *job, const bf_claim_rule *rule, uint32_t at, bool *failed)
{
    *failed = *failed || job->heads_failed;
    return job->heads[at] != BF_NONE && is_all_of(job, rule->under, job->heads[at], failed);
}

/* Says whether only letters stand between byte `begin` of block `at` and a person's name in front
 * of it, or before the block, which has nothing else. */
static bool is_behind_name(const finding *job, uint32_t at, size_t begin)
{
    bf_str shown = block_at(job, at)->text;
    if (bf_holder_of_letters(shown, begin).length > 0)
        return true;
    if (at == 0 || !bf_holder_is_letters(bf_str_slice(shown, 0, begin)))
        return false;
    bf_name name = bf_name_read(block_at(job, at - 1)->text);
    return name.kind == BF_NAME_PERSON && name.alone;
}

/* Says whether what a shape asks for besides itself is there: words in this block or the ones
 * beside it or over its list, or the listing's region. `*failed` says that it could not be found
 * out. */
static bool required_is_there(finding *job, const bf_claim *claim, bool *failed)
{
    const bf_listing *listing = job->text->listing;
    const bf_claim_rule *rule = claim->rule;
    uint32_t at = claim->at;
    if (rule->behind_name && !is_behind_name(job, at, claim->begin))
        return false;
    if (rule->near == NULL && rule->under == NULL && rule->requires_region_count == 0)
        return true;
    for (size_t i = 0; i < rule->requires_region_count; i++)
        if (bf_str_equal(rule->requires_region[i], listing->region))
            return true;
    return (rule->near && is_near(job, rule->near, at, failed)) ||
           (rule->under && is_under(job, rule, at, failed));
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
    bool supervised =
        context->status == BF_STATUS_ASSOCIATE; /* a degree is not; who has it may be */
    bool held = rule->type == BF_CLAIM_DEGREE || rule->type == BF_CLAIM_MEMBERSHIP;
    return context->status == BF_STATUS_ASSERTED || (supervised && held) ? rule->standing
                                                                         : context->status;
}

/* Whose claim it is: a client's who wrote the block, else whose the cue says. What is told in
 * general ("if a therapist is licensed") is anybody's. */
static bf_owner owner_of(bf_voice voice, const bf_context *context)
{
    if (voice == BF_VOICE_TESTIMONIAL || voice == BF_VOICE_COMMENT)
        return BF_OWNER_CLIENT;
    switch (context->status) {
    case BF_STATUS_OTHER_AGENT:
        return context->cue ? context->cue->owner : BF_OWNER_OTHER;
    case BF_STATUS_TESTIMONIAL:
    case BF_STATUS_COMMENT:
        return BF_OWNER_CLIENT;
    case BF_STATUS_QUOTED:
    case BF_STATUS_WARNED:
    case BF_STATUS_HYPOTHETICAL:
        return BF_OWNER_OTHER;
    default:
        return BF_OWNER_ADVERTISER;
    }
}

static bool is_among(const bf_str *regions, size_t count, bf_str region)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal(regions[i], BF_STR("*")) ||
            (region.length > 0 && bf_str_equal(regions[i], region)))
            return true;
    return false;
}

/* Says whether the title is the level under supervision where the claim is from: an LPCC is
 * independent in Ohio, and a candidate in Colorado. */
static bool is_lower(const bf_claim *claim)
{
    const bf_title *named = claim->named;
    return named && is_among(named->lower_in, named->lower_count, claim->region) &&
           !is_among(named->full_in, named->full_count, claim->region);
}

/* The region that the words of a licence name; empty when none, or without memory to look. */
static bf_str region_of_licence(finding *job, const bf_claim *claim)
{
    if (claim->rule->type != BF_CLAIM_LICENCE)
        return (bf_str){0};
    if (job->places == NULL) {
        job->places = bf_arena_take(job->arena, 1, sizeof *job->places);
        if (job->places == NULL)
            return (bf_str){0};
        bf_gazetteer_open(job->places, BF_STR("US"));
    }
    return bf_licence_region(job->places, block_at(job, claim->at)->text, claim->begin, claim->end);
}

/* The school of a degree or a certificate; empty when none is told, or a pattern met a limit: the
 * claim stands without it. */
static bf_str school_of(const finding *job, const bf_claim *claim)
{
    bool failed = false;
    const bf_claim_rule *rule = claim->rule;
    bf_str line = bf_str_after(block_at(job, claim->at)->text, claim->begin);
    if (rule->school.length > 0 ||
        (rule->type != BF_CLAIM_DEGREE && rule->type != BF_CLAIM_CERTIFICATION))
        return rule->school;
    return bf_school_find(job->rules, line, claim->end - claim->begin, job->scratch, &failed);
}

/* Fills in what the words of a claim name: title, field, school, issuer, region. */
static void name_claim(finding *job, bf_claim *claim, bool *failed)
{
    const bf_claim_rule *rule = claim->rule;
    const bf_title *named = bf_title_find(job->rules, rule->type, claim->exact,
                                          &job->text->search->titles, job->scratch, failed);
    claim->named = named;
    claim->title = named ? named->title : rule->title;
    claim->field = rule->field.length || named == NULL ? rule->field : named->field;
    claim->school = school_of(job, claim);
    claim->issuer = named && named->issuer.length ? named->issuer : rule->issuer;
    claim->region = rule->region.length             ? rule->region
                    : named && named->region.length ? named->region
                                                    : region_of_licence(job, claim);
    claim->region_told = claim->region.length > 0;
    if (!claim->region_told)
        claim->region = job->text->listing->region;
    claim->weight = rule->weight;
}

/* Says whether `holder` is the one whom the listing names. */
static bool is_listed(const finding *job, bf_str holder, uint32_t at)
{
    bf_str name = job->text->listing->name;
    if (holder.length == 0 || name.length == 0 || !bf_name_equal(holder, name))
        return false;
    for (uint32_t i = 0; i < job->text->listing->block_count; i++)
        if (i != at && bf_str_find(block_at(job, i)->text, name, 0) != SIZE_MAX)
            return true; /* not only there, where somebody else may be spoken of */
    return false;
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
    claim->holder = bf_holder_before(block_at(job, claim->at)->text, shown_begin);
    bool supervisor = claim->context.cue && claim->context.cue->owner == BF_OWNER_SUPERVISOR;
    bool others = claim->context.status == BF_STATUS_OTHER_AGENT ||
                  (claim->context.status == BF_STATUS_TESTIMONIAL && claim->context.cue);
    if (others && !supervisor && is_listed(job, claim->holder, claim->at))
        claim->context =
            (bf_context){.status = BF_STATUS_ASSERTED}; /* "… asks Ana Example, LMFT" */
    claim->standing = standing_of(claim->rule, &claim->context);
    claim->owner = owner_of(job->text->listing->blocks[claim->at].voice, &claim->context);
    if (claim->standing == BF_STATUS_ASSERTED && is_lower(claim))
        claim->standing = BF_STATUS_ASSOCIATE;
    if (claim->standing == BF_STATUS_ASSOCIATE && claim->context.cue)
        claim->supervisor =
            name_after(block_at(job, claim->context.cue_at)->text, claim->context.cue_text);
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

/* Adds a claim, unless the same words said the same before. One more than there may be is not
 * looked at. */
static bool add_claim(finding *job, const bf_claim *claim)
{
    for (size_t i = 0; i < job->found.count; i++) {
        const bf_claim *earlier = &job->found.items[i];
        if (earlier->rule == claim->rule && bf_str_equal(earlier->exact, claim->exact) &&
            earlier->standing == claim->standing && earlier->owner == claim->owner &&
            bf_str_equal(earlier->supervisor, claim->supervisor) &&
            (claim->holder.length == 0 || bf_str_equal(earlier->holder, claim->holder)))
            return true;
    }
    if (job->found.count == MOST_CLAIMS)
        return note_failed(job, claim->rule);
    bf_claim *grown = bf_arena_grow(job->arena, job->found.items, job->found.count, &job->capacity,
                                    sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    job->found.items = grown;
    grown[job->found.count++] = *claim;
    return true;
}

/* Where the words of a claim end that go on behind byte `end`: `most` words on, or at the end of
 * their clause. */
static size_t end_of_words(bf_str shown, size_t end, unsigned most)
{
    size_t at = end;
    if (most == 0 || end == 0 || strchr(",;:", shown.bytes[end - 1]) != NULL)
        return end;
    for (unsigned words = 0; words < most; words++) {
        size_t next = at;
        while (next < shown.length && shown.bytes[next] == ' ')
            next++;
        if ((next == at && words > 0) || next == shown.length)
            break;
        size_t last = next;
        while (last < shown.length && strchr(" \n,;:()|!?", shown.bytes[last]) == NULL)
            last++;
        bool stops = last < shown.length && shown.bytes[last] != ' ';
        bool point = last > next && shown.bytes[last - 1] == '.';
        at = last == next ? at : last - point;
        if (stops || point || last == next)
            break;
    }
    return at;
}

/* Where a claim ends of which the shape matched up to byte `end`. */
static size_t end_of_claim(finding *job, const bf_claim_rule *rule, bf_str shown, size_t end,
                           bool *failed)
{
    bf_error failure = {0};
    bf_pattern_match stop;
    size_t last = end_of_words(shown, end, rule->goes_on);
    if (rule->until == NULL || last == end)
        return last;
    bf_pattern_result result = bf_pattern_find(rule->until, job->scratch,
                                               bf_str_slice(shown, 0, last), end, &stop, &failure);
    *failed = *failed || result == BF_PATTERN_FAILED;
    if (result != BF_PATTERN_MATCH)
        return last;
    while (stop.begin > end && shown.bytes[stop.begin - 1] == ' ')
        stop.begin--;
    return stop.begin;
}

/* Makes a claim of a match of its shape. What stands round the group "claim" only tells that it is
 * one. */
static bf_claim claim_of(finding *job, const bf_claim_rule *rule, uint32_t at,
                         bf_pattern_match *match, bool *failed)
{
    bf_str shown = block_at(job, at)->text;
    bf_pattern_match group;
    bf_claim claim = {.rule = rule, .at = at};
    if (rule->number && bf_pattern_group(rule->pattern, job->scratch, "number", &group))
        claim.number = bf_str_slice(shown, group.begin, group.end);
    if (bf_pattern_group(rule->pattern, job->scratch, "claim", &group))
        *match = group;
    claim.begin = match->begin;
    claim.end = end_of_claim(job, rule, shown, match->end, failed);
    claim.exact = bf_str_slice(shown, claim.begin, claim.end);
    return claim;
}

/* Finds the claims of one shape in one block; `candidate` says which of its expressions can have
 * any. */
static bool match_rule(finding *job, const bf_keyword_candidate *candidate, uint32_t at)
{
    const bf_claim_rule *rule = &job->rules->claims[candidate->pattern];
    bf_str shown = block_at(job, at)->text;
    size_t from = 0;
    for (unsigned matches = 0, count = 0;; matches++) {
        bool failed = false;
        bf_error failure = {0};
        bf_pattern_match match;
        bf_pattern_result result = bf_pattern_find_among(
            rule->pattern, candidate->choice, job->scratch, shown, from, &match, &failure);
        if (result == BF_PATTERN_NONE)
            return true;
        if (result == BF_PATTERN_FAILED || count == MOST_OF_ONE_RULE || matches == MOST_MATCHES)
            return note_failed(job, rule); /* what is not looked at is not "no claim" */
        from = match.end;
        bf_claim claim = claim_of(job, rule, at, &match, &failed);
        from = claim.end > from ? claim.end : from;
        bool there = required_is_there(job, &claim, &failed);
        count += there;
        if (there) {
            name_claim(job, &claim, &failed);
            judge_claim(job, &claim, match.begin, match.end, &failed);
        }
        if (failed ? !note_failed(job, rule) : there && !add_claim(job, &claim))
            return false;
    }
}

bool bf_credential_find(const bf_match_text *text, const bf_rules *rules,
                        bf_pattern_scratch *scratch, bf_arena *arena, bf_claims *out, bf_error *err)
{
    finding job = {.text = text, .rules = rules, .scratch = scratch, .arena = arena, .err = err};
    bf_keyword_search *search = &text->search->claims;
    if (!find_heads(&job))
        return false;
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
