/* analyzer/raw_page.h: a page as a source holds it, before anything that a stranger wrote in it is
 * read: an HTTP message, the bytes of a file, a line of JSON Lines. Knows how to make a page of it,
 * and how it travels to the process that does; where it came from is source.h's. */
#ifndef BF_ANALYZER_RAW_PAGE_H
#define BF_ANALYZER_RAW_PAGE_H

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "bonafide/page.h"
#include "common/buf.h"

typedef enum {
    BF_RAW_HTTP, /* a response message (RFC 9112) */
    BF_RAW_HTML, /* the page itself */
    BF_RAW_LINE, /* a JSON object with "url" and "html", and where known "requested_url",
                    "fetched_at", "status" and "headers" */
    BF_RAW_KINDS
} bf_raw_kind;

/* Texts are bytes from outside unless said; an unknown one is empty. */
typedef struct {
    bf_raw_kind kind;
    bool url_is_path;    /* `url` is only where the file lies: what `described` says is better */
    unsigned line;       /* of the file, from 1; 0: it is no line */
    bf_str url;          /* empty for BF_RAW_LINE, which has it inside */
    bf_str date;         /* when it was fetched, in a form of bf_time_parse() */
    bf_str truncated;    /* why a part is missing; empty: it is whole */
    bf_str described;    /* of BF_RAW_HTML: a JSON object with members as in BF_RAW_LINE */
    bf_str described_by; /* the file that it stands in */
    bf_page_archive archive;
    bf_str bytes;
} bf_raw_page;

/* Makes a page of `raw`, within `limits`, with all that it needs in `arena`. What a sidecar says
 * holds, but for a URL that the user gave. false: BF_ERR_FORMAT (with the place in the line's or
 * the sidecar's file), BF_ERR_LIMIT, BF_ERR_MEMORY; the URL stands in `page` where it is known. */
BF_MUST_CHECK bool bf_raw_page_read(const bf_raw_page *raw, const bf_page_limits *limits,
                                    bf_arena *arena, bf_page *page, bf_error *err);

/* Appends all of `raw` but its bytes to `out`, so that `bytes` may follow. */
void bf_raw_page_append_head(const bf_raw_page *raw, bf_buf *out);

/* Reads what bf_raw_page_append_head() wrote at the beginning of `text`, and takes what follows as
 * the bytes: views of `text`. Nothing that it says is believed: false when it is not such a head.
 */
BF_MUST_CHECK bool bf_raw_page_take(bf_str text, bf_raw_page *out);

#endif
