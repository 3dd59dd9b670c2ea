/* state.c: what a crawl remembers, as one SQLite database. */
#include "crawler/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FORM = 2, PATH_BYTES = 4096 };

struct bf_state {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit;
    int lock;              /* descriptor of the folder's lock; -1: none */
    char path[PATH_BYTES]; /* of the database; empty: a temporary one */
};

bool bf_state_fail(bf_state *state, bf_error *err)
{
    if (sqlite3_errcode(state->db) == SQLITE_NOMEM)
        return bf_fail(err, BF_ERR_MEMORY, "state: no memory");
    /* SQLite calls a file over the process's limit an I/O error */
    int code = sqlite3_errcode(state->db);
    int reason = code == SQLITE_IOERR ? sqlite3_system_errno(state->db) : 0;
    const char *advice = code != SQLITE_FULL && code != SQLITE_IOERR ? ""
                         : state->path[0] == '\0' ? ": make room for temporary files ($TMPDIR)"
                                                  : ": what was committed is kept; make room or "
                                                    "repair, and go on";
    bf_fail(err, BF_ERR_STATE, "state: %s%s%s%s", sqlite3_errmsg(state->db), reason ? ": " : "",
            reason ? strerror(reason) : "", advice);
    return bf_fail_at(err, bf_str_of(state->path), 0, 0);
}

/* Makes the folder, and locks it for as long as the descriptor is open. */
static int lock_folder(const char *dir, bf_error *err)
{
    char path[PATH_BYTES];
    int lock = -1;
    if ((size_t)snprintf(path, sizeof path, "%s/lock", dir) >= sizeof path)
        errno = ENAMETOOLONG;
    else if (mkdir(dir, 0777) == 0 || errno == EEXIST)
        lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock < 0) {
        bf_fail(err, BF_ERR_STATE, "%s: cannot keep state there: %s", dir, strerror(errno));
        return -1;
    }
    if (flock(lock, LOCK_EX | LOCK_NB) == 0)
        return lock;
    bf_fail(err, BF_ERR_STATE, "%s: another run uses this folder", dir);
    close(lock);
    return -1;
}

/* Refuses a database of another form, and notes ours in a new one. */
static bool check_form(bf_state *state, bf_error *err)
{
    sqlite3_stmt *ask = NULL;
    char note[64];
    int found = 0, tables = 0;
    static const char question[] = "SELECT (SELECT user_version FROM pragma_user_version), "
                                   "(SELECT count(*) FROM sqlite_schema)";
    if (sqlite3_prepare_v2(state->db, question, -1, &ask, NULL) != SQLITE_OK ||
        sqlite3_step(ask) != SQLITE_ROW) {
        bf_state_fail(state, err);
        sqlite3_finalize(ask);
        return false;
    }
    found = sqlite3_column_int(ask, 0);
    tables = sqlite3_column_int(ask, 1);
    sqlite3_finalize(ask);
    if (found > FORM)
        return bf_fail(err, BF_ERR_STATE,
                       "written by a later version of this program (its form is %d, ours %d)",
                       found, FORM);
    if (tables > 0 && found < FORM)
        return bf_fail(err, BF_ERR_STATE,
                       "written by an earlier version of this program (its form is %d, ours %d): "
                       "name another folder",
                       found, FORM);
    snprintf(note, sizeof note, "PRAGMA user_version = %d", FORM);
    return bf_state_execute(state, note, err);
}

/* SQLite makes the file of a temporary database when its pages no longer fit into memory. The
 * process may have given up the right to make files by then: so it makes it now, by pages that do
 * not fit, and keeps its journal, of which there is no second run, in memory. */
static bool make_temporary_file(bf_state *state, bf_error *err)
{
    return bf_state_execute(state,
                            "PRAGMA journal_mode = MEMORY; PRAGMA cache_size = 1;"
                            "CREATE TABLE spill (bytes);"
                            "INSERT INTO spill VALUES (zeroblob(100000));"
                            "DROP TABLE spill;",
                            err);
}

static bool set_up(bf_state *state, bool temporary, bf_error *err)
{
    static const char settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
                                   "PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;";
    static const char *const sql[] = {"BEGIN IMMEDIATE", "COMMIT"};
    sqlite3_stmt *made[2] = {NULL, NULL};
    bool ready = (!temporary || make_temporary_file(state, err)) && check_form(state, err) &&
                 bf_state_execute(state, settings, err) &&
                 bf_state_prepare(state, "", sql, 2, made, err);
    state->begin = made[0];
    state->commit = made[1];
    return ready;
}

bf_state *bf_state_open(const char *dir, bf_error *err)
{
    bf_state *state = calloc(1, sizeof *state);
    if (state == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "state: no memory");
        return NULL;
    }
    state->lock = -1;
    if (dir) {
        state->lock = lock_folder(dir, err);
        if (state->lock < 0)
            goto fail;
        snprintf(state->path, sizeof state->path, "%s/frontier.sqlite", dir);
    } /* an empty path is SQLite's temporary file, which spills when it must */
    if (sqlite3_open(state->path, &state->db) != SQLITE_OK)
        bf_state_fail(state, err);
    else if (set_up(state, dir == NULL, err))
        return state;
    bf_fail_at(err, bf_str_of(state->path), 0, 0);
fail:
    bf_state_close(state);
    return NULL;
}

void bf_state_close(bf_state *state)
{
    if (state == NULL)
        return;
    sqlite3_finalize(state->begin);
    sqlite3_finalize(state->commit);
    sqlite3_close(state->db);
    if (state->lock >= 0)
        close(state->lock);
    free(state);
}

bool bf_state_begin(bf_state *state, bf_error *err)
{
    return bf_state_run(state, state->begin, true, err);
}

bool bf_state_commit(bf_state *state, bf_error *err)
{
    return bf_state_run(state, state->commit, true, err);
}

bool bf_state_execute(bf_state *state, const char *sql, bf_error *err)
{
    return sqlite3_exec(state->db, sql, NULL, NULL, NULL) == SQLITE_OK || bf_state_fail(state, err);
}

bool bf_state_prepare(bf_state *state, const char *schema, const char *const *sql, size_t count,
                      sqlite3_stmt **out, bf_error *err)
{
    if (!bf_state_execute(state, schema, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (sqlite3_prepare_v3(state->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &out[i], NULL) !=
            SQLITE_OK)
            return bf_state_fail(state, err);
    return true;
}

void bf_state_finalize(sqlite3_stmt **statements, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sqlite3_finalize(statements[i]);
}

bool bf_state_bind_text(sqlite3_stmt *to, int at, bf_str text)
{
    return text.length <= INT32_MAX &&
           sqlite3_bind_text(to, at, text.bytes ? text.bytes : "", (int)text.length,
                             SQLITE_STATIC) == SQLITE_OK;
}

bool bf_state_bind_int(sqlite3_stmt *to, int at, int64_t number)
{
    return sqlite3_bind_int64(to, at, number) == SQLITE_OK;
}

bf_str bf_state_text(sqlite3_stmt *row, int at)
{
    const char *bytes = (const char *)sqlite3_column_text(row, at);
    return (bf_str){bytes, bytes ? (size_t)sqlite3_column_bytes(row, at) : 0};
}

void bf_state_settle(sqlite3_stmt *used)
{
    sqlite3_reset(used);
    sqlite3_clear_bindings(used);
}

bool bf_state_run(bf_state *state, sqlite3_stmt *statement, bool bound, bf_error *err)
{
    bool done = bound && sqlite3_step(statement) == SQLITE_DONE;
    if (!done)
        bf_state_fail(state, err);
    bf_state_settle(statement);
    return done;
}

bool bf_state_ask(bf_state *state, sqlite3_stmt *statement, bool bound, int64_t *out, bf_error *err)
{
    int code = bound ? sqlite3_step(statement) : SQLITE_ERROR;
    bool asked = code == SQLITE_ROW || code == SQLITE_DONE;
    *out = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    if (!asked)
        bf_state_fail(state, err);
    bf_state_settle(statement);
    return asked;
}

int64_t bf_state_hash(bf_str text)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * 1099511628211u;
    return (int64_t)hash;
}
