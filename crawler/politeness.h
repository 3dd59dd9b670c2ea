/* crawler/politeness.h: when a host may be asked again. Knows delays and back-off; keeps nothing,
 * so that the frontier's due time is the only memory of it. */
#ifndef BF_CRAWLER_POLITENESS_H
#define BF_CRAWLER_POLITENESS_H

#include <stdint.h>

#include "bonafide/str.h"

/* What a host's last answer says about the next question. */
typedef struct {
    uint64_t delay_ms;        /* our own floor */
    uint64_t robots_delay_ms; /* Crawl-delay; 0: none */
    uint64_t took_ms;         /* the last exchange */
    int status;               /* 0: no response */
    bf_str retry_after;       /* field value of the response; empty when absent */
    unsigned attempts;        /* of this URL, from 1 */
} bf_politeness_answer;

/* The instant from which the host may be asked again, both by bf_time_now_ms(): after the floor,
 * the Crawl-delay or as long as the last answer took, whichever is longest (a floor of 0 asks for
 * none of its own); after 429 and 503 as Retry-After says (RFC 9110, 10.2.3), else a minute, twice
 * as long each time; after no response ten seconds, twice as long each time. Never more than a day
 * from now. */
int64_t bf_politeness_due(const bf_politeness_answer *answer, int64_t now_ms);

/* Says whether a status speaks of the server's hour and not of the page, so that it is asked again
 * (RFC 6585, 4; RFC 9110, 15.6.4). */
bool bf_politeness_retries(int status);

#endif
