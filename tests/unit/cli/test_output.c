/* test_output.c: lines to a file or pipe, whole or not at all. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/output.h"

static char folder[64]; /* of the present test */

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/test_output.XXXXXX");
    return mkdtemp(folder) == NULL;
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path_of("lines"));
    return rmdir(folder);
}

static const char *content(const char *path)
{
    static char bytes[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
    fclose(file);
    return bytes;
}

static bf_output *opened(const char *path)
{
    bf_error err = {0};
    bf_output *output = bf_output_open(path, &err);
    assert_non_null(output);
    assert_int_equal(err.code, BF_OK);
    return output;
}

static void close_well(bf_output *output)
{
    bf_error err = {0};
    assert_true(bf_output_close(output, &err));
}

static void a_line_is_in_the_file_before_the_call_returns(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_output *output = opened(path_of("lines"));
    assert_true(bf_output_line(output, BF_STR("{\"a\":1}"), &err));
    assert_string_equal(content(path_of("lines")), "{\"a\":1}\n");
    assert_true(bf_output_line(output, (bf_str){NULL, 0}, &err));
    assert_string_equal(content(path_of("lines")), "{\"a\":1}\n\n");
    close_well(output);
}

static void text_is_written_as_it_is(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_output *output = opened(path_of("lines"));
    assert_true(bf_output_text(output, BF_STR("one\ntw"), &err));
    assert_true(bf_output_text(output, (bf_str){NULL, 0}, &err));
    assert_true(bf_output_text(output, BF_STR("o\n"), &err));
    close_well(output);
    assert_string_equal(content(path_of("lines")), "one\ntwo\n");
}

static void a_file_is_emptied_when_it_is_opened(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_output *output = opened(path_of("lines"));
    assert_true(bf_output_line(output, BF_STR("the line of an earlier run"), &err));
    close_well(output);
    close_well(opened(path_of("lines")));
    assert_string_equal(content(path_of("lines")), "");
}

static void a_file_that_cannot_be_opened_is_named_with_the_systems_words(void **state)
{
    (void)state;
    char path[128], expected[256];
    bf_error err = {0};
    snprintf(path, sizeof path, "%s", path_of("no/lines"));
    assert_null(bf_output_open(path, &err));
    snprintf(expected, sizeof expected, "%s: cannot write: No such file or directory", path);
    assert_int_equal(err.code, BF_ERR_OUTPUT);
    assert_string_equal(err.message, expected);
    bf_error_reset(&err);
    assert_null(bf_output_open(folder, &err));
    assert_int_equal(err.code, BF_ERR_OUTPUT);
}

static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_output *output = opened("/dev/full");
    assert_false(bf_output_line(output, BF_STR("{}"), &err));
    assert_int_equal(err.code, BF_ERR_OUTPUT);
    assert_string_equal(err.message, "/dev/full: cannot write: No space left on device");
    close_well(output);
}

/* Lets no file grow beyond `most` bytes; what would is written in part. */
static void limit_files(rlim_t most)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = most;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_line_that_does_not_fit_is_taken_back(void **state)
{
    (void)state;
    bf_error err = {0};
    signal(SIGXFSZ, SIG_IGN);
    bf_output *output = opened(path_of("lines"));
    limit_files(12);
    bool first = bf_output_line(output, BF_STR("12345"), &err);
    bool second = bf_output_line(output, BF_STR("1234567890"), &err);
    limit_files(RLIM_INFINITY);
    assert_true(first);
    assert_false(second);
    assert_int_equal(err.code, BF_ERR_OUTPUT);
    assert_string_equal(content(path_of("lines")), "12345\n");
    /* And the next one, once there is room, stands where the broken one did. */
    assert_true(bf_output_line(output, BF_STR("67890"), &err));
    close_well(output);
    assert_string_equal(content(path_of("lines")), "12345\n67890\n");
}

static void a_line_longer_than_a_pipe_holds_arrives_whole(void **state)
{
    (void)state;
    enum { LENGTH = 300000 };
    static char line[LENGTH];
    char command[256], count[64];
    bf_error err = {0};
    int kept = dup(STDOUT_FILENO);
    memset(line, 'x', sizeof line);
    snprintf(command, sizeof command, "wc -lc > %s", path_of("lines"));
    fflush(stdout);
    FILE *reader = popen(command, "w");
    assert_non_null(reader);
    assert_int_equal(dup2(fileno(reader), STDOUT_FILENO), STDOUT_FILENO);
    bf_output *output = opened("-");
    bool written = bf_output_line(output, (bf_str){line, sizeof line}, &err);
    close_well(output);
    assert_int_equal(dup2(kept, STDOUT_FILENO), STDOUT_FILENO);
    close(kept);
    assert_int_equal(pclose(reader), 0);
    assert_true(written);
    int lines = 0, bytes = 0;
    snprintf(count, sizeof count, "%s", content(path_of("lines")));
    assert_int_equal(sscanf(count, "%d %d", &lines, &bytes), 2);
    assert_int_equal(lines, 1);
    assert_int_equal(bytes, LENGTH + 1);
}

static void standard_output_is_named_by_nothing_or_a_dash_and_stays_open(void **state)
{
    (void)state;
    close_well(opened(NULL));
    close_well(opened("-"));
    assert_int_equal(fcntl(STDOUT_FILENO, F_GETFD) >= 0, 1);
    bf_error err = {0};
    assert_true(bf_output_close(NULL, &err));
}

static void a_pipe_that_nobody_reads_is_an_error(void **state)
{
    (void)state;
    int ends[2], kept = dup(STDOUT_FILENO);
    bf_error err = {0};
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    fflush(stdout);
    assert_int_equal(dup2(ends[1], STDOUT_FILENO), STDOUT_FILENO);
    close(ends[1]);
    bf_output *output = opened(NULL);
    bool written = bf_output_line(output, BF_STR("{}"), &err);
    close_well(output);
    assert_int_equal(dup2(kept, STDOUT_FILENO), STDOUT_FILENO);
    close(kept);
    assert_false(written);
    assert_string_equal(err.message, "standard output: cannot write: Broken pipe");
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_line_is_in_the_file_before_the_call_returns),
        IN_FOLDER(text_is_written_as_it_is),
        IN_FOLDER(a_file_is_emptied_when_it_is_opened),
        IN_FOLDER(a_file_that_cannot_be_opened_is_named_with_the_systems_words),
        cmocka_unit_test(a_full_disk_is_an_error),
        IN_FOLDER(a_line_that_does_not_fit_is_taken_back),
        IN_FOLDER(a_line_longer_than_a_pipe_holds_arrives_whole),
        cmocka_unit_test(standard_output_is_named_by_nothing_or_a_dash_and_stays_open),
        cmocka_unit_test(a_pipe_that_nobody_reads_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
#undef IN_FOLDER
}
