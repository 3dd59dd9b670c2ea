/* analyzer/title.h: the title that the words of a claim give, as people would name it. Knows the
 * vocabulary of the rules (credentials/titles.yaml); what is a claim is credential.h's. */
#ifndef BF_ANALYZER_TITLE_H
#define BF_ANALYZER_TITLE_H

#include "analyzer/ruleset.h"

/* The first title of `type` whose pattern matches in `words`; NULL when none does. `search` is one
 * for rules->keywords.titles. A pattern that met a limit is passed over and raises `*failed`. */
const bf_title *bf_title_find(const bf_rules *rules, bf_claim_type type, bf_str words,
                              bf_keyword_search *search, bf_pattern_scratch *scratch, bool *failed);

#endif
