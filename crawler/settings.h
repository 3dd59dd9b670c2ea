/* crawler/settings.h: what a user may set of a crawl. Knows names and units; what each does is said
 * where it is obeyed. */
#ifndef BF_CRAWLER_SETTINGS_H
#define BF_CRAWLER_SETTINGS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bonafide/error.h"
#include "crawler/scope.h"

/* Which sitemaps are read. */
typedef enum {
    BF_SITEMAPS_NONE,
    BF_SITEMAPS_NAMED, /* those that robots.txt names */
    BF_SITEMAPS_GUESS, /* and /sitemap.xml where it names none */
    BF_SITEMAPS_COUNT
} bf_crawl_sitemaps;

/* Called once, when everything is open and nothing is fetched yet, with bf_crawl_run()'s `user`:
 * the place for a process to give up what it no longer needs. What it leaves: sockets that connect,
 * threads, and the archive's folder. false, with `err`, ends the crawl. */
typedef bool bf_crawl_settle(void *user, bf_error *err);

/* What a user may set. bf_crawl_defaults() fills in the rest. All text lives as long as the crawl.
 */
typedef struct {
    const char *const *seeds; /* URLs as the user wrote them */
    size_t seed_count;
    bf_scope_kind scope;
    const char *const *includes; /* PCRE2 */
    size_t include_count;
    const char *const *excludes;
    size_t exclude_count;
    bf_crawl_sitemaps sitemaps;
    bool trust_lastmod;            /* what a sitemap calls unchanged is not asked for again */
    uint64_t depth;                /* links from a seed; 0 fetches the seeds alone */
    uint64_t max_pages;            /* of the run; 0 means no bound */
    uint64_t max_time_ms;          /* of the run; 0 means no bound */
    uint64_t max_body_bytes;       /* of one response, as on the wire */
    uint64_t delay_ms;             /* between two requests to one host */
    uint64_t concurrency;          /* hosts asked at once */
    uint64_t connect_ms;           /* until a connection stands */
    uint64_t idle_ms;              /* without a byte */
    uint64_t fetch_ms;             /* of one transfer */
    const char *user_agent;        /* whole header value; its product token is robots' */
    bool http2;                    /* over TLS, where the server offers it */
    bool cookies;                  /* kept for the run, in memory */
    const char *proxy;             /* "http://proxy.example:3128"; NULL: none, whatever the
                                      environment says */
    const char *ca_file;           /* PEM: trusted beside the system's authorities; NULL: none */
    const char *contact;           /* URL or mail address; NULL: none */
    const char *const *allow_nets; /* "127.0.0.0/8", "127.0.0.1", "[::1]:8080" */
    size_t allow_net_count;
    const char *state_dir;   /* NULL: a temporary frontier, gone with the run */
    const char *archive_dir; /* WARC files that rotate; NULL: none */
    uint64_t archive_bytes;  /* of one of them; 0 means no bound */
    int out_fd;              /* WARC, all in one; -1: none */
    const char *out_path;    /* the file that it is, for a run that goes on; NULL: none */
    bool gzip;               /* what out_fd is given; an archive always is */
    bf_crawl_settle *settle; /* NULL: none */
    const volatile sig_atomic_t *interrupted; /* raised by the caller: finish, put back, end */
} bf_crawl_settings;

#endif
