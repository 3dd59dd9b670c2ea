/* analyzer/keyword.h: which patterns can match in a text at all. One pass over the text finds every
 * keyword of every pattern (automaton.h); a pattern of which one is missing need not be tried.
 * Knows where keywords stand; which ones a pattern has is demand.h's. What it leaves out cannot
 * match; what it gives may. */
#ifndef BF_ANALYZER_KEYWORD_H
#define BF_ANALYZER_KEYWORD_H

#include "analyzer/demand.h"
#include "analyzer/pattern.h"

/* The keywords of many patterns: shared by all pages, never changes after it was made. */
typedef struct bf_keywords bf_keywords;

/* Makes the keywords of `count` `patterns`, matched against texts of `view`; one that is NULL is
 * passed over, and keeps its number. Expressions that will be tried often are made fast. NULL:
 * BF_ERR_MEMORY. */
bf_keywords *bf_keywords_new(bf_pattern *const *patterns, size_t count, bf_demand_view view,
                             bf_error *err);

/* Frees `keywords`; NULL is allowed. */
void bf_keywords_free(bf_keywords *keywords);

/* Says whether some expression of pattern `number` has no keyword, so that it is tried on every
 * text; `*expression` is then its number from 0. */
bool bf_keywords_lack(const bf_keywords *keywords, size_t number, size_t *expression);

/* A pattern that may match, and which of its expressions. */
typedef struct {
    uint32_t pattern; /* its number */
    bf_pattern_choice choice;
} bf_keyword_candidate;

/* What looking needs besides the keywords, and what it found; one a page. */
typedef struct {
    bf_keyword_candidate *items; /* in the text that was looked at last, in the order of numbers */
    size_t count;
    const bf_keywords *keywords;
    bool all;        /* every pattern is given for every text */
    uint32_t *met;   /* by group: the text in which one of its keywords was last met */
    uint32_t text;   /* number of the text that is looked at, from 1 */
    uint32_t *found; /* expressions that may match in it, rising */
    size_t found_count;
} bf_keyword_search;

/* Makes `out` ready to look for `keywords`, which it borrows, with memory of `arena`; where
 * `scratch` tries everything, every pattern is always given. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_keyword_begin(const bf_keywords *keywords, const bf_pattern_scratch *scratch,
                                    bf_arena *arena, bf_keyword_search *out, bf_error *err);

/* Finds the patterns that may match in `text`, which is all that they will be matched against. */
void bf_keyword_look(bf_keyword_search *search, bf_str text);

#endif
