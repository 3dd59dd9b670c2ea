/* analyzer/assessment.h: two decision tables, read from top to bottom. Knows facts and rows; the
 * rows are rules/assessment.yaml's. */
#ifndef BF_ANALYZER_ASSESSMENT_H
#define BF_ANALYZER_ASSESSMENT_H

#include "analyzer/credential.h"

/* A match with its judgement. */
typedef struct {
    bf_match match;
    bf_context context;
    bf_voice voice;
    bf_field field;
} bf_judged;

/* All that the tables may look at. */
typedef struct {
    const bf_listing *listing;
    const bf_judged *judged;
    size_t judged_count;
    const bf_claims *claims;
    bool thin;        /* less visible text than can be judged */
    bool truncated;   /* the page was cut */
    bool refused;     /* embedded data could not be read */
    bool clinician;   /* a separate clinician is named (surrogate triad) */
    bool rule_failed; /* a rule or cue met a limit */
} bf_assessment_input;

typedef struct {
    bf_level level; /* the worse of both */
    bf_level conduct_level, credential_level;
    const bf_assessment_row *conduct, *credential; /* that decided; never NULL */
    bool undecided;    /* a failed rule could change the level: it is unknown, and */
    bf_level at_least; /* this is what holds either way */
    int rank;          /* sorts within and across levels, and means nothing else */
} bf_assessment;

/* The index of the fact `name`; -1 when there is none. Facts are the words that rows are made of.
 */
int bf_assessment_fact(bf_str name);

/* The name of fact `index`; NULL past the last. */
const char *bf_assessment_fact_name(unsigned index);

/* Reads both tables. A row without conditions holds always, and each table ends with one. */
void bf_assess(const bf_assessment_input *input, const bf_rules *rules, bf_assessment *out);

#endif
