/* cli/rules.h: bonafide rules: rule packs checked, tested, shown and counted. */
#ifndef BF_CLI_RULES_H
#define BF_CLI_RULES_H

#include "cli/exit.h"

/* Runs the subcommand on its own words, argv[0] being its name. */
bf_exit bf_rules_command(int argc, char **argv);

#endif
