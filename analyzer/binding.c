/* binding.c: a column map put to the header of one file. */
#include "analyzer/binding.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bonafide/arena.h"
#include "common/buf.h"
#include "common/charset.h"
#include "common/utf8.h"

enum {
    MOST_NAME = 256,
    SHOWN = 60,          /* bytes of a field or a name in a message */
    SHOWN_COLUMNS = 300, /* bytes of all columns in a message */
    MOST_MENDED = 64 * 1024 * 1024,
    NONE = -1
};

/* A use, and where its column stands in a row; NONE: the file lacks it. */
typedef struct {
    const bf_column_use *use;
    int at;
} bound;
typedef struct {
    bound *items;
    size_t count;
} bounds;

struct bf_binding {
    const bf_column_map *map;
    const bf_str *columns;
    size_t column_count;
    bounds own;
    bounds *groups; /* map->times of them */
    bounds *others; /* map->other_count */
    bounds keeps;
    bf_roster_entry *entries;        /* room for as many as a row can give */
    char (*dates)[BF_REGISTRY_DATE]; /* of their dates */
    size_t date_count;
    bf_arena *mended; /* fields of the row that were no UTF-8 */
};

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "table: no memory");
}

/* ---- Binding */

/* Where the column of the folded name `wanted` stands; NONE: nowhere. */
static int find_column(const bf_binding *binding, bf_str wanted)
{
    char folded[MOST_NAME];
    for (size_t i = 0; i < binding->column_count; i++) {
        size_t length = bf_column_fold(binding->columns[i], folded, sizeof folded);
        if (length > 0 && bf_str_equal((bf_str){folded, length}, wanted))
            return (int)i;
    }
    return NONE;
}

/* Where the column of the header `header` stands, whose {n} is `number`. */
static int find_header(const bf_binding *binding, bf_str header, unsigned number)
{
    char text[MOST_NAME], folded[MOST_NAME];
    size_t at = bf_str_find(header, BF_STR("{n}"), 0);
    int length = at == SIZE_MAX ? snprintf(text, sizeof text, "%.*s", BF_STR_ARG(header))
                                : snprintf(text, sizeof text, "%.*s%u%.*s", (int)at, header.bytes,
                                           number, BF_STR_ARG(bf_str_after(header, at + 3)));
    if (length < 0 || (size_t)length >= sizeof text)
        return NONE;
    return find_column(binding,
                       (bf_str){folded, bf_column_fold(bf_str_of(text), folded, sizeof folded)});
}

/* Says which column is missing, and which there are. */
static bool fail_missing(const bf_binding *binding, const bf_column_use *use, bf_error *err)
{
    bf_buf words;
    bf_str shown = {0};
    bf_error cut = {0};
    bf_buf_init(&words, SHOWN_COLUMNS);
    for (size_t i = 0; i < binding->column_count && !words.failed; i++)
        bf_buf_append_format(&words, "%s\"%.*s\"", i > 0 ? ", " : "",
                             BF_STR_ARG(bf_str_slice(binding->columns[i], 0, SHOWN)));
    if (!bf_buf_view(&words, "columns", &shown, &cut))
        shown = (bf_str){words.bytes, words.length}; /* the first of them will do */
    bf_fail(err, BF_ERR_FORMAT,
            "no column \"%.*s\", which \"%.*s\" needs (%.*s:%u names it); the columns are %.*s%s",
            BF_STR_ARG(bf_str_slice(use->headers[0], 0, SHOWN)), BF_STR_ARG(binding->map->name),
            BF_STR_ARG(binding->map->file), use->line, BF_STR_ARG(shown),
            cut.code == BF_OK ? "" : " …");
    bf_buf_free(&words);
    return false;
}

static bool bind_use(const bf_binding *binding, const bf_column_use *use, unsigned number,
                     bound *out, bf_error *err)
{
    *out = (bound){use, NONE};
    for (size_t i = 0; i < use->header_count && out->at == NONE; i++)
        out->at = find_header(binding, use->headers[i], number);
    /* a group may stand less often than the map allows for, but once it must */
    return out->at != NONE || use->optional || number > 1 || fail_missing(binding, use, err);
}

static bool bind_uses(const bf_binding *binding, const bf_column_uses *uses, unsigned number,
                      bounds *out, bf_error *err)
{
    out->items = calloc(uses->count + 1, sizeof *out->items);
    if (out->items == NULL)
        return no_memory(err);
    for (; out->count < uses->count; out->count++)
        if (!bind_use(binding, &uses->items[out->count], number, &out->items[out->count], err))
            return false;
    return true;
}

static bool bind_keeps(bf_binding *binding, bf_error *err)
{
    const bf_column_map *map = binding->map;
    binding->keeps.items = calloc(map->keep_count + 1, sizeof *binding->keeps.items);
    if (binding->keeps.items == NULL)
        return no_memory(err);
    for (size_t i = 0; i < map->keep_count; i++)
        if (!bind_use(binding, &map->keeps[i].use, 1, &binding->keeps.items[i], err))
            return false;
    binding->keeps.count = map->keep_count;
    return true;
}

static bool bind_all(bf_binding *binding, bf_error *err)
{
    const bf_column_map *map = binding->map;
    size_t most = (map->times > 0 ? map->times : 1) * (1 + map->other_count);
    binding->groups = calloc(map->times + 1, sizeof *binding->groups);
    binding->others = calloc(map->other_count + 1, sizeof *binding->others);
    binding->entries = calloc(most, sizeof *binding->entries);
    binding->dates = calloc(2 * (map->times + 1), sizeof *binding->dates);
    if (!binding->groups || !binding->others || !binding->entries || !binding->dates)
        return no_memory(err);
    if (!bind_uses(binding, &map->columns, 1, &binding->own, err) || !bind_keeps(binding, err))
        return false;
    for (unsigned i = 0; i < map->times; i++)
        if (!bind_uses(binding, &map->group, i + 1, &binding->groups[i], err))
            return false;
    for (size_t i = 0; i < map->other_count; i++)
        if (!bind_uses(binding, &map->others[i], 1, &binding->others[i], err))
            return false;
    return true;
}

bf_binding *bf_binding_new(const bf_column_map *map, const bf_str *columns, size_t count,
                           bf_error *err)
{
    bf_binding *binding = calloc(1, sizeof *binding);
    if (binding == NULL) {
        no_memory(err);
        return NULL;
    }
    *binding = (bf_binding){.map = map, .columns = columns, .column_count = count};
    binding->mended = bf_arena_new(MOST_MENDED);
    if (binding->mended ? bind_all(binding, err) : no_memory(err))
        return binding;
    bf_binding_free(binding);
    return NULL;
}

void bf_binding_free(bf_binding *binding)
{
    if (binding == NULL)
        return;
    for (unsigned i = 0; binding->groups && i < binding->map->times; i++)
        free(binding->groups[i].items);
    for (size_t i = 0; binding->others && i < binding->map->other_count; i++)
        free(binding->others[i].items);
    free(binding->own.items);
    free(binding->keeps.items);
    free(binding->groups);
    free(binding->others);
    free(binding->entries);
    free(binding->dates);
    bf_arena_free(binding->mended);
    free(binding);
}

/* ---- Fields */

/* `text` without blanks at both ends; most fields have none. */
static bf_str trim(bf_str text)
{
    if (text.length > 0 &&
        ((unsigned char)text.bytes[0] <= ' ' || (unsigned char)text.bytes[text.length - 1] <= ' '))
        return bf_str_trim(text);
    return text;
}

/* What a row has at `one`; empty where the file lacks the column. */
static bf_str field_of(const bound *one, const bf_csv_row *row)
{
    return one->at == NONE ? (bf_str){0} : trim(row->fields[one->at]);
}

static bool fail_at(const bf_binding *binding, const bf_csv_row *row, const bound *one,
                    bf_str field, const char *expected, bf_error *err)
{
    bf_error shown = {0};
    bf_buf mended; /* the field as a message may have it */
    bf_buf_init(&mended, 3 * SHOWN);
    bf_utf8_append_mended(&mended, bf_str_slice(field, 0, SHOWN));
    bf_str text = {0};
    if (!bf_buf_view(&mended, "field", &text, &shown))
        text = BF_STR("…");
    bf_fail(err, BF_ERR_FORMAT, "row %" PRIu64 ", column \"%.*s\": \"%.*s\" is %s", row->number,
            BF_STR_ARG(bf_str_slice(binding->columns[one->at], 0, SHOWN)), BF_STR_ARG(text),
            expected);
    bf_buf_free(&mended);
    return false;
}

/* Makes UTF-8 of a field that is none, as windows-1252 has it. */
static bool mend(bf_binding *binding, bf_str *field, bf_error *err)
{
    size_t length = 0;
    char *text = bf_arena_take(binding->mended, field->length, BF_UTF8_MOST);
    if (text == NULL)
        return no_memory(err);
    for (size_t i = 0; i < field->length; i++) {
        uint32_t c = bf_charset_windows_1252((unsigned char)field->bytes[i]);
        length += bf_utf8_write(c ? c : BF_UTF8_REPLACEMENT, text + length);
    }
    *field = (bf_str){text, length};
    return true;
}

static bool is_all_zeros(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] != '0' && text.bytes[i] != '/' && text.bytes[i] != '-')
            return false;
    return true;
}

static bool read_date(bf_binding *binding, const bf_csv_row *row, const bound *one, bf_str field,
                      bf_str *out, bf_error *err)
{
    char expected[64] = "no date:";
    char *text = binding->dates[binding->date_count];
    if (is_all_zeros(field))
        return true;
    if (bf_registry_date_read(field, one->use->dates, text)) {
        *out = (bf_str){text, BF_REGISTRY_DATE};
        binding->date_count++;
        return true;
    }
    for (bf_registry_date_form form = 0; form < BF_DATE_FORMS; form++)
        if ((one->use->dates >> form & 1) != 0)
            snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%s %s",
                     strlen(expected) > 8 ? " or" : "", bf_registry_date_word(form));
    snprintf(expected + strlen(expected), sizeof expected - strlen(expected), " is expected");
    return fail_at(binding, row, one, field, expected, err);
}

/* Reads an NPI; zeros are none. */
static bool read_npi(const bf_binding *binding, const bf_csv_row *row, const bound *one,
                     bf_str field, int64_t *out, bf_error *err)
{
    bf_str rest = field;
    uint64_t number;
    if (is_all_zeros(field))
        return true;
    if (field.length != 10 || !bf_take_decimal(&rest, UINT64_C(9999999999), &number) ||
        rest.length > 0 || number < UINT64_C(1000000000))
        return fail_at(binding, row, one, field, "no NPI: 10 digits, or none, are expected", err);
    *out = (int64_t)number;
    return true;
}

static bf_str *text_of(bf_roster_entry *entry, bf_column column)
{
    switch (column) {
    case BF_COLUMN_NUMBER:
        return &entry->number;
    case BF_COLUMN_TITLE:
        return &entry->title;
    case BF_COLUMN_REGION:
        return &entry->region;
    case BF_COLUMN_STATUS:
        return &entry->status_shown;
    case BF_COLUMN_EXPIRES:
        return &entry->expires;
    case BF_COLUMN_SINCE:
        return &entry->since;
    case BF_COLUMN_REASON:
        return &entry->reason;
    case BF_COLUMN_SURNAME:
        return &entry->surname;
    case BF_COLUMN_GIVEN:
        return &entry->given;
    case BF_COLUMN_MIDDLE:
        return &entry->middle;
    case BF_COLUMN_SUFFIX:
        return &entry->suffix;
    case BF_COLUMN_BUSINESS:
        return &entry->business;
    case BF_COLUMN_CITY:
        return &entry->city;
    case BF_COLUMN_POSTAL:
        return &entry->postal;
    case BF_COLUMN_NPI:
    case BF_COLUMNS:
        break;
    }
    return NULL;
}

/* Puts one field of a row into `entry`. */
static bool put_field(bf_binding *binding, const bf_csv_row *row, const bound *one,
                      bf_roster_entry *entry, bf_error *err)
{
    bf_str field = field_of(one, row), unused;
    if (field.length == 0 || bf_column_value_of(&one->use->none, field, &unused))
        return true;
    if (one->use->column == BF_COLUMN_NPI)
        return read_npi(binding, row, one, field, &entry->npi, err);
    if (one->use->dates != 0)
        return read_date(binding, row, one, field, text_of(entry, one->use->column), err);
    if (bf_utf8_ascii(field) < field.length && !bf_utf8_valid(field) && !mend(binding, &field, err))
        return false;
    *text_of(entry, one->use->column) = field;
    return true;
}

static bool put_fields(bf_binding *binding, const bf_csv_row *row, const bounds *from,
                       bf_roster_entry *entry, bf_error *err)
{
    for (size_t i = 0; i < from->count; i++)
        if (!put_field(binding, row, &from->items[i], entry, err))
            return false;
    return true;
}

/* ---- Rows */

static bool is_kept(const bf_binding *binding, const bf_csv_row *row)
{
    for (size_t i = 0; i < binding->keeps.count; i++) {
        const bf_column_keep *keep = &binding->map->keeps[i];
        bf_str field = field_of(&binding->keeps.items[i], row), unused;
        if (binding->keeps.items[i].at == NONE)
            continue;
        bool holds = keep->condition == BF_KEEP_NONE
                         ? is_all_zeros(field)
                         : bf_column_value_of(&keep->words, field, &unused);
        if (holds == (keep->condition == BF_KEEP_NOT_IN))
            return false;
    }
    return true;
}

/* Puts our words in place of the registry's; false: an entry of that title is not ours. */
static bool put_words(const bf_column_map *map, bf_roster_entry *entry)
{
    bf_str word;
    bool known = bf_column_value_of(&map->titles, entry->title, &entry->title);
    if (entry->title.length == 0)
        entry->title = map->always_title;
    if (map->region.length > 0)
        entry->region = map->region;
    entry->status = map->always_status;
    if (entry->status_shown.length > 0 &&
        (!bf_column_value_of(&map->statuses, entry->status_shown, &word) ||
         !bf_roster_status_of(word, &entry->status)))
        entry->status = BF_ROSTER_UNKNOWN;
    return known || !map->only_known_titles;
}

/* Says whether the row's licence `entry` is one of those before it. */
static bool is_repeat(const bf_roster_entry *entries, size_t count, const bf_roster_entry *entry)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal(entries[i].number, entry->number) &&
            bf_str_equal(entries[i].title, entry->title) &&
            bf_str_equal(entries[i].region, entry->region))
            return true;
    return false;
}

/* Fills the licences of a row into the first entries. */
static bool read_licences(bf_binding *binding, const bf_csv_row *row, size_t *count, bf_error *err)
{
    const bf_column_map *map = binding->map;
    bf_roster_entry base = {0};
    *count = 0;
    if (!put_fields(binding, row, &binding->own, &base, err))
        return false;
    for (unsigned i = 0; i < (map->times > 0 ? map->times : 1); i++) {
        bf_roster_entry entry = base;
        if (map->times > 0 && !put_fields(binding, row, &binding->groups[i], &entry, err))
            return false;
        if (put_words(map, &entry) && !is_repeat(binding->entries, *count, &entry))
            binding->entries[(*count)++] = entry;
    }
    return true;
}

/* Puts behind each licence one more for each other name. */
static bool add_other_names(bf_binding *binding, const bf_csv_row *row, size_t *count,
                            bf_error *err)
{
    bf_roster_entry names[BF_COLUMN_MOST_OTHERS];
    size_t name_count = 0, licences = *count;
    for (size_t i = 0; i < binding->map->other_count; i++) {
        bf_roster_entry name = {0};
        if (!put_fields(binding, row, &binding->others[i], &name, err))
            return false;
        if (name.surname.length > 0 && name.given.length == 0)
            name.given = binding->entries[0].given;
        if (name.surname.length > 0 || name.business.length > 0)
            names[name_count++] = name;
    }
    for (size_t i = licences; name_count > 0 && i-- > 0;) {
        bf_roster_entry own = binding->entries[i];
        bf_roster_entry *to = &binding->entries[i * (name_count + 1)];
        *to++ = own;
        for (size_t k = 0; k < name_count; k++, to++) {
            *to = own;
            to->surname = names[k].surname;
            to->given = names[k].given;
            to->middle = names[k].middle;
            to->suffix = names[k].suffix;
            to->business = names[k].business;
            to->other_name = true;
        }
    }
    *count = licences * (name_count + 1);
    return true;
}

static bool is_blank(const bf_csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (trim(row->fields[i]).length > 0)
            return false;
    return true;
}

/* An entry that nobody could find is a sign that the columns are not what they seem. */
static bool check_findable(const bf_binding *binding, const bf_csv_row *row, bf_error *err)
{
    const bf_roster_entry *first = &binding->entries[0];
    return first->surname.length > 0 || first->business.length > 0 || first->number.length > 0 ||
           first->npi != 0 || is_blank(row) ||
           bf_fail(err, BF_ERR_FORMAT,
                   "row %" PRIu64 ": it has no name and no number: one of them is expected",
                   row->number);
}

bool bf_binding_read(bf_binding *binding, const bf_csv_row *row, const bf_roster_entry **entries,
                     size_t *count, bf_error *err)
{
    *entries = binding->entries;
    *count = 0;
    if (!is_kept(binding, row))
        return true;
    binding->date_count = 0;
    if (bf_arena_used(binding->mended) > 0)
        bf_arena_reset(binding->mended);
    if (!read_licences(binding, row, count, err) ||
        (*count > 0 && !check_findable(binding, row, err)))
        return false;
    if (*count > 0 && is_blank(row))
        *count = 0;
    return *count == 0 || add_other_names(binding, row, count, err);
}
