/* analyzer/advertiser.h: what the data on a page says of somebody who may advertise there. Knows
 * the facts; which of them a listing takes is listing.h's. */
#ifndef BF_ANALYZER_ADVERTISER_H
#define BF_ANALYZER_ADVERTISER_H

#include "analyzer/contact.h"
#include "analyzer/document.h"

/* Texts live in the arena; those that are not said are empty. */
typedef struct {
    bf_str type;      /* of schema.org: "Person", "MedicalBusiness", …; empty when none is said */
    bool person;      /* it speaks of a person, not a place or firm */
    uint32_t element; /* the element that it is about, with all that stands in it; BF_NONE for what
                         JSON says */
    bf_str name, headline;
    bf_str website; /* as written */
    bf_str locality, region, country;
    bf_contact_texts phones, emails;
} bf_advertiser;

/* In the order in which the page speaks of them. */
typedef struct {
    bf_advertiser *items;
    size_t count, capacity;
} bf_advertisers;

/* Adds one, all empty (`element` BF_NONE), and gives it; it may move when the next
 * is added. NULL: no memory. */
bf_advertiser *bf_advertiser_add(bf_advertisers *list, bf_arena *arena);

#endif
