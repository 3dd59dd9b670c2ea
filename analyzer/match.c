/* match.c: where the rules match in a listing. */
#include "analyzer/match.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/sentence.h"

enum { MOST_OF_ONE_RULE = 1000 };

/* The matches of one block, each with the number, from 1, of the one before it of the same rule: a
 * match of another view is none where its rule matched already. */
typedef struct {
    struct {
        size_t begin, end, before;
    } * items;
    size_t count, capacity;
    size_t *latest; /* of each rule; 0: none */
} hit_list;

/* What the steps for one listing share. */
typedef struct {
    const bf_match_text *text;
    const bf_rules *rules;
    bf_pattern_scratch *scratch;
    bf_arena *arena;
    bf_matches found;
    size_t capacity;
    unsigned *counts; /* matches of each rule so far */
    bool *failed;     /* whether it met a limit */
    hit_list hits;
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

bool bf_match_begin(const bf_rules *rules, const bf_pattern_scratch *scratch, bf_arena *arena,
                    bf_match_search *out, bf_error *err)
{
    const bf_rule_keywords *keywords = &rules->keywords;
    *out = (bf_match_search){.arena = arena};
    for (bf_cue_place place = 0; place < BF_CUES_COUNT; place++)
        if (!bf_keyword_begin(keywords->cues, scratch, arena, &out->cues[place].search, err))
            return false;
    return bf_keyword_begin(keywords->sentences, scratch, arena, &out->sentences, err) &&
           bf_keyword_begin(keywords->paragraphs, scratch, arena, &out->paragraphs, err) &&
           bf_keyword_begin(keywords->claims, scratch, arena, &out->claims, err) &&
           bf_keyword_begin(keywords->titles, scratch, arena, &out->titles, err);
}

bool bf_match_prepare(const bf_document *document, const bf_folded *folded,
                      const bf_listing *listing, const bf_rules *rules, bf_match_search *search,
                      bf_arena *arena, bf_match_text *out, bf_error *err)
{
    size_t count = listing->block_count;
    bf_folded *own = bf_arena_take(arena, count, sizeof *own);
    bf_match_sentences *sentences = bf_arena_take(arena, count, sizeof *sentences);
    bf_views *views = bf_arena_take(arena, count, sizeof *views);
    if (own == NULL || sentences == NULL || views == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "match: no memory for %zu blocks", count);
    for (size_t i = 0; i < count; i++) {
        uint32_t block = listing->blocks[i].block;
        own[i] = folded[block];
        if (!cut_sentences(own[i].text, rules, arena, &sentences[i]))
            return bf_fail(err, BF_ERR_MEMORY, "match: no memory for sentences");
        if (!bf_views_make(&own[i], document->blocks[block].text, arena, &views[i], err))
            return false;
    }
    *out = (bf_match_text){document, listing, own, sentences, views, search};
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
    bf_str text;
    const bf_view *other; /* NULL: view N */
} view;

static bool add_match(finding *job, const bf_match *match, bf_error *err)
{
    bf_match *grown = bf_arena_grow(job->arena, job->found.items, job->found.count, &job->capacity,
                                    sizeof *grown);
    if (grown == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "match: no memory");
    job->found.items = grown;
    grown[job->found.count++] = *match;
    return true;
}

static bool add_hit(finding *job, size_t number, size_t begin, size_t end, bf_error *err)
{
    hit_list *hits = &job->hits;
    void *grown =
        bf_arena_grow(job->arena, hits->items, hits->count, &hits->capacity, sizeof *hits->items);
    if (grown == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "match: no memory");
    hits->items = grown;
    hits->items[hits->count].begin = begin;
    hits->items[hits->count].end = end;
    hits->items[hits->count++].before = hits->latest[number];
    hits->latest[number] = hits->count;
    return true;
}

/* Says whether the rule matched in this block already where bytes `begin` up to `end` are. */
static bool is_known(const hit_list *hits, size_t number, size_t begin, size_t end)
{
    for (size_t i = hits->latest[number]; i > 0; i = hits->items[i - 1].before)
        if (hits->items[i - 1].begin < end && begin < hits->items[i - 1].end)
            return true;
    return false;
}

/* Takes a match of rule `number` in a view, where it matched; `*more` is false when the rule has
 * met its limit. */
static bool take_match(finding *job, size_t number, const view *in, bf_pattern_match match,
                       bool *more, bf_error *err)
{
    bf_match taken = {
        .rule = &job->rules->rules[number], .at = in->at, .begin = match.begin, .end = match.end};
    if (in->other) {
        taken.undone = bf_view_undone(in->other, match.begin, match.end);
        bf_edit_source(&in->other->text, match.begin, match.end, &taken.begin, &taken.end);
        if (taken.undone == 0 || is_known(&job->hits, number, taken.begin, taken.end))
            return true;
    }
    if (job->counts[number] == MOST_OF_ONE_RULE) {
        *more = false;
        return true;
    }
    taken.exact = bf_fold_source(&job->text->folded[in->at], block_at(job, in->at)->text,
                                 taken.begin, taken.end);
    taken.undone = (taken.undone | bf_disguise_shown(taken.exact)) & BF_DISGUISE_ALL;
    job->counts[number]++;
    return add_match(job, &taken, err) &&
           (!in->other || add_hit(job, number, taken.begin, taken.end, err));
}

/* Finds all matches of one rule in a part of a view, a sentence or the whole; `candidate` says
 * which of its expressions can have any. The subject begins with the part, so that a pattern's look
 * behind does not leave it. */
static bool match_rule(finding *job, const bf_keyword_candidate *candidate, const view *in,
                       bf_str part, bf_error *err)
{
    size_t number = candidate->pattern;
    const bf_rule *rule = &job->rules->rules[number];
    size_t offset = (size_t)(part.bytes - in->text.bytes), from = 0;
    if (job->failed[number] && job->counts[number] == MOST_OF_ONE_RULE)
        return true; /* more is not looked for */
    for (bool more = true;;) {
        bf_error failure = {0};
        bf_pattern_match match;
        bf_pattern_result result = bf_pattern_find_among(
            rule->pattern, candidate->choice, job->scratch, part, from, &match, &failure);
        if (result == BF_PATTERN_NONE)
            return true;
        from = match.end;
        match = (bf_pattern_match){offset + match.begin, offset + match.end};
        if (result == BF_PATTERN_MATCH && !take_match(job, number, in, match, &more, err))
            return false;
        if (result == BF_PATTERN_FAILED || !more) {
            job->failed[number] = true; /* what is not looked at is not "no match" */
            return true;
        }
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

/* Runs the rules over view N of a block, each over what is of its span. */
static bool match_plain(finding *job, uint32_t at, bf_error *err)
{
    const view plain = {at, job->text->folded[at].text, NULL};
    const bf_match_sentences *sentences = &job->text->sentences[at];
    if (plain.text.length > 0 &&
        !match_part(job, &job->text->search->paragraphs, &plain, plain.text, err))
        return false;
    for (size_t i = 0; i < sentences->count; i++) {
        bf_match_span sentence = sentences->items[i];
        bf_str part = bf_str_slice(plain.text, sentence.begin, sentence.end);
        if (!match_part(job, &job->text->search->sentences, &plain, part, err))
            return false;
    }
    return true;
}

/* Runs them over another view, which has sentences of its own. Only what was undone can be found
 * there that is not in view N, so sentences in which nothing was are passed over. */
static bool match_other(finding *job, uint32_t at, const bf_view *other, bf_error *err)
{
    const view in = {at, other->text.text, other};
    bf_str rest = in.text, part;
    if (!match_part(job, &job->text->search->paragraphs, &in, in.text, err))
        return false;
    while (bf_sentence_take(&rest, &job->rules->abbreviations, &part)) {
        size_t begin = (size_t)(part.bytes - in.text.bytes);
        if (bf_view_undone(other, begin, begin + part.length) != 0 &&
            !match_part(job, &job->text->search->sentences, &in, part, err))
            return false;
    }
    return true;
}

/* Looks at the other views of a block, whose matches in view N begin with number `first`. */
static bool match_others(finding *job, uint32_t at, size_t first, bf_error *err)
{
    const bf_views *views = &job->text->views[at];
    if (views->count == 0)
        return true;
    job->hits.count = 0;
    memset(job->hits.latest, 0, job->rules->rule_count * sizeof *job->hits.latest);
    for (size_t i = first; i < job->found.count; i++) {
        const bf_match *match = &job->found.items[i];
        if (!add_hit(job, (size_t)(match->rule - job->rules->rules), match->begin, match->end, err))
            return false;
    }
    for (size_t i = 0; i < views->count; i++)
        if (!match_other(job, at, &views->items[i], err))
            return false;
    return true;
}

/* Adds what `rule` reveals of a block's matches, which begin with number `first` and are sorted;
 * one for matches that overlap. A part alone is no offer. */
static bool reveal(finding *job, const bf_rule *rule, size_t first, size_t end, bf_error *err)
{
    size_t known = 0; /* bytes */
    for (size_t i = first; i < end; i++) {
        bf_match match = job->found.items[i];
        if (match.rule->part || (match.undone & rule->reveals) == 0 || match.begin < known ||
            (rule->reveals_of >> match.rule->category & 1) == 0 ||
            (rule->fields >> block_at(job, match.at)->field & 1) == 0)
            continue;
        known = match.end;
        match.revealed = match.rule;
        match.rule = rule;
        if (!add_match(job, &match, err))
            return false;
    }
    return true;
}

static bool reveal_disguises(finding *job, size_t first, bf_error *err)
{
    size_t end = job->found.count;
    unsigned undone = 0;
    for (size_t i = first; i < end; i++)
        undone |= job->found.items[i].undone;
    for (size_t i = 0; undone != 0 && i < job->rules->rule_count; i++)
        if ((job->rules->rules[i].reveals & undone) != 0 &&
            !reveal(job, &job->rules->rules[i], first, end, err))
            return false;
    return true;
}

/* By place; those of one place in the order of the rules. */
static int compare_matches(const void *a, const void *b)
{
    const bf_match *one = a, *other = b;
    if (one->begin != other->begin)
        return one->begin < other->begin ? -1 : 1;
    return (one->rule > other->rule) - (one->rule < other->rule);
}

static void sort_matches(finding *job, size_t first)
{
    if (job->found.count > first)
        qsort(&job->found.items[first], job->found.count - first, sizeof *job->found.items,
              compare_matches);
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
    job.hits.latest = bf_arena_take(arena, rules->rule_count, sizeof *job.hits.latest);
    if (job.counts == NULL || job.failed == NULL || job.hits.latest == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "match: no memory");
    for (uint32_t at = 0; at < text->listing->block_count; at++) {
        size_t before = job.found.count;
        if (!match_plain(&job, at, err) || !match_others(&job, at, before, err))
            return false;
        sort_matches(&job, before);
        if (!reveal_disguises(&job, before, err))
            return false;
        sort_matches(&job, before);
    }
    if (!list_failed(&job, err))
        return false;
    *out = job.found;
    return true;
}
