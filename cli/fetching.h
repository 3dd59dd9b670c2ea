/* cli/fetching.h: what the subcommands that fetch share: settings, and what is told of a crawl
 * while it runs. */
#ifndef BF_CLI_FETCHING_H
#define BF_CLI_FETCHING_H

#include "cli/exit.h"
#include "cli/option.h"
#include "crawler/crawl.h"

/* What a user may set of a crawl. */
typedef struct {
    int scope; /* bf_scope_kind */
    uint64_t depth, max_pages, max_time_ms, max_bytes, delay_ms, concurrency;
    const char *user_agent, *contact, *state_dir;
    bf_option_texts allow_nets;
    bool strict;
    bool quiet;
} bf_fetching_settings;

/* The defaults of bf_crawl_defaults(). */
bf_fetching_settings bf_fetching_defaults(void);

/* The options that fill them; their places are offsets in a bf_fetching_settings, to which each
 * command's table adds where its own struct has it (bf_fetching_options_at()). */
enum { BF_FETCHING_OPTIONS = 11 };
void bf_fetching_options_at(size_t offset, bf_option options[BF_FETCHING_OPTIONS]);

/* Told of each seed that gave no page. */
typedef void bf_fetching_failed_seed(bf_str url, bf_str why, void *user);

/* Says whether a crawl of `count` `seeds` can be what a user means, before anything is opened: as
 * bf_crawl_check(). */
BF_MUST_CHECK bool bf_fetching_check(const bf_fetching_settings *settings, const char *const *seeds,
                                     size_t count, bf_error *err);

/* Crawls `count` `seeds` to the descriptor `out_fd`, with notes and, on a terminal, a progress line
 * on standard error. The exit status: 0, 3 (seeds failed; with strict any dead link), 4, 5, 130 or
 * 143, or 2 for a setting that cannot be. */
bf_exit bf_fetching_crawl(const bf_fetching_settings *settings, const char *const *seeds,
                          size_t count, int out_fd, bool gzip, bf_fetching_failed_seed *failed,
                          void *user);

#endif
