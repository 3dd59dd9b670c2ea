/* state_script.c: JSON found in a script that is code. The forms are those of Next.js
 * (https://nextjs.org), Nuxt, Apollo and Redux in pages of 2018 to 2026; React's rows as its client
 * reads them (react-client, ReactFlightClient). */
#include "analyzer/state_script.h"

#include <string.h>

#include "analyzer/script_text.h"
#include "analyzer/script_value.h"
#include "common/buf.h"
#include "common/hex.h"
#include "common/json.h"
#include "common/utf8.h"

enum { NAME_BYTES = 100, LITERAL_BYTES = 16 * 1024 * 1024 };

/* What the steps for one script share. */
typedef struct {
    bf_str rest;
    const bf_state_events *events;
    void *user;
} reading;

static bool is_name_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("_$.[]\"'", c));
}

/* The name that ends at byte `end` of `text`, blanks before it: what an assignment there is to. */
static bf_str name_before(bf_str text, size_t end)
{
    while (end > 0 && (text.bytes[end - 1] == ' ' || text.bytes[end - 1] == '\n'))
        end--;
    size_t begin = end;
    while (begin > 0 && end - begin < NAME_BYTES && is_name_part(text.bytes[begin - 1]))
        begin--;
    return bf_str_slice(text, begin, end);
}

static bf_str without_blanks(bf_str text)
{
    size_t i = 0;
    while (i < text.length && text.bytes[i] != '\0' && strchr(" \t\r\n", text.bytes[i]))
        i++;
    return bf_str_after(text, i);
}

/* Moves past the next assignment to a name with "__" in it, or push of rows, to its value; false:
 * there is none. */
static bool find_value(reading *job, bool *rows)
{
    static const char push[] = "__next_f.push(";
    bf_str text = job->rest;
    for (size_t i = 0; i < text.length; i++) {
        char next = i + 1 < text.length ? text.bytes[i + 1] : '\0';
        *rows = text.bytes[i] == '_' && bf_str_starts(bf_str_after(text, i), bf_str_of(push));
        bool assigned = text.bytes[i] == '=' && next != '=' && next != '>' &&
                        bf_str_find(name_before(text, i), BF_STR("__"), 0) != SIZE_MAX;
        if (!assigned && !*rows)
            continue;
        job->rest = without_blanks(bf_str_after(text, i + (*rows ? sizeof push - 1 : 1)));
        return true;
    }
    return false;
}

/* Skips "window.__X__ ||" before a value. */
static void skip_default(reading *job)
{
    size_t end = 0;
    bool list = bf_str_starts(job->rest, BF_STR("["));
    while (!list && end < job->rest.length && end < NAME_BYTES &&
           is_name_part(job->rest.bytes[end]))
        end++;
    bf_str after = without_blanks(bf_str_after(job->rest, end));
    if (end > 0 && bf_str_starts(after, BF_STR("||")))
        job->rest = without_blanks(bf_str_after(after, 2));
}

static bool refuse(const reading *job, const char *why)
{
    bf_error failure = {0};
    bf_fail(&failure, BF_ERR_FORMAT, "%s", why);
    return job->events->state(NULL, &failure, job->user);
}

/* Reads JSON.parse("…"), from its quote on. Says in `on` whether more of the script is to be read.
 */
static bool read_parsed(reading *job, bool *on)
{
    bf_json_limits limits = {0};
    bf_error failure = {0};
    bf_buf text;
    bf_str view;
    cJSON *root = NULL;
    bf_buf_init(&text, LITERAL_BYTES);
    bool whole = bf_script_text_take(&job->rest, &text);
    if (!whole)
        bf_fail(&failure, BF_ERR_FORMAT, "a literal that does not end");
    else if (bf_buf_view(&text, "a literal", &view, &failure))
        root = bf_json_parse(view, &limits, &failure);
    bf_buf_free(&text);
    *on = root != NULL;
    return job->events->state(root, &failure, job->user);
}

/* Reads JSON, or what is no JSON but can be read as a value of the script's. */
static bool read_value(reading *job, bool *on)
{
    bf_json_limits limits = {0};
    bf_error failure = {0};
    cJSON *root = NULL;
    bool json = bf_str_starts(job->rest, BF_STR("{")) || bf_str_starts(job->rest, BF_STR("["));
    if (json)
        root = bf_json_take(&job->rest, &limits, &failure);
    if (!json || (root == NULL && failure.code == BF_ERR_FORMAT)) {
        failure = (bf_error){0};
        root = bf_script_value_take(&job->rest, &failure);
    }
    *on = root != NULL;
    return job->events->state(root, &failure, job->user);
}

/* Reads the pair that is pushed: 1 and a piece of rows; the others say when to begin and end. */
static bool read_push(reading *job, bool *on)
{
    bf_json_limits limits = {0};
    bf_error failure = {0};
    cJSON *pair = bf_json_take(&job->rest, &limits, &failure);
    if (pair == NULL) {
        *on = false;
        return job->events->state(NULL, &failure, job->user);
    }
    const cJSON *kind = cJSON_GetArrayItem(pair, 0);
    bool text = cJSON_IsNumber(kind) && kind->valueint == 1;
    bool read = !text || job->events->rows(bf_json_text(cJSON_GetArrayItem(pair, 1)), job->user);
    cJSON_Delete(pair);
    return read;
}

/* Reads the value that the script is at; false: an event returned false. */
static bool read_assigned(reading *job, bool *on)
{
    static const char parse[] = "JSON.parse(";
    static const char *const values[] = {"{", "[", "(function", "function"};
    static const char *const computed[] = {"(()", "((", "(async", "JSON.parse"};
    skip_default(job);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (bf_str_starts(job->rest, bf_str_of(values[i])))
            return read_value(job, on);
    if (bf_str_starts(job->rest, bf_str_of(parse))) {
        bf_str literal = without_blanks(bf_str_after(job->rest, sizeof parse - 1));
        if (literal.length > 0 && literal.bytes[0] != '\0' && strchr("\"'`", literal.bytes[0])) {
            job->rest = literal;
            return read_parsed(job, on);
        }
    }
    for (size_t i = 0; i < sizeof computed / sizeof *computed; i++)
        if (bf_str_starts(job->rest, bf_str_of(computed[i]))) {
            *on = false;
            return refuse(job, "a script computes it");
        }
    return true;
}

bool bf_state_script_read(const bf_data_script *script, const bf_state_events *events, void *user)
{
    reading job = {.rest = script->text, .events = events, .user = user};
    bf_json_limits limits = {0};
    bf_error failure = {0};
    bool rows, on = true;
    if (script->type.length > 0) {
        cJSON *root = bf_json_parse(script->text, &limits, &failure);
        return events->state(root, &failure, user);
    }
    while (on && find_value(&job, &rows))
        if (!(rows ? read_push(&job, &on) : read_assigned(&job, &on)))
            return false;
    return true;
}

/* Takes "Tlength,text" at the start of `*rest`: what is valid UTF-8 into `text`. */
static bool take_text_row(bf_str *rest, bf_str *text)
{
    uint32_t length;
    bf_str body = bf_str_after(*rest, 1);
    if (!bf_str_starts(*rest, BF_STR("T")) || !bf_hex_take(&body, 7, &length) ||
        !bf_str_starts(body, BF_STR(",")))
        return false;
    *text = bf_str_slice(body, 1, 1 + (size_t)length);
    *rest = bf_str_after(body, 1 + (size_t)length);
    if (!bf_utf8_valid(*text)) /* a length that ends within a character */
        *text = (bf_str){0};
    return true;
}

/* Takes the row at the start of `*rest`: its JSON, or its text; neither of one that is passed over.
 */
static void take_row(bf_str *rest, bf_str *json, bf_str *text)
{
    uint32_t id;
    bf_str row;
    *json = *text = (bf_str){0};
    bool known = bf_hex_take(rest, 8, &id) && bf_str_starts(*rest, BF_STR(":"));
    if (known)
        *rest = bf_str_after(*rest, 1);
    if (known && take_text_row(rest, text))
        return;
    bool more = bf_str_take_part(rest, '\n', &row);
    if (known && more && row.length > 0 && row.bytes[0] != '\0' && strchr("[{\"", row.bytes[0]))
        *json = row;
}

bool bf_state_script_rows(bf_str rows, const bf_state_events *events, void *user)
{
    while (rows.length > 0) {
        bf_str json, text;
        take_row(&rows, &json, &text);
        if ((json.length > 0 || text.length > 0) && !events->row(json, text, user))
            return false;
    }
    return true;
}
