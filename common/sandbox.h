/* common/sandbox.h: a process gives up what it does not need, for good. Knows what a process with a
 * network needs of a system besides its own files (the resolver's and TLS's); which files are its
 * own, the caller says. Linux only: Landlock guards files, seccomp the system calls. */
#ifndef BF_COMMON_SANDBOX_H
#define BF_COMMON_SANDBOX_H

#include "bonafide/error.h"

enum { BF_SANDBOX_WORDS = 256 };

/* Whether to enter, and whether a refused call is told. */
typedef enum {
    BF_SANDBOX_ON,
    BF_SANDBOX_REPORT, /* as on, and each refused call or file is told on standard error */
    BF_SANDBOX_OFF
} bf_sandbox_mode;

/* What stays. Paths are opened when the sandbox is entered. What is open already stays open, with
 * its rights. */
typedef struct {
    const char *const
        *written; /* files, and folders with all beneath them: also read; must exist */
    size_t written_count;
    const char *const
        *read; /* files and folders that may be read; what does not exist is left out */
    size_t read_count;
    bool network; /* TCP and UDP to the outside, with names and certificates, and threads (the
                     resolver's). No other sockets, and nothing that listens. */
    bool report;  /* BF_SANDBOX_REPORT */
} bf_sandbox_plan;

/* Reads `text`, the value of BONAFIDE_SANDBOX: NULL, "" or "on", "report", "off". In a build with
 * AddressSanitizer NULL and "" are BF_SANDBOX_OFF, because its leak check stops all threads by
 * ptrace. false: BF_ERR_USAGE. */
BF_MUST_CHECK bool bf_sandbox_mode_read(const char *text, bf_sandbox_mode *out, bf_error *err);

/* Leaves the calling process, which has one thread, with what `plan` names. Then
 * - no file outside the plan can be opened, made, renamed, removed or cut; without any path in it
 *   and without `network`, none at all;
 * - no program is started, no process made, watched or signalled, no memory made executable but
 * that of a library; a refused call fails (EPERM, or ENOSYS where a C library falls back to an
 * older one), it does not kill;
 * - no set-user-ID program gives rights back.
 * Which ports are connected to is not decided here: the crawler's guard judges every address. A
 * process of the superuser reads the resolver's files one by one: /etc/resolv.conf that is replaced
 * later is out of its reach, and names are not found from then on. Another user reads what /etc
 * lets it. true: entered; `without` is empty or, where the kernel or a container has no Landlock or
 * no seccomp, says so in a line for people. false: BF_ERR_STATE for a path that is not there,
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_sandbox_enter(const bf_sandbox_plan *plan, char without[BF_SANDBOX_WORDS],
                                    bf_error *err);

#endif
