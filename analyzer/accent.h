/* analyzer/accent.h: view A of a text: letters of a to z without the marks on them. Knows marks and
 * strokes; "ñ" is a letter of its own, and stays. */
#ifndef BF_ANALYZER_ACCENT_H
#define BF_ANALYZER_ACCENT_H

#include "analyzer/edit.h"

/* Takes the accents, strokes and stacked marks off the Latin letters of `edit`. */
void bf_accent_undo(bf_edit *edit);

/* The letter that stays of `c` when its marks are off, in any script; `*marks` says how many were.
 */
uint32_t bf_accent_base(uint32_t c, size_t *marks);

#endif
