/* test_scope.c: which URLs a crawl takes, seen from the seed that led to them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "crawler/scope.h"

static int make_arena(void **state)
{
    *state = bf_arena_new(1 << 20);
    return *state == NULL;
}

static int free_arena(void **state)
{
    bf_arena_free(*state);
    return 0;
}

static bf_url url_of(bf_arena *arena, const char *text)
{
    bf_url url;
    bf_error err = {0};
    assert_true(bf_url_parse(bf_str_of(text), NULL, arena, &url, &err));
    return url;
}

/* A link of a page, and the kinds of scope that have it. */
typedef struct {
    const char *seed, *link;
    bool page, path, host, domain;
} seen_from;

static bf_scope *scope_of(bf_scope_kind kind)
{
    bf_error err = {0};
    bf_scope *scope = bf_scope_new(kind, NULL, 0, NULL, 0, &err);
    assert_non_null(scope);
    return scope;
}

static void assert_scopes(bf_arena *arena, const seen_from *cases, size_t count)
{
    for (int kind = 0; kind < BF_SCOPE_COUNT; kind++) {
        bf_scope *scope = scope_of((bf_scope_kind)kind);
        for (size_t i = 0; i < count; i++) {
            bf_url seed = url_of(arena, cases[i].seed), link = url_of(arena, cases[i].link);
            bool allowed[] = {cases[i].page, cases[i].path, cases[i].host, cases[i].domain,
                              cases[i].page /* a list follows no links either */};
            if ((bf_scope_judge(scope, &seed, &link, BF_SCOPE_LINK) == BF_SCOPE_IN) !=
                allowed[kind])
                fail_msg("scope %d of %s: %s", kind, cases[i].seed, cases[i].link);
        }
        bf_scope_free(scope);
    }
}

#define ASSERT_SCOPES(arena, cases) assert_scopes(arena, cases, sizeof(cases) / sizeof *(cases))

static void each_kind_has_what_the_narrower_one_has(void **state)
{
    static const seen_from cases[] = {
        {"http://a.example.com/x/", "http://a.example.com/x/", 1, 1, 1, 1},
        {"http://a.example.com/x/", "http://a.example.com/x/y", 0, 1, 1, 1},
        {"http://a.example.com/x/", "http://a.example.com/x/y/z?q", 0, 1, 1, 1},
        {"http://a.example.com/x/", "http://a.example.com/xy", 0, 0, 1, 1},
        {"http://a.example.com/x/", "http://a.example.com/", 0, 0, 1, 1},
        {"http://a.example.com/x/", "http://a.example.com/X/y", 0, 0, 1, 1},
        {"http://a.example.com/x/", "http://b.example.com/x/", 0, 0, 0, 1},
        {"http://a.example.com/x/", "http://example.com/x/", 0, 0, 0, 1},
        {"http://a.example.com/x/", "http://example.org/x/", 0, 0, 0, 0},
    };
    ASSERT_SCOPES(*state, cases);
}

static void the_folder_of_a_seed_that_is_a_file_is_what_stands_before_its_name(void **state)
{
    static const seen_from cases[] = {
        {"http://example.com/x/list.html", "http://example.com/x/other.html", 0, 1, 1, 1},
        {"http://example.com/x/list.html", "http://example.com/x/", 0, 1, 1, 1},
        {"http://example.com/x/list.html", "http://example.com/y", 0, 0, 1, 1},
        {"http://example.com/x?list=/y/", "http://example.com/z", 0, 1, 1, 1},
        {"http://example.com", "http://example.com/anything", 0, 1, 1, 1},
    };
    ASSERT_SCOPES(*state, cases);
}

static void http_and_https_on_their_own_ports_are_one_host(void **state)
{
    static const seen_from cases[] = {
        {"http://example.com/", "https://example.com/a", 0, 1, 1, 1},
        {"https://example.com/", "http://example.com/a", 0, 1, 1, 1},
        {"http://example.com/", "https://example.com:8443/a", 0, 0, 0, 1},
        {"http://example.com/", "http://example.com:8080/a", 0, 0, 0, 1},
        {"http://example.com:8080/", "https://example.com/a", 0, 0, 0, 1},
        {"http://example.com:443/", "http://example.com/a", 0, 0, 0, 1},
        {"http://example.com:8080/", "https://example.com:8080/a", 0, 1, 1, 1},
    };
    ASSERT_SCOPES(*state, cases);
}

static void a_domain_is_what_one_can_register(void **state)
{
    static const seen_from cases[] = {
        {"http://ana.example.co.uk/", "http://example.co.uk/", 0, 0, 0, 1},
        {"http://ana.example.co.uk/", "http://other.co.uk/", 0, 0, 0, 0},
        {"http://co.uk/", "http://other.co.uk/", 0, 0, 0, 0},
        {"http://127.0.0.1:8080/", "http://127.0.0.1:9090/", 0, 0, 0, 1},
        {"http://127.0.0.1/", "http://127.0.0.2/", 0, 0, 0, 0},
        {"http://[::1]/", "http://[::1]:81/", 0, 0, 0, 1},
        {"http://ana.github.io/", "http://wren.github.io/", 0, 0, 0, 0},
    };
    ASSERT_SCOPES(*state, cases);
}

static void hosts_that_differ_in_www_alone_are_one(void **state)
{
    static const seen_from cases[] = {
        {"http://www.example.com/", "https://example.com/a", 0, 1, 1, 1},
        {"http://example.com/", "http://www.example.com/a", 0, 1, 1, 1},
        {"http://example.com/x/", "http://www.example.com/y", 0, 0, 1, 1},
        {"http://example.com:8080/", "http://www.example.com:8080/a", 0, 1, 1, 1},
        {"http://example.com/", "http://www.example.com:8080/a", 0, 0, 0, 1},
        {"http://example.com/", "http://www2.example.com/a", 0, 0, 0, 1},
        {"http://example.com/", "http://www.www.example.com/a", 0, 0, 0, 1},
        {"http://example.com/", "http://wwwexample.com/a", 0, 0, 0, 0},
    };
    ASSERT_SCOPES(*state, cases);
}

/* A URL come by through a way, and what is said of it. */
typedef struct {
    bf_scope_kind kind;
    bf_scope_way way;
    const char *seed, *url;
    bf_scope_verdict verdict;
} judged;

static void a_verdict_says_which_rule_decided(void **state)
{
    const bf_scope_way LINK = BF_SCOPE_LINK, MOVED = BF_SCOPE_REDIRECT;
    static const char seed[] = "http://example.com/a/b", here[] = "http://example.com/a/c",
                      twin[] = "https://www.example.com/z", sister[] = "http://my.example.com/a/b",
                      other[] = "http://example.org/a/b";
    const judged cases[] = {
        {BF_SCOPE_PAGE, LINK, seed, seed, BF_SCOPE_IN},
        {BF_SCOPE_PAGE, LINK, seed, here, BF_SCOPE_NO_LINKS},
        {BF_SCOPE_PAGE, MOVED, seed, twin, BF_SCOPE_IN},
        {BF_SCOPE_PAGE, MOVED, seed, sister, BF_SCOPE_OTHER_HOST},
        {BF_SCOPE_PAGE, MOVED, seed, other, BF_SCOPE_OTHER_HOST},
        {BF_SCOPE_LIST, LINK, seed, seed, BF_SCOPE_IN},
        {BF_SCOPE_LIST, LINK, seed, here, BF_SCOPE_NO_LINKS},
        {BF_SCOPE_LIST, MOVED, seed, twin, BF_SCOPE_IN},
        {BF_SCOPE_LIST, MOVED, seed, sister, BF_SCOPE_IN},
        {BF_SCOPE_LIST, MOVED, seed, other, BF_SCOPE_OTHER_DOMAIN},
        {BF_SCOPE_PATH, LINK, seed, here, BF_SCOPE_IN},
        {BF_SCOPE_PATH, MOVED, seed, twin, BF_SCOPE_OTHER_PATH},
        {BF_SCOPE_PATH, LINK, seed, other, BF_SCOPE_OTHER_HOST},
        {BF_SCOPE_HOST, MOVED, seed, sister, BF_SCOPE_OTHER_HOST},
        {BF_SCOPE_DOMAIN, LINK, seed, sister, BF_SCOPE_IN},
        {BF_SCOPE_DOMAIN, LINK, seed, other, BF_SCOPE_OTHER_DOMAIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_url from = url_of(*state, cases[i].seed), url = url_of(*state, cases[i].url);
        bf_scope *scope = scope_of(cases[i].kind);
        bf_scope_verdict verdict = bf_scope_judge(scope, &from, &url, cases[i].way);
        if (verdict != cases[i].verdict)
            fail_msg("case %zu: %s", i + 1, bf_scope_words(verdict));
        bf_scope_free(scope);
    }
}

static const char *const includes[] = {"/therapists/", "[?&]city=", NULL};
static const char *const excludes[] = {"/log(in|out)", "(?i)\\.pdf$", "^https?://old\\.", NULL};

static bf_scope *patterned(size_t include_count, size_t exclude_count)
{
    bf_error err = {0};
    bf_scope *scope =
        bf_scope_new(BF_SCOPE_DOMAIN, includes, include_count, excludes, exclude_count, &err);
    assert_non_null(scope);
    return scope;
}

static void patterns_are_looked_for_in_the_whole_text(void **state)
{
    static const struct {
        const char *url;
        bf_scope_verdict link, redirect;
    } cases[] = {
        {"http://example.com/therapists/ana-example", BF_SCOPE_IN, BF_SCOPE_IN},
        {"http://example.com/?a=1&city=york", BF_SCOPE_IN, BF_SCOPE_IN},
        {"http://example.com/Therapists/", BF_SCOPE_NOT_INCLUDED, BF_SCOPE_IN},
        {"http://example.com/about", BF_SCOPE_NOT_INCLUDED, BF_SCOPE_IN},
        {"http://example.com/therapists/login", BF_SCOPE_EXCLUDED, BF_SCOPE_EXCLUDED},
        {"http://example.com/therapists/a.PDF", BF_SCOPE_EXCLUDED, BF_SCOPE_EXCLUDED},
        {"http://example.com/therapists/a.pdf?x", BF_SCOPE_IN, BF_SCOPE_IN},
        {"http://old.example.com/therapists/a", BF_SCOPE_EXCLUDED, BF_SCOPE_EXCLUDED},
        {"http://example.org/therapists/login", BF_SCOPE_OTHER_DOMAIN, BF_SCOPE_OTHER_DOMAIN},
    };
    bf_scope *scope = patterned(2, 3);
    bf_url seed = url_of(*state, "http://example.com/start");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_url url = url_of(*state, cases[i].url);
        if (bf_scope_judge(scope, &seed, &url, BF_SCOPE_LINK) != cases[i].link ||
            bf_scope_judge(scope, &seed, &url, BF_SCOPE_REDIRECT) != cases[i].redirect)
            fail_msg("%s", cases[i].url);
    }
    bf_scope_free(scope);
}

static void a_seed_stays_whatever_the_patterns_say(void **state)
{
    bf_scope *scope = patterned(2, 3);
    bf_url seed = url_of(*state, "http://old.example.com/login");
    assert_int_equal(bf_scope_judge(scope, &seed, &seed, BF_SCOPE_LINK), BF_SCOPE_IN);
    bf_scope_free(scope);
}

static void without_patterns_to_include_all_that_is_not_excluded_is_in(void **state)
{
    bf_scope *scope = patterned(0, 3);
    bf_url seed = url_of(*state, "http://example.com/");
    bf_url about = url_of(*state, "http://example.com/about");
    bf_url leave = url_of(*state, "http://example.com/logout");
    assert_int_equal(bf_scope_judge(scope, &seed, &about, BF_SCOPE_LINK), BF_SCOPE_IN);
    assert_int_equal(bf_scope_judge(scope, &seed, &leave, BF_SCOPE_LINK), BF_SCOPE_EXCLUDED);
    bf_scope_free(scope);
}

static void a_pattern_that_gives_up_is_not_taken_for_a_verdict(void **state)
{
    static const char *const slow[] = {"(a+)+$", NULL}, *const either[] = {"(a+)+$", "/aaa", NULL};
    bf_error err = {0};
    bf_url seed = url_of(*state, "http://example.com/");
    bf_url url = url_of(*state, "http://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/b");
    bf_scope *excluding = bf_scope_new(BF_SCOPE_HOST, NULL, 0, slow, 1, &err);
    bf_scope *including = bf_scope_new(BF_SCOPE_HOST, slow, 1, NULL, 0, &err);
    bf_scope *with_a_match = bf_scope_new(BF_SCOPE_HOST, either, 2, NULL, 0, &err);
    assert_true(excluding && including && with_a_match);
    assert_int_equal(bf_scope_judge(excluding, &seed, &url, BF_SCOPE_LINK), BF_SCOPE_GAVE_UP);
    assert_int_equal(bf_scope_judge(including, &seed, &url, BF_SCOPE_LINK), BF_SCOPE_GAVE_UP);
    assert_int_equal(bf_scope_judge(with_a_match, &seed, &url, BF_SCOPE_LINK), BF_SCOPE_IN);
    bf_scope_free(excluding);
    bf_scope_free(including);
    bf_scope_free(with_a_match);
}

static void assert_message(const bf_error *err, const char *option, const char *words)
{
    assert_int_equal(strncmp(err->message, option, strlen(option)), 0);
    assert_string_equal(err->message + strlen(option), words);
}

static void a_pattern_that_cannot_be_read_is_named_with_its_byte(void **state)
{
    static const struct {
        const char *pattern, *message;
    } cases[] = {
        {"/a(b", ": the pattern \"/a(b\" cannot be read at byte 5: missing closing parenthesis"},
        {"[a", ": the pattern \"[a\" cannot be read at byte 3: missing terminating ] for character "
               "class"},
        {"*a", ": the pattern \"*a\" cannot be read at byte 1: quantifier does not follow a "
               "repeatable item"},
        {"/th\xC3\xA9rapie",
         ": the pattern \"/th\xC3\xA9rapie\" cannot be read at byte 4: URLs are "
         "ASCII: write the letter as its %XX escapes"},
        {"/\xFF", ": the pattern \"/\xFF\" cannot be read at byte 2: URLs are ASCII: write the "
                  "letter as its %XX escapes"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const patterns[] = {"fine", cases[i].pattern};
        bf_error err = {0};
        assert_null(bf_scope_new(BF_SCOPE_HOST, patterns, 2, NULL, 0, &err));
        assert_int_equal(err.code, BF_ERR_USAGE);
        assert_message(&err, "--include", cases[i].message);
        bf_error_reset(&err);
        assert_null(bf_scope_new(BF_SCOPE_HOST, patterns, 1, patterns, 2, &err));
        assert_message(&err, "--exclude", cases[i].message);
    }
}

static void each_verdict_has_words_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < BF_SCOPE_VERDICTS; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(bf_scope_words((bf_scope_verdict)i),
                                    bf_scope_words((bf_scope_verdict)k));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_has_what_the_narrower_one_has),
        cmocka_unit_test(the_folder_of_a_seed_that_is_a_file_is_what_stands_before_its_name),
        cmocka_unit_test(http_and_https_on_their_own_ports_are_one_host),
        cmocka_unit_test(a_domain_is_what_one_can_register),
        cmocka_unit_test(hosts_that_differ_in_www_alone_are_one),
        cmocka_unit_test(a_verdict_says_which_rule_decided),
        cmocka_unit_test(patterns_are_looked_for_in_the_whole_text),
        cmocka_unit_test(a_seed_stays_whatever_the_patterns_say),
        cmocka_unit_test(without_patterns_to_include_all_that_is_not_excluded_is_in),
        cmocka_unit_test(a_pattern_that_gives_up_is_not_taken_for_a_verdict),
        cmocka_unit_test(a_pattern_that_cannot_be_read_is_named_with_its_byte),
        cmocka_unit_test(each_verdict_has_words_of_its_own),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
