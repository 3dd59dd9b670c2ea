/* crawler/robots.h: one robots.txt, as it speaks to us (RFC 9309). Knows groups, patterns, the line
 * that decides, the delay that is asked for and the sitemaps that are named; when to fetch it and
 * what a failure means is the crawl's. */
#ifndef BF_CRAWLER_ROBOTS_H
#define BF_CRAWLER_ROBOTS_H

#include <stdint.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

enum {
    /* RFC 9309, 2.5; what comes after the last line that ends within it is not read. */
    BF_ROBOTS_MOST_BYTES = 500 * 1024,
    BF_ROBOTS_MOST_SITEMAPS = 500,             /* further ones are passed over */
    BF_ROBOTS_MOST_DELAY_MS = 300 * 1000,      /* as Heritrix has it */
    BF_ROBOTS_MOST_TARGET_BYTES = 64 * 1024,   /* in the form of a URL, all escapes made */
    BF_ROBOTS_MOST_SEARCHED = 16 * 1024 * 1024 /* octets of one target, passed for all patterns */
};

typedef struct bf_robots bf_robots;

/* Reads `text` for the product token `agent` ("bonafide"; 2.2.1): all groups that name it, merged,
 * else all groups of "*". Any bytes are a robots.txt, those of an HTML page too: a line that says
 * nothing is passed over (2.3.1.5). Both may go afterwards. NULL: no memory. */
bf_robots *bf_robots_parse(bf_str text, bf_str agent);

/* Frees `robots`; NULL is allowed. */
void bf_robots_free(bf_robots *robots);

/* A line of the file, raw bytes as they stand in it without the line end; a line longer than 16,664
 * octets is cut there, as Google's parser does. */
typedef struct {
    size_t number; /* from 1, CR LF ends one line; 0: none */
    bf_str text;
} bf_robots_line;

typedef enum {
    BF_ROBOTS_RULE,     /* a rule decides */
    BF_ROBOTS_NO_RULE,  /* a group speaks to us, and no rule of it matches: allowed */
    BF_ROBOTS_NO_GROUP, /* no group speaks to us, nor to everybody: allowed */
    BF_ROBOTS_ITSELF,   /* it is /robots.txt (2.2.2): allowed */
    BF_ROBOTS_UNJUDGED, /* no memory, or over one of the bounds on a target: not allowed */
    BF_ROBOTS_REASON_COUNT
} bf_robots_reason;

/* The name of `reason`: "rule", "no-rule", "no-group", "robots-txt", "unjudged". */
const char *bf_robots_reason_name(bf_robots_reason reason);

/* A decision and where it stands. The views live as long as the bf_robots that gave them. */
typedef struct {
    bool allowed;
    bf_robots_reason reason;
    bf_robots_line rule;  /* the line that decides; of BF_ROBOTS_RULE only */
    bf_robots_line agent; /* the User-agent line that makes its group ours, or everybody's; the
                             first such line of the file for BF_ROBOTS_NO_RULE */
} bf_robots_verdict;

/* Decides whether `target`, a path with its query, may be fetched: of the patterns that match, the
 * longest decides, and allow before disallow (2.2.2); of equal lines, the first. A pattern costs
 * time in proportion to itself and the target, whatever they hold; a file of so many patterns with
 * stars that a long target would be passed over BF_ROBOTS_MOST_SEARCHED octets is there to keep us
 * busy, and leaves it unjudged. */
bf_robots_verdict bf_robots_decide(const bf_robots *robots, bf_str target);

/* The same, without where it stands. */
bool bf_robots_allows(const bf_robots *robots, bf_str target);

/* The longest Crawl-delay of our group in milliseconds, a fraction allowed; 0 when it asks for none
 * or for what is no number. (Not in the RFC, and much in use.) A longer one than
 * BF_ROBOTS_MOST_DELAY_MS is held at that: the host is neither dropped nor asked more often, and
 * bf_robots_delay_is_capped() says that less was granted than asked for. */
uint64_t bf_robots_delay_ms(const bf_robots *robots);

/* Says whether our group asks for more than BF_ROBOTS_MOST_DELAY_MS. */
bool bf_robots_delay_is_capped(const bf_robots *robots);

/* The line that asks for the delay: the first of the longest. Its number is 0 when none does. The
 * view lives as long as `robots`. */
bf_robots_line bf_robots_delay_line(const bf_robots *robots);

/* The number of sitemaps that the file names, in whichever group (2.2.4); at most
 * BF_ROBOTS_MOST_SITEMAPS. */
size_t bf_robots_sitemap_count(const bf_robots *robots);

/* What the `index`th of them (from 0, in the order of the file) says, trimmed, without a comment:
 * raw bytes that should be an absolute URL, and may be anything. The view lives as long as
 * `robots`. */
bf_str bf_robots_sitemap(const bf_robots *robots, size_t index);

#endif
