/* line_pages.c: the pages of one file of JSON Lines. Reads one line at a time, so that a file of
 * any size takes the memory of its longest line. */
#include "analyzer/line_pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "common/buf.h"
#include "common/json.h"
#include "common/time.h"
#include "common/utf8.h"

enum { LINE_LIMIT = 64 * 1024 * 1024, KEPT_CAPACITY = 1024 * 1024 };

struct bf_line_pages {
    bf_input *input;
    bf_str name;
    const bf_page_limits *limits;
    bf_buf line;
    size_t line_limit;
    unsigned number; /* of the line, from 1 */
    unsigned read;   /* lines that were not empty */
    bool given_up;
};

bf_line_pages *bf_line_pages_new(bf_input *input, bf_str name, const bf_page_limits *limits,
                                 size_t line_limit)
{
    bf_line_pages *pages = calloc(1, sizeof *pages);
    if (pages == NULL)
        return NULL;
    pages->input = input;
    pages->name = name;
    pages->limits = limits;
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

static bool copy(bf_arena *arena, bf_str text, bf_str *out, bf_error *err)
{
    return bf_arena_copy(arena, text, out) || bf_fail(err, BF_ERR_MEMORY, "JSON Lines: no memory");
}

/* Writes `text` without what would end or break a field's line. */
static void append_flat(bf_buf *out, bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        bf_buf_append_char(out, (unsigned char)text.bytes[i] < 0x20 ? ' ' : text.bytes[i]);
}

/* Makes the head that bf_page_header() reads out of `headers`. */
static bool add_headers(const cJSON *headers, bf_arena *arena, bf_page *page, bf_error *err)
{
    bf_buf head;
    bf_str view;
    if (!cJSON_IsObject(headers))
        return true;
    bf_buf_init(&head, SIZE_MAX / 4);
    bf_buf_append_format(&head, "HTTP/1.1 %d\r\n", page->http_status ? page->http_status : 200);
    for (const cJSON *item = headers->child; item != NULL; item = item->next) {
        if (!cJSON_IsString(item) || item->string == NULL)
            continue;
        append_flat(&head, bf_str_of(item->string));
        bf_buf_append(&head, BF_STR(": "));
        append_flat(&head, bf_json_text(item));
        bf_buf_append(&head, BF_STR("\r\n"));
    }
    bool made = bf_buf_view(&head, "JSON Lines", &view, err) && copy(arena, view, &page->head, err);
    bf_buf_free(&head);
    return made;
}

static bool add_time(bf_str text, bf_arena *arena, bf_page *page, bf_error *err)
{
    char date[BF_TIME_TEXT];
    int64_t ms;
    if (!bf_time_parse(text, &ms))
        return true; /* it stays unknown */
    bf_time_format(ms, date);
    return copy(arena, bf_str_of(date), &page->fetched_at, err);
}

/* Makes a page of one line's object. */
static bool read_object(const bf_line_pages *pages, const cJSON *object, bf_arena *arena,
                        bf_page *page, bf_error *err)
{
    const cJSON *html = bf_json_member(object, "html"), *status = bf_json_member(object, "status");
    bf_page made = {0};
    bf_str url, body;
    if (!copy(arena, bf_json_text(bf_json_member(object, "url")), &url, err))
        return false;
    page->url = page->requested_url = url;
    if (!cJSON_IsString(html))
        return bf_fail(err, BF_ERR_FORMAT, "no \"html\" in the line's object");
    if (url.length == 0)
        return bf_fail(err, BF_ERR_FORMAT, "no \"url\" in the line's object");
    if (!copy(arena, bf_json_text(html), &body, err) ||
        !bf_page_from_html(body, url, pages->limits, arena, &made, err))
        return false;
    if (cJSON_IsNumber(status) && status->valuedouble >= 100 && status->valuedouble <= 999)
        made.http_status = status->valueint;
    made.charset = BF_STR("utf-8"); /* JSON is, whatever the page was before */
    if (!add_headers(bf_json_member(object, "headers"), arena, &made, err) ||
        !add_time(bf_json_text(bf_json_member(object, "fetched_at")), arena, &made, err) ||
        !copy(arena, pages->name, &made.archive.file, err))
        return false;
    *page = made;
    return true;
}

static bool read_page(const bf_line_pages *pages, bf_arena *arena, bf_page *page, bf_error *err)
{
    const bf_json_limits limits = {.bytes = pages->line_limit};
    bf_str line = {pages->line.bytes, pages->line.length};
    cJSON *object = bf_json_parse(line, &limits, err);
    if (object == NULL)
        return false;
    bool made = read_object(pages, object, arena, page, err);
    cJSON_Delete(object);
    return made;
}

bf_source_next_kind bf_line_pages_next(bf_line_pages *pages, bf_arena *arena, bf_page *page,
                                       bf_error *err)
{
    *page = (bf_page){0};
    while (!pages->given_up) {
        bf_source_next_kind next = read_line(pages, err);
        if (next != BF_SOURCE_PAGE)
            return next;
        if (bf_str_trim((bf_str){pages->line.bytes, pages->line.length}).length == 0)
            continue;
        pages->read++;
        if (read_page(pages, arena, page, err))
            return BF_SOURCE_PAGE;
        pages->given_up = pages->given_up || pages->read == 1;
        return bad(pages, err);
    }
    return BF_SOURCE_END;
}
