/* test_http.c: heads of responses and chunked bodies, as servers send them. */
#include "tests/support/views.h"

#include <stdlib.h>

#include "common/http.h"

static bf_arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = bf_arena_new(16 << 20);
    return arena == NULL;
}

static int free_arena(void **state)
{
    (void)state;
    bf_arena_free(arena);
    return 0;
}

static bf_http_head read_head(bf_str message)
{
    bf_http_head head;
    bf_error err = {0};
    if (!bf_http_head_parse(message, arena, &head, &err))
        fail_msg("%s", err.message);
    assert_int_equal(err.code, BF_OK);
    return head;
}

static void a_status_line_is_read_as_servers_write_it(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int status;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\n", 200},    {"HTTP/1.0 404 Not Found\n", 404},
        {"HTTP/1.1 200\r\n", 200},       {"HTTP/1.1 200 \r\n", 200},
        {"HTTP/2 200\r\n", 200},         {"http/1.1 301 x\r\n", 301},
        {"HTTP/1.1  503  a b\r\n", 503}, {"HTTP/1.1 200 OK", 200},
        {"HTTP/1.1 999 x\r\n", 999},     {"HTTP/1.1 200OK\r\n", 200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_http_head head = read_head(bf_str_of(cases[i].line));
        assert_int_equal(head.status, cases[i].status);
        assert_int_equal(head.field_count, 0);
        assert_int_equal(head.length, strlen(cases[i].line));
    }
}

static void what_has_no_status_line_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"",
                                        "\r\n",
                                        "<html>",
                                        "HTTP/1.1\r\n",
                                        "HTTP/1.1 \r\n",
                                        "HTTP/1.1 OK\r\n",
                                        "HTTP/1.1 99 x\r\n",
                                        "HTTP/1.1 1000 x\r\n",
                                        "HTTP/1.1 -200 x\r\n",
                                        " HTTP/1.1 200 OK\r\n",
                                        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 junk\r\n\r\n"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_http_head head;
        bf_error err = {0};
        assert_false(bf_http_head_parse(bf_str_of(cases[i]), arena, &head, &err));
        assert_error(err, BF_ERR_FORMAT, "HTTP: no status line");
    }
}

static void fields_keep_their_order_and_repeated_ones_stay(void **state)
{
    (void)state;
    bf_str message = BF_STR("HTTP/1.1 200 OK\r\n"
                            "Content-Type: text/html\r\n"
                            "Set-Cookie:a=1\r\n"
                            "set-cookie :\tb=2 \n"
                            "Empty:\r\n"
                            "X: a:b\r\n"
                            "\r\n"
                            "body: no field\r\n");
    bf_http_head head = read_head(message);
    assert_int_equal(head.field_count, 5);
    assert_view(head.fields[1].name, "Set-Cookie");
    assert_view(head.fields[1].value, "a=1");
    assert_view(head.fields[2].name, "set-cookie");
    assert_view(head.fields[2].value, "b=2");
    assert_view(head.fields[3].value, "");
    assert_view(head.fields[4].value, "a:b");
    assert_view(bf_str_after(message, head.length), "body: no field\r\n");
    assert_view(bf_http_field_of(&head, BF_STR("SET-COOKIE")), "a=1");
    assert_view(bf_http_field_of(&head, BF_STR("body")), "");
    assert_true(bf_str_ends(head.text, BF_STR("X: a:b")));
}

static void folded_lines_are_joined_by_one_blank(void **state)
{
    (void)state;
    bf_http_head head = read_head(BF_STR("HTTP/1.1 200 OK\r\n"
                                         " not a field: dropped\r\n"
                                         "Content-Type:\r\n"
                                         "\ttext/html;\r\n"
                                         "   \r\n"
                                         "   charset=utf-8  \r\n"
                                         "no colon\r\n"
                                         " and its fold: dropped\r\n"
                                         "X: 1\r\n"
                                         "\r\n"));
    assert_int_equal(head.field_count, 2);
    assert_view(head.fields[0].value, "text/html; charset=utf-8");
    assert_view(head.fields[1].value, "1");
}

static void interim_heads_are_passed_over(void **state)
{
    (void)state;
    bf_str message = BF_STR("HTTP/1.1 100 Continue\r\nA: 1\r\n\r\n"
                            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nB: 2\r\n\r\n"
                            "HTTP/1.1 200 OK\r\nC: 3\r\n\r\nbody");
    bf_http_head head = read_head(message);
    assert_int_equal(head.status, 200);
    assert_int_equal(head.field_count, 1);
    assert_view(head.fields[0].value, "3");
    assert_view(head.text, "HTTP/1.1 200 OK\r\nC: 3");
    assert_view(bf_str_after(message, head.length), "body");
}

static void a_final_head_is_not_taken_for_an_interim_one(void **state)
{
    (void)state;
    bf_str switched = BF_STR("HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    assert_int_equal(read_head(switched).status, 101);
    assert_int_equal(read_head(BF_STR("HTTP/1.1 100 Continue\r\n\r\nbody")).status, 100);
    bf_str two = BF_STR("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n");
    assert_int_equal(read_head(two).status, 200);
}

static void a_head_that_ends_right_here_has_no_body(void **state)
{
    (void)state;
    bf_str message = BF_STR("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\n\r\n");
    for (size_t length = 12; length < message.length; length++) {
        bf_http_head head = read_head(bf_str_slice(message, 0, length));
        assert_true(head.length == length);
        assert_true(head.text.length <= length);
    }
}

static void a_list_is_made_of_all_its_fields(void **state)
{
    (void)state;
    bf_str list;
    bf_http_head head =
        read_head(BF_STR("HTTP/1.1 200 OK\r\nVary:\r\nContent-Encoding: gzip\r\n"
                         "content-encoding: br, zstd\r\nContent-Encoding:\r\n\r\n"));
    assert_true(bf_http_list_of(&head, BF_STR("Content-Encoding"), arena, &list));
    assert_view(list, "gzip,br, zstd,");
    assert_true(bf_http_list_of(&head, BF_STR("vary"), arena, &list));
    assert_view(list, "");
    assert_true(bf_http_list_of(&head, BF_STR("Transfer-Encoding"), arena, &list));
    assert_view(list, "");
}

/* `count` times `piece` between a status line and a body. */
static bf_buf repeated(const char *piece, size_t count)
{
    bf_buf message;
    bf_buf_init(&message, 32 << 20);
    bf_buf_append(&message, BF_STR("HTTP/1.1 200 OK\r\n"));
    for (size_t i = 0; i < count; i++)
        bf_buf_append(&message, bf_str_of(piece));
    bf_buf_append(&message, BF_STR("\r\nbody"));
    assert_false(message.failed);
    return message;
}

static void fields_past_the_bounds_are_left_out_and_the_body_is_still_found(void **state)
{
    (void)state;
    char long_field[] = "A: 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
                        "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
                        "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
                        "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 x\r\n";
    const size_t status_line = 17, line_end = 2, length = sizeof long_field - 1;
    const struct {
        const char *piece;
        size_t count, fields;
    } cases[] = {
        {"A: 1\r\n", BF_HTTP_MOST_FIELDS + 10, BF_HTTP_MOST_FIELDS},
        {long_field, BF_HTTP_MOST_FIELDS, (BF_HTTP_MOST_HEAD - status_line + line_end) / length},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_buf message = repeated(cases[i].piece, cases[i].count);
        bf_str whole = {message.bytes, message.length};
        bf_http_head head = read_head(whole);
        assert_int_equal(head.field_count, cases[i].fields);
        assert_true(head.text.length <= BF_HTTP_MOST_HEAD);
        assert_view(bf_str_after(whole, head.length), "body");
        bf_buf_free(&message);
    }
}

static void folded_lines_of_any_number_take_memory_for_what_they_hold_only(void **state)
{
    (void)state;
    bf_buf message;
    bf_buf_init(&message, 1 << 20);
    bf_buf_append(&message, BF_STR("HTTP/1.1 200 OK\r\n"));
    for (size_t i = 0; i < 80000; i++)
        bf_buf_append(&message, i % 10000 == 0 ? BF_STR("A:\n") : BF_STR(" x\n"));
    bf_http_head head = read_head((bf_str){message.bytes, message.length});
    assert_int_equal(head.field_count, 8);
    assert_int_equal(head.fields[7].value.length, 2 * 9999 - 1);
    assert_true(bf_arena_used(arena) < (1 << 20));
    bf_buf_free(&message);
}

static void interim_heads_of_any_number_take_the_memory_of_one(void **state)
{
    (void)state;
    bf_buf message;
    bf_buf_init(&message, 8 << 20);
    for (size_t i = 0; i < 200000; i++)
        bf_buf_append(&message, BF_STR("HTTP/1.1 100 \nA:1\n\n"));
    bf_buf_append(&message, BF_STR("HTTP/1.1 200 OK\r\n\r\n"));
    assert_int_equal(read_head((bf_str){message.bytes, message.length}).status, 200);
    assert_true(bf_arena_used(arena) < 1000);
    bf_buf_free(&message);
}

static void an_arena_without_room_is_an_error(void **state)
{
    (void)state;
    bf_arena *small = bf_arena_new(16);
    bf_http_head head;
    bf_error err = {0};
    assert_false(bf_http_head_parse(BF_STR("HTTP/1.1 200 OK\r\nA: 1\r\n\r\n"), small, &head, &err));
    assert_error(err, BF_ERR_MEMORY, "no memory");
    bf_arena_free(small);
}

static void chunks_are_undone_as_far_as_they_go(void **state)
{
    (void)state;
    const struct {
        bf_str body;
        bf_http_chunks end;
        const char *content;
    } cases[] = {
        {BF_STR("5\r\nhello\r\n0\r\n\r\n"), BF_HTTP_WHOLE, "hello"},
        {BF_STR("0\r\n\r\n"), BF_HTTP_WHOLE, ""},
        {BF_STR("00\r\n"), BF_HTTP_WHOLE, ""},
        {BF_STR("5\nhello\n0\n\n"), BF_HTTP_WHOLE, "hello"},
        {BF_STR("5 ; name=\"value\"\r\nhello\r\n1;\r\n!\r\n0\r\nTrailer: 1\r\n\r\n"), BF_HTTP_WHOLE,
         "hello!"},
        {BF_STR("0000000000000000000A  \r\n0123456789\r\n0\r\n\r\n"), BF_HTTP_WHOLE, "0123456789"},
        {BF_STR("a\r\n0123456789\r\nB\r\n01234567890\r\n0\r\n\r\n"), BF_HTTP_WHOLE,
         "012345678901234567890"},
        {BF_STR("5\r\nhello0\r\n\r\n"), BF_HTTP_WHOLE, "hello"}, /* a line end forgotten */
        {BF_STR("5\r\nhello\r\n"), BF_HTTP_CUT, "hello"},
        {BF_STR("5\r\nhello\r\n5"), BF_HTTP_CUT, "hello"},
        {BF_STR("5\r\nhel"), BF_HTTP_CUT, "hel"},
        {BF_STR("5\r\n"), BF_HTTP_CUT, ""},
        {BF_STR("ffffffffffffffff\r\nhello"), BF_HTTP_CUT, "hello"},
        {BF_STR("5\r\nhello\r\n10000000000000000\r\nx"), BF_HTTP_CUT, "hello"}, /* past 64 bits */
        {BF_STR("5\r\nhello\r\n-1\r\nx"), BF_HTTP_CUT, "hello"},
        {BF_STR("5\r\nhello\r\njunk"), BF_HTTP_CUT, "hello"},
        {BF_STR(""), BF_HTTP_NOT_CHUNKED, ""},
        {BF_STR("5"), BF_HTTP_NOT_CHUNKED, ""},
        {BF_STR("<!DOCTYPE html>\n"), BF_HTTP_NOT_CHUNKED, ""},
        {BF_STR("bad words\n"), BF_HTTP_NOT_CHUNKED, ""},
        {BF_STR("0x5\r\nhello\r\n0\r\n\r\n"), BF_HTTP_NOT_CHUNKED, ""},
        {BF_STR(" 5\r\nhello\r\n0\r\n\r\n"), BF_HTTP_NOT_CHUNKED, ""},
        {BF_STR("10000000000000000\r\nx"), BF_HTTP_NOT_CHUNKED, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_buf out;
        bf_buf_init(&out, 1000);
        if (bf_http_dechunk(cases[i].body, &out) != cases[i].end)
            fail_msg("case %zu: \"%.*s\"", i, BF_STR_ARG(cases[i].body));
        assert_same_view(((bf_str){out.bytes, out.length}), bf_str_of(cases[i].content));
        bf_buf_free(&out);
    }
}

static void text_and_html_are_pages_and_so_is_what_does_not_say(void **state)
{
    static const struct {
        const char *type;
        bool page;
    } cases[] = {
        {"text/html", true},       {"Text/HTML; charset=utf-8", true},
        {"text/html ;x", true},    {"application/xhtml+xml", true},
        {"text/plain", true},      {"", true},
        {"; charset=utf-8", true}, {"text/htmlx", false},
        {"text/xml", false},       {"application/pdf", false},
        {"x; text/html", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (bf_http_is_page_type(bf_str_of(cases[i].type)) != cases[i].page)
            fail_msg("%s", cases[i].type);
}

static void the_last_type_that_is_one_counts(void **state)
{
    static const struct {
        const char *fields, *type, *charset;
    } cases[] = {
        {"Server: x\r\n", "", ""},
        {"Content-Type: text/html\r\n", "text/html", ""},
        {"Content-Type: text/plain\r\nContent-Type: text/html\r\n", "text/html", ""},
        {"Content-Type: text/plain, text/html;charset=koi8-r\r\n", "text/html", "koi8-r"},
        /* what is no type is passed over, and so is the type that means any */
        {"Content-Type: text/html; charset=gbk\r\nContent-Type: html\r\n", "text/html", "gbk"},
        {"Content-Type: text/html; charset=gbk\r\nContent-Type: */*\r\n", "text/html", "gbk"},
        {"Content-Type: text/html\r\nContent-Type:\r\n", "text/html", ""},
        {"Content-Type: html\r\nContent-Type: text/ html\r\n", "", ""},
        {"Content-Type: text/\r\nContent-Type: /html; charset=gbk\r\n", "", ""},
        /* a charset is of its type, and holds until another one is said for it */
        {"Content-Type: text/html; charset=gbk, text/HTML\r\n", "text/HTML", "gbk"},
        {"Content-Type: text/html; charset=gbk, text/html; charset=big5\r\n", "text/html", "big5"},
        {"Content-Type: text/plain; charset=gbk, text/html\r\n", "text/html", ""},
        {"Content-Type: text/html; Charset=gbk; charset=big5\r\n", "text/html", "gbk"},
        /* commas and semicolons in quotes part nothing */
        {"Content-Type: text/html; a=\"x, y/z; charset=gbk\"; charset=\"big5\"\r\n", "text/html",
         "big5"},
        {"Content-Type: text/html; a=\"\\\", text/plain\"\r\n", "text/html", ""},
        {"Content-Type: text/html; a=\", text/plain\r\n", "text/html", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char message[256];
        snprintf(message, sizeof message, "HTTP/1.1 200 OK\r\n%s\r\n", cases[i].fields);
        bf_http_head head;
        bf_error err = {0};
        assert_true(bf_http_head_parse(bf_str_of(message), arena, &head, &err));
        bf_http_type type = bf_http_type_of(&head);
        if (!bf_str_equal(type.media_type, bf_str_of(cases[i].type)) ||
            !bf_str_equal(type.charset, bf_str_of(cases[i].charset)))
            fail_msg("%s  gives \"%.*s\" and \"%.*s\"", cases[i].fields,
                     BF_STR_ARG(type.media_type), BF_STR_ARG(type.charset));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, free_arena)
    const struct CMUnitTest tests[] = {
        TEST(a_status_line_is_read_as_servers_write_it),
        TEST(what_has_no_status_line_is_refused),
        TEST(fields_keep_their_order_and_repeated_ones_stay),
        TEST(folded_lines_are_joined_by_one_blank),
        TEST(interim_heads_are_passed_over),
        TEST(a_final_head_is_not_taken_for_an_interim_one),
        TEST(a_head_that_ends_right_here_has_no_body),
        TEST(a_list_is_made_of_all_its_fields),
        TEST(fields_past_the_bounds_are_left_out_and_the_body_is_still_found),
        TEST(folded_lines_of_any_number_take_memory_for_what_they_hold_only),
        TEST(interim_heads_of_any_number_take_the_memory_of_one),
        TEST(an_arena_without_room_is_an_error),
        TEST(chunks_are_undone_as_far_as_they_go),
        TEST(text_and_html_are_pages_and_so_is_what_does_not_say),
        TEST(the_last_type_that_is_one_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
