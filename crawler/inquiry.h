/* crawler/inquiry.h: what robots.txt says of one URL, asked without a crawl, so that a person sees
 * which line decides. */
#ifndef BF_CRAWLER_INQUIRY_H
#define BF_CRAWLER_INQUIRY_H

#include "crawler/exclusion.h"

typedef struct {
    bf_url url;                 /* that is judged */
    bf_url asked;               /* where robots.txt was found, after its redirects */
    int status;                 /* of the last answer; 0: none */
    bf_exclusion_answer answer; /* RULES or DENIED */
    bf_robots *robots;          /* the rules; NULL when DENIED */
    bf_robots_verdict verdict;  /* on `url`; not allowed when DENIED */
    bf_arena *arena;            /* holds the texts */
} bf_inquiry;

/* Fetches robots.txt for `url`, by the guard, time limits and name of `settings`, and judges `url`.
 * `out` is to be freed in any case. false: BF_ERR_USAGE for what is no http URL or a setting that
 * cannot be; BF_ERR_NETWORK, BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_inquiry_run(const bf_crawl_settings *settings, const char *url,
                                  bf_inquiry *out, bf_error *err);

/* Frees what `inquiry` holds. */
void bf_inquiry_free(bf_inquiry *inquiry);

#endif
