/* analyzer/naming.h: by what name the one advertiser of a page goes. Knows in how many places a
 * page says a name, and how much each of them counts. */
#ifndef BF_ANALYZER_NAMING_H
#define BF_ANALYZER_NAMING_H

#include "analyzer/card.h"

/* A name that the page says, and how much the places that say it weigh together. */
typedef struct {
    bf_str text;
    bool practice;
    int weight;
    uint32_t block;                  /* that says it first in the text; BF_NONE when none does */
    const bf_advertiser *advertiser; /* of that name in the data, or NULL */
} bf_naming_candidate;

/* Where nothing reads as a name, `name` is what the page is headed or titled with. */
typedef struct {
    bf_str name;
    bool practice;
    uint32_t block;                        /* that says it in the text; BF_NONE when none does */
    const bf_advertiser *advertiser;       /* of that name in the data, or NULL */
    const bf_naming_candidate *candidates; /* all that were weighed, as the page says them */
    size_t candidate_count;                /* 64 at most */
} bf_naming;

/* Names the advertiser of the page; with cards that do not stand beside, the practice whose page it
 * is, out of what stands outside of them. Weighed are data, signs of kind name, headings, the
 * title, og:site_name, what people call themselves, the header and the footer. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_naming_find(bf_sign_reader *reader, const bf_voices *voices,
                                  const bf_cards *cards, bf_naming *out, bf_error *err);

#endif
