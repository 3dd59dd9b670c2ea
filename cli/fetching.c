/* fetching.c: what the subcommands that fetch share. */
#include "cli/fetching.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/complain.h"
#include "cli/confine.h"
#include "cli/progress.h"
#include "cli/signals.h"

static const char *const scopes[] = {"page", "path", "host", "domain", NULL};

void bf_fetching_options_at(size_t offset, bf_option options[BF_FETCHING_OPTIONS])
{
#define AT(member) offset + offsetof(bf_fetching_settings, member)
    const bf_option table[BF_FETCHING_OPTIONS] = {
        {"scope", 0, BF_OPTION_CHOICE, AT(scope), "SCOPE",
         "which links to follow: page (none), path, host, domain (default)", scopes},
        {"depth", 'd', BF_OPTION_COUNT, AT(depth), "N", "links from a seed (default 16)", NULL},
        {"max-pages", 'n', BF_OPTION_COUNT, AT(max_pages), "N", "stop after N pages (default 500)",
         NULL},
        {"max-time", 't', BF_OPTION_SECONDS, AT(max_time_ms), "SECONDS", "stop after SECONDS",
         NULL},
        {"max-bytes", 0, BF_OPTION_BYTES, AT(max_bytes), "BYTES",
         "cut a page off after BYTES (default 16M)", NULL},
        {"delay", 'w', BF_OPTION_SECONDS, AT(delay_ms), "SECONDS",
         "wait between requests to one host (default 1)", NULL},
        {"concurrency", 'c', BF_OPTION_COUNT, AT(concurrency), "N",
         "hosts asked at once (default 16)", NULL},
        {"contact", 0, BF_OPTION_TEXT, AT(contact), "WHERE",
         "an URL or mail address that site owners can reach you at", NULL},
        {"allow-net", 0, BF_OPTION_TEXTS, AT(allow_nets), "NET",
         "also connect to this network, address or ADDRESS:PORT, like 127.0.0.0/8", NULL},
        {"state", 0, BF_OPTION_TEXT, AT(state_dir), "DIR",
         "keep the frontier in DIR, so that a stopped crawl goes on", NULL},
        {"strict", 0, BF_OPTION_FLAG, AT(strict), NULL, "exit with 3 for any dead link", NULL},
    };
#undef AT
    memcpy(options, table, sizeof table);
}

bf_fetching_settings bf_fetching_defaults(void)
{
    const bf_crawl_settings crawl = bf_crawl_defaults();
    return (bf_fetching_settings){
        .scope = (int)crawl.scope,
        .depth = crawl.depth,
        .max_pages = crawl.max_pages,
        .max_time_ms = crawl.max_time_ms,
        .max_bytes = crawl.max_body_bytes,
        .delay_ms = crawl.delay_ms,
        .concurrency = crawl.concurrency,
        .user_agent = crawl.user_agent,
    };
}

/* What the listener of a crawl needs. */
typedef struct {
    bool progress; /* a line that is written over itself */
    bool quiet;
    const char *state_dir;
    bf_fetching_failed_seed *failed;
    void *user;
} telling;

static void tell_progress(const bf_crawl_event *event)
{
    fprintf(stderr,
            BF_PROGRESS_ERASE "%" PRIu64 " pages, %" PRIu64 " queued, %" PRIu64 " failed  %.*s",
            event->so_far->pages, event->so_far->queued,
            event->so_far->links_failed + event->so_far->seeds_failed,
            (int)(event->url.length > 60 ? 60 : event->url.length), event->url.bytes);
}

static void tell_event(const bf_crawl_event *event, void *user)
{
    const telling *to = user;
    if (event->kind == BF_CRAWL_FETCHED) {
        if (to->progress)
            tell_progress(event);
        return;
    }
    if (!to->quiet)
        fprintf(stderr, "%sbonafide: %.*s: %.*s\n", to->progress ? BF_PROGRESS_ERASE : "",
                BF_STR_ARG(event->url), BF_STR_ARG(event->why));
    if (event->seed && to->failed)
        to->failed(event->url, event->why, to->user);
}

/* From here on the process writes to its state alone, and to what is open. */
static bool give_up_rights(void *user, bf_error *err)
{
    const telling *to = user;
    const bf_sandbox_plan plan = {
        .written = &to->state_dir, .written_count = to->state_dir ? 1 : 0, .network = true};
    return bf_confine(&plan, to->quiet, err);
}

static bf_exit crawl_exit(bf_crawl_end end, const bf_crawl_summary *summary, bool strict,
                          const bf_error *err)
{
    bool unread = summary->seeds_failed > 0 || (strict && summary->links_failed > 0);
    bf_exit status = unread ? BF_EXIT_UNREAD : BF_EXIT_DONE;
    switch (end) {
    case BF_CRAWL_DONE:
        return status;
    case BF_CRAWL_LIMITED:
        return bf_exit_graver(status, BF_EXIT_LIMITED);
    case BF_CRAWL_INTERRUPTED:
        return bf_signals_exit();
    case BF_CRAWL_FAILED:
        bf_complain(err);
        return bf_exit_of_error(err->code);
    }
    return BF_EXIT_OUTPUT;
}

static bf_crawl_settings crawl_settings_of(const bf_fetching_settings *settings,
                                           const char *const *seeds, size_t count)
{
    bf_crawl_settings crawl = bf_crawl_defaults();
    crawl.seeds = seeds;
    crawl.seed_count = count;
    crawl.scope = (bf_scope_kind)settings->scope;
    crawl.depth = settings->depth;
    crawl.max_pages = settings->max_pages;
    crawl.max_time_ms = settings->max_time_ms;
    crawl.max_body_bytes = settings->max_bytes;
    crawl.delay_ms = settings->delay_ms;
    crawl.concurrency = settings->concurrency;
    crawl.contact = settings->contact;
    crawl.allow_nets = settings->allow_nets.items;
    crawl.allow_net_count = settings->allow_nets.count;
    crawl.state_dir = settings->state_dir;
    return crawl;
}

bool bf_fetching_check(const bf_fetching_settings *settings, const char *const *seeds, size_t count,
                       bf_error *err)
{
    const bf_crawl_settings crawl = crawl_settings_of(settings, seeds, count);
    return bf_crawl_check(&crawl, err);
}

bf_exit bf_fetching_crawl(const bf_fetching_settings *settings, const char *const *seeds,
                          size_t count, int out_fd, bool gzip, bf_fetching_failed_seed *failed,
                          void *user)
{
    telling to = {.progress = bf_progress_is_wanted(settings->quiet),
                  .quiet = settings->quiet,
                  .state_dir = settings->state_dir,
                  .failed = failed,
                  .user = user};
    bf_crawl_settings crawl = crawl_settings_of(settings, seeds, count);
    bf_crawl_summary summary = {0};
    bf_error err = {0};
    crawl.out_fd = out_fd;
    crawl.gzip = gzip;
    crawl.settle = give_up_rights;
    crawl.interrupted = &bf_signals_raised;
    bf_crawl_end end = bf_crawl_run(&crawl, tell_event, &to, &summary, &err);
    if (to.progress)
        fputs(BF_PROGRESS_ERASE, stderr);
    return crawl_exit(end, &summary, settings->strict, &err);
}
