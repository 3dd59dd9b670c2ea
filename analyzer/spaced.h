/* analyzer/spaced.h: view S of a text: words whose letters are set apart, or repeated. Knows the
 * signs between them; two letters so are no word, because "B 2 B" and "M.A." are honest. */
#ifndef BF_ANALYZER_SPACED_H
#define BF_ANALYZER_SPACED_H

#include "analyzer/edit.h"

/* Joins three or more single letters of `edit`, digits and signs for letters among them, between
 * which stand the same signs each time: a blank, a sign of ASCII, or any others (emoji). Where
 * only blanks do, a capital after small letters begins another word. In the other reading,
 * `again`, a first "a" or "i" is a word of its own. */
void bf_spaced_join(bf_edit *edit, bool again);

/* Leaves of three or more of a letter in a word one; in the other reading, `again`, two. */
void bf_spaced_squeeze(bf_edit *edit, bool again);

#endif
