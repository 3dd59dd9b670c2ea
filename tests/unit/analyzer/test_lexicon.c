/* test_lexicon.c: words and their kinds, found fast. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/lexicon.h"

static const bf_lexicon_row rows[] = {
    {"per", "a"},     {"range", "a"},  {"minute", "min"},
    {"minute", "分"}, {"EUR", "Euro"}, {"EUR", "EUR"},
};

static void index_rows(bf_lexicon *out)
{
    bf_lexicon_index(out, rows, sizeof rows / sizeof *rows);
}

static bool is_code(const char *kind)
{
    return kind[0] == 'E';
}

static void a_word_has_its_kinds(void **state)
{
    (void)state;
    bf_lexicon lexicon;
    index_rows(&lexicon);
    assert_true(bf_lexicon_has(&lexicon, BF_STR("A"), "per"));
    assert_true(bf_lexicon_has(&lexicon, BF_STR("a"), "range"));
    assert_false(bf_lexicon_has(&lexicon, BF_STR("a"), "minute"));
    assert_true(bf_lexicon_has(&lexicon, BF_STR("分"), "minute"));
    assert_false(bf_lexicon_has(&lexicon, BF_STR("mi"), "minute"));
    assert_false(bf_lexicon_has(&lexicon, BF_STR(""), "minute"));
}

static void the_first_row_of_a_word_is_found(void **state)
{
    (void)state;
    bf_lexicon lexicon;
    index_rows(&lexicon);
    assert_ptr_equal(bf_lexicon_find(&lexicon, BF_STR("a")), &rows[0]);
    assert_ptr_equal(bf_lexicon_find_kind(&lexicon, BF_STR("a"), "range"), &rows[1]);
    assert_null(bf_lexicon_find(&lexicon, BF_STR("b")));
}

static void a_text_begins_with_a_word_in_its_own_letters(void **state)
{
    (void)state;
    bf_lexicon lexicon;
    index_rows(&lexicon);
    assert_ptr_equal(bf_lexicon_begins(&lexicon, BF_STR("EUR 70"), is_code), &rows[5]);
    assert_ptr_equal(bf_lexicon_begins(&lexicon, BF_STR("Euros"), is_code), &rows[4]);
    assert_null(bf_lexicon_begins(&lexicon, BF_STR("eur"), is_code));
    assert_null(bf_lexicon_begins(&lexicon, BF_STR("min"), is_code));
}

static void letters_are_told_from_signs(void **state)
{
    (void)state;
    assert_int_equal(bf_lexicon_letter(BF_STR("a"), 0), 1);
    assert_int_equal(bf_lexicon_letter(BF_STR("é"), 0), 2);
    assert_int_equal(bf_lexicon_letter(BF_STR("分"), 0), 3);
    assert_int_equal(bf_lexicon_letter(BF_STR("£"), 0), 0);
    assert_int_equal(bf_lexicon_letter(BF_STR("€"), 0), 0);
    assert_int_equal(bf_lexicon_letter(BF_STR("。"), 0), 0);
    assert_int_equal(bf_lexicon_letter(BF_STR("5"), 0), 0);
    assert_int_equal(bf_lexicon_letter(BF_STR(""), 0), 0);
    assert_int_equal(bf_lexicon_letter(bf_str_slice(BF_STR("分"), 0, 2), 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_has_its_kinds),
        cmocka_unit_test(the_first_row_of_a_word_is_found),
        cmocka_unit_test(a_text_begins_with_a_word_in_its_own_letters),
        cmocka_unit_test(letters_are_told_from_signs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
