/* common/utf8.h: UTF-8 as code points (Unicode 15, 3.9, table 3-7: shortest form, no surrogates,
 * up to U+10FFFF). */
#ifndef BF_COMMON_UTF8_H
#define BF_COMMON_UTF8_H

#include <stdint.h>

#include "bonafide/str.h"
#include "common/buf.h"

#define BF_UTF8_REPLACEMENT 0xFFFDu
#define BF_UTF8_MOST 4 /* bytes of a code point */

/* Takes the first code point off `*rest` into `out`. Where the bytes are not valid UTF-8, takes the
 * maximal subpart of an ill-formed sequence (3.9, "U+FFFD Substitution of Maximal Subparts"), gives
 * BF_UTF8_REPLACEMENT and returns false; false with nothing taken only for an empty view. */
bool bf_utf8_take(bf_str *rest, uint32_t *out);

/* How many bytes of ASCII `text` begins with. */
size_t bf_utf8_ascii(bf_str text);

/* The first `most` bytes of `text`, fewer where a code point would be cut. */
bf_str bf_utf8_beginning(bf_str text, size_t most);

/* Says whether all of `text` is valid UTF-8. */
bool bf_utf8_valid(bf_str text);

/* The bytes of white space at byte `at` of `text`, which has one: as HTML has it, with the no-break
 * space; 0 when there is none. */
size_t bf_utf8_blank(bf_str text, size_t at);

/* Writes `code_point` to `bytes` and returns how many bytes it takes; one that UTF-8 cannot carry
 * becomes BF_UTF8_REPLACEMENT. */
size_t bf_utf8_write(uint32_t code_point, char bytes[BF_UTF8_MOST]);

/* Appends `code_point` as bf_utf8_write() writes it. */
void bf_utf8_append(bf_buf *buf, uint32_t code_point);

/* Appends `text` with every ill-formed subpart replaced by BF_UTF8_REPLACEMENT; returns how many
 * were. */
size_t bf_utf8_append_mended(bf_buf *buf, bf_str text);

#endif
