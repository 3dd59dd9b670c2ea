/* signals.c: interruptions as a flag that loops look at. */
#include "cli/signals.h"

volatile sig_atomic_t bf_signals_raised;

static volatile sig_atomic_t other_process; /* a pid_t: an int on every system that we know */

static void raise_flag(int number)
{
    if (other_process > 0)
        kill((pid_t)other_process, number);
    if (bf_signals_raised != 0) { /* the second one: as if nothing caught it */
        signal(number, SIG_DFL);
        raise(number);
    }
    bf_signals_raised = number;
}

void bf_signals_catch(void)
{
    struct sigaction action = {.sa_handler = raise_flag};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of its write, and is told */
}

void bf_signals_pass_to(pid_t process)
{
    other_process = (sig_atomic_t)process;
}

bf_exit bf_signals_exit(void)
{
    return bf_signals_raised == 0         ? BF_EXIT_DONE
           : bf_signals_raised == SIGTERM ? BF_EXIT_TERMINATED
                                          : BF_EXIT_INTERRUPTED;
}
