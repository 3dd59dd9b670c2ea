/* analyzer/place.h: where an advertiser is, read from text: a town, its region, its country. Knows
 * postal addresses and which sentences name the advertiser's; the names are gazetteer.h's. */
#ifndef BF_ANALYZER_PLACE_H
#define BF_ANALYZER_PLACE_H

#include "analyzer/country.h"
#include "analyzer/document.h"

/* What a place was read from, the surest last. */
typedef enum {
    BF_PLACE_NONE,
    BF_PLACE_MENTION, /* a large town in a sentence: "a psychologist in Tucson" */
    BF_PLACE_TOWN,    /* a large town, alone */
    BF_PLACE_PHRASE,  /* "my office in Tucson" */
    BF_PLACE_HEADED,  /* a cell under "Town", what follows the term "Location" */
    BF_PLACE_REGION,  /* "Oakland, CA", "Bristol, UK" */
    BF_PLACE_ADDRESS  /* with a postal code */
} bf_place_basis;

typedef struct {
    bf_place_basis basis;
    bf_str locality; /* as shown, in the arena */
    bf_str region;   /* the abbreviation where addresses of its country have one ("CA"), else as
                        regions.txt spells it; may be empty */
    bf_str country;  /* ISO 3166-1, where it is shown: by a word for it, or a form of postal code
                        that is of one country alone; may be empty */
    bf_str within;   /* ISO 3166-1: the country that it lies in, shown or not; may be empty */
} bf_place;

/* Finds the place that `count` blocks of `document`, given by their numbers in ascending order,
 * name as the advertiser's: the first of the surest basis. What is said of studies, licences and
 * former homes is none, nor are lists of towns. `signs` tell the country where an address does not;
 * its number shows it there. `out` is of BF_PLACE_NONE when there is none. false: no memory. */
BF_MUST_CHECK bool bf_place_find(const bf_document *document, const uint32_t *blocks, size_t count,
                                 const bf_country_signs *signs, bf_arena *arena, bf_place *out);

#endif
