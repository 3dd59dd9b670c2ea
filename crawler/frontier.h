/* crawler/frontier.h: the URLs that are known, and what became of them, in SQLite, so that memory
 * stays flat and a killed crawl goes on. Knows states and due times; what a URL means is the
 * crawl's. */
#ifndef BF_CRAWLER_FRONTIER_H
#define BF_CRAWLER_FRONTIER_H

#include <stdint.h>

#include "common/url.h"

typedef enum {
    BF_FRONTIER_QUEUED,
    BF_FRONTIER_LEASED,
    BF_FRONTIER_DONE,
    BF_FRONTIER_FAILED,
    BF_FRONTIER_EXCLUDED,
    BF_FRONTIER_STATES
} bf_frontier_state;

/* What is known of a host's robots.txt. */
typedef enum {
    BF_FRONTIER_ROBOTS_UNKNOWN, /* must be fetched before anything else of the host */
    BF_FRONTIER_ROBOTS_TEXT,    /* the rules are kept, for a day (RFC 9309, 2.4) */
    BF_FRONTIER_ROBOTS_DENY     /* it could not be had: nothing may be fetched (2.3.1.4) */
} bf_frontier_robots;

/* A URL to be added. */
typedef struct {
    const bf_url *url;
    bf_str key;         /* of bf_url_key() */
    int64_t seed;       /* of bf_frontier_add_seed(): what led here */
    uint32_t depth;     /* links from it */
    uint32_t redirects; /* of this chain */
    int priority;       /* smaller is earlier: 1 seeds, 3 others */
    bf_str via;         /* URL of the page that links here, or empty */
    bf_str hops;        /* hopsFromSeed: L link, R redirect */
} bf_frontier_entry;

/* A URL, or a host's robots.txt, to be fetched next. Views live until the next call on the
 * frontier. */
typedef struct {
    int64_t id;    /* of the URL; 0: fetch the host's robots.txt */
    int64_t host;  /* id */
    bf_str origin; /* of the host */
    bf_str url;
    int64_t seed;
    bf_str seed_url; /* in its fetch form */
    uint32_t depth, redirects;
    unsigned attempts; /* this one included */
    bf_str via, hops;
    bf_frontier_robots robots;
    bf_str robots_text; /* the rules, or why they could not be had */
} bf_frontier_item;

typedef enum {
    BF_FRONTIER_ITEM,  /* `item` is filled and leased, and so is its host */
    BF_FRONTIER_WAIT,  /* nothing is due before `*due_ms` */
    BF_FRONTIER_EMPTY, /* nothing is queued, or all hosts with work are leased */
    BF_FRONTIER_BROKEN /* `err` says why */
} bf_frontier_next_kind;

typedef struct bf_frontier bf_frontier;

/* Opens the frontier of the folder `state_dir`, which is made when it is missing and locked against
 * a second run; NULL is a temporary one. What was leased when a run was killed is queued again,
 * unless that was the third time. So is what an earlier run could not have, for a reason that may
 * be gone: seeds that failed, and URLs of hosts whose robots.txt could not be read. NULL:
 * BF_ERR_STATE with words for people, BF_ERR_MEMORY. */
bf_frontier *bf_frontier_open(const char *state_dir, bf_error *err);

/* Closes it; what is committed stays. NULL is allowed. */
void bf_frontier_close(bf_frontier *frontier);

/* Begins and commits what the calls between them change, so that a page and its links are one step.
 */
BF_MUST_CHECK bool bf_frontier_begin(bf_frontier *frontier, bf_error *err);
BF_MUST_CHECK bool bf_frontier_commit(bf_frontier *frontier, bf_error *err);

/* Gives the number of the seed `url`, the same in every run. */
BF_MUST_CHECK bool bf_frontier_add_seed(bf_frontier *frontier, bf_str url, int64_t *seed,
                                        bf_error *err);

/* Adds a URL unless its key is known; `*added` says whether it was not. */
BF_MUST_CHECK bool bf_frontier_add(bf_frontier *frontier, const bf_frontier_entry *entry,
                                   bool *added, bf_error *err);

/* Leases what is due first at `now_ms` (bf_time_now_ms()): hosts by due time, URLs of a host by
 * priority, depth and age. */
BF_MUST_CHECK bf_frontier_next_kind bf_frontier_next(bf_frontier *frontier, int64_t now_ms,
                                                     bf_frontier_item *item, int64_t *due_ms,
                                                     bf_error *err);

/* Ends the lease of URL `id`: it gets `state`, which must be allowed to follow (else
 * BF_ERR_STATE), and `status`. Queued means to be asked again; after three attempts that is failed.
 */
BF_MUST_CHECK bool bf_frontier_end(bf_frontier *frontier, int64_t id, bf_frontier_state state,
                                   int status, bf_error *err);

/* Ends the lease of URL `id` as if it had not been: queued, and no attempt counted. */
BF_MUST_CHECK bool bf_frontier_put_back(bf_frontier *frontier, int64_t id, bf_error *err);

/* Gives `host` back, not to be asked before `due_ms`. */
BF_MUST_CHECK bool bf_frontier_release(bf_frontier *frontier, int64_t host, int64_t due_ms,
                                       bf_error *err);

/* Keeps what robots.txt of `host` says from `now_ms` on: its rules in `text`, or why there are
 * none. */
BF_MUST_CHECK bool bf_frontier_set_robots(bf_frontier *frontier, int64_t host,
                                          bf_frontier_robots robots, bf_str text, int64_t now_ms,
                                          bf_error *err);

/* How many URLs are in `state`. */
BF_MUST_CHECK bool bf_frontier_count(bf_frontier *frontier, bf_frontier_state state,
                                     uint64_t *count, bf_error *err);

#endif
