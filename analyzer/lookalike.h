/* analyzer/lookalike.h: view F of a text: letters of other alphabets that look like those of a to
 * z. Knows words of mixed alphabets; an honest word of another alphabet has a letter that looks
 * like none, and stays. */
#ifndef BF_ANALYZER_LOOKALIKE_H
#define BF_ANALYZER_LOOKALIKE_H

#include "analyzer/edit.h"

/* Puts Latin letters for those that look like them in the words of `edit` that have Latin letters
 * too, or that have nothing but look-alikes and stand in a text that has Latin letters, or is
 * made of nothing else. Two letters of flags are the flag of a country, and stay. */
void bf_lookalike_undo(bf_edit *edit);

#endif
