/* test_wire.c: one response as it comes off the wire, line by line and piece by piece. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "common/http.h"
#include "crawler/wire.h"

/* Feeds the lines of `head` one by one, as libcurl does; what the last call said. */
static bool take_head(bf_wire *wire, const char *head)
{
    bool goes_on = true;
    while (*head && goes_on) {
        const char *end = strchr(head, '\n');
        size_t length = end ? (size_t)(end - head) + 1 : strlen(head);
        goes_on = bf_wire_take_line(wire, (bf_str){head, length});
        head += length;
    }
    return goes_on;
}

static void assert_message(const bf_wire *wire, const char *expected)
{
    assert_int_equal(wire->message.length, strlen(expected));
    assert_memory_equal(wire->message.bytes, expected, strlen(expected));
}

static void head_and_body_stand_in_one_buffer_as_they_came(void **state)
{
    (void)state;
    static const char head[] =
        "HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\na: 2\r\nContent-Length: 5\r\n\r\n";
    bf_wire wire;
    bf_wire_init(&wire);
    bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
    assert_true(take_head(&wire, head));
    assert_true(bf_wire_take_body(&wire, BF_STR("he")));
    assert_true(bf_wire_take_body(&wire, BF_STR("llo")));
    assert_int_equal(wire.status, 200);
    assert_int_equal(wire.head_length, strlen(head));
    assert_int_equal(wire.end, BF_WIRE_GOES_ON);
    assert_message(&wire,
                   "HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\na: 2\r\nContent-Length: 5\r\n\r\nhello");
    bf_wire_shrink(&wire, 0);
}

static void the_outcome_of_a_head(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        bf_wire_end end;
        int status;
        const char *message; /* NULL: the head itself */
    } cases[] = {
        {"HTTP/1.0 404 Not Found\n\n", BF_WIRE_GOES_ON, 404, NULL},
        {"HTTP/1.1 200\r\n\r\n", BF_WIRE_GOES_ON, 200, NULL},
        {"HTTP/1.1  204  odd  \r\n\r\n", BF_WIRE_GOES_ON, 204, NULL},
        {"HTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
         "HTTP/1.1 200 OK\r\nB: 2\r\n\r\n",
         BF_WIRE_GOES_ON, 200, "HTTP/1.1 200 OK\r\nB: 2\r\n\r\n"},
        {"HTTP/1.1 200 OK\r\nHTTP/1.1 404: no status line\r\n\r\n", BF_WIRE_GOES_ON, 200, NULL},
        {"HTTP/1.1 200 OK\r\nA: b\r\n \r\n\t\r\n\r\n", BF_WIRE_GOES_ON, 200, NULL}, /* folded */
        {"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n", BF_WIRE_UNWANTED, 200, NULL},
        {"HTTP/1.1 404 Gone\r\nContent-Type: image/png\r\n\r\n", BF_WIRE_GOES_ON, 404, NULL},
        {"HTTP/1.1 200 OK\r\ncontent-type:TEXT/HTML;charset=x\r\n\r\n", BF_WIRE_GOES_ON, 200, NULL},
        {"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Type: text/html\r\n\r\n",
         BF_WIRE_GOES_ON, 200, NULL},
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type: pdf\r\n\r\n", BF_WIRE_GOES_ON,
         200, NULL}, /* "pdf" is no type */
        {"HTTP/1.1 200 OK\r\nContent-Type: application/xhtml+xml\r\n\r\n", BF_WIRE_GOES_ON, 200,
         NULL},
        {"HTTP/1.1 200 OK\r\nContent-Type:\r\n\r\n", BF_WIRE_GOES_ON, 200, NULL},
        {"HTTP/1.1 200 OK\r\n\rX: y\r\n", BF_WIRE_BAD_HEAD, 0, "HTTP/1.1 200 OK\r\n"},
        {"HTTP/1.1 OK\r\n\r\n", BF_WIRE_BAD_HEAD, 0, NULL},
        {"HTTP/1.1 1000 OK\r\n\r\n", BF_WIRE_BAD_HEAD, 0, NULL},
        {"\r\n", BF_WIRE_BAD_HEAD, 0, NULL},
        {"HTTP/1.1 200 OK\r\nA: b\r\n", BF_WIRE_GOES_ON, 0, NULL}, /* not ended */
    };
    bf_wire wire;
    bf_wire_init(&wire);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
        bool goes_on = take_head(&wire, cases[i].head);
        assert_int_equal(wire.end, cases[i].end);
        assert_int_equal(goes_on, cases[i].end != BF_WIRE_BAD_HEAD);
        assert_int_equal(wire.status, cases[i].status);
        assert_int_equal(wire.head_length > 0, cases[i].status > 0);
        assert_message(&wire, cases[i].message ? cases[i].message : cases[i].head);
    }
    bf_wire_shrink(&wire, 0);
}

static void what_http_2_says_is_written_as_http_1_1(void **state)
{
    (void)state;
    static const struct {
        const char *head, *message;
    } cases[] = {
        {"HTTP/2 200 \r\ncontent-type: text/html\r\n\r\n",
         "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n"},
        {"HTTP/2 103 \r\nlink: x\r\n\r\nHTTP/2 404 \r\n\r\n", "HTTP/1.1 404 Not Found\r\n\r\n"},
        {"HTTP/2 299 \r\n:odd: x\r\na: b\r\n\r\n", "HTTP/1.1 299 \r\na: b\r\n\r\n"},
    };
    bf_wire wire;
    bf_wire_init(&wire);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
        wire.rewrite = true;
        assert_true(take_head(&wire, cases[i].head));
        assert_message(&wire, cases[i].message);
    }
    /* A server that only claims to speak it is kept as it is. */
    bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
    assert_true(take_head(&wire, "HTTP/2 200 \r\n\r\n"));
    assert_message(&wire, "HTTP/2 200 \r\n\r\n");
    bf_wire_shrink(&wire, 0);
}

static void a_body_ends_at_its_limit_and_keeps_what_was_allowed(void **state)
{
    (void)state;
    static const char head[] = "HTTP/1.1 200 OK\r\n\r\n";
    bf_wire wire;
    bf_wire_init(&wire);
    bf_wire_reset(&wire, BF_WIRE_PAGES, 5);
    assert_true(take_head(&wire, head));
    assert_true(bf_wire_take_body(&wire, BF_STR("12345"))); /* as long as is allowed */
    assert_int_equal(wire.end, BF_WIRE_GOES_ON);
    assert_false(bf_wire_take_body(&wire, BF_STR("6")));
    assert_int_equal(wire.end, BF_WIRE_FULL);
    assert_message(&wire, "HTTP/1.1 200 OK\r\n\r\n12345");

    bf_wire_reset(&wire, BF_WIRE_ANY_TYPE, 5);
    assert_true(take_head(&wire, head));
    assert_false(bf_wire_take_body(&wire, BF_STR("1234567")));
    assert_message(&wire, "HTTP/1.1 200 OK\r\n\r\n12345");
    bf_wire_shrink(&wire, 0);
}

static void a_body_of_a_type_that_is_not_read_is_not_begun(void **state)
{
    (void)state;
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n";
    bf_wire wire;
    bf_wire_init(&wire);
    bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
    assert_true(take_head(&wire, head));
    assert_false(bf_wire_take_body(&wire, BF_STR("x")));
    assert_message(&wire, head);
    bf_wire_reset(&wire, BF_WIRE_ANY_TYPE, 100);
    assert_true(take_head(&wire, head));
    assert_true(bf_wire_take_body(&wire, BF_STR("x")));
    assert_int_equal(wire.end, BF_WIRE_GOES_ON);
    bf_wire_shrink(&wire, 0);
}

static void a_trailer_is_no_part_of_the_head(void **state)
{
    (void)state;
    bf_wire wire;
    bf_wire_init(&wire);
    bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
    assert_true(take_head(&wire, "HTTP/1.1 200 OK\r\n\r\n"));
    assert_true(bf_wire_take_body(&wire, BF_STR("x")));
    assert_true(bf_wire_take_line(&wire, BF_STR("Trailer: t\r\n")));
    assert_true(bf_wire_take_line(&wire, BF_STR("\r\n")));
    assert_message(&wire, "HTTP/1.1 200 OK\r\n\r\nx");
    bf_wire_shrink(&wire, 0);
}

static void a_line_a_head_and_interim_heads_have_bounds(void **state)
{
    (void)state;
    char *line = malloc(BF_WIRE_MOST_LINE + 1);
    bf_wire wire;
    assert_non_null(line);
    memset(line, 'x', BF_WIRE_MOST_LINE + 1);
    line[1] = ':';
    bf_wire_init(&wire);

    bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
    assert_true(take_head(&wire, "HTTP/1.1 200 OK\r\n"));
    assert_true(bf_wire_take_line(&wire, (bf_str){line, BF_WIRE_MOST_LINE}));
    assert_false(bf_wire_take_line(&wire, (bf_str){line, BF_WIRE_MOST_LINE + 1}));
    assert_int_equal(wire.end, BF_WIRE_LONG_LINE);

    bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
    assert_true(take_head(&wire, "HTTP/1.1 200 OK\r\n"));
    size_t taken = 0;
    while (bf_wire_take_line(&wire, (bf_str){line, 1000}))
        taken++;
    assert_int_equal(wire.end, BF_WIRE_LONG_HEAD);
    assert_int_equal(taken, (BF_HTTP_MOST_HEAD - strlen("HTTP/1.1 200 OK\r\n")) / 1000);

    bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
    for (size_t i = 0; i < BF_WIRE_MOST_INTERIM; i++)
        assert_true(take_head(&wire, "HTTP/1.1 100 Continue\r\n\r\n"));
    assert_false(take_head(&wire, "HTTP/1.1 100 Continue\r\n\r\n"));
    assert_int_equal(wire.end, BF_WIRE_INTERIM);
    bf_wire_shrink(&wire, 0);
    free(line);
}

static void memory_serves_again_up_to_a_bound(void **state)
{
    (void)state;
    bf_wire wire;
    bf_wire_init(&wire);
    bf_wire_reset(&wire, BF_WIRE_PAGES, 100);
    assert_true(take_head(&wire, "HTTP/1.1 200 OK\r\n\r\n"));
    const char *bytes = wire.message.bytes;
    bf_wire_shrink(&wire, wire.message.capacity);
    assert_ptr_equal(wire.message.bytes, bytes);
    bf_wire_shrink(&wire, wire.message.capacity - 1);
    assert_null(wire.message.bytes);
    bf_wire_reset(&wire, BF_WIRE_PAGES, 100); /* and goes on */
    assert_true(take_head(&wire, "HTTP/1.1 200 OK\r\n\r\n"));
    bf_wire_shrink(&wire, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_and_body_stand_in_one_buffer_as_they_came),
        cmocka_unit_test(the_outcome_of_a_head),
        cmocka_unit_test(what_http_2_says_is_written_as_http_1_1),
        cmocka_unit_test(a_body_ends_at_its_limit_and_keeps_what_was_allowed),
        cmocka_unit_test(a_body_of_a_type_that_is_not_read_is_not_begun),
        cmocka_unit_test(a_trailer_is_no_part_of_the_head),
        cmocka_unit_test(a_line_a_head_and_interim_heads_have_bounds),
        cmocka_unit_test(memory_serves_again_up_to_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
