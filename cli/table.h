/* cli/table.h: report lines as people read them on a terminal. Knows columns, widths and colours;
 * text from a page reaches the terminal without its control characters. */
#ifndef BF_CLI_TABLE_H
#define BF_CLI_TABLE_H

#include <stdbool.h>

#include "common/buf.h"

typedef struct {
    size_t width; /* columns of the terminal; text is broken no narrower than 40 */
    bool colour;
} bf_table_style;

/* Appends what one line of bonafide.report/1 says to `out`: for a listing its level, both axes,
 * name and place, its URL, and what the page says; for an error its words. A line that is no JSON
 * object is BF_ERR_FORMAT. */
BF_MUST_CHECK bool bf_table_append(bf_buf *out, bf_str json, const bf_table_style *style,
                                   bf_error *err);

/* Appends the heading of the columns. */
void bf_table_heading(bf_buf *out);

#endif
