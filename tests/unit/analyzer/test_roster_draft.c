/* test_roster_draft.c: a roster's successor, made beside it, left and taken up again. Kills, locks
 * and full disks are tested through the command (integration/roster). */
#include "tests/support/views.h"

#include <stdlib.h>
#include <unistd.h>

#include "analyzer/roster_draft.h"

#define JOB BF_STR("a map and a file")

static char folder[] = "/tmp/test_draft.XXXXXX";
static char path[64];

static const bf_roster_source leie = {.name = {"leie", 4},
                                      .title = {"A list", 6},
                                      .kind = BF_ROSTER_EXCLUSIONS,
                                      .file = {"f.csv", 5},
                                      .as_of = {"2026-11-01", 10},
                                      .imported_at = {"2026-11-02T00:00:00Z", 20},
                                      .rows = 2,
                                      .entries = 2};

static int make_folder(void **state)
{
    (void)state;
    bool made = mkdtemp(folder) != NULL;
    snprintf(path, sizeof path, "%s/r.sqlite", folder);
    return made ? 0 : -1;
}

static const char *beside(const char *ending)
{
    static char name[96];
    snprintf(name, sizeof name, "%s%s", path, ending);
    return name;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    unlink(beside(".importing"));
    unlink(beside(".importing-journal"));
    unlink(beside(".lock"));
    int gone = rmdir(folder); /* fails where anything else was left */
    memcpy(strrchr(folder, '.'), ".XXXXXX", sizeof ".XXXXXX");
    return gone;
}

static bf_roster_draft *open_draft(bf_str source, bf_str job, bf_roster_place *place)
{
    bf_error err = {0};
    bf_roster_draft *draft = bf_roster_draft_open(path, source, job, place, &err);
    if (draft == NULL)
        fail_msg("%s: %s", err.file, err.message);
    return draft;
}

static void add(bf_roster_draft *draft, bf_str surname, bf_str given, bf_str business)
{
    bf_error err = {0};
    const bf_roster_entry entry = {.surname = surname,
                                   .given = given,
                                   .business = business,
                                   .number = BF_STR("LPC.0012"),
                                   .status = BF_ROSTER_REVOKED};
    if (!bf_roster_draft_add(draft, &entry, &err))
        fail_msg("%s", err.message);
}

static void finish(bf_roster_draft *draft, const bf_roster_source *source)
{
    bf_error err = {0};
    if (!bf_roster_draft_finish(draft, source, &err))
        fail_msg("%s", err.message);
    bf_roster_draft_close(draft);
    assert_int_equal(access(beside(".importing"), F_OK), -1);
    assert_int_equal(access(beside(".importing-journal"), F_OK), -1);
    assert_int_equal(access(beside(".lock"), F_OK), -1);
}

/* The first column of the one row that the roster answers, as text. */
static const char *ask(const char *question)
{
    static char answer[256];
    bf_error err = {0};
    sqlite3_stmt *row = NULL;
    sqlite3 *roster = bf_roster_open(path, &err);
    assert_non_null(roster);
    assert_int_equal(sqlite3_prepare_v2(roster, question, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    snprintf(answer, sizeof answer, "%s", (const char *)sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    sqlite3_close(roster);
    return answer;
}

static void entries_get_the_keys_by_which_they_are_found(void **state)
{
    static const struct {
        bf_str surname, given, business;
        const char *key;
    } cases[] = {
        {{"O'EXAMPLE", 9}, {"ANA MARIA", 9}, {0}, "oexample ana"},
        {{"Muñoz-Sample", 13}, {"René", 5}, {0}, "munozsample rene"},
        {{"EXAMPLE", 7}, {0}, {0}, "example"},
        {{0}, {0}, {"River Bend, LLC", 15}, "riverbendllc"},
        {{"EXAMPLE", 7}, {"ANA", 3}, {"Bay Clinic", 10}, "example ana"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_roster_place place;
        bf_roster_draft *draft = open_draft(leie.name, JOB, &place);
        add(draft, cases[i].surname, cases[i].given, cases[i].business);
        finish(draft, &leie);
        assert_string_equal(ask("SELECT name_key FROM entry"), cases[i].key);
    }
    assert_string_equal(
        ask("SELECT number_key || ' ' || status || ' ' || (npi IS NULL) FROM entry"),
        "12 revoked 1");
}

static void a_source_is_replaced_and_the_others_stay(void **state)
{
    (void)state;
    bf_roster_place place;
    bf_roster_source other = leie;
    other.name = BF_STR("other");
    bf_roster_draft *draft = open_draft(leie.name, JOB, &place);
    add(draft, BF_STR("FIRST"), BF_STR("ANA"), (bf_str){0});
    finish(draft, &leie);
    draft = open_draft(other.name, JOB, &place);
    add(draft, BF_STR("SECOND"), BF_STR("BEN"), (bf_str){0});
    finish(draft, &other);
    draft = open_draft(leie.name, JOB, &place);
    add(draft, BF_STR("THIRD"), BF_STR("CLEO"), (bf_str){0});
    assert_string_equal(ask("SELECT group_concat(surname, ' ') FROM entry"), "FIRST SECOND");
    finish(draft, &leie);
    assert_string_equal(ask("SELECT group_concat(name || surname, ' ') FROM entry JOIN source ON "
                            "source.id = source ORDER BY entry.id"),
                        "otherSECOND leieTHIRD");
    assert_string_equal(ask("SELECT count(*) FROM source"), "2");
}

static void a_draft_goes_on_where_it_was_kept(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_roster_place place = {.file = 9};
    bf_roster_draft *draft = open_draft(leie.name, JOB, &place);
    assert_int_equal(place.file, 0);
    add(draft, BF_STR("KEPT"), BF_STR("ANA"), (bf_str){0});
    place = (bf_roster_place){1, 2000, 3, 4, 5, 6};
    assert_true(bf_roster_draft_keep(draft, &place, &err));
    add(draft, BF_STR("LOST"), BF_STR("BEN"), (bf_str){0});
    bf_roster_draft_close(draft); /* as a kill would */
    place = (bf_roster_place){0};
    draft = open_draft(leie.name, JOB, &place);
    assert_int_equal(place.file, 1);
    assert_int_equal(place.offset, 2000);
    assert_int_equal(place.file_rows, 3);
    assert_int_equal(place.rows, 4);
    assert_int_equal(place.skipped, 5);
    assert_int_equal(place.entries, 6);
    add(draft, BF_STR("MORE"), BF_STR("CLEO"), (bf_str){0});
    finish(draft, &leie);
    assert_string_equal(ask("SELECT group_concat(surname, ' ') FROM entry"), "KEPT MORE");
}

static void a_draft_of_another_job_is_of_no_use(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_roster_place place;
    bf_roster_draft *draft = open_draft(leie.name, JOB, &place);
    add(draft, BF_STR("KEPT"), BF_STR("ANA"), (bf_str){0});
    assert_true(bf_roster_draft_keep(draft, &(bf_roster_place){.rows = 5}, &err));
    bf_roster_draft_close(draft);
    draft = open_draft(leie.name, BF_STR("another file"), &place);
    assert_int_equal(place.rows, 0);
    bf_roster_draft_drop(draft);
    assert_int_equal(access(beside(".importing"), F_OK), -1);
    FILE *broken = fopen(beside(".importing"), "w");
    fputs("no database", broken);
    fclose(broken);
    draft = open_draft(leie.name, JOB, &place);
    assert_int_equal(place.rows, 0);
    add(draft, BF_STR("ONE"), BF_STR("ANA"), (bf_str){0});
    finish(draft, &leie);
    assert_string_equal(ask("SELECT count(*) FROM entry"), "1");
}

static void a_second_draft_is_refused_while_there_is_one(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_roster_place place;
    char words[64];
    bf_roster_draft *draft = open_draft(leie.name, JOB, &place);
    assert_null(bf_roster_draft_open(path, leie.name, JOB, &place, &err));
    snprintf(words, sizeof words, "another import (process %ld)", (long)getpid());
    assert_error(err, BF_ERR_STATE, words);
    bf_roster_draft_drop(draft);
    bf_roster_draft_drop(open_draft(leie.name, JOB, &place));
    bf_roster_draft_close(NULL);
    bf_roster_draft_drop(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(entries_get_the_keys_by_which_they_are_found),
        TEST(a_source_is_replaced_and_the_others_stay),
        TEST(a_draft_goes_on_where_it_was_kept),
        TEST(a_draft_of_another_job_is_of_no_use),
        TEST(a_second_draft_is_refused_while_there_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
