/* name_pairs.h: the pairs of names of tests/roster/pairs.tsv. */
#ifndef BF_TEST_NAME_PAIRS_H
#define BF_TEST_NAME_PAIRS_H

#include <stdio.h>
#include <string.h>

#include "bonafide/str.h"

enum { PAIR_BYTES = 256, MOST_PAIRS = 400 };

typedef enum { PEOPLE_OTHER, PEOPLE_AMBIGUOUS, PEOPLE_SAME, PEOPLE_COUNT } people;

/* One pair; empty cells are NULL. */
typedef struct {
    char line[PAIR_BYTES], cells[PAIR_BYTES];
    const char *shown, *surname, *given, *middle, *suffix;
    people label;
} name_pair;

static inline people people_of(const char *label)
{
    static const char *const labels[] = {"other", "ambiguous", "same"};
    for (people of = PEOPLE_OTHER; of < PEOPLE_COUNT; of++)
        if (strcmp(label, labels[of]) == 0)
            return of;
    fail_msg("no label: %s", label);
    return PEOPLE_OTHER;
}

static inline void read_pair(name_pair *pair)
{
    const char *label = NULL;
    const char **const columns[] = {&pair->shown,  &pair->surname, &pair->given,
                                    &pair->middle, &pair->suffix,  &label};
    char *at = strcpy(pair->cells, pair->line);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char *end = at + strcspn(at, "\t\n");
        bool more = *end == '\t';
        *end = '\0';
        *columns[i] = strcmp(at, "-") == 0 ? NULL : at;
        at = more ? end + 1 : end;
    }
    assert_non_null(label);
    pair->label = people_of(label);
}

/* Reads them all into `out`; gives how many. */
static inline size_t read_pairs(name_pair out[MOST_PAIRS])
{
    size_t count = 0;
    FILE *file = fopen(BF_SOURCE_DIR "/tests/roster/pairs.tsv", "r");
    assert_non_null(file);
    while (count < MOST_PAIRS && fgets(out[count].line, PAIR_BYTES, file) != NULL)
        if (*out[count].line != '#')
            read_pair(&out[count++]);
    fclose(file);
    assert_true(count < MOST_PAIRS);
    return count;
}

#endif
