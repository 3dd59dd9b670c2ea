/* crawler/frontier.h: the URLs that are known, and what became of them, in a crawl's state, so that
 * memory stays flat and a killed crawl goes on. Knows states, due times and rounds; what a URL
 * means is the crawl's. */
#ifndef BF_CRAWLER_FRONTIER_H
#define BF_CRAWLER_FRONTIER_H

#include <stdint.h>

#include "common/url.h"
#include "crawler/state.h"

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

/* What is fetched, and by which way what it holds is read. */
typedef enum { BF_FRONTIER_PAGE, BF_FRONTIER_SITEMAP } bf_frontier_kind;

/* A URL to be added. */
typedef struct {
    const bf_url *url;
    bf_str key;          /* of bf_url_key() */
    int64_t seed;        /* of bf_frontier_add_seed(): what led here */
    uint32_t depth;      /* links from it; of a sitemap, indexes */
    uint32_t redirects;  /* of this chain */
    int priority;        /* smaller is earlier: 0 sitemaps, 1 seeds, 3 others, 5 what looks endless,
                            9 what may kill us */
    int64_t modified_ms; /* as a sitemap says; 0: unknown. Later is earlier, among equals */
    bf_frontier_kind kind;
    bf_str via;  /* URL of the page that links here, or empty */
    bf_str hops; /* hopsFromSeed: L link, R redirect, M sitemap */
} bf_frontier_entry;

/* A URL, or a host's robots.txt, to be fetched next. Views live until the next call on the
 * frontier. */
typedef struct {
    int64_t id;    /* of the URL; 0: fetch the host's robots.txt, for the sake of what follows */
    int64_t host;  /* id */
    bf_str origin; /* of the host */
    bf_frontier_kind kind;
    bf_str url;
    int64_t seed;
    bf_str seed_url; /* in its fetch form */
    uint32_t depth, redirects;
    unsigned attempts; /* this one included */
    int status;        /* of its last answer; 0: none yet, or none came */
    bf_str via, hops;
    bf_frontier_robots robots;
} bf_frontier_item;

typedef enum {
    BF_FRONTIER_ITEM,  /* `item` is filled and leased, and so is its host */
    BF_FRONTIER_WAIT,  /* nothing is due before `*due_ms` */
    BF_FRONTIER_EMPTY, /* nothing is queued, or all hosts with work are leased */
    BF_FRONTIER_BROKEN /* `err` says why */
} bf_frontier_next_kind;

typedef struct bf_frontier bf_frontier;

/* Makes the frontier of `state`, which outlives it, at the instant `now_ms` (bf_time_now_ms()).
 * What was leased when a run was killed is queued again: from the third time on behind all others
 * of its host, for it may be what kills, and not after the sixth. So is what an earlier run could
 * not have, for a reason that may be gone: seeds that failed, and URLs of hosts whose robots.txt
 * could not be read. A host that is due more than a day from now is due now: the clock went back.
 * NULL: BF_ERR_STATE with words for people, BF_ERR_MEMORY. */
bf_frontier *bf_frontier_new(bf_state *state, int64_t now_ms, bf_error *err);

/* Frees it; what is committed stays. NULL is allowed. */
void bf_frontier_free(bf_frontier *frontier);

/* Gives the number of the seed `url`, the same in every run, and notes that this run names it. */
BF_MUST_CHECK bool bf_frontier_add_seed(bf_frontier *frontier, bf_str url, int64_t *seed,
                                        bf_error *err);

/* Begins the next round of each seed that this run names and that has nothing left in the queue:
 * its own URL and all that came of it are queued again, also what could not be had, since a page
 * that did not change is not read for links. Not so what is gone for good (410), of a type that is
 * not read, or brought the program down: that comes again when a page links to it. `*renewed`: how
 * many URLs. */
BF_MUST_CHECK bool bf_frontier_renew(bf_frontier *frontier, uint64_t *renewed, bf_error *err);

/* Adds a URL unless its key is known, or queues a known one that its seed's round has not come to.
 * One that is queued already moves up when this priority is an earlier one, and is then as near to
 * a seed as the nearest way to it. One of a seed that this run does not name goes over to the
 * entry's, and is queued. `*added` says whether it is queued by this; `*id` (NULL is allowed) is
 * its number, known or new. */
BF_MUST_CHECK bool bf_frontier_add(bf_frontier *frontier, const bf_frontier_entry *entry,
                                   bool *added, int64_t *id, bf_error *err);

/* Notes that URL `from` redirects to URL `to`; `*circle` says whether the redirects that are known
 * lead from there back to `from`. */
BF_MUST_CHECK bool bf_frontier_redirect(bf_frontier *frontier, int64_t from, int64_t to,
                                        bool *circle, bf_error *err);

/* Leases what is due first at `now_ms` (bf_time_now_ms()): hosts by due time, URLs of a host by
 * priority, age of their round, depth, what a sitemap says of their change, and age. A list that is
 * longer than a run may fetch is so had in full, run after run, before its head is had again. */
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

/* Takes a URL out of its round, done as it was in the round before; `*skipped` says whether it was
 * queued. */
BF_MUST_CHECK bool bf_frontier_skip(bf_frontier *frontier, int64_t id, bool *skipped,
                                    bf_error *err);

/* Gives `host` back, not to be asked before `due_ms`. */
BF_MUST_CHECK bool bf_frontier_release(bf_frontier *frontier, int64_t host, int64_t due_ms,
                                       bf_error *err);

/* Keeps what robots.txt of `host` says from `now_ms` on: its rules in `text`, or why there are
 * none. Where it could not be had but rules of the last 30 days are kept, those go on for another
 * day (RFC 9309, 2.3.1.4), and `*kept` says so. */
BF_MUST_CHECK bool bf_frontier_set_robots(bf_frontier *frontier, int64_t host,
                                          bf_frontier_robots robots, bf_str text, int64_t now_ms,
                                          bool *kept, bf_error *err);

/* Says that the rules of `host` which are kept still hold at `now_ms` (a 304). */
BF_MUST_CHECK bool bf_frontier_confirm_robots(bf_frontier *frontier, int64_t host, int64_t now_ms,
                                              bf_error *err);

/* Has the robots.txt of each host asked for again, for the sake of the sitemaps that it names. */
BF_MUST_CHECK bool bf_frontier_ask_robots_again(bf_frontier *frontier, bf_error *err);

/* The rules of `host`, or why they could not be had; the view lives until the next call on the
 * frontier. */
BF_MUST_CHECK bool bf_frontier_robots_text(bf_frontier *frontier, int64_t host, bf_str *text,
                                           bf_error *err);

/* What `origin` has counted of `bucket`, something that is seen there and has a limit; 0 before the
 * first bf_frontier_set_tally(). */
BF_MUST_CHECK bool bf_frontier_tally(bf_frontier *frontier, bf_str origin, int64_t bucket,
                                     int64_t *count, bf_error *err);
BF_MUST_CHECK bool bf_frontier_set_tally(bf_frontier *frontier, bf_str origin, int64_t bucket,
                                         int64_t count, bf_error *err);

/* Forgets what all hosts have counted of `bucket`. */
BF_MUST_CHECK bool bf_frontier_forget_tally(bf_frontier *frontier, int64_t bucket, bf_error *err);

/* How many URLs are in `state`. */
BF_MUST_CHECK bool bf_frontier_count(bf_frontier *frontier, bf_frontier_state state,
                                     uint64_t *count, bf_error *err);

/* How many URLs are queued or leased, kept as a number. */
uint64_t bf_frontier_waiting(const bf_frontier *frontier);

#endif
