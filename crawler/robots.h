/* crawler/robots.h: one robots.txt, as it speaks to us (RFC 9309). Knows groups, patterns and the
 * delay that is asked for; when to fetch it and what a failure means is the crawl's. */
#ifndef BF_CRAWLER_ROBOTS_H
#define BF_CRAWLER_ROBOTS_H

#include <stdint.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

/* RFC 9309, 2.5; what comes after the last line that ends within it is not read. */
enum { BF_ROBOTS_MOST_BYTES = 500 * 1024 };

typedef struct bf_robots bf_robots;

/* Reads `text` for the product token `agent` ("bonafide"; 2.2.1): all groups that name it, merged,
 * else all groups of "*". NULL: no memory. */
bf_robots *bf_robots_parse(bf_str text, bf_str agent);

/* Frees `robots`; NULL is allowed. */
void bf_robots_free(bf_robots *robots);

/* Says whether `target`, a path with its query, may be fetched: of the patterns that match, the
 * longest decides, and allow before disallow (2.2.2). /robots.txt itself always may. Takes time in
 * proportion to pattern times target, whatever they hold. */
bool bf_robots_allows(const bf_robots *robots, bf_str target);

/* The Crawl-delay of our group in milliseconds, a fraction allowed; 0 when it asks for none. (Not
 * in the RFC, and much in use.) */
uint64_t bf_robots_delay_ms(const bf_robots *robots);

#endif
