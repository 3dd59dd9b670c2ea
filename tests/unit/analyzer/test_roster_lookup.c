/* test_roster_lookup.c: what the roster has under a number or a name. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/roster_lookup.h"

#include "small_roster.h"

enum { CROWD = 70 };

static const small_source sources[] = {
    {"ca-dca", "California", "licences", "CA", "2026-10-01"},
    {"leie", "Federal exclusions", "exclusions", NULL, "2026-11-01"},
    {"nppes", "Providers", "providers", NULL, "2026-11-01"},
};

static const small_entry entries[] = {
    {.source = 1,
     .number = "LMFT 00123",
     .title = "LMFT",
     .status = "active",
     .surname = "EXAMPLE",
     .given = "ROBERT",
     .middle = "J",
     .city = "OAKLAND"},
    {.source = 1,
     .number = "LMFT 00123",
     .title = "LMFT",
     .status = "active",
     .surname = "SAMPLE",
     .given = "ROBERT",
     .other_name = 1},
    {.source = 2,
     .npi = "1234567893",
     .region = "TX",
     .status = "excluded",
     .reason = "1128a2",
     .surname = "DE LA CRUZ",
     .given = "ANA"},
    {.source = 3,
     .npi = "1234567893",
     .region = "TX",
     .status = "active",
     .surname = "DE LA CRUZ",
     .given = "ANA"},
    {.source = 1, .number = "7", .status = "revoked", .surname = "EXAMPLE", .given = "R"},
    {.source = 3, .status = "active", .business = "Riverbend Counseling LLC"},
};

typedef struct {
    char path[64];
    bf_roster_lookup *roster;
    bf_arena *arena;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    bf_error err = {0};
    assert_non_null(f);
    strcpy(f->path, "/tmp/bonafide-roster-XXXXXX");
    make_roster(f->path, sources, 3, entries, sizeof entries / sizeof *entries);
    f->roster = bf_roster_lookup_open(f->path, &err);
    f->arena = bf_arena_new(1 << 20);
    assert_non_null(f->roster);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    bf_roster_lookup_close(f->roster);
    bf_arena_free(f->arena);
    unlink(f->path);
    free(f);
    return 0;
}

static bf_roster_rows ask_name(fixture *f, const char *text, bf_roster_among among)
{
    bf_roster_rows found;
    bf_person_name name;
    bf_error err = {0};
    assert_true(bf_person_name_read(bf_str_of(text), &name));
    assert_true(bf_roster_lookup_name(f->roster, &name, &among, f->arena, &found, &err));
    return found;
}

static void a_number_is_found_by_its_digits_with_all_names(void **state)
{
    fixture *f = *state;
    bf_roster_rows found;
    bf_roster_among all = {0};
    bf_error err = {0};
    assert_true(bf_roster_lookup_number(f->roster, BF_STR("MFC123"), &all, f->arena, &found, &err));
    assert_int_equal(found.count, 2);
    assert_false(found.more);
    const bf_roster_row *entry = &found.items[0];
    assert_true(bf_str_equal(entry->number, BF_STR("LMFT 00123")));
    assert_true(bf_str_equal(entry->middle, BF_STR("J")));
    assert_int_equal(entry->postal.length, 0);
    assert_int_equal(entry->status, BF_ROSTER_ACTIVE);
    assert_true(bf_str_equal(entry->source->name, BF_STR("ca-dca")));
    assert_true(bf_str_equal(bf_roster_row_region(entry), BF_STR("CA")));
    assert_true(found.items[1].other_name);
    assert_true(bf_roster_lookup_number(f->roster, BF_STR("none"), &all, f->arena, &found, &err));
    assert_int_equal(found.count, 0);
}

static void a_name_is_found_by_short_forms_surnames_and_initials(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *name;
        size_t count;
    } examples[] = {
        {"Bob Example", 1},    {"Robert Example", 2},   {"R. Example", 2},
        {"Ana de la Cruz", 2}, {"Ana Delacruz", 2},     {"Rosa Example", 1},
        {"Ana Example", 0},    {"Robert J. Sample", 1}, {"Nobody Atall", 0},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        size_t count = ask_name(f, examples[i].name, (bf_roster_among){0}).count;
        if (count != examples[i].count)
            fail_msg("%s: %zu entries", examples[i].name, count);
    }
}

static void a_surname_and_an_organisation_are_found_by_how_they_begin(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *text;
        size_t count;
    } examples[] = {{"Example", 2},    {"de la Cruz", 2}, {"EXAMP", 2},
                    {"River-bend", 1}, {"", 0},           {"Cruz", 0}};
    const bf_roster_among all = {0};
    bf_roster_rows found;
    bf_error err = {0};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        assert_true(bf_roster_lookup_beginning(f->roster, bf_str_of(examples[i].text), &all,
                                               f->arena, &found, &err));
        if (found.count != examples[i].count)
            fail_msg("%s: %zu entries", examples[i].text, found.count);
    }
}

static void only_the_kinds_and_the_region_asked_for_are_told(void **state)
{
    fixture *f = *state;
    bf_roster_among among = {.kinds = 1u << BF_ROSTER_EXCLUSIONS};
    bf_roster_rows found = ask_name(f, "Ana de la Cruz", among);
    assert_int_equal(found.count, 1);
    assert_true(bf_str_equal(found.items[0].reason, BF_STR("1128a2")));
    assert_true(bf_str_equal(found.items[0].npi, BF_STR("1234567893")));
    among.region = BF_STR("tx");
    assert_int_equal(ask_name(f, "Ana de la Cruz", among).count, 1);
    among.region = BF_STR("CA");
    assert_int_equal(ask_name(f, "Ana de la Cruz", among).count, 0);
    bf_error err = {0};
    among = (bf_roster_among){0};
    assert_true(
        bf_roster_lookup_npi(f->roster, BF_STR("1234567893"), &among, f->arena, &found, &err));
    assert_int_equal(found.count, 2);
}

static void sources_are_listed(void **state)
{
    fixture *f = *state;
    size_t count;
    const bf_roster_source *listed = bf_roster_lookup_sources(f->roster, &count);
    assert_int_equal(count, 3);
    assert_true(bf_str_equal(listed[1].name, BF_STR("leie")));
    assert_true(bf_str_equal(listed[1].as_of, BF_STR("2026-11-01")));
    assert_int_equal(listed[1].kind, BF_ROSTER_EXCLUSIONS);
}

static void a_crowd_of_one_name_is_cut_and_said_to_be(void **state)
{
    (void)state;
    small_entry crowd[CROWD];
    char path[] = "/tmp/bonafide-roster-XXXXXX";
    bf_error err = {0};
    for (size_t i = 0; i < CROWD; i++)
        crowd[i] = (small_entry){
            .source = 1, .number = "5", .status = "active", .surname = "MANY", .given = "ANA"};
    make_roster(path, sources, 1, crowd, CROWD);
    fixture f = {.roster = bf_roster_lookup_open(path, &err), .arena = bf_arena_new(1 << 20)};
    assert_non_null(f.roster);
    bf_roster_rows found = ask_name(&f, "Ana Many", (bf_roster_among){0});
    assert_int_equal(found.count, BF_ROSTER_MOST);
    assert_true(found.more);
    bf_roster_lookup_close(f.roster);
    bf_arena_free(f.arena);
    unlink(path);
}

static void a_file_that_goes_wrong_is_an_error_and_not_nothing(void **state)
{
    (void)state;
    enum { ROWS = 400, PAGE = 4096 };
    static small_entry rows[ROWS];
    static char numbers[ROWS][8];
    char path[] = "/tmp/bonafide-roster-XXXXXX";
    bf_error err = {0};
    bf_roster_rows found;
    bf_roster_among all = {0};
    for (size_t i = 0; i < ROWS; i++) {
        snprintf(numbers[i], sizeof numbers[i], "%zu", 1000 + i);
        rows[i] = (small_entry){.source = 1,
                                .number = numbers[i],
                                .status = "active",
                                .surname = "LONGENOUGHTOFILLSOMEPAGES",
                                .given = "ANA"};
    }
    make_roster(path, sources, 1, rows, ROWS);
    bf_roster_lookup *roster = bf_roster_lookup_open(path, &err);
    bf_arena *arena = bf_arena_new(1 << 20);
    assert_non_null(roster);
    assert_int_equal(truncate(path, 3 * PAGE), 0);
    assert_false(bf_roster_lookup_number(roster, BF_STR("1399"), &all, arena, &found, &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    bf_roster_lookup_close(roster);
    bf_arena_free(arena);
    unlink(path);
}

static void what_is_no_roster_is_refused_with_a_clear_sentence(void **state)
{
    (void)state;
    char path[] = "/tmp/bonafide-roster-XXXXXX";
    bf_error err = {0};
    sqlite3 *file = NULL;
    make_roster(path, sources, 1, entries, 1);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    run_sql(file, "PRAGMA user_version=99");
    sqlite3_close(file);
    assert_null(bf_roster_lookup_open(path, &err));
    assert_non_null(strstr(err.message, "a later version"));
    assert_string_equal(err.file, path);
    unlink(path);
    bf_error_reset(&err);
    assert_null(bf_roster_lookup_open(path, &err));
    assert_int_equal(err.code, BF_ERR_USAGE);
}

#define WITH_ROSTER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROSTER(a_number_is_found_by_its_digits_with_all_names),
        WITH_ROSTER(a_name_is_found_by_short_forms_surnames_and_initials),
        WITH_ROSTER(a_surname_and_an_organisation_are_found_by_how_they_begin),
        WITH_ROSTER(only_the_kinds_and_the_region_asked_for_are_told),
        WITH_ROSTER(sources_are_listed),
        cmocka_unit_test(a_crowd_of_one_name_is_cut_and_said_to_be),
        cmocka_unit_test(a_file_that_goes_wrong_is_an_error_and_not_nothing),
        cmocka_unit_test(what_is_no_roster_is_refused_with_a_clear_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
