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
    bf_voices voices;
    bf_sign_reader reader;
    bf_reading reading = read_page(html);
    size_t used = 0;
    assert_true(bf_sign_prepare(reading.page, &reading.document, &reading.structured, rules,
                                scratch, arena, &reader, &err));
    assert_true(bf_voice_read(&reader, &voices, &err));
    assert_true(bf_card_find(&reader, &voices, &cards, &err));
    shown[0] = '\0';
    for (size_t i = 0; i < cards.count; i++) {
        assert_true(i == 0 || cards.items[i].first > cards.items[i - 1].last);
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%.*s|",
                                 BF_STR_ARG(cards.items[i].name));
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
        {"<div class=card><h3>A</h3></div><div class='card b'><h3>B</h3></div>", "A|B|"},
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

static void of_two_shapes_the_one_with_more_cards_is_taken_else_the_one_with_more_text(void **state)
{
    (void)state;
    static const char *const two = "<i class=card><h3>a</h3></i><i class=card><h3>b</h3></i>"
                                   "<div class=card><h3>A</h3>many words of it</div>"
                                   "<div class=card><h3>B</h3>many words of it</div>";
    char three[512];
    assert_string_equal(names_of(two), "A|B|");
    snprintf(three, sizeof three, "%s<i class=card><h3>c</h3></i>", two);
    assert_string_equal(names_of(three), "a|b|c|");
}

/* Builders that give their cards no class that says what they are. */
static void cards_need_no_words_in_classes(void **state)
{
    (void)state;
    static const struct {
        const char *html, *names;
    } cases[] = {
        {"<div class=x1><b>Ana Example</b><p>Portland, OR</div>"
         "<div class=x2><b>Bo Sample</b><p>Salem, OR</div>",
         "Ana Example|Bo Sample|"},
        {"<ul><li>Ana Example, LMFT<li>Bo Sample, PhD</ul>", "Ana Example|Bo Sample|"},
        {"<table><tr><th>Name<th>Town<tr><td>Example, Ana<td>503-555-0123<tr><td>Del Sample, Bo"
         "<td>503-555-0124</table>",
         "Ana Example|Bo Del Sample|"},
        {"<h2>Ana Example</h2><p>A therapist.<p>More.<h2>Bo Sample</h2><p>A therapist.",
         "Ana Example|Bo Sample|"},
        {"<div><h2>Ana Example</h2>A therapist.<h2>Bo Sample</h2>A therapist.</div>",
         "Ana Example|Bo Sample|"},
        {"<dl><dt>Ana Example<dd>A therapist.<dt>Bo Sample<dd>A therapist.</dl>",
         "Ana Example|Bo Sample|"},
        {"<div><h3>Ana Example</h3>A therapist.</div><div><h3>Bo Sample</h3>A therapist.</div>"
         "<div><p>Promoted</p><h3>Mind Foam</h3>A therapist sleeps on it.</div>",
         "Ana Example|Bo Sample|"},
        {"<div><h3>Couples Therapy</h3>$180</div><div><h3>Sex Therapy</h3>$200</div>", ""},
        {"<div><h3>The Awakening</h3>$180</div><div><h3>Deep Union</h3>$200</div>", ""},
        {"<ul><li>Ana Example<li>Bo Sample</ul>", ""}, /* names and nothing else */
        {"<div><h3>Ana Example</h3>A therapist.</div><div><h3>Ana Example</h3>A coach.</div>", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(names_of(cases[i].html), cases[i].names) != 0)
            fail_msg("%s\n  gives %s", cases[i].html, shown);
}

static void a_card_tells_what_made_it_one(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second;
        bf_card_naming named_by;
        unsigned facts; /* of the first */
        bool runs;
    } cases[] = {
        {"<div class=card><h3>A</h3></div>", "<div class=card><h3>B</h3></div>",
         BF_CARD_BY_ANY_HEADING, 1u << BF_CARD_CLASS, false},
        {"<div class=card><p class=full-name>A</p></div>",
         "<div class=card><p class=full-name>B</p></div>", BF_CARD_BY_SIGN, 1u << BF_CARD_CLASS,
         false},
        {"<div><b>Ana Example</b><p>Portland, OR $90</div>",
         "<div><b>Bo Sample</b><p>Salem, OR</div>", BF_CARD_BY_SET_APART,
         1u << BF_CARD_PLACE | 1u << BF_CARD_PRICE, false},
        {"<ul><li>Ana Example, LMFT", "<li>Bo Sample, PhD</ul>", BF_CARD_BY_BLOCK,
         1u << BF_CARD_LETTERS, false},
        {"<h2>Ana Example</h2><p>A therapist.", "<h2>Bo Sample</h2><p>A therapist.",
         BF_CARD_BY_HEADING, 1u << BF_CARD_ROLE, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char html[512];
        snprintf(html, sizeof html, "%s%s", cases[i].first, cases[i].second);
        bf_reading reading = read_page(html);
        const bf_cards *cards = &reading.listings.cards;
        if (cards->count != 2 || cards->runs != cases[i].runs ||
            cards->items[0].named_by != cases[i].named_by ||
            cards->items[0].facts != cases[i].facts)
            fail_msg("%s: %zu cards, by %s, %x", html, cards->count,
                     bf_card_naming_name(cards->items[0].named_by), cards->items[0].facts);
    }
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

static void rows_are_called_as_the_heads_of_their_columns_say(void **state)
{
    (void)state;
    assert_string_equal(names_of("<table><tr><th>Last Name<th>First Name<th>Phone"
                                 "<tr><td>Abbasi<td>Leila R.<td>(505) 555-0101"
                                 "<tr><td>Hwang<td>Soo-jin<td>(505) 555-0102</table>"),
                        "Leila R. Abbasi|Soo-jin Hwang|");
    assert_string_equal(
        names_of("<table><tr><th>Town<th>Provider<th>Phone"
                 "<tr><td>Taos<td>Quell<td>(505) 555-0101"
                 "<tr><td>Deming<td>Ana Example<td>(505) 555-0102"
                 "<tr><td>Gallup<td>Ben Sample<td>(505) 555-0103"
                 "<tr><td>Belen<td>Ibarra &amp; Daughters<td>(505) 555-0104</table>"),
        "Quell|Ana Example|Ben Sample|Ibarra & Daughters|");
}

static void adverts_may_stand_in_more_than_one_list(void **state)
{
    (void)state;
    static const char *const html =
        "<ul><li>Ana Example, LMFT, (415) 555-0142<li>Ben Sample, LMFT, (415) 555-0143</ul>"
        "<table><tr><td>Cleo Third, LMFT<td>(415) 555-0144"
        "<tr><td>Dan Fourth, LMFT<td>(415) 555-0145</table>"
        "<p><i>Eva Writer</i><p><i>Fay Reader</i>";
    assert_string_equal(names_of(html), "Ana Example|Ben Sample|Cleo Third|Dan Fourth|");
}

static void of_nested_elements_that_say_the_same_the_outer_one_is_the_card(void **state)
{
    (void)state;
    assert_string_equal(
        names_of("<div><p><b>Ana Example</b><small>LMFT</small><br>(415) 555-0142</div>"
                 "<div><p><b>Ben Sample</b><small>LMFT</small><br>(415) 555-0143</div>"),
        "Ana Example|Ben Sample|");
}

static void a_practice_that_heads_its_people_is_none_of_them(void **state)
{
    (void)state;
    assert_string_equal(names_of("<h1>Willow Counseling</h1><p>Call (415) 555-0140."
                                 "<h3>Ana Example, LMFT</h3><p>(415) 555-0142"
                                 "<h3>Ben Sample, LMFT</h3><p>(415) 555-0143"),
                        "Ana Example|Ben Sample|");
}

static void what_stands_under_terms_names_no_card(void **state)
{
    (void)state;
    assert_string_equal(
        names_of("<div class=card><h3>Ana Example, LMFT</h3><p>I see couples.</div>"
                 "<div class=card><h3>Insurance and cost</h3>"
                 "<p>Invented Mutual, Someplace, Ohio plans. We bill; you pay the copay.</div>"),
        "");
    assert_string_equal(names_of("<div class=card><h3>Couples</h3><p>Ana Example, LMFT</div>"
                                 "<div class=card><h3>Families</h3><p>Bo Example</div>"),
                        "Ana Example|Bo Example|");
}

static void a_list_of_complaints_is_no_name_with_its_family_name_first(void **state)
{
    (void)state;
    assert_string_equal(
        names_of("<h3>Ana Example, LMFT</h3><p>Fears, Worries, Sleep. Call (415) 555-0142"
                 "<h3>Ben Sample, LMFT</h3><p>Grief, Loss, Anger. Call (415) 555-0143"),
        "Ana Example|Ben Sample|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_are_called_as_the_heads_of_their_columns_say),
        TEST(adverts_may_stand_in_more_than_one_list),
        TEST(of_nested_elements_that_say_the_same_the_outer_one_is_the_card),
        TEST(a_practice_that_heads_its_people_is_none_of_them),
        TEST(what_stands_under_terms_names_no_card),
        TEST(a_list_of_complaints_is_no_name_with_its_family_name_first),
        TEST(cards_are_elements_of_one_shape_that_each_carry_a_name),
        TEST(of_two_shapes_the_one_with_more_cards_is_taken_else_the_one_with_more_text),
        TEST(cards_need_no_words_in_classes),
        TEST(a_card_tells_what_made_it_one),
        TEST(no_card_is_inside_another),
        TEST(many_nested_cards_are_read_in_time),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
