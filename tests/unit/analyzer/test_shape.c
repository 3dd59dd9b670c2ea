/* test_shape.c: elements of a page that are built alike. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "analyzer/shape.h"
#include "tests/unit/analyzer/small_rules.h"

/* Says whether the elements whose ids are the letters of `ids` are a shape of `html`, and no other
 * element is in it. */
static bool has_shape(const char *html, const char *ids)
{
    bf_error err = {0};
    bf_shapes shapes;
    bf_reading reading = read_page(html);
    assert_true(bf_shape_find(&reading.document, arena, &shapes, &err));
    for (size_t i = 0; i < shapes.count; i++) {
        char seen[64] = "";
        for (size_t k = 0; k < shapes.items[i].count && k < sizeof seen - 1; k++) {
            bf_str id = reading.document.elements[shapes.items[i].elements[k]].id;
            seen[k] = id.length == 1 ? id.bytes[0] : '?';
        }
        if (strcmp(seen, ids) == 0)
            return true;
    }
    return false;
}

static void elements_of_the_same_tags_and_classes_are_alike(void **state)
{
    (void)state;
    assert_true(has_shape("<p id=a>1<p id=b>2", "ab"));
    assert_true(has_shape("<p id=a class='x y'>1<p id=b class='y x'>2", "ab"));
    assert_true(has_shape("<p id=a class='row-1 odd'>1<p id=b class='row-2 last'>2", "ab"));
    assert_true(has_shape("<div><p id=a>1</div><div><p id=b>2</div>", "ab")); /* of two rows */
    assert_false(has_shape("<div><p id=a>1</div><div class=z><p id=b>2</div>", "ab"));
    assert_false(has_shape("<p id=a>1", "a"));
    assert_false(has_shape("<p id=a>1<p id=b></p><div>2</div>", "ab")); /* b holds no block */
}

static void elements_of_one_tag_in_one_element_are_alike_whatever_their_classes(void **state)
{
    (void)state;
    assert_true(has_shape("<p id=a class=q>1<p id=b class=z>2<p id=c class=z>3", "abc"));
    assert_true(has_shape("<p id=a class=q>1<p id=b class=z>2<p id=c class=z>3", "bc"));
    assert_false(has_shape("<p id=a class=q>1<div><p id=b class=z>2</div>", "ab"));
}

static void many_elements_are_read_in_time(void **state)
{
    (void)state;
    enum { ELEMENTS = 100000 };
    char *html = bf_arena_take(arena, ELEMENTS, 8), *end = html;
    assert_non_null(html);
    for (size_t i = 0; i < ELEMENTS; i++)
        end += sprintf(end, i % 2 ? "<b>x" : "<p>x");
    assert_false(has_shape(html, "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(elements_of_the_same_tags_and_classes_are_alike),
        TEST(elements_of_one_tag_in_one_element_are_alike_whatever_their_classes),
        TEST(many_elements_are_read_in_time),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
