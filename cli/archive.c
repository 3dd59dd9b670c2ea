/* archive.c: the file that the WARC of a crawl goes to. */
#include "cli/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bonafide/warc.h"

static bool cannot_write(const char *path, bf_error *err)
{
    return bf_fail(err, BF_ERR_OUTPUT, "%s: cannot write: %s", path, strerror(errno));
}

static bool read_descriptor(void *user, char *bytes, size_t most, size_t *count, bf_error *err)
{
    const int *fd = user;
    ssize_t got;
    do
        got = read(*fd, bytes, most);
    while (got < 0 && errno == EINTR);
    *count = got > 0 ? (size_t)got : 0;
    return got >= 0 || bf_fail(err, BF_ERR_INPUT, "cannot read: %s", strerror(errno));
}

/* Says whether the blank lines that end a record are there; a reader does without, but not the
 * record after it. A gzip member is whole or none. */
static bool is_ended(int fd, const bf_warc_record *record)
{
    char mark[2] = "", end[4] = "";
    off_t after = (off_t)(record->offset + record->length);
    if (record->length < sizeof end)
        return false;
    if (pread(fd, mark, sizeof mark, (off_t)record->offset) != (ssize_t)sizeof mark)
        return false;
    return memcmp(mark, "\x1f\x8b", sizeof mark) == 0 ||
           (pread(fd, end, sizeof end, after - (off_t)sizeof end) == (ssize_t)sizeof end &&
            memcmp(end, "\r\n\r\n", sizeof end) == 0);
}

/* Finds the end of the last whole record; 0 when there is none. */
static bool find_end(int fd, off_t *end, bf_error *err)
{
    bf_warc_record record;
    bf_error broken = {0}; /* what is torn is cut, and no failure */
    bf_warc_next next;
    bf_warc_reader *reader = bf_warc_reader_new(read_descriptor, &fd, 1);
    if (reader == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "no memory");
    *end = 0;
    do {
        next = bf_warc_read(reader, &record, &broken);
        if (next == BF_WARC_RECORD && is_ended(fd, &record))
            *end = (off_t)(record.offset + record.length);
    } while (next == BF_WARC_RECORD || next == BF_WARC_BAD);
    if (next == BF_WARC_FATAL)
        *err = broken;
    bf_warc_reader_free(reader);
    return next != BF_WARC_FATAL;
}

/* Puts the descriptor behind the last whole record, and cuts what stands after it. */
static bool go_to_end(int fd, const char *path, bf_error *err)
{
    struct stat about;
    off_t end = 0;
    if (fstat(fd, &about) != 0)
        return cannot_write(path, err);
    if (!S_ISREG(about.st_mode) || about.st_size == 0)
        return true;
    if (!find_end(fd, &end, err))
        return bf_fail_at(err, bf_str_of(path), 0, 0);
    if (end == 0)
        return bf_fail(err, BF_ERR_OUTPUT,
                       "%s: holds no WARC records that a crawl could go on behind: name another "
                       "file, or remove it",
                       path);
    return (ftruncate(fd, end) == 0 && lseek(fd, end, SEEK_SET) == end) || cannot_write(path, err);
}

int bf_archive_open(const char *path, bool go_on, bf_error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | (go_on ? 0 : O_TRUNC), 0666);
    if (fd < 0) {
        cannot_write(path, err);
        return -1;
    }
    if (!go_on || go_to_end(fd, path, err))
        return fd;
    close(fd);
    return -1;
}

bool bf_archive_is_gzip(const char *path)
{
    return bf_str_ends(bf_str_of(path), BF_STR(".gz"));
}
