/* analyzer/composite.h: rules of several parts: which of them hold where parts stand together.
 * Knows what a composite needs, how near, and what must not be there; where parts match is
 * match.h's to say, and whether they are an offer context.h's. */
#ifndef BF_ANALYZER_COMPOSITE_H
#define BF_ANALYZER_COMPOSITE_H

#include "analyzer/context.h"

/* One listing, as far as it is read. */
typedef struct {
    const bf_match_text *text;
    const bf_matches *matches;
    bf_judged *judged; /* parallel to matches->items */
} bf_composite_input;

/* What the matches of a listing come to. */
typedef struct {
    bf_judged *judged; /* of rules that have a pattern, and composites; by block, place and rule */
    size_t judged_count;
    bf_judged *parts; /* of parts, in the same order */
    size_t part_count;
    const bf_rule **failed; /* rules that might have matched, but no parts */
    size_t failed_count;
} bf_composites;

/* Takes out of `matches`, and puts with its lone ones, the parts that no composite can come of,
 * whatever cues say of them: others that it needs do not stand near enough. Nearly all are such,
 * and asking cues of them is most of what cues cost. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_composite_sift(const bf_match_text *text, const bf_rules *rules,
                                     bf_arena *arena, bf_matches *matches, bf_error *err);

/* Puts the parts of a listing together. Only parts count that the advertiser itself offers in text
 * that a reader sees. What a composite becomes:
 *   asserted   all that it needs stands near enough, and none of those parts near what must not be
 *              there: once for parts that overlap, at most 50 times; its words are those of the
 *              part to quote
 *   failed     only if a part that met a limit matched, or one that a cue might have dismissed was
 *              none, or what must not be there was not
 *   dismissed  only if a cue had not dismissed one of its parts: once, with that part's judgement
 * Takes time in proportion to the matches of parts, and to the composites that can hold. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_composite_find(const bf_composite_input *input, const bf_rules *rules,
                                     bf_arena *arena, bf_composites *out, bf_error *err);

#endif
