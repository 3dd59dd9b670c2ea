/* test_csv.c: rows of a table in text, however the text is cut into pieces. */
#include "tests/support/views.h"

#include <stdlib.h>

#include "analyzer/csv.h"
#include "common/buf.h"

/* A text that is given in pieces. */
typedef struct {
    bf_str rest;
    size_t most; /* bytes of a piece */
} pieces;

static bool give_piece(void *user, bf_str *piece, bf_error *err)
{
    pieces *from = user;
    (void)err;
    *piece = bf_str_slice(from->rest, 0, from->most);
    from->rest = bf_str_after(from->rest, piece->length);
    return true;
}

static bool give_nothing(void *user, bf_str *piece, bf_error *err)
{
    (void)user;
    (void)piece;
    return bf_fail(err, BF_ERR_INPUT, "the disk is gone");
}

/* Reads a whole table and writes it as "[field][field]\n", a bad row as "!words\n". */
static void read_all(bf_str text, size_t most, const bf_csv_form *form, char *out, size_t size)
{
    bf_error err = {0};
    pieces from = {text, most};
    bf_csv *csv = bf_csv_new(give_piece, &from, form, &err);
    bf_csv_row row;
    bf_csv_next next;
    out[0] = '\0';
    if (csv == NULL) {
        snprintf(out, size, "!%s\n", err.message);
        return;
    }
    while ((next = bf_csv_read(csv, &row, &err)) != BF_CSV_END) {
        size_t used = strlen(out);
        if (next == BF_CSV_BAD) {
            snprintf(out + used, size - used, "!%s\n", err.message);
            bf_error_reset(&err);
            continue;
        }
        assert_int_equal(next, BF_CSV_ROW);
        for (size_t i = 0; i < row.count; i++)
            used += (size_t)snprintf(out + used, size - used, "[%.*s]", BF_STR_ARG(row.fields[i]));
        snprintf(out + used, size - used, "\n");
    }
    assert_int_equal(bf_csv_offset(csv), text.length);
    bf_csv_free(csv);
}

static void check(bf_str text, const bf_csv_form *form, const char *expected)
{
    static const size_t sizes[] = {1, 2, 3, 7, 1 << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char got[4096];
        read_all(text, sizes[i], form, got, sizeof got);
        if (strcmp(got, expected) != 0)
            fail_msg("\"%.*s\" in pieces of %zu: \"%s\", not \"%s\"", BF_STR_ARG(text), sizes[i],
                     got, expected);
    }
}

static void rows_are_split_whatever_the_pieces(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"a,b\n1,2\n3,4\n", "[1][2]\n[3][4]\n"},
        {"a,b\n1,2", "[1][2]\n"},
        {"a,b\r\n1,2\r\n3,4", "[1][2]\n[3][4]\n"},
        {"a,b\r\n1,2\r", "[1][2]\n"},
        {"a,b\n\n1,2\n\r\n\n3,4\n\n", "[1][2]\n[3][4]\n"},
        {"\"a\",\"b\"\n\"1\",\"2\"\n", "[1][2]\n"},
        {"a,b\n\"1,5\",\"2\n3\"\n", "[1,5][2\n3]\n"},
        {"a,b\n\"x \"\"y\"\" z\",\"\"\"\"\n", "[x \"y\" z][\"]\n"},
        {"a,b\n\"\",\n,\"\"\n", "[][]\n[][]\n"},
        {"a,b\nRob \"Bob\" E,5\"\n", "[Rob \"Bob\" E][5\"]\n"},
        {"a,b\nx\"\"y,\"z\"\"\"\n", "[x\"\"y][z\"]\n"},
        {"a\tb\n1,5\t2\n", "[1,5][2]\n"},
        {"a|b|c\n1|\"2|3\"|\n", "[1][2|3][]\n"},
        {"\"a,b,c\"|d\n1|2\n", "[1][2]\n"},
        {"a\n1\n2\n", "[1]\n[2]\n"},
        {" a , b \n 1 , 2 \n", "[ 1 ][ 2 ]\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(bf_str_of(cases[i].text), &(bf_csv_form){0}, cases[i].expected);
}

static void a_bad_row_is_told_and_reading_goes_on_behind_its_line(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"a,b\n1\n3,4\n", "!row 2: 1 field, 2 expected: there is none for the column \"b\" (is a "
                          "quote or a delimiter lost?)\n[3][4]\n"},
        {"a,b\n1,2,3\n3,4\n", "!row 2: 3 fields, 2 expected: more than one after the column \"b\" "
                              "(is a quote or a delimiter lost?)\n[3][4]\n"},
        {"a,b\n\"1\"x,2\n3,4\n", "!row 2, column \"a\": text stands behind the closing quote: a "
                                 "quote inside a field is written twice\n[3][4]\n"},
        {"a,b\n1,\"2\n3,4\n", "!row 2, column \"b\": a field begins with a quote, and none closes "
                              "it\n[3][4]\n"},
        {"a,b\n1\r2,3\n\"4\"\r,5\n6,7\n", "[1\r2][3]\n!row 3, column \"a\": a carriage return "
                                          "stands inside the row\n[6][7]\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(bf_str_of(cases[i].text), &(bf_csv_form){0}, cases[i].expected);
    check(BF_STR("a,b\n1,\0\n3,4\n"), &(bf_csv_form){0},
          "!row 2, column \"a\": a NUL byte: text is expected (is this UTF-16 without its mark, or "
          "no text at all?)\n[3][4]\n");
}

static void a_table_without_a_header_is_refused(void **state)
{
    (void)state;
    check(BF_STR(""), &(bf_csv_form){0}, "!empty: a header that names the columns is expected\n");
    check(BF_STR("\n\r\n"), &(bf_csv_form){0},
          "!empty: a header that names the columns is expected\n");
    check(BF_STR("\"a,b\n"), &(bf_csv_form){0},
          "!row 1, column 1: a field begins with a quote, and none closes it\n");
}

static void quotes_may_mean_nothing(void **state)
{
    (void)state;
    check(BF_STR("a|b\n\"1|2\"\"\n"), &(bf_csv_form){.delimiter = '|', .no_quotes = true},
          "[\"1][2\"\"]\n");
}

static void lines_of_fixed_width_are_cut_and_short_ones_filled(void **state)
{
    const bf_csv_span spans[] = {
        {BF_STR("kind"), 1, 3}, {BF_STR("number"), 5, 8}, {BF_STR("name"), 9, 20}};
    (void)state;
    check(BF_STR("LCS 0012EXAMPLE\r\n\"MF 77\n"), &(bf_csv_form){.spans = spans, .span_count = 3},
          "[LCS][0012][EXAMPLE]\n[\"MF][77][]\n");
}

static void fields_and_rows_have_bounds(void **state)
{
    (void)state;
    bf_buf text;
    char got[512];
    bf_buf_init(&text, 8 * 1024 * 1024);
    bf_buf_append(&text, BF_STR("a,b\n1,"));
    for (int i = 0; i <= BF_CSV_MOST_FIELD; i++)
        bf_buf_append_char(&text, 'x');
    bf_buf_append(&text, BF_STR("\n3,4\n"));
    read_all((bf_str){text.bytes, text.length}, 4096, &(bf_csv_form){0}, got, sizeof got);
    assert_string_equal(got, "!row 2, column \"b\": a field of more than 65536 bytes\n[3][4]\n");
    bf_buf_reset(&text);
    bf_buf_append(&text, BF_STR("a\n\""));
    for (int i = 0; i < 3 * BF_CSV_MOST_FIELD; i++)
        bf_buf_append(&text, BF_STR("x\n"));
    read_all((bf_str){text.bytes, text.length}, 4096, &(bf_csv_form){0}, got, 100);
    assert_true(bf_str_starts(
        bf_str_of(got),
        BF_STR("!row 2, column \"a\": a field of more than 65536 bytes (is a quote not closed?)")));
    bf_buf_reset(&text);
    bf_buf_append(&text, BF_STR("a\n"));
    for (int i = 0; i < BF_CSV_MOST_COLUMNS; i++)
        bf_buf_append_char(&text, ',');
    read_all((bf_str){text.bytes, text.length}, 4096, &(bf_csv_form){0}, got, sizeof got);
    assert_string_equal(got, "!row 2, column 4097: more than 4096 fields\n");
    bf_buf_free(&text);
}

static void a_source_that_fails_ends_it(void **state)
{
    (void)state;
    bf_error err = {0};
    assert_null(bf_csv_new(give_nothing, NULL, &(bf_csv_form){0}, &err));
    assert_error(err, BF_ERR_INPUT, "the disk is gone");
}

static void names_of_columns_are_trimmed(void **state)
{
    (void)state;
    bf_error err = {0};
    size_t count;
    pieces from = {BF_STR(" LAST , \"FIRST NAME\" \n"), 5};
    bf_csv *csv = bf_csv_new(give_piece, &from, &(bf_csv_form){0}, &err);
    assert_non_null(csv);
    const bf_str *columns = bf_csv_columns(csv, &count);
    assert_int_equal(count, 2);
    assert_view(columns[0], "LAST");
    bf_csv_free(csv);
}

/* What was read up to a row, and from it on, is the whole, wherever the place is. */
static void reading_goes_on_at_every_place(void **state)
{
    const bf_str text = BF_STR("a,b\n1,\"2\n\"\n\n3,4\nbad\n5,6\n");
    (void)state;
    for (int rows_before = 0; rows_before < 4; rows_before++) {
        bf_error err = {0};
        bf_csv_row row;
        pieces from = {text, 3}, again = {text, 4};
        bf_csv *first = bf_csv_new(give_piece, &from, &(bf_csv_form){0}, &err);
        bf_csv *second = bf_csv_new(give_piece, &again, &(bf_csv_form){0}, &err);
        assert_true(first && second);
        for (int i = 0; i < rows_before; i++)
            assert_int_not_equal(bf_csv_read(first, &row, &err), BF_CSV_FATAL);
        assert_true(bf_csv_seek(second, bf_csv_offset(first), bf_csv_rows(first), &err));
        bf_csv_next next = BF_CSV_ROW;
        while (next != BF_CSV_END) {
            bf_csv_row other;
            next = bf_csv_read(first, &row, &err);
            assert_int_equal(bf_csv_read(second, &other, &err), next);
            assert_int_equal(bf_csv_offset(first), bf_csv_offset(second));
            assert_int_equal(bf_csv_rows(first), bf_csv_rows(second));
            if (next != BF_CSV_ROW)
                continue;
            assert_int_equal(row.number, other.number);
            assert_same_view(row.fields[1], other.fields[1]);
        }
        bf_error_reset(&err);
        assert_false(bf_csv_seek(second, 1000, 9, &err));
        assert_error(err, BF_ERR_INPUT, "shorter than when its import began");
        bf_csv_free(first);
        bf_csv_free(second);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_split_whatever_the_pieces),
        cmocka_unit_test(a_bad_row_is_told_and_reading_goes_on_behind_its_line),
        cmocka_unit_test(a_table_without_a_header_is_refused),
        cmocka_unit_test(quotes_may_mean_nothing),
        cmocka_unit_test(lines_of_fixed_width_are_cut_and_short_ones_filled),
        cmocka_unit_test(fields_and_rows_have_bounds),
        cmocka_unit_test(a_source_that_fails_ends_it),
        cmocka_unit_test(names_of_columns_are_trimmed),
        cmocka_unit_test(reading_goes_on_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
