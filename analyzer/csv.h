/* analyzer/csv.h: rows of a table in text, as they come (RFC 4180, and what registries make of it).
 * Knows quotes, delimiters, line ends and bounds; what a column means is column_map.h's.
 *
 * Rows end with LF or CRLF, the last one with or without. A field in quotes may hold delimiters,
 * line ends and doubled quotes; a quote inside a field that does not begin with one is a character
 * as any other. Empty lines are passed over, and count as rows, as spreadsheets number them. */
#ifndef BF_ANALYZER_CSV_H
#define BF_ANALYZER_CSV_H

#include "bonafide/error.h"
#include "bonafide/str.h"

/* Gives the next bytes of the table in `piece`, a view that lives until the next call; empty at the
 * end. false: `err` says why there are no more. */
typedef bool bf_csv_source(void *user, bf_str *piece, bf_error *err);

/* A column of a table of fixed width: its name, and its first and last byte, counted from 1. */
typedef struct {
    bf_str name;
    size_t first, last;
} bf_csv_span;

typedef struct {
    char delimiter;           /* 0: the one of comma, bar and tab that the header has most of */
    bool no_quotes;           /* a quote is a character as any other */
    const bf_csv_span *spans; /* of a table of fixed width, which has no header; else NULL */
    size_t span_count;
} bf_csv_form;

typedef struct bf_csv bf_csv;

enum {
    BF_CSV_MOST_FIELD = 64 * 1024, /* bytes of a field */
    BF_CSV_MOST_COLUMNS = 4096
};

/* One row. The fields view memory of the reader until the next call on it, their blanks and bytes
 * as they are. */
typedef struct {
    const bf_str *fields;
    size_t count;
    uint64_t number; /* of the row; the header is 1 */
} bf_csv_row;

typedef enum {
    BF_CSV_ROW,  /* a row with as many fields as there are columns */
    BF_CSV_END,  /* no more rows */
    BF_CSV_BAD,  /* a malformed row: `err` names its number, column, and what was expected; the next
                    call goes on behind the line on which it begins */
    BF_CSV_FATAL /* the source failed, or BF_ERR_MEMORY: only bf_csv_free() may follow */
} bf_csv_next;

/* Begins to read the table that `source` gives, and reads its header, in which two columns of one
 * name are allowed. What `form` points to is used until bf_csv_free(). NULL: BF_ERR_FORMAT for an
 * empty table or a broken header, what `source` says, or BF_ERR_MEMORY. */
bf_csv *bf_csv_new(bf_csv_source *source, void *user, const bf_csv_form *form, bf_error *err);

/* Frees `csv`; NULL is allowed. */
void bf_csv_free(bf_csv *csv);

/* The names of the columns, trimmed, and their number in `count`; views into `csv`. */
const bf_str *bf_csv_columns(const bf_csv *csv, size_t *count);

/* Reads the next row. */
BF_MUST_CHECK bf_csv_next bf_csv_read(bf_csv *csv, bf_csv_row *out, bf_error *err);

/* How many bytes of the source stand before the row that will be read next. */
uint64_t bf_csv_offset(const bf_csv *csv);

/* How many rows were read, good, bad and empty ones, the header too. */
uint64_t bf_csv_rows(const bf_csv *csv);

/* Goes on at byte `offset` of the source, before which `rows` rows stand: what bf_csv_offset() and
 * bf_csv_rows() said when the same bytes were read before. false: BF_ERR_INPUT where there are
 * fewer bytes, what the source says, BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_csv_seek(bf_csv *csv, uint64_t offset, uint64_t rows, bf_error *err);

#endif
