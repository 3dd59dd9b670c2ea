/* fuzz_csv.c: any bytes as a table; the first says in what pieces they come, and how quotes and the
 * delimiter are taken. Promises: pieces of any size give the same rows, and so does a reader that
 * goes on at any of them; a row has as many fields as there are columns, which view bytes without a
 * NUL; a fault names its row. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/csv.h"

typedef struct {
    bf_str rest;
    size_t most;
} pieces;

static bool give_piece(void *user, bf_str *piece, bf_error *err)
{
    pieces *from = user;
    (void)err;
    *piece = bf_str_slice(from->rest, 0, from->most);
    from->rest = bf_str_after(from->rest, piece->length);
    return true;
}

static void check_row(const bf_csv *csv, const bf_csv_row *row)
{
    size_t count;
    (void)bf_csv_columns(csv, &count);
    assert(row->count == count && row->number == bf_csv_rows(csv));
    for (size_t i = 0; i < row->count; i++)
        assert(row->fields[i].length <= BF_CSV_MOST_FIELD &&
               (row->fields[i].length == 0 ||
                memchr(row->fields[i].bytes, '\0', row->fields[i].length) == NULL));
}

static void check_fault(const bf_csv *csv, const bf_error *err)
{
    char words[64];
    snprintf(words, sizeof words, "row %llu", (unsigned long long)bf_csv_rows(csv));
    assert(err->code == BF_ERR_FORMAT && strncmp(err->message, words, strlen(words)) == 0);
}

/* Reads both to their ends; they give the same. */
static void read_both(bf_csv *a, bf_csv *b, uint64_t stop_at)
{
    bf_csv_next next = BF_CSV_ROW;
    while (next != BF_CSV_END && bf_csv_rows(a) < stop_at) {
        bf_error err = {0}, other_err = {0};
        bf_csv_row row, other;
        next = bf_csv_read(a, &row, &err);
        bf_csv_next other_next = bf_csv_read(b, &other, &other_err);
        assert(next == other_next && next != BF_CSV_FATAL);
        assert(bf_csv_offset(a) == bf_csv_offset(b) && bf_csv_rows(a) == bf_csv_rows(b));
        if (next == BF_CSV_BAD) {
            check_fault(a, &err);
            assert(strcmp(err.message, other_err.message) == 0);
        }
        if (next != BF_CSV_ROW)
            continue;
        check_row(a, &row);
        for (size_t i = 0; i < row.count; i++)
            assert(bf_str_equal(row.fields[i], other.fields[i]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {'\0', ',', '|', '\t'};
    if (size == 0)
        return 0;
    const bf_str text = {(const char *)data + 1, size - 1};
    const bf_csv_form form = {.delimiter = delimiters[data[0] & 3],
                              .no_quotes = (data[0] & 4) != 0};
    pieces whole = {text, size}, cut = {text, 1 + (data[0] >> 3)}, again = {text, 4096};
    bf_error err = {0}, cut_err = {0}, again_err = {0};
    bf_csv *a = bf_csv_new(give_piece, &whole, &form, &err);
    bf_csv *b = bf_csv_new(give_piece, &cut, &form, &cut_err);
    bf_csv *c = bf_csv_new(give_piece, &again, &form, &again_err);
    assert(!a == !b && !a == !c && strcmp(err.message, cut_err.message) == 0);
    if (a)
        read_both(a, b, size % 5 + 2);
    if (a) {
        bool sought = bf_csv_seek(c, bf_csv_offset(a), bf_csv_rows(a), &err);
        assert(sought);
        read_both(a, c, UINT64_MAX);
    }
    bf_csv_free(a);
    bf_csv_free(b);
    bf_csv_free(c);
    return 0;
}
