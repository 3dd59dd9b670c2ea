/* analyzer/school.h: the school that a degree or a certificate is said to be from. Knows which of
 * the words round a claim are its; how schools are called is data (credentials/schools.yaml). */
#ifndef BF_ANALYZER_SCHOOL_H
#define BF_ANALYZER_SCHOOL_H

#include "analyzer/ruleset.h"

/* The school that `words`, a line from the beginning of a claim on, name in the claim itself, which
 * ends at byte `end`, or right behind it; empty without one. `*failed`: it could not be found out.
 */
bf_str bf_school_find(const bf_rules *rules, bf_str words, size_t end, bf_pattern_scratch *scratch,
                      bool *failed);

#endif
