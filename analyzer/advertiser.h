/* analyzer/advertiser.h: what the data on a page says of somebody who may advertise there. Knows
 * the facts, and when two tell of one; which of them a listing takes is listing.h's. */
#ifndef BF_ANALYZER_ADVERTISER_H
#define BF_ANALYZER_ADVERTISER_H

#include "analyzer/contact.h"
#include "analyzer/document.h"

enum { BF_ADVERTISERS_MOST = 200 }; /* of a page: more are not taken */

/* Texts live in the arena; those that are not said are empty. */
typedef struct {
    bf_str type;      /* of schema.org: "Person", "MedicalBusiness", …; empty when none is said */
    bool person;      /* it speaks of a person, not a place or firm */
    uint32_t element; /* the element that it is about, with all that stands in it; BF_NONE for what
                         JSON and meta elements say */
    uint32_t firm;    /* whom a person works for, founded or is a member of: its index in the list;
                         BF_NONE when that is not said */
    bf_str name, headline;
    bf_str website; /* as written */
    bf_str profile; /* as written: where the list that it is told in leads for more of it */
    bf_str address; /* as one text, where the data does not part it */
    bf_str locality, region, country;
    bf_contact_texts phones, emails;
    bf_contact_prices prices; /* exact ones, with their currency */
} bf_advertiser;

/* In the order in which the page speaks of them. */
typedef struct {
    bf_advertiser *items;
    size_t count, capacity;
} bf_advertisers;

/* Adds one, all empty (`element` and `firm` BF_NONE), and gives it; it may move when the next is
 * added. NULL: no memory. */
bf_advertiser *bf_advertiser_add(bf_advertisers *list, bf_arena *arena);

/* Adds a price, or says what an earlier one of that amount is for. Nothing that is not above 0.
 * false: no memory. */
BF_MUST_CHECK bool bf_advertiser_add_price(bf_advertiser *one, const bf_price *price,
                                           bf_arena *arena);

/* Gives `one` what `other` says and it does not; telephones, emails and prices of both. false: no
 * memory. */
BF_MUST_CHECK bool bf_advertiser_fill(bf_advertiser *one, const bf_advertiser *other,
                                      bf_arena *arena);

/* Settles who the advertisers from index `first` on are: takes out who has no name, and joins those
 * of one name, with those before `first` too, unless one is a person and the other a firm by their
 * types, or their places or profiles differ. Links follow. false: no memory. */
BF_MUST_CHECK bool bf_advertisers_settle(bf_advertisers *list, size_t first, bf_arena *arena);

/* The name in a title, as people write it: without what follows it, such as letters, a slogan, the
 * site's name. A view of `title`. */
bf_str bf_advertiser_name_in(bf_str title);

#endif
