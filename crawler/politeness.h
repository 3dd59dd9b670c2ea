/* crawler/politeness.h: when a host may be asked again. Knows delays and back-off; keeps nothing,
 * so that the frontier's due time is the only memory of it. */
#ifndef BF_CRAWLER_POLITENESS_H
#define BF_CRAWLER_POLITENESS_H

#include <stdint.h>

#include "bonafide/str.h"

/* What a host's last answer says about the next question. */
typedef struct {
    uint64_t delay_ms;        /* our own floor */
    uint64_t robots_delay_ms; /* Crawl-delay, at most BF_ROBOTS_MOST_DELAY_MS; 0: none */
    uint64_t took_ms;         /* the last exchange */
    int status;               /* 0: no response */
    bf_str retry_after;       /* field value of the response; empty when absent */
    unsigned attempts;        /* of this URL, from 1 */
    uint32_t random;          /* any number, for the jitter: the same gives the same answer */
} bf_politeness_answer;

/* The instant from which the host may be asked again, both by bf_time_now_ms(). Never more than a
 * day from now, and never sooner than the first of these, since an error is quick to send:
 *   any answer     the floor, the Crawl-delay up to its most, or as long as the answer took,
 *                  whichever is longest (a floor of 0 asks for none of its own)
 *   429 and 503    as Retry-After says, in seconds or as a date (RFC 9110, 10.2.3); without one
 *                  that can be read a minute, twice as long each time
 *   none, or 502, 504, 522 and 524, by which a gateway says that it had none
 *                  ten seconds, twice as long each time (a floor of 0 asks for none)
 *   other 5xx      twice the usual wait: it may be the one page's fault or a server in trouble, and
 *                  longer would make a directory with many broken pages take all night
 *   other from 300 a Retry-After is heeded wherever it stands
 * What is doubled gets up to half as much again as jitter, or the hosts of one server, which fall
 * silent together, would all be asked again in one instant. What a server asked for is kept as it
 * is. */
int64_t bf_politeness_due(const bf_politeness_answer *answer, int64_t now_ms);

/* Says whether a status speaks of the server's hour and not of the page, so that it is asked again:
 * 429, 502, 503 and 504 (RFC 6585, 4; RFC 9110, 15.6.3 to 15.6.5). */
bool bf_politeness_retries(int status);

#endif
