/* json.c: all JSON from outside. One linear pass checks the grammar and mends what pages get wrong
 * into a clean copy; cJSON then reads that. In strict mode the pass only looks. */
#include "common/json.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/entity.h"
#include "common/hex.h"
#include "common/utf8.h"

enum { DEPTH = 64, BYTES = 16 * 1024 * 1024, MOST_VALUES = 1000 * 1000 };

/* What may come next. */
typedef enum { FIRST_KEY, KEY, COLON, FIRST_VALUE, VALUE, COMMA, END } expected;

/* The pass over one text. */
typedef struct {
    bf_str rest;
    bf_str whole;
    bf_buf clean;
    bf_buf open; /* the brackets that are, outermost first */
    size_t most_depth;
    expected next;
    size_t most_values;
    size_t values; /* brackets and commas: each makes one of cJSON's items */
    bool strict;
    bool first_only; /* what follows the first value is somebody else's */
    bf_error *err;
} mending;

/* Fails at the place that `rest` begins at. */
static bool refuse(mending *job, const char *why)
{
    size_t at = job->whole.length - job->rest.length, begin = 0;
    unsigned line = 1;
    for (size_t i = 0; i < at; i++)
        if (job->whole.bytes[i] == '\n') {
            line++;
            begin = i + 1;
        }
    bf_fail(job->err, BF_ERR_FORMAT, "JSON: %s", why);
    return bf_fail_at(job->err, BF_STR(""), line, (unsigned)(at - begin) + 1);
}

/* The length of a blank at the start of `text`; 0 when there is none. Unless strict, controls, the
 * no-break space, line and paragraph separators and byte order marks are blanks too. */
static size_t blank_length(bf_str text, bool strict)
{
    static const char *const others[] = {"\xC2\xA0", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                         "\xEF\xBB\xBF"};
    unsigned char c = text.length > 0 ? (unsigned char)text.bytes[0] : 'x';
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        return 1;
    if (strict || (c > ' ' && c < 0x7F))
        return 0;
    if (c < ' ' || c == 0x7F)
        return 1;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (bf_str_starts(text, bf_str_of(others[i])))
            return strlen(others[i]);
    return 0;
}

static void skip(mending *job, size_t count)
{
    job->rest = bf_str_after(job->rest, count);
}

/* The length of the comment at the start of `text`; 0 when there is none, or a block comment that
 * does not end. */
static size_t comment_length(bf_str text)
{
    if (bf_str_starts(text, BF_STR("/*"))) {
        size_t end = bf_str_find(text, BF_STR("*/"), 2);
        return end == SIZE_MAX ? 0 : end + 2;
    }
    if (!bf_str_starts(text, BF_STR("//")))
        return 0;
    size_t end = bf_str_find(text, BF_STR("\n"), 2);
    return end == SIZE_MAX ? text.length : end + 1;
}

/* Skips blanks, and comments unless strict. */
static void skip_blanks(mending *job)
{
    size_t comment = 0;
    do {
        skip(job, comment);
        for (size_t blank = blank_length(job->rest, job->strict); blank > 0;
             blank = blank_length(job->rest, job->strict))
            skip(job, blank);
        comment = job->strict ? 0 : comment_length(job->rest);
    } while (comment > 0);
}

/* The value of \uXXXX at the start of `text`; -1 when there is none. */
static int32_t unicode_escape(bf_str text)
{
    int32_t value = 0;
    if (text.length < 6 || text.bytes[0] != '\\' || text.bytes[1] != 'u')
        return -1;
    for (size_t i = 2; i < 6; i++) {
        int digit = bf_hex_digit(text.bytes[i]);
        if (digit < 0)
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* Copies an escape. A surrogate without its other half becomes U+FFFD, and so does \u0000, which
 * cJSON's strings cannot hold (strict: refused). */
static bool copy_escape(mending *job)
{
    int32_t value = unicode_escape(job->rest);
    if (!job->strict && bf_str_starts(job->rest, BF_STR("\\'"))) { /* an escape of JavaScript */
        bf_buf_append_char(&job->clean, '\'');
        skip(job, 2);
        return true;
    }
    if (value < 0) {
        bool known = job->rest.length >= 2 && strchr("\"\\/bfnrt", job->rest.bytes[1]) &&
                     job->rest.bytes[1] != '\0';
        if (!known)
            return refuse(job, "an escape that there is not");
        bf_buf_append(&job->clean, bf_str_slice(job->rest, 0, 2));
        skip(job, 2);
        return true;
    }
    int32_t low = unicode_escape(bf_str_after(job->rest, 6));
    bool pair = value >= 0xD800 && value < 0xDC00 && low >= 0xDC00 && low < 0xE000;
    bool lone = value == 0 || (value >= 0xD800 && value < 0xE000 && !pair);
    if (lone && job->strict)
        return refuse(job, value ? "a lone surrogate" : "a NUL in a string");
    bf_buf_append(&job->clean,
                  lone ? BF_STR("\\ufffd") : bf_str_slice(job->rest, 0, pair ? 12 : 6));
    skip(job, pair ? 12 : 6);
    return true;
}

/* Copies one character that is no escape: a raw control as its escape, bad UTF-8 as U+FFFD. */
static bool copy_character(mending *job)
{
    bf_str before = job->rest;
    uint32_t c;
    bool valid = bf_utf8_take(&job->rest, &c);
    if (valid && c >= 0x20) {
        bf_buf_append(&job->clean, bf_str_slice(before, 0, before.length - job->rest.length));
        return true;
    }
    if (job->strict) {
        job->rest = before;
        return refuse(job, valid ? "a control character in a string" : "bytes that are not UTF-8");
    }
    if (valid)
        bf_buf_append_format(&job->clean, "\\u%04x", c ? c : BF_UTF8_REPLACEMENT);
    else
        bf_utf8_append(&job->clean, BF_UTF8_REPLACEMENT);
    return true;
}

static bool copy_string(mending *job)
{
    skip(job, 1);
    bf_buf_append_char(&job->clean, '"');
    while (job->rest.length > 0 && job->rest.bytes[0] != '"')
        if (!(job->rest.bytes[0] == '\\' ? copy_escape(job) : copy_character(job)))
            return false;
    if (job->rest.length == 0)
        return refuse(job, "the text ends inside a string");
    skip(job, 1);
    bf_buf_append_char(&job->clean, '"');
    return true;
}

/* The innermost open bracket; NUL at the top. */
static char innermost(const mending *job)
{
    return job->open.length > 0 ? job->open.bytes[job->open.length - 1] : '\0';
}

static bool expects_value(const mending *job)
{
    return job->next == VALUE || job->next == FIRST_VALUE;
}

/* A value is complete, and with it what may follow. */
static void end_value(mending *job)
{
    job->next = job->open.length > 0 ? COMMA : END;
}

static bool misplaced(mending *job)
{
    static const char *const words[] = {[FIRST_KEY] = "expected a name or \"}\"",
                                        [KEY] = "expected a name",
                                        [COLON] = "expected a colon",
                                        [FIRST_VALUE] = "expected a value or \"]\"",
                                        [VALUE] = "expected a value",
                                        [COMMA] = "expected a comma or a closing bracket",
                                        [END] = "expected nothing more"};
    return refuse(job, words[job->next]);
}

static bool over_limit(mending *job, const char *why)
{
    refuse(job, why);
    job->err->code = BF_ERR_LIMIT;
    return false;
}

/* Copies `count` bytes as they are. */
static void copy(mending *job, size_t count)
{
    bf_buf_append(&job->clean, bf_str_slice(job->rest, 0, count));
    skip(job, count);
}

static bool copy_opening(mending *job)
{
    if (!expects_value(job))
        return misplaced(job);
    if (job->open.length == job->most_depth)
        return over_limit(job, "nested too deep");
    job->next = job->rest.bytes[0] == '{' ? FIRST_KEY : FIRST_VALUE;
    bf_buf_append_char(&job->open, job->rest.bytes[0]);
    copy(job, 1);
    return !job->open.failed || bf_fail(job->err, BF_ERR_MEMORY, "JSON: no memory");
}

static bool copy_closing(mending *job)
{
    bool object = job->rest.bytes[0] == '}';
    if (innermost(job) != (object ? '{' : '['))
        return refuse(job, "a bracket that closes nothing");
    if (job->next != COMMA && job->next != (object ? FIRST_KEY : FIRST_VALUE))
        return misplaced(job);
    job->open.length--;
    end_value(job);
    copy(job, 1);
    return true;
}

/* A comma before a closing bracket or the end is left out, unless strict. */
static bool copy_comma(mending *job)
{
    if (job->next != COMMA)
        return misplaced(job);
    mending ahead = *job;
    skip(&ahead, 1);
    skip_blanks(&ahead);
    char next = ahead.rest.length > 0 ? ahead.rest.bytes[0] : '\0';
    if (!job->strict && (next == ']' || next == '}' || next == '\0')) {
        skip(job, 1);
        return true;
    }
    job->next = innermost(job) == '{' ? KEY : VALUE;
    copy(job, 1);
    return true;
}

static bool copy_colon(mending *job)
{
    if (job->next != COLON)
        return misplaced(job);
    job->next = VALUE;
    copy(job, 1);
    return true;
}

static bool copy_text(mending *job)
{
    bool name = job->next == KEY || job->next == FIRST_KEY;
    if (!name && !expects_value(job))
        return misplaced(job);
    if (!copy_string(job))
        return false;
    if (name)
        job->next = COLON;
    else
        end_value(job);
    return true;
}

static size_t digits_at(bf_str text, size_t from)
{
    size_t count = 0;
    while (from + count < text.length && text.bytes[from + count] >= '0' &&
           text.bytes[from + count] <= '9')
        count++;
    return count;
}

static bool is_at(bf_str text, size_t at, const char *any)
{
    return at < text.length && text.bytes[at] != '\0' && strchr(any, text.bytes[at]);
}

/* The length of the number at the start of `text` (RFC 8259, 6); 0 when it is none. */
static size_t number_length(bf_str text)
{
    size_t at = is_at(text, 0, "-"), whole = digits_at(text, at), more;
    if (whole == 0 || (whole > 1 && text.bytes[at] == '0'))
        return 0;
    at += whole;
    if (is_at(text, at, ".")) {
        more = digits_at(text, at + 1);
        if (more == 0)
            return 0;
        at += 1 + more;
    }
    if (is_at(text, at, "eE")) {
        at += 1 + is_at(text, at + 1, "+-");
        more = digits_at(text, at);
        if (more == 0)
            return 0;
        at += more;
    }
    return at;
}

/* Copies a number; zeros before it are left out, unless strict (pages write "postalCode": 02139).
 */
static bool copy_number(mending *job)
{
    while (!job->strict && is_at(job->rest, 0, "0") && is_at(job->rest, 1, "0123456789"))
        skip(job, 1);
    size_t length = number_length(job->rest);
    if (length == 0)
        return refuse(job, "a number that there is not");
    copy(job, length);
    end_value(job);
    return true;
}

/* Copies true, false, null or a number. */
static bool copy_scalar(mending *job)
{
    static const char *const words[] = {"true", "false", "null"};
    if (!expects_value(job))
        return misplaced(job);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (bf_str_starts(job->rest, bf_str_of(words[i]))) {
            copy(job, strlen(words[i]));
            end_value(job);
            return true;
        }
    return is_at(job->rest, 0, "-0123456789") ? copy_number(job) : misplaced(job);
}

static bool copy_token(mending *job)
{
    char c = job->rest.bytes[0];
    job->values += c == '{' || c == '[' || c == ',';
    if (job->values > job->most_values)
        return over_limit(job, "more values than are read");
    switch (c) {
    case '"':
        return copy_text(job);
    case ',':
        return copy_comma(job);
    case ':':
        return copy_colon(job);
    case '{':
    case '[':
        return copy_opening(job);
    case '}':
    case ']':
        return copy_closing(job);
    default:
        return copy_scalar(job);
    }
}

/* What stands round JSON on pages: a byte order mark, HTML comment and CDATA marks, a semicolon. */
static bf_str without_wrapping(bf_str text)
{
    static const char *const opens[] = {"\xEF\xBB\xBF", "<!--", "//<![CDATA[", "<![CDATA["};
    static const char *const closes[] = {"//]]>", "]]>", "//-->", "-->", ";"};
    text = bf_str_trim(text);
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++)
        if (bf_str_starts(text, bf_str_of(opens[i])))
            text = bf_str_trim(bf_str_after(text, strlen(opens[i])));
    for (size_t i = 0; i < sizeof closes / sizeof *closes; i++)
        if (bf_str_ends(text, bf_str_of(closes[i])))
            text = bf_str_trim(bf_str_slice(text, 0, text.length - strlen(closes[i])));
    return text;
}

/* Closes the one bracket that is missing at the end, unless strict: a comma before it is none. */
static void close_last(mending *job)
{
    if (job->strict || job->first_only || job->open.length != 1 || job->next != COMMA)
        return;
    bf_buf_append_char(&job->clean, innermost(job) == '{' ? '}' : ']');
    job->open.length = 0;
    end_value(job);
}

/* Copies all tokens, then says whether something is missing. */
static bool mend(mending *job)
{
    for (skip_blanks(job); job->rest.length > 0; skip_blanks(job)) {
        if (job->first_only && job->next == END)
            return true;
        if (!copy_token(job))
            return false;
    }
    close_last(job);
    if (job->open.length > 0)
        return refuse(job, "the text ends inside an object or array");
    return job->next == END || refuse(job, "nothing there");
}

/* The part of `text` up to the end of its inner part `inner`, so that places are those of the
 * whole.
 */
static bf_str up_to_end(bf_str text, bf_str inner)
{
    return inner.length == 0
               ? text
               : (bf_str){text.bytes, (size_t)(inner.bytes - text.bytes) + inner.length};
}

/* Mends what `job` is given and reads it. NULL: `job->err` says why. */
static cJSON *read_mended(mending *job)
{
    bf_str clean;
    cJSON *root = NULL;
    bf_buf_init(&job->clean, 6 * job->whole.length + 2); /* a control becomes an escape of six */
    bf_buf_init(&job->open, job->most_depth);
    if (mend(job) && bf_buf_view(&job->clean, "JSON", &clean, job->err)) {
        root = cJSON_ParseWithLength(clean.bytes, clean.length);
        if (root == NULL) /* the grammar was checked */
            bf_fail(job->err, BF_ERR_MEMORY, "JSON: no memory");
    }
    bf_buf_free(&job->clean);
    bf_buf_free(&job->open);
    return root;
}

/* Says whether a text was escaped for HTML, as {&quot;name&quot;: …}: not one quote is left. */
static bool is_escaped(bf_str text)
{
    return bf_str_find(text, BF_STR("\""), 0) == SIZE_MAX &&
           bf_str_find(text, BF_STR("&quot;"), 0) != SIZE_MAX;
}

/* The same for a text that is escaped for HTML; places are those of what it is undone. */
static cJSON *read_escaped(mending *job)
{
    cJSON *root = NULL;
    bf_buf undone;
    bf_buf_init(&undone, job->rest.length);
    bf_entity_append_undone(&undone, job->rest);
    if (bf_buf_view(&undone, "JSON", &job->rest, job->err)) {
        job->whole = job->rest;
        root = read_mended(job);
    }
    bf_buf_free(&undone);
    return root;
}

/* Of `text`, what is read is `inner`. */
static mending begin(bf_str text, bf_str inner, const bf_json_limits *limits, bf_error *err)
{
    return (mending){.rest = inner,
                     .whole = up_to_end(text, inner),
                     .most_depth = limits->depth ? limits->depth : DEPTH,
                     .most_values = limits->values ? limits->values : MOST_VALUES,
                     .next = VALUE,
                     .strict = limits->strict,
                     .err = err};
}

cJSON *bf_json_parse(bf_str text, const bf_json_limits *limits, bf_error *err)
{
    size_t most = limits->bytes ? limits->bytes : BYTES;
    if (text.length > most) {
        bf_fail(err, BF_ERR_LIMIT, "JSON: more than %zu bytes", most);
        return NULL;
    }
    mending job = begin(text, limits->strict ? text : without_wrapping(text), limits, err);
    return !job.strict && is_escaped(job.rest) ? read_escaped(&job) : read_mended(&job);
}

cJSON *bf_json_take(bf_str *rest, const bf_json_limits *limits, bf_error *err)
{
    bf_str text = bf_str_slice(*rest, 0, limits->bytes ? limits->bytes : BYTES);
    mending job = begin(text, text, limits, err);
    job.first_only = true;
    cJSON *root = read_mended(&job);
    if (root)
        *rest = bf_str_after(*rest, text.length - job.rest.length);
    return root;
}

const cJSON *bf_json_member(const cJSON *object, const char *name)
{
    return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
}

bf_str bf_json_text(const cJSON *item)
{
    return cJSON_IsString(item) ? bf_str_of(item->valuestring) : (bf_str){0};
}

void bf_json_add_text(cJSON *to, const char *key, bf_str text)
{
    char *copy = malloc(text.length + 1);
    if (copy == NULL)
        return;
    if (text.length > 0)
        memcpy(copy, text.bytes, text.length);
    copy[text.length] = '\0';
    cJSON_AddItemToObject(to, key, text.length > 0 ? cJSON_CreateString(copy) : cJSON_CreateNull());
    free(copy);
}
