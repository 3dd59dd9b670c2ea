/* test_robots.c: one robots.txt, as it speaks to us: RFC 9309, and what Google's parser adds. What
 * it says of a target is a table, robots_cases.tsv; here are its bounds, and all else it says. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/buf.h"
#include "crawler/robots.h"
#include "tests/support/robots_cases.h"
#include "tests/support/views.h"

static bool allows_text(bf_str text, const char *target)
{
    bf_robots *robots = bf_robots_parse(text, BF_STR("bonafide"));
    assert_non_null(robots);
    bool allowed = bf_robots_allows(robots, bf_str_of(target));
    bf_robots_free(robots);
    return allowed;
}

static uint64_t delay_of(const char *text)
{
    bf_robots *robots = bf_robots_parse(bf_str_of(text), BF_STR("bonafide"));
    assert_non_null(robots);
    uint64_t ms = bf_robots_delay_ms(robots);
    bf_robots_free(robots);
    return ms;
}

/* Each line of robots_cases.tsv. */
static void every_case_of_the_table_is_decided_as_it_says(void **state)
{
    (void)state;
    bf_buf table, text;
    robots_case one;
    size_t count = 0, wrong = 0;
    bf_buf_init(&table, ROBOTS_CASES_MOST_BYTES);
    bf_buf_init(&text, ROBOTS_CASES_MOST_BYTES);
    assert_true(read_robots_cases(BF_SOURCE_DIR "/tests/unit/crawler/robots_cases.tsv", &table));
    bf_str rest = {table.bytes, table.length};
    while (take_robots_case(&rest, &text, &one)) {
        char decides[32];
        bf_robots *robots = bf_robots_parse(one.text, one.agent);
        assert_non_null(robots);
        bf_robots_verdict said = bf_robots_decide(robots, one.target);
        write_decides(&said, decides, sizeof decides);
        if (!bf_str_equal(one.allowed, said.allowed ? BF_STR("yes") : BF_STR("no")) ||
            !bf_str_equal(one.decides, bf_str_of(decides))) {
            print_error("%.*s: %s by %s, and not %.*s by %.*s\n", BF_STR_ARG(one.name),
                        said.allowed ? "yes" : "no", decides, BF_STR_ARG(one.allowed),
                        BF_STR_ARG(one.decides));
            wrong++;
        }
        assert_int_equal(bf_robots_allows(robots, one.target), said.allowed);
        bf_robots_free(robots);
        count++;
    }
    if (one.name.length > 0)
        fail_msg("malformed: %.*s", BF_STR_ARG(one.name));
    assert_int_equal(wrong, 0);
    assert_true(count >= 180); /* the table was read to its end */
    bf_buf_free(&table);
    bf_buf_free(&text);
}

/* Pattern against target as RFC 9309, 2.2.3 words it, slowly: a star is every run in turn. */
static bool matches_by_definition(const char *pattern, const char *target)
{
    if (*pattern == '\0')
        return true;
    if (pattern[0] == '$' && pattern[1] == '\0')
        return *target == '\0';
    if (*pattern == '*')
        return matches_by_definition(pattern + 1, target) ||
               (*target != '\0' && matches_by_definition(pattern, target + 1));
    return *pattern == *target && matches_by_definition(pattern + 1, target + 1);
}

/* The `index`th text of `length` of the `letters`, behind a slash. */
static void write_text(char *out, size_t length, size_t index, const char *letters)
{
    size_t count = strlen(letters);
    *out++ = '/';
    for (; length > 0; length--, index /= count)
        *out++ = letters[index % count];
    *out = '\0';
}

static void every_short_pattern_matches_what_the_definition_says(void **state)
{
    (void)state;
    enum { PATTERN = 5, PATTERNS = 3 * 3 * 3 * 3 * 3 * 2, TARGET = 6, TARGETS = 64 };
    for (size_t p = 0; p < PATTERNS; p++) {
        char text[64], pattern[16];
        write_text(pattern, PATTERN, p / 2, "ab*");
        if (p % 2)
            strcat(pattern, "$");
        snprintf(text, sizeof text, "User-agent: *\nDisallow: %s\n", pattern);
        bf_robots *robots = bf_robots_parse(bf_str_of(text), BF_STR("bonafide"));
        assert_non_null(robots);
        for (size_t length = 0; length <= TARGET; length++)
            for (size_t t = 0; t < (size_t)1 << length; t++) {
                char target[16];
                write_text(target, length, t, "ab");
                if (bf_robots_allows(robots, bf_str_of(target)) ==
                    matches_by_definition(pattern, target))
                    fail_msg("\"%s\" against \"%s\"", pattern, target);
            }
        bf_robots_free(robots);
    }
}

static void a_decision_shows_its_rule_and_the_agent_above_it_as_they_stand(void **state)
{
    (void)state;
    char text[] = "# ours\r\nUser-agent: x\r\n  USER-AGENT: bonafide/2 # us\r\nDisallow: /a\r\n"
                  "\r\nUser-agent: *\r\nDisallow: /\r\nUser-agent: bonafide\r\n"
                  "\tdisalow /b\t# not yet\r\nAllow: /b/%63\r\n";
    bf_robots *robots = bf_robots_parse(bf_str_of(text), BF_STR("bonafide"));
    assert_non_null(robots);
    memset(text, 'x', sizeof text - 1); /* the views are of `robots` */
    bf_robots_verdict said = bf_robots_decide(robots, BF_STR("/a/1"));
    assert_false(said.allowed);
    assert_int_equal(said.reason, BF_ROBOTS_RULE);
    assert_int_equal(said.rule.number, 4);
    assert_view(said.rule.text, "Disallow: /a");
    assert_int_equal(said.agent.number, 3);
    assert_view(said.agent.text, "  USER-AGENT: bonafide/2 # us");

    said = bf_robots_decide(robots, BF_STR("/b"));
    assert_false(said.allowed);
    assert_int_equal(said.rule.number, 9);
    assert_view(said.rule.text, "\tdisalow /b\t# not yet");
    assert_int_equal(said.agent.number, 8);
    assert_view(said.agent.text, "User-agent: bonafide");

    said = bf_robots_decide(robots, BF_STR("/b/c"));
    assert_true(said.allowed);
    assert_view(said.rule.text, "Allow: /b/%63");
    bf_robots_free(robots);
}

static void without_a_rule_a_decision_says_why_it_is_allowed(void **state)
{
    (void)state;
    bf_robots *robots = bf_robots_parse(BF_STR("\nUser-agent: *\nDisallow: /a\nUser-agent: *\n"
                                               "Allow: /a/b\n"),
                                        BF_STR("bonafide"));
    assert_non_null(robots);
    bf_robots_verdict said = bf_robots_decide(robots, BF_STR("/c"));
    assert_true(said.allowed);
    assert_int_equal(said.reason, BF_ROBOTS_NO_RULE);
    assert_int_equal(said.rule.number, 0);
    assert_int_equal(said.agent.number, 2); /* of the first group of two */
    assert_view(said.agent.text, "User-agent: *");
    said = bf_robots_decide(robots, BF_STR("/robots.txt"));
    assert_true(said.allowed);
    assert_int_equal(said.reason, BF_ROBOTS_ITSELF);
    assert_int_equal(said.agent.number, 0);
    bf_robots_free(robots);

    robots = bf_robots_parse(BF_STR("User-agent: x\nDisallow: /\n"), BF_STR("bonafide"));
    assert_non_null(robots);
    said = bf_robots_decide(robots, BF_STR("/c"));
    assert_true(said.allowed);
    assert_int_equal(said.reason, BF_ROBOTS_NO_GROUP);
    assert_int_equal(said.rule.number + said.agent.number, 0);
    bf_robots_free(robots);
}

static void a_target_over_the_bound_is_not_judged_and_not_allowed(void **state)
{
    (void)state;
    bf_buf target;
    bf_robots *robots = bf_robots_parse(BF_STR("User-agent: *\nAllow: /\n"), BF_STR("bonafide"));
    assert_non_null(robots);
    bf_buf_init(&target, 2 * BF_ROBOTS_MOST_TARGET_BYTES);
    while (target.length < BF_ROBOTS_MOST_TARGET_BYTES)
        bf_buf_append_char(&target, '/');
    assert_true(bf_robots_allows(robots, (bf_str){target.bytes, target.length}));
    bf_buf_append_char(&target, '/');
    bf_robots_verdict said = bf_robots_decide(robots, (bf_str){target.bytes, target.length});
    assert_false(said.allowed);
    assert_int_equal(said.reason, BF_ROBOTS_UNJUDGED);
    bf_buf_free(&target);
    bf_robots_free(robots);
}

static void each_reason_has_a_name_of_its_own(void **state)
{
    (void)state;
    static const char *const names[] = {"rule", "no-rule", "no-group", "robots-txt", "unjudged"};
    for (size_t i = 0; i < BF_ROBOTS_REASON_COUNT; i++)
        assert_string_equal(bf_robots_reason_name((bf_robots_reason)i), names[i]);
}

static void what_stands_past_500_kib_is_not_read(void **state)
{
    (void)state;
    bf_buf text;
    bf_buf_init(&text, 2 * BF_ROBOTS_MOST_BYTES);
    bf_buf_append(&text, BF_STR("User-agent: *\nDisallow: /first\n"));
    while (text.length < BF_ROBOTS_MOST_BYTES)
        bf_buf_append(&text, BF_STR("# a comment that fills the file line by line\n"));
    bf_buf_append(&text, BF_STR("Disallow: /last\n"));
    assert_false(text.failed);
    bf_str whole = {text.bytes, text.length};
    assert_false(allows_text(whole, "/first"));
    assert_true(allows_text(whole, "/last"));
    bf_buf_free(&text);
}

static void a_rule_that_the_bound_cuts_in_two_is_not_read(void **state)
{
    (void)state;
    bf_buf text;
    bf_buf_init(&text, 2 * BF_ROBOTS_MOST_BYTES);
    bf_buf_append(&text, BF_STR("User-agent: *\nDisallow: /first\n#"));
    while (text.length < BF_ROBOTS_MOST_BYTES - sizeof "\nAllow: /fi" + 1)
        bf_buf_append_char(&text, 'x');
    bf_buf_append(&text, BF_STR("\nAllow: /first/of/all\n"));
    assert_false(allows_text((bf_str){text.bytes, text.length}, "/first/of/all"));
    assert_false(allows_text((bf_str){text.bytes, text.length}, "/first"));
    bf_buf_free(&text);
}

static void a_line_is_cut_at_16664_octets_as_google_s_is(void **state)
{
    (void)state;
    bf_buf text;
    bf_buf_init(&text, 1 << 20);
    bf_buf_append(&text, BF_STR("User-agent: *\nDisallow: /"));
    for (size_t i = 0; i < 20000; i++)
        bf_buf_append_char(&text, 'a');
    bf_buf_append(&text, BF_STR("\nDisallow: /p\n"));
    assert_false(allows_text((bf_str){text.bytes, text.length}, "/p"));
    bf_buf target;
    bf_buf_init(&target, 1 << 20);
    bf_buf_append_char(&target, '/');
    for (size_t i = 0; i < 17000; i++)
        bf_buf_append_char(&target, 'a');
    assert_false(allows_text((bf_str){text.bytes, text.length}, target.bytes));
    bf_buf_free(&text);
    bf_buf_free(&target);
}

static void bytes_that_are_no_text_are_passed_over(void **state)
{
    (void)state;
    bf_str text = BF_STR("\0\xFF\xFE\nUser-agent: *\n\0\nDisallow: /p\nDisallow: /q\0\n");
    assert_true(allows_text((bf_str){0}, "/p"));
    assert_true(allows_text((bf_str){"\0", 1}, "/p"));
    assert_false(allows_text(text, "/p"));
    assert_true(allows_text(text, "/q")); /* the pattern has a NUL in it */
}

static void ten_megabytes_of_one_line_say_nothing(void **state)
{
    (void)state;
    bf_buf text;
    bf_buf_init(&text, 16 * 1024 * 1024);
    bf_buf_append(&text, BF_STR("User-agent: * Disallow: /"));
    while (text.length < 10 * 1024 * 1024)
        bf_buf_append(&text,
                      BF_STR("Disallow: / Disallow: / Disallow: / Disallow: / Disallow: / "));
    assert_true(allows_text((bf_str){text.bytes, text.length}, "/p"));
    bf_buf_free(&text);
}

static void as_many_rules_as_fit_are_kept_and_the_right_one_decides(void **state)
{
    (void)state;
    bf_buf text;
    size_t lines = 1;
    bf_buf_init(&text, 2 * BF_ROBOTS_MOST_BYTES);
    bf_buf_append(&text, BF_STR("User-agent: *\n"));
    for (; text.length + 2 * sizeof "Allow:/pp\n" < BF_ROBOTS_MOST_BYTES; lines++)
        bf_buf_append(&text, BF_STR("Allow:/x\n"));
    bf_buf_append(&text, BF_STR("Allow:/pp\n"));
    bf_robots *robots = bf_robots_parse((bf_str){text.bytes, text.length}, BF_STR("bonafide"));
    assert_non_null(robots);
    assert_int_equal(bf_robots_decide(robots, BF_STR("/pp")).rule.number, lines + 1);
    assert_int_equal(bf_robots_decide(robots, BF_STR("/x")).rule.number, 2);
    bf_robots_free(robots);
    bf_buf_free(&text);
}

static void a_file_made_to_keep_us_busy_leaves_long_targets_unjudged(void **state)
{
    (void)state;
    bf_buf text;
    char target[2048];
    bf_buf_init(&text, BF_ROBOTS_MOST_BYTES);
    bf_buf_append(&text, BF_STR("User-agent: *\n"));
    while (text.length + sizeof "Disallow:*aab\n" < BF_ROBOTS_MOST_BYTES)
        bf_buf_append(&text, BF_STR("Disallow:*aab\n"));
    bf_robots *robots = bf_robots_parse((bf_str){text.bytes, text.length}, BF_STR("bonafide"));
    assert_non_null(robots);
    memset(target, 'a', sizeof target);
    target[0] = '/';
    bf_robots_verdict said = bf_robots_decide(robots, (bf_str){target, sizeof target});
    assert_int_equal(said.reason, BF_ROBOTS_UNJUDGED);
    assert_false(said.allowed);
    said = bf_robots_decide(robots, (bf_str){target, 256}); /* one that a page may have */
    assert_int_equal(said.reason, BF_ROBOTS_NO_RULE);
    assert_true(said.allowed);
    memcpy(target + 253, "aab", 3);
    said = bf_robots_decide(robots, (bf_str){target, 256});
    assert_int_equal(said.rule.number, 2);
    assert_false(said.allowed);
    bf_robots_free(robots);
    bf_buf_free(&text);
}

static void a_pattern_full_of_stars_takes_time_in_proportion_only(void **state)
{
    (void)state;
    bf_buf text, target;
    bf_buf_init(&text, 1 << 20);
    bf_buf_init(&target, 1 << 20);
    bf_buf_append(&text, BF_STR("User-agent: *\nDisallow: /"));
    for (size_t i = 0; i < 1000; i++)
        bf_buf_append(&text, BF_STR("*a"));
    bf_buf_append(&text, BF_STR("b\n"));
    bf_buf_append_char(&target, '/');
    for (size_t i = 0; i < 2000; i++)
        bf_buf_append_char(&target, 'a');
    clock_t began = clock();
    assert_true(allows_text((bf_str){text.bytes, text.length}, target.bytes));
    assert_true(clock() - began < 2 * CLOCKS_PER_SEC); /* backtracking would take years */
    bf_buf_free(&text);
    bf_buf_free(&target);
}

static void a_delay_is_our_group_s_longest_in_milliseconds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t ms;
    } cases[] = {
        {"", 0},
        {"User-agent: *\nCrawl-delay: 5", 5000},
        {"User-agent: *\nCrawl-delay: 1.5", 1500},
        {"User-agent: *\nCrawl-delay: 0.25", 250},
        {"User-agent: *\nCrawl-delay: 1.0009", 1000},
        {"User-agent: *\nCrawl-delay: 2\nCrawl-delay: 3\nCrawl-delay: 1", 3000},
        {"User-agent: *\nCrawl-delay: 9\nUser-agent: bonafide\nCrawl-delay: 2", 2000},
        {"User-agent: *\nDisallow: /x\nUser-agent: bonafide\nDisallow: /y", 0},
        {"User-agent: *\nCrawl-delay: 9\nUser-agent: bonafide\nDisallow: /x",
         0}, /* to those above */
        {"User-agent: x\nCrawl-delay: 9\nDisallow: /", 0},
        {"Crawl-delay: 9", 0},
        {"User-agent: *\nCrawl-delay: -1", 0},
        {"User-agent: *\nCrawl-delay: soon", 0},
        {"User-agent: *\nCrawl-delay:", 0},
        {"User-agent: *\nCrawl-delay: .5", 500},
        {"User-agent: *\nCrawl-delay: 5.", 5000},
        {"User-agent: *\nCrawl-delay: .", 0},
        {"User-agent: *\nCrawl-delay: 0", 0},
        {"User-agent: *\nCrawl-delay: 10s", 10000},
        {"User-agent: *\nCrawl-delay 7", 7000},
        {"User-agent: *\nCrawl-delay: 0007 # slowly", 7000},
        {"User-agent: *\nCrawl-delay: -5", 0},
        {"User-agent: *\nCrawl-delay: 0.0001", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (delay_of(cases[i].text) != cases[i].ms)
            fail_msg("\"%s\" asks for %zu ms", cases[i].text, (size_t)delay_of(cases[i].text));
}

static void a_delay_over_the_cap_is_held_at_it_and_reported_as_capped(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        uint64_t ms;
        bool capped;
    } cases[] = {
        {"", 0, false},
        {"299.999", 299999, false},
        {"300", 300000, false},
        {"300.0009", 300000, false},
        {"300.001", 300000, true},
        {"301", 300000, true},
        {"86400", 300000, true},
        {"18446744073709551616", 300000, true},
        {"99999999999999999999999999999999999999.9", 300000, true},
        {"-99999", 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        snprintf(text, sizeof text, "User-agent: *\nCrawl-delay: %s\n", cases[i].value);
        bf_robots *robots = bf_robots_parse(bf_str_of(text), BF_STR("bonafide"));
        assert_non_null(robots);
        if (bf_robots_delay_ms(robots) != cases[i].ms ||
            bf_robots_delay_is_capped(robots) != cases[i].capped)
            fail_msg("\"%s\": %zu ms", cases[i].value, (size_t)bf_robots_delay_ms(robots));
        bf_robots_free(robots);
    }
}

static void the_line_that_asks_for_the_delay_is_told(void **state)
{
    (void)state;
    bf_robots *robots = bf_robots_parse(BF_STR("User-agent: *\nCrawl-delay: 2\nCrawl-delay: 900 \n"
                                               "Crawl-delay: 900\nCrawl-delay: soon\n"),
                                        BF_STR("bonafide"));
    assert_non_null(robots);
    assert_int_equal(bf_robots_delay_line(robots).number, 3);
    assert_view(bf_robots_delay_line(robots).text, "Crawl-delay: 900 ");
    bf_robots_free(robots);
    robots = bf_robots_parse(BF_STR("User-agent: *\nDisallow: /\n"), BF_STR("bonafide"));
    assert_non_null(robots);
    assert_int_equal(bf_robots_delay_line(robots).number, 0);
    bf_robots_free(robots);
}

static void sitemaps_are_those_of_the_whole_file_in_its_order(void **state)
{
    (void)state;
    bf_robots *robots = bf_robots_parse(
        BF_STR("Sitemap: https://e.test/1.xml\nUser-agent: x\nDisallow: /\n"
               "SITEMAP:https://e.test/2.xml # new\nUser-agent: bonafide\nsitemap :\t/3.xml \n"
               "Sitemap:\nSitemaps: /no.xml\nSite-Map: https://e.test/1.xml\n"),
        BF_STR("bonafide"));
    assert_non_null(robots);
    assert_int_equal(bf_robots_sitemap_count(robots), 4);
    assert_view(bf_robots_sitemap(robots, 0), "https://e.test/1.xml");
    assert_view(bf_robots_sitemap(robots, 1), "https://e.test/2.xml");
    assert_view(bf_robots_sitemap(robots, 2), "/3.xml");
    assert_view(bf_robots_sitemap(robots, 3), "https://e.test/1.xml");
    bf_robots_free(robots);
    robots = bf_robots_parse(BF_STR("User-agent: *\nDisallow: /\n"), BF_STR("bonafide"));
    assert_non_null(robots);
    assert_int_equal(bf_robots_sitemap_count(robots), 0);
    bf_robots_free(robots);
}

static void sitemaps_are_bounded_in_number(void **state)
{
    (void)state;
    bf_buf text;
    bf_buf_init(&text, BF_ROBOTS_MOST_BYTES);
    for (int i = 0; i < BF_ROBOTS_MOST_SITEMAPS + 10; i++)
        bf_buf_append_format(&text, "Sitemap: /%d.xml\n", i);
    bf_buf_append(&text, BF_STR("User-agent: *\nDisallow: /p\n"));
    bf_robots *robots = bf_robots_parse((bf_str){text.bytes, text.length}, BF_STR("bonafide"));
    assert_non_null(robots);
    assert_int_equal(bf_robots_sitemap_count(robots), BF_ROBOTS_MOST_SITEMAPS);
    assert_view(bf_robots_sitemap(robots, BF_ROBOTS_MOST_SITEMAPS - 1), "/499.xml");
    assert_false(bf_robots_allows(robots, BF_STR("/p")));
    bf_robots_free(robots);
    bf_buf_free(&text);
}

static void freeing_nothing_is_allowed(void **state)
{
    (void)state;
    bf_robots_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_table_is_decided_as_it_says),
        cmocka_unit_test(every_short_pattern_matches_what_the_definition_says),
        cmocka_unit_test(a_decision_shows_its_rule_and_the_agent_above_it_as_they_stand),
        cmocka_unit_test(without_a_rule_a_decision_says_why_it_is_allowed),
        cmocka_unit_test(a_target_over_the_bound_is_not_judged_and_not_allowed),
        cmocka_unit_test(each_reason_has_a_name_of_its_own),
        cmocka_unit_test(what_stands_past_500_kib_is_not_read),
        cmocka_unit_test(a_rule_that_the_bound_cuts_in_two_is_not_read),
        cmocka_unit_test(a_line_is_cut_at_16664_octets_as_google_s_is),
        cmocka_unit_test(bytes_that_are_no_text_are_passed_over),
        cmocka_unit_test(ten_megabytes_of_one_line_say_nothing),
        cmocka_unit_test(as_many_rules_as_fit_are_kept_and_the_right_one_decides),
        cmocka_unit_test(a_file_made_to_keep_us_busy_leaves_long_targets_unjudged),
        cmocka_unit_test(a_pattern_full_of_stars_takes_time_in_proportion_only),
        cmocka_unit_test(a_delay_is_our_group_s_longest_in_milliseconds),
        cmocka_unit_test(a_delay_over_the_cap_is_held_at_it_and_reported_as_capped),
        cmocka_unit_test(the_line_that_asks_for_the_delay_is_told),
        cmocka_unit_test(sitemaps_are_those_of_the_whole_file_in_its_order),
        cmocka_unit_test(sitemaps_are_bounded_in_number),
        cmocka_unit_test(freeing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
