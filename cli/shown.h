/* cli/shown.h: text of strangers as a terminal may have it. Knows characters and the columns they
 * take; lines and colours are the table's. */
#ifndef BF_CLI_SHOWN_H
#define BF_CLI_SHOWN_H

#include <stdint.h>
#include <stdio.h>

#include "bonafide/str.h"

/* Takes the first character off `*rest` into `shown`, a view of what may be written for it, and
 * how many columns that takes (0, 1 or 2) into `columns`. A control (C0, DEL, C1; Unicode 15,
 * 23.1), a line or paragraph separator, and a mark that turns the direction of text (UAX #9, 2)
 * becomes a blank; bytes that are no UTF-8 become U+FFFD. The view is one into `*rest`, or lives
 * for ever. false when nothing is left. */
bool bf_shown_take(bf_str *rest, bf_str *shown, size_t *columns);

/* The ending of a noun behind the number `count`: "1 page", "2 pages". */
const char *bf_shown_plural(uint64_t count);

/* Copies as much of `text` as fits into `most_columns` and `size` bytes to `out`, as a terminal may
 * have it; how many bytes that are. No NUL is added. */
size_t bf_shown_copy(bf_str text, size_t most_columns, char *out, size_t size);

/* The columns that all of `text` takes. */
size_t bf_shown_columns(bf_str text);

/* Prints `text` to `out` as a terminal may have it, cut at `columns`, at most 128, or filled up to
 * them with blanks; two more blanks behind it. */
void bf_shown_print_cell(FILE *out, bf_str text, size_t columns);

#endif
