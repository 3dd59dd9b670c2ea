/* context.c: does this advertiser offer it to this reader? One pass over the cues finds for each
 * class of cue the nearest that reaches the match; the first class that found one decides. */
#include "analyzer/context.h"

#include "analyzer/grid.h"
#include "analyzer/quotation.h"
#include "common/utf8.h"

/* In the order of precedence. */
typedef enum {
    CLASS_ANSWER,
    CLASS_HEADER,
    CLASS_CLAUSE,
    CLASS_SAME,
    CLASS_SIGNATURE,
    CLASS_COUNT
} cue_class;

/* A cue farther from a match than this many bytes says nothing of it: nobody reads on as far. Cues
 * are looked for in steps, so that matches near each other look at the same text. */
enum { FARTHEST = 1024, STEP = 512 };

/* A cue's words at one place. */
typedef struct {
    const bf_cue *cue;
    uint32_t at;       /* index into the listing's blocks */
    size_t begin, end; /* bytes of that block's folded text */
    size_t distance;   /* bytes from the match; 0 in another block */
} hit;

/* What the steps for one match share. */
typedef struct {
    const bf_match_text *text;
    const bf_context_question *question;
    const bf_rules *rules;
    bf_pattern_scratch *scratch;
    size_t sentence_end;       /* of the sentence that the match stands in */
    size_t quotation_end;      /* of the quotation that it stands in; 0: in none */
    bf_str sentence, block;    /* as much of either as stands near the match */
    hit best[CLASS_COUNT];     /* cue NULL: none yet */
    const bf_cue_search *cues; /* in the part that is looked at */
    bool failed;
} judging;

static const bf_block *block_at(const judging *job, uint32_t at)
{
    return &job->text->document->blocks[job->text->listing->blocks[at].block];
}

/* Looks for `pattern` from the start of `part`. */
static bool find(judging *job, const bf_pattern *pattern, bf_str part, bf_pattern_match *match)
{
    bf_error failure = {0};
    bf_pattern_result result = bf_pattern_find(pattern, job->scratch, part, 0, match, &failure);
    job->failed = job->failed || result == BF_PATTERN_FAILED;
    return result == BF_PATTERN_MATCH;
}

/* Moves forward, to `end` at most, to where a word ends. */
static size_t skip_word(bf_str text, size_t at, size_t end)
{
    while (at < end && text.bytes[at] != ' ')
        at++;
    return at;
}

/* The part of bytes `begin` to `end` of the match's block that stands near the match, of whole
 * words. */
static bf_str near_match(const judging *job, size_t begin, size_t end)
{
    const bf_context_question *question = job->question;
    bf_str whole = job->text->folded[question->at].text;
    if (question->begin > begin + FARTHEST + STEP) {
        begin += (question->begin - begin - FARTHEST) / STEP * STEP;
        begin = skip_word(whole, begin, question->begin);
    }
    if (end > question->end + FARTHEST + STEP) {
        end -= (end - question->end - FARTHEST) / STEP * STEP;
        end = skip_word(whole, end, question->end + FARTHEST + STEP);
    }
    return bf_utf8_beginning(bf_str_after(whole, begin), end - begin);
}

/* Widens `sentence` by the others of the quotation that the match stands in: "beware of who says:
 * 'A. B.'" speaks of B too. */
static void widen_to_quotation(judging *job, bf_match_span *sentence)
{
    const bf_context_question *question = job->question;
    bf_str whole = job->text->folded[question->at].text;
    size_t before = (size_t)(job->block.bytes - whole.bytes), first, after;
    if (!bf_quotation_around(job->block, question->begin - before, question->end - before, &first,
                             &after))
        return;
    job->quotation_end = before + after;
    bf_match_span opens = bf_match_sentence(job->text, question->at, before + first);
    bf_match_span closes = bf_match_sentence(job->text, question->at, before + after - 1);
    sentence->begin = opens.begin < sentence->begin ? opens.begin : sentence->begin;
    sentence->end = closes.end > sentence->end ? closes.end : sentence->end;
}

/* The sentence that the match stands in; all of it, where a paragraph's rule matched past its end,
 * or a quotation has more of them. */
static void find_sentence(judging *job)
{
    const bf_context_question *question = job->question;
    bf_match_span sentence = bf_match_sentence(job->text, question->at, question->begin);
    sentence.end = sentence.end < question->end ? question->end : sentence.end;
    job->sentence_end = sentence.end;
    job->block = near_match(job, 0, job->text->folded[question->at].text.length);
    widen_to_quotation(job, &sentence);
    job->sentence = near_match(job, sentence.begin, sentence.end);
}

bool bf_context_denies(bf_status status)
{
    return status == BF_STATUS_NEGATED || status == BF_STATUS_NEGATED_BY_HEADER ||
           status == BF_STATUS_ANSWERED_NO;
}

static bool names(const bf_str *items, size_t count, bf_str wanted)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal(items[i], wanted))
            return true;
    return false;
}

/* Says whether the answer to the match's question takes `cue` back: "Do you do it? Gladly." */
static bool is_taken_back(const judging *job, const bf_cue *cue)
{
    const bf_cue *answer = job->best[CLASS_ANSWER].cue;
    return answer && answer->status == BF_STATUS_NONE &&
           names(answer->hides, answer->hide_count, cue->id);
}

static bool speaks_of(const bf_cue *cue, const bf_context_question *question)
{
    return (cue->for_categories >> question->category & 1) != 0 &&
           (cue->kind_count == 0 || names(cue->kinds, cue->kind_count, question->kind)) &&
           !(question->ignores_negation && bf_context_denies(cue->status) &&
             cue->side != BF_SIDE_HEADER); /* the denial that it is about stands in its words */
}

/* Finds all words of the cue of `candidate` in `part`, which was looked at for keywords. */
static void find_all(judging *job, bf_cue_search *at, const bf_keyword_candidate *candidate,
                     bf_str part)
{
    const bf_pattern *words = job->rules->cues[candidate->pattern].words;
    bf_pattern_result result;
    bf_pattern_match match;
    bf_error failure = {0};
    for (size_t from = 0;
         (result = bf_pattern_find_among(words, candidate->choice, job->scratch, part, from, &match,
                                         &failure)) == BF_PATTERN_MATCH;
         from = match.end) {
        bf_cue_words *grown = bf_arena_grow(job->text->search->arena, at->words, at->count,
                                            &at->capacity, sizeof *grown);
        if (grown == NULL) {
            at->failed = true;
            return;
        }
        at->words = grown;
        at->words[at->count++] = (bf_cue_words){candidate->pattern, match.begin, match.end};
    }
    at->failed = at->failed || result == BF_PATTERN_FAILED;
}

/* Says whether a cue speaks of some kinds of rules only; one that hides others is always asked. */
static bool is_limited(const bf_cue *cue)
{
    return cue->kind_count > 0 && cue->side != BF_SIDE_OVER;
}

/* Adds the words of cues that speak of the match's kind and of some others only: many, and hardly
 * ever asked. */
static void look_for_kind(judging *job, bf_cue_search *at, bf_str part)
{
    bf_str kind = job->question->kind;
    if (at->kind.bytes != NULL && bf_str_equal(at->kind, kind))
        return;
    at->count = at->any_kind;
    at->kind = kind.bytes != NULL ? kind : BF_STR("");
    for (size_t i = 0; i < at->search.count; i++) {
        const bf_cue *cue = &job->rules->cues[at->search.items[i].pattern];
        if (is_limited(cue) && names(cue->kinds, cue->kind_count, kind))
            find_all(job, at, &at->search.items[i], part);
    }
}

/* Finds the words of all cues in `part` that may speak of the match, unless that was done for the
 * one before, and makes it the part that is looked at. */
static const bf_cue_search *look_for_cues(judging *job, bf_cue_place place, bf_str part)
{
    bf_cue_search *at = &job->text->search->cues[place];
    if (at->looked.bytes != part.bytes || at->looked.length != part.length || part.length == 0) {
        bf_keyword_look(&at->search, part);
        at->count = 0;
        at->failed = false;
        for (size_t i = 0; i < at->search.count; i++)
            if (!is_limited(&job->rules->cues[at->search.items[i].pattern]))
                find_all(job, at, &at->search.items[i], part);
        at->any_kind = at->count;
        at->kind = (bf_str){0};
        at->looked = part;
    }
    look_for_kind(job, at, part);
    job->failed = job->failed || at->failed;
    job->cues = at;
    return at;
}

/* Says whether a cue of side over that hides `cue` lies over bytes `begin` to `end` of the part
 * that is looked at. */
static bool is_hidden(const judging *job, const bf_cue *cue, size_t begin, size_t end)
{
    for (size_t i = 0; i < job->cues->count; i++) {
        const bf_cue_words *words = &job->cues->words[i];
        const bf_cue *over = &job->rules->cues[words->cue];
        if (over->side == BF_SIDE_OVER && words->begin < end && begin < words->end &&
            names(over->hides, over->hide_count, cue->id))
            return true;
    }
    return false;
}

/* Says whether a comma in `between` stands right before a restart: "never judged, always naked". */
static bool restarts(judging *job, const bf_cue *cue, bf_str between)
{
    bf_pattern_match match;
    for (size_t i = bf_str_find(between, BF_STR(","), 0); cue->restart && i != SIZE_MAX;
         i = bf_str_find(between, BF_STR(","), i + 1)) {
        bf_str after = bf_str_trim(bf_str_after(between, i + 1));
        if (find(job, cue->restart, after, &match) && match.begin == 0)
            return true;
    }
    return false;
}

static bool has_more_words(bf_str text, size_t most)
{
    size_t words = 0;
    bf_str word;
    while (words <= most && bf_str_take_part(&text, ' ', &word))
        words += word.length > 0;
    return words > most;
}

/* Says whether `between` holds the end of a clause: ; or : anywhere, or a point before a blank. */
static bool has_end(bf_str between)
{
    for (size_t i = 0; i < between.length; i++) {
        char c = between.bytes[i];
        bool last = i + 1 == between.length || between.bytes[i + 1] == ' ';
        if (c == ';' || c == ':' || ((c == '.' || c == '!' || c == '?') && last))
            return true;
    }
    return false;
}

/* Says whether a sentence in `between` begins with a restart: "Not here: tea. Wine. We have ale."
 */
static bool starts_anew(judging *job, const bf_cue *cue, bf_str between)
{
    bf_pattern_match match;
    for (size_t i = 0; cue->restart && i + 1 < between.length; i++) {
        bf_str after = bf_str_trim(bf_str_after(between, i + 1));
        if (bf_str_find(BF_STR(".!?\n"), bf_str_slice(between, i, i + 1), 0) != SIZE_MAX &&
            find(job, cue->restart, after, &match) && match.begin == 0)
            return true;
    }
    return false;
}

/* Says whether what stands between a cue and a match lets the cue reach it. */
static bool reaches(judging *job, const bf_cue *cue, bf_str between)
{
    bf_pattern_match match;
    if (cue->reach == BF_SPAN_PARAGRAPH)
        return !starts_anew(job, cue, between);
    if (cue->clause_words == 0)
        return true; /* the whole sentence */
    return !has_more_words(between, cue->clause_words) && !has_end(between) &&
           !(cue->stop && find(job, cue->stop, between, &match)) && !restarts(job, cue, between);
}

/* Says whether a hit is the nearest of its class so far; of two as near, that of the cue that
 * stands first in the rules. */
static bool is_nearest(const judging *job, cue_class class, const hit *found)
{
    const hit *best = &job->best[class];
    return best->cue == NULL || found->distance < best->distance ||
           (found->distance == best->distance && found->cue < best->cue);
}

/* Says whether a cue stands inside the match, as between two of its words: "we do not offer". A cue
 * at an end of it is a part of what was looked for. */
static bool is_inside(const bf_context_question *question, size_t begin, size_t end)
{
    return begin > question->begin && end < question->end;
}

/* Weighs words of a cue that stand beside the match in `part`, the sentence or block of the match,
 * on the cue's side of it, or inside it. */
static void weigh_beside(judging *job, const bf_cue_words *words, bf_str part)
{
    const bf_context_question *question = job->question;
    const bf_cue *cue = &job->rules->cues[words->cue];
    bf_str whole = job->text->folded[question->at].text;
    size_t first = (size_t)(part.bytes - whole.bytes);
    size_t begin = first + words->begin, end = first + words->end;
    bool before = cue->side == BF_SIDE_BEFORE;
    if (!is_inside(question, begin, end) &&
        (before ? end > question->begin : begin < question->end))
        return;
    bf_str between = before ? bf_str_slice(whole, end, question->begin)
                            : bf_str_slice(whole, question->end, begin);
    hit found = {cue, question->at, begin, end, between.length};
    if (is_nearest(job, CLASS_CLAUSE, &found) && reaches(job, cue, between) &&
        !is_hidden(job, cue, words->begin, words->end))
        job->best[CLASS_CLAUSE] = found;
}

/* Weighs words of a cue that stand anywhere in `part`, the sentence or block of the match, but not
 * over an end of it. */
static void weigh_around(judging *job, const bf_cue_words *words, bf_str part)
{
    const bf_context_question *question = job->question;
    const bf_cue *cue = &job->rules->cues[words->cue];
    size_t first = (size_t)(part.bytes - job->text->folded[question->at].text.bytes);
    size_t begin = first + words->begin, end = first + words->end;
    bool apart = end <= question->begin || begin >= question->end;
    if (!apart && !is_inside(question, begin, end))
        return;
    size_t distance = !apart                   ? 0
                      : end <= question->begin ? question->begin - end
                                               : begin - question->end;
    hit found = {cue, question->at, begin, end, distance};
    if (is_nearest(job, CLASS_SAME, &found) && !is_hidden(job, cue, words->begin, words->end))
        job->best[CLASS_SAME] = found;
}

/* Says whether the match's block is somebody else's voice, of which `cue` says nothing. */
static bool is_of_others(const judging *job, const bf_cue *cue)
{
    return cue->own && job->text->listing->blocks[job->question->at].voice != BF_VOICE_ADVERTISER;
}

/* Finds the cues that stand in the sentence of the match, and those that may stand anywhere in its
 * block. */
static void look_here(judging *job)
{
    bool alone = job->block.length == job->sentence.length; /* the sentence is all of the block */
    for (int block = 0; block < 2; block++) {
        bf_str part = block ? job->block : job->sentence;
        const bf_cue_search *cues =
            look_for_cues(job, block && !alone ? BF_CUES_IN_BLOCK : BF_CUES_IN_SENTENCE, part);
        for (size_t i = 0; i < cues->count; i++) {
            const bf_cue *cue = &job->rules->cues[cues->words[i].cue];
            if ((cue->reach == BF_SPAN_PARAGRAPH) != (block == 1) ||
                !speaks_of(cue, job->question) || is_of_others(job, cue) || is_taken_back(job, cue))
                continue;
            if (cue->side == BF_SIDE_SAME)
                weigh_around(job, &cues->words[i], part);
            else if (cue->side == BF_SIDE_BEFORE || cue->side == BF_SIDE_AFTER)
                weigh_beside(job, &cues->words[i], part);
        }
    }
}

/* The listing's index of document block `number`; UINT32_MAX when it is another's. Blocks are in
 * the order of the document. */
static uint32_t index_of(const judging *job, uint32_t number)
{
    const bf_listing *listing = job->text->listing;
    size_t low = 0, high = listing->block_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (listing->blocks[middle].block < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < listing->block_count && listing->blocks[low].block == number ? (uint32_t)low
                                                                              : UINT32_MAX;
}

/* Where cues of a side are looked for that stand in a part of their own, and their class. */
static bf_cue_place place_of(bf_side side)
{
    return side == BF_SIDE_HEADER   ? BF_CUES_IN_HEADER
           : side == BF_SIDE_ANSWER ? BF_CUES_IN_ANSWER
                                    : BF_CUES_IN_SIGNATURE;
}

static cue_class class_of(bf_side side)
{
    return side == BF_SIDE_HEADER   ? CLASS_HEADER
           : side == BF_SIDE_ANSWER ? CLASS_ANSWER
                                    : CLASS_SIGNATURE;
}

/* Finds in `part` of block `at`, `distance` from the match, the first words of each cue of `side`;
 * those that begin after byte `most` of it do not count. */
static void look_in(judging *job, bf_side side, uint32_t at, bf_str part, size_t most,
                    size_t distance)
{
    const bf_cue_search *cues = look_for_cues(job, place_of(side), part);
    size_t first = (size_t)(part.bytes - job->text->folded[at].text.bytes);
    cue_class class = class_of(side);
    for (size_t i = 0; i < cues->count; i++) {
        const bf_cue_words *words = &cues->words[i];
        const bf_cue *cue = &job->rules->cues[words->cue];
        hit found = {cue, at, first + words->begin, first + words->end, distance};
        bool again = i > 0 && cues->words[i - 1].cue == words->cue;
        if (!again && cue->side == side && speaks_of(cue, job->question) && words->begin <= most &&
            is_nearest(job, class, &found) && !is_hidden(job, cue, words->begin, words->end))
            job->best[class] = found;
    }
}

/* Finds the cues in one block that heads the match's. */
static void look_in_header(judging *job, uint32_t number, size_t distance)
{
    uint32_t at = number == BF_NONE ? UINT32_MAX : index_of(job, number);
    if (at == UINT32_MAX || at == job->question->at)
        return;
    bf_str header = job->text->folded[at].text;
    if (header.length <= FARTHEST)
        look_in(job, BF_SIDE_HEADER, at, header, SIZE_MAX, distance);
}

/* The head of a column reaches its cells, a header its list, and a heading what stands under it;
 * but a list with a header of its own answers to that alone ("What I do:"). */
static void look_above(judging *job)
{
    uint32_t number = job->text->listing->blocks[job->question->at].block;
    const bf_block *block = &job->text->document->blocks[number];
    look_in_header(job, bf_grid_head(job->text->document, number), 0);
    look_in_header(job, block->list_header, 1);
    if (block->list_header == BF_NONE || block->list_header == block->section)
        look_in_header(job, block->section, 2);
}

/* The block that begins the answer to the question in the match's: one that knows it (what stands
 * in between is an icon's name), else the next of the same field; UINT32_MAX without one. */
static uint32_t answering_block(const judging *job)
{
    enum { NEAR = 4 };
    const bf_listing *listing = job->text->listing;
    uint32_t at = job->question->at;
    for (uint32_t i = at + 1; i < listing->block_count && i <= at + NEAR; i++)
        if (block_at(job, i)->question == listing->blocks[at].block)
            return i;
    if (at + 1 < listing->block_count && block_at(job, at + 1)->field == block_at(job, at)->field)
        return at + 1;
    return UINT32_MAX;
}

/* Finds the cues at the start of what answers the match's question: the next sentence, or another
 * block. */
static void look_at_answer(judging *job)
{
    uint32_t at = job->question->at;
    bf_str whole = job->text->folded[at].text;
    bf_str answer = bf_str_trim(bf_str_after(whole, job->sentence_end));
    if (job->sentence_end == 0 || whole.bytes[job->sentence_end - 1] != '?')
        return;
    if (answer.length == 0) {
        at = answering_block(job);
        if (at == UINT32_MAX)
            return;
        answer = bf_str_trim(job->text->folded[at].text);
    }
    answer = bf_utf8_beginning(answer, FARTHEST);
    look_in(job, BF_SIDE_ANSWER, at, answer, 1, 0); /* a quote may stand first */
}

/* Finds the cues that begin what stands behind the quotation of the match: who signs it. */
static void look_at_signature(judging *job)
{
    enum { LONGEST = 96 };
    uint32_t at = job->question->at;
    bf_str rest = bf_str_trim(bf_str_after(job->text->folded[at].text, job->quotation_end));
    if (job->quotation_end > 0 && rest.length > 0)
        look_in(job, BF_SIDE_SIGNATURE, at, bf_utf8_beginning(rest, LONGEST), 0, 0);
}

/* What a voice that is not the advertiser's makes of a match. */
static bf_status status_of_voice(bf_voice voice)
{
    switch (voice) {
    case BF_VOICE_TESTIMONIAL:
        return BF_STATUS_TESTIMONIAL;
    case BF_VOICE_COMMENT:
        return BF_STATUS_COMMENT;
    case BF_VOICE_QUOTED:
        return BF_STATUS_QUOTED;
    case BF_VOICE_ADVERTISER:
    case BF_VOICE_COUNT:
        break;
    }
    return BF_STATUS_ASSERTED;
}

bf_context_question bf_context_ask(const bf_match *match)
{
    const bf_rule *rule = match->revealed ? match->revealed : match->rule;
    return (bf_context_question){.at = match->at,
                                 .begin = match->begin,
                                 .end = match->end,
                                 .category = rule->category,
                                 .kind = rule->kind,
                                 .ignores_negation = rule->ignores_negation};
}

void bf_context_judge(const bf_match_text *text, const bf_context_question *question,
                      const bf_rules *rules, bf_pattern_scratch *scratch, bf_context *out,
                      bool *failed)
{
    judging job = {.text = text, .question = question, .rules = rules, .scratch = scratch};
    find_sentence(&job);
    look_at_answer(&job);
    look_here(&job);
    look_above(&job);
    look_at_signature(&job);
    *failed = *failed || job.failed;
    for (cue_class class = 0; class < CLASS_COUNT; class ++) {
        const hit *best = &job.best[class];
        if (best->cue == NULL || best->cue->status == BF_STATUS_NONE)
            continue;
        *out = (bf_context){.status = best->cue->status,
                            .cue = best->cue,
                            .cue_text = bf_fold_source(&text->folded[best->at],
                                                       block_at(&job, best->at)->text, best->begin,
                                                       best->end),
                            .cue_at = best->at};
        return;
    }
    *out = (bf_context){.status = status_of_voice(text->listing->blocks[question->at].voice)};
}

bool bf_context_is_own(const bf_judged *judged)
{
    return judged->voice == BF_VOICE_ADVERTISER && judged->field != BF_FIELD_HIDDEN;
}

bool bf_context_judge_all(const bf_match_text *text, const bf_matches *matches,
                          const bf_rules *rules, bf_pattern_scratch *scratch, bf_arena *arena,
                          bf_judged **out, bf_error *err)
{
    bf_judged *judged = bf_arena_take(arena, matches->count, sizeof *judged);
    if (judged == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "context: no memory for %zu matches", matches->count);
    for (size_t i = 0; i < matches->count; i++) {
        const bf_match *match = &matches->items[i];
        const bf_listing_block *block = &text->listing->blocks[match->at];
        judged[i].match = *match;
        judged[i].voice = block->voice;
        judged[i].field = text->document->blocks[block->block].field;
        const bf_context_question question = bf_context_ask(match);
        bf_context_judge(text, &question, rules, scratch, &judged[i].context, &judged[i].uncertain);
    }
    *out = judged;
    return true;
}
