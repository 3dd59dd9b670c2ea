/* cli/sink.h: where the lines of a run go: JSON Lines to a file or a pipe, a table to a terminal,
 * both when both are asked for; and what they add up to. */
#ifndef BF_CLI_SINK_H
#define BF_CLI_SINK_H

#include "analyzer/report.h"
#include "cli/exit.h"

typedef enum { BF_FORMAT_AUTO, BF_FORMAT_JSONL, BF_FORMAT_TABLE } bf_sink_format;

typedef struct bf_sink bf_sink;

/* Opens the sink of a run: JSON Lines to `path` when it is not NULL, and then only a table, when
 * standard output is a terminal or `format` asks for one, to standard output. NULL: BF_ERR_OUTPUT,
 * BF_ERR_MEMORY. */
bf_sink *bf_sink_open(const char *path, bf_sink_format format, bf_error *err);

/* Writes one line; a bf_report_visit, so that `sink` is a bf_sink. false: bf_sink_error() says why.
 */
bool bf_sink_write(const bf_report_line *line, void *sink);

/* Counts a page that was read, with a listing or without. */
void bf_sink_page(bf_sink *sink);

/* The failure to write; BF_OK when there was none. */
const bf_error *bf_sink_error(const bf_sink *sink);

/* What was written so far. */
const bf_report_counts *bf_sink_counts(const bf_sink *sink);

/* Writes what stands at the end of a run: the counts under a table, and, with `summary`, the
 * run_summary line; then closes, and frees `sink`, which may be NULL. false: BF_ERR_OUTPUT. */
BF_MUST_CHECK bool bf_sink_close(bf_sink *sink, bool summary, const bf_rules *rules, bf_error *err);

#endif
