/* malloc_fails.c: a library to preload, in which one allocation or one write fails. Knows only
 * when; what must hold then is tests/integration/faults.sh's.
 *
 *   FAIL_MALLOC_AT=N  the N-th malloc, calloc, realloc or aligned allocation fails, and no other
 *   FAIL_WRITE_AT=N   the N-th write or writev to anything but standard error takes half of its
 *                     bytes, and each after it fails with ENOSPC: a disk that is full
 *   COUNT_TO=PATH     at the end, the numbers of allocations and writes stand in PATH
 *
 * What is counted are the allocations of the command and of the libraries it uses, in a process
 * that does not fork; but for the spared ones below. */
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* glibc's own names for its allocator: dlsym would allocate. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

/* Libraries whose own allocations always succeed. libcrypto 3.0 follows a null pointer when its
 * first use could not set itself up, libseccomp 2.5 when it makes a filter, libarchive 3.6 when it
 * reads the directory of a zip archive, and nothing that their caller does can keep them from that.
 */
static const char *const spared[] = {"/libcrypto.so", "/libseccomp.so", "/libarchive.so"};
enum { SPARED = sizeof spared / sizeof *spared };
static struct {
    uintptr_t begin, end; /* where its code lies */
} spared_at[SPARED];

static atomic_long allocations;
static atomic_long writes;
static long fail_malloc_at;
static long fail_write_at;
static int counts = -1; /* opened at the start: at the end a sandbox may be in force */

static long number_of(const char *name)
{
    const char *text = getenv(name);
    return text == NULL ? 0 : strtol(text, NULL, 10);
}

static int note_spared(struct dl_phdr_info *library, size_t size, void *user)
{
    (void)size;
    (void)user;
    for (size_t i = 0; i < SPARED; i++) {
        if (library->dlpi_name == NULL || strstr(library->dlpi_name, spared[i]) == NULL)
            continue;
        for (size_t j = 0; j < library->dlpi_phnum; j++) {
            const ElfW(Phdr) *part = &library->dlpi_phdr[j];
            if (part->p_type == PT_LOAD && (part->p_flags & PF_X) != 0) {
                spared_at[i].begin = library->dlpi_addr + part->p_vaddr;
                spared_at[i].end = spared_at[i].begin + part->p_memsz;
            }
        }
    }
    return 0;
}

__attribute__((constructor)) static void begin(void)
{
    dl_iterate_phdr(note_spared, NULL);
    fail_malloc_at = number_of("FAIL_MALLOC_AT");
    fail_write_at = number_of("FAIL_WRITE_AT");
    const char *path = getenv("COUNT_TO");
    if (path)
        counts = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

__attribute__((destructor)) static void end(void)
{
    char text[64];
    int length =
        snprintf(text, sizeof text, "%ld %ld\n", atomic_load(&allocations), atomic_load(&writes));
    if (counts >= 0) {
        (void)syscall(SYS_write, counts, text, (size_t)length);
        close(counts);
    }
}

static int allocation_fails(const void *caller)
{
    for (size_t i = 0; i < SPARED; i++)
        if ((uintptr_t)caller >= spared_at[i].begin && (uintptr_t)caller < spared_at[i].end)
            return 0;
    if (atomic_fetch_add(&allocations, 1) + 1 != fail_malloc_at)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return allocation_fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return allocation_fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return allocation_fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return allocation_fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *made =
        allocation_fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
    if (made == NULL)
        return ENOMEM;
    *out = made;
    return 0;
}

/* How many of `size` bytes may be written now; -1: none, and errno is set. */
static ssize_t allowed(int fd, size_t size)
{
    if (fd == STDERR_FILENO)
        return (ssize_t)size;
    long number = atomic_fetch_add(&writes, 1) + 1;
    if (fail_write_at == 0 || number < fail_write_at)
        return (ssize_t)size;
    if (number == fail_write_at && size > 1)
        return (ssize_t)(size / 2);
    errno = ENOSPC;
    return -1;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    ssize_t most = allowed(fd, size);
    return most < 0 ? -1 : syscall(SYS_write, fd, bytes, (size_t)most);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    size_t size = 0;
    for (int i = 0; i < count; i++)
        size += parts[i].iov_len;
    ssize_t most = allowed(fd, size);
    if (most < 0)
        return -1;
    if ((size_t)most == size)
        return syscall(SYS_writev, fd, parts, count);
    size_t first = parts[0].iov_len < (size_t)most ? parts[0].iov_len : (size_t)most;
    return syscall(SYS_write, fd, parts[0].iov_base, first);
}
