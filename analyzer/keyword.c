/* keyword.c: which patterns can match in a text at all. First how an index is used, then how it is
 * made. */
#include "analyzer/keyword.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/automaton.h"

/* An expression whose rarest keywords are met more often than this (bf_literal_frequency) is worth
 * its machine code: one of five of the shipped ones is. With more of them rules take longer to
 * load, with fewer each page does. */
static const double COMMON = 1e-9;

enum {
    INDEX_BYTES = 256 * 1024 * 1024, /* of memory for an index, and as much to make it with */
    MOST_GROUPS = 3                  /* that are asked of one expression: more tell little more */
};

static const uint32_t NONE = UINT32_MAX;

/* Numbers that belong to one thing each: those of thing i from `begins[i]` up to `begins[i + 1]`.
 */
typedef struct {
    uint32_t *begins, *items;
} runs;

/* One expression: tried when each of its groups was met. */
typedef struct {
    uint32_t pattern, number;
    uint32_t groups[MOST_GROUPS]; /* the rarest first: that one leads to it */
    uint32_t group_count;         /* 0: it is always tried */
} expression;

struct bf_keywords {
    bf_arena *arena; /* holds all of it */
    bf_automaton words;
    bf_literal *literals; /* the keywords, by number */
    runs groups;          /* by keyword: those that it is in */
    runs leads;           /* by group: the expressions that it leads to */
    expression *expressions;
    size_t expression_count, group_count, pattern_count;
    uint32_t either; /* the group of letters beyond ASCII that (?i) takes for ASCII's; NONE */
};

static bool is_word_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool bf_keyword_begin(const bf_keywords *keywords, const bf_pattern_scratch *scratch,
                      bf_arena *arena, bf_keyword_search *out, bf_error *err)
{
    bf_keyword_search made = {.keywords = keywords, .all = bf_pattern_tries_all(scratch)};
    made.met = bf_arena_take(arena, keywords->group_count, sizeof *made.met);
    made.found = bf_arena_take(arena, keywords->expression_count, sizeof *made.found);
    made.items = bf_arena_take(arena, keywords->pattern_count, sizeof *made.items);
    if (made.met == NULL || made.found == NULL || made.items == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "keywords: no memory");
    *out = made;
    return true;
}

/* Notes the groups of a keyword, and the expressions that they lead to. */
static void note(uint32_t number, void *user)
{
    bf_keyword_search *search = user;
    const bf_keywords *keywords = search->keywords;
    const runs *groups = &keywords->groups, *leads = &keywords->leads;
    for (uint32_t i = groups->begins[number]; i < groups->begins[number + 1]; i++) {
        uint32_t group = groups->items[i];
        if (search->met[group] == search->text)
            continue;
        search->met[group] = search->text;
        for (uint32_t k = leads->begins[group]; k < leads->begins[group + 1]; k++)
            search->found[search->found_count++] = leads->items[k];
    }
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;
    return (first > second) - (first < second);
}

/* Leaves the expressions of which each group was met. */
static void drop_others(bf_keyword_search *search)
{
    size_t kept = 0;
    for (size_t i = 0; i < search->found_count; i++) {
        const expression *one = &search->keywords->expressions[search->found[i]];
        uint32_t met = 0;
        while (met < one->group_count && search->met[one->groups[met]] == search->text)
            met++;
        if (met == one->group_count)
            search->found[kept++] = search->found[i];
    }
    search->found_count = kept;
}

static void take_all(bf_keyword_search *search)
{
    search->found_count = search->keywords->expression_count;
    for (uint32_t i = 0; i < search->found_count; i++)
        search->found[i] = i;
}

/* Leaves the expressions of which each group was met, and adds those that have none. */
static void take_met(bf_keyword_search *search)
{
    const bf_keywords *keywords = search->keywords;
    const uint32_t *bare = &keywords->leads.begins[keywords->group_count];
    drop_others(search);
    for (uint32_t i = bare[0]; i < bare[1]; i++)
        search->found[search->found_count++] = keywords->leads.items[i];
    if (search->found_count > 1)
        qsort(search->found, search->found_count, sizeof *search->found, compare_numbers);
}

/* Puts the expressions that may match together by their patterns. */
static void list_candidates(bf_keyword_search *search)
{
    const expression *expressions = search->keywords->expressions;
    search->count = 0;
    for (size_t i = 0; i < search->found_count; i++) {
        const expression *one = &expressions[search->found[i]];
        bf_keyword_candidate *last = search->items + search->count - 1;
        search->found[i] = one->number;
        if (search->count == 0 || last->pattern != one->pattern)
            search->items[search->count++] =
                (bf_keyword_candidate){one->pattern, {&search->found[i], 1}};
        else
            last->choice.count++;
    }
}

void bf_keyword_look(bf_keyword_search *search, bf_str text)
{
    const bf_keywords *keywords = search->keywords;
    search->found_count = 0;
    if (++search->text == 0) { /* after four thousand million texts the numbers begin again */
        memset(search->met, 0, keywords->group_count * sizeof *search->met);
        search->text = 1;
    }
    if (!search->all && keywords->expression_count > 0)
        bf_automaton_read(&keywords->words, text, note, search);
    if (search->all || (keywords->either != NONE && search->met[keywords->either] == search->text))
        take_all(search);
    else
        take_met(search);
    list_candidates(search);
}

bool bf_keywords_lack(const bf_keywords *keywords, size_t number, size_t *lacking)
{
    for (size_t i = 0; i < keywords->expression_count; i++)
        if (keywords->expressions[i].pattern == number &&
            keywords->expressions[i].group_count == 0) {
            *lacking = keywords->expressions[i].number;
            return true;
        }
    return false;
}

/* ---- How an index is made */

/* A group of the index: its keywords by number, rising. */
typedef struct {
    uint32_t *items;
    size_t count;
} group;

/* What making needs. Tables of hashes have twice as many places as things, or more; a place has 1 +
 * the number of a thing, or 0. */
typedef struct {
    bf_keywords *made;
    bf_arena *arena;    /* thrown away at the end */
    bf_arena *demanded; /* thrown away after each expression */
    bf_demand_view view;
    size_t literal_count, literal_capacity, expression_capacity;
    uint32_t *literal_places, *group_places;
    size_t literal_room, group_room;
    group *groups;
    size_t group_capacity;
    uint32_t *numbers; /* of the group that is read */
    size_t number_capacity;
} making;

static uint32_t hash_of(const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ at[i]) * 16777619u;
    return hash;
}

/* Makes `*places` twice as large and empty when `count` things fill half of them; says in `*grown`
 * whether they are to be put in again. */
static bool make_room(making *job, uint32_t **places, size_t *room, size_t count, bool *grown)
{
    *grown = *room < 2 * (count + 1);
    if (!*grown)
        return true;
    *room = *room ? 4 * *room : 256;
    *places = bf_arena_take(job->arena, *room, sizeof **places);
    return *places != NULL;
}

/* A literal as the index has it: one that asks for no more than it can. */
static bf_literal as_keyword(const making *job, const bf_literal *from)
{
    bf_literal made = {
        .length = from->length,
        .any_case = from->any_case || job->view == BF_DEMAND_FOLDED,
        .word_begins = from->word_begins && is_word_byte((unsigned char)from->bytes[0]),
        .word_ends = from->word_ends && is_word_byte((unsigned char)from->bytes[from->length - 1])};
    memcpy(made.bytes, from->bytes, from->length);
    return made;
}

static bool is_same(const bf_literal *a, const bf_literal *b)
{
    return a->length == b->length && a->any_case == b->any_case &&
           a->word_begins == b->word_begins && a->word_ends == b->word_ends &&
           memcmp(a->bytes, b->bytes, a->length) == 0;
}

static size_t place_of_literal(const making *job, const bf_literal *one)
{
    size_t at = hash_of(one->bytes, one->length) & (job->literal_room - 1);
    while (job->literal_places[at] != 0 &&
           !is_same(&job->made->literals[job->literal_places[at] - 1], one))
        at = (at + 1) & (job->literal_room - 1);
    return at;
}

/* Gives the number of a literal among the keywords, a new one where it was not met before. */
static bool number_literal(making *job, const bf_literal *from, uint32_t *number)
{
    bf_literal one = as_keyword(job, from);
    bool grown;
    if (!make_room(job, &job->literal_places, &job->literal_room, job->literal_count, &grown))
        return false;
    for (size_t i = 0; grown && i < job->literal_count; i++)
        job->literal_places[place_of_literal(job, &job->made->literals[i])] = (uint32_t)i + 1;
    uint32_t *place = &job->literal_places[place_of_literal(job, &one)];
    if (*place == 0) {
        bf_literal *items = bf_arena_grow(job->made->arena, job->made->literals, job->literal_count,
                                          &job->literal_capacity, sizeof *items);
        if (items == NULL)
            return false;
        job->made->literals = items;
        items[job->literal_count++] = one;
        *place = (uint32_t)job->literal_count;
    }
    *number = *place - 1;
    return true;
}

static size_t place_of_group(const making *job, const group *one)
{
    size_t bytes = one->count * sizeof *one->items;
    size_t at = hash_of(one->items, bytes) & (job->group_room - 1);
    for (; job->group_places[at] != 0; at = (at + 1) & (job->group_room - 1)) {
        const group *other = &job->groups[job->group_places[at] - 1];
        if (other->count == one->count && memcmp(other->items, one->items, bytes) == 0)
            break;
    }
    return at;
}

/* Gives the number of the group of `count` keywords in job->numbers, which are put in order. */
static bool number_group(making *job, size_t count, uint32_t *number)
{
    group one = {job->numbers, 0};
    bool grown;
    qsort(job->numbers, count, sizeof *job->numbers, compare_numbers);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || job->numbers[i] != job->numbers[i - 1])
            job->numbers[one.count++] = job->numbers[i];
    size_t known = job->made->group_count;
    if (!make_room(job, &job->group_places, &job->group_room, known, &grown))
        return false;
    for (size_t i = 0; grown && i < known; i++)
        job->group_places[place_of_group(job, &job->groups[i])] = (uint32_t)i + 1;
    uint32_t *place = &job->group_places[place_of_group(job, &one)];
    if (*place == 0) {
        group *items =
            bf_arena_grow(job->arena, job->groups, known, &job->group_capacity, sizeof *items);
        uint32_t *kept = bf_arena_take(job->arena, one.count, sizeof *kept);
        if (items == NULL || kept == NULL)
            return false;
        memcpy(kept, one.items, one.count * sizeof *kept);
        job->groups = items;
        items[job->made->group_count++] = (group){kept, one.count};
        *place = (uint32_t)job->made->group_count;
    }
    *number = *place - 1;
    return true;
}

static bool add_group(making *job, const bf_literal_set *set, uint32_t *number)
{
    for (size_t i = 0; i < set->count; i++) {
        uint32_t *numbers =
            bf_arena_grow(job->arena, job->numbers, i, &job->number_capacity, sizeof *numbers);
        if (numbers == NULL)
            return false;
        job->numbers = numbers;
        if (!number_literal(job, &set->items[i], &numbers[i]))
            return false;
    }
    return number_group(job, set->count, number);
}

static bool add_expression(making *job, bf_pattern *of, uint32_t pattern, uint32_t number)
{
    bf_demand demand;
    expression one = {.pattern = pattern, .number = number};
    expression *items =
        bf_arena_grow(job->made->arena, job->made->expressions, job->made->expression_count,
                      &job->expression_capacity, sizeof *items);
    if (items == NULL ||
        !bf_demand_read(bf_pattern_expression(of, number), job->view, job->demanded, &demand))
        return false;
    if (demand.count == 0 || bf_literal_frequency(&demand.groups[0]) > COMMON)
        bf_pattern_speed_up(of, number);
    for (size_t i = 0; i < demand.count && i < MOST_GROUPS; i++)
        if (!add_group(job, &demand.groups[i], &one.groups[one.group_count++]))
            return false;
    job->made->expressions = items;
    items[job->made->expression_count++] = one;
    bf_arena_reset(job->demanded);
    return true;
}

/* (?i) takes the long s for s and the sign of kelvin for k; nothing else that is beyond ASCII is a
 * letter of it in another case. Where one of them stands, nothing is left out. */
static bool add_either(making *job)
{
    static const bf_literal letters[] = {{.bytes = "\xC5\xBF", .length = 2, .any_case = true},
                                         {.bytes = "\xE2\x84\xAA", .length = 3, .any_case = true}};
    bf_literal copies[2] = {letters[0], letters[1]};
    const bf_literal_set set = {.items = copies, .count = 2};
    job->made->either = NONE;
    return job->view == BF_DEMAND_FOLDED || add_group(job, &set, &job->made->either);
}

/* Turns `count` pairs of a thing, of `things`, and its number into runs. */
typedef struct {
    uint32_t thing, number;
} pair;

static bool sort_pairs(bf_arena *arena, const pair *pairs, size_t count, size_t things, runs *out)
{
    out->begins = bf_arena_take(arena, things + 1, sizeof *out->begins);
    out->items = bf_arena_take(arena, count, sizeof *out->items);
    if (out->begins == NULL || out->items == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        out->begins[pairs[i].thing]++;
    uint32_t sum = 0;
    for (size_t i = 0; i <= things; i++) {
        sum += i < things ? out->begins[i] : 0;
        out->begins[i] = sum;
    }
    for (size_t i = count; i-- > 0;)
        out->items[--out->begins[pairs[i].thing]] = pairs[i].number;
    return true;
}

/* Says which groups each keyword is in. */
static bool list_groups(making *job)
{
    size_t count = 0, capacity = 0;
    pair *pairs = NULL;
    for (size_t i = 0; i < job->made->group_count; i++)
        for (size_t k = 0; k < job->groups[i].count; k++) {
            pair *grown = bf_arena_grow(job->arena, pairs, count, &capacity, sizeof *grown);
            if (grown == NULL)
                return false;
            pairs = grown;
            pairs[count++] = (pair){job->groups[i].items[k], (uint32_t)i};
        }
    return sort_pairs(job->made->arena, pairs, count, job->literal_count, &job->made->groups);
}

/* Says which expressions each group leads to; behind the last group those that have none. */
static bool list_leads(making *job)
{
    size_t count = job->made->expression_count;
    pair *pairs = bf_arena_take(job->arena, count, sizeof *pairs);
    for (size_t i = 0; pairs && i < count; i++) {
        const expression *one = &job->made->expressions[i];
        pairs[i] = (pair){one->group_count ? one->groups[0] : (uint32_t)job->made->group_count,
                          (uint32_t)i};
    }
    return pairs && sort_pairs(job->made->arena, pairs, count, job->made->group_count + 1,
                               &job->made->leads);
}

static bool make(making *job, bf_pattern *const *patterns, size_t count)
{
    job->made->pattern_count = count;
    if (!add_either(job))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; patterns[i] && k < bf_pattern_count(patterns[i]); k++)
            if (!add_expression(job, patterns[i], (uint32_t)i, (uint32_t)k))
                return false;
    return list_groups(job) && list_leads(job) &&
           bf_automaton_make(job->made->literals, job->literal_count, job->made->arena, job->arena,
                             &job->made->words);
}

bf_keywords *bf_keywords_new(bf_pattern *const *patterns, size_t count, bf_demand_view view,
                             bf_error *err)
{
    bf_arena *arena = bf_arena_new(INDEX_BYTES);
    making job = {.made = arena ? bf_arena_take(arena, 1, sizeof *job.made) : NULL,
                  .arena = bf_arena_new(INDEX_BYTES),
                  .demanded = bf_arena_new(INDEX_BYTES),
                  .view = view};
    bool done = job.made && job.arena && job.demanded;
    if (done) {
        job.made->arena = arena;
        done = make(&job, patterns, count);
    }
    bf_arena_free(job.demanded);
    bf_arena_free(job.arena);
    if (done)
        return job.made;
    bf_arena_free(arena);
    bf_fail(err, BF_ERR_MEMORY, "keywords: no memory");
    return NULL;
}

void bf_keywords_free(bf_keywords *keywords)
{
    if (keywords)
        bf_arena_free(keywords->arena); /* `keywords` is in it */
}
