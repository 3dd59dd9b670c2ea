/* common/coding.h: content codings undone, within bounds. Knows gzip, deflate, br and zstd (RFC
 * 9110, 8.4.1; RFC 8878); which of them a page has is said by its head. */
#ifndef BF_COMMON_CODING_H
#define BF_COMMON_CODING_H

#include "bonafide/error.h"
#include "common/buf.h"

typedef enum {
    BF_CODING_DONE,  /* all was undone, or the bytes were not coded although they are said to be */
    BF_CODING_CUT,   /* the coded bytes end too soon or are broken: what could be read is there */
    BF_CODING_LIMIT, /* a bound was met: what lies within it is there */
    BF_CODING_FAILED /* no memory */
} bf_coding_end;

/* Bounds of one body; none may be 0. */
typedef struct {
    size_t bytes;     /* decoded */
    unsigned ratio;   /* decoded bytes for each coded one, past the first MiB */
    unsigned codings; /* names in Content-Encoding */
} bf_coding_limits;

/* Undoes the codings `names` ("gzip, br", in the order in which they were applied) of `body` into
 * `out`, which is emptied first. Empty and identity do nothing; an unknown one does nothing to text
 * and ends it with BF_CODING_CUT where the bytes are none; no bytes are whole in every coding.
 * Memory grows with the bytes that come out, but for a window of 8 MiB never with what is claimed.
 */
BF_MUST_CHECK bf_coding_end bf_coding_undo(bf_str names, bf_str body,
                                           const bf_coding_limits *limits, bf_buf *out);

#endif
