/* pipeline.c: a crawl in a process of its own, and the pipes that lead from it. */
#include "cli/pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/complain.h"
#include "cli/signals.h"
#include "cli/warc_target.h"
#include "common/descriptor.h"

enum { COPY_BYTES = 64 * 1024 };

static void close_pair(int pair[2])
{
    for (int i = 0; i < 2; i++)
        if (pair[i] >= 0)
            close(pair[i]);
}

static void write_seed(bf_str url, bf_str why, void *user)
{
    FILE *out = user;
    fprintf(out, "%.*s\t%.*s\n", BF_STR_ARG(url), BF_STR_ARG(why));
}

/* Waits at the gate; false when it is closed, and the crawl is not to be. */
static bool let_through(int gate)
{
    char byte;
    ssize_t got;
    do
        got = read(gate, &byte, 1);
    while (got < 0 && errno == EINTR);
    close(gate);
    return got == 1;
}

/* The crawl process: leaves by _exit, because libcurl's resolver threads may still hang. */
static void crawl_and_exit(const bf_fetching_settings *settings, const char *const *seeds,
                           size_t count, const bf_fetching_output *output, int gate, FILE *failed)
{
    setpgid(0, 0); /* a Ctrl-C reaches us once, passed on, and not twice */
    if (!let_through(gate))
        _exit(BF_EXIT_DONE);
    bf_exit status = bf_fetching_crawl(settings, seeds, count, output, write_seed, failed);
    if (fflush(failed) != 0)
        status = bf_exit_graver(status, BF_EXIT_OUTPUT);
    _exit((int)status);
}

/* The crawl hears of it as a broken pipe, which tells nobody anything. */
static void tell_and_exit(const char *path)
{
    bf_error err = {0};
    bf_fail(&err, BF_ERR_OUTPUT, "%s: cannot write: %s: make room or repair, and go on", path,
            strerror(errno));
    bf_complain(&err);
    _exit(BF_EXIT_OUTPUT);
}

/* The process that keeps the stream: file first, so that what was analyzed is kept. */
static void copy_and_exit(int from, int file, const char *path, int to)
{
    static char bytes[COPY_BYTES];
    ssize_t got;
    while ((got = read(from, bytes, sizeof bytes)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got > 0 && !bf_descriptor_write(file, (bf_str){bytes, (size_t)got}))
            tell_and_exit(path);
        if (got < 0 || !bf_descriptor_write(to, (bf_str){bytes, (size_t)got}))
            _exit(BF_EXIT_OUTPUT);
    }
    if (close(file) != 0)
        tell_and_exit(path);
    _exit(BF_EXIT_DONE);
}

/* Puts a process between the crawl and us that also writes to `file`, which is `path`, and which it
 * takes over. */
static bool start_copier(int file, const char *path, bf_pipeline *pipeline, bf_error *err)
{
    int pair[2] = {-1, -1};
    if (pipe2(pair, O_CLOEXEC) != 0 || (pipeline->copier = fork()) < 0) {
        bf_fail(err, BF_ERR_OUTPUT, "cannot keep what is fetched: %s", strerror(errno));
        close_pair(pair);
        close(file);
        pipeline->copier = 0;
        return false;
    }
    if (pipeline->copier == 0) {
        setpgid(0, 0); /* ends with the stream, not before */
        close(pair[0]);
        copy_and_exit(pipeline->warc_fd, file, path, pair[1]);
    }
    close(file);
    close(pair[1]);
    close(pipeline->warc_fd);
    pipeline->warc_fd = pair[0];
    return true;
}

bool bf_pipeline_make(const bf_fetching_settings *settings, const char *const *seeds, size_t count,
                      const char *folder, bool gzip, bf_pipeline *out, bf_error *err)
{
    int warc[2] = {-1, -1}, gate[2] = {-1, -1};
    *out = (bf_pipeline){.gate = -1, .warc_fd = -1, .seeds = tmpfile()};
    if (out->seeds == NULL || pipe2(warc, O_CLOEXEC) != 0 || pipe2(gate, O_CLOEXEC) != 0 ||
        (out->crawler = fork()) < 0) {
        bf_fail(err, BF_ERR_OUTPUT, "cannot start the crawl: %s", strerror(errno));
        close_pair(warc);
        close_pair(gate);
        if (out->seeds)
            fclose(out->seeds);
        return false;
    }
    if (out->crawler == 0) {
        close(warc[0]);
        close(gate[1]);
        const bf_fetching_output output = {.fd = warc[1], .gzip = gzip, .folder = folder};
        crawl_and_exit(settings, seeds, count, &output, gate[0], out->seeds);
    }
    close(warc[1]);
    close(gate[0]);
    out->warc_fd = warc[0];
    out->gate = gate[1];
    bf_signals_pass_to(out->crawler);
    return true;
}

bool bf_pipeline_start(bf_pipeline *pipeline, const char *warc_path, bool go_on, bf_error *err)
{
    if (warc_path) {
        int file = bf_warc_target_open(warc_path, go_on, err);
        if (file < 0 || !start_copier(file, warc_path, pipeline, err))
            return false;
    }
    bool open = bf_descriptor_write(pipeline->gate, (bf_str){"", 1});
    close(pipeline->gate);
    pipeline->gate = -1;
    return open || bf_fail(err, BF_ERR_OUTPUT, "cannot start the crawl: %s", strerror(errno));
}

bool bf_pipeline_has_records(const bf_pipeline *pipeline)
{
    struct pollfd stream = {.fd = pipeline->warc_fd, .events = POLLIN};
    while (poll(&stream, 1, -1) < 0)
        if (errno != EINTR)
            return true; /* reading will say what is wrong */
    return (stream.revents & POLLIN) != 0;
}

void bf_pipeline_failed_seeds(bf_pipeline *pipeline, bf_fetching_failed_seed *failed, void *user)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    rewind(pipeline->seeds);
    while ((length = getline(&line, &size, pipeline->seeds)) > 0) {
        bf_str why = bf_str_trim((bf_str){line, (size_t)length}), url;
        if (bf_str_take_part(&why, '\t', &url))
            failed(url, why, user);
    }
    free(line);
}

static bf_exit wait_for(pid_t process)
{
    int status;
    while (waitpid(process, &status, 0) < 0)
        if (errno != EINTR)
            return BF_EXIT_OUTPUT;
    return WIFEXITED(status) ? (bf_exit)WEXITSTATUS(status) : BF_EXIT_OUTPUT;
}

bf_exit bf_pipeline_end(bf_pipeline *pipeline)
{
    bf_exit status = BF_EXIT_DONE;
    if (pipeline->gate >= 0)
        close(pipeline->gate);
    if (pipeline->warc_fd >= 0)
        close(pipeline->warc_fd);
    if (pipeline->copier > 0)
        status = wait_for(pipeline->copier);
    status = bf_exit_graver(status, wait_for(pipeline->crawler));
    bf_signals_pass_to(0);
    fclose(pipeline->seeds);
    return status;
}
