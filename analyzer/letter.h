/* analyzer/letter.h: the letters of a to z that other characters are read as. Knows the tables of
 * lookalikes.txt and leet_signs.txt; where such a reading is allowed is for others to say. */
#ifndef BF_ANALYZER_LETTER_H
#define BF_ANALYZER_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "bonafide/str.h"

/* A character and what it is read as: of a letter, what the small one looks like and what its
 * capital does; of a sign, its two readings. 0: like none. */
typedef struct {
    uint32_t code;
    char first, second;
} bf_letter_row;

/* Where a sign stands in its word. */
typedef enum { BF_LETTER_INSIDE, BF_LETTER_BEFORE, BF_LETTER_AFTER } bf_letter_place;

/* The row of `c`, a folded character; NULL when it has none. */
const bf_letter_row *bf_letter_of_alphabet(uint32_t c); /* with a stroke, or without a dot */
const bf_letter_row *bf_letter_lookalike(uint32_t c);
const bf_letter_row *bf_letter_leet(uint32_t c, bf_letter_place place);

/* Says whether `c` is a letter, a mark on one, or a digit, in any script: what words are made of.
 */
bool bf_letter_in_word(uint32_t c);

/* Says whether `c` is a mark: it stands on the letter before it. */
bool bf_letter_is_mark(uint32_t c);

/* The character at byte `at` of `text`, valid UTF-8; how many bytes it takes, 0 at the end. */
size_t bf_letter_at(bf_str text, size_t at, uint32_t *c);

#endif
