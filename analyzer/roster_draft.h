/* analyzer/roster_draft.h: the successor of a roster while an import makes it: FILE.importing
 * beside FILE, which takes its place when it is whole. Knows the lock, transactions and the place
 * in the input that was reached, so that the same import goes on after it was killed; rows and
 * columns are roster_import.h's. */
#ifndef BF_ANALYZER_ROSTER_DRAFT_H
#define BF_ANALYZER_ROSTER_DRAFT_H

#include "analyzer/roster_store.h"

typedef struct bf_roster_draft bf_roster_draft;

/* How far an import is. */
typedef struct {
    uint64_t file;      /* of those that are imported together, counted from 0 */
    uint64_t offset;    /* bytes of the text of its table: bf_csv_offset() */
    uint64_t file_rows; /* bf_csv_rows() there */
    uint64_t rows, skipped, entries;
} bf_roster_place;

/* Begins a draft of the roster in the file `path`, or goes on with the one that was left there when
 * it is of the same `job` (a text that says what is imported by which map) and `path` has not
 * changed since; `place` becomes where to go on. A new draft has all entries of the roster but
 * those of the source named `source`. Takes the lock FILE.lock against a second import, which is
 * told who holds it. NULL: BF_ERR_STATE, also for what is no roster of our form; BF_ERR_MEMORY;
 * `err` names the file. */
bf_roster_draft *bf_roster_draft_open(const char *path, bf_str source, bf_str job,
                                      bf_roster_place *place, bf_error *err);

/* Adds an entry. false: BF_ERR_STATE, BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_roster_draft_add(bf_roster_draft *draft, const bf_roster_entry *entry,
                                       bf_error *err);

/* Makes sure of all that was added, and that the next bf_roster_draft_open() goes on at `place`. */
BF_MUST_CHECK bool bf_roster_draft_keep(bf_roster_draft *draft, const bf_roster_place *place,
                                        bf_error *err);

/* Ends the draft: notes `source` (but for its id, which is given), makes the indexes, and puts the
 * file in the place of the former. After a failure the former is as it was. */
BF_MUST_CHECK bool bf_roster_draft_finish(bf_roster_draft *draft, const bf_roster_source *source,
                                          bf_error *err);

/* Lets go of a draft, finished or not; one that is not stays where it is, as far as it was kept.
 * NULL is allowed. */
void bf_roster_draft_close(bf_roster_draft *draft);

/* The same, and removes one that is not finished. */
void bf_roster_draft_drop(bf_roster_draft *draft);

#endif
