/* analyzer/disguise.h: the ways in which words are written so that people read them and machines do
 * not. Knows their names, and those that view N undoes without a trace; view.h's views undo the
 * others. */
#ifndef BF_ANALYZER_DISGUISE_H
#define BF_ANALYZER_DISGUISE_H

#include "bonafide/arena.h"
#include "bonafide/str.h"

typedef enum {
    BF_DISGUISE_INVISIBLE, /* characters inside a word that nobody sees */
    BF_DISGUISE_STYLED,    /* letters in circles, of full width, of mathematics */
    BF_DISGUISE_MARKS,     /* three or more marks on one letter */
    BF_DISGUISE_LOOKALIKE, /* letters of another alphabet */
    BF_DISGUISE_LEET,      /* digits and signs for letters */
    BF_DISGUISE_SPACED,    /* letters set apart */
    BF_DISGUISE_REPEATED,  /* three or more of one letter */
    BF_DISGUISE_COUNT
} bf_disguise;

/* A set has the bit 1 << bf_disguise for each; this one is for letters that lost an accent, which
 * is no disguise. */
#define BF_DISGUISE_ACCENT (1u << BF_DISGUISE_COUNT)
#define BF_DISGUISE_ALL (BF_DISGUISE_ACCENT - 1)

/* The names that packs and reports use ("invisible", "leet", …). */
const char *bf_disguise_name(bf_disguise disguise);

/* The set of what `shown`, words of a page, has of characters that nobody sees and of styled
 * letters. What honest pages have is none: soft hyphens and non-joiners where a word may be parted,
 * what stands between words, joiners of emoji and of scripts that need them, one styled letter. */
unsigned bf_disguise_shown(bf_str shown);

/* Writes the names of `set` in their order, "+" between them, into `out`; empty for none but
 * accents. false: no memory. */
BF_MUST_CHECK bool bf_disguise_names(unsigned set, bf_arena *arena, bf_str *out);

#endif
