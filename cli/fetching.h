/* cli/fetching.h: what the subcommands that fetch share: the settings of a crawl, and one run of
 * it.
 */
#ifndef BF_CLI_FETCHING_H
#define BF_CLI_FETCHING_H

#include <limits.h>

#include "cli/exit.h"
#include "cli/option.h"
#include "crawler/crawl.h"

/* What a user may set of a crawl. */
typedef struct {
    int scope;    /* bf_scope_kind */
    int sitemaps; /* bf_crawl_sitemaps */
    int progress; /* bf_telling_mode */
    uint64_t depth, max_pages, max_time_ms, max_bytes, delay_ms, concurrency;
    uint64_t connect_ms, idle_ms, fetch_ms, rotate_bytes;
    const char *seeds_file, *contact, *state_dir, *proxy, *ca_file;
    bf_option_texts includes, excludes, allow_nets;
    bool trust_lastmod, http2, cookies, strict;
    bool quiet;
} bf_fetching_settings;

/* The defaults of bf_crawl_defaults(). */
bf_fetching_settings bf_fetching_defaults(void);

/* The options that fill them; their places are offsets in a bf_fetching_settings, to which each
 * command's table adds where its own struct has it (bf_fetching_options_at()). */
enum { BF_FETCHING_OPTIONS = 25 };
void bf_fetching_options_at(size_t offset, bf_option options[BF_FETCHING_OPTIONS]);

/* Where what is fetched goes. */
typedef struct {
    int fd;             /* one WARC; -1: none */
    const char *path;   /* the file that it is; NULL: a pipe */
    bool gzip;          /* what it is given */
    const char *folder; /* WARC files that rotate; NULL: none but that of the state */
} bf_fetching_output;

/* The folder of the archive: `folder`, or without one that of the state, written into `path`; NULL
 * where there is neither. */
const char *bf_fetching_archive(const bf_fetching_settings *settings, const char *folder,
                                char path[PATH_MAX]);

/* Told of each seed that gave no page. */
typedef void bf_fetching_failed_seed(bf_str url, bf_str why, void *user);

/* Says whether a crawl of `count` `seeds` can be what a user means, before anything is opened: as
 * bf_crawl_check(). */
BF_MUST_CHECK bool bf_fetching_check(const bf_fetching_settings *settings, const char *const *seeds,
                                     size_t count, bf_error *err);

/* Crawls `count` `seeds` to `output`, and tells of it on standard error. The exit status: 0, 3
 * (seeds failed; with strict any dead link), 4, 5, 130 or 143, or 2 for a setting that cannot be.
 */
bf_exit bf_fetching_crawl(const bf_fetching_settings *settings, const char *const *seeds,
                          size_t count, const bf_fetching_output *output,
                          bf_fetching_failed_seed *failed, void *user);

/* Prints to standard output what robots.txt says of each of `count` `urls`, and which of its lines
 * decides. The exit status: 0, 3 when one could not be had, 2 for a setting that cannot be, 5. */
bf_exit bf_fetching_explain_robots(const bf_fetching_settings *settings, const char *const *urls,
                                   size_t count);

#endif
