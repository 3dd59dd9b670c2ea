/* analyzer/binding.h: a column map put to the header of one file: from then on rows become entries.
 * Knows dates, words and numbers as registries write them; where entries go is roster_draft.h's. */
#ifndef BF_ANALYZER_BINDING_H
#define BF_ANALYZER_BINDING_H

#include "analyzer/column_map.h"

typedef struct bf_binding bf_binding;

/* Finds the columns of `map`, which must outlive the binding, among `columns`, which must too.
 * Case, blanks and signs do not count; where two columns have one name, the first is taken. NULL:
 * BF_ERR_FORMAT naming the column that is missing, and those that there are, BF_ERR_MEMORY. */
bf_binding *bf_binding_new(const bf_column_map *map, const bf_str *columns, size_t count,
                           bf_error *err);

/* Frees it; NULL is allowed. */
void bf_binding_free(bf_binding *binding);

/* Makes entries of a row: each licence of it, and each of those once more for each other name of
 * its holder; none where the row is empty or not to be kept. They, and what they view, live until
 * the next call, and no longer than the row. Bytes that are not UTF-8 are taken for windows-1252.
 * false: the row is malformed (BF_ERR_FORMAT: `err` names its number, the column and what was
 * expected), or BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_binding_read(bf_binding *binding, const bf_csv_row *row,
                                   const bf_roster_entry **entries, size_t *count, bf_error *err);

#endif
