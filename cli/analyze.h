/* cli/analyze.h: bonafide analyze: stored pages to lines. */
#ifndef BF_CLI_ANALYZE_H
#define BF_CLI_ANALYZE_H

#include "cli/exit.h"

/* Runs the subcommand on its own words, argv[0] being its name. */
bf_exit bf_analyze_command(int argc, char **argv);

#endif
