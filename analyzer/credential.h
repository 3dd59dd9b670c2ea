/* analyzer/credential.h: what a listing claims to be. Knows claims, their owner and standing;
 * whether they hold is the roster's to say. */
#ifndef BF_ANALYZER_CREDENTIAL_H
#define BF_ANALYZER_CREDENTIAL_H

#include "analyzer/context.h"

/* One claim. Texts are as shown. */
typedef struct {
    const bf_claim_rule *rule;
    const bf_title *named; /* the title that its words give; NULL: that of its rule */
    bf_str title;
    bf_str exact;
    bf_str field, issuer; /* empty when not said */
    bf_str school;        /* of a degree or a certificate; empty when not said */
    bf_str number;        /* empty when none was found */
    bf_str region;        /* of the claim, else of the listing, else empty */
    bool region_told;     /* by the claim itself */
    bf_str supervisor;    /* named beside an associate's claim, or empty */
    bf_str holder;        /* the name behind which its words stand, or empty */
    bf_weight weight;
    bf_owner owner;     /* whose it is */
    bf_status standing; /* asserted means held; other_agent: somebody else's; negated: denied */
    bf_context context;
    uint32_t at;       /* index into the listing's blocks */
    size_t begin, end; /* bytes of that block's text as shown */
} bf_claim;

typedef struct {
    bf_claim *items;
    size_t count;
    const bf_claim_rule **failed;
    size_t failed_count;
} bf_claims;

/* The standing of a claim in the words of the report: "held", "associate", "denied", … */
const char *bf_standing_name(bf_status status);

/* Says whether the claim is the advertiser's own. */
bool bf_credential_is_own(const bf_claim *claim);

/* Finds whatever has the shape of a claim in a listing, by block and then by rule. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_credential_find(const bf_match_text *text, const bf_rules *rules,
                                      bf_pattern_scratch *scratch, bf_arena *arena, bf_claims *out,
                                      bf_error *err);

/* Makes one claim of what was found several times, and puts them in the order of the page: words
 * that two rules found, one credential that is said twice (the better standing counts), a number
 * that stands beside its title, and what says nothing more ("licensed therapist" beside "LMFT"). */
void bf_credential_settle(bf_claims *claims);

#endif
