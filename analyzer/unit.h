/* analyzer/unit.h: what one pays by: a session, an hour, so many minutes. Knows the words of
 * price_words.txt; the amounts are price.h's. */
#ifndef BF_ANALYZER_UNIT_H
#define BF_ANALYZER_UNIT_H

#include "analyzer/lexicon.h"

typedef enum {
    BF_UNIT_NONE,
    BF_UNIT_PACKAGE, /* several sessions, for which there is no word of its own */
    BF_UNIT_SESSION,
    BF_UNIT_HOUR,
    BF_UNIT_MINUTES
} bf_unit_kind;

typedef struct {
    bf_unit_kind kind;
    unsigned minutes;  /* of BF_UNIT_MINUTES */
    size_t begin, end; /* the bytes of the text that say so */
} bf_unit;

/* Makes the index of the words of price_words.txt. */
void bf_unit_words(bf_lexicon *out);

/* The word at byte `i` of `text`: letters, and hyphens between them; empty when there is none. */
bf_str bf_unit_word(bf_str text, size_t i);

/* Reads what stands at byte `i` of `text` (plain.h): "session", "50-minute session", "2 hours",
 * "half an hour", "50分". Between 10 minutes and 8 hours are a unit; others are read as
 * BF_UNIT_NONE, and so is what is free. false: none of it begins there. */
bool bf_unit_take(const bf_lexicon *words, bf_str text, size_t i, bf_unit *out);

/* The last unit that stands in `text`; of kind BF_UNIT_NONE when none does. */
bf_unit bf_unit_last(const bf_lexicon *words, bf_str text);

#endif
