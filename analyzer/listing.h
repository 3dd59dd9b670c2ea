/* analyzer/listing.h: what kind of page this is, and who advertises on it. Knows pages, people and
 * voices by the signs of pages.yaml; nothing of offers. */
#ifndef BF_ANALYZER_LISTING_H
#define BF_ANALYZER_LISTING_H

#include "analyzer/contact.h"
#include "analyzer/naming.h"
#include "analyzer/profile.h"

typedef enum { BF_ROLE_NONE, BF_ROLE_THERAPY, BF_ROLE_BODY, BF_ROLE_COACH, BF_ROLE_COUNT } bf_role;
typedef enum {
    BF_KEY_PROFILE_URL,
    BF_KEY_LICENCE,
    BF_KEY_PHONE,
    BF_KEY_NAME_PLACE,
    BF_KEY_POSITION,
    BF_KEY_COUNT
} bf_key_from;
const char *bf_role_name(bf_role role);
const char *bf_key_from_name(bf_key_from from);

/* A block as it belongs to a listing. */
typedef struct {
    uint32_t block;
    bf_voice voice;
} bf_listing_block;

/* One advertiser on a page: a person or a practice. */
typedef struct {
    uint32_t index; /* from 0, in the order of the page */
    bf_str name, headline, locality, region, country, website;
    bool practice; /* a practice, not a person */
    bool card;     /* one of several on the page, short by its nature */
    bool partial;  /* a card that leads to a profile elsewhere */
    bf_role role;
    bool treats;      /* says that it treats disorders */
    bool not_therapy; /* says plainly that it is not therapy */
    bool clinician;   /* names a separate clinician (a surrogate's triad) */
    bf_str key;
    bf_key_from key_from;
    bf_str *phones; /* E.164 where they can be read as such */
    size_t phone_count;
    bf_str *emails;
    size_t email_count;
    bf_price *prices;
    size_t price_count;
    bf_listing_block *blocks; /* in document order, all fields */
    size_t block_count;
    size_t text_bytes; /* of its visible blocks */
} bf_listing;

typedef struct {
    bf_page_kind kind;
    bf_listing *items; /* none for an article, an error page or another */
    size_t count;
    bool failed;             /* a sign's pattern met a limit: the kind is a guess */
    const bf_folded *folded; /* parallel to document->blocks */
    bf_voices voices;
    bf_cards cards;   /* whatever kind of page it is; none where a heading says whose page it is */
    bf_naming naming; /* of the page's one advertiser, or of the practice over the cards */
} bf_listings;

/* Finds the listings of `document`: by the profile of the site first, then structured data, then
 * repeated cards, else the page as a whole. A listing has the fields that the profile asks for as
 * it found them, empty or not, and the others from its blocks; what the profile gives to nobody is
 * in no listing. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_listing_find(const bf_page *page, const bf_document *document,
                                   const bf_profile *profile, const bf_structured *structured,
                                   const bf_rules *rules, bf_pattern_scratch *scratch,
                                   bf_arena *arena, bf_listings *out, bf_error *err);

#endif
