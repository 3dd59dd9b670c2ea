/* rule_counts.c: how often rules find something, and how long they take. */
#include "cli/rule_counts.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

bool bf_rule_counts_begin(bf_rule_counts *counts, const bf_rules *rules, bool timed, bf_error *err)
{
    *counts = (bf_rule_counts){.rules = rules, .timed = timed};
    counts->items = calloc(rules->rule_count, sizeof *counts->items);
    counts->order = calloc(rules->rule_count, sizeof *counts->order);
    if (counts->items == NULL || counts->order == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "rules: no memory");
    return true;
}

void bf_rule_counts_end(bf_rule_counts *counts)
{
    free(counts->items);
    free(counts->order);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Tries one rule on a text, and notes how long that took. */
static void time_rule(const bf_rule *rule, bf_str text, bf_pattern_scratch *scratch,
                      bf_rule_count *count)
{
    bf_error ignored = {0};
    bf_pattern_match match;
    uint64_t begin = now();
    (void)bf_pattern_find(rule->pattern, scratch, text, 0, &match, &ignored);
    uint64_t took = now() - begin;
    count->nanoseconds += took;
    count->slowest = took > count->slowest ? took : count->slowest;
    count->tries++;
}

static void time_listing(bf_rule_counts *counts, const bf_reading_listing *item,
                         bf_pattern_scratch *scratch)
{
    const bf_match_text *text = &item->text;
    for (size_t at = 0; at < item->listing->block_count; at++) {
        bf_str whole = text->folded[at].text;
        for (size_t i = 0; i < counts->rules->rule_count; i++) {
            const bf_rule *rule = &counts->rules->rules[i];
            if (rule->pattern == NULL)
                continue;
            if (rule->span == BF_SPAN_PARAGRAPH)
                time_rule(rule, whole, scratch, &counts->items[i]);
            for (size_t k = 0; rule->span == BF_SPAN_SENTENCE && k < text->sentences[at].count;
                 k++) {
                bf_match_span span = text->sentences[at].items[k];
                time_rule(rule, bf_str_slice(whole, span.begin, span.end), scratch,
                          &counts->items[i]);
            }
        }
    }
}

static void count_judged(bf_rule_counts *counts, const bf_judged *judged)
{
    bf_rule_count *count = &counts->items[judged->match.rule - counts->rules->rules];
    if (!bf_assessment_counts(judged))
        count->dismissed++;
    else if (count->page != counts->pages) {
        count->page = counts->pages;
        count->pages++;
    }
}

/* Parts are counted too: one that is everywhere makes nothing rarer. */
static void count_listing(bf_rule_counts *counts, const bf_composites *came)
{
    for (size_t i = 0; i < came->judged_count; i++)
        count_judged(counts, &came->judged[i]);
    for (size_t i = 0; i < came->part_count; i++)
        count_judged(counts, &came->parts[i]);
}

void bf_rule_counts_add(bf_rule_counts *counts, const bf_reading *reading,
                        bf_pattern_scratch *scratch)
{
    counts->pages++;
    counts->listings += reading->listings.count;
    for (size_t i = 0; i < reading->listings.count; i++) {
        count_listing(counts, &reading->items[i].composites);
        if (counts->timed)
            time_listing(counts, &reading->items[i], scratch);
    }
}

/* The ends of the interval of a share. */
static void wilson(double right, double all, double *low, double *high)
{
    const double z = 1.959964;
    double p = right / all, middle = p + z * z / (2 * all);
    double half = z * sqrt(p * (1 - p) / all + z * z / (4 * all * all));
    *low = fmax(0, (middle - half) / (1 + z * z / all));
    *high = fmin(1, (middle + half) / (1 + z * z / all));
}

static void print_count(const bf_rule_counts *counts, size_t number, FILE *out)
{
    const bf_rule_count *count = &counts->items[number];
    double low, high, all = (double)counts->pages;
    wilson((double)count->pages, all, &low, &high);
    fprintf(out, "%6llu  %6.2f %%  %5.2f to %5.2f %%  %9llu  %.*s\n",
            (unsigned long long)count->pages, 100 * (double)count->pages / all, 100 * low,
            100 * high, (unsigned long long)count->dismissed,
            BF_STR_ARG(counts->rules->rules[number].id));
}

static void print_time(const bf_rule_counts *counts, size_t number, FILE *out)
{
    const bf_rule_count *count = &counts->items[number];
    fprintf(out, "%9.2f ms  %9.1f us  %9llu  %.*s\n", (double)count->nanoseconds / 1e6,
            (double)count->slowest / 1e3, (unsigned long long)count->tries,
            BF_STR_ARG(counts->rules->rules[number].id));
}

/* The rule that took longer, or found something on more pages, first; of equal ones the first in
 * the packs. */
static int compare_rules(const void *left, const void *right, void *user)
{
    const bf_rule_counts *counts = user;
    size_t i = *(const size_t *)left, k = *(const size_t *)right;
    const bf_rule_count *a = &counts->items[i], *b = &counts->items[k];
    uint64_t first = counts->timed ? a->nanoseconds : a->pages;
    uint64_t second = counts->timed ? b->nanoseconds : b->pages;
    if (first == second) {
        first = a->dismissed;
        second = b->dismissed;
    }
    if (first == second)
        return (i > k) - (i < k);
    return first < second ? 1 : -1;
}

void bf_rule_counts_print(bf_rule_counts *counts, FILE *out)
{
    size_t rules = counts->rules->rule_count;
    fprintf(out, "%llu pages, %llu listings\n", (unsigned long long)counts->pages,
            (unsigned long long)counts->listings);
    if (counts->pages == 0)
        return;
    for (size_t i = 0; i < rules; i++)
        counts->order[i] = i;
    qsort_r(counts->order, rules, sizeof *counts->order, compare_rules, counts);
    fputs(counts->timed ? "        time       slowest      tries  rule\n"
                        : " pages     share    95 % interval  dismissed  rule\n",
          out);
    for (size_t i = 0; i < rules; i++) {
        const bf_rule_count *count = &counts->items[counts->order[i]];
        if (counts->timed)
            print_time(counts, counts->order[i], out);
        else if (count->pages > 0 || count->dismissed > 0)
            print_count(counts, counts->order[i], out);
    }
}
