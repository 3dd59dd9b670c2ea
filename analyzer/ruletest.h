/* analyzer/ruletest.h: the examples that every entry of the rules carries, run. Knows what an
 * example promises; finding and judging are the analyzer's own functions. */
#ifndef BF_ANALYZER_RULETEST_H
#define BF_ANALYZER_RULETEST_H

#include "analyzer/ruleset.h"

/* Told of each example that does not hold: its place and what was expected and came, in `failure`.
 */
typedef void bf_ruletest_visit(const bf_error *failure, void *user);

typedef struct {
    size_t passed, failed;
} bf_ruletest_counts;

/* Runs all examples of `rules`. A line feed in an example parts blocks: a first line that ends in
 * ":" or
 * "?" heads what follows, and lines that begin with "- " are its list. In an example of a cue,
 * square brackets stand round the match that is judged; those of a site profile are pages
 * (profiletest.h). false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_ruletest_run(const bf_rules *rules, bf_ruletest_visit *visit, void *user,
                                   bf_ruletest_counts *counts, bf_error *err);

#endif
