/* descriptor.c: whole reads and writes of a file descriptor. */
#include "common/descriptor.h"

#include <errno.h>
#include <unistd.h>

bool bf_descriptor_write(int fd, bf_str text)
{
    while (text.length > 0) {
        ssize_t wrote = write(fd, text.bytes, text.length);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        text = bf_str_after(text, (size_t)wrote);
    }
    return true;
}

bool bf_descriptor_read(int fd, char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t got = read(fd, bytes, count);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        bytes += got;
        count -= (size_t)got;
    }
    return true;
}
