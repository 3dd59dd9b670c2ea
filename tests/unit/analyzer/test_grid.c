/* test_grid.c: rows and columns of a page's tables. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/grid.h"

/* A table of two rows with two cells each, over four blocks; the last stands in an element of its
 * cell. */
static bf_element elements[] = {
    {.tag = {"table", 5}, .parent = BF_NONE, .last = 7, .block_count = 4},
    {.tag = {"tr", 2}, .parent = 0, .last = 3, .first_block = 0, .block_count = 2},
    {.tag = {"th", 2}, .parent = 1, .last = 2, .first_block = 0, .block_count = 1},
    {.tag = {"th", 2}, .parent = 1, .last = 3, .first_block = 1, .block_count = 1},
    {.tag = {"tr", 2}, .parent = 0, .last = 7, .first_block = 2, .block_count = 2},
    {.tag = {"td", 2}, .parent = 4, .last = 5, .first_block = 2, .block_count = 1},
    {.tag = {"td", 2}, .parent = 4, .last = 7, .first_block = 3, .block_count = 1},
    {.tag = {"p", 1}, .parent = 6, .last = 7, .first_block = 3, .block_count = 1},
};
static bf_block blocks[] = {
    {.text = {"Name", 4}, .kind = BF_BLOCK_CELL, .element = 2, .list = 0},
    {.text = {"Town", 4}, .kind = BF_BLOCK_CELL, .element = 3, .list = 0},
    {.text = {"Ana", 3}, .kind = BF_BLOCK_CELL, .element = 5, .list = 0},
    {.text = {"Oakland", 7}, .kind = BF_BLOCK_CELL, .element = 7, .list = 0},
    {.text = {"Text", 4}, .element = BF_NONE, .list = BF_NONE},
};
static const bf_document document = {
    .elements = elements, .element_count = 8, .blocks = blocks, .block_count = 5};

static void a_cell_has_its_row(void **state)
{
    (void)state;
    assert_int_equal(bf_grid_row(&document, 0), 1);
    assert_int_equal(bf_grid_row(&document, 3), 4);
    assert_int_equal(bf_grid_row(&document, 4), BF_NONE);
}

static void a_cell_has_the_head_of_its_column(void **state)
{
    (void)state;
    assert_int_equal(bf_grid_head(&document, 2), 0);
    assert_int_equal(bf_grid_head(&document, 3), 1);
    assert_int_equal(bf_grid_head(&document, 0), BF_NONE);
    assert_int_equal(bf_grid_head(&document, 4), BF_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_has_its_row),
        cmocka_unit_test(a_cell_has_the_head_of_its_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
