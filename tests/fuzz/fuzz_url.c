/* fuzz_url.c: the first line of any bytes as a base, the rest as a reference to it. Promises: what
 * is read is printable ASCII of http or https whose parts make up its text; it is a fixed point, as
 * is its key; a refusal has words. A path or query beside a base is what it is behind the base's
 * own text.
 */
#include <assert.h>
#include <locale.h>
#include <string.h>

#include "common/url.h"

static void check_parts(const bf_url *url)
{
    assert(bf_str_equal(url->scheme, BF_STR("http")) || bf_str_equal(url->scheme, BF_STR("https")));
    assert(bf_str_starts(url->text, url->origin) && bf_str_ends(url->text, url->target));
    assert(url->origin.length + url->target.length == url->text.length);
    assert(bf_str_starts(url->target, url->path) && url->path.bytes[0] == '/');
    assert(url->host.length > 0 && url->port > 0);
    assert(bf_str_starts(bf_str_after(url->origin, url->scheme.length + 3), url->host));
    for (size_t i = 0; i < url->text.length; i++)
        assert(url->text.bytes[i] > ' ' && url->text.bytes[i] < 0x7F);
    assert(bf_str_find(url->text, BF_STR("#"), 0) == SIZE_MAX);
    assert(bf_str_find(url->origin, BF_STR("@"), 0) == SIZE_MAX);
    bf_str domain = bf_url_registrable_domain(url->host);
    assert(domain.length > 0 && bf_str_ends(url->host, domain));
}

static void check_url(const bf_url *url, bf_arena *arena)
{
    bf_url again;
    bf_str key, key_again;
    bf_error err = {0};
    check_parts(url);
    assert(bf_url_parse(url->text, NULL, arena, &again, &err));
    assert(bf_str_equal(again.text, url->text));
    assert(bf_url_key(url, arena, &key, &err));
    assert(key.length <= url->text.length);
    assert(bf_url_parse(key, NULL, arena, &again, &err));
    assert(bf_url_key(&again, arena, &key_again, &err));
    assert(bf_str_equal(key, key_again));
}

/* What is read with the base's authority must be what the whole text is read as. */
static void check_beside_base(bf_str text, const bf_url *base, bf_arena *arena)
{
    bf_url beside, whole;
    bf_error err = {0}, whole_err = {0};
    bool query = bf_str_starts(text, BF_STR("?"));
    bf_str second = bf_str_slice(text, 1, 2);
    if (!query && (!bf_str_starts(text, BF_STR("/")) || second.length == 0 ||
                   bf_str_find(BF_STR("/\\\t\r\n"), second, 0) != SIZE_MAX))
        return;
    bf_buf joined;
    bf_buf_init(&joined, SIZE_MAX / 2);
    bf_buf_append(&joined, base->origin);
    bf_buf_append(&joined, query ? base->path : (bf_str){0});
    bf_buf_append(&joined, text);
    bool read = bf_url_parse(text, base, arena, &beside, &err);
    bool read_whole =
        bf_url_parse((bf_str){joined.bytes, joined.length}, NULL, arena, &whole, &whole_err);
    bool long_whole = strstr(whole_err.message, "too long") != NULL;
    assert(read == read_whole || long_whole);
    assert(!read || !read_whole ||
           (bf_str_equal(beside.text, whole.text) && bf_str_equal(beside.host, whole.host) &&
            bf_str_equal(beside.path, whole.path) && beside.port == whole.port));
    bf_buf_free(&joined);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str rest = {(const char *)data, size}, line;
    bf_url base, url;
    bf_error err = {0};
    bf_arena *arena = bf_arena_new(1 << 20);
    assert(arena != NULL && setlocale(LC_CTYPE, "C.UTF-8") != NULL);
    bf_str_take_line(&rest, &line);
    bool has_base = bf_url_parse(line, NULL, arena, &base, &err);
    if (has_base)
        check_url(&base, arena);
    else
        assert(err.code == BF_ERR_FORMAT && err.message[0] != '\0');
    bf_error_reset(&err);
    if (has_base)
        check_beside_base(rest, &base, arena);
    if (bf_url_parse(rest, has_base ? &base : NULL, arena, &url, &err))
        check_url(&url, arena);
    else
        assert(err.code == BF_ERR_FORMAT && err.message[0] != '\0');
    bf_arena_free(arena);
    return 0;
}
