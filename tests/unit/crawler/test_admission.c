/* test_admission.c: the one way in: what is let in, what is left, and why. */
#include "tests/support/views.h"

#include "common/time.h"
#include "crawler/admission.h"

/* A crawl of http://a.example/dir/ that fetches nothing. */
typedef struct {
    bf_arena *arena;
    bf_state *state;
    bf_frontier *frontier;
    bf_scope *scope;
    bf_admission *admission;
    bf_url seed;
    int64_t seed_id;
} site;

static bf_url url_of(site *given, const char *text)
{
    bf_url url;
    bf_error err = {0};
    assert_true(bf_url_parse(bf_str_of(text), given->seed.text.length > 0 ? &given->seed : NULL,
                             given->arena, &url, &err));
    return url;
}

static site open_with(bf_arena *arena, bf_scope_kind kind, const char *include, const char *exclude,
                      uint64_t budget)
{
    bf_error err = {0};
    site made = {.arena = arena, .state = bf_state_open(NULL, &err)};
    assert_non_null(made.state);
    made.frontier = bf_frontier_new(made.state, bf_time_now_ms(), &err);
    made.scope = bf_scope_new(kind, &include, include != NULL, &exclude, exclude != NULL, &err);
    assert_true(made.frontier && made.scope);
    made.admission = bf_admission_new(made.frontier, made.scope, budget);
    assert_non_null(made.admission);
    made.seed = url_of(&made, "http://a.example/dir/");
    assert_true(bf_frontier_add_seed(made.frontier, made.seed.text, &made.seed_id, &err));
    return made;
}

static site open_site(bf_arena *arena, uint64_t budget)
{
    return open_with(arena, BF_SCOPE_DOMAIN, NULL, NULL, budget);
}

static void close_site(site *given)
{
    bf_admission_free(given->admission);
    bf_scope_free(given->scope);
    bf_frontier_free(given->frontier);
    bf_state_close(given->state);
}

static bf_admission_source begin(site *given, const bf_url *page)
{
    bf_admission_source source;
    bf_error err = {0};
    assert_true(bf_admission_begin(given->admission, page, &source, &err));
    return source;
}

static bf_admission_outcome admit(site *given, bf_admission_source *source, const char *text,
                                  bf_scope_way way)
{
    bf_url url = url_of(given, text);
    const bf_frontier_entry entry = {
        .url = &url, .seed = given->seed_id, .depth = 1, .priority = 3};
    bf_admission_outcome outcome;
    bf_error err = {0};
    assert_true(bf_admit(given->admission, source, &entry, &given->seed, way, given->arena,
                         &outcome, &err));
    return outcome;
}

/* What becomes of one link from a page that is in no space. */
static bf_admission_outcome follow(site *given, const char *text)
{
    bf_admission_source source = begin(given, &given->seed);
    return admit(given, &source, text, BF_SCOPE_LINK);
}

/* What becomes of the links of `page`, those that lead on last; how many were admitted. */
static size_t read_page(site *given, const char *page, const char *const *links, size_t count)
{
    bf_url from = url_of(given, page);
    bf_admission_source source = begin(given, &from);
    bf_error err = {0};
    size_t admitted = 0;
    for (int on = 0; on < 2; on++)
        for (size_t i = 0; i < count; i++) {
            bf_url to = url_of(given, links[i]);
            if (bf_admission_leads_on(&source, &to) == (on == 1))
                admitted += admit(given, &source, links[i], BF_SCOPE_LINK).verdict == BF_ADMITTED;
        }
    assert_true(bf_admission_end(given->admission, &source, &err));
    return admitted;
}

/* --- Scope, patterns, seeds --------------------------------------------------------------------
 */

static void what_is_out_of_scope_is_left_and_the_reason_given(void **state)
{
    static const struct {
        bf_scope_kind scope;
        const char *include, *exclude, *url;
        bf_scope_way way;
        bf_scope_verdict wanted;
    } cases[] = {
        {BF_SCOPE_DOMAIN, NULL, NULL, "http://b.a.example/", BF_SCOPE_LINK, BF_SCOPE_IN},
        {BF_SCOPE_DOMAIN, NULL, NULL, "http://b.example/", BF_SCOPE_LINK, BF_SCOPE_OTHER_DOMAIN},
        {BF_SCOPE_HOST, NULL, NULL, "http://b.a.example/", BF_SCOPE_LINK, BF_SCOPE_OTHER_HOST},
        {BF_SCOPE_HOST, NULL, NULL, "http://www.a.example/", BF_SCOPE_LINK, BF_SCOPE_IN},
        {BF_SCOPE_PATH, NULL, NULL, "/other/", BF_SCOPE_LINK, BF_SCOPE_OTHER_PATH},
        {BF_SCOPE_PAGE, NULL, NULL, "/dir/x", BF_SCOPE_LINK, BF_SCOPE_NO_LINKS},
        {BF_SCOPE_LIST, NULL, NULL, "/dir/x", BF_SCOPE_LINK, BF_SCOPE_NO_LINKS},
        {BF_SCOPE_LIST, NULL, NULL, "http://b.a.example/x", BF_SCOPE_REDIRECT, BF_SCOPE_IN},
        {BF_SCOPE_DOMAIN, "/profile/", NULL, "/dir/x", BF_SCOPE_LINK, BF_SCOPE_NOT_INCLUDED},
        {BF_SCOPE_DOMAIN, "/profile/", NULL, "/profile/x", BF_SCOPE_LINK, BF_SCOPE_IN},
        {BF_SCOPE_DOMAIN, "/profile/", NULL, "/x", BF_SCOPE_REDIRECT, BF_SCOPE_IN},
        {BF_SCOPE_DOMAIN, NULL, "print", "/x?print=1", BF_SCOPE_LINK, BF_SCOPE_EXCLUDED},
        {BF_SCOPE_DOMAIN, "/x", "print", "/x?print=1", BF_SCOPE_LINK, BF_SCOPE_EXCLUDED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        site given = open_with(*state, cases[i].scope, cases[i].include, cases[i].exclude, 0);
        bf_admission_source source = begin(&given, &given.seed);
        bf_admission_outcome outcome = admit(&given, &source, cases[i].url, cases[i].way);
        bool in = cases[i].wanted == BF_SCOPE_IN;
        if (outcome.verdict != (in ? BF_ADMITTED : BF_ADMISSION_SCOPE) ||
            outcome.scope != cases[i].wanted || (outcome.id != 0) != in)
            fail_msg("%s: %s", cases[i].url, bf_scope_words(outcome.scope));
        assert_int_equal(bf_frontier_waiting(given.frontier), in);
        close_site(&given);
    }
}

static void a_seed_passes_whatever_it_looks_like(void **state)
{
    site given = open_with(*state, BF_SCOPE_PAGE, "/profile/", ".", 10);
    bf_url trap = url_of(&given, "http://c.example/x/x/x/x?a=1&a=1&a=1");
    bf_error err = {0};
    bf_admission_outcome outcome;
    const bf_frontier_entry entry = {.url = &trap, .seed = given.seed_id, .priority = 1};
    bf_admission_source person = begin(&given, NULL);
    assert_true(
        bf_admit(given.admission, &person, &entry, &trap, BF_SCOPE_LINK, *state, &outcome, &err));
    assert_int_equal(outcome.verdict, BF_ADMITTED);
    assert_int_equal(follow(&given, "http://c.example/x/x/x/x?a=1&a=1&a=1").verdict,
                     BF_ADMISSION_SCOPE);
    close_site(&given);
}

static void what_is_known_is_let_in_once(void **state)
{
    site given = open_site(*state, 0);
    bf_admission_outcome first = follow(&given, "/x?utm_source=list");
    assert_int_equal(first.verdict, BF_ADMITTED);
    bf_admission_outcome second = follow(&given, "/x");
    assert_int_equal(second.verdict, BF_ADMISSION_KNOWN);
    assert_int_equal(second.id, first.id);
    assert_int_equal(bf_frontier_waiting(given.frontier), 1);
    close_site(&given);
}

static void a_sitemap_is_in_nobody_s_scope_and_its_key_is_its_own(void **state)
{
    site given = open_with(*state, BF_SCOPE_PATH, "/profile/", ".", 0);
    bf_url url = url_of(&given, "http://b.example/sitemap.xml");
    const bf_frontier_entry entry = {
        .url = &url, .key = BF_STR("sitemap"), .seed = given.seed_id, .kind = BF_FRONTIER_SITEMAP};
    bf_error err = {0};
    bf_admission_outcome outcome;
    bf_admission_source list = begin(&given, NULL);
    assert_true(bf_admit(given.admission, &list, &entry, &given.seed, BF_SCOPE_LINK, *state,
                         &outcome, &err));
    assert_int_equal(outcome.verdict, BF_ADMITTED);
    close_site(&given);
}

/* --- Traps -------------------------------------------------------------------------------------
 */

static void a_trap_by_its_shape_is_left_and_named(void **state)
{
    char longest[3000] = "/";
    static const struct {
        const char *url;
        bf_trap_kind wanted;
    } cases[] = {
        {"/x/x/x/", BF_TRAP_REPEATING},
        {"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21", BF_TRAP_DEEP},
        {"/?a=1&a=2&a=3&a=4&a=5&a=6", BF_TRAP_PARAMETERS},
    };
    site given = open_site(*state, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_admission_outcome outcome = follow(&given, cases[i].url);
        assert_int_equal(outcome.verdict, BF_ADMISSION_TRAP);
        assert_int_equal(outcome.trap, cases[i].wanted);
        assert_int_equal(outcome.id, 0);
    }
    memset(longest + 1, 'l', sizeof longest - 2);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(follow(&given, longest).trap, BF_TRAP_LONG);
    assert_int_equal(bf_frontier_waiting(given.frontier), 0);
    close_site(&given);
}

/* Leases what is next, answering for robots.txt, and ends it; its URL, empty when nothing is left.
 */
static bf_str lease(site *given)
{
    bf_frontier_item item;
    bf_error err = {0};
    int64_t due_ms;
    bool kept;
    bf_str url = {0};
    while (url.length == 0 && bf_frontier_next(given->frontier, bf_time_now_ms(), &item, &due_ms,
                                               &err) == BF_FRONTIER_ITEM) {
        assert_true(bf_arena_copy(given->arena, item.url, &url));
        if (item.id == 0) {
            url = (bf_str){0};
            assert_true(bf_frontier_set_robots(given->frontier, item.host, BF_FRONTIER_ROBOTS_TEXT,
                                               url, bf_time_now_ms(), &kept, &err));
        } else {
            assert_true(bf_frontier_end(given->frontier, item.id, BF_FRONTIER_DONE, 200, &err));
        }
        assert_true(bf_frontier_release(given->frontier, item.host, 0, &err));
    }
    assert_int_equal(err.code, BF_OK);
    return url;
}

/* Pages from number `first` that lead to nothing but the next one, until none is let in: how many
 * they are. */
static uint64_t length_of_chain(site *given, const char *format, int first)
{
    char page[64], next[64];
    const char *const links[] = {next};
    for (int i = first;; i++) {
        snprintf(page, sizeof page, format, i);
        snprintf(next, sizeof next, format, i + 1);
        if (read_page(given, page, links, 1) == 0)
            return (uint64_t)(i - first) + 1;
        if (i - first > 5000)
            fail_msg("%s has no end", format);
    }
}

static const struct {
    const char *format;
    int first;
    bf_trap_kind kind;
} chains[] = {
    {"/list?page=%d", 1, BF_TRAP_NUMBERS},
    {"/archive/%d", 1, BF_TRAP_NUMBERS},
    {"/list?sort=name&page=%d", 1, BF_TRAP_PERMUTATIONS},
    {"/calendar/%d/", 1900, BF_TRAP_CALENDAR},
    {"/(S(%08dabcdefghijklmnop))/", 1, BF_TRAP_SESSION},
};

static void a_space_that_feeds_itself_ends_at_its_limit_and_is_named(void **state)
{
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++)
        for (uint64_t budget = 0; budget <= 500; budget += 250) {
            char after[64];
            site given = open_site(*state, budget);
            uint64_t limit = bf_trap_limit(chains[i].kind, budget);
            uint64_t length = length_of_chain(&given, chains[i].format, chains[i].first);
            if (length != limit + 1)
                fail_msg("%s: %d pages, not %d", chains[i].format, (int)length, (int)limit + 1);
            assert_int_equal(bf_frontier_waiting(given.frontier), limit);
            snprintf(after, sizeof after, chains[i].format, chains[i].first + (int)length - 1);
            bf_url page = url_of(&given, after);
            bf_admission_source source = begin(&given, &page);
            snprintf(after, sizeof after, chains[i].format, chains[i].first + (int)length);
            bf_admission_outcome outcome = admit(&given, &source, after, BF_SCOPE_LINK);
            assert_int_equal(outcome.verdict, BF_ADMISSION_TRAP);
            assert_int_equal(outcome.trap, chains[i].kind);
            close_site(&given);
            bf_arena_reset(*state);
        }
}

static void what_looks_endless_comes_after_all_else_of_its_host(void **state)
{
    site given = open_site(*state, 0);
    char expected[64];
    length_of_chain(&given, "/list?page=%d", 1);
    assert_int_equal(follow(&given, "/jane-example").verdict, BF_ADMITTED);
    for (int i = 2; i <= 251; i++) { /* a quarter of the limit is on trust, and in its turn */
        snprintf(expected, sizeof expected, "http://a.example/list?page=%d", i);
        assert_same_view(lease(&given), bf_str_of(expected));
    }
    assert_view(lease(&given), "http://a.example/jane-example");
    assert_view(lease(&given), "http://a.example/list?page=252");
    close_site(&given);
}

static void a_far_month_comes_last_whoever_links_to_it(void **state)
{
    site given = open_site(*state, 0);
    assert_int_equal(follow(&given, "/calendar/2999/12/").verdict, BF_ADMITTED);
    assert_int_equal(follow(&given, "/jane-example?print=1").verdict, BF_ADMITTED);
    assert_int_equal(follow(&given, "/jane-example").verdict, BF_ADMITTED);
    assert_view(lease(&given), "http://a.example/jane-example");
    assert_view(lease(&given), "http://a.example/calendar/2999/12/");
    assert_view(lease(&given), "http://a.example/jane-example?print=1");
    assert_view(lease(&given), "");
    close_site(&given);
}

/* A list of 1,500 pages, each with one new profile, is far over every limit. */
static void an_honest_list_is_read_to_its_end(void **state)
{
    enum { PAGES = 1500 };
    static const char *const profiles[] = {"/therapists/jane-%d", "/profile?id=%d", "/p/%d"};
    char page[64], next[64], profile[64];
    const char *const links[] = {next, profile};
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
        site given = open_site(*state, 500);
        for (int k = 1; k <= PAGES; k++) {
            snprintf(page, sizeof page, "/list?page=%d", k);
            snprintf(next, sizeof next, "/list?page=%d", k + 1);
            snprintf(profile, sizeof profile, profiles[i], k);
            if (read_page(&given, page, links, 2) != 2)
                fail_msg("%s: the list ends at page %d", profiles[i], k);
            bf_arena_reset(*state);
            given.seed.text = (bf_str){0};
            given.seed = url_of(&given, "http://a.example/dir/");
        }
        assert_int_equal(bf_frontier_waiting(given.frontier), 2 * PAGES);
        close_site(&given);
    }
}

static void a_page_with_something_new_gives_its_space_its_trust_back(void **state)
{
    static const char *const links[] = {"/list?page=901", "/jane-example"};
    site given = open_site(*state, 0);
    char page[64], next[64];
    const char *const on[] = {next};
    for (int i = 1; i < 900; i++) {
        snprintf(page, sizeof page, "/list?page=%d", i);
        snprintf(next, sizeof next, "/list?page=%d", i + 1);
        assert_int_equal(read_page(&given, page, on, 1), 1);
    }
    assert_int_equal(read_page(&given, "/list?page=900", links, 2), 2);
    assert_int_equal(length_of_chain(&given, "/list?page=%d", 901),
                     1 + bf_trap_limit(BF_TRAP_NUMBERS, 0));
    close_site(&given);
}

static void what_does_not_lead_on_is_never_limited(void **state)
{
    enum { LINKS = 2500 };
    site given = open_site(*state, 50);
    char link[64];
    bf_url list = url_of(&given, "/all?view=list");
    bf_admission_source page = begin(&given, &list), sitemap = begin(&given, NULL);
    bf_error err = {0};
    for (int i = 0; i < LINKS; i++) {
        snprintf(link, sizeof link, "/profile?id=%d", i);
        assert_int_equal(admit(&given, &page, link, BF_SCOPE_LINK).verdict, BF_ADMITTED);
        snprintf(link, sizeof link, "/all?view=list&page=%d", i);
        assert_int_equal(admit(&given, &sitemap, link, BF_SCOPE_LINK).verdict, BF_ADMITTED);
    }
    assert_true(bf_admission_end(given.admission, &page, &err));
    assert_true(bf_admission_end(given.admission, &sitemap, &err));
    close_site(&given);
}

static void nothing_is_left_to_free(void **state)
{
    (void)state;
    bf_admission_free(NULL);
}

static int make_arena(void **state)
{
    *state = bf_arena_new(64 << 20);
    return *state == NULL;
}

static int free_arena(void **state)
{
    bf_arena_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, free_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_out_of_scope_is_left_and_the_reason_given),
        TEST(a_seed_passes_whatever_it_looks_like),
        TEST(what_is_known_is_let_in_once),
        TEST(a_sitemap_is_in_nobody_s_scope_and_its_key_is_its_own),
        TEST(a_trap_by_its_shape_is_left_and_named),
        TEST(a_space_that_feeds_itself_ends_at_its_limit_and_is_named),
        TEST(what_looks_endless_comes_after_all_else_of_its_host),
        TEST(a_far_month_comes_last_whoever_links_to_it),
        TEST(an_honest_list_is_read_to_its_end),
        TEST(a_page_with_something_new_gives_its_space_its_trust_back),
        TEST(what_does_not_lead_on_is_never_limited),
        TEST(nothing_is_left_to_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
