/* test_disguise.c: what words as shown have of characters that nobody sees, and of styled letters.
 */
#include "tests/support/arenas.h"

#include "analyzer/disguise.h"

enum { HIDDEN = 1 << BF_DISGUISE_INVISIBLE, STYLED = 1 << BF_DISGUISE_STYLED };

typedef struct {
    const char *shown;
    unsigned found;
} example;

static void assert_found(const example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned found = bf_disguise_shown(bf_str_of(examples[i].shown));
        if (found != examples[i].found)
            fail_msg("\"%s\" gives %u", examples[i].shown, found);
    }
}
#define ASSERT_FOUND(examples) assert_found(examples, sizeof(examples) / sizeof *(examples))

static void what_nobody_sees_inside_a_word_is_found(void **state)
{
    (void)state;
    static const example examples[] = {
        {"sex\u200bual", HIDDEN},
        {"s\u2060e\u2060x", HIDDEN},
        {"mas\ufeffsage", HIDDEN},
        {"mas\u200dsage", HIDDEN}, /* a joiner joins nothing in Latin */
        {"mas\U000e0041sage", HIDDEN},
        {"сек\u200bс", HIDDEN},
        {"sexual\u200b touch", 0}, /* between words */
        {"\ufeffsexual touch\u200b", 0},
        {"sexual\u200b, touch", 0},
        {"می\u200cخواهم", 0}, /* Persian parts letters so */
        {"क्\u200dष", 0},
        {"👩\u200d❤\ufe0f\u200d👨 love", 0},
        {"", 0},
    };
    ASSERT_FOUND(examples);
}

static void a_soft_hyphen_is_honest_where_a_word_may_be_parted(void **state)
{
    (void)state;
    static const example examples[] = {
        {"psy\u00adcho\u00adther\u00adapy", 0},
        {"mas\u00adsage", 0},
        {"Auf\u200clage", 0}, /* no ligature in German */
        {"s\u00adexual", HIDDEN},
        {"sexua\u00adl", HIDDEN},
        {"se\u00adx\u00adual", HIDDEN},
        {"se\u00adx", HIDDEN},
        {"sex\u00ad\u00adual", HIDDEN}, /* two do nothing that one does not */
    };
    ASSERT_FOUND(examples);
}

static void styled_words_are_found_and_styled_signs_are_not(void **state)
{
    (void)state;
    static const example examples[] = {
        {"ｓｅｘ", STYLED},
        {"𝓼𝓮𝔁𝓾𝓪𝓵 touch", STYLED},
        {"ⓢⓔⓧ", STYLED},
        {"m𝐚𝐬sage", STYLED},
        {"brand\u24c7, \u24d2 2024, \u2139", 0},
        {"1ˢᵗ visit", 0},
        {"1\u00aa y 2\u00ba, M\u00aa", 0},
        {"of\ufb01ce", 0}, /* a ligature */
        {"300 \u212a, \u2103, \u210c", 0},
        {"x\u00b2, CO\u2082", 0},
    };
    ASSERT_FOUND(examples);
}

static void names_stand_in_one_order(void **state)
{
    (void)state;
    bf_str names;
    assert_true(bf_disguise_names(BF_DISGUISE_ALL | BF_DISGUISE_ACCENT, arena, &names));
    assert_true(
        bf_str_equal(names, BF_STR("invisible+styled+marks+lookalike+leet+spaced+repeated")));
    assert_true(bf_disguise_names(1u << BF_DISGUISE_LEET, arena, &names));
    assert_true(bf_str_equal(names, BF_STR("leet")));
    assert_true(bf_disguise_names(BF_DISGUISE_ACCENT, arena, &names));
    assert_int_equal(names.length, 0);
    bf_arena *small = bf_arena_new(1);
    assert_false(bf_disguise_names(BF_DISGUISE_ALL, small, &names));
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_nobody_sees_inside_a_word_is_found),
        TEST(a_soft_hyphen_is_honest_where_a_word_may_be_parted),
        TEST(styled_words_are_found_and_styled_signs_are_not),
        TEST(names_stand_in_one_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
