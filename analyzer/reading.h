/* analyzer/reading.h: all that was made of one page, step by step. Knows the order of the steps,
 * not what they do; report.h turns it into lines, and explain shows it to people. */
#ifndef BF_ANALYZER_READING_H
#define BF_ANALYZER_READING_H

#include "analyzer/assessment.h"
#include "analyzer/composite.h"

/* What was found in one listing. */
typedef struct {
    const bf_listing *listing;
    bf_match_text text;
    bf_matches matches;
    bf_composites composites; /* what became of the matches, those of parts put together */
    bf_claims claims;
    bool thin;
    bool people_hold; /* of a practice: one of its people, listed on the page, holds a claim */
    bf_verifications verifications; /* zeroed: nothing was checked */
    bf_assessment assessment;
} bf_reading_listing;

typedef struct {
    const bf_page *page;
    bf_profile profile; /* of the site */
    bf_document document;
    bf_structured structured;
    bf_listings listings;
    size_t large_images;       /* those not said to be smaller than rules->small_image */
    bf_reading_listing *items; /* parallel to listings.items */
} bf_reading;

/* Reads `page` into `out`:
 *
 *     page -> document -> listings -> findings and claims -> assessment
 *
 * Where a site has a profile, the document keeps all attributes, and the profile is asked first.
 * All memory is of `arena`; `page` and `rules` are borrowed. false: BF_ERR_MEMORY, BF_ERR_LIMIT. */
BF_MUST_CHECK bool bf_reading_make(const bf_page *page, const bf_rules *rules,
                                   bf_pattern_scratch *scratch, bf_arena *arena, bf_reading *out,
                                   bf_error *err);

/* Holds the claims of all listings of `reading` against `roster`, and assesses them again with what
 * it says. false: BF_ERR_STATE (it cannot be read), BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_reading_verify(bf_reading *reading, const bf_rules *rules,
                                     bf_roster_lookup *roster, bf_arena *arena, bf_error *err);

#endif
