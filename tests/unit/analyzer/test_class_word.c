/* test_class_word.c: classes and ids taken apart. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>

#include "analyzer/class_word.h"

/* The words of `name` with a stroke after each. */
static const char *words_of(const char *name)
{
    static char out[256];
    bf_str rest = bf_str_of(name), word;
    size_t length = 0;
    while (bf_class_word_take(&rest, &word))
        length += (size_t)snprintf(out + length, sizeof out - length, "%.*s|", BF_STR_ARG(word));
    out[length] = '\0';
    return out;
}

static void words_stand_between_hyphens_underscores_and_humps(void **state)
{
    (void)state;
    assert_string_equal(words_of("page-footer"), "page|footer|");
    assert_string_equal(words_of("et_pb_testimonial_0"), "et|pb|testimonial|0|");
    assert_string_equal(words_of("ProviderCard_root__x1"), "Provider|Card|root||x1|");
    assert_string_equal(words_of("teamMember"), "team|Member|");
}

static void capitals_in_a_row_and_after_digits_are_one_word(void **state)
{
    (void)state;
    assert_string_equal(words_of("SERPCARD"), "SERPCARD|");
    assert_string_equal(words_of("h1Title"), "h1Title|");
}

static void nothing_has_no_words(void **state)
{
    (void)state;
    assert_string_equal(words_of(""), "");
    assert_string_equal(words_of("-"), "|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_between_hyphens_underscores_and_humps),
        cmocka_unit_test(capitals_in_a_row_and_after_digits_are_one_word),
        cmocka_unit_test(nothing_has_no_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
