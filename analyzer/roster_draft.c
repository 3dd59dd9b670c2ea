/* roster_draft.c: the successor of a roster while an import makes it.
 *
 * Rows are only ever added at the end of one table, and pages that are new to a file need no copy
 * in SQLite's rollback journal: so a draft is written about once, and is whole after a kill.
 * Indexes are made at the end, by sorting. */
#include "analyzer/roster_draft.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/column_map.h"
#include "analyzer/person_name.h"
#include "common/descriptor.h"

enum { PATH_BYTES = PATH_MAX, JOB_BYTES = 64 * 1024, KEY_BYTES = 256, OPEN_TRIES = 10 };

typedef enum {
    ADD_ENTRY,
    KEEP_PLACE,
    FIND_PLACE,
    FIND_SOURCE,
    BEGIN,
    COMMIT,
    STATEMENTS
} statement;

static const char *const sql[STATEMENTS] = {
    [ADD_ENTRY] = "INSERT INTO entry (source, number, number_key, npi, title, region, status, "
                  "status_shown, expires, since, reason, surname, given, middle, suffix, business, "
                  "name_key, other_name, city, postal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
                  "?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
    [KEEP_PLACE] = "UPDATE draft SET file = ?1, offset = ?2, file_rows = ?3, rows = ?4, "
                   "skipped = ?5, entries = ?6",
    [FIND_PLACE] = "SELECT file, offset, file_rows, rows, skipped, entries, source FROM draft "
                   "WHERE job = ?1",
    [FIND_SOURCE] = "SELECT ifnull((SELECT id FROM former.source WHERE name = ?1), "
                    "(SELECT ifnull(max(id), 0) + 1 FROM former.source))",
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
};

struct bf_roster_draft {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    int lock; /* -1: none */
    int64_t source;
    char path[PATH_BYTES];  /* of the roster */
    char draft[PATH_BYTES]; /* of what will take its place */
    char lock_path[PATH_BYTES];
};

static bool fail(bf_roster_draft *draft, bf_error *err)
{
    bf_roster_fail(draft->db, err);
    return bf_fail_at(err, bf_str_of(draft->path), 0, 0);
}

static bool fail_by_system(const bf_roster_draft *draft, const char *path, bf_error *err)
{
    bf_fail(err, BF_ERR_STATE, "cannot write %s: %s", path, strerror(errno));
    return bf_fail_at(err, bf_str_of(draft->path), 0, 0);
}

static bool execute(bf_roster_draft *draft, const char *text, bf_error *err)
{
    return sqlite3_exec(draft->db, text, NULL, NULL, NULL) == SQLITE_OK || fail(draft, err);
}

/* Runs a statement that gives no row, and leaves it as it was found. */
static bool run(bf_roster_draft *draft, statement which, bf_error *err)
{
    bool done = sqlite3_step(draft->statements[which]) == SQLITE_DONE || fail(draft, err);
    sqlite3_reset(draft->statements[which]);
    return done;
}

static bool bind_text(sqlite3_stmt *to, int at, bf_str text)
{
    return (text.length == 0 ? sqlite3_bind_null(to, at)
                             : sqlite3_bind_text(to, at, text.bytes, (int)text.length,
                                                 SQLITE_STATIC)) == SQLITE_OK;
}

/* Binds a number; 0 is none. */
static bool bind_key(sqlite3_stmt *to, int at, int64_t key)
{
    return (key == 0 ? sqlite3_bind_null(to, at) : sqlite3_bind_int64(to, at, key)) == SQLITE_OK;
}

/* ---- Paths and the lock */

/* Finds the file that `path` names, behind links, and the names beside it. */
static bool set_paths(bf_roster_draft *draft, const char *path, bf_error *err)
{
    char *real = realpath(path, NULL);
    const char *used = real ? real : path;
    size_t most = sizeof draft->path - sizeof ".importing-journal";
    bool fits = strlen(used) <= most;
    if (fits) {
        snprintf(draft->path, sizeof draft->path, "%s", used);
        snprintf(draft->draft, sizeof draft->draft, "%.*s.importing", (int)most, used);
        snprintf(draft->lock_path, sizeof draft->lock_path, "%.*s.lock", (int)most, used);
    }
    free(real);
    errno = ENAMETOOLONG;
    return fits || fail_by_system(draft, path, err);
}

/* Tells who holds the lock, as he wrote into it. */
static bool fail_locked(const bf_roster_draft *draft, int lock, bf_error *err)
{
    char text[32] = "";
    ssize_t length = pread(lock, text, sizeof text - 1, 0);
    bf_str rest = {text, length > 0 ? (size_t)length : 0};
    uint64_t process = 0;
    if (!bf_take_decimal(&rest, INT32_MAX, &process))
        process = 0;
    bf_fail(err, BF_ERR_STATE,
            "another import (process %" PRIu64 ") is making this roster: wait for it, or end it",
            process);
    return bf_fail_at(err, bf_str_of(draft->path), 0, 0);
}

/* Says whether the file that is open as `lock` is still the one of its name: who held it before
 * removes it. */
static bool is_in_place(const bf_roster_draft *draft, int lock)
{
    struct stat ours, named;
    return fstat(lock, &ours) == 0 && stat(draft->lock_path, &named) == 0 &&
           ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

static bool note_holder(bf_roster_draft *draft, bf_error *err)
{
    char text[32];
    int length = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    return (ftruncate(draft->lock, 0) == 0 &&
            bf_descriptor_write(draft->lock, (bf_str){text, (size_t)length})) ||
           fail_by_system(draft, draft->lock_path, err);
}

static bool take_lock(bf_roster_draft *draft, bf_error *err)
{
    for (int i = 0; i < OPEN_TRIES; i++) {
        int lock = open(draft->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (lock < 0)
            return fail_by_system(draft, draft->lock_path, err);
        if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
            fail_locked(draft, lock, err);
            close(lock);
            return false;
        }
        if (is_in_place(draft, lock)) {
            draft->lock = lock;
            return note_holder(draft, err);
        }
        close(lock);
    }
    errno = EBUSY;
    return fail_by_system(draft, draft->lock_path, err);
}

/* ---- Beginning and going on */

/* Makes sure that what stands at `path` is a roster of our form, or nothing; `*there` says which.
 */
static bool check_former(bf_roster_draft *draft, bool *there, bf_error *err)
{
    *there = access(draft->path, F_OK) == 0;
    if (!*there)
        return true;
    sqlite3 *former = bf_roster_open(draft->path, err);
    sqlite3_close(former);
    return former != NULL;
}

static bool open_database(bf_roster_draft *draft, bf_error *err)
{
    static const char settings[] =
        "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; "
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = FILE;";
    return (sqlite3_open_v2(draft->draft, &draft->db,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI |
                                SQLITE_OPEN_NOMUTEX,
                            NULL) == SQLITE_OK ||
            fail(draft, err)) &&
           execute(draft, settings, err);
}

/* Ends the use of a database; all statements end with it. */
static void close_database(bf_roster_draft *draft)
{
    for (statement which = 0; which < STATEMENTS; which++) {
        sqlite3_finalize(draft->statements[which]);
        draft->statements[which] = NULL;
    }
    sqlite3_close(draft->db);
    draft->db = NULL;
}

static bool prepare(bf_roster_draft *draft, statement which, bf_error *err)
{
    return sqlite3_prepare_v3(draft->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT,
                              &draft->statements[which], NULL) == SQLITE_OK ||
           fail(draft, err);
}

/* Looks whether the draft that was left is of this job: it may be of another, or broken. */
static bool find_place(bf_roster_draft *draft, bf_str job, bf_roster_place *place)
{
    sqlite3_stmt *find = NULL;
    bf_error ignored = {0};
    if (access(draft->draft, F_OK) != 0 || !open_database(draft, &ignored) ||
        !bf_roster_check_form(draft->db, &ignored) || !prepare(draft, FIND_PLACE, &ignored))
        return false;
    find = draft->statements[FIND_PLACE];
    bool found = bind_text(find, 1, job) && sqlite3_step(find) == SQLITE_ROW;
    if (found) {
        *place = (bf_roster_place){.file = (uint64_t)sqlite3_column_int64(find, 0),
                                   .offset = (uint64_t)sqlite3_column_int64(find, 1),
                                   .file_rows = (uint64_t)sqlite3_column_int64(find, 2),
                                   .rows = (uint64_t)sqlite3_column_int64(find, 3),
                                   .skipped = (uint64_t)sqlite3_column_int64(find, 4),
                                   .entries = (uint64_t)sqlite3_column_int64(find, 5)};
        draft->source = sqlite3_column_int64(find, 6);
    }
    sqlite3_reset(find);
    return found;
}

/* Removes a draft that is of no use, with its journal. */
static bool remove_draft(bf_roster_draft *draft, bf_error *err)
{
    char journal[PATH_BYTES + 16];
    close_database(draft);
    snprintf(journal, sizeof journal, "%s-journal", draft->draft);
    return ((unlink(draft->draft) == 0 || errno == ENOENT) &&
            (unlink(journal) == 0 || errno == ENOENT)) ||
           fail_by_system(draft, draft->draft, err);
}

/* Copies what the roster has of other sources, and finds the number that ours will have. */
static bool copy_former(bf_roster_draft *draft, bf_str source, bf_error *err)
{
    static const char copying[] =
        "INSERT INTO source SELECT * FROM former.source WHERE id <> (SELECT source FROM draft);"
        "INSERT INTO entry SELECT * FROM former.entry WHERE source <> (SELECT source FROM draft) "
        "  ORDER BY id;";
    char note[64];
    if (!prepare(draft, FIND_SOURCE, err))
        return false;
    sqlite3_stmt *find = draft->statements[FIND_SOURCE];
    bool found = bind_text(find, 1, source) && sqlite3_step(find) == SQLITE_ROW;
    draft->source = found ? sqlite3_column_int64(find, 0) : 0;
    if (!found)
        fail(draft, err);
    sqlite3_finalize(find);
    draft->statements[FIND_SOURCE] = NULL;
    snprintf(note, sizeof note, "UPDATE draft SET source = %" PRId64, draft->source);
    return found && execute(draft, note, err) && execute(draft, copying, err);
}

static bool attach_former(bf_roster_draft *draft, bf_error *err)
{
    bf_buf uri;
    bf_str text;
    sqlite3_stmt *attach = NULL;
    bf_buf_init(&uri, 4 * PATH_BYTES);
    bf_roster_append_uri(&uri, draft->path);
    bool attached =
        bf_buf_view(&uri, "path of the roster", &text, err) &&
        ((sqlite3_prepare_v2(draft->db, "ATTACH ?1 AS former", -1, &attach, NULL) == SQLITE_OK &&
          bind_text(attach, 1, text) && sqlite3_step(attach) == SQLITE_DONE) ||
         fail(draft, err));
    sqlite3_finalize(attach);
    bf_buf_free(&uri);
    return attached;
}

static bool note_job(bf_roster_draft *draft, bf_str job, bf_error *err)
{
    sqlite3_stmt *note = NULL;
    bool noted =
        (sqlite3_prepare_v2(draft->db, "INSERT INTO draft VALUES (?1, 1, 0, 0, 0, 0, 0, 0)", -1,
                            &note, NULL) == SQLITE_OK &&
         bind_text(note, 1, job) && sqlite3_step(note) == SQLITE_DONE) ||
        fail(draft, err);
    sqlite3_finalize(note);
    return noted;
}

/* Makes a draft with what the roster `there` has of other sources, all in one step. */
static bool begin_anew(bf_roster_draft *draft, bool there, bf_str source, bf_str job, bf_error *err)
{
    static const char draft_table[] =
        "CREATE TABLE draft (job TEXT, source INTEGER, file INTEGER, offset INTEGER, "
        "  file_rows INTEGER, rows INTEGER, skipped INTEGER, entries INTEGER)";
    char form[96];
    snprintf(form, sizeof form, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             BF_ROSTER_APPLICATION, BF_ROSTER_FORM);
    draft->source = 1;
    return remove_draft(draft, err) && open_database(draft, err) &&
           (!there || attach_former(draft, err)) && execute(draft, "BEGIN", err) &&
           execute(draft, form, err) && execute(draft, bf_roster_tables, err) &&
           execute(draft, draft_table, err) && note_job(draft, job, err) &&
           (!there || copy_former(draft, source, err)) && execute(draft, "COMMIT", err) &&
           (!there || execute(draft, "DETACH former", err));
}

/* Appends to `job` what the roster is known by: a draft is of use only behind the same one. */
static void append_former(const bf_roster_draft *draft, bf_str job, bf_buf *out)
{
    struct stat about = {0};
    bool there = stat(draft->path, &about) == 0;
    bf_buf_append(out, job);
    if (there)
        bf_buf_append_format(out, "\n%jd %jd %jd.%09ld", (intmax_t)about.st_ino,
                             (intmax_t)about.st_size, (intmax_t)about.st_mtim.tv_sec,
                             about.st_mtim.tv_nsec);
}

static bool begin_draft(bf_roster_draft *draft, bf_str source, bf_str job, bf_roster_place *place,
                        bf_error *err)
{
    bool there = false;
    bf_buf whole;
    bf_str text;
    bf_buf_init(&whole, JOB_BYTES);
    append_former(draft, job, &whole);
    *place = (bf_roster_place){0};
    bool begun =
        bf_buf_view(&whole, "names of files", &text, err) && check_former(draft, &there, err) &&
        (find_place(draft, text, place) || begin_anew(draft, there, source, text, err)) &&
        prepare(draft, ADD_ENTRY, err) && prepare(draft, KEEP_PLACE, err) &&
        prepare(draft, BEGIN, err) && prepare(draft, COMMIT, err) && run(draft, BEGIN, err);
    bf_buf_free(&whole);
    return begun;
}

bf_roster_draft *bf_roster_draft_open(const char *path, bf_str source, bf_str job,
                                      bf_roster_place *place, bf_error *err)
{
    bf_roster_draft *draft = calloc(1, sizeof *draft);
    if (draft == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "roster: no memory");
        return NULL;
    }
    draft->lock = -1;
    if (set_paths(draft, path, err) && take_lock(draft, err) &&
        begin_draft(draft, source, job, place, err))
        return draft;
    bf_roster_draft_close(draft);
    return NULL;
}

void bf_roster_draft_close(bf_roster_draft *draft)
{
    if (draft == NULL)
        return;
    close_database(draft);
    if (draft->lock >= 0) {
        unlink(draft->lock_path); /* while it is ours: see is_in_place() */
        close(draft->lock);
    }
    free(draft);
}

void bf_roster_draft_drop(bf_roster_draft *draft)
{
    bf_error ignored = {0};
    if (draft)
        (void)!remove_draft(draft, &ignored); /* what stays is in nobody's way */
    bf_roster_draft_close(draft);
}

/* ---- Adding */

/* The key of a name by which an entry is found; `person` or `room` holds it. */
static bf_str name_key(const bf_roster_entry *entry, bf_person_key *person, char room[KEY_BYTES])
{
    const bf_person_parts parts = {entry->surname, entry->given, entry->middle, entry->suffix};
    if (entry->surname.length > 0 && entry->given.length > 0 && bf_person_name_key(&parts, person))
        return (bf_str){person->text, person->length};
    bf_str name = entry->surname.length > 0 ? entry->surname : entry->business;
    return (bf_str){room, bf_column_fold(name, room, KEY_BYTES)};
}

static bool bind_entry(sqlite3_stmt *to, int64_t source, const bf_roster_entry *entry, bf_str key)
{
    const bf_str texts[] = {entry->status_shown, entry->expires, entry->since,
                            entry->reason,       entry->surname, entry->given,
                            entry->middle,       entry->suffix,  entry->business};
    bool bound =
        sqlite3_bind_int64(to, 1, source) == SQLITE_OK && bind_text(to, 2, entry->number) &&
        bind_key(to, 3, bf_roster_number_key(entry->number)) && bind_key(to, 4, entry->npi) &&
        bind_text(to, 5, entry->title) && bind_text(to, 6, entry->region) &&
        bind_text(to, 7, bf_str_of(bf_roster_status_name(entry->status)));
    for (int i = 0; bound && i < 9; i++)
        bound = bind_text(to, 8 + i, texts[i]);
    return bound && bind_text(to, 17, key) &&
           sqlite3_bind_int(to, 18, entry->other_name) == SQLITE_OK &&
           bind_text(to, 19, entry->city) && bind_text(to, 20, entry->postal);
}

bool bf_roster_draft_add(bf_roster_draft *draft, const bf_roster_entry *entry, bf_error *err)
{
    bf_person_key person;
    char room[KEY_BYTES];
    sqlite3_stmt *add = draft->statements[ADD_ENTRY];
    bf_str key = name_key(entry, &person, room);
    return (bind_entry(add, draft->source, entry, key) || fail(draft, err)) &&
           run(draft, ADD_ENTRY, err);
}

static bool note_place(bf_roster_draft *draft, const bf_roster_place *place, bf_error *err)
{
    sqlite3_stmt *keep = draft->statements[KEEP_PLACE];
    const uint64_t numbers[] = {place->file, place->offset,  place->file_rows,
                                place->rows, place->skipped, place->entries};
    for (int i = 0; i < 6; i++)
        if (sqlite3_bind_int64(keep, i + 1, (int64_t)numbers[i]) != SQLITE_OK)
            return fail(draft, err);
    return run(draft, KEEP_PLACE, err);
}

bool bf_roster_draft_keep(bf_roster_draft *draft, const bf_roster_place *place, bf_error *err)
{
    return note_place(draft, place, err) && run(draft, COMMIT, err) && run(draft, BEGIN, err);
}

/* ---- Finishing */

static bool note_source(bf_roster_draft *draft, const bf_roster_source *source, bf_error *err)
{
    static const char noting[] =
        "INSERT INTO source (id, name, title, kind, region, current_only, file, as_of, "
        "imported_at, rows, skipped, entries) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11, ?12)";
    sqlite3_stmt *note = NULL;
    bool noted = (sqlite3_prepare_v2(draft->db, noting, -1, &note, NULL) == SQLITE_OK &&
                  sqlite3_bind_int64(note, 1, draft->source) == SQLITE_OK &&
                  bind_text(note, 2, source->name) && bind_text(note, 3, source->title) &&
                  bind_text(note, 4, bf_str_of(bf_roster_kind_name(source->kind))) &&
                  bind_text(note, 5, source->region) &&
                  sqlite3_bind_int(note, 6, source->current_only) == SQLITE_OK &&
                  bind_text(note, 7, source->file) && bind_text(note, 8, source->as_of) &&
                  bind_text(note, 9, source->imported_at) &&
                  sqlite3_bind_int64(note, 10, (int64_t)source->rows) == SQLITE_OK &&
                  sqlite3_bind_int64(note, 11, (int64_t)source->skipped) == SQLITE_OK &&
                  sqlite3_bind_int64(note, 12, (int64_t)source->entries) == SQLITE_OK &&
                  sqlite3_step(note) == SQLITE_DONE) ||
                 fail(draft, err);
    sqlite3_finalize(note);
    return noted;
}

/* Sees that the name of a file is as sure as what is in it. */
static bool sync_folder(const bf_roster_draft *draft, bf_error *err)
{
    char folder[PATH_BYTES];
    snprintf(folder, sizeof folder, "%s", draft->path);
    char *slash = strrchr(folder, '/');
    snprintf(slash ? slash + 1 : folder, 2, ".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    if (!synced)
        fail_by_system(draft, folder, err);
    if (fd >= 0)
        close(fd);
    return synced;
}

/* Puts the finished file in the place of the former. */
static bool take_place(bf_roster_draft *draft, bf_error *err)
{
    if (!execute(draft, "PRAGMA journal_mode = DELETE", err))
        return false;
    close_database(draft);
    return (rename(draft->draft, draft->path) == 0 || fail_by_system(draft, draft->path, err)) &&
           sync_folder(draft, err);
}

bool bf_roster_draft_finish(bf_roster_draft *draft, const bf_roster_source *source, bf_error *err)
{
    return note_source(draft, source, err) && execute(draft, bf_roster_indexes, err) &&
           execute(draft, "DROP TABLE draft", err) && run(draft, COMMIT, err) &&
           take_place(draft, err);
}
