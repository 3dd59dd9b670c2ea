/* analyzer/profile.h: what the profile of a site finds on a page. Knows which profile is for which
 * page, and whose elements are whose by it; what a listing makes of them is listing.h's. */
#ifndef BF_ANALYZER_PROFILE_H
#define BF_ANALYZER_PROFILE_H

#include "analyzer/advertiser.h"
#include "analyzer/ruleset.h"

enum { BF_PROFILE_MOST_LISTINGS = 2000 }; /* of a page: those after them are not looked at */

typedef struct {
    const bf_site_profile *site; /* NULL: no profile is for the page */
    bool failed; /* what it asks is more than a page may cost, or there were more listings than may
                    be: nothing of it holds */
    bf_page_kind kind;          /* BF_PAGE_KIND_COUNT: the profile found nothing, or does not say */
    bf_advertisers advertisers; /* each its element, none inside another; or one with BF_NONE, the
                                   page. None when `listing` finds nothing: the site has changed */
    size_t nobody_count;        /* elements whose words belong to none of them, none in another */
    bool *drops_elements, *drops_blocks; /* parallel to the document's as it was read: what stands
                                            in these, blocks only where they do so wholly; NULL */
    size_t block_count;
} bf_profile;

/* Chooses the profile for `page` by its URL: of one for its host before one for what its host ends
 * in, of those the longest, before all that one that names a path; else the first. A page that
 * answered with an error has none. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_profile_choose(const bf_page *page, const bf_rules *rules,
                                     bf_pattern_scratch *scratch, bf_arena *arena, bf_profile *out,
                                     bf_error *err);

/* Asks the chosen profile of `document`, which bf_document_read_all() read; without one, nothing is
 * done. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_profile_read(bf_profile *profile, const bf_document *document,
                                   bf_arena *arena, bf_error *err);

/* Where an advertiser has the one text of `field`; NULL for a field of several, or of none. */
bf_str *bf_profile_text(bf_advertiser *item, bf_profile_field field);

/* Says whether block, or element, `number` belongs to nobody. */
bool bf_profile_drops_block(const bf_profile *profile, uint32_t number);
bool bf_profile_drops_element(const bf_profile *profile, uint32_t number);

#endif
