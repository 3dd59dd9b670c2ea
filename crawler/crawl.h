/* crawler/crawl.h: seeds to WARC. Knows the loop; scope, robots, politeness, guard, frontier and
 * fetch each know their own part. */
#ifndef BF_CRAWLER_CRAWL_H
#define BF_CRAWLER_CRAWL_H

#include <stdint.h>

#include "bonafide/error.h"
#include "bonafide/str.h"
#include "crawler/settings.h"

/* Why a crawl ended. */
typedef enum {
    BF_CRAWL_DONE,        /* nothing is left in the frontier */
    BF_CRAWL_LIMITED,     /* max_pages or max_time_ms kept us from what stays in the frontier */
    BF_CRAWL_INTERRUPTED, /* `interrupted` was raised */
    BF_CRAWL_FAILED       /* `err` says why: output, state, memory */
} bf_crawl_end;

/* Counts of a run. */
typedef struct {
    uint64_t pages;         /* responses stored, robots.txt not among them */
    uint64_t bytes;         /* of bodies on the wire */
    uint64_t by_class[6];   /* responses by status / 100; [0] is no response */
    uint64_t seeds_failed;  /* seeds that gave no page: refused, dead, disallowed */
    uint64_t links_failed;  /* other URLs that gave no response */
    uint64_t robots_denied; /* URLs that robots.txt keeps us from */
    uint64_t guard_refused; /* transfers to an address that is not allowed */
    uint64_t out_of_scope;  /* links seen and left */
    uint64_t queued;        /* URLs left in the frontier */
} bf_crawl_summary;

/* Told what the loop does, for progress lines and warnings; `url` may be empty. */
typedef enum {
    BF_CRAWL_FETCHED, /* `status` and `url` */
    BF_CRAWL_NOTE     /* a URL or host that gave no page: `why` says it for people */
} bf_crawl_event_kind;
typedef struct {
    bf_crawl_event_kind kind;
    bf_str url;
    int status;
    bool seed;  /* `url` was named by the user */
    bf_str why; /* one line without a full stop */
    const bf_crawl_summary *so_far;
} bf_crawl_event;
typedef void bf_crawl_listen(const bf_crawl_event *event, void *user);

/* The defaults of all settings; seeds, out_fd and interrupted are the caller's to set. */
bf_crawl_settings bf_crawl_defaults(void);

/* Says whether `settings` can be what a user means, before anything is opened: false, with
 * BF_ERR_USAGE, for a seed or an entry of allow_nets that cannot be read; or BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_crawl_check(const bf_crawl_settings *settings, bf_error *err);

/* Runs a crawl to its end. `listen` may be NULL. `summary` is filled whatever the end. A response
 * record is written before the frontier commits, so that a kill loses no page. What
 * bf_crawl_check() refuses fails before anything is fetched. */
BF_MUST_CHECK bf_crawl_end bf_crawl_run(const bf_crawl_settings *settings, bf_crawl_listen *listen,
                                        void *user, bf_crawl_summary *summary, bf_error *err);

#endif
