/* analyzer/page_state.h: the state that a page's scripts start from, from which a browser makes the
 * text that the page itself does not have. Knows where frameworks put it: scripts of JSON,
 * assignments, JSON.parse(), the rows of React Server Components that Next.js streams. */
#ifndef BF_ANALYZER_PAGE_STATE_H
#define BF_ANALYZER_PAGE_STATE_H

#include "analyzer/advertiser.h"

typedef struct {
    size_t refused;     /* scripts that could not be read, or not whole */
    bf_str refused_why; /* of the first, for people */
    bool prose;         /* a text was found that is written for readers */
} bf_page_state;

/* Reads the data scripts of `document` that are not JSON-LD. Texts that are prose (20 bytes or more
 * with a blank) become blocks, of kind quote where they are reviews, and prices, names, telephones
 * and letters beside them; objects that have a name, and a telephone, an email, or a title and a
 * city, become advertisers, persons where their keys do not say otherwise. References of Apollo's
 * store are followed. Who runs the site is nobody. Where keys such as "profile", or what the route
 * gives to its page, tell of one, the others are not taken, but for those who are listed there as
 * working with that one. State that a script computes is refused, but for the forms of
 * script_value.h: nothing here runs code. Of streamed rows that are no JSON or text nothing is
 * taken. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_page_state_read(bf_document *document, bf_arena *arena, bf_advertisers *list,
                                      bf_page_state *out, bf_error *err);

#endif
