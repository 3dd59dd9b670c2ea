/* cli/telling.h: what people and programs are told of a crawl on standard error while it runs, and
 * what became of it. Knows lines and JSON; what is counted is the crawl's. */
#ifndef BF_CLI_TELLING_H
#define BF_CLI_TELLING_H

#include "crawler/summary.h"

typedef enum {
    BF_TELLING_AUTO, /* a line where a terminal can erase it, else none */
    BF_TELLING_LINE, /* one that is written over itself, whatever standard error is */
    BF_TELLING_JSON, /* events as JSON Lines, and nothing else */
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
