/* analyzer/profiletest.h: an example of a site profile, read as a page is. Knows what such an
 * example promises; counting and telling is ruletest.h's. */
#ifndef BF_ANALYZER_PROFILETEST_H
#define BF_ANALYZER_PROFILETEST_H

#include "analyzer/profile.h"

/* What reading an example needs. */
typedef struct {
    const bf_rules *rules;
    bf_pattern_scratch *scratch;
    bf_arena *arena;
} bf_profiletest_with;

/* Reads `example` of `site` and says in `why`, in the arena, the first thing in which it is not as
 * it promises: which profile is chosen, how many listings there are, the texts of each field (none
 * that is not named), words of a listing or of nobody. Empty when all holds. false: BF_ERR_MEMORY.
 */
BF_MUST_CHECK bool bf_profiletest_check(const bf_profiletest_with *with,
                                        const bf_site_profile *site,
                                        const bf_profile_example *example, bf_str *why,
                                        bf_error *err);

#endif
