/* frontier.c: the URLs that are known, in SQLite. */
#include "crawler/frontier.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

enum { SCHEMA_VERSION = 1, MOST_ATTEMPTS = 3, PATH_BYTES = 4096 };

static const int64_t ROBOTS_MS = 86400000; /* RFC 9309, 2.4: not used for more than a day */

/* States as numbers in the table: 0 queued, 1 leased, 2 done, 3 failed, 4 excluded. A URL is found
 * by the hash of its key, and the keys compared: text as an index would be half the file again. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS seed (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE);"
    "CREATE TABLE IF NOT EXISTS host (id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, "
    "  due_at INTEGER NOT NULL DEFAULT 0, leased INTEGER NOT NULL DEFAULT 0, "
    "  pending INTEGER NOT NULL DEFAULT 0, robots INTEGER NOT NULL DEFAULT 0, "
    "  robots_at INTEGER NOT NULL DEFAULT 0, robots_text TEXT);"
    "CREATE INDEX IF NOT EXISTS host_due ON host (due_at) WHERE pending > 0 AND leased = 0;"
    "CREATE TABLE IF NOT EXISTS url (id INTEGER PRIMARY KEY, key_hash INTEGER NOT NULL, "
    "  key TEXT NOT NULL, url TEXT NOT NULL, host INTEGER NOT NULL, state INTEGER NOT NULL, "
    "  seed INTEGER NOT NULL, depth INTEGER NOT NULL, redirects INTEGER NOT NULL, "
    "  priority INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, via TEXT, hops TEXT, "
    "  status INTEGER);"
    "CREATE INDEX IF NOT EXISTS url_key ON url (key_hash);"
    "CREATE INDEX IF NOT EXISTS url_queue ON url (host, priority, depth, id) WHERE state = 0;"
    "CREATE INDEX IF NOT EXISTS url_leased ON url (id) WHERE state = 1;"
    "CREATE INDEX IF NOT EXISTS url_failed ON url (id) WHERE state = 3;"
    "CREATE INDEX IF NOT EXISTS url_excluded ON url (host) WHERE state = 4;";

typedef enum {
    BEGIN,
    COMMIT,
    ADD_SEED,
    FIND_SEED,
    FIND_KEY,
    ADD_HOST,
    FIND_HOST,
    ADD_URL,
    PEND,
    DUE_HOST,
    HEAD,
    LEASE_URL,
    LEASE_HOST,
    STATE_OF,
    END_URL,
    PUT_BACK,
    UNPEND,
    RELEASE,
    SET_ROBOTS,
    COUNT_STATE,
    STATEMENTS
} statement;

static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ADD_SEED] = "INSERT INTO seed (url) VALUES (?1) ON CONFLICT (url) DO NOTHING",
    [FIND_SEED] = "SELECT id FROM seed WHERE url = ?1",
    [FIND_KEY] = "SELECT 1 FROM url WHERE key_hash = ?1 AND key = ?2",
    [ADD_HOST] = "INSERT INTO host (origin) VALUES (?1) ON CONFLICT (origin) DO NOTHING",
    [FIND_HOST] = "SELECT id FROM host WHERE origin = ?1",
    [ADD_URL] = "INSERT INTO url (key_hash, key, url, host, state, seed, depth, redirects, "
                "priority, via, hops) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10)",
    [PEND] = "UPDATE host SET pending = pending + 1 WHERE id = ?1",
    [DUE_HOST] = "SELECT id, origin, due_at, robots, robots_at, robots_text FROM host "
                 "WHERE pending > 0 AND leased = 0 ORDER BY due_at LIMIT 1",
    [HEAD] = "SELECT id, url, depth, redirects, attempts, via, hops, seed, "
             "  (SELECT seed.url FROM seed WHERE seed.id = url.seed) FROM url "
             "WHERE host = ?1 AND state = 0 ORDER BY priority, depth, id LIMIT 1",
    [LEASE_URL] = "UPDATE url SET state = 1, attempts = attempts + 1 WHERE id = ?1",
    [LEASE_HOST] = "UPDATE host SET leased = 1 WHERE id = ?1",
    [STATE_OF] = "SELECT state, attempts, host FROM url WHERE id = ?1",
    [END_URL] = "UPDATE url SET state = ?2, status = ?3 WHERE id = ?1",
    [PUT_BACK] = "UPDATE url SET state = 0, attempts = attempts - 1 WHERE id = ?1 AND state = 1",
    [UNPEND] = "UPDATE host SET pending = pending - 1 WHERE id = ?1",
    [RELEASE] = "UPDATE host SET leased = 0, due_at = ?2 WHERE id = ?1",
    [SET_ROBOTS] = "UPDATE host SET robots = ?2, robots_text = ?3, robots_at = ?4 WHERE id = ?1",
    [COUNT_STATE] = "SELECT count(*) FROM url WHERE state = ?1",
};

static const bool may_follow[BF_FRONTIER_STATES][BF_FRONTIER_STATES] = {
    [BF_FRONTIER_QUEUED] = {[BF_FRONTIER_LEASED] = true},
    [BF_FRONTIER_LEASED] = {[BF_FRONTIER_QUEUED] = true /* put back */,
                            [BF_FRONTIER_DONE] = true,
                            [BF_FRONTIER_FAILED] = true,
                            [BF_FRONTIER_EXCLUDED] = true /* robots.txt was not known before */},
};

struct bf_frontier {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    int lock;   /* descriptor of the folder's lock; -1: none */
    char *kept; /* texts of the last item */
};

static bool broken(bf_frontier *frontier, bf_error *err)
{
    int code = sqlite3_errcode(frontier->db);
    if (code == SQLITE_NOMEM)
        return bf_fail(err, BF_ERR_MEMORY, "frontier: no memory");
    return bf_fail(err, BF_ERR_STATE, "frontier: %s", sqlite3_errmsg(frontier->db));
}

static bool bind_text(sqlite3_stmt *to, int at, bf_str text)
{
    if (text.length > INT32_MAX)
        return false;
    return sqlite3_bind_text(to, at, text.bytes ? text.bytes : "", (int)text.length,
                             SQLITE_STATIC) == SQLITE_OK;
}

static bool bind_int(sqlite3_stmt *to, int at, int64_t number)
{
    return sqlite3_bind_int64(to, at, number) == SQLITE_OK;
}

/* Leaves a statement as it was found, so that no lock and no borrowed text outlives the call. */
static void settle(sqlite3_stmt *used)
{
    sqlite3_reset(used);
    sqlite3_clear_bindings(used);
}

/* Runs a statement whose parameters are bound, and that gives no row. */
static bool run(bf_frontier *frontier, statement which, bool bound, bf_error *err)
{
    bool done = bound && sqlite3_step(frontier->statements[which]) == SQLITE_DONE;
    if (!done)
        broken(frontier, err);
    settle(frontier->statements[which]);
    return done;
}

static bool run_for(bf_frontier *frontier, statement which, int64_t id, bf_error *err)
{
    return run(frontier, which, bind_int(frontier->statements[which], 1, id), err);
}

/* The first column of the one row that a bound statement gives, or -1 without a row. */
static bool ask(bf_frontier *frontier, statement which, bool bound, int64_t *out, bf_error *err)
{
    int code = bound ? sqlite3_step(frontier->statements[which]) : SQLITE_ERROR;
    bool asked = code == SQLITE_ROW || code == SQLITE_DONE;
    *out = code == SQLITE_ROW ? sqlite3_column_int64(frontier->statements[which], 0) : -1;
    if (!asked)
        broken(frontier, err);
    settle(frontier->statements[which]);
    return asked;
}

/* FNV-1a of 64 bits: among a million keys one collision in about 40 million crawls, and keys are
 * compared all the same. */
static int64_t hash_of(bf_str key)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < key.length; i++)
        hash = (hash ^ (unsigned char)key.bytes[i]) * 1099511628211u;
    return (int64_t)hash;
}

/* Makes the folder, and locks it for as long as the descriptor is open. */
static int lock_folder(const char *state_dir, bf_error *err)
{
    char path[PATH_BYTES];
    int lock = -1;
    if ((size_t)snprintf(path, sizeof path, "%s/lock", state_dir) >= sizeof path)
        errno = ENAMETOOLONG;
    else if (mkdir(state_dir, 0777) == 0 || errno == EEXIST)
        lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock < 0) {
        bf_fail(err, BF_ERR_STATE, "%s: cannot keep state there: %s", state_dir, strerror(errno));
        return -1;
    }
    if (flock(lock, LOCK_EX | LOCK_NB) == 0)
        return lock;
    bf_fail(err, BF_ERR_STATE, "%s: another run uses this folder", state_dir);
    close(lock);
    return -1;
}

/* SQLite makes the file of a temporary database when its pages no longer fit into memory. The
 * process may have given up the right to make files by then: so it makes it now, by pages that do
 * not fit, and keeps its journal, of which there is no second run, in memory. */
static bool make_temporary_file(bf_frontier *frontier, bf_error *err)
{
    static const char spill[] = "PRAGMA journal_mode = MEMORY; PRAGMA cache_size = 1;"
                                "CREATE TABLE spill (bytes);"
                                "INSERT INTO spill VALUES (zeroblob(100000));"
                                "DROP TABLE spill;";
    return sqlite3_exec(frontier->db, spill, NULL, NULL, NULL) == SQLITE_OK ||
           broken(frontier, err);
}

/* Refuses a database of a later program, and makes or keeps the tables. */
static bool make_tables(bf_frontier *frontier, bf_error *err)
{
    static const char settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
                                   "PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;";
    static const char version[] = "PRAGMA user_version = 1;";
    sqlite3_stmt *ask_version = NULL;
    int found = 0;
    if (sqlite3_exec(frontier->db, settings, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(frontier->db, "PRAGMA user_version", -1, &ask_version, NULL) !=
            SQLITE_OK)
        return broken(frontier, err);
    if (sqlite3_step(ask_version) == SQLITE_ROW)
        found = sqlite3_column_int(ask_version, 0);
    sqlite3_finalize(ask_version);
    if (found > SCHEMA_VERSION)
        return bf_fail(err, BF_ERR_STATE,
                       "written by a later version of this program (its form is %d, ours %d)",
                       found, SCHEMA_VERSION);
    if (sqlite3_exec(frontier->db, schema, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(frontier->db, version, NULL, NULL, NULL) != SQLITE_OK)
        return broken(frontier, err);
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(frontier->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &frontier->statements[i], NULL) != SQLITE_OK)
            return broken(frontier, err);
    return true;
}

/* What a killed run had leased is queued again, unless it is what kills. What could not be had is
 * tried anew: hosts whose rules are not known, and seeds, which somebody named once more. Partial
 * indexes find them without a look at the rest. */
static bool reclaim(bf_frontier *frontier, bf_error *err)
{
    static const char again[] =
        "BEGIN IMMEDIATE;"
        "UPDATE url SET state = CASE WHEN attempts < 3 THEN 0 ELSE 3 END WHERE state = 1;"
        "UPDATE url SET state = 0, attempts = 0 WHERE state = 4 AND status = 0 "
        "  AND host IN (SELECT id FROM host WHERE robots = 2);"
        "UPDATE url SET state = 0, attempts = 0 WHERE state = 3 AND status IS NOT NULL "
        "  AND depth = 0;"
        "UPDATE host SET robots = 0 WHERE robots = 2;"
        "UPDATE host SET leased = 0 WHERE leased = 1;"
        "UPDATE host SET pending = "
        "  (SELECT count(*) FROM url WHERE url.host = host.id AND url.state = 0);"
        "COMMIT;";
    static_assert(MOST_ATTEMPTS == 3, "as the statement above has it");
    return sqlite3_exec(frontier->db, again, NULL, NULL, NULL) == SQLITE_OK ||
           broken(frontier, err);
}

bf_frontier *bf_frontier_open(const char *state_dir, bf_error *err)
{
    char path[PATH_BYTES] =
        ""; /* SQLite's temporary file, which spills to disk only when it must */
    bf_frontier *frontier = calloc(1, sizeof *frontier);
    if (frontier == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "frontier: no memory");
        return NULL;
    }
    frontier->lock = -1;
    if (state_dir) {
        frontier->lock = lock_folder(state_dir, err);
        if (frontier->lock < 0)
            goto fail;
        snprintf(path, sizeof path, "%s/frontier.sqlite", state_dir);
    }
    if (sqlite3_open(path, &frontier->db) != SQLITE_OK) {
        broken(frontier, err);
        bf_fail_at(err, bf_str_of(path), 0, 0);
        goto fail;
    }
    if ((state_dir || make_temporary_file(frontier, err)) && make_tables(frontier, err) &&
        reclaim(frontier, err))
        return frontier;
    bf_fail_at(err, bf_str_of(path), 0, 0);
fail:
    bf_frontier_close(frontier);
    return NULL;
}

void bf_frontier_close(bf_frontier *frontier)
{
    if (frontier == NULL)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(frontier->statements[i]);
    sqlite3_close(frontier->db);
    if (frontier->lock >= 0)
        close(frontier->lock);
    free(frontier->kept);
    free(frontier);
}

bool bf_frontier_begin(bf_frontier *frontier, bf_error *err)
{
    return run(frontier, BEGIN, true, err);
}

bool bf_frontier_commit(bf_frontier *frontier, bf_error *err)
{
    return run(frontier, COMMIT, true, err);
}

bool bf_frontier_add_seed(bf_frontier *frontier, bf_str url, int64_t *seed, bf_error *err)
{
    return run(frontier, ADD_SEED, bind_text(frontier->statements[ADD_SEED], 1, url), err) &&
           ask(frontier, FIND_SEED, bind_text(frontier->statements[FIND_SEED], 1, url), seed, err);
}

static bool find_key(bf_frontier *frontier, bf_str key, bool *known, bf_error *err)
{
    sqlite3_stmt *find = frontier->statements[FIND_KEY];
    int64_t found;
    bool bound = bind_int(find, 1, hash_of(key)) && bind_text(find, 2, key);
    if (!ask(frontier, FIND_KEY, bound, &found, err))
        return false;
    *known = found == 1;
    return true;
}

static bool host_of(bf_frontier *frontier, bf_str origin, int64_t *host, bf_error *err)
{
    return run(frontier, ADD_HOST, bind_text(frontier->statements[ADD_HOST], 1, origin), err) &&
           ask(frontier, FIND_HOST, bind_text(frontier->statements[FIND_HOST], 1, origin), host,
               err);
}

bool bf_frontier_add(bf_frontier *frontier, const bf_frontier_entry *entry, bool *added,
                     bf_error *err)
{
    sqlite3_stmt *add = frontier->statements[ADD_URL];
    int64_t host;
    bool known;
    *added = false;
    if (!find_key(frontier, entry->key, &known, err))
        return false;
    if (known)
        return true;
    if (!host_of(frontier, entry->url->origin, &host, err))
        return false;
    bool bound = bind_int(add, 1, hash_of(entry->key)) && bind_text(add, 2, entry->key) &&
                 bind_text(add, 3, entry->url->text) && bind_int(add, 4, host) &&
                 bind_int(add, 5, entry->seed) && bind_int(add, 6, entry->depth) &&
                 bind_int(add, 7, entry->redirects) && bind_int(add, 8, entry->priority) &&
                 bind_text(add, 9, entry->via) && bind_text(add, 10, entry->hops);
    *added = run(frontier, ADD_URL, bound, err) && run_for(frontier, PEND, host, err);
    return *added;
}

static bf_str column_text(sqlite3_stmt *row, int at)
{
    const char *bytes = (const char *)sqlite3_column_text(row, at);
    return (bf_str){bytes, bytes ? (size_t)sqlite3_column_bytes(row, at) : 0};
}

/* Copies the texts of an item into one allocation, so that its rows can be let go. */
static bool keep_texts(bf_frontier *frontier, bf_frontier_item *item, bf_error *err)
{
    bf_str *const texts[] = {&item->origin, &item->url,  &item->seed_url,
                             &item->via,    &item->hops, &item->robots_text};
    size_t total = 1;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        total += texts[i]->length; /* each is at most what SQLite can hold: 1 GB */
    char *kept = malloc(total), *to = kept;
    if (kept == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "frontier: no memory");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i]->length > 0)
            memcpy(to, texts[i]->bytes, texts[i]->length);
        texts[i]->bytes = to;
        to += texts[i]->length;
    }
    free(frontier->kept);
    frontier->kept = kept;
    return true;
}

/* Fills `item` with the head of its host's queue; false without one, which is an error too. */
static bool read_head(bf_frontier *frontier, bf_frontier_item *item, bf_error *err)
{
    sqlite3_stmt *head = frontier->statements[HEAD];
    bool found = bind_int(head, 1, item->host) && sqlite3_step(head) == SQLITE_ROW;
    if (found) {
        item->id = sqlite3_column_int64(head, 0);
        item->url = column_text(head, 1);
        item->depth = (uint32_t)sqlite3_column_int64(head, 2);
        item->redirects = (uint32_t)sqlite3_column_int64(head, 3);
        item->attempts = (unsigned)sqlite3_column_int64(head, 4) + 1;
        item->via = column_text(head, 5);
        item->hops = column_text(head, 6);
        item->seed = sqlite3_column_int64(head, 7);
        item->seed_url = column_text(head, 8);
    } else {
        broken(frontier, err);
    }
    return found;
}

/* What is known of the robots.txt of a row of DUE_HOST: after a day, nothing. */
static void read_robots(sqlite3_stmt *row, int64_t now_ms, bf_frontier_item *item)
{
    int64_t age_ms = now_ms - sqlite3_column_int64(row, 4);
    if (age_ms < 0 || age_ms > ROBOTS_MS)
        return;
    item->robots = (bf_frontier_robots)sqlite3_column_int(row, 3);
    item->robots_text = column_text(row, 5);
}

/* Leases the host of a row of DUE_HOST, and the URL at its head unless its rules come first. */
static bool lease(bf_frontier *frontier, sqlite3_stmt *row, int64_t now_ms, bf_frontier_item *item,
                  bf_error *err)
{
    *item = (bf_frontier_item){.host = sqlite3_column_int64(row, 0), .origin = column_text(row, 1)};
    read_robots(row, now_ms, item);
    bool rules_first = item->robots == BF_FRONTIER_ROBOTS_UNKNOWN;
    bool read = (rules_first || read_head(frontier, item, err)) && keep_texts(frontier, item, err);
    settle(frontier->statements[HEAD]);
    return read && run_for(frontier, LEASE_HOST, item->host, err) &&
           (rules_first || run_for(frontier, LEASE_URL, item->id, err));
}

bf_frontier_next_kind bf_frontier_next(bf_frontier *frontier, int64_t now_ms,
                                       bf_frontier_item *item, int64_t *due_ms, bf_error *err)
{
    sqlite3_stmt *due = frontier->statements[DUE_HOST];
    bf_frontier_next_kind kind = BF_FRONTIER_BROKEN;
    int code = sqlite3_step(due);
    if (code == SQLITE_DONE) {
        kind = BF_FRONTIER_EMPTY;
    } else if (code != SQLITE_ROW) {
        broken(frontier, err);
    } else {
        *due_ms = sqlite3_column_int64(due, 2);
        if (*due_ms > now_ms)
            kind = BF_FRONTIER_WAIT;
        else if (lease(frontier, due, now_ms, item, err))
            kind = BF_FRONTIER_ITEM;
    }
    settle(due);
    return kind;
}

static bool read_state(bf_frontier *frontier, int64_t id, bf_frontier_state *state,
                       unsigned *attempts, int64_t *host, bf_error *err)
{
    sqlite3_stmt *row = frontier->statements[STATE_OF];
    bool found = bind_int(row, 1, id) && sqlite3_step(row) == SQLITE_ROW;
    if (found) {
        *state = (bf_frontier_state)sqlite3_column_int(row, 0);
        *attempts = (unsigned)sqlite3_column_int(row, 1);
        *host = sqlite3_column_int64(row, 2);
    } else {
        bf_fail(err, BF_ERR_STATE, "frontier: no URL of number %lld", (long long)id);
    }
    settle(row);
    return found;
}

bool bf_frontier_end(bf_frontier *frontier, int64_t id, bf_frontier_state state, int status,
                     bf_error *err)
{
    sqlite3_stmt *end = frontier->statements[END_URL];
    bf_frontier_state before;
    unsigned attempts;
    int64_t host;
    if (!read_state(frontier, id, &before, &attempts, &host, err))
        return false;
    if (!may_follow[before][state])
        return bf_fail(err, BF_ERR_STATE, "frontier: state %d may not follow %d", (int)state,
                       (int)before);
    if (state == BF_FRONTIER_QUEUED && attempts >= MOST_ATTEMPTS)
        state = BF_FRONTIER_FAILED;
    bool bound = bind_int(end, 1, id) && bind_int(end, 2, state) && bind_int(end, 3, status);
    return run(frontier, END_URL, bound, err) &&
           (state == BF_FRONTIER_QUEUED || run_for(frontier, UNPEND, host, err));
}

bool bf_frontier_put_back(bf_frontier *frontier, int64_t id, bf_error *err)
{
    return run_for(frontier, PUT_BACK, id, err);
}

bool bf_frontier_release(bf_frontier *frontier, int64_t host, int64_t due_ms, bf_error *err)
{
    sqlite3_stmt *release = frontier->statements[RELEASE];
    return run(frontier, RELEASE, bind_int(release, 1, host) && bind_int(release, 2, due_ms), err);
}

bool bf_frontier_set_robots(bf_frontier *frontier, int64_t host, bf_frontier_robots robots,
                            bf_str text, int64_t now_ms, bf_error *err)
{
    sqlite3_stmt *set = frontier->statements[SET_ROBOTS];
    bool bound = bind_int(set, 1, host) && bind_int(set, 2, robots) && bind_text(set, 3, text) &&
                 bind_int(set, 4, now_ms);
    return run(frontier, SET_ROBOTS, bound, err);
}

bool bf_frontier_count(bf_frontier *frontier, bf_frontier_state state, uint64_t *count,
                       bf_error *err)
{
    int64_t found;
    sqlite3_stmt *rows = frontier->statements[COUNT_STATE];
    if (!ask(frontier, COUNT_STATE, bind_int(rows, 1, state), &found, err))
        return false;
    *count = (uint64_t)found;
    return true;
}
