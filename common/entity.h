/* common/entity.h: character references of HTML in text that is no HTML, as JSON on pages has them.
 * Knows their spelling; mark-up itself is html.h's. */
#ifndef BF_COMMON_ENTITY_H
#define BF_COMMON_ENTITY_H

#include "bonafide/str.h"
#include "common/buf.h"

/* Appends `text`, valid UTF-8, with its character references undone: decimal and hexadecimal ones
 * (HTML, 13.2.5.72 and on; those from 128 to 159 by windows-1252, as browsers do), the names that
 * HTML 4 has, and &apos;. A name that is unknown, or has no semicolon, stays as it is. It gets no
 * longer than `text`. */
void bf_entity_append_undone(bf_buf *out, bf_str text);

#endif
