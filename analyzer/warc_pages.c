/* warc_pages.c: the pages of one WARC file, in the order of its records. */
#include "analyzer/warc_pages.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bonafide/warc.h"
#include "common/digest.h"
#include "common/http.h"
#include "common/warc_input.h"
#include "common/warc_lookup.h"

enum {
    BODY_BYTES = 16 * 1024 * 1024, /* as page.h has it */
    HEAD_ARENA = 4 * 1024 * 1024,
    SEEN = 4096 /* records remembered: what a broken stream repeats stands near */
};

struct bf_warc_pages {
    bf_warc_reader *reader;
    bf_str name;
    const bf_source_settings *settings;
    bf_warc_lookup *archives[2]; /* where revisits are looked for; NULL: none */
    uint64_t passed_over;        /* revisits */
    bf_arena *heads;             /* of one record's HTTP head */
    uint64_t seen[SEEN];
    size_t seen_count; /* since the beginning */
};

static bool open_archive(bf_warc_pages *pages, size_t which, const char *folder, size_t most)
{
    if (folder != NULL)
        pages->archives[which] = bf_warc_lookup_new(folder, most);
    return folder == NULL || pages->archives[which] != NULL;
}

bf_warc_pages *bf_warc_pages_new(bf_input *input, bf_str name, const bf_source_settings *settings,
                                 const char *beside)
{
    bf_warc_pages *pages = calloc(1, sizeof *pages);
    if (pages == NULL)
        return NULL;
    size_t body = settings->limits.body_bytes ? settings->limits.body_bytes : BODY_BYTES;
    size_t most = body + BF_HTTP_MOST_HEAD;
    pages->name = name;
    pages->settings = settings;
    pages->heads = bf_arena_new(HEAD_ARENA);
    pages->reader = bf_warc_reader_of_input(input, most);
    if (pages->heads == NULL || pages->reader == NULL ||
        !open_archive(pages, 0, settings->archive_dir, most) ||
        !open_archive(pages, 1, beside, most)) {
        bf_warc_pages_free(pages);
        return NULL;
    }
    return pages;
}

void bf_warc_pages_free(bf_warc_pages *pages)
{
    if (pages == NULL)
        return;
    for (size_t i = 0; i < 2; i++)
        bf_warc_lookup_free(pages->archives[i]);
    bf_warc_reader_free(pages->reader);
    bf_arena_free(pages->heads);
    free(pages);
}

uint64_t bf_warc_pages_passed_over(const bf_warc_pages *pages)
{
    return pages->passed_over;
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
           bf_http_is_page_type(bf_http_type_of(&head).media_type);
}

static bool is_revisit(const bf_warc_record *record)
{
    return bf_str_equal_nocase(record->type, BF_STR("revisit"));
}

/* Says whether the revisit in `record` can be one of a page, by what its own head tells. */
static bool may_be_page(bf_warc_pages *pages, const bf_warc_record *record)
{
    bf_http_head head;
    bf_error ignored = {0};
    bf_arena_reset(pages->heads);
    return !bf_http_head_parse(record->block, pages->heads, &head, &ignored) ||
           head.status == 304 || is_page_response(pages, record);
}

static bool is_page(bf_warc_pages *pages, const bf_warc_record *record)
{
    if (!is_page_uri(record->target_uri) || is_for_robots(record->target_uri))
        return false;
    if (bf_str_equal_nocase(record->type, BF_STR("resource")))
        return record->content_type.length > 0 && bf_http_is_page_type(record->content_type);
    if (is_revisit(record))
        return may_be_page(pages, record);
    return bf_str_equal_nocase(record->type, BF_STR("response")) && is_page_response(pages, record);
}

/* Says whether a record with this target, date and digest came before, and remembers it. A stream
 * that a kill broke off may repeat its last records. */
static bool came_before(bf_warc_pages *pages, const bf_warc_record *record, bool *before,
                        bf_error *err)
{
    char hex[BF_DIGEST_SHA256_TEXT];
    *before = false;
    bool revisit = is_revisit(record); /* whose target and date tell enough */
    if (record->payload_digest.length == 0 && !revisit)
        return true; /* nothing tells that it is the same */
    bf_digest *digest = bf_digest_new(BF_DIGEST_SHA256);
    if (digest == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "WARC: no memory");
    bf_digest_add(digest, record->target_uri);
    bf_digest_add(digest, BF_STR("\n"));
    bf_digest_add(digest, record->date);
    bf_digest_add(digest, BF_STR("\n"));
    bf_digest_add(digest, record->payload_digest);
    if (revisit)
        bf_digest_add(digest, BF_STR("\nrevisit"));
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

/* Makes a raw page of `record`, which stands in `file`. */
static bf_raw_page raw_of(bf_str file, const bf_warc_record *record)
{
    bool http = !bf_str_equal_nocase(record->type, BF_STR("resource"));
    return (bf_raw_page){
        .kind = http ? BF_RAW_HTTP : BF_RAW_HTML,
        .url = record->target_uri,
        .date = record->date,
        .truncated = record->cut ? BF_STR("length") : record->truncated,
        .archive = {file, record->offset, record->length, record->record_id, record->ip},
        .bytes = record->block,
    };
}

/* Finds what a revisit refers to, where it refers to anything. */
static bf_warc_lookup_end find_referred(bf_warc_pages *pages, const bf_warc_record *revisit,
                                        bf_warc_record *record, bf_str *file, bf_error *err)
{
    bf_warc_reference reference;
    bf_warc_lookup_end end = BF_WARC_LOOKUP_MISSING;
    if (!bf_warc_reference_of(revisit, &reference))
        return end;
    for (size_t i = 0; i < 2 && end == BF_WARC_LOOKUP_MISSING; i++)
        if (pages->archives[i] != NULL)
            end = bf_warc_lookup_find(pages->archives[i], &reference, record, file, err);
    return end;
}

/* Says that what `revisit` refers to is not there; its own place goes into `raw`. */
static bf_source_next_kind say_missing(const bf_warc_pages *pages, const bf_warc_record *revisit,
                                       bf_raw_page *raw, bf_error *err)
{
    bf_str file = bf_warc_field(revisit, BF_STR("WARC-Refers-To-Filename"));
    *raw = raw_of(pages->name, revisit);
    bf_fail(err, BF_ERR_INPUT,
            "WARC: the revisit at offset %" PRIu64 " refers to a record of %.*s%s%.*s that is not "
            "in the archive %s",
            revisit->offset, BF_STR_ARG(revisit->refers_to_date), file.length > 0 ? " in " : "",
            BF_STR_ARG(file), pages->settings->archive_dir);
    return BF_SOURCE_BAD;
}

/* Makes a page of the response that `revisit` refers to, fetched when the revisit was made.
 * BF_SOURCE_END: it is passed over. */
static bf_source_next_kind read_revisit(bf_warc_pages *pages, const bf_warc_record *revisit,
                                        bf_raw_page *raw, bf_error *err)
{
    bf_warc_record record;
    bf_str file;
    switch (find_referred(pages, revisit, &record, &file, err)) {
    case BF_WARC_LOOKUP_FOUND:
        break;
    case BF_WARC_LOOKUP_FAILED:
        return BF_SOURCE_FATAL;
    case BF_WARC_LOOKUP_MISSING:
        if (pages->settings->archive_dir != NULL)
            return say_missing(pages, revisit, raw, err);
        pages->passed_over++;
        return BF_SOURCE_END;
    }
    if (!is_page_response(pages, &record))
        return BF_SOURCE_END;
    *raw = raw_of(file, &record);
    raw->kind = BF_RAW_HTTP;
    raw->url = revisit->target_uri;
    raw->date = revisit->date;
    return BF_SOURCE_PAGE;
}

bf_source_next_kind bf_warc_pages_next(bf_warc_pages *pages, bf_raw_page *raw, bf_error *err)
{
    bf_warc_record record;
    bool before;
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
        if (is_revisit(&record)) {
            bf_source_next_kind next = read_revisit(pages, &record, raw, err);
            if (next != BF_SOURCE_END)
                return next;
            continue;
        }
        *raw = raw_of(pages->name, &record);
        return BF_SOURCE_PAGE;
    }
}
