/* test_roster_import.c: files of registries into a roster, stopped and taken up again at every
 * place where it may be stopped. */
#include "tests/support/views.h"

#include <stdlib.h>
#include <unistd.h>

#include "analyzer/roster_import.h"
#include "common/buf.h"

static char folder[] = "/tmp/test_import.XXXXXX";
static char roster[64], table[64], second_table[64];

static const char map_text[] = "roster: r\nversion: 2026.11.1\ntitle: A registry\nkind: licences\n"
                               "columns: {number: NR, surname: LAST, given: FIRST}\n";

static int make_folder(void **state)
{
    (void)state;
    bool made = mkdtemp(folder) != NULL;
    snprintf(roster, sizeof roster, "%s/r.sqlite", folder);
    snprintf(table, sizeof table, "%s/t_20261101.csv", folder);
    snprintf(second_table, sizeof second_table, "%s/t_2025-01-01.csv", folder);
    return made ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[96];
    static const char *const endings[] = {"", ".importing", ".importing-journal", ".lock"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(path, sizeof path, "%s%s", roster, endings[i]);
        unlink(path);
    }
    unlink(table);
    unlink(second_table);
    int gone = rmdir(folder);
    memcpy(strrchr(folder, '.'), ".XXXXXX", sizeof ".XXXXXX");
    return gone;
}

/* Writes `rows` rows, of which each 500th is malformed. */
static void write_rows(const char *path, unsigned rows)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("NR,LAST,FIRST\n", file);
    for (unsigned i = 1; i <= rows; i++)
        fprintf(file, i % 500 == 0 ? "%u,Example\n" : "%u,Example,\"Ana\"\n", i);
    fclose(file);
}

static void write_table(unsigned rows)
{
    write_rows(table, rows);
}

static bf_column_map *load(const char *text)
{
    bf_error err = {0};
    bf_column_map *map = bf_column_map_parse(bf_str_of(text), BF_STR("r.yaml"), &err);
    assert_non_null(map);
    return map;
}

/* Ends an import at the `left`-th look. */
static bool count_down(const bf_roster_progress *progress, void *user)
{
    int *left = user;
    assert_true(progress->entries + progress->skipped == progress->rows);
    return --*left != 0;
}

static bf_roster_import_end import_files(const bf_column_map *map, size_t count, int looks,
                                         uint64_t skip, bf_roster_progress *done, bf_error *err)
{
    char as_of[BF_REGISTRY_DATE + 1];
    const char *const files[] = {table, second_table};
    const bf_roster_import import = {.roster = roster,
                                     .map = map,
                                     .files = files,
                                     .count = count,
                                     .skip_most = skip,
                                     .now_ms = 1795435200000,
                                     .watch = count_down,
                                     .user = &looks};
    bf_roster_import_end end = bf_roster_import_run(&import, done, as_of, err);
    if (end == BF_IMPORT_DONE)
        assert_string_equal(as_of, "2026-11-01");
    return end;
}

static bf_roster_import_end import_table(const bf_column_map *map, int looks, uint64_t skip,
                                         bf_roster_progress *done, bf_error *err)
{
    return import_files(map, 1, looks, skip, done, err);
}

/* A sum over all that the roster says. */
static int64_t sum_of_roster(void)
{
    bf_error err = {0};
    sqlite3_stmt *row = NULL;
    sqlite3 *db = bf_roster_open(roster, &err);
    assert_non_null(db);
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT sum(id * number_key) + count(*) + (SELECT sum(rows) "
                           "+ sum(skipped) FROM source) FROM entry",
                           -1, &row, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int64_t sum = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    sqlite3_close(db);
    return sum;
}

static void an_import_that_is_stopped_anywhere_goes_on_and_ends_the_same(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_roster_progress done;
    bf_column_map *map = load(map_text);
    write_table(3200);
    assert_int_equal(import_table(map, 0, 6, &done, &err), BF_IMPORT_DONE);
    assert_int_equal(done.rows, 3200);
    assert_int_equal(done.skipped, 6);
    assert_int_equal(done.entries, 3194);
    int64_t whole = sum_of_roster();
    for (int look = 1; look <= 5; look++) { /* at the start, after each thousand, before the end */
        unlink(roster);
        assert_int_equal(import_table(map, look, 6, &done, &err), BF_IMPORT_STOPPED);
        assert_int_equal(access(roster, F_OK), -1);
        assert_int_equal(import_table(map, 0, 6, &done, &err), BF_IMPORT_DONE);
        static const uint64_t before[] = {0, 0, 1000, 2000, 3000, 3200};
        assert_int_equal(done.resumed_rows, before[look]);
        assert_int_equal(done.skipped, 6);
        assert_int_equal(sum_of_roster(), whole);
    }
    bf_column_map_free(map);
}

static void an_import_of_several_files_goes_on_in_the_one_where_it_was(void **state)
{
    static const uint64_t before[] = {0, 0, 1000, 1200, 2000, 2700};
    (void)state;
    bf_error err = {0};
    bf_roster_progress done;
    bf_column_map *map = load(map_text);
    write_rows(table, 1200);
    write_rows(second_table, 1500);
    assert_int_equal(import_files(map, 2, 0, 5, &done, &err), BF_IMPORT_DONE);
    assert_int_equal(done.rows, 2700);
    assert_int_equal(done.skipped, 5);
    int64_t whole = sum_of_roster();
    for (int look = 1; look <= 5; look++) { /* in the first, before and in the second, at the end */
        unlink(roster);
        assert_int_equal(import_files(map, 2, look, 5, &done, &err), BF_IMPORT_STOPPED);
        assert_int_equal(import_files(map, 2, 0, 5, &done, &err), BF_IMPORT_DONE);
        assert_int_equal(done.resumed_rows, before[look]);
        assert_int_equal(sum_of_roster(), whole);
    }
    bf_column_map_free(map);
}

static void one_bad_row_too_many_ends_it_and_the_former_roster_stays(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_roster_progress done;
    bf_column_map *map = load(map_text);
    write_table(400);
    assert_int_equal(import_table(map, 0, 0, &done, &err), BF_IMPORT_DONE);
    int64_t former = sum_of_roster();
    write_table(1600);
    assert_int_equal(import_table(map, 0, 2, &done, &err), BF_IMPORT_FAILED);
    assert_error(err, BF_ERR_FORMAT, "row 1501: 2 fields, 3 expected");
    assert_string_equal(err.file, table);
    assert_int_equal(done.skipped, 2);
    assert_int_equal(sum_of_roster(), former);
    bf_error_reset(&err);
    assert_int_equal(import_table(map, 0, 3, &done, &err), BF_IMPORT_DONE);
    assert_int_equal(done.entries, 1597);
    bf_column_map_free(map);
}

/* Every sample in its real layout, by the shipped map of its name, under the sanitizers. */
static void the_samples_of_all_registries_are_read(void **state)
{
    static const char *const names[] = {"leie",     "nppes",  "tx-bhec", "wa-doh", "co-dora",
                                        "il-idfpr", "fl-mqa", "ca-dca",  "aasect", "neutral"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[256], as_of[BF_REGISTRY_DATE + 1];
        bf_error err = {0};
        bf_roster_progress done;
        snprintf(path, sizeof path, BF_SOURCE_RULES_DIR "/rosters/%s.yaml", names[i]);
        bf_column_map *map = bf_column_map_load(path, &err);
        assert_non_null(map);
        snprintf(path, sizeof path, BF_SOURCE_DIR "/tests/roster/samples/%s.csv", names[i]);
        const char *const files[] = {path};
        const bf_roster_import import = {
            .roster = roster, .map = map, .files = files, .count = 1, .now_ms = 1795435200000};
        if (bf_roster_import_run(&import, &done, as_of, &err) != BF_IMPORT_DONE)
            fail_msg("%s: %s", err.file, err.message);
        assert_int_equal(done.rows, 36);
        assert_true(done.entries > 0);
        bf_column_map_free(map);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_import_that_is_stopped_anywhere_goes_on_and_ends_the_same),
        TEST(an_import_of_several_files_goes_on_in_the_one_where_it_was),
        TEST(one_bad_row_too_many_ends_it_and_the_former_roster_stays),
        TEST(the_samples_of_all_registries_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
