/* subcommand.c: commands that have commands of their own. */
#include "cli/subcommand.h"

#include <stdio.h>
#include <string.h>

#include "cli/complain.h"

bf_exit bf_subcommand_run(const bf_subcommands *of, int argc, char **argv)
{
    const char *named = argc > 1 ? argv[1] : "";
    for (size_t i = 0; i < of->count; i++)
        if (strcmp(named, of->items[i].name) == 0)
            return of->items[i].run(argc - 1, argv + 1);
    if (strcmp(named, "--help") == 0 || strcmp(named, "-h") == 0) {
        printf("Usage: bonafide %s %s\n\n'bonafide %s %s --help' says more of each.\n", of->command,
               of->synopsis, of->command, of->items[0].name);
        return fflush(stdout) == 0 ? BF_EXIT_DONE : BF_EXIT_OUTPUT;
    }
    bf_error err = {0};
    bf_fail(&err, BF_ERR_USAGE, "%s: %s%s%s, please (see bonafide %s --help)", of->command, named,
            argc > 1 ? ": " : "", of->choice, of->command);
    bf_complain(&err);
    return BF_EXIT_USAGE;
}
