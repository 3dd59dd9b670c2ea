/* small_roster.h: a roster of a few rows in a file of its own. */
#ifndef BF_TEST_SMALL_ROSTER_H
#define BF_TEST_SMALL_ROSTER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/column_map.h"
#include "analyzer/person_name.h"
#include "analyzer/roster_store.h"

/* A source, and its entries; NULL is NULL. */
typedef struct {
    const char *name, *title, *kind, *region, *as_of;
} small_source;

typedef struct {
    int source; /* from 1 */
    const char *number;
    const char *npi, *title, *region, *status, *expires, *reason;
    const char *surname, *given, *middle, *suffix, *business;
    int other_name;
    const char *city, *postal;
} small_entry;

static inline void run_sql(sqlite3 *file, const char *text)
{
    assert_int_equal(sqlite3_exec(file, text, NULL, NULL, NULL), SQLITE_OK);
}

static inline void bind_texts(sqlite3_stmt *row, const char *const *texts, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(sqlite3_bind_text(row, i + 1, texts[i], -1, SQLITE_TRANSIENT), SQLITE_OK);
}

static inline void add_source(sqlite3 *file, const small_source *source)
{
    sqlite3_stmt *row = NULL;
    const char *const texts[] = {source->name, source->title, source->kind, source->region,
                                 source->as_of};
    assert_int_equal(
        sqlite3_prepare_v2(file,
                           "INSERT INTO source (name, title, kind, region, as_of, current_only, "
                           "file, imported_at, rows, skipped, entries) VALUES (?1, ?2, ?3, ?4, "
                           "?5, 0, 'test.csv', '2026-11-01T00:00:00Z', 1, 0, 1)",
                           -1, &row, NULL),
        SQLITE_OK);
    bind_texts(row, texts, 5);
    assert_int_equal(sqlite3_step(row), SQLITE_DONE);
    sqlite3_finalize(row);
}

static inline void add_entry(sqlite3 *file, const small_entry *entry)
{
    sqlite3_stmt *row = NULL;
    bf_person_key key = {0};
    char room[64];
    const bf_person_parts parts = {bf_str_of(entry->surname), bf_str_of(entry->given),
                                   bf_str_of(entry->middle), bf_str_of(entry->suffix)};
    const char *const texts[] = {entry->number, entry->npi,     entry->title,  entry->region,
                                 entry->status, entry->expires, entry->reason, entry->surname,
                                 entry->given,  entry->middle,  entry->suffix, entry->business,
                                 entry->city,   entry->postal};
    assert_int_equal(
        sqlite3_prepare_v2(
            file,
            "INSERT INTO entry (number, npi, title, region, status, expires, reason, surname, "
            "given, middle, suffix, business, city, postal, number_key, name_key, other_name, "
            "source) VALUES (?1, CAST(?2 AS INTEGER), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
            "?13, ?14, ?15, ?16, ?17, ?18)",
            -1, &row, NULL),
        SQLITE_OK);
    bind_texts(row, texts, 14);
    if (entry->number)
        sqlite3_bind_int64(row, 15, bf_roster_number_key(bf_str_of(entry->number)));
    if (bf_person_name_key(&parts, &key))
        sqlite3_bind_text(row, 16, key.text, key.length, SQLITE_TRANSIENT);
    else if (entry->business)
        sqlite3_bind_text(row, 16, room, (int)bf_column_fold(bf_str_of(entry->business), room, 64),
                          SQLITE_TRANSIENT);
    sqlite3_bind_int(row, 17, entry->other_name);
    sqlite3_bind_int(row, 18, entry->source);
    assert_int_equal(sqlite3_step(row), SQLITE_DONE);
    sqlite3_finalize(row);
}

/* Writes a roster to `path`, a template of mkstemp(). */
static inline void make_roster(char *path, const small_source *sources, size_t source_count,
                               const small_entry *entries, size_t entry_count)
{
    sqlite3 *file = NULL;
    char form[128];
    int made = mkstemp(path);
    assert_true(made >= 0);
    close(made);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    snprintf(form, sizeof form, "PRAGMA application_id=%d; PRAGMA user_version=%d; BEGIN;",
             BF_ROSTER_APPLICATION, BF_ROSTER_FORM);
    run_sql(file, form);
    run_sql(file, bf_roster_tables);
    for (size_t i = 0; i < source_count; i++)
        add_source(file, &sources[i]);
    for (size_t i = 0; i < entry_count; i++)
        add_entry(file, &entries[i]);
    run_sql(file, bf_roster_indexes);
    run_sql(file, "COMMIT");
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
}

#endif
