/* analyzer/leet.h: view L of a text: digits and signs that stand for letters in a word. Knows where
 * in a word they may; what they are read as stands in leet_signs.txt. */
#ifndef BF_ANALYZER_LEET_H
#define BF_ANALYZER_LEET_H

#include "analyzer/edit.h"

/* Puts letters for the digits and signs inside the words of `edit`, and for one alone at the
 * beginning or the end of three letters or more, with no letter of another script before them; in
 * the second reading of what has two, where `again`. Letters between which a "!", "+" or "|" stands
 * each time are joined. Mail addresses stay. */
void bf_leet_undo(bf_edit *edit, bool again);

#endif
