/* fuzz_source_jsonl.c: any bytes as a file of JSON Lines. Promises: reading ends; no more comes out
 * than there are lines; a page has a URL, both texts are UTF-8 without control of the head; a bad
 * line is named. */
#include <assert.h>
#include <string.h>

#include "analyzer/line_pages.h"
#include "common/utf8.h"

enum { LINE_LIMIT = 2000 };

typedef struct {
    bf_str rest;
    size_t step;
} memory;

static bool give(void *user, char *bytes, size_t most, size_t *count, bf_error *err)
{
    memory *file = user;
    (void)err;
    bf_str piece = bf_str_slice(file->rest, 0, file->step < most ? file->step : most);
    if (piece.length > 0)
        memcpy(bytes, piece.bytes, piece.length);
    file->rest = bf_str_after(file->rest, piece.length);
    *count = piece.length;
    return true;
}

static void check_page(const bf_page *page)
{
    assert(page->url.length > 0 && bf_utf8_valid(page->url));
    assert(bf_utf8_valid(page->body));
    assert(page->fetched_at.length == 0 || page->fetched_at.length == 20);
    assert(page->head.length == 0 || bf_str_starts(page->head, BF_STR("HTTP/1.1 ")));
    for (size_t i = 0; i < page->head.length; i++) /* a line ends only where we ended it */
        assert(page->head.bytes[i] != '\n' || page->head.bytes[i - 1] == '\r');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const bf_page_limits limits = {.body_bytes = LINE_LIMIT};
    memory file = {{(const char *)data, size}, 1 + size % 50};
    size_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    bf_input *input = bf_input_new(give, &file);
    bf_arena *arena = bf_arena_new(1024 * 1024);
    bf_line_pages *pages = bf_line_pages_new(input, BF_STR("file"), LINE_LIMIT);
    assert(input != NULL && arena != NULL && pages != NULL);
    for (size_t given = 0;; given++) {
        bf_page page;
        bf_raw_page raw;
        bf_error err = {0};
        bf_source_next_kind next = bf_line_pages_next(pages, &raw, &err);
        assert(next != BF_SOURCE_FATAL);
        if (next == BF_SOURCE_END)
            break;
        assert(given < lines);
        if (next == BF_SOURCE_PAGE && bf_raw_page_read(&raw, &limits, arena, &page, &err))
            check_page(&page);
        else
            assert(err.line > 0 && err.line <= lines && strcmp(err.file, "file") == 0);
        bf_arena_reset(arena);
    }
    bf_line_pages_free(pages);
    bf_arena_free(arena);
    bf_input_free(input);
    return 0;
}
