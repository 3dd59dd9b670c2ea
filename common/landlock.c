/* landlock.c: the file system, given up (Documentation/userspace-api/landlock.rst of Linux). The C
 * library has no functions for it. */
#include "common/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

/* Of later versions than the headers of Debian 12, whose kernel has version 2. */
static const uint64_t FS_TRUNCATE = 1u << 14, FS_IOCTL_DEV = 1u << 15;
static const uint64_t NET_BIND_TCP = 1u << 0, NET_CONNECT_TCP = 1u << 1;
static const uint64_t SCOPE_ABSTRACT_SOCKETS = 1u << 0, SCOPE_SIGNALS = 1u << 1;

/* The kernel takes a longer structure than it knows, if the rest is zero. */
typedef struct {
    uint64_t fs, net, scoped;
} ruleset;

static const uint64_t of_file =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE;
static const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t writing =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE |
    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REFER | FS_TRUNCATE;

/* What this version of the kernel can refuse; 0: nothing, errno says why. */
static ruleset refusable(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    ruleset all = {0};
    if (version < 1)
        return all;
    all.fs = LANDLOCK_ACCESS_FS_REFER - 1; /* the thirteen of version 1 */
    if (version >= 2)
        all.fs |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        all.fs |= FS_TRUNCATE;
    if (version >= 4)
        all.net = NET_BIND_TCP | NET_CONNECT_TCP;
    if (version >= 5)
        all.fs |= FS_IOCTL_DEV;
    if (version >= 6)
        all.scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
    return all;
}

int bf_landlock_begin(bool network)
{
    ruleset refused = refusable();
    if (refused.fs == 0)
        return -1;
    if (network)
        refused.net &= ~NET_CONNECT_TCP;
    return (int)syscall(SYS_landlock_create_ruleset, &refused, sizeof refused, 0);
}

static bool is_out_of_reach(int number)
{
    return number == ENOENT || number == ENOTDIR || number == EACCES || number == ELOOP;
}

bool bf_landlock_allow(int rules, const char *path, bf_landlock_right right, bf_error *err)
{
    struct stat about;
    struct landlock_path_beneath_attr beneath = {.parent_fd = open(path, O_PATH | O_CLOEXEC)};
    bool opened = beneath.parent_fd >= 0 && fstat(beneath.parent_fd, &about) == 0;
    if (!opened && right == BF_LANDLOCK_READ && is_out_of_reach(errno))
        return true;
    if (opened)
        beneath.allowed_access = (right == BF_LANDLOCK_WRITE ? writing : reading) & refusable().fs &
                                 (S_ISDIR(about.st_mode) ? UINT64_MAX : of_file);
    bool added = opened && syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
                                   &beneath, 0) == 0;
    if (!added)
        bf_fail(err, BF_ERR_STATE, "%s: cannot be kept in reach: %s", path, strerror(errno));
    if (beneath.parent_fd >= 0)
        close(beneath.parent_fd);
    return added;
}

bool bf_landlock_enter(int rules, bf_error *err)
{
    return syscall(SYS_landlock_restrict_self, rules, 0) == 0 ||
           bf_fail(err, BF_ERR_STATE, "cannot give up rights: %s", strerror(errno));
}
