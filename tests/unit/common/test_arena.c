/* test_arena.c: memory that dies together. */
#include "tests/support/views.h"

#include <stdalign.h>

#include "bonafide/arena.h"

static bool is_zero(const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++)
        if (at[i] != 0)
            return false;
    return true;
}

static void what_is_taken_is_zeroed_and_aligned_for_any_type(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1000 * 1000);
    for (int round = 0; round < 3; round++, bf_arena_reset(arena))
        for (size_t size = 0; size < 200; size += 7) {
            char *taken = bf_arena_take(arena, size, 3);
            assert_non_null(taken); /* also for 0 bytes */
            assert_int_equal((uintptr_t)taken % alignof(max_align_t), 0);
            assert_true(is_zero(taken, size * 3));
            memset(taken, 0xAA, size * 3);
        }
    bf_arena_free(arena);
    bf_arena_free(NULL);
}

static void no_more_than_the_limit_is_given_between_two_resets(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1024);
    for (int round = 0; round < 2; round++) {
        assert_non_null(bf_arena_take(arena, 1, 512));
        assert_null(bf_arena_take(arena, 1, 513));
        assert_int_equal(bf_arena_used(arena), 512); /* a refusal costs nothing */
        assert_non_null(bf_arena_take(arena, 1, 512));
        assert_int_equal(bf_arena_used(arena), 1024);
        assert_null(bf_arena_take(arena, 0, 0));
        bf_arena_reset(arena);
        assert_int_equal(bf_arena_used(arena), 0);
    }
    bf_arena_free(arena);
}

static void a_size_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(SIZE_MAX);
    bf_str copy = BF_STR("as before");
    assert_null(bf_arena_take(arena, SIZE_MAX, 2));
    assert_null(bf_arena_take(arena, SIZE_MAX / 2 + 1, 2));
    assert_null(bf_arena_take(arena, SIZE_MAX, 1));
    assert_false(bf_arena_copy(arena, (bf_str){"", SIZE_MAX}, &copy));
    assert_view(copy, "as before");
    assert_int_equal(bf_arena_used(arena), 0);
    bf_arena_free(arena);
}

static void chunks_of_every_size_live_until_the_reset(void **state)
{
    (void)state;
    enum { COUNT = 300 };
    unsigned char *taken[COUNT];
    bf_arena *arena = bf_arena_new(64 * 1024 * 1024);
    for (size_t i = 0; i < COUNT; i++) { /* some smaller than a chunk, some larger */
        taken[i] = bf_arena_take(arena, 1, i * 421);
        assert_non_null(taken[i]);
        memset(taken[i], (int)(i % 251), i * 421);
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < i * 421; j++)
            assert_true(taken[i][j] == i % 251);
    bf_arena_reset(arena);
    assert_true(is_zero(bf_arena_take(arena, 1, 100000), 100000));
    bf_arena_free(arena);
}

static void an_array_grows_by_half_and_keeps_its_items(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1000 * 1000);
    uint32_t *items = NULL;
    size_t count = 0, capacity = 0, moves = 0;
    while (count < 1000) {
        uint32_t *grown = bf_arena_grow(arena, items, count, &capacity, sizeof *items);
        assert_non_null(grown);
        assert_true(capacity > count);
        moves += grown != items;
        items = grown;
        assert_true(is_zero(items + count, (capacity - count) * sizeof *items));
        items[count] = (uint32_t)count;
        count++;
    }
    for (size_t i = 0; i < count; i++)
        assert_int_equal(items[i], i);
    assert_true(moves < 15);
    bf_arena_free(arena);
}

static void an_array_that_cannot_grow_still_stands(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(8 * sizeof(uint64_t) + 64);
    size_t capacity = 0;
    uint64_t *items = bf_arena_grow(arena, NULL, 0, &capacity, sizeof *items);
    assert_non_null(items);
    assert_int_equal(capacity, 8);
    items[7] = 77;
    assert_null(bf_arena_grow(arena, items, 8, &capacity, sizeof *items));
    assert_int_equal(capacity, 8);
    assert_int_equal(items[7], 77);
    capacity = SIZE_MAX - 1;
    assert_null(bf_arena_grow(arena, items, SIZE_MAX - 1, &capacity, 1));
    bf_arena_free(arena);
}

static void a_copy_has_a_nul_behind_it_and_is_apart_from_its_origin(void **state)
{
    (void)state;
    char origin[] = "ana\0example";
    bf_arena *arena = bf_arena_new(1000);
    bf_str copy, none;
    assert_true(bf_arena_copy(arena, (bf_str){origin, 11}, &copy));
    origin[0] = 'x';
    assert_view(copy, "ana\0example");
    assert_int_equal(copy.bytes[11], '\0');
    assert_true(bf_arena_copy(arena, (bf_str){NULL, 0}, &none));
    assert_int_equal(none.length, 0);
    assert_int_equal(none.bytes[0], '\0');
    bf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_is_zeroed_and_aligned_for_any_type),
        cmocka_unit_test(no_more_than_the_limit_is_given_between_two_resets),
        cmocka_unit_test(a_size_that_does_not_fit_is_refused),
        cmocka_unit_test(chunks_of_every_size_live_until_the_reset),
        cmocka_unit_test(an_array_grows_by_half_and_keeps_its_items),
        cmocka_unit_test(an_array_that_cannot_grow_still_stands),
        cmocka_unit_test(a_copy_has_a_nul_behind_it_and_is_apart_from_its_origin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
