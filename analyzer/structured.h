/* analyzer/structured.h: the data that a page carries for machines. Knows JSON-LD and the state
 * that scripts embed, and asks microdata.h; turns what they say of an advertiser into blocks of
 * field structured, and into facts. */
#ifndef BF_ANALYZER_STRUCTURED_H
#define BF_ANALYZER_STRUCTURED_H

#include "analyzer/advertiser.h"

typedef struct {
    bf_advertisers advertisers;
    size_t refused;     /* data scripts that could not be read as JSON */
    bf_str refused_why; /* of the first, for people */
    bool from_state;    /* texts were taken from embedded state, the visible text being thin */
} bf_structured;

/* Reads the data scripts of `document`, adds their texts to its blocks, and fills `out`.
 * Advertisers are the persons, firms, and others with a name and an address, telephone or email;
 * reviews and ratings are passed over whole, because they are somebody else's words and name.
 * Embedded state is read only when the document has less than `thin_bytes` of visible text; of it,
 * texts that are prose (20 bytes or more with a blank) become blocks, and prices, names and
 * telephones beside them. A script that cannot be read is counted. What the elements say
 * (microdata.h) follows, but for those whom JSON has named. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_structured_read(bf_document *document, size_t thin_bytes, bf_arena *arena,
                                      bf_structured *out, bf_error *err);

#endif
