/* cli/scan.h: bonafide scan: fetch and analyze in one command. */
#ifndef BF_CLI_SCAN_H
#define BF_CLI_SCAN_H

#include "cli/exit.h"

/* Runs the subcommand on its own words, argv[0] being its name. */
bf_exit bf_scan_command(int argc, char **argv);

#endif
