/* fuzz_raw_page.c: any bytes as what a worker is sent. Promises: what is taken is views of those
 * bytes and is written again as it was; the page made of it has texts that are UTF-8. */
#include <assert.h>
#include <string.h>

#include "analyzer/raw_page.h"
#include "common/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const bf_page_limits limits = {.body_bytes = 100000};
    bf_str frame = {(const char *)data, size};
    bf_raw_page raw;
    bf_page page;
    bf_buf again;
    bf_error err = {0};
    if (!bf_raw_page_take(frame, &raw))
        return 0;
    bf_buf_init(&again, size + 1);
    bf_raw_page_append_head(&raw, &again);
    bf_buf_append(&again, raw.bytes);
    assert(!again.failed && again.length == size && memcmp(again.bytes, data, size) == 0);
    bf_buf_free(&again);
    bf_arena *arena = bf_arena_new(16 * 1024 * 1024);
    assert(arena != NULL);
    if (bf_raw_page_read(&raw, &limits, arena, &page, &err)) {
        assert(bf_utf8_valid(page.url) && bf_utf8_valid(page.requested_url));
        assert(page.fetched_at.length == 0 || page.fetched_at.length == 20);
    } else {
        assert(err.code != BF_OK);
    }
    bf_arena_free(arena);
    return 0;
}
