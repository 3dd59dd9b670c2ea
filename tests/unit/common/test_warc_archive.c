/* test_warc_archive.c: a folder of WARC files that grows, and what a kill leaves of it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bonafide/warc.h"
#include "common/buf.h"
#include "common/cdxj.h"
#include "common/input.h"
#include "common/warc_archive.h"

#define NOON INT64_C(1795435200000) /* 2026-11-23T12:00:00Z */
enum { MANY = 1 << 20 };

static char root[64], folder[80]; /* of the present test, and the archive in it */

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_warc_archive.XXXXXX");
    if (mkdtemp(root) == NULL)
        return 1;
    snprintf(folder, sizeof folder, "%s/warc", root);
    return 0;
}

static int remove_root(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

static const char *path_of(const char *name, const char *ending)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, ending);
    return path;
}

static bf_warc_archive_settings settings_of(bool gzip, uint64_t max_bytes)
{
    static const bf_warc_pair info[] = {{{"software", 8}, {"test", 4}}};
    return (bf_warc_archive_settings){.folder = folder,
                                      .prefix = "crawl",
                                      .gzip = gzip,
                                      .max_bytes = max_bytes,
                                      .info = info,
                                      .info_count = 1};
}

static bf_warc_archive *open_archive(const bf_warc_archive_settings *settings)
{
    bf_error err = {0};
    bf_warc_archive *archive = bf_warc_archive_open(settings, &err);
    if (archive == NULL)
        fail_msg("%s", err.message);
    return archive;
}

static void close_archive(bf_warc_archive *archive)
{
    bf_error err = {0};
    if (!bf_warc_archive_close(archive, &err))
        fail_msg("%s", err.message);
}

static bf_warc_exchange example(void)
{
    return (bf_warc_exchange){.target_uri = BF_STR("http://a.test/ana"),
                              .date_ms = NOON,
                              .request = BF_STR("GET /ana HTTP/1.1\r\n\r\n"),
                              .response = BF_STR("HTTP/1.1 200 OK\r\n\r\nhello")};
}

static bf_warc_archive_place write_one(bf_warc_archive *archive)
{
    const bf_warc_exchange exchange = example();
    bf_warc_archive_place place;
    bf_error err = {0};
    if (!bf_warc_archive_write(archive, &exchange, &place, &err))
        fail_msg("%s", err.message);
    return place;
}

static void rotate(bf_warc_archive *archive)
{
    bf_error err = {0};
    if (!bf_warc_archive_rotate(archive, &err))
        fail_msg("%s", err.message);
}

/* How many files of the archive have a name with this ending. */
static unsigned count_files(const char *ending)
{
    unsigned count = 0;
    DIR *files = opendir(folder);
    assert_non_null(files);
    for (struct dirent *entry; (entry = readdir(files)) != NULL;)
        count += bf_str_ends(bf_str_of(entry->d_name), bf_str_of(ending));
    closedir(files);
    return count;
}

typedef struct {
    const char *file;
    uint64_t offset;
    bool found;
} wanted_entry;

static bool is_wanted(const bf_cdxj_entry *entry, void *user)
{
    wanted_entry *wanted = user;
    wanted->found = wanted->found || (bf_str_equal(entry->file, bf_str_of(wanted->file)) &&
                                      entry->offset == wanted->offset);
    return !wanted->found;
}

static bool is_indexed(const bf_warc_archive_place *place)
{
    wanted_entry wanted = {place->file, place->record.offset, false};
    bf_error err = {0};
    assert_true(bf_cdxj_find(folder, BF_STR("http://a.test/ana"), place->date_ms, is_wanted,
                             &wanted, &err));
    return wanted.found;
}

/* The record stands where `place` says, in the file with this ending. */
static void assert_stands(const bf_warc_archive_place *place, const char *ending)
{
    bf_warc_record record;
    bf_error err = {0};
    int fd = open(path_of(place->file, ending), O_RDONLY);
    if (fd < 0)
        fail_msg("%s: %s", path_of(place->file, ending), strerror(errno));
    lseek(fd, (off_t)place->record.offset, SEEK_SET);
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
    assert_true(bf_str_equal(record.record_id, bf_str_of(place->record.record_id)));
    assert_int_equal(record.length, place->record.length);
    bf_warc_reader_free(reader);
    close(fd);
}

static void a_file_is_open_until_it_is_complete_and_indexed(void **state)
{
    (void)state;
    for (int gzip = 0; gzip < 2; gzip++) {
        const bf_warc_archive_settings settings = settings_of(gzip != 0, MANY);
        bf_warc_archive *archive = open_archive(&settings);
        bf_warc_archive_place first = write_one(archive), second = write_one(archive);
        assert_string_equal(first.file, second.file);
        assert_int_equal(first.date_ms, NOON);
        assert_stands(&first, BF_WARC_OPEN_ENDING);
        assert_false(is_indexed(&first));
        close_archive(archive);
        assert_stands(&first, "");
        assert_stands(&second, "");
        assert_true(is_indexed(&first) && is_indexed(&second));
        assert_int_equal(count_files(BF_WARC_OPEN_ENDING), 0);
    }
}

static bf_buf read_index(void)
{
    bf_buf held;
    FILE *file = fopen(path_of(BF_CDXJ_NAME, ""), "rb");
    assert_non_null(file);
    bf_buf_init(&held, 1 << 20);
    for (int c; (c = getc(file)) != EOF;)
        bf_buf_append_char(&held, (char)c);
    fclose(file);
    return held;
}

static void the_index_is_the_same_as_if_the_file_were_read_for_it(void **state)
{
    (void)state;
    static const char *const responses[] = {
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\nhello",
        "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\n\r\n",
        "HTTP/2 200\r\ncontent-type:\r\n\r\n",
    };
    for (int gzip = 0; gzip < 2; gzip++) {
        const bf_warc_archive_settings settings = settings_of(gzip != 0, MANY);
        bf_warc_archive *archive = open_archive(&settings);
        bf_warc_archive_place place;
        bf_error err = {0};
        for (size_t i = 0; i < sizeof responses / sizeof *responses; i++) {
            bf_warc_exchange exchange = example();
            exchange.date_ms += (int64_t)i * 1500;
            exchange.response = bf_str_of(responses[i]);
            exchange.refers_to_uri = exchange.target_uri;
            exchange.profile = i == 2 ? BF_WARC_NOT_MODIFIED : NULL;
            assert_true(bf_warc_archive_write(archive, &exchange, &place, &err));
        }
        close_archive(archive);
        bf_buf index = read_index(), again;
        assert_true(bf_cdxj_add(folder, path_of(place.file, ""), place.file, &err));
        again = read_index();
        assert_string_equal(again.bytes, index.bytes);
        bf_buf_free(&index);
        bf_buf_free(&again);
    }
}

static void a_name_says_prefix_time_and_serial(void **state)
{
    (void)state;
    const bf_warc_archive_settings settings = settings_of(true, 1);
    bf_warc_archive *archive = open_archive(&settings);
    regex_t form;
    assert_int_equal(regcomp(&form, "^crawl-20[0-9]{12}-0000[01]-[0-9a-f]{8}\\.warc\\.gz$",
                             REG_EXTENDED | REG_NOSUB),
                     0);
    for (int i = 0; i < 2; i++) {
        bf_warc_archive_place place = write_one(archive);
        assert_int_equal(regexec(&form, place.file, 0, NULL, 0), 0);
        assert_int_equal(place.file[25], '0' + i);
        assert_memory_equal(place.file + 27, bf_warc_archive_mark(archive), 8);
        rotate(archive);
    }
    regfree(&form);
    close_archive(archive);
}

static void a_full_file_makes_room_for_a_new_one_when_it_is_told_to(void **state)
{
    (void)state;
    const bf_warc_archive_settings settings = settings_of(true, 3000);
    bf_warc_archive *archive = open_archive(&settings);
    bf_warc_archive_place places[20];
    for (size_t i = 0; i < 20; i++) {
        places[i] = write_one(archive);
        assert_stands(&places[i], BF_WARC_OPEN_ENDING); /* full or not, it can still be cut */
        rotate(archive);
    }
    close_archive(archive);
    unsigned files = 1;
    for (size_t i = 0; i < 20; i++) {
        bool begins = i > 0 && strcmp(places[i].file, places[i - 1].file) != 0;
        files += begins;
        if (begins)
            assert_true(places[i - 1].record.offset + places[i - 1].record.length >= 3000);
        assert_true(places[i].record.offset < 3000 + 1000);
        assert_stands(&places[i], "");
        assert_true(is_indexed(&places[i]));
    }
    assert_true(files > 2);
    assert_int_equal(count_files(".warc.gz"), files);
}

static void an_abandoned_file_is_left_open_and_completed_by_the_next(void **state)
{
    (void)state;
    const bf_warc_archive_settings settings = settings_of(true, MANY);
    bf_warc_archive *archive = open_archive(&settings);
    bf_warc_archive_place place = write_one(archive);
    bf_warc_archive_abandon(archive);
    assert_stands(&place, BF_WARC_OPEN_ENDING);
    assert_false(is_indexed(&place));
    bf_warc_archive_abandon(open_archive(&settings)); /* in which nothing is open */
    bf_warc_archive_abandon(NULL);
    assert_stands(&place, "");
    assert_true(is_indexed(&place));
}

static void an_archive_to_which_nothing_is_written_stays_empty(void **state)
{
    (void)state;
    const bf_warc_archive_settings settings = settings_of(true, MANY);
    close_archive(open_archive(&settings));
    assert_int_equal(rmdir(folder), 0);
}

static void a_failed_fetch_is_kept_and_not_indexed(void **state)
{
    (void)state;
    static const bf_warc_pair why = {{"fetchError", 10}, {"timed out", 9}};
    const bf_warc_archive_settings settings = settings_of(true, MANY);
    bf_warc_archive *archive = open_archive(&settings);
    bf_warc_exchange exchange = example();
    bf_warc_archive_place place;
    bf_error err = {0};
    exchange.metadata = &why;
    exchange.metadata_count = 1;
    assert_true(bf_warc_archive_write_failure(archive, &exchange, &place, &err));
    close_archive(archive);
    assert_stands(&place, "");
    assert_false(is_indexed(&place));
}

/* Leaves a file open, as a kill does, and returns what stands in it. */
static bf_warc_archive_place leave_open(bool gzip, bf_warc_archive_place *first)
{
    const bf_warc_archive_settings settings = settings_of(gzip, MANY);
    bf_warc_archive *archive = open_archive(&settings);
    *first = write_one(archive);
    bf_warc_archive_place last = write_one(archive);
    close_archive(archive); /* frees it; what that did is undone */
    char complete[256];
    snprintf(complete, sizeof complete, "%s", path_of(last.file, ""));
    assert_int_equal(rename(complete, path_of(last.file, BF_WARC_OPEN_ENDING)), 0);
    unlink(path_of(BF_CDXJ_NAME, ""));
    return last;
}

static void what_a_kill_left_open_is_completed_without_its_torn_end(void **state)
{
    (void)state;
    for (int gzip = 0; gzip < 2; gzip++) {
        bf_warc_archive_place first, last = leave_open(gzip != 0, &first);
        uint64_t end = last.record.offset + last.record.length;
        assert_int_equal(truncate(path_of(last.file, BF_WARC_OPEN_ENDING), (off_t)end - 1), 0);
        const bf_warc_archive_settings settings = settings_of(gzip != 0, MANY);
        bf_warc_archive *archive = open_archive(&settings);
        assert_stands(&first, "");
        assert_true(is_indexed(&first));
        assert_false(is_indexed(&last));
        struct stat about;
        assert_int_equal(stat(path_of(first.file, ""), &about), 0);
        assert_int_equal(about.st_size, first.record.offset + first.record.length);
        bf_warc_archive_place next = write_one(archive);
        assert_string_not_equal(next.file, first.file);
        close_archive(archive);
    }
}

static void a_kill_at_any_step_of_completion_is_made_good(void **state)
{
    (void)state;
    bf_warc_archive_place first, last = leave_open(true, &first);
    bf_error err = {0};
    const bf_warc_archive_settings settings = settings_of(true, MANY);
    /* indexed, and not renamed */
    assert_true(bf_cdxj_add(folder, path_of(last.file, BF_WARC_OPEN_ENDING), last.file, &err));
    assert_true(is_indexed(&last));
    FILE *half = fopen(path_of(BF_CDXJ_NAME, ".new"), "w"); /* the next index, half written */
    fputs("test,a)/an", half);
    fclose(half);
    close_archive(open_archive(&settings));
    assert_stands(&last, "");
    assert_true(is_indexed(&first) && is_indexed(&last));
    FILE *index = fopen(path_of(BF_CDXJ_NAME, ""), "r");
    unsigned lines = 0;
    for (int c; (c = getc(index)) != EOF;)
        lines += c == '\n';
    fclose(index);
    assert_int_equal(lines, 2);
}

static void what_is_left_open_without_a_whole_record_is_kept_apart_unless_it_is_empty(void **state)
{
    (void)state;
    const bf_warc_archive_settings settings = settings_of(true, MANY);
    close_archive(open_archive(&settings));
    FILE *file = fopen(path_of("torn.warc.gz", ".open"), "w");
    fputs("\x1f\x8b", file);
    fclose(file);
    fclose(fopen(path_of("empty.warc", ".open"), "w"));
    fclose(fopen(path_of("other.txt", ".open"), "w"));
    close_archive(open_archive(&settings));
    assert_int_equal(access(path_of("torn.warc.gz", ".broken"), F_OK), 0);
    assert_int_equal(access(path_of("empty.warc", ".open"), F_OK), -1);
    assert_int_equal(access(path_of("other.txt", ".open"), F_OK), 0);
}

static void a_full_disk_costs_the_exchange_and_names_the_file(void **state)
{
    (void)state;
    const bf_warc_archive_settings settings = settings_of(false, MANY);
    bf_warc_archive *archive = open_archive(&settings);
    bf_warc_archive_place first = write_one(archive), unused;
    bf_warc_exchange exchange = example();
    bf_error err = {0};
    struct rlimit before, low;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    low = before;
    low.rlim_cur = (rlim_t)(first.record.offset + first.record.length) + 100;
    setrlimit(RLIMIT_FSIZE, &low);
    bool written = bf_warc_archive_write(archive, &exchange, &unused, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(written);
    assert_int_equal(err.code, BF_ERR_OUTPUT);
    assert_non_null(strstr(err.message, first.file));
    assert_non_null(strstr(err.message, strerror(EFBIG)));
    assert_non_null(strstr(err.message, "what was written before is kept"));
    bf_warc_archive_place next = write_one(archive);
    close_archive(archive);
    assert_stands(&first, "");
    assert_stands(&next, "");
    assert_true(is_indexed(&first) && is_indexed(&next));
}

static void a_file_that_cannot_be_completed_is_so_the_next_time(void **state)
{
    (void)state;
    const bf_warc_archive_settings settings = settings_of(true, MANY);
    bf_warc_archive *archive = open_archive(&settings);
    bf_warc_archive_place place = write_one(archive);
    bf_error err = {0};
    mkdir(path_of(BF_CDXJ_NAME, ".new"), 0777); /* in the index's way */
    assert_false(bf_warc_archive_close(archive, &err));
    assert_int_equal(err.code, BF_ERR_OUTPUT);
    assert_stands(&place, BF_WARC_OPEN_ENDING);
    rmdir(path_of(BF_CDXJ_NAME, ".new"));
    close_archive(open_archive(&settings));
    assert_stands(&place, "");
    assert_true(is_indexed(&place));
}

static void a_folder_or_prefix_that_cannot_be_is_an_error(void **state)
{
    (void)state;
    static const char *const prefixes[] = {"", "a/b", ".hidden", "a b"};
    bf_warc_archive_settings settings = settings_of(true, MANY);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        bf_error err = {0};
        settings.prefix = prefixes[i];
        assert_null(bf_warc_archive_open(&settings, &err));
        assert_int_equal(err.code, BF_ERR_USAGE);
    }
    bf_error err = {0};
    settings = settings_of(true, MANY);
    settings.folder = "/dev/null/warc";
    assert_null(bf_warc_archive_open(&settings, &err));
    assert_int_equal(err.code, BF_ERR_OUTPUT);
    assert_non_null(strstr(err.message, "/dev/null/warc: cannot"));
}

/* The names and dates of all records but the first, in the file `fd`. */
static void list_names(int fd, char *out, size_t size)
{
    bf_warc_record record;
    bf_error err = {0};
    size_t used = 0;
    lseek(fd, 0, SEEK_SET);
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
    while (bf_warc_read(reader, &record, &err) == BF_WARC_RECORD)
        used +=
            (size_t)snprintf(out + used, size - used, "%.*s %.*s %.*s\n", BF_STR_ARG(record.type),
                             BF_STR_ARG(record.record_id), BF_STR_ARG(record.date));
    assert_true(used > 0 && used < size);
    bf_warc_reader_free(reader);
}

static void a_stream_beside_the_archive_tells_of_the_same_records(void **state)
{
    (void)state;
    const bf_warc_archive_settings settings = settings_of(true, MANY);
    char archived[4096], streamed[4096], path[256];
    bf_warc_archive_place place, alone;
    bf_error err = {0};
    snprintf(path, sizeof path, "%s/stream", root);
    int fd = open(path, O_RDWR | O_CREAT, 0666);
    bf_warc_exchange exchange = example();
    bf_warc_sink sink = {.archive = open_archive(&settings),
                         .stream = bf_warc_writer_new(fd, false, NULL, 0)};
    for (int i = 0; i < 2; i++)
        assert_true(bf_warc_sink_write(&sink, &exchange, &place, &err));
    close_archive(sink.archive);
    assert_stands(&place, "");
    int file = open(path_of(place.file, ""), O_RDONLY);
    list_names(file, archived, sizeof archived);
    list_names(fd, streamed, sizeof streamed);
    assert_string_equal(archived, streamed);
    close(file);
    sink.archive = NULL;
    assert_true(bf_warc_sink_write(&sink, &exchange, &alone, &err));
    assert_string_equal(alone.file, "");
    assert_true(alone.record.offset > 0);
    bf_warc_writer_free(sink.stream);
    close(fd);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_open_until_it_is_complete_and_indexed),
        TEST(the_index_is_the_same_as_if_the_file_were_read_for_it),
        TEST(a_name_says_prefix_time_and_serial),
        TEST(a_full_file_makes_room_for_a_new_one_when_it_is_told_to),
        TEST(an_abandoned_file_is_left_open_and_completed_by_the_next),
        TEST(an_archive_to_which_nothing_is_written_stays_empty),
        TEST(a_failed_fetch_is_kept_and_not_indexed),
        TEST(what_a_kill_left_open_is_completed_without_its_torn_end),
        TEST(a_kill_at_any_step_of_completion_is_made_good),
        TEST(what_is_left_open_without_a_whole_record_is_kept_apart_unless_it_is_empty),
        TEST(a_full_disk_costs_the_exchange_and_names_the_file),
        TEST(a_file_that_cannot_be_completed_is_so_the_next_time),
        TEST(a_folder_or_prefix_that_cannot_be_is_an_error),
        TEST(a_stream_beside_the_archive_tells_of_the_same_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
