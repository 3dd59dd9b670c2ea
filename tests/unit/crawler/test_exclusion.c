/* test_exclusion.c: what an answer for robots.txt means, and what is then asked of its host. */
#include "tests/support/views.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "crawler/exclusion.h"

static const int64_t NOW = INT64_C(1795464000000);
static const int64_t DAY = INT64_C(86400000);

/* --- What an answer means ----------------------------------------------------------------------
 */

typedef struct {
    const char *what;
    const char *response; /* NULL: none came */
    struct {
        int status;
        const char *request, *truncated, *failure;
        bool refused, tls_failed;
    } result;
    uint32_t redirects; /* before it */
    bf_exclusion_meaning meaning;
    const char *told; /* the rules, the target, or words of why not */
} outcome_case;

#define SO ", so nothing of this host is fetched"
#define ANSWER(status, fields, body) "HTTP/1.1 " status " x\r\n" fields "\r\n" body
#define ASKED "GET /robots.txt HTTP/1.1\r\nHost: a.example\r\n"
#define MOVED(location) ANSWER("301", "Location: " location "\r\n", "")

static const outcome_case outcomes[] = {
    {"200 with rules",
     ANSWER("200", "", "User-agent: *\n"),
     {.status = 200},
     0,
     BF_EXCLUSION_RULES,
     "User-agent: *\n"},
    {"200, empty", ANSWER("200", "", ""), {.status = 200}, 0, BF_EXCLUSION_RULES, ""},
    {"204", ANSWER("204", "", ""), {.status = 204}, 0, BF_EXCLUSION_RULES, ""},
    {"to another host",
     MOVED("https://b.example/robots.txt"),
     {.status = 301},
     0,
     BF_EXCLUSION_MOVED,
     "https://b.example/robots.txt"},
    {"to a relative place",
     MOVED("/r.txt"),
     {.status = 301},
     0,
     BF_EXCLUSION_MOVED,
     "http://a.example/r.txt"},
    {"the fifth redirect",
     MOVED("/r.txt"),
     {.status = 301},
     4,
     BF_EXCLUSION_MOVED,
     "http://a.example/r.txt"},
    {"200 after five", ANSWER("200", "", "x"), {.status = 200}, 5, BF_EXCLUSION_RULES, "x"},
    {"the sixth redirect", MOVED("/r.txt"), {.status = 301}, 5, BF_EXCLUSION_RULES, ""},
    {"a redirect to nowhere", ANSWER("302", "", "x"), {.status = 302}, 0, BF_EXCLUSION_RULES, ""},
    {"to another scheme",
     MOVED("ftp://a.example/robots.txt"),
     {.status = 301},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt redirects to what is no http URL" SO},
    {"to another scheme, the sixth",
     MOVED("ftp://a.example/robots.txt"),
     {.status = 301},
     5,
     BF_EXCLUSION_RULES,
     ""},
    {"404",
     ANSWER("404", "", "User-agent: *\nDisallow: /\n"),
     {.status = 404},
     0,
     BF_EXCLUSION_RULES,
     ""},
    {"410", ANSWER("410", "", ""), {.status = 410}, 0, BF_EXCLUSION_RULES, ""},
    {"401", ANSWER("401", "", ""), {.status = 401}, 0, BF_EXCLUSION_RULES, ""},
    {"403", ANSWER("403", "", ""), {.status = 403}, 0, BF_EXCLUSION_RULES, ""},
    {"429",
     ANSWER("429", "", ""),
     {.status = 429},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt was answered with 429" SO},
    {"500",
     ANSWER("500", "", ""),
     {.status = 500},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt was answered with 500" SO},
    {"503",
     ANSWER("503", "", ""),
     {.status = 503},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt was answered with 503" SO},
    {"503 after a redirect",
     ANSWER("503", "", ""),
     {.status = 503},
     1,
     BF_EXCLUSION_DENIED,
     "robots.txt was answered with 503" SO},
    {"a status of no class",
     ANSWER("999", "", ""),
     {.status = 999},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt was answered with 999" SO},
    {"connection refused",
     NULL,
     {.failure = "connection refused"},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt could not be had (connection refused)" SO},
    {"TLS failure",
     NULL,
     {.failure = "certificate has expired", .tls_failed = true},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt could not be had (certificate has expired)" SO},
    {"the guard's refusal",
     NULL,
     {.failure = "refused: 10.0.0.1 is private", .refused = true},
     0,
     BF_EXCLUSION_DENIED,
     "refused: 10.0.0.1 is private"},
    {"the guard's, of a redirect",
     NULL,
     {.failure = "refused: 10.0.0.1 is private", .refused = true},
     1,
     BF_EXCLUSION_DENIED,
     "robots.txt could not be had (refused: 10.0.0.1 is private)" SO},
    {"cut at our bound",
     ANSWER("200", "", "User-agent: *\n"),
     {.status = 200, .truncated = "length"},
     0,
     BF_EXCLUSION_RULES,
     "User-agent: *\n"},
    {"shorter than it says",
     ANSWER("200", "Content-Length: 99\r\n", "User-agent: *\n"),
     {.status = 200, .truncated = "disconnect"},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt was broken off" SO},
    {"out of time",
     ANSWER("200", "", "User-agent: *\n"),
     {.status = 200, .truncated = "time"},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt was broken off" SO},
    {"404, broken off",
     ANSWER("404", "", "x"),
     {.status = 404, .truncated = "disconnect"},
     0,
     BF_EXCLUSION_RULES,
     ""},
    {"304 to an ETag",
     ANSWER("304", "", ""),
     {.status = 304, .request = ASKED "If-None-Match: x\r\n\r\n"},
     0,
     BF_EXCLUSION_STILL,
     ""},
    {"304 to a date",
     ANSWER("304", "", ""),
     {.status = 304, .request = ASKED "If-Modified-Since: x\r\n\r\n"},
     0,
     BF_EXCLUSION_STILL,
     ""},
    {"304 that nobody asked for",
     ANSWER("304", "", ""),
     {.status = 304, .request = ASKED "\r\n"},
     0,
     BF_EXCLUSION_DENIED,
     "robots.txt was answered with 304" SO},
};

static bf_exclusion_answer read_answer(const outcome_case *given, bf_arena *arena)
{
    bf_exclusion_answer answer;
    bf_error err = {0};
    bf_url url;
    bf_page page;
    bf_str address = BF_STR("http://a.example/robots.txt");
    const bf_page_limits limits = {0};
    const bf_fetch_result result = {.status = given->result.status,
                                    .request = bf_str_of(given->result.request),
                                    .truncated = bf_str_of(given->result.truncated),
                                    .failure = bf_str_of(given->result.failure),
                                    .refused = given->result.refused,
                                    .tls_failed = given->result.tls_failed};
    assert_true(bf_url_parse(address, NULL, arena, &url, &err));
    if (given->response)
        assert_true(
            bf_page_from_http(bf_str_of(given->response), address, &limits, arena, &page, &err));
    assert_true(bf_exclusion_read(&result, given->response ? &page : NULL, &url, given->redirects,
                                  arena, &answer, &err));
    assert_int_equal(err.code, BF_OK);
    return answer;
}

static void every_outcome_of_a_fetch_has_its_meaning(void **state)
{
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        const outcome_case *given = &outcomes[i];
        bf_exclusion_answer answer = read_answer(given, *state);
        bf_str told = answer.meaning == BF_EXCLUSION_MOVED    ? answer.target.text
                      : answer.meaning == BF_EXCLUSION_DENIED ? bf_str_of(answer.why)
                                                              : answer.text;
        if (answer.meaning != given->meaning || !bf_str_equal(told, bf_str_of(given->told)))
            fail_msg("%s: meaning %d, \"%.*s\"", given->what, (int)answer.meaning,
                     BF_STR_ARG(told));
        bf_arena_reset(*state);
    }
}

static void rules_end_where_the_rfc_lets_a_reader_end(void **state)
{
    char *response = malloc(1 << 20);
    assert_non_null(response);
    int head = snprintf(response, 1 << 20, "HTTP/1.1 200 OK\r\n\r\n");
    memset(response + head, 'x', (1 << 20) - (size_t)head);
    response[(1 << 20) - 1] = '\0';
    const outcome_case given = {.response = response, .result = {.status = 200}};
    assert_int_equal(read_answer(&given, *state).text.length, BF_ROBOTS_MOST_BYTES);
    free(response);
}

static void words_about_a_failure_end_and_never_overflow(void **state)
{
    char failure[2000];
    memset(failure, 'f', sizeof failure - 1);
    failure[sizeof failure - 1] = '\0';
    const outcome_case given = {.result = {.failure = failure}};
    bf_exclusion_answer answer = read_answer(&given, *state);
    assert_true(bf_str_ends(bf_str_of(answer.why), BF_STR("f)" SO)));
    const outcome_case refused = {.result = {.failure = failure, .refused = true}};
    answer = read_answer(&refused, *state);
    assert_int_equal(strlen(answer.why), BF_EXCLUSION_WORDS - 1);
}

/* --- What is asked of a host -------------------------------------------------------------------
 */

typedef struct {
    bf_arena *arena;
    bf_state *state;
    bf_frontier *frontier;
    bf_exclusion *exclusion;
    bf_frontier_item item; /* leased, of http://a.example/ */
} obeying;

static bf_frontier_item lease(obeying *given, int64_t now_ms)
{
    bf_frontier_item item;
    bf_error err = {0};
    int64_t due_ms;
    assert_int_equal(bf_frontier_next(given->frontier, now_ms, &item, &due_ms, &err),
                     BF_FRONTIER_ITEM);
    return item;
}

static obeying begin(bf_arena *arena)
{
    bf_error err = {0};
    bf_url url;
    bool added;
    obeying made = {.arena = arena, .state = bf_state_open(NULL, &err)};
    assert_non_null(made.state);
    made.frontier = bf_frontier_new(made.state, NOW, &err);
    assert_non_null(made.frontier);
    made.exclusion = bf_exclusion_new(made.frontier, BF_STR("bonafide"));
    assert_non_null(made.exclusion);
    assert_true(bf_url_parse(BF_STR("http://a.example/"), NULL, arena, &url, &err));
    bf_frontier_entry entry = {.url = &url, .key = url.text, .priority = 1};
    assert_true(bf_frontier_add_seed(made.frontier, url.text, &entry.seed, &err));
    assert_true(bf_frontier_add(made.frontier, &entry, &added, NULL, &err));
    made.item = lease(&made, NOW);
    assert_int_equal(made.item.id, 0); /* its robots.txt comes first */
    return made;
}

static void end(obeying *given)
{
    bf_exclusion_free(given->exclusion);
    bf_frontier_free(given->frontier);
    bf_state_close(given->state);
}

/* Keeps an answer at `now_ms`, and leases what is next; whether rules from before go on. */
static bool keep(obeying *given, bf_exclusion_meaning meaning, const char *text, int64_t now_ms)
{
    bf_error err = {0};
    bool old;
    bf_exclusion_answer answer = {.meaning = meaning};
    if (meaning == BF_EXCLUSION_DENIED)
        snprintf(answer.why, sizeof answer.why, "%s", text);
    else
        answer.text = bf_str_of(text);
    assert_true(bf_exclusion_keep(given->exclusion, given->item.host, &answer, now_ms, &old, &err));
    assert_true(bf_frontier_release(given->frontier, given->item.host, 0, &err));
    given->item = lease(given, now_ms);
    assert_int_not_equal(given->item.id, 0);
    return old;
}

/* The host's rules have grown old: they are asked for before the URL, which is given back. */
static void grow_old(obeying *given, int64_t now_ms)
{
    bf_error err = {0};
    assert_true(bf_frontier_put_back(given->frontier, given->item.id, &err));
    assert_true(bf_frontier_release(given->frontier, given->item.host, 0, &err));
    given->item = lease(given, now_ms);
    assert_int_equal(given->item.id, 0);
}

static bf_exclusion_verdict judge(obeying *given, const char *target)
{
    bf_exclusion_verdict verdict;
    bf_error err = {0};
    assert_true(
        bf_exclusion_judge(given->exclusion, &given->item, bf_str_of(target), &verdict, &err));
    return verdict;
}

static void rules_are_kept_and_the_line_that_decides_is_named(void **state)
{
    obeying given = begin(*state);
    assert_false(keep(&given, BF_EXCLUSION_RULES,
                      "User-agent: *\nCrawl-delay: 2.5\nDisallow: /private\n", NOW));
    bf_exclusion_verdict verdict = judge(&given, "/");
    assert_true(verdict.allowed);
    assert_int_equal(verdict.delay_ms, 2500);
    assert_false(verdict.delay_capped);
    assert_string_equal(verdict.why, "");
    verdict = judge(&given, "/private/notes.html");
    assert_false(verdict.allowed);
    assert_false(verdict.denied_whole);
    assert_string_equal(verdict.why,
                        "robots.txt keeps us from this page (line 3: Disallow: /private)");
    end(&given);
}

static void the_line_is_told_in_utf_8_whatever_it_holds_and_cut_between_characters(void **state)
{
    static const struct {
        const char *pattern; /* repeated */
        int times;
        const char *told; /* of which so many */
        int count;
    } cases[] = {
        {"\xff", 1, "\xEF\xBF\xBD", 1},
        {"\xc3\xa9", 150, "\xc3\xa9", 94}, /* "Disallow: /x" and 94 of two bytes are 200 */
        {"\xff", 150, "\xEF\xBF\xBD", 62},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char rules[1024] = "User-agent: *\nDisallow: /x", target[1024] = "/x";
        int count = 0;
        obeying given = begin(*state);
        for (int k = 0; k < cases[i].times; k++) {
            strcat(rules, cases[i].pattern);
            strcat(target, cases[i].pattern);
        }
        keep(&given, BF_EXCLUSION_RULES, rules, NOW);
        bf_exclusion_verdict verdict = judge(&given, target);
        assert_false(verdict.allowed);
        assert_true(bf_utf8_valid(bf_str_of(verdict.why)));
        for (const char *at = verdict.why; (at = strstr(at, cases[i].told)) != NULL; at++)
            count++;
        assert_true(bf_str_ends(bf_str_of(verdict.why), BF_STR(")")));
        assert_int_equal(count, cases[i].count);
        end(&given);
    }
}

static void a_url_that_cannot_be_judged_is_not_fetched(void **state)
{
    obeying given = begin(*state);
    char target[BF_ROBOTS_MOST_TARGET_BYTES + 2];
    memset(target, '/', sizeof target - 1);
    target[sizeof target - 1] = '\0';
    keep(&given, BF_EXCLUSION_RULES, "User-agent: *\nDisallow: /private\n", NOW);
    bf_exclusion_verdict verdict = judge(&given, target);
    assert_false(verdict.allowed);
    assert_string_equal(verdict.why, "this URL is too long to be judged by robots.txt");
    end(&given);
}

static void a_delay_over_the_bound_is_held_at_it_and_told(void **state)
{
    obeying given = begin(*state);
    keep(&given, BF_EXCLUSION_RULES, "User-agent: *\nCrawl-delay: 3600\n", NOW);
    bf_exclusion_verdict verdict = judge(&given, "/");
    assert_true(verdict.allowed && verdict.delay_capped);
    assert_int_equal(verdict.delay_ms, BF_ROBOTS_MOST_DELAY_MS);
    end(&given);
}

static void without_an_answer_nothing_is_allowed_and_the_words_come_back(void **state)
{
    obeying given = begin(*state);
    assert_false(keep(&given, BF_EXCLUSION_DENIED, "no answer", NOW));
    bf_exclusion_verdict verdict = judge(&given, "/");
    assert_false(verdict.allowed);
    assert_true(verdict.denied_whole);
    assert_string_equal(verdict.why, "no answer");
    end(&given);
}

static void rules_from_before_go_on_for_thirty_days_and_no_longer(void **state)
{
    obeying given = begin(*state);
    keep(&given, BF_EXCLUSION_RULES, "User-agent: *\nDisallow: /private\n", NOW);
    grow_old(&given, NOW + 30 * DAY);
    assert_true(keep(&given, BF_EXCLUSION_DENIED, "no answer", NOW + 30 * DAY));
    assert_true(judge(&given, "/").allowed);
    assert_false(judge(&given, "/private").allowed);
    grow_old(&given, NOW + 31 * DAY + 1);
    assert_false(keep(&given, BF_EXCLUSION_DENIED, "still none", NOW + 31 * DAY + 1));
    assert_false(judge(&given, "/").allowed);
    assert_string_equal(judge(&given, "/").why, "still none");
    end(&given);
}

static void a_304_gives_the_rules_thirty_days_more(void **state)
{
    obeying given = begin(*state);
    keep(&given, BF_EXCLUSION_RULES, "User-agent: *\nDisallow: /private\n", NOW);
    grow_old(&given, NOW + 20 * DAY);
    assert_false(keep(&given, BF_EXCLUSION_STILL, "", NOW + 20 * DAY));
    assert_false(judge(&given, "/private").allowed);
    grow_old(&given, NOW + 40 * DAY);
    assert_true(keep(&given, BF_EXCLUSION_DENIED, "no answer", NOW + 40 * DAY));
    assert_false(judge(&given, "/private").allowed);
    end(&given);
}

static void new_rules_take_the_place_of_those_at_hand(void **state)
{
    obeying given = begin(*state);
    keep(&given, BF_EXCLUSION_RULES, "User-agent: *\nDisallow: /private\n", NOW);
    assert_false(judge(&given, "/private").allowed);
    grow_old(&given, NOW + 2 * DAY);
    keep(&given, BF_EXCLUSION_RULES, "User-agent: *\nDisallow: /other\n", NOW + 2 * DAY);
    assert_true(judge(&given, "/private").allowed);
    assert_false(judge(&given, "/other").allowed);
    end(&given);
}

/* More hosts than rules are at hand of, so that two share a place. */
static void the_rules_of_many_hosts_are_never_mixed_up(void **state)
{
    enum { HOSTS = 150 };
    obeying given = begin(*state);
    bf_error err = {0};
    char text[128], target[64];
    bool old;
    for (int turn = 0; turn < 2; turn++)
        for (int64_t host = 1; host <= HOSTS; host++) {
            bf_str rules = bf_str_of(text);
            if (turn == 0) {
                snprintf(text, sizeof text,
                         "INSERT OR IGNORE INTO host (id, origin) "
                         "VALUES (%d, 'http://h%d/')",
                         (int)host, (int)host);
                assert_true(bf_state_execute(given.state, text, &err));
                rules.length = (size_t)snprintf(text, sizeof text,
                                                "User-agent: *\nDisallow: /%d$\n", (int)host);
                const bf_exclusion_answer answer = {.meaning = BF_EXCLUSION_RULES, .text = rules};
                assert_true(bf_exclusion_keep(given.exclusion, host, &answer, NOW, &old, &err));
            }
            for (int64_t other = 1; other <= HOSTS; other += turn == 0 ? HOSTS : 7) {
                const bf_robots *found = bf_exclusion_rules(given.exclusion, host, &err);
                assert_non_null(found);
                snprintf(target, sizeof target, "/%d", (int)other);
                assert_int_equal(bf_robots_allows(found, bf_str_of(target)), host != other);
            }
        }
    end(&given);
}

static void nothing_is_left_to_free(void **state)
{
    (void)state;
    bf_exclusion_free(NULL);
}

static int make_arena(void **state)
{
    *state = bf_arena_new(16 << 20);
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
        TEST(every_outcome_of_a_fetch_has_its_meaning),
        TEST(rules_end_where_the_rfc_lets_a_reader_end),
        TEST(words_about_a_failure_end_and_never_overflow),
        TEST(rules_are_kept_and_the_line_that_decides_is_named),
        TEST(the_line_is_told_in_utf_8_whatever_it_holds_and_cut_between_characters),
        TEST(a_url_that_cannot_be_judged_is_not_fetched),
        TEST(a_delay_over_the_bound_is_held_at_it_and_told),
        TEST(without_an_answer_nothing_is_allowed_and_the_words_come_back),
        TEST(rules_from_before_go_on_for_thirty_days_and_no_longer),
        TEST(a_304_gives_the_rules_thirty_days_more),
        TEST(new_rules_take_the_place_of_those_at_hand),
        TEST(the_rules_of_many_hosts_are_never_mixed_up),
        TEST(nothing_is_left_to_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
