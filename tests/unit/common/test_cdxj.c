/* test_cdxj.c: the index of a folder of WARC files, written and searched. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/cdxj.h"
#include "common/warc_writer.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html;charset=utf-8\r\n\r\n"
#define NOON INT64_C(1795435200000) /* 2026-11-23T12:00:00Z */

static char root[64]; /* the folder of the present test */

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_cdxj.XXXXXX");
    return mkdtemp(root) == NULL;
}

static int remove_root(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

/* Writes exchanges to the file `name`; `places` tells where they went. */
static void write_warc(const char *name, const bf_warc_exchange *exchanges, size_t count,
                       bf_warc_place *places)
{
    int fd = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(fd >= 0);
    bf_warc_writer *writer = bf_warc_writer_new(fd, true, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        bf_error err = {0};
        if (!bf_warc_write_exchange(writer, &exchanges[i], &places[i], &err))
            fail_msg("%s", err.message);
    }
    bf_warc_writer_free(writer);
    close(fd);
}

static void add(const char *name)
{
    bf_error err = {0};
    if (!bf_cdxj_add(root, path_of(name), name, &err))
        fail_msg("%s", err.message);
}

static bf_buf read_index(void)
{
    bf_buf held;
    struct stat about;
    FILE *file = fopen(path_of(BF_CDXJ_NAME), "rb");
    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &about), 0);
    bf_buf_init(&held, SIZE_MAX / 4);
    char *room = bf_buf_room(&held, (size_t)about.st_size + 1);
    assert_non_null(room);
    bf_buf_wrote(&held, fread(room, 1, (size_t)about.st_size, file));
    fclose(file);
    return held;
}

static bf_warc_exchange page(const char *url, int64_t date_ms)
{
    return (bf_warc_exchange){.target_uri = bf_str_of(url),
                              .date_ms = date_ms,
                              .request = BF_STR("GET / HTTP/1.1\r\n\r\n"),
                              .response = BF_STR(HEAD "hello")};
}

static void a_line_says_what_pywb_reads_and_lines_are_sorted(void **state)
{
    (void)state;
    bf_warc_place places[4];
    char expected[4096];
    bf_warc_exchange exchanges[] = {page("http://b.test/Z\"\xc3\xa9\xf0\x9f\x98\x80", NOON),
                                    page("http://a.test/", NOON + 1000),
                                    page("https://www.a.test/", NOON),
                                    page("http://c.test/", NOON)};
    exchanges[2].profile = BF_WARC_SAME_PAYLOAD;
    exchanges[2].refers_to_uri = BF_STR("https://www.a.test/");
    exchanges[3].profile = BF_WARC_NOT_MODIFIED; /* which has no line */
    exchanges[3].response = BF_STR("HTTP/1.1 304 Not Modified\r\n\r\n");
    exchanges[3].refers_to_uri = BF_STR("http://c.test/");
    write_warc("one.warc.gz", exchanges, 4, places);
    add("one.warc.gz");
    bf_buf index = read_index();
    snprintf(expected, sizeof expected,
             "test,a)/ 20261123120000 {\"url\": \"https://www.a.test/\", \"mime\": "
             "\"warc/revisit\", \"status\": \"200\", \"digest\": \"%s\", \"length\": \"%u\", "
             "\"offset\": \"%u\", \"filename\": \"one.warc.gz\"}\n"
             "test,a)/ 20261123120001 {\"url\": \"http://a.test/\", \"mime\": \"text/html\", "
             "\"status\": \"200\", \"digest\": \"%s\", \"length\": \"%u\", \"offset\": \"%u\", "
             "\"filename\": \"one.warc.gz\"}\n"
             "test,b)/z\"%%c3%%a9%%f0%%9f%%98%%80 20261123120000 {\"url\": "
             "\"http://b.test/Z\\\"\\u00e9\\ud83d\\ude00\", \"mime\": \"text/html\", \"status\": "
             "\"200\", \"digest\": \"%s\", \"length\": \"%u\", \"offset\": \"%u\", \"filename\": "
             "\"one.warc.gz\"}\n",
             places[2].payload_digest, (unsigned)places[2].length, (unsigned)places[2].offset,
             places[1].payload_digest, (unsigned)places[1].length, (unsigned)places[1].offset,
             places[0].payload_digest, (unsigned)places[0].length, (unsigned)places[0].offset);
    assert_string_equal(index.bytes, expected);
    bf_buf_free(&index);
}

static void files_are_merged_and_one_that_is_added_again_changes_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"one.warc.gz", "two.warc.gz", "three.warc.gz"};
    static const char *const urls[] = {"http://b.test/", "http://a.test/", "http://c.test/"};
    for (size_t i = 0; i < 3; i++) {
        const bf_warc_exchange exchanges[] = {page(urls[i], NOON), page("http://m.test/", NOON)};
        bf_warc_place places[2];
        write_warc(names[i], exchanges, 2, places);
        add(names[i]);
    }
    bf_buf index = read_index(), again;
    static const char *const order[] = {"test,a)/", "test,b)/", "test,c)/",
                                        "test,m)/", "test,m)/", "test,m)/"};
    bf_str rest = {index.bytes, index.length}, line;
    for (size_t i = 0; i < 6; i++) {
        assert_true(bf_str_take_line(&rest, &line));
        assert_true(bf_str_starts(line, bf_str_of(order[i])));
    }
    assert_int_equal(rest.length, 0);
    add("two.warc.gz");
    again = read_index();
    assert_string_equal(again.bytes, index.bytes);
    assert_int_equal(access(path_of(BF_CDXJ_NAME ".new"), F_OK), -1);
    bf_buf_free(&index);
    bf_buf_free(&again);
}

/* More lines than are sorted in memory at once. */
static void a_file_of_many_lines_is_sorted_as_a_whole(void **state)
{
    (void)state;
    enum { COUNT = 90, LONG = 200000 };
    static char response[LONG] = "HTTP/1.1 200 OK\r\nContent-Type: text/";
    int fd = open(path_of("one.warc.gz"), O_WRONLY | O_CREAT, 0666);
    bf_warc_writer *writer = bf_warc_writer_new(fd, true, NULL, 0);
    memset(response + strlen(response), 'x', LONG - 4 - strlen(response));
    memcpy(response + LONG - 4, "\r\n\r\n", 4);
    for (unsigned i = 0; i < COUNT; i++) {
        bf_warc_place place;
        bf_error err = {0};
        char url[32];
        snprintf(url, sizeof url, "http://a.test/%03u", i * 37 % COUNT);
        bf_warc_exchange exchange = page(url, NOON);
        exchange.response = (bf_str){response, LONG};
        assert_true(bf_warc_write_exchange(writer, &exchange, &place, &err));
    }
    bf_warc_writer_free(writer);
    close(fd);
    add("one.warc.gz");
    bf_buf index = read_index();
    assert_true(index.length > 17 * 1024 * 1024);
    bf_str rest = {index.bytes, index.length}, line;
    for (unsigned i = 0; i < COUNT; i++) {
        char begin[32];
        snprintf(begin, sizeof begin, "test,a)/%03u", i);
        assert_true(bf_str_take_line(&rest, &line));
        assert_true(bf_str_starts(line, bf_str_of(begin)));
    }
    assert_int_equal(rest.length, 0);
    bf_buf_free(&index);
}

typedef struct {
    size_t count, most;
    char file[64];
    uint64_t offset;
} findings;

static bool note_entry(const bf_cdxj_entry *entry, void *user)
{
    findings *found = user;
    snprintf(found->file, sizeof found->file, "%.*s", BF_STR_ARG(entry->file));
    found->offset = entry->offset;
    return ++found->count < found->most;
}

static findings find(const char *url, int64_t date_ms)
{
    findings found = {.most = 9};
    bf_error err = {0};
    if (!bf_cdxj_find(root, bf_str_of(url), date_ms, note_entry, &found, &err))
        fail_msg("%s", err.message);
    return found;
}

static void every_capture_is_found_by_target_and_second(void **state)
{
    (void)state;
    enum { COUNT = 60 };
    static char urls[COUNT][64];
    bf_warc_exchange exchanges[COUNT];
    bf_warc_place places[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(urls[i], sizeof urls[i], "http://%.*sa.test/%zu", (int)(i % 7), "xxxxxxx", i / 2);
        exchanges[i] = page(urls[i], NOON + (int64_t)(i % 2) * 1000);
    }
    write_warc("one.warc.gz", exchanges, COUNT, places);
    assert_int_equal(find(urls[0], NOON).count, 0); /* without an index */
    add("one.warc.gz");
    for (size_t i = 0; i < COUNT; i++) {
        findings found = find(urls[i], exchanges[i].date_ms + 999);
        assert_int_equal(found.count, 1);
        assert_string_equal(found.file, "one.warc.gz");
        assert_int_equal(found.offset, places[i].offset);
        assert_int_equal(find(urls[i], NOON + 5000).count, 0);
    }
    assert_int_equal(find("http://A.test/0", NOON).count, 0); /* the same key */
    assert_int_equal(find("http://zz.test/", NOON).count, 0);
    assert_int_equal(find("http://0.test/", NOON).count, 0);
}

static void a_search_ends_when_its_caller_has_seen_enough(void **state)
{
    (void)state;
    const bf_warc_exchange exchanges[] = {page("http://a.test/", NOON),
                                          page("http://a.test/", NOON)};
    bf_warc_place places[2];
    bf_error err = {0};
    write_warc("one.warc.gz", exchanges, 2, places);
    add("one.warc.gz");
    assert_int_equal(find("http://a.test/", NOON).count, 2);
    findings found = {.most = 1};
    assert_true(bf_cdxj_find(root, exchanges[0].target_uri, NOON, note_entry, &found, &err));
    assert_int_equal(found.count, 1);
}

static void lines_that_are_no_entries_are_passed_over(void **state)
{
    (void)state;
    static const char text[] =
        "test,a)/ 20261123120000 \n"
        "test,a)/ 20261123120000 [1]\n"
        "test,a)/ 20261123120000 {\"url\": \"http://a.test/\", \"offset\": \"7\"}\n"
        "test,a)/ 20261123120000 {\"url\": \"http://a.test/\", \"filename\": \"a\", \"offset\": "
        "\"x\"}\n"
        "test,a)/ 20261123120000 {\"url\": \"http://a.test/\", \"filename\": \"b\", \"offset\": "
        "\"7\"}";
    FILE *file = fopen(path_of(BF_CDXJ_NAME), "w");
    fputs(text, file);
    fclose(file);
    findings found = find("http://a.test/", NOON);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.file, "b");
}

static void an_index_that_cannot_be_written_is_named_and_the_old_one_stands(void **state)
{
    (void)state;
    const bf_warc_exchange exchange = page("http://a.test/", NOON);
    bf_warc_place place;
    bf_error err = {0};
    write_warc("one.warc.gz", &exchange, 1, &place);
    add("one.warc.gz");
    mkdir(path_of(BF_CDXJ_NAME ".new"), 0777);
    assert_false(bf_cdxj_add(root, path_of("one.warc.gz"), "two", &err));
    assert_int_equal(err.code, BF_ERR_OUTPUT);
    assert_non_null(strstr(err.message, "index.cdxj.new: cannot write: Is a directory"));
    assert_int_equal(find("http://a.test/", NOON).count, 1);
    bf_error missing = {0};
    assert_false(bf_cdxj_add(root, path_of("none.warc.gz"), "none", &missing));
    assert_int_equal(missing.code, BF_ERR_INPUT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_says_what_pywb_reads_and_lines_are_sorted),
        TEST(files_are_merged_and_one_that_is_added_again_changes_nothing),
        TEST(a_file_of_many_lines_is_sorted_as_a_whole),
        TEST(every_capture_is_found_by_target_and_second),
        TEST(a_search_ends_when_its_caller_has_seen_enough),
        TEST(lines_that_are_no_entries_are_passed_over),
        TEST(an_index_that_cannot_be_written_is_named_and_the_old_one_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
