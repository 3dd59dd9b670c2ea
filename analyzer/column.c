/* column.c: what the columns of a page's tables hold of names. */
#include "analyzer/column.h"

#include "analyzer/column_words.h"
#include "analyzer/grid.h"

enum { FIRST_BLOCKS = 8 }; /* of a row: names stand in front */

static const struct {
    const char *const *heads;
    bf_column column;
} columns[] = {{name_column, BF_COLUMN_NAME},
               {family_column, BF_COLUMN_FAMILY},
               {given_column, BF_COLUMN_GIVEN}};

bf_column bf_column_said(bf_str text)
{
    text = bf_str_trim(text);
    if (bf_str_ends(text, BF_STR(":")))
        text = bf_str_trim(bf_str_slice(text, 0, text.length - 1));
    for (size_t i = 0; text.length > 0 && i < sizeof columns / sizeof *columns; i++)
        for (const char *const *head = columns[i].heads; *head; head++)
            if (bf_str_equal_nocase(text, bf_str_of(*head)))
                return columns[i].column;
    return BF_COLUMN_OTHER;
}

bf_column bf_column_of(const bf_document *document, uint32_t number)
{
    uint32_t head = bf_grid_head(document, number);
    return head == BF_NONE ? BF_COLUMN_OTHER : bf_column_said(document->blocks[head].text);
}

static bool is_row(const bf_document *document, uint32_t number)
{
    return bf_str_equal(document->elements[number].tag, BF_STR("tr"));
}

bool bf_column_heads(const bf_document *document, uint32_t number)
{
    const bf_element *row = &document->elements[number];
    for (uint32_t i = 0; is_row(document, number) && i < row->block_count && i < FIRST_BLOCKS; i++)
        if (bf_column_said(document->blocks[row->first_block + i].text) != BF_COLUMN_OTHER)
            return bf_grid_head(document, row->first_block + i) == BF_NONE;
    return false;
}

bool bf_column_person(const bf_document *document, uint32_t number, uint32_t *name, uint32_t *given)
{
    const bf_element *row = &document->elements[number];
    uint32_t found[] = {BF_NONE, BF_NONE, BF_NONE, BF_NONE};
    for (uint32_t i = 0; is_row(document, number) && i < row->block_count && i < FIRST_BLOCKS;
         i++) {
        bf_column column = bf_column_of(document, row->first_block + i);
        if (found[column] == BF_NONE)
            found[column] = row->first_block + i;
    }
    bool parts = found[BF_COLUMN_FAMILY] != BF_NONE && found[BF_COLUMN_GIVEN] != BF_NONE;
    *name = parts ? found[BF_COLUMN_FAMILY] : found[BF_COLUMN_NAME];
    *given = parts ? found[BF_COLUMN_GIVEN] : BF_NONE;
    return *name != BF_NONE;
}
