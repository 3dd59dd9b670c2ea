/* analyzer/context.h: does this advertiser offer it to this reader? Knows cues, their side, reach
 * and precedence, after ConText (Harkema, Dowling, Thornblade and Chapman 2009); the cues
 * themselves are those of the packs in rules/context. */
#ifndef BF_ANALYZER_CONTEXT_H
#define BF_ANALYZER_CONTEXT_H

#include "analyzer/match.h"

/* What became of a match. */
typedef struct {
    bf_status status;  /* BF_STATUS_ASSERTED: a finding */
    const bf_cue *cue; /* that decided; NULL when asserted, or decided by the block's voice */
    bf_str cue_text;   /* its words as shown */
    uint32_t cue_at;   /* index into the listing's blocks */
    size_t cue_begin;  /* byte of that block's shown text */
} bf_context;

/* Judges bytes `begin` up to `end` of the folded block `at`, a match of `category` and `kind` (may
 * be empty). Two negations of one clause cancel each other. A cue whose pattern fails leaves the
 * match asserted and sets `*failed`. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_context_judge(const bf_match_text *text, uint32_t at, size_t begin,
                                    size_t end, bf_category category, bf_str kind,
                                    const bf_rules *rules, bf_pattern_scratch *scratch,
                                    bf_context *out, bool *failed, bf_error *err);

#endif
