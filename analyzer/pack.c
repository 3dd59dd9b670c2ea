/* pack.c: one rule file being read. */
#include "analyzer/pack.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/phrase.h"
#include "common/buf.h"

enum { EXPRESSION_BYTES = 1024 * 1024 };

static bool tell_fault(bf_pack *pack, unsigned line, unsigned column, const char *format,
                       va_list arguments)
{
    bf_error fault = {0};
    char words[sizeof fault.message];
    vsnprintf(words, sizeof words, format, arguments);
    bf_fail(&fault, BF_ERR_RULE, "%s", words);
    bf_fail_at(&fault, pack->file, line, column);
    if (pack->faults++ == 0)
        *pack->err = fault;
    if (pack->tell)
        pack->tell(&fault, pack->user);
    return false;
}

bool bf_pack_fault(bf_pack *pack, const bf_yaml_node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    tell_fault(pack, node->line, node->column, format, arguments);
    va_end(arguments);
    return false;
}

bool bf_pack_fault_at_key(bf_pack *pack, const bf_yaml_node *node, const char *format, ...)
{
    va_list arguments;
    bool keyed = node->key_line > 0;
    va_start(arguments, format);
    tell_fault(pack, keyed ? node->key_line : node->line, keyed ? node->key_column : node->column,
               format, arguments);
    va_end(arguments);
    return false;
}

bf_rule_place bf_pack_place(const bf_pack *pack, const bf_yaml_node *node)
{
    return (bf_rule_place){pack->file, node->line, node->column};
}

static void *take(bf_pack *pack, size_t count, size_t size)
{
    void *taken = bf_arena_take(pack->arena, count, size);
    pack->no_memory = pack->no_memory || taken == NULL;
    return taken;
}

static bf_str copy(bf_pack *pack, bf_str text)
{
    bf_str copied = {0};
    if (!bf_arena_copy(pack->arena, text, &copied))
        pack->no_memory = true;
    return copied;
}

bool bf_pack_keys(bf_pack *pack, const bf_yaml_node *node, const char *const *keys)
{
    if (node->kind != BF_YAML_MAPPING)
        return bf_pack_fault(pack, node, "here stands a mapping: key: value");
    for (size_t i = 0; i < node->count; i++) {
        size_t k = 0;
        while (keys[k] && !bf_str_equal(bf_str_of(keys[k]), node->children[i].key))
            k++;
        if (keys[k] == NULL)
            bf_pack_fault_at_key(pack, &node->children[i], "unknown key \"%.*s\"",
                                 BF_STR_ARG(node->children[i].key));
    }
    return true;
}

/* The scalar at `key`; NULL, with a fault unless it may be missing, when there is none. */
static const bf_yaml_node *scalar(bf_pack *pack, const bf_yaml_node *node, const char *key,
                                  bool required)
{
    const bf_yaml_node *value = bf_yaml_get(node, bf_str_of(key));
    if (value == NULL) {
        if (required)
            bf_pack_fault(pack, node, "the key \"%s\" is missing", key);
        return NULL;
    }
    if (value->kind == BF_YAML_SCALAR)
        return value;
    bf_pack_fault(pack, value, "\"%s\" is one text", key);
    return NULL;
}

bf_str bf_pack_text(bf_pack *pack, const bf_yaml_node *node, const char *key, bool required)
{
    const bf_yaml_node *value = scalar(pack, node, key, required);
    if (value && required && value->text.length == 0)
        bf_pack_fault(pack, value, "\"%s\" is empty", key);
    return value ? copy(pack, value->text) : (bf_str){0};
}

bf_str *bf_pack_texts(bf_pack *pack, const bf_yaml_node *node, const char *key, size_t *count)
{
    const bf_yaml_node *value = bf_yaml_get(node, bf_str_of(key));
    *count = 0;
    if (value == NULL)
        return NULL;
    size_t most = value->kind == BF_YAML_SCALAR ? 1 : value->count;
    const bf_yaml_node *items = value->kind == BF_YAML_SCALAR ? value : value->children;
    bf_str *texts = take(pack, most, sizeof *texts);
    if (value->kind == BF_YAML_MAPPING) {
        bf_pack_fault(pack, value, "\"%s\" is a list of texts", key);
        return NULL;
    }
    for (size_t i = 0; texts && i < most; i++) {
        if (items[i].kind == BF_YAML_SCALAR && items[i].text.length > 0)
            texts[(*count)++] = copy(pack, items[i].text);
        else
            bf_pack_fault(pack, &items[i], "in \"%s\" stand texts that are not empty", key);
    }
    return texts;
}

/* The index of a scalar's word among `names`; `count`, with a fault, when it is none. */
static unsigned find_word(bf_pack *pack, const bf_yaml_node *value, const char *const *names,
                          size_t count)
{
    char known[400] = "";
    for (unsigned i = 0; i < count; i++) {
        if (value->kind == BF_YAML_SCALAR && bf_str_equal(value->text, bf_str_of(names[i])))
            return i;
        size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", names[i]);
    }
    bf_pack_fault(pack, value, "\"%.*s\" is none of: %s", BF_STR_ARG(value->text), known);
    return (unsigned)count;
}

unsigned bf_pack_choice(bf_pack *pack, const bf_yaml_node *node, const char *key,
                        const char *const *names, size_t count, unsigned otherwise)
{
    const bf_yaml_node *value = scalar(pack, node, key, false);
    if (value == NULL)
        return otherwise;
    unsigned found = find_word(pack, value, names, count);
    return found < count ? found : otherwise;
}

unsigned bf_pack_choices(bf_pack *pack, const bf_yaml_node *node, const char *key,
                         const char *const *names, size_t count, unsigned otherwise)
{
    const bf_yaml_node *value = bf_yaml_get(node, bf_str_of(key));
    unsigned set = 0;
    if (value == NULL)
        return otherwise;
    if (value->kind != BF_YAML_SEQUENCE) {
        bf_pack_fault(pack, value, "\"%s\" is a list of words", key);
        return otherwise;
    }
    for (size_t i = 0; i < value->count; i++) {
        unsigned found = find_word(pack, &value->children[i], names, count);
        set |= found < count ? 1u << found : 0;
    }
    return set;
}

double bf_pack_number(bf_pack *pack, const bf_yaml_node *node, const char *key, double otherwise)
{
    const bf_yaml_node *value = scalar(pack, node, key, false);
    char *end;
    if (value == NULL)
        return otherwise;
    errno = 0;
    double number = strtod(value->text.bytes, &end); /* the arena's copies end with a NUL */
    if (value->quoted || value->text.length == 0 || *end != '\0' || errno != 0) {
        bf_pack_fault(pack, value, "\"%s\" is a number", key);
        return otherwise;
    }
    return number;
}

long bf_pack_integer(bf_pack *pack, const bf_yaml_node *node, const char *key, long otherwise)
{
    double number = bf_pack_number(pack, node, key, (double)otherwise);
    const bf_yaml_node *value = bf_yaml_get(node, bf_str_of(key));
    if (number < -1e6 || number > 1e6 || (double)(long)number < number ||
        (double)(long)number > number) {
        bf_pack_fault(pack, value ? value : node, "\"%s\" is a whole number", key);
        return otherwise;
    }
    return (long)number;
}

bool bf_pack_flag(bf_pack *pack, const bf_yaml_node *node, const char *key, bool otherwise)
{
    static const char *const words[] = {"false", "true"};
    return bf_pack_choice(pack, node, key, words, 2, otherwise) == 1;
}

static bool find_list(bf_str name, bf_str *out, void *user)
{
    const bf_pack *pack = user;
    for (size_t i = 0; i < pack->list_count; i++)
        if (bf_str_equal(pack->lists[i].name, name)) {
            *out = pack->lists[i].expression;
            return true;
        }
    return false;
}

/* Compiles the expressions that stand at `nodes`; a fault has the column of its own byte where the
 * expression is `written_there` as it is. */
static bf_pattern *compile(bf_pack *pack, const bf_yaml_node *nodes, const bf_str *expressions,
                           size_t count, bool written_there)
{
    bf_error wrong = {0};
    bf_pattern *pattern = bf_pattern_compile(expressions, count, &wrong);
    if (pattern == NULL && wrong.code == BF_ERR_MEMORY) {
        pack->no_memory = true;
    } else if (pattern == NULL) {
        bf_yaml_node at = nodes[wrong.line - 1];
        if (written_there)
            at.column += wrong.column - 1 + at.quoted;
        bf_pack_fault(pack, &at, "%s", wrong.message);
    }
    return pattern;
}

/* The expression of one phrase, in the arena; empty, with a fault, when it is none. */
static bf_str phrase_expression(bf_pack *pack, const bf_yaml_node *node, bool any_case)
{
    bf_buf expression;
    bf_str view, kept = {0};
    bf_error wrong = {0};
    bf_buf_init(&expression, EXPRESSION_BYTES);
    if (any_case)
        bf_buf_append(&expression, BF_STR("(?i)"));
    if (node->kind != BF_YAML_SCALAR)
        bf_pack_fault(pack, node, "a phrase is one text");
    else if (!bf_phrase_append(&expression, node->text, find_list, pack, &wrong))
        bf_pack_fault(pack, node, "in the phrase \"%.*s\", byte %u: %s", BF_STR_ARG(node->text),
                      wrong.column, wrong.message);
    else if (bf_buf_view(&expression, "phrase", &view, &wrong))
        kept = copy(pack, view);
    else
        bf_pack_fault(pack, node, "%s", wrong.message);
    bf_buf_free(&expression);
    return kept;
}

bf_pattern *bf_pack_phrases(bf_pack *pack, const bf_yaml_node *value, bool any_case)
{
    bool single = value->kind == BF_YAML_SCALAR;
    const bf_yaml_node *items = single ? value : value->children;
    size_t count = single ? 1 : value->count, faults = pack->faults;
    bf_str *expressions = take(pack, count, sizeof *expressions);
    if (count == 0 || value->kind == BF_YAML_MAPPING) {
        bf_pack_fault(pack, value, "here stands a list of phrases");
        return NULL;
    }
    for (size_t i = 0; expressions && i < count; i++)
        expressions[i] = phrase_expression(pack, &items[i], any_case);
    if (pack->no_memory || pack->faults != faults)
        return NULL;
    return compile(pack, items, expressions, count, false);
}

bf_pattern *bf_pack_expressions(bf_pack *pack, const bf_yaml_node *value)
{
    bool single = value->kind == BF_YAML_SCALAR;
    const bf_yaml_node *items = single ? value : value->children;
    size_t count = single ? 1 : value->count;
    bf_str *expressions = take(pack, count, sizeof *expressions);
    bool written = count > 0 && value->kind != BF_YAML_MAPPING;
    for (size_t i = 0; written && expressions && i < count; i++) {
        written = items[i].kind == BF_YAML_SCALAR && items[i].text.length > 0;
        expressions[i] = copy(pack, items[i].text);
    }
    if (!written)
        bf_pack_fault(pack, value, "\"%.*s\" is one PCRE2 expression, or a list of them",
                      BF_STR_ARG(value->key));
    return written && !pack->no_memory ? compile(pack, items, expressions, count, true) : NULL;
}

bf_pattern *bf_pack_pattern(bf_pack *pack, const bf_yaml_node *node, const char *phrases,
                            bool any_case)
{
    const bf_yaml_node *find = bf_yaml_get(node, bf_str_of(phrases));
    const bf_yaml_node *pattern = bf_yaml_get(node, BF_STR("pattern"));
    if ((find == NULL) == (pattern == NULL)) {
        bf_pack_fault(pack, node, "it has \"%s\" or \"pattern\", and not both", phrases);
        return NULL;
    }
    if (find)
        return bf_pack_phrases(pack, find, any_case);
    return bf_pack_expressions(pack, pattern);
}

bf_pattern *bf_pack_lists(bf_pack *pack, const bf_yaml_node *node, const char *key)
{
    const bf_yaml_node *value = bf_yaml_get(node, bf_str_of(key));
    bf_buf expression;
    bf_pattern *pattern = NULL;
    bf_str view;
    bf_error full = {0};
    size_t faults = pack->faults;
    if (value == NULL)
        return NULL;
    bf_buf_init(&expression, EXPRESSION_BYTES);
    bf_buf_append(&expression, BF_STR("(?<!\\w)(?:"));
    for (size_t i = 0; value->kind == BF_YAML_SEQUENCE && i < value->count; i++) {
        if (i > 0)
            bf_buf_append_char(&expression, '|');
        if (find_list(value->children[i].text, &view, pack))
            bf_buf_append(&expression, view);
        else
            bf_pack_fault(pack, &value->children[i], "no list \"%.*s\" in this pack",
                          BF_STR_ARG(value->children[i].text));
    }
    bf_buf_append(&expression, BF_STR(")(?!\\w)"));
    if (value->kind != BF_YAML_SEQUENCE || value->count == 0)
        bf_pack_fault(pack, value, "\"%s\" is a list of names of lists", key);
    if (faults == pack->faults && bf_buf_view(&expression, key, &view, &full)) {
        view = copy(pack, view);
        pattern = pack->no_memory ? NULL : compile(pack, value, &view, 1, false);
    }
    bf_buf_free(&expression);
    return pattern;
}

/* The name of the list that `word` stands for, which is all of it: "{{name}}". */
static bool names_list(bf_str word, bf_str *name)
{
    if (!bf_str_starts(word, BF_STR("{{")) || !bf_str_ends(word, BF_STR("}}")))
        return false;
    *name = bf_str_slice(word, 2, word.length - 2);
    return true;
}

static void append_word(bf_pack *pack, bf_buf *out, const bf_yaml_node *word)
{
    bf_error wrong = {0};
    bf_str name, words;
    if (word->kind != BF_YAML_SCALAR)
        bf_pack_fault(pack, word, "a word is one text");
    else if (names_list(word->text, &name)) {
        if (find_list(name, &words, pack))
            bf_buf_append(out, words);
        else
            bf_pack_fault(pack, word, "no list \"%.*s\" above this one", BF_STR_ARG(name));
    } else if (!bf_phrase_append_bare(out, word->text, &wrong))
        bf_pack_fault(pack, word, "in \"%.*s\", byte %u: %s", BF_STR_ARG(word->text), wrong.column,
                      wrong.message);
}

/* Appends the words of a list as alternatives: phrases without lists and gaps, or lists whole. */
static bool append_words(bf_pack *pack, bf_buf *out, const bf_yaml_node *words)
{
    size_t faults = pack->faults;
    if (words->kind != BF_YAML_SEQUENCE || words->count == 0)
        return bf_pack_fault(pack, words, "here stands a list of words");
    for (size_t i = 0; i < words->count; i++) {
        if (i > 0)
            bf_buf_append_char(out, '|');
        append_word(pack, out, &words->children[i]);
    }
    return faults == pack->faults;
}

/* Reads `lists:`; one may hold those that stand above it. */
static void read_lists(bf_pack *pack, const bf_yaml_node *lists)
{
    bf_buf expression;
    bf_str view;
    bf_error full = {0};
    if (lists == NULL)
        return;
    if (lists->kind != BF_YAML_MAPPING) {
        bf_pack_fault(pack, lists, "\"lists\" is a mapping of names to lists");
        return;
    }
    pack->lists = take(pack, lists->count, sizeof *pack->lists);
    bf_buf_init(&expression, EXPRESSION_BYTES);
    for (size_t i = 0; pack->lists && i < lists->count; i++) {
        bf_buf_reset(&expression);
        if (!append_words(pack, &expression, &lists->children[i]) ||
            !bf_buf_view(&expression, "list", &view, &full))
            continue;
        pack->lists[pack->list_count++] =
            (bf_pack_list){copy(pack, lists->children[i].key), copy(pack, view)};
    }
    bf_buf_free(&expression);
}

void bf_pack_begin(bf_pack *pack)
{
    static const char *const keys[] = {"pack",        "version",       "language", "lists",
                                       "parts",       "rules",         "claims",   "titles",
                                       "schools",     "cues",          "signs",    "thin_bytes",
                                       "small_image", "least_images",  "sources",  "conduct",
                                       "credential",  "abbreviations", "profiles", NULL};
    if (!bf_pack_keys(pack, pack->root, keys))
        return;
    pack->name = bf_pack_text(pack, pack->root, "pack", true);
    pack->version = bf_pack_text(pack, pack->root, "version", true);
    read_lists(pack, bf_yaml_get(pack->root, BF_STR("lists")));
}

static void read_example(bf_pack *pack, const bf_yaml_node *node, bf_rule_example *out)
{
    static const char *const keys[] = {"text", "status", NULL};
    const bf_yaml_node *text = node;
    if (node->kind == BF_YAML_MAPPING && bf_pack_keys(pack, node, keys)) {
        const char *names[BF_STATUS_COUNT];
        for (bf_status status = 0; status < BF_STATUS_COUNT; status++)
            names[status] = bf_status_name(status);
        text = scalar(pack, node, "text", true);
        out->status = (bf_status)bf_pack_choice(pack, node, "status", names, BF_STATUS_COUNT,
                                                BF_STATUS_ASSERTED);
    }
    if (text == NULL || text->kind != BF_YAML_SCALAR || text->text.length == 0) {
        if (text)
            bf_pack_fault(pack, node, "an example is a text");
        return;
    }
    out->text = copy(pack, text->text);
    out->line = text->line;
    out->column = text->column;
}

bf_rule_examples bf_pack_examples(bf_pack *pack, const bf_yaml_node *tests, const char *key,
                                  size_t least)
{
    const bf_yaml_node *value = bf_yaml_get(tests, bf_str_of(key));
    bf_rule_examples examples = {0};
    size_t count = value && value->kind == BF_YAML_SEQUENCE ? value->count : 0;
    if (count < least)
        bf_pack_fault(pack, value ? value : tests, "\"%s\" has %zu examples, and needs %zu", key,
                      count, least);
    if (count == 0)
        return examples;
    examples.items = take(pack, count, sizeof *examples.items);
    for (; examples.items && examples.count < count; examples.count++)
        read_example(pack, &value->children[examples.count], &examples.items[examples.count]);
    return examples;
}
