/* test_phrase.c: the phrases of `find`, by what they match. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "analyzer/pattern.h"
#include "analyzer/phrase.h"

static bool find_list(bf_str name, bf_str *out, void *user)
{
    (void)user;
    *out = BF_STR("touch|watch\\w*|look[\\h\\-]?after");
    return bf_str_equal(name, BF_STR("act"));
}

/* The part of `text` that `phrase` matches; empty when it does not. */
static bf_str first_match(const char *phrase, const char *text)
{
    bf_buf expression;
    bf_str view;
    bf_error err = {0};
    bf_pattern_match match;
    bf_buf_init(&expression, 65536);
    assert_true(bf_phrase_append(&expression, bf_str_of(phrase), find_list, NULL, &err));
    assert_true(bf_buf_view(&expression, "phrase", &view, &err));
    bf_pattern *pattern = bf_pattern_compile(&view, 1, &err);
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    assert_non_null(pattern);
    assert_non_null(scratch);
    bf_pattern_result result = bf_pattern_find(pattern, scratch, bf_str_of(text), 0, &match, &err);
    assert_int_not_equal(result, BF_PATTERN_FAILED);
    bf_pattern_scratch_free(scratch);
    bf_pattern_free(pattern);
    bf_buf_free(&expression);
    return result == BF_PATTERN_MATCH ? bf_str_slice(bf_str_of(text), match.begin, match.end)
                                      : (bf_str){0};
}

typedef struct {
    const char *phrase, *text, *match; /* "": none */
} example;

static void assert_examples(const example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_str got = first_match(examples[i].phrase, examples[i].text);
        if (!bf_str_equal(got, bf_str_of(examples[i].match)))
            fail_msg("\"%s\" in \"%s\" gives \"%.*s\"", examples[i].phrase, examples[i].text,
                     BF_STR_ARG(got));
    }
}
#define ASSERT_EXAMPLES(examples) assert_examples(examples, sizeof(examples) / sizeof *(examples))

static void words_are_whole_and_parted_by_blanks_or_a_hyphen(void **state)
{
    (void)state;
    static const example examples[] = {
        {"free touch", "a free touch.", "free touch"},
        {"free touch", "free  \xc2\xa0 touch", "free  \xc2\xa0 touch"},
        {"free touch", "free-touch", "free-touch"},
        {"free touch", "free, touch", ""},
        {"free touch", "freetouch", ""},
        {"free touch", "carefree touch", ""},
        {"free touch", "free touching", ""},
        {"free touch", "free touch\xc3\xa9", ""}, /* a letter is a letter, whatever its alphabet */
        {"  free   touch ", "free touch", "free touch"},
        {"m", "m", "m"},
        {"psicóloga", "una psicóloga aquí", "psicóloga"},
    };
    ASSERT_EXAMPLES(examples);
}

static void signs_of_expressions_are_only_signs(void **state)
{
    (void)state;
    static const example examples[] = {
        {"a.b", "axb", ""},
        {"a.b", "a.b", "a.b"},
        {"$100", "for $100 now", "$100"},
        {"(now)", "now", ""},
        {"(now)", "(now)", "(now)"},
        {"a+b", "aab", ""},
        {"c\\d", "c5", ""},
        {"[abc]", "a", ""},
        {"{x}", "{x}", "{x}"},
        {"a^b", "a^b", "a^b"},
        {"#1 touch", "#1 touch", "#1 touch"},
        {"*", "word", ""},
        {"?", "why ?", "?"},
        {"-x", "-x", "-x"},
    };
    ASSERT_EXAMPLES(examples);
}

static void a_word_may_vary(void **state)
{
    (void)state;
    static const example examples[] = {
        {"touch*", "touching", "touching"},
        {"touch*", "touch", "touch"},
        {"touch*", "retouch", ""},
        {"touch* me", "touches me", "touches me"},
        {"on-line", "online", "online"},
        {"on-line", "on line", "on line"},
        {"on-line", "on-line", "on-line"},
        {"on-line", "on  line", ""},
        {"hands?-on", "hand-on", "hand-on"},
        {"hands?-on", "handson", "handson"},
        {"ha??b", "h?b", "h?b"}, /* the second mark is a sign */
        {"touch|feel you", "feel you", "feel you"},
        {"touch|feel you", "touch you", "touch you"},
        {"touch|feel you", "touch", ""},
        {"touch*|feel*", "feeling", "feeling"},
    };
    ASSERT_EXAMPLES(examples);
}

static void a_word_may_be_missing_with_what_parts_it(void **state)
{
    (void)state;
    static const example examples[] = {
        {"touch the? body", "touch the body", "touch the body"},
        {"touch the? body", "touch body", "touch body"},
        {"touch the? body", "touch  body", "touch  body"},
        {"touch the? body", "touchbody", ""},
        {"i {{act}}? you", "i you", "i you"},
        {"i {{act}}? you", "i watched you", "i watched you"},
        {"touch me now?", "touch me", "touch me"},
        {"touch a|the? body", "touch the body", "touch the body"},
    };
    ASSERT_EXAMPLES(examples);
}

static void a_gap_is_words_of_one_clause(void **state)
{
    (void)state;
    static const example examples[] = {
        {"we {{0-2}} touch", "we touch", "we touch"},
        {"we {{0-2}} touch", "we really do touch", "we really do touch"},
        {"we {{0-2}} touch", "we do, gladly, touch", "we do, gladly, touch"},
        {"we {{0-2}} touch", "we don't ever-so touch", "we don't ever-so touch"},
        {"we {{0-2}} touch", "we three words here touch", ""},
        {"we {{1-2}} touch", "we touch", ""},
        {"we {{0-2}} touch", "we talk. touch", ""},
        {"we {{0-2}} touch", "we talk: touch", ""},
        {"we {{0-2}} touch", "we talk; touch", ""},
        {"we {{0-2}} touch", "we talk? touch", ""},
        {"we {{0-20}} touch", "we a b c d e f g h i j k l m n o p q r s t touch",
         "we a b c d e f g h i j k l m n o p q r s t touch"},
        {"we {{0-3}} touch", "we touch and touch", "we touch"}, /* the nearest */
    };
    ASSERT_EXAMPLES(examples);
}

static void a_gap_stays_when_the_word_after_it_is_missing(void **state)
{
    (void)state;
    static const example examples[] = {
        {"we {{0-2}} the? body", "we touch the body", "we touch the body"},
        {"we {{0-2}} the? body", "we touch your body", "we touch your body"},
        {"we {{0-2}} the? body", "we body", "we body"},
        {"we {{0-1}} a? b? body", "we x, b body", "we x, b body"},
    };
    ASSERT_EXAMPLES(examples);
}

static void lists_stand_for_their_words(void **state)
{
    (void)state;
    static const example examples[] = {
        {"i {{act}} you", "i look-after you", "i look-after you"},
        {"i {{act}} you", "i watched you", "i watched you"},
        {"i {{act}} you", "i rewatch you", ""},
        {"{{act}}", "retouch", ""},
        {"{{act}} {{0-1}} {{act}}", "touch, then watch", "touch, then watch"},
    };
    ASSERT_EXAMPLES(examples);
}

static void a_fault_has_its_byte(void **state)
{
    (void)state;
    char long_phrase[502];
    memset(long_phrase, 'a', 501);
    long_phrase[501] = '\0';
    const struct {
        const char *phrase;
        unsigned column;
        const char *words;
    } cases[] = {
        {"", 1, "empty phrase"},
        {"   ", 4, "empty phrase"},
        {"we {{act", 4, "{{ without }}"},
        {"we {{act}}s", 4, "after }} comes a blank"},
        {"we re{{act}}", 4, "before {{ comes a blank"},
        {"we {{nothing}}", 4, "no such list in this pack"},
        {"{{0-2}} touch", 1, "a gap stands between two words"},
        {"we {{0-2}}", 11, "a gap stands between two words"},
        {"we {{0-2}} the?", 16, "a gap stands between two words"},
        {"we {{0-2}} {{0-2}} touch", 12, "a gap stands between two words"},
        {"we {{2-1}} touch", 4, "no such list in this pack"},
        {"we {{0-21}} touch", 4, "no such list in this pack"},
        {"we {{-2}} touch", 4, "no such list in this pack"},
        {"the? touch", 1, "the first word may not be missing"},
        {"a touch||feel", 3, "one side of | is empty"},
        {"a |touch", 3, "one side of | is empty"},
        {"a touch|", 3, "one side of | is empty"},
        {"a {{0-1}} b {{0-1}} c {{0-1}} d {{0-1}} e {{0-1}} f {{0-1}} g {{0-1}} h {{0-1}} i "
         "{{0-1}} j",
         83, "a phrase has at most 8 gaps"},
        {long_phrase, 501, "a phrase has at most 500 bytes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_buf out;
        bf_error err = {0};
        bf_buf_init(&out, 65536);
        assert_false(bf_phrase_append(&out, bf_str_of(cases[i].phrase), find_list, NULL, &err));
        assert_int_equal(err.code, BF_ERR_RULE);
        assert_string_equal(err.message, cases[i].words);
        if (err.column != cases[i].column)
            fail_msg("\"%s\": column %u", cases[i].phrase, err.column);
        bf_buf_free(&out);
    }
}

static void a_word_of_a_list_has_no_lists_and_gaps(void **state)
{
    (void)state;
    static const char *const wrong[] = {"{{act}}", "a {{0-2}} b", "a {{act}}", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        bf_buf out;
        bf_error err = {0};
        bf_buf_init(&out, 65536);
        assert_false(bf_phrase_append_bare(&out, bf_str_of(wrong[i]), &err));
        assert_int_equal(err.code, BF_ERR_RULE);
        bf_buf_free(&out);
    }
}

static void want_of_room_is_latched_and_no_fault(void **state)
{
    (void)state;
    bf_buf out;
    bf_error err = {0};
    bf_buf_init(&out, 10);
    assert_true(bf_phrase_append(&out, BF_STR("a long phrase"), find_list, NULL, &err));
    assert_true(out.failed && out.full);
    bf_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_whole_and_parted_by_blanks_or_a_hyphen),
        cmocka_unit_test(signs_of_expressions_are_only_signs),
        cmocka_unit_test(a_word_may_vary),
        cmocka_unit_test(a_word_may_be_missing_with_what_parts_it),
        cmocka_unit_test(a_gap_is_words_of_one_clause),
        cmocka_unit_test(a_gap_stays_when_the_word_after_it_is_missing),
        cmocka_unit_test(lists_stand_for_their_words),
        cmocka_unit_test(a_fault_has_its_byte),
        cmocka_unit_test(a_word_of_a_list_has_no_lists_and_gaps),
        cmocka_unit_test(want_of_room_is_latched_and_no_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
