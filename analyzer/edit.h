/* analyzer/edit.h: a view of a text being made of another by a few changes. Knows that each byte
 * leads back to view N, and what was undone there; what is changed is said by those that look. */
#ifndef BF_ANALYZER_EDIT_H
#define BF_ANALYZER_EDIT_H

#include "analyzer/disguise.h"
#include "analyzer/fold.h"

/* A view of a block. `origin` has one entry a byte of `text` and one for its end: the byte of view
 * N from which that byte came; never falling. `undone` has one a byte: the set of disguises
 * (disguise.h) that were undone there. NULL for view N itself. */
typedef struct {
    bf_str text;
    const uint32_t *origin;
    const uint8_t *undone;
} bf_edit_text;

/* A view in the making: a copy of `from` with changes, begun at the first of them. */
typedef struct {
    bf_edit_text from;
    const bf_folded *folded; /* view N */
    bf_str shown;            /* of which it was made */
    bf_arena *arena;
    char *bytes; /* NULL: nothing was changed so far */
    uint32_t *origin;
    uint8_t *undone;
    size_t length, copied; /* bytes made, bytes of `from` that are dealt with */
    bool ambiguous;        /* something was changed that has another reading */
    bool failed;           /* no memory */
} bf_edit;

/* Begins a copy of `from`, a view of the text `shown` whose view N is `folded`. All are borrowed
 * until it ends. */
bf_edit bf_edit_begin(bf_edit_text from, const bf_folded *folded, bf_str shown, bf_arena *arena);

/* Puts `letter`, a byte of ASCII, in place of bytes `begin` up to `end` of `edit->from`, or nothing
 * where it is 0, and adds `disguises` to what was undone there. Changes come in order, and do not
 * overlap. */
void bf_edit_put(bf_edit *edit, size_t begin, size_t end, char letter, unsigned disguises);

/* Ends the copy. true: something was changed, and `out` is the view, in the arena; false: nothing
 * was, or `edit->failed`. */
bool bf_edit_end(bf_edit *edit, bf_edit_text *out);

/* The character as shown from which byte `at` of `edit->from` came. */
uint32_t bf_edit_shown(const bf_edit *edit, size_t at);

/* Says whether byte `at` of `edit->from` came of a capital. */
bool bf_edit_was_capital(const bf_edit *edit, size_t at);

/* The bytes of view N from which bytes `begin` up to `end` of `view` came. */
void bf_edit_source(const bf_edit_text *view, size_t begin, size_t end, size_t *source_begin,
                    size_t *source_end);

#endif
