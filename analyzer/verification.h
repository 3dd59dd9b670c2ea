/* analyzer/verification.h: what registries say of the claims of a listing. Knows what must agree
 * before an entry is taken to be of the advertiser; where it cannot be known, it says "ambiguous",
 * and never accuses.
 *
 * A licence is looked for by its number first. An entry decides when it is of the claim's region,
 * of no other profession, and its name and the advertiser's are the same (person_match.h); for a
 * licence in good standing names may also be alike, for no other. Of a practice it is the name that
 * stands in front of the claim. So a number that was copied from its owner proves nothing against
 * either, and gives `other_name`. Without a number an entry decides only when it is the only one of
 * that name, in that region and profession, and the place agrees too. All else is `ambiguous` or,
 * where there is nothing, `not_found`; a register of current licences that lacks a name shows
 * little.
 *
 * Of registries only those are asked that list what is claimed (licences by states, certificates by
 * the society that is claimed to have given them), of the claim's region. Those of providers
 * (NPPES) are not: what stands there people have said of themselves. A licence on probation is
 * verified; an associate's confirms none that is claimed in full; one that is inactive has expired;
 * one that is suspended, pending, of an unknown standing, or of somebody dead, is `ambiguous`: its
 * day may be past, or its owner another. */
#ifndef BF_ANALYZER_VERIFICATION_H
#define BF_ANALYZER_VERIFICATION_H

#include "analyzer/credential.h"
#include "analyzer/roster_lookup.h"

typedef enum {
    BF_VERIFICATION_NOT_CHECKED, /* no roster, no register for it, or it is not held */
    BF_VERIFICATION_VERIFIED,
    BF_VERIFICATION_EXPIRED,
    BF_VERIFICATION_REVOKED,
    BF_VERIFICATION_SURRENDERED,
    BF_VERIFICATION_EXCLUDED,
    BF_VERIFICATION_OTHER_NAME, /* the number is there, under another person's name */
    BF_VERIFICATION_NOT_FOUND,
    BF_VERIFICATION_AMBIGUOUS, /* could not be confirmed */
    BF_VERIFICATION_STATUSES
} bf_verification_status;

/* What agreed, as bits 1 << bf_matched. */
typedef enum {
    BF_MATCHED_NUMBER,
    BF_MATCHED_NPI,
    BF_MATCHED_NAME,
    BF_MATCHED_MIDDLE, /* a middle name or initial */
    BF_MATCHED_REGION,
    BF_MATCHED_TITLE, /* the profession */
    BF_MATCHED_CITY,
    BF_MATCHED_POSTAL,
    BF_MATCHED_COUNT
} bf_matched;

/* "not_checked", "verified", …; "number", "npi", …. */
const char *bf_verification_status_name(bf_verification_status status);
const char *bf_matched_name(bf_matched matched);

/* What was found. */
typedef struct {
    bf_verification_status status;
    bf_str source; /* names of the registries, joined by ", "; empty when none was asked */
    bf_str as_of;  /* "YYYY-MM-DD", the oldest of theirs */
    bf_str reason; /* of an exclusion: "1128a2" */
    unsigned matched_on;
} bf_verification;

/* Of one listing. */
typedef struct {
    bf_verification *claims; /* parallel to its claims */
    bf_verification exclusion;
} bf_verifications;

typedef struct {
    const bf_document *document;
    const bf_listing *listing;
    const bf_claims *claims;
    bf_roster_lookup *roster; /* NULL: nothing is checked */
} bf_verification_input;

/* Asks the roster of each claim of `input`, and whether the advertiser is excluded from federal
 * programmes for conduct towards patients (registry_words.txt says for which reasons): excluded
 * only by an NPI that the page shows and the same name, or by the same name in the same region and
 * two more that agree of middle name, place (city or postal code) and profession. State and name
 * have many in common; a city and its postal code are one thing. Results are in `arena`. false:
 * BF_ERR_STATE (the roster cannot be read), BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_verification_make(const bf_verification_input *input, bf_arena *arena,
                                        bf_verifications *out, bf_error *err);

#endif
