/* tests/support/arenas.h: an arena for each unit test of what is made of a page, and a page of
 * HTML.
 */
#ifndef BF_TESTS_ARENAS_H
#define BF_TESTS_ARENAS_H

#include "tests/support/views.h"

#include "bonafide/arena.h"
#include "bonafide/page.h"

static bf_arena *arena;
static const bf_page_limits no_limits = {0};

static inline int make_arena(void **state)
{
    (void)state;
    arena = bf_arena_new(256 * 1024 * 1024);
    return arena == NULL;
}

static inline int free_arena(void **state)
{
    (void)state;
    bf_arena_free(arena);
    return 0;
}

/* A test between the two. */
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, free_arena)

/* Makes a page of `html` in the arena. */
static inline bf_page page_of(bf_str html, const char *url)
{
    bf_error err = {0};
    bf_page page;
    assert_true(bf_page_from_html(html, bf_str_of(url), &no_limits, arena, &page, &err));
    return page;
}

#endif
