/* fuzz_column_map.c: any bytes as a column map, and, behind a NUL, as a table that it is put to.
 * Promises: a fault has the file's name, and a place but for one of the whole; words of a table are
 * in order, each once; what a row becomes is valid UTF-8, trimmed, dates are dates, and a fault
 * names its row. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "analyzer/binding.h"
#include "common/utf8.h"

static bool give_all(void *user, bf_str *piece, bf_error *err)
{
    bf_str *rest = user;
    (void)err;
    *piece = *rest;
    rest->length = 0;
    return true;
}

static void check_values(const bf_column_values *values)
{
    for (size_t i = 1; i < values->count; i++)
        assert(bf_str_compare(values->items[i - 1].word, values->items[i].word) < 0);
    for (size_t i = 0; i < values->count; i++) {
        bf_str found;
        bool known = bf_column_value_of(values, values->items[i].word, &found);
        assert(known == (values->items[i].word.length > 0));
    }
}

static void check_map(const bf_column_map *map)
{
    assert(map->name.length > 0 && map->kind < BF_ROSTER_KINDS && map->columns.count > 0);
    assert(map->times <= BF_COLUMN_MOST_TIMES && map->other_count <= BF_COLUMN_MOST_OTHERS);
    check_values(&map->titles);
    check_values(&map->statuses);
    for (size_t i = 0; i < map->columns.count; i++)
        assert(map->columns.items[i].header_count > 0 && map->columns.items[i].column < BF_COLUMNS);
}

static void check_text(bf_str text)
{
    assert(text.length == 0 || (bf_utf8_valid(text) && bf_str_trim(text).length == text.length));
}

static void check_date(bf_str date)
{
    assert(date.length == 0 ||
           (date.length == BF_REGISTRY_DATE && date.bytes[4] == '-' && date.bytes[7] == '-'));
}

static void check_entries(const bf_roster_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bf_roster_entry *entry = &entries[i];
        const bf_str texts[] = {entry->number, entry->status_shown, entry->reason, entry->surname,
                                entry->given,  entry->middle,       entry->suffix, entry->business,
                                entry->city,   entry->postal};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            check_text(texts[k]);
        check_date(entry->expires);
        check_date(entry->since);
        assert(entry->status < BF_ROSTER_STATUSES && (i > 0 || !entry->other_name));
        assert(entry->npi == 0 || (entry->npi >= 1000000000 && entry->npi <= 9999999999));
    }
}

static void read_table(const bf_column_map *map, bf_str table)
{
    bf_error err = {0};
    size_t column_count = 0;
    bf_csv_row row;
    bf_csv_next next;
    bf_csv *csv = bf_csv_new(give_all, &table, &map->form, &err);
    const bf_str *columns = csv ? bf_csv_columns(csv, &column_count) : NULL;
    bf_binding *binding = csv ? bf_binding_new(map, columns, column_count, &err) : NULL;
    assert(binding || err.code == BF_ERR_FORMAT);
    while (binding && (next = bf_csv_read(csv, &row, &err)) != BF_CSV_END) {
        const bf_roster_entry *entries;
        size_t count;
        bf_error fault = {0};
        assert(next != BF_CSV_FATAL);
        if (next == BF_CSV_BAD)
            continue;
        if (bf_binding_read(binding, &row, &entries, &count, &fault))
            check_entries(entries, count);
        else
            assert(fault.code == BF_ERR_FORMAT && strncmp(fault.message, "row ", 4) == 0);
    }
    bf_binding_free(binding);
    bf_csv_free(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_error err = {0};
    const bf_str whole = {(const char *)data, size};
    size_t end = bf_str_find(whole, (bf_str){"", 1}, 0);
    bf_column_map *map = bf_column_map_parse(bf_str_slice(whole, 0, end), BF_STR("map"), &err);
    if (map == NULL) {
        assert((err.code == BF_ERR_RULE && strcmp(err.file, "map") == 0 && err.message[0]) ||
               err.code == BF_ERR_MEMORY);
        return 0;
    }
    check_map(map);
    if (end != SIZE_MAX)
        read_table(map, bf_str_after(whole, end + 1));
    bf_column_map_free(map);
    return 0;
}
