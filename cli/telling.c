/* telling.c: what is told of a crawl on standard error. */
#include "cli/telling.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cJSON.h>

#include "cli/progress.h"
#include "cli/shown.h"
#include "common/time.h"

enum {
    INTERVAL_MS = 100,
    URL_COLUMNS = 60,
    URL_BYTES = 4 * URL_COLUMNS,
    WORDS = 4096,           /* bytes of one text */
    SHOWN_BYTES = 3 * WORDS /* a byte may become U+FFFD */
};

bf_telling bf_telling_begin(bf_telling_mode mode, bool quiet)
{
    bool line =
        mode == BF_TELLING_LINE || (mode == BF_TELLING_AUTO && bf_progress_is_wanted(quiet));
    return (bf_telling){.quiet = quiet || mode == BF_TELLING_JSON,
                        .line = line,
                        .json = mode == BF_TELLING_JSON,
                        .began_ms = bf_time_monotonic_ms()};
}

static double rate_of(const bf_telling *telling, uint64_t pages)
{
    int64_t passed = bf_time_monotonic_ms() - telling->began_ms;
    return passed > 0 ? (double)pages * 1000 / (double)passed : 0;
}

static uint64_t errors_of(const bf_crawl_summary *summary)
{
    return summary->seeds_failed + summary->links_failed;
}

/* The host of a URL: what stands between "//" and the next "/". */
static bf_str host_of(bf_str url)
{
    size_t begin = bf_str_find(url, BF_STR("//"), 0);
    bf_str rest = bf_str_after(url, begin == SIZE_MAX ? 0 : begin + 2);
    return bf_str_slice(rest, 0, bf_str_find(rest, BF_STR("/"), 0));
}

static void show_line(bf_telling *telling, const bf_crawl_event *event)
{
    char host[URL_BYTES];
    const bf_crawl_summary *so_far = event->so_far;
    uint64_t errors = errors_of(so_far);
    size_t length = bf_shown_copy(host_of(event->url), URL_COLUMNS, host, sizeof host);
    fprintf(stderr,
            BF_PROGRESS_ERASE "%" PRIu64 " page%s, %.1f/s, %" PRIu64 " queued, %" PRIu64
                              " error%s, %" PRIu64 " answered 429  %.*s",
            so_far->pages, bf_shown_plural(so_far->pages), rate_of(telling, so_far->pages),
            so_far->queued, errors, bf_shown_plural(errors), so_far->too_many, (int)length, host);
    telling->standing = true;
}

static void clear_line(bf_telling *telling)
{
    if (telling->standing)
        fputs(BF_PROGRESS_ERASE, stderr);
    telling->standing = false;
}

/* Prints `object`, which is given up, as one line; without memory there is none. */
static void print_object(cJSON *object)
{
    char *text = cJSON_PrintUnformatted(object);
    if (text)
        fprintf(stderr, "%s\n", text);
    cJSON_free(text);
    cJSON_Delete(object);
}

static void add_count(cJSON *object, const char *name, uint64_t count)
{
    cJSON_AddNumberToObject(object, name, (double)count);
}

/* As people are told it: JSON is UTF-8 (RFC 8259, 8.1), and what is told may quote bytes that are
 * not. */
static void add_text(cJSON *object, const char *name, bf_str text)
{
    char words[SHOWN_BYTES + 1];
    size_t length = bf_shown_copy(bf_str_slice(text, 0, WORDS), SIZE_MAX, words, SHOWN_BYTES);
    words[length] = '\0';
    cJSON_AddStringToObject(object, name, words);
}

/* What a page, and the end, tell alike. */
static cJSON *counts_of(const bf_telling *telling, const bf_crawl_summary *summary,
                        const char *type)
{
    static const char *const classes[] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "type", type);
    add_count(object, "pages", summary->pages);
    add_count(object, "unchanged", summary->unchanged);
    cJSON_AddNumberToObject(object, "pages_per_second", rate_of(telling, summary->pages));
    add_count(object, "bytes", summary->bytes);
    add_count(object, "queued", summary->queued);
    add_count(object, "errors", errors_of(summary));
    cJSON *responses = cJSON_AddObjectToObject(object, "responses");
    for (int i = 0; i < 6; i++)
        add_count(responses, classes[i], summary->by_class[i]);
    add_count(responses, "429", summary->too_many);
    return object;
}

static void print_event(const bf_telling *telling, const bf_crawl_event *event)
{
    cJSON *object = event->kind == BF_CRAWL_FETCHED ? counts_of(telling, event->so_far, "progress")
                                                    : cJSON_CreateObject();
    if (event->kind != BF_CRAWL_FETCHED)
        cJSON_AddStringToObject(object, "type", event->kind == BF_CRAWL_NOTE ? "note" : "warning");
    add_text(object, "url", event->url);
    add_text(object, "host", host_of(event->url));
    if (event->kind != BF_CRAWL_FETCHED) {
        add_text(object, "why", event->why);
        cJSON_AddBoolToObject(object, "seed", event->seed);
    }
    add_count(object, "status", (uint64_t)event->status);
    print_object(object);
}

/* Tells people of a note or a warning, in one write. It may quote a line of a robots.txt or of a
 * sitemap, whatever bytes these hold. */
static void say_event(bf_telling *telling, const bf_crawl_event *event)
{
    char url[SHOWN_BYTES], why[SHOWN_BYTES];
    size_t url_length =
        bf_shown_copy(bf_str_slice(event->url, 0, WORDS), SIZE_MAX, url, sizeof url);
    size_t why_length =
        bf_shown_copy(bf_str_slice(event->why, 0, WORDS), SIZE_MAX, why, sizeof why);
    clear_line(telling);
    fprintf(stderr, "bonafide: %.*s: %.*s\n", (int)url_length, url, (int)why_length, why);
}

void bf_telling_event(bf_telling *telling, const bf_crawl_event *event)
{
    int64_t now_ms = bf_time_monotonic_ms();
    bool page = event->kind == BF_CRAWL_FETCHED;
    if (page && (!(telling->line || telling->json) || now_ms < telling->next_ms))
        return;
    if (page)
        telling->next_ms = now_ms + INTERVAL_MS;
    if (telling->json) {
        print_event(telling, event);
    } else if (page) {
        show_line(telling, event);
    } else if (!telling->quiet) {
        say_event(telling, event);
    }
}

static void print_summary(const bf_telling *telling, const bf_crawl_summary *summary,
                          const char *ended)
{
    cJSON *object = counts_of(telling, summary, "crawl_summary");
    cJSON_AddStringToObject(object, "ended", ended);
    add_count(object, "seeds_failed", summary->seeds_failed);
    add_count(object, "truncated", summary->truncated);
    add_count(object, "sitemaps", summary->sitemaps);
    add_count(object, "renewed", summary->renewed);
    cJSON *left = cJSON_AddObjectToObject(object, "left");
    for (int i = 0; i < BF_CRAWL_SKIPS; i++)
        add_count(left, bf_crawl_skip_key((bf_crawl_skip)i), summary->skipped[i]);
    for (int i = BF_TRAP_NONE + 1; i < BF_TRAP_KINDS; i++)
        add_count(left, bf_trap_key((bf_trap_kind)i), summary->trapped[i]);
    print_object(object);
}

/* Prints ", N words" for what is not 0, and "; left: " before the first. */
static void say_left(uint64_t count, const char *words, bool *any)
{
    if (count == 0)
        return;
    fprintf(stderr, "%s%" PRIu64 " %s", *any ? ", " : "; left: ", count, words);
    *any = true;
}

/* "limited" is a word for programs. */
static const char *end_words(const char *ended)
{
    return strcmp(ended, "limited") == 0 ? "stopped by a limit" : ended;
}

static void say_summary(const bf_crawl_summary *summary, const char *ended)
{
    bool any = false;
    uint64_t errors = errors_of(summary);
    fprintf(stderr, "bonafide: crawl %s: %" PRIu64 " page%s", end_words(ended), summary->pages,
            bf_shown_plural(summary->pages));
    if (summary->unchanged > 0)
        fprintf(stderr, " (%" PRIu64 " unchanged)", summary->unchanged);
    fprintf(stderr, ", %" PRIu64 " error%s, %" PRIu64 " queued", errors, bf_shown_plural(errors),
            summary->queued);
    for (int i = 0; i < BF_CRAWL_SKIPS; i++)
        say_left(summary->skipped[i], bf_crawl_skip_words((bf_crawl_skip)i), &any);
    for (int i = BF_TRAP_NONE + 1; i < BF_TRAP_KINDS; i++)
        say_left(summary->trapped[i], bf_trap_words((bf_trap_kind)i), &any);
    fputc('\n', stderr);
}

void bf_telling_end(bf_telling *telling, const bf_crawl_summary *summary, const char *ended)
{
    clear_line(telling);
    bool begun = summary->pages + errors_of(summary) + summary->queued > 0;
    if (telling->json)
        print_summary(telling, summary, ended);
    else if (!telling->quiet && (begun || strcmp(ended, "failed") != 0))
        say_summary(summary, ended); /* else what failed says why there is nothing */
}
