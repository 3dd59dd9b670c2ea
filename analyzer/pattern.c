/* pattern.c: compiled expressions that are looked for together. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "analyzer/pattern.h"

#include <stdlib.h>

#include <pcre2.h>

enum {
    MATCH_LIMIT = 1000000, /* backtracking steps from one start; PCRE2 counts anew at each */
    DEPTH_LIMIT = 10000,
    HEAP_LIMIT = 20 * 1024, /* KiB */
    STACK_START = 32 * 1024,
    STACK_MOST = 1024 * 1024,
    GROUPS = 16 /* pairs of offsets kept of a match */
};

/* One expression: apart, each is found by its own first bytes. */
typedef struct {
    pcre2_code *code;
    bf_str text;
} expression;

struct bf_pattern {
    size_t count;
    expression items[];
};

/* Bytes that all matches with one scratch may look at. With the shipped rules 100 KB of prose take
 * 29 MB, and the 16 MiB that are read of a page at most take 5 GB. */
static const uint64_t WORK_LIMIT = UINT64_C(16) << 30;

enum { REMEMBERED = 128 }; /* expressions of a search; the others are looked for each time */

/* A match of one expression, and where PCRE2 began to look when it found it, which is before its
 * begin where \K stands. `begin` SIZE_MAX: none up to the end of the subject. */
typedef struct {
    bf_pattern_match match;
    size_t started;
} found;

/* Which expressions are looked for, and from which byte: those of `numbers`, or the first `count`
 * where it is NULL. */
typedef struct {
    const bf_pattern *pattern;
    const uint32_t *numbers;
    size_t count;
    bf_str subject;
    size_t from;
} search;

struct bf_pattern_scratch {
    search next;             /* behind the last match; `pattern` NULL: there was none */
    found ahead[REMEMBERED]; /* what that will find, unless it begins before `next.from` */
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    uint32_t options;
    bool all;      /* whoever asks is to try every pattern */
    size_t winner; /* the code of the last match */
    uint64_t work; /* bytes that matches have looked at so far */
};

static void refuse(int code, size_t number, size_t at, bf_error *err)
{
    PCRE2_UCHAR words[256];
    if (code == PCRE2_ERROR_NOMEMORY) {
        bf_fail(err, BF_ERR_MEMORY, "pattern: no memory");
        return;
    }
    pcre2_get_error_message(code, words, sizeof words);
    bf_fail(err, BF_ERR_RULE, "%s", (const char *)words);
    err->line = (unsigned)number + 1;
    err->column = (unsigned)at + 1;
}

static bool compile_one(bf_pattern *pattern, bf_str text, bf_error *err)
{
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOTALL;
    int code;
    PCRE2_SIZE at;
    pcre2_code *made = pcre2_compile((PCRE2_SPTR)(text.bytes ? text.bytes : ""), text.length,
                                     options, &code, &at, NULL);
    if (made == NULL) {
        refuse(code, pattern->count, at, err);
        return false;
    }
    pattern->items[pattern->count++] = (expression){made, text};
    return true;
}

bf_pattern *bf_pattern_compile(const bf_str *expressions, size_t count, bf_error *err)
{
    bf_pattern *pattern = calloc(1, sizeof *pattern + count * sizeof *pattern->items);
    if (pattern == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "pattern: no memory");
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        if (!compile_one(pattern, expressions[i], err)) {
            bf_pattern_free(pattern);
            return NULL;
        }
    return pattern;
}

void bf_pattern_speed_up(bf_pattern *pattern, size_t number)
{
    /* Where JIT is refused (no such machine, no executable memory) the interpreter serves. */
    (void)pcre2_jit_compile(pattern->items[number].code, PCRE2_JIT_COMPLETE);
}

void bf_pattern_free(bf_pattern *pattern)
{
    if (pattern == NULL)
        return;
    for (size_t i = 0; i < pattern->count; i++)
        pcre2_code_free(pattern->items[i].code);
    free(pattern);
}

size_t bf_pattern_count(const bf_pattern *pattern)
{
    return pattern->count;
}

bf_str bf_pattern_expression(const bf_pattern *pattern, size_t number)
{
    return pattern->items[number].text;
}

bf_pattern_scratch *bf_pattern_scratch_new(bool interpret)
{
    bf_pattern_scratch *scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL)
        return NULL;
    scratch->data = pcre2_match_data_create(GROUPS, NULL);
    scratch->context = pcre2_match_context_create(NULL);
    scratch->stack = pcre2_jit_stack_create(STACK_START, STACK_MOST, NULL);
    /* The header says that subjects are valid UTF-8: they are checked once, not once a pattern. */
    scratch->options = PCRE2_NO_UTF_CHECK | (interpret ? PCRE2_NO_JIT : 0);
    if (scratch->data == NULL || scratch->context == NULL ||
        (scratch->stack == NULL && !interpret)) {
        bf_pattern_scratch_free(scratch);
        return NULL;
    }
    pcre2_set_match_limit(scratch->context, MATCH_LIMIT);
    pcre2_set_depth_limit(scratch->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(scratch->context, HEAP_LIMIT);
    if (scratch->stack)
        pcre2_jit_stack_assign(scratch->context, NULL, scratch->stack);
    return scratch;
}

void bf_pattern_scratch_free(bf_pattern_scratch *scratch)
{
    if (scratch == NULL)
        return;
    pcre2_jit_stack_free(scratch->stack);
    pcre2_match_context_free(scratch->context);
    pcre2_match_data_free(scratch->data);
    free(scratch);
}

void bf_pattern_try_all(bf_pattern_scratch *scratch)
{
    scratch->all = true;
}

bool bf_pattern_tries_all(const bf_pattern_scratch *scratch)
{
    return scratch->all;
}

/* Runs one code; its match stands in scratch->data, and in `out`. */
static bf_pattern_result run(const pcre2_code *code, bf_pattern_scratch *scratch, bf_str subject,
                             size_t from, bf_pattern_match *out, bf_error *err)
{
    if (scratch->work > WORK_LIMIT) {
        bf_fail(err, BF_ERR_LIMIT, "matching: the page takes more work than one may");
        return BF_PATTERN_FAILED;
    }
    int result =
        pcre2_match(code, (PCRE2_SPTR)(subject.bytes ? subject.bytes : ""), subject.length, from,
                    scratch->options | PCRE2_NOTEMPTY, scratch->data, scratch->context);
    const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(scratch->data);
    scratch->work += result < 0 ? subject.length - from : pair[1] - from;
    if (result == PCRE2_ERROR_NOMATCH)
        return BF_PATTERN_NONE;
    if (result < 0) {
        PCRE2_UCHAR words[256];
        pcre2_get_error_message(result, words, sizeof words);
        bf_fail(err, BF_ERR_LIMIT, "matching: %s", (const char *)words);
        return BF_PATTERN_FAILED;
    }
    *out = (bf_pattern_match){pair[0], pair[1]};
    return BF_PATTERN_MATCH;
}

static bool is_better(const bf_pattern_match *a, const bf_pattern_match *b)
{
    return a->begin < b->begin || (a->begin == b->begin && a->end > b->end);
}

static bool is_same(const search *a, const search *b)
{
    return a->pattern == b->pattern && a->numbers == b->numbers && a->count == b->count &&
           a->subject.bytes == b->subject.bytes && a->subject.length == b->subject.length &&
           a->from == b->from;
}

/* Looks for one expression. */
static bf_pattern_result find_one(const search *wanted, size_t number, bf_pattern_scratch *scratch,
                                  found *out, bf_error *err)
{
    bf_pattern_result result = run(wanted->pattern->items[number].code, scratch, wanted->subject,
                                   wanted->from, &out->match, err);
    if (result == BF_PATTERN_MATCH)
        out->started = pcre2_get_startchar(scratch->data);
    else
        *out = (found){{SIZE_MAX, SIZE_MAX}, SIZE_MAX};
    return result;
}

/* Whoever looks on behind the last match is spared to look again for what stands farther on, or
 * nowhere: many matches of one expression would cost each of the others a look at all the rest. */
static bf_pattern_result find(search wanted, bf_pattern_scratch *scratch, bf_pattern_match *out,
                              bf_error *err)
{
    bool known = is_same(&scratch->next, &wanted);
    found one, best = {{SIZE_MAX, SIZE_MAX}, SIZE_MAX};
    size_t winner = SIZE_MAX, ran = SIZE_MAX;
    scratch->next.pattern = NULL;
    for (size_t i = 0; i < wanted.count && wanted.from <= wanted.subject.length; i++) {
        size_t number = wanted.numbers ? wanted.numbers[i] : i;
        found *kept = i < REMEMBERED ? &scratch->ahead[i] : &one;
        if (!known || kept == &one || kept->started < wanted.from) {
            ran = number;
            if (find_one(&wanted, number, scratch, kept, err) == BF_PATTERN_FAILED)
                return BF_PATTERN_FAILED;
        }
        if (kept->match.begin == SIZE_MAX || !is_better(&kept->match, &best.match))
            continue;
        best = *kept;
        winner = number;
    }
    if (winner == SIZE_MAX)
        return BF_PATTERN_NONE;
    *out = best.match;
    scratch->winner = winner;
    wanted.from = best.match.end;
    scratch->next = wanted;
    if (winner == ran)
        return BF_PATTERN_MATCH; /* its groups are the last that were found */
    wanted.from = best.started;
    return find_one(&wanted, winner, scratch, &one, err);
}

bf_pattern_result bf_pattern_find(const bf_pattern *pattern, bf_pattern_scratch *scratch,
                                  bf_str subject, size_t from, bf_pattern_match *out, bf_error *err)
{
    return find((search){pattern, NULL, pattern->count, subject, from}, scratch, out, err);
}

bf_pattern_result bf_pattern_find_among(const bf_pattern *pattern, bf_pattern_choice choice,
                                        bf_pattern_scratch *scratch, bf_str subject, size_t from,
                                        bf_pattern_match *out, bf_error *err)
{
    return find((search){pattern, choice.items, choice.count, subject, from}, scratch, out, err);
}

bool bf_pattern_group(const bf_pattern *pattern, bf_pattern_scratch *scratch, const char *name,
                      bf_pattern_match *out)
{
    int number =
        pcre2_substring_number_from_name(pattern->items[scratch->winner].code, (PCRE2_SPTR)name);
    const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(scratch->data);
    if (number <= 0 || (uint32_t)number >= pcre2_get_ovector_count(scratch->data) ||
        pairs[2 * number] == PCRE2_UNSET || pairs[2 * number] >= pairs[2 * number + 1])
        return false;
    *out = (bf_pattern_match){pairs[2 * number], pairs[2 * number + 1]};
    return true;
}
