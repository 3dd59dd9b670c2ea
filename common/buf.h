/* common/buf.h: a growing buffer with a bound, whose failure is latched: append freely, ask once at
 * the end. Knows bytes; what they mean is the caller's. */
#ifndef BF_COMMON_BUF_H
#define BF_COMMON_BUF_H

#include "bonafide/error.h"
#include "bonafide/str.h"

/* Made by bf_buf_init(). `bytes` is followed by a NUL (not counted) whenever it is not NULL. */
typedef struct {
    char *bytes;
    size_t length;
    size_t capacity;
    size_t limit; /* bytes; an append that would go past it fails */
    bool failed;  /* appends do nothing from then on */
    bool full;    /* it failed at the limit, and not for want of memory */
} bf_buf;

/* Makes `buf` empty, with nothing allocated, never to hold more than `limit` bytes. */
void bf_buf_init(bf_buf *buf, size_t limit);

/* Frees what `buf` holds and leaves it empty with the same limit. */
void bf_buf_free(bf_buf *buf);

/* Forgets the content and a latched failure; keeps the memory. */
void bf_buf_reset(bf_buf *buf);

/* Appends `text`, one byte, or text made like printf does. A failure is latched in `buf`. */
void bf_buf_append(bf_buf *buf, bf_str text);
void bf_buf_append_char(bf_buf *buf, char byte);
void bf_buf_append_format(bf_buf *buf, const char *format, ...) BF_PRINTF(2, 3);

/* Makes room for `room` more bytes and gives the place to write them; NULL after a failure. What
 * was written counts only after bf_buf_wrote(). */
BF_MUST_CHECK char *bf_buf_room(bf_buf *buf, size_t room);
void bf_buf_wrote(bf_buf *buf, size_t count);

/* Takes the first `count` bytes off the front; more than `length` takes all. */
void bf_buf_consume(bf_buf *buf, size_t count);

/* Views the content in `out` until the next call on `buf`. false: an append failed, and `err` says
 * BF_ERR_LIMIT or BF_ERR_MEMORY with `what` named. */
BF_MUST_CHECK bool bf_buf_view(const bf_buf *buf, const char *what, bf_str *out, bf_error *err);

#endif
