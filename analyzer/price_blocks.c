/* price_blocks.c: prices of a listing's blocks: what stands beside an amount that says itself not
 * what it is for. */
#include <string.h>

#include "analyzer/grid.h"
#include "analyzer/price.h"
#include "analyzer/unit.h"
#include "common/buf.h"

enum {
    MOST_TEXT = 200,      /* bytes of a block for whose amounts others are asked */
    MOST_NEIGHBOUR = 80,  /* bytes of one that is asked */
    MOST_CELLS = 12,      /* of a row */
    MOST_ALTERNATING = 64 /* blocks of a run of units and amounts */
};

typedef struct {
    bf_lexicon words;
    const bf_document *document;
    const uint32_t *blocks; /* of the listing */
    size_t count;
} pricing;

/* The block at place `i` of the listing when it stands next to that at place `beside` on the page
 * and is short; NULL otherwise. */
static const bf_block *neighbour(const pricing *job, size_t i, size_t beside)
{
    if (i >= job->count || beside >= job->count)
        return NULL;
    uint32_t a = job->blocks[i], b = job->blocks[beside];
    const bf_block *block = &job->document->blocks[a];
    size_t apart = i < beside ? beside - i : i - beside;
    return (a < b ? b - a : a - b) == apart && block->field == BF_FIELD_TEXT &&
                   block->text.length <= MOST_NEIGHBOUR
               ? block
               : NULL;
}

/* Says whether a short block has an amount: a sign of money is enough here. */
static bool has_amount(const pricing *job, const bf_block *block)
{
    return bf_price_has_sign(&job->words, block->text);
}

static bool has_unit(const pricing *job, const bf_block *block)
{
    return !has_amount(job, block) && bf_unit_last(&job->words, block->text).kind != BF_UNIT_NONE;
}

/* Says whether a block begins with a unit, or with a word that leads to one: "50 min", "per hour".
 */
static bool is_unit(const pricing *job, const bf_block *block)
{
    bf_unit unit;
    bf_str text = block->text;
    if (bf_str_starts(text, BF_STR("/")))
        text = bf_str_trim(bf_str_after(text, 1));
    bf_str word = bf_unit_word(text, 0);
    if (word.length > 0 && bf_lexicon_has(&job->words, word, "per"))
        text = bf_str_trim(bf_str_after(text, word.length));
    return !has_amount(job, block) && bf_unit_take(&job->words, text, 0, &unit) &&
           unit.kind != BF_UNIT_NONE;
}

/* Says whether the units of a run of units and amounts follow their amounts: it begins with an
 * amount. */
static bool units_follow(const pricing *job, size_t i)
{
    for (size_t steps = 0; steps < MOST_ALTERNATING; steps += 2) {
        const bf_block *unit = i >= 1 ? neighbour(job, i - 1, i) : NULL;
        if (unit == NULL || !is_unit(job, unit))
            return true;
        const bf_block *amount = i >= 2 ? neighbour(job, i - 2, i - 1) : NULL;
        if (amount == NULL || !has_amount(job, amount))
            return false;
        i -= 2;
    }
    return false;
}

/* What stands beside block `i` of the listing, in the blocks before and after it. */
static bf_str beside_block(const pricing *job, size_t i)
{
    const bf_block *before = i >= 1 ? neighbour(job, i - 1, i) : NULL;
    const bf_block *after = neighbour(job, i + 1, i);
    const bf_block *earlier = before && i >= 2 ? neighbour(job, i - 2, i) : NULL;
    bool follows = after && is_unit(job, after);
    if (follows && before && is_unit(job, before))
        follows = units_follow(job, i);
    if (!follows && before && has_unit(job, before))
        return before->text;
    if (follows)
        return after->text;
    return earlier && !has_amount(job, before) && has_unit(job, earlier) ? earlier->text
                                                                         : (bf_str){0};
}

/* The cell that heads the column of a cell; NULL when there is none, or its row has amounts like
 * any other. */
static const bf_block *column_head(const pricing *job, uint32_t number)
{
    const bf_document *document = job->document;
    uint32_t head = bf_grid_head(document, number);
    if (head == BF_NONE)
        return NULL;
    const bf_element *row = &document->elements[bf_grid_row(document, head)];
    for (uint32_t i = 0; i < row->block_count && i < MOST_CELLS; i++)
        if (has_amount(job, &document->blocks[row->first_block + i]))
            return NULL;
    return &document->blocks[head];
}

static void append_cell(bf_buf *out, const bf_block *cell)
{
    if (cell->text.length > MOST_TEXT)
        return;
    bf_buf_append(out, cell->text);
    bf_buf_append_char(out, '\n');
}

/* What stands beside a cell: the cells of its row without amounts and the head of its column; what
 * is nearest to its left comes last, for the last unit counts. */
static void beside_cell(const pricing *job, uint32_t number, uint32_t row, bf_buf *out)
{
    const bf_document *document = job->document;
    const bf_element *element = &document->elements[row];
    if (element->block_count > MOST_CELLS || number < element->first_block)
        return;
    uint32_t column = number - element->first_block;
    const bf_block *head = column_head(job, number);
    for (uint32_t i = element->block_count; i-- > column + 1;)
        if (!has_amount(job, &document->blocks[element->first_block + i]))
            append_cell(out, &document->blocks[element->first_block + i]);
    if (head != NULL)
        append_cell(out, head);
    for (uint32_t i = 0; i < column; i++)
        if (!has_amount(job, &document->blocks[element->first_block + i]))
            append_cell(out, &document->blocks[element->first_block + i]);
}

/* Finds what stands beside block `i` of the listing. `room` holds it where it is of several. */
static bool find_beside(const pricing *job, size_t i, bf_buf *room, bf_str *out)
{
    const bf_document *document = job->document;
    const bf_block *block = &document->blocks[job->blocks[i]];
    uint32_t row = bf_grid_row(document, job->blocks[i]);
    bf_error full = {0};
    *out = (bf_str){0};
    if (block->text.length > MOST_TEXT || block->field != BF_FIELD_TEXT)
        return true;
    if (row != BF_NONE) {
        bf_buf_reset(room);
        beside_cell(job, job->blocks[i], row, room);
        return bf_buf_view(room, "cells", out, &full);
    }
    if (block->kind == BF_BLOCK_DETAIL && block->question != BF_NONE)
        *out = bf_str_slice(document->blocks[block->question].text, 0, MOST_TEXT);
    else
        *out = beside_block(job, i);
    return true;
}

bool bf_price_read_blocks(const bf_document *document, const uint32_t *blocks, size_t count,
                          bf_str country, bf_arena *arena, bf_contact_prices *prices)
{
    pricing job = {.document = document, .blocks = blocks, .count = count};
    bf_buf room;
    bool read = true;
    bf_buf_init(&room, (MOST_TEXT + 1) * (MOST_CELLS + 1));
    bf_unit_words(&job.words);
    for (size_t i = 0; read && i < count; i++) {
        const bf_block *block = &document->blocks[blocks[i]];
        bf_str beside = {0};
        read = (block->text.length > MOST_TEXT || !has_amount(&job, block) ||
                find_beside(&job, i, &room, &beside)) &&
               bf_price_read(block->text, beside, country, arena, prices);
    }
    bf_buf_free(&room);
    return read;
}
