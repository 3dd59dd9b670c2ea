/* csv.c: rows of a table in text. A row is looked through in the buffer until its end is found;
 * what is missing is fetched, and the row looked through again. Only then are doubled quotes
 * undone, in place: so a row costs no memory of its own. */
#include "analyzer/csv.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"

enum {
    MOST_ROW = 1024 * 1024,
    MOST_BUFFER = 4 * MOST_ROW,
    SHOWN_NAME = 60 /* bytes of a column's name in a message */
};

struct bf_csv {
    bf_csv_source *source;
    void *user;
    bf_csv_form form;
    bf_buf buffer;     /* begins with the next row, once `begin` bytes are left out */
    size_t begin;      /* of the next row in the buffer */
    uint64_t consumed; /* bytes of the source before the buffer */
    uint64_t rows;
    bool ended; /* the source has no more */
    bool nul;   /* there may be a NUL in the buffer */
    bf_str *fields;
    size_t count, capacity;
    bf_buf names; /* of the columns, one after another */
    bf_str *columns;
    size_t column_count;
};

typedef enum {
    FOUND_ROW,
    FOUND_BLANK,
    FOUND_CUT,   /* the buffer ends before the row */
    FOUND_FAULT, /* `err` says what */
    FOUND_NO_MEMORY
} found_state;

/* What is known of a row that is looked through. */
typedef struct {
    const char *at, *end;
    bool doubled; /* a field has doubled quotes */
} looking;

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "table: no memory");
}

/* ---- Words for faults */

/* Fills `err` for the row that is being read, in the column of index `at`. */
static bool fault(const bf_csv *csv, size_t at, const char *words, bf_error *err)
{
    if (at < csv->column_count)
        return bf_fail(err, BF_ERR_FORMAT, "row %" PRIu64 ", column \"%.*s\": %s", csv->rows + 1,
                       BF_STR_ARG(bf_str_slice(csv->columns[at], 0, SHOWN_NAME)), words);
    return bf_fail(err, BF_ERR_FORMAT, "row %" PRIu64 ", column %zu: %s", csv->rows + 1, at + 1,
                   words);
}

/* The same for a row of too few or too many fields. */
static bool fault_of_count(const bf_csv *csv, bf_error *err)
{
    bool few = csv->count < csv->column_count;
    bf_str name = csv->columns[few ? csv->count : csv->column_count - 1];
    return bf_fail(err, BF_ERR_FORMAT,
                   "row %" PRIu64 ": %zu field%s, %zu expected: %s the column \"%.*s\" (is a quote "
                   "or a delimiter lost?)",
                   csv->rows + 1, csv->count, csv->count == 1 ? "" : "s", csv->column_count,
                   few ? "there is none for" : "more than one after",
                   BF_STR_ARG(bf_str_slice(name, 0, SHOWN_NAME)));
}

/* ---- Looking through a row */

static bool add_field(bf_csv *csv, const char *begin, const char *end)
{
    if (csv->count == csv->capacity) {
        size_t capacity = csv->capacity ? 2 * csv->capacity : 64;
        bf_str *grown = realloc(csv->fields, capacity * sizeof *grown);
        if (grown == NULL)
            return false;
        csv->fields = grown;
        csv->capacity = capacity;
    }
    csv->fields[csv->count++] = (bf_str){begin, (size_t)(end - begin)};
    return true;
}

/* Finds the quote that closes a field whose text begins at `from`; NULL when the buffer ends before
 * it is sure to be the one. */
static const char *find_closing(bf_csv *csv, looking *row, const char *from)
{
    const char *at = from;
    while ((at = *at == '"' ? at : memchr(at, '"', (size_t)(row->end - at))) != NULL) {
        if (at + 1 == row->end)
            return csv->ended ? at : NULL;
        if (at[1] != '"')
            return at;
        row->doubled = true;
        at += 2;
        if (at == row->end)
            return NULL;
    }
    return NULL;
}

/* Looks through a field in quotes; `row->at` stands at the first, and is left behind the last. */
static found_state find_quoted(bf_csv *csv, looking *row, char delimiter, bf_error *err)
{
    const char *text = row->at + 1;
    const char *closing = text < row->end ? find_closing(csv, row, text) : NULL;
    size_t length = (size_t)((closing ? closing : row->end) - text);
    if (length > BF_CSV_MOST_FIELD || (closing == NULL && csv->ended)) {
        fault(csv, csv->count,
              csv->ended && length <= BF_CSV_MOST_FIELD
                  ? "a field begins with a quote, and none closes it"
                  : "a field of more than 65536 bytes (is a quote not closed?)",
              err);
        return FOUND_FAULT;
    }
    if (closing == NULL)
        return FOUND_CUT;
    row->at = closing + 1;
    if (row->at < row->end && *row->at != delimiter && *row->at != '\n' && *row->at != '\r') {
        fault(csv, csv->count,
              "text stands behind the closing quote: a quote inside a field is written twice", err);
        return FOUND_FAULT;
    }
    return add_field(csv, text, closing) ? FOUND_ROW : FOUND_NO_MEMORY;
}

/* The same for a field without. */
static found_state find_plain(bf_csv *csv, looking *row, char delimiter, bf_error *err)
{
    const char *begin = row->at, *at = begin;
    while (at < row->end && *at != delimiter && *at != '\n')
        at++;
    if ((size_t)(at - begin) > BF_CSV_MOST_FIELD) {
        fault(csv, csv->count, "a field of more than 65536 bytes", err);
        return FOUND_FAULT;
    }
    if (at == row->end && !csv->ended)
        return FOUND_CUT;
    row->at = at;
    const char *end = (at == row->end || *at == '\n') && at > begin && at[-1] == '\r' ? at - 1 : at;
    return add_field(csv, begin, end) ? FOUND_ROW : FOUND_NO_MEMORY;
}

/* Takes a line's end; false when there is none, or the buffer ends inside it. */
static bool take_line_end(looking *row)
{
    const char *at = row->at;
    if (at < row->end && *at == '\r')
        at++;
    if (at == row->end || *at != '\n')
        return false;
    row->at = at + 1;
    return true;
}

/* Splits a row by its delimiters. */
static found_state find_fields(bf_csv *csv, looking *row, bf_error *err)
{
    const char delimiter = csv->form.delimiter;
    const bool quotes = !csv->form.no_quotes;
    for (;;) {
        found_state state = quotes && row->at < row->end && *row->at == '"'
                                ? find_quoted(csv, row, delimiter, err)
                                : find_plain(csv, row, delimiter, err);
        if (state != FOUND_ROW)
            return state;
        if (csv->count > BF_CSV_MOST_COLUMNS) {
            fault(csv, csv->count - 1, "more than 4096 fields", err);
            return FOUND_FAULT;
        }
        if (row->at < row->end && *row->at == delimiter) {
            row->at++;
            continue;
        }
        if (take_line_end(row) || (csv->ended && row->at == row->end))
            return FOUND_ROW;
        if (!csv->ended && row->end - row->at < 2)
            return FOUND_CUT;
        fault(csv, csv->count - 1, "a carriage return stands inside the row", err);
        return FOUND_FAULT;
    }
}

/* Cuts a line of fixed width into its spans; what a short line lacks is empty. */
static found_state find_spans(bf_csv *csv, looking *row, bf_error *err)
{
    const char *begin = row->at;
    found_state state = find_plain(csv, row, '\n', err);
    if (state != FOUND_ROW)
        return state;
    bf_str line = {begin, csv->fields[0].length};
    csv->count = 0;
    (void)take_line_end(row);
    for (size_t i = 0; i < csv->form.span_count; i++) {
        bf_str part = bf_str_slice(line, csv->form.spans[i].first - 1, csv->form.spans[i].last);
        const char *from = part.bytes ? part.bytes : begin;
        if (!add_field(csv, from, from + part.length))
            return FOUND_NO_MEMORY;
    }
    return FOUND_ROW;
}

/* Makes one quote of two in the fields that have them. */
static void undo_doubled(bf_csv *csv)
{
    for (size_t i = 0; i < csv->count; i++) {
        bf_str *field = &csv->fields[i];
        if (field->bytes == csv->buffer.bytes || field->bytes[-1] != '"')
            continue; /* a field without quotes stands behind a delimiter or a line's end */
        char *write = csv->buffer.bytes + (field->bytes - csv->buffer.bytes);
        const char *read = write, *end = write + field->length;
        for (; read < end; *write++ = *read++)
            read += *read == '"' && read + 1 < end && read[1] == '"';
        field->length = (size_t)(write - field->bytes);
    }
}

/* Looks through the row at `csv->begin`; behind it, `*length` bytes on, stands the next. */
static found_state find_row(bf_csv *csv, size_t *length, bf_error *err)
{
    const char *begin = csv->buffer.bytes + csv->begin;
    looking row = {begin, csv->buffer.bytes + csv->buffer.length, false};
    csv->count = 0;
    if (take_line_end(&row)) {
        *length = (size_t)(row.at - begin);
        return FOUND_BLANK;
    }
    found_state state = csv->form.spans ? find_spans(csv, &row, err) : find_fields(csv, &row, err);
    if (state != FOUND_ROW)
        return state;
    if (csv->nul && memchr(begin, '\0', (size_t)(row.at - begin))) {
        fault(csv, 0,
              "a NUL byte: text is expected (is this UTF-16 without its mark, or no text at all?)",
              err);
        return FOUND_FAULT;
    }
    *length = (size_t)(row.at - begin);
    if (row.doubled)
        undo_doubled(csv);
    return FOUND_ROW;
}

/* ---- Fetching */

/* Fetches more of the source behind what is left in the buffer. */
static bool fetch(bf_csv *csv, bf_error *err)
{
    bf_str piece;
    bf_buf_consume(&csv->buffer, csv->begin);
    csv->consumed += csv->begin;
    csv->begin = 0;
    if (!csv->source(csv->user, &piece, err))
        return false;
    csv->ended = piece.length == 0;
    csv->nul = (csv->nul && memchr(csv->buffer.bytes, '\0', csv->buffer.length) != NULL) ||
               (piece.length > 0 && memchr(piece.bytes, '\0', piece.length) != NULL);
    bf_buf_append(&csv->buffer, piece);
    return !csv->buffer.failed || no_memory(err);
}

/* Passes over the line on which a bad row begins. */
static bool pass_line(bf_csv *csv, bf_error *err)
{
    for (;;) {
        const char *begin = csv->buffer.bytes + csv->begin;
        size_t left = csv->buffer.length - csv->begin;
        const char *end = left > 0 ? memchr(begin, '\n', left) : NULL;
        csv->begin = end ? (size_t)(end + 1 - csv->buffer.bytes) : csv->buffer.length;
        if (end || csv->ended)
            return true;
        if (!fetch(csv, err))
            return false;
    }
}

static size_t bytes_left(const bf_csv *csv)
{
    return csv->buffer.length - csv->begin;
}

/* Reads a row without a look at the number of its fields. */
static bf_csv_next read_row(bf_csv *csv, bf_csv_row *out, bf_error *err)
{
    for (;;) {
        size_t length = 0;
        found_state state = FOUND_CUT;
        if (bytes_left(csv) > 0)
            state = find_row(csv, &length, err);
        else if (csv->ended)
            return BF_CSV_END;
        if (state == FOUND_CUT && bytes_left(csv) > MOST_ROW) {
            bf_fail(err, BF_ERR_FORMAT, "row %" PRIu64 ": more than 1 MiB (is a quote not closed?)",
                    csv->rows + 1);
            state = FOUND_FAULT;
        }
        if (state == FOUND_CUT && !fetch(csv, err))
            return BF_CSV_FATAL;
        if (state == FOUND_CUT)
            continue;
        if (state == FOUND_NO_MEMORY) {
            no_memory(err);
            return BF_CSV_FATAL;
        }
        bf_error passing = {0};
        csv->begin += length;
        if (state == FOUND_FAULT && !pass_line(csv, &passing)) {
            *err = passing;
            return BF_CSV_FATAL;
        }
        csv->rows++;
        if (state == FOUND_FAULT)
            return BF_CSV_BAD;
        *out = (bf_csv_row){csv->fields, csv->count, csv->rows};
        if (state == FOUND_ROW)
            return BF_CSV_ROW;
    }
}

bf_csv_next bf_csv_read(bf_csv *csv, bf_csv_row *out, bf_error *err)
{
    bf_csv_next next = read_row(csv, out, err);
    if (next != BF_CSV_ROW || csv->count == csv->column_count)
        return next;
    csv->rows--; /* the fault is this row's */
    fault_of_count(csv, err);
    csv->rows++;
    return BF_CSV_BAD;
}

/* ---- The header */

/* The delimiter that stands most often in the line outside quotes. */
static char guess_delimiter(bf_str line)
{
    static const char candidates[] = {',', '|', '\t'};
    size_t counts[sizeof candidates] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < line.length; i++) {
        quoted = quoted != (line.bytes[i] == '"');
        for (size_t k = 0; k < sizeof candidates; k++)
            counts[k] += !quoted && line.bytes[i] == candidates[k];
    }
    for (size_t k = 1; k < sizeof candidates; k++)
        if (counts[k] > counts[best])
            best = k;
    return candidates[best];
}

/* Keeps the names of the columns, which `from` views. */
static bool keep_columns(bf_csv *csv, const bf_str *from, size_t count, bf_error *err)
{
    size_t at = 0;
    csv->columns = calloc(count, sizeof *csv->columns);
    for (size_t i = 0; i < count; i++)
        bf_buf_append(&csv->names, bf_str_trim(from[i]));
    if (csv->columns == NULL || csv->names.failed)
        return no_memory(err);
    for (size_t i = 0; i < count; i++) {
        csv->columns[i] = (bf_str){csv->names.bytes + at, bf_str_trim(from[i]).length};
        at += csv->columns[i].length;
    }
    csv->column_count = count;
    return true;
}

static bool keep_spans(bf_csv *csv, bf_error *err)
{
    bf_str *names = calloc(csv->form.span_count, sizeof *names);
    for (size_t i = 0; names && i < csv->form.span_count; i++)
        names[i] = csv->form.spans[i].name;
    bool kept = names ? keep_columns(csv, names, csv->form.span_count, err) : no_memory(err);
    free(names);
    return kept;
}

/* Finds the delimiter by the first line. */
static bool find_delimiter(bf_csv *csv, bf_error *err)
{
    const char *end = NULL;
    while (end == NULL && !csv->ended && bytes_left(csv) <= MOST_ROW) {
        if (!fetch(csv, err))
            return false;
        end = bytes_left(csv) > 0 ? memchr(csv->buffer.bytes, '\n', bytes_left(csv)) : NULL;
    }
    size_t length = end ? (size_t)(end - csv->buffer.bytes) : bytes_left(csv);
    csv->form.delimiter = guess_delimiter((bf_str){csv->buffer.bytes, length});
    return true;
}

static bool read_header(bf_csv *csv, bf_error *err)
{
    bf_csv_row header;
    if (csv->form.spans)
        return keep_spans(csv, err);
    if (csv->form.delimiter == '\0' && !find_delimiter(csv, err))
        return false;
    switch (read_row(csv, &header, err)) {
    case BF_CSV_ROW:
        return keep_columns(csv, header.fields, header.count, err);
    case BF_CSV_END:
        return bf_fail(err, BF_ERR_FORMAT, "empty: a header that names the columns is expected");
    case BF_CSV_BAD:
    case BF_CSV_FATAL:
        return false;
    }
    return false;
}

bf_csv *bf_csv_new(bf_csv_source *source, void *user, const bf_csv_form *form, bf_error *err)
{
    bf_csv *csv = calloc(1, sizeof *csv);
    if (csv == NULL) {
        no_memory(err);
        return NULL;
    }
    csv->source = source;
    csv->user = user;
    csv->form = *form;
    bf_buf_init(&csv->buffer, MOST_BUFFER);
    bf_buf_init(&csv->names, MOST_ROW);
    if (read_header(csv, err))
        return csv;
    bf_csv_free(csv);
    return NULL;
}

void bf_csv_free(bf_csv *csv)
{
    if (csv == NULL)
        return;
    bf_buf_free(&csv->buffer);
    bf_buf_free(&csv->names);
    free(csv->fields);
    free(csv->columns);
    free(csv);
}

const bf_str *bf_csv_columns(const bf_csv *csv, size_t *count)
{
    *count = csv->column_count;
    return csv->columns;
}

uint64_t bf_csv_offset(const bf_csv *csv)
{
    return csv->consumed + csv->begin;
}

uint64_t bf_csv_rows(const bf_csv *csv)
{
    return csv->rows;
}

bool bf_csv_seek(bf_csv *csv, uint64_t offset, uint64_t rows, bf_error *err)
{
    csv->rows = rows;
    while (bf_csv_offset(csv) < offset) {
        uint64_t wanted = offset - bf_csv_offset(csv);
        csv->begin += wanted < bytes_left(csv) ? (size_t)wanted : bytes_left(csv);
        if (bf_csv_offset(csv) == offset)
            return true;
        if (csv->ended)
            return bf_fail(err, BF_ERR_INPUT, "shorter than when its import began");
        if (!fetch(csv, err))
            return false;
    }
    return true;
}
