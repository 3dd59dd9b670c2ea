/* test_table.c: report lines as people read them on a terminal. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "cli/shown.h"
#include "cli/table.h"

enum { INDENT = 9 };

/* What the table makes of `json`, in a buffer of its own. */
static const char *table_of(const char *json, size_t width, bool colour)
{
    static char text[8192];
    const bf_table_style style = {.width = width, .colour = colour};
    bf_error err = {0};
    bf_buf out;
    bf_str view;
    bf_buf_init(&out, sizeof text - 1);
    assert_true(bf_table_append(&out, bf_str_of(json), &style, &err));
    assert_true(bf_buf_view(&out, "table", &view, &err));
    snprintf(text, sizeof text, "%.*s", BF_STR_ARG(view));
    bf_buf_free(&out);
    return text;
}

/* A listing of `level`, named `name`, of which `summary` is said. */
static const char *listing(const char *level, const char *name, const char *summary)
{
    static char json[4096];
    snprintf(json, sizeof json,
             "{\"type\":\"listing\",\"url\":\"https://a.example/\",\"listing\":{\"name\":%s},"
             "\"risk\":{\"level\":\"%s\",\"summary\":\"%s\",\"conduct\":{\"row\":\"offer\"},"
             "\"credential\":{\"row\":\"none-shown\"}}}",
             name, level, summary);
    return json;
}

static const char *summary_lines(const char *summary, size_t width)
{
    const char *text = table_of(listing("high", "\"Ana\"", summary), width, false);
    const char *url = strstr(text, "https://a.example/\n");
    assert_non_null(url);
    return url + strlen("https://a.example/\n");
}

static void a_listing_is_its_level_rows_name_address_and_what_the_page_says(void **state)
{
    (void)state;
    assert_string_equal(
        table_of(listing("high", "\"Ana Example\"", "The page says so."), 80, false),
        "high     offer           none-shown      Ana Example\n"
        "         https://a.example/\n"
        "         The page says so.\n");
}

static void a_low_listing_has_no_words_and_one_without_a_name_says_so(void **state)
{
    (void)state;
    assert_string_equal(table_of(listing("low", "null", "Nothing was found."), 80, false),
                        "low      offer           none-shown      (no name)\n"
                        "         https://a.example/\n");
}

static void words_are_broken_at_the_width_and_never_beyond_it(void **state)
{
    (void)state;
    static const char words[] = "a bb ccc dddd eeeee ffffff ggggggg hhhhhhhh iiiiiiiii jjjjjjjjjj "
                                "kkkkkkkkkkk llllllllllll mmmmmmmmmmmmm nnnnnnnnnnnnnn";
    for (size_t width = 50; width < 140; width++) { /* a line comes to fill it exactly */
        char joined[sizeof words] = "";
        char lines[1024];
        snprintf(lines, sizeof lines, "%s", summary_lines(words, width));
        bf_str rest = bf_str_of(lines), line;
        while (bf_str_take_line(&rest, &line)) {
            assert_true(bf_shown_columns(line) <= width);
            assert_true(bf_str_starts(line, BF_STR("         ")));
            line = bf_str_after(line, INDENT);
            snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%.*s",
                     joined[0] ? " " : "", BF_STR_ARG(line));
        }
        assert_string_equal(joined, words);
    }
}

static void a_line_that_fills_the_width_exactly_is_followed_by_a_break(void **state)
{
    (void)state;
    assert_string_equal(
        summary_lines("Too little was read. The places where a place for credentials would stand.",
                      61),
        "         Too little was read. The places where a place for\n"
        "         credentials would stand.\n");
    assert_string_equal(
        summary_lines("1234567890 1234567890 1234567890 1234567890 123456 next", 59),
        "         1234567890 1234567890 1234567890 1234567890 123456\n"
        "         next\n");
}

static void wide_characters_take_two_columns(void **state)
{
    (void)state;
    /* 20 wide characters and a blank fill 41 columns of 50 and no more. */
    assert_string_equal(
        summary_lines("\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3 "
                      "\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3 x",
                      50),
        "         \u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3 "
        "\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\u5fc3\n"
        "         x\n");
}

static void a_narrow_terminal_gets_forty_columns_of_text(void **state)
{
    (void)state;
    assert_string_equal(summary_lines("1234567890 1234567890 1234567890 1234567 next", 10),
                        "         1234567890 1234567890 1234567890 1234567\n"
                        "         next\n");
}

static void a_word_wider_than_the_terminal_stays_whole(void **state)
{
    (void)state;
    assert_string_equal(
        summary_lines("see https://a.example/12345678901234567890123456789012345 for it", 20),
        "         see\n"
        "         https://a.example/12345678901234567890123456789012345\n"
        "         for it\n");
}

static void a_long_name_is_cut_with_three_points(void **state)
{
    (void)state;
    const char *text =
        table_of(listing("low", "\"Abcdefghij Abcdefghij Abcdefghij Abcdefghij\"", ""), 10, false);
    assert_non_null(strstr(text, " Abcdefghij Abcdefghij Abcdefghij Abcd...\n"));
    text = table_of(listing("low", "\"Abcdefghij Abcdefghij Abcdefghij Abcdefg\"", ""), 10, false);
    assert_non_null(strstr(text, " Abcdefghij Abcdefghij Abcdefghij Abcdefg\n"));
}

static void controls_of_a_page_do_not_reach_the_terminal(void **state)
{
    (void)state;
    const char *text = table_of(
        listing("high", "\"\\u001b]0;x\\u0007A\\u009b2J\\nhigh\"", "a\\u001b[2Jb\\u202e\\nc"), 80,
        true);
    assert_string_equal(text, "\033[1;31mhigh     \033[0moffer           none-shown       ]0;x A "
                              "2J high\n"
                              "         https://a.example/\n"
                              "         a [2Jb  c\n");
}

static void each_level_has_its_colour_and_none_without_colours(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"high", "\033[1;31mhigh     \033[0m"},
                                           {"medium", "\033[33mmedium   \033[0m"},
                                           {"unknown", "\033[36munknown  \033[0m"},
                                           {"low", "\033[32mlow      \033[0m"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *json = listing(cases[i][0], "\"Ana\"", "Words.");
        assert_int_equal(strncmp(table_of(json, 80, true), cases[i][1], strlen(cases[i][1])), 0);
        assert_null(strchr(table_of(json, 80, false), '\033'));
    }
}

static void an_error_is_told_with_its_place_and_words(void **state)
{
    (void)state;
    assert_string_equal(table_of("{\"type\":\"error\",\"url\":\"https://a.example/\",\"errors\":"
                                 "[{\"file\":\"a.warc\",\"message\":\"cut off\"}]}",
                                 80, false),
                        "error    https://a.example/\n         cut off\n");
    assert_string_equal(table_of("{\"type\":\"error\",\"url\":null,\"errors\":"
                                 "[{\"file\":\"a.warc\",\"message\":\"no such file\"}]}",
                                 80, false),
                        "error    a.warc\n         no such file\n");
}

static void a_page_without_a_listing_is_its_kind_and_address(void **state)
{
    (void)state;
    assert_string_equal(table_of("{\"type\":\"page\",\"url\":\"https://a.example/news\","
                                 "\"page\":{\"kind\":\"article\"}}",
                                 80, false),
                        "article  https://a.example/news\n");
}

static void a_summary_line_is_no_row(void **state)
{
    (void)state;
    assert_string_equal(table_of("{\"type\":\"run_summary\"}", 80, false), "");
}

static void a_line_without_any_member_is_shown_and_does_no_harm(void **state)
{
    (void)state;
    assert_string_equal(table_of("{\"type\":\"listing\"}", 80, false),
                        "                                         (no name)\n");
    assert_string_equal(table_of("{\"type\":\"error\"}", 80, false), "error    \n");
}

static void what_is_no_json_is_an_error_and_adds_nothing(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "{", "{\"type\":\"listing\"} x"};
    const bf_table_style style = {.width = 80};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        bf_buf out;
        bf_buf_init(&out, 1024);
        assert_false(bf_table_append(&out, bf_str_of(cases[i]), &style, &err));
        assert_int_equal(err.code, BF_ERR_FORMAT);
        assert_int_equal(out.length, 0);
        bf_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_listing_is_its_level_rows_name_address_and_what_the_page_says),
        cmocka_unit_test(a_low_listing_has_no_words_and_one_without_a_name_says_so),
        cmocka_unit_test(words_are_broken_at_the_width_and_never_beyond_it),
        cmocka_unit_test(a_line_that_fills_the_width_exactly_is_followed_by_a_break),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(a_narrow_terminal_gets_forty_columns_of_text),
        cmocka_unit_test(a_word_wider_than_the_terminal_stays_whole),
        cmocka_unit_test(a_long_name_is_cut_with_three_points),
        cmocka_unit_test(controls_of_a_page_do_not_reach_the_terminal),
        cmocka_unit_test(each_level_has_its_colour_and_none_without_colours),
        cmocka_unit_test(an_error_is_told_with_its_place_and_words),
        cmocka_unit_test(a_page_without_a_listing_is_its_kind_and_address),
        cmocka_unit_test(a_summary_line_is_no_row),
        cmocka_unit_test(a_line_without_any_member_is_shown_and_does_no_harm),
        cmocka_unit_test(what_is_no_json_is_an_error_and_adds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
