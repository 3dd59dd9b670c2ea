/* test_scope.c: which links are followed, seen from the seed, and which grow without end. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

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

static void assert_scopes(bf_arena *arena, const seen_from *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_url seed = url_of(arena, cases[i].seed), link = url_of(arena, cases[i].link);
        bool allowed[] = {cases[i].page, cases[i].path, cases[i].host, cases[i].domain};
        for (int kind = 0; kind < BF_SCOPE_COUNT; kind++)
            if (bf_scope_allows((bf_scope_kind)kind, &seed, &link) != allowed[kind])
                fail_msg("scope %d of %s: %s", kind, cases[i].seed, cases[i].link);
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

static void a_path_that_repeats_itself_or_never_ends_is_a_trap(void **state)
{
    static const struct {
        const char *url, *words;
    } cases[] = {
        {"http://example.com/", NULL},
        {"http://example.com/a/a", NULL},
        {"http://example.com/a/b/a/b", NULL},
        {"http://example.com/2026/11/23/", NULL},
        {"http://example.com/a/a/a", "the path repeats itself"},
        {"http://example.com/x/a/a/a/y", "the path repeats itself"},
        {"http://example.com/a/b/a/b/a/b", "the path repeats itself"},
        {"http://example.com/x/a/b/a/b/a/b/y", "the path repeats itself"},
        {"http://example.com/a/b/a/b/a", NULL},
        {"http://example.com/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20", NULL},
        {"http://example.com/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21",
         "the path has more than 20 segments"},
        {"http://example.com/x?a/a/a/a", NULL}, /* a query is no path */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_url url = url_of(*state, cases[i].url);
        const char *words = bf_scope_trap(&url);
        if ((words == NULL) != (cases[i].words == NULL) || (words && strcmp(words, cases[i].words)))
            fail_msg("%s: %s", cases[i].url, words ? words : "no trap");
    }
}

static void a_url_over_2048_bytes_is_a_trap(void **state)
{
    char text[2050] = "http://example.com/?";
    memset(text + strlen(text), 'q', 2048 - strlen(text));
    bf_url url = url_of(*state, text);
    assert_int_equal(url.text.length, 2048);
    assert_null(bf_scope_trap(&url));
    strcat(text, "q");
    url = url_of(*state, text);
    assert_non_null(bf_scope_trap(&url));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_has_what_the_narrower_one_has),
        cmocka_unit_test(the_folder_of_a_seed_that_is_a_file_is_what_stands_before_its_name),
        cmocka_unit_test(http_and_https_on_their_own_ports_are_one_host),
        cmocka_unit_test(a_domain_is_what_one_can_register),
        cmocka_unit_test(a_path_that_repeats_itself_or_never_ends_is_a_trap),
        cmocka_unit_test(a_url_over_2048_bytes_is_a_trap),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
