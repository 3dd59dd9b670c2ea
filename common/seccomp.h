/* common/seccomp.h: which system calls a process may still make (Linux, seccomp). Knows what the C
 * library, SQLite, libcurl and OpenSSL call; written down by names, so that it holds on every
 * 64-bit architecture that libseccomp knows. */
#ifndef BF_COMMON_SECCOMP_H
#define BF_COMMON_SECCOMP_H

#include "bonafide/error.h"

/* What is kept beside memory, clocks, signals to itself, and reading and writing what is open. */
enum {
    BF_SECCOMP_FILES = 1,   /* opening, making, renaming, removing */
    BF_SECCOMP_NETWORK = 2, /* TCP and UDP sockets that connect; threads */
    BF_SECCOMP_REPORT = 4 /* a call that is refused is told on standard error, once each, and so is
                             every file that Landlock or its rights keep from being opened */
};

/* Refuses, for good, all calls but those `kept`, for the calling thread and those that it makes. A
 * refused call fails: with ENOSYS, after which the C library takes an older call for a newer one,
 * and with EPERM where a program would be started, a process made, watched or signalled, or the
 * system changed. The process has no new privileges to come. true: entered, or `*refusal` is why
 * the kernel, or a container, has no filters. false: BF_ERR_MEMORY; BF_ERR_STATE for a filter that
 * libseccomp cannot make; BF_ERR_USAGE for BF_SECCOMP_REPORT on a machine that is neither x86-64
 * nor AArch64. */
BF_MUST_CHECK bool bf_seccomp_enter(unsigned kept, int *refusal, bf_error *err);

#endif
