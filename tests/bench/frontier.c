/* frontier.c: how fast the crawler's frontier is, and how much memory it takes, while it grows to a
 * million URLs on 2,000 hosts. Pages of one host bring 50 links each, a commit a page; at 10,000,
 * 100,000 and all of them, 2,000 URLs are leased, ended and their hosts released, with two commits
 * each, as a crawl does it. Prints a Markdown table. Parsing of URLs is not counted.
 *
 *     bench_frontier FOLDER [URLS]    the state is made in FOLDER, and removed */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bonafide/arena.h"
#include "common/time.h"
#include "common/url.h"
#include "crawler/frontier.h"

enum { HOSTS = 2000, LINKS = 50, POPS = 2000, URLS = 1000000 };

typedef struct {
    bf_state *state;
    bf_frontier *frontier;
    bf_arena *arena; /* of one page's links */
    int64_t seed, now_ms;
    long added;
    double adding, popping; /* seconds */
    bf_error err;
} bench;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void stop(const bench *run)
{
    fprintf(stderr, "bench_frontier: %s\n", run->err.code ? run->err.message : "failed");
    exit(1);
}

/* Reads the URL of link `number` of the host that has it, and its key. */
static bool make_link(bench *run, long number, bf_url *url, bf_frontier_entry *entry)
{
    char text[128];
    long host = number / LINKS % HOSTS;
    snprintf(text, sizeof text, "https://host-%04ld.example/therapists/city-%ld/person-%ld", host,
             number % 97, number);
    *entry = (bf_frontier_entry){.url = url,
                                 .seed = run->seed,
                                 .depth = 2,
                                 .priority = 3,
                                 .via = BF_STR("https://host.example/therapists/page"),
                                 .hops = BF_STR("LL")};
    return bf_url_parse(bf_str_of(text), NULL, run->arena, url, &run->err) &&
           bf_url_key(url, run->arena, &entry->key, &run->err);
}

/* Adds the links of one page. */
static bool add_page(bench *run)
{
    bf_url urls[LINKS];
    bf_frontier_entry entries[LINKS];
    bool added = true, ok = true;
    for (long i = 0; i < LINKS; i++)
        if (!make_link(run, run->added + i, &urls[i], &entries[i]))
            return false;
    double begin = seconds();
    if (!bf_state_begin(run->state, &run->err))
        return false;
    for (size_t i = 0; i < LINKS && ok && added; i++)
        ok = bf_frontier_add(run->frontier, &entries[i], &added, NULL, &run->err);
    ok = ok && added && bf_state_commit(run->state, &run->err);
    run->adding += seconds() - begin;
    run->added += LINKS;
    bf_arena_reset(run->arena);
    return ok;
}

/* Ends what was leased: the robots.txt of a host, or a page. */
static bool end_item(bench *run, int64_t id, int64_t host)
{
    const bf_str rules = BF_STR("User-agent: *\nDisallow: /admin/\nDisallow: /search\nAllow: /\n");
    bool kept;
    return bf_state_begin(run->state, &run->err) &&
           (id == 0 ? bf_frontier_set_robots(run->frontier, host, BF_FRONTIER_ROBOTS_TEXT, rules,
                                             run->now_ms, &kept, &run->err)
                    : bf_frontier_end(run->frontier, id, BF_FRONTIER_DONE, 200, &run->err)) &&
           bf_frontier_release(run->frontier, host, run->now_ms + 1, &run->err) &&
           bf_state_commit(run->state, &run->err);
}

/* Leases and ends one item; `*page` says whether it was a page. */
static bool pop(bench *run, bool *page)
{
    bf_frontier_item item;
    int64_t due_ms;
    double begin = seconds();
    run->now_ms++;
    if (!bf_state_begin(run->state, &run->err) ||
        bf_frontier_next(run->frontier, run->now_ms, &item, &due_ms, &run->err) != BF_FRONTIER_ITEM)
        return false;
    int64_t id = item.id, host = item.host;
    *page = id != 0;
    if (!bf_state_commit(run->state, &run->err) || !end_item(run, id, host))
        return false;
    run->popping += *page ? seconds() - begin : 0;
    return true;
}

static long peak_kib(void)
{
    char line[256];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    if (status)
        fclose(status);
    return kib;
}

/* The bytes of the files of `folder`, which are removed when asked. */
static int64_t folder_bytes(const char *folder, bool removed)
{
    char path[4096];
    struct stat status;
    int64_t bytes = 0;
    DIR *opened = opendir(folder);
    for (struct dirent *entry; opened && (entry = readdir(opened)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        bytes += status.st_size;
        if (removed)
            unlink(path);
    }
    if (opened)
        closedir(opened);
    return bytes;
}

static void measure(bench *run, const char *folder, long urls)
{
    long before = run->added, popped = 0;
    run->adding = run->popping = 0;
    while (run->added < urls)
        if (!add_page(run))
            stop(run);
    while (popped < POPS) {
        bool page = false;
        if (!pop(run, &page))
            stop(run);
        popped += page;
    }
    printf("| %ld | %.0f | %.0f | %.1f | %.0f |\n", run->added,
           (double)(run->added - before) / run->adding, run->popping / (double)popped * 1e6,
           (double)peak_kib() / 1024, (double)folder_bytes(folder, false) / 1e6);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    char folder[4096];
    long urls = argc > 2 ? strtol(argv[2], NULL, 10) : URLS;
    bench run = {.arena = bf_arena_new(16 << 20), .now_ms = bf_time_now_ms() + 1000};
    snprintf(folder, sizeof folder, "%s/frontier.XXXXXX", argc > 1 ? argv[1] : ".");
    if (run.arena == NULL || mkdtemp(folder) == NULL)
        stop(&run);
    run.state = bf_state_open(folder, &run.err);
    if (run.state)
        run.frontier = bf_frontier_new(run.state, run.now_ms, &run.err);
    if (run.frontier == NULL ||
        !bf_frontier_add_seed(run.frontier, BF_STR("https://host.example/"), &run.seed, &run.err))
        stop(&run);
    printf("\n| URLs known | added a second | µs a lease | peak MiB | MB of files |\n"
           "|---|---|---|---|---|\n");
    for (long size = 10000; size < urls; size *= 10)
        measure(&run, folder, size);
    measure(&run, folder, urls);
    bf_frontier_free(run.frontier);
    bf_state_close(run.state);
    bf_arena_free(run.arena);
    folder_bytes(folder, true);
    return rmdir(folder) == 0 ? 0 : 1;
}
