/* crawler/directives.h: what a page asks of robots for itself: X-Robots-Tag fields and meta robots,
 * as search engines document them. Knows noindex, nofollow, none and all, and to whom they speak;
 * what comes of them is the crawl's. */
#ifndef BF_CRAWLER_DIRECTIVES_H
#define BF_CRAWLER_DIRECTIVES_H

#include "bonafide/str.h"
#include "common/http.h"

typedef enum {
    BF_DIRECTIVES_UNSAID, /* 0 */
    BF_DIRECTIVES_FIELD,  /* an X-Robots-Tag field */
    BF_DIRECTIVES_META,   /* a meta element */
    BF_DIRECTIVES_SOURCE_COUNT
} bf_directives_source;

/* The name of `source`: "unsaid", "X-Robots-Tag", "meta robots". */
const char *bf_directives_source_name(bf_directives_source source);

/* What was asked for so far; all zero when nothing was. Wishes only add up: of two that differ the
 * stricter holds, whoever is named in it, so that "all", "index" and "follow" change nothing. */
typedef struct {
    bool noindex, nofollow;
    bf_directives_source noindex_by, nofollow_by; /* which said so first */
} bf_directives;

/* Adds what one X-Robots-Tag field with the value `value` says: directives with commas or blanks
 * between them. Those after a "name:" speak to that robot alone, until the next name or the end of
 * the field: "bonafide", "robots" and "*" are we. What stands before the colon of a directive with
 * a value (unavailable_after, max-snippet, ...) is no name, and neither is a part of a date. */
void bf_directives_take_field(bf_directives *said, bf_str value);

/* The same for all X-Robots-Tag fields of `head`; none hides another. */
void bf_directives_take_head(bf_directives *said, const bf_http_head *head);

/* Adds what a meta element with this `name` and `content` says: those called robots or bonafide.
 * There is no name of a robot in a content. */
void bf_directives_take_meta(bf_directives *said, bf_str name, bf_str content);

#endif
