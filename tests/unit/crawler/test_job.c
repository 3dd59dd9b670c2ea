/* test_job.c: one exchange under way, which outlives what the frontier said of it. */
#include "tests/support/views.h"

#include "crawler/job.h"

/* Makes a job of an item whose texts are overwritten afterwards, as the frontier's next call does.
 */
static bf_job *job_of(bf_frontier_item item)
{
    bf_error err = {0};
    char texts[5][128];
    bf_str *const views[] = {&item.origin, &item.url, &item.seed_url, &item.via, &item.hops};
    for (size_t i = 0; i < 5; i++) {
        assert_true(views[i]->length < sizeof texts[i]);
        if (views[i]->length > 0)
            memcpy(texts[i], views[i]->bytes, views[i]->length);
        views[i]->bytes = texts[i];
    }
    bf_job *job = bf_job_new(&item, &err);
    if (job == NULL)
        fail_msg("%s", err.message);
    memset(texts, 'x', sizeof texts);
    return job;
}

static bf_frontier_item item(void)
{
    return (bf_frontier_item){.id = 7,
                              .host = 8,
                              .origin = BF_STR("https://a.example:8443"),
                              .url = BF_STR("https://a.example:8443/x?y=1"),
                              .seed = 9,
                              .seed_url = BF_STR("https://a.example:8443/"),
                              .depth = 2,
                              .redirects = 3,
                              .attempts = 1,
                              .via = BF_STR("https://a.example:8443/from"),
                              .hops = BF_STR("LR")};
}

static void a_job_keeps_all_that_the_frontier_said(void **state)
{
    (void)state;
    bf_job *job = job_of(item());
    assert_view(job->url.text, "https://a.example:8443/x?y=1");
    assert_view(job->url.target, "/x?y=1");
    assert_view(job->seed_url.text, "https://a.example:8443/");
    assert_view(job->via, "https://a.example:8443/from");
    assert_view(job->hops, "LR");
    assert_int_equal(job->id, 7);
    assert_int_equal(job->host, 8);
    assert_int_equal(job->seed, 9);
    assert_int_equal(job->depth, 2);
    assert_int_equal(job->redirects, 3);
    assert_int_equal(job->attempts, 1);
    assert_int_equal(job->last.record_id.length, 0);
    bf_job_free(job);
}

static void robots_txt_is_at_the_root_of_its_host_and_counts_its_own_redirects(void **state)
{
    (void)state;
    bf_frontier_item rules = item();
    rules.id = 0;
    rules.kind = BF_FRONTIER_SITEMAP; /* whatever it is fetched for */
    bf_job *job = job_of(rules);
    assert_view(job->url.text, "https://a.example:8443/robots.txt");
    assert_view(job->hops, "P"); /* a prerequisite, as Heritrix has it */
    assert_int_equal(job->via.length, 0);
    assert_int_equal(job->redirects, 0);
    assert_int_equal(job->depth, 0);
    assert_int_equal(bf_job_fetch_kind(job), BF_FETCH_RULES);
    assert_false(bf_job_is_seed(job));
    bf_job_free(job);
}

static void a_page_at_no_depth_is_a_seed_and_nothing_else_is(void **state)
{
    static const struct {
        bf_frontier_kind kind;
        uint32_t depth;
        bool seed;
        bf_fetch_kind fetch;
    } cases[] = {
        {BF_FRONTIER_PAGE, 0, true, BF_FETCH_PAGE},
        {BF_FRONTIER_PAGE, 1, false, BF_FETCH_PAGE},
        {BF_FRONTIER_SITEMAP, 0, false, BF_FETCH_SITEMAP},
        {BF_FRONTIER_SITEMAP, 1, false, BF_FETCH_SITEMAP},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_frontier_item given = item();
        given.kind = cases[i].kind;
        given.depth = cases[i].depth;
        bf_job *job = job_of(given);
        assert_int_equal(bf_job_is_seed(job), cases[i].seed);
        assert_int_equal(bf_job_fetch_kind(job), cases[i].fetch);
        bf_job_free(job);
    }
}

static void a_url_that_cannot_be_read_makes_no_job(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        bf_error err = {0};
        bf_frontier_item given = item();
        if (i == 0)
            given.url = BF_STR("ftp://a.example/");
        else if (i == 1)
            given.seed_url = (bf_str){0};
        else
            given = (bf_frontier_item){.seed_url = given.seed_url, .origin = BF_STR("a.example")};
        assert_null(bf_job_new(&given, &err));
        assert_int_equal(err.code, BF_ERR_FORMAT);
    }
    bf_job_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_keeps_all_that_the_frontier_said),
        cmocka_unit_test(robots_txt_is_at_the_root_of_its_host_and_counts_its_own_redirects),
        cmocka_unit_test(a_page_at_no_depth_is_a_seed_and_nothing_else_is),
        cmocka_unit_test(a_url_that_cannot_be_read_makes_no_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
