/* common/landlock.h: what of the file system a process may still touch (Linux, Landlock). Knows the
 * kernel's interface by its versions; what a process needs is its caller's to say. */
#ifndef BF_COMMON_LANDLOCK_H
#define BF_COMMON_LANDLOCK_H

#include "bonafide/error.h"

/* What may be done with a file, or with everything beneath a folder. Nothing may be executed, and
 * no device, socket or pipe made. */
typedef enum {
    BF_LANDLOCK_READ, /* files read, folders listed */
    BF_LANDLOCK_WRITE /* that, and files written, made, renamed and removed, folders too */
} bf_landlock_right;

/* Begins a set of rules that allows nothing which the kernel's version of Landlock can refuse:
 * files, listening on TCP ports, and, towards processes outside, signals and abstract sockets. TCP
 * connections are refused without `network` only. The descriptor is the caller's. -1: the kernel
 * has no Landlock, or a container forbids it; errno says which. */
int bf_landlock_begin(bool network);

/* Adds to `rules` the file or folder at `path`, links followed now. One that is only to be read,
 * and is not there or not ours to look at, is left out. false: BF_ERR_STATE with the system's
 * words. */
BF_MUST_CHECK bool bf_landlock_allow(int rules, const char *path, bf_landlock_right right,
                                     bf_error *err);

/* Puts `rules` in force for the calling thread and those that it makes, for good. What is open
 * already keeps its rights. It may be called only once no new privileges can be had. false:
 * BF_ERR_STATE with the system's words. */
BF_MUST_CHECK bool bf_landlock_enter(int rules, bf_error *err);

#endif
