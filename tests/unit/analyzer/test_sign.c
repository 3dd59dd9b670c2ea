/* test_sign.c: the signs of pages, where each kind may stand and what they add up to. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "analyzer/sign.h"
#include "tests/unit/analyzer/small_rules.h"

/* Signs keep views of what they read, so that it lives in the arena. */
static bf_sign_reader *read_signs(const char *html, const char *url)
{
    bf_error err = {0};
    bf_reading *reading = bf_arena_take(arena, 1, sizeof *reading);
    bf_page *page = bf_arena_take(arena, 1, sizeof *page);
    bf_sign_reader *reader = bf_arena_take(arena, 1, sizeof *reader);
    assert_true(reading && page && reader);
    *reading = read_page(html);
    *page = *reading->page;
    page->url = bf_str_of(url);
    assert_true(bf_sign_prepare(page, &reading->document, &reading->structured, rules, scratch,
                                arena, reader, &err));
    return reader;
}

static void a_sign_counts_once_in_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        bf_sign_kind kind;
        int sum;
    } cases[] = {
        {"<p>I offer talk. We offer more. I offer it all.", BF_SIGN_LISTING, 2},
        {"<p>We talk", BF_SIGN_LISTING, 0},
        {"<p hidden>I offer talk", BF_SIGN_LISTING, 0}, /* no reader is told */
        {"<img alt='i offer talk'>", BF_SIGN_LISTING, 0},
        {"<meta name=description content='I offer talk'>", BF_SIGN_LISTING, 2},
        {"<title>Encyclopedia</title>", BF_SIGN_ARTICLE, 3},
        {"<p>Encyclopedia", BF_SIGN_ARTICLE, 0}, /* not in the title */
        {"<title>Encyclopedia</title><p>This article", BF_SIGN_ARTICLE, 4},
        {"<h2>Kind words</h2>", BF_SIGN_TESTIMONIAL, 1},
        {"<p>Kind words", BF_SIGN_TESTIMONIAL, 0}, /* not a heading */
        {"<div id=Testimonials-1>x</div>", BF_SIGN_TESTIMONIAL, 1},
        {"<div class='a testimonial'>x</div>", BF_SIGN_TESTIMONIAL, 1},
        {"<div role=testimonial>x</div>", BF_SIGN_TESTIMONIAL, 1},
        {"<p>coach, but no coach", BF_SIGN_COACH, 0}, /* weights may be negative */
        {"<script type='application/ld+json'>{\"@type\":\"Person\",\"name\":\"A\"}</script>",
         BF_SIGN_LISTING, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int sum = bf_sign_weigh_page(read_signs(cases[i].html, ""), cases[i].kind);
        if (sum != cases[i].sum)
            fail_msg("%s: %d", cases[i].html, sum);
    }
    assert_int_equal(
        bf_sign_weigh_page(read_signs("", "https://a.example/error404"), BF_SIGN_ERROR), 3);
}

static void blocks_are_weighed_by_themselves(void **state)
{
    (void)state;
    bf_sign_reader *reader = read_signs("<h2>Kind words</h2><p>a coach</p><p>a masseur</p>", "");
    const uint32_t some[] = {0, 1};
    assert_int_equal(bf_sign_weigh_blocks(reader, BF_SIGN_COACH, some, 2), 2);
    assert_int_equal(bf_sign_weigh_blocks(reader, BF_SIGN_BODY, some, 2), 0);
    assert_int_equal(bf_sign_weigh_blocks(reader, BF_SIGN_COACH, some, 0), 0);
    assert_true(bf_sign_in_block(reader, BF_SIGN_TESTIMONIAL, 0));
    assert_false(bf_sign_in_block(reader, BF_SIGN_TESTIMONIAL, 1));
}

static void an_element_has_the_signs_of_its_own_classes(void **state)
{
    (void)state;
    bf_sign_reader *reader = read_signs("<div class='card big'><p class=full-name>A</p></div>", "");
    size_t cards = 0, names = 0;
    for (uint32_t i = 0; i < reader->document->element_count; i++) {
        cards += bf_sign_in_classes(reader, BF_SIGN_CARD, i);
        names += bf_sign_in_classes(reader, BF_SIGN_NAME, i);
        assert_false(bf_sign_in_classes(reader, BF_SIGN_COMMENT, i));
    }
    assert_int_equal(cards, 1);
    assert_int_equal(names, 1);
}

static void a_text_of_its_own_is_folded_and_asked(void **state)
{
    (void)state;
    bf_sign_reader *reader = read_signs("", "");
    assert_true(bf_sign_in_text(reader, BF_SIGN_PRACTICE, BF_STR("The EXAMPLE Clinic")));
    assert_false(bf_sign_in_text(reader, BF_SIGN_PRACTICE, BF_STR("Ana Example")));
    assert_false(bf_sign_in_text(reader, BF_SIGN_PRACTICE, BF_STR("")));
    assert_false(reader->failed);
}

/* The sign `id` of small.yaml. */
static const bf_sign *sign_of(bf_str id)
{
    for (size_t i = 0; i < rules->sign_count; i++)
        if (bf_str_equal(rules->signs[i].id, id))
            return &rules->signs[i];
    fail_msg("no sign %.*s", BF_STR_ARG(id));
    return NULL;
}

static void a_sign_is_shown_where_it_stands_first(void **state)
{
    (void)state;
    bf_sign_spot spot;
    bf_sign_reader *reader = read_signs(
        "<p>Words<p>Today I OFFER talk<p>We offer more<div class=b>x</div><div class='a card'>x"
        "</div><script type='application/ld+json'>{\"@type\":\"Person\",\"name\":\"A\"}</script>",
        "");
    const bf_sign *offer = sign_of(BF_STR("listing.i"));
    assert_true(bf_sign_on_page(reader, offer, &spot));
    assert_ptr_equal(spot.sign, offer);
    assert_int_equal(spot.block, 1);
    assert_int_equal(spot.element, BF_NONE);
    assert_true(bf_str_equal(spot.text, BF_STR("i offer")));
    assert_true(bf_sign_on_page(reader, sign_of(BF_STR("card.class")), &spot));
    assert_true(bf_str_equal(reader->document->elements[spot.element].classes, BF_STR("a card")));
    assert_int_equal(spot.block, BF_NONE);
    assert_true(bf_str_equal(spot.text, BF_STR("card")));
    assert_true(bf_sign_on_page(reader, sign_of(BF_STR("listing.type")), &spot));
    assert_true(spot.block == BF_NONE && spot.element == BF_NONE);
    assert_true(bf_str_equal(spot.text, BF_STR("person")));
    assert_false(bf_sign_on_page(reader, sign_of(BF_STR("directory.results")), &spot));
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_sign_reader *reader = read_signs("<p>words", ""), other;
    bf_arena *small = bf_arena_new(1);
    assert_false(bf_sign_prepare(reader->page, reader->document, reader->structured, rules, scratch,
                                 small, &other, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sign_counts_once_in_its_place),
        TEST(blocks_are_weighed_by_themselves),
        TEST(an_element_has_the_signs_of_its_own_classes),
        TEST(a_text_of_its_own_is_folded_and_asked),
        TEST(a_sign_is_shown_where_it_stands_first),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
