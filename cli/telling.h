/* cli/telling.h: what people and programs are told of a crawl on standard error while it runs, and
 * what became of it. Knows lines and JSON; what is counted is the crawl's (crawler/summary.h).
 *
 * Programs get JSON Lines. Keys are added, never renamed or removed:
 *   type       "progress": a page, at most ten times a second; "note": a URL that gave no page;
 *              "warning": something odd that changes nothing; "crawl_summary": once, at the end
 *   url, host, status            of all but the summary: of the page; status 0: no response
 *   why, seed                    of a note and a warning: words for people; named by the user
 *   pages, unchanged, bytes, queued, errors, pages_per_second
 *                                of progress and summary: counts until then
 *   responses                    the same: by class ("none", "1xx" to "5xx"), and of them "429"
 *   ended                        of the summary: "done", "limited", "interrupted", "failed"
 *   seeds_failed, truncated, sitemaps, renewed
 *                                of the summary: as bf_crawl_summary has them
 *   left                         of the summary: what was not fetched or not followed, by
 *                                bf_crawl_skip_key() and bf_trap_key(); 0 as well
 * What ends a crawl early is a line for people as well, "bonafide: …", also among JSON. */
#ifndef BF_CLI_TELLING_H
#define BF_CLI_TELLING_H

#include "crawler/summary.h"

typedef enum {
    BF_TELLING_AUTO, /* a line where a terminal can erase it, else none */
    BF_TELLING_LINE, /* one that is written over itself, whatever standard error is */
    BF_TELLING_JSON, /* events as JSON Lines, quiet or not */
    BF_TELLING_NONE,
    BF_TELLING_MODES
} bf_telling_mode;

typedef struct {
    bool quiet; /* nothing for people */
    bool line, json;
    bool standing;             /* a line stands there now */
    int64_t began_ms, next_ms; /* on the monotonic clock */
} bf_telling;

/* Begins to tell. */
bf_telling bf_telling_begin(bf_telling_mode mode, bool quiet);

/* Tells of an event: notes at once, pages at most ten times a second. */
void bf_telling_event(bf_telling *telling, const bf_crawl_event *event);

/* Tells what all came to, and what was left and why; `ended` in a word: "done", "limited",
 * "interrupted", "failed". */
void bf_telling_end(bf_telling *telling, const bf_crawl_summary *summary, const char *ended);

#endif
