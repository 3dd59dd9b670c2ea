/* cli/line.h: lines of text for people, of at most BF_LINE_COLUMNS columns. Knows where a line goes
 * on and what a stranger's text may do to a terminal; what is said is the caller's. */
#ifndef BF_CLI_LINE_H
#define BF_CLI_LINE_H

#include <stdio.h>

#include "bonafide/str.h"

enum { BF_LINE_COLUMNS = 100 };

typedef struct {
    FILE *out;
    size_t indent; /* column where what does not fit goes on, in another line */
    size_t column; /* from 0: how many are taken */
    size_t items;  /* bf_line_item() so far */
} bf_line;

/* Writes the heading of a step; `where` (its file and function) may be NULL. */
void bf_line_step(FILE *out, const char *step, const char *where);

/* Begins a line on `out` with `indent` blanks. */
bf_line bf_line_begin(FILE *out, size_t indent);

/* Begins a line with two blanks and `label`; what it says stands in columns of its own. */
bf_line bf_line_labelled(FILE *out, const char *label);

/* Adds words of ours: ASCII, however long. */
void bf_line_say(bf_line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds blanks up to `column`, one at least; what does not fit goes on there. */
void bf_line_tab(bf_line *line, size_t column);

/* Adds as much of a stranger's `text` as the line has room for, with "..." for the rest, as a
 * terminal may have it (shown.h). */
void bf_line_show(bf_line *line, bf_str text);

/* The same between quotation marks. */
void bf_line_quote(bf_line *line, bf_str text);

/* Adds one of several texts: a comma before all but the first, and a new line where it would not
 * fit. */
void bf_line_item(bf_line *line, bf_str text);

/* Ends the line; nothing may be added to it. */
void bf_line_end(bf_line *line);

#endif
