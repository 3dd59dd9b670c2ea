/* roster_lookup.c: what the roster has under a number or a name. */
#include "analyzer/roster_lookup.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/column_map.h"
#include "analyzer/nickname.h"

enum { SOURCE_BYTES = 4 * 1024 * 1024 };

typedef enum { BY_NUMBER, BY_NPI, BY_NAME, BY_BEGINNING, STATEMENTS } statement;

#define COLUMNS                                                                                    \
    "SELECT id, source, number, npi, title, region, status, status_shown, expires, since, "        \
    "reason, "                                                                                     \
    "surname, given, middle, suffix, business, other_name, city, postal FROM entry "

static const char *const sql[] = {
    [BY_NUMBER] = COLUMNS "WHERE number_key = ?1 ORDER BY id",
    [BY_NPI] = COLUMNS "WHERE npi = ?1 ORDER BY id",
    [BY_NAME] = COLUMNS "WHERE name_key = ?1 ORDER BY id",
    [BY_BEGINNING] = COLUMNS "WHERE name_key >= ?1 AND name_key < ?2",
};
static_assert(sizeof sql / sizeof *sql == STATEMENTS, "each statement has its text");

struct bf_roster_lookup {
    sqlite3 *file;
    sqlite3_stmt *statements[STATEMENTS];
    bf_arena *arena; /* of the sources */
    bf_roster_source *sources;
    size_t source_count, source_capacity;
};

static bool fail(const bf_roster_lookup *roster, bf_error *err)
{
    if (sqlite3_errcode(roster->file) == SQLITE_NOMEM)
        return bf_fail(err, BF_ERR_MEMORY, "roster: no memory");
    return bf_fail(err, BF_ERR_STATE, "roster: cannot be read: %s", sqlite3_errmsg(roster->file));
}

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "roster: no memory");
}

/* --- Opening -------------------------------------------------------------------------------------
 */

static bool keep_source(const bf_roster_source *source, void *user)
{
    bf_roster_lookup *roster = user;
    bf_roster_source *grown = bf_arena_grow(roster->arena, roster->sources, roster->source_count,
                                            &roster->source_capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    roster->sources = grown;
    bf_roster_source *kept = &grown[roster->source_count];
    *kept = *source;
    bf_str *const texts[] = {&kept->name, &kept->title, &kept->region,
                             &kept->file, &kept->as_of, &kept->imported_at};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!bf_arena_copy(roster->arena, *texts[i], texts[i]))
            return false;
    roster->source_count++;
    return true;
}

static bool count_source(const bf_roster_source *source, void *user)
{
    (void)source;
    ++*(size_t *)user;
    return true;
}

static bool read_sources(bf_roster_lookup *roster, bf_error *err)
{
    size_t count = 0;
    return bf_roster_each_source(roster->file, count_source, &count, err) &&
           bf_roster_each_source(roster->file, keep_source, roster, err) &&
           (roster->source_count == count || no_memory(err));
}

/* Prepares each statement and runs it once, with nothing bound, which finds nothing: what SQLite
 * reads when it is first asked, it has. */
static bool prepare(bf_roster_lookup *roster, bf_error *err)
{
    for (statement which = 0; which < STATEMENTS; which++) {
        sqlite3_stmt **made = &roster->statements[which];
        if (sqlite3_prepare_v3(roster->file, sql[which], -1, SQLITE_PREPARE_PERSISTENT, made,
                               NULL) != SQLITE_OK)
            return fail(roster, err);
        int code = sqlite3_step(*made);
        sqlite3_reset(*made);
        if (code != SQLITE_DONE)
            return fail(roster, err);
    }
    return true;
}

static bool open_parts(bf_roster_lookup *roster, const char *path, bf_error *err)
{
    static const char settings[] = "PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY;"
                                   "PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF;";
    roster->file = bf_roster_open(path, err);
    if (roster->file == NULL)
        return false;
    roster->arena = bf_arena_new(SOURCE_BYTES);
    if (roster->arena == NULL)
        return no_memory(err);
    if (sqlite3_exec(roster->file, settings, NULL, NULL, NULL) != SQLITE_OK)
        return fail(roster, err);
    return read_sources(roster, err) && prepare(roster, err);
}

bf_roster_lookup *bf_roster_lookup_open(const char *path, bf_error *err)
{
    bf_roster_lookup *made = calloc(1, sizeof *made);
    if (made == NULL) {
        no_memory(err);
        return NULL;
    }
    if (open_parts(made, path, err))
        return made;
    bf_fail_at(err, bf_str_of(path), 0, 0);
    bf_roster_lookup_close(made);
    return NULL;
}

void bf_roster_lookup_close(bf_roster_lookup *roster)
{
    if (roster == NULL)
        return;
    for (statement which = 0; which < STATEMENTS; which++)
        sqlite3_finalize(roster->statements[which]);
    sqlite3_close(roster->file);
    bf_arena_free(roster->arena);
    free(roster);
}

const bf_roster_source *bf_roster_lookup_sources(const bf_roster_lookup *roster, size_t *count)
{
    *count = roster->source_count;
    return roster->sources;
}

/* --- Rows ----------------------------------------------------------------------------------------
 */

/* A question being answered. */
typedef struct {
    bf_roster_lookup *roster;
    bf_arena *arena;
    bf_roster_rows *out;
    const bf_roster_among *among;
    size_t capacity, rows;
    bf_error *err;
    const bf_person_key *key; /* of whose surname other given names are asked for */
} asking;

static const bf_roster_source *source_of(const bf_roster_lookup *roster, int64_t id)
{
    for (size_t i = 0; i < roster->source_count; i++)
        if (roster->sources[i].id == id)
            return &roster->sources[i];
    return NULL;
}

static bool copy_text(const asking *ask, sqlite3_stmt *row, int at, bf_str *out)
{
    const char *bytes = (const char *)sqlite3_column_text(row, at);
    bf_str text = {bytes, bytes ? (size_t)sqlite3_column_bytes(row, at) : 0};
    *out = (bf_str){0};
    return text.length == 0 || bf_arena_copy(ask->arena, text, out);
}

static bool copy_row(const asking *ask, sqlite3_stmt *row, bf_roster_row *out)
{
    bf_str status;
    bf_str *const texts[] = {NULL,          NULL,         &out->number, &out->npi,
                             &out->title,   &out->region, &status,      &out->status_shown,
                             &out->expires, &out->since,  &out->reason, &out->surname,
                             &out->given,   &out->middle, &out->suffix, &out->business,
                             NULL,          &out->city,   &out->postal};
    for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
        if (texts[i] != NULL && !copy_text(ask, row, i, texts[i]))
            return no_memory(ask->err);
    out->id = sqlite3_column_int64(row, 0);
    out->other_name = sqlite3_column_int(row, 16) != 0;
    if (!bf_roster_status_of(status, &out->status))
        out->status = BF_ROSTER_UNKNOWN;
    out->source = source_of(ask->roster, sqlite3_column_int64(row, 1));
    return out->source != NULL ||
           bf_fail(ask->err, BF_ERR_STATE, "roster: an entry is of no source: import it again");
}

static bool has_entry(const bf_roster_rows *entries, int64_t id)
{
    for (size_t i = 0; i < entries->count; i++)
        if (entries->items[i].id == id)
            return true;
    return false;
}

bf_str bf_roster_row_region(const bf_roster_row *entry)
{
    return entry->region.length > 0 ? entry->region : entry->source->region;
}

/* Says whether the row is of a kind and region that is asked for; what has no region may be. */
static bool is_asked_for(const asking *ask, sqlite3_stmt *row)
{
    const bf_roster_source *source = source_of(ask->roster, sqlite3_column_int64(row, 1));
    if (source == NULL) /* copy_row() says so */
        return true;
    if (ask->among->kinds != 0 && (ask->among->kinds >> source->kind & 1) == 0)
        return false;
    const char *bytes = (const char *)sqlite3_column_text(row, 5);
    bf_str region = bytes ? bf_str_of(bytes) : source->region;
    return region.length == 0 || ask->among->region.length == 0 ||
           bf_str_equal_nocase(region, ask->among->region);
}

static bool add_row(asking *ask, sqlite3_stmt *row)
{
    if (++ask->rows > BF_ROSTER_MOST_ROWS) {
        ask->out->more = true;
        return true;
    }
    if (!is_asked_for(ask, row) || has_entry(ask->out, sqlite3_column_int64(row, 0)))
        return true;
    if (ask->out->count == BF_ROSTER_MOST) {
        ask->out->more = true;
        return true;
    }
    bf_roster_row *grown =
        bf_arena_grow(ask->arena, ask->out->items, ask->out->count, &ask->capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(ask->err);
    ask->out->items = grown;
    if (!copy_row(ask, row, &grown[ask->out->count]))
        return false;
    ask->out->count++;
    return true;
}

/* Adds the rows of a statement whose values are bound, and makes it ready for others. */
static bool add_rows(asking *ask, sqlite3_stmt *rows)
{
    int code;
    bool added = true;
    while (added && !ask->out->more && (code = sqlite3_step(rows)) != SQLITE_DONE)
        added = code == SQLITE_ROW ? add_row(ask, rows) : fail(ask->roster, ask->err);
    sqlite3_reset(rows);
    sqlite3_clear_bindings(rows);
    return added;
}

/* --- Questions -----------------------------------------------------------------------------------
 */

static asking ask_of(bf_roster_lookup *roster, const bf_roster_among *among, bf_arena *arena,
                     bf_roster_rows *out, bf_error *err)
{
    *out = (bf_roster_rows){0};
    return (asking){.roster = roster, .among = among, .arena = arena, .out = out, .err = err};
}

static bool ask_number(asking *ask, statement which, int64_t number)
{
    sqlite3_stmt *rows = ask->roster->statements[which];
    if (number == 0)
        return true;
    if (sqlite3_bind_int64(rows, 1, number) != SQLITE_OK)
        return fail(ask->roster, ask->err);
    return add_rows(ask, rows);
}

bool bf_roster_lookup_number(bf_roster_lookup *roster, bf_str number, const bf_roster_among *among,
                             bf_arena *arena, bf_roster_rows *out, bf_error *err)
{
    asking ask = ask_of(roster, among, arena, out, err);
    return ask_number(&ask, BY_NUMBER, bf_roster_number_key(number));
}

bool bf_roster_lookup_npi(bf_roster_lookup *roster, bf_str npi, const bf_roster_among *among,
                          bf_arena *arena, bf_roster_rows *out, bf_error *err)
{
    asking ask = ask_of(roster, among, arena, out, err);
    return ask_number(&ask, BY_NPI, bf_roster_number_key(npi));
}

static bool bind_text(asking *ask, statement which, int at, bf_str text)
{
    return sqlite3_bind_text(ask->roster->statements[which], at, text.bytes, (int)text.length,
                             SQLITE_STATIC) == SQLITE_OK ||
           fail(ask->roster, ask->err);
}

/* Asks for the surname of `ask->key` with the given name `given`. */
static bool ask_given(bf_str given, void *user)
{
    asking *ask = user;
    char text[BF_PERSON_KEY_BYTES];
    size_t room = sizeof text - ask->key->given_at;
    size_t length = given.length < room ? given.length : room;
    memcpy(text, ask->key->text, ask->key->given_at);
    memcpy(text + ask->key->given_at, given.bytes, length);
    return bind_text(ask, BY_NAME, 1, (bf_str){text, ask->key->given_at + length}) &&
           add_rows(ask, ask->roster->statements[BY_NAME]);
}

/* Asks for all keys that begin with `key`. */
static bool ask_beginning(asking *ask, bf_str key)
{
    static const char last[] = "\xF4\x8F\xBF\xBF"; /* U+10FFFF: behind all letters */
    char end[BF_PERSON_KEY_BYTES + sizeof last];
    memcpy(end, key.bytes, key.length);
    memcpy(end + key.length, last, sizeof last - 1);
    return bind_text(ask, BY_BEGINNING, 1, key) &&
           bind_text(ask, BY_BEGINNING, 2, (bf_str){end, key.length + sizeof last - 1}) &&
           add_rows(ask, ask->roster->statements[BY_BEGINNING]);
}

static bool ask_key(asking *ask, const bf_person_key *key)
{
    bf_str text = {key->text, key->length}, given = bf_str_after(text, key->given_at);
    ask->key = key;
    if (!ask_given(given, ask))
        return false;
    if (given.length == 1)
        return ask_beginning(ask, text);
    bf_str initial = {given.bytes, (unsigned char)given.bytes[0] < 0x80};
    return (initial.length == 0 || ask_given(initial, ask)) &&
           bf_nickname_each(given, ask_given, ask);
}

bool bf_roster_lookup_name(bf_roster_lookup *roster, const bf_person_name *name,
                           const bf_roster_among *among, bf_arena *arena, bf_roster_rows *out,
                           bf_error *err)
{
    asking ask = ask_of(roster, among, arena, out, err);
    bf_person_key keys[BF_PERSON_KEYS];
    size_t count = bf_person_name_keys(name, keys);
    for (size_t i = 0; i < count; i++)
        if (!ask_key(&ask, &keys[i]))
            return false;
    return true;
}

bool bf_roster_lookup_beginning(bf_roster_lookup *roster, bf_str text, const bf_roster_among *among,
                                bf_arena *arena, bf_roster_rows *out, bf_error *err)
{
    asking ask = ask_of(roster, among, arena, out, err);
    char key[BF_PERSON_KEY_BYTES];
    size_t length = bf_column_fold(text, key, sizeof key);
    return length == 0 || ask_beginning(&ask, (bf_str){key, length});
}
