/* roster_option.c: which roster is meant. */
#include "cli/roster_option.h"

#include <stdlib.h>

#include "bonafide/roster.h"

const char *bf_roster_option_path(const char *named)
{
    const char *set = getenv("BONAFIDE_ROSTER");
    return named ? named : set && set[0] != '\0' ? set : NULL;
}

bool bf_roster_option_read(const char **path, bf_error *err)
{
    *path = bf_roster_option_path(*path);
    if (*path == NULL)
        return true;
    bf_roster_lookup *roster = bf_roster_lookup_open(*path, err);
    bf_roster_lookup_close(roster);
    if (roster == NULL && err->code != BF_ERR_MEMORY)
        err->code = BF_ERR_USAGE; /* the command line is wrong, whatever the file is */
    return roster != NULL;
}
