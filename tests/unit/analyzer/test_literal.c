/* test_literal.c: what is known of parts joined, united and repeated; how expressions are read is
 * test_demand.c's. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "analyzer/literal.h"
#include "tests/support/arenas.h"

/* A part of one word. */
static bf_literal_part part_of(const char *word)
{
    bf_literal_part part = {.before_count = 0};
    assert_true(bf_literal_add(arena, &part, word, strlen(word), false));
    return part;
}

static void assert_literal(const bf_literal *one, const char *bytes)
{
    assert_int_equal(one->length, strlen(bytes));
    assert_memory_equal(one->bytes, bytes, one->length);
}

static void words_join_and_a_run_of_blanks_is_one(void **state)
{
    (void)state;
    bf_literal_part part = part_of("on "), next = part_of(" line");
    assert_true(bf_literal_join(arena, &part, &next));
    assert_int_equal(part.now.count, 1);
    assert_literal(&part.now.items[0], "on line");
}

static void a_long_literal_is_cut_and_what_follows_stands_apart(void **state)
{
    (void)state;
    bf_literal_part part = part_of("abcdefghijkl"), next = part_of("mn"), last = part_of("zz");
    assert_true(bf_literal_join(arena, &part, &next));
    assert_literal(&part.now.items[0], "abcdefghijkl");
    assert_true(part.now.items[0].open_right);
    assert_true(bf_literal_join(arena, &part, &last));
    assert_int_equal(part.before_count, 1);
    assert_literal(&part.before[0].items[0], "abcdefghijkl");
    assert_literal(&part.now.items[0], "zz");
    assert_true(part.now.items[0].open_left);
}

static void the_unknown_parts_and_its_edge_is_told_to_both(void **state)
{
    (void)state;
    bf_literal_part part = part_of("me"), gap, next = part_of("you");
    assert_true(bf_literal_unknown(arena, true, &gap));
    assert_true(bf_literal_join(arena, &part, &gap));
    assert_true(bf_literal_join(arena, &part, &next));
    assert_int_equal(part.before_count, 1);
    assert_true(part.before[0].items[0].word_ends);
    assert_true(part.now.items[0].word_begins);
}

static void what_may_be_missing_says_nothing_alone(void **state)
{
    (void)state;
    bf_literal_part part = part_of("zz"), other = part_of("me"), gap;
    assert_true(bf_literal_repeat(arena, &part, 0, 1));
    assert_int_equal(part.now.count, 2);
    assert_int_equal(part.now.items[1].length, 0);
    assert_true(bf_literal_unknown(arena, false, &gap));
    assert_true(bf_literal_join(arena, &part, &gap));
    assert_int_equal(part.before_count, 0);
    assert_true(bf_literal_join(arena, &part, &other));
    assert_literal(&part.now.items[0], "me");
}

static void of_many_groups_the_rarest_are_kept(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "e", "zzz", "o", "i", "qqq", "n", "xxx", "t", "yyy"};
    bf_literal_part part;
    size_t rare = 0;
    assert_true(bf_literal_empty(arena, false, &part));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bf_literal_part word = part_of(words[i]), gap;
        assert_true(bf_literal_unknown(arena, false, &gap));
        assert_true(bf_literal_join(arena, &part, &word));
        assert_true(bf_literal_join(arena, &part, &gap));
    }
    assert_int_equal(part.before_count, BF_LITERAL_GROUPS);
    for (size_t i = 0; i < part.before_count; i++)
        rare += part.before[i].items[0].length == 3;
    assert_int_equal(rare, 4);
}

static void too_many_alternatives_are_unknown(void **state)
{
    (void)state;
    bf_literal_part part = part_of("a"), other = {.before_count = 0};
    for (size_t i = 0; i < BF_LITERAL_MOST; i++)
        assert_true(bf_literal_add(arena, &other, "b", 1, false));
    assert_true(bf_literal_unite(arena, &part, &other));
    assert_int_equal(part.now.count, 1);
    assert_int_equal(part.now.items[0].length, 0);
    assert_true(part.now.items[0].open_left && part.now.items[0].open_right);
}

static void without_memory_nothing_is_known(void **state)
{
    (void)state;
    bf_arena *small = bf_arena_new(1);
    bf_literal_part part;
    assert_false(bf_literal_empty(small, false, &part));
    assert_false(bf_literal_unknown(small, false, &part));
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_join_and_a_run_of_blanks_is_one),
        TEST(a_long_literal_is_cut_and_what_follows_stands_apart),
        TEST(the_unknown_parts_and_its_edge_is_told_to_both),
        TEST(what_may_be_missing_says_nothing_alone),
        TEST(of_many_groups_the_rarest_are_kept),
        TEST(too_many_alternatives_are_unknown),
        TEST(without_memory_nothing_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
