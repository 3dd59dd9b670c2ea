/* test_buf.c: a growing buffer with a bound, whose failure is latched. */
#include "tests/support/views.h"

#include "common/buf.h"

static void what_is_appended_is_seen_with_a_nul_behind_it(void **state)
{
    (void)state;
    bf_buf buf;
    bf_str view;
    bf_error err = {0};
    bf_buf_init(&buf, 100);
    assert_null(buf.bytes);
    bf_buf_append(&buf, BF_STR("ana\0"));
    bf_buf_append_char(&buf, '-');
    bf_buf_append_format(&buf, "%d%s", 42, "!");
    assert_true(bf_buf_view(&buf, "test", &view, &err));
    assert_view(view, "ana\0-42!");
    assert_int_equal(buf.bytes[buf.length], '\0');
    assert_int_equal(err.code, BF_OK);
    bf_buf_free(&buf);
    assert_null(buf.bytes);
    assert_int_equal(buf.limit, 100);
}

static void an_empty_buffer_gives_an_empty_view(void **state)
{
    (void)state;
    bf_buf buf;
    bf_str view;
    bf_error err = {0};
    bf_buf_init(&buf, 0);
    bf_buf_append(&buf, BF_STR(""));
    bf_buf_append(&buf, (bf_str){NULL, 0});
    bf_buf_append_format(&buf, "%s", "");
    assert_true(bf_buf_view(&buf, "test", &view, &err));
    assert_int_equal(view.length, 0);
    bf_buf_free(&buf);
}

static void a_buffer_holds_its_limit_and_not_a_byte_more(void **state)
{
    (void)state;
    for (size_t limit = 1; limit < 1000; limit += 111) {
        bf_buf buf;
        bf_str view;
        bf_error err = {0};
        bf_buf_init(&buf, limit);
        for (size_t i = 0; i < limit; i++)
            bf_buf_append_char(&buf, 'a');
        assert_true(bf_buf_view(&buf, "test", &view, &err));
        assert_int_equal(view.length, limit);
        bf_buf_append_char(&buf, 'b');
        assert_false(bf_buf_view(&buf, "the test", &view, &err));
        assert_error(err, BF_ERR_LIMIT, "the test: more than ");
        assert_true(buf.failed && buf.full);
        bf_buf_free(&buf);
    }
}

static void a_failure_is_latched_until_a_reset_and_keeps_what_stood_there(void **state)
{
    (void)state;
    bf_buf buf;
    bf_str view;
    bf_error err = {0};
    bf_buf_init(&buf, 4);
    bf_buf_append(&buf, BF_STR("abc"));
    bf_buf_append(&buf, BF_STR("de")); /* does not fit: not a byte of it is taken */
    bf_buf_append(&buf, BF_STR("f"));  /* would fit, but comes too late */
    assert_true(buf.failed);
    assert_int_equal(buf.length, 3);
    assert_string_equal(buf.bytes, "abc");
    assert_null(bf_buf_room(&buf, 1));
    bf_buf_reset(&buf);
    bf_buf_append(&buf, BF_STR("wxyz"));
    assert_true(bf_buf_view(&buf, "test", &view, &err));
    assert_view(view, "wxyz");
    bf_buf_free(&buf);
}

static void formatted_text_over_the_limit_is_not_cut_but_refused(void **state)
{
    (void)state;
    bf_buf buf;
    bf_buf_init(&buf, 5);
    bf_buf_append_format(&buf, "%s", "12345");
    assert_false(buf.failed);
    bf_buf_append_format(&buf, "%s", "6");
    assert_true(buf.failed && buf.full);
    assert_string_equal(buf.bytes, "12345");
    bf_buf_free(&buf);
}

static void a_size_that_wraps_fails_and_is_not_called_full_for_nothing(void **state)
{
    (void)state;
    bf_buf buf;
    bf_str view;
    bf_error err = {0};
    bf_buf_init(&buf, SIZE_MAX);
    bf_buf_append(&buf, BF_STR("a"));
    assert_null(bf_buf_room(&buf, SIZE_MAX));
    assert_false(bf_buf_view(&buf, "test", &view, &err));
    assert_error(err, BF_ERR_MEMORY, "test: no memory");
    bf_buf_reset(&buf);
    assert_null(bf_buf_room(&buf, SIZE_MAX - 1)); /* a NUL has no place behind it */
    assert_true(buf.failed);
    bf_buf_free(&buf);
}

static void room_counts_only_when_it_was_written(void **state)
{
    (void)state;
    bf_buf buf;
    bf_buf_init(&buf, 1000);
    bf_buf_append(&buf, BF_STR("head "));
    char *room = bf_buf_room(&buf, 900);
    assert_non_null(room);
    memcpy(room, "body and more", 13);
    assert_int_equal(buf.length, 5);
    bf_buf_wrote(&buf, 4);
    assert_string_equal(buf.bytes, "head body");
    bf_buf_free(&buf);
}

static void bytes_are_consumed_from_the_front(void **state)
{
    (void)state;
    bf_buf buf;
    bf_buf_init(&buf, 100);
    bf_buf_consume(&buf, 3); /* of nothing */
    bf_buf_append(&buf, BF_STR("abcdef"));
    bf_buf_consume(&buf, 0);
    bf_buf_consume(&buf, 2);
    assert_string_equal(buf.bytes, "cdef");
    assert_int_equal(buf.length, 4);
    bf_buf_consume(&buf, SIZE_MAX);
    assert_string_equal(buf.bytes, "");
    assert_int_equal(buf.length, 0);
    bf_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_appended_is_seen_with_a_nul_behind_it),
        cmocka_unit_test(an_empty_buffer_gives_an_empty_view),
        cmocka_unit_test(a_buffer_holds_its_limit_and_not_a_byte_more),
        cmocka_unit_test(a_failure_is_latched_until_a_reset_and_keeps_what_stood_there),
        cmocka_unit_test(formatted_text_over_the_limit_is_not_cut_but_refused),
        cmocka_unit_test(a_size_that_wraps_fails_and_is_not_called_full_for_nothing),
        cmocka_unit_test(room_counts_only_when_it_was_written),
        cmocka_unit_test(bytes_are_consumed_from_the_front),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
