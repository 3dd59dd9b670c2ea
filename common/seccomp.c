/* seccomp.c: the system calls, given up. A list of what is allowed: a call that tomorrow's kernel
 * brings is refused until somebody has looked at it. */
#include "common/seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#include <linux/openat2.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <seccomp.h>

enum { CALLS = 512, NAME_BYTES = 32 };

/* Memory, clocks, what is open, and the end. Where a call has an older and a newer form, both; the
 * forms of 32-bit machines are not here. */
static const char *const always[] = {
    /* what is open */
    "read", "readv", "pread64", "preadv", "write", "writev", "pwrite64", "pwritev", "lseek",
    "fstat", "fcntl", "fsync", "fdatasync", "sync_file_range", "ftruncate", "fallocate",
    "fadvise64", "flock", "close", "dup", "dup2", "dup3", "pipe", "pipe2", "sendfile",
    /* waiting */
    "poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl",
    "epoll_wait", "epoll_pwait", "eventfd2", "timerfd_create", "timerfd_settime", "signalfd4",
    "restart_syscall",
    /* memory; what would make it executable is among the conditions below */
    "brk", "munmap", "mremap", "madvise", "futex", "membarrier",
    /* clocks */
    "clock_gettime", "clock_getres", "gettimeofday", "time", "times", "nanosleep",
    "clock_nanosleep",
    /* itself */
    "getpid", "gettid", "getppid", "getpgrp", "getpgid", "getsid", "getuid", "geteuid", "getgid",
    "getegid", "getrlimit", "getrusage", "getcpu", "sched_getaffinity", "sched_yield", "uname",
    "sysinfo", "getrandom", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait",
    "sigaltstack", "exit", "exit_group"};

/* Which files, Landlock says. */
static const char *const with_files[] = {
    "stat",       "lstat",     "newfstatat", "statx",    "statfs",     "fstatfs",
    "access",     "faccessat", "faccessat2", "readlink", "readlinkat", "getcwd",
    "getdents64", "mkdir",     "mkdirat",    "rmdir",    "unlink",     "unlinkat",
    "rename",     "renameat",  "renameat2",  "truncate", "umask"};

static const char *const opening[] = {"open", "openat"};
static const char *const opening_told[] = {"openat2"}; /* by which those are made, when told */

/* Which addresses, the guard says. set_robust_list and rseq are a new thread's. */
static const char *const with_network[] = {
    "connect",         "shutdown",        "sendto",      "sendmsg",
    "sendmmsg",        "recvfrom",        "recvmsg",     "recvmmsg",
    "getsockopt",      "setsockopt",      "getsockname", "getpeername",
    "set_robust_list", "get_robust_list", "rseq",        "set_tid_address"};

/* Refused with EPERM, so that whoever meets one is told the truth; all else is ENOSYS. */
static const char *const forbidden[] = {
    /* programs and processes */
    "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev",
    "process_madvise", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "kcmp", "setns", "unshare",
    "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
    /* sockets that others connect to */
    "bind", "listen", "accept", "accept4",
    /* rights of files, which Landlock does not guard, and names for them */
    "chmod", "fchmodat", "chown", "lchown", "fchownat", "setxattr", "lsetxattr", "fsetxattr",
    "utimensat", "link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "chroot",
    /* the system */
    "mount", "umount2", "pivot_root", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount",
    "fspick", "mount_setattr", "swapon", "swapoff", "reboot", "kexec_load", "kexec_file_load",
    "init_module", "finit_module", "delete_module", "bpf", "perf_event_open", "userfaultfd",
    "keyctl", "add_key", "request_key", "io_uring_setup", "io_uring_enter", "io_uring_register",
    "memfd_create", "open_by_handle_at", "name_to_handle_at", "personality", "seccomp",
    "landlock_restrict_self", "setuid", "setgid", "setgroups", "setresuid", "setresgid"};

/* Calls that their arguments decide on: all comparisons of a line must hold, and one line of a
 * call. */
typedef struct {
    unsigned part; /* of what is kept */
    const char *call;
    int refusal; /* 0: allowed */
    unsigned count;
    struct scmp_arg_cmp arguments[2];
} condition;

enum { ANY = 0, NET = BF_SECCOMP_NETWORK };

#define COUNT(names) (sizeof(names) / sizeof *(names))
/* clang-format off */
#define SAME(argument, value) {argument, SCMP_CMP_EQ, value, 0}
#define MASKED(argument, mask, value) {argument, SCMP_CMP_MASKED_EQ, mask, value}
/* clang-format on */

static const condition conditions[] = {
    /* No memory is written and then run: only what is mapped from a file, a library's, may be. */
    {ANY, "mmap", 0, 1, {MASKED(2, PROT_EXEC, 0)}},
    {ANY, "mprotect", 0, 1, {MASKED(2, PROT_EXEC, 0)}},
    {NET,
     "mmap",
     0,
     2,
     {MASKED(2, PROT_EXEC | PROT_WRITE, PROT_EXEC), MASKED(3, MAP_ANONYMOUS, 0)}},
    {ANY, "prlimit64", 0, 1, {SAME(2, 0)}},      /* asked, not set */
    {ANY, "ioctl", 0, 1, {SAME(1, TCGETS)}},     /* is it a terminal */
    {ANY, "ioctl", 0, 1, {SAME(1, TIOCGWINSZ)}}, /* how wide */
    {ANY, "ioctl", 0, 1, {SAME(1, FIONREAD)}},
    {ANY, "ioctl", 0, 1, {SAME(1, FIONBIO)}},
    {NET, "ioctl", 0, 1, {SAME(1, SIOCGIFINDEX)}},    /* fe80::1%eth0 */
    {NET, "prctl", 0, 1, {SAME(0, PR_SET_NAME)}},     /* a thread's */
    {NET, "prctl", 0, 1, {SAME(0, PR_CAPBSET_READ)}}, /* what libnss_systemd brings asks it */
    {NET, "clone", 0, 1, {MASKED(0, CLONE_THREAD, CLONE_THREAD)}},
    {ANY, "clone", EPERM, 1, {MASKED(0, CLONE_THREAD, 0)}},
    /* Its flags are in memory, where a filter cannot see them; clone is taken instead. */
    {ANY, "clone3", ENOSYS, 0, {{0}}},
    {NET, "socketpair", 0, 1, {SAME(0, AF_UNIX)}},
    /* What the C library asks, and does without: daemons for names (through such a socket a user's
     * own service manager would start programs), and which addresses this machine has. */
    {NET, "socket", EAFNOSUPPORT, 1, {SAME(0, AF_UNIX)}},
    {NET, "socket", EAFNOSUPPORT, 1, {SAME(0, AF_NETLINK)}},
};

/* --- The filter ---------------------------------------------------------------------------------
 */

/* 0, or what libseccomp says, as a negative error number. A name that this architecture, or this
 * libseccomp, lacks is left out and so refused; a rule that says what happens anyway is none. */
static int add(scmp_filter_ctx filter, uint32_t action, const char *call, unsigned count,
               const struct scmp_arg_cmp *arguments)
{
    uint32_t otherwise;
    int number = seccomp_syscall_resolve_name(call);
    int failed = seccomp_attr_get(filter, SCMP_FLTATR_ACT_DEFAULT, &otherwise);
    if (failed != 0 || number < 0 || action == otherwise)
        return failed;
    return seccomp_rule_add_array(filter, action, number, count, arguments);
}

static int add_names(scmp_filter_ctx filter, uint32_t action, const char *const *names,
                     size_t count)
{
    int failed = 0;
    for (size_t i = 0; i < count && failed == 0; i++)
        failed = add(filter, action, names[i], 0, NULL);
    return failed;
}

/* Signals to nobody else, which no constant can say. */
static int add_signals(scmp_filter_ctx filter, uint32_t refusing)
{
    static const char *const calls[] = {"kill", "tgkill"};
    const scmp_datum_t self = (scmp_datum_t)getpid();
    const struct scmp_arg_cmp us[] = {SAME(0, self)}, others[] = {{0, SCMP_CMP_NE, self, 0}};
    int failed = 0;
    for (size_t i = 0; i < COUNT(calls) && failed == 0; i++) {
        failed = add(filter, SCMP_ACT_ALLOW, calls[i], 1, us);
        if (failed == 0)
            failed = add(filter, refusing, calls[i], 1, others);
    }
    return failed;
}

/* TCP and UDP, of both families. */
static int add_sockets(scmp_filter_ctx filter)
{
    enum { KIND = 0xf /* the rest are flags */ };
    static const struct {
        scmp_datum_t kind, protocol;
    } ways[] = {{SOCK_STREAM, IPPROTO_IP},
                {SOCK_STREAM, IPPROTO_TCP},
                {SOCK_DGRAM, IPPROTO_IP},
                {SOCK_DGRAM, IPPROTO_UDP}};
    static const scmp_datum_t families[] = {AF_INET, AF_INET6};
    int failed = 0;
    for (size_t i = 0; i < COUNT(ways) * COUNT(families) && failed == 0; i++) {
        const struct scmp_arg_cmp arguments[] = {SAME(0, families[i % COUNT(families)]),
                                                 MASKED(1, KIND, ways[i / COUNT(families)].kind),
                                                 SAME(2, ways[i / COUNT(families)].protocol)};
        failed = add(filter, SCMP_ACT_ALLOW, "socket", COUNT(arguments), arguments);
    }
    return failed;
}

static int add_conditions(scmp_filter_ctx filter, unsigned kept)
{
    int failed = 0;
    for (size_t i = 0; i < COUNT(conditions) && failed == 0; i++) {
        const condition *of = &conditions[i];
        uint32_t action = of->refusal == 0 ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO((uint32_t)of->refusal);
        if ((of->part & ~kept) == 0)
            failed = add(filter, action, of->call, of->count, of->arguments);
    }
    return failed;
}

static int add_all(scmp_filter_ctx filter, unsigned kept)
{
    const bool told = (kept & BF_SECCOMP_REPORT) != 0;
    const uint32_t refusing = told ? SCMP_ACT_TRAP : SCMP_ACT_ERRNO(EPERM);
    const struct {
        unsigned part;
        uint32_t action;
        const char *const *names;
        size_t count;
    } lists[] = {
        {0, SCMP_ACT_ALLOW, always, COUNT(always)},
        {0, refusing, forbidden, COUNT(forbidden)},
        {BF_SECCOMP_FILES, SCMP_ACT_ALLOW, with_files, COUNT(with_files)},
        {BF_SECCOMP_FILES, SCMP_ACT_ALLOW, told ? opening_told : opening,
         told ? COUNT(opening_told) : COUNT(opening)},
        {BF_SECCOMP_NETWORK, SCMP_ACT_ALLOW, with_network, COUNT(with_network)},
    };
    int failed = 0;
    for (size_t i = 0; i < COUNT(lists) && failed == 0; i++)
        if ((lists[i].part & ~kept) == 0)
            failed = add_names(filter, lists[i].action, lists[i].names, lists[i].count);
    if (failed == 0)
        failed = add_signals(filter, refusing);
    if (failed == 0 && (kept & BF_SECCOMP_NETWORK) != 0)
        failed = add_sockets(filter);
    return failed == 0 ? add_conditions(filter, kept) : failed;
}

/* --- What was refused, told ----------------------------------------------------------------------
 */

static char call_names[CALLS][NAME_BYTES];
static volatile sig_atomic_t is_told[CALLS];
static bool files_are_kept;

static void tell(const char *const *words, size_t count)
{
    struct iovec line[8];
    for (size_t i = 0; i < count; i++)
        line[i] = (struct iovec){(void *)(uintptr_t)words[i], strlen(words[i])};
    if (writev(STDERR_FILENO, line, (int)count) < 0)
        return; /* nobody is told, which is no reason to stop */
}

static void tell_call(int number)
{
    const bool known = number >= 0 && number < CALLS;
    const char *words[] = {"bonafide: sandbox: ", known ? call_names[number] : "a call",
                           " is refused by seccomp\n"};
    if (known && is_told[number])
        return;
    if (known)
        is_told[number] = 1;
    tell(words, COUNT(words));
}

/* Opens as the call would have, by one that the filter lets through; tells what is refused. */
static long open_told(int folder, const char *path, uint64_t flags, uint64_t mode)
{
    const bool makes = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    const bool writes = makes || (flags & O_ACCMODE) != O_RDONLY;
    const struct open_how how = {.flags = (uint32_t)flags, .mode = makes ? mode & 07777 : 0};
    const char *words[] = {"bonafide: sandbox: ", path,
                           " is refused by Landlock, or by its own rights, to be ",
                           writes ? "written\n" : "read\n"};
    long opened = syscall(SYS_openat2, folder, path, &how, sizeof how);
    if (opened >= 0)
        return opened;
    if (errno == EACCES)
        tell(words, COUNT(words));
    return -errno;
}

#if defined(__x86_64__)
#define ARGUMENT(of, n) ((uint64_t)(of)->uc_mcontext.gregs[argument_registers[n]])
#define RESULT(of) (of)->uc_mcontext.gregs[REG_RAX]
static const int argument_registers[] = {REG_RDI, REG_RSI, REG_RDX, REG_R10};
#elif defined(__aarch64__)
#define ARGUMENT(of, n) (of)->uc_mcontext.regs[n]
#define RESULT(of) (of)->uc_mcontext.regs[0]
#endif

#ifdef RESULT
/* In place of a call that the filter trapped: its result is what the caller finds in the register.
 */
static void answer(int signal_number, siginfo_t *info, void *context)
{
    ucontext_t *caller = context;
    int kept_errno = errno;
    long result = -ENOSYS;
    (void)signal_number;
    if (files_are_kept && info->si_syscall == SYS_openat)
        result = open_told((int)ARGUMENT(caller, 0), (const char *)ARGUMENT(caller, 1),
                           ARGUMENT(caller, 2), ARGUMENT(caller, 3));
#ifdef SYS_open
    else if (files_are_kept && info->si_syscall == SYS_open)
        result = open_told(AT_FDCWD, (const char *)ARGUMENT(caller, 0), ARGUMENT(caller, 1),
                           ARGUMENT(caller, 2));
#endif
    else
        tell_call(info->si_syscall);
    RESULT(caller) = result;
    errno = kept_errno;
}

/* Names are looked up now: in the handler nothing may be allocated. */
static bool begin_telling(unsigned kept)
{
    struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_NODEFER};
    files_are_kept = (kept & BF_SECCOMP_FILES) != 0;
    for (int i = 0; i < CALLS; i++) {
        char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, i);
        if (name)
            snprintf(call_names[i], NAME_BYTES, "%s", name);
        else
            snprintf(call_names[i], NAME_BYTES, "call %d", i);
        free(name);
    }
    return sigaction(SIGSYS, &action, NULL) == 0;
}
#else
static bool begin_telling(unsigned kept)
{
    (void)kept;
    return false; /* which register a result is in, is not known here */
}
#endif

/* 0, or the kernel's number: libseccomp has one word for all its refusals, but leaves errno. */
static int load(scmp_filter_ctx filter)
{
    errno = 0;
    int failed = seccomp_load(filter);
    return failed == 0 ? 0 : errno != 0 ? errno : -failed;
}

bool bf_seccomp_enter(unsigned kept, int *refusal, bf_error *err)
{
    const bool told = (kept & BF_SECCOMP_REPORT) != 0;
    *refusal = sizeof(void *) < 8 ? ENOSYS : 0;
    if (*refusal != 0)
        return true;
    if (told && !begin_telling(kept))
        return bf_fail(err, BF_ERR_USAGE, "sandbox: refused calls cannot be told on this machine");
    scmp_filter_ctx filter = seccomp_init(told ? SCMP_ACT_TRAP : SCMP_ACT_ERRNO(ENOSYS));
    if (filter == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "sandbox: no memory");
    int failed = add_all(filter, kept);
    bool made = failed == 0 || bf_fail(err, failed == -ENOMEM ? BF_ERR_MEMORY : BF_ERR_STATE,
                                       "sandbox: cannot make a filter: %s", strerror(-failed));
    if (made)
        *refusal = load(filter);
    seccomp_release(filter);
    if (*refusal == ENOMEM)
        return bf_fail(err, BF_ERR_MEMORY, "sandbox: no memory");
    return made;
}
