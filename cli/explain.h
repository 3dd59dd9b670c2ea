/* cli/explain.h: bonafide explain: how one page was read, for people. */
#ifndef BF_CLI_EXPLAIN_H
#define BF_CLI_EXPLAIN_H

#include "cli/exit.h"

/* Runs the subcommand on its own words, argv[0] being its name. */
bf_exit bf_explain_command(int argc, char **argv);

#endif
