/* common/entity.h: character references of HTML in text that is no HTML, as JSON on pages has them.
 * How they are spelt is reference.h's; mark-up itself is html.h's. */
#ifndef BF_COMMON_ENTITY_H
#define BF_COMMON_ENTITY_H

#include "bonafide/str.h"
#include "common/buf.h"

/* Appends `text`, valid UTF-8, with its character references undone as bf_reference_read() reads
 * them. What has no semicolon stays as it is: in text that is no HTML it may mean itself. It gets
 * no longer than `text`. */
void bf_entity_append_undone(bf_buf *out, bf_str text);

#endif
