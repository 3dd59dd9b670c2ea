/* cli/exit.h: exit statuses and which of several counts. */
#ifndef BF_CLI_EXIT_H
#define BF_CLI_EXIT_H

#include "bonafide/error.h"

typedef enum {
    BF_EXIT_DONE = 0,
    BF_EXIT_LEVEL = 1,   /* done, and a listing has a level of --fail-on */
    BF_EXIT_USAGE = 2,   /* command line, configuration or rules are wrong: nothing was scanned */
    BF_EXIT_UNREAD = 3,  /* done, but a source could not be read */
    BF_EXIT_LIMITED = 4, /* stopped by a limit the user set */
    BF_EXIT_OUTPUT = 5,  /* output or state could not be written, or the program failed */
    BF_EXIT_INTERRUPTED = 130,
    BF_EXIT_TERMINATED = 143
} bf_exit;

/* The statuses in words, as lines for the end of --help. */
extern const char bf_exit_help[];

/* The one of `a` and `b` that counts: an interruption, then 2, 5, 1, 3, 4, 0. A status that is none
 * of these, as a process that died may have, counts as 5. */
bf_exit bf_exit_graver(bf_exit a, bf_exit b);

/* The status that a failure that ends the run leads to. */
bf_exit bf_exit_of_error(bf_error_code code);

#endif
