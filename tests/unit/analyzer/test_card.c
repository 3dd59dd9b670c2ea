/* test_card.c: the repeated cards of a directory or a team page. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "analyzer/card.h"
#include "tests/unit/analyzer/small_rules.h"

static char shown[1024];

/* The names of the cards of a page, "|" after each. */
static const char *names_of(const char *html)
{
    bf_error err = {0};
    bf_cards cards;
    bf_sign_reader reader;
    bf_reading reading = read_page(html);
    size_t used = 0;
    assert_true(bf_sign_prepare(reading.page, &reading.document, &reading.structured, rules,
                                scratch, arena, &reader, &err));
    assert_true(bf_card_find(&reader, &cards, &err));
    shown[0] = '\0';
    for (size_t i = 0; i < cards.count; i++) {
        uint32_t name = bf_card_name(&reader, cards.elements[i]);
        assert_int_not_equal(name, BF_NONE);
        assert_true(i == 0 || cards.elements[i] > cards.elements[i - 1]);
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%.*s|",
                                 BF_STR_ARG(reading.document.blocks[name].text));
        assert_true(used < sizeof shown);
    }
    return shown;
}

static void cards_are_elements_of_one_shape_that_each_carry_a_name(void **state)
{
    (void)state;
    static const struct {
        const char *html, *names;
    } cases[] = {
        {"<div class=card><h3>A</h3></div><div class=card><h3>B</h3></div>", "A|B|"},
        {"<ul><li class='card x'><h3>A</h3><li class='card x'><h3>B</h3></ul>", "A|B|"},
        {"<div class=card><p>one<h3>A</h3></div><div class=card><h3>B</h3></div>", "A|B|"},
        {"<div class=card><p>x<p class=full-name>A</div><div class=card><h3>y</h3>"
         "<p class=full-name>B</div>",
         "A|B|"}, /* a name before a heading */
        {"<div class=card><a href=/a>A</a><p>x</div><div class=card><a href=/b>B</a></div>",
         "A|B|"},
        {"<div class=card><h3>A</h3></div>", ""},                           /* one is none */
        {"<div class=card><h3>A</h3></div><p class=card><b>B</b></p>", ""}, /* another tag */
        {"<div class=card><h3>A</h3></div><div class='card b'><h3>B</h3></div>", ""},
        {"<div class=card>x</div><div class=card>y</div>", ""},                 /* nameless */
        {"<div class=box><h3>A</h3></div><div class=box><h3>B</h3></div>", ""}, /* no sign */
        {"<nav><div class=card><h3>A</h3></div><div class=card><h3>B</h3></div></nav>", ""},
        {"<div hidden><div class=card><h3>A</h3></div><div class=card><h3>B</h3></div></div>", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(names_of(cases[i].html), cases[i].names) != 0)
            fail_msg("%s\n  gives %s", cases[i].html, shown);
}

static void of_two_shapes_the_one_with_more_text_is_taken(void **state)
{
    (void)state;
    assert_string_equal(
        names_of(
            "<i class=card><h3>a</h3></i><i class=card><h3>b</h3></i><i class=card><h3>c</h3></i>"
            "<div class=card><h3>A</h3>many words of it</div>"
            "<div class=card><h3>B</h3>many words of it</div>"),
        "A|B|");
}

static void no_card_is_inside_another(void **state)
{
    (void)state;
    assert_string_equal(
        names_of("<div class=card><h3>A</h3><div class=card><h3>inner</h3></div></div>"
                 "<div class=card><h3>B</h3></div>"),
        "A|B|");
}

static void many_nested_cards_are_read_in_time(void **state)
{
    (void)state;
    enum { CARDS = 900, WORDS = 20000, UNIT = 16 };
    char *html = bf_arena_take(arena, CARDS + WORDS + 1, UNIT), *end = html;
    assert_non_null(html);
    for (size_t i = 0; i < CARDS; i++)
        end += sprintf(end, "<div class=card>");
    for (size_t i = 0; i < WORDS; i++)
        end += sprintf(end, "<p>x\n");
    assert_string_equal(names_of(html), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cards_are_elements_of_one_shape_that_each_carry_a_name),
        TEST(of_two_shapes_the_one_with_more_text_is_taken),
        TEST(no_card_is_inside_another),
        TEST(many_nested_cards_are_read_in_time),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
