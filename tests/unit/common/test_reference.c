/* test_reference.c: character references as browsers read them. */
#include "tests/support/views.h"

#include "common/reference.h"

static void assert_reference(const char *text, size_t length, uint32_t first, uint32_t second)
{
    bf_reference reference = bf_reference_read(bf_str_of(text), 0);
    if (reference.length != length || reference.first != first || reference.second != second)
        fail_msg("\"%s\" takes %zu bytes for U+%04X U+%04X, not %zu for U+%04X U+%04X", text,
                 reference.length, reference.first, reference.second, length, first, second);
}

static void a_name_is_read_up_to_its_semicolon(void **state)
{
    (void)state;
    assert_reference("&eacute;x", 8, 0xE9, 0);
    assert_reference("&Eacute;", 8, 0xC9, 0);
    assert_reference("&AElig;", 7, 0xC6, 0);  /* the first */
    assert_reference("&zwnj;", 6, 0x200C, 0); /* the last */
    assert_reference("&period;", 8, '.', 0);  /* HTML 4 had no such name */
    assert_reference("&NotSubset;", 11, 0x2282, 0x20D2);
    assert_reference("&CounterClockwiseContourIntegral;", 33, 0x2233, 0);
}

static void the_older_names_need_no_semicolon(void **state)
{
    (void)state;
    assert_reference("&shyx", 4, 0xAD, 0);
    assert_reference("&amp", 4, '&', 0);
    assert_reference("&AMP=", 4, '&', 0);
    assert_reference("&notit;", 4, 0xAC, 0);
    assert_reference("&notin;", 7, 0x2209, 0); /* the longest counts */
    assert_reference("&notin", 4, 0xAC, 0);
    assert_reference("&brvbarx", 7, 0xA6, 0);
    assert_reference("&eacuteeee", 7, 0xE9, 0);
}

static void what_is_no_name_is_text(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "&",       "& ",        "&;",      "&x",
        "&period", "&period ;", "&eacut;", "&CounterClockwiseContourIntegrals;",
        "&&amp;"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_reference(texts[i], 0, 0, 0);
}

static void a_number_is_decimal_or_hexadecimal(void **state)
{
    (void)state;
    assert_reference("&#233;", 6, 0xE9, 0);
    assert_reference("&#xE9;", 6, 0xE9, 0);
    assert_reference("&#Xe9g", 5, 0xE9, 0);
    assert_reference("&#65x", 4, 'A', 0);
    assert_reference("&#128512;", 9, 0x1F600, 0);
    assert_reference("&#", 0, 0, 0);
    assert_reference("&#x", 0, 0, 0);
    assert_reference("&#xg;", 0, 0, 0);
    assert_reference("&#;", 0, 0, 0);
}

/* Editors of Windows wrote "don&#146;t". */
static void a_number_that_is_no_character_stands_for_the_one_that_is_meant(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t character;
        bool mended;
    } cases[] = {{"&#146;", 0x2019, true},
                 {"&#x80;", 0x20AC, true},
                 {"&#x9F;", 0x178, true},
                 {"&#x81;", 0x81, false},
                 {"&#xA0;", 0xA0, false},
                 {"&#0;", 0xFFFD, true},
                 {"&#xD800;", 0xFFFD, true},
                 {"&#xDFFF;", 0xFFFD, true},
                 {"&#xE000;", 0xE000, false},
                 {"&#x10FFFF;", 0x10FFFF, false},
                 {"&#x110000;", 0xFFFD, true},
                 {"&#4294967361;", 0xFFFD, true},
                 {"&#xFFFFFFFFFFFFFFFF0041;", 0xFFFD, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_reference reference = bf_reference_read(bf_str_of(cases[i].text), 0);
        assert_reference(cases[i].text, strlen(cases[i].text), cases[i].character, 0);
        assert_true(reference.by_number);
        assert_int_equal(reference.mended, cases[i].mended);
    }
}

static void a_reference_ends_with_the_text(void **state)
{
    (void)state;
    bf_str text = BF_STR("a&eacute;");
    assert_int_equal(bf_reference_read(text, 1).length, 8);
    text.length--;
    assert_int_equal(bf_reference_read(text, 1).length, 7);
    text.length--;
    assert_int_equal(bf_reference_read(text, 1).length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_read_up_to_its_semicolon),
        cmocka_unit_test(the_older_names_need_no_semicolon),
        cmocka_unit_test(what_is_no_name_is_text),
        cmocka_unit_test(a_number_is_decimal_or_hexadecimal),
        cmocka_unit_test(a_number_that_is_no_character_stands_for_the_one_that_is_meant),
        cmocka_unit_test(a_reference_ends_with_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
