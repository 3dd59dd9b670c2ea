/* test_column_map.c: column maps as people write them, and faults with their places. */
#include "tests/support/views.h"

#include <dirent.h>

#include "analyzer/column_map.h"

#define HEAD                                                                                       \
    "roster: r\nversion: 2026.11.1\ntitle: A registry\nkind: licences\ncolumns:\n  surname: "      \
    "LAST\n"

static bf_column_map *parse(const char *text)
{
    bf_error err = {0};
    bf_column_map *map = bf_column_map_parse(bf_str_of(text), BF_STR("r.yaml"), &err);
    if (map == NULL)
        fail_msg("%s:%u:%u: %s", err.file, err.line, err.column, err.message);
    return map;
}

static void every_key_is_read(void **state)
{
    (void)state;
    bf_column_map *map = parse(HEAD "  number: {header: [NR, NUMBER], optional: true, none: [x]}\n"
                                    "  expires: {header: EXP, date: [YYYYMMDD, YYYY-MM-DD]}\n"
                                    "  since: SINCE\n"
                                    "file: {delimiter: bar, quotes: false, member: 'a*.csv'}\n"
                                    "current_only: true\n"
                                    "always: {region: TX, status: active, title: LXT}\n"
                                    "keep:\n"
                                    "  - {header: KIND, in: [a, b]}\n"
                                    "  - {header: END, none: true, optional: true}\n"
                                    "  - {header: KIND, not_in: c}\n"
                                    "each: {times: 3, columns: {title: 'T_{n}'}}\n"
                                    "other_names: [{surname: OLD}]\n"
                                    "only_known_titles: true\n"
                                    "titles: {LMFT: [MFT, Marriage & Family], LPC: lpc}\n"
                                    "statuses: {active: [Clear]}\n");
    assert_view(map->name, "r");
    assert_view(map->title, "A registry");
    assert_int_equal(map->kind, BF_ROSTER_LICENCES);
    assert_int_equal(map->columns.count, 4);
    assert_int_equal(map->columns.items[1].column, BF_COLUMN_NUMBER);
    assert_view(map->columns.items[1].headers[1], "NUMBER");
    assert_true(map->columns.items[1].optional && !map->columns.items[0].optional);
    assert_int_equal(map->columns.items[1].none.count, 1);
    assert_int_equal(map->columns.items[1].dates, 0);
    assert_int_equal(map->columns.items[2].dates, 1 << BF_DATE_PLAIN | 1 << BF_DATE_ISO);
    assert_int_equal(map->columns.items[3].dates, (1 << BF_DATE_FORMS) - 1);
    assert_int_equal(map->form.delimiter, '|');
    assert_true(map->form.no_quotes && map->current_only && map->only_known_titles);
    assert_string_equal(map->member, "a*.csv");
    assert_view(map->region, "TX");
    assert_int_equal(map->always_status, BF_ROSTER_ACTIVE);
    assert_int_equal(map->keep_count, 3);
    assert_int_equal(map->keeps[1].condition, BF_KEEP_NONE);
    assert_int_equal(map->keeps[2].condition, BF_KEEP_NOT_IN);
    assert_int_equal(map->times, 3);
    assert_int_equal(map->other_count, 1);
    assert_int_equal(strlen(map->digest), 64);
    bf_column_map_free(map);
}

static void words_are_found_without_regard_to_case_and_signs(void **state)
{
    (void)state;
    bf_str out = {0};
    bf_column_map *map = parse(HEAD "titles: {LMFT: [Marriage & Family Therapist], LPC: [lpc]}\n");
    assert_true(bf_column_value_of(&map->titles, BF_STR("MARRIAGE  FAMILY-THERAPIST"), &out));
    assert_view(out, "LMFT");
    assert_true(bf_column_value_of(&map->titles, BF_STR(" L.P.C. "), &out));
    assert_view(out, "LPC");
    assert_false(bf_column_value_of(&map->titles, BF_STR("LPCC"), &out));
    assert_false(bf_column_value_of(&map->titles, BF_STR(""), &out));
    assert_view(out, "LPC");
    bf_column_map_free(map);
}

static void widths_are_spans_of_bytes(void **state)
{
    (void)state;
    bf_column_map *map = parse(HEAD "file: {widths: {LAST: [26, 60], first: [61, 61]}}\n");
    assert_int_equal(map->form.span_count, 2);
    assert_view(map->form.spans[0].name, "LAST");
    assert_int_equal(map->form.spans[0].first, 26);
    assert_int_equal(map->form.spans[1].last, 61);
    bf_column_map_free(map);
}

static void a_fault_has_its_place(void **state)
{
    static const struct {
        const char *text;
        unsigned line, column;
        const char *words;
    } cases[] = {
        {"roster: [r\n", 2, 1, ""},
        {"- a\n", 1, 1, "here stands a mapping"},
        {"roster: r\nversion: 1\ntitle: t\nkind: licences\n", 1, 1, "\"columns\" is missing"},
        {HEAD "colour: red\n", 7, 1, "unknown key \"colour\""},
        {HEAD "  surnam: LAST\n", 7, 3, "\"surnam\" is no column of a roster"},
        {HEAD "  given: {optional: true}\n", 7, 3, "\"header\" is missing"},
        {HEAD "  given: []\n", 7, 3, "the list of headers is empty"},
        {HEAD "  given: {header: {a: b}}\n", 7, 11, "the text of a header, or a list"},
        {HEAD "  given: [a, b, c, d, e, f, g]\n", 7, 29, "6 headers"},
        {HEAD "  given: {header: F, date: YYYYMMDD}\n", 7, 22, "for \"expires\" and \"since\""},
        {HEAD "  since: {header: F, date: DD.MM.YYYY}\n", 7, 22, "a date is YYYYMMDD"},
        {HEAD "  given: {header: F, optional: maybe}\n", 7, 22, "true or false"},
        {HEAD "statuses: {fine: [ok]}\n", 7, 12, "\"fine\" is no status of ours"},
        {HEAD "statuses: {active: [Clear, clear], expired: x}\n", 7, 1,
         "\"clear\" stands here twice"},
        {HEAD "titles: [a]\n", 7, 1, "\"titles\" is a mapping"},
        {HEAD "always: {status: fine}\n", 7, 10, "\"fine\" is no status of ours"},
        {HEAD "keep: [{header: a}]\n", 7, 8, "one of \"in\", \"not_in\", \"none\""},
        {HEAD "keep: [{header: a, in: b, none: true}]\n", 7, 8, "one of"},
        {HEAD "keep: [{header: a, none: false}]\n", 7, 20, "\"none\" is true"},
        {HEAD "keep: {header: a, none: true}\n", 7, 1, "a list of conditions"},
        {HEAD "each: {times: 0, columns: {title: 'T_{n}'}}\n", 7, 8, "a whole number from 1 to 64"},
        {HEAD "each: {times: 65, columns: {title: 'T_{n}'}}\n", 7, 8, "from 1 to 64"},
        {HEAD "each: {times: 2, columns: {title: T}}\n", 7, 28, "has {n} in it"},
        {HEAD "each: {times: 2}\n", 7, 1, "\"each\" has \"times\" and \"columns\""},
        {HEAD "other_names: [{number: N}]\n", 7, 16, "no column of a name"},
        {HEAD "file: {delimiter: dot}\n", 7, 8, "comma, bar, tab or semicolon"},
        {HEAD "file: {widths: {LAST: [9, 2]}}\n", 7, 17, "stands before the first"},
        {HEAD "file: {widths: {LAST: [1]}}\n", 7, 17, "two numbers"},
        {HEAD "only_known_titles: true\n", 5, 1, "wants a table of \"titles\""},
        {"roster: r\nversion: 1\ntitle: t\nkind: licenses\ncolumns: {surname: a}\n", 4, 1,
         "a kind is licences"},
        {"roster: r\nversion: 1\ntitle: t\nkind: licences\ncolumns: {number: a}\n", 5, 1,
         "where \"surname\" or \"business\" stands"},
    };
    int displaced = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        if (bf_column_map_parse(bf_str_of(cases[i].text), BF_STR("r.yaml"), &err) != NULL)
            fail_msg("\"%s\" was read", cases[i].text);
        assert_error(err, BF_ERR_RULE, cases[i].words);
        assert_string_equal(err.file, "r.yaml");
        if (err.line == cases[i].line && err.column == cases[i].column)
            continue;
        print_error("\"%s\": %u:%u, not %u:%u: %s\n", cases[i].text, err.line, err.column,
                    cases[i].line, cases[i].column, err.message);
        displaced++;
    }
    assert_int_equal(displaced, 0);
}

static void the_shipped_maps_are_read_and_named_as_their_files(void **state)
{
    (void)state;
    size_t count = 0;
    DIR *folder = opendir(BF_SOURCE_RULES_DIR "/rosters");
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[512], name[300];
        bf_error err = {0};
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/rosters/%s", BF_SOURCE_RULES_DIR, entry->d_name);
        bf_column_map *map = bf_column_map_load(path, &err);
        if (map == NULL)
            fail_msg("%s:%u: %s", err.file, err.line, err.message);
        snprintf(name, sizeof name, "%.*s.yaml", BF_STR_ARG(map->name));
        assert_string_equal(name, entry->d_name);
        bf_column_map_free(map);
        count++;
    }
    closedir(folder);
    assert_true(count >= 10);
}

static void a_file_that_cannot_be_read_is_named(void **state)
{
    (void)state;
    bf_error err = {0};
    assert_null(bf_column_map_load("/no/such/map.yaml", &err));
    assert_error(err, BF_ERR_INPUT, "/no/such/map.yaml: cannot read");
    assert_string_equal(bf_column_name(BF_COLUMN_POSTAL), "postal");
    bf_column_map_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_read),
        cmocka_unit_test(words_are_found_without_regard_to_case_and_signs),
        cmocka_unit_test(widths_are_spans_of_bytes),
        cmocka_unit_test(a_fault_has_its_place),
        cmocka_unit_test(the_shipped_maps_are_read_and_named_as_their_files),
        cmocka_unit_test(a_file_that_cannot_be_read_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
