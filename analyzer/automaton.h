/* analyzer/automaton.h: literals, all found in one pass over a text (Aho and Corasick, Efficient
 * string matching, 1975). Knows how a text is read: a run of blanks, hyphens and line feeds as one
 * blank, letters in either case, and the edges of words; what the literals are for is keyword.h's.
 */
#ifndef BF_ANALYZER_AUTOMATON_H
#define BF_ANALYZER_AUTOMATON_H

#include "analyzer/literal.h"

typedef struct bf_automaton_step bf_automaton_step;

/* Shared by all pages; never changes after it was made. */
typedef struct {
    const bf_literal *literals; /* borrowed */
    unsigned char classes[256]; /* by byte: those that no literal tells apart have one */
    bool words[256];            /* by byte: it is a letter, a digit or _ of ASCII */
    unsigned class_count;
    bf_automaton_step *steps; /* state + class: where that leads */
    uint32_t *fails;   /* by state: the longest end of it that is a state, from which to go on */
    uint32_t *last;    /* by state: a literal that ends there */
    uint32_t *shorter; /* by state: the longest end of it at which a literal ends; 0: none */
    uint32_t *beside;  /* by literal: another one that ends where it ends */
} bf_automaton;

/* Makes the automaton of `count` `literals`, none of them empty, which live as long as it does;
 * what it needs lives in `arena`, and what it takes to make it in `spare`. false: one of the two
 * gave no memory. */
BF_MUST_CHECK bool bf_automaton_make(const bf_literal *literals, size_t count, bf_arena *arena,
                                     bf_arena *spare, bf_automaton *out);

/* Told each place where a literal ends, by its number. */
typedef void bf_automaton_visit(uint32_t literal, void *user);

/* Reads `text` and tells `visit` each place where a literal stands as it says: its case, and the
 * words that begin and end with it. A byte beyond ASCII may be a letter or none: both are told. */
void bf_automaton_read(const bf_automaton *automaton, bf_str text, bf_automaton_visit *visit,
                       void *user);

#endif
