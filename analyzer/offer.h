/* analyzer/offer.h: the prices of what data says is sold (schema.org: Offer, PriceSpecification and
 * their kin). Knows amounts, currencies and units; who sells is json_ld.h's and microdata.h's. */
#ifndef BF_ANALYZER_OFFER_H
#define BF_ANALYZER_OFFER_H

#include <cjson/cJSON.h>

#include "analyzer/advertiser.h"

/* The price of one offer as its data has it. Empty texts are not said. */
typedef struct {
    bf_str amount;    /* "180.00", "$180" */
    bf_str currency;  /* "USD" */
    bf_str unit;      /* words for what it is for: "50 minute session"; or a code of UN/ECE
                         Recommendation 20: "HUR" */
    unsigned minutes; /* that it is for; 0 when they are not said. They go before `unit` */
} bf_offer_price;

/* Adds the price to `one`, when it is an exact figure above 0 and its currency is said, by code
 * (ISO 4217) or sign. A range ("$100-$200", "$$", "from 100") is none. false: no memory. */
BF_MUST_CHECK bool bf_offer_add(const bf_offer_price *price, bf_advertiser *one, bf_arena *arena);

/* Adds to `one` the prices in `value`, JSON of an offer, of a list or catalogue of offers, or of a
 * service with offers. Its depth is what bf_json_parse() allows. false: no memory. */
BF_MUST_CHECK bool bf_offer_read(const cJSON *value, bf_advertiser *one, bf_arena *arena);

#endif
