/* analyzer/match.h: where the rules match in a listing. Knows sentences, paragraphs and views;
 * whether a match is an offer is context.h's to say. */
#ifndef BF_ANALYZER_MATCH_H
#define BF_ANALYZER_MATCH_H

#include "analyzer/fold.h"
#include "analyzer/listing.h"

/* A listing's text made ready for patterns: each block folded once. Parallel to listing->blocks. */
typedef struct {
    const bf_document *document;
    const bf_listing *listing;
    bf_folded *folded;
} bf_match_text;

/* One match of one rule. */
typedef struct {
    const bf_rule *rule;
    uint32_t at;                         /* index into the listing's blocks */
    size_t begin, end;                   /* bytes of that block's folded text */
    size_t sentence_begin, sentence_end; /* of the sentence it stands in */
    bf_str exact;                        /* as shown */
} bf_match;

typedef struct {
    bf_match *items; /* by block, then by place, then by rule */
    size_t count;
    const bf_rule **failed; /* rules that met a limit somewhere in this listing */
    size_t failed_count;
} bf_matches;

/* Folds the blocks of `listing`. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_match_prepare(const bf_document *document, const bf_listing *listing,
                                    bf_arena *arena, bf_match_text *out, bf_error *err);

/* Finds every match of every rule, but those that overlap an earlier one of the same rule, and at
 * most 1,000 of one rule. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_match_find(const bf_match_text *text, const bf_rules *rules,
                                 bf_pattern_scratch *scratch, bf_arena *arena, bf_matches *out,
                                 bf_error *err);

#endif
