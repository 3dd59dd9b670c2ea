/* crawler/wire.h: one response as it comes off the wire, kept within bounds. Knows heads, interim
 * heads and sizes; who calls is fetch.c, from libcurl's callbacks. */
#ifndef BF_CRAWLER_WIRE_H
#define BF_CRAWLER_WIRE_H

#include <stdint.h>

#include "bonafide/str.h"
#include "common/buf.h"

enum {
    BF_WIRE_MOST_LINE = 64 * 1024, /* bytes of a line of the head */
    BF_WIRE_MOST_INTERIM = 32      /* interim heads (1xx) before the final one */
};

/* What to take of a response. */
typedef enum {
    BF_WIRE_PAGES, /* a success of another type than HTML, XHTML and plain text ends at its head */
    BF_WIRE_ANY_TYPE /* the body whatever its type */
} bf_wire_types;

/* Why the response is not read on. */
typedef enum {
    BF_WIRE_GOES_ON,
    BF_WIRE_FULL,     /* the body is as long as was allowed */
    BF_WIRE_UNWANTED, /* of a type that is not read */
    BF_WIRE_LONG_LINE,
    BF_WIRE_LONG_HEAD, /* over BF_HTTP_MOST_HEAD */
    BF_WIRE_INTERIM,   /* more than BF_WIRE_MOST_INTERIM interim heads */
    BF_WIRE_BAD_HEAD,  /* a head that ends in something else than an empty line, or has no status */
    BF_WIRE_NO_MEMORY
} bf_wire_end;

/* A response under construction; its memory serves one after the other. */
typedef struct {
    bf_buf message;     /* the final head with its blank line, and the body, as they came */
    size_t head_length; /* bytes of `message` up to the body; 0: the final head has not ended */
    int status;         /* 0: the final head has not ended */
    bf_wire_end end;
    uint64_t body_limit; /* bytes */
    bf_wire_types types;
    bool rewrite; /* status lines are not HTTP/1.x's own: write them so */
    bool interim; /* `message` is an interim head that has ended */
    unsigned interim_count;
} bf_wire;

/* Makes `wire` empty, or empty again for the next response, with the memory that it has. */
void bf_wire_init(bf_wire *wire);
void bf_wire_reset(bf_wire *wire, bf_wire_types types, uint64_t body_limit);

/* Frees the memory of `wire`, when it is more than `kept` bytes; it is as after bf_wire_init(). */
void bf_wire_shrink(bf_wire *wire, size_t kept);

/* Takes a line of a head with its line end, as libcurl gives it: each line of a folded field (RFC
 * 9112, 5.2) alone, and lines of a trailer, which are left out, after the body. Interim heads are
 * dropped. With `rewrite`, "HTTP/2 200" becomes "HTTP/1.1 200 OK" and pseudo-header fields (RFC
 * 9113, 8.3) are left out. false: stop, `end` says why. */
bool bf_wire_take_line(bf_wire *wire, bf_str line);

/* Takes a piece of the body. false: stop, `end` says why; what was allowed of the piece is kept. */
bool bf_wire_take_body(bf_wire *wire, bf_str piece);

#endif
