/* warc_pages.c: the pages of one WARC file, in the order of its records. */
#include "analyzer/warc_pages.h"

#include <stdlib.h>
#include <string.h>

#include "bonafide/warc.h"
#include "common/buf.h"
#include "common/digest.h"
#include "common/http.h"
#include "common/time.h"
#include "common/utf8.h"
#include "common/warc_input.h"

enum {
    BODY_BYTES = 16 * 1024 * 1024, /* as page.h has it */
    HEAD_ARENA = 4 * 1024 * 1024,
    SEEN = 4096 /* records remembered: what a broken stream repeats stands near */
};

struct bf_warc_pages {
    bf_warc_reader *reader;
    bf_str name;
    const bf_page_limits *limits;
    bf_arena *heads; /* of one record's HTTP head */
    uint64_t seen[SEEN];
    size_t seen_count; /* since the beginning */
};

bf_warc_pages *bf_warc_pages_new(bf_input *input, bf_str name, const bf_page_limits *limits)
{
    bf_warc_pages *pages = calloc(1, sizeof *pages);
    if (pages == NULL)
        return NULL;
    size_t body = limits->body_bytes ? limits->body_bytes : BODY_BYTES;
    pages->name = name;
    pages->limits = limits;
    pages->heads = bf_arena_new(HEAD_ARENA);
    pages->reader = bf_warc_reader_of_input(input, body + BF_HTTP_MOST_HEAD);
    if (pages->heads == NULL || pages->reader == NULL) {
        bf_warc_pages_free(pages);
        return NULL;
    }
    return pages;
}

void bf_warc_pages_free(bf_warc_pages *pages)
{
    if (pages == NULL)
        return;
    bf_warc_reader_free(pages->reader);
    bf_arena_free(pages->heads);
    free(pages);
}

static bool is_page_type(bf_str content_type)
{
    static const char *const types[] = {"text/html", "application/xhtml+xml", "text/plain"};
    bf_str type;
    if (!bf_str_take_part(&content_type, ';', &type))
        return true; /* browsers look at the bytes, and show a page */
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (bf_str_equal_nocase(bf_str_trim(type), bf_str_of(types[i])))
            return true;
    return false;
}

/* Says whether `uri` names something that people look at; "urn:", "dns:" and "metadata:" are what
 * crawlers keep for themselves. */
static bool is_page_uri(bf_str uri)
{
    static const char *const schemes[] = {"http://", "https://", "ftp://", "file:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (bf_str_starts_nocase(uri, bf_str_of(schemes[i])))
            return true;
    return false;
}

/* Says whether `uri` is robots.txt at the root of a host, or a sitemap's file. */
static bool is_for_robots(bf_str uri)
{
    bf_str path = bf_str_slice(uri, 0, bf_str_find(uri, BF_STR("?"), 0));
    size_t host = bf_str_find(path, BF_STR("://"), 0), last = SIZE_MAX;
    if (host == SIZE_MAX)
        return false;
    path = bf_str_after(path, host + 3);
    for (size_t at = 0; (at = bf_str_find(path, BF_STR("/"), at)) != SIZE_MAX; at++)
        last = at;
    if (last == SIZE_MAX)
        return false;
    bf_str file = bf_str_after(path, last + 1);
    if (bf_str_equal(file, BF_STR("robots.txt")))
        return bf_str_find(path, BF_STR("/"), 0) == last;
    return bf_str_starts_nocase(file, BF_STR("sitemap")) &&
           (bf_str_ends(file, BF_STR(".xml")) || bf_str_ends(file, BF_STR(".xml.gz")) ||
            bf_str_ends(file, BF_STR(".txt")));
}

/* Says whether the response in `record` is a page by its status and type; one whose head cannot be
 * read is, so that it is called bad and not passed over. */
static bool is_page_response(bf_warc_pages *pages, const bf_warc_record *record)
{
    bf_http_head head;
    bf_error ignored = {0};
    if (!bf_str_starts(record->content_type, BF_STR("application/http")) &&
        record->content_type.length > 0)
        return false;
    bf_arena_reset(pages->heads);
    if (!bf_http_head_parse(record->block, pages->heads, &head, &ignored))
        return true;
    return ((head.status >= 200 && head.status < 300) || head.status >= 400) &&
           is_page_type(bf_http_field_of(&head, BF_STR("Content-Type")));
}

static bool is_page(bf_warc_pages *pages, const bf_warc_record *record)
{
    if (!is_page_uri(record->target_uri) || is_for_robots(record->target_uri))
        return false;
    if (bf_str_equal_nocase(record->type, BF_STR("resource")))
        return record->content_type.length > 0 && is_page_type(record->content_type);
    return bf_str_equal_nocase(record->type, BF_STR("response")) && is_page_response(pages, record);
}

/* Says whether a record with this target, date and digest came before, and remembers it. A stream
 * that a kill broke off may repeat its last records. */
static bool came_before(bf_warc_pages *pages, const bf_warc_record *record, bool *before,
                        bf_error *err)
{
    char hex[BF_DIGEST_SHA256_TEXT];
    *before = false;
    if (record->payload_digest.length == 0)
        return true; /* nothing tells that it is the same */
    bf_digest *digest = bf_digest_new(BF_DIGEST_SHA256);
    if (digest == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "WARC: no memory");
    bf_digest_add(digest, record->target_uri);
    bf_digest_add(digest, BF_STR("\n"));
    bf_digest_add(digest, record->date);
    bf_digest_add(digest, BF_STR("\n"));
    bf_digest_add(digest, record->payload_digest);
    bool made = bf_digest_end(digest, hex, err);
    bf_digest_free(digest);
    if (!made)
        return false;
    hex[16] = '\0'; /* 64 bits */
    uint64_t key = strtoull(hex, NULL, 16);
    size_t known = pages->seen_count < SEEN ? pages->seen_count : SEEN;
    for (size_t i = 0; i < known && !*before; i++)
        *before = pages->seen[i] == key;
    if (!*before)
        pages->seen[pages->seen_count++ % SEEN] = key;
    return true;
}

static bool copy(bf_arena *arena, bf_str text, bf_str *out, bf_error *err)
{
    return bf_arena_copy(arena, text, out) || bf_fail(err, BF_ERR_MEMORY, "WARC: no memory");
}

static bool copy_mended(bf_arena *arena, bf_str text, bf_str *out, bf_error *err)
{
    bf_buf mended;
    if (bf_utf8_valid(text))
        return copy(arena, text, out, err);
    bf_buf_init(&mended, SIZE_MAX / 4);
    bf_utf8_append_mended(&mended, text);
    bool done = bf_buf_view(&mended, "WARC", &text, err) && copy(arena, text, out, err);
    bf_buf_free(&mended);
    return done;
}

/* Adds what the record knows and the page does not. */
static bool add_archive(const bf_warc_pages *pages, const bf_warc_record *record, bf_arena *arena,
                        bf_page *page, bf_error *err)
{
    char date[BF_TIME_TEXT];
    int64_t ms;
    page->archive.offset = record->offset;
    page->archive.length = record->length;
    if (bf_time_parse(record->date, &ms)) {
        bf_time_format(ms, date);
        if (!copy(arena, bf_str_of(date), &page->fetched_at, err))
            return false;
    }
    if (record->truncated.length > 0 || record->cut) {
        bf_str why = record->cut ? BF_STR("length") : record->truncated;
        page->truncated = true;
        if (!copy_mended(arena, why, &page->truncated_why, err))
            return false;
    }
    return copy(arena, pages->name, &page->archive.file, err) &&
           copy_mended(arena, record->record_id, &page->archive.record_id, err) &&
           copy_mended(arena, record->ip, &page->archive.ip, err);
}

/* Makes a page of `record`; false leaves its URL in `page`. */
static bool read_page(const bf_warc_pages *pages, const bf_warc_record *record, bf_arena *arena,
                      bf_page *page, bf_error *err)
{
    bf_page made = {0};
    bf_str url, body;
    if (!copy_mended(arena, record->target_uri, &url, err))
        return false;
    page->url = page->requested_url = url;
    if (bf_str_equal_nocase(record->type, BF_STR("response"))) {
        if (!bf_page_from_http(record->block, url, pages->limits, arena, &made, err))
            return false;
    } else if (!copy(arena, record->block, &body, err) ||
               !bf_page_from_html(body, url, pages->limits, arena, &made, err)) {
        return false;
    }
    if (!add_archive(pages, record, arena, &made, err))
        return false;
    *page = made;
    return true;
}

bf_source_next_kind bf_warc_pages_next(bf_warc_pages *pages, bf_arena *arena, bf_page *page,
                                       bf_error *err)
{
    bf_warc_record record;
    bool before;
    *page = (bf_page){0};
    for (;;) {
        switch (bf_warc_read(pages->reader, &record, err)) {
        case BF_WARC_RECORD:
            break;
        case BF_WARC_END:
            return BF_SOURCE_END;
        case BF_WARC_BAD:
            return BF_SOURCE_BAD;
        case BF_WARC_FATAL:
            return BF_SOURCE_FATAL;
        }
        if (!is_page(pages, &record))
            continue;
        if (!came_before(pages, &record, &before, err))
            return BF_SOURCE_FATAL;
        if (before)
            continue;
        /* a page that takes more memory than there is costs that page, and not the run */
        return read_page(pages, &record, arena, page, err) ? BF_SOURCE_PAGE : BF_SOURCE_BAD;
    }
}
