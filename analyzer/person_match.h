/* analyzer/person_match.h: two names, and whether one person may have both. Knows what people leave
 * out of a name and what sets two of them apart. */
#ifndef BF_ANALYZER_PERSON_MATCH_H
#define BF_ANALYZER_PERSON_MATCH_H

#include "analyzer/person_name.h"

/* What two names are to each other, the least first. */
typedef enum {
    BF_PERSON_OTHER,      /* of two people, or nothing speaks for one */
    BF_PERSON_COMPATIBLE, /* initials, a second given name, one letter's difference, the order of
                             the parts: may be one person */
    BF_PERSON_ALIKE,      /* SAME but for a doubt that something else than names can settle: one of
                             two surnames, a particle, a Jr. that only one has, a form of the name,
                             a short form of several names, a middle name that may be a surname */
    BF_PERSON_SAME,       /* surname and full given name, or a short form of it, agree; no middle
                             initial and no suffix contradicts */
    BF_PERSON_VERDICTS
} bf_person_verdict;

typedef struct {
    bf_person_verdict verdict;
    bool names;        /* surname and given name agree as of ALIKE, whatever contradicts */
    bool middle;       /* both have a middle name or initial, and they agree */
    bool contradicted; /* both have one, and they do not; or one is Sr. and the other Jr. */
} bf_person_match;

/* Compares `a` and `b`, in either order. Where it is not said which words are the surname, the
 * reading that agrees best counts. */
bf_person_match bf_person_match_names(const bf_person_name *a, const bf_person_name *b);

#endif
