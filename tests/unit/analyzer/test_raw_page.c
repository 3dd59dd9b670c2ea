/* test_raw_page.c: a page as a source holds it, and on its way to the process that reads it. */
#include "tests/support/arenas.h"

#include <string.h>

#include "analyzer/raw_page.h"

static bf_raw_page some_page(void)
{
    return (bf_raw_page){
        .kind = BF_RAW_HTML,
        .url_is_path = true,
        .line = 7,
        .url = BF_STR("file:///a.html"),
        .date = BF_STR("2026-11-02T09:15:00Z"),
        .truncated = BF_STR("length"),
        .described = BF_STR("{}"),
        .described_by = BF_STR("a.html.json"),
        .archive = {BF_STR("a.warc"), 1ULL << 40, 12, BF_STR("urn:uuid:1"), BF_STR("192.0.2.1")},
        .bytes = BF_STR("<p>\0x"),
    };
}

static bf_str packed(const bf_raw_page *raw, bf_buf *out)
{
    bf_buf_init(out, 1 << 20);
    bf_raw_page_append_head(raw, out);
    bf_buf_append(out, raw->bytes);
    return (bf_str){out->bytes, out->length};
}

static void a_page_arrives_as_it_left(void **state)
{
    (void)state;
    bf_buf frame;
    bf_raw_page sent = some_page(), got;
    assert_true(bf_raw_page_take(packed(&sent, &frame), &got));
    assert_int_equal(got.kind, sent.kind);
    assert_true(got.url_is_path);
    assert_int_equal(got.line, 7);
    assert_true(got.archive.offset == 1ULL << 40 && got.archive.length == 12);
    assert_same_view(got.url, sent.url);
    assert_same_view(got.date, sent.date);
    assert_same_view(got.truncated, sent.truncated);
    assert_same_view(got.described, sent.described);
    assert_same_view(got.described_by, sent.described_by);
    assert_same_view(got.archive.file, sent.archive.file);
    assert_same_view(got.archive.record_id, sent.archive.record_id);
    assert_same_view(got.archive.ip, sent.archive.ip);
    assert_same_view(got.bytes, sent.bytes);
    bf_buf_free(&frame);
}

static void a_head_that_is_cut_is_none(void **state)
{
    (void)state;
    bf_buf frame;
    bf_raw_page sent = some_page(), got;
    bf_str whole = packed(&sent, &frame);
    for (size_t cut = 0; cut < whole.length - sent.bytes.length; cut++)
        assert_false(bf_raw_page_take(bf_str_slice(whole, 0, cut), &got));
    bf_buf_free(&frame);
}

static void lengths_and_kinds_are_not_believed(void **state)
{
    (void)state;
    bf_buf frame;
    bf_raw_page sent = some_page(), got;
    bf_str whole = packed(&sent, &frame);
    frame.bytes[0] = BF_RAW_KINDS;
    assert_false(bf_raw_page_take(whole, &got));
    frame.bytes[0] = BF_RAW_HTTP;
    assert_true(bf_raw_page_take(whole, &got));
    memset(frame.bytes + 40, 0xff, 8); /* the length of the URL */
    assert_false(bf_raw_page_take(whole, &got));
    bf_buf_free(&frame);
}

static bf_page read_page(const bf_raw_page *raw)
{
    bf_error err = {0};
    bf_page page;
    assert_true(bf_raw_page_read(raw, &no_limits, arena, &page, &err));
    return page;
}

static void a_sidecar_says_where_a_page_came_from(void **state)
{
    (void)state;
    bf_raw_page raw = {.kind = BF_RAW_HTML,
                       .url_is_path = true,
                       .url = BF_STR("file:///tmp/a.html"),
                       .described_by = BF_STR("a.html.json"),
                       .described =
                           BF_STR("{\"url\":\"https://ana.example/\",\"requested_url\":"
                                  "\"http://ana.example/\",\"fetched_at\":\"2026-11-02T09:15:00Z\","
                                  "\"status\":404,\"headers\":{\"Content-Type\":"
                                  "\"text/html; charset=iso-8859-2\",\"X\":\"a\\nb\"}}"),
                       .bytes = BF_STR("<p>\xb1")};
    bf_page page = read_page(&raw);
    assert_same_view(page.url, BF_STR("https://ana.example/"));
    assert_same_view(page.requested_url, BF_STR("http://ana.example/"));
    assert_same_view(page.fetched_at, BF_STR("2026-11-02T09:15:00Z"));
    assert_same_view(page.charset, BF_STR("iso-8859-2"));
    assert_same_view(page.media_type, BF_STR("text/html"));
    assert_same_view(bf_page_header(&page, BF_STR("x")), BF_STR("a b"));
    assert_int_equal(page.http_status, 404);
    raw.url_is_path = false; /* the user has said the URL */
    assert_same_view(read_page(&raw).url, BF_STR("file:///tmp/a.html"));
    raw.described = BF_STR("{}");
    page = read_page(&raw);
    assert_int_equal(page.charset.length, 0);
    assert_int_equal(page.http_status, 0);
}

static void a_sidecar_that_cannot_be_read_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned line, column;
    } cases[] = {{"{\"url\":\n  oops}", 2, 3}, {"[1]", 1, 0}, {"", 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bf_raw_page raw = {.kind = BF_RAW_HTML,
                                 .url = BF_STR("file:///a.html"),
                                 .archive.file = BF_STR("a.html"),
                                 .described_by = BF_STR("a.html.json"),
                                 .described = bf_str_of(cases[i].text),
                                 .bytes = BF_STR("<p>x")};
        bf_error err = {0};
        bf_page page;
        assert_false(bf_raw_page_read(&raw, &no_limits, arena, &page, &err));
        assert_string_equal(err.file, "a.html.json");
        assert_int_equal(err.line, cases[i].line);
        assert_int_equal(err.column, cases[i].column);
        assert_non_null(strstr(err.message, "this file speaks of the page beside it"));
        assert_same_view(page.url, BF_STR("file:///a.html"));
    }
}

static void a_line_has_its_place_in_its_file(void **state)
{
    (void)state;
    const bf_raw_page raw = {.kind = BF_RAW_LINE,
                             .line = 12,
                             .archive.file = BF_STR("a.jsonl"),
                             .bytes = BF_STR("{\"url\":\"http://a.test/\"}")};
    bf_error err = {0};
    bf_page page;
    assert_false(bf_raw_page_read(&raw, &no_limits, arena, &page, &err));
    assert_string_equal(err.file, "a.jsonl");
    assert_int_equal(err.line, 12);
    assert_same_view(page.url, BF_STR("http://a.test/"));
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    const bf_raw_page raw = some_page();
    bf_arena *small = bf_arena_new(64);
    bf_error err = {0};
    bf_page page;
    assert_non_null(small);
    assert_false(bf_raw_page_read(&raw, &no_limits, small, &page, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_arrives_as_it_left),
        TEST(a_head_that_is_cut_is_none),
        TEST(lengths_and_kinds_are_not_believed),
        TEST(a_sidecar_says_where_a_page_came_from),
        TEST(a_sidecar_that_cannot_be_read_is_named),
        TEST(a_line_has_its_place_in_its_file),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
