/* crawler/summary.h: what a crawl counts, and what it tells while it runs. */
#ifndef BF_CRAWLER_SUMMARY_H
#define BF_CRAWLER_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include "bonafide/str.h"
#include "crawler/trap.h"

/* Why something that was seen was not fetched, or not kept. */
typedef enum {
    BF_CRAWL_SKIP_SCOPE,     /* links that lead out of scope */
    BF_CRAWL_SKIP_PATTERN,   /* links that --include or --exclude leaves out */
    BF_CRAWL_SKIP_DEPTH,     /* pages whose links are not read, so far are they from a seed */
    BF_CRAWL_SKIP_NOFOLLOW,  /* pages whose links are not read, because they ask for it */
    BF_CRAWL_SKIP_ROBOTS,    /* URLs that a robots.txt keeps us from */
    BF_CRAWL_SKIP_NO_ROBOTS, /* URLs of hosts whose robots.txt could not be had */
    BF_CRAWL_SKIP_GUARD,     /* transfers to an address that is not allowed */
    BF_CRAWL_SKIP_TYPE,      /* responses that are neither HTML nor text */
    BF_CRAWL_SKIP_UNCHANGED, /* pages that the sitemap calls unchanged */
    BF_CRAWL_SKIPS
} bf_crawl_skip;

/* The reason's name for programs: "out_of_scope"; unlike those of bf_trap_key(). */
const char *bf_crawl_skip_key(bf_crawl_skip skip);

/* The reason in words that follow a number, be it 1 or more: "3 out of scope". */
const char *bf_crawl_skip_words(bf_crawl_skip skip);

/* Counts of a run. */
typedef struct {
    uint64_t pages;        /* responses kept, those of robots.txt and sitemaps not among them */
    uint64_t unchanged;    /* of them: as they were when they were fetched before */
    uint64_t sitemaps;     /* sitemaps read */
    uint64_t bytes;        /* of responses of pages, on the wire */
    uint64_t by_class[6];  /* responses by status / 100; [0] is no response */
    uint64_t too_many;     /* responses of 429 */
    uint64_t seeds_failed; /* seeds that gave no page: refused, dead, disallowed */
    uint64_t links_failed; /* other URLs that gave no response, or one of 4xx and 5xx */
    uint64_t truncated;    /* pages that a limit, or the server, cut */
    uint64_t renewed;      /* URLs of the round before that are asked for again */
    uint64_t skipped[BF_CRAWL_SKIPS];
    uint64_t trapped[BF_TRAP_KINDS]; /* links left, by the trap that they look like */
    uint64_t queued;                 /* URLs left in the frontier */
} bf_crawl_summary;

/* Told what the loop does, for progress lines and warnings; `url` may be empty. */
typedef enum {
    BF_CRAWL_FETCHED, /* `status` and `url` */
    BF_CRAWL_NOTE,    /* a URL or host that gave no page: `why` says it for people */
    BF_CRAWL_WARNING  /* something that is odd and changes nothing: `why` */
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

#endif
