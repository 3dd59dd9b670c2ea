/* test_page.c: one fetched page out of an HTTP message, however hostile. */
#include "tests/support/views.h"

#include <stdlib.h>

#include <zlib.h>

#include "bonafide/page.h"
#include "common/buf.h"
#include "common/digest.h"

static const bf_page_limits usual = {0};
static bf_arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = bf_arena_new(128 << 20);
    return arena == NULL;
}

static int free_arena(void **state)
{
    (void)state;
    bf_arena_free(arena);
    return 0;
}

static bf_page read_page(bf_str message, const bf_page_limits *limits)
{
    bf_page page;
    bf_error err = {0};
    if (!bf_page_from_http(message, BF_STR("https://ana.example/"), limits, arena, &page, &err))
        fail_msg("%s", err.message);
    assert_int_equal(err.code, BF_OK);
    return page;
}

static void append_gzip(bf_buf *out, bf_str bytes)
{
    z_stream zlib = {0};
    assert_int_equal(deflateInit2(&zlib, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t most = deflateBound(&zlib, (uLong)bytes.length);
    char *room = bf_buf_room(out, most);
    assert_non_null(room);
    zlib.next_in = (Bytef *)(uintptr_t)bytes.bytes;
    zlib.avail_in = (uInt)bytes.length;
    zlib.next_out = (Bytef *)room;
    zlib.avail_out = (uInt)most;
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    bf_buf_wrote(out, most - zlib.avail_out);
    deflateEnd(&zlib);
}

static bf_buf message_of(const char *fields, bf_str body)
{
    bf_buf message;
    bf_buf_init(&message, 64 << 20);
    bf_buf_append_format(&message, "HTTP/1.1 200 OK\r\n%s\r\n", fields);
    bf_buf_append(&message, body);
    assert_false(message.failed);
    return message;
}

static bf_str view_of(const bf_buf *buf)
{
    return (bf_str){buf->bytes, buf->length};
}

static void append_chunks(bf_buf *out, bf_str bytes, size_t size)
{
    while (bytes.length > 0) {
        bf_str chunk = bf_str_slice(bytes, 0, size);
        bf_buf_append_format(out, "%zx\r\n", chunk.length);
        bf_buf_append(out, chunk);
        bf_buf_append(out, BF_STR("\r\n"));
        bytes = bf_str_after(bytes, chunk.length);
    }
    bf_buf_append(out, BF_STR("0\r\n\r\n"));
}

static void check_digest(bf_str digest, bf_str bytes)
{
    char expected[BF_DIGEST_SHA256_TEXT];
    bf_error err = {0};
    assert_true(bf_digest_of(BF_DIGEST_SHA256, bytes, expected, &err));
    assert_same_view(digest, bf_str_of(expected));
}

static void a_page_outlives_the_message_that_it_was_read_from(void **state)
{
    (void)state;
    char *message =
        strdup("HTTP/1.1 404 Not Found\r\nContent-Type: TEXT/HTML; Charset=\"UTF-8\"\r\n"
               "X-Note: a\r\n\r\n<p>gone");
    bf_page page = read_page(bf_str_of(message), &usual);
    free(message);
    assert_view(page.url, "https://ana.example/");
    assert_view(page.requested_url, "https://ana.example/");
    assert_view(page.fetched_at, "");
    assert_int_equal(page.http_status, 404);
    assert_view(page.media_type, "text/html");
    assert_view(page.charset, "UTF-8");
    assert_view(page.body, "<p>gone");
    assert_view(bf_page_header(&page, BF_STR("x-note")), "a");
    assert_view(bf_page_header(&page, BF_STR("HTTP/1.1 404 Not Found")), "");
    assert_view(bf_page_header(&page, BF_STR("absent")), "");
    assert_false(page.truncated);
    assert_view(page.truncated_why, "");
    assert_int_equal(page.archive.file.length, 0);
}

static void media_type_and_charset_are_read_as_servers_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *media_type, *charset;
    } cases[] = {
        {"", "", ""},
        {"Content-Type:\r\n", "", ""},
        {"Content-Type: text/html\r\n", "text/html", ""},
        {"content-type:text/html;charset=utf-8\r\n", "text/html", "utf-8"},
        {"Content-Type: text/html ; charset = x\r\n", "text/html", ""},
        {"Content-Type: text/html; a=b; CHARSET= \"iso-8859-1\" ; charset=x\r\n", "text/html",
         "iso-8859-1"},
        {"Content-Type: text/html;\r\n\tcharset=koi8-r\r\n", "text/html", "koi8-r"},
        {"Content-Type: text/html; charset=\"\r\n", "text/html", "\""},
        {"Content-Type: text/html; charset=\r\n", "text/html", ""},
        {"Content-Type: ;;;\r\n", "", ""},
        {"Content-Type: text/plain\r\nContent-Type: Text/HTML;charset=koi8-r\r\n", "text/html",
         "koi8-r"}, /* the last counts */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_buf message = message_of(cases[i].fields, BF_STR("x"));
        bf_page page = read_page(view_of(&message), &usual);
        assert_same_view(page.media_type, bf_str_of(cases[i].media_type));
        assert_same_view(page.charset, bf_str_of(cases[i].charset));
        bf_buf_free(&message);
    }
}

static void chunks_of_gzip_are_undone_and_each_digest_is_of_its_own_form(void **state)
{
    (void)state;
    bf_buf gzip, chunks;
    bf_str html = BF_STR("<h1>Ana Example, therapist</h1>");
    bf_buf_init(&gzip, 1000);
    bf_buf_init(&chunks, 1000);
    append_gzip(&gzip, html);
    append_chunks(&chunks, view_of(&gzip), 7);
    bf_buf message = message_of("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"
                                "Content-Length: 99999\r\n", /* means nothing beside chunks */
                                view_of(&chunks));
    bf_page page = read_page(view_of(&message), &usual);
    assert_same_view(page.body, html);
    assert_false(page.truncated);
    check_digest(page.payload_sha256, view_of(&gzip)); /* the content coding kept */
    check_digest(page.body_sha256, html);
    bf_buf_free(&message);
    bf_buf_free(&chunks);
    bf_buf_free(&gzip);
}

static void what_is_said_to_be_coded_and_is_not_is_taken_as_it_is(void **state)
{
    (void)state;
    static const char *const fields[] = {
        "Transfer-Encoding: chunked\r\n",
        "Content-Encoding: gzip\r\n",
        "Content-Encoding: br\r\n",
        "Content-Encoding: deflate\r\nTransfer-Encoding: chunked\r\n",
        "Content-Encoding: gzip, br, zstd, deflate\r\nTransfer-Encoding: gzip, chunked\r\n",
    };
    bf_str html = BF_STR("<h1>Ana Example</h1>\n<p>decoded by whoever stored it");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        bf_buf message = message_of(fields[i], html);
        bf_page page = read_page(view_of(&message), &usual);
        assert_same_view(page.body, html);
        assert_false(page.truncated);
        bf_buf_free(&message);
    }
}

static void codings_in_several_fields_are_one_list(void **state)
{
    (void)state;
    bf_buf once, twice, chunks;
    bf_buf_init(&once, 1000);
    bf_buf_init(&twice, 1000);
    bf_buf_init(&chunks, 1000);
    append_gzip(&once, BF_STR("hello"));
    append_gzip(&twice, view_of(&once));
    append_chunks(&chunks, view_of(&twice), 100);
    bf_buf message = message_of("Content-Encoding: gzip\r\nTransfer-Encoding: identity\r\n"
                                "Content-Encoding: x-gzip\r\nTransfer-Encoding: Chunked,\r\n",
                                view_of(&chunks));
    assert_view(read_page(view_of(&message), &usual).body, "hello");
    bf_buf_free(&message);
    bf_buf_free(&chunks);
    bf_buf_free(&twice);
    bf_buf_free(&once);
}

static void a_body_cut_short_is_kept_and_marked(void **state)
{
    (void)state;
    static const struct {
        const char *message, *body, *why;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", ""},
        {"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello", "hello", "disconnect"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhello", "hello", ""}, /* what came, came */
        {"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello", "hello", ""},
        {"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\nhello", "hello", ""},
        {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello", "hello", ""},
        {"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", "", "disconnect"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n", "", "disconnect"},
        {"HTTP/1.1 200 OK\r\n\r\n", "", ""},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "hel", "disconnect"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "hello",
         "disconnect"},
        /* these have no body, whatever the fields say (RFC 9112, 6.3) */
        {"HTTP/1.1 304 Not Modified\r\nContent-Length: 6\r\nContent-Encoding: br\r\n\r\n", "", ""},
        {"HTTP/1.1 204 No Content\r\nContent-Length: 6\r\n\r\n", "", ""},
        {"HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_page page = read_page(bf_str_of(cases[i].message), &usual);
        assert_same_view(page.body, bf_str_of(cases[i].body));
        assert_same_view(page.truncated_why, bf_str_of(cases[i].why));
        assert_int_equal(page.truncated, cases[i].why[0] != '\0');
        check_digest(page.body_sha256, page.body);
    }
}

static void a_body_broken_in_its_coding_keeps_what_could_be_read(void **state)
{
    (void)state;
    bf_buf text, gzip;
    bf_buf_init(&text, 1 << 20);
    bf_buf_init(&gzip, 1 << 20);
    for (unsigned i = 0; i < 50000; i++)
        bf_buf_append_format(&text, "%u ", i * 2654435761u);
    append_gzip(&gzip, view_of(&text));
    bf_buf message =
        message_of("Content-Encoding: gzip\r\n", bf_str_slice(view_of(&gzip), 0, gzip.length / 2));
    bf_page page = read_page(view_of(&message), &usual);
    assert_true(page.body.length > text.length / 3);
    assert_true(bf_str_starts(view_of(&text), page.body));
    assert_true(page.truncated);
    assert_view(page.truncated_why, "coding");
    bf_buf_free(&message);
    bf_buf_free(&gzip);
    bf_buf_free(&text);
}

static void a_connection_lost_inside_a_coded_body_is_named_and_not_its_consequence(void **state)
{
    (void)state;
    bf_buf gzip;
    bf_buf_init(&gzip, 1000);
    append_gzip(&gzip, BF_STR("hello"));
    bf_buf message = message_of("Content-Encoding: gzip\r\nContent-Length: 1000\r\n",
                                bf_str_slice(view_of(&gzip), 0, gzip.length - 4));
    bf_page page = read_page(view_of(&message), &usual);
    assert_view(page.body, "hello");
    assert_view(page.truncated_why, "disconnect");
    bf_buf_free(&message);
    bf_buf_free(&gzip);
}

static void a_body_over_the_limit_is_cut_there_and_marked(void **state)
{
    (void)state;
    static const struct {
        size_t limit;
        const char *body;
        bool truncated;
    } cases[] = {{4, "hell", true}, {5, "hello", false}, {6, "hello", false}};
    bf_buf gzip, chunks;
    bf_buf_init(&gzip, 1000);
    bf_buf_init(&chunks, 1000);
    append_gzip(&gzip, BF_STR("hello"));
    append_chunks(&chunks, BF_STR("hello"), 2);
    bf_buf messages[] = {message_of("", BF_STR("hello")),
                         message_of("Content-Encoding: gzip\r\n", view_of(&gzip)),
                         message_of("Transfer-Encoding: chunked\r\n", view_of(&chunks))};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t j = 0; j < sizeof messages / sizeof *messages; j++) {
            bf_page_limits limits = {.body_bytes = cases[i].limit};
            bf_page page = read_page(view_of(&messages[j]), &limits);
            assert_same_view(page.body, bf_str_of(cases[i].body));
            assert_int_equal(page.truncated, cases[i].truncated);
            assert_same_view(page.truncated_why, bf_str_of(cases[i].truncated ? "length" : ""));
        }
    for (size_t j = 0; j < sizeof messages / sizeof *messages; j++)
        bf_buf_free(&messages[j]);
    bf_buf_free(&chunks);
    bf_buf_free(&gzip);
}

static void a_lean_page_has_no_digests_and_the_same_body(void **state)
{
    (void)state;
    const bf_page_limits limits = {.body_bytes = 5, .lean = true};
    bf_buf gzip, chunks;
    bf_buf_init(&gzip, 1000);
    bf_buf_init(&chunks, 1000);
    append_gzip(&gzip, BF_STR("hello!"));
    append_chunks(&chunks, BF_STR("hello!"), 2);
    bf_buf messages[] = {message_of("", BF_STR("hello!")),
                         message_of("Content-Encoding: gzip\r\n", view_of(&gzip)),
                         message_of("Transfer-Encoding: chunked\r\n", view_of(&chunks)),
                         message_of("Transfer-Encoding: chunked\r\n", BF_STR("hello!"))};
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        bf_page page = read_page(view_of(&messages[i]), &limits);
        bool view = page.body.bytes > messages[i].bytes &&
                    page.body.bytes < messages[i].bytes + messages[i].length;
        assert_view(page.body, "hello");
        assert_view(page.truncated_why, "length");
        assert_int_equal(view, i == 0);
        assert_view(page.payload_sha256, "");
        assert_view(page.body_sha256, "");
        bf_buf_free(&messages[i]);
    }
    bf_buf_free(&chunks);
    bf_buf_free(&gzip);
}

static void a_bomb_is_cut_at_two_hundredfold_past_the_first_mib(void **state)
{
    (void)state;
    enum { HUGE = 256 << 20, MIB = 1 << 20 };
    char *zeros = calloc(1, HUGE);
    bf_buf gzip;
    assert_non_null(zeros);
    bf_buf_init(&gzip, HUGE + MIB);
    append_gzip(&gzip, (bf_str){zeros, 8 * MIB});
    bf_buf message = message_of("Content-Encoding: gzip\r\n", view_of(&gzip));
    bf_page page = read_page(view_of(&message), &usual);
    assert_int_equal(page.body.length, MIB + 200 * gzip.length);
    assert_view(page.truncated_why, "length");
    bf_buf_free(&message);
    bf_buf_reset(&gzip);
    append_gzip(&gzip, (bf_str){zeros, HUGE});
    message = message_of("Content-Encoding: gzip\r\n", view_of(&gzip));
    assert_int_equal(read_page(view_of(&message), &usual).body.length, 16 * MIB);
    bf_buf_free(&message);
    bf_buf_free(&gzip);
    free(zeros);
}

static void a_list_of_codings_over_the_bound_is_not_followed(void **state)
{
    (void)state;
    bf_buf gzip;
    bf_buf_init(&gzip, 1000);
    append_gzip(&gzip, BF_STR("hello"));
    bf_buf message =
        message_of("Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n", view_of(&gzip));
    bf_page page = read_page(view_of(&message), &usual);
    assert_true(page.truncated);
    assert_view(page.truncated_why, "coding");
    bf_buf_free(&message);
    bf_buf_free(&gzip);
}

static void a_message_without_a_head_is_no_page(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "<html>", "HTTP/1.1", "\x1F\x8B"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_page page = {.http_status = 77};
        bf_error err = {0};
        assert_false(
            bf_page_from_http(bf_str_of(cases[i]), BF_STR(""), &usual, arena, &page, &err));
        assert_error(err, BF_ERR_FORMAT, "no status line");
        assert_int_equal(page.http_status, 77);
    }
}

static void an_arena_without_room_is_an_error_wherever_it_ends(void **state)
{
    (void)state;
    size_t failures = 0;
    bf_buf message = message_of("Content-Type: text/html;\r\n charset=utf-8\r\n"
                                "Content-Encoding: gzip\r\nContent-Encoding: identity\r\n",
                                BF_STR("<p>hello"));
    for (size_t limit = 0; limit < 4000; limit += 16) {
        bf_arena *small = bf_arena_new(limit);
        bf_page page;
        bf_error err = {0};
        if (!bf_page_from_http(view_of(&message), BF_STR("u"), &usual, small, &page, &err)) {
            assert_error(err, BF_ERR_MEMORY, "no memory");
            failures++;
        }
        bf_arena_free(small);
    }
    assert_in_range(failures, 10, 200);
    bf_buf_free(&message);
}

static void a_file_is_a_page_without_a_head(void **state)
{
    (void)state;
    bf_page page;
    bf_error err = {0};
    bf_str html = BF_STR("<p>hel\0lo");
    assert_true(bf_page_from_html(html, BF_STR(""), &usual, arena, &page, &err));
    assert_true(page.body.bytes == html.bytes); /* a view */
    assert_same_view(page.body, html);
    assert_view(page.media_type, "text/html");
    assert_int_equal(page.http_status, 0);
    assert_int_equal(page.head.length, 0);
    assert_view(page.payload_sha256, "");
    check_digest(page.body_sha256, html);
    assert_view(bf_page_header(&page, BF_STR("Content-Type")), "");
    const bf_page_limits limits = {.body_bytes = 3};
    assert_true(bf_page_from_html(html, BF_STR("u"), &limits, arena, &page, &err));
    assert_view(page.body, "<p>");
    assert_view(page.requested_url, "u");
    assert_view(page.truncated_why, "length");
    assert_true(bf_page_from_html((bf_str){NULL, 0}, BF_STR(""), &usual, arena, &page, &err));
    assert_false(page.truncated);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, free_arena)
    const struct CMUnitTest tests[] = {
        TEST(a_page_outlives_the_message_that_it_was_read_from),
        TEST(media_type_and_charset_are_read_as_servers_write_them),
        TEST(chunks_of_gzip_are_undone_and_each_digest_is_of_its_own_form),
        TEST(what_is_said_to_be_coded_and_is_not_is_taken_as_it_is),
        TEST(codings_in_several_fields_are_one_list),
        TEST(a_body_cut_short_is_kept_and_marked),
        TEST(a_body_broken_in_its_coding_keeps_what_could_be_read),
        TEST(a_connection_lost_inside_a_coded_body_is_named_and_not_its_consequence),
        TEST(a_body_over_the_limit_is_cut_there_and_marked),
        TEST(a_lean_page_has_no_digests_and_the_same_body),
        TEST(a_bomb_is_cut_at_two_hundredfold_past_the_first_mib),
        TEST(a_list_of_codings_over_the_bound_is_not_followed),
        TEST(a_message_without_a_head_is_no_page),
        TEST(an_arena_without_room_is_an_error_wherever_it_ends),
        TEST(a_file_is_a_page_without_a_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
