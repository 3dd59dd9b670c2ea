/* script_value.c: a value that stands in a script as code, read as data: it is rewritten as JSON,
 * which common/json.h then reads. The function is that of devalue, the serializer of Nuxt 2. */
#include "analyzer/script_value.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/script_text.h"
#include "bonafide/arena.h"
#include "common/buf.h"
#include "common/json.h"

enum {
    MOST_DEPTH = 64,
    MOST_BYTES = 16 * 1024 * 1024,   /* of JSON */
    MOST_REPEATED = 4 * 1024 * 1024, /* bytes of what parameters stand for, each time */
    MOST_NOTED = 100 * 1000,         /* parameters, and as many assignments */
    MOST_MEMORY = 64 * 1024 * 1024
};

/* a.key=value or a[0]=value before the return. */
typedef struct assignment {
    bf_str key; /* as written: a name, a text with its quotes, or a number */
    bf_str value;
    struct assignment *next;
} assignment;

typedef struct {
    bf_str name;
    bf_str argument; /* as written; empty when there is none */
    assignment *first, *last;
    bool open; /* what it stands for is being written */
} parameter;

/* What the steps for one value share. */
typedef struct {
    bf_arena *arena;
    parameter *parameters; /* by name, once all are known */
    size_t count, capacity;
    size_t assigned;
    bf_buf out, text;
    size_t repeated; /* bytes that parameters stood for */
    bf_error *err;
} reading;

static bool put_value(reading *job, bf_str *rest, size_t depth);

static bool refuse(const reading *job)
{
    return bf_fail(job->err, BF_ERR_FORMAT, "a script computes it");
}

static bool no_end(const reading *job)
{
    return bf_fail(job->err, BF_ERR_FORMAT, "a literal that does not end");
}

static bool no_memory(const reading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "a script's value: no memory");
}

/* --- Tokens --------------------------------------------------------------------------------------
 */

static char first_of(bf_str text)
{
    return text.length > 0 ? text.bytes[0] : '\0';
}

static bool is_any(char c, const char *any)
{
    return c != '\0' && strchr(any, c);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || is_any(c, "_$") ||
           (unsigned char)c >= 0x80;
}

/* Bytes of the comment at the start of `text`; one that does not end is all of it. */
static size_t comment_length(bf_str text)
{
    bool block = bf_str_starts(text, BF_STR("/*"));
    if (!block && !bf_str_starts(text, BF_STR("//")))
        return 0;
    size_t end = bf_str_find(text, block ? BF_STR("*/") : BF_STR("\n"), 2);
    return end == SIZE_MAX ? text.length : end + (block ? 2 : 1);
}

static void skip_blanks(bf_str *rest)
{
    size_t length;
    do {
        length = 0;
        while (length < rest->length && is_any(rest->bytes[length], " \t\r\n"))
            length++;
        length += comment_length(bf_str_after(*rest, length));
        *rest = bf_str_after(*rest, length);
    } while (length > 0);
}

/* Takes `mark`, with blanks before it. */
static bool take_mark(bf_str *rest, const char *mark)
{
    skip_blanks(rest);
    bool there = bf_str_starts(*rest, bf_str_of(mark));
    if (there)
        *rest = bf_str_after(*rest, strlen(mark));
    return there;
}

/* Takes the name at the start of `*rest`, blanks before it; empty when there is none. */
static bf_str take_name(bf_str *rest)
{
    size_t length = 0;
    skip_blanks(rest);
    while (length < rest->length && is_name_part(rest->bytes[length]))
        length++;
    bf_str name = bf_str_slice(*rest, 0, length);
    *rest = bf_str_after(*rest, length);
    return name;
}

/* The place after the text that begins at byte `at`; the end of `code` when that does not end. */
static size_t text_end(bf_str code, size_t at)
{
    char quote = code.bytes[at++];
    while (at < code.length && code.bytes[at] != quote)
        at += code.bytes[at] == '\\' ? 2 : 1;
    return at < code.length ? at + 1 : code.length;
}

/* The first byte of `code` that is `mark` or, within no brackets, a bracket that closes; brackets
 * and texts are passed over whole. SIZE_MAX: there is none. */
static size_t find_outside(bf_str code, char mark)
{
    size_t depth = 0;
    for (size_t i = 0; i < code.length;) {
        char c = code.bytes[i];
        if (depth == 0 && (c == mark || is_any(c, ")]}")))
            return i;
        depth += is_any(c, "([{");
        depth -= is_any(c, ")]}");
        size_t comment = c == '/' ? comment_length(bf_str_after(code, i)) : 0;
        i = is_any(c, "\"'`") ? text_end(code, i) : i + (comment > 0 ? comment : 1);
    }
    return SIZE_MAX;
}

/* Takes what brackets at the start of `*rest` hold; false: they do not end. */
static bool take_brackets(bf_str *rest, bf_str *inside)
{
    bf_str code = bf_str_after(*rest, 1);
    size_t end = find_outside(code, ')');
    *inside = bf_str_slice(code, 0, end);
    *rest = bf_str_after(code, end == SIZE_MAX ? code.length : end + 1);
    return end != SIZE_MAX;
}

/* Takes the part up to the next `separator` that stands in no brackets or texts, or to the end;
 * false: nothing is left. */
static bool take_part(bf_str *rest, char separator, bf_str *part)
{
    if (rest->length == 0)
        return false;
    size_t end = find_outside(*rest, separator);
    *part = bf_str_trim(bf_str_slice(*rest, 0, end));
    *rest = bf_str_after(*rest, end == SIZE_MAX ? rest->length : end + 1);
    return true;
}

/* --- Literals ------------------------------------------------------------------------------------
 */

static void put_text(reading *job, bf_str text)
{
    bf_buf_append_char(&job->out, '"');
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if ((unsigned char)c < 0x20) {
            bf_buf_append_format(&job->out, "\\u%04x", (unsigned)c);
            continue;
        }
        if (c == '"' || c == '\\')
            bf_buf_append_char(&job->out, '\\');
        bf_buf_append_char(&job->out, c);
    }
    bf_buf_append_char(&job->out, '"');
}

static bool put_quoted(reading *job, bf_str *rest)
{
    bf_str view;
    bf_buf_reset(&job->text);
    if (!bf_script_text_take(rest, &job->text))
        return no_end(job);
    if (!bf_buf_view(&job->text, "a text in a script", &view, job->err))
        return false;
    put_text(job, view);
    return true;
}

static bf_str take_digits(bf_str *rest)
{
    size_t length = 0;
    while (length < rest->length && is_digit(rest->bytes[length]))
        length++;
    bf_str digits = bf_str_slice(*rest, 0, length);
    *rest = bf_str_after(*rest, length);
    return digits;
}

/* Writes a number as JSON has it: .5 is 0.5. */
static bool put_number(reading *job, bf_str *rest)
{
    if (take_mark(rest, "-"))
        bf_buf_append_char(&job->out, '-');
    bf_str whole = take_digits(rest), part = {0};
    if (first_of(*rest) == '.') {
        *rest = bf_str_after(*rest, 1);
        part = take_digits(rest);
    }
    if (whole.length + part.length == 0)
        return refuse(job);
    bf_buf_append(&job->out, whole.length > 0 ? whole : BF_STR("0"));
    if (part.length > 0) {
        bf_buf_append_char(&job->out, '.');
        bf_buf_append(&job->out, part);
    }
    if (!is_any(first_of(*rest), "eE"))
        return true;
    *rest = bf_str_after(*rest, 1);
    bf_buf_append_char(&job->out, 'e');
    if (is_any(first_of(*rest), "+-")) {
        bf_buf_append_char(&job->out, first_of(*rest));
        *rest = bf_str_after(*rest, 1);
    }
    bf_str power = take_digits(rest);
    bf_buf_append(&job->out, power);
    return power.length > 0 || refuse(job);
}

static bool put_array(reading *job, bf_str *rest, size_t depth)
{
    *rest = bf_str_after(*rest, 1);
    bf_buf_append_char(&job->out, '[');
    while (!take_mark(rest, "]")) {
        if (first_of(*rest) == ',')
            bf_buf_append(&job->out, BF_STR("null"));
        else if (!put_value(job, rest, depth + 1))
            return false;
        if (take_mark(rest, ","))
            bf_buf_append_char(&job->out, ',');
        else if (first_of(*rest) != ']')
            return rest->length == 0 ? no_end(job) : refuse(job);
    }
    bf_buf_append_char(&job->out, ']'); /* a comma before it is mended (common/json.h) */
    return true;
}

/* --- Parameters ----------------------------------------------------------------------------------
 */

static int compare_names(const void *one, const void *other)
{
    return bf_str_compare(((const parameter *)one)->name, ((const parameter *)other)->name);
}

static parameter *parameter_of(const reading *job, bf_str name)
{
    const parameter wanted = {.name = name};
    return job->count == 0
               ? NULL
               : bsearch(&wanted, job->parameters, job->count, sizeof wanted, compare_names);
}

/* Writes the name of a member, which is bare or quoted. */
static bool put_name(reading *job, bf_str name)
{
    if (is_any(first_of(name), "\"'"))
        return put_quoted(job, &name);
    put_text(job, name);
    return true;
}

/* Counts the bytes that are written again for a parameter: few can stand for very many. */
static bool repeat(reading *job, bf_str code)
{
    if (code.length >= MOST_REPEATED - job->repeated)
        return bf_fail(job->err, BF_ERR_LIMIT, "a script's value: more than is read");
    job->repeated += code.length + 1;
    return true;
}

/* Writes what was assigned to an object or array into it, whose closing bracket was just written.
 */
static bool put_assigned(reading *job, const parameter *of, size_t depth)
{
    char close = job->out.failed ? '\0' : job->out.bytes[job->out.length - 1];
    if (close != '}' && close != ']')
        return true;
    job->out.length--;
    bool first = is_any(job->out.bytes[job->out.length - 1], "{[");
    for (const assignment *one = of->first; one; one = one->next) {
        bf_str value = one->value;
        if (!first)
            bf_buf_append_char(&job->out, ',');
        first = false;
        if (!repeat(job, one->key) || !repeat(job, one->value))
            return false;
        if (close == '}' && !put_name(job, one->key))
            return false;
        if (close == '}')
            bf_buf_append_char(&job->out, ':');
        if (!put_value(job, &value, depth + 1))
            return false;
        skip_blanks(&value);
        if (value.length > 0)
            return refuse(job);
    }
    bf_buf_append_char(&job->out, close);
    return true;
}

/* Writes what a parameter stands for; null where it would hold itself, or has no argument. */
static bool put_parameter(reading *job, bf_str name, size_t depth)
{
    parameter *of = parameter_of(job, name);
    if (of == NULL)
        return refuse(job);
    bf_str value = of->argument;
    if (of->open || value.length == 0) {
        bf_buf_append(&job->out, BF_STR("null"));
        return repeat(job, name);
    }
    of->open = true;
    bool put = repeat(job, value) && put_value(job, &value, depth + 1);
    skip_blanks(&value);
    if (put && value.length > 0)
        put = refuse(job);
    put = put && (of->first == NULL || put_assigned(job, of, depth));
    of->open = false;
    return put;
}

/* --- Values --------------------------------------------------------------------------------------
 */

static bool put_member(reading *job, bf_str *rest, size_t depth)
{
    bf_str name = {0};
    if (is_any(first_of(*rest), "\"'")) {
        if (!put_quoted(job, rest))
            return false;
    } else {
        name = take_name(rest);
        if (name.length == 0)
            return rest->length == 0 ? no_end(job) : refuse(job);
        put_text(job, name);
    }
    bf_buf_append_char(&job->out, ':');
    if (take_mark(rest, ":"))
        return put_value(job, rest, depth + 1);
    return name.length > 0 ? put_parameter(job, name, depth) : refuse(job); /* {a} is {a:a} */
}

static bool put_object(reading *job, bf_str *rest, size_t depth)
{
    *rest = bf_str_after(*rest, 1);
    bf_buf_append_char(&job->out, '{');
    while (!take_mark(rest, "}")) {
        if (!put_member(job, rest, depth))
            return false;
        if (take_mark(rest, ","))
            bf_buf_append_char(&job->out, ',');
        else if (first_of(*rest) != '}')
            return rest->length == 0 ? no_end(job) : refuse(job);
    }
    bf_buf_append_char(&job->out, '}');
    return true;
}

/* Takes what follows a name that makes something, Array(3), and writes what stands for it. */
static bool put_made(reading *job, bf_str *rest, const char *json)
{
    bf_str inside;
    skip_blanks(rest);
    if (first_of(*rest) == '(' && !take_brackets(rest, &inside))
        return no_end(job);
    bf_buf_append(&job->out, bf_str_of(json));
    return true;
}

/* A word of the language, or a parameter. */
static bool put_word(reading *job, bf_str *rest, size_t depth)
{
    static const struct {
        const char *word, *json;
    } words[] = {{"true", "true"},      {"false", "false"}, {"null", "null"},
                 {"undefined", "null"}, {"NaN", "null"},    {"Infinity", "null"}};
    bf_str word = take_name(rest);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (bf_str_equal(word, bf_str_of(words[i].word))) {
            bf_buf_append(&job->out, bf_str_of(words[i].json));
            return true;
        }
    if (bf_str_equal(word, BF_STR("void"))) {
        bf_buf_append(&job->out, BF_STR("null"));
        return take_mark(rest, "0") || refuse(job);
    }
    if (bf_str_equal(word, BF_STR("new")))
        return take_name(rest).length > 0 ? put_made(job, rest, "null") : refuse(job);
    if (bf_str_equal(word, BF_STR("Array")) && first_of(*rest) == '(')
        return put_made(job, rest, "[]");
    if (bf_str_equal(word, BF_STR("Object")) && take_mark(rest, ".create(null)"))
        return put_made(job, rest, "{}");
    return put_parameter(job, word, depth);
}

static bool put_value(reading *job, bf_str *rest, size_t depth)
{
    skip_blanks(rest);
    char c = first_of(*rest);
    if (depth > MOST_DEPTH)
        return bf_fail(job->err, BF_ERR_LIMIT, "a script's value: nested too deep");
    if (c == '{')
        return put_object(job, rest, depth);
    if (c == '[')
        return put_array(job, rest, depth);
    if (is_any(c, "\"'`"))
        return put_quoted(job, rest);
    if (is_digit(c) || is_any(c, "-."))
        return put_number(job, rest);
    if (take_mark(rest, "!0")) {
        bf_buf_append(&job->out, BF_STR("true"));
        return true;
    }
    if (take_mark(rest, "!1")) {
        bf_buf_append(&job->out, BF_STR("false"));
        return true;
    }
    if (is_name_part(c))
        return put_word(job, rest, depth);
    return rest->length == 0 ? no_end(job) : refuse(job);
}

/* --- The function --------------------------------------------------------------------------------
 */

static bool too_many(const reading *job)
{
    return bf_fail(job->err, BF_ERR_LIMIT, "a script's value: more parameters than are read");
}

static bool add_parameter(reading *job, bf_str name)
{
    if (job->count == MOST_NOTED)
        return too_many(job);
    parameter *grown =
        bf_arena_grow(job->arena, job->parameters, job->count, &job->capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    job->parameters = grown;
    grown[job->count++] = (parameter){.name = name};
    return true;
}

/* Notes a.key=value or a[key]=value; every other statement is passed over. */
static bool read_statement(reading *job, bf_str code)
{
    bf_str name = take_name(&code), key;
    parameter *of = parameter_of(job, name);
    bool dot = first_of(code) == '.';
    if (of == NULL || (!dot && first_of(code) != '['))
        return true;
    if (dot)
        code = bf_str_after(code, 1);
    if (!dot && !take_brackets(&code, &key))
        return true;
    if (dot)
        key = take_name(&code);
    if (key.length == 0 || !take_mark(&code, "=") || is_any(first_of(code), "=>"))
        return true;
    if (job->assigned++ == MOST_NOTED)
        return too_many(job);
    assignment *one = bf_arena_take(job->arena, 1, sizeof *one);
    if (one == NULL)
        return no_memory(job);
    *one = (assignment){.key = bf_str_trim(key), .value = code};
    *(of->first ? &of->last->next : &of->first) = one;
    of->last = one;
    return true;
}

/* Reads the statements up to the one that returns something, and writes that. */
static bool put_returned(reading *job, bf_str body)
{
    bf_str statement;
    while (take_part(&body, ';', &statement)) {
        bf_str value = statement;
        if (bf_str_equal(take_name(&value), BF_STR("return"))) {
            bool put = put_value(job, &value, 0);
            skip_blanks(&value);
            return put && (value.length == 0 || refuse(job));
        }
        if (!read_statement(job, statement))
            return false;
    }
    return refuse(job);
}

/* Takes (function(a,b){…}(1,2)), or (function(a,b){…})(1,2), and writes what it returns. */
static bool put_call(reading *job, bf_str *rest)
{
    bf_str names, body, arguments, part;
    bool wrapped = take_mark(rest, "(");
    if (!take_mark(rest, "function"))
        return refuse(job);
    take_name(rest);
    if (first_of(*rest) != '(' || !take_brackets(rest, &names))
        return refuse(job);
    skip_blanks(rest);
    if (first_of(*rest) != '{' || !take_brackets(rest, &body))
        return refuse(job);
    bool closed = wrapped && take_mark(rest, ")");
    skip_blanks(rest);
    if (first_of(*rest) != '(' || !take_brackets(rest, &arguments))
        return refuse(job);
    if (wrapped && !closed && !take_mark(rest, ")"))
        return refuse(job);
    while (take_part(&names, ',', &part))
        if (!add_parameter(job, part))
            return false;
    for (size_t i = 0; i < job->count && take_part(&arguments, ',', &part); i++)
        job->parameters[i].argument = part;
    if (job->count > 0)
        qsort(job->parameters, job->count, sizeof *job->parameters, compare_names);
    return put_returned(job, body);
}

cJSON *bf_script_value_take(bf_str *rest, bf_error *err)
{
    const bf_json_limits limits = {0};
    reading job = {.arena = bf_arena_new(MOST_MEMORY), .err = err};
    bf_str left = *rest, view;
    cJSON *root = NULL;
    if (job.arena == NULL) {
        no_memory(&job);
        return NULL;
    }
    bf_buf_init(&job.out, MOST_BYTES);
    bf_buf_init(&job.text, MOST_BYTES);
    bool call = bf_str_starts(left, BF_STR("(")) || bf_str_starts(left, BF_STR("function"));
    if ((call ? put_call(&job, &left) : put_value(&job, &left, 0)) &&
        bf_buf_view(&job.out, "a script's value", &view, err))
        root = bf_json_parse(view, &limits, err);
    if (root)
        *rest = left;
    bf_buf_free(&job.out);
    bf_buf_free(&job.text);
    bf_arena_free(job.arena);
    return root;
}
