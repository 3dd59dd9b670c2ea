/* frontier.c: the URLs that are known, in a crawl's state. */
#include "crawler/frontier.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ATTEMPTS = 3, MOST_KILLS = 6, MOST_HOPS = 32 };

static const int64_t DAY_MS = 86400000;     /* RFC 9309, 2.4: rules are not used for more */
static const int64_t GRACE_MS = 2592000000; /* 2.3.1.4: and in such failures for 30 days */

/* States as numbers in the table: 0 queued, 1 leased, 2 done, 3 failed, 4 excluded. A URL is found
 * by the hash of its key, and the keys compared: text as an index would be half the file again. The
 * rules of a host stand in a table of their own, because its row is read at every turn. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS seed (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, "
    "  round INTEGER NOT NULL DEFAULT 1, named INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE IF NOT EXISTS host (id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, "
    "  due_at INTEGER NOT NULL DEFAULT 0, leased INTEGER NOT NULL DEFAULT 0, "
    "  pending INTEGER NOT NULL DEFAULT 0, robots INTEGER NOT NULL DEFAULT 0, "
    "  robots_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX IF NOT EXISTS host_due ON host (due_at) WHERE pending > 0 AND leased = 0;"
    "CREATE TABLE IF NOT EXISTS robots (host INTEGER PRIMARY KEY, rules TEXT, "
    "  rules_at INTEGER, failure TEXT);"
    "CREATE TABLE IF NOT EXISTS url (id INTEGER PRIMARY KEY, key_hash INTEGER NOT NULL, "
    "  key TEXT NOT NULL, url TEXT NOT NULL, host INTEGER NOT NULL, state INTEGER NOT NULL, "
    "  seed INTEGER NOT NULL, round INTEGER NOT NULL, kind INTEGER NOT NULL, "
    "  depth INTEGER NOT NULL, redirects INTEGER NOT NULL, priority INTEGER NOT NULL, "
    "  modified INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, via TEXT, hops TEXT, "
    "  status INTEGER, target INTEGER);"
    "CREATE INDEX IF NOT EXISTS url_key ON url (key_hash);"
    "CREATE INDEX IF NOT EXISTS url_queue ON url (host, priority, round, depth, "
    "  modified DESC, id) WHERE state = 0;"
    "CREATE INDEX IF NOT EXISTS url_leased ON url (id) WHERE state = 1;"
    "CREATE INDEX IF NOT EXISTS url_failed ON url (id) WHERE state = 3;"
    "CREATE INDEX IF NOT EXISTS url_excluded ON url (host) WHERE state = 4;"
    "CREATE TABLE IF NOT EXISTS tally (host INTEGER, bucket INTEGER, count INTEGER NOT NULL, "
    "  PRIMARY KEY (host, bucket)) WITHOUT ROWID;";

typedef enum {
    ADD_SEED,
    FIND_SEED,
    FIND_KEY,
    ADD_HOST,
    FIND_HOST,
    ADD_URL,
    REQUEUE,
    ADVANCE,
    TAKE_OVER,
    PEND,
    DUE_HOST,
    HEAD,
    LEASE_URL,
    LEASE_HOST,
    STATE_OF,
    END_URL,
    PUT_BACK,
    SKIP,
    UNPEND,
    RELEASE,
    SET_RULES,
    SET_FAILURE,
    SET_ROBOTS,
    RULES_AT,
    ROBOTS_TEXT,
    SET_TARGET,
    TARGET_OF,
    TALLY,
    SET_TALLY,
    FORGET_TALLY,
    COUNT_STATE,
    WAITING,
    STATEMENTS
} statement;

static const char *const sql[STATEMENTS] = {
    [ADD_SEED] = "INSERT INTO seed (url, round, named) "
                 "SELECT ?1, ifnull(max(round), 1), 1 FROM seed WHERE true "
                 "ON CONFLICT (url) DO UPDATE SET named = 1",
    [FIND_SEED] = "SELECT id FROM seed WHERE url = ?1",
    [FIND_KEY] = "SELECT url.id, url.host, url.state, url.round < seed.round, "
                 "  seed.named = 0 AND seed.id <> ?3, url.priority < 9 AND (url.priority > ?4 OR "
                 "url.depth > ?5) FROM url "
                 "JOIN seed ON seed.id = url.seed WHERE key_hash = ?1 AND key = ?2",
    [ADD_HOST] = "INSERT INTO host (origin) VALUES (?1) ON CONFLICT (origin) DO NOTHING",
    [FIND_HOST] = "SELECT id FROM host WHERE origin = ?1",
    [ADD_URL] = "INSERT INTO url (key_hash, key, url, host, state, seed, round, kind, depth, "
                "redirects, priority, modified, via, hops) VALUES (?1, ?2, ?3, ?4, 0, ?5, "
                "(SELECT round FROM seed WHERE id = ?5), ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
                "RETURNING id",
    [REQUEUE] = "UPDATE url SET state = 0, attempts = 0, "
                "round = (SELECT round FROM seed WHERE seed.id = url.seed) WHERE id = ?1",
    [ADVANCE] = "UPDATE url SET priority = min(priority, ?2), depth = min(depth, ?3), "
                "redirects = CASE WHEN depth > ?3 THEN ?4 ELSE redirects END, "
                "via = CASE WHEN depth > ?3 THEN ?5 ELSE via END, "
                "hops = CASE WHEN depth > ?3 THEN ?6 ELSE hops END WHERE id = ?1",
    [TAKE_OVER] = "UPDATE url SET priority = ?2, depth = ?3, redirects = ?4, via = ?5, hops = ?6, "
                  "seed = ?7, round = (SELECT round FROM seed WHERE id = ?7), "
                  "attempts = CASE WHEN state = 0 THEN attempts ELSE 0 END, state = 0 "
                  "WHERE id = ?1",
    [PEND] = "UPDATE host SET pending = pending + 1 WHERE id = ?1",
    [DUE_HOST] = "SELECT id, origin, due_at, robots, robots_at FROM host "
                 "WHERE pending > 0 AND leased = 0 ORDER BY due_at LIMIT 1",
    [HEAD] = "SELECT id, url, depth, redirects, attempts, via, hops, seed, "
             "  (SELECT seed.url FROM seed WHERE seed.id = url.seed), kind, status FROM url "
             "WHERE host = ?1 AND state = 0 "
             "ORDER BY priority, round, depth, modified DESC, id LIMIT 1",
    [LEASE_URL] = "UPDATE url SET state = 1, attempts = attempts + 1 WHERE id = ?1",
    [LEASE_HOST] = "UPDATE host SET leased = 1 WHERE id = ?1",
    [STATE_OF] = "SELECT state, attempts, host FROM url WHERE id = ?1",
    [END_URL] = "UPDATE url SET state = ?2, status = ?3, "
                "target = CASE WHEN ?3 BETWEEN 300 AND 399 THEN target END WHERE id = ?1",
    [PUT_BACK] = "UPDATE url SET state = 0, attempts = attempts - 1 WHERE id = ?1 AND state = 1",
    [SKIP] = "UPDATE url SET state = 2 WHERE id = ?1 AND state = 0",
    [UNPEND] = "UPDATE host SET pending = pending - 1 WHERE id = ?1",
    [RELEASE] = "UPDATE host SET leased = 0, due_at = ?2 WHERE id = ?1",
    [SET_RULES] = "INSERT INTO robots (host, rules, rules_at) VALUES (?1, ?2, ?3) ON CONFLICT "
                  "(host) DO UPDATE SET rules = ?2, rules_at = ?3, failure = NULL",
    [SET_FAILURE] = "INSERT INTO robots (host, failure) VALUES (?1, ?2) ON CONFLICT (host) "
                    "DO UPDATE SET failure = ?2",
    [SET_ROBOTS] = "UPDATE host SET robots = ?2, robots_at = ?3 WHERE id = ?1",
    [RULES_AT] = "SELECT rules_at FROM robots WHERE host = ?1 AND rules_at IS NOT NULL",
    [ROBOTS_TEXT] = "SELECT CASE host.robots WHEN 1 THEN robots.rules ELSE robots.failure END "
                    "FROM host JOIN robots ON robots.host = host.id WHERE host.id = ?1",
    [SET_TARGET] = "UPDATE url SET target = ?2 WHERE id = ?1",
    [TARGET_OF] = "SELECT target FROM url WHERE id = ?1 AND target IS NOT NULL",
    [TALLY] = "SELECT count FROM tally JOIN host ON host.id = tally.host "
              "WHERE host.origin = ?1 AND bucket = ?2",
    [SET_TALLY] = "INSERT OR REPLACE INTO tally (host, bucket, count) VALUES (?1, ?2, ?3)",
    [FORGET_TALLY] = "DELETE FROM tally WHERE bucket = ?1",
    [COUNT_STATE] = "SELECT count(*) FROM url WHERE state = ?1",
    [WAITING] = "SELECT ifnull(sum(pending), 0) FROM host",
};

/* What may follow what. */
static const bool may_follow[BF_FRONTIER_STATES][BF_FRONTIER_STATES] = {
    [BF_FRONTIER_QUEUED] = {[BF_FRONTIER_LEASED] = true},
    [BF_FRONTIER_LEASED] = {[BF_FRONTIER_QUEUED] = true /* put back */,
                            [BF_FRONTIER_DONE] = true,
                            [BF_FRONTIER_FAILED] = true,
                            [BF_FRONTIER_EXCLUDED] = true /* robots.txt was not known before */},
};

struct bf_frontier {
    bf_state *state;
    sqlite3_stmt *statements[STATEMENTS];
    uint64_t waiting; /* queued or leased */
    char *kept;       /* texts of the last item, or of the last rules */
};

static bool run(bf_frontier *frontier, statement which, bool bound, bf_error *err)
{
    return bf_state_run(frontier->state, frontier->statements[which], bound, err);
}

static bool run_for(bf_frontier *frontier, statement which, int64_t id, bf_error *err)
{
    return run(frontier, which, bf_state_bind_int(frontier->statements[which], 1, id), err);
}

static bool ask(bf_frontier *frontier, statement which, bool bound, int64_t *out, bf_error *err)
{
    return bf_state_ask(frontier->state, frontier->statements[which], bound, out, err);
}

static bool ask_for(bf_frontier *frontier, statement which, int64_t id, int64_t *out, bf_error *err)
{
    return ask(frontier, which, bf_state_bind_int(frontier->statements[which], 1, id), out, err);
}

/* One URL more, or less, of `host` is queued or leased. */
static bool pend(bf_frontier *frontier, int64_t host, bf_error *err)
{
    if (!run_for(frontier, PEND, host, err))
        return false;
    frontier->waiting++;
    return true;
}

static bool unpend(bf_frontier *frontier, int64_t host, bf_error *err)
{
    if (!run_for(frontier, UNPEND, host, err))
        return false;
    frontier->waiting--;
    return true;
}

/* What a killed run had leased is queued again, and behind all others when it may be what kills: a
 * kill from outside, three times at the same page, must not lose it. What could not be had is
 * tried anew: hosts whose rules are not known, and seeds, which somebody named once more. Partial
 * indexes find them without a look at the rest. */
static bool reclaim(bf_frontier *frontier, int64_t now_ms, bf_error *err)
{
    char clamp[128];
    static const char again[] =
        "UPDATE url SET state = CASE WHEN attempts < 6 THEN 0 ELSE 3 END, "
        "  status = CASE WHEN attempts < 6 THEN status END, "
        "  priority = CASE WHEN attempts < 3 THEN priority ELSE 9 END WHERE state = 1;"
        "UPDATE url SET state = 0, attempts = 0 WHERE state = 4 AND status = 0 "
        "  AND host IN (SELECT id FROM host WHERE robots = 2);"
        "UPDATE url SET state = 0, attempts = 0 WHERE state = 3 AND status IS NOT NULL "
        "  AND depth = 0;"
        "UPDATE host SET robots = 0 WHERE robots = 2;"
        "UPDATE host SET leased = 0 WHERE leased = 1;"
        "UPDATE host SET pending = "
        "  (SELECT count(*) FROM url WHERE url.host = host.id AND url.state = 0);"
        "UPDATE seed SET named = 0 WHERE named = 1;";
    static_assert(MOST_ATTEMPTS == 3 && MOST_KILLS == 6, "as the statement above has it");
    snprintf(clamp, sizeof clamp, "UPDATE host SET due_at = %lld WHERE due_at > %lld;",
             (long long)now_ms, (long long)(now_ms + DAY_MS));
    return bf_state_begin(frontier->state, err) && bf_state_execute(frontier->state, again, err) &&
           bf_state_execute(frontier->state, clamp, err) && bf_state_commit(frontier->state, err);
}

static bool count_waiting(bf_frontier *frontier, bf_error *err)
{
    int64_t waiting;
    if (!ask(frontier, WAITING, true, &waiting, err))
        return false;
    frontier->waiting = (uint64_t)waiting;
    return true;
}

bf_frontier *bf_frontier_new(bf_state *state, int64_t now_ms, bf_error *err)
{
    bf_frontier *frontier = calloc(1, sizeof *frontier);
    if (frontier == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "frontier: no memory");
        return NULL;
    }
    frontier->state = state;
    if (bf_state_prepare(state, schema, sql, STATEMENTS, frontier->statements, err) &&
        reclaim(frontier, now_ms, err) && count_waiting(frontier, err))
        return frontier;
    bf_frontier_free(frontier);
    return NULL;
}

void bf_frontier_free(bf_frontier *frontier)
{
    if (frontier == NULL)
        return;
    bf_state_finalize(frontier->statements, STATEMENTS);
    free(frontier->kept);
    free(frontier);
}

bool bf_frontier_add_seed(bf_frontier *frontier, bf_str url, int64_t *seed, bf_error *err)
{
    return run(frontier, ADD_SEED, bf_state_bind_text(frontier->statements[ADD_SEED], 1, url),
               err) &&
           ask(frontier, FIND_SEED, bf_state_bind_text(frontier->statements[FIND_SEED], 1, url),
               seed, err);
}

bool bf_frontier_renew(bf_frontier *frontier, uint64_t *renewed, bf_error *err)
{
    uint64_t before = frontier->waiting;
    static const char rounds[] =
        "UPDATE seed SET round = (SELECT max(round) FROM seed) + 1 WHERE named = 1 "
        "  AND id NOT IN (SELECT seed FROM url WHERE state = 0) "
        "  AND id IN (SELECT seed FROM url WHERE state > 1);"
        "UPDATE url SET state = 0, attempts = 0, "
        "  round = (SELECT round FROM seed WHERE seed.id = url.seed) "
        "WHERE state > 1 AND round < (SELECT round FROM seed WHERE seed.id = url.seed) "
        "  AND (depth = 0 OR (state = 2 AND status <> 410) OR (state = 3 AND status IS NOT NULL) "
        "    OR (state = 4 AND status = 0));"
        "UPDATE host SET pending = "
        "  (SELECT count(*) FROM url WHERE url.host = host.id AND url.state = 0);";
    if (!bf_state_execute(frontier->state, rounds, err) || !count_waiting(frontier, err))
        return false;
    *renewed = frontier->waiting - before;
    return true;
}

/* What is known of a key. */
typedef struct {
    int64_t id; /* 0: nothing */
    int64_t host;
    bf_frontier_state state;
    bool behind;    /* its seed's round has not come to it */
    bool abandoned; /* it belongs to a seed that this run does not name */
    bool worse;     /* it comes later, or is further from a seed, than what is asked for now */
} known_url;

static bool find_key(bf_frontier *frontier, const bf_frontier_entry *entry, known_url *known,
                     bf_error *err)
{
    sqlite3_stmt *find = frontier->statements[FIND_KEY];
    bool bound =
        bf_state_bind_int(find, 1, bf_state_hash(entry->key)) &&
        bf_state_bind_text(find, 2, entry->key) && bf_state_bind_int(find, 3, entry->seed) &&
        bf_state_bind_int(find, 4, entry->priority) && bf_state_bind_int(find, 5, entry->depth);
    int code = bound ? sqlite3_step(find) : SQLITE_ERROR;
    bool found = code == SQLITE_ROW || code == SQLITE_DONE;
    *known = (known_url){0};
    if (code == SQLITE_ROW)
        *known = (known_url){.id = sqlite3_column_int64(find, 0),
                             .host = sqlite3_column_int64(find, 1),
                             .state = (bf_frontier_state)sqlite3_column_int(find, 2),
                             .behind = sqlite3_column_int(find, 3) != 0,
                             .abandoned = sqlite3_column_int(find, 4) != 0,
                             .worse = sqlite3_column_int(find, 5) != 0};
    if (!found)
        bf_state_fail(frontier->state, err);
    bf_state_settle(find);
    return found;
}

static bool host_of(bf_frontier *frontier, bf_str origin, int64_t *host, bf_error *err)
{
    sqlite3_stmt *find = frontier->statements[FIND_HOST], *add = frontier->statements[ADD_HOST];
    return ask(frontier, FIND_HOST, bf_state_bind_text(find, 1, origin), host, err) &&
           (*host >= 0 ||
            (run(frontier, ADD_HOST, bf_state_bind_text(add, 1, origin), err) &&
             ask(frontier, FIND_HOST, bf_state_bind_text(find, 1, origin), host, err)));
}

static bool insert(bf_frontier *frontier, const bf_frontier_entry *entry, int64_t host, int64_t *id,
                   bf_error *err)
{
    sqlite3_stmt *add = frontier->statements[ADD_URL];
    const int64_t numbers[] = {entry->kind, entry->depth, entry->redirects, entry->priority,
                               entry->modified_ms};
    bool bound = bf_state_bind_int(add, 1, bf_state_hash(entry->key)) &&
                 bf_state_bind_text(add, 2, entry->key) &&
                 bf_state_bind_text(add, 3, entry->url->text) && bf_state_bind_int(add, 4, host) &&
                 bf_state_bind_int(add, 5, entry->seed);
    for (int i = 0; i < 5; i++)
        bound = bound && bf_state_bind_int(add, 6 + i, numbers[i]);
    bound = bound && bf_state_bind_text(add, 11, entry->via) &&
            bf_state_bind_text(add, 12, entry->hops);
    return ask(frontier, ADD_URL, bound, id, err);
}

/* Changes how a known URL is come by: ADVANCE, as far as `entry` is better than what led to it
 * before, or TAKE_OVER. */
static bool reenter(bf_frontier *frontier, statement how, int64_t id,
                    const bf_frontier_entry *entry, bf_error *err)
{
    sqlite3_stmt *to = frontier->statements[how];
    bool bound = bf_state_bind_int(to, 1, id) && bf_state_bind_int(to, 2, entry->priority) &&
                 bf_state_bind_int(to, 3, entry->depth) &&
                 bf_state_bind_int(to, 4, entry->redirects) &&
                 bf_state_bind_text(to, 5, entry->via) && bf_state_bind_text(to, 6, entry->hops) &&
                 (how != TAKE_OVER || bf_state_bind_int(to, 7, entry->seed));
    return run(frontier, how, bound, err);
}

/* Adds what is known already, where it is not in this round yet. What belongs to a seed that nobody
 * names any more would never be, whoever leads to it: it goes over to the seed that does. */
static bool add_known(bf_frontier *frontier, const known_url *known, const bf_frontier_entry *entry,
                      bool *added, bf_error *err)
{
    bool queued = known->state == BF_FRONTIER_QUEUED;
    if (known->state == BF_FRONTIER_LEASED)
        return true;
    if (known->abandoned ? !reenter(frontier, TAKE_OVER, known->id, entry, err)
        : queued         ? known->worse && !reenter(frontier, ADVANCE, known->id, entry, err)
                         : known->behind && !run_for(frontier, REQUEUE, known->id, err))
        return false;
    *added = !queued && (known->abandoned || known->behind);
    return !*added || pend(frontier, known->host, err);
}

bool bf_frontier_add(bf_frontier *frontier, const bf_frontier_entry *entry, bool *added,
                     int64_t *id, bf_error *err)
{
    int64_t number, host;
    known_url known;
    *added = false;
    if (!find_key(frontier, entry, &known, err))
        return false;
    if (id)
        *id = known.id;
    if (known.id != 0)
        return add_known(frontier, &known, entry, added, err);
    *added = host_of(frontier, entry->url->origin, &host, err) &&
             insert(frontier, entry, host, &number, err) && pend(frontier, host, err);
    if (*added && id)
        *id = number;
    return *added;
}

bool bf_frontier_redirect(bf_frontier *frontier, int64_t from, int64_t to, bool *circle,
                          bf_error *err)
{
    sqlite3_stmt *set = frontier->statements[SET_TARGET];
    int64_t at = to;
    if (!run(frontier, SET_TARGET, bf_state_bind_int(set, 1, from) && bf_state_bind_int(set, 2, to),
             err))
        return false;
    for (int hops = 0; hops < MOST_HOPS && at > 0 && at != from; hops++)
        if (!ask_for(frontier, TARGET_OF, at, &at, err))
            return false;
    *circle = at == from;
    return true;
}

/* Copies texts into one allocation, so that their rows can be let go. */
static bool keep_texts(bf_frontier *frontier, bf_str *const *texts, size_t count, bf_error *err)
{
    size_t total = 1;
    for (size_t i = 0; i < count; i++)
        total += texts[i]->length; /* each is at most what SQLite can hold: 1 GB */
    char *kept = malloc(total), *to = kept;
    if (kept == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "frontier: no memory");
    for (size_t i = 0; i < count; i++) {
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
    if (!bf_state_bind_int(head, 1, item->host) || sqlite3_step(head) != SQLITE_ROW)
        return bf_state_fail(frontier->state, err);
    item->id = sqlite3_column_int64(head, 0);
    item->url = bf_state_text(head, 1);
    item->depth = (uint32_t)sqlite3_column_int64(head, 2);
    item->redirects = (uint32_t)sqlite3_column_int64(head, 3);
    item->attempts = (unsigned)sqlite3_column_int64(head, 4) + 1;
    item->via = bf_state_text(head, 5);
    item->hops = bf_state_text(head, 6);
    item->seed = sqlite3_column_int64(head, 7);
    item->seed_url = bf_state_text(head, 8);
    item->kind = (bf_frontier_kind)sqlite3_column_int(head, 9);
    item->status = sqlite3_column_int(head, 10);
    return true;
}

/* Leases the host of a row of DUE_HOST, and the URL at its head unless its rules come first, which
 * count as unknown after a day. */
static bool lease(bf_frontier *frontier, sqlite3_stmt *row, int64_t now_ms, bf_frontier_item *item,
                  bf_error *err)
{
    int64_t age_ms = now_ms - sqlite3_column_int64(row, 4);
    *item =
        (bf_frontier_item){.host = sqlite3_column_int64(row, 0), .origin = bf_state_text(row, 1)};
    if (age_ms >= 0 && age_ms <= DAY_MS)
        item->robots = (bf_frontier_robots)sqlite3_column_int(row, 3);
    bf_str *const texts[] = {&item->origin, &item->url, &item->seed_url, &item->via, &item->hops};
    bool read = read_head(frontier, item, err) &&
                keep_texts(frontier, texts, sizeof texts / sizeof *texts, err);
    bf_state_settle(frontier->statements[HEAD]);
    int64_t head = item->id;
    bool rules_first = item->robots == BF_FRONTIER_ROBOTS_UNKNOWN;
    if (rules_first)
        item->id = 0;
    return read && run_for(frontier, LEASE_HOST, item->host, err) &&
           (rules_first || run_for(frontier, LEASE_URL, head, err));
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
        bf_state_fail(frontier->state, err);
    } else {
        *due_ms = sqlite3_column_int64(due, 2);
        if (*due_ms > now_ms)
            kind = BF_FRONTIER_WAIT;
        else if (lease(frontier, due, now_ms, item, err))
            kind = BF_FRONTIER_ITEM;
    }
    bf_state_settle(due);
    return kind;
}

static bool read_state(bf_frontier *frontier, int64_t id, bf_frontier_state *state,
                       unsigned *attempts, int64_t *host, bf_error *err)
{
    sqlite3_stmt *row = frontier->statements[STATE_OF];
    bool found = bf_state_bind_int(row, 1, id) && sqlite3_step(row) == SQLITE_ROW;
    if (found) {
        *state = (bf_frontier_state)sqlite3_column_int(row, 0);
        *attempts = (unsigned)sqlite3_column_int(row, 1);
        *host = sqlite3_column_int64(row, 2);
    } else {
        bf_fail(err, BF_ERR_STATE, "frontier: no URL of number %lld", (long long)id);
    }
    bf_state_settle(row);
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
    bool bound = bf_state_bind_int(end, 1, id) && bf_state_bind_int(end, 2, state) &&
                 bf_state_bind_int(end, 3, status);
    return run(frontier, END_URL, bound, err) &&
           (state == BF_FRONTIER_QUEUED || unpend(frontier, host, err));
}

bool bf_frontier_put_back(bf_frontier *frontier, int64_t id, bf_error *err)
{
    return run_for(frontier, PUT_BACK, id, err);
}

bool bf_frontier_skip(bf_frontier *frontier, int64_t id, bool *skipped, bf_error *err)
{
    bf_frontier_state before;
    unsigned attempts;
    int64_t host;
    if (!read_state(frontier, id, &before, &attempts, &host, err))
        return false;
    *skipped = before == BF_FRONTIER_QUEUED;
    return !*skipped || (run_for(frontier, SKIP, id, err) && unpend(frontier, host, err));
}

bool bf_frontier_release(bf_frontier *frontier, int64_t host, int64_t due_ms, bf_error *err)
{
    sqlite3_stmt *release = frontier->statements[RELEASE];
    return run(frontier, RELEASE,
               bf_state_bind_int(release, 1, host) && bf_state_bind_int(release, 2, due_ms), err);
}

static bool mark_robots(bf_frontier *frontier, int64_t host, bf_frontier_robots robots,
                        int64_t now_ms, bf_error *err)
{
    sqlite3_stmt *mark = frontier->statements[SET_ROBOTS];
    return run(frontier, SET_ROBOTS,
               bf_state_bind_int(mark, 1, host) && bf_state_bind_int(mark, 2, robots) &&
                   bf_state_bind_int(mark, 3, now_ms),
               err);
}

bool bf_frontier_set_robots(bf_frontier *frontier, int64_t host, bf_frontier_robots robots,
                            bf_str text, int64_t now_ms, bool *kept, bf_error *err)
{
    sqlite3_stmt *rules = frontier->statements[SET_RULES];
    sqlite3_stmt *failure = frontier->statements[SET_FAILURE];
    int64_t rules_at;
    *kept = false;
    if (robots == BF_FRONTIER_ROBOTS_TEXT)
        return run(frontier, SET_RULES,
                   bf_state_bind_int(rules, 1, host) && bf_state_bind_text(rules, 2, text) &&
                       bf_state_bind_int(rules, 3, now_ms),
                   err) &&
               mark_robots(frontier, host, robots, now_ms, err);
    if (!run(frontier, SET_FAILURE,
             bf_state_bind_int(failure, 1, host) && bf_state_bind_text(failure, 2, text), err) ||
        !ask_for(frontier, RULES_AT, host, &rules_at, err))
        return false;
    *kept = rules_at >= 0 && now_ms - rules_at <= GRACE_MS;
    return mark_robots(frontier, host, *kept ? BF_FRONTIER_ROBOTS_TEXT : robots, now_ms, err);
}

bool bf_frontier_confirm_robots(bf_frontier *frontier, int64_t host, int64_t now_ms, bf_error *err)
{
    char confirm[128];
    snprintf(confirm, sizeof confirm, "UPDATE robots SET rules_at = %lld WHERE host = %lld",
             (long long)now_ms, (long long)host);
    return bf_state_execute(frontier->state, confirm, err) &&
           mark_robots(frontier, host, BF_FRONTIER_ROBOTS_TEXT, now_ms, err);
}

bool bf_frontier_ask_robots_again(bf_frontier *frontier, bf_error *err)
{
    return bf_state_execute(frontier->state, "UPDATE host SET robots = 0 WHERE robots <> 0", err);
}

bool bf_frontier_robots_text(bf_frontier *frontier, int64_t host, bf_str *text, bf_error *err)
{
    sqlite3_stmt *row = frontier->statements[ROBOTS_TEXT];
    bf_str *const texts[] = {text};
    int code = bf_state_bind_int(row, 1, host) ? sqlite3_step(row) : SQLITE_ERROR;
    bool read = code == SQLITE_ROW || code == SQLITE_DONE;
    *text = code == SQLITE_ROW ? bf_state_text(row, 0) : (bf_str){0};
    if (!read)
        bf_state_fail(frontier->state, err);
    read = read && keep_texts(frontier, texts, 1, err);
    bf_state_settle(row);
    return read;
}

bool bf_frontier_tally(bf_frontier *frontier, bf_str origin, int64_t bucket, int64_t *count,
                       bf_error *err)
{
    sqlite3_stmt *tally = frontier->statements[TALLY];
    if (!ask(frontier, TALLY,
             bf_state_bind_text(tally, 1, origin) && bf_state_bind_int(tally, 2, bucket), count,
             err))
        return false;
    *count = *count < 0 ? 0 : *count;
    return true;
}

bool bf_frontier_set_tally(bf_frontier *frontier, bf_str origin, int64_t bucket, int64_t count,
                           bf_error *err)
{
    sqlite3_stmt *set = frontier->statements[SET_TALLY];
    int64_t host;
    return host_of(frontier, origin, &host, err) &&
           run(frontier, SET_TALLY,
               bf_state_bind_int(set, 1, host) && bf_state_bind_int(set, 2, bucket) &&
                   bf_state_bind_int(set, 3, count),
               err);
}

bool bf_frontier_forget_tally(bf_frontier *frontier, int64_t bucket, bf_error *err)
{
    return run_for(frontier, FORGET_TALLY, bucket, err);
}

bool bf_frontier_count(bf_frontier *frontier, bf_frontier_state state, uint64_t *count,
                       bf_error *err)
{
    int64_t found;
    if (!ask_for(frontier, COUNT_STATE, state, &found, err))
        return false;
    *count = (uint64_t)found;
    return true;
}

uint64_t bf_frontier_waiting(const bf_frontier *frontier)
{
    return frontier->waiting;
}
