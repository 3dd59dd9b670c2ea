/* cli/roster.h: bonafide roster: registries imported and listed. */
#ifndef BF_CLI_ROSTER_H
#define BF_CLI_ROSTER_H

#include "cli/exit.h"

/* The path of the roster: `named` by --roster, else $BONAFIDE_ROSTER; NULL: neither. */
const char *bf_roster_path(const char *named);

/* Runs the subcommand on its own words, argv[0] being its name. */
bf_exit bf_roster_command(int argc, char **argv);

#endif
