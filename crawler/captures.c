/* captures.c: what a URL answered when it was last fetched. */
#include "crawler/captures.h"

#include <stdlib.h>

/* The names of files are few and long: they stand once. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS capture_file (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE IF NOT EXISTS capture (id INTEGER PRIMARY KEY, url_hash INTEGER NOT NULL, "
    "  url TEXT NOT NULL, etag TEXT, modified TEXT, digest TEXT, record TEXT, date INTEGER, "
    "  file INTEGER, place INTEGER);"
    "CREATE INDEX IF NOT EXISTS capture_url ON capture (url_hash);"
    "CREATE TABLE IF NOT EXISTS capture_basis (one INTEGER PRIMARY KEY, basis INTEGER NOT NULL);";

typedef enum {
    FIND,
    FIND_ID,
    ADD_FILE,
    FIND_FILE,
    KEEP,
    HAS_BASIS,
    SET_BASIS,
    FORGET,
    STATEMENTS
} statement;

static const char *const sql[STATEMENTS] = {
    [FIND] = ("SELECT etag, modified, digest, record, date, capture_file.name, place FROM capture "
              "JOIN capture_file ON capture_file.id = capture.file "
              "WHERE url_hash = ?1 AND url = ?2"),
    [FIND_ID] = "SELECT id FROM capture WHERE url_hash = ?1 AND url = ?2",
    [ADD_FILE] = "INSERT INTO capture_file (name) VALUES (?1) ON CONFLICT (name) DO NOTHING",
    [FIND_FILE] = "SELECT id FROM capture_file WHERE name = ?1",
    [KEEP] = ("INSERT OR REPLACE INTO capture (id, url_hash, url, etag, modified, digest, record, "
              "date, file, place) VALUES (nullif(?1, -1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
    [HAS_BASIS] = "SELECT count(*) FROM capture_basis WHERE basis = ?1",
    [SET_BASIS] = "INSERT OR REPLACE INTO capture_basis (one, basis) VALUES (1, ?1)",
    [FORGET] = "DELETE FROM capture",
};

struct bf_captures {
    bf_state *state;
    sqlite3_stmt *statements[STATEMENTS];
};

bf_captures *bf_captures_new(bf_state *state, bf_error *err)
{
    bf_captures *captures = calloc(1, sizeof *captures);
    if (captures == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "captures: no memory");
        return NULL;
    }
    captures->state = state;
    if (bf_state_prepare(state, schema, sql, STATEMENTS, captures->statements, err))
        return captures;
    bf_captures_free(captures);
    return NULL;
}

void bf_captures_free(bf_captures *captures)
{
    if (captures == NULL)
        return;
    bf_state_finalize(captures->statements, STATEMENTS);
    free(captures);
}

static bool bind_url(sqlite3_stmt *to, bf_str url)
{
    return bf_state_bind_int(to, 1, bf_state_hash(url)) && bf_state_bind_text(to, 2, url);
}

/* Copies the texts of a row of FIND. */
static bool read_row(sqlite3_stmt *row, bf_arena *arena, bf_capture *out)
{
    bf_str *const texts[] = {&out->etag, &out->modified, &out->digest, &out->record_id};
    for (int i = 0; i < 4; i++)
        if (!bf_arena_copy(arena, bf_state_text(row, i), texts[i]))
            return false;
    out->date_ms = sqlite3_column_int64(row, 4);
    out->offset = (uint64_t)sqlite3_column_int64(row, 6);
    return bf_arena_copy(arena, bf_state_text(row, 5), &out->file);
}

bool bf_captures_find(bf_captures *captures, bf_str url, bf_arena *arena, bf_capture *out,
                      bf_error *err)
{
    sqlite3_stmt *find = captures->statements[FIND];
    int code = bind_url(find, url) ? sqlite3_step(find) : SQLITE_ERROR;
    bool found = code == SQLITE_ROW || code == SQLITE_DONE;
    *out = (bf_capture){0};
    if (!found)
        bf_state_fail(captures->state, err);
    else if (code == SQLITE_ROW && !read_row(find, arena, out))
        found = bf_fail(err, BF_ERR_MEMORY, "captures: no memory");
    bf_state_settle(find);
    return found;
}

static bool find_file(bf_captures *captures, bf_str name, int64_t *id, bf_error *err)
{
    sqlite3_stmt *add = captures->statements[ADD_FILE], *find = captures->statements[FIND_FILE];
    return bf_state_run(captures->state, add, bf_state_bind_text(add, 1, name), err) &&
           bf_state_ask(captures->state, find, bf_state_bind_text(find, 1, name), id, err);
}

bool bf_captures_keep(bf_captures *captures, bf_str url, const bf_capture *capture, bf_error *err)
{
    sqlite3_stmt *find = captures->statements[FIND_ID], *keep = captures->statements[KEEP];
    const bf_str texts[] = {url, capture->etag, capture->modified, capture->digest,
                            capture->record_id};
    int64_t id, file;
    if (!bf_state_ask(captures->state, find, bind_url(find, url), &id, err) ||
        !find_file(captures, capture->file, &file, err))
        return false;
    bool bound = bf_state_bind_int(keep, 1, id) && bf_state_bind_int(keep, 2, bf_state_hash(url)) &&
                 bf_state_bind_int(keep, 8, capture->date_ms) && bf_state_bind_int(keep, 9, file) &&
                 bf_state_bind_int(keep, 10, (int64_t)capture->offset);
    for (int i = 0; i < 5; i++)
        bound = bound && bf_state_bind_text(keep, 3 + i, texts[i]);
    return bf_state_run(captures->state, keep, bound, err);
}

bool bf_captures_rest_on(bf_captures *captures, int64_t basis, bool *same, bf_error *err)
{
    sqlite3_stmt *has = captures->statements[HAS_BASIS], *set = captures->statements[SET_BASIS];
    int64_t count;
    if (!bf_state_ask(captures->state, has, bf_state_bind_int(has, 1, basis), &count, err))
        return false;
    *same = count > 0;
    return *same || (bf_state_run(captures->state, captures->statements[FORGET], true, err) &&
                     bf_state_run(captures->state, set, bf_state_bind_int(set, 1, basis), err));
}
