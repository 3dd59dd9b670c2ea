/* bonafide/page.h: one fetched page. Knows what the HTTP exchange said and what the body is once
 * chunked and content codings are undone, here and nowhere else; what the page means is the
 * analyzer's. */
#ifndef BONAFIDE_PAGE_H
#define BONAFIDE_PAGE_H

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "bonafide/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where the evidence is kept; all empty or 0 for a page that comes from no archive. Of a page that
 * was found unchanged (a revisit record) it is the record that has the body, so that its report is
 * that of the page as first fetched but for `fetched_at`, and for `file` where the user named that
 * file in another way. */
typedef struct {
    bf_str file;      /* as the user named it, "-" for standard input; FOLDER/NAME of a revisit */
    uint64_t offset;  /* bytes from the start of the file to the record (to its gzip member) */
    uint64_t length;  /* bytes of the record as stored */
    bf_str record_id; /* "urn:uuid:…", without angle brackets */
    bf_str ip;        /* address that answered (WARC-IP-Address) */
} bf_page_archive;

/* A page. All views live as long as the arena that it was made in; texts are raw bytes except
 * where UTF-8 is said. An unknown text is empty, an unknown number 0. */
typedef struct {
    bf_str url;            /* what was fetched, UTF-8 */
    bf_str requested_url;  /* what led there, the same when nothing redirected, UTF-8 */
    bf_str fetched_at;     /* RFC 3339, UTC, whole seconds, or empty */
    int http_status;       /* 0 when the page did not come over HTTP */
    bf_str head;           /* raw status line and fields, without the blank line */
    bf_str media_type;     /* lower case, without parameters: "text/html"; of several, the last */
    bf_str charset;        /* the charset parameter of Content-Type as sent, or empty */
    bf_str body;           /* all codings undone */
    bf_str payload_sha256; /* hex, of the HTTP body without transfer coding, content coding kept */
    bf_str body_sha256;    /* hex, of `body` */
    bool truncated;        /* a part of the body is missing */
    bf_str truncated_why;  /* "length", "time", "disconnect", "coding", "unspecified" or empty */
    bf_page_archive archive;
} bf_page;

/* Bounds on what a page may become; a body that would go past one is cut there and marked. And what
 * is spent on it. */
typedef struct {
    size_t body_bytes; /* of the decoded body; 0 means 16 MiB */
    unsigned ratio;    /* decoded bytes per coded byte, past the first MiB; 0 means 200 */
    unsigned codings;  /* entries of Content-Encoding; 0 means 4 */
    bool lean;         /* for a crawler: no digests, and a body that is not coded is a view */
} bf_page_limits;

/* Reads an HTTP/1.x response message (RFC 9112) in `message` into `out`: status, fields, and the
 * body with Transfer-Encoding: chunked and Content-Encoding gzip, x-gzip, deflate (zlib or raw), br
 * and zstd undone within `limits`. A body that is not chunked although it says so, or not coded
 * although it says so, is taken as already decoded (RFC 9112, 7.1; RFC 9110, 8.4). A body cut
 * short, over a bound or broken in its coding keeps what could be read and is marked truncated.
 * Bytes are copied into `arena` (but `limits->lean` lets the body be a view of `message`); `url` is
 * set as both URLs. false: BF_ERR_FORMAT, no HTTP head; BF_ERR_MEMORY. */
BF_API BF_MUST_CHECK bool bf_page_from_http(bf_str message, bf_str url,
                                            const bf_page_limits *limits, bf_arena *arena,
                                            bf_page *out, bf_error *err);

/* Makes a page of the bytes of an HTML file that came without HTTP; `url` may be empty. The body
 * is a view of `html`, cut at `limits->body_bytes`. false: BF_ERR_MEMORY. */
BF_API BF_MUST_CHECK bool bf_page_from_html(bf_str html, bf_str url, const bf_page_limits *limits,
                                            bf_arena *arena, bf_page *out, bf_error *err);

/* The value of the first field `name` of the page's head, without the lines folded into it,
 * trimmed: a view into `page`; empty when absent. */
BF_API bf_str bf_page_header(const bf_page *page, bf_str name);

#ifdef __cplusplus
}
#endif

#endif
