/* test_site_entry.c: profiles of sites as a rule file has them, and every fault with its place. */
#include "tests/support/views.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "analyzer/ruleset.h"

static char root[64], told[8192];

static const char *path_of(const char *name)
{
    static char paths[2][128];
    static int turn;
    turn = !turn;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", root, name);
    return paths[turn];
}

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_site_entry.XXXXXX");
    return mkdtemp(root) == NULL || mkdir(path_of("shipped"), 0700) != 0 ||
           mkdir(path_of("own"), 0700) != 0;
}

static int remove_root(void **state)
{
    static const char *const names[] = {"shipped/a.yaml", "own/a.yaml", "shipped", "own"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        remove(path_of(names[i]));
    return remove(root);
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

/* Keeps where a fault stands and its words. */
static void note(const bf_error *fault, void *user)
{
    size_t used = strlen(told);
    (void)user;
    snprintf(told + used, sizeof told - used, "%u:%u: %s\n", fault->line, fault->column,
             fault->message);
}

#define HEAD                                                                                       \
    "pack: a\nversion: 2026.1.1\nconduct: [{row: r, level: low, text: t}]\n"                       \
    "credential: [{row: s, level: low, text: t}]\nprofiles:\n"
#define TESTS "    tests: [{url: 'https://a.example/', html: x, listings: []}]\n"

static bf_rules *load(const char *text)
{
    bf_error err = {0};
    write_file("shipped/a.yaml", text);
    told[0] = '\0';
    return bf_rules_load(path_of("shipped"), path_of("own"), note, NULL, &err);
}

static void a_profile_is_read_with_all_it_says(void **state)
{
    (void)state;
    bf_rules *rules = load(
        HEAD "  - id: site.a\n    host: [a.example, '*.b.example']\n    path: ^/x\n"
             "    kind: directory\n    listing: //li\n    not_listing: //aside\n"
             "    name: .//b\n    practice: true()\n    tests:\n"
             "      - url: https://a.example/x\n        html: <p>\n        nobody: [w]\n"
             "        listings: [{name: Ana, phone: ['+1', '+2'], practice: 'true', text: t}]\n");
    if (rules == NULL)
        fail_msg("%s", told);
    assert_int_equal(rules->profile_count, 1);
    const bf_site_profile *site = &rules->profiles[0];
    assert_view(site->id, "site.a");
    assert_int_equal(site->host_count, 2);
    assert_view(site->hosts[1], "*.b.example");
    assert_view(site->path_text, "^/x");
    assert_non_null(site->path);
    assert_int_equal(site->kind, BF_PAGE_DIRECTORY);
    assert_view(site->listing, "//li");
    assert_view(site->not_listing, "//aside");
    assert_view(site->fields[BF_PROFILE_NAME], ".//b");
    assert_view(site->fields[BF_PROFILE_PRACTICE], "true()");
    assert_int_equal(site->fields[BF_PROFILE_EMAIL].length, 0);
    assert_int_equal(site->test_count, 1);
    const bf_profile_expected *expected = &site->tests[0].listings[0];
    assert_int_equal(expected->text_counts[BF_PROFILE_PHONE], 2);
    assert_view(expected->texts[BF_PROFILE_PHONE][1], "+2");
    assert_view(expected->words[0], "t");
    assert_view(site->tests[0].nobody[0], "w");
    bf_rules_free(rules);
}

static void what_a_profile_does_not_say_has_its_default(void **state)
{
    (void)state;
    bf_rules *rules = load(HEAD "  - id: a\n    host: a.example\n    name: //h1\n" TESTS);
    if (rules == NULL)
        fail_msg("%s", told);
    assert_null(rules->profiles[0].path);
    assert_int_equal(rules->profiles[0].kind, BF_PAGE_KIND_COUNT);
    assert_int_equal(rules->profiles[0].listing.length, 0);
    bf_rules_free(rules);
}

static void every_fault_is_told_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *faults;
    } cases[] = {
        {"  - id: a\n    name: //h1\n" TESTS, "6:5: the key \"host\" is missing\n"},
        {"  - id: a\n    host: A.example\n    name: //h1\n" TESTS,
         "7:11: \"A.example\" is no host as a URL has it: example.com, or *.example.com for all "
         "under it\n"},
        {"  - id: a\n    host: [a.example, 'a.example/x']\n    name: //h1\n" TESTS,
         "7:23: \"a.example/x\" is no host as a URL has it: example.com, or *.example.com for all "
         "under it\n"},
        {"  - id: a\n    host: a.example\n    path: '(x'\n    name: //h1\n" TESTS,
         "8:14: missing closing parenthesis\n"},
        {"  - id: a\n    host: a.example\n    nam: //h1\n    name: '//h1[@x'\n" TESTS,
         "8:5: unknown key \"nam\"\n"
         "9:19: in \"name\": no expression of XPath 1.0 from here on\n"},
        {"  - id: a\n    host: a.example\n    listing: count(//p)\n" TESTS,
         "8:14: in \"listing\": here stands an expression that gives elements\n"},
        {"  - id: a\n    host: a.example\n    listing: //p\n    name: //h1\n" TESTS,
         "9:11: \"name\" is asked of each listing: begin it with . (.//h2)\n"},
        {"  - id: a\n    host: a.example\n    listing: //p\n    name: .//h1[f()]\n" TESTS,
         "9:17: in \"name\": no function of XPath 1.0 that a page can be asked: f\n"},
        {"  - id: a\n    host: a.example\n    kind: shop\n    name: //h1\n" TESTS,
         "8:11: \"shop\" is none of: listing, directory, article, error, other\n"},
        {"  - id: a\n    host: a.example\n    kind: directory\n" TESTS,
         "6:5: a directory needs \"listing\": where each of them stands\n"},
        {"  - id: a\n    host: a.example\n    kind: article\n    name: //h1\n" TESTS,
         "6:5: a page of kind \"article\" has no listings, and so no fields\n"},
        {"  - id: a\n    host: a.example\n" TESTS,
         "6:5: it says nothing of a page: neither its kind nor its listings\n"},
        {"  - id: a\n    host: a.example\n    name: //h1\n",
         "6:5: \"tests\" is a list of pages, one at least: url, html, listings\n"},
        {"  - id: a\n    host: a.example\n    name: //h1\n    tests: [{url: u, htm: x}]\n",
         "9:22: unknown key \"htm\"\n9:13: the key \"html\" is missing\n"
         "9:13: \"listings\" is a list of what is read, [] for none\n"},
        {"  - id: a\n    host: a.example\n    name: //h1\n"
         "    tests: [{url: u, html: x, listings: [{nam: x}]}]\n",
         "9:43: unknown key \"nam\"\n"},
        {"  - id: a\n    host: a.example\n    name: //h1\n" TESTS
         "  - id: b\n    host: [b.example, a.example]\n    name: //h2\n" TESTS,
         "11:11: a.example has the profile \"a\" already, for the same paths\n"},
        {"  - id: a\n    host: a.example\n    name: //h1\n" TESTS
         "  - id: a\n    host: b.example\n    name: //h2\n" TESTS,
         "10:5: the id \"a\" is taken\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2048];
        snprintf(text, sizeof text, "%s%s", HEAD, cases[i].text);
        assert_null(load(text));
        assert_string_equal(told, cases[i].faults);
    }
}

static void the_same_host_may_have_one_for_another_path(void **state)
{
    (void)state;
    bf_rules *rules = load(HEAD "  - id: a\n    host: a.example\n    name: //h1\n" TESTS
                                "  - id: b\n    host: a.example\n    path: ^/b\n"
                                "    name: //h2\n" TESTS "  - id: c\n    host: '*.a.example'\n"
                                "    name: //h2\n" TESTS);
    if (rules == NULL)
        fail_msg("%s", told);
    assert_int_equal(rules->profile_count, 3);
    bf_rules_free(rules);
}

static void a_users_profile_replaces_one_by_its_id(void **state)
{
    (void)state;
    const char *old =
        HEAD "  - id: a\n    host: a.example\n    path: ^/old\n    name: //h1\n" TESTS;
    write_file("own/a.yaml", "pack: b\nversion: 2026.1.1\nprofiles:\n  - id: a\n"
                             "    host: a.example\n    path: ^/new\n    name: //h2\n" TESTS);
    bf_rules *rules = load(old);
    if (rules == NULL)
        fail_msg("%s", told);
    assert_int_equal(rules->profile_count, 1);
    assert_view(rules->profiles[0].path_text, "^/new");
    bf_rules_free(rules);
    write_file("own/a.yaml", "pack: b\nversion: 2026.1.1\nprofiles: [{id: a, enabled: false}]\n");
    rules = load(old);
    assert_non_null(rules);
    assert_int_equal(rules->profile_count, 0);
    bf_rules_free(rules);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_profile_is_read_with_all_it_says),
        TEST(what_a_profile_does_not_say_has_its_default),
        TEST(every_fault_is_told_with_its_place),
        TEST(the_same_host_may_have_one_for_another_path),
        TEST(a_users_profile_replaces_one_by_its_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
