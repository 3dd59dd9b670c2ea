/* analyzer/quote.h: words of a page as they are quoted: cut to a length, with what stands round
 * them, with their place in the body, and as a link that opens the page there. */
#ifndef BF_ANALYZER_QUOTE_H
#define BF_ANALYZER_QUOTE_H

#include "analyzer/document.h"

/* `text` cut at the start of a character to at most `most` bytes. */
bf_str bf_quote_cut(bf_str text, size_t most);

/* At most 32 bytes of whole characters of `text` before, and after, its part `exact` (the prefix
 * and suffix of a text quote selector: W3C Web Annotation Data Model, 4.2.4). Both views are of one
 * text. */
bf_str bf_quote_before(bf_str text, bf_str exact);
bf_str bf_quote_after(bf_str text, bf_str exact);

/* The byte of document->body where `exact`, words of `block`, begins: where those very bytes stand
 * at or after the block's start, else (mark-up or entities stand in between) the block's start. */
size_t bf_quote_place(const bf_document *document, const bf_block *block, bf_str exact);

/* Makes the link to `exact` on the page `url`: a text fragment (WICG Scroll to Text Fragment, 3),
 * by its first and last words when it is long. Empty for a URL that is not http or https. false: no
 * memory. */
BF_MUST_CHECK bool bf_quote_link(bf_str url, bf_str exact, bf_arena *arena, bf_str *out);

#endif
