/* test_robots.c: one robots.txt, as it speaks to us: RFC 9309, and what Google's parser adds. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/buf.h"
#include "crawler/robots.h"

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

/* A file, a target, and whether it may be fetched. */
typedef struct {
    const char *text, *target;
    bool allowed;
} verdict;

static void assert_verdicts(const verdict *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (allows_text(bf_str_of(cases[i].text), cases[i].target) != cases[i].allowed)
            fail_msg("case %zu: \"%s\" should %s %s", i + 1, cases[i].text,
                     cases[i].allowed ? "allow" : "forbid", cases[i].target);
}

#define ASSERT_VERDICTS(cases) assert_verdicts(cases, sizeof(cases) / sizeof *(cases))

static void groups_that_name_us_hold_and_those_for_everybody_only_without_them(void **state)
{
    (void)state;
    static const verdict cases[] = {
        {"User-agent: bonafide\nDisallow: /", "/x", false},
        {"", "/x", true},
        {"User-agent: otherbot\nDisallow: /", "/x", true},
        {"User-agent: *\nDisallow: /a", "/a/b", false},
        {"User-agent: *\nDisallow: /a\nUser-agent: bonafide\nDisallow: /b", "/a/1", true},
        {"User-agent: bonafide\nDisallow: /a\nUser-agent: x\nDisallow: /\n"
         "User-agent: bonafide\nDisallow: /b",
         "/b", false}, /* two of ours are one */
        {"User-agent: *\nDisallow: /a\nUser-agent: x\nAllow: /\nUser-agent: *\nDisallow: /b",
         "/b/1", false}, /* and two of everybody's */
        {"User-agent: x\nUser-agent: bonafide\nDisallow: /p", "/p", false},
        {"User-agent: bonafide\nUser-agent: x\nDisallow: /p", "/p", false},
        {"Disallow: /\nUser-agent: bonafide\nAllow: /a", "/b", true}, /* before any agent */
        {"User-agent: *\nDisallow: /\nUser-agent: bonafide", "/x", true},
        {"User-agent: bonafide\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", true},
        {"User-agent: bonafide\nUser-agent: *\nDisallow: /p", "/p", false},
    };
    ASSERT_VERDICTS(cases);
}

static void only_an_agent_line_after_a_rule_ends_a_group(void **state)
{
    (void)state;
    static const verdict cases[] = {
        {"User-agent: bonafide\n\n\nDisallow: /p", "/p", false},
        {"User-agent: bonafide\nSitemap: https://e.test/s.xml\nDisallow: /p", "/p", false},
        {"User-agent: bonafide\nCrawl-delay: 5\nUser-agent: x\nDisallow: /p", "/p", false},
        {"User-agent: bonafide\nNo-such-line: x\nUser-agent: x\nDisallow: /p", "/p", false},
        {"User-agent: bonafide\nDisallow: /a\n\nDisallow: /p", "/p", false},
        {"User-agent: bonafide\nDisallow:\nUser-agent: x\nDisallow: /p", "/p", true},
    };
    ASSERT_VERDICTS(cases);
}

static void an_agent_is_its_first_word_whole_and_without_case(void **state)
{
    (void)state;
    static const verdict cases[] = {
        {"USER-AGENT: BonaFide\nDISALLOW: /p", "/p", false},
        {"User-agent: bona\nDisallow: /", "/x", true},
        {"User-agent: bonafidebot\nDisallow: /", "/x", true},
        {"User-agent: bonafide/1.0\nDisallow: /p", "/p", false},
        {"User-agent: bonafide Images\nDisallow: /p", "/p", false},
        {"User-agent: bonafide*\nDisallow: /p", "/p", false},
        {"User-agent: * and all\nDisallow: /p", "/p", false},
        {"User-agent: *bot\nDisallow: /p", "/p", true},
        {"User-agent:\nDisallow: /p", "/p", true},
    };
    ASSERT_VERDICTS(cases);
}

static void the_longest_pattern_decides_and_allow_before_disallow(void **state)
{
    (void)state;
    static const verdict cases[] = {
        {"User-agent: *\nAllow: /d/\nDisallow: /d/private", "/d/private/1", false},
        {"User-agent: *\nDisallow: /\nAllow: /therapists", "/therapists/ann", true},
        {"User-agent: *\nAllow: /therapists\nDisallow: /", "/therapists/ann", true},
        {"User-agent: *\nDisallow: /p\nAllow: /p", "/p", true},
        {"User-agent: *\nAllow: /p\nDisallow: /p", "/p", true},
        {"User-agent: *\nDisallow:", "/x", true},
        {"User-agent: *\nAllow:\nDisallow: /p", "/p", false},
        {"User-agent: *\nDisallow:\nDisallow: /p", "/p", false},
        {"User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", false},
        {"User-agent: *\nAllow: /p\nDisallow: /", "/page", true},
        {"User-agent: *\nAllow: /folder\nDisallow: /folder", "/folder/page", true},
        {"User-agent: *\nAllow: /page\nDisallow: /*.ph", "/page.php5", true},
        {"User-agent: *\nAllow: /$\nDisallow: /", "/", true},
        {"User-agent: *\nAllow: /$\nDisallow: /", "/page.htm", false},
        {"User-agent: *\nNoindex: /p", "/p", true},
    };
    ASSERT_VERDICTS(cases);
}

static void a_pattern_matches_from_the_first_octet_of_path_and_query(void **state)
{
    (void)state;
    static const verdict cases[] = {
        {"User-agent: *\nDisallow: /Private", "/private", true},
        {"User-agent: *\nDisallow: /fish", "/fish", false},
        {"User-agent: *\nDisallow: /fish", "/fish.html", false},
        {"User-agent: *\nDisallow: /fish", "/fishheads/yummy.html", false},
        {"User-agent: *\nDisallow: /fish", "/fish.php?id=anything", false},
        {"User-agent: *\nDisallow: /fish", "/Fish.asp", true},
        {"User-agent: *\nDisallow: /fish", "/catfish", true},
        {"User-agent: *\nDisallow: /fish", "/?id=fish", true},
        {"User-agent: *\nDisallow: /fish/", "/fish", true},
        {"User-agent: *\nDisallow: /fish/", "/fish/?id=anything", false},
        {"User-agent: *\nDisallow: /fish", "/cat/fish", true},
        {"User-agent: *\nDisallow: fish", "/fish", true}, /* it begins with no slash */
        {"User-agent: *\nDisallow: *.gif$", "/i/a.gif", false},
        {"User-agent: *\nDisallow: /x?a", "/x?a=1", false},
    };
    ASSERT_VERDICTS(cases);
}

static void a_star_is_any_run_and_a_dollar_only_the_end(void **state)
{
    (void)state;
    static const verdict cases[] = {
        {"User-agent: *\nDisallow: /a/*/z", "/a//z", false},
        {"User-agent: *\nDisallow: /a/*/z", "/a/z", true},
        {"User-agent: *\nDisallow: /fish*", "/fish", false},
        {"User-agent: *\nDisallow: /fish*.php", "/fishheads/catfish.php?parameters", false},
        {"User-agent: *\nDisallow: /fish*.php", "/Fish.PHP", true},
        {"User-agent: *\nDisallow: /*.php$", "/x.php?q=1", true},
        {"User-agent: *\nDisallow: /*.php$", "/a/x.php", false},
        {"User-agent: *\nDisallow: /*.php$", "/x.php/", true},
        {"User-agent: *\nDisallow: /*.php$", "/x.php5", true},
        {"User-agent: *\nDisallow: /*.php$", "/x.php.php", false}, /* not the first that fits */
        {"User-agent: *\nDisallow: /*.php", "/x.php?q=1", false},
        {"User-agent: *\nDisallow: /*.php", "/x.PHP", true},
        {"User-agent: *\nDisallow: /a$b", "/a", true},
        {"User-agent: *\nDisallow: /a$b", "/a$b", false}, /* in the middle it is itself */
        {"User-agent: *\nDisallow: /a$$", "/a$", false},
        {"User-agent: *\nDisallow: /a$$", "/a", true},
        {"User-agent: *\nDisallow: /\nAllow: /$", "/", true},
        {"User-agent: *\nDisallow: /\nAllow: /$", "/p", false},
        {"User-agent: *\nDisallow: /*?session=", "/list?session=9", false},
        {"User-agent: *\nDisallow: /*?session=", "/list?a=1&session=9", true},
        {"User-agent: *\nDisallow: /**a", "/ba", false},
        {"User-agent: *\nDisallow: *", "/x", false},
        {"User-agent: *\nDisallow: $", "/x", true},
        {"User-agent: *\nDisallow: *$", "/x", false},
        {"User-agent: *\nDisallow: /ababa*abc", "/abababc", true},
        {"User-agent: *\nDisallow: /ab*abc", "/abababc", false},
    };
    ASSERT_VERDICTS(cases);
}

static void escapes_are_compared_in_one_form(void **state)
{
    (void)state;
    static const verdict cases[] = {
        {"User-agent: *\nDisallow: /\xC3\xA9", "/%C3%A9", false},
        {"User-agent: *\nDisallow: /%C3%A9", "/%c3%a9/1", false},
        {"User-agent: *\nDisallow: /%7Eann", "/~ann/", false},
        {"User-agent: *\nDisallow: /~ann", "/%7eann/", false},
        {"User-agent: *\nDisallow: /baz", "/%62%61%7A", false},
        {"User-agent: *\nDisallow: /%62%61%7A", "/baz", false}, /* Google's parser: allowed */
        {"User-agent: *\nDisallow: /a/b", "/a%2Fb", true},
        {"User-agent: *\nDisallow: /a%2Fb", "/a/b", true},
        {"User-agent: *\nDisallow: /a%2fb", "/a%2Fb", false},
        {"User-agent: *\nDisallow: /f-%2A.html", "/f-*.html", false},
        {"User-agent: *\nDisallow: /f-%2A.html", "/f-x.html", true},
        {"User-agent: *\nDisallow: /f-%24", "/f-$", false},
        {"User-agent: *\nDisallow: /f-%24", "/f-", true},
        {"User-agent: *\nDisallow: /foo/bar?baz=http://foo.bar", "/foo/bar?baz=http://foo.bar",
         false},
        {"User-agent: *\nDisallow: /foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84", false},
        {"User-agent: *\nDisallow: /%zz", "/%zz", false}, /* no escape: as it stands */
        {"User-agent: *\nDisallow: /x%4", "/x%4", false},
        /* What a URL in its fetch form has as an escape only. */
        {"User-agent: *\nDisallow: /list[1]", "/list%5B1%5D", false},
        {"User-agent: *\nDisallow: /\"a\"|{b}", "/%22a%22%7C%7Bb%7D/", false},
        {"User-agent: *\nDisallow: /a b", "/a%20b", false},
        {"User-agent: *\nDisallow: /x%4", "/x%254", false},
    };
    ASSERT_VERDICTS(cases);
}

static void lines_are_read_as_they_are_written(void **state)
{
    (void)state;
    static const verdict cases[] = {
        {"User-agent: *\nDisallow: /quz#x", "/quz", false},
        {"User-agent: *#x\nDisallow: /p", "/p", false},
        {"#User-agent: *\nDisallow: /p", "/p", true},
        {"User-agent: *\rDisallow: /p\r", "/p", false},
        {"User-agent: *\r\nDisallow: /p", "/p", false},
        {"User-agent: *\n\rDisallow: /p\n", "/p", false},
        {"\xEF\xBB\xBFUser-agent: *\nDisallow: /p", "/p", false},
        {"\xEF\xBBUser-agent: *\nDisallow: /p", "/p", false}, /* a mark cut short */
        {"\xEFUser-agent: *\nDisallow: /p", "/p", false},
        {"\xEF\x11\xBFUser-agent: *\nDisallow: /p", "/p", true}, /* no mark: no agent line */
        {"User-agent : *\n  Disallow :   /p  ", "/p", false},
        {"User-agent:\t*\nDisallow:\t/p\t", "/p", false},
        {"<html><body>Not found</body></html>", "/x", true},
        {"User-agent *\nDisallow /p", "/p", false},
        {"User-agent\t*\nDisallow\t/p", "/p", false},
        {"User-agent: *\nDisallow all of my pages", "all", true}, /* a sentence, no line */
        {"user agent: *\ndisalow: /p", "/p", false},
        {"useragent: *\ndissallow: /p", "/p", false},
        {"User-agent: *\ndiasllow: /p", "/p", false},
        {"User-agent: *\nDisallowed: /p", "/p", true},
    };
    ASSERT_VERDICTS(cases);
}

static void robots_txt_itself_is_always_allowed(void **state)
{
    (void)state;
    static const verdict cases[] = {
        {"User-agent: *\nDisallow: /", "/robots.txt", true},
        {"User-agent: bonafide\nDisallow: /robots.txt", "/robots.txt", true},
        {"User-agent: *\nDisallow: /", "/robots.txt?x", false},
        {"User-agent: *\nDisallow: /", "/a/robots.txt", false},
    };
    ASSERT_VERDICTS(cases);
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
        {"User-agent: *\nCrawl-delay: 86400", 86400000},
        {"User-agent: *\nCrawl-delay: 99999999999999999999", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (delay_of(cases[i].text) != cases[i].ms)
            fail_msg("\"%s\" asks for %zu ms", cases[i].text, (size_t)delay_of(cases[i].text));
}

static void freeing_nothing_is_allowed(void **state)
{
    (void)state;
    bf_robots_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_that_name_us_hold_and_those_for_everybody_only_without_them),
        cmocka_unit_test(only_an_agent_line_after_a_rule_ends_a_group),
        cmocka_unit_test(an_agent_is_its_first_word_whole_and_without_case),
        cmocka_unit_test(the_longest_pattern_decides_and_allow_before_disallow),
        cmocka_unit_test(a_pattern_matches_from_the_first_octet_of_path_and_query),
        cmocka_unit_test(a_star_is_any_run_and_a_dollar_only_the_end),
        cmocka_unit_test(escapes_are_compared_in_one_form),
        cmocka_unit_test(lines_are_read_as_they_are_written),
        cmocka_unit_test(robots_txt_itself_is_always_allowed),
        cmocka_unit_test(what_stands_past_500_kib_is_not_read),
        cmocka_unit_test(a_rule_that_the_bound_cuts_in_two_is_not_read),
        cmocka_unit_test(a_line_is_cut_at_16664_octets_as_google_s_is),
        cmocka_unit_test(bytes_that_are_no_text_are_passed_over),
        cmocka_unit_test(a_pattern_full_of_stars_takes_time_in_proportion_only),
        cmocka_unit_test(a_delay_is_our_group_s_longest_in_milliseconds),
        cmocka_unit_test(freeing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
