/* cli/confine.h: a process of ours gives up what it no longer needs, as the user's environment lets
 * it, and people are told when it cannot. */
#ifndef BF_CLI_CONFINE_H
#define BF_CLI_CONFINE_H

#include "common/sandbox.h"

/* Says on standard error that `process` ("this process") keeps more rights than it needs, being
 * without `what`, which may be a stranger's text. */
void bf_confine_tell_lack(const char *process, bf_str what);

/* Leaves the calling process, which has one thread, with what `plan` names (bf_sandbox_enter()), in
 * the mode that the environment variable BONAFIDE_SANDBOX names: on, report (each refused call is
 * told) or off. One line on standard error, unless `quiet`, when it is off by that variable, or the
 * kernel lacks what it takes. false: BF_ERR_USAGE for another value; as bf_sandbox_enter(). */
BF_MUST_CHECK bool bf_confine(const bf_sandbox_plan *plan, bool quiet, bf_error *err);

#endif
