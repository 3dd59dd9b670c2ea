/* crawler/job.h: one exchange under way: what the frontier said of it, copied, because the frontier
 * forgets it with its next call. */
#ifndef BF_CRAWLER_JOB_H
#define BF_CRAWLER_JOB_H

#include "crawler/captures.h"
#include "crawler/fetch.h"
#include "crawler/frontier.h"

typedef struct {
    int64_t id; /* 0: the host's robots.txt */
    int64_t host;
    bf_frontier_kind kind;
    bf_url url;
    int64_t seed;
    bf_url seed_url; /* what scope is seen from */
    uint32_t depth, redirects;
    unsigned attempts;
    bf_str via, hops;
    uint64_t robots_delay_ms;
    int status;      /* of its last answer as what it is now; 0: none */
    bf_capture last; /* of `url`, whatever it was read as */
    bf_arena *arena; /* holds the texts, and the job itself */
} bf_job;

/* Makes the job that `item` asks for. NULL: BF_ERR_MEMORY, BF_ERR_FORMAT for a URL that cannot be
 * read. */
bf_job *bf_job_new(const bf_frontier_item *item, bf_error *err);

/* Frees it; NULL is allowed. */
void bf_job_free(bf_job *job);

/* Says whether somebody named this page. */
bool bf_job_is_seed(const bf_job *job);

/* How it is fetched. */
bf_fetch_kind bf_job_fetch_kind(const bf_job *job);

#endif
