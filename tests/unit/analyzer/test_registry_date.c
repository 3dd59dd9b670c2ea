/* test_registry_date.c: dates as registries write them. */
#include "tests/support/views.h"

#include "analyzer/registry_date.h"

enum { ALL = (1 << BF_DATE_FORMS) - 1, PLAIN = 1 << BF_DATE_PLAIN, ISO = 1 << BF_DATE_ISO };

static void dates_are_read_in_the_forms_that_are_allowed(void **state)
{
    static const struct {
        const char *text;
        unsigned forms;
        const char *expected; /* empty: none */
    } cases[] = {
        {"20200519", ALL, "2020-05-19"},
        {"05/19/2020", ALL, "2020-05-19"},
        {"5/9/2020", ALL, "2020-05-09"},
        {"2020-05-19", ALL, "2020-05-19"},
        {"2020-05-19T00:00:00.000", ALL, "2020-05-19"},
        {"5/19/2020 12:00:00 AM", ALL, "2020-05-19"},
        {"20200229", ALL, "2020-02-29"},
        {"20000229", ALL, "2000-02-29"},
        {"19000229", ALL, ""},
        {"20210229", ALL, ""},
        {"20200431", ALL, ""},
        {"20201301", ALL, ""},
        {"20200100", ALL, ""},
        {"19/05/2020", ALL, ""},
        {"2020-5-19", ALL, ""},
        {"202005190", ALL, ""},
        {"2020051", ALL, ""},
        {"05/19/20", ALL, ""},
        {"05192020", ALL, ""},
        {"", ALL, ""},
        {"today", ALL, ""},
        {"2020-05-19", PLAIN, ""},
        {"20200519", ISO, ""},
        {"20200519", 0, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[BF_REGISTRY_DATE] = "unchanged!";
        bool read = bf_registry_date_read(bf_str_of(cases[i].text), cases[i].forms, out);
        bf_str expected = read ? bf_str_of(cases[i].expected) : BF_STR("unchanged!");
        if (read != (cases[i].expected[0] != '\0') ||
            !bf_str_equal((bf_str){out, sizeof out}, expected))
            fail_msg("\"%s\": %d, \"%.*s\"", cases[i].text, read, (int)sizeof out, out);
    }
}

static void the_last_date_of_a_name_is_found(void **state)
{
    static const struct {
        const char *name, *expected;
    } cases[] = {
        {"npidata_pfile_20050523-20261108.csv", "2026-11-08"},
        {"UPDATED_2026-10-08.csv", "2026-10-08"},
        {"lpc_2026_09_30.txt", "2026-09-30"},
        {"20261001.csv", "2026-10-01"},
        {"1220261001.csv", ""},
        {"202610011.csv", ""},
        {"20261301.csv", ""},
        {"18991231.csv", ""},
        {"UPDATED.csv", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[BF_REGISTRY_DATE] = {0};
        bool found = bf_registry_date_find(bf_str_of(cases[i].name), out);
        if (found != (cases[i].expected[0] != '\0') ||
            (found && memcmp(out, cases[i].expected, sizeof out) != 0))
            fail_msg("\"%s\": %d, \"%.*s\"", cases[i].name, found, (int)sizeof out, out);
    }
}

static void each_form_has_its_word(void **state)
{
    (void)state;
    assert_string_equal(bf_registry_date_word(BF_DATE_AMERICAN), "MM/DD/YYYY");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_in_the_forms_that_are_allowed),
        cmocka_unit_test(the_last_date_of_a_name_is_found),
        cmocka_unit_test(each_form_has_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
