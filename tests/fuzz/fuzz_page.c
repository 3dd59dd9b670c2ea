/* fuzz_page.c: any bytes as an HTTP message. Promises: the head is within the message, the body
 * within the limits; a body over one is marked; digests are of what is there; reading what is plain
 * already once more gives the same. */
#include <assert.h>
#include <string.h>

#include "bonafide/page.h"
#include "common/digest.h"

enum { BODY_BYTES = 100 * 1000 };

static bool is_one_of(bf_str why)
{
    static const char *const reasons[] = {"length", "disconnect", "coding"};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (bf_str_equal(why, bf_str_of(reasons[i])))
            return true;
    return false;
}

static void check_page(const bf_page *page, bf_str message)
{
    char digest[BF_DIGEST_SHA256_TEXT];
    bf_error err = {0};
    assert(page->http_status >= 100 && page->http_status <= 999);
    assert(page->head.length <= message.length);
    assert(bf_str_find(message, page->head, 0) != SIZE_MAX);
    assert(page->body.length <= BODY_BYTES);
    assert(page->truncated ? is_one_of(page->truncated_why) : page->truncated_why.length == 0);
    assert(bf_digest_of(BF_DIGEST_SHA256, page->body, digest, &err));
    assert(bf_str_equal(page->body_sha256, bf_str_of(digest)));
    assert(page->payload_sha256.length == 64);
    for (size_t i = 0; i < page->media_type.length; i++)
        assert(page->media_type.bytes[i] < 'A' || page->media_type.bytes[i] > 'Z');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const bf_page_limits limits = {.body_bytes = BODY_BYTES, .ratio = 100, .codings = 3};
    bf_page_limits lean = limits;
    bf_str message = {(const char *)data, size};
    bf_arena *arena = bf_arena_new(16 << 20);
    bf_page page, file, same;
    bf_error err = {0};
    assert(arena != NULL);
    if (bf_page_from_http(message, BF_STR("http://a.example/"), &limits, arena, &page, &err)) {
        check_page(&page, message);
        assert(bf_page_from_html(page.body, page.url, &limits, arena, &file, &err));
        assert(bf_str_equal(file.body_sha256, page.body_sha256) && !file.truncated);
        lean.lean = true;
        assert(bf_page_from_http(message, page.url, &lean, arena, &same, &err));
        assert(bf_str_equal(same.body, page.body) && same.truncated == page.truncated);
    } else {
        assert(err.code == BF_ERR_FORMAT && !bf_str_starts(message, BF_STR("HTTP/1.1 200 OK\r\n")));
    }
    bf_arena_free(arena);
    return 0;
}
