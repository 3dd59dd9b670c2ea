/* crawler/state.h: what a crawl remembers, as one SQLite database in a folder that one run at a
 * time may use. Knows the folder, its lock, transactions and statements; what the tables mean is
 * frontier.h's and captures.h's. */
#ifndef BF_CRAWLER_STATE_H
#define BF_CRAWLER_STATE_H

#include <sqlite3.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

typedef struct bf_state bf_state;

/* Opens the state in the folder `dir`, which is made when it is missing and locked against a second
 * run; NULL is a temporary one, gone with the run. What was committed is there, whatever ended the
 * run before. NULL: BF_ERR_STATE with words for people, BF_ERR_MEMORY. */
bf_state *bf_state_open(const char *dir, bf_error *err);

/* Closes it; what is committed stays, and all statements must be finalized. NULL is allowed. */
void bf_state_close(bf_state *state);

/* Begins and commits what the calls between them change, so that a page, its links and its place in
 * the archive are one step. */
BF_MUST_CHECK bool bf_state_begin(bf_state *state, bf_error *err);
BF_MUST_CHECK bool bf_state_commit(bf_state *state, bf_error *err);

/* Makes tables and indexes: `schema` says "IF NOT EXISTS" of each. Then prepares `count` statements
 * of `sql` into `out`, which is all NULL before and freed by bf_state_finalize(). */
BF_MUST_CHECK bool bf_state_prepare(bf_state *state, const char *schema, const char *const *sql,
                                    size_t count, sqlite3_stmt **out, bf_error *err);
void bf_state_finalize(sqlite3_stmt **statements, size_t count);

/* Runs `sql`, one or more statements without parameters. */
BF_MUST_CHECK bool bf_state_execute(bf_state *state, const char *sql, bf_error *err);

/* Bind a parameter; false without memory. A text must live until the statement is settled. */
bool bf_state_bind_text(sqlite3_stmt *to, int at, bf_str text);
bool bf_state_bind_int(sqlite3_stmt *to, int at, int64_t number);

/* A column of the row that a statement stands at, a view that lives until it is settled. */
bf_str bf_state_text(sqlite3_stmt *row, int at);

/* Leaves a statement as it was found, so that no lock and no borrowed text outlives the call. */
void bf_state_settle(sqlite3_stmt *used);

/* Runs a statement that gives no row; `bound` says whether its parameters could be bound. */
BF_MUST_CHECK bool bf_state_run(bf_state *state, sqlite3_stmt *statement, bool bound,
                                bf_error *err);

/* Asks for the first column of the one row that a statement gives; -1 in `out` without a row. */
BF_MUST_CHECK bool bf_state_ask(bf_state *state, sqlite3_stmt *statement, bool bound, int64_t *out,
                                bf_error *err);

/* Puts what SQLite complains of into `err`, as BF_ERR_STATE or BF_ERR_MEMORY; always false. */
bool bf_state_fail(bf_state *state, bf_error *err);

/* A 64-bit hash (FNV-1a) by which texts are found: among a million one collision in about 40
 * million crawls, and the texts are compared all the same. */
int64_t bf_state_hash(bf_str text);

#endif
