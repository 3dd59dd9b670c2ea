/* cli/rule_counts.h: how often rules find something on pages that are known to be harmless, and how
 * long they take. Knows counts and their intervals; what is found is the analyzer's. */
#ifndef BF_CLI_RULE_COUNTS_H
#define BF_CLI_RULE_COUNTS_H

#include <stdio.h>

#include "analyzer/reading.h"

/* Counts of one rule. */
typedef struct {
    uint64_t pages;     /* where the advertiser offers it, as the rule reads them */
    uint64_t dismissed; /* matches that a cue dismissed, or that were in another voice */
    uint64_t page;      /* the last one that was counted, from 1 */
    uint64_t nanoseconds, slowest, tries;
} bf_rule_count;

typedef struct {
    const bf_rules *rules;
    bf_rule_count *items; /* parallel to rules->rules */
    size_t *order;        /* room for the numbers of the rules, to sort them */
    uint64_t pages, listings;
    bool timed;
} bf_rule_counts;

/* Makes counts for `rules`, which are borrowed; false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_rule_counts_begin(bf_rule_counts *counts, const bf_rules *rules, bool timed,
                                        bf_error *err);

/* Counts what was found on one page; where it is `timed`, each rule is also tried on each sentence,
 * or paragraph, of its listings. */
void bf_rule_counts_add(bf_rule_counts *counts, const bf_reading *reading,
                        bf_pattern_scratch *scratch);

/* Writes a line for each rule that found something, by the number of pages, with the interval in
 * which its share lies 95 times in 100 (Wilson 1927); where it is `timed`, a line for each rule, by
 * the time it took. */
void bf_rule_counts_print(bf_rule_counts *counts, FILE *out);

void bf_rule_counts_end(bf_rule_counts *counts); /* frees what it holds */

#endif
