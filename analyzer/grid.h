/* analyzer/grid.h: rows and columns of a page's tables. Knows which cells belong together; what
 * they say is others'. */
#ifndef BF_ANALYZER_GRID_H
#define BF_ANALYZER_GRID_H

#include "analyzer/document.h"

/* The element of the row that cell block `number` stands in; BF_NONE when it stands in none. */
uint32_t bf_grid_row(const bf_document *document, uint32_t number);

/* The first block of the cell in the table's first row that stands over cell block `number`, of one
 * of the first columns; BF_NONE when there is none, or `number` stands in the first row. Cells that
 * span several columns are counted as one. */
uint32_t bf_grid_head(const bf_document *document, uint32_t number);

#endif
