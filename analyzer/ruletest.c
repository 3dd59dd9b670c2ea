/* ruletest.c: the examples that every entry of the rules carries, run. Each becomes a small
 * document with one listing, and goes the way that a page's text goes. */
#include "analyzer/ruletest.h"

#include <stdio.h>
#include <string.h>

#include "analyzer/composite.h"
#include "analyzer/credential.h"
#include "analyzer/profiletest.h"
#include "analyzer/school.h"
#include "analyzer/title.h"

enum { EXAMPLE_MEMORY = 16 * 1024 * 1024, MOST_LINES = 16 };

/* What the steps share. */
typedef struct {
    const bf_rules *rules;
    bf_pattern_scratch *scratch;
    bf_arena *arena;
    bf_ruletest_visit *visit;
    void *user;
    bf_ruletest_counts counts;
    bf_error *err;
} testing;

/* One example as a document. */
typedef struct {
    bf_document document;
    bf_listing listing;
    bf_match_search search;
    bf_match_text text;
    bf_block blocks[MOST_LINES];
    bf_folded folded[MOST_LINES];
    bf_listing_block own[MOST_LINES];
} example_page;

/* Lays out an example's lines as blocks: a heading line, list items under it, paragraphs. */
static void lay_out(bf_str text, example_page *page)
{
    bf_str line;
    size_t count = 0;
    uint32_t header = BF_NONE;
    while (count < MOST_LINES && bf_str_take_line(&text, &line)) {
        bool item = bf_str_starts(line, BF_STR("- "));
        bool heads = !item && (bf_str_ends(line, BF_STR(":")) || bf_str_ends(line, BF_STR("?")));
        bf_block *block = &page->blocks[count];
        *block = (bf_block){.text = bf_str_trim(item ? bf_str_after(line, 2) : line),
                            .kind = item    ? BF_BLOCK_LIST_ITEM
                                    : heads ? BF_BLOCK_HEADING
                                            : BF_BLOCK_PARAGRAPH,
                            .heading_level = heads ? 3 : 0,
                            .element = BF_NONE,
                            .section = heads ? BF_NONE : header,
                            .list = item ? 0 : BF_NONE,
                            .list_header = item ? header : BF_NONE};
        if (block->text.length == 0)
            continue;
        if (heads)
            header = (uint32_t)count;
        page->own[count] = (bf_listing_block){(uint32_t)count, BF_VOICE_ADVERTISER};
        count++;
    }
    page->document = (bf_document){.blocks = page->blocks, .block_count = count};
    page->listing = (bf_listing){.blocks = page->own, .block_count = count};
}

static bool prepare(testing *job, bf_str text, bf_str region, example_page *page)
{
    lay_out(text, page);
    page->listing.region = region;
    for (size_t i = 0; i < page->document.block_count; i++)
        if (!bf_fold(page->blocks[i].text, job->arena, &page->folded[i], job->err))
            return false;
    return bf_match_begin(job->rules, job->scratch, job->arena, &page->search, job->err) &&
           bf_match_prepare(&page->document, page->folded, &page->listing, job->rules,
                            &page->search, job->arena, &page->text, job->err);
}

/* Counts an example, and tells it when it does not hold. */
static void count(testing *job, bool holds, const bf_rule_place *place,
                  const bf_rule_example *example, bf_str id, const char *words)
{
    bf_error failure = {0};
    job->counts.passed += holds;
    job->counts.failed += !holds;
    if (holds || job->visit == NULL)
        return;
    bf_fail(&failure, BF_ERR_RULE, "%.*s: %s: \"%.*s\"", BF_STR_ARG(id), words,
            (int)(example->text.length > 200 ? 200 : example->text.length), example->text.bytes);
    bf_fail_at(&failure, place->file, example->line, example->column);
    job->visit(&failure, job->user);
}

/* What became of `rule` in an example, a part, a rule or a composite: asserted when any match is,
 * else the status of one that is `wanted`, else that of the first; `*found` says whether there was
 * any. */
static bool judge_rule(testing *job, const bf_rule *rule, const example_page *page,
                       bf_status wanted, bool *found, bf_status *status)
{
    bf_matches matches;
    bf_composite_input matched = {.text = &page->text, .matches = &matches};
    bf_composites came;
    *found = false;
    *status = BF_STATUS_NONE;
    if (!bf_match_find(&page->text, job->rules, job->scratch, job->arena, &matches, job->err) ||
        !bf_context_judge_all(&page->text, &matches, job->rules, job->scratch, job->arena,
                              &matched.judged, job->err) ||
        !bf_composite_find(&matched, job->rules, job->arena, &came, job->err))
        return false;
    const bf_judged *items = rule->part ? came.parts : came.judged;
    for (size_t i = 0; i < (rule->part ? came.part_count : came.judged_count); i++) {
        if (items[i].match.rule != rule)
            continue;
        if (!*found || items[i].context.status == BF_STATUS_ASSERTED ||
            (*status != BF_STATUS_ASSERTED && items[i].context.status == wanted))
            *status = items[i].context.status;
        *found = true;
    }
    return true;
}

typedef enum { WANT_MATCH, WANT_DISMISS, WANT_MISS } wanted_outcome;

static bool test_rule_example(testing *job, const bf_rule *rule, const bf_rule_example *example,
                              wanted_outcome want)
{
    example_page page = {0};
    bool found, holds = false;
    bf_status status;
    char words[128];
    if (!prepare(job, example->text, (bf_str){0}, &page) ||
        !judge_rule(job, rule, &page, example->status, &found, &status))
        return false;
    const char *came = found ? bf_status_name(status) : "no match";
    switch (want) {
    case WANT_MATCH:
        holds = found && status == BF_STATUS_ASSERTED;
        snprintf(words, sizeof words, "a match example gives %s", came);
        break;
    case WANT_DISMISS:
        holds = found && status == example->status;
        snprintf(words, sizeof words, "a dismiss example gives %s, not %s", came,
                 bf_status_name(example->status));
        break;
    case WANT_MISS:
        holds = !found;
        snprintf(words, sizeof words, "a miss example gives %s", came);
        break;
    }
    count(job, holds, &rule->place, example, rule->id, words);
    bf_arena_reset(job->arena);
    return true;
}

static bool test_rule(testing *job, const bf_rule *rule)
{
    const bf_rule_examples *lists[] = {&rule->match, &rule->dismiss, &rule->miss};
    for (wanted_outcome want = WANT_MATCH; want <= WANT_MISS; want++)
        for (size_t i = 0; i < lists[want]->count; i++)
            if (!test_rule_example(job, rule, &lists[want]->items[i], want))
                return false;
    return true;
}

/* A claim's match example must give the claim with the standing that its shape has, a dismiss
 * example with the one that it names; a region that the claim asks for is given. */
static bool test_claim_example(testing *job, const bf_claim_rule *rule,
                               const bf_rule_example *example, wanted_outcome want)
{
    static const char *const words_of[] = {"match", "dismiss", "miss"};
    example_page page = {0};
    bf_claims claims;
    const bf_claim *claim = NULL;
    bf_str region = want != WANT_MISS && rule->requires_region_count > 0 ? rule->requires_region[0]
                                                                         : (bf_str){0};
    char words[128];
    if (!prepare(job, example->text, region, &page) ||
        !bf_credential_find(&page.text, job->rules, job->scratch, job->arena, &claims, job->err))
        return false;
    bf_status wanted = want == WANT_MATCH ? rule->standing : example->status;
    for (size_t i = 0; i < claims.count; i++)
        if (claims.items[i].rule == rule && (claim == NULL || claim->standing != wanted))
            claim = &claims.items[i];
    snprintf(words, sizeof words, "a %s example gives %s", words_of[want],
             claim ? bf_status_name(claim->standing) : "no claim");
    count(job, want == WANT_MISS ? claim == NULL : claim && claim->standing == wanted, &rule->place,
          example, rule->id, words);
    bf_arena_reset(job->arena);
    return true;
}

static bool test_claim(testing *job, const bf_claim_rule *rule)
{
    for (size_t i = 0; i < rule->match.count; i++)
        if (!test_claim_example(job, rule, &rule->match.items[i], WANT_MATCH))
            return false;
    for (size_t i = 0; i < rule->dismiss.count; i++)
        if (!test_claim_example(job, rule, &rule->dismiss.items[i], WANT_DISMISS))
            return false;
    for (size_t i = 0; i < rule->miss.count; i++)
        if (!test_claim_example(job, rule, &rule->miss.items[i], WANT_MISS))
            return false;
    return true;
}

/* A title's example must give that title, and not one that stands before it. */
static bool test_title(testing *job, const bf_title *title)
{
    bf_keyword_search search;
    char words[160];
    for (size_t i = 0; i < title->says.count; i++) {
        bool failed = false;
        const bf_rule_example *example = &title->says.items[i];
        if (!bf_keyword_begin(job->rules->keywords.titles, job->scratch, job->arena, &search,
                              job->err))
            return false;
        const bf_title *found =
            bf_title_find(job->rules, title->type, example->text, &search, job->scratch, &failed);
        snprintf(words, sizeof words, "an example gives the title %.*s",
                 BF_STR_ARG(found ? found->id : BF_STR("of no entry")));
        count(job, found == title && !failed, &title->place, example, title->id, words);
        bf_arena_reset(job->arena);
    }
    return true;
}

/* Takes the brackets out of a cue's example; where they stood are the bytes of its match. */
static bool take_brackets(testing *job, bf_str text, bf_str *plain, size_t *begin, size_t *end)
{
    char *copy = bf_arena_take(job->arena, text.length + 1, 1);
    size_t length = 0;
    *begin = *end = SIZE_MAX;
    if (copy == NULL)
        return bf_fail(job->err, BF_ERR_MEMORY, "rules: no memory");
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '[')
            *begin = length;
        else if (text.bytes[i] == ']')
            *end = length;
        else
            copy[length++] = text.bytes[i];
    }
    *plain = (bf_str){copy, length};
    return true;
}

/* A school's example must give the words in brackets, and no school without them. */
static bool test_school_example(testing *job, const bf_school_rule *rule,
                                const bf_rule_example *example, bool wanted)
{
    bf_str text;
    size_t begin, end;
    bool failed = false;
    char words[160];
    if (!take_brackets(job, example->text, &text, &begin, &end))
        return false;
    bf_str found = bf_school_find(job->rules, text, 0, job->scratch, &failed);
    bool bracketed = begin < end && end != SIZE_MAX;
    bf_str meant = wanted && bracketed ? bf_str_slice(text, begin, end) : (bf_str){0};
    snprintf(words, sizeof words, "an example gives the school \"%.*s\"", BF_STR_ARG(found));
    count(job, bf_str_equal(found, meant) && bracketed == wanted && !failed, &rule->place, example,
          rule->id, words);
    bf_arena_reset(job->arena);
    return true;
}

static bool test_school(testing *job, const bf_school_rule *rule)
{
    for (size_t i = 0; i < rule->match.count; i++)
        if (!test_school_example(job, rule, &rule->match.items[i], true))
            return false;
    for (size_t i = 0; i < rule->miss.count; i++)
        if (!test_school_example(job, rule, &rule->miss.items[i], false))
            return false;
    return true;
}

/* Finds the block and the folded bytes that came from bytes `begin` to `end` of the example. */
static bool locate(const example_page *page, const char *text, size_t begin, size_t end,
                   bf_context_question *question)
{
    for (uint32_t at = 0; at < page->document.block_count; at++) {
        size_t first = (size_t)(page->blocks[at].text.bytes - text);
        const bf_folded *folded = &page->text.folded[at];
        if (begin < first || end > first + page->blocks[at].text.length)
            continue;
        question->at = at;
        question->begin = 0;
        while (question->begin < folded->text.length &&
               folded->origin[question->begin] < begin - first)
            question->begin++;
        question->end = question->begin;
        while (question->end < folded->text.length && folded->origin[question->end] < end - first)
            question->end++;
        return true;
    }
    return false;
}

static bool test_cue_example(testing *job, const bf_cue *cue, const bf_rule_example *example,
                             bool wanted)
{
    example_page page = {0};
    bf_str text;
    size_t begin, end;
    bf_context_question question = {0};
    bf_context context = {0};
    bool failed = false;
    char words[160];
    if (!take_brackets(job, example->text, &text, &begin, &end) ||
        !prepare(job, text, (bf_str){0}, &page))
        return false;
    while (question.category < BF_CATEGORY_COUNT - 1 &&
           (cue->for_categories >> question.category & 1) == 0)
        question.category++;
    if (cue->kind_count > 0)
        question.kind = cue->kinds[0];
    bool located =
        begin < end && end != SIZE_MAX && locate(&page, text.bytes, begin, end, &question);
    if (located)
        bf_context_judge(&page.text, &question, job->rules, job->scratch, &context, &failed);
    bool over = cue->status == BF_STATUS_NONE; /* what it dismisses is the cue that it hides */
    bool decided = over ? context.status == BF_STATUS_ASSERTED : context.cue == cue;
    snprintf(words, sizeof words, "a %s example %s%s", wanted ? "dismiss" : "miss",
             located ? "is judged " : "has no [brackets]",
             located ? bf_status_name(context.status) : "");
    count(job, located && decided == wanted, &cue->place, example, cue->id, words);
    bf_arena_reset(job->arena);
    return true;
}

static bool test_cue(testing *job, const bf_cue *cue)
{
    for (size_t i = 0; i < cue->dismiss.count; i++)
        if (!test_cue_example(job, cue, &cue->dismiss.items[i], true))
            return false;
    for (size_t i = 0; i < cue->miss.count; i++)
        if (!test_cue_example(job, cue, &cue->miss.items[i], false))
            return false;
    return true;
}

static bool test_profile(testing *job, const bf_site_profile *site)
{
    const bf_profiletest_with with = {job->rules, job->scratch, job->arena};
    for (size_t i = 0; i < site->test_count; i++) {
        const bf_profile_example *example = &site->tests[i];
        const bf_rule_example told = {example->url, BF_STATUS_NONE, example->line, example->column};
        char words[512];
        bf_str why;
        if (!bf_profiletest_check(&with, site, example, &why, job->err))
            return false;
        snprintf(words, sizeof words, "%.*s", BF_STR_ARG(why));
        count(job, why.length == 0, &site->place, &told, site->id, words);
        bf_arena_reset(job->arena);
    }
    return true;
}

static bool test_all(testing *job)
{
    for (size_t i = 0; i < job->rules->rule_count; i++)
        if (!test_rule(job, &job->rules->rules[i]))
            return false;
    for (size_t i = 0; i < job->rules->claim_count; i++)
        if (!test_claim(job, &job->rules->claims[i]))
            return false;
    for (size_t i = 0; i < job->rules->title_count; i++)
        if (!test_title(job, &job->rules->titles[i]))
            return false;
    for (size_t i = 0; i < job->rules->school_count; i++)
        if (!test_school(job, &job->rules->schools[i]))
            return false;
    for (size_t i = 0; i < job->rules->cue_count; i++)
        if (!test_cue(job, &job->rules->cues[i]))
            return false;
    for (size_t i = 0; i < job->rules->profile_count; i++)
        if (!test_profile(job, &job->rules->profiles[i]))
            return false;
    return true;
}

bool bf_ruletest_run(const bf_rules *rules, bf_ruletest_visit *visit, void *user,
                     bf_ruletest_counts *counts, bf_error *err)
{
    testing job = {.rules = rules,
                   .scratch = bf_pattern_scratch_new(false),
                   .arena = bf_arena_new(EXAMPLE_MEMORY),
                   .visit = visit,
                   .user = user,
                   .err = err};
    bool run =
        job.scratch && job.arena ? test_all(&job) : bf_fail(err, BF_ERR_MEMORY, "rules: no memory");
    bf_pattern_scratch_free(job.scratch);
    bf_arena_free(job.arena);
    *counts = job.counts;
    return run;
}
