/* test_frontier_rounds.c: what becomes of URLs over several runs, and rounds. */
#include "tests/support/frontiers.h"

static void what_is_done_stays_done_in_the_next_run(void **state)
{
    bf_frontier *frontier = open_state();
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://a.example/2");
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    close_state(frontier);
    frontier = open_state();
    assert_false(add_plain(frontier, *state, "http://a.example/1"));
    lease(frontier, "http://a.example/2");
    close_state(frontier);
}

static void a_lease_that_a_kill_left_is_queued_again(void **state)
{
    bf_frontier *frontier = open_state();
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://b.example/1");
    lease(frontier, "http://a.example/1");
    close_state(frontier); /* and the lease is not ended */
    frontier = open_state();
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 2);
    assert_int_equal(count(frontier, BF_FRONTIER_LEASED), 0);
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    assert_int_equal(item.attempts, 2);
    close_state(frontier);
}

/* It may be the page that kills, or chance: all others come first then. */
static void a_url_that_was_leased_in_three_killed_runs_comes_last(void **state)
{
    bf_frontier *frontier = open_state();
    add(frontier, *state, "http://a.example/1", (bf_frontier_entry){.priority = 1});
    add(frontier, *state, "http://a.example/2", (bf_frontier_entry){.priority = 5, .depth = 9});
    for (int run = 0; run < 3; run++) {
        lease(frontier, "http://a.example/1");
        close_state(frontier);
        frontier = open_state();
    }
    bf_frontier_item item = lease(frontier, "http://a.example/2");
    end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    item = lease(frontier, "http://a.example/1");
    end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    assert_int_equal(count(frontier, BF_FRONTIER_DONE), 2);
    close_state(frontier);
}

static void what_may_kill_stays_last_whoever_links_to_it(void **state)
{
    bf_frontier *frontier = open_state();
    add(frontier, *state, "http://a.example/1", (bf_frontier_entry){.priority = 1});
    add(frontier, *state, "http://a.example/2", (bf_frontier_entry){.priority = 5});
    for (int run = 0; run < 3; run++) {
        lease(frontier, "http://a.example/1");
        close_state(frontier);
        frontier = open_state();
    }
    assert_false(add(frontier, *state, "http://a.example/1", (bf_frontier_entry){.priority = 1}));
    lease_and_end(frontier, "http://a.example/2", 200);
    lease_and_end(frontier, "http://a.example/1", 200);
    close_state(frontier);
}

static void a_url_that_kills_six_runs_is_given_up(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    add(frontier, *state, "http://a.example/1", (bf_frontier_entry){.priority = 1});
    lease_and_end(frontier, "http://a.example/1", 200); /* it did not, in the round before */
    assert_int_equal(renew(frontier), 1);
    for (int run = 0; run < 6; run++) {
        lease(frontier, "http://a.example/1");
        close_state(frontier);
        frontier = open_state();
    }
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY);
    assert_int_equal(count(frontier, BF_FRONTIER_FAILED), 1);
    close_state(frontier);
    frontier = open_state(); /* and not revived by a later one */
    assert_int_equal(count(frontier, BF_FRONTIER_FAILED), 1);
    close_state(frontier);
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
    close_state(frontier);
    frontier = open_state();
    item = lease(frontier, "http://a.example/");
    assert_int_equal(item.attempts, 1);
    end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY);
    close_state(frontier);
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
    set_robots(frontier, item.host, BF_FRONTIER_ROBOTS_DENY, "why", NOW);
    assert_true(bf_frontier_release(frontier, item.host, 0, &err));
    item = lease(frontier, "http://b.example/1");
    end(frontier, &item, BF_FRONTIER_EXCLUDED, 0, 0);
    close_state(frontier);
    frontier = open_state();
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
    assert_int_equal(item.id, 0);
    assert_true(bf_str_equal(item.origin, BF_STR("http://b.example")));
    assert_int_equal(count(frontier, BF_FRONTIER_QUEUED), 1);
    assert_int_equal(count(frontier, BF_FRONTIER_EXCLUDED), 1); /* what rules forbade, stays so */
    close_state(frontier);
}

static void a_round_that_is_complete_is_followed_by_one_of_what_was_there(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    assert_int_equal(renew(frontier), 0);
    add(frontier, *state, "http://a.example/", (bf_frontier_entry){.priority = 1});
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://a.example/gone");
    add_plain(frontier, *state, "http://a.example/missing");
    add_plain(frontier, *state, "http://a.example/lost");
    add_plain(frontier, *state, "http://a.example/moved");
    lease_and_end(frontier, "http://a.example/", 200);
    lease_and_end(frontier, "http://a.example/1", 200);
    lease_and_end(frontier, "http://a.example/gone", 410);
    lease_and_end(frontier, "http://a.example/missing", 404);
    lease_and_end(frontier, "http://a.example/lost", 0);
    close_state(frontier);
    frontier = open_state();
    name_seed(frontier, "http://a.example/");
    assert_int_equal(renew(frontier), 0); /* one URL is left */
    lease_and_end(frontier, "http://a.example/moved", 301);
    close_state(frontier);
    frontier = open_state();
    name_seed(frontier, "http://a.example/");
    assert_int_equal(renew(frontier), 5);
    assert_int_equal(bf_frontier_waiting(frontier), 5);
    assert_int_equal(renew(frontier), 0);
    assert_false(add_plain(frontier, *state, "http://a.example/1"));   /* it is queued already */
    assert_true(add_plain(frontier, *state, "http://a.example/gone")); /* a page links to it */
    assert_false(add_plain(frontier, *state, "http://a.example/gone"));
    lease_and_end(frontier, "http://a.example/", 200);
    lease_and_end(frontier, "http://a.example/1", 200);
    lease_and_end(frontier, "http://a.example/gone", 200);
    lease_and_end(frontier, "http://a.example/missing", 200);
    lease_and_end(frontier, "http://a.example/lost", 200);
    lease_and_end(frontier, "http://a.example/moved", 200);
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY);
    assert_false(add_plain(frontier, *state, "http://a.example/1")); /* once a round */
    close_state(frontier);
}

static void a_seed_that_is_not_named_again_has_no_next_round(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_entry of_b = {.priority = 1, .seed = name_seed(frontier, "http://b.example/")};
    add(frontier, *state, "http://a.example/", (bf_frontier_entry){.priority = 1});
    add(frontier, *state, "http://b.example/", of_b);
    lease_and_end(frontier, "http://a.example/", 200);
    lease_and_end(frontier, "http://b.example/", 200);
    close_state(frontier);
    frontier = open_state();
    name_seed(frontier, "http://b.example/");
    assert_int_equal(renew(frontier), 1);
    lease_and_end(frontier, "http://b.example/", 200);
    close_state(frontier);
}

static void what_is_left_in_a_round_comes_before_what_begins_another(void **state)
{
    static const char *const list[] = {"http://a.example/1", "http://a.example/2",
                                       "http://a.example/3"};
    bf_frontier *frontier = open_state();
    for (int i = 0; i < 3; i++)
        add(frontier, *state, list[i],
            (bf_frontier_entry){.priority = 1, .seed = name_seed(frontier, list[i])});
    lease_and_end(frontier, list[0], 200);
    lease_and_end(frontier, list[1], 200);
    close_state(frontier);
    frontier = open_state();
    for (int i = 0; i < 3; i++)
        name_seed(frontier, list[i]);
    assert_int_equal(renew(frontier), 2);
    lease_and_end(frontier, list[2], 200);
    lease_and_end(frontier, list[0], 200);
    lease_and_end(frontier, list[1], 200);
    close_state(frontier);
}

static void what_came_of_a_seed_that_nobody_names_goes_over_to_one_that_leads_there(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    add(frontier, *state, "http://a.example/", (bf_frontier_entry){.priority = 1});
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://a.example/2");
    add_plain(frontier, *state, "http://a.example/3");
    lease_and_end(frontier, "http://a.example/", 200);
    lease_and_end(frontier, "http://a.example/1", 200);
    lease_and_end(frontier, "http://a.example/2", 200);
    close_state(frontier);
    frontier = open_state();
    bf_frontier_entry of_1 = {.priority = 1, .seed = name_seed(frontier, "http://a.example/1")};
    assert_int_equal(renew(frontier), 0);
    assert_true(add(frontier, *state, "http://a.example/1", of_1));
    assert_false(add(frontier, *state, "http://a.example/1", of_1));
    item = lease(frontier, "http://a.example/1");
    assert_int_equal(item.seed, of_1.seed);
    assert_int_equal(item.depth, 0);
    of_1.priority = 2;
    of_1.depth = 1;
    assert_true(add(frontier, *state, "http://a.example/2", of_1));
    assert_false(add(frontier, *state, "http://a.example/3", of_1)); /* it is queued still */
    end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    for (int i = 2; i <= 3; i++) {
        assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_ITEM);
        assert_int_equal(item.seed, of_1.seed);
        end(frontier, &item, BF_FRONTIER_DONE, 200, 0);
    }
    assert_false(add(frontier, *state, "http://a.example/2", of_1)); /* once a round */
    assert_int_equal(bf_frontier_waiting(frontier), 0);
    close_state(frontier);
}

static void a_url_that_a_sitemap_calls_unchanged_is_skipped_for_this_round(void **state)
{
    bf_frontier *frontier = open_state();
    bf_frontier_item item;
    bf_error err = {0};
    bf_url url;
    int64_t id;
    bool added;
    add(frontier, *state, "http://a.example/", (bf_frontier_entry){.priority = 1});
    lease_and_end(frontier, "http://a.example/", 200);
    name_seed(frontier, "http://a.example/");
    assert_int_equal(renew(frontier), 1);
    assert_true(bf_url_parse(BF_STR("http://a.example/"), NULL, *state, &url, &err));
    bf_frontier_entry again = {.url = &url, .key = url.text, .seed = 1};
    assert_true(bf_frontier_add(frontier, &again, &added, &id, &err));
    assert_false(added);
    bool skipped;
    assert_true(bf_frontier_skip(frontier, id, &skipped, &err));
    assert_true(skipped);
    assert_int_equal(bf_frontier_waiting(frontier), 0);
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_EMPTY);
    assert_true(bf_frontier_skip(frontier, id, &skipped, &err)); /* once is enough */
    assert_false(skipped);
    assert_int_equal(bf_frontier_waiting(frontier), 0);
    close_state(frontier);
}

static void a_host_that_is_due_next_week_is_due_when_the_clock_went_back(void **state)
{
    bf_frontier *frontier = open_state();
    add_plain(frontier, *state, "http://a.example/1");
    add_plain(frontier, *state, "http://a.example/2");
    bf_frontier_item item = lease(frontier, "http://a.example/1");
    end(frontier, &item, BF_FRONTIER_DONE, 200, NOW + INT64_C(7) * 86400000);
    assert_int_equal(next(frontier, NOW, &item), BF_FRONTIER_WAIT);
    close_state(frontier);
    frontier = open_state();
    lease(frontier, "http://a.example/2");
    close_state(frontier);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_done_stays_done_in_the_next_run),
        TEST(a_lease_that_a_kill_left_is_queued_again),
        TEST(a_url_that_was_leased_in_three_killed_runs_comes_last),
        TEST(what_may_kill_stays_last_whoever_links_to_it),
        TEST(a_url_that_kills_six_runs_is_given_up),
        TEST(a_seed_that_failed_is_asked_again_by_the_next_run_and_a_link_is_not),
        TEST(a_host_whose_rules_could_not_be_read_is_asked_anew_by_the_next_run),
        TEST(a_round_that_is_complete_is_followed_by_one_of_what_was_there),
        TEST(a_seed_that_is_not_named_again_has_no_next_round),
        TEST(what_is_left_in_a_round_comes_before_what_begins_another),
        TEST(what_came_of_a_seed_that_nobody_names_goes_over_to_one_that_leads_there),
        TEST(a_url_that_a_sitemap_calls_unchanged_is_skipped_for_this_round),
        TEST(a_host_that_is_due_next_week_is_due_when_the_clock_went_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
