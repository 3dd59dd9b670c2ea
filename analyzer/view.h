/* analyzer/view.h: the matching views of a text beside N, each with the way back. Knows their order
 * and when one exists; what each undoes is accent.h's, lookalike.h's, leet.h's and spaced.h's. */
#ifndef BF_ANALYZER_VIEW_H
#define BF_ANALYZER_VIEW_H

#include "analyzer/edit.h"
#include "bonafide/error.h"

/* Each is made of the one before it that exists, so that F has no accents, and S no leet. What may
 * be read in two ways ("1" as i or l, "sexxx" with one x or two) is so in two views, but in texts
 * of more than 1 MiB, which no person writes. */
typedef enum {
    BF_VIEW_ACCENTS,    /* A: accents off */
    BF_VIEW_LOOKALIKES, /* F: look-alike letters to Latin */
    BF_VIEW_LEET,       /* L: digits and signs to letters */
    BF_VIEW_SPACED,     /* S: letters joined that stand apart, repeated ones once */
    BF_VIEW_LEET_AGAIN,
    BF_VIEW_SPACED_AGAIN,
    BF_VIEW_COUNT
} bf_view_kind;

/* The name that explain shows ("A", "F", …). */
const char *bf_view_name(bf_view_kind kind);

typedef struct {
    bf_view_kind kind;
    bf_edit_text text;
} bf_view;

/* The views of one block that differ from N and from each other, in their order. */
typedef struct {
    bf_view *items;
    size_t count;
} bf_views;

/* Makes the views of `shown`, whose view N is `folded`. A text that has none, as nearly all of
 * plain ASCII, is passed over once. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_views_make(const bf_folded *folded, bf_str shown, bf_arena *arena,
                                 bf_views *out, bf_error *err);

/* The set of disguises (disguise.h) that were undone between bytes `begin` and `end` of `view`. */
unsigned bf_view_undone(const bf_view *view, size_t begin, size_t end);

#endif
