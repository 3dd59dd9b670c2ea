/* json.c: all JSON from outside. One linear pass validates nesting and mends what pages get wrong
 * into a clean copy; cJSON then reads that. In strict mode the pass only looks. */
#include "common/json.h"

#include <string.h>

#include "common/buf.h"
#include "common/utf8.h"

enum { DEPTH = 64, BYTES = 16 * 1024 * 1024, MOST_VALUES = 1000 * 1000 };

/* The pass over one text. */
typedef struct {
    bf_str rest;
    bf_str whole;
    bf_buf clean;
    size_t depth, most_depth;
    size_t values; /* brackets and commas: each makes one of cJSON's items */
    bool strict;
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

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip(mending *job, size_t count)
{
    job->rest = bf_str_after(job->rest, count);
}

/* Skips blanks, and comments unless strict. */
static void skip_blanks(mending *job)
{
    for (;;) {
        while (job->rest.length > 0 && is_blank(job->rest.bytes[0]))
            skip(job, 1);
        size_t end = SIZE_MAX;
        if (!job->strict && bf_str_starts(job->rest, BF_STR("/*")))
            end = bf_str_find(job->rest, BF_STR("*/"), 2);
        else if (!job->strict && bf_str_starts(job->rest, BF_STR("//")))
            end = bf_str_find(job->rest, BF_STR("\n"), 2);
        else
            return;
        skip(job, end == SIZE_MAX ? job->rest.length : end + 1);
        if (bf_str_starts(job->rest, BF_STR("/"))) /* of the comment's end */
            skip(job, 1);
    }
}

/* The value of \uXXXX at the start of `text`; -1 when there is none. */
static int32_t unicode_escape(bf_str text)
{
    int32_t value = 0;
    if (text.length < 6 || text.bytes[0] != '\\' || text.bytes[1] != 'u')
        return -1;
    for (size_t i = 2; i < 6; i++) {
        char c = text.bytes[i];
        int digit = c >= '0' && c <= '9'                     ? c - '0'
                    : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                             : -1;
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

/* A comma before a closing bracket is left out, unless strict. */
static void copy_comma(mending *job)
{
    mending ahead = *job;
    skip(&ahead, 1);
    skip_blanks(&ahead);
    bool trailing = ahead.rest.length > 0 && strchr("]}", ahead.rest.bytes[0]);
    if (!trailing || job->strict)
        bf_buf_append_char(&job->clean, ',');
    skip(job, 1);
}

/* Copies one token; the order of tokens is cJSON's to judge. */
static bool copy_token(mending *job)
{
    char c = job->rest.bytes[0];
    job->values += strchr("{[,", c) != NULL;
    if (job->values > MOST_VALUES) {
        refuse(job, "more than a million values");
        job->err->code = BF_ERR_LIMIT;
        return false;
    }
    switch (c) {
    case '"':
        return copy_string(job);
    case ',':
        copy_comma(job);
        return true;
    case '{':
    case '[':
        if (++job->depth > job->most_depth) {
            refuse(job, "nested too deep");
            job->err->code = BF_ERR_LIMIT;
            return false;
        }
        break;
    case '}':
    case ']':
        if (job->depth == 0)
            return refuse(job, "a bracket that closes nothing");
        job->depth--;
        break;
    default:
        if ((unsigned char)c < 0x20 || (unsigned char)c >= 0x7F)
            return refuse(job, "a character that has no place here");
        break;
    }
    bf_buf_append_char(&job->clean, c);
    skip(job, 1);
    return true;
}

/* What stands round JSON on pages: a byte order mark, HTML comment and CDATA marks, a semicolon. */
static bf_str without_wrapping(bf_str text)
{
    static const char *const opens[] = {"\xEF\xBB\xBF", "<!--", "//<![CDATA[", "<![CDATA["};
    static const char *const closes[] = {"//]]>", "]]>", "-->", "//-->", ";"};
    text = bf_str_trim(text);
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++)
        if (bf_str_starts(text, bf_str_of(opens[i])))
            text = bf_str_trim(bf_str_after(text, strlen(opens[i])));
    for (size_t i = 0; i < sizeof closes / sizeof *closes; i++)
        if (bf_str_ends(text, bf_str_of(closes[i])))
            text = bf_str_trim(bf_str_slice(text, 0, text.length - strlen(closes[i])));
    return text;
}

/* Copies all tokens, then says whether something is left open. */
static bool mend(mending *job)
{
    for (skip_blanks(job); job->rest.length > 0; skip_blanks(job))
        if (!copy_token(job))
            return false;
    if (job->depth > 0)
        return refuse(job, "the text ends inside an object or array");
    return job->clean.length > 0 || job->clean.failed || refuse(job, "nothing there");
}

static cJSON *read_clean(mending *job)
{
    bf_str clean;
    const char *end = NULL;
    if (!bf_buf_view(&job->clean, "JSON", &clean, job->err))
        return NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(clean.bytes, clean.length + 1, &end, 1);
    if (root == NULL && end && (size_t)(end - clean.bytes) < clean.length)
        bf_fail(job->err, BF_ERR_FORMAT, "JSON: cannot be read at \"%.*s\"", 40, end);
    else if (root == NULL)
        bf_fail(job->err, BF_ERR_FORMAT, "JSON: cannot be read to its end");
    return root;
}

cJSON *bf_json_parse(bf_str text, const bf_json_limits *limits, bf_error *err)
{
    size_t most = limits->bytes ? limits->bytes : BYTES;
    mending job = {.rest = limits->strict ? text : without_wrapping(text),
                   .most_depth = limits->depth ? limits->depth : DEPTH,
                   .strict = limits->strict,
                   .err = err};
    job.whole = job.rest;
    if (text.length > most) {
        bf_fail(err, BF_ERR_LIMIT, "JSON: more than %zu bytes", most);
        return NULL;
    }
    bf_buf_init(&job.clean, 6 * most + 1); /* a control becomes an escape of six */
    cJSON *root = mend(&job) ? read_clean(&job) : NULL;
    bf_buf_free(&job.clean);
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
