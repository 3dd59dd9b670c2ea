/* test_plain.c: text with the characters that stand for ASCII put as ASCII. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/plain.h"

static void assert_plain(const char *text, const char *plain)
{
    bf_buf room;
    bf_str out;
    bf_buf_init(&room, 0);
    assert_true(bf_plain_view(bf_str_of(text), &room, &out));
    if (!bf_str_equal(out, bf_str_of(plain)))
        fail_msg("\"%s\" gives \"%.*s\"", text, BF_STR_ARG(out));
    bf_buf_free(&room);
}

static void signs_and_blanks_of_type_are_those_of_ascii(void **state)
{
    (void)state;
    assert_plain("", "");
    assert_plain("(415) 555-0142\n", "(415) 555-0142\n");
    assert_plain("415\u2011555–0142", "415-555-0142");
    assert_plain("a\u00a0b\u202fc\u3000d", "a b c d");
    assert_plain("１２：ＡＺ（ａｚ）＠", "12:AZ(az)@");
    assert_plain("415 • 555 · 0142", "415 * 555 * 0142");
    assert_plain("“it’s”", "\"it's\"");
}

static void what_nobody_sees_is_left_out(void **state)
{
    (void)state;
    assert_plain("4\u200b1\u00ad5\ufeff", "415");
    assert_plain("\u200b", "");
}

static void letters_and_money_stay(void **state)
{
    (void)state;
    assert_plain("Łódź, 90 zł, 70 €, £5, 50分", "Łódź, 90 zł, 70 €, £5, 50分");
    assert_plain("コーヒー", "コーヒー");
}

static void the_mark_of_a_long_vowel_is_a_hyphen_between_digits(void **state)
{
    (void)state;
    assert_plain("０３ー５５５５", "03-5555");
}

static void text_of_ascii_is_viewed_where_it_is(void **state)
{
    (void)state;
    bf_buf room;
    bf_str out, text = BF_STR("Oakland, CA");
    bf_buf_init(&room, 0);
    assert_true(bf_plain_view(text, &room, &out));
    assert_ptr_equal(out.bytes, text.bytes);
    bf_buf_free(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_and_blanks_of_type_are_those_of_ascii),
        cmocka_unit_test(what_nobody_sees_is_left_out),
        cmocka_unit_test(letters_and_money_stay),
        cmocka_unit_test(the_mark_of_a_long_vowel_is_a_hyphen_between_digits),
        cmocka_unit_test(text_of_ascii_is_viewed_where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
