/* test_sentence.c: a folded block cut into sentences. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/sentence.h"
#include "common/utf8.h"

static bf_str words[] = {
    {"dr", 2}, {"lic", 3}, {"e.g", 3}, {"i.e", 3}, {"ph.d", 4},
};
static const bf_sentence_words known = {words, sizeof words / sizeof *words};

/* The sentences of `text`, "/" between them, in `out`. */
static void cut(bf_str text, char *out, size_t size)
{
    bf_str rest = text, sentence;
    size_t used = 0;
    out[0] = '\0';
    while (bf_sentence_take(&rest, &known, &sentence)) {
        used += (size_t)snprintf(out + used, size - used, "%s%.*s", used ? "/" : "",
                                 BF_STR_ARG(sentence));
        assert_true(used < size);
        assert_true(sentence.bytes >= text.bytes &&
                    sentence.bytes + sentence.length <= text.bytes + text.length);
    }
    assert_int_equal(sentence.length, 0);
}

static void assert_cut(const char *text, const char *expected)
{
    char got[1024];
    cut(bf_str_of(text), got, sizeof got);
    assert_string_equal(got, expected);
}

static void marks_and_line_feeds_end_a_sentence(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" \n ", ""},
        {"a", "a"},
        {".", "."},
        {"one. two! three? four", "one./two!/three?/four"},
        {"one\ntwo", "one/two"},
        {"  one.   two.  ", "one./two."},
        {"really?! yes... no.", "really?!/yes.../no."},
        {"\"come in.\" she said.", "\"come in.\"/she said."},
        {"(see below.) then", "(see below.)/then"},
        {"ana.example is a site", "ana.example is a site"},
        {"1.5 hours", "1.5 hours"},
        {"one; two: three, four", "one; two: three, four"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_cut(cases[i][0], cases[i][1]);
}

static void a_point_of_a_word_ends_none(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"dr. ana example works here. call", "dr. ana example works here./call"},
        {"ana b. example", "ana b. example"},
        {"it was i. then", "it was i./then"},
        {"lic. no. 12345 is mine", "lic. no. 12345 is mine"},
        {"will you? no. never.", "will you?/no./never."},
        {"e.g. talk, i.e. words. end", "e.g. talk, i.e. words./end"},
        {"she has a ph.d. in it", "she has a ph.d. in it"},
        {"(dr. example) talks", "(dr. example) talks"},
        {"i hold a ph.d.", "i hold a ph.d."},
        {"prof. ana", "prof./ana"}, /* unknown */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_cut(cases[i][0], cases[i][1]);
}

/* Cuts `unit` repeated to `size` bytes; each piece is checked, the longest given. */
static size_t longest_piece(const char *unit, size_t size)
{
    char *text = malloc(size);
    size_t longest = 0, sum = 0;
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = unit[i % strlen(unit)];
    bf_str rest = {text, size - size % strlen(unit)}, sentence;
    while (bf_sentence_take(&rest, &known, &sentence)) {
        assert_true(bf_utf8_valid(sentence));
        assert_true(bf_str_starts(sentence, bf_str_of(unit)) || unit[0] == '.');
        longest = sentence.length > longest ? sentence.length : longest;
        sum += sentence.length;
    }
    free(text);
    assert_true(sum > 0);
    return longest;
}

static void what_runs_on_is_cut_after_a_word_or_character(void **state)
{
    (void)state;
    assert_int_equal(longest_piece("word ", 50000), 4094);
    assert_int_equal(longest_piece("\xe2\x82\xac", 50001), 4095); /* three bytes each */
    assert_int_equal(longest_piece("a", 4096), 4096);
    assert_true(longest_piece(".", 1000000) <= 4096); /* in time linear in its length */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_and_line_feeds_end_a_sentence),
        cmocka_unit_test(a_point_of_a_word_ends_none),
        cmocka_unit_test(what_runs_on_is_cut_after_a_word_or_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
