/* tests/support/frontiers.h: what unit tests of the frontier share: a state in a folder of its own,
 * opened and closed, and leases taken as a crawl takes them. */
#ifndef BF_TESTS_FRONTIERS_H
#define BF_TESTS_FRONTIERS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/frontier.h"

static const int64_t NOW = INT64_C(1795464000000);

static char root[64]; /* the folder of the present test; its state is in root/state */

static inline int make_root(void **state)
{
    *state = bf_arena_new(1 << 20);
    snprintf(root, sizeof root, "/tmp/test_frontier.XXXXXX");
    return *state == NULL || mkdtemp(root) == NULL;
}

static inline int remove_root(void **state)
{
    char command[128];
    bf_arena_free(*state);
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

static inline const char *state_dir(void)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/state", root);
    return path;
}

static bf_state *kept_state; /* of the frontier that is open */

static inline bf_frontier *open_at(const char *dir, int64_t now_ms)
{
    bf_error err = {0};
    kept_state = bf_state_open(dir, &err);
    bf_frontier *frontier = kept_state ? bf_frontier_new(kept_state, now_ms, &err) : NULL;
    if (frontier == NULL)
        fail_msg("%s", err.message);
    return frontier;
}

static inline bf_frontier *open_state(void)
{
    return open_at(state_dir(), NOW);
}

static inline void close_state(bf_frontier *frontier)
{
    bf_frontier_free(frontier);
    bf_state_close(kept_state);
    kept_state = NULL;
}

/* Adds `text` with its own key; says whether it was new. */
static inline bool add(bf_frontier *frontier, bf_arena *arena, const char *text,
                       bf_frontier_entry entry)
{
    bf_url url;
    bf_error err = {0};
    bool added;
    assert_true(bf_url_parse(bf_str_of(text), NULL, arena, &url, &err));
    assert_true(bf_url_key(&url, arena, &entry.key, &err));
    entry.url = &url;
    if (entry.seed == 0)
        assert_true(bf_frontier_add_seed(frontier, BF_STR("http://a.example/"), &entry.seed, &err));
    assert_true(bf_frontier_add(frontier, &entry, &added, NULL, &err));
    return added;
}

static inline bool add_plain(bf_frontier *frontier, bf_arena *arena, const char *text)
{
    return add(frontier, arena, text, (bf_frontier_entry){.priority = 3, .depth = 1});
}

static inline bf_frontier_next_kind next(bf_frontier *frontier, int64_t now_ms,
                                         bf_frontier_item *item)
{
    bf_error err = {0};
    int64_t due_ms = 0;
    bf_frontier_next_kind kind = bf_frontier_next(frontier, now_ms, item, &due_ms, &err);
    assert_int_not_equal(kind, BF_FRONTIER_BROKEN);
    return kind;
}

/* Says what robots.txt of `host` is; whether rules from before go on instead. */
static inline bool set_robots(bf_frontier *frontier, int64_t host, bf_frontier_robots robots,
                              const char *text, int64_t now_ms)
{
    bf_error err = {0};
    bool kept;
    assert_true(
        bf_frontier_set_robots(frontier, host, robots, bf_str_of(text), now_ms, &kept, &err));
    return kept;
}

/* Leases the next URL, answering for robots.txt where it is asked for. */
static inline bf_frontier_item lease(bf_frontier *frontier, const char *expected)
{
    bf_error err = {0};
    bf_frontier_item item;
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    while (item.id == 0) {
        set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_TEXT, "rules", NOW);
        assert_true(bf_frontier_release(frontier, item.host, 0, &err));
        assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    }
    char url[256];
    snprintf(url, sizeof url, "%.*s", BF_STR_ARG(item.url));
    assert_string_equal(url, expected);
    return item;
}

static inline void assert_rules(bf_frontier *frontier, int64_t host, const char *expected)
{
    bf_error err = {0};
    bf_str text;
    assert_true(bf_frontier_robots_text(frontier, host, &text, &err));
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.bytes, expected, text.length);
}

/* Ends a lease, its host due at `due_ms`. */
static inline void end(bf_frontier *frontier, const bf_frontier_item *item, bf_frontier_state state,
                       int status, int64_t due_ms)
{
    bf_error err = {0};
    assert_true(bf_frontier_end(frontier, item->id, state, status, &err));
    assert_true(bf_frontier_release(frontier, item->host, due_ms, &err));
}

/* Ends what is leased as done with `status`. */
static inline void lease_and_end(bf_frontier *frontier, const char *url, int status)
{
    bf_frontier_item item = lease(frontier, url);
    end(frontier, &item, status ? BF_FRONTIER_DONE : BF_FRONTIER_FAILED, status, 0);
}

static inline uint64_t count(bf_frontier *frontier, bf_frontier_state state)
{
    bf_error err = {0};
    uint64_t found;
    assert_true(bf_frontier_count(frontier, state, &found, &err));
    return found;
}

static inline uint64_t renew(bf_frontier *frontier)
{
    bf_error err = {0};
    uint64_t renewed;
    assert_true(bf_frontier_renew(frontier, &renewed, &err));
    return renewed;
}

static inline int64_t name_seed(bf_frontier *frontier, const char *url)
{
    bf_error err = {0};
    int64_t seed;
    assert_true(bf_frontier_add_seed(frontier, bf_str_of(url), &seed, &err));
    return seed;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

#endif
