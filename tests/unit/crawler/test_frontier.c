/* test_frontier.c: the URLs that are known, and whose turn it is. */
#include "tests/support/frontiers.h"

static void a_url_is_added_once_whatever_tracks_it(void **state)
{
    bf_frontier *frontier = open_state();
    assert_true(add_plain(frontier, *state, "http://a.example/x"));
    assert_false(add_plain(frontier, *state, "http://a.example/x"));
    assert_false(add_plain(frontier, *state, "http://a.example/x?utm_source=list"));
    assert_true(add_plain(frontier, *state, "http://a.example/x?page=2"));
    assert_true(add_plain(frontier, *state, "https://a.example/x"));
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 3);
    close_state(frontier);
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
    assert_rules(frontier, item.host, "rules");
    close_state(frontier);
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
    close_state(frontier);
    frontier = open_state();
    assert_true(bf_frontier_add_seed(frontier, BF_STR("http://b.example/"), &again, &err));
    assert_int_equal(again, second);
    close_state(frontier);
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
    set_robots(frontier, 1, BF_FRONTIER_ROBOTS_DENY, "it is down", NOW);
    assert_true(bf_frontier_release(frontier, 1, 0, &err));
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    assert_int_not_equal(item.id, 0);
    assert_int_equal(item.robots, BF_FRONTIER_ROBOTS_DENY);
    assert_rules(frontier, item.host, "it is down");
    close_state(frontier);
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
    close_state(frontier);
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
    close_state(frontier);
}

static void a_url_moves_up_when_something_better_leads_to_it(void **state)
{
    bf_frontier *frontier = open_state();
    add(frontier, *state, "http://a.example/1", (bf_frontier_entry){.priority = 5});
    add(frontier, *state, "http://a.example/2", (bf_frontier_entry){.priority = 4});
    assert_false(add(frontier, *state, "http://a.example/1", (bf_frontier_entry){.priority = 3}));
    assert_false(add(frontier, *state, "http://a.example/1", (bf_frontier_entry){.priority = 5}));
    lease_and_end(frontier, "http://a.example/1", 200);
    lease_and_end(frontier, "http://a.example/2", 200);
    close_state(frontier);
}

static void a_url_is_as_near_to_a_seed_as_the_nearest_way_to_it(void **state)
{
    bf_frontier *frontier = open_state();
    const bf_frontier_entry far = {
        .depth = 4, .via = BF_STR("http://a.example/3"), .hops = BF_STR("LLLL")};
    const bf_frontier_entry near = {
        .depth = 1, .via = BF_STR("http://a.example/"), .hops = BF_STR("L")};
    add(frontier, *state, "http://a.example/1", far);
    assert_false(add(frontier, *state, "http://a.example/1", near));
    assert_false(add(frontier, *state, "http://a.example/1", far));
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    assert_int_equal(item.depth, 1);
    assert_int_equal(item.hops.length, 1);
    assert_int_equal(item.via.length, strlen("http://a.example/"));
    close_state(frontier);
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
        set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_TEXT, "", NOW);
        assert_true(bf_frontier_release(frontier, item.host, NOW - 100 + i, &err));
    }
    for (int i = 0; i < 5; i++) {
        bf_frontier_item item = lease(frontier, turns[i]);
        end(frontier, &item, BF_FRONTIER_DONE, 200, NOW - 50 + i);
    }
    close_state(frontier);
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
    close_state(frontier);
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
    close_state(frontier);
}

static void an_empty_frontier_is_empty(void **state)
{
    bf_frontier_item item;
    (void)state;
    bf_frontier *frontier = open_at(NULL, NOW);
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY);
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 0);
    close_state(frontier);
    bf_frontier_free(NULL);
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
    close_state(frontier);
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
    close_state(frontier);
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
    close_state(frontier);
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

static void keys_of_one_hash_are_told_apart_by_their_text(void **state)
{
    bf_frontier *frontier = open_state();
    add_plain(frontier, *state, "http://a.example/1");
    close_state(frontier);
    change_file("UPDATE url SET key = 'http://other.example/'");
    frontier = open_state();
    assert_true(add_plain(frontier, *state, "http://a.example/1"));
    close_state(frontier);
}

static int64_t number_of(bf_frontier *frontier, bf_arena *arena, const char *text)
{
    bf_url url;
    bf_error err = {0};
    bool added;
    int64_t id;
    assert_true(bf_url_parse(bf_str_of(text), NULL, arena, &url, &err));
    bf_frontier_entry entry = {
        .url = &url, .key = url.text, .seed = name_seed(frontier, "http://a.example/")};
    assert_true(bf_frontier_add(frontier, &entry, &added, &id, &err));
    assert_true(id > 0);
    return id;
}

static bool redirect(bf_frontier *frontier, int64_t from, int64_t to)
{
    bf_error err = {0};
    bool circle;
    assert_true(bf_frontier_redirect(frontier, from, to, &circle, &err));
    return circle;
}

static void redirects_that_lead_back_are_told_from_those_that_meet(void **state)
{
    bf_frontier *frontier = open_state();
    int64_t a = number_of(frontier, *state, "http://a.example/a");
    int64_t b = number_of(frontier, *state, "http://a.example/b");
    int64_t c = number_of(frontier, *state, "http://a.example/c");
    int64_t d = number_of(frontier, *state, "http://a.example/d");
    assert_int_equal(number_of(frontier, *state, "http://a.example/a"), a);
    assert_false(redirect(frontier, a, b));
    assert_false(redirect(frontier, b, c));
    assert_false(redirect(frontier, d, b)); /* two ways to c */
    assert_true(redirect(frontier, c, a));
    assert_true(redirect(frontier, d, d));
    close_state(frontier);
}

static void a_sitemap_comes_first_and_what_it_says_changed_last_before_the_rest(void **state)
{
    bf_frontier *frontier = open_state();
    add(frontier, *state, "http://a.example/old",
        (bf_frontier_entry){.priority = 3, .depth = 1, .modified_ms = 1000});
    add_plain(frontier, *state, "http://a.example/unknown");
    add(frontier, *state, "http://a.example/new",
        (bf_frontier_entry){.priority = 3, .depth = 1, .modified_ms = 2000});
    add(frontier, *state, "http://a.example/sitemap.xml",
        (bf_frontier_entry){.priority = 0, .kind = BF_FRONTIER_SITEMAP});
    bf_frontier_item item = lease(frontier, "http://a.example/sitemap.xml");
    assert_int_equal(item.kind, BF_FRONTIER_SITEMAP);
    end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    lease_and_end(frontier, "http://a.example/new", 200);
    lease_and_end(frontier, "http://a.example/old", 200);
    lease_and_end(frontier, "http://a.example/unknown", 200);
    close_state(frontier);
}

static void rules_go_on_for_30_days_when_they_cannot_be_had_again(void **state)
{
    const int64_t day = 86400000;
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    add_plain(frontier, *state, "http://a.example/1");
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    assert_false(set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_TEXT, "rules", NOW));
    assert_true(set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_DENY, "down", NOW + 30 * day));
    assert_rules(frontier, item.host, "rules");
    assert_false(
        set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_DENY, "down", NOW + 30 * day + 1));
    assert_rules(frontier, item.host, "down");
    close_state(frontier);
}

static void rules_that_are_confirmed_count_from_then_on(void **state)
{
    const int64_t day = 86400000;
    bf_error err = {0};
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    add_plain(frontier, *state, "http://a.example/1");
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_TEXT, "rules", NOW);
    assert_true(bf_frontier_confirm_robots(frontier, item.host, NOW + 2 * day, &err));
    assert_true(bf_frontier_release(frontier, item.host, 0, &err));
    assert_int_equal(next(frontier, NOW + 2 * day + 1, &item), BF_FRONTIER_ITEM);
    assert_int_not_equal(item.id, 0);
    assert_rules(frontier, item.host, "rules");
    assert_true(set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_DENY, "down", NOW + 32 * day));
    close_state(frontier);
}

static int64_t tally(bf_frontier *frontier, const char *origin, int64_t bucket)
{
    bf_error err = {0};
    int64_t count;
    assert_true(bf_frontier_tally(frontier, bf_str_of(origin), bucket, &count, &err));
    return count;
}

static void what_is_seen_of_a_host_is_counted_by_host_and_bucket(void **state)
{
    bf_frontier *frontier = open_state();
    bf_error err = {0};
    (void)state;
    assert_int_equal(tally(frontier, "http://a.example", 7), 0);
    assert_true(bf_frontier_set_tally(frontier, BF_STR("http://a.example"), 7, 2, &err));
    assert_true(bf_frontier_set_tally(frontier, BF_STR("http://b.example"), 7, 5, &err));
    assert_true(bf_frontier_set_tally(frontier, BF_STR("http://a.example"), 7, 3, &err));
    close_state(frontier);
    frontier = open_state();
    assert_int_equal(tally(frontier, "http://a.example", 7), 3);
    assert_int_equal(tally(frontier, "http://a.example", 8), 0);
    assert_int_equal(tally(frontier, "http://b.example", 7), 5);
    assert_true(bf_frontier_set_tally(frontier, BF_STR("http://a.example"), 8, 1, &err));
    assert_true(bf_frontier_forget_tally(frontier, 7, &err));
    assert_int_equal(tally(frontier, "http://a.example", 7), 0);
    assert_int_equal(tally(frontier, "http://b.example", 7), 0);
    assert_int_equal(tally(frontier, "http://a.example", 8), 1);
    close_state(frontier);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_url_is_added_once_whatever_tracks_it),
        TEST(what_is_known_of_a_url_comes_back_with_its_lease),
        TEST(a_seed_has_one_number_in_every_run),
        TEST(a_host_s_rules_come_before_its_urls_and_only_once),
        TEST(rules_are_asked_for_again_after_a_day),
        TEST(urls_of_a_host_come_by_priority_then_depth_then_age),
        TEST(a_url_moves_up_when_something_better_leads_to_it),
        TEST(a_url_is_as_near_to_a_seed_as_the_nearest_way_to_it),
        TEST(hosts_take_turns_by_their_due_time),
        TEST(a_leased_host_is_not_asked_for_anything_else),
        TEST(nothing_is_given_before_it_is_due_and_the_time_is_told),
        TEST(an_empty_frontier_is_empty),
        TEST(a_url_that_is_asked_again_is_given_up_after_three_attempts),
        TEST(what_is_put_back_was_never_attempted),
        TEST(a_state_may_only_follow_a_lease),
        TEST(keys_of_one_hash_are_told_apart_by_their_text),
        TEST(redirects_that_lead_back_are_told_from_those_that_meet),
        TEST(a_sitemap_comes_first_and_what_it_says_changed_last_before_the_rest),
        TEST(rules_go_on_for_30_days_when_they_cannot_be_had_again),
        TEST(rules_that_are_confirmed_count_from_then_on),
        TEST(what_is_seen_of_a_host_is_counted_by_host_and_bucket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
