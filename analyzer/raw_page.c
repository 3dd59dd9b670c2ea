/* raw_page.c: a page as a source holds it. */
#include "analyzer/raw_page.h"

#include <cjson/cJSON.h>

#include "common/json.h"
#include "common/octets.h"
#include "common/time.h"
#include "common/utf8.h"

enum { LINE_BYTES = 64 * 1024 * 1024 }; /* of JSON */

/* --- To a page -----------------------------------------------------------------------------------
 */

static bool copy(bf_arena *arena, bf_str text, bf_str *out, bf_error *err)
{
    return bf_arena_copy(arena, text, out) || bf_fail(err, BF_ERR_MEMORY, "page: no memory");
}

static bool copy_mended(bf_arena *arena, bf_str text, bf_str *out, bf_error *err)
{
    bf_buf mended;
    if (bf_utf8_valid(text))
        return copy(arena, text, out, err);
    bf_buf_init(&mended, SIZE_MAX / 4);
    bf_utf8_append_mended(&mended, text);
    bool done = bf_buf_view(&mended, "page", &text, err) && copy(arena, text, out, err);
    bf_buf_free(&mended);
    return done;
}

/* Notes when the page was fetched; what is no date stays unknown. */
static bool add_time(bf_str date, bf_arena *arena, bf_page *page, bf_error *err)
{
    char text[BF_TIME_TEXT];
    int64_t ms;
    if (!bf_time_parse(date, &ms))
        return true;
    bf_time_format(ms, text);
    return copy(arena, bf_str_of(text), &page->fetched_at, err);
}

/* Adds what the source knows and the page does not. */
static bool add_archive(const bf_raw_page *raw, bf_arena *arena, bf_page *page, bf_error *err)
{
    page->archive.offset = raw->archive.offset;
    page->archive.length = raw->archive.length;
    if (raw->truncated.length > 0) {
        page->truncated = true;
        if (!copy_mended(arena, raw->truncated, &page->truncated_why, err))
            return false;
    }
    return copy(arena, raw->archive.file, &page->archive.file, err) &&
           copy_mended(arena, raw->archive.record_id, &page->archive.record_id, err) &&
           copy_mended(arena, raw->archive.ip, &page->archive.ip, err);
}

/* Writes `text` without what would end or break a field's line. */
static void append_flat(bf_buf *out, bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        bf_buf_append_char(out, (unsigned char)text.bytes[i] < 0x20 ? ' ' : text.bytes[i]);
}

/* The "status" of a JSON object; 0: it has none. */
static int status_of(const cJSON *described)
{
    const cJSON *status = bf_json_member(described, "status");
    bool known = cJSON_IsNumber(status) && status->valuedouble >= 100 && status->valuedouble <= 999;
    return known ? status->valueint : 0;
}

/* Makes the head of an HTTP message out of a JSON object's "status" and "headers". */
static void append_head(const cJSON *described, bf_buf *head)
{
    const cJSON *headers = bf_json_member(described, "headers");
    int status = status_of(described);
    bf_buf_append_format(head, "HTTP/1.1 %d\r\n", status ? status : 200);
    for (const cJSON *item = cJSON_IsObject(headers) ? headers->child : NULL; item;
         item = item->next) {
        if (!cJSON_IsString(item) || item->string == NULL)
            continue;
        append_flat(head, bf_str_of(item->string));
        bf_buf_append(head, BF_STR(": "));
        append_flat(head, bf_json_text(item));
        bf_buf_append(head, BF_STR("\r\n"));
    }
}

/* Adds the head that `described` tells of, and what follows from it for bytes as they came. */
static bool add_head(const cJSON *described, bf_arena *arena, bf_page *page, bf_error *err)
{
    bf_buf head;
    bf_str view;
    page->http_status = status_of(described);
    if (!cJSON_IsObject(bf_json_member(described, "headers")))
        return true;
    bf_buf_init(&head, SIZE_MAX / 4);
    append_head(described, &head);
    bool made = bf_buf_view(&head, "page", &view, err) && copy(arena, view, &page->head, err);
    bf_buf_free(&head);
    return made;
}

/* The URL that `described` names, and "requested_url", which led to it. */
static bool add_urls(const cJSON *described, bf_arena *arena, bf_page *page, bf_error *err)
{
    bf_str url = bf_json_text(bf_json_member(described, "url"));
    bf_str requested = bf_json_text(bf_json_member(described, "requested_url"));
    if (url.length > 0) {
        if (!copy(arena, url, &page->url, err))
            return false;
        page->requested_url = page->url;
    }
    return requested.length == 0 || copy(arena, requested, &page->requested_url, err);
}

/* Makes a page of one line's object. */
static bool read_object(const cJSON *object, const bf_page_limits *limits, bf_arena *arena,
                        bf_page *page, bf_error *err)
{
    const cJSON *html = bf_json_member(object, "html");
    bf_str body;
    if (!add_urls(object, arena, page, err))
        return false;
    if (!cJSON_IsString(html))
        return bf_fail(err, BF_ERR_FORMAT, "no \"html\" in the line's object");
    if (page->url.length == 0)
        return bf_fail(err, BF_ERR_FORMAT, "no \"url\" in the line's object");
    bf_page made = {0};
    if (!copy(arena, bf_json_text(html), &body, err) ||
        !bf_page_from_html(body, page->url, limits, arena, &made, err))
        return false;
    made.requested_url = page->requested_url;
    made.charset = BF_STR("utf-8"); /* JSON is, whatever the page was before */
    if (!add_head(object, arena, &made, err) ||
        !add_time(bf_json_text(bf_json_member(object, "fetched_at")), arena, &made, err))
        return false;
    *page = made;
    return true;
}

/* Puts the place in `file` into `err`, whose line counts from `first`; a column is kept. */
static bool fail_in(bf_error *err, bf_str file, unsigned first)
{
    unsigned line = first + (err->line > 0 ? err->line - 1 : 0), column = err->column;
    bf_fail(err, err->code, "%s", err->message);
    return bf_fail_at(err, file, line, column);
}

static cJSON *parse_object(bf_str text, bf_error *err)
{
    const bf_json_limits limits = {.bytes = LINE_BYTES};
    cJSON *object = bf_json_parse(text, &limits, err);
    if (object == NULL || cJSON_IsObject(object))
        return object;
    cJSON_Delete(object);
    bf_fail(err, BF_ERR_FORMAT, "not a JSON object");
    return NULL;
}

static bool read_line(const bf_raw_page *raw, const bf_page_limits *limits, bf_arena *arena,
                      bf_page *page, bf_error *err)
{
    cJSON *object = parse_object(raw->bytes, err);
    bool made = object != NULL && read_object(object, limits, arena, page, err) &&
                copy(arena, raw->archive.file, &page->archive.file, err);
    cJSON_Delete(object);
    if (!made && raw->line > 0)
        fail_in(err, raw->archive.file, raw->line);
    return made;
}

/* The charset and media type that a head of `described` names, and all else, go into `page`. */
static bool add_described(const bf_raw_page *raw, const cJSON *described,
                          const bf_page_limits *limits, bf_arena *arena, bf_page *page,
                          bf_error *err)
{
    bf_page typed = {0};
    bf_buf head;
    bf_str view;
    bf_buf_init(&head, SIZE_MAX / 4);
    append_head(described, &head);
    bf_buf_append(&head, BF_STR("\r\n"));
    bool read = bf_buf_view(&head, "page", &view, err) &&
                bf_page_from_http(view, page->url, limits, arena, &typed, err);
    bf_buf_free(&head);
    if (!read)
        return false;
    page->media_type = typed.media_type;
    page->charset = typed.charset;
    return (!raw->url_is_path || add_urls(described, arena, page, err)) &&
           add_head(described, arena, page, err) &&
           add_time(bf_json_text(bf_json_member(described, "fetched_at")), arena, page, err);
}

/* A sidecar that cannot be read leaves the page without its URL and encoding: a wrong report would
 * be worse than an error. */
static bool read_sidecar(const bf_raw_page *raw, const bf_page_limits *limits, bf_arena *arena,
                         bf_page *page, bf_error *err)
{
    if (raw->described_by.length == 0)
        return true;
    cJSON *described = parse_object(raw->described, err);
    if (described == NULL) {
        bf_error why = *err;
        bf_fail(err, why.code, "%.300s: this file speaks of the page beside it; mend or remove it",
                why.message);
        err->line = why.line;
        err->column = why.column;
        return fail_in(err, raw->described_by, 1);
    }
    bool read = add_described(raw, described, limits, arena, page, err);
    cJSON_Delete(described);
    return read;
}

bool bf_raw_page_read(const bf_raw_page *raw, const bf_page_limits *limits, bf_arena *arena,
                      bf_page *page, bf_error *err)
{
    bf_page made = {0};
    bf_str url, body;
    *page = made;
    if (raw->kind == BF_RAW_LINE)
        return read_line(raw, limits, arena, page, err);
    if (!copy_mended(arena, raw->url, &url, err))
        return false;
    page->url = page->requested_url = url;
    bool read = raw->kind == BF_RAW_HTTP
                    ? bf_page_from_http(raw->bytes, url, limits, arena, &made, err)
                    : copy(arena, raw->bytes, &body, err) &&
                          bf_page_from_html(body, url, limits, arena, &made, err) &&
                          read_sidecar(raw, limits, arena, &made, err);
    if (!read || !add_time(raw->date, arena, &made, err) || !add_archive(raw, arena, &made, err))
        return false;
    *page = made;
    return true;
}

/* --- On its way ----------------------------------------------------------------------------------
 */

void bf_raw_page_append_head(const bf_raw_page *raw, bf_buf *out)
{
    bf_octets_append_number(out, raw->kind);
    bf_octets_append_number(out, raw->url_is_path);
    bf_octets_append_number(out, raw->line);
    bf_octets_append_number(out, raw->archive.offset);
    bf_octets_append_number(out, raw->archive.length);
    const bf_str texts[] = {
        raw->url,          raw->date,         raw->truncated,         raw->described,
        raw->described_by, raw->archive.file, raw->archive.record_id, raw->archive.ip};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bf_octets_append_text(out, texts[i]);
}

bool bf_raw_page_take(bf_str text, bf_raw_page *out)
{
    bf_raw_page made = {0};
    uint64_t kind, is_path, line;
    bf_str *const texts[] = {
        &made.url,          &made.date,         &made.truncated,         &made.described,
        &made.described_by, &made.archive.file, &made.archive.record_id, &made.archive.ip};
    if (!bf_octets_take_number(&text, BF_RAW_KINDS - 1, &kind) ||
        !bf_octets_take_number(&text, 1, &is_path) ||
        !bf_octets_take_number(&text, UINT32_MAX, &line) ||
        !bf_octets_take_number(&text, UINT64_MAX, &made.archive.offset) ||
        !bf_octets_take_number(&text, UINT64_MAX, &made.archive.length))
        return false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!bf_octets_take_text(&text, texts[i]))
            return false;
    made.kind = (bf_raw_kind)kind;
    made.url_is_path = is_path == 1;
    made.line = (unsigned)line;
    made.bytes = text;
    *out = made;
    return true;
}
