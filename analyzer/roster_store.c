/* roster_store.c: the roster as one SQLite file. */
#include "analyzer/roster_store.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"

enum { PATH_BYTES = 4 * 4096 };

const char bf_roster_tables[] =
    "CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, "
    "  kind TEXT NOT NULL, region TEXT, current_only INTEGER NOT NULL, file TEXT NOT NULL, "
    "  as_of TEXT NOT NULL, imported_at TEXT NOT NULL, rows INTEGER NOT NULL, "
    "  skipped INTEGER NOT NULL, entries INTEGER NOT NULL);"
    "CREATE TABLE entry (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, number TEXT, "
    "  number_key INTEGER, npi INTEGER, title TEXT, region TEXT, status TEXT NOT NULL, "
    "  status_shown TEXT, expires TEXT, since TEXT, reason TEXT, surname TEXT, given TEXT, "
    "  middle TEXT, suffix TEXT, business TEXT, name_key TEXT, other_name INTEGER NOT NULL, "
    "  city TEXT, postal TEXT);";

const char bf_roster_indexes[] =
    "CREATE INDEX entry_number ON entry (number_key) WHERE number_key IS NOT NULL;"
    "CREATE INDEX entry_npi ON entry (npi) WHERE npi IS NOT NULL;"
    "CREATE INDEX entry_name ON entry (name_key);";

static const char *const kinds[] = {"licences", "providers", "exclusions", "certified"};
static_assert(sizeof kinds / sizeof *kinds == BF_ROSTER_KINDS, "each kind has a name");

static const char *const statuses[] = {"unknown",   "active",  "probation", "pending",
                                       "inactive",  "expired", "deceased",  "surrendered",
                                       "suspended", "revoked", "excluded"};
static_assert(sizeof statuses / sizeof *statuses == BF_ROSTER_STATUSES, "each status has a name");

const char *bf_roster_kind_name(bf_roster_kind kind)
{
    return kinds[kind];
}

const char *bf_roster_status_name(bf_roster_status status)
{
    return statuses[status];
}

bool bf_roster_kind_of(bf_str word, bf_roster_kind *out)
{
    for (bf_roster_kind kind = 0; kind < BF_ROSTER_KINDS; kind++)
        if (bf_str_equal(word, bf_str_of(kinds[kind]))) {
            *out = kind;
            return true;
        }
    return false;
}

bool bf_roster_status_of(bf_str word, bf_roster_status *out)
{
    for (bf_roster_status status = 0; status < BF_ROSTER_STATUSES; status++)
        if (bf_str_equal(word, bf_str_of(statuses[status]))) {
            *out = status;
            return true;
        }
    return false;
}

int64_t bf_roster_number_key(bf_str number)
{
    static const int64_t most = INT64_C(100000000000000000); /* what 18 digits leave room for */
    int64_t key = 0;
    for (size_t i = 0; i < number.length; i++)
        if (number.bytes[i] >= '0' && number.bytes[i] <= '9')
            key = key % most * 10 + (number.bytes[i] - '0');
    return key;
}

/* ---- Opening */

static bool no_roster(bf_error *err)
{
    return bf_fail(err, BF_ERR_USAGE,
                   "this is no roster: name another file; bonafide roster import makes one");
}

bool bf_roster_fail(sqlite3 *roster, bf_error *err)
{
    int code = sqlite3_errcode(roster);
    if (code == SQLITE_NOMEM)
        return bf_fail(err, BF_ERR_MEMORY, "roster: no memory");
    if (code == SQLITE_NOTADB)
        return no_roster(err);
    /* SQLite calls a file over the process's limit an I/O error */
    int reason = code == SQLITE_IOERR ? sqlite3_system_errno(roster) : 0;
    return bf_fail(err, BF_ERR_STATE, "roster: %s%s%s%s", sqlite3_errmsg(roster),
                   reason ? ": " : "", reason ? strerror(reason) : "",
                   code == SQLITE_FULL || code == SQLITE_IOERR
                       ? ": the former roster is as it was; make room, and say the same again"
                       : "");
}

/* Asks for the two numbers that a database says of itself, and how many tables it has. */
static bool read_form(sqlite3 *roster, int *application, int *form, bf_error *err)
{
    sqlite3_stmt *ask = NULL;
    bool read = sqlite3_prepare_v2(roster,
                                   "SELECT (SELECT application_id FROM pragma_application_id), "
                                   "(SELECT user_version FROM pragma_user_version)",
                                   -1, &ask, NULL) == SQLITE_OK &&
                sqlite3_step(ask) == SQLITE_ROW;
    *application = read ? sqlite3_column_int(ask, 0) : 0;
    *form = read ? sqlite3_column_int(ask, 1) : 0;
    if (!read)
        bf_roster_fail(roster, err);
    sqlite3_finalize(ask);
    return read;
}

bool bf_roster_check_form(sqlite3 *roster, bf_error *err)
{
    int application, form;
    if (!read_form(roster, &application, &form, err))
        return false;
    if (application != BF_ROSTER_APPLICATION)
        return no_roster(err);
    if (form != BF_ROSTER_FORM)
        return bf_fail(err, BF_ERR_USAGE,
                       "this roster was made by %s version of this program (its form is %d, ours "
                       "%d): remove it, and import its sources again",
                       form > BF_ROSTER_FORM ? "a later" : "an earlier", form, BF_ROSTER_FORM);
    return true;
}

/* Writes `path` as a URI that SQLite reads as that path and nothing else, and that says that nobody
 * changes the file. */
void bf_roster_append_uri(bf_buf *uri, const char *path)
{
    bf_buf_append(uri, path[0] == '/' ? BF_STR("file://") : BF_STR("file:"));
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '%' || *at == '?' || *at == '#')
            bf_buf_append_format(uri, "%%%02X", (unsigned)(unsigned char)*at);
        else
            bf_buf_append_char(uri, *at);
    }
    bf_buf_append(uri, BF_STR("?mode=ro&immutable=1"));
}

static sqlite3 *open_file(const char *path, bf_error *err)
{
    bf_buf uri;
    bf_str text;
    sqlite3 *roster = NULL;
    bf_buf_init(&uri, PATH_BYTES);
    bf_roster_append_uri(&uri, path);
    bool opened = bf_buf_view(&uri, "path of the roster", &text, err) &&
                  (sqlite3_open_v2(text.bytes, &roster, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                                   NULL) == SQLITE_OK ||
                   bf_roster_fail(roster, err)) &&
                  bf_roster_check_form(roster, err);
    bf_buf_free(&uri);
    if (opened)
        return roster;
    sqlite3_close(roster);
    return NULL;
}

sqlite3 *bf_roster_open(const char *path, bf_error *err)
{
    sqlite3 *roster = NULL;
    if (access(path, R_OK) != 0)
        bf_fail(err, BF_ERR_USAGE, "cannot read the roster: %s%s", strerror(errno),
                errno == ENOENT ? " (bonafide roster import makes one)" : "");
    else
        roster = open_file(path, err);
    if (roster == NULL)
        bf_fail_at(err, bf_str_of(path), 0, 0);
    return roster;
}

/* ---- Sources */

static bf_str text_at(sqlite3_stmt *row, int at)
{
    const char *bytes = (const char *)sqlite3_column_text(row, at);
    return (bf_str){bytes, bytes ? (size_t)sqlite3_column_bytes(row, at) : 0};
}

/* The source in the row that `row` stands at; a word of a kind that we do not have is licences. */
static bf_roster_source source_at(sqlite3_stmt *row)
{
    bf_roster_source source = {.id = sqlite3_column_int64(row, 0),
                               .name = text_at(row, 1),
                               .title = text_at(row, 2),
                               .region = text_at(row, 4),
                               .current_only = sqlite3_column_int(row, 5) != 0,
                               .file = text_at(row, 6),
                               .as_of = text_at(row, 7),
                               .imported_at = text_at(row, 8),
                               .rows = (uint64_t)sqlite3_column_int64(row, 9),
                               .skipped = (uint64_t)sqlite3_column_int64(row, 10),
                               .entries = (uint64_t)sqlite3_column_int64(row, 11)};
    (void)!bf_roster_kind_of(text_at(row, 3), &source.kind);
    return source;
}

bool bf_roster_each_source(sqlite3 *roster, bf_roster_source_visit *visit, void *user,
                           bf_error *err)
{
    static const char question[] =
        "SELECT id, name, title, kind, region, current_only, file, as_of, imported_at, rows, "
        "  skipped, entries FROM source ORDER BY name";
    sqlite3_stmt *rows = NULL;
    int code = sqlite3_prepare_v2(roster, question, -1, &rows, NULL);
    bool go_on = code == SQLITE_OK;
    while (go_on && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        bf_roster_source source = source_at(rows);
        go_on = visit(&source, user);
    }
    bool read = code == SQLITE_DONE || code == SQLITE_ROW || bf_roster_fail(roster, err);
    sqlite3_finalize(rows);
    return read;
}
