/* output.c: lines to a file or pipe, whole or not at all. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

struct bf_output {
    int fd;
    const char *name;
    bool regular; /* a file that can be cut back */
};

static bool cannot(const bf_output *output, bf_error *err)
{
    return bf_fail(err, BF_ERR_OUTPUT, "%s: cannot write: %s", output->name, strerror(errno));
}

bf_output *bf_output_open(const char *path, bf_error *err)
{
    bool standard = path == NULL || strcmp(path, "-") == 0;
    struct stat status;
    bf_output *output = malloc(sizeof *output);
    if (output == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "output: no memory");
        return NULL;
    }
    *output = (bf_output){.fd = STDOUT_FILENO, .name = standard ? "standard output" : path};
    if (!standard)
        output->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (output->fd < 0 || fstat(output->fd, &status) != 0) {
        cannot(output, err);
        free(output);
        return NULL;
    }
    output->regular = S_ISREG(status.st_mode);
    return output;
}

/* Takes back the `written` bytes of a line that could not be written whole. */
static void take_back(const bf_output *output, size_t written)
{
    off_t end = output->regular && written > 0 ? lseek(output->fd, 0, SEEK_CUR) : -1;
    if (end < 0 || end < (off_t)written)
        return;
    if (ftruncate(output->fd, end - (off_t)written) == 0)
        (void)lseek(output->fd, end - (off_t)written, SEEK_SET);
}

static bool write_whole(const bf_output *output, struct iovec *parts, int count, bf_error *err)
{
    size_t written = 0;
    while (count > 0) {
        ssize_t wrote = writev(output->fd, parts, count);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            cannot(output, err);
            take_back(output, written);
            return false;
        }
        written += (size_t)wrote;
        while (count > 0 && (size_t)wrote >= parts->iov_len) {
            wrote -= (ssize_t)parts->iov_len;
            parts++;
            count--;
        }
        if (count > 0) {
            parts->iov_base = (char *)parts->iov_base + wrote;
            parts->iov_len -= (size_t)wrote;
        }
    }
    return true;
}

bool bf_output_line(bf_output *output, bf_str line, bf_error *err)
{
    char feed = '\n';
    struct iovec parts[] = {{(void *)line.bytes, line.length}, {&feed, 1}};
    return write_whole(output, parts, 2, err);
}

bool bf_output_text(bf_output *output, bf_str text, bf_error *err)
{
    struct iovec part = {(void *)text.bytes, text.length};
    return text.length == 0 || write_whole(output, &part, 1, err);
}

bool bf_output_close(bf_output *output, bf_error *err)
{
    if (output == NULL)
        return true;
    bool closed = output->fd == STDOUT_FILENO || close(output->fd) == 0 || cannot(output, err);
    free(output);
    return closed;
}
