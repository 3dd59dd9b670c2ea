/* test_error.c: errors as values. */
#include "tests/support/views.h"

static void a_failure_has_code_and_words_and_returns_false(void **state)
{
    (void)state;
    bf_error err = {0};
    assert_false(bf_fail(&err, BF_ERR_RULE, "rule %d of %s", 3, "a pack"));
    assert_int_equal(err.code, BF_ERR_RULE);
    assert_string_equal(err.message, "rule 3 of a pack");
    assert_string_equal(err.file, "");
    assert_int_equal(err.line, 0);
}

static void a_new_failure_takes_the_place_of_the_old_one(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_fail(&err, BF_ERR_RULE, "first");
    bf_fail_at(&err, BF_STR("a.yaml"), 3, 5);
    bf_fail(&err, BF_ERR_INPUT, "%s, then second", err.message); /* its own words are no trouble */
    assert_string_equal(err.message, "first, then second");
    assert_int_equal(err.code, BF_ERR_INPUT);
    assert_string_equal(err.file, "");
    assert_int_equal(err.line, 0);
    assert_int_equal(err.column, 0);
}

static void the_first_place_stays(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_fail(&err, BF_ERR_FORMAT, "words");
    assert_false(bf_fail_at(&err, BF_STR(""), 3, 5)); /* a line alone is a place */
    assert_false(bf_fail_at(&err, BF_STR("outer.yaml"), 1, 1));
    assert_string_equal(err.file, "");
    assert_int_equal(err.line, 3);
    assert_int_equal(err.column, 5);
}

static void words_that_are_too_long_are_cut_at_their_end_and_a_file_at_its_start(void **state)
{
    (void)state;
    char words[2000], file[1000];
    bf_error err = {0};
    memset(words, 'w', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    memset(file, '/', sizeof file);
    memcpy(file + sizeof file - 6, "a.yaml", 6);
    bf_fail(&err, BF_ERR_FORMAT, "%s", words);
    bf_fail_at(&err, (bf_str){file, sizeof file}, 1, 0);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_int_equal(strlen(err.file), sizeof err.file - 1);
    assert_string_equal(err.file + strlen(err.file) - 7, "/a.yaml");
}

static void a_place_is_written_as_far_as_it_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        unsigned line, column;
        const char *text;
    } cases[] = {
        {"a.yaml", 3, 5, "a.yaml:3:5: words"},
        {"a.yaml", 3, 0, "a.yaml:3: words"},
        {"a.yaml", 0, 0, "a.yaml: words"},
        {"a.yaml", 0, 5, "a.yaml: words"},
        {"", 3, 5, "3:5: words"},
        {"", 0, 0, "words"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        char text[64];
        bf_fail(&err, BF_ERR_RULE, "words");
        bf_fail_at(&err, bf_str_of(cases[i].file), cases[i].line, cases[i].column);
        bf_error_format(&err, text, sizeof text);
        assert_string_equal(text, cases[i].text);
        bf_error_format(&err, text, 4);
        assert_memory_equal(text, cases[i].text, 3);
        assert_int_equal(text[3], '\0');
    }
}

static void a_reset_error_is_as_good_as_new(void **state)
{
    (void)state;
    static const bf_error fresh;
    bf_error err = {0};
    bf_fail(&err, BF_ERR_RULE, "words");
    bf_fail_at(&err, BF_STR("a.yaml"), 1, 2);
    bf_error_reset(&err);
    assert_memory_equal(&err, &fresh, sizeof err);
}

static void each_code_has_the_name_that_reports_write(void **state)
{
    (void)state;
    static const struct {
        bf_error_code code;
        const char *name;
    } cases[] = {{BF_OK, "ok"},
                 {BF_ERR_USAGE, "usage"},
                 {BF_ERR_MEMORY, "memory"},
                 {BF_ERR_INPUT, "input"},
                 {BF_ERR_FORMAT, "format"},
                 {BF_ERR_LIMIT, "limit"},
                 {BF_ERR_RULE, "rule"},
                 {BF_ERR_NETWORK, "network"},
                 {BF_ERR_STATE, "state"},
                 {BF_ERR_OUTPUT, "output"}};
    assert_int_equal(sizeof cases / sizeof *cases, BF_ERR_COUNT);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(bf_error_name(cases[i].code), cases[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_has_code_and_words_and_returns_false),
        cmocka_unit_test(a_new_failure_takes_the_place_of_the_old_one),
        cmocka_unit_test(the_first_place_stays),
        cmocka_unit_test(words_that_are_too_long_are_cut_at_their_end_and_a_file_at_its_start),
        cmocka_unit_test(a_place_is_written_as_far_as_it_is_known),
        cmocka_unit_test(a_reset_error_is_as_good_as_new),
        cmocka_unit_test(each_code_has_the_name_that_reports_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
