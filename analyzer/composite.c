/* composite.c: rules of several parts: which of them hold where parts stand together. A window
 * moves over the parts of a listing in the order of the page, and a composite holds when all its
 * slots are filled by what is in the window. */
#include "analyzer/composite.h"

#include <stdlib.h>

enum { MOST_OF_ONE = 50 };

/* In which world a composite is tried. */
typedef enum {
    AS_JUDGED,    /* only what is sure: what is in doubt is not there, or is in the way */
    AT_BEST,      /* what is in doubt is there, and is not in the way */
    UNLESS_DENIED /* as if no cue had dismissed a part */
} world;

/* A part's match, as the composite at hand sees it. */
typedef struct {
    size_t part; /* index into the parts */
    size_t slot;
    size_t key;   /* where it stands; in a window the last is less than the width past the first */
    bool barred;  /* what must not be there stands near */
    bool doubted; /* it may stand near */
} sign;

/* What the steps for one listing share. Arrays of rules are parallel to rules->rules. */
typedef struct {
    const bf_composite_input *input;
    const bf_rules *rules;
    bf_arena *arena;
    bf_composites out;
    size_t judged_capacity, failed_capacity;
    size_t *sentences; /* parallel to the parts: the number of the sentence that each begins in */
    bool *there;       /* of rules: a part that the advertiser's own text has somewhere */
    bool *limited;     /* of rules: it met a limit */
    const bf_part_use **uses; /* of rules: what the composite at hand needs of it; NULL: nothing */
    sign *signs;              /* of the composite at hand, in the order of the parts */
    size_t sign_count;
    const sign **window;    /* those that count in the world at hand, as far as was looked */
    size_t *filled;         /* of slots: how many signs in the window fill it */
    size_t members, groups; /* slots of each kind that are filled */
} composing;

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "composite: no memory");
}

static size_t index_of(const composing *job, const bf_rule *rule)
{
    return (size_t)(rule - job->rules->rules);
}

/* Takes the parts out of what was judged. */
static bool part_judged(composing *job)
{
    size_t all = job->input->matches->count, parts = 0;
    bf_judged *judged = job->input->judged;
    for (size_t i = 0; i < all; i++)
        parts += judged[i].match.rule->part;
    job->out.judged = judged;
    job->judged_capacity = all;
    job->out.parts = bf_arena_take(job->arena, parts, sizeof *job->out.parts);
    if (job->out.parts == NULL)
        return false;
    for (size_t i = 0; i < all; i++)
        if (judged[i].match.rule->part)
            job->out.parts[job->out.part_count++] = judged[i];
        else
            judged[job->out.judged_count++] = judged[i];
    return true;
}

static bool add_failed(composing *job, const bf_rule *rule)
{
    const bf_rule **grown = bf_arena_grow(job->arena, job->out.failed, job->out.failed_count,
                                          &job->failed_capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    job->out.failed = grown;
    grown[job->out.failed_count++] = rule;
    return true;
}

/* Takes the parts out of what met a limit; `*parts` counts them. */
static bool part_failed(composing *job, size_t *parts)
{
    const bf_matches *matches = job->input->matches;
    *parts = 0;
    for (size_t i = 0; i < matches->failed_count; i++) {
        *parts += matches->failed[i]->part;
        if (!matches->failed[i]->part && !add_failed(job, matches->failed[i]))
            return false;
    }
    return true;
}

/* Makes parts out of matches that nothing was asked of yet. */
static bool take_parts(composing *job)
{
    const bf_match_text *text = job->input->text;
    const bf_matches *matches = job->input->matches;
    job->out.parts = bf_arena_take(job->arena, matches->count, sizeof *job->out.parts);
    for (size_t i = 0; job->out.parts && i < matches->count; i++) {
        const bf_listing_block *block = &text->listing->blocks[matches->items[i].at];
        if (matches->items[i].rule->part)
            job->out.parts[job->out.part_count++] =
                (bf_judged){.match = matches->items[i],
                            .voice = block->voice,
                            .field = text->document->blocks[block->block].field};
    }
    return job->out.parts != NULL;
}

/* Numbers the sentences of the whole listing as a reader reads them, and so the parts in them. */
static void number_sentences(composing *job)
{
    const bf_match_text *text = job->input->text;
    size_t before = 0, part = 0;
    for (uint32_t at = 0; at < text->listing->block_count; at++) {
        const bf_match_sentences *own = &text->sentences[at];
        const bf_block *block = &text->document->blocks[text->listing->blocks[at].block];
        for (size_t i = 0; part < job->out.part_count && job->out.parts[part].match.at == at;) {
            if (i + 1 < own->count && own->items[i].end <= job->out.parts[part].match.begin)
                i++;
            else
                job->sentences[part++] = before + i;
        }
        if (block->field != BF_FIELD_HIDDEN)
            before += own->count;
    }
}

static size_t most_slots(const bf_rules *rules)
{
    size_t most = 0;
    for (size_t i = 0; i < rules->rule_count; i++) {
        const bf_composite *composite = rules->rules[i].composite;
        if (composite && composite->member_count + composite->group_count > most)
            most = composite->member_count + composite->group_count;
    }
    return most;
}

/* Notes which parts there are and which met a limit. */
static bool prepare(composing *job)
{
    const bf_matches *matches = job->input->matches;
    size_t rules = job->rules->rule_count, parts = job->out.part_count;
    job->sentences = bf_arena_take(job->arena, parts, sizeof *job->sentences);
    job->there = bf_arena_take(job->arena, rules, sizeof *job->there);
    job->limited = bf_arena_take(job->arena, rules, sizeof *job->limited);
    job->uses = bf_arena_take(job->arena, rules, sizeof *job->uses);
    job->signs = bf_arena_take(job->arena, parts, sizeof *job->signs);
    job->window = bf_arena_take(job->arena, parts, sizeof *job->window);
    job->filled = bf_arena_take(job->arena, most_slots(job->rules), sizeof *job->filled);
    if (!job->sentences || !job->there || !job->limited || !job->uses || !job->signs ||
        !job->window || !job->filled)
        return false;
    number_sentences(job);
    for (size_t i = 0; i < parts; i++)
        if (bf_context_is_own(&job->out.parts[i]))
            job->there[index_of(job, job->out.parts[i].match.rule)] = true;
    for (size_t i = 0; i < matches->failed_count; i++)
        job->limited[index_of(job, matches->failed[i])] = true;
    return true;
}

static void fill(composing *job, const bf_composite *composite, size_t slot)
{
    if (job->filled[slot]++ == 0)
        (*(slot < composite->member_count ? &job->members : &job->groups))++;
}

static void empty(composing *job, const bf_composite *composite, size_t slot)
{
    if (--job->filled[slot] == 0)
        (*(slot < composite->member_count ? &job->members : &job->groups))--;
}

/* Empties all slots, but those that a part which met a limit might fill, wherever it is. */
static void empty_all(composing *job, const bf_composite *composite, bool fill_limited)
{
    for (size_t i = 0; i < composite->member_count + composite->group_count; i++)
        job->filled[i] = 0;
    job->members = job->groups = 0;
    for (size_t i = 0; fill_limited && i < composite->need_count; i++)
        if (job->limited[index_of(job, composite->needs[i].part)])
            fill(job, composite, composite->needs[i].slot);
}

static bool holds(const composing *job, const bf_composite *composite)
{
    return job->members == composite->member_count && job->groups >= composite->least_groups;
}

/* Says whether the listing has what the composite needs, however far apart. */
static bool can_hold(composing *job, const bf_composite *composite)
{
    empty_all(job, composite, true);
    for (size_t i = 0; i < composite->need_count; i++)
        if (job->there[index_of(job, composite->needs[i].part)])
            fill(job, composite, composite->needs[i].slot);
    return holds(job, composite);
}

/* Where a part stands, in the unit of `reach`. */
static size_t key_of(const composing *job, size_t part, const bf_reach *reach)
{
    switch (reach->span) {
    case BF_SPAN_SENTENCE:
        return job->sentences[part];
    case BF_SPAN_PARAGRAPH:
        return job->out.parts[part].match.at;
    case BF_SPAN_LISTING:
    case BF_SPAN_COUNT:
        break;
    }
    return 0;
}

/* Keys that are so far apart, or farther, are too far. */
static size_t width_of(const bf_reach *reach)
{
    return reach->span == BF_SPAN_SENTENCE ? reach->sentences : 1;
}

static void gather_signs(composing *job, const bf_composite *composite)
{
    for (size_t i = 0; i < composite->need_count; i++)
        job->uses[index_of(job, composite->needs[i].part)] = &composite->needs[i];
    job->sign_count = 0;
    for (size_t i = 0; i < job->out.part_count; i++) {
        const bf_part_use *use = job->uses[index_of(job, job->out.parts[i].match.rule)];
        if (use && bf_context_is_own(&job->out.parts[i]))
            job->signs[job->sign_count++] =
                (sign){.part = i, .slot = use->slot, .key = key_of(job, i, &composite->within)};
    }
    for (size_t i = 0; i < composite->need_count; i++)
        job->uses[index_of(job, composite->needs[i].part)] = NULL;
}

/* Says whether part `number` is what must not be there by `use`. It need not be an offer, but what
 * is denied is not there. */
static bool is_in_the_way(const composing *job, size_t number, const bf_part_use *use, bool surely)
{
    const bf_judged *part = &job->out.parts[number];
    bool denied = bf_context_denies(part->context.status);
    return part->match.rule == use->part && bf_context_is_own(part) &&
           (surely ? !denied && !part->uncertain : part->uncertain);
}

/* Marks the signs near which stands what must not be there. Both are in the order of the page. */
static void mark_signs(composing *job, const bf_part_use *use, bool surely)
{
    size_t width = width_of(&use->reach), near = 0;
    for (size_t i = 0; i < job->sign_count; i++) {
        sign *one = &job->signs[i];
        size_t key = key_of(job, one->part, &use->reach);
        while (near < job->out.part_count && (!is_in_the_way(job, near, use, surely) ||
                                              key_of(job, near, &use->reach) + width <= key))
            near++;
        if (near < job->out.part_count && key_of(job, near, &use->reach) < key + width)
            *(surely ? &one->barred : &one->doubted) = true;
    }
}

static void mark_all_signs(composing *job, const bf_composite *composite)
{
    for (size_t i = 0; i < composite->unless_count; i++) {
        mark_signs(job, &composite->unless[i], true);
        mark_signs(job, &composite->unless[i], false);
        for (size_t k = 0;
             job->limited[index_of(job, composite->unless[i].part)] && k < job->sign_count; k++)
            job->signs[k].doubted = true;
    }
}

static bool is_asserted(const composing *job, const sign *one)
{
    return job->out.parts[one->part].context.status == BF_STATUS_ASSERTED;
}

static bool counts(const composing *job, const sign *one, world in)
{
    switch (in) {
    case AS_JUDGED:
        return is_asserted(job, one) && !job->out.parts[one->part].uncertain && !one->barred &&
               !one->doubted;
    case AT_BEST:
        return is_asserted(job, one) && !one->barred;
    case UNLESS_DENIED:
        return !one->barred && !one->doubted;
    }
    return false;
}

/* Says whether `one` shows better than `other` how its slot is filled. */
static bool is_better(const composing *job, const bf_composite *composite, const sign *one,
                      const sign *other)
{
    if (other == NULL || is_asserted(job, one) != is_asserted(job, other))
        return other == NULL || is_asserted(job, one);
    return job->out.parts[one->part].match.rule == composite->quote->part &&
           job->out.parts[other->part].match.rule != composite->quote->part;
}

/* Adds the composite that signs `first` to `last` of the window make. */
static bool add_composite(composing *job, const bf_rule *rule, size_t first, size_t last)
{
    const bf_composite *composite = rule->composite;
    size_t slots = composite->member_count + composite->group_count;
    const sign **best = bf_arena_take(job->arena, slots, sizeof *best);
    const bf_judged **parts = bf_arena_take(job->arena, slots, sizeof *parts);
    bf_judged *grown = bf_arena_grow(job->arena, job->out.judged, job->out.judged_count,
                                     &job->judged_capacity, sizeof *grown);
    if (best == NULL || parts == NULL || grown == NULL)
        return false;
    job->out.judged = grown;
    for (size_t i = first; i <= last; i++)
        if (is_better(job, composite, job->window[i], best[job->window[i]->slot]))
            best[job->window[i]->slot] = job->window[i];
    bf_judged made = {.parts = parts};
    const bf_judged *quoted = NULL, *dismissed = NULL;
    for (size_t i = 0; i < slots; i++) {
        const bf_judged *part = best[i] ? &job->out.parts[best[i]->part] : NULL;
        if (part == NULL)
            continue; /* a group that is not needed */
        parts[made.part_count++] = part;
        if (quoted == NULL || i == composite->quote->slot)
            quoted = part;
        if (dismissed == NULL && part->context.status != BF_STATUS_ASSERTED)
            dismissed = part;
    }
    made.match = quoted->match;
    made.match.rule = rule;
    made.voice = quoted->voice;
    made.field = quoted->field;
    if (dismissed)
        made.context = dismissed->context;
    grown[job->out.judged_count++] = made;
    return true;
}

/* Moves the window's first sign on while the composite holds without it. */
static size_t narrow(composing *job, const bf_composite *composite, size_t first)
{
    for (;; first++) {
        empty(job, composite, job->window[first]->slot);
        if (holds(job, composite))
            continue;
        fill(job, composite, job->window[first]->slot);
        return first;
    }
}

/* Moves a window over the signs, and adds the composite each time that it holds, up to `most`
 * times, from then on only with what stands past it; `*times` says how often it held. With `most`
 * 0 it stops at the first. */
static bool walk(composing *job, const bf_rule *rule, world in, size_t most, size_t *times)
{
    const bf_composite *composite = rule->composite;
    size_t width = width_of(&composite->within), first = 0, count = 0, next = 0;
    empty_all(job, composite, in == AT_BEST);
    *times = in == AT_BEST && holds(job, composite);
    for (size_t i = 0; i < job->sign_count && *times < (most > 0 ? most : 1); i++) {
        const sign *one = &job->signs[i];
        if (one->key < next || !counts(job, one, in))
            continue;
        job->window[count++] = one;
        fill(job, composite, one->slot);
        for (; job->window[first]->key + width <= one->key; first++)
            empty(job, composite, job->window[first]->slot);
        if (!holds(job, composite))
            continue;
        ++*times;
        if (most > 0 && !add_composite(job, rule, narrow(job, composite, first), count - 1))
            return false;
        empty_all(job, composite, in == AT_BEST);
        next = one->key + 1;
        first = count;
    }
    return true;
}

/* What one composite comes to. */
static bool try_composite(composing *job, const bf_rule *rule)
{
    size_t found, possible, dismissed;
    if (!can_hold(job, rule->composite))
        return true;
    gather_signs(job, rule->composite);
    mark_all_signs(job, rule->composite);
    if (!walk(job, rule, AS_JUDGED, MOST_OF_ONE, &found))
        return false;
    if (found > 0)
        return true;
    if (!walk(job, rule, AT_BEST, 0, &possible))
        return false;
    return possible > 0 ? add_failed(job, rule) : walk(job, rule, UNLESS_DENIED, 1, &dismissed);
}

/* By place; those of one place in the order of the rules. */
static int compare_judged(const void *a, const void *b)
{
    const bf_match *one = &((const bf_judged *)a)->match, *other = &((const bf_judged *)b)->match;
    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    if (one->begin != other->begin)
        return one->begin < other->begin ? -1 : 1;
    return (one->rule > other->rule) - (one->rule < other->rule);
}

static bool try_all(composing *job)
{
    size_t before = job->out.judged_count;
    for (size_t i = 0; i < job->rules->rule_count; i++)
        if (job->rules->rules[i].composite && !try_composite(job, &job->rules->rules[i]))
            return false;
    if (job->out.judged_count > before)
        qsort(job->out.judged, job->out.judged_count, sizeof *job->out.judged, compare_judged);
    return true;
}

/* Marks in `wanted` the signs that stand near enough for the composite, if a cue leaves them. */
static bool want_signs(composing *job, const bf_composite *composite, bool *wanted)
{
    size_t width = width_of(&composite->within), first = 0, count = 0, done = 0;
    empty_all(job, composite, true);
    for (size_t i = 0; i < job->sign_count; i++) {
        const sign *one = &job->signs[i];
        job->window[count++] = one;
        fill(job, composite, one->slot);
        for (; job->window[first]->key + width <= one->key; first++)
            empty(job, composite, job->window[first]->slot);
        if (!holds(job, composite))
            continue;
        for (done = done > first ? done : first; done < count; done++)
            wanted[job->window[done]->part] = true;
    }
    return done > 0;
}

/* Marks in `barring` the rules that may be in the composite's way. */
static void want_unless(const composing *job, const bf_composite *composite, bool *barring)
{
    for (size_t i = 0; i < composite->unless_count; i++)
        barring[index_of(job, composite->unless[i].part)] = true;
}

/* Keeps what is wanted of the parts, and all that are no parts. */
static void keep_wanted(const composing *job, const bool *wanted, const bool *barring,
                        bf_matches *matches)
{
    size_t kept = 0, part = 0;
    for (size_t i = 0; i < matches->count; i++) {
        const bf_rule *rule = matches->items[i].rule;
        bool keep = !rule->part || barring[index_of(job, rule)] || wanted[part];
        part += rule->part;
        *(keep ? &matches->items[kept++] : &matches->lone[matches->lone_count++]) =
            matches->items[i];
    }
    matches->count = kept;
}

bool bf_composite_sift(const bf_match_text *text, const bf_rules *rules, bf_arena *arena,
                       bf_matches *matches, bf_error *err)
{
    const bf_composite_input input = {.text = text, .matches = matches};
    composing job = {.input = &input, .rules = rules, .arena = arena};
    bool *barring = bf_arena_take(arena, rules->rule_count, sizeof *barring);
    bool *wanted = bf_arena_take(arena, matches->count, sizeof *wanted);
    if (barring == NULL || wanted == NULL || !take_parts(&job) || !prepare(&job))
        return no_memory(err);
    matches->lone = bf_arena_take(arena, job.out.part_count, sizeof *matches->lone);
    matches->lone_count = 0;
    if (matches->lone == NULL)
        return no_memory(err);
    for (size_t i = 0; job.out.part_count > 0 && i < rules->rule_count; i++) {
        const bf_composite *composite = rules->rules[i].composite;
        if (composite == NULL || !can_hold(&job, composite))
            continue;
        gather_signs(&job, composite);
        if (want_signs(&job, composite, wanted))
            want_unless(&job, composite, barring);
    }
    keep_wanted(&job, wanted, barring, matches);
    return true;
}

bool bf_composite_find(const bf_composite_input *input, const bf_rules *rules, bf_arena *arena,
                       bf_composites *out, bf_error *err)
{
    composing job = {.input = input, .rules = rules, .arena = arena};
    size_t failed_parts;
    if (!part_judged(&job) || !part_failed(&job, &failed_parts))
        return no_memory(err);
    if (job.out.part_count + failed_parts > 0 && (!prepare(&job) || !try_all(&job)))
        return no_memory(err);
    *out = job.out;
    return true;
}
