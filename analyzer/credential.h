/* analyzer/credential.h: what a listing claims to be. Knows claims, their owner and standing;
 * whether they hold is the roster's to say. */
#ifndef BF_ANALYZER_CREDENTIAL_H
#define BF_ANALYZER_CREDENTIAL_H

#include "analyzer/context.h"

/* One claim. Texts are as shown. */
typedef struct {
    const bf_claim_rule *rule;
    bf_str exact;
    bf_str number;      /* empty when none was found */
    bf_str region;      /* of the claim, else of the listing, else empty */
    bf_str supervisor;  /* named beside an associate's claim, or empty */
    bf_status standing; /* asserted means held; other_agent: somebody else's; negated: denied */
    bf_context context;
    uint32_t at; /* index into the listing's blocks */
} bf_claim;

typedef struct {
    bf_claim *items; /* in the order of the page; one claim said twice is here once */
    size_t count;
    const bf_claim_rule **failed;
    size_t failed_count;
} bf_claims;

/* The standing of a claim in the words of the report: "held", "associate", "denied", … */
const char *bf_standing_name(bf_status status);

/* Reads the claims of a listing. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_credential_find(const bf_match_text *text, const bf_rules *rules,
                                      bf_pattern_scratch *scratch, bf_arena *arena, bf_claims *out,
                                      bf_error *err);

#endif
