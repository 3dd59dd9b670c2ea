/* cli/subcommand.h: commands that have commands of their own: bonafide rules check. Knows how one
 * is chosen; what it does is its own. */
#ifndef BF_CLI_SUBCOMMAND_H
#define BF_CLI_SUBCOMMAND_H

#include <stddef.h>

#include "cli/exit.h"

typedef struct {
    const char *name;
    bf_exit (*run)(int argc, char **argv);
} bf_subcommand;

/* What a command may be followed by. The first of its own is the one whose help is named. */
typedef struct {
    const char *command;  /* "rules" */
    const char *synopsis; /* "check|test [OPTION]... [OPERAND]..." */
    const char *choice;   /* "check or test" */
    const bf_subcommand *items;
    size_t count;
} bf_subcommands;

/* Runs the one of `of` that argv[1] names on its own words, or shows what there is where that asks
 * for help. BF_EXIT_USAGE, and said on standard error: it names none. */
bf_exit bf_subcommand_run(const bf_subcommands *of, int argc, char **argv);

#endif
