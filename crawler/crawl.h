/* crawler/crawl.h: seeds to WARC. Knows the loop; scope, robots, politeness, guard, frontier, fetch
 * and recorder each know their own part. */
#ifndef BF_CRAWLER_CRAWL_H
#define BF_CRAWLER_CRAWL_H

#include "bonafide/error.h"
#include "crawler/settings.h"
#include "crawler/summary.h"

/* Why a crawl ended. */
typedef enum {
    BF_CRAWL_DONE,        /* nothing is left in the frontier */
    BF_CRAWL_LIMITED,     /* max_pages or max_time_ms kept us from what stays in the frontier */
    BF_CRAWL_INTERRUPTED, /* `interrupted` was raised */
    BF_CRAWL_FAILED       /* `err` says why: output, state, memory */
} bf_crawl_end;

/* The defaults of all settings; seeds, out_fd and interrupted are the caller's to set. */
bf_crawl_settings bf_crawl_defaults(void);

/* Says whether `settings` can be what a user means, before anything is opened: false, with
 * BF_ERR_USAGE, for a seed, an entry of allow_nets, a pattern, a proxy or a certificate file that
 * cannot be read; or BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_crawl_check(const bf_crawl_settings *settings, bf_error *err);

/* Runs a crawl to its end. `listen` may be NULL. `summary` is filled whatever the end. A response
 * record is written before the frontier commits, so that a kill loses no page. What
 * bf_crawl_check() refuses fails before anything is fetched. */
BF_MUST_CHECK bf_crawl_end bf_crawl_run(const bf_crawl_settings *settings, bf_crawl_listen *listen,
                                        void *user, bf_crawl_summary *summary, bf_error *err);

#endif
