/* test_source.c: what a user names, as pages. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "analyzer/source.h"
#include "common/cdxj.h"
#include "common/warc_archive.h"

static char root[64]; /* the folder of the present test */

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_source.XXXXXX");
    return mkdtemp(root) == NULL;
}

static int remove_root(void **state)
{
    char command[256];
    (void)state;
    snprintf(command, sizeof command, "chmod -R u+rwx %s && rm -r %s", root, root);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static void write_file(const char *name, bf_str bytes)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.bytes, 1, bytes.length, file), bytes.length);
    fclose(file);
}

static void write_gzip(const char *name, const char *mode, bf_str bytes)
{
    gzFile file = gzopen(path_of(name), mode);
    assert_non_null(file);
    assert_int_equal(gzwrite(file, bytes.bytes, (unsigned)bytes.length), bytes.length);
    gzclose(file);
}

/* What a source gave: "url body;" of each page, "!file: message;" of each bad one. */
typedef struct {
    char text[8192];
    size_t used;
    bf_source_next_kind last;
} outcome;

static void note(outcome *seen, const char *format, ...) BF_PRINTF(2, 3);
static void note(outcome *seen, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    seen->used += (size_t)vsnprintf(seen->text + seen->used, sizeof seen->text - seen->used, format,
                                    arguments);
    va_end(arguments);
    assert_true(seen->used < sizeof seen->text);
}

static outcome read_all(bf_source *source)
{
    outcome seen = {0};
    bf_arena *arena = bf_arena_new(64 * 1024 * 1024);
    bf_page page;
    assert_non_null(source);
    for (;;) {
        bf_error err = {0};
        char words[1024];
        seen.last = bf_source_next(source, arena, &page, &err);
        if (seen.last == BF_SOURCE_END || seen.last == BF_SOURCE_FATAL)
            break;
        bf_error_format(&err, words, sizeof words);
        if (seen.last == BF_SOURCE_BAD)
            note(&seen, "!%s;",
                 bf_str_starts(bf_str_of(words), bf_str_of(root)) ? words + strlen(root) + 1
                                                                  : words);
        else
            note(&seen, "%.*s %.*s%s;", BF_STR_ARG(page.url), BF_STR_ARG(page.body),
                 page.truncated ? "…" : "");
        bf_arena_reset(arena);
    }
    bf_source_close(source);
    bf_arena_free(arena);
    return seen;
}

static outcome read_path(const char *path)
{
    const bf_source_settings settings = {.base_url = "http://base.test/"};
    bf_error err = {0};
    return read_all(bf_source_open(path, &settings, &err));
}

static void assert_file_gives(bf_str bytes, const char *expected)
{
    write_file("file", bytes);
    assert_string_equal(read_path(path_of("file")).text, expected);
}

static void a_file_is_what_its_first_bytes_say(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length; /* 0: up to the NUL */
        const char *expected;
    } cases[] = {
        {"<!DOCTYPE html><p>x", 0, "http://base.test/ <!DOCTYPE html><p>x;"},
        {"just words", 0, "http://base.test/ just words;"},
        {"<p>a\0b", 6, "http://base.test/ <p>a;"}, /* printed up to the NUL */
        {"\xef\xbb\xbf<p>", 0, "http://base.test/ \xef\xbb\xbf<p>;"},
        {"{\"url\":\"http://j.test/\",\"html\":\"<p>\"}", 0, "http://j.test/ <p>;"},
        {"\xef\xbb\xbf {\"url\":\"http://j.test/\",\"html\":\"<p>\"}\n", 0, "http://j.test/ <p>;"},
        {"\r\nWARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n", 0, ""},
        {"", 0, "!file: empty file;"},
        {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "!file: neither WARC, HTML nor JSON Lines;"},
        {"%PDF-1.7\n", 0, "!file: neither WARC, HTML nor JSON Lines;"},
        {"PK\3\4\0\0", 6, "!file: neither WARC, HTML nor JSON Lines;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = cases[i].length ? cases[i].length : strlen(cases[i].bytes);
        assert_file_gives((bf_str){cases[i].bytes, length}, cases[i].expected);
    }
}

static void an_html_file_without_a_base_has_a_file_url(void **state)
{
    (void)state;
    const bf_source_settings settings = {0};
    bf_error err = {0};
    bf_page page;
    char expected[256], *whole;
    bf_arena *arena = bf_arena_new(1024 * 1024);
    write_file("ana page.html", BF_STR("<p>"));
    bf_source *source = bf_source_open(path_of("ana page.html"), &settings, &err);
    assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_PAGE);
    whole = realpath(root, NULL);
    snprintf(expected, sizeof expected, "file://%s/ana%%20page.html", whole);
    free(whole);
    assert_true(bf_str_equal(page.url, bf_str_of(expected)));
    assert_true(bf_str_equal(page.requested_url, page.url));
    assert_true(bf_str_equal(page.archive.file, bf_str_of(path_of("ana page.html"))));
    assert_int_equal(page.http_status, 0);
    bf_source_close(source);
    bf_arena_free(arena);
}

static void gzip_is_undone_over_all_members(void **state)
{
    (void)state;
    write_gzip("page.html.gz", "wb", BF_STR("<p>one"));
    write_gzip("page.html.gz", "ab", BF_STR(" two"));
    assert_string_equal(read_path(path_of("page.html.gz")).text, "http://base.test/ <p>one two;");
    truncate(path_of("page.html.gz"), 30);
    outcome cut = read_path(path_of("page.html.gz"));
    assert_non_null(strstr(cut.text, "!page.html.gz: c"));
    write_gzip("empty.gz", "wb", BF_STR(""));
    assert_string_equal(read_path(path_of("empty.gz")).text, "!empty.gz: empty file;");
}

static void a_long_html_file_is_cut_at_the_bound(void **state)
{
    (void)state;
    const bf_source_settings settings = {.base_url = "u", .limits = {.body_bytes = 4}};
    bf_error err = {0};
    write_file("four", BF_STR("<p>4"));
    write_file("five", BF_STR("<p>45"));
    assert_string_equal(read_all(bf_source_open(path_of("four"), &settings, &err)).text, "u <p>4;");
    assert_string_equal(read_all(bf_source_open(path_of("five"), &settings, &err)).text,
                        "u <p>4…;");
}

static void a_missing_file_is_an_error_at_once(void **state)
{
    (void)state;
    const bf_source_settings settings = {0};
    bf_error err = {0};
    char words[1024];
    assert_null(bf_source_open("/nowhere/at/all.html", &settings, &err));
    assert_int_equal(err.code, BF_ERR_INPUT);
    bf_error_format(&err, words, sizeof words);
    assert_string_equal(words, "/nowhere/at/all.html: cannot open: No such file or directory");
}

static void a_folder_is_read_in_the_order_of_names(void **state)
{
    (void)state;
    mkdir(path_of("b"), 0700);
    mkdir(path_of("empty"), 0700);
    write_file("c.htm", BF_STR("<p>3"));
    write_file("b/z.xhtml", BF_STR("<p>2"));
    write_file("b/y.jsonl", BF_STR("{\"url\":\"http://y.test/\",\"html\":\"<p>\"}"));
    write_file("a.html", BF_STR("<p>1"));
    write_file("B.html", BF_STR("<p>0"));
    write_file("notes.txt", BF_STR("<p>not this"));
    write_file("style.css", BF_STR("<p>nor this"));
    assert_int_equal(symlink("/nowhere", path_of("d.html")), 0);
    assert_int_equal(symlink(root, path_of("b/loop")), 0);
    write_file("e.html", BF_STR(""));
    write_file("f.html", BF_STR("<p>4"));
    outcome seen = read_path(root);
    assert_string_equal(seen.text,
                        "http://base.test/ <p>0;http://base.test/ <p>1;http://y.test/ <p>;"
                        "http://base.test/ <p>2;http://base.test/ <p>3;"
                        "!d.html: cannot open: No such file or directory;"
                        "!e.html: empty file;http://base.test/ <p>4;");
    assert_int_equal(seen.last, BF_SOURCE_END);
}

static void a_folder_without_pages_is_told(void **state)
{
    (void)state;
    mkdir(path_of("inner"), 0700);
    write_file("inner/notes.txt", BF_STR("<p>not this"));
    outcome seen = read_path(root);
    assert_non_null(strstr(seen.text, "no page in this folder"));
    assert_int_equal(seen.last, BF_SOURCE_END);
}

static void an_unreadable_file_in_a_folder_is_named_and_the_next_is_read(void **state)
{
    (void)state;
    if (geteuid() == 0)
        skip(); /* root reads everything */
    write_file("a.html", BF_STR("<p>1"));
    write_file("b.html", BF_STR("<p>2"));
    chmod(path_of("a.html"), 0);
    assert_string_equal(read_path(root).text,
                        "!a.html: cannot open: Permission denied;http://base.test/ <p>2;");
}

static void json_lines_are_read_and_bad_ones_named_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *expected;
    } cases[] = {
        {"{\"url\":\"http://a.test/\",\"html\":\"<p>1\"}\r\n\n  \n"
         "{\"html\":\"<p>2\",\"url\":\"http://b.test/\",\"other\":[1]}",
         "http://a.test/ <p>1;http://b.test/ <p>2;"},
        {"{\"url\":\"http://a.test/\",\"html\":\"<p>1\"}\n"
         "{\"url\":\n"
         "{\"url\":\"http://b.test/\"}\n"
         "{\"html\":\"<p>\"}\n"
         "[1]\n"
         "{\"url\":\"http://c.test/\",\"html\":\"<p>3\"}\n",
         "http://a.test/ <p>1;!file:2:8: JSON: X;"
         "!file:3: no \"html\" in the line's object;!file:4: no \"url\" in the line's object;"
         "!file:5: not a JSON object;http://c.test/ <p>3;"},
        /* not lines at all: said once */
        {"{\n  \"url\": \"http://a.test/\",\n  \"html\": \"<p>\"\n}\n",
         "!file:1: not JSON Lines: the first line is no JSON object;"},
        {"{\"name\":\"package\"}\n{}\n{}\n", "!file:1: no \"html\" in the line's object;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file("file", bf_str_of(cases[i].bytes));
        outcome seen = read_path(path_of("file"));
        char *why = strstr(seen.text, "JSON: ");
        if (why != NULL) { /* the words are json.h's own */
            char *end = strchr(why, ';');
            why[6] = 'X';
            memmove(why + 7, end, strlen(end) + 1);
        }
        assert_string_equal(seen.text, cases[i].expected);
    }
}

static void a_line_says_when_and_with_which_headers_the_page_came(void **state)
{
    (void)state;
    const bf_source_settings settings = {0};
    bf_error err = {0};
    bf_page page;
    bf_arena *arena = bf_arena_new(1024 * 1024);
    write_file("file", BF_STR("{\"url\":\"http://a.test/\",\"html\":\"caf\\u00e9\",\"status\":404,"
                              "\"fetched_at\":\"2026-11-23T20:00:00.5Z\",\"headers\":"
                              "{\"Content-Language\":\"en\",\"X\":\"a\\nY: b\"}}"));
    bf_source *source = bf_source_open(path_of("file"), &settings, &err);
    assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_PAGE);
    assert_true(bf_str_equal(page.body, BF_STR("café")));
    assert_true(bf_str_equal(page.charset, BF_STR("utf-8")));
    assert_true(bf_str_equal(page.fetched_at, BF_STR("2026-11-23T20:00:00Z")));
    assert_int_equal(page.http_status, 404);
    assert_true(bf_str_equal(bf_page_header(&page, BF_STR("content-language")), BF_STR("en")));
    assert_int_equal(bf_page_header(&page, BF_STR("Y")).length, 0);
    bf_source_close(source);
    bf_arena_free(arena);
}

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"

/* Appends a record to the file "warc". */
static void add_record(const char *type, const char *target, const char *more, const char *block)
{
    FILE *file = fopen(path_of("warc"), "ab");
    assert_non_null(file);
    fprintf(file,
            "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: %s\r\n"
            "WARC-Date: 2026-11-23T20:00:00.123Z\r\nWARC-IP-Address: 192.0.2.7\r\n%s"
            "Content-Length: %zu\r\n\r\n%s\r\n\r\n",
            type, target, more, strlen(block), block);
    fclose(file);
}

static void pages_of_a_warc_are_what_people_would_have_seen(void **state)
{
    (void)state;
    static const char http[] = "Content-Type: application/http; msgtype=response\r\n";
    add_record("warcinfo", "", "", "software: x\r\n");
    add_record("request", "http://a.test/", "", "GET / HTTP/1.1\r\n\r\n");
    add_record("response", "http://a.test/1", http, OK_HEAD "<p>1");
    add_record("response", "<http://a.test/2>", http, "HTTP/1.0 404 \r\n\r\n<p>2");
    add_record("response", "http://a.test/3", http,
               "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\nmoved");
    add_record("response", "http://a.test/4", http,
               "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nimage");
    add_record("response", "http://a.test/5", http,
               "HTTP/1.1 200 OK\r\ncontent-type: TEXT/PLAIN\r\n\r\n5");
    add_record("response", "http://a.test/robots.txt", http,
               "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *");
    add_record("response", "http://a.test/sitemap-1.txt", http,
               "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhttp://a.test/");
    add_record("response", "http://a.test/sitemap.html", http, OK_HEAD "<p>6");
    add_record("response", "http://a.test/x/robots.txt", http, OK_HEAD "<p>7");
    add_record("response", "dns:a.test", "Content-Type: text/dns\r\n", "a.test. 1 IN A 192.0.2.7");
    add_record("revisit", "http://a.test/1", http, OK_HEAD);
    add_record("metadata", "http://a.test/1", "", "via: x\r\n");
    add_record("resource", "metadata://gnu.org/software/wget/warc/wget.log",
               "Content-Type: text/plain\r\n", "log");
    add_record("resource", "urn:text:http://a.test/1", "Content-Type: text/plain\r\n", "copy");
    add_record("resource", "http://a.test/8", "Content-Type: text/html\r\n", "<p>8");
    add_record("response", "http://a.test/9", http, "no head at all");
    add_record("resource", "http://a.test/10", "Content-Type: application/json\r\n", "{}");
    assert_string_equal(read_path(path_of("warc")).text,
                        "http://a.test/1 <p>1;http://a.test/2 <p>2;http://a.test/5 5;"
                        "http://a.test/sitemap.html <p>6;http://a.test/x/robots.txt <p>7;"
                        "http://a.test/8 <p>8;!warc: HTTP: no status line;");
}

static void a_page_of_a_warc_knows_where_it_is_kept(void **state)
{
    (void)state;
    const bf_source_settings settings = {0};
    bf_error err = {0};
    bf_page page;
    bf_arena *arena = bf_arena_new(1024 * 1024);
    add_record("warcinfo", "", "", "software: x\r\n");
    struct stat status;
    assert_int_equal(stat(path_of("warc"), &status), 0);
    add_record("response", "http://a.test/", "WARC-Truncated: time\r\n", OK_HEAD "<p>1");
    bf_source *source = bf_source_open(path_of("warc"), &settings, &err);
    assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_PAGE);
    assert_true(bf_str_equal(page.fetched_at, BF_STR("2026-11-23T20:00:00Z")));
    assert_int_equal(page.http_status, 200);
    assert_true(page.truncated);
    assert_true(bf_str_equal(page.truncated_why, BF_STR("time")));
    assert_true(bf_str_equal(page.archive.file, bf_str_of(path_of("warc"))));
    assert_true(bf_str_equal(page.archive.record_id, BF_STR("urn:uuid:1")));
    assert_true(bf_str_equal(page.archive.ip, BF_STR("192.0.2.7")));
    assert_int_equal(page.archive.offset, status.st_size);
    uint64_t offset = page.archive.offset, length = page.archive.length;
    assert_int_equal(stat(path_of("warc"), &status), 0);
    assert_int_equal(offset + length, status.st_size);
    assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_END);
    assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_END);
    bf_source_close(source);
    bf_arena_free(arena);
}

static void a_record_that_a_broken_stream_repeats_is_given_once(void **state)
{
    (void)state;
    add_record("response", "http://a.test/", "WARC-Payload-Digest: sha1:A\r\n", OK_HEAD "1");
    add_record("response", "http://a.test/", "WARC-Payload-Digest: sha1:A\r\n", OK_HEAD "1");
    add_record("response", "http://a.test/", "WARC-Payload-Digest: sha1:B\r\n", OK_HEAD "2");
    add_record("response", "http://b.test/", "WARC-Payload-Digest: sha1:A\r\n", OK_HEAD "1");
    add_record("response", "http://c.test/", "", OK_HEAD "3");
    add_record("response", "http://c.test/", "",
               OK_HEAD "3"); /* nothing says that it is the same */
    assert_string_equal(read_path(path_of("warc")).text,
                        "http://a.test/ 1;http://a.test/ 2;http://b.test/ 1;"
                        "http://c.test/ 3;http://c.test/ 3;");
}

static void a_cut_warc_gives_its_whole_pages_and_says_where_it_ends(void **state)
{
    (void)state;
    struct stat status;
    add_record("response", "http://a.test/", "", OK_HEAD "1");
    add_record("response", "http://b.test/", "", OK_HEAD "2");
    assert_int_equal(stat(path_of("warc"), &status), 0);
    assert_int_equal(truncate(path_of("warc"), status.st_size - 6), 0);
    outcome seen = read_path(path_of("warc"));
    assert_true(bf_str_starts(bf_str_of(seen.text),
                              BF_STR("http://a.test/ 1;!warc: WARC: cut off at offset ")));
    assert_int_equal(seen.last, BF_SOURCE_END);
}

static void a_block_over_the_bound_is_a_truncated_page(void **state)
{
    (void)state;
    const bf_source_settings settings = {.limits = {.body_bytes = 3}};
    bf_error err = {0};
    add_record("response", "http://a.test/", "", OK_HEAD "12345");
    assert_string_equal(read_all(bf_source_open(path_of("warc"), &settings, &err)).text,
                        "http://a.test/ 123…;");
}

static void a_page_that_takes_too_much_memory_costs_that_page_only(void **state)
{
    (void)state;
    const bf_source_settings settings = {0};
    bf_error err = {0};
    bf_page page;
    static char large[300 * 1024];
    bf_arena *arena = bf_arena_new(200 * 1024);
    memset(large, 'x', sizeof large - 1);
    memcpy(large, OK_HEAD, sizeof OK_HEAD - 1);
    add_record("response", "http://large.test/", "", large);
    add_record("response", "http://a.test/", "", OK_HEAD "1");
    bf_source *source = bf_source_open(path_of("warc"), &settings, &err);
    assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_BAD);
    assert_true(bf_str_equal(page.url, BF_STR("http://large.test/")));
    bf_arena_reset(arena);
    assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_PAGE);
    assert_true(bf_str_equal(page.url, BF_STR("http://a.test/")));
    bf_source_close(source);
    bf_arena_free(arena);
}

static void a_pipe_is_read_as_a_file_is_and_closed(void **state)
{
    (void)state;
    const bf_source_settings settings = {0};
    bf_error err = {0};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "<p>x", 4), 4);
    close(ends[1]);
    outcome seen = read_all(bf_source_of_fd(ends[0], "-", &settings, &err));
    assert_string_equal(seen.text, "- <p>x;");
    assert_int_equal(close(ends[0]), -1);
}

static void a_page_of_a_pipe_is_given_before_the_next_one_is_written(void **state)
{
    (void)state;
    const bf_source_settings settings = {0};
    bf_error err = {0};
    bf_page page;
    bf_arena *arena = bf_arena_new(1024 * 1024);
    static const char record[] = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: "
                                 "http://a.test/\r\nContent-Length: 27\r\n\r\n"
                                 "HTTP/1.1 200 OK\r\nA: b\r\n\r\n12\r\n\r\n";
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    bf_source *source = bf_source_of_fd(ends[0], "-", &settings, &err);
    for (int i = 0; i < 3; i++) { /* a wait for more than this would never end */
        assert_int_equal(write(ends[1], record, sizeof record - 1), sizeof record - 1);
        assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_PAGE);
        assert_true(bf_str_equal(page.body, BF_STR("12")));
    }
    close(ends[1]);
    assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_END);
    bf_source_close(source);
    bf_arena_free(arena);
}

/* --- Revisits: an archive in root/warc, and root/today.warc with what was found unchanged --------
 */

#define NOON INT64_C(1795435200000) /* 2026-11-23T12:00:00Z */
#define ANA "http://a.test/ana"

static const char *archive_folder(void)
{
    static char folder[80];
    snprintf(folder, sizeof folder, "%s/warc", root);
    return folder;
}

/* Writes captures into the archive: ana's page, a picture, robots.txt; gives the place of each. */
static void make_archive(bf_warc_archive_place places[3])
{
    static const char *const captures[][2] = {
        {ANA, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: x\r\n\r\n<p>Ana"},
        {"http://a.test/ana.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\npng"},
        {"http://a.test/robots.txt", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"},
    };
    bf_error err = {0};
    const bf_warc_archive_settings settings = {
        .folder = archive_folder(), .prefix = "a", .gzip = true, .max_bytes = 1 << 20};
    bf_warc_archive *archive = bf_warc_archive_open(&settings, &err);
    assert_non_null(archive);
    for (size_t i = 0; i < 3; i++) {
        const bf_warc_exchange exchange = {.target_uri = bf_str_of(captures[i][0]),
                                           .date_ms = NOON,
                                           .ip = BF_STR("192.0.2.7"),
                                           .response = bf_str_of(captures[i][1])};
        assert_true(bf_warc_archive_write(archive, &exchange, &places[i], &err));
    }
    assert_true(bf_warc_archive_close(archive, &err));
}

/* A revisit, a day later, of the capture at `place`. */
static bf_warc_exchange revisit_of(const char *url, const bf_warc_archive_place *place)
{
    return (bf_warc_exchange){.target_uri = bf_str_of(url),
                              .date_ms = NOON + 86400000,
                              .response = BF_STR("HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"),
                              .profile = BF_WARC_NOT_MODIFIED,
                              .refers_to_uri = bf_str_of(url),
                              .refers_to_ms = place->date_ms,
                              .refers_to_file = bf_str_of(place->file),
                              .refers_to_offset = place->record.offset};
}

static void write_today(const char *name, const bf_warc_exchange *exchanges, size_t count)
{
    FILE *file = fopen(path_of(name), "wb");
    bf_warc_writer *writer = bf_warc_writer_new(fileno(file), true, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        bf_warc_place place;
        bf_error err = {0};
        if (!bf_warc_write_exchange(writer, &exchanges[i], &place, &err))
            fail_msg("%s", err.message);
    }
    bf_warc_writer_free(writer);
    fclose(file);
}

/* What today's file gives with the archive named. */
static outcome read_today(const bf_warc_exchange *exchanges, size_t count)
{
    const bf_source_settings settings = {.archive_dir = archive_folder()};
    bf_error err = {0};
    write_today("today.warc", exchanges, count);
    return read_all(bf_source_open(path_of("today.warc"), &settings, &err));
}

static void a_revisit_is_the_page_that_it_refers_to(void **state)
{
    (void)state;
    static const struct {
        const char *profile, *response;
    } cases[] = {
        {BF_WARC_NOT_MODIFIED, "HTTP/1.1 304 Not Modified\r\n\r\n"},
        {BF_WARC_SAME_PAYLOAD, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Ana"},
        {"http://netpreserve.org/warc/1.0/revisit/server-not-modified", "HTTP/1.1 304 N\r\n\r\n"},
        {"http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
         "HTTP/1.1 200 OK\r\n\r\n"},
    };
    bf_warc_archive_place places[3];
    make_archive(places);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char file[256];
        bf_arena *arena = bf_arena_new(1 << 20);
        bf_error err = {0};
        bf_page page;
        bf_warc_exchange revisit = revisit_of(ANA, &places[0]);
        revisit.profile = cases[i].profile;
        revisit.response = bf_str_of(cases[i].response);
        write_today("today.warc", &revisit, 1);
        snprintf(file, sizeof file, "%s/%s", archive_folder(), places[0].file);
        const bf_source_settings settings = {.archive_dir = archive_folder()};
        bf_source *source = bf_source_open(path_of("today.warc"), &settings, &err);
        assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_PAGE);
        assert_true(bf_str_equal(page.url, BF_STR(ANA)));
        assert_true(bf_str_equal(page.body, BF_STR("<p>Ana")));
        assert_int_equal(page.http_status, 200);
        assert_true(bf_str_equal(bf_page_header(&page, BF_STR("ETag")), BF_STR("x")));
        assert_true(bf_str_equal(page.fetched_at, BF_STR("2026-11-24T12:00:00Z")));
        assert_true(bf_str_equal(page.archive.file, bf_str_of(file)));
        assert_int_equal(page.archive.offset, places[0].record.offset);
        assert_int_equal(page.archive.length, places[0].record.length);
        assert_true(bf_str_equal(page.archive.record_id, bf_str_of(places[0].record.record_id)));
        assert_true(bf_str_equal(page.archive.ip, BF_STR("192.0.2.7")));
        assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_END);
        assert_int_equal(bf_source_revisits_passed_over(source), 0);
        bf_source_close(source);
        bf_arena_free(arena);
    }
}

static void what_a_revisit_refers_to_is_found_by_place_or_by_index(void **state)
{
    (void)state;
    bf_warc_archive_place places[3];
    make_archive(places);
    bf_warc_exchange revisit = revisit_of(ANA, &places[0]);
    revisit.refers_to_file = (bf_str){0}; /* by the index */
    assert_string_equal(read_today(&revisit, 1).text, ANA " <p>Ana;");
    revisit = revisit_of(ANA, &places[0]);
    revisit.refers_to_offset++; /* a wrong place, and the index mends it */
    assert_string_equal(read_today(&revisit, 1).text, ANA " <p>Ana;");
    char complete[256], open_name[300];
    unlink(path_of("warc/" BF_CDXJ_NAME));
    snprintf(complete, sizeof complete, "%s/warc/%s", root, places[0].file);
    snprintf(open_name, sizeof open_name, "%s.open", complete);
    assert_int_equal(rename(complete, open_name), 0); /* still written */
    revisit = revisit_of(ANA, &places[0]);
    assert_string_equal(read_today(&revisit, 1).text, ANA " <p>Ana;");
}

static void what_is_not_what_a_revisit_speaks_of_is_not_believed(void **state)
{
    (void)state;
    enum {
        DATE,
        TARGET,
        DIGEST,
        FOLDER_ABOVE,
        NO_FILE,
        PICTURE_OFFSET,
        FAR_OFFSET,
        PROFILE,
        CASES
    };
    bf_warc_archive_place places[3];
    make_archive(places);
    for (int i = 0; i < CASES; i++) {
        char above[256];
        bf_warc_exchange revisit = revisit_of(ANA, &places[0]);
        snprintf(above, sizeof above, "../warc/%s", places[0].file);
        revisit.date_ms += i * 1000;
        if (i == DATE)
            revisit.refers_to_ms += 1000;
        else if (i == TARGET)
            revisit.refers_to_uri = BF_STR("http://a.test/bea");
        else if (i == DIGEST)
            revisit.payload_digest = BF_STR("sha1:AAAAMHO4YXUKFWV63YHTWSBM3GXKSQ2N");
        else if (i == PROFILE)
            revisit.profile = "http://a.test/my-profile";
        else if (i == FOLDER_ABOVE)
            revisit.refers_to_file = bf_str_of(above);
        else if (i == NO_FILE)
            revisit.refers_to_file = BF_STR("a.warc.gz");
        else if (i == PICTURE_OFFSET)
            revisit.refers_to_offset = places[1].record.offset;
        else if (i == FAR_OFFSET)
            revisit.refers_to_offset = UINT64_MAX;
        if (i == FOLDER_ABOVE) /* the index would find it */
            unlink(path_of("warc/" BF_CDXJ_NAME));
        outcome seen = read_today(&revisit, 1);
        if (strstr(seen.text, "!today.warc: WARC: the revisit at offset ") != seen.text ||
            strstr(seen.text, "that is not in the archive") == NULL)
            fail_msg("case %d: %s", i, seen.text);
    }
}

static void the_digest_of_no_bytes_says_nothing_of_what_was_not_sent_again(void **state)
{
    (void)state;
    bf_warc_archive_place places[3];
    make_archive(places);
    bf_warc_exchange revisit = revisit_of(ANA, &places[0]);
    revisit.payload_digest = BF_STR("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    assert_string_equal(read_today(&revisit, 1).text, ANA " <p>Ana;");
    revisit.profile = BF_WARC_SAME_PAYLOAD;
    assert_non_null(strstr(read_today(&revisit, 1).text, "not in the archive"));
}

static void revisits_of_what_is_no_page_are_passed_over(void **state)
{
    (void)state;
    bf_warc_archive_place places[3];
    make_archive(places);
    const bf_warc_archive_place nowhere = {.file = "gone.warc.gz"};
    bf_warc_exchange revisits[] = {revisit_of("http://a.test/ana.png", &places[1]),
                                   revisit_of("http://a.test/robots.txt", &places[2]),
                                   revisit_of("http://a.test/gone.png", &nowhere)};
    revisits[2].profile = BF_WARC_SAME_PAYLOAD; /* whose own head tells that it is a picture */
    revisits[2].response = BF_STR("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n");
    assert_string_equal(read_today(revisits, 3).text, "");
}

static void a_repeated_revisit_is_passed_over_and_one_of_another_day_is_not(void **state)
{
    (void)state;
    bf_warc_archive_place places[3];
    make_archive(places);
    bf_warc_exchange revisits[] = {revisit_of(ANA, &places[0]), revisit_of(ANA, &places[0]),
                                   revisit_of(ANA, &places[0])};
    revisits[2].date_ms += 86400000;
    assert_string_equal(read_today(revisits, 3).text, ANA " <p>Ana;" ANA " <p>Ana;");
}

static void without_an_archive_revisits_are_looked_for_beside_the_file_or_counted(void **state)
{
    (void)state;
    const bf_source_settings settings = {0};
    bf_warc_archive_place places[3];
    bf_error err = {0};
    bf_page page;
    bf_arena *arena = bf_arena_new(1 << 20);
    make_archive(places);
    const bf_warc_exchange revisits[] = {revisit_of(ANA, &places[0])};
    write_today("today.warc", revisits, 1);
    write_today("warc/today.warc", revisits, 1);
    assert_string_equal(read_all(bf_source_open(path_of("warc/today.warc"), &settings, &err)).text,
                        ANA " <p>Ana;");
    bf_source *source = bf_source_open(path_of("today.warc"), &settings, &err);
    assert_int_equal(bf_source_next(source, arena, &page, &err), BF_SOURCE_END);
    assert_int_equal(bf_source_revisits_passed_over(source), 1);
    bf_source_close(source);
    bf_arena_free(arena);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_file_is_what_its_first_bytes_say),
        IN_FOLDER(an_html_file_without_a_base_has_a_file_url),
        IN_FOLDER(gzip_is_undone_over_all_members),
        IN_FOLDER(a_long_html_file_is_cut_at_the_bound),
        IN_FOLDER(a_missing_file_is_an_error_at_once),
        IN_FOLDER(a_folder_is_read_in_the_order_of_names),
        IN_FOLDER(a_folder_without_pages_is_told),
        IN_FOLDER(an_unreadable_file_in_a_folder_is_named_and_the_next_is_read),
        IN_FOLDER(json_lines_are_read_and_bad_ones_named_with_their_line),
        IN_FOLDER(a_line_says_when_and_with_which_headers_the_page_came),
        IN_FOLDER(pages_of_a_warc_are_what_people_would_have_seen),
        IN_FOLDER(a_page_of_a_warc_knows_where_it_is_kept),
        IN_FOLDER(a_record_that_a_broken_stream_repeats_is_given_once),
        IN_FOLDER(a_cut_warc_gives_its_whole_pages_and_says_where_it_ends),
        IN_FOLDER(a_block_over_the_bound_is_a_truncated_page),
        IN_FOLDER(a_page_that_takes_too_much_memory_costs_that_page_only),
        IN_FOLDER(a_pipe_is_read_as_a_file_is_and_closed),
        IN_FOLDER(a_page_of_a_pipe_is_given_before_the_next_one_is_written),
        IN_FOLDER(a_revisit_is_the_page_that_it_refers_to),
        IN_FOLDER(what_a_revisit_refers_to_is_found_by_place_or_by_index),
        IN_FOLDER(what_is_not_what_a_revisit_speaks_of_is_not_believed),
        IN_FOLDER(the_digest_of_no_bytes_says_nothing_of_what_was_not_sent_again),
        IN_FOLDER(revisits_of_what_is_no_page_are_passed_over),
        IN_FOLDER(a_repeated_revisit_is_passed_over_and_one_of_another_day_is_not),
        IN_FOLDER(without_an_archive_revisits_are_looked_for_beside_the_file_or_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
