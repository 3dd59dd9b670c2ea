/* test_shown.c: text of strangers as a terminal may have it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>

#include "cli/shown.h"

/* All of `text` as shown, in a buffer of its own. */
static const char *shown_of(bf_str text)
{
    static char all[256];
    size_t used = 0, columns;
    bf_str shown;
    while (bf_shown_take(&text, &shown, &columns))
        used += (size_t)snprintf(all + used, sizeof all - used, "%.*s", BF_STR_ARG(shown));
    all[used] = '\0';
    return all;
}

static void nothing_is_shown_of_no_bytes(void **state)
{
    (void)state;
    bf_str none = {NULL, 0}, shown;
    size_t columns;
    assert_false(bf_shown_take(&none, &shown, &columns));
    assert_int_equal(bf_shown_columns(none), 0);
}

static void what_steers_a_terminal_becomes_a_blank(void **state)
{
    (void)state;
    static const struct {
        bf_str text;
        const char *expected;
    } cases[] = {
        {{"a\033[31mb", 7}, "a [31mb"},
        {{"a\0b", 3}, "a b"},
        {{"a\tb\rc\nd", 7}, "a b c d"},
        {{"a\177b", 3}, "a b"},
        {{"a\xC2\x80\xC2\x9B"
          "b",
          6},
         "a  b"}, /* C1: one character that begins a sequence */
        {{"a\u2028\u2029b", 8}, "a  b"},
        {{"\u202Ea\u2066b\u200Fc\u061C", 14}, " a b c "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(shown_of(cases[i].text), cases[i].expected);
}

static void text_of_any_language_is_shown_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(shown_of(BF_STR("caf\u00e9 \u00a0\u5fc3\U0001F642 e\u0301")),
                        "caf\u00e9 \u00a0\u5fc3\U0001F642 e\u0301");
}

static void bytes_that_are_no_utf8_become_a_replacement(void **state)
{
    (void)state;
    assert_string_equal(shown_of(BF_STR("a\xFFz")), "a\uFFFDz");
    assert_string_equal(shown_of(BF_STR("a\xE2\x82")), "a\uFFFD");
}

static void columns_are_counted_as_a_terminal_does(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t expected;
    } cases[] = {
        {"abc", 3},          {"caf\u00e9", 4},
        {"\u5fc3\u7406", 4}, {"\uFF45\uFF52", 4} /* full width */,
        {"\U0001F642", 2},   {"e\u0301", 1} /* an accent takes no room */,
        {"a\033z", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(bf_shown_columns(bf_str_of(cases[i].text)), cases[i].expected);
}

static void a_cell_is_cut_or_filled_to_its_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {"", "      "},
        {"Ana", "Ana   "},
        {"Example", "Exam  "},
        {"\u5fc3\u7406\u5fc3", "\u5fc3\u7406  "},
        {"a\u5fc3\u7406", "a\u5fc3   "}, /* half a character does not fit */
        {"a\nz", "a z   "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[64] = "";
        FILE *out = fmemopen(got, sizeof got, "w");
        assert_non_null(out);
        bf_shown_print_cell(out, bf_str_of(cases[i].text), 4);
        fclose(out);
        assert_string_equal(got, cases[i].cell);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_shown_of_no_bytes),
        cmocka_unit_test(what_steers_a_terminal_becomes_a_blank),
        cmocka_unit_test(text_of_any_language_is_shown_as_it_is),
        cmocka_unit_test(bytes_that_are_no_utf8_become_a_replacement),
        cmocka_unit_test(columns_are_counted_as_a_terminal_does),
        cmocka_unit_test(a_cell_is_cut_or_filled_to_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
