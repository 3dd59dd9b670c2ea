/* test_octets.c: numbers and texts as bytes. */
#include "tests/support/views.h"

#include "common/octets.h"

static void what_was_appended_is_taken(void **state)
{
    (void)state;
    bf_buf out;
    uint64_t number;
    bf_str text;
    bf_buf_init(&out, 1000);
    bf_octets_append_number(&out, UINT64_MAX);
    bf_octets_append_text(&out, BF_STR("a\0b"));
    bf_octets_append_text(&out, BF_STR(""));
    bf_str rest = {out.bytes, out.length};
    assert_true(bf_octets_take_number(&rest, UINT64_MAX, &number));
    assert_true(number == UINT64_MAX);
    assert_true(bf_octets_take_text(&rest, &text));
    assert_view(text, "a\0b");
    assert_true(bf_octets_take_text(&rest, &text));
    assert_int_equal(text.length + rest.length, 0);
    bf_buf_free(&out);
}

static void a_take_that_fails_takes_nothing(void **state)
{
    (void)state;
    const bf_str cases[] = {
        BF_STR(""), BF_STR("\1\0\0\0\0\0\0"),      /* half a number */
        BF_STR("\2\0\0\0\0\0\0\0a"),               /* a text of which a byte is missing */
        BF_STR("\xff\xff\xff\xff\xff\xff\xff\xff") /* one that no memory holds */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str rest = cases[i], text;
        assert_false(bf_octets_take_text(&rest, &text));
        assert_same_view(rest, cases[i]);
    }
    bf_str rest = BF_STR("\5\0\0\0\0\0\0\0");
    uint64_t number;
    assert_false(bf_octets_take_number(&rest, 4, &number));
    assert_int_equal(rest.length, 8);
    assert_true(bf_octets_take_number(&rest, 5, &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_appended_is_taken),
        cmocka_unit_test(a_take_that_fails_takes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
