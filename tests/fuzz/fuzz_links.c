/* fuzz_links.c: any bytes as the head fields and body of a page. Promises: reading ends; at most
 * BF_LINKS_MOST links are told, each an http or https URL that is its own fetch form, so that what
 * is stored and read again is the same URL, as is the canonical one; and a page that asks so tells
 * none. */
#include <assert.h>
#include <string.h>

#include "common/buf.h"
#include "crawler/links.h"

typedef struct {
    bf_arena *arena;
    size_t count;
} told;

static bool check_link(const bf_url *url, void *user)
{
    told *seen = user;
    bf_url again;
    bf_error err = {0};
    seen->count++;
    assert(bf_str_equal(url->scheme, BF_STR("http")) || bf_str_equal(url->scheme, BF_STR("https")));
    assert(url->host.length > 0 && url->port != 0 && bf_str_starts(url->path, BF_STR("/")));
    bool parsed = bf_url_parse(url->text, NULL, seen->arena, &again, &err);
    assert(parsed || err.code == BF_ERR_MEMORY);
    assert(!parsed || bf_str_equal(again.text, url->text));
    return true;
}

/* The links of `body`, sent with `fields`; SIZE_MAX when memory ran out. */
static size_t count_links(bf_str fields, bf_str body)
{
    const bf_page_limits limits = {0};
    bf_arena *arena = bf_arena_new(32 * 1024 * 1024);
    told seen = {.arena = arena};
    bf_links_said said;
    bf_error err = {0};
    bf_buf message;
    bf_page page;
    bf_url url;
    assert(arena != NULL);
    bf_buf_init(&message, SIZE_MAX / 2);
    bf_buf_append(&message, BF_STR("HTTP/1.1 200 OK\r\n"));
    bf_buf_append(&message, fields);
    bf_buf_append(&message, BF_STR("\r\n\r\n"));
    bf_buf_append(&message, body);
    bool read = bf_url_parse(BF_STR("http://example.com/a/b?c"), NULL, arena, &url, &err) &&
                bf_page_from_http((bf_str){message.bytes, message.length}, url.text, &limits, arena,
                                  &page, &err) &&
                bf_links_each(&page, &url, arena, &said, check_link, &seen, &err);
    assert(read || err.code == BF_ERR_MEMORY);
    assert(seen.count <= BF_LINKS_MOST);
    assert(!read || !said.directives.nofollow || seen.count == 0);
    if (read && said.canonical.length > 0) {
        bf_url again;
        bool parsed = bf_url_parse(said.canonical, NULL, arena, &again, &err);
        assert(parsed ? bf_str_equal(again.text, said.canonical) : err.code == BF_ERR_MEMORY);
    }
    bf_arena_free(arena);
    bf_buf_free(&message);
    return read ? seen.count : SIZE_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str body = {(const char *)data, size}, fields;
    bf_str_take_part(&body, '\n', &fields);
    count_links(fields, body);
    size_t silent = count_links(BF_STR("X-Robots-Tag: noindex,nofollow"), body);
    assert(silent == 0 || silent == SIZE_MAX);
    return 0;
}
