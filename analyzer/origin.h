/* analyzer/origin.h: what a page shows of the country that it speaks to. Knows where on a page it
 * shows; which sign goes before which is country.h's. */
#ifndef BF_ANALYZER_ORIGIN_H
#define BF_ANALYZER_ORIGIN_H

#include "analyzer/country.h"
#include "analyzer/document.h"

/* Fills `out` with what `document`, fetched from `host` (or empty), shows: a telephone number with
 * its country calling code, in its text or a link; the country that its title or description names;
 * its language; a sign of money that one country alone uses. `place` stays empty. Texts are the
 * program's or views of the document's and of `host`. */
void bf_origin_read(const bf_document *document, bf_str host, bf_country_signs *out);

#endif
