/* roster_option.c: which roster is meant. */
#include "cli/roster_option.h"

#include "bonafide/roster.h"
#include "cli/roster.h"

bool bf_roster_option_read(const char **path, bf_error *err)
{
    *path = bf_roster_path(*path);
    if (*path == NULL)
        return true;
    bf_roster_lookup *roster = bf_roster_lookup_open(*path, err);
    bf_roster_lookup_close(roster);
    if (roster == NULL && err->code != BF_ERR_MEMORY)
        err->code = BF_ERR_USAGE; /* the command line is wrong, whatever the file is */
    return roster != NULL;
}
