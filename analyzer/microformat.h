/* analyzer/microformat.h: what the classes of elements say of somebody: hCard 1.0 (root vcard) and
 * h-card of microformats2 (https://microformats.org/wiki). Knows its roots and properties; what
 * other attributes say is microdata.h's. */
#ifndef BF_ANALYZER_MICROFORMAT_H
#define BF_ANALYZER_MICROFORMAT_H

#include "analyzer/advertiser.h"

/* Adds to `list` each card of `document` that has a name, with its element; it is a person unless
 * its name is its organization's too. Nobody: the author of a post, a review or a comment, of
 * which every blog has one. Visible texts are blocks already, and no others are made. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_microformat_read(const bf_document *document, bf_arena *arena,
                                       bf_advertisers *list, bf_error *err);

#endif
