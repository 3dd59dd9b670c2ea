/* test_ruleset.c: a folder of rule files, read whole or not at all, with every fault and its place.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analyzer/ruleset.h"

static char root[64];    /* the folder of the present test: shipped/ and local/ in it */
static char told[16384]; /* "file:line:column: words" of each fault, a line feed after each */

static int make_root(void **state)
{
    char path[128];
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_ruleset.XXXXXX");
    if (mkdtemp(root) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/shipped", root);
    return mkdir(path, 0700);
}

static int remove_root(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char paths[2][256];
    static int turn;
    turn = !turn;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", root, name);
    return paths[turn];
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

/* Keeps a fault, its path from the root on. */
static void note(const bf_error *fault, void *user)
{
    char words[1024];
    size_t used = strlen(told);
    (void)user;
    bf_error_format(fault, words, sizeof words);
    size_t skip = bf_str_starts(bf_str_of(words), bf_str_of(root)) ? strlen(root) + 1 : 0;
    snprintf(told + used, sizeof told - used, "%s\n", words + skip);
}

static bf_rules *load(const char *local, bf_error *err)
{
    told[0] = '\0';
    return bf_rules_load(path_of("shipped"), local, note, NULL, err);
}

#define HEAD "pack: a\nversion: 2026.1.1\n"
#define TABLES                                                                                     \
    "conduct: [{row: r, level: low, text: t}]\ncredential: [{row: s, level: low, text: t}]\n"
#define TESTS                                                                                      \
    "    tests: {match: [a, b, c], miss: [d, e, f], dismiss: [{text: g, status: negated}, "        \
    "{text: h, status: warned}]}\n"
#define RULE(id, more)                                                                             \
    "  - id: " id "\n    title: t\n    kind: k\n    group: g\n    confidence: 0.5\n    why: w\n"   \
    "    would_clear: c\n" TESTS more

static bf_rules *load_text(const char *text)
{
    bf_error err = {0};
    write_file("shipped/a.yaml", text);
    bf_rules *rules = load(NULL, &err);
    if (rules == NULL)
        fail_msg("%s", told);
    return rules;
}

static void assert_faults(const char *text, const char *faults)
{
    bf_error err = {0};
    write_file("shipped/a.yaml", text);
    assert_null(load(NULL, &err));
    assert_int_equal(err.code, BF_ERR_RULE);
    assert_string_equal(told, faults);
}

static void a_sound_folder_is_rules(void **state)
{
    (void)state;
    mkdir(path_of("shipped/inner"), 0700);
    write_file("shipped/inner/b.yaml",
               "pack: b\nversion: 2026.11.1\nlanguage: en\nthin_bytes: 70\nsmall_image: "
               "9\nleast_images: 2\n"
               "abbreviations: [dr, e.g]\n"
               "sources: [{key: s, title: T, url: 'https://a.example/'}]\n");
    write_file("shipped/notes.txt", "{{{ not read");
    write_file("shipped/.hidden.yaml", "{{{ nor this");
    bf_rules *rules =
        load_text(HEAD TABLES "lists: {w: ['two words'], x: [y, '{{w}}']}\nrules:\n" RULE(
            "prohibited.a.b", "    find: ['{{x}}', z]\n    cite: [s]\n    report_to: [s]\n"));
    assert_int_equal(rules->rule_count, 1);
    const bf_rule *rule = &rules->rules[0];
    assert_true(bf_str_equal(rule->id, BF_STR("prohibited.a.b")));
    assert_int_equal(rule->category, BF_CATEGORY_PROHIBITED);
    assert_int_equal(rule->severity, BF_SEVERITY_MEDIUM); /* what is left out has its default */
    assert_int_equal(rule->decides, BF_DECIDES_NEVER);
    assert_int_equal(rule->status, BF_RULE_STABLE);
    assert_int_equal(rule->version, 1);
    assert_int_equal(rule->fields, (1u << BF_FIELD_COUNT) - 1);
    assert_int_equal(rule->span, BF_SPAN_SENTENCE);
    assert_false(rule->ignores_negation);
    assert_int_not_equal(bf_str_find(bf_pattern_expression(rule->pattern, 0), BF_STR("words"), 0),
                         SIZE_MAX);        /* of a list in a list */
    assert_int_equal(rule->cite_count, 1); /* a source of a file that is read later */
    assert_int_equal(rule->match.count, 3);
    assert_int_equal(rule->dismiss.items[1].status, BF_STATUS_WARNED);
    assert_int_equal(rule->place.line, 7);
    assert_true(bf_str_equal(bf_rules_version(rules), BF_STR("2026.11.1"))); /* the newest */
    assert_int_equal(bf_rules_sha256(rules).length, 64);
    assert_int_equal(bf_rules_count(rules), 1);
    assert_int_equal(rules->thin_bytes, 70);
    assert_int_equal(rules->small_image, 9);
    assert_int_equal(rules->least_images, 2);
    assert_int_equal(rules->abbreviations.count, 2);
    bf_rules_free(rules);
    bf_rules_free(NULL);
}

static void the_digest_is_of_the_bytes_in_the_order_of_paths(void **state)
{
    (void)state;
    bf_error err = {0};
    write_file("shipped/b.yaml", HEAD TABLES);
    bf_rules *one = load_text(HEAD);
    bf_rules *same = load(NULL, &err);
    assert_true(bf_str_equal(bf_rules_sha256(one), bf_rules_sha256(same)));
    bf_rules *other = load_text(HEAD "# a comment\n");
    assert_false(bf_str_equal(bf_rules_sha256(one), bf_rules_sha256(other)));
    bf_rules_free(one);
    bf_rules_free(same);
    bf_rules_free(other);
}

static void what_no_folder_can_be_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    assert_null(bf_rules_load(path_of("nothing"), NULL, note, NULL, &err));
    assert_int_equal(err.code, BF_ERR_INPUT);
    assert_non_null(strstr(err.message, "No such file or directory"));
    assert_faults("pack: a\nversion: 2026.1.1\n",
                  "no table \"conduct\" and \"credential\": is this the folder of the rules?\n");
}

typedef struct {
    const char *text, *faults;
} fault_case;

static void assert_cases(const fault_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_faults(cases[i].text, cases[i].faults);
}

static void each_fault_of_a_rule_has_its_place(void **state)
{
    (void)state;
    static const fault_case cases[] = {
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: [a]\n    colour: red\n"),
         "shipped/a.yaml:15:5: unknown key \"colour\"\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: [a]\n")
             RULE("prohibited.a", "    find: [b]\n"),
         "shipped/a.yaml:15:5: the id \"prohibited.a\" is taken\n"},
        {HEAD TABLES "rules:\n" RULE("odd.a", "    find: [a]\n"),
         "shipped/a.yaml:6:5: the id begins with no category, and there is no key \"category\"\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: ['{{x}} b']\n"),
         "shipped/a.yaml:14:12: in the phrase \"{{x}} b\", byte 1: no such list in this pack\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    pattern: 'a(b'\n"),
         "shipped/a.yaml:14:18: missing closing parenthesis\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    pattern: a(b\n"),
         "shipped/a.yaml:14:17: missing closing parenthesis\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", ""),
         "shipped/a.yaml:6:5: it has \"find\" or \"pattern\", and not both\n"},
        {HEAD TABLES
         "rules:\n" RULE("disguise.a", "    find: [a]\n    reveals: {disguises: [leet], "
                                       "of: [prohibited]}\n"),
         "shipped/a.yaml:15:14: it has \"reveals\", or \"find\", \"pattern\" or \"needs\"\n"},
        {HEAD TABLES "rules:\n" RULE("disguise.a", "    reveals: {disguises: [leet]}\n"),
         "shipped/a.yaml:14:14: \"reveals\" names \"disguises\", and categories in \"of\"\n"},
        {HEAD TABLES
         "rules:\n" RULE("disguise.a", "    reveals: {disguises: [code], of: [warning]}\n"),
         "shipped/a.yaml:14:27: \"code\" is none of: invisible, styled, marks, lookalike, leet, "
         "spaced, repeated\nshipped/a.yaml:14:14: \"reveals\" names \"disguises\", and categories "
         "in \"of\"\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: [a]\n    pattern: b\n"),
         "shipped/a.yaml:6:5: it has \"find\" or \"pattern\", and not both\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: []\n"),
         "shipped/a.yaml:14:11: here stands a list of phrases\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: [a]\n    cite: [b]\n"),
         "shipped/a.yaml:15:12: no source \"b\" in sources.yaml\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: [a]\n    report_to: [b]\n"),
         "shipped/a.yaml:15:16: no source \"b\" in sources.yaml\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: [a]\n    severity: bad\n"),
         "shipped/a.yaml:15:15: \"bad\" is none of: low, medium, high, critical\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: [a]\n    fields: [text, smell]\n"),
         "shipped/a.yaml:15:20: \"smell\" is none of: text, title, meta, alt, structured, "
         "hidden\n"},
        {HEAD TABLES "rules:\n" RULE("prohibited.a", "    find: [a]\n    version: 1.5\n"),
         "shipped/a.yaml:15:14: \"version\" is a whole number\n"},
        {HEAD TABLES "rules:\n  - {id: prohibited.a, find: [a], confidence: 2}\n",
         "shipped/a.yaml:6:5: the key \"title\" is missing\n"
         "shipped/a.yaml:6:5: the key \"kind\" is missing\n"
         "shipped/a.yaml:6:5: the key \"group\" is missing\n"
         "shipped/a.yaml:6:5: the key \"why\" is missing\n"
         "shipped/a.yaml:6:5: the key \"would_clear\" is missing\n"
         "shipped/a.yaml:6:5: \"confidence\" is a number from 0 to 1\n"
         "shipped/a.yaml:6:5: the key \"tests\" is missing\n"},
    };
    assert_cases(cases, sizeof cases / sizeof *cases);
}

static void what_would_be_searched_for_everywhere_is_a_fault_of_its_entry(void **state)
{
    (void)state;
    assert_faults(
        HEAD TABLES "rules:\n" RULE("prohibited.a.b", "    pattern: ['touch', '\\w+']\n")
            RULE("prohibited.a.c", "    pattern: 'x\\w+'\n"),
        "shipped/a.yaml:6:5: no word of it must stand where it matches, so all of every page "
        "would be searched for it (2 of 2 in its list): give it a word that is always "
        "there\n");
}

static void each_fault_of_a_file_and_its_other_entries_has_its_place(void **state)
{
    (void)state;
    static const fault_case cases[] = {
        {HEAD TABLES "rules: [a\n", "shipped/a.yaml:6:1: did not find expected ',' or ']'\n"},
        {HEAD TABLES "pack: b\n",
         "shipped/a.yaml:5:1: the key \"pack\" stands here twice, first in line 1\n"},
        {TABLES, "shipped/a.yaml:1:1: the key \"pack\" is missing\n"
                 "shipped/a.yaml:1:1: the key \"version\" is missing\n"},
        {HEAD TABLES "colour: red\n", "shipped/a.yaml:5:1: unknown key \"colour\"\n"},
        {HEAD TABLES "rules: words\n", "shipped/a.yaml:5:8: \"rules\" is a list of entries\n"},
        {HEAD TABLES "rules: [words]\n", "shipped/a.yaml:5:9: here stands a mapping: key: value\n"},
        {HEAD TABLES "cues:\n  - {id: a, status: negated, side: before, words: [a]}\n",
         "shipped/a.yaml:6:5: the key \"tests\" is missing\n"},
        {HEAD TABLES "cues:\n  - {id: a, status: asserted, side: left, words: [a], stop: [x], "
                     "tests: {dismiss: ['[a]'], miss: [b]}}\n",
         "shipped/a.yaml:6:5: a cue has a status, and \"asserted\" is none\n"
         "shipped/a.yaml:6:37: \"left\" is none of: before, after, header, over, same, answer, "
         "signature\n"
         "shipped/a.yaml:6:5: the key \"side\" is missing or wrong\n"
         "shipped/a.yaml:6:62: no list \"x\" in this pack\n"},
        {HEAD TABLES "cues:\n  - {id: a, status: none, side: over, words: [a], hides: [b], "
                     "tests: {dismiss: ['[a]'], miss: [b]}}\n",
         "shipped/a.yaml:6:5: \"hides\" names no cue: b\n"},
        {HEAD TABLES "claims:\n  - {id: a, gives: {title: T}, find: [a], tests: {match: [a], miss: "
                     "[b, c]}}\n",
         "shipped/a.yaml:6:20: the key \"type\" is missing or wrong\n"
         "shipped/a.yaml:6:58: \"match\" has 1 examples, and needs 2\n"},
        {HEAD TABLES "signs:\n  - {id: a, kind: odd, find: [a]}\n",
         "shipped/a.yaml:6:19: \"odd\" is none of: listing, directory, article, error, therapy, "
         "body, coach, not_therapy, treats, testimonial, comment, card, others, terms, name, "
         "practice, alone, website, clinician\n"
         "shipped/a.yaml:6:5: the key \"kind\" is missing or wrong\n"},
        {HEAD TABLES "lists: {x: [], y: words, z: ['{{w}}', 'a {{x}}'], w: [b]}\n",
         "shipped/a.yaml:5:12: here stands a list of words\n"
         "shipped/a.yaml:5:19: here stands a list of words\n"
         "shipped/a.yaml:5:30: no list \"w\" above this one\n"
         "shipped/a.yaml:5:39: in \"a {{x}}\", byte 3: a list or gap has no place here\n"},
        {HEAD "credential: [{row: s, level: low, text: t}]\n"
              "conduct: [{row: r, level: low, text: t, all: [offer_alone]}]\n",
         "shipped/a.yaml:4:10: the last row of a table has no conditions\n"},
        {HEAD TABLES "thin_bytes: many\n", "shipped/a.yaml:5:13: \"thin_bytes\" is a number\n"},
        {HEAD TABLES "thin_bytes: -1\nsmall_image: 1.5\nleast_images: -2\n",
         "shipped/a.yaml:5:13: \"thin_bytes\" is 0 or more\n"
         "shipped/a.yaml:6:14: \"small_image\" is a whole number\n"
         "shipped/a.yaml:7:15: \"least_images\" is 0 or more\n"},
    };
    assert_cases(cases, sizeof cases / sizeof *cases);
}

static void all_faults_of_all_files_are_told_and_the_first_is_the_error(void **state)
{
    (void)state;
    bf_error err = {0};
    write_file("shipped/a.yaml", HEAD TABLES "colour: red\n");
    write_file("shipped/b.yaml", "{");
    write_file("shipped/c.yaml", HEAD "smell: bad\n");
    assert_null(load(NULL, &err));
    assert_non_null(strstr(told, "shipped/a.yaml:5:1: unknown key \"colour\"\n"));
    assert_non_null(strstr(told, "shipped/b.yaml:2:1: "));
    assert_non_null(strstr(told, "shipped/c.yaml:3:1: unknown key \"smell\"\n"));
    bf_error_format(&err, told + sizeof told / 2, sizeof told / 2);
    assert_true(bf_str_starts(bf_str_of(told),
                              bf_str_after(bf_str_of(told + sizeof told / 2), strlen(root) + 1)));
    assert_null(bf_rules_load(path_of("shipped"), NULL, NULL, NULL, &err)); /* told to nobody */
}

static void a_local_entry_replaces_the_shipped_one_in_its_place(void **state)
{
    (void)state;
    bf_error err = {0};
    mkdir(path_of("local"), 0700);
    write_file("shipped/a.yaml",
               HEAD TABLES "thin_bytes: 10\nrules:\n" RULE("prohibited.a", "    find: [a]\n")
                   RULE("prohibited.b", "    find: [b]\n") RULE("prohibited.c", "    find: [c]\n"));
    write_file(
        "local/mine.yaml",
        "pack: mine\nversion: 2026.2.1\n"
        "conduct: [{row: mine, level: medium, text: t}]\nrules:\n" RULE(
            "prohibited.a",
            "    find: [x]\n    severity: high\n") "  - {id: prohibited.b, enabled: "
                                                   "false}\n" RULE("prohibited.d",
                                                                   "    find: [d]\n    "
                                                                   "status: retired\n")
                                                       RULE("prohibited.e", "    find: [e]\n"));
    bf_rules *rules = load(path_of("local"), &err);
    if (rules == NULL)
        fail_msg("%s", told);
    assert_int_equal(rules->rule_count, 3); /* a, c, e */
    assert_true(bf_str_equal(rules->rules[0].id, BF_STR("prohibited.a")));
    assert_int_equal(rules->rules[0].severity, BF_SEVERITY_HIGH);
    assert_true(bf_str_equal(rules->rules[1].id, BF_STR("prohibited.c")));
    assert_true(bf_str_equal(rules->rules[2].id, BF_STR("prohibited.e")));
    assert_int_equal(rules->conduct_count, 1); /* a table is replaced as a whole */
    assert_true(bf_str_equal(rules->conduct[0].row, BF_STR("mine")));
    assert_true(bf_str_equal(rules->credential[0].row, BF_STR("s")));
    assert_true(bf_str_equal(bf_rules_version(rules), BF_STR("2026.2.1")));
    assert_int_equal(rules->thin_bytes, 10);
    bf_rules_free(rules);
}

static void a_word_stands_for_each_enum_both_ways(void **state)
{
    (void)state;
    for (bf_status status = 0; status < BF_STATUS_COUNT; status++)
        for (bf_status other = 0; other < status; other++)
            assert_string_not_equal(bf_status_name(status), bf_status_name(other));
    assert_string_equal(bf_status_name(BF_STATUS_NEGATED_BY_HEADER), "negated_by_header");
    assert_string_equal(bf_status_name(BF_STATUS_HONORARY), "honorary");
    for (bf_fact fact = 0; fact < BF_FACT_COUNT; fact++)
        for (bf_fact other = 0; other < fact; other++)
            assert_string_not_equal(bf_fact_name(fact), bf_fact_name(other));
    assert_string_equal(bf_fact_name(BF_FACT_TREATS), "treats");
    assert_string_equal(bf_category_name(BF_CATEGORY_DISGUISE), "disguise");
    assert_string_equal(bf_severity_name(BF_SEVERITY_CRITICAL), "critical");
    assert_string_equal(bf_claim_type_name(BF_CLAIM_MEMBERSHIP), "membership");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_folder_is_rules),
        TEST(the_digest_is_of_the_bytes_in_the_order_of_paths),
        TEST(what_no_folder_can_be_is_an_error),
        TEST(each_fault_of_a_rule_has_its_place),
        TEST(each_fault_of_a_file_and_its_other_entries_has_its_place),
        TEST(what_would_be_searched_for_everywhere_is_a_fault_of_its_entry),
        TEST(all_faults_of_all_files_are_told_and_the_first_is_the_error),
        TEST(a_local_entry_replaces_the_shipped_one_in_its_place),
        TEST(a_word_stands_for_each_enum_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
