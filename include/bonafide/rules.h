/* bonafide/rules.h: the knowledge, loaded from YAML packs and compiled. Knows files and faults;
 * what rules mean is the analyzer's. */
#ifndef BONAFIDE_RULES_H
#define BONAFIDE_RULES_H

#include "bonafide/error.h"
#include "bonafide/str.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bf_rules bf_rules;

/* Told each fault of a rule folder, in the order of files and lines; the view of `fault` lives
 * during the call. */
typedef void bf_rules_fault(const bf_error *fault, void *user);

/* Loads and compiles every *.yaml below the folder `shipped`, and then below `local`, which may be
 * NULL; a rule, list, claim or cue of `local` replaces the shipped one of the same id. All faults
 * are told to `fault` (NULL: none are), with file, line and column. Gives what is shared by all
 * pages and never changes; NULL: `err` has the first fault (BF_ERR_RULE), or BF_ERR_INPUT for a
 * folder that cannot be read, or BF_ERR_MEMORY. */
BF_API bf_rules *bf_rules_load(const char *shipped, const char *local, bf_rules_fault *fault,
                               void *user, bf_error *err);

/* Frees `rules`; NULL is allowed. */
BF_API void bf_rules_free(bf_rules *rules);

/* The newest version that a pack names, "2026.11.1": a view into `rules`. */
BF_API bf_str bf_rules_version(const bf_rules *rules);

/* The SHA-256 in hex over the bytes of all files in the order of their paths: a view into `rules`.
 */
BF_API bf_str bf_rules_sha256(const bf_rules *rules);

/* How many rules, claims, titles, schools and cues are in use. */
BF_API size_t bf_rules_count(const bf_rules *rules);

#ifdef __cplusplus
}
#endif

#endif
