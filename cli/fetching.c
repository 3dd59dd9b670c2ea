/* fetching.c: what the subcommands that fetch share. */
#include "cli/fetching.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "cli/complain.h"
#include "cli/confine.h"
#include "cli/shown.h"
#include "cli/signals.h"
#include "cli/telling.h"
#include "crawler/inquiry.h"

static const char *const scopes[] = {"page", "path", "host", "domain", "list", NULL};
static const char *const sitemaps[] = {"none", "named", "guess", NULL};
static const char *const progresses[] = {"auto", "line", "json", "none", NULL};

#define AT(member) offsetof(bf_fetching_settings, member)
static const bf_option shared_options[] = {
    {"seeds", 'i', BF_OPTION_TEXT, AT(seeds_file), "FILE",
     "also begin with the URLs in FILE, one a line, those with # left out; - is standard input "
     "(default: none)",
     NULL},
    {"scope", 0, BF_OPTION_CHOICE, AT(scope), "SCOPE",
     "which links to follow: domain (also to its other hosts; default), host, path (below the "
     "folder that you named), page (none), list (none, but redirects within the domain)",
     scopes},
    {"include", 0, BF_OPTION_TEXTS, AT(includes), "REGEX",
     "follow only links that match (PCRE2, anywhere in the URL); may be repeated (default: "
     "all)",
     NULL},
    {"exclude", 0, BF_OPTION_TEXTS, AT(excludes), "REGEX",
     "follow no links that match; counts before --include; may be repeated (default: none)", NULL},
    {"sitemaps", 0, BF_OPTION_CHOICE, AT(sitemaps), "WHICH",
     "which sitemaps to read: none, named (by robots.txt), or guess (/sitemap.xml where none "
     "is named; default)",
     sitemaps},
    {"trust-lastmod", 0, BF_OPTION_FLAG, AT(trust_lastmod), NULL,
     "with --state, leave out pages that a sitemap calls unchanged (default: ask for each)", NULL},
    {"depth", 'd', BF_OPTION_COUNT, AT(depth), "N",
     "follow links up to N steps from what you named (default 100; 0: none)", NULL},
    {"max-pages", 'n', BF_OPTION_COUNT, AT(max_pages), "N",
     "stop after N pages (default 500; 0: no bound)", NULL},
    {"max-time", 't', BF_OPTION_SECONDS, AT(max_time_ms), "SECONDS",
     "stop after SECONDS (default 0: no bound)", NULL},
    {"max-bytes", 0, BF_OPTION_BYTES, AT(max_bytes), "BYTES",
     "cut a page off after BYTES, as 512K or 1G (default 16M)", NULL},
    {"delay", 'w', BF_OPTION_SECONDS, AT(delay_ms), "SECONDS",
     "wait SECONDS between two requests to one host, and longer when it is slow or asks for it "
     "(default 1)",
     NULL},
    {"concurrency", 'c', BF_OPTION_COUNT, AT(concurrency), "N",
     "hosts asked at once, each over one connection (default 16)", NULL},
    {"connect-timeout", 0, BF_OPTION_SECONDS, AT(connect_ms), "SECONDS",
     "give up a connection after SECONDS (default 10)", NULL},
    {"idle-timeout", 0, BF_OPTION_SECONDS, AT(idle_ms), "SECONDS",
     "give up a transfer without a byte for SECONDS (default 20)", NULL},
    {"timeout", 0, BF_OPTION_SECONDS, AT(fetch_ms), "SECONDS",
     "give up a transfer after SECONDS (default 120)", NULL},
    {"contact", 0, BF_OPTION_TEXT, AT(contact), "WHERE",
     "a URL or mail address that site owners can reach you at, sent with each request "
     "(default: none)",
     NULL},
    {"allow-net", 0, BF_OPTION_TEXTS, AT(allow_nets), "NET",
     "connect to NET although it is loopback, private or reserved: 10.0.0.0/8, 127.0.0.1, "
     "ADDRESS:PORT or HOST:PORT; may be repeated (default: none)",
     NULL},
    {"http2", 0, BF_OPTION_FLAG, AT(http2), NULL,
     "HTTP/2 over TLS where it is offered (default: HTTP/1.1, so that a record is the wire)", NULL},
    {"cookies", 0, BF_OPTION_FLAG, AT(cookies), NULL,
     "keep cookies for the run, in memory (default: none)", NULL},
    {"proxy", 0, BF_OPTION_TEXT, AT(proxy), "URL",
     "fetch through this proxy, as http://proxy.example:3128 (default: none, whatever the "
     "environment says)",
     NULL},
    {"ca-file", 0, BF_OPTION_TEXT, AT(ca_file), "FILE",
     "also trust the authorities in FILE, in PEM form (default: the system's)", NULL},
    {"state", 0, BF_OPTION_TEXT, AT(state_dir), "DIR",
     "keep what is to be done, and an archive of WARC files (DIR/warc), in the folder DIR: "
     "where a run was stopped the next goes on; after one that was done, it asks what changed "
     "(default: nothing is kept)",
     NULL},
    {"rotate", 0, BF_OPTION_BYTES, AT(rotate_bytes), "BYTES",
     "begin a new WARC file in a folder after BYTES (default 1G; 0: no bound)", NULL},
    {"progress", 0, BF_OPTION_CHOICE, AT(progress), "HOW",
     "on standard error: line, json (for programs, also with --quiet), none, or auto: a line "
     "on a terminal (default)",
     progresses},
    {"strict", 0, BF_OPTION_FLAG, AT(strict), NULL,
     "exit with 3 for any dead link (default: for what you named)", NULL},
};
#undef AT
static_assert(sizeof shared_options / sizeof *shared_options == BF_FETCHING_OPTIONS,
              "each has its room");

void bf_fetching_options_at(size_t offset, bf_option options[BF_FETCHING_OPTIONS])
{
    for (size_t i = 0; i < BF_FETCHING_OPTIONS; i++) {
        options[i] = shared_options[i];
        options[i].at += offset;
    }
}

bf_fetching_settings bf_fetching_defaults(void)
{
    const bf_crawl_settings crawl = bf_crawl_defaults();
    return (bf_fetching_settings){
        .scope = (int)crawl.scope,
        .sitemaps = (int)crawl.sitemaps,
        .progress = BF_TELLING_AUTO,
        .depth = crawl.depth,
        .max_pages = crawl.max_pages,
        .max_time_ms = crawl.max_time_ms,
        .max_bytes = crawl.max_body_bytes,
        .delay_ms = crawl.delay_ms,
        .concurrency = crawl.concurrency,
        .connect_ms = crawl.connect_ms,
        .idle_ms = crawl.idle_ms,
        .fetch_ms = crawl.fetch_ms,
        .rotate_bytes = crawl.archive_bytes,
    };
}

/* What the crawl tells us, and the place that it keeps. */
typedef struct {
    bf_telling telling;
    bf_fetching_failed_seed *failed;
    void *user;
    const char *written[2]; /* folders */
    size_t written_count;
} running;

static void tell_event(const bf_crawl_event *event, void *user)
{
    running *run = user;
    bf_telling_event(&run->telling, event);
    if (event->kind == BF_CRAWL_NOTE && event->seed && run->failed)
        run->failed(event->url, event->why, run->user);
}

/* From here on the process writes to its state and archive alone, and to what is open. */
static bool give_up_rights(void *user, bf_error *err)
{
    const running *run = user;
    const bf_sandbox_plan plan = {
        .written = run->written, .written_count = run->written_count, .network = true};
    return bf_confine(&plan, run->telling.quiet, err);
}

static const char *const end_words[] = {
    [BF_CRAWL_DONE] = "done",
    [BF_CRAWL_LIMITED] = "limited",
    [BF_CRAWL_INTERRUPTED] = "interrupted",
    [BF_CRAWL_FAILED] = "failed",
};

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
    crawl.includes = settings->includes.items;
    crawl.include_count = settings->includes.count;
    crawl.excludes = settings->excludes.items;
    crawl.exclude_count = settings->excludes.count;
    crawl.sitemaps = (bf_crawl_sitemaps)settings->sitemaps;
    crawl.trust_lastmod = settings->trust_lastmod;
    crawl.depth = settings->depth;
    crawl.max_pages = settings->max_pages;
    crawl.max_time_ms = settings->max_time_ms;
    crawl.max_body_bytes = settings->max_bytes;
    crawl.delay_ms = settings->delay_ms;
    crawl.concurrency = settings->concurrency;
    crawl.connect_ms = settings->connect_ms;
    crawl.idle_ms = settings->idle_ms;
    crawl.fetch_ms = settings->fetch_ms;
    crawl.http2 = settings->http2;
    crawl.cookies = settings->cookies;
    crawl.proxy = settings->proxy;
    crawl.ca_file = settings->ca_file;
    crawl.contact = settings->contact;
    crawl.allow_nets = settings->allow_nets.items;
    crawl.allow_net_count = settings->allow_nets.count;
    crawl.state_dir = settings->state_dir;
    crawl.archive_bytes = settings->rotate_bytes;
    return crawl;
}

/* With 0 of these nothing would ever be fetched, or one server could keep us for ever. */
static bool check_numbers(const bf_fetching_settings *settings, bf_error *err)
{
    const struct {
        const char *name;
        uint64_t value;
    } numbers[] = {
        {"max-bytes", settings->max_bytes},        {"concurrency", settings->concurrency},
        {"connect-timeout", settings->connect_ms}, {"idle-timeout", settings->idle_ms},
        {"timeout", settings->fetch_ms},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].value == 0)
            return bf_fail(err, BF_ERR_USAGE, "--%s: it has to be more than 0", numbers[i].name);
    return true;
}

/* It becomes part of a header field: no blank, bracket or control may stand in it. */
static bool check_contact(const char *contact, bf_error *err)
{
    static const char url[] = "http", not_in_it[] = " ()<>\"\\";
    bool right = contact == NULL || strncmp(contact, url, strlen(url)) == 0 || strchr(contact, '@');
    for (const char *at = contact; right && at && *at; at++)
        right = *at > ' ' && *at < 0x7F && strchr(not_in_it, *at) == NULL;
    return right || bf_fail(err, BF_ERR_USAGE,
                            "--contact: \"%.80s\" is neither a URL like https://example.org/us nor "
                            "a mail address like us@example.org",
                            contact);
}

bool bf_fetching_check(const bf_fetching_settings *settings, const char *const *seeds, size_t count,
                       bf_error *err)
{
    const bf_crawl_settings crawl = crawl_settings_of(settings, seeds, count);
    return check_numbers(settings, err) && check_contact(settings->contact, err) &&
           bf_crawl_check(&crawl, err);
}

const char *bf_fetching_archive(const bf_fetching_settings *settings, const char *folder,
                                char path[PATH_MAX])
{
    if (folder || settings->state_dir == NULL)
        return folder;
    return (size_t)snprintf(path, PATH_MAX, "%s/warc", settings->state_dir) < PATH_MAX ? path
                                                                                       : NULL;
}

bf_exit bf_fetching_crawl(const bf_fetching_settings *settings, const char *const *seeds,
                          size_t count, const bf_fetching_output *output,
                          bf_fetching_failed_seed *failed, void *user)
{
    char archive[PATH_MAX];
    running run = {.telling =
                       bf_telling_begin((bf_telling_mode)settings->progress, settings->quiet),
                   .failed = failed,
                   .user = user};
    bf_crawl_settings crawl = crawl_settings_of(settings, seeds, count);
    bf_crawl_summary summary = {0};
    bf_error err = {0};
    crawl.archive_dir = bf_fetching_archive(settings, output->folder, archive);
    crawl.out_fd = output->fd;
    crawl.out_path = output->path;
    crawl.gzip = output->gzip;
    crawl.settle = give_up_rights;
    crawl.interrupted = &bf_signals_raised;
    if (crawl.state_dir)
        run.written[run.written_count++] = crawl.state_dir;
    if (crawl.archive_dir)
        run.written[run.written_count++] = crawl.archive_dir;
    bf_crawl_end end = bf_crawl_run(&crawl, tell_event, &run, &summary, &err);
    bf_telling_end(&run.telling, &summary, end_words[end]);
    return crawl_exit(end, &summary, settings->strict, &err);
}

/* Prints a line of a file as a terminal may have it. */
static void print_line(const char *before, const bf_robots_line *line)
{
    bf_str rest = line->text, shown;
    size_t columns;
    printf("  %s, line %zu: ", before, line->number);
    while (bf_shown_take(&rest, &shown, &columns))
        fwrite(shown.bytes, 1, shown.length, stdout);
    putchar('\n');
}

static const char *const reason_words[] = {
    [BF_ROBOTS_RULE] = "a rule decides",
    [BF_ROBOTS_NO_RULE] = "no rule of the group that speaks to us matches",
    [BF_ROBOTS_NO_GROUP] = "no group speaks to bonafide, nor to everybody",
    [BF_ROBOTS_ITSELF] = "robots.txt itself may always be fetched",
    [BF_ROBOTS_UNJUDGED] = "the URL is too long to be judged",
};

static void print_inquiry(const bf_inquiry *inquiry)
{
    const bf_robots_verdict *verdict = &inquiry->verdict;
    printf("%.*s: %s\n", BF_STR_ARG(inquiry->url.text),
           verdict->allowed ? "allowed" : "not allowed");
    if (inquiry->answer.meaning == BF_EXCLUSION_DENIED) {
        printf("  %s\n", inquiry->answer.why);
        return;
    }
    printf("  %.*s, answered with %d: %s\n", BF_STR_ARG(inquiry->asked.text), inquiry->status,
           reason_words[verdict->reason]);
    if (verdict->rule.number > 0)
        print_line("rule", &verdict->rule);
    if (verdict->agent.number > 0)
        print_line("group", &verdict->agent);
    bf_robots_line delay = bf_robots_delay_line(inquiry->robots);
    if (delay.number > 0)
        print_line(bf_robots_delay_is_capped(inquiry->robots) ? "delay (300 s are kept)" : "delay",
                   &delay);
    printf("  sitemaps named: %zu\n", bf_robots_sitemap_count(inquiry->robots));
}

bf_exit bf_fetching_explain_robots(const bf_fetching_settings *settings, const char *const *urls,
                                   size_t count)
{
    const bf_crawl_settings crawl = crawl_settings_of(settings, urls, count);
    bf_exit status = BF_EXIT_DONE;
    bf_error wrong = {0};
    if (!bf_fetching_check(settings, NULL, 0, &wrong)) { /* the URLs each in its turn */
        bf_complain(&wrong);
        return bf_exit_of_error(wrong.code);
    }
    for (size_t i = 0; i < count; i++) {
        bf_inquiry inquiry;
        bf_error err = {0};
        if (bf_inquiry_run(&crawl, urls[i], &inquiry, &err)) {
            print_inquiry(&inquiry);
            if (inquiry.answer.meaning == BF_EXCLUSION_DENIED)
                status = bf_exit_graver(status, BF_EXIT_UNREAD);
        } else {
            bf_complain(&err);
            status = bf_exit_graver(status, bf_exit_of_error(err.code));
        }
        bf_inquiry_free(&inquiry);
    }
    if (fflush(stdout) != 0)
        status = bf_exit_graver(status, BF_EXIT_OUTPUT);
    return status;
}
