/* page.c: one fetched page, all codings undone. */
#include "bonafide/page.h"

#include "common/coding.h"
#include "common/digest.h"
#include "common/http.h"

enum { BODY_BYTES = 16 * 1024 * 1024, RATIO = 200, CODINGS = 4 };

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "page: no memory");
}

static bf_coding_limits coding_limits(const bf_page_limits *limits)
{
    return (bf_coding_limits){.bytes = limits->body_bytes ? limits->body_bytes : BODY_BYTES,
                              .ratio = limits->ratio ? limits->ratio : RATIO,
                              .codings = limits->codings ? limits->codings : CODINGS};
}

static void mark_truncated(bf_page *page, bf_str why)
{
    page->truncated = true;
    if (page->truncated_why.length == 0)
        page->truncated_why = why;
}

static bool hash_of(bf_str bytes, bf_arena *arena, bf_str *out, bf_error *err)
{
    char hex[BF_DIGEST_SHA256_TEXT];
    return bf_digest_of(BF_DIGEST_SHA256, bytes, hex, err) &&
           (bf_arena_copy(arena, bf_str_of(hex), out) || no_memory(err));
}

/* Notes the media type, in lower case, and the charset (RFC 9110, 8.3). */
static bool note_type(const bf_http_type *type, bf_arena *arena, bf_page *page, bf_error *err)
{
    if (!bf_arena_copy(arena, type->media_type, &page->media_type) ||
        !bf_arena_copy(arena, type->charset, &page->charset))
        return no_memory(err);
    char *lower = (char *)page->media_type.bytes; /* our own copy */
    for (size_t i = 0; i < page->media_type.length; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z')
            lower[i] = (char)(lower[i] - 'A' + 'a');
    return true;
}

/* Says whether the last transfer coding is chunked (RFC 9112, 6.1). */
static bool is_chunked(bf_str codings)
{
    bf_str coding, last = {0};
    while (bf_str_take_part(&codings, ',', &coding))
        last = bf_str_trim(coding).length > 0 ? bf_str_trim(coding) : last;
    return bf_str_equal_nocase(last, BF_STR("chunked"));
}

/* Says whether the status has no body, whatever the fields say (RFC 9112, 6.3). */
static bool is_bodiless(int status)
{
    return status < 200 || status == 204 || status == 304;
}

/* Compares what came with Content-Length, which means nothing beside a transfer coding. */
static void check_length(const bf_http_head *head, bf_str body, bf_page *page)
{
    bf_str value = bf_http_field_of(head, BF_STR("Content-Length"));
    uint64_t length;
    if (!is_bodiless(head->status) && bf_take_decimal(&value, UINT64_MAX, &length) &&
        value.length == 0 && body.length < length)
        mark_truncated(page, BF_STR("disconnect"));
}

/* Undoes the chunks, into `dechunked` or as a view of `body` when there are none. */
static bool undo_chunks(const bf_http_head *head, bf_str codings, bf_str body, bf_buf *dechunked,
                        bf_page *page, bf_str *payload, bf_error *err)
{
    *payload = body;
    if (!is_chunked(codings)) {
        check_length(head, body, page);
        return true;
    }
    bf_http_chunks chunks = bf_http_dechunk(body, dechunked);
    if (chunks == BF_HTTP_NOT_CHUNKED) /* decoded by whoever stored it, the field left in */
        return true;
    if (chunks == BF_HTTP_CUT)
        mark_truncated(page, BF_STR("disconnect"));
    return bf_buf_view(dechunked, "page", payload, err);
}

static bool undo_codings(bf_str codings, bf_str payload, const bf_page_limits *limits,
                         bf_arena *arena, bf_page *page, bf_error *err)
{
    const bf_coding_limits within = coding_limits(limits);
    bf_buf decoded;
    bf_str view = {0};
    bool kept = false;
    bf_buf_init(&decoded, within.bytes);
    switch (bf_coding_undo(codings, payload, &within, &decoded)) {
    case BF_CODING_LIMIT:
        mark_truncated(page, BF_STR("length"));
        kept = true;
        break;
    case BF_CODING_CUT:
        mark_truncated(page, BF_STR("coding"));
        kept = true;
        break;
    case BF_CODING_DONE:
        kept = true;
        break;
    case BF_CODING_FAILED:
        break;
    }
    view = (bf_str){decoded.bytes, decoded.length};
    kept = kept && bf_arena_copy(arena, view, &page->body);
    bf_buf_free(&decoded);
    return kept || no_memory(err);
}

/* Takes a body that has no coding as it is, without a copy; false: it has one. */
static bool take_uncoded(bf_str transfer, bf_str content, bf_str body, const bf_page_limits *limits,
                         bf_page *page)
{
    size_t most = coding_limits(limits).bytes;
    if (is_chunked(transfer) || content.length > 0)
        return false;
    if (body.length > most)
        mark_truncated(page, BF_STR("length"));
    page->body = bf_str_slice(body, 0, most);
    return true;
}

/* Fills in the body of `page` and its digests from `body`, as it came after `head`. */
static bool read_body(const bf_http_head *head, bf_str body, const bf_page_limits *limits,
                      bf_arena *arena, bf_page *page, bf_error *err)
{
    bf_buf dechunked;
    bf_str transfer, content, payload;
    if (!bf_http_list_of(head, BF_STR("Transfer-Encoding"), arena, &transfer) ||
        !bf_http_list_of(head, BF_STR("Content-Encoding"), arena, &content))
        return no_memory(err);
    bool lean = limits->lean;
    bf_buf_init(&dechunked, body.length);
    bool read = undo_chunks(head, transfer, body, &dechunked, page, &payload, err) &&
                (lean || hash_of(payload, arena, &page->payload_sha256, err)) &&
                ((lean && take_uncoded(transfer, content, payload, limits, page)) ||
                 undo_codings(content, payload, limits, arena, page, err)) &&
                (lean || hash_of(page->body, arena, &page->body_sha256, err));
    bf_buf_free(&dechunked);
    return read;
}

bool bf_page_from_http(bf_str message, bf_str url, const bf_page_limits *limits, bf_arena *arena,
                       bf_page *out, bf_error *err)
{
    bf_http_head head;
    bf_page page = {0};
    if (!bf_http_head_parse(message, arena, &head, err))
        return false;
    page.http_status = head.status;
    if (!bf_arena_copy(arena, url, &page.url) || !bf_arena_copy(arena, head.text, &page.head))
        return no_memory(err);
    page.requested_url = page.url;
    bf_http_type type = bf_http_type_of(&head);
    if (!note_type(&type, arena, &page, err) ||
        !read_body(&head, bf_str_after(message, head.length), limits, arena, &page, err))
        return false;
    *out = page;
    return true;
}

bool bf_page_from_html(bf_str html, bf_str url, const bf_page_limits *limits, bf_arena *arena,
                       bf_page *out, bf_error *err)
{
    bf_page page = {.body = html, .media_type = BF_STR("text/html")};
    size_t most = coding_limits(limits).bytes;
    if (html.length > most) {
        page.body = bf_str_slice(html, 0, most);
        mark_truncated(&page, BF_STR("length"));
    }
    if (!bf_arena_copy(arena, url, &page.url))
        return no_memory(err);
    page.requested_url = page.url;
    if (!limits->lean && !hash_of(page.body, arena, &page.body_sha256, err))
        return false;
    *out = page;
    return true;
}

bf_str bf_page_header(const bf_page *page, bf_str name)
{
    bf_str rest = page->head, line;
    bf_str_take_line(&rest, &line); /* the status line */
    while (bf_str_take_line(&rest, &line)) {
        size_t colon = bf_str_find(line, BF_STR(":"), 0);
        if (colon != SIZE_MAX &&
            bf_str_equal_nocase(bf_str_trim(bf_str_slice(line, 0, colon)), name))
            return bf_str_trim(bf_str_after(line, colon + 1));
    }
    return (bf_str){0};
}
