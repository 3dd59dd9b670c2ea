/* tests/corpus/tally.h: how much was read rightly. Knows counts, Wilson intervals and the floors
 * below which the corpus fails; what is right is compare.h's. */
#ifndef BF_TESTS_TALLY_H
#define BF_TESTS_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum {
    TALLY_KIND,
    TALLY_COUNT, /* how many listings a page has */
    TALLY_NAMES,
    TALLY_PRACTICE,
    TALLY_PARTIAL,
    TALLY_PHONES,
    TALLY_EMAILS,
    TALLY_WEBSITE,
    TALLY_PLACE,
    TALLY_PRICES,
    TALLY_ZONES,
    TALLY_FIELDS,
    TALLY_VOICES,
    TALLY_OWNERS,
    TALLY_ITEMS
} tally_item;

/* The word that tables use: "kind", "count", "names", … */
const char *tally_item_name(tally_item item);

typedef struct {
    size_t right[TALLY_ITEMS], all[TALLY_ITEMS];
} tally;

/* Counts one item. */
void tally_add(tally *counts, tally_item item, bool right);

/* Writes a row an item: right and all, their ratio, its 95 % Wilson interval (Wilson 1927), the
 * floor, and the target where one is set. Returns whether no ratio is below its floor. */
bool tally_write(const tally *counts, FILE *out);

/* Writes right and all of every item in one row, under the words of tally_write_head(). */
void tally_write_head(FILE *out);
void tally_write_row(const tally *counts, const char *name, FILE *out);

#endif
