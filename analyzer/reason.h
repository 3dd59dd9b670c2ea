/* analyzer/reason.h: what the findings of a listing are told by: one reason a kind, in words for
 * people. Knows which finding speaks for its kind and how; where it is written is report.h's. */
#ifndef BF_ANALYZER_REASON_H
#define BF_ANALYZER_REASON_H

#include "analyzer/composite.h"

/* Says whether number `i` of what was judged is a finding of `category`, and the one that speaks
 * for its kind: a sentence that says it itself before several that say it together, and the first
 * of such. */
bool bf_reason_opens(const bf_composites *came, size_t i, bf_category category);

/* Writes what the finding `judged` is told by into `out`: "The page says "…" and "…", read as:
 * Offers … (rule …)." false: no memory. */
BF_MUST_CHECK bool bf_reason_words(const bf_judged *judged, bf_arena *arena, bf_str *out);

#endif
