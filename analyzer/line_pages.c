/* line_pages.c: the pages of one file of JSON Lines. Reads one line at a time, so that a file of
 * any size takes the memory of its longest line. */
#include "analyzer/line_pages.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"

enum { LINE_LIMIT = 64 * 1024 * 1024, KEPT_CAPACITY = 1024 * 1024 };

struct bf_line_pages {
    bf_input *input;
    bf_str name;
    bf_buf line;
    size_t line_limit;
    unsigned number; /* of the line, from 1 */
    unsigned read;   /* lines that were not empty */
    bool given_up;
};

bf_line_pages *bf_line_pages_new(bf_input *input, bf_str name, size_t line_limit)
{
    bf_line_pages *pages = calloc(1, sizeof *pages);
    if (pages == NULL)
        return NULL;
    pages->input = input;
    pages->name = name;
    pages->line_limit = line_limit ? line_limit : LINE_LIMIT;
    bf_buf_init(&pages->line, pages->line_limit);
    return pages;
}

void bf_line_pages_free(bf_line_pages *pages)
{
    if (pages == NULL)
        return;
    bf_buf_free(&pages->line);
    free(pages);
}

/* Puts the place of the present line into `err`, a column kept. */
static bf_source_next_kind bad(const bf_line_pages *pages, bf_error *err)
{
    unsigned column = err->column;
    bf_fail(err, err->code, "%s", err->message);
    bf_fail_at(err, pages->name, pages->number, column);
    return BF_SOURCE_BAD;
}

/* Appends to the line what is in view of it; past the limit bytes are dropped. false: no memory. */
static bool take_piece(bf_line_pages *pages, bool *ended)
{
    bf_str view = bf_input_view(pages->input);
    size_t end = bf_str_find(view, BF_STR("\n"), 0);
    bf_str piece = bf_str_slice(view, 0, end);
    bf_buf_append(&pages->line, piece);
    *ended = end != SIZE_MAX;
    bf_input_take(pages->input, *ended ? end + 1 : view.length);
    return !pages->line.failed || pages->line.full;
}

/* Reads the next line, over seams of members; the last needs no line end. */
static bf_source_next_kind read_line(bf_line_pages *pages, bf_error *err)
{
    bool ended = false, opened;
    if (pages->line.capacity > KEPT_CAPACITY)
        bf_buf_free(&pages->line);
    bf_buf_reset(&pages->line);
    pages->number++;
    while (!ended) {
        bf_input_state state = bf_input_fill(pages->input, 1, err);
        if (state == BF_INPUT_FAILED)
            return BF_SOURCE_FATAL;
        if (state == BF_INPUT_BROKEN) {
            pages->given_up = true;
            return bad(pages, err);
        }
        if (state == BF_INPUT_SEAM) {
            bf_input_leave_member(pages->input);
            if (bf_input_open_member(pages->input, &opened, err) == BF_INPUT_FAILED)
                return BF_SOURCE_FATAL;
            if (opened)
                continue;
            state = BF_INPUT_END; /* what follows the last member is no part of the text */
        }
        if (state == BF_INPUT_END) {
            pages->given_up = true;
            break;
        }
        if (!take_piece(pages, &ended)) {
            bf_fail(err, BF_ERR_MEMORY, "JSON Lines: no memory");
            return BF_SOURCE_FATAL;
        }
    }
    if (!pages->line.full)
        return BF_SOURCE_PAGE;
    bf_fail(err, BF_ERR_LIMIT, "line of more than %zu bytes", pages->line_limit);
    return bad(pages, err);
}

/* The first line tells whether the file is one of pages at all; what it says is not looked at. */
static bool check_first_line(bf_str line, bf_error *err)
{
    if (line.bytes[0] != '{' || line.bytes[line.length - 1] != '}')
        return bf_fail(err, BF_ERR_FORMAT, "not JSON Lines: the first line is no JSON object");
    return bf_str_find(line, BF_STR("\"html\""), 0) != SIZE_MAX ||
           bf_fail(err, BF_ERR_FORMAT, "no \"html\" in the line's object");
}

bf_source_next_kind bf_line_pages_next(bf_line_pages *pages, bf_raw_page *raw, bf_error *err)
{
    while (!pages->given_up) {
        bf_source_next_kind next = read_line(pages, err);
        if (next != BF_SOURCE_PAGE)
            return next;
        bf_str line = bf_str_trim((bf_str){pages->line.bytes, pages->line.length});
        if (pages->read == 0 && bf_str_starts(line, BF_STR("\xef\xbb\xbf")))
            line = bf_str_trim(bf_str_after(line, 3));
        if (line.length == 0)
            continue;
        if (pages->read++ == 0 && !check_first_line(line, err)) {
            pages->given_up = true;
            return bad(pages, err);
        }
        *raw = (bf_raw_page){
            .kind = BF_RAW_LINE, .line = pages->number, .archive.file = pages->name, .bytes = line};
        return BF_SOURCE_PAGE;
    }
    return BF_SOURCE_END;
}
