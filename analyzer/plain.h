/* analyzer/plain.h: text with the characters that stand for ASCII put as ASCII, so that numbers are
 * read however they are set. Knows signs and blanks; letters with accents stay (fold.h is for
 * words). */
#ifndef BF_ANALYZER_PLAIN_H
#define BF_ANALYZER_PLAIN_H

#include "common/buf.h"

/* Views in `out` the `text` with full-width forms (U+FF01 to U+FF5E), blanks, hyphens and dashes,
 * quotes put as those of ASCII, bullets and middle dots as '*', and without characters that nobody
 * sees (zero width, soft hyphen). Line ends stay. It is never longer than `text`, and `text` itself
 * where nothing is to be put so; else it lives in `room`, whose content is replaced. false: no
 * memory. */
BF_MUST_CHECK bool bf_plain_view(bf_str text, bf_buf *room, bf_str *out);

#endif
