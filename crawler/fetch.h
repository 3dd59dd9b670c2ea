/* crawler/fetch.h: single HTTP exchanges, as they are on the wire. Knows libcurl; which URL is
 * asked and when is the crawl's. Redirects are never followed, codings never undone. HTTP/1.1, no
 * cookies and no proxy unless the settings say so; the environment (http_proxy and its like,
 * SSLKEYLOGFILE) and .netrc never do. Certificates are always verified. */
#ifndef BF_CRAWLER_FETCH_H
#define BF_CRAWLER_FETCH_H

#include "bonafide/error.h"
#include "bonafide/str.h"
#include "crawler/guard.h"
#include "crawler/settings.h"

enum {
    BF_FETCH_RULES_BYTES = 512 * 1024, /* RFC 9309, 2.5 asks for 500 KiB at least */
    BF_FETCH_RULES_MS = 20000,
    BF_FETCH_SITEMAP_BYTES = 50 * 1024 * 1024, /* sitemaps.org: 50 MiB, uncompressed */
    BF_FETCH_VALIDATOR_BYTES = 1024
};

typedef struct bf_fetcher bf_fetcher;

/* What is asked for: which types are taken, and how much of them. */
typedef enum {
    BF_FETCH_PAGE,   /* HTML, XHTML and plain text, up to settings->max_body_bytes */
    BF_FETCH_RULES,  /* robots.txt: any type, BF_FETCH_RULES_BYTES, BF_FETCH_RULES_MS at most */
    BF_FETCH_SITEMAP /* any type, BF_FETCH_SITEMAP_BYTES */
} bf_fetch_kind;

/* One exchange to be started. The texts are read before bf_fetch_start() returns. */
typedef struct {
    bf_str url; /* absolute, as a bf_url has it */
    bf_fetch_kind kind;
    bf_str if_none_match, if_modified_since; /* as the server gave them; empty: unconditional, as
                                                is one over BF_FETCH_VALIDATOR_BYTES or with a
                                                control character */
    void *user;
} bf_fetch_request;

/* One exchange that has ended. Views live until the next call on the fetcher. */
typedef struct {
    void *user;      /* as given to bf_fetch_start() */
    bf_str request;  /* head as sent, with its blank line, without Proxy-Authorization; what was
                        sent by HTTP/2 reads as HTTP/1.1 */
    bf_str response; /* head with its blank line, interim heads left out, and body as on the wire;
                        empty when no whole head came. By HTTP/2: the head as HTTP/1.1 has it */
    size_t head_length; /* bytes of `response` up to the body */
    int status;         /* 0: no response */
    bf_str ip;          /* connected to; empty when nothing was, and with a proxy */
    int64_t started_ms; /* bf_time_now_ms() */
    uint64_t took_ms;
    bf_str truncated;    /* "length", "time", "disconnect", or empty */
    bf_str failure;      /* why there is no response, for people */
    bool refused;        /* by the guard: no packet was sent */
    bool unwanted;       /* of a type that is not read: only the head was fetched */
    bool tls_failed;     /* the handshake, or the certificate did not hold; `failure` says how */
    bf_str protocols[2]; /* of the response: "http/1.1" or "h2", and "tls/1.3" (WARC-Protocol) */
    size_t protocol_count;
    bf_str cipher_suite; /* "TLS_AES_256_GCM_SHA384"; empty without TLS */
} bf_fetch_result;

/* Says whether what `settings` has of concurrency, proxy, ca_file and cookies can be. false:
 * BF_ERR_USAGE with words for people, BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_fetch_check(const bf_crawl_settings *settings, bf_error *err);

/* Makes a fetcher for at most settings->concurrency exchanges at once; `settings` and `guard` are
 * borrowed. SIGPIPE must be ignored, for OpenSSL raises it. To be called before threads and other
 * users of libcurl are: it takes SSLKEYLOGFILE out of the environment, and puts in RES_OPTIONS
 * (resolv.conf(5)), unless it is there, so that a dead name server costs seconds and not half a
 * minute. NULL: as bf_fetch_check(). */
bf_fetcher *bf_fetcher_new(const bf_crawl_settings *settings, const bf_guard *guard, bf_error *err);

/* Breaks off what is under way, and frees; NULL is allowed. */
void bf_fetcher_free(bf_fetcher *fetcher);

/* What a user must know of the guard where a proxy is used, for people; empty without one. */
bf_str bf_fetcher_proxy_note(const bf_fetcher *fetcher);

/* Starts an exchange; there must be room (bf_fetch_running() under settings->concurrency). A URL
 * that cannot be asked for ends at once, with `failure` in its result. false: BF_ERR_MEMORY,
 * BF_ERR_NETWORK. */
BF_MUST_CHECK bool bf_fetch_start(bf_fetcher *fetcher, const bf_fetch_request *request,
                                  bf_error *err);

/* How many are under way, or have ended and were not taken. */
size_t bf_fetch_running(const bf_fetcher *fetcher);

/* Works and waits, at most `wait_ms`, until something has ended. false: BF_ERR_NETWORK. */
BF_MUST_CHECK bool bf_fetch_wait(bf_fetcher *fetcher, int wait_ms, bf_error *err);

/* Takes an exchange that has ended; false when there is none. */
bool bf_fetch_take(bf_fetcher *fetcher, bf_fetch_result *out);

/* Breaks off one that is under way and gives back its `user`; NULL when none is. */
void *bf_fetch_cancel(bf_fetcher *fetcher);

#endif
