/* analyzer/credential_data.h: what JSON-LD says of somebody's credential, as one line of text.
 * Knows the members of schema.org for it (hasCredential, memberOf); how objects hang together is
 * json_ld.h's. */
#ifndef BF_ANALYZER_CREDENTIAL_DATA_H
#define BF_ANALYZER_CREDENTIAL_DATA_H

#include <cjson/cJSON.h>

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "bonafide/str.h"

/* Says whether the member of this name tells of a credential. */
bool bf_credential_data_is(const char *member);

/* The line that member `name` with value `one`, a text or an object, makes: the member's name, a
 * colon, and what it says ("hasCredential: license, LMFT, California"), since a name alone does not
 * tell a degree from an office. Empty when it says nothing. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_credential_data_line(const char *name, const cJSON *one, bf_arena *arena,
                                           bf_str *out, bf_error *err);

#endif
