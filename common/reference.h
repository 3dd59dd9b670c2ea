/* common/reference.h: character references of HTML, "&eacute;" and "&#146;", as browsers read them
 * in text (HTML, 13.2.5.72 to 80). Knows their names, those that older readers lack too; who undoes
 * them is html.h's to say. */
#ifndef BF_COMMON_REFERENCE_H
#define BF_COMMON_REFERENCE_H

#include "bonafide/str.h"

typedef struct {
    size_t length;          /* bytes, the "&" and any ";" too; 0: no reference, but text */
    uint32_t first, second; /* its characters; `second` is 0 where there is only one */
    bool by_number;
    bool mended; /* its number is none of a character, or one of windows-1252: that is meant */
} bf_reference;

/* Reads the reference whose "&" is byte `at` of `text`. */
bf_reference bf_reference_read(bf_str text, size_t at);

#endif
