/* analyzer/advertiser.h: what one source on a page (structured data, a site profile) says of
 * somebody who may advertise there. Knows the facts; which of them a listing takes is listing.h's.
 */
#ifndef BF_ANALYZER_ADVERTISER_H
#define BF_ANALYZER_ADVERTISER_H

#include "analyzer/contact.h"
#include "analyzer/document.h"

/* Texts live in the arena; those that are not said are empty. */
typedef struct {
    bf_str type;      /* of schema.org: "Person", "MedicalBusiness", …; empty when none is said */
    bool person;      /* it speaks of a person, not a place or firm */
    bool partial;     /* it is a card that leads to a profile elsewhere */
    uint32_t element; /* the element that it is about, with all that stands in it; BF_NONE for what
                         JSON says */
    uint32_t first_block, block_count; /* blocks of field structured made of it */
    uint32_t member_of; /* index in the same list of the practice that it belongs to, or BF_NONE */
    bf_str name, headline;
    bf_str profile_url; /* of the page about it, as written */
    bf_str website;     /* its own, elsewhere, as written */
    bf_str locality, region, country;
    bf_contact_texts phones, emails;
    bf_contact_prices prices;
} bf_advertiser;

/* In the order in which the page speaks of them. */
typedef struct {
    bf_advertiser *items;
    size_t count, capacity;
} bf_advertisers;

/* Adds one, all empty (`element` and `member_of` BF_NONE), and gives it; it may move when the next
 * is added. NULL: no memory. */
bf_advertiser *bf_advertiser_add(bf_advertisers *list, bf_arena *arena);

#endif
