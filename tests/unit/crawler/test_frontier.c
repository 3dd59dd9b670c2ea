/* test_frontier.c: the URLs that are known, and what becomes of them, also over a kill. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "crawler/frontier.h"

static const int64_t NOW = INT64_C(1795464000000);

static char root[64]; /* the folder of the present test; its state is in root/state */

static int make_root(void **state)
{
    *state = bf_arena_new(1 << 20);
    snprintf(root, sizeof root, "/tmp/test_frontier.XXXXXX");
    return *state == NULL || mkdtemp(root) == NULL;
}

static int remove_root(void **state)
{
    char command[128];
    bf_arena_free(*state);
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

static const char *state_dir(void)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/state", root);
    return path;
}

static bf_frontier *open_state(void)
{
    bf_error err = {0};
    bf_frontier *frontier = bf_frontier_open(state_dir(), &err);
    if (frontier == NULL)
        fail_msg("%s", err.message);
    return frontier;
}

/* Adds `text` with its own key; says whether it was new. */
static bool add(bf_frontier *frontier, bf_arena *arena, const char *text, bf_frontier_entry entry)
{
    bf_url url;
    bf_error err = {0};
    bool added;
    assert_true(bf_url_parse(bf_str_of(text), NULL, arena, &url, &err));
    assert_true(bf_url_key(&url, arena, &entry.key, &err));
    entry.url = &url;
    if (entry.seed == 0)
        assert_true(bf_frontier_add_seed(frontier, BF_STR("http://a.example/"), &entry.seed, &err));
    assert_true(bf_frontier_add(frontier, &entry, &added, &err));
    return added;
}

static bool add_plain(bf_frontier *frontier, bf_arena *arena, const char *text)
{
    return add(frontier, arena, text, (bf_frontier_entry){.priority = 3, .depth = 1});
}

static bf_frontier_next_kind next(bf_frontier *frontier, int64_t now_ms, bf_frontier_item *item)
{
    bf_error err = {0};
    int64_t due_ms = 0;
    bf_frontier_next_kind kind = bf_frontier_next(frontier, now_ms, item, &due_ms, &err);
    assert_int_not_equal(kind, BF_FRONTIER_BROKEN);
    return kind;
}

/* Leases the next URL, answering for robots.txt where it is asked for. */
static bf_frontier_item lease(bf_frontier *frontier, const char *expected)
{
    bf_error err = {0};
    bf_frontier_item item;
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    while (item.id == 0) {
        assert_true(bf_frontier_set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_TEXT,
                                           BF_STR("rules"), NOW, &err));
        assert_true(bf_frontier_release(frontier, item.host, 0, &err));
        assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    }
    char url[256];
    snprintf(url, sizeof url, "%.*s", BF_STR_ARG(item.url));
    assert_string_equal(url, expected);
    return item;
}

/* Ends a lease, its host due at `due_ms`. */
static void end(bf_frontier *frontier, const bf_frontier_item *item, bf_frontier_state state,
                int status, int64_t due_ms)
{
    bf_error err = {0};
    assert_true(bf_frontier_end(frontier, item->id, state, status, &err));
    assert_true(bf_frontier_release(frontier, item->host, due_ms, &err));
}

static uint64_t count(bf_frontier *frontier, bf_frontier_state state)
{
    bf_error err = {0};
    uint64_t found;
    assert_true(bf_frontier_count(frontier, state, &found, &err));
    return found;
}

static void a_url_is_added_once_whatever_tracks_it(void **state)
{
    bf_frontier *frontier = open_state();
    assert_true(add_plain(frontier, *state, "http://a.example/x"));
    assert_false(add_plain(frontier, *state, "http://a.example/x"));
    assert_false(add_plain(frontier, *state, "http://a.example/x?utm_source=list"));
    assert_true(add_plain(frontier, *state, "http://a.example/x?page=2"));
    assert_true(add_plain(frontier, *state, "https://a.example/x"));
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 3);
    bf_frontier_close(frontier);
}

static void what_is_known_of_a_url_comes_back_with_its_lease(void **state)
{
    bf_frontier *frontier = open_state();
    bf_error err = {0};
    bf_frontier_entry entry = {.depth = 2,
                               .redirects = 1,
                               .priority = 3,
                               .via = BF_STR("http://a.example/list"),
                               .hops = BF_STR("LR")};
    assert_true(bf_frontier_add_seed(frontier, BF_STR("http://b.example/"), &entry.seed, &err));
    add(frontier, *state, "http://a.example/x?page=2", entry);
    bf_frontier_item item = lease(frontier, "http://a.example/x?page=2");
    assert_true(bf_str_equal(item.origin, BF_STR("http://a.example")));
    assert_int_equal(item.seed, entry.seed);
    assert_true(bf_str_equal(item.seed_url, BF_STR("http://b.example/")));
    assert_int_equal(item.depth, 2);
    assert_int_equal(item.redirects, 1);
    assert_int_equal(item.attempts, 1);
    assert_true(bf_str_equal(item.via, BF_STR("http://a.example/list")));
    assert_true(bf_str_equal(item.hops, BF_STR("LR")));
    assert_int_equal(item.robots, BF_FRONTIER_ROBOTS_TEXT);
    assert_true(bf_str_equal(item.robots_text, BF_STR("rules")));
    bf_frontier_close(frontier);
}

static void a_seed_has_one_number_in_every_run(void **state)
{
    int64_t first, second, again;
    bf_error err = {0};
    (void)state;
    bf_frontier *frontier = open_state();
    assert_true(bf_frontier_add_seed(frontier, BF_STR("http://a.example/"), &first, &err));
    assert_true(bf_frontier_add_seed(frontier, BF_STR("http://b.example/"), &second, &err));
    assert_int_not_equal(first, second);
    bf_frontier_close(frontier);
    frontier = open_state();
    assert_true(bf_frontier_add_seed(frontier, BF_STR("http://b.example/"), &again, &err));
    assert_int_equal(again, second);
    bf_frontier_close(frontier);
}

static void a_host_s_rules_come_before_its_urls_and_only_once(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    bf_error err = {0};
    add_plain(frontier, *state, "http://a.example/x");
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    assert_int_equal(item.id, 0);
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY); /* the host is leased */
    assert_true(bf_frontier_set_robots(frontier, 1, BF_FRONTIER_ROBOTS_DENY, BF_STR("it is down"),
                                       NOW, &err));
    assert_true(bf_frontier_release(frontier, 1, 0, &err));
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    assert_int_not_equal(item.id, 0);
    assert_int_equal(item.robots, BF_FRONTIER_ROBOTS_DENY);
    assert_true(bf_str_equal(item.robots_text, BF_STR("it is down")));
    bf_frontier_close(frontier);
}

static void rules_are_asked_for_again_after_a_day(void **state)
{
    bf_frontier *frontier = open_state();
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://a.example/2");
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    end(frontier, &item, BF_FRONTIER_DONE, 200, NOW);
    assert_int_equal(next(frontier, NOW + 86400001, &item), BF_FRONTIER_ITEM);
    assert_int_equal(item.id, 0);
    assert_int_equal(item.robots_text.length, 0);
    bf_frontier_close(frontier);
}

static void urls_of_a_host_come_by_priority_then_depth_then_age(void **state)
{
    bf_frontier *frontier = open_state();
    static const struct {
        const char *url;
        int priority;
        uint32_t depth;
    } cases[] = {
        {"http://a.example/5", 3, 2}, {"http://a.example/3", 3, 1}, {"http://a.example/4", 3, 1},
        {"http://a.example/2", 2, 9}, {"http://a.example/1", 1, 0},
    };
    for (size_t i = 0; i < 5; i++)
        add(frontier, *state, cases[i].url,
            (bf_frontier_entry){.priority = cases[i].priority, .depth = cases[i].depth});
    for (int i = 1; i <= 5; i++) {
        char url[32];
        snprintf(url, sizeof url, "http://a.example/%d", i);
        bf_frontier_item item = lease(frontier, url);
        end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    }
    bf_frontier_close(frontier);
}

static void hosts_take_turns_by_their_due_time(void **state)
{
    bf_frontier *frontier = open_state();
    static const char *const urls[] = {"http://a.example/1", "http://a.example/2",
                                       "http://b.example/1", "http://b.example/2",
                                       "http://c.example/1"};
    static const char *const turns[] = {"http://a.example/1", "http://b.example/1",
                                        "http://c.example/1", "http://a.example/2",
                                        "http://b.example/2"};
    for (size_t i = 0; i < 5; i++)
        add_plain(frontier, *state, urls[i]);
    for (int i = 0; i < 3; i++) { /* the rules of all three */
        bf_frontier_item item;
        bf_error err = {0};
        assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
        assert_true(bf_frontier_set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_TEXT, BF_STR(""),
                                           NOW, &err));
        assert_true(bf_frontier_release(frontier, item.host, NOW - 100 + i, &err));
    }
    for (int i = 0; i < 5; i++) {
        bf_frontier_item item = lease(frontier, turns[i]);
        end(frontier, &item, BF_FRONTIER_DONE, 200, NOW - 50 + i);
    }
    bf_frontier_close(frontier);
}

static void a_leased_host_is_not_asked_for_anything_else(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item other;
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://a.example/2");
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    assert_int_equal(next(frontier, NOW, &other), BF_FRONTIER_EMPTY);
    end(frontier, &item, BF_FRONTIER_DONE, 200, NOW);
    lease(frontier, "http://a.example/2");
    bf_frontier_close(frontier);
}

static void nothing_is_given_before_it_is_due_and_the_time_is_told(void **state)
{
    bf_frontier *frontier = open_state();
    bf_error err = {0};
    int64_t due_ms = 0;
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://a.example/2");
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    end(frontier, &item, BF_FRONTIER_DONE, 200, NOW + 1000);
    assert_int_equal(bf_frontier_next(frontier, NOW + 999, &item, &due_ms, &err), BF_FRONTIER_WAIT);
    assert_int_equal(due_ms, NOW + 1000);
    assert_int_equal(bf_frontier_next(frontier, NOW + 1000, &item, &due_ms, &err),
                     BF_FRONTIER_ITEM);
    bf_frontier_close(frontier);
}

static void an_empty_frontier_is_empty(void **state)
{
    bf_error err = {0};
    bf_frontier_item item;
    (void)state;
    bf_frontier *frontier = bf_frontier_open(NULL, &err);
    assert_non_null(frontier);
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY);
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 0);
    bf_frontier_close(frontier);
    bf_frontier_close(NULL);
}

static void a_url_that_is_asked_again_is_given_up_after_three_attempts(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    add_plain(frontier, *state, "http://a.example/1");
    for (unsigned attempt = 1; attempt <= 3; attempt++) {
        item = lease(frontier, "http://a.example/1");
        assert_int_equal(item.attempts, attempt);
        end(frontier, &item, BF_FRONTIER_QUEUED, 503, NOW);
    }
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY);
    assert_int_equal(count(frontier, BF_FRONTIER_FAILED), 1);
    bf_frontier_close(frontier);
}

static void what_is_put_back_was_never_attempted(void **state)
{
    bf_frontier *frontier = open_state();
    bf_error err = {0};
    add_plain(frontier, *state, "http://a.example/1");
    for (int i = 0; i < 5; i++) {
        bf_frontier_item item = lease(frontier, "http://a.example/1");
        assert_int_equal(item.attempts, 1);
        assert_true(bf_frontier_put_back(frontier, item.id, &err));
        assert_true(bf_frontier_release(frontier, item.host, 0, &err));
    }
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 1);
    bf_frontier_close(frontier);
}

static void a_state_may_only_follow_a_lease(void **state)
{
    bf_frontier *frontier = open_state();
    bf_error err = {0};
    add_plain(frontier, *state, "http://a.example/1");
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    end(frontier, &item, BF_FRONTIER_DONE, 200, NOW);
    for (int to = 0; to < BF_FRONTIER_STATES; to++) {
        assert_false(bf_frontier_end(frontier, item.id, (bf_frontier_state)to, 200, &err));
        assert_int_equal(err.code, BF_ERR_STATE);
    }
    assert_false(bf_frontier_end(frontier, item.id + 1, BF_FRONTIER_DONE, 200, &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    assert_int_equal(count(frontier, BF_FRONTIER_DONE), 1);
    bf_frontier_close(frontier);
}

static void what_is_done_stays_done_in_the_next_run(void **state)
{
    bf_frontier *frontier = open_state();
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://a.example/2");
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    bf_frontier_close(frontier);
    frontier = open_state();
    assert_false(add_plain(frontier, *state, "http://a.example/1"));
    lease(frontier, "http://a.example/2");
    bf_frontier_close(frontier);
}

static void a_lease_that_a_kill_left_is_queued_again(void **state)
{
    bf_frontier *frontier = open_state();
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://b.example/1");
    lease(frontier, "http://a.example/1");
    bf_frontier_close(frontier); /* and the lease is not ended */
    frontier = open_state();
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 2);
    assert_int_equal(count(frontier, BF_FRONTIER_LEASED), 0);
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    assert_int_equal(item.attempts, 2);
    bf_frontier_close(frontier);
}

static void a_url_that_kills_three_runs_is_given_up(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    add(frontier, *state, "http://a.example/1", (bf_frontier_entry){.priority = 1});
    for (int run = 0; run < 3; run++) {
        lease(frontier, "http://a.example/1");
        bf_frontier_close(frontier);
        frontier = open_state();
    }
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY);
    assert_int_equal(count(frontier, BF_FRONTIER_FAILED), 1);
    bf_frontier_close(frontier);
    frontier = open_state(); /* and not revived by a later one */
    assert_int_equal(count(frontier, BF_FRONTIER_FAILED), 1);
    bf_frontier_close(frontier);
}

static void a_seed_that_failed_is_asked_again_by_the_next_run_and_a_link_is_not(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    add(frontier, *state, "http://a.example/", (bf_frontier_entry){.priority = 1});
    add_plain(frontier, *state, "http://a.example/link");
    item = lease(frontier, "http://a.example/");
    end(frontier, &item, BF_FRONTIER_FAILED, 0, 0);
    item = lease(frontier, "http://a.example/link");
    end(frontier, &item, BF_FRONTIER_FAILED, 0, 0);
    bf_frontier_close(frontier);
    frontier = open_state();
    item = lease(frontier, "http://a.example/");
    assert_int_equal(item.attempts, 1);
    end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY);
    bf_frontier_close(frontier);
}

static void a_host_whose_rules_could_not_be_read_is_asked_anew_by_the_next_run(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    bf_error err = {0};
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://b.example/1");
    item = lease(frontier, "http://a.example/1"); /* its rules say no */
    end(frontier, &item, BF_FRONTIER_EXCLUDED, 0, NOW);
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    assert_true(bf_frontier_set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_DENY, BF_STR("why"),
                                       NOW, &err));
    assert_true(bf_frontier_release(frontier, item.host, 0, &err));
    item = lease(frontier, "http://b.example/1");
    end(frontier, &item, BF_FRONTIER_EXCLUDED, 0, 0);
    bf_frontier_close(frontier);
    frontier = open_state();
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    assert_int_equal(item.id, 0);
    assert_true(bf_str_equal(item.origin, BF_STR("http://b.example")));
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 1);
    assert_int_equal(count(frontier, BF_FRONTIER_EXCLUDED), 1); /* what rules forbade, stays so */
    bf_frontier_close(frontier);
}

/* Adds a URL in a process of its own that is killed, before or after its commit. */
static void be_killed(bf_arena *arena, bool commit)
{
    int status;
    pid_t process = fork();
    if (process == 0) {
        bf_error err = {0};
        bf_frontier *frontier = bf_frontier_open(state_dir(), &err);
        bool begun = frontier && bf_frontier_begin(frontier, &err);
        add_plain(frontier, arena, "http://a.example/1");
        if (begun && commit && !bf_frontier_commit(frontier, &err))
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    assert_int_equal(waitpid(process, &status, 0), process);
    assert_true(WIFSIGNALED(status));
}

static void a_kill_loses_what_is_not_committed_and_nothing_else(void **state)
{
    be_killed(*state, false);
    bf_frontier *frontier = open_state();
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 0);
    bf_frontier_close(frontier);
    be_killed(*state, true);
    frontier = open_state();
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 1);
    bf_frontier_close(frontier);
}

static void a_second_run_on_the_same_folder_is_refused_with_a_sentence(void **state)
{
    bf_error err = {0};
    (void)state;
    bf_frontier *frontier = open_state();
    assert_null(bf_frontier_open(state_dir(), &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    assert_non_null(strstr(err.message, "another run uses this folder"));
    assert_non_null(strstr(err.message, state_dir()));
    bf_frontier_close(frontier);
    bf_frontier_close(open_state()); /* and free again after the first */
}

static void change_file(const char *sql)
{
    char path[256];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/frontier.sqlite", state_dir());
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_frontier_of_a_later_version_is_refused_and_left_as_it_is(void **state)
{
    bf_error err = {0};
    char words[1024];
    bf_frontier *frontier = open_state();
    add_plain(frontier, *state, "http://a.example/1");
    bf_frontier_close(frontier);
    change_file("PRAGMA user_version = 999");
    assert_null(bf_frontier_open(state_dir(), &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    bf_error_format(&err, words, sizeof words);
    assert_non_null(strstr(words, "later version"));
    assert_non_null(strstr(words, "frontier.sqlite"));
    change_file("PRAGMA user_version = 1");
    frontier = open_state();
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 1);
    bf_frontier_close(frontier);
}

static void a_folder_that_cannot_hold_state_is_named(void **state)
{
    bf_error err = {0};
    char path[5000], words[1024];
    (void)state;
    assert_null(bf_frontier_open("/dev/null/state", &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    assert_non_null(strstr(err.message, "/dev/null/state"));
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_null(bf_frontier_open(path, &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    bf_frontier_close(open_state());
    snprintf(path, sizeof path, "printf 'no database, but 31 bytes..' > %s/frontier.sqlite",
             state_dir());
    assert_int_equal(system(path), 0);
    err = (bf_error){0};
    assert_null(bf_frontier_open(state_dir(), &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    bf_error_format(&err, words, sizeof words);
    assert_non_null(strstr(words, "frontier.sqlite"));
}

static void keys_of_one_hash_are_told_apart_by_their_text(void **state)
{
    bf_frontier *frontier = open_state();
    add_plain(frontier, *state, "http://a.example/1");
    bf_frontier_close(frontier);
    change_file("UPDATE url SET key = 'http://other.example/'");
    frontier = open_state();
    assert_true(add_plain(frontier, *state, "http://a.example/1"));
    bf_frontier_close(frontier);
}

/* More than SQLite keeps in memory, with no room for another descriptor. */
static void a_temporary_frontier_grows_without_opening_a_file(void **state)
{
    enum { URLS = 12000, LONG = 1000 };
    bf_error err = {0};
    bf_frontier *frontier = bf_frontier_open(NULL, &err);
    struct rlimit before, none;
    char text[LONG + 1];
    assert_non_null(frontier);
    assert_true(bf_frontier_begin(frontier, &err));
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = (struct rlimit){0, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    for (int i = 0; i < URLS; i++) {
        int head = snprintf(text, sizeof text, "http://a.example/%d/", i);
        memset(text + head, 'a', LONG - (size_t)head);
        text[LONG] = '\0';
        assert_true(add_plain(frontier, *state, text));
        bf_arena_reset(*state);
    }
    assert_true(bf_frontier_commit(frontier, &err));
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), URLS);
    bf_frontier_close(frontier);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_url_is_added_once_whatever_tracks_it),
        TEST(what_is_known_of_a_url_comes_back_with_its_lease),
        TEST(a_seed_has_one_number_in_every_run),
        TEST(a_host_s_rules_come_before_its_urls_and_only_once),
        TEST(rules_are_asked_for_again_after_a_day),
        TEST(urls_of_a_host_come_by_priority_then_depth_then_age),
        TEST(hosts_take_turns_by_their_due_time),
        TEST(a_leased_host_is_not_asked_for_anything_else),
        TEST(nothing_is_given_before_it_is_due_and_the_time_is_told),
        TEST(an_empty_frontier_is_empty),
        TEST(a_url_that_is_asked_again_is_given_up_after_three_attempts),
        TEST(what_is_put_back_was_never_attempted),
        TEST(a_state_may_only_follow_a_lease),
        TEST(what_is_done_stays_done_in_the_next_run),
        TEST(a_lease_that_a_kill_left_is_queued_again),
        TEST(a_url_that_kills_three_runs_is_given_up),
        TEST(a_seed_that_failed_is_asked_again_by_the_next_run_and_a_link_is_not),
        TEST(a_host_whose_rules_could_not_be_read_is_asked_anew_by_the_next_run),
        TEST(a_kill_loses_what_is_not_committed_and_nothing_else),
        TEST(a_second_run_on_the_same_folder_is_refused_with_a_sentence),
        TEST(a_frontier_of_a_later_version_is_refused_and_left_as_it_is),
        TEST(a_folder_that_cannot_hold_state_is_named),
        TEST(keys_of_one_hash_are_told_apart_by_their_text),
        TEST(a_temporary_frontier_grows_without_opening_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
