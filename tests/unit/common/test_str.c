/* test_str.c: text as a borrowed view. */
#include "tests/support/views.h"

static const bf_str nothing = {NULL, 0};

static void a_view_of_a_terminated_string_ends_before_its_nul(void **state)
{
    (void)state;
    assert_view(bf_str_of("ana"), "ana");
    assert_int_equal(bf_str_of("").length, 0);
    assert_int_equal(bf_str_of(NULL).length, 0);
}

static void an_empty_view_may_have_no_bytes(void **state)
{
    (void)state;
    bf_str rest = nothing, part;
    uint64_t number;
    assert_true(bf_str_equal(nothing, BF_STR("")));
    assert_true(bf_str_equal_nocase(nothing, BF_STR("")));
    assert_int_equal(bf_str_compare(nothing, BF_STR("")), 0);
    assert_true(bf_str_starts(nothing, nothing));
    assert_true(bf_str_ends(nothing, nothing));
    assert_int_equal(bf_str_trim(nothing).length, 0);
    assert_true(bf_str_find(nothing, BF_STR("a"), 0) == SIZE_MAX);
    assert_true(bf_str_find_nocase(nothing, BF_STR("a"), 0) == SIZE_MAX);
    assert_false(bf_str_take_part(&rest, ',', &part));
    assert_false(bf_str_take_line(&rest, &part));
    assert_false(bf_take_decimal(&rest, 9, &number));
}

static void bytes_are_compared_with_nuls_and_without_case_only_for_ascii_letters(void **state)
{
    (void)state;
    const struct {
        bf_str a, b;
        bool equal, nocase;
    } cases[] = {
        {BF_STR("ana"), BF_STR("ana"), true, true},
        {BF_STR("ana"), BF_STR("aNA"), false, true},
        {BF_STR("ana"), BF_STR("an"), false, false},
        {BF_STR("a\0b"), BF_STR("a\0b"), true, true},
        {BF_STR("a\0b"), BF_STR("a\0c"), false, false},
        {BF_STR("@[`{"), BF_STR("`{@["), false, false},         /* beside the letters, 32 apart */
        {BF_STR("\xC3\x89"), BF_STR("\xC3\xA9"), false, false}, /* E and e with an acute */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(bf_str_equal(cases[i].a, cases[i].b), cases[i].equal);
        assert_int_equal(bf_str_equal_nocase(cases[i].a, cases[i].b), cases[i].nocase);
    }
}

static void views_are_ordered_by_bytes_a_prefix_first(void **state)
{
    (void)state;
    const bf_str ordered[] = {BF_STR(""),   BF_STR("\0"), BF_STR("A"),    BF_STR("a"),
                              BF_STR("ab"), BF_STR("b"),  BF_STR("\x7F"), BF_STR("\xFF")};
    for (size_t i = 0; i < sizeof ordered / sizeof *ordered; i++)
        for (size_t j = 0; j < sizeof ordered / sizeof *ordered; j++) {
            int order = bf_str_compare(ordered[i], ordered[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
}

static void a_text_starts_and_ends_with_itself_and_with_nothing(void **state)
{
    (void)state;
    bf_str text = BF_STR("Content-Type");
    assert_true(bf_str_starts(text, text) && bf_str_ends(text, text));
    assert_true(bf_str_starts(text, nothing) && bf_str_ends(text, nothing));
    assert_true(bf_str_starts(text, BF_STR("Content")) && bf_str_ends(text, BF_STR("Type")));
    assert_false(bf_str_starts(text, BF_STR("content")) || bf_str_ends(text, BF_STR("type")));
    assert_true(bf_str_starts_nocase(text, BF_STR("cONTENT")));
    assert_false(bf_str_starts_nocase(text, BF_STR("Content-Type:")));
    assert_false(bf_str_starts(text, BF_STR("Content-Type:")));
    assert_false(bf_str_ends(text, BF_STR("/Content-Type")));
}

static void a_part_past_the_end_is_cut_or_empty(void **state)
{
    (void)state;
    bf_str text = BF_STR("listing");
    assert_view(bf_str_after(text, 0), "listing");
    assert_view(bf_str_after(text, 4), "ing");
    assert_view(bf_str_after(text, 7), "");
    assert_view(bf_str_after(text, SIZE_MAX), "");
    assert_view(bf_str_slice(text, 1, 3), "is");
    assert_view(bf_str_slice(text, 4, SIZE_MAX), "ing");
    assert_view(bf_str_slice(text, 3, 3), "");
    assert_view(bf_str_slice(text, 5, 2), "");
    assert_view(bf_str_slice(text, SIZE_MAX, SIZE_MAX), "");
}

static void the_first_needle_at_or_after_a_byte_is_found(void **state)
{
    (void)state;
    const struct {
        bf_str text, needle;
        size_t from, at, at_nocase;
    } cases[] = {
        {BF_STR("abcabc"), BF_STR("bc"), 0, 1, 1},
        {BF_STR("abcabc"), BF_STR("bc"), 1, 1, 1},
        {BF_STR("abcabc"), BF_STR("bc"), 2, 4, 4},
        {BF_STR("abcabc"), BF_STR("bc"), 5, SIZE_MAX, SIZE_MAX},
        {BF_STR("abcabc"), BF_STR("bc"), SIZE_MAX, SIZE_MAX, SIZE_MAX},
        {BF_STR("aBc"), BF_STR("bC"), 0, SIZE_MAX, 1},
        {BF_STR("ab"), BF_STR("abc"), 0, SIZE_MAX, SIZE_MAX},
        {BF_STR("ab"), BF_STR(""), 0, SIZE_MAX, SIZE_MAX}, /* an empty needle is never found */
        {BF_STR("a\0b"), BF_STR("\0b"), 0, 1, 1},
        {BF_STR("abc"), BF_STR("c"), 2, 2, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(bf_str_find(cases[i].text, cases[i].needle, cases[i].from) == cases[i].at);
        assert_true(bf_str_find_nocase(cases[i].text, cases[i].needle, cases[i].from) ==
                    cases[i].at_nocase);
    }
}

static void ascii_white_space_is_trimmed_at_both_ends_and_no_other(void **state)
{
    (void)state;
    assert_view(bf_str_trim(BF_STR(" \t\r\n\f\v a b \v\f\n\r\t ")), "a b");
    assert_view(bf_str_trim(BF_STR(" \t ")), "");
    assert_view(bf_str_trim(BF_STR("\xC2\xA0"
                                   "a")),
                "\xC2\xA0"
                "a"); /* a no-break space is text */
    assert_view(bf_str_trim(BF_STR("\0a\0")), "\0a\0");
}

/* Joins what a take gives with "|", to be read as one. */
static void join(bool (*take)(bf_str *, bf_str *), bf_str text, char *out, size_t size)
{
    bf_str part;
    size_t used = 0;
    out[0] = '\0';
    while (take(&text, &part))
        used += (size_t)snprintf(out + used, size - used, "%.*s|", BF_STR_ARG(part));
}

static bool take_comma_part(bf_str *rest, bf_str *part)
{
    return bf_str_take_part(rest, ',', part);
}

static void parts_are_taken_until_no_bytes_are_left(void **state)
{
    (void)state;
    static const struct {
        const char *text, *parts;
    } cases[] = {{"a,b", "a|b|"}, {"a", "a|"},  {",", "|"},        {"a,", "a|"},
                 {",a", "|a|"},   {",,", "||"}, {"a,,b", "a||b|"}, {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char joined[64];
        join(take_comma_part, bf_str_of(cases[i].text), joined, sizeof joined);
        assert_string_equal(joined, cases[i].parts);
    }
}

static void a_line_ends_with_lf_or_crlf_or_the_input(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lines;
    } cases[] = {{"a\nb\r\nc", "a|b|c|"}, {"\n", "|"},         {"\r\n", "|"}, {"a\r", "a|"},
                 {"a\r\r\n", "a\r|"},     {"a\rb\n", "a\rb|"}, {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char joined[64];
        join(bf_str_take_line, bf_str_of(cases[i].text), joined, sizeof joined);
        assert_string_equal(joined, cases[i].lines);
    }
}

static void a_number_is_taken_up_to_its_last_digit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t most, value;
        const char *rest;
    } cases[] = {
        {"0", 0, 0, ""},
        {"7 ", 9, 7, " "},
        {"0042;", 42, 42, ";"},
        {"255", 255, 255, ""},
        {"18446744073709551615", UINT64_MAX, UINT64_MAX, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str rest = bf_str_of(cases[i].text);
        uint64_t value = 77;
        assert_true(bf_take_decimal(&rest, cases[i].most, &value));
        assert_int_equal(value, cases[i].value);
        assert_same_view(rest, bf_str_of(cases[i].rest));
    }
}

static void what_is_no_number_or_over_the_limit_is_not_taken_and_nothing_changes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t most;
    } cases[] = {
        {"", 9},      {" 1", 9}, {"-1", 9},
        {"+1", 9},    {"x", 9},  {"10", 9},
        {"256", 255}, {"1", 0},  {"18446744073709551616", UINT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str rest = bf_str_of(cases[i].text);
        uint64_t value = 77;
        assert_false(bf_take_decimal(&rest, cases[i].most, &value));
        assert_int_equal(value, 77);
        assert_same_view(rest, bf_str_of(cases[i].text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_view_of_a_terminated_string_ends_before_its_nul),
        cmocka_unit_test(an_empty_view_may_have_no_bytes),
        cmocka_unit_test(bytes_are_compared_with_nuls_and_without_case_only_for_ascii_letters),
        cmocka_unit_test(views_are_ordered_by_bytes_a_prefix_first),
        cmocka_unit_test(a_text_starts_and_ends_with_itself_and_with_nothing),
        cmocka_unit_test(a_part_past_the_end_is_cut_or_empty),
        cmocka_unit_test(the_first_needle_at_or_after_a_byte_is_found),
        cmocka_unit_test(ascii_white_space_is_trimmed_at_both_ends_and_no_other),
        cmocka_unit_test(parts_are_taken_until_no_bytes_are_left),
        cmocka_unit_test(a_line_ends_with_lf_or_crlf_or_the_input),
        cmocka_unit_test(a_number_is_taken_up_to_its_last_digit),
        cmocka_unit_test(what_is_no_number_or_over_the_limit_is_not_taken_and_nothing_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
