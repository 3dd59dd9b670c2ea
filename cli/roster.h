/* cli/roster.h: bonafide roster: registries imported and listed. */
#ifndef BF_CLI_ROSTER_H
#define BF_CLI_ROSTER_H

#include "cli/exit.h"

/* Runs the subcommand on its own words, argv[0] being its name. */
bf_exit bf_roster_command(int argc, char **argv);

#endif
