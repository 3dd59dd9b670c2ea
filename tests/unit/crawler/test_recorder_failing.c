/* test_recorder_failing.c: what is kept as evidence is what the state has committed, whatever ended
 * the run before. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bonafide/warc.h"
#include "common/input.h"
#include "common/warc_archive.h"
#include "crawler/recorder.h"

#define NOON INT64_C(1795435200000) /* 2026-11-23T12:00:00Z */
enum { MANY = 1 << 20, TWO_EXCHANGES = 3000 /* bytes that two have, and one has not */ };

static char root[64]; /* of the present test */

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_recorder.XXXXXX");
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
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

/* One run of a crawl, as far as it records. */
typedef struct {
    char state_dir[128], archive_dir[128], out_path[128];
    bf_crawl_settings settings;
    bf_state *state;
    bf_recorder *recorder;
} recording;

static void open_run(recording *run, const char *state_dir, const char *archive_dir,
                     const char *out_path, uint64_t archive_bytes)
{
    bf_error err = {0};
    *run = (recording){
        .settings = {.out_fd = -1, .user_agent = "test", .archive_bytes = archive_bytes}};
    snprintf(run->state_dir, sizeof run->state_dir, "%s/%s", root, state_dir ? state_dir : "");
    snprintf(run->archive_dir, sizeof run->archive_dir, "%s/%s", root,
             archive_dir ? archive_dir : "");
    snprintf(run->out_path, sizeof run->out_path, "%s/%s", root, out_path ? out_path : "");
    run->settings.state_dir = state_dir ? run->state_dir : NULL;
    run->settings.archive_dir = archive_dir ? run->archive_dir : NULL;
    if (out_path) {
        run->settings.out_path = run->out_path;
        run->settings.out_fd = open(run->out_path, O_RDWR | O_CREAT, 0666);
        lseek(run->settings.out_fd, 0, SEEK_END);
    }
    run->state = bf_state_open(run->settings.state_dir, &err);
    run->recorder = run->state ? bf_recorder_new(&run->settings, run->state, &err) : NULL;
    if (run->recorder == NULL)
        fail_msg("%s", err.message);
}

/* Ends a run as it ends when it has failed, or was killed: nothing is closed. */
static void fail_run(recording *run)
{
    bf_recorder_free(run->recorder);
    bf_state_close(run->state);
    if (run->settings.out_fd >= 0)
        close(run->settings.out_fd);
}

static void close_run(recording *run)
{
    bf_error err = {0};
    if (!bf_recorder_close(run->recorder, &err))
        fail_msg("%s", err.message);
    fail_run(run);
}

/* Records a page with a body that gzip makes no smaller. */
static bool write_page(recording *run, bf_error *err)
{
    static unsigned number;
    char url[64], response[512];
    snprintf(url, sizeof url, "http://a.example/%u", number++);
    int length = snprintf(response, sizeof response, "HTTP/1.1 200 OK\r\n\r\n");
    for (; length < 400; length++)
        response[length] = (char)(' ' + rand() % 90);
    const bf_fetch_result result = {.status = 200,
                                    .started_ms = NOON,
                                    .request = BF_STR("GET / HTTP/1.1\r\n\r\n"),
                                    .response = {response, 400}};
    const bf_recorded what = {.url = bf_str_of(url), .result = &result};
    return bf_recorder_write(run->recorder, &what, err);
}

static void record(recording *run, int pages)
{
    bf_error err = {0};
    while (pages-- > 0)
        if (!write_page(run, &err))
            fail_msg("%s", err.message);
}

static void commit(recording *run, int pages)
{
    bf_error err = {0};
    assert_true(bf_state_begin(run->state, &err));
    record(run, pages);
    assert_true(bf_state_commit(run->state, &err));
}

static void record_and_fail(recording *run, int pages)
{
    bf_error err = {0};
    assert_true(bf_state_begin(run->state, &err));
    record(run, pages);
    fail_run(run);
}

/* How many responses the WARC file `path` has; it must be readable to its end. */
static unsigned count_responses(const char *path)
{
    bf_warc_record record;
    bf_warc_next next;
    bf_error err = {0};
    unsigned count = 0;
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
    while ((next = bf_warc_read(reader, &record, &err)) == BF_WARC_RECORD)
        count += bf_str_equal(record.type, BF_STR("response"));
    assert_int_equal(next, BF_WARC_END);
    bf_warc_reader_free(reader);
    close(fd);
    return count;
}

/* Files of the archive `dir` with this ending, and the responses in them. */
static unsigned count_files(const char *dir, const char *ending, unsigned *responses)
{
    unsigned files = 0;
    DIR *entries = opendir(path_of(dir));
    assert_non_null(entries);
    *responses = 0;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        char path[512];
        if (!bf_str_ends(bf_str_of(entry->d_name), bf_str_of(ending)))
            continue;
        snprintf(path, sizeof path, "%s/%s/%s", root, dir, entry->d_name);
        files++;
        *responses += count_responses(path);
    }
    closedir(entries);
    return files;
}

static void assert_complete(const char *dir, unsigned files, unsigned responses)
{
    unsigned got;
    assert_int_equal(count_files(dir, BF_WARC_OPEN_ENDING, &got), 0);
    assert_int_equal(count_files(dir, ".warc.gz", &got), files);
    assert_int_equal(got, responses);
}

static void what_is_recorded_and_closed_is_complete(void **state)
{
    recording run;
    (void)state;
    open_run(&run, "state", "warc", "out.warc", MANY);
    commit(&run, 2);
    close_run(&run);
    assert_complete("warc", 1, 2);
    assert_int_equal(count_responses(path_of("out.warc")), 2);
}

static void a_failed_run_leaves_its_file_open_and_the_next_cuts_what_is_not_committed(void **state)
{
    recording run;
    unsigned responses;
    (void)state;
    open_run(&run, "state", "warc", "out.warc", MANY);
    commit(&run, 2);
    record_and_fail(&run, 1);
    assert_int_equal(count_files("warc", BF_WARC_OPEN_ENDING, &responses), 1);
    assert_int_equal(responses, 3);
    open_run(&run, "state", "warc", "out.warc", MANY);
    assert_complete("warc", 1, 2);
    commit(&run, 1);
    close_run(&run);
    assert_complete("warc", 2, 3);
    assert_int_equal(count_responses(path_of("out.warc")), 3);
}

static void of_a_run_that_committed_nothing_nothing_is_kept(void **state)
{
    recording run;
    (void)state;
    open_run(&run, "state", "warc", "out.warc", MANY);
    record_and_fail(&run, 2);
    open_run(&run, "state", "warc", "out.warc", MANY);
    close_run(&run);
    assert_complete("warc", 0, 0);
    assert_int_equal(count_responses(path_of("out.warc")), 0);
}

static void what_a_stream_had_before_its_first_run_is_not_cut(void **state)
{
    recording run;
    (void)state;
    open_run(&run, NULL, NULL, "out.warc", MANY);
    record(&run, 2);
    close_run(&run);
    open_run(&run, "state", NULL, "out.warc", MANY);
    record_and_fail(&run, 1);
    open_run(&run, "state", NULL, "out.warc", MANY);
    close_run(&run);
    assert_int_equal(count_responses(path_of("out.warc")), 2);
}

static void a_full_file_is_completed_by_the_step_after_it_and_no_sooner(void **state)
{
    recording run;
    bf_error err = {0};
    unsigned responses;
    (void)state;
    open_run(&run, "state", "warc", NULL, TWO_EXCHANGES);
    commit(&run, 1);
    assert_true(bf_recorder_rotate(run.recorder, &err));
    assert_int_equal(count_files("warc", ".warc.gz", &responses), 0); /* it is not full */
    assert_true(bf_state_begin(run.state, &err));
    record(&run, 3);
    assert_int_equal(count_files("warc", ".warc.gz", &responses), 0); /* it may yet be cut */
    assert_true(bf_state_commit(run.state, &err) && bf_recorder_rotate(run.recorder, &err));
    assert_complete("warc", 1, 4);
    record_and_fail(&run, 3);
    open_run(&run, "state", "warc", NULL, TWO_EXCHANGES);
    close_run(&run);
    assert_complete("warc", 1, 4);
}

/* The folder of a state may be moved, or named otherwise than before. */
static void an_archive_is_known_wherever_it_stands(void **state)
{
    recording run;
    (void)state;
    open_run(&run, "state", "state/warc", NULL, MANY);
    commit(&run, 2);
    record_and_fail(&run, 1);
    open_run(&run, "state/../state", "state/./warc", NULL, MANY);
    assert_complete("state/warc", 1, 2);
    commit(&run, 1);
    record_and_fail(&run, 1);
    char moved[512];
    snprintf(moved, sizeof moved, "%s", path_of("moved"));
    assert_int_equal(rename(path_of("state"), moved), 0);
    open_run(&run, "moved", "moved/warc", NULL, MANY);
    close_run(&run);
    assert_complete("moved/warc", 2, 3);
}

static void what_a_run_of_another_state_left_in_the_folder_is_kept(void **state)
{
    recording run;
    (void)state;
    open_run(&run, "one", "warc", NULL, MANY);
    commit(&run, 2);
    fail_run(&run);
    open_run(&run, "two", "warc", NULL, MANY);
    close_run(&run);
    assert_complete("warc", 1, 2);
}

static void a_failed_run_without_a_state_keeps_all_that_it_has(void **state)
{
    recording run;
    (void)state;
    open_run(&run, NULL, "warc", NULL, MANY);
    record(&run, 2);
    fail_run(&run);
    assert_complete("warc", 1, 2);
}

/* Records pages while no file may grow over `bytes`, until one cannot be; `err` says why. */
static void record_until_full(recording *run, rlim_t bytes, bf_error *err)
{
    struct rlimit before, low;
    bool written = true;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    low = before;
    low.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &low);
    for (int i = 0; i < 100 && written; i++)
        written = bf_state_begin(run->state, err) && write_page(run, err) &&
                  bf_state_commit(run->state, err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(written);
}

static void a_full_disk_is_told_with_the_file_and_what_to_do(void **state)
{
    static const char *const ways[] = {"warc", "out.warc"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        recording run;
        char told[1024];
        bf_error err = {0};
        open_run(&run, NULL, i == 0 ? "warc" : NULL, i == 1 ? "out.warc" : NULL, MANY);
        record_until_full(&run, 4000, &err);
        bf_error_format(&err, told, sizeof told);
        assert_int_equal(err.code, BF_ERR_OUTPUT);
        assert_non_null(strstr(told, path_of(ways[i])));
        assert_non_null(strstr(told, strerror(EFBIG)));
        assert_non_null(strstr(told, "make room"));
        fail_run(&run);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_recorded_and_closed_is_complete),
        TEST(a_failed_run_leaves_its_file_open_and_the_next_cuts_what_is_not_committed),
        TEST(of_a_run_that_committed_nothing_nothing_is_kept),
        TEST(what_a_stream_had_before_its_first_run_is_not_cut),
        TEST(a_full_file_is_completed_by_the_step_after_it_and_no_sooner),
        TEST(an_archive_is_known_wherever_it_stands),
        TEST(what_a_run_of_another_state_left_in_the_folder_is_kept),
        TEST(a_failed_run_without_a_state_keeps_all_that_it_has),
        TEST(a_full_disk_is_told_with_the_file_and_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
