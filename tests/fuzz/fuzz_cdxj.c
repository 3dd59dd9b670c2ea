/* fuzz_cdxj.c: any bytes as a WARC file to be indexed, or as the lines of an index. Promises: an
 * index is sorted, no line stands twice, each is a key, a time and JSON, and indexing again changes
 * nothing; of sorted lines, whatever they are, a search finds what is found among those alone that
 * begin as it looks for. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/cdxj.h"
#include "common/json.h"

#define URL BF_STR("http://a.test/")
#define WANTED BF_STR("test,a)/ 20261123120000 ")
#define NOON INT64_C(1795435200000) /* 2026-11-23T12:00:00Z */
enum { MOST_FILE = 1 << 24 };

static char folder[] = "/tmp/fuzz_cdxj.XXXXXX";

static void remove_folder(void)
{
    char path[64];
    snprintf(path, sizeof path, "%s/" BF_CDXJ_NAME, folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/a.warc", folder);
    unlink(path);
    rmdir(folder);
}

static const char *path_of(const char *name)
{
    static char path[64];
    static bool made;
    if (!made) {
        char *there = mkdtemp(folder);
        assert(there != NULL);
        atexit(remove_folder);
        made = true;
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, bf_str bytes)
{
    FILE *file = fopen(path_of(name), "wb");
    assert(file != NULL);
    if (bytes.length > 0)
        fwrite(bytes.bytes, 1, bytes.length, file);
    fclose(file);
}

static bf_buf read_index(void)
{
    bf_buf held;
    FILE *file = fopen(path_of(BF_CDXJ_NAME), "rb");
    bf_buf_init(&held, MOST_FILE);
    assert(file != NULL);
    for (int c; (c = getc_unlocked(file)) != EOF;)
        bf_buf_append_char(&held, (char)c);
    fclose(file);
    assert(!held.failed);
    return held;
}

static void check_line(bf_str line)
{
    bf_str key, stamp, rest = line;
    bf_error err = {0};
    assert(bf_str_take_part(&rest, ' ', &key) && key.length > 0);
    assert(bf_str_take_part(&rest, ' ', &stamp) && stamp.length == 14);
    bool nul = bf_str_find(rest, BF_STR("\\u0000"), 0) != SIZE_MAX; /* our reader mends it */
    cJSON *json = bf_json_parse(rest, &(bf_json_limits){.strict = !nul}, &err);
    assert(bf_json_text(bf_json_member(json, "url")).length > 0);
    assert(bf_json_text(bf_json_member(json, "offset")).length > 0);
    cJSON_Delete(json);
}

static void check_indexing(bf_str bytes)
{
    bf_error err = {0};
    bf_str rest, line, before = {0};
    unlink(path_of(BF_CDXJ_NAME));
    write_file("a.warc", bytes);
    char path[64];
    snprintf(path, sizeof path, "%s", path_of("a.warc"));
    bool added = bf_cdxj_add(folder, path, "a.warc", &err);
    assert(added);
    bf_buf index = read_index();
    rest = (bf_str){index.bytes, index.length};
    for (; bf_str_take_line(&rest, &line); before = line) {
        check_line(line);
        assert(bf_str_compare(before, line) < 0);
    }
    added = bf_cdxj_add(folder, path, "a.warc", &err);
    assert(added);
    bf_buf again = read_index();
    assert(again.length == index.length &&
           (index.length == 0 || memcmp(again.bytes, index.bytes, index.length) == 0));
    bf_buf_free(&index);
    bf_buf_free(&again);
}

static int by_bytes(const void *left, const void *right)
{
    const bf_str *a = left, *b = right;
    return bf_str_compare(*a, *b);
}

static bool add_to_sum(const bf_cdxj_entry *entry, void *user)
{
    uint64_t *sum = user;
    assert(entry->file.length > 0);
    *sum = (*sum ^ (entry->offset + entry->file.length)) * UINT64_C(0x100000001b3) + 1;
    return true;
}

static uint64_t search(void)
{
    uint64_t sum = 0;
    bf_error err = {0};
    bool searched = bf_cdxj_find(folder, URL, NOON, add_to_sum, &sum, &err);
    assert(searched);
    return sum;
}

static void check_search(bf_str bytes)
{
    size_t count = 0, at = 0;
    bf_buf all, wanted;
    bf_str rest = bytes, line;
    while (bf_str_take_part(&rest, '\n', &line))
        count++;
    bf_str *lines = calloc(count + 1, sizeof *lines);
    assert(lines != NULL);
    for (rest = bytes; bf_str_take_part(&rest, '\n', &line);)
        lines[at++] = line;
    qsort(lines, count, sizeof *lines, by_bytes);
    bf_buf_init(&all, MOST_FILE);
    bf_buf_init(&wanted, MOST_FILE);
    for (size_t i = 0; i < count; i++) {
        bf_buf_append(&all, lines[i]);
        bf_buf_append_char(&all, '\n');
        if (!bf_str_starts(lines[i], WANTED))
            continue;
        bf_buf_append(&wanted, lines[i]);
        bf_buf_append_char(&wanted, '\n');
    }
    write_file(BF_CDXJ_NAME, (bf_str){all.bytes, all.length});
    uint64_t found = search();
    write_file(BF_CDXJ_NAME, (bf_str){wanted.bytes, wanted.length});
    assert(search() == found);
    bf_buf_free(&all);
    bf_buf_free(&wanted);
    free(lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const bf_str bytes = {(const char *)data, size};
    if (bf_str_starts(bytes, BF_STR("WARC/")) || bf_str_starts(bytes, BF_STR("\x1f\x8b")))
        check_indexing(bytes);
    else
        check_search(bytes);
    return 0;
}
