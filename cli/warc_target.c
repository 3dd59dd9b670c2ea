/* warc_target.c: the file that the WARC of a crawl goes to. */
#include "cli/warc_target.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/warc_tail.h"

static bool cannot_write(const char *path, bf_error *err)
{
    return bf_fail(err, BF_ERR_OUTPUT, "%s: cannot write: %s", path, strerror(errno));
}

/* Locks a regular file for as long as it is open, where the file system can: a second run would cut
 * what the first is writing. */
static bool lock_file(int fd, const char *path, bf_error *err)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return cannot_write(path, err);
    return !S_ISREG(about.st_mode) || flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK ||
           bf_fail(err, BF_ERR_OUTPUT, "%s: another run writes to this file", path);
}

/* Empties a file; what is none has nothing to lose. */
static bool empty_file(int fd, const char *path, bf_error *err)
{
    return ftruncate(fd, 0) == 0 || errno == EINVAL || cannot_write(path, err);
}

/* Puts the descriptor behind the last whole record, and cuts what stands after it. */
static bool go_to_end(int fd, const char *path, bf_error *err)
{
    struct stat about;
    uint64_t whole = 0;
    if (fstat(fd, &about) != 0)
        return cannot_write(path, err);
    if (!S_ISREG(about.st_mode) || about.st_size == 0)
        return true;
    if (!bf_warc_find_end(fd, &whole, err))
        return bf_fail_at(err, bf_str_of(path), 0, 0);
    if (whole == 0)
        return bf_fail(err, BF_ERR_OUTPUT,
                       "%s: holds no WARC records that a crawl could go on behind: name another "
                       "file, or remove it",
                       path);
    off_t end = (off_t)whole;
    return (ftruncate(fd, end) == 0 && lseek(fd, end, SEEK_SET) == end) || cannot_write(path, err);
}

int bf_warc_target_open(const char *path, bool go_on, bf_error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) {
        cannot_write(path, err);
        return -1;
    }
    if (lock_file(fd, path, err) && (go_on ? go_to_end(fd, path, err) : empty_file(fd, path, err)))
        return fd;
    close(fd);
    return -1;
}

bool bf_warc_target_is_gzip(const char *path)
{
    return bf_str_ends(bf_str_of(path), BF_STR(".gz"));
}

bool bf_warc_target_is_folder(const char *path)
{
    struct stat about;
    return bf_str_ends(bf_str_of(path), BF_STR("/")) ||
           (stat(path, &about) == 0 && S_ISDIR(about.st_mode));
}
