/* analyzer/class_word.h: the words that the classes and ids of elements are made of. Knows how
 * builders join them ("page-footer", "page_footer", "PageFooter_x1"); nothing of what they mean. */
#ifndef BF_ANALYZER_CLASS_WORD_H
#define BF_ANALYZER_CLASS_WORD_H

#include "bonafide/str.h"

/* Takes the next word off `*rest`, the rest of one class or id, into `word`, a view: words stand
 * between hyphens and underscores, and a capital after a small letter begins one. Empty where two
 * hyphens meet. false when nothing is left. */
bool bf_class_word_take(bf_str *rest, bf_str *word);

#endif
