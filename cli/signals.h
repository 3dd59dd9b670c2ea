/* cli/signals.h: interruptions as a flag that loops look at. */
#ifndef BF_CLI_SIGNALS_H
#define BF_CLI_SIGNALS_H

#include <signal.h>
#include <sys/types.h>

#include "cli/exit.h"

/* Raised by SIGINT and SIGTERM; a second one ends the program at once. */
extern volatile sig_atomic_t bf_signals_raised;

/* Sets the handlers, and ignores SIGPIPE, so that a closed pipe is a write that fails. */
void bf_signals_catch(void);

/* Passes what is caught from now on to `process` too; 0: to nobody. */
void bf_signals_pass_to(pid_t process);

/* 130 or 143 after a signal, else 0. */
bf_exit bf_signals_exit(void);

#endif
