/* analyzer/lexicon.h: words and their kinds, found fast. Knows no meaning: the words come from a
 * table that is made of a list. */
#ifndef BF_ANALYZER_LEXICON_H
#define BF_ANALYZER_LEXICON_H

#include "bonafide/str.h"

#define BF_LEXICON_MOST 1024 /* rows */

/* A word may stand in several rows, once a kind. */
typedef struct {
    const char *kind, *word;
} bf_lexicon_row;

/* `rows` with an index: `head[c]` and then `next[i]` lead through those whose words begin with byte
 * c (small where it is of A to Z), in their order; 0 ends, and i + 1 stands for row i. */
typedef struct {
    const bf_lexicon_row *rows;
    uint16_t head[256], next[BF_LEXICON_MOST];
} bf_lexicon;

/* Makes the index of `count` rows, at most BF_LEXICON_MOST. */
void bf_lexicon_index(bf_lexicon *lexicon, const bf_lexicon_row *rows, size_t count);

/* Says whether `word` (A to Z equal to a to z) stands there as one of `kind`. */
bool bf_lexicon_has(const bf_lexicon *lexicon, bf_str word, const char *kind);

/* The first row of `kind` whose word is `word`; NULL when there is none. */
const bf_lexicon_row *bf_lexicon_find_kind(const bf_lexicon *lexicon, bf_str word,
                                           const char *kind);

/* The first row whose word is `word`; NULL when there is none. */
const bf_lexicon_row *bf_lexicon_find(const bf_lexicon *lexicon, bf_str word);

/* The first row with which `text` begins and whose kind `is_wanted` says yes to; NULL when there is
 * none. */
const bf_lexicon_row *bf_lexicon_begins(const bf_lexicon *lexicon, bf_str text,
                                        bool (*is_wanted)(const char *kind));

/* The length in bytes of the letter of any script at byte `i` of `text`, by the ranges of UTF-8
 * where mostly letters stand; 0 for ASCII's signs and digits, Latin-1's, General Punctuation up to
 * Dingbats, CJK punctuation, and past the end. */
size_t bf_lexicon_letter(bf_str text, size_t i);

#endif
