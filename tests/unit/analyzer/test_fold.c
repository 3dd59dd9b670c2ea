/* test_fold.c: the view of a text that patterns are matched against, and the way back. */
#include "tests/support/arenas.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/fold.h"
#include "common/utf8.h"

static bf_folded fold(bf_str shown)
{
    bf_error err = {0};
    bf_folded folded;
    assert_true(bf_fold(shown, arena, &folded, &err));
    assert_true(bf_utf8_valid(folded.text));
    assert_int_equal(folded.origin[folded.text.length], shown.length);
    for (size_t i = 0; i < folded.text.length; i++) {
        assert_true(folded.origin[i] < shown.length && folded.origin[i] <= folded.origin[i + 1]);
        assert_int_not_equal((unsigned char)shown.bytes[folded.origin[i]] & 0xC0, 0x80);
    }
    return folded;
}

typedef struct {
    const char *shown, *folded;
} example;

static void assert_folds(const example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_folded got = fold(bf_str_of(examples[i].shown));
        if (!bf_str_equal(got.text, bf_str_of(examples[i].folded)))
            fail_msg("\"%s\" folds to \"%.*s\"", examples[i].shown, BF_STR_ARG(got.text));
    }
}
#define ASSERT_FOLDS(examples) assert_folds(examples, sizeof(examples) / sizeof *(examples))

static void letters_lose_their_case_and_their_form(void **state)
{
    (void)state;
    static const example examples[] = {
        {"", ""},
        {"A", "a"},
        {"Ana EXAMPLE", "ana example"},
        {"ÉCOUTER Ñ", "écouter ñ"},
        {"e\xcc\x81", "é"},         /* composed */
        {"E\xcc\xa3\xcc\x82", "ệ"}, /* marks in canonical order */
        {"E\xcc\x82\xcc\xa3", "ệ"}, /* and out of it */
        {"ｓｅｘ", "sex"},          /* full width */
        {"𝓼𝓮𝔁", "sex"},             /* mathematical script */
        {"ⓢⓔⓧ", "sex"},             /* in circles */
        {"ﬁve", "five"},
        {"Straße", "strasse"},
        {"x²", "x2"},
        {"İ", "i\xcc\x87"},
        {"ΣΑΣ", "σασ"},
        {"가", "가"},
        {"\xe1\x84\x80\xe1\x85\xa1", "가"},           /* letters of Hangul compose */
        {"ﾽￇ", "페"},                                 /* and narrow ones */
        {"\xe0\xa7\x87\xe0\xa6\xbe", "\xe0\xa7\x8b"}, /* a vowel of Bengali has class 0 */
        {"שׁ", "שׁ"},
    };
    ASSERT_FOLDS(examples);
}

static void signs_that_look_alike_are_plain(void **state)
{
    (void)state;
    static const example examples[] = {
        {"don’t ‘do’ it ʼ ′ ´ `", "don't 'do' it ' ' ' '"},
        {"“a” «b» „c‟ ″ ‹d›", "\"a\" \"b\" \"c\" \" \"d\""},
        {"a–b—c‒d―e‐f‑g−h⁃i﹘j﹣k－l⸺m〜n", "a-b-c-d-e-f-g-h-i-j-k-l-m-n"},
        {"a\xc2\xa0z\xe2\x80\x83z\xe3\x80\x80z\xe2\x80\x8az", "a z z z z"},
        {"a\tb\x01z\x7fz\nd", "a b z z\nd"},
        {"a\xe2\x80\xa8z\xe2\x80\xa9z\xc2\x85z", "a z z z"}, /* line separator and its kin */
        {"wait…", "wait..."},
    };
    ASSERT_FOLDS(examples);
}

static void what_nobody_sees_is_out(void **state)
{
    (void)state;
    static const example examples[] = {
        {"s\xc2\xad"
         "ex",
         "sex"}, /* soft hyphen */
        {"s\xe2\x80\x8b"
         "e\xe2\x80\x8dx\xef\xbb\xbf",
         "sex"},                                /* zero width space, joiner, no-break space */
        {"\xe2\x80\xaesex\xe2\x80\xac", "sex"}, /* bidi override */
        {"s\xe2\x81\xa0"
         "e\xcd\x8fx",
         "sex"}, /* word joiner, grapheme joiner */
        {"s\xef\xb8\x8f"
         "ex\xf3\xa0\x84\x80",
         "sex"}, /* variation selectors */
        {"s\xf3\xa0\x81\xa1"
         "ex",
         "sex"}, /* tags */
        {"\xe2\x80\x8b", ""},
        {"e\xe2\x80\x8b\xcc\x81", "é"}, /* between a letter and its mark */
    };
    ASSERT_FOLDS(examples);
}

static void no_cue_is_made_of_a_sign(void **state)
{
    (void)state;
    static const example examples[] = {
        {"№ 5", "№ 5"},                                     /* not "no 5" */
        {"℡ ℠", "℡ ℠"}, {"™", "™"}, {"½ hour", "1⁄2 hour"}, /* no letters: no word */
        {"㎏", "㎏"},
    };
    ASSERT_FOLDS(examples);
}

static void the_way_back_is_whole_characters_as_shown(void **state)
{
    (void)state;
    static const struct {
        const char *shown, *find, *source;
    } cases[] = {
        {"We OFFER it", "offer", "OFFER"},
        {"a “quote” b", "\"quote\"", "“quote”"},
        {"ﬁve hours", "ive", "ﬁve"}, /* a part of one character is all of it */
        {"ﬁve hours", "f", "ﬁ"},
        {"cafe\xcc\x81 here", "café", "cafe\xcc\x81"},
        {"s\xe2\x80\x8b"
         "e\xe2\x80\x8bx now",
         "sex",
         "s\xe2\x80\x8b"
         "e\xe2\x80\x8bx"},
        {"wait… now", "...", "…"},
        {"end", "end", "end"},
        {"tail\xe2\x80\x8b", "tail", "tail\xe2\x80\x8b"}, /* what nobody sees goes along */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str shown = bf_str_of(cases[i].shown), find = bf_str_of(cases[i].find);
        bf_folded folded = fold(shown);
        size_t begin = bf_str_find(folded.text, find, 0);
        assert_int_not_equal(begin, SIZE_MAX);
        bf_str source = bf_fold_source(&folded, shown, begin, begin + find.length);
        if (!bf_str_equal(source, bf_str_of(cases[i].source)))
            fail_msg("\"%s\" comes from \"%.*s\"", cases[i].find, BF_STR_ARG(source));
    }
}

static void an_empty_part_comes_from_nothing(void **state)
{
    (void)state;
    bf_str shown = BF_STR("abc");
    bf_folded folded = fold(shown);
    assert_int_equal(bf_fold_source(&folded, shown, 1, 1).length, 0);
    assert_int_equal(bf_fold_source(&folded, shown, 3, 9).length, 0);
    assert_int_equal(bf_fold_source(&folded, shown, 2, 9).length, 1);
}

static void any_number_of_marks_is_taken(void **state)
{
    (void)state;
    enum { MARKS = 10000 };
    char text[1 + 2 * MARKS];
    text[0] = 'e';
    for (size_t i = 0; i < MARKS; i++)
        memcpy(text + 1 + 2 * i, i % 2 ? "\xcc\x81" : "\xcc\xa3", 2);
    assert_true(fold((bf_str){text, sizeof text}).text.length >= MARKS);
}

static void one_character_may_become_many(void **state)
{
    (void)state;
    bf_folded folded = fold(BF_STR("\xef\xb7\xba\xef\xb7\xba")); /* U+FDFA: the longest of NFKC */
    assert_int_equal(folded.text.length, 2 * 33);
    assert_int_equal(folded.origin[32], 0);
    assert_int_equal(folded.origin[33], 3);
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_arena *small = bf_arena_new(1000);
    bf_error err = {0};
    bf_folded folded;
    char text[2000];
    memset(text, 'a', sizeof text);
    assert_false(bf_fold((bf_str){text, sizeof text}, small, &folded, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(letters_lose_their_case_and_their_form),
        TEST(signs_that_look_alike_are_plain),
        TEST(what_nobody_sees_is_out),
        TEST(no_cue_is_made_of_a_sign),
        TEST(the_way_back_is_whole_characters_as_shown),
        TEST(an_empty_part_comes_from_nothing),
        TEST(any_number_of_marks_is_taken),
        TEST(one_character_may_become_many),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
