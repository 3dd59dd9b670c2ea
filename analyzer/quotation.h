/* analyzer/quotation.h: words between quotation marks inside a text: "..." and, as Spanish has
 * them, guillemets. Knows marks by what stands beside them, since folded marks are straight; not
 * who is quoted. */
#ifndef BF_ANALYZER_QUOTATION_H
#define BF_ANALYZER_QUOTATION_H

#include "bonafide/str.h"

/* Finds the quotation in `text`, which is folded, that bytes `begin` to `end` stand in; of one in
 * another, the inner. It begins at byte `*first` with its opening mark and ends before `*after`.
 * false when they stand in none, or a mark is missing. */
bool bf_quotation_around(bf_str text, size_t begin, size_t end, size_t *first, size_t *after);

#endif
