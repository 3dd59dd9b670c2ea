/* test_roster_store.c: the keys of a roster, and how it is opened. */
#include "tests/support/views.h"

#include <unistd.h>

#include "analyzer/roster_store.h"

static void a_number_is_found_by_its_digits(void **state)
{
    static const struct {
        const char *number;
        int64_t key;
    } cases[] = {
        {"LPC.0012345", 12345},
        {"LPC 12345", 12345},
        {"180.012345", 180012345},
        {"0701001234", 701001234},
        {"1234567-6004", 12345676004},
        {"", 0},
        {"none", 0},
        {"000", 0},
        {"999999999999999999", 999999999999999999},
        {"1234567890123456789", 234567890123456789},
        {"12345678901234567890", 345678901234567890},
        {"\xd9\xa1\xd9\xa2", 0}, /* other digits than ours are not read as such */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (bf_roster_number_key(bf_str_of(cases[i].number)) != cases[i].key)
            fail_msg("%s: %lld", cases[i].number,
                     (long long)bf_roster_number_key(bf_str_of(cases[i].number)));
}

static void words_and_their_meanings_go_both_ways(void **state)
{
    (void)state;
    for (bf_roster_kind kind = 0; kind < BF_ROSTER_KINDS; kind++) {
        bf_roster_kind found = BF_ROSTER_KINDS;
        assert_true(bf_roster_kind_of(bf_str_of(bf_roster_kind_name(kind)), &found));
        assert_int_equal(found, kind);
    }
    for (bf_roster_status status = 0; status < BF_ROSTER_STATUSES; status++) {
        bf_roster_status found = BF_ROSTER_STATUSES;
        assert_true(bf_roster_status_of(bf_str_of(bf_roster_status_name(status)), &found));
        assert_int_equal(found, status);
    }
    bf_roster_status found = BF_ROSTER_REVOKED;
    assert_false(bf_roster_status_of(BF_STR("Revoked"), &found));
    assert_int_equal(found, BF_ROSTER_REVOKED);
}

/* A name with all that a URI would take for something else. */
static const char odd_name[] = "/tmp/test roster?mode=rwc&%41#x.sqlite";

static void make_roster(const char *extra)
{
    char form[128];
    sqlite3 *db;
    unlink(odd_name);
    assert_int_equal(sqlite3_open(odd_name, &db), SQLITE_OK);
    snprintf(form, sizeof form, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             BF_ROSTER_APPLICATION, BF_ROSTER_FORM);
    assert_int_equal(sqlite3_exec(db, form, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, bf_roster_tables, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, bf_roster_indexes, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, extra, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static bool count_source(const bf_roster_source *source, void *user)
{
    int *seen = user;
    assert_int_equal(source->kind, *seen == 0 ? BF_ROSTER_CERTIFIED : BF_ROSTER_EXCLUSIONS);
    assert_same_view(source->name, *seen == 0 ? BF_STR("a") : BF_STR("b"));
    assert_int_equal(source->rows, 3);
    assert_int_equal(source->skipped, 2);
    assert_int_equal(source->entries, 1);
    return ++*seen < 2;
}

static void a_roster_of_any_name_is_opened_and_its_sources_shown_by_name(void **state)
{
    (void)state;
    bf_error err = {0};
    int seen = 0;
    make_roster("INSERT INTO source VALUES (1, 'b', 'B', 'exclusions', 'TX', 1, 'f', 'd', 'i', 3, "
                "2, 1), (2, 'a', 'A', 'certified', NULL, 0, 'f', 'd', 'i', 3, 2, 1), (3, 'c', 'C', "
                "'licences', NULL, 0, 'f', 'd', 'i', 3, 2, 1)");
    sqlite3 *roster = bf_roster_open(odd_name, &err);
    if (roster == NULL)
        fail_msg("%s", err.message);
    assert_true(bf_roster_each_source(roster, count_source, &seen, &err));
    assert_int_equal(seen, 2);
    assert_int_equal(sqlite3_exec(roster, "DELETE FROM source", NULL, NULL, NULL), SQLITE_READONLY);
    sqlite3_close(roster);
    unlink(odd_name);
}

static void what_is_no_roster_of_our_form_is_refused(void **state)
{
    static const struct {
        const char *change, *words;
    } cases[] = {
        {"PRAGMA user_version = 7", "made by a later version of this program (its form is 7"},
        {"PRAGMA user_version = 0", "made by an earlier version of this program (its form is 0"},
        {"PRAGMA application_id = 0", "this is no roster"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        make_roster(cases[i].change);
        assert_null(bf_roster_open(odd_name, &err));
        assert_error(err, BF_ERR_USAGE, cases[i].words);
        assert_string_equal(err.file, odd_name);
    }
    bf_error err = {0};
    unlink(odd_name);
    assert_null(bf_roster_open(odd_name, &err));
    assert_error(err, BF_ERR_USAGE, "cannot read the roster: No such file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_found_by_its_digits),
        cmocka_unit_test(words_and_their_meanings_go_both_ways),
        cmocka_unit_test(a_roster_of_any_name_is_opened_and_its_sources_shown_by_name),
        cmocka_unit_test(what_is_no_roster_of_our_form_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
