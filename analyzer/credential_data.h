/* analyzer/credential_data.h: what JSON-LD says of somebody's credential, as one line of text.
 * Knows the members of schema.org for it (hasCredential, memberOf, alumniOf, and a physician's
 * medicalSpecialty); how objects hang together is json_ld.h's. */
#ifndef BF_ANALYZER_CREDENTIAL_DATA_H
#define BF_ANALYZER_CREDENTIAL_DATA_H

#include <cjson/cJSON.h>

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "bonafide/str.h"

/* How the lines of this member of `item` begin; NULL: it tells of no credential. */
const char *bf_credential_data_begins(const char *member, const cJSON *item);

/* The line that a member with value `one`, a text or an object, makes: how it `begins`, a colon,
 * and what it says ("hasCredential: license, LMFT, California"), since a name alone does not tell a
 * degree from an office. Empty when it says nothing. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_credential_data_line(const char *begins, const cJSON *one, bf_arena *arena,
                                           bf_str *out, bf_error *err);

#endif
