/* test_automaton.c: literals, all found in one pass over a text. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "analyzer/automaton.h"
#include "tests/support/arenas.h"

enum { MOST = 64 };

static bf_literal literals[MOST];
static size_t count;
static char told[512];

/* A literal as test_demand.c writes it: < and > are the edges of a word, ~ is any case. */
static void add(const char *written)
{
    bf_literal *one = &literals[count++];
    *one = (bf_literal){.any_case = written[0] == '~'};
    written += one->any_case;
    one->word_begins = written[0] == '<';
    written += one->word_begins;
    size_t length = strlen(written);
    one->word_ends = written[length - 1] == '>';
    one->length = (unsigned char)(length - one->word_ends);
    memcpy(one->bytes, written, one->length);
}

static void tell(uint32_t literal, void *user)
{
    size_t used = strlen(told);
    (void)user;
    snprintf(told + used, sizeof told - used, "%s%u", used ? " " : "", literal);
}

/* The numbers of the literals that stand in `text`, one for each place. */
static const char *found_in(const char *text)
{
    bf_automaton automaton;
    assert_true(bf_automaton_make(literals, count, arena, arena, &automaton));
    told[0] = '\0';
    bf_automaton_read(&automaton, bf_str_of(text), tell, NULL);
    return told;
}

static int begin(void **state)
{
    count = 0;
    return make_arena(state);
}

static void each_place_of_each_literal_is_told(void **state)
{
    (void)state;
    add("hers");
    add("he");
    add("she");
    add("ers");
    assert_string_equal(found_in("ushers"), "2 1 0 3");
    assert_string_equal(found_in("he he"), "1 1");
    assert_string_equal(found_in(""), "");
    assert_string_equal(found_in("shhrs"), "");
}

static void an_edge_is_no_letter_of_ascii(void **state)
{
    (void)state;
    add("<me");
    add("me>");
    add("<me>");
    assert_string_equal(found_in("me"), "2 0 1");
    assert_string_equal(found_in("some"), "1");
    assert_string_equal(found_in("mean"), "0");
    assert_string_equal(found_in("(me)"), "2 0 1");
    assert_string_equal(found_in("\xC3\xA9me\xC3\xA9"), "2 0 1");
    assert_string_equal(found_in("_me9"), "");
}

static void blanks_and_hyphens_are_one_blank(void **state)
{
    (void)state;
    add("on line");
    add(" x");
    assert_string_equal(found_in("on - \n line"), "0");
    assert_string_equal(found_in("on-line  x"), "0 1");
    assert_string_equal(found_in("online"), "");
}

static void case_counts_where_the_literal_says_so(void **state)
{
    (void)state;
    add("MA");
    add("~ma");
    assert_string_equal(found_in("MA ma mA"), "1 0 1 1");
}

/* More states than one byte has values, with many steps and few. */
static void many_literals_find_room(void **state)
{
    (void)state;
    char text[4 * MOST + 1] = "", expected[512] = "";
    for (unsigned i = 0; i < MOST; i++) {
        char word[8];
        snprintf(word, sizeof word, "%c%cz%c", 'a' + (int)(i % 8), 'a' + (int)(i / 8),
                 'a' + (int)(i % 26));
        add(word);
        strcat(text, word);
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%s%u",
                 i ? " " : "", i);
    }
    assert_string_equal(found_in(text), expected);
}

static void without_memory_there_is_none(void **state)
{
    (void)state;
    bf_arena *small = bf_arena_new(16);
    bf_automaton automaton;
    add("touch");
    assert_false(bf_automaton_make(literals, count, small, arena, &automaton));
    assert_false(bf_automaton_make(literals, count, arena, small, &automaton));
    bf_arena_free(small);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, free_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_place_of_each_literal_is_told),
        CASE(an_edge_is_no_letter_of_ascii),
        CASE(blanks_and_hyphens_are_one_blank),
        CASE(case_counts_where_the_literal_says_so),
        CASE(many_literals_find_room),
        CASE(without_memory_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
