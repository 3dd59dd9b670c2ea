/* analyzer/roster_store.h: the roster: what registries say of people, as one SQLite file that many
 * may read while an import makes its successor. Knows the tables, their form, and the keys by which
 * entries are found; where entries come from is roster_import.h's, and what they prove is the
 * verification's.
 *
 * The finished file is in journal mode DELETE and nobody writes to it: an import builds another one
 * and renames it into place. So a reader opens it with immutable=1, needs no lock and no second
 * file (it may give up its files afterwards), and sees the old roster or the new one, whole.
 *
 * Tables, of form BF_ROSTER_FORM (PRAGMA user_version; PRAGMA application_id is
 * BF_ROSTER_APPLICATION). Texts are UTF-8, trimmed and never empty: what a registry leaves out is
 * NULL. Dates are "YYYY-MM-DD".
 *
 *   source             one import
 *     id               INTEGER PRIMARY KEY
 *     name             "leie", "tx-bhec"; UNIQUE
 *     title            of the registry, for people
 *     kind             bf_roster_kind_name(): what an entry means
 *     region           "TX" where all entries are of one state or country, else NULL
 *     current_only     1: who is not in good standing is not listed, so absence shows little
 *     file             the base names of what was imported, joined by ", "
 *     as_of            the date of the registry's data
 *     imported_at      RFC 3339, UTC
 *     rows, skipped    rows read (without the header); of them passed over as malformed
 *     entries          rows of the table entry that are its
 *   entry              one licence, exclusion or certificate, or another name of its holder
 *     id               INTEGER PRIMARY KEY, in the order of the import
 *     source           source.id
 *     number           licence number as shown
 *     number_key       INTEGER, bf_roster_number_key(number); NULL: no digits
 *     npi              INTEGER of 10 digits; never 0
 *     title            the letters of a licence where the map knows them ("LMFT", "psychologist"),
 *                      else the registry's words
 *     region           two letters of the state, as the registry has it
 *     status           bf_roster_status_name(); never NULL
 *     status_shown     the registry's own words
 *     expires, since   dates; since: first issued, of an exclusion when it began
 *     reason           of an exclusion or measure ("1128a2", "Yes")
 *     surname, given, middle, suffix    of a person, as shown
 *     business         name of an organisation; a person may have both
 *     name_key         of a person with a given name bf_person_name_key(), "obrien ana"; without
 *                      one the surname alone, and of a business its name, in small letters and
 *                      digits: "riverbendcounseling"; NULL: no name
 *     other_name       1: the names are a former or other name of the entry before it, which is
 * equal in all other columns; 0: the entry's own city, postal
 *
 * Indexes: entry_number on (number_key), entry_npi on (npi), entry_name on (name_key), the first
 * two only of rows where it is not NULL: say "number_key = ?" and they are used. */
#ifndef BF_ANALYZER_ROSTER_STORE_H
#define BF_ANALYZER_ROSTER_STORE_H

#include <sqlite3.h>

#include "bonafide/error.h"
#include "bonafide/str.h"
#include "common/buf.h"

enum { BF_ROSTER_APPLICATION = 0x62665273 /* "bfRs" */, BF_ROSTER_FORM = 1 };

/* The statements that make the tables of an empty database, and, when all rows are there, the
 * indexes. */
extern const char bf_roster_tables[];
extern const char bf_roster_indexes[];

/* What an entry of a source means. */
typedef enum {
    BF_ROSTER_LICENCES,   /* issued by the state that keeps the list */
    BF_ROSTER_PROVIDERS,  /* self-reported: proves enumeration, no licence (NPPES) */
    BF_ROSTER_EXCLUSIONS, /* being listed is what counts against a person (LEIE) */
    BF_ROSTER_CERTIFIED,  /* of a society (AASECT) */
    BF_ROSTER_KINDS
} bf_roster_kind;

/* The standing of an entry by the registry's word. Whether a date has passed is the reader's to
 * see. */
typedef enum {
    BF_ROSTER_UNKNOWN, /* the registry does not say, or in words that the map does not know */
    BF_ROSTER_ACTIVE,
    BF_ROSTER_PROBATION,
    BF_ROSTER_PENDING,
    BF_ROSTER_INACTIVE, /* retired and on leave as well */
    BF_ROSTER_EXPIRED,
    BF_ROSTER_DECEASED,
    BF_ROSTER_SURRENDERED,
    BF_ROSTER_SUSPENDED,
    BF_ROSTER_REVOKED,
    BF_ROSTER_EXCLUDED,
    BF_ROSTER_STATUSES
} bf_roster_status;

/* The words that tables and maps use: "licences", "providers", …; "unknown", "active", …. */
const char *bf_roster_kind_name(bf_roster_kind kind);
const char *bf_roster_status_name(bf_roster_status status);

/* The kind or standing of such a word; false: it is none, and `out` is unchanged. */
BF_MUST_CHECK bool bf_roster_kind_of(bf_str word, bf_roster_kind *out);
BF_MUST_CHECK bool bf_roster_status_of(bf_str word, bf_roster_status *out);

/* The digits of `number` as one number, without zeros before it, of more than 18 the last 18:
 * "LPC.0012345" is 12345, and so is a page's "LPC 12345". 0: it has no digits, or only zeros. Many
 * numbers have one key: what else they have in common is for the reader to compare. */
int64_t bf_roster_number_key(bf_str number);

/* One row of the table entry, as an import makes it: what is empty here is NULL there, as is an
 * `npi` of 0. The texts view memory of whoever gives it. */
typedef struct {
    bf_str number, title, region, status_shown, expires, since, reason;
    bf_str surname, given, middle, suffix, business, city, postal;
    int64_t npi;
    bf_roster_status status;
    bool other_name;
} bf_roster_entry;

/* One row of the table source. The texts view memory of whoever gives it. */
typedef struct {
    int64_t id;
    bf_str name, title, region, file, as_of, imported_at;
    bf_roster_kind kind;
    bool current_only;
    uint64_t rows, skipped, entries;
} bf_roster_source;

/* Says whether `roster` is one of our form. false: BF_ERR_USAGE, with words for people;
 * BF_ERR_STATE. */
BF_MUST_CHECK bool bf_roster_check_form(sqlite3 *roster, bf_error *err);

/* Appends to `uri` what opens the finished roster in the file `path`, read-only and by immutable=1:
 * for sqlite3_open_v2() with SQLITE_OPEN_URI, and for ATTACH. */
void bf_roster_append_uri(bf_buf *uri, const char *path);

/* Puts what SQLite complains of into `err`, as BF_ERR_STATE or BF_ERR_MEMORY, with what to do about
 * it. Returns false. */
bool bf_roster_fail(sqlite3 *roster, bf_error *err);

/* Opens the finished roster in the file `path` for reading only, by immutable=1, and checks its
 * form. It is closed by sqlite3_close(). NULL: BF_ERR_USAGE where there is no such file, for what
 * is no roster, and for one of another form; BF_ERR_STATE, BF_ERR_MEMORY; `err` names the file. */
sqlite3 *bf_roster_open(const char *path, bf_error *err);

/* Shows the sources of an open roster to `visit` in the order of their names. The texts live until
 * it returns; false of `visit` ends the walk, and is no failure. false: BF_ERR_STATE. */
typedef bool bf_roster_source_visit(const bf_roster_source *source, void *user);
BF_MUST_CHECK bool bf_roster_each_source(sqlite3 *roster, bf_roster_source_visit *visit, void *user,
                                         bf_error *err);

#endif
