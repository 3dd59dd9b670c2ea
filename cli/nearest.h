/* cli/nearest.h: which known word a mistyped one was probably meant to be. */
#ifndef BF_CLI_NEAREST_H
#define BF_CLI_NEAREST_H

#include "bonafide/str.h"

/* The best of the words tried so far. Made by bf_nearest_begin(). */
typedef struct {
    bf_str typed;
    const char *word; /* NULL: none is near */
    size_t changes;   /* letters put in, left out, exchanged or swapped with their neighbour */
} bf_nearest;

/* Begins the search for what `typed`, which must outlive it, was meant to be. */
bf_nearest bf_nearest_begin(bf_str typed);

/* Takes `word` for the answer when it is nearer than those tried before, and at most two changes
 * and half of the typed letters away; `word` must outlive `nearest`. */
void bf_nearest_try(bf_nearest *nearest, const char *word);

#endif
