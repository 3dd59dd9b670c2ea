/* fuzz_packed.c: any bytes as a file that may be packed. Promises: it is read to an end or to a
 * fault that names the file; the same bytes give the same text twice; text that begins with the
 * mark of UTF-16 comes out as UTF-8. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analyzer/packed.h"
#include "common/utf8.h"

enum { MOST_TEXT = 4 * 1024 * 1024 }; /* of a bomb, the beginning is enough */

typedef struct {
    uint64_t sum, length;
    bool failed;
} outcome;

static outcome read_all(const char *path, bool wide)
{
    outcome out = {0};
    bf_error err = {0};
    bf_str piece;
    bf_packed *packed = bf_packed_open(path, "*data*.csv", &err);
    out.failed = packed == NULL;
    while (!out.failed && out.length < MOST_TEXT) {
        out.failed = !bf_packed_read(packed, &piece, &err);
        if (out.failed || piece.length == 0)
            break;
        assert(!wide || bf_utf8_valid(piece));
        for (size_t i = 0; i < piece.length; i++)
            out.sum = out.sum * 31 + (unsigned char)piece.bytes[i];
        out.length += piece.length;
    }
    if (out.failed)
        assert(
            (err.code == BF_ERR_FORMAT || err.code == BF_ERR_INPUT || err.code == BF_ERR_MEMORY) &&
            err.message[0] != '\0');
    bf_packed_close(packed);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    const bf_str bytes = {(const char *)data, size};
    bool wide =
        bf_str_starts(bytes, BF_STR("\xff\xfe")) || bf_str_starts(bytes, BF_STR("\xfe\xff"));
    int fd = memfd_create("packed", MFD_CLOEXEC);
    assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    outcome once = read_all(path, wide), twice = read_all(path, wide);
    assert(once.failed == twice.failed && once.sum == twice.sum && once.length == twice.length);
    close(fd);
    return 0;
}
