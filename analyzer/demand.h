/* analyzer/demand.h: what an expression demands of a text: literals without which it cannot match.
 * Knows the grammar of PCRE2's expressions (pcre2pattern(3)), as far as it is needed to be sure;
 * where the literals stand is keyword.h's. */
#ifndef BF_ANALYZER_DEMAND_H
#define BF_ANALYZER_DEMAND_H

#include "analyzer/literal.h"

/* Which texts an expression is matched against. */
typedef enum {
    BF_DEMAND_FOLDED, /* view N (fold.h): all white space is a blank or a line feed */
    BF_DEMAND_SHOWN   /* a text as it is shown */
} bf_demand_view;

/* Groups of literals, the rarest first. A text in which the expression matches has one literal of
 * each group in it. No groups: nothing is sure. */
typedef struct {
    bf_literal_set groups[BF_LITERAL_GROUPS + 1];
    size_t count;
} bf_demand;

/* Reads what `expression`, which PCRE2 takes with UTF and UCP, demands. What is not known here (a
 * condition, a call of a group, an extended syntax) demands nothing. All in `out` lives in `arena`.
 * false: it gave no memory. */
BF_MUST_CHECK bool bf_demand_read(bf_str expression, bf_demand_view view, bf_arena *arena,
                                  bf_demand *out);

#endif
