/* test_binding.c: rows of a registry become entries, by a map that was put to a header. */
#include "tests/support/views.h"

#include "analyzer/binding.h"
#include "common/buf.h"

#define HEAD "roster: r\nversion: 2026.11.1\ntitle: A registry\nkind: licences\n"

enum { MOST_FIELDS = 16 };

/* A map, the header it was put to, and what it made of the last row. */
typedef struct {
    bf_column_map *map;
    bf_binding *binding;
    bf_str columns[MOST_FIELDS];
    size_t column_count;
    bf_buf written;
} fixture;

/* Splits `text` at its bars. */
static size_t split(const char *text, bf_str fields[MOST_FIELDS])
{
    size_t count = 1;
    fields[0] = bf_str_of(text);
    for (size_t bar; (bar = bf_str_find(fields[count - 1], BF_STR("|"), 0)) != SIZE_MAX; count++) {
        fields[count] = bf_str_after(fields[count - 1], bar + 1);
        fields[count - 1].length = bar;
    }
    return count;
}

static fixture put(const char *map, const char *header)
{
    fixture made = {0};
    bf_error err = {0};
    bf_buf_init(&made.written, 65536);
    made.map = bf_column_map_parse(bf_str_of(map), BF_STR("r.yaml"), &err);
    if (made.map == NULL)
        fail_msg("%u:%u: %s", err.line, err.column, err.message);
    made.column_count = split(header, made.columns);
    return made;
}

static void bind(fixture *on)
{
    bf_error err = {0};
    on->binding = bf_binding_new(on->map, on->columns, on->column_count, &err);
    if (on->binding == NULL)
        fail_msg("%s", err.message);
}

static void drop(fixture *on)
{
    bf_binding_free(on->binding);
    bf_column_map_free(on->map);
    bf_buf_free(&on->written);
}

static void write_entry(bf_buf *to, const bf_roster_entry *entry)
{
    const bf_str texts[] = {entry->number, entry->title,       entry->region,  entry->surname,
                            entry->given,  entry->business,    entry->expires, entry->since,
                            entry->reason, entry->status_shown};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bf_buf_append_format(to, "%.*s|", BF_STR_ARG(texts[i]));
    bf_buf_append_format(to, "%s|%lld|%d\n", bf_roster_status_name(entry->status),
                         (long long)entry->npi, entry->other_name);
}

/* What becomes of a row: a line an entry, or "!words". */
static const char *read_row(fixture *on, const char *text)
{
    bf_str fields[MOST_FIELDS];
    bf_error err = {0};
    const bf_roster_entry *entries;
    size_t count;
    bf_csv_row row = {fields, split(text, fields), 7};
    bf_buf_reset(&on->written);
    bf_buf_append(&on->written, BF_STR(""));
    if (!bf_binding_read(on->binding, &row, &entries, &count, &err)) {
        assert_int_equal(err.code, BF_ERR_FORMAT);
        bf_buf_append_format(&on->written, "!%s", err.message);
        return on->written.bytes;
    }
    for (size_t i = 0; i < count; i++)
        write_entry(&on->written, &entries[i]);
    return on->written.bytes ? on->written.bytes : "";
}

static void columns_are_found_by_any_of_their_names(void **state)
{
    static const char *const headers[] = {"LAST|NR|X", "x|nr|Last Name", " last_name |N.R.|",
                                          "LAST|nr|LAST"};
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        fixture on = put(HEAD "columns: {surname: [Last Name, LAST], number: NR}\n", headers[i]);
        bind(&on);
        const char *row = bf_str_starts_nocase(bf_str_trim(on.columns[0]), BF_STR("last"))
                              ? "Example|5|other"
                              : "other|5|Example";
        assert_string_equal(read_row(&on, row), "5|||Example|||||||unknown|0|0\n");
        drop(&on);
    }
}

static void a_missing_column_is_named_with_those_that_there_are(void **state)
{
    (void)state;
    bf_error err = {0};
    fixture on =
        put(HEAD "columns:\n  surname: LAST\n  number: {header: NR, optional: true}\n", "NAME|NR");
    assert_null(bf_binding_new(on.map, on.columns, on.column_count, &err));
    assert_error(err, BF_ERR_FORMAT,
                 "no column \"LAST\", which \"r\" needs (r.yaml:6 names it); the columns are "
                 "\"NAME\", \"NR\"");
    drop(&on);
    on = put(HEAD "columns:\n  surname: LAST\n  number: {header: NR, optional: true}\n", "LAST|X");
    bind(&on);
    assert_string_equal(read_row(&on, "Example|5"), "|||Example|||||||unknown|0|0\n");
    drop(&on);
}

static void fields_are_trimmed_dated_and_put_into_our_words(void **state)
{
    (void)state;
    fixture on =
        put(HEAD "columns: {surname: L, given: G, number: N, npi: I, title: T, status: S,\n"
                 "  expires: E, since: F, reason: {header: R, none: 'No'}, region: P}\n"
                 "titles: {LMFT: [MFT, Marriage & Family]}\n"
                 "statuses: {active: [Clear], revoked: [Gone]}\n",
            "L|G|N|I|T|S|E|F|R|P");
    bind(&on);
    assert_string_equal(
        read_row(&on, " Example \t|ANA|00 12|2234567891|mft|clear|12/31/2027|20200229|Yes| TX"),
        "00 12|LMFT|TX|Example|ANA||2027-12-31|2020-02-29|Yes|clear|active|2234567891|0\n");
    assert_string_equal(read_row(&on, "Example|||0000000000|LPC|GONE!|00000000|0|no|"),
                        "|LPC||Example||||||GONE!|revoked|0|0\n");
    assert_string_equal(read_row(&on, "Example|||||Something else||||"),
                        "|||Example||||||Something else|unknown|0|0\n");
    assert_string_equal(read_row(&on, "Example|||22|||||||"), "!row 7, column \"I\": \"22\" is no "
                                                              "NPI: 10 digits, or none, are "
                                                              "expected");
    assert_string_equal(read_row(&on, "Example||||||2/30/2020|||"),
                        "!row 7, column \"E\": \"2/30/2020\" is no date: YYYYMMDD or MM/DD/YYYY or "
                        "YYYY-MM-DD is expected");
    assert_string_equal(read_row(&on, "||||LMFT|||||"),
                        "!row 7: it has no name and no number: one of them is expected");
    assert_string_equal(read_row(&on, " | |||||||||"), "");
    drop(&on);
}

static void bytes_that_are_no_utf8_are_windows_1252(void **state)
{
    (void)state;
    fixture on = put(HEAD "columns: {surname: L, given: G}\n", "L|G");
    bind(&on);
    assert_string_equal(read_row(&on, "Mu\xf1oz|Ren\xc3\xa9"), "|||Muñoz|René||||||unknown|0|0\n");
    assert_string_equal(read_row(&on, "\x80\x81|\xe9\xe9"),
                        "|||€\xef\xbf\xbd|éé||||||unknown|0|0\n");
    assert_string_equal(read_row(&on, "Plain|Ana"), "|||Plain|Ana||||||unknown|0|0\n");
    drop(&on);
}

static void conditions_hold_together(void **state)
{
    static const struct {
        const char *row;
        bool kept;
    } cases[] = {{"E|a|", true}, {"E|A!|00000000", true}, {"E|b|", true},          {"E|c|", false},
                 {"E||", false}, {"E|a|20200101", false}, {"E|a|0000-00-00", true}};
    (void)state;
    fixture on = put(HEAD "columns: {surname: L}\n"
                          "keep:\n"
                          "  - {header: K, in: [a, b, c]}\n"
                          "  - {header: K, not_in: c}\n"
                          "  - {header: END, none: true}\n"
                          "  - {header: NOT THERE, none: true, optional: true}\n",
                     "L|K|END");
    bind(&on);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if ((read_row(&on, cases[i].row)[0] != '\0') != cases[i].kept)
            fail_msg("%s", cases[i].row);
    drop(&on);
}

static void each_licence_of_a_row_is_an_entry_and_each_other_name_one_more(void **state)
{
    (void)state;
    fixture on = put(HEAD "columns: {surname: L, given: G}\n"
                          "each: {times: 4, columns: {title: 'T{n}', number: 'N_{n}'}}\n"
                          "other_names: [{surname: OL, given: OG}, {business: OB}]\n"
                          "only_known_titles: true\n"
                          "titles: {LMFT: [mft], LPC: [lpc, lpcc]}\n",
                     "L|G|T1|N_1|T2|N_2|T3|N_3|OL|OG|OB"); /* the fourth is not there */
    bind(&on);
    assert_string_equal(
        read_row(&on, "Example|Ana|mft|1|nurse|2|lpc|3|||"),
        "1|LMFT||Example|Ana||||||unknown|0|0\n3|LPC||Example|Ana||||||unknown|0|0\n");
    assert_string_equal(
        read_row(&on, "Example|Ana|lpc|1|lpcc|1|lpc|2|||"),
        "1|LPC||Example|Ana||||||unknown|0|0\n2|LPC||Example|Ana||||||unknown|0|0\n");
    assert_string_equal(
        read_row(&on, "Example|Ana|mft|1|||lpc|3|Sample||Bay Clinic"),
        "1|LMFT||Example|Ana||||||unknown|0|0\n1|LMFT||Sample|Ana||||||unknown|0|1\n"
        "1|LMFT||||Bay Clinic|||||unknown|0|1\n"
        "3|LPC||Example|Ana||||||unknown|0|0\n3|LPC||Sample|Ana||||||unknown|0|1\n"
        "3|LPC||||Bay Clinic|||||unknown|0|1\n");
    assert_string_equal(read_row(&on, "Example|Ana|nurse|1|||||Sample||"), "");
    drop(&on);
}

static void a_group_that_is_nowhere_is_a_missing_column(void **state)
{
    (void)state;
    bf_error err = {0};
    fixture on =
        put(HEAD "columns: {surname: L}\neach: {times: 2, columns: {number: 'N_{n}'}}\n", "L|N");
    assert_null(bf_binding_new(on.map, on.columns, on.column_count, &err));
    assert_error(err, BF_ERR_FORMAT, "no column \"N_{n}\"");
    drop(&on);
}

static void what_is_always_so_needs_no_column(void **state)
{
    (void)state;
    fixture on = put(HEAD "columns: {surname: L, region: P, title: T}\n"
                          "always: {region: CA, title: LXT, status: excluded}\n",
                     "L|P|T");
    bind(&on);
    assert_string_equal(read_row(&on, "Example|TX|"), "|LXT|CA|Example|||||||excluded|0|0\n");
    assert_string_equal(read_row(&on, "Example||LMFT"), "|LMFT|CA|Example|||||||excluded|0|0\n");
    drop(&on);
    bf_binding_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_by_any_of_their_names),
        cmocka_unit_test(a_missing_column_is_named_with_those_that_there_are),
        cmocka_unit_test(fields_are_trimmed_dated_and_put_into_our_words),
        cmocka_unit_test(bytes_that_are_no_utf8_are_windows_1252),
        cmocka_unit_test(conditions_hold_together),
        cmocka_unit_test(each_licence_of_a_row_is_an_entry_and_each_other_name_one_more),
        cmocka_unit_test(a_group_that_is_nowhere_is_a_missing_column),
        cmocka_unit_test(what_is_always_so_needs_no_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
