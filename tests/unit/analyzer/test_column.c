/* test_column.c: what the columns of tables hold of names. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/column.h"

/* Two rows of three cells: heads, and a person. */
static bf_element elements[] = {
    {.tag = {"table", 5}, .parent = BF_NONE, .last = 8, .block_count = 6},
    {.tag = {"tr", 2}, .parent = 0, .last = 4, .first_block = 0, .block_count = 3},
    {.tag = {"th", 2}, .parent = 1, .last = 2, .first_block = 0, .block_count = 1},
    {.tag = {"th", 2}, .parent = 1, .last = 3, .first_block = 1, .block_count = 1},
    {.tag = {"th", 2}, .parent = 1, .last = 4, .first_block = 2, .block_count = 1},
    {.tag = {"tr", 2}, .parent = 0, .last = 8, .first_block = 3, .block_count = 3},
    {.tag = {"td", 2}, .parent = 5, .last = 6, .first_block = 3, .block_count = 1},
    {.tag = {"td", 2}, .parent = 5, .last = 7, .first_block = 4, .block_count = 1},
    {.tag = {"td", 2}, .parent = 5, .last = 8, .first_block = 5, .block_count = 1},
};
static bf_block blocks[] = {
    {.text = {"Town", 4}, .kind = BF_BLOCK_CELL, .element = 2, .list = 0},
    {.text = {"Surname", 7}, .kind = BF_BLOCK_CELL, .element = 3, .list = 0},
    {.text = {"Given name", 10}, .kind = BF_BLOCK_CELL, .element = 4, .list = 0},
    {.text = {"Taos", 4}, .kind = BF_BLOCK_CELL, .element = 6, .list = 0},
    {.text = {"Example", 7}, .kind = BF_BLOCK_CELL, .element = 7, .list = 0},
    {.text = {"Ana", 3}, .kind = BF_BLOCK_CELL, .element = 8, .list = 0},
};
static const bf_document document = {
    .elements = elements, .element_count = 9, .blocks = blocks, .block_count = 6};

static void heads_are_known_whole_and_in_any_case(void **state)
{
    (void)state;
    assert_int_equal(bf_column_said(BF_STR(" Last Name ")), BF_COLUMN_FAMILY);
    assert_int_equal(bf_column_said(BF_STR("vorname")), BF_COLUMN_GIVEN);
    assert_int_equal(bf_column_said(BF_STR("Provider:")), BF_COLUMN_NAME);
    assert_int_equal(bf_column_said(BF_STR("Last Name Only")), BF_COLUMN_OTHER);
    assert_int_equal(bf_column_said(BF_STR("")), BF_COLUMN_OTHER);
}

static void a_cell_is_what_its_column_says(void **state)
{
    (void)state;
    assert_int_equal(bf_column_of(&document, 3), BF_COLUMN_OTHER);
    assert_int_equal(bf_column_of(&document, 4), BF_COLUMN_FAMILY);
    assert_int_equal(bf_column_of(&document, 5), BF_COLUMN_GIVEN);
    assert_int_equal(bf_column_of(&document, 1), BF_COLUMN_OTHER); /* a head has none over it */
}

static void a_row_is_that_of_a_person_and_its_heads_are_not(void **state)
{
    (void)state;
    uint32_t name, given;
    assert_true(bf_column_person(&document, 5, &name, &given));
    assert_int_equal(name, 4);
    assert_int_equal(given, 5);
    assert_false(bf_column_person(&document, 1, &name, &given));
    assert_true(bf_column_heads(&document, 1));
    assert_false(bf_column_heads(&document, 5));
    assert_false(bf_column_heads(&document, 0)); /* no row */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_are_known_whole_and_in_any_case),
        cmocka_unit_test(a_cell_is_what_its_column_says),
        cmocka_unit_test(a_row_is_that_of_a_person_and_its_heads_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
