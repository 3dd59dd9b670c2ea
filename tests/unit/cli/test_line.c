/* test_line.c: lines of text for people, where they end and go on. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/line.h"
#include "cli/shown.h"

static char *told;
static size_t told_length;

static FILE *open_told(void)
{
    free(told);
    FILE *out = open_memstream(&told, &told_length);
    assert_non_null(out);
    return out;
}

static bf_str repeated(const char *word, size_t times)
{
    static char text[4000];
    text[0] = '\0';
    for (size_t i = 0; i < times; i++)
        strcat(text, word);
    return bf_str_of(text);
}

/* What bf_line_show() makes of `text` behind `column` columns. */
static const char *shown(size_t column, bf_str text)
{
    FILE *out = open_told();
    bf_line line = bf_line_begin(out, 4);
    bf_line_say(&line, "%*s", (int)column - 4, "");
    bf_line_show(&line, text);
    bf_line_end(&line);
    fclose(out);
    return told;
}

static void a_step_names_its_place_when_asked(void **state)
{
    (void)state;
    FILE *out = open_told();
    bf_line_step(out, "page", NULL);
    bf_line_step(out, "page", "a.c: b");
    fclose(out);
    assert_string_equal(told, "page\npage  [a.c: b]\n");
}

static void a_text_takes_what_is_left_of_the_line_and_no_more(void **state)
{
    (void)state;
    assert_int_equal(strlen(shown(20, repeated("a", 80))), 101);
    assert_null(strstr(told, "..."));
    assert_int_equal(strlen(shown(20, repeated("a", 81))), 101);
    assert_string_equal(told + 95, "aa...\n");
    shown(20, repeated("\u5fc3", 41)); /* two columns each: 38, and the dots */
    assert_int_equal(bf_shown_columns(bf_str_of(told)) - 1, 99);
    assert_string_equal(shown(98, BF_STR("ab")) + 98, "ab\n"); /* it fits */
    assert_string_equal(shown(96, repeated("a", 20)) + 96, "\n    aaaaaaaaaaaaaaaaaaaa\n");
}

static void marks_without_end_over_one_letter_are_cut(void **state)
{
    (void)state;
    shown(20, repeated("\u0301", 1900));
    assert_true(told_length < 20 + 16 * 80 + 8);
}

static void a_stranger_s_text_steers_no_terminal(void **state)
{
    (void)state;
    assert_string_equal(shown(4, BF_STR("a\033[2Jb\nc")), "    a [2Jb c\n");
    FILE *out = open_told();
    bf_line line = bf_line_labelled(out, "name");
    bf_line_quote(&line, BF_STR("\ra"));
    bf_line_item(&line, BF_STR("\tb"));
    bf_line_end(&line);
    fclose(out);
    assert_string_equal(told, "  name       \" a\" b\n");
}

static void a_quotation_is_closed_in_its_line(void **state)
{
    (void)state;
    FILE *out = open_told();
    bf_line line = bf_line_begin(out, 2);
    bf_line_quote(&line, repeated("a", 200));
    bf_line_end(&line);
    fclose(out);
    assert_int_equal(told_length, 101);
    assert_string_equal(told + 96, "...\"\n");
}

static void items_that_do_not_fit_go_on_under_the_first(void **state)
{
    (void)state;
    FILE *out = open_told();
    bf_line line = bf_line_labelled(out, "phones");
    for (size_t i = 0; i < 9; i++)
        bf_line_item(&line, BF_STR("+14155550142"));
    bf_line_item(&line, repeated("a", 200));
    bf_line_end(&line);
    fclose(out);
    assert_string_equal(told,
                        "  phones     +14155550142, +14155550142, +14155550142, +14155550142, "
                        "+14155550142, +14155550142,\n"
                        "             +14155550142, +14155550142, +14155550142,\n"
                        "             aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        "aaaaaaaaaaaaaaaaaaaaaaaaaa...\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_names_its_place_when_asked),
        cmocka_unit_test(a_text_takes_what_is_left_of_the_line_and_no_more),
        cmocka_unit_test(marks_without_end_over_one_letter_are_cut),
        cmocka_unit_test(a_stranger_s_text_steers_no_terminal),
        cmocka_unit_test(a_quotation_is_closed_in_its_line),
        cmocka_unit_test(items_that_do_not_fit_go_on_under_the_first),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(told);
    return failed;
}
