/* cli/roster_lookup.h: bonafide roster lookup: what the registries say under a name or number, for
 * people. */
#ifndef BF_CLI_ROSTER_LOOKUP_H
#define BF_CLI_ROSTER_LOOKUP_H

#include "cli/exit.h"

/* Runs the subcommand on its own words, argv[0] being its name. */
bf_exit bf_roster_lookup_command(int argc, char **argv);

#endif
