/* crawler/fetch.h: single HTTP exchanges, as they are on the wire. Knows libcurl; which URL is
 * asked and when is the crawl's. Redirects, cookies, proxies and decoding are off. */
#ifndef BF_CRAWLER_FETCH_H
#define BF_CRAWLER_FETCH_H

#include "bonafide/error.h"
#include "bonafide/str.h"
#include "crawler/guard.h"
#include "crawler/settings.h"

typedef struct bf_fetcher bf_fetcher;

/* One exchange that has ended. Views live until the next call on the fetcher. */
typedef struct {
    void *user;      /* as given to bf_fetch_start() */
    bf_str request;  /* head as sent, with its blank line */
    bf_str response; /* head with its blank line, interim heads left out, and body as on the wire;
                        empty when nothing came */
    int status;      /* 0: no response */
    bf_str ip;       /* connected to; empty when nothing was */
    int64_t started_ms; /* bf_time_now_ms() */
    uint64_t took_ms;
    bf_str truncated; /* "length", "time", "disconnect", or empty */
    bf_str failure;   /* why there is no response, for people */
    bool refused;     /* by the guard */
    bool unwanted;    /* of a type that is not read: only the head was fetched */
} bf_fetch_result;

/* Makes a fetcher for at most settings->concurrency exchanges at once; `settings` and `guard` are
 * borrowed. NULL: BF_ERR_MEMORY, BF_ERR_NETWORK. */
bf_fetcher *bf_fetcher_new(const bf_crawl_settings *settings, const bf_guard *guard, bf_error *err);

/* Breaks off what is under way, and frees; NULL is allowed. */
void bf_fetcher_free(bf_fetcher *fetcher);

/* Starts an exchange; there must be room (bf_fetch_running() under settings->concurrency).
 * `any_type` takes the body whatever its type, up to 512 KiB (robots.txt). false: BF_ERR_MEMORY,
 * BF_ERR_NETWORK. */
BF_MUST_CHECK bool bf_fetch_start(bf_fetcher *fetcher, bf_str url, bool any_type, void *user,
                                  bf_error *err);

/* How many are under way. */
size_t bf_fetch_running(const bf_fetcher *fetcher);

/* Works and waits, at most `wait_ms`, until something has ended. false: BF_ERR_NETWORK. */
BF_MUST_CHECK bool bf_fetch_wait(bf_fetcher *fetcher, int wait_ms, bf_error *err);

/* Takes an exchange that has ended; false when there is none. */
bool bf_fetch_take(bf_fetcher *fetcher, bf_fetch_result *out);

/* Breaks off one that is under way and gives back its `user`; NULL when none is. */
void *bf_fetch_cancel(bf_fetcher *fetcher);

#endif
