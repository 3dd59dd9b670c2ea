/* analyzer/sentence.h: a folded block cut into sentences. Knows ends of sentences, initials
 * and list marks; nothing of meaning. */
#ifndef BF_ANALYZER_SENTENCE_H
#define BF_ANALYZER_SENTENCE_H

#include "bonafide/str.h"

/* Words whose point ends no sentence, folded and without that point: "dr", "e.g". */
typedef struct {
    bf_str *items;
    size_t count;
} bf_sentence_words;

/* Takes the first sentence off `*rest` into `sentence`, its end mark included, blanks round it not.
 * Ends: . ! ? with a blank or the end after them (not after a word of `known`, an initial or a
 * number's point), and a line feed. What runs on for more than 4,096 bytes is no sentence, and is
 * cut there after a blank, so that its neighbours can be looked at for each match in it. false when
 * nothing but blanks is left. Both are views into what `*rest` viewed. */
bool bf_sentence_take(bf_str *rest, const bf_sentence_words *known, bf_str *sentence);

#endif
