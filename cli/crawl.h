/* cli/crawl.h: bonafide crawl: seeds to a WARC stream. */
#ifndef BF_CLI_CRAWL_H
#define BF_CLI_CRAWL_H

#include "cli/exit.h"

/* Runs the subcommand on its own words, argv[0] being its name. */
bf_exit bf_crawl_command(int argc, char **argv);

#endif
