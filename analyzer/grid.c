/* grid.c: rows and columns of a page's tables. */
#include "analyzer/grid.h"

enum {
    MOST_ANCESTORS = 8, /* from a cell's text to its row */
    MOST_COLUMNS = 24,
    MOST_CHILDREN = 64 /* of a row that are looked at */
};

uint32_t bf_grid_row(const bf_document *document, uint32_t number)
{
    uint32_t element = document->blocks[number].element;
    if (document->blocks[number].kind != BF_BLOCK_CELL)
        return BF_NONE;
    for (size_t i = 0; i < MOST_ANCESTORS && element != BF_NONE; i++) {
        if (bf_str_equal(document->elements[element].tag, BF_STR("tr")))
            return element;
        element = document->elements[element].parent;
    }
    return BF_NONE;
}

static bool is_cell(const bf_element *element)
{
    return bf_str_equal(element->tag, BF_STR("td")) || bf_str_equal(element->tag, BF_STR("th"));
}

/* The cell of `row` that is element `inside` or holds it, counted from 0; MOST_COLUMNS when it is
 * none of the first. */
static size_t column_of(const bf_document *document, uint32_t row, uint32_t inside)
{
    size_t column = 0, children = 0;
    uint32_t i = row + 1, last = document->elements[row].last;
    while (i <= last && i < document->element_count && column < MOST_COLUMNS &&
           children++ < MOST_CHILDREN) {
        const bf_element *element = &document->elements[i];
        if (inside >= i && inside <= element->last)
            return is_cell(element) ? column : MOST_COLUMNS;
        column += is_cell(element);
        i = element->last + 1;
    }
    return MOST_COLUMNS;
}

/* The first block in cell `column` of `row`; BF_NONE when there is none. */
static uint32_t block_of(const bf_document *document, uint32_t row, size_t column)
{
    size_t cells = 0, children = 0;
    uint32_t i = row + 1, last = document->elements[row].last;
    for (; i <= last && i < document->element_count && children++ < MOST_CHILDREN;
         i = document->elements[i].last + 1)
        if (is_cell(&document->elements[i]) && cells++ == column)
            return document->elements[i].block_count > 0 ? document->elements[i].first_block
                                                         : BF_NONE;
    return BF_NONE;
}

uint32_t bf_grid_head(const bf_document *document, uint32_t number)
{
    uint32_t row = bf_grid_row(document, number), table = document->blocks[number].list;
    if (row == BF_NONE || table == BF_NONE || document->elements[table].block_count == 0)
        return BF_NONE;
    uint32_t head = bf_grid_row(document, document->elements[table].first_block);
    if (head == BF_NONE || head == row)
        return BF_NONE;
    size_t column = column_of(document, row, document->blocks[number].element);
    return column < MOST_COLUMNS ? block_of(document, head, column) : BF_NONE;
}
