/* document.c: how long the document takes to read. Reads framed pages (frames.h) from standard
 * input, each into a document whose memory is taken back before the next, as a worker does it, and
 * prints how many there were. */
#include <stdlib.h>

#include "analyzer/document.h"
#include "tests/bench/frames.h"

int main(void)
{
    const bf_page_limits limits = {.lean = true};
    bf_arena *arena = bf_arena_new(256 * 1024 * 1024);
    char *bytes = malloc(FRAME_MOST);
    bf_error err = {0};
    bf_document document;
    bf_page page;
    unsigned long pages = 0;
    size_t length = 0;
    frame_next next = FRAME_BAD;
    while (arena && bytes && (next = frame_read(bytes, &length)) == FRAME_PAGE) {
        if (!bf_page_from_html((bf_str){bytes, length}, BF_STR("https://site.example/"), &limits,
                               arena, &page, &err) ||
            !bf_document_read(&page, arena, &document, &err))
            break;
        bf_arena_reset(arena);
        pages++;
    }
    bf_arena_free(arena);
    free(bytes);
    printf("%lu\n", pages);
    return next == FRAME_END ? 0 : 1;
}
