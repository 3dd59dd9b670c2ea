/* test_utf8.c: UTF-8 as code points. */
#include "tests/support/views.h"

#include "common/utf8.h"

static void every_code_point_comes_back_as_it_went(void **state)
{
    (void)state;
    bf_buf buf;
    bf_buf_init(&buf, 4);
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        uint32_t back;
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        bf_buf_reset(&buf);
        bf_utf8_append(&buf, c);
        bf_str rest = {buf.bytes, buf.length};
        if (!bf_utf8_valid(rest) || !bf_utf8_take(&rest, &back) || back != c || rest.length != 0)
            fail_msg("U+%04X", c);
    }
    bf_buf_free(&buf);
}

static void what_utf8_cannot_carry_is_replaced(void **state)
{
    (void)state;
    static const uint32_t cases[] = {0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0x110000, UINT32_MAX};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_buf buf;
        bf_buf_init(&buf, 4);
        bf_utf8_append(&buf, cases[i]);
        assert_string_equal(buf.bytes, "\xEF\xBF\xBD");
        bf_buf_free(&buf);
    }
}

static void nothing_is_taken_from_nothing(void **state)
{
    (void)state;
    bf_str rest = {NULL, 0};
    uint32_t c = 0;
    assert_false(bf_utf8_take(&rest, &c));
    assert_int_equal(c, BF_UTF8_REPLACEMENT);
    assert_true(bf_utf8_valid(rest));
}

/* The examples of Unicode 15, 3.9, tables 3-8 to 3-11, and what ends right here. */
static void each_maximal_subpart_is_replaced_once(void **state)
{
    (void)state;
#define R "\xEF\xBF\xBD"
    const struct {
        bf_str bytes;
        const char *mended;
        size_t replaced;
    } cases[] = {
        {BF_STR(""), "", 0},
        {BF_STR("ana"), "ana", 0},
        {BF_STR("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), R R R R R R R R "A", 8},
        {BF_STR("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"), R R R R R R R R "A", 8},
        {BF_STR("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), R R R R R "A" R R "B", 7},
        {BF_STR("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), R R R R "A", 4},
        {BF_STR("\xC3"), R, 1},
        {BF_STR("\xE2\x82"), R, 1},
        {BF_STR("\xF0\x9F\x98"), R, 1},
        {BF_STR("\xF5\x80"), R R, 2},
        {BF_STR("\x80"), R, 1},
        {BF_STR("a\xC3\x28z"), "a" R "(z", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_buf buf;
        bf_buf_init(&buf, 1000);
        assert_int_equal(bf_utf8_append_mended(&buf, cases[i].bytes), cases[i].replaced);
        assert_same_view(((bf_str){buf.bytes, buf.length}), bf_str_of(cases[i].mended));
        assert_int_equal(bf_utf8_valid(cases[i].bytes), cases[i].replaced == 0);
        bf_buf_free(&buf);
    }
}

static void a_nul_is_a_code_point_like_others(void **state)
{
    (void)state;
    bf_buf buf;
    bf_buf_init(&buf, 10);
    assert_int_equal(bf_utf8_append_mended(&buf, BF_STR("a\0b")), 0);
    assert_view(((bf_str){buf.bytes, buf.length}), "a\0b");
    bf_buf_free(&buf);
}

static void a_beginning_ends_before_what_would_be_cut(void **state)
{
    (void)state;
    assert_int_equal(bf_utf8_beginning(BF_STR("abc"), 2).length, 2);
    assert_int_equal(bf_utf8_beginning(BF_STR("abc"), 3).length, 3);
    assert_int_equal(bf_utf8_beginning(BF_STR("abc"), 9).length, 3);
    assert_int_equal(bf_utf8_beginning(BF_STR("a\xC3\xA9"), 2).length, 1);
    assert_int_equal(bf_utf8_beginning(BF_STR("a\xE2\x82\xAC"), 3).length, 1);
    assert_int_equal(bf_utf8_beginning(BF_STR("\xE2\x82\xAC"), 1).length, 0);
}

static void white_space_is_that_of_html_and_the_no_break_space(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {{" ", 1},        {"\t", 1},   {"\f", 1}, {"\r\n", 1}, {"\xC2\xA0x", 2},
                 {"\xC2\xA1", 0}, {"\xC2", 0}, {"x", 0},  {"\x1F", 0}, {"\xE2\x80\x8A", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(bf_utf8_blank(bf_str_of(cases[i].text), 0), cases[i].length);
}

static void a_bad_byte_is_seen_wherever_it_stands_among_letters(void **state)
{
    (void)state;
    char text[40];
    for (size_t length = 0; length < sizeof text; length++)
        for (size_t at = 0; at < length; at++) {
            memset(text, 'x', sizeof text);
            assert_true(bf_utf8_valid((bf_str){text, length}));
            text[at] = '\xFF';
            assert_false(bf_utf8_valid((bf_str){text, length}));
            assert_true(bf_utf8_valid((bf_str){text, at}));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_comes_back_as_it_went),
        cmocka_unit_test(what_utf8_cannot_carry_is_replaced),
        cmocka_unit_test(nothing_is_taken_from_nothing),
        cmocka_unit_test(each_maximal_subpart_is_replaced_once),
        cmocka_unit_test(a_nul_is_a_code_point_like_others),
        cmocka_unit_test(a_beginning_ends_before_what_would_be_cut),
        cmocka_unit_test(white_space_is_that_of_html_and_the_no_break_space),
        cmocka_unit_test(a_bad_byte_is_seen_wherever_it_stands_among_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
