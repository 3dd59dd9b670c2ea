/* test_recorder.c: what was fetched, kept as evidence, also over a kill. */
#include "tests/support/views.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/digest.h"
#include "common/warc_archive.h"
#include "crawler/recorder.h"

#define URL "http://a.example/"
#define HEAD                                                                                       \
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"a\"\r\n"                                \
    "Last-Modified: Wed, 25 Nov 2026 10:00:00 GMT\r\n\r\n"

static char root[32]; /* the folder of the present test: root/state, root/warc, root/out.warc */

static int make_root(void **state)
{
    *state = bf_arena_new(1 << 20);
    snprintf(root, sizeof root, "/tmp/test_recorder.XXXXXX");
    return *state == NULL || mkdtemp(root) == NULL;
}

static int remove_root(void **state)
{
    char command[256];
    bf_arena_free(*state);
    snprintf(command, sizeof command, "chmod -R u+w %s; rm -r %s", root, root);
    return system(command);
}

static const char *path_of(const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", root, name);
    return path;
}

/* A run: what a crawl opens, in its order. */
typedef struct {
    bf_crawl_settings settings;
    char state_dir[128], archive_dir[128], out_path[128];
    bf_state *state;
    bf_recorder *recorder;
} run;

enum { STATE = 1, ARCHIVE = 2, STREAM = 4, OWN_ARCHIVE = 8 /* of the state */ };

static void set_up(run *made, int wanted)
{
    bf_error err = {0};
    *made = (run){.settings = {.user_agent = "bonafide/test", .out_fd = -1}};
    if (wanted & STATE)
        made->settings.state_dir = path_of("state", made->state_dir);
    if (wanted & ARCHIVE)
        made->settings.archive_dir = path_of("warc", made->archive_dir);
    if (wanted & OWN_ARCHIVE)
        made->settings.archive_dir = path_of("state/warc", made->archive_dir);
    if (wanted & STREAM) {
        made->settings.out_path = path_of("out.warc", made->out_path);
        made->settings.out_fd = open(made->out_path, O_RDWR | O_CREAT, 0666);
        assert_true(made->settings.out_fd >= 0);
        lseek(made->settings.out_fd, 0, SEEK_END);
    }
    made->state = bf_state_open(made->settings.state_dir, &err);
    if (made->state == NULL)
        fail_msg("%s", err.message);
}

static void open_run(run *made, int wanted)
{
    bf_error err = {0};
    set_up(made, wanted);
    made->recorder = bf_recorder_new(&made->settings, made->state, &err);
    if (made->recorder == NULL)
        fail_msg("%s", err.message);
    assert_true(bf_state_begin(made->state, &err));
}

static void commit(run *given)
{
    bf_error err = {0};
    assert_true(bf_state_commit(given->state, &err));
    assert_true(bf_state_begin(given->state, &err));
}

/* Ends a run as a crawl does. */
static void close_run(run *given)
{
    bf_error err = {0};
    assert_true(bf_state_commit(given->state, &err));
    if (!bf_recorder_close(given->recorder, &err))
        fail_msg("%s", err.message);
    bf_recorder_free(given->recorder);
    bf_state_close(given->state);
    if (given->settings.out_fd >= 0)
        close(given->settings.out_fd);
}

/* Ends a run as a kill does: nothing more is committed, no file gets its name. */
static void drop_run(run *given)
{
    char command[512];
    const char *archive = given->settings.archive_dir;
    snprintf(command, sizeof command, "cp -r %s %s/kept", archive ? archive : root, root);
    assert_true(archive == NULL || system(command) == 0);
    bf_recorder_free(given->recorder);
    bf_state_close(given->state); /* what is under way is rolled back */
    if (given->settings.out_fd >= 0)
        close(given->settings.out_fd);
    snprintf(command, sizeof command, "rm -r %s && mv %s/kept %s", archive ? archive : root, root,
             archive ? archive : root);
    assert_true(archive == NULL || system(command) == 0);
}

static bf_capture last_of(run *given, bf_arena *arena, const char *url)
{
    bf_capture last;
    bf_error err = {0};
    assert_true(bf_recorder_last(given->recorder, bf_str_of(url), arena, &last, &err));
    return last;
}

/* Records that `url` answered with `response`; whether that was as it was. */
static bool record(run *given, bf_arena *arena, const char *url, const char *response,
                   const char *truncated)
{
    char digest[BF_DIGEST_SHA1_TEXT] = "";
    bf_error err = {0};
    bf_capture last = last_of(given, arena, url);
    const bf_fetch_result result = {.request = BF_STR("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"),
                                    .response = bf_str_of(response),
                                    .status = atoi(response + strlen("HTTP/1.1 ")),
                                    .ip = BF_STR("192.0.2.1"),
                                    .started_ms = 1795600000000,
                                    .truncated = bf_str_of(truncated)};
    if (result.status != 304)
        assert_true(bf_warc_payload_digest(result.response, digest, &err));
    const bf_recorded what = {.url = bf_str_of(url),
                              .hops = BF_STR("L"),
                              .result = &result,
                              .last = &last,
                              .digest = bf_str_of(digest)};
    if (!bf_recorder_write(given->recorder, &what, &err))
        fail_msg("%s", err.message);
    return bf_recorder_is_unchanged(&what);
}

/* Says how often `text` stands in the files of the folder, or in the one file, once unpacked; with
 * `ending`, of its files that end so. */
static int count_in(const char *name, const char *ending, const char *text)
{
    char command[512];
    int count = -1;
    snprintf(command, sizeof command,
             "for f in $(find %s/%s -type f -name '*%s' | sort); do zcat -f \"$f\"; done | "
             "grep -c -- '%s'",
             root, name, ending, text);
    FILE *counted = popen(command, "r");
    assert_non_null(counted);
    assert_int_equal(fscanf(counted, "%d", &count), 1);
    pclose(counted);
    return count;
}

static int count_files(const char *name, const char *ending)
{
    char path[128];
    int count = 0;
    const struct dirent *entry;
    DIR *folder = opendir(path_of(name, path));
    if (folder == NULL)
        return 0;
    while ((entry = readdir(folder)) != NULL)
        count += bf_str_ends(bf_str_of(entry->d_name), bf_str_of(ending));
    closedir(folder);
    return count;
}

/* --- Full, and as it was -----------------------------------------------------------------------
 */

static void a_full_response_is_the_last_capture_with_what_a_request_asks_by(void **state)
{
    run given;
    open_run(&given, STATE | ARCHIVE);
    assert_int_equal(last_of(&given, *state, URL).record_id.length, 0);
    assert_false(record(&given, *state, URL, HEAD "one", ""));
    bf_capture last = last_of(&given, *state, URL);
    assert_view(last.etag, "\"a\"");
    assert_view(last.modified, "Wed, 25 Nov 2026 10:00:00 GMT");
    assert_view(last.digest, "sha1:7YC3ZXG4JEUACJ4BUXY2FJ34XNJZRYIG");
    assert_true(bf_str_starts(last.record_id, BF_STR("urn:uuid:")));
    assert_true(bf_str_ends(last.file, BF_STR(".warc.gz")));
    assert_int_equal(last.date_ms, 1795600000000);
    close_run(&given);
    open_run(&given, STATE | ARCHIVE); /* and it is there in the next run */
    assert_view(last_of(&given, *state, URL).etag, "\"a\"");
    close_run(&given);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Type: response"), 1);
}

static void what_is_as_it_was_is_a_revisit_and_the_full_one_stays_the_last(void **state)
{
    static const struct {
        const char *response, *profile;
    } cases[] = {
        {"HTTP/1.1 304 Not Modified\r\nETag: \"b\"\r\n\r\n", "server-not-modified"},
        {"HTTP/1.1 200 OK\r\nETag: \"c\"\r\n\r\none", "identical-payload-digest"},
    };
    run given;
    open_run(&given, STATE | ARCHIVE);
    record(&given, *state, URL, HEAD "one", "");
    bf_capture first = last_of(&given, *state, URL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(record(&given, *state, URL, cases[i].response, ""));
        bf_capture last = last_of(&given, *state, URL);
        assert_same_view(last.record_id, first.record_id);
        assert_view(last.etag, "\"a\"");
    }
    close_run(&given);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Type: response"), 1);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Type: revisit"), 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(count_in("warc", ".warc.gz", cases[i].profile), 1);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Refers-To-Target-URI: " URL), 2);
}

static void what_is_not_as_it_was_is_kept_in_full(void **state)
{
    static const struct {
        const char *response, *truncated;
        bool last; /* it is then the last capture */
    } cases[] = {
        {HEAD "other", "", true},
        {HEAD "on", "disconnect", false},
        {HEAD "one", "length", false}, /* no word that the rest is equal */
        {"HTTP/1.1 404 Not Found\r\n\r\none", "", false},
        {"HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\none", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run given;
        char url[64];
        open_run(&given, STATE | ARCHIVE);
        snprintf(url, sizeof url, URL "%zu", i);
        record(&given, *state, url, HEAD "one", "");
        bf_capture first = last_of(&given, *state, url);
        assert_false(record(&given, *state, url, cases[i].response, cases[i].truncated));
        bf_capture last = last_of(&given, *state, url);
        assert_int_equal(bf_str_equal(first.record_id, last.record_id), !cases[i].last);
        close_run(&given);
        assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Type: response"), 2 * (int)i + 2);
    }
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Type: revisit"), 0);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Truncated: disconnect"), 1);
}

/* Its record would refer to what nobody has. */
static void a_304_that_nobody_asked_for_is_kept_as_a_response(void **state)
{
    run given;
    open_run(&given, STATE | ARCHIVE);
    assert_false(record(&given, *state, URL, "HTTP/1.1 304 Not Modified\r\n\r\n", ""));
    close_run(&given);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Type: response"), 1);
}

static void what_is_forgotten_is_asked_for_unconditionally_and_kept_in_full(void **state)
{
    run given;
    bf_error err = {0};
    open_run(&given, STATE | ARCHIVE);
    record(&given, *state, URL, HEAD "one", "");
    record(&given, *state, URL "other", HEAD "one", "");
    assert_true(bf_recorder_forget(given.recorder, BF_STR(URL), &err));
    bf_capture last = last_of(&given, *state, URL);
    assert_int_equal(last.etag.length + last.modified.length + last.record_id.length, 0);
    assert_view(last_of(&given, *state, URL "other").etag, "\"a\"");
    assert_false(record(&given, *state, URL, HEAD "one", ""));
    assert_view(last_of(&given, *state, URL).etag, "\"a\"");
    close_run(&given);
    open_run(&given, STATE | STREAM);
    assert_true(bf_recorder_forget(given.recorder, BF_STR(URL), &err)); /* nothing to forget */
    close_run(&given);
}

static void what_was_taken_out_of_the_archive_is_kept_in_full_again(void **state)
{
    run given;
    char command[128];
    open_run(&given, STATE | ARCHIVE);
    record(&given, *state, URL, HEAD "one", "");
    commit(&given);
    close_run(&given);
    snprintf(command, sizeof command, "rm %s/warc/*.warc*", root);
    assert_int_equal(system(command), 0);
    open_run(&given, STATE | ARCHIVE);
    assert_int_equal(last_of(&given, *state, URL).record_id.length, 0);
    assert_false(record(&given, *state, URL, HEAD "one", ""));
    assert_int_not_equal(last_of(&given, *state, URL).record_id.length, 0); /* still written */
    close_run(&given);
}

static void without_an_archive_nothing_is_asked_conditionally(void **state)
{
    run given;
    open_run(&given, STATE | STREAM);
    for (int i = 0; i < 2; i++) {
        assert_false(record(&given, *state, URL, HEAD "one", ""));
        assert_int_equal(last_of(&given, *state, URL).record_id.length, 0);
    }
    close_run(&given);
    assert_int_equal(count_in("out.warc", "", "^WARC-Type: response"), 2);
}

static void a_failed_fetch_is_told_in_the_archive(void **state)
{
    run given;
    bf_error err = {0};
    open_run(&given, ARCHIVE | STREAM);
    const bf_fetch_result result = {.failure = BF_STR("connection refused"),
                                    .started_ms = 1795600000000};
    const bf_recorded what = {.url = BF_STR(URL), .via = BF_STR(URL "from"), .result = &result};
    (void)state;
    assert_true(bf_recorder_write_failure(given.recorder, &what, &err));
    close_run(&given);
    for (int i = 0; i < 2; i++) {
        const char *name = i ? "warc" : "out.warc";
        assert_int_equal(count_in(name, i ? ".warc.gz" : "", "^WARC-Type: metadata"), 1);
        assert_int_equal(count_in(name, i ? ".warc.gz" : "", "^fetchError: connection refused"), 1);
        assert_int_equal(count_in(name, i ? ".warc.gz" : "", "^via: " URL "from"), 1);
    }
}

static void archive_and_stream_tell_of_the_same_records(void **state)
{
    char command[512];
    run given;
    open_run(&given, ARCHIVE | STREAM);
    record(&given, *state, URL, HEAD "one", "");
    record(&given, *state, URL, "HTTP/1.1 304 Not Modified\r\n\r\n", "");
    close_run(&given);
    assert_int_equal(count_in("out.warc", "", "^WARC-Type: revisit"), 1);
    snprintf(command, sizeof command,
             "cd %s && zcat warc/*.gz | grep -a -A6 -E '^WARC-Type: (response|revisit|request)' | "
             "grep -a Record-ID | sort >a && grep -a -A6 -E "
             "'^WARC-Type: (response|revisit|request)' out.warc | grep -a Record-ID | sort >b && "
             "test -s a && cmp a b",
             root);
    assert_int_equal(system(command), 0);
}

/* --- What a kill leaves ------------------------------------------------------------------------
 */

static void what_a_kill_left_behind_the_last_commit_is_cut_from_archive_and_stream(void **state)
{
    run given;
    open_run(&given, STATE | ARCHIVE | STREAM);
    record(&given, *state, URL "first", HEAD "one", "");
    commit(&given);
    record(&given, *state, URL "second", HEAD "two", "");
    drop_run(&given);
    assert_int_equal(count_files("warc", BF_WARC_OPEN_ENDING), 1);
    assert_int_equal(count_in("out.warc", "", "^WARC-Target-URI: " URL "second"), 3);
    open_run(&given, STATE | ARCHIVE | STREAM);
    assert_int_equal(last_of(&given, *state, URL "second").record_id.length, 0);
    assert_int_equal(last_of(&given, *state, URL "first").record_id.length, 45);
    close_run(&given);
    assert_int_equal(count_files("warc", BF_WARC_OPEN_ENDING), 0);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Target-URI: " URL "first"), 3);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Target-URI: " URL "second"), 0);
    assert_int_equal(count_in("out.warc", "", "^WARC-Target-URI: " URL "first"), 3);
    assert_int_equal(count_in("out.warc", "", "^WARC-Target-URI: " URL "second"), 0);
}

static void a_file_of_the_state_s_own_archive_of_which_nothing_was_committed_is_gone(void **state)
{
    run given;
    open_run(&given, STATE | OWN_ARCHIVE);
    record(&given, *state, URL, HEAD "one", "");
    drop_run(&given);
    assert_int_equal(count_files("state/warc", BF_WARC_OPEN_ENDING), 1);
    open_run(&given, STATE | OWN_ARCHIVE);
    close_run(&given);
    assert_int_equal(count_files("state/warc", ".warc.gz"), 0);
    assert_int_equal(count_files("state/warc", BF_WARC_OPEN_ENDING), 0);
}

static void what_is_committed_stays_when_the_folder_is_named_in_another_way(void **state)
{
    run given;
    bf_error err = {0};
    open_run(&given, STATE | ARCHIVE);
    record(&given, *state, URL, HEAD "one", "");
    commit(&given);
    drop_run(&given);
    set_up(&given, STATE | ARCHIVE);
    snprintf(given.archive_dir, sizeof given.archive_dir, "%s/../%s/warc/", root,
             strrchr(root, '/') + 1);
    given.recorder = bf_recorder_new(&given.settings, given.state, &err);
    assert_non_null(given.recorder);
    assert_true(bf_state_begin(given.state, &err));
    close_run(&given);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Target-URI: " URL), 3);
}

static void what_another_crawl_left_in_the_folder_is_completed_and_not_cut(void **state)
{
    run given;
    open_run(&given, ARCHIVE); /* without a state */
    record(&given, *state, URL, HEAD "one", "");
    drop_run(&given);
    assert_int_equal(count_files("warc", BF_WARC_OPEN_ENDING), 1);
    open_run(&given, STATE | ARCHIVE);
    close_run(&given);
    assert_int_equal(count_in("warc", ".warc.gz", "^WARC-Target-URI: " URL), 3);
}

static void a_stream_s_file_that_the_state_does_not_know_is_left_as_it_is(void **state)
{
    run given;
    char path[128];
    FILE *file = fopen(path_of("out.warc", path), "w");
    assert_non_null(file);
    fputs("what was there\n", file);
    fclose(file);
    open_run(&given, STATE | STREAM);
    record(&given, *state, URL, HEAD "one", "");
    close_run(&given);
    assert_int_equal(count_in("out.warc", "", "^what was there"), 1);
    assert_int_equal(count_in("out.warc", "", "^WARC-Type: response"), 1);
}

/* --- Folders that cannot be --------------------------------------------------------------------
 */

static void a_folder_that_another_run_writes_to_is_refused(void **state)
{
    run given, second;
    bf_error err = {0};
    (void)state;
    open_run(&given, ARCHIVE);
    set_up(&second, ARCHIVE);
    assert_null(bf_recorder_new(&second.settings, second.state, &err));
    assert_error(err, BF_ERR_OUTPUT, "another run writes to this folder");
    assert_non_null(strstr(err.message, second.archive_dir));
    bf_state_close(second.state);
    close_run(&given);
    open_run(&second, ARCHIVE); /* free again */
    close_run(&second);
}

static void a_folder_that_cannot_be_is_named_with_the_reason(void **state)
{
    static const struct {
        const char *folder, *words;
    } cases[] = {
        {"/dev/null/warc", "/dev/null/warc: cannot write: Not a directory"},
        {"/proc/self/status", "/proc/self/status: cannot write: Not a directory"},
        {"/nonexistent/a/b", "/nonexistent/a/b: cannot write: No such file or directory"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run given;
        bf_error err = {0};
        set_up(&given, 0);
        given.settings.archive_dir = cases[i].folder;
        assert_null(bf_recorder_new(&given.settings, given.state, &err));
        assert_error(err, BF_ERR_OUTPUT, cases[i].words);
        bf_state_close(given.state);
    }
}

static void a_stream_that_takes_no_bytes_ends_the_run_with_the_reason(void **state)
{
    run given;
    bf_error err = {0};
    (void)state;
    set_up(&given, 0);
    given.settings.out_fd = open("/dev/full", O_WRONLY);
    assert_true(given.settings.out_fd >= 0);
    assert_null(bf_recorder_new(&given.settings, given.state, &err));
    assert_error(err, BF_ERR_OUTPUT, "No space left on device");
    close(given.settings.out_fd);
    bf_state_close(given.state);
}

static void nothing_is_left_to_free(void **state)
{
    (void)state;
    bf_recorder_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_full_response_is_the_last_capture_with_what_a_request_asks_by),
        TEST(what_is_as_it_was_is_a_revisit_and_the_full_one_stays_the_last),
        TEST(what_is_not_as_it_was_is_kept_in_full),
        TEST(a_304_that_nobody_asked_for_is_kept_as_a_response),
        TEST(what_is_forgotten_is_asked_for_unconditionally_and_kept_in_full),
        TEST(what_was_taken_out_of_the_archive_is_kept_in_full_again),
        TEST(without_an_archive_nothing_is_asked_conditionally),
        TEST(a_failed_fetch_is_told_in_the_archive),
        TEST(archive_and_stream_tell_of_the_same_records),
        TEST(what_a_kill_left_behind_the_last_commit_is_cut_from_archive_and_stream),
        TEST(a_file_of_the_state_s_own_archive_of_which_nothing_was_committed_is_gone),
        TEST(what_is_committed_stays_when_the_folder_is_named_in_another_way),
        TEST(what_another_crawl_left_in_the_folder_is_completed_and_not_cut),
        TEST(a_stream_s_file_that_the_state_does_not_know_is_left_as_it_is),
        TEST(a_folder_that_another_run_writes_to_is_refused),
        TEST(a_folder_that_cannot_be_is_named_with_the_reason),
        TEST(a_stream_that_takes_no_bytes_ends_the_run_with_the_reason),
        TEST(nothing_is_left_to_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
