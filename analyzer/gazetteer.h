/* analyzer/gazetteer.h: names of places and the words round them. Knows regions (regions.txt),
 * large towns (cities.txt) and the words of place_words.txt; which place is an advertiser's is
 * place.h's. */
#ifndef BF_ANALYZER_GAZETTEER_H
#define BF_ANALYZER_GAZETTEER_H

#include "analyzer/lexicon.h"

/* All texts live as long as the program. */
typedef struct {
    const char *country; /* ISO 3166-1 */
    const char *code;    /* the abbreviation that addresses have ("CA"); may be empty */
    const char *name;
} bf_region;

/* It holds views of itself: it is not copied. */
typedef struct {
    bf_lexicon words, cities, regions;
    bf_lexicon_row by_word[BF_LEXICON_MOST]; /* of each region its country with its name and code */
    bf_str home; /* ISO 3166-1: the country whose places go before others' of the same name, a text
                    with a NUL after it; may be empty */
} bf_gazetteer;

/* Makes the indexes. */
void bf_gazetteer_open(bf_gazetteer *names, bf_str home);

/* Says whether `word` is one of `kind` in place_words.txt. */
bool bf_gazetteer_says(const bf_gazetteer *names, bf_str word, const char *kind);

/* Says whether `town` is a large one of `country`; of any when that is NULL. */
bool bf_gazetteer_has_town(const bf_gazetteer *names, bf_str town, const char *country);

/* The country of a large town: `home` where it has such a town, else the first that has; empty when
 * there is none. */
bf_str bf_gazetteer_country(const bf_gazetteer *names, bf_str town);

/* The region that `text` names, all of it, of `country` (with a NUL after it; any when empty, and
 * then `home` goes before others). A code is one only in its own letters: "or" is no Oregon. NULL:
 * none. */
const bf_region *bf_gazetteer_region(const bf_gazetteer *names, bf_str text, bf_str country);

/* A region of `country` that `*text` ends in, taken off it; NULL when there is none. */
const bf_region *bf_gazetteer_take_region(const bf_gazetteer *names, bf_str *text, bf_str country);

/* What a report says of a region: its code where it has one, else its name; empty for NULL. */
bf_str bf_region_reported(const bf_region *region);

/* The town that `text` ends in: words with capitals, and small ones between them, back to a number,
 * the end of a street, or another word. */
bf_str bf_gazetteer_town_at_end(const bf_gazetteer *names, bf_str text);

/* The town that `text` begins with. */
bf_str bf_gazetteer_town_at_start(const bf_gazetteer *names, bf_str text);

/* The longest large town that `text` begins with. */
bf_str bf_gazetteer_large_town(const bf_gazetteer *names, bf_str text);

/* Takes the last word off `*text`; the rest is trimmed. */
bf_str bf_gazetteer_take_word(bf_str *text);

#endif
