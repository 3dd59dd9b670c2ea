/* match.c: where the rules match in a listing. */
#include "analyzer/match.h"

#include <string.h>

#include "analyzer/sentence.h"

enum { MOST_OF_ONE_RULE = 1000 };

/* What the steps for one listing share. */
typedef struct {
    const bf_match_text *text;
    const bf_rules *rules;
    bf_pattern_scratch *scratch;
    bf_arena *arena;
    bf_keyword_search sentences, paragraphs; /* for rules of that span */
    bf_matches found;
    size_t capacity;
    unsigned *counts; /* matches of each rule so far */
    bool *failed;     /* whether it met a limit */
} finding;

static bool cut_sentences(bf_str whole, const bf_rules *rules, bf_arena *arena,
                          bf_match_sentences *out)
{
    bf_str rest = whole, sentence;
    size_t capacity = 0;
    while (bf_sentence_take(&rest, &rules->abbreviations, &sentence)) {
        bf_match_span *grown =
            bf_arena_grow(arena, out->items, out->count, &capacity, sizeof *grown);
        if (grown == NULL)
            return false;
        size_t begin = (size_t)(sentence.bytes - whole.bytes);
        out->items = grown;
        grown[out->count++] = (bf_match_span){begin, begin + sentence.length};
    }
    return true;
}

bool bf_match_prepare(const bf_document *document, const bf_folded *folded,
                      const bf_listing *listing, const bf_rules *rules,
                      const bf_pattern_scratch *scratch, bf_arena *arena, bf_match_text *out,
                      bf_error *err)
{
    size_t count = listing->block_count;
    bf_folded *own = bf_arena_take(arena, count, sizeof *own);
    bf_match_sentences *sentences = bf_arena_take(arena, count, sizeof *sentences);
    if (own == NULL || sentences == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "match: no memory for %zu blocks", count);
    for (size_t i = 0; i < count; i++) {
        own[i] = folded[listing->blocks[i].block];
        if (!cut_sentences(own[i].text, rules, arena, &sentences[i]))
            return bf_fail(err, BF_ERR_MEMORY, "match: no memory for sentences");
    }
    bf_keyword_search *cues = bf_arena_take(arena, 1, sizeof *cues);
    if (cues == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "match: no memory");
    if (!bf_keyword_begin(rules->keywords.cues, scratch, arena, cues, err))
        return false;
    *out = (bf_match_text){document, listing, own, sentences, cues};
    return true;
}

bf_match_span bf_match_sentence(const bf_match_text *text, uint32_t at, size_t byte)
{
    const bf_match_sentences *sentences = &text->sentences[at];
    size_t low = 0, high = sentences->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sentences->items[middle].end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sentences->count ? sentences->items[low]
                                  : (bf_match_span){0, text->folded[at].text.length};
}

static const bf_block *block_at(const finding *job, uint32_t at)
{
    return &job->text->document->blocks[job->text->listing->blocks[at].block];
}

/* One view of a block. */
typedef struct {
    uint32_t at; /* index into the listing's blocks */
    const bf_folded *folded;
    const bf_match_sentences *sentences; /* of the folded text */
} view;

/* Adds a match at bytes `begin` up to `end` of a view. */
static bool add_match(finding *job, const bf_rule *rule, const view *in, size_t begin, size_t end,
                      bf_error *err)
{
    bf_match *grown = bf_arena_grow(job->arena, job->found.items, job->found.count, &job->capacity,
                                    sizeof *grown);
    if (grown == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "match: no memory");
    job->found.items = grown;
    grown[job->found.count++] =
        (bf_match){.rule = rule,
                   .at = in->at,
                   .begin = begin,
                   .end = end,
                   .exact = bf_fold_source(in->folded, block_at(job, in->at)->text, begin, end)};
    return true;
}

/* Finds all matches of one rule in a part of a view, a sentence or the whole; `candidate` says
 * which of its expressions can have any. The subject begins with the part, so that a pattern's look
 * behind does not leave it. */
static bool match_rule(finding *job, const bf_keyword_candidate *candidate, const view *in,
                       bf_str part, bf_error *err)
{
    size_t number = candidate->pattern;
    const bf_rule *rule = &job->rules->rules[number];
    size_t offset = (size_t)(part.bytes - in->folded->text.bytes);
    size_t from = 0;
    for (;;) {
        bf_error failure = {0};
        bf_pattern_match match;
        bf_pattern_result result = bf_pattern_find_among(
            rule->pattern, candidate->choice, job->scratch, part, from, &match, &failure);
        if (result == BF_PATTERN_NONE)
            return true;
        if (result == BF_PATTERN_FAILED || job->counts[number] == MOST_OF_ONE_RULE) {
            job->failed[number] = true; /* what is not looked at is not "no match" */
            return true;
        }
        job->counts[number]++;
        if (!add_match(job, rule, in, offset + match.begin, offset + match.end, err))
            return false;
        from = match.end;
    }
}

/* Runs those rules of `search` over a part of a view that read the block's field and can match
 * there. */
static bool match_part(finding *job, bf_keyword_search *search, const view *in, bf_str part,
                       bf_error *err)
{
    unsigned field = 1u << block_at(job, in->at)->field;
    bf_keyword_look(search, part);
    for (size_t i = 0; i < search->count; i++)
        if ((job->rules->rules[search->items[i].pattern].fields & field) != 0 &&
            !match_rule(job, &search->items[i], in, part, err))
            return false;
    return true;
}

/* Runs the rules over one view of a block, each over what is of its span. */
static bool match_view(finding *job, const view *in, bf_error *err)
{
    bf_str whole = in->folded->text;
    if (whole.length > 0 && !match_part(job, &job->paragraphs, in, whole, err))
        return false;
    for (size_t i = 0; i < in->sentences->count; i++) {
        bf_match_span sentence = in->sentences->items[i];
        bf_str part = bf_str_slice(whole, sentence.begin, sentence.end);
        if (!match_part(job, &job->sentences, in, part, err))
            return false;
    }
    return true;
}

/* Orders the matches of one block by place; those of one place stay in the order of the rules. */
static void sort_matches(bf_match *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        bf_match moved = items[i];
        size_t k = i;
        for (; k > 0 && items[k - 1].begin > moved.begin; k--)
            items[k] = items[k - 1];
        items[k] = moved;
    }
}

static bool list_failed(finding *job, bf_error *err)
{
    const bf_rules *rules = job->rules;
    job->found.failed = bf_arena_take(job->arena, rules->rule_count, sizeof *job->found.failed);
    if (job->found.failed == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "match: no memory");
    for (size_t i = 0; i < rules->rule_count; i++)
        if (job->failed[i])
            job->found.failed[job->found.failed_count++] = &rules->rules[i];
    return true;
}

bool bf_match_find(const bf_match_text *text, const bf_rules *rules, bf_pattern_scratch *scratch,
                   bf_arena *arena, bf_matches *out, bf_error *err)
{
    finding job = {.text = text, .rules = rules, .scratch = scratch, .arena = arena};
    job.counts = bf_arena_take(arena, rules->rule_count, sizeof *job.counts);
    job.failed = bf_arena_take(arena, rules->rule_count, sizeof *job.failed);
    if (job.counts == NULL || job.failed == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "match: no memory");
    if (!bf_keyword_begin(rules->keywords.sentences, scratch, arena, &job.sentences, err) ||
        !bf_keyword_begin(rules->keywords.paragraphs, scratch, arena, &job.paragraphs, err))
        return false;
    for (uint32_t at = 0; at < text->listing->block_count; at++) {
        const view plain = {at, &text->folded[at], &text->sentences[at]};
        size_t before = job.found.count;
        if (!match_view(&job, &plain, err))
            return false;
        if (job.found.count > before)
            sort_matches(&job.found.items[before], job.found.count - before);
    }
    if (!list_failed(&job, err))
        return false;
    *out = job.found;
    return true;
}
