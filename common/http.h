/* common/http.h: HTTP/1.x messages as bytes: the head, and a chunked body undone. Knows RFC 9112
 * and what servers make of it; codings of the content are coding.h's. */
#ifndef BF_COMMON_HTTP_H
#define BF_COMMON_HTTP_H

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "common/buf.h"

enum {
    BF_HTTP_MOST_FIELDS = 1000,
    BF_HTTP_MOST_HEAD = 256 * 1024 /* bytes */
};

typedef struct {
    bf_str name;  /* as sent */
    bf_str value; /* trimmed; folded lines joined by one blank (RFC 9112, 5.2) */
} bf_http_field;

/* The head of a response. Views are into the message, or into the arena where lines were joined. */
typedef struct {
    int status;
    bf_http_field *fields; /* in their order, repeated ones kept */
    size_t field_count;
    bf_str text;   /* status line and fields as sent, without the blank line */
    size_t length; /* bytes of the message up to the body, interim heads and the blank line too */
} bf_http_head;

/* Reads the head of the response in `message`; interim ones (1xx) before it are passed over. Takes
 * what is sent: LF line ends, no reason, "HTTP/2 200". A head without a blank line after it has no
 * body. Fields past the bounds are left out. false: BF_ERR_FORMAT, no status line; BF_ERR_MEMORY.
 */
BF_MUST_CHECK bool bf_http_head_parse(bf_str message, bf_arena *arena, bf_http_head *out,
                                      bf_error *err);

/* The value of the first field `name`, without case; empty when absent. */
bf_str bf_http_field_of(const bf_http_head *head, bf_str name);

/* The values of all fields `name` as one list with commas between them (RFC 9110, 5.3), in `out`: a
 * view of the one there is, or a copy in `arena`; empty when absent. false: no memory. */
BF_MUST_CHECK bool bf_http_list_of(const bf_http_head *head, bf_str name, bf_arena *arena,
                                   bf_str *out);

/* What Content-Type says. Views into the values of its fields; empty where nothing is said. */
typedef struct {
    bf_str media_type; /* without parameters, as sent; never one that is no type, such as "html" */
    bf_str charset;    /* as sent, without quotes round it */
} bf_http_type;

/* Lets `value`, of one more Content-Type field, have its say in `type`, which begins empty. The
 * last valid type counts, of all fields and of all between the commas of one; the charset of an
 * earlier one holds as long as the type is the same (Fetch, "extract a MIME type"). */
void bf_http_type_hear(bf_http_type *type, bf_str value);

/* What the Content-Type fields of `head` say. */
bf_http_type bf_http_type_of(const bf_http_head *head);

/* Says whether a Content-Type, with or without parameters, is one that we read: HTML, XHTML, plain
 * text, or none at all, of which browsers look at the bytes. What a crawl keeps, an analysis reads.
 */
bool bf_http_is_page_type(bf_str content_type);

typedef enum {
    BF_HTTP_WHOLE,      /* up to the last chunk */
    BF_HTTP_CUT,        /* the body ends inside a chunk or between two */
    BF_HTTP_NOT_CHUNKED /* it does not begin with a chunk: nothing was taken out */
} bf_http_chunks;

/* Undoes chunked transfer coding (RFC 9112, 7.1): appends the content of `body` to `out`;
 * extensions and trailers are dropped. A failure to append is latched in `out`. */
bf_http_chunks bf_http_dechunk(bf_str body, bf_buf *out);

#endif
