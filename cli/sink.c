/* sink.c: where the lines of a run go. */
#include "cli/sink.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/progress.h"
#include "cli/shown.h"
#include "cli/table.h"
#include "common/time.h"

enum { TABLE_BYTES = 1 << 20, PLAIN_WIDTH = 100 };

struct bf_sink {
    bf_output *lines; /* JSON Lines; NULL: none */
    bf_output *table; /* NULL: none */
    bf_table_style style;
    bool erase; /* a progress line may stand where the next row goes */
    bool headed;
    bf_buf text; /* of the table, one line's at a time */
    bf_report_counts counts;
    bf_error error;
};

/* The terminal's width, and colours where it can do more than print, unless NO_COLOR is set to
 * anything (no-color.org). */
static bf_table_style style_of_terminal(void)
{
    struct winsize size;
    const char *plain = getenv("NO_COLOR");
    bool terminal = isatty(STDOUT_FILENO) != 0;
    bool sized = terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return (bf_table_style){.width = sized ? size.ws_col : PLAIN_WIDTH,
                            .colour = bf_progress_can_erase(STDOUT_FILENO) &&
                                      (plain == NULL || plain[0] == '\0')};
}

bf_sink *bf_sink_open(const char *path, bf_sink_format format, bf_error *err)
{
    bool terminal = isatty(STDOUT_FILENO) != 0;
    bool table = format == BF_FORMAT_TABLE || (format == BF_FORMAT_AUTO && terminal);
    bf_sink *sink = calloc(1, sizeof *sink);
    if (sink == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "output: no memory");
        return NULL;
    }
    sink->style = style_of_terminal();
    sink->erase = bf_progress_can_erase(STDOUT_FILENO) && isatty(STDERR_FILENO) != 0;
    bf_buf_init(&sink->text, TABLE_BYTES);
    bool opened = (!table || (sink->table = bf_output_open(NULL, err)) != NULL) &&
                  ((table && path == NULL) || (sink->lines = bf_output_open(path, err)) != NULL);
    if (opened)
        return sink;
    bf_error closing = {0}; /* the failure to open is the one to tell */
    if (!bf_output_close(sink->table, &closing))
        closing.code = BF_OK;
    bf_buf_free(&sink->text);
    free(sink);
    return NULL;
}

/* Writes what stands in `sink->text` to the table. */
static bool flush_text(bf_sink *sink, bf_error *err)
{
    bf_str text;
    bool written =
        bf_buf_view(&sink->text, "table", &text, err) && bf_output_text(sink->table, text, err);
    bf_buf_reset(&sink->text);
    return written;
}

/* Rows and a crawl's progress come from two processes: each erases what may stand there. */
static void begin_text(bf_sink *sink)
{
    if (sink->erase)
        bf_buf_append(&sink->text, BF_STR(BF_PROGRESS_ERASE));
}

static bool write_table(bf_sink *sink, bf_str json)
{
    begin_text(sink);
    if (!sink->headed)
        bf_table_heading(&sink->text);
    sink->headed = true;
    return bf_table_append(&sink->text, json, &sink->style, &sink->error) &&
           flush_text(sink, &sink->error);
}

bool bf_sink_write(const bf_report_line *line, void *user)
{
    bf_sink *sink = user;
    sink->counts.errors += line->kind == BF_LINE_ERROR;
    if (line->kind == BF_LINE_LISTING) {
        sink->counts.listings++;
        sink->counts.by_level[line->level]++;
    }
    return (sink->lines == NULL || bf_output_line(sink->lines, line->json, &sink->error)) &&
           (sink->table == NULL || write_table(sink, line->json));
}

void bf_sink_page(bf_sink *sink)
{
    sink->counts.pages++;
}

const bf_error *bf_sink_error(const bf_sink *sink)
{
    return &sink->error;
}

const bf_report_counts *bf_sink_counts(const bf_sink *sink)
{
    return &sink->counts;
}

static bool write_counts(bf_sink *sink, bf_error *err)
{
    const bf_report_counts *counts = &sink->counts;
    begin_text(sink);
    bf_buf_append_format(&sink->text, "\n%" PRIu64 " page%s, %" PRIu64 " listing%s:", counts->pages,
                         bf_shown_plural(counts->pages), counts->listings,
                         bf_shown_plural(counts->listings));
    for (int level = BF_LEVEL_COUNT - 1; level >= 0; level--)
        bf_buf_append_format(&sink->text, " %" PRIu64 " %s%s", counts->by_level[level],
                             bf_level_name((bf_level)level), level ? "," : "");
    bf_buf_append_format(&sink->text, "; %" PRIu64 " error%s\n", counts->errors,
                         bf_shown_plural(counts->errors));
    return flush_text(sink, err);
}

static bool write_summary(bf_sink *sink, const bf_rules *rules, bf_error *err)
{
    char *json = bf_report_summary(&sink->counts, rules);
    bool written = json ? bf_output_line(sink->lines, bf_str_of(json), err)
                        : bf_fail(err, BF_ERR_MEMORY, "output: no memory");
    free(json);
    return written;
}

bool bf_sink_close(bf_sink *sink, bool summary, const bf_rules *rules, bf_error *err)
{
    bool written = true;
    bf_error closing = {0};
    if (sink == NULL)
        return true;
    if (sink->error.code == BF_OK && sink->table)
        written = write_counts(sink, err);
    if (sink->error.code == BF_OK && written && summary && sink->lines)
        written = write_summary(sink, rules, err);
    bool closed = bf_output_close(sink->lines, &closing);
    closed = bf_output_close(sink->table, &closing) && closed;
    bf_buf_free(&sink->text);
    free(sink);
    if (written && !closed)
        *err = closing;
    return written && closed;
}
