/* test_quote.c: words of a page as they are quoted. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "analyzer/quote.h"
#include "common/utf8.h"

static void assert_text(bf_str got, const char *expected)
{
    if (!bf_str_equal(got, bf_str_of(expected)))
        fail_msg("\"%.*s\", not \"%s\"", BF_STR_ARG(got), expected);
}

static void a_cut_leaves_whole_characters(void **state)
{
    (void)state;
    assert_text(bf_quote_cut(BF_STR("abc"), 3), "abc");
    assert_text(bf_quote_cut(BF_STR("abc"), 2), "ab");
    assert_text(bf_quote_cut(BF_STR("caf\xc3\xa9!"), 4), "caf");
    assert_text(bf_quote_cut(BF_STR("\xf0\x9f\x98\x80"), 3), "");
    assert_text(bf_quote_cut(BF_STR(""), 0), "");
}

static void what_stands_round_a_quote_is_at_most_32_bytes(void **state)
{
    (void)state;
    bf_str text = BF_STR("\xc3\xa9"
                         "0123456789012345678901234567890 exact words "
                         "0123456789012345678901234567890\xc3\xa9");
    bf_str exact = bf_str_slice(text, bf_str_find(text, BF_STR("exact"), 0),
                                bf_str_find(text, BF_STR(" words"), 0));
    assert_text(bf_quote_before(text, exact), "0123456789012345678901234567890 ");
    assert_text(bf_quote_after(text, exact), " words 0123456789012345678901234");
    assert_text(bf_quote_before(exact, exact), "");
    assert_text(bf_quote_after(exact, exact), "");
    text = BF_STR("\xc3\xa9"
                  "0123456789012345678901234567890exact");
    exact = bf_str_after(text, text.length - 5); /* half a character is none */
    assert_text(bf_quote_before(text, exact), "0123456789012345678901234567890");
}

static void a_place_is_that_of_the_words_else_of_the_block(void **state)
{
    (void)state;
    bf_document document = {.body =
                                BF_STR("<p>we offer</p><p>we <b>offer</b> talk &amp; care</p>")};
    bf_block block = {.offset = 18};
    assert_int_equal(bf_quote_place(&document, &block, BF_STR("we ")), 18);
    assert_int_equal(bf_quote_place(&document, &block, BF_STR("talk")), 34);
    assert_int_equal(bf_quote_place(&document, &block, BF_STR("talk & care")), 18);
    assert_int_equal(bf_quote_place(&document, &block, BF_STR("we offer")), 18); /* not the first */
    block.offset = document.body.length;
    assert_int_equal(bf_quote_place(&document, &block, BF_STR("we")), document.body.length);
}

static void a_link_opens_the_page_at_the_words(void **state)
{
    (void)state;
    static const struct {
        const char *url, *exact, *link;
    } cases[] = {
        {"https://ana.example/", "we offer", "https://ana.example/#:~:text=we%20offer"},
        {"http://ana.example/a?b", "a-b, c&d", "http://ana.example/a?b#:~:text=a%2Db%2C%20c%26d"},
        {"http://ana.example/a#top", "x", "http://ana.example/a#top:~:text=x"},
        {"https://ana.example/", "caf\xc3\xa9", "https://ana.example/#:~:text=caf%C3%A9"},
        {"file:///tmp/page.html", "we offer", ""},
        {"", "we offer", ""},
    };
    bf_arena *arena = bf_arena_new(1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str link;
        assert_true(
            bf_quote_link(bf_str_of(cases[i].url), bf_str_of(cases[i].exact), arena, &link));
        assert_text(link, cases[i].link);
    }
    bf_arena_free(arena);
}

static void a_long_quote_is_linked_by_its_ends(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1 << 20);
    bf_str link;
    bf_str words = BF_STR("one two three four five six seven eight nine ten eleven twelve thirteen "
                          "fourteen fifteen sixteen seventeen eighteen nineteen twenty.");
    assert_true(bf_quote_link(BF_STR("https://a.example/"), words, arena, &link));
    assert_text(link, "https://a.example/#:~:text=one%20two%20three%20four%20five%20six%20seven%20"
                      "eight,seventeen%20eighteen%20nineteen%20twenty.");
    char run[400]; /* no blank to cut at */
    for (size_t i = 0; i < sizeof run; i++)
        run[i] = i % 2 ? '\xa9' : '\xc3';
    assert_true(
        bf_quote_link(BF_STR("https://a.example/"), (bf_str){run, sizeof run}, arena, &link));
    assert_true(bf_utf8_valid(link) && link.length > 0);
    bf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_leaves_whole_characters),
        cmocka_unit_test(what_stands_round_a_quote_is_at_most_32_bytes),
        cmocka_unit_test(a_place_is_that_of_the_words_else_of_the_block),
        cmocka_unit_test(a_link_opens_the_page_at_the_words),
        cmocka_unit_test(a_long_quote_is_linked_by_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
