/* analyzer/column.h: what the columns of a page's tables hold of names. Knows the heads of such
 * columns (column_words.txt); what stands in the cells is others'. */
#ifndef BF_ANALYZER_COLUMN_H
#define BF_ANALYZER_COLUMN_H

#include "analyzer/document.h"

typedef enum {
    BF_COLUMN_OTHER,
    BF_COLUMN_NAME,   /* whole names */
    BF_COLUMN_FAMILY, /* family names only */
    BF_COLUMN_GIVEN   /* given names only */
} bf_column;

/* What a column with the head `text` holds. */
bf_column bf_column_said(bf_str text);

/* What the column holds in which cell block `number` stands; BF_COLUMN_OTHER for any other block.
 */
bf_column bf_column_of(const bf_document *document, uint32_t number);

/* Says whether element `number` is the row of heads of a table that has a column of names. */
bool bf_column_heads(const bf_document *document, uint32_t number);

/* Finds whose row element `number` is, by the columns of its first eight blocks: `name` has the
 * whole name, or the family name where `given` is not BF_NONE. false: the columns do not say it, or
 * the cells are empty. */
bool bf_column_person(const bf_document *document, uint32_t number, uint32_t *name,
                      uint32_t *given);

#endif
