/* bonafide/roster.h: what registries say of people, opened. Knows one file, made by bonafide roster
 * import; what an entry proves is the analyzer's to say. */
#ifndef BONAFIDE_ROSTER_H
#define BONAFIDE_ROSTER_H

#include "bonafide/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bf_roster_lookup bf_roster_lookup;

/* Opens the roster in the file `path` for reading only and reads from it once, so that afterwards
 * it needs no file but the one that it has open: a roster that is imported meanwhile is another
 * file. A handle must not cross a fork: a process opens its own. NULL: BF_ERR_USAGE where there is
 * no such file, for what is no roster and for one of another form, BF_ERR_STATE where it cannot be
 * read, BF_ERR_MEMORY; `err` names the file. */
BF_API bf_roster_lookup *bf_roster_lookup_open(const char *path, bf_error *err);

/* Closes `roster`; NULL is allowed. */
BF_API void bf_roster_lookup_close(bf_roster_lookup *roster);

#ifdef __cplusplus
}
#endif

#endif
