/* fuzz_sitemap.c: any bytes as a sitemap. Promises: reading ends; no more entries are told than the
 * bound, all of the kind that the outcome says, each URL trimmed, not empty, valid UTF-8 and within
 * its bound, each date one that can be; a file that is none tells nothing; and a visitor that has
 * enough is not called again. */
#include <assert.h>
#include <string.h>

#include "common/time.h"
#include "common/utf8.h"
#include "crawler/sitemap.h"

typedef struct {
    size_t count, most;
    bf_sitemap_kind kind;
} told;

static bool check_entry(const bf_sitemap_entry *entry, void *user)
{
    told *seen = user;
    char text[BF_TIME_TEXT];
    int64_t again;
    assert(seen->count < seen->most);
    assert(entry->kind == BF_SITEMAP_URLS || entry->kind == BF_SITEMAP_INDEX);
    assert(seen->count == 0 || entry->kind == seen->kind);
    assert(entry->loc.length > 0 && entry->loc.length <= BF_SITEMAP_MOST_LOC_BYTES);
    assert(bf_str_trim(entry->loc).length == entry->loc.length && bf_utf8_valid(entry->loc));
    assert(bf_str_find(entry->loc, BF_STR("&amp;"), 0) == SIZE_MAX);
    assert(entry->modified_ms >= -1);
    if (entry->modified_ms >= 0) {
        bf_time_format(entry->modified_ms, text);
        assert(bf_time_parse(bf_str_of(text), &again) && entry->modified_ms - again <= 1999);
    }
    seen->kind = entry->kind;
    seen->count++;
    return seen->count < seen->most;
}

static void read_bytes(bf_str bytes, size_t most, bf_sitemap_outcome *out)
{
    told seen = {.most = most};
    bf_error err = {0};
    bool read = bf_sitemap_read(bytes, INT64_C(1795464000000), check_entry, &seen, out, &err);
    assert(err.code == BF_OK && read == (seen.count < most));
    assert(out->entries == seen.count && seen.count <= BF_SITEMAP_MOST_ENTRIES);
    assert(seen.count == 0 || out->kind == seen.kind);
    assert(out->kind < BF_SITEMAP_KINDS && (out->cut == NULL || *out->cut != '\0'));
    assert(out->warning.code == BF_OK || out->warning.message[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str bytes = {(const char *)data, size};
    bf_sitemap_outcome all, some;
    read_bytes(bytes, SIZE_MAX, &all);
    if (all.entries > 0)
        read_bytes(bytes, (all.entries + 1) / 2, &some);
    return 0;
}
