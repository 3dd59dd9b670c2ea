/* analyzer/assessment.h: two decision tables, read from top to bottom. Knows which facts hold of a
 * listing and which row decides; the rows are those of the pack assessment. */
#ifndef BF_ANALYZER_ASSESSMENT_H
#define BF_ANALYZER_ASSESSMENT_H

#include "analyzer/context.h"
#include "analyzer/credential.h"
#include "analyzer/verification.h"

/* All that the tables may look at. */
typedef struct {
    const bf_listing *listing;
    const bf_judged *judged;
    size_t judged_count;
    const bf_claims *claims;
    const bf_verifications *verifications; /* of these; NULL, or without any: none was checked */
    const bf_rule *const *failed;          /* rules that met a limit: they might have matched */
    size_t failed_count;
    bool thin;        /* less visible text than can be judged */
    bool truncated;   /* the page was cut */
    bool refused;     /* embedded data could not be read */
    bool people_hold; /* of a practice: one of its people, listed on the same page, holds a claim
                         that counts */
} bf_assessment_input;

/* What was decided, by which row of each table. */
typedef struct {
    bf_level level; /* the worse of both axes; unknown where a failed rule could change it */
    bf_level conduct_level, credential_level;
    const bf_assessment_row *conduct, *credential; /* NULL only without tables */
    bool undecided;    /* a failed rule could change `level`, and then */
    bf_level at_least; /* this is what holds either way */
    uint64_t facts;    /* 1 << bf_fact of each that holds, as if no failed rule had matched */
    int rank;          /* sorts listings, and means nothing else */
} bf_assessment;

/* Says whether one of `claims` counts for its advertiser when it holds: strong, and held. */
bool bf_assessment_holds(const bf_claims *claims);

/* Says whether `judged` counts as said by the advertiser in text that a reader sees. */
bool bf_assessment_counts(const bf_judged *judged);

/* Reads both tables of `rules` twice: as if no failed rule had matched, and as if each had. */
void bf_assess(const bf_assessment_input *input, const bf_rules *rules, bf_assessment *out);

#endif
