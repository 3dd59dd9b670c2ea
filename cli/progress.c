/* progress.c: how far an analysis is. */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/shown.h"
#include "common/time.h"

enum { INTERVAL_MS = 100, URL_COLUMNS = 48, URL_BYTES = 4 * URL_COLUMNS };

bool bf_progress_can_erase(int fd)
{
    const char *term = getenv("TERM");
    return isatty(fd) != 0 && (term == NULL || strcmp(term, "dumb") != 0);
}

bool bf_progress_is_wanted(bool quiet)
{
    struct stat out;
    bool piped = fstat(STDOUT_FILENO, &out) == 0 && S_ISFIFO(out.st_mode);
    return !quiet && !piped && bf_progress_can_erase(STDERR_FILENO);
}

bf_progress bf_progress_begin(bool quiet)
{
    return (bf_progress){.shown = bf_progress_is_wanted(quiet)};
}

void bf_progress_show(bf_progress *progress, const bf_report_counts *so_far, bf_str url)
{
    char line[URL_BYTES];
    int64_t now = progress->shown ? bf_time_monotonic_ms() : 0;
    if (!progress->shown || now < progress->next_ms)
        return;
    size_t used = bf_shown_copy(url, URL_COLUMNS, line, sizeof line);
    fprintf(stderr, BF_PROGRESS_ERASE "%" PRIu64 " page%s, %" PRIu64 " listing%s  %.*s",
            so_far->pages, bf_shown_plural(so_far->pages), so_far->listings,
            bf_shown_plural(so_far->listings), (int)used, line);
    progress->standing = true;
    progress->next_ms = now + INTERVAL_MS;
}

void bf_progress_clear(bf_progress *progress)
{
    if (progress->standing)
        fputs(BF_PROGRESS_ERASE, stderr);
    progress->standing = false;
}
