/* analyzer/fold.h: the view of a text that patterns are matched against, with the way back. Knows
 * Unicode forms; nothing of what is looked for. */
#ifndef BF_ANALYZER_FOLD_H
#define BF_ANALYZER_FOLD_H

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "bonafide/str.h"

/* A folded text. `origin` has one entry a byte of `text` and one for its end: the byte of the shown
 * text from which that byte came; never falling, and always the start of a character. */
typedef struct {
    bf_str text;
    const uint32_t *origin;
} bf_folded;

/* Makes view N of `shown`, valid UTF-8 of at most 4 GiB: NFKC (UAX 15), case folded
 * (Unicode, 3.13), curly quotes and primes as ' and ", every dash as -, every space, control and
 * separator as one blank, line feeds kept, invisible characters (default ignorable: soft hyphen,
 * zero width, bidi controls) out. A character
 * that NFKC would turn into a word ("№", "℡") is kept as it is, so that no cue is made. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_fold(bf_str shown, bf_arena *arena, bf_folded *out, bf_error *err);

/* The part of `shown` from which bytes `begin` up to `end` of its folded view came, whole
 * characters at both ends. */
bf_str bf_fold_source(const bf_folded *folded, bf_str shown, size_t begin, size_t end);

#endif
