/* cli/progress.h: how far an analysis is, as a line on standard error that is written over itself.
 * Knows terminals and time; a crawl has a line of its own. */
#ifndef BF_CLI_PROGRESS_H
#define BF_CLI_PROGRESS_H

#include "analyzer/report.h"

/* What erases the line that a terminal's cursor stands in (ECMA-48, 8.3.41, after a CR). */
#define BF_PROGRESS_ERASE "\r\033[K"

typedef struct {
    bool shown;      /* there is somebody to show it to */
    bool standing;   /* a line stands there now */
    int64_t next_ms; /* when to show it again, on the monotonic clock */
} bf_progress;

/* Says whether the descriptor `fd` is a terminal that can erase a line: one that is not TERM=dumb.
 */
bool bf_progress_can_erase(int fd);

/* Says whether a line is to be shown: not when `quiet`, nor where standard error is no such
 * terminal, nor where standard output is a pipe, whose reader may write to the same terminal. */
bool bf_progress_is_wanted(bool quiet);

/* Begins without a line: there is one to come when it is wanted. */
bf_progress bf_progress_begin(bool quiet);

/* Shows what was counted `so_far`, and `url`, which is being read, at most ten times a second. */
void bf_progress_show(bf_progress *progress, const bf_report_counts *so_far, bf_str url);

/* Erases the line, if one stands there. */
void bf_progress_clear(bf_progress *progress);

#endif
