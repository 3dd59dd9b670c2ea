/* common/octets.h: numbers and texts as bytes, for what goes from one process of ours to another.
 * Knows eight bytes, little endian, and a text behind its length; what they mean is their senders'.
 */
#ifndef BF_COMMON_OCTETS_H
#define BF_COMMON_OCTETS_H

#include "common/buf.h"

/* Appends `number`, or the length of `text` and it. */
void bf_octets_append_number(bf_buf *out, uint64_t number);
void bf_octets_append_text(bf_buf *out, bf_str text);

/* Takes a number up to `most`, or a text (a view of `*rest`), off `*rest`. false: it is not there,
 * and nothing is taken. */
BF_MUST_CHECK bool bf_octets_take_number(bf_str *rest, uint64_t most, uint64_t *out);
BF_MUST_CHECK bool bf_octets_take_text(bf_str *rest, bf_str *out);

#endif
