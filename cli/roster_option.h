/* cli/roster_option.h: which roster is meant, for all who have the option --roster. */
#ifndef BF_CLI_ROSTER_OPTION_H
#define BF_CLI_ROSTER_OPTION_H

#include "bonafide/error.h"

/* The path of the roster: `named` by --roster, else $BONAFIDE_ROSTER; NULL: neither. */
const char *bf_roster_option_path(const char *named);

/* Gives in `*path` what --roster said, or, where it said nothing (NULL), BONAFIDE_ROSTER; NULL when
 * that is unset or empty too. Looks whether it is a roster, and closes it again. false:
 * BF_ERR_USAGE with the file's name, so that nothing is begun; BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_roster_option_read(const char **path, bf_error *err);

#endif
