/* column_map.c: what the columns of a registry's file mean. */
#include "analyzer/column_map.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bonafide/arena.h"
#include "common/buf.h"
#include "common/yaml.h"

enum { ARENA_BYTES = 4 * 1024 * 1024, FILE_BYTES = 1024 * 1024, MOST_WORD = 256 };

/* A map and the memory that its parts live in. */
typedef struct {
    bf_column_map map; /* first: what the caller has */
    bf_arena *arena;
} owned_map;

/* What reading needs. The first fault ends it. */
typedef struct {
    bf_column_map *map;
    bf_arena *arena;
    bf_error *err;
} reading;

static const char *const column_names[] = {"number",  "npi",    "title",    "region",  "status",
                                           "expires", "since",  "reason",   "surname", "given",
                                           "middle",  "suffix", "business", "city",    "postal"};
static_assert(sizeof column_names / sizeof *column_names == BF_COLUMNS, "each column has a name");

const char *bf_column_name(bf_column column)
{
    return column_names[column];
}

/* ---- Faults and texts */

static bool fault(reading *job, const bf_yaml_node *node, const char *format, ...) BF_PRINTF(3, 4);
static bool fault(reading *job, const bf_yaml_node *node, const char *format, ...)
{
    char words[sizeof job->err->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    bf_fail(job->err, BF_ERR_RULE, "%s", words);
    return bf_fail_at(job->err, job->map->file, node->key_line ? node->key_line : node->line,
                      node->key_line ? node->key_column : node->column);
}

static bool no_memory(reading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "column map: no memory");
}

static bool copy(reading *job, bf_str text, bf_str *out)
{
    return bf_arena_copy(job->arena, text, out) || no_memory(job);
}

static bool take(reading *job, size_t count, size_t size, void *out)
{
    void *taken = bf_arena_take(job->arena, count, size);
    memcpy(out, &taken, sizeof taken);
    return taken != NULL || no_memory(job);
}

static bool check_keys(reading *job, const bf_yaml_node *node, const char *const *keys)
{
    if (node->kind != BF_YAML_MAPPING)
        return fault(job, node, "here stands a mapping: key: value");
    for (size_t i = 0; i < node->count; i++) {
        size_t k = 0;
        while (keys[k] && !bf_str_equal(bf_str_of(keys[k]), node->children[i].key))
            k++;
        if (keys[k] == NULL)
            return fault(job, &node->children[i], "unknown key \"%.*s\"",
                         BF_STR_ARG(node->children[i].key));
    }
    return true;
}

static bool read_text(reading *job, const bf_yaml_node *in, const char *key, bool required,
                      bf_str *out)
{
    const bf_yaml_node *node = bf_yaml_get(in, bf_str_of(key));
    if (node == NULL)
        return !required || fault(job, in, "the key \"%s\" is missing", key);
    if (node->kind != BF_YAML_SCALAR || node->text.length == 0)
        return fault(job, node, "\"%s\" is a text", key);
    return copy(job, node->text, out);
}

static bool read_flag(reading *job, const bf_yaml_node *in, const char *key, bool *out)
{
    const bf_yaml_node *node = bf_yaml_get(in, bf_str_of(key));
    if (node == NULL)
        return true;
    *out = bf_str_equal(node->text, BF_STR("true"));
    return *out || bf_str_equal(node->text, BF_STR("false")) ||
           fault(job, node, "\"%s\" is true or false", key);
}

static bool read_count(reading *job, const bf_yaml_node *node, uint64_t most, uint64_t *out)
{
    bf_str rest = node->text;
    return (node->kind == BF_YAML_SCALAR && bf_take_decimal(&rest, most, out) && rest.length == 0 &&
            *out > 0) ||
           fault(job, node, "here stands a whole number from 1 to %llu", (unsigned long long)most);
}

/* ---- Words */

size_t bf_column_fold(bf_str text, char *out, size_t size)
{
    size_t length = 0;
    for (size_t i = 0; i < text.length && length < size; i++) {
        char c = text.bytes[i];
        if (c >= 'A' && c <= 'Z')
            out[length++] = (char)(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c > 127)
            out[length++] = c;
    }
    return length;
}

static int by_word(const void *left, const void *right)
{
    const bf_column_value *a = left, *b = right;
    return bf_str_compare(a->word, b->word);
}

bool bf_column_value_of(const bf_column_values *values, bf_str word, bf_str *out)
{
    char folded[MOST_WORD];
    if (word.length == 0 || values->count == 0)
        return false;
    bf_column_value wanted = {.word = {folded, bf_column_fold(word, folded, sizeof folded)}};
    const bf_column_value *found =
        bsearch(&wanted, values->items, values->count, sizeof wanted, by_word);
    if (found)
        *out = found->value;
    return found != NULL;
}

static bool fold_word(reading *job, bf_str text, bf_str *out)
{
    char folded[MOST_WORD];
    return copy(job, (bf_str){folded, bf_column_fold(text, folded, sizeof folded)}, out);
}

/* Sorts a table, and tells of a word that stands in it twice. */
static bool sort_values(reading *job, const bf_yaml_node *node, bf_column_values *values)
{
    if (values->count > 1)
        qsort(values->items, values->count, sizeof *values->items, by_word);
    for (size_t i = 1; i < values->count; i++)
        if (bf_str_equal(values->items[i - 1].word, values->items[i].word))
            return fault(job, node, "the word \"%.*s\" stands here twice",
                         BF_STR_ARG(values->items[i].word));
    return true;
}

/* Reads a table of what we say: the registry's word, or a list of them. */
static bool read_values(reading *job, const bf_yaml_node *in, const char *key,
                        bf_column_values *out)
{
    const bf_yaml_node *node = bf_yaml_get(in, bf_str_of(key));
    size_t count = 0;
    if (node == NULL)
        return true;
    if (node->kind != BF_YAML_MAPPING)
        return fault(job, node, "\"%s\" is a mapping of our word: [the registry's words]", key);
    for (size_t i = 0; i < node->count; i++)
        count += node->children[i].kind == BF_YAML_SEQUENCE ? node->children[i].count : 1;
    if (!take(job, count, sizeof *out->items, &out->items))
        return false;
    for (size_t i = 0; i < node->count; i++) {
        const bf_yaml_node *words = &node->children[i];
        bool list = words->kind == BF_YAML_SEQUENCE;
        bf_str value;
        if (!copy(job, words->key, &value))
            return false;
        for (size_t k = 0; k < (list ? words->count : 1); k++) {
            const bf_yaml_node *word = list ? &words->children[k] : words;
            bf_column_value *made = &out->items[out->count++];
            made->value = value;
            if (word->kind != BF_YAML_SCALAR)
                return fault(job, word, "here stands a word of the registry");
            if (!fold_word(job, word->text, &made->word))
                return false;
        }
    }
    return sort_values(job, node, out);
}

/* Reads a list of the registry's words, or one. */
static bool read_words(reading *job, const bf_yaml_node *node, bf_column_values *out)
{
    bool list = node->kind == BF_YAML_SEQUENCE;
    size_t count = list ? node->count : 1;
    if (node->kind == BF_YAML_MAPPING || count == 0)
        return fault(job, node, "here stands a list of the registry's words");
    if (!take(job, count, sizeof *out->items, &out->items))
        return false;
    for (; out->count < count; out->count++)
        if (!fold_word(job, list ? node->children[out->count].text : node->text,
                       &out->items[out->count].word))
            return false;
    return sort_values(job, node, out);
}

static bool read_statuses(reading *job, const bf_yaml_node *root)
{
    const bf_yaml_node *node = bf_yaml_get(root, BF_STR("statuses"));
    bf_roster_status status;
    for (size_t i = 0; node && i < node->count; i++)
        if (!bf_roster_status_of(node->children[i].key, &status))
            return fault(job, &node->children[i], "\"%.*s\" is no status of ours",
                         BF_STR_ARG(node->children[i].key));
    return read_values(job, root, "statuses", &job->map->statuses);
}

/* ---- Columns */

static bool add_header(reading *job, const bf_yaml_node *node, bf_column_use *use)
{
    if (node->kind != BF_YAML_SCALAR || node->text.length == 0)
        return fault(job, node, "here stands the text of a header");
    if (use->header_count == BF_COLUMN_MOST_HEADERS)
        return fault(job, node, "%d headers for one column are enough", BF_COLUMN_MOST_HEADERS);
    return copy(job, node->text, &use->headers[use->header_count++]);
}

static bool read_headers(reading *job, const bf_yaml_node *node, bf_column_use *use)
{
    if (node->kind == BF_YAML_MAPPING)
        return fault(job, node, "here stands the text of a header, or a list of them");
    if (node->kind == BF_YAML_SCALAR)
        return add_header(job, node, use);
    for (size_t i = 0; i < node->count; i++)
        if (!add_header(job, &node->children[i], use))
            return false;
    return use->header_count > 0 || fault(job, node, "the list of headers is empty");
}

static bool add_date(reading *job, const bf_yaml_node *node, unsigned *dates)
{
    for (unsigned form = 0; form < BF_DATE_FORMS; form++)
        if (bf_str_equal(node->text, bf_str_of(bf_registry_date_word(form)))) {
            *dates |= 1u << form;
            return true;
        }
    return fault(job, node, "a date is YYYYMMDD, MM/DD/YYYY or YYYY-MM-DD");
}

/* Which forms of dates are allowed: those named, else all, as they cannot be taken for one another.
 */
static bool read_dates(reading *job, const bf_yaml_node *node, bf_column_use *use)
{
    bool dated = use->column == BF_COLUMN_EXPIRES || use->column == BF_COLUMN_SINCE;
    if (node && !dated)
        return fault(job, node, "a date is for \"expires\" and \"since\"");
    if (node == NULL)
        use->dates = dated ? (1u << BF_DATE_FORMS) - 1 : 0;
    else if (node->kind == BF_YAML_SCALAR)
        return add_date(job, node, &use->dates);
    for (size_t i = 0; node && i < node->count; i++)
        if (!add_date(job, &node->children[i], &use->dates))
            return false;
    return true;
}

/* Reads one use: a header, a list of them, or a mapping with more. */
static bool read_use(reading *job, const bf_yaml_node *node, bf_column_use *use)
{
    static const char *const keys[] = {"header", "optional", "date", "none", NULL};
    const bf_yaml_node *none = bf_yaml_get(node, BF_STR("none"));
    use->line = node->line;
    if (node->kind != BF_YAML_MAPPING)
        return read_headers(job, node, use) && read_dates(job, NULL, use);
    const bf_yaml_node *header = bf_yaml_get(node, BF_STR("header"));
    if (header == NULL)
        return fault(job, node, "the key \"header\" is missing");
    return check_keys(job, node, keys) && read_headers(job, header, use) &&
           read_flag(job, node, "optional", &use->optional) &&
           (none == NULL || read_words(job, none, &use->none)) &&
           read_dates(job, bf_yaml_get(node, BF_STR("date")), use);
}

static bool find_column(reading *job, const bf_yaml_node *node, bf_column *out)
{
    for (bf_column column = 0; column < BF_COLUMNS; column++)
        if (bf_str_equal(node->key, bf_str_of(column_names[column]))) {
            *out = column;
            return true;
        }
    return fault(job, node, "\"%.*s\" is no column of a roster", BF_STR_ARG(node->key));
}

/* Reads a mapping of our columns to uses. */
static bool read_uses(reading *job, const bf_yaml_node *node, bf_column_uses *out)
{
    if (node->kind != BF_YAML_MAPPING)
        return fault(job, node, "here stands a mapping of columns: surname: LASTNAME");
    if (!take(job, node->count, sizeof *out->items, &out->items))
        return false;
    for (size_t i = 0; i < node->count; i++) {
        bf_column_use *use = &out->items[out->count++];
        if (!find_column(job, &node->children[i], &use->column) ||
            !read_use(job, &node->children[i], use))
            return false;
    }
    return true;
}

/* ---- Files, groups, other names, conditions */

static bool read_spans(reading *job, const bf_yaml_node *node)
{
    bf_csv_span *spans;
    if (node == NULL)
        return true;
    if (node->kind != BF_YAML_MAPPING || node->count == 0)
        return fault(job, node, "\"widths\" is a mapping of names: [first byte, last byte]");
    if (!take(job, node->count, sizeof *spans, &spans))
        return false;
    for (size_t i = 0; i < node->count; i++) {
        const bf_yaml_node *range = &node->children[i];
        uint64_t first, last;
        if (range->kind != BF_YAML_SEQUENCE || range->count != 2)
            return fault(job, range, "here stand two numbers: [first byte, last byte]");
        if (!read_count(job, &range->children[0], BF_CSV_MOST_FIELD, &first) ||
            !read_count(job, &range->children[1], BF_CSV_MOST_FIELD, &last) ||
            !copy(job, range->key, &spans[i].name))
            return false;
        if (last < first)
            return fault(job, range, "the last byte stands before the first");
        spans[i].first = (size_t)first;
        spans[i].last = (size_t)last;
    }
    job->map->form.spans = spans;
    job->map->form.span_count = node->count;
    return true;
}

static bool read_delimiter(reading *job, const bf_yaml_node *node)
{
    static const struct {
        const char *word;
        char delimiter;
    } delimiters[] = {{"comma", ','}, {"bar", '|'}, {"tab", '\t'}, {"semicolon", ';'}};
    if (node == NULL)
        return true;
    for (size_t i = 0; i < sizeof delimiters / sizeof *delimiters; i++)
        if (bf_str_equal(node->text, bf_str_of(delimiters[i].word))) {
            job->map->form.delimiter = delimiters[i].delimiter;
            return true;
        }
    return fault(job, node, "a delimiter is comma, bar, tab or semicolon");
}

static bool read_file_form(reading *job, const bf_yaml_node *root)
{
    static const char *const keys[] = {"delimiter", "quotes", "member", "widths", NULL};
    const bf_yaml_node *node = bf_yaml_get(root, BF_STR("file"));
    bf_str member = {0};
    bool quotes = true;
    if (node == NULL)
        return true;
    bool read = check_keys(job, node, keys) &&
                read_delimiter(job, bf_yaml_get(node, BF_STR("delimiter"))) &&
                read_flag(job, node, "quotes", &quotes) &&
                read_text(job, node, "member", false, &member) &&
                read_spans(job, bf_yaml_get(node, BF_STR("widths")));
    job->map->member = member.bytes;
    job->map->form.no_quotes = !quotes;
    return read;
}

static bool read_group(reading *job, const bf_yaml_node *root)
{
    static const char *const keys[] = {"times", "columns", NULL};
    const bf_yaml_node *node = bf_yaml_get(root, BF_STR("each"));
    uint64_t times;
    if (node == NULL)
        return true;
    const bf_yaml_node *count = bf_yaml_get(node, BF_STR("times"));
    const bf_yaml_node *columns = bf_yaml_get(node, BF_STR("columns"));
    if (!check_keys(job, node, keys))
        return false;
    if (count == NULL || columns == NULL)
        return fault(job, node, "\"each\" has \"times\" and \"columns\"");
    if (!read_count(job, count, BF_COLUMN_MOST_TIMES, &times) ||
        !read_uses(job, columns, &job->map->group))
        return false;
    job->map->times = (unsigned)times;
    for (size_t i = 0; i < job->map->group.count; i++)
        if (bf_str_find(job->map->group.items[i].headers[0], BF_STR("{n}"), 0) == SIZE_MAX)
            return fault(job, &columns->children[i], "a header of \"each\" has {n} in it");
    return true;
}

static bool is_of_name(bf_column column)
{
    return column >= BF_COLUMN_SURNAME && column <= BF_COLUMN_BUSINESS;
}

static bool read_others(reading *job, const bf_yaml_node *root)
{
    const bf_yaml_node *node = bf_yaml_get(root, BF_STR("other_names"));
    if (node == NULL)
        return true;
    if (node->kind != BF_YAML_SEQUENCE)
        return fault(job, node, "\"other_names\" is a list of mappings of columns");
    if (node->count > BF_COLUMN_MOST_OTHERS)
        return fault(job, node, "%d other names are enough", BF_COLUMN_MOST_OTHERS);
    if (!take(job, node->count, sizeof *job->map->others, &job->map->others))
        return false;
    for (size_t i = 0; i < node->count; i++) {
        bf_column_uses *uses = &job->map->others[job->map->other_count++];
        if (!read_uses(job, &node->children[i], uses))
            return false;
        for (size_t k = 0; k < uses->count; k++)
            if (!is_of_name(uses->items[k].column))
                return fault(job, &node->children[i].children[k],
                             "this is no column of a name: surname to business are");
    }
    return true;
}

static bool read_keep(reading *job, const bf_yaml_node *node, bf_column_keep *keep)
{
    static const char *const keys[] = {"header", "in", "not_in", "none", "optional", NULL};
    if (!check_keys(job, node, keys))
        return false;
    const bf_yaml_node *header = bf_yaml_get(node, BF_STR("header"));
    const bf_yaml_node *in = bf_yaml_get(node, BF_STR("in"));
    const bf_yaml_node *not_in = bf_yaml_get(node, BF_STR("not_in"));
    const bf_yaml_node *none = bf_yaml_get(node, BF_STR("none"));
    if (header == NULL || !in + !not_in + !none != 2)
        return fault(job, node,
                     "a condition has \"header\" and one of \"in\", \"not_in\", "
                     "\"none\"");
    if (none && !bf_str_equal(none->text, BF_STR("true")))
        return fault(job, none, "\"none\" is true");
    keep->use.line = node->line;
    keep->condition = in ? BF_KEEP_IN : not_in ? BF_KEEP_NOT_IN : BF_KEEP_NONE;
    return read_headers(job, header, &keep->use) &&
           read_flag(job, node, "optional", &keep->use.optional) &&
           (none || read_words(job, in ? in : not_in, &keep->words));
}

static bool read_keeps(reading *job, const bf_yaml_node *root)
{
    const bf_yaml_node *node = bf_yaml_get(root, BF_STR("keep"));
    if (node == NULL)
        return true;
    if (node->kind != BF_YAML_SEQUENCE)
        return fault(job, node, "\"keep\" is a list of conditions");
    if (!take(job, node->count, sizeof *job->map->keeps, &job->map->keeps))
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (!read_keep(job, &node->children[i], &job->map->keeps[job->map->keep_count++]))
            return false;
    return true;
}

static bool read_always(reading *job, const bf_yaml_node *root)
{
    static const char *const keys[] = {"title", "status", "region", NULL};
    const bf_yaml_node *node = bf_yaml_get(root, BF_STR("always"));
    bf_str status = {0};
    if (node == NULL)
        return true;
    if (!check_keys(job, node, keys) ||
        !read_text(job, node, "title", false, &job->map->always_title) ||
        !read_text(job, node, "region", false, &job->map->region) ||
        !read_text(job, node, "status", false, &status))
        return false;
    return status.length == 0 || bf_roster_status_of(status, &job->map->always_status) ||
           fault(job, bf_yaml_get(node, BF_STR("status")), "\"%.*s\" is no status of ours",
                 BF_STR_ARG(status));
}

/* ---- The whole */

/* What a map needs to make an entry that can be found. */
static bool check_whole(reading *job, const bf_yaml_node *columns)
{
    bool found[BF_COLUMNS] = {false};
    for (size_t i = 0; i < job->map->columns.count; i++)
        found[job->map->columns.items[i].column] = true;
    for (size_t i = 0; i < job->map->group.count; i++)
        found[job->map->group.items[i].column] = true;
    if (!found[BF_COLUMN_SURNAME] && !found[BF_COLUMN_BUSINESS])
        return fault(job, columns, "a map says where \"surname\" or \"business\" stands");
    return !job->map->only_known_titles || job->map->titles.count > 0 ||
           fault(job, columns, "\"only_known_titles\" wants a table of \"titles\"");
}

static bool read_kind(reading *job, const bf_yaml_node *root)
{
    bf_str kind = {0};
    return read_text(job, root, "kind", true, &kind) &&
           (bf_roster_kind_of(kind, &job->map->kind) ||
            fault(job, bf_yaml_get(root, BF_STR("kind")),
                  "a kind is licences, providers, exclusions or certified"));
}

static bool read_map(reading *job, const bf_yaml_node *root)
{
    static const char *const keys[] = {"roster",  "version",  "title",        "kind",
                                       "cite",    "file",     "current_only", "always",
                                       "columns", "each",     "keep",         "only_known_titles",
                                       "titles",  "statuses", "other_names",  NULL};
    bf_column_map *map = job->map;
    if (!check_keys(job, root, keys))
        return false;
    const bf_yaml_node *columns = bf_yaml_get(root, BF_STR("columns"));
    if (columns == NULL)
        return fault(job, root, "the key \"columns\" is missing");
    return read_text(job, root, "roster", true, &map->name) &&
           read_text(job, root, "version", true, &map->version) &&
           read_text(job, root, "title", true, &map->title) && read_kind(job, root) &&
           read_flag(job, root, "current_only", &map->current_only) &&
           read_flag(job, root, "only_known_titles", &map->only_known_titles) &&
           read_file_form(job, root) && read_always(job, root) &&
           read_uses(job, columns, &map->columns) && read_group(job, root) &&
           read_others(job, root) && read_keeps(job, root) &&
           read_values(job, root, "titles", &map->titles) && read_statuses(job, root) &&
           check_whole(job, columns);
}

static bf_column_map *make_map(bf_str text, bf_str name, const bf_yaml *yaml, bf_error *err)
{
    bf_arena *arena = bf_arena_new(ARENA_BYTES);
    owned_map *made = arena ? bf_arena_take(arena, 1, sizeof *made) : NULL;
    if (made == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "column map: no memory");
        bf_arena_free(arena);
        return NULL;
    }
    made->arena = arena;
    reading job = {&made->map, arena, err};
    if (copy(&job, name, &made->map.file) && read_map(&job, bf_yaml_root(yaml)) &&
        bf_digest_of(BF_DIGEST_SHA256, text, made->map.digest, err))
        return &made->map;
    bf_arena_free(arena);
    return NULL;
}

bf_column_map *bf_column_map_parse(bf_str text, bf_str name, bf_error *err)
{
    bf_yaml *yaml = bf_yaml_parse(text, name, err);
    if (yaml == NULL) {
        if (err->code == BF_ERR_FORMAT)
            err->code = BF_ERR_RULE;
        return NULL;
    }
    bf_column_map *map = make_map(text, name, yaml, err);
    bf_yaml_free(yaml);
    return map;
}

bf_column_map *bf_column_map_load(const char *path, bf_error *err)
{
    bf_buf text;
    bf_str view;
    bf_column_map *map = NULL;
    FILE *in = fopen(path, "rbe");
    bf_buf_init(&text, FILE_BYTES);
    while (in && !feof(in) && !ferror(in)) {
        char *room = bf_buf_room(&text, BUFSIZ);
        if (room == NULL)
            break;
        bf_buf_wrote(&text, fread(room, 1, BUFSIZ, in));
    }
    if (in == NULL || ferror(in))
        bf_fail(err, BF_ERR_INPUT, "%s: cannot read: %s", path, strerror(errno));
    else if (bf_buf_view(&text, "column map", &view, err))
        map = bf_column_map_parse(view, bf_str_of(path), err);
    if (in)
        fclose(in);
    bf_buf_free(&text);
    return map;
}

void bf_column_map_free(bf_column_map *map)
{
    if (map)
        bf_arena_free(((owned_map *)(void *)map)->arena);
}
