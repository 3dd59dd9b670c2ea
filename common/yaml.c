/* yaml.c: YAML files as a tree whose every node knows its place. Built from libyaml's events, depth
 * first; children are collected in a list and become an array when their parent ends. */
#include "common/yaml.h"

#include <string.h>

#include <yaml.h>

#include "bonafide/arena.h"

/* Each key is compared with those before it. */
enum {
    MOST_DEPTH = 32,
    MOST_KEYS = 10000,
    MOST_BYTES = 4 * 1024 * 1024,
    ARENA_BYTES = 256 * 1024 * 1024
};

struct bf_yaml {
    bf_arena *arena;
    bf_str name;
    bf_yaml_node root;
};

/* What the functions for the parts of one document share. */
typedef struct {
    yaml_parser_t *parser;
    bf_arena *arena;
    bf_str text, name;
    bf_error *err;
} building;

static bool fault(building *job, size_t line, size_t column, const char *words)
{
    bf_fail(job->err, BF_ERR_FORMAT, "%s", words);
    return bf_fail_at(job->err, job->name, (unsigned)line, (unsigned)column);
}

static bool no_memory(building *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "YAML: no memory");
}

/* A fault of the bytes themselves, of which libyaml knows only the offset. */
static bool fault_of_bytes(building *job, size_t offset, const char *words)
{
    bf_str before = bf_str_slice(job->text, 0, offset);
    size_t lines = 1, begin = 0;
    for (size_t end; (end = bf_str_find(before, BF_STR("\n"), begin)) != SIZE_MAX; begin = end + 1)
        lines++;
    return fault(job, lines, before.length - begin + 1, words);
}

/* Takes the next event; the caller deletes it. */
static bool next_event(building *job, yaml_event_t *event)
{
    if (yaml_parser_parse(job->parser, event))
        return true;
    const yaml_parser_t *parser = job->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        return no_memory(job);
    if (parser->error == YAML_READER_ERROR)
        return fault_of_bytes(job, parser->problem_offset, parser->problem);
    return fault(job, parser->problem_mark.line + 1, parser->problem_mark.column + 1,
                 parser->problem ? parser->problem : "cannot be read as YAML");
}

static bool is_plain(const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    return anchor == NULL && tag == NULL && event->type != YAML_ALIAS_EVENT;
}

static bool build_node(building *job, yaml_event_t *event, unsigned depth, bf_yaml_node *out);

static bool fill_scalar(building *job, const yaml_event_t *event, bf_yaml_node *out)
{
    bf_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    out->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return bf_arena_copy(job->arena, text, &out->text) || no_memory(job);
}

/* Reads "key:" into `child`; a key must be a scalar that no earlier child has. */
static bool read_key(building *job, const yaml_event_t *event, const bf_yaml_node *children,
                     size_t count, bf_yaml_node *child)
{
    size_t line = event->start_mark.line + 1, column = event->start_mark.column + 1;
    if (event->type != YAML_SCALAR_EVENT)
        return fault(job, line, column, "a key must be one word or text");
    bf_str key = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (bf_str_equal(key, BF_STR("<<")))
        return fault(job, line, column, "merge keys are not read: write it out");
    if (count == MOST_KEYS)
        return fault(job, line, column, "more than 10000 keys in one mapping");
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal(children[i].key, key)) {
            bf_fail(job->err, BF_ERR_FORMAT, "the key \"%.*s\" stands here twice, first in line %u",
                    BF_STR_ARG(key), children[i].key_line);
            return bf_fail_at(job->err, job->name, (unsigned)line, (unsigned)column);
        }
    child->key_line = (unsigned)line;
    child->key_column = (unsigned)column;
    return bf_arena_copy(job->arena, key, &child->key) || no_memory(job);
}

/* Reads the children of `out` up to the event that ends it. */
static bool fill_children(building *job, unsigned depth, bf_yaml_node *out)
{
    bf_yaml_node *children = NULL;
    size_t capacity = 0;
    yaml_event_type_t end =
        out->kind == BF_YAML_MAPPING ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    for (;;) {
        yaml_event_t event;
        bf_yaml_node child = {0};
        if (!next_event(job, &event))
            return false;
        if (event.type == end) {
            yaml_event_delete(&event);
            out->children = children;
            return true;
        }
        if (out->kind == BF_YAML_MAPPING) {
            bool read = is_plain(&event)
                            ? read_key(job, &event, children, out->count, &child)
                            : fault(job, event.start_mark.line + 1, event.start_mark.column + 1,
                                    "anchors, aliases and tags are not read");
            yaml_event_delete(&event);
            if (!read || !next_event(job, &event))
                return false;
        }
        bool built = build_node(job, &event, depth + 1, &child);
        yaml_event_delete(&event);
        bf_yaml_node *grown =
            built ? bf_arena_grow(job->arena, children, out->count, &capacity, sizeof *grown)
                  : NULL;
        if (grown == NULL)
            return built ? no_memory(job) : false;
        children = grown;
        children[out->count++] = child;
    }
}

/* Fills `out` from `event` and those that belong to it; a key set before is kept. */
static bool build_node(building *job, yaml_event_t *event, unsigned depth, bf_yaml_node *out)
{
    out->line = (unsigned)event->start_mark.line + 1;
    out->column = (unsigned)event->start_mark.column + 1;
    if (!is_plain(event))
        return fault(job, out->line, out->column, "anchors, aliases and tags are not read");
    if (depth > MOST_DEPTH)
        return fault(job, out->line, out->column, "nested too deep");
    if (event->type == YAML_SCALAR_EVENT) {
        out->kind = BF_YAML_SCALAR;
        return fill_scalar(job, event, out);
    }
    out->kind = event->type == YAML_MAPPING_START_EVENT ? BF_YAML_MAPPING : BF_YAML_SEQUENCE;
    return fill_children(job, depth, out);
}

/* Takes an event of type `want` and drops it; the next one's type is a matter of YAML's grammar. */
static bool skip_event(building *job, yaml_event_type_t want, const char *otherwise)
{
    yaml_event_t event;
    if (!next_event(job, &event))
        return false;
    bool right = event.type == want;
    size_t line = event.start_mark.line + 1, column = event.start_mark.column + 1;
    yaml_event_delete(&event);
    return right || fault(job, line, column, otherwise);
}

static bool build_document(building *job, bf_yaml_node *root)
{
    yaml_event_t event;
    if (!skip_event(job, YAML_STREAM_START_EVENT, "cannot be read as YAML") ||
        !skip_event(job, YAML_DOCUMENT_START_EVENT, "the file is empty") ||
        !next_event(job, &event))
        return false;
    bool built = build_node(job, &event, 1, root);
    yaml_event_delete(&event);
    return built && skip_event(job, YAML_DOCUMENT_END_EVENT, "cannot be read as YAML") &&
           skip_event(job, YAML_STREAM_END_EVENT, "a second document in one file");
}

bf_yaml *bf_yaml_parse(bf_str text, bf_str name, bf_error *err)
{
    yaml_parser_t parser;
    bf_yaml *yaml = NULL;
    bf_arena *arena = bf_arena_new(ARENA_BYTES);
    building job = {.parser = &parser, .arena = arena, .text = text, .name = name, .err = err};
    if (arena == NULL || (yaml = bf_arena_take(arena, 1, sizeof *yaml)) == NULL ||
        !bf_arena_copy(arena, name, &yaml->name)) {
        no_memory(&job);
        bf_arena_free(arena);
        return NULL;
    }
    yaml->arena = arena;
    bool built = false;
    if (text.length > MOST_BYTES)
        fault(&job, 0, 0, "larger than 4 MiB: no rule file");
    else if (text.length == 0) /* libyaml takes no NULL */
        fault(&job, 1, 1, "the file is empty");
    else if (!yaml_parser_initialize(&parser))
        no_memory(&job);
    else {
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&parser, (const unsigned char *)text.bytes, text.length);
        built = build_document(&job, &yaml->root);
        yaml_parser_delete(&parser);
    }
    if (built)
        return yaml;
    bf_arena_free(arena);
    return NULL;
}

const bf_yaml_node *bf_yaml_root(const bf_yaml *yaml)
{
    return &yaml->root;
}

bf_str bf_yaml_name(const bf_yaml *yaml)
{
    return yaml->name;
}

void bf_yaml_free(bf_yaml *yaml)
{
    if (yaml)
        bf_arena_free(yaml->arena); /* the tree is in it, and so is `yaml` */
}

const bf_yaml_node *bf_yaml_get(const bf_yaml_node *node, bf_str key)
{
    if (node == NULL || node->kind != BF_YAML_MAPPING)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (bf_str_equal(node->children[i].key, key))
            return &node->children[i];
    return NULL;
}
