/* line.c: lines of text for people. */
#include "cli/line.h"

#include <stdarg.h>

#include "cli/shown.h"

enum {
    LABEL_COLUMNS = 11,
    LEAST_ROOM = 12,       /* columns for a text: with less it begins another line */
    BYTES_OF_A_COLUMN = 16 /* at most: marks that take no column stand over it */
};

bf_line bf_line_begin(FILE *out, size_t indent)
{
    fprintf(out, "%*s", (int)indent, "");
    return (bf_line){.out = out, .indent = indent, .column = indent};
}

bf_line bf_line_labelled(FILE *out, const char *label)
{
    bf_line line = bf_line_begin(out, 2);
    bf_line_say(&line, "%s", label);
    bf_line_tab(&line, 2 + LABEL_COLUMNS);
    return line;
}

void bf_line_step(FILE *out, const char *step, const char *where)
{
    fputs(step, out);
    if (where)
        fprintf(out, "  [%s]", where);
    putc('\n', out);
}

void bf_line_say(bf_line *line, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int wrote = vfprintf(line->out, format, values);
    va_end(values);
    line->column += wrote > 0 ? (size_t)wrote : 0;
}

void bf_line_tab(bf_line *line, size_t column)
{
    do
        bf_line_say(line, " ");
    while (line->column < column);
    line->indent = column;
}

static size_t room_of(const bf_line *line)
{
    return line->column < BF_LINE_COLUMNS ? BF_LINE_COLUMNS - line->column : 0;
}

static void go_on(bf_line *line)
{
    fprintf(line->out, "\n%*s", (int)line->indent, "");
    line->column = line->indent;
}

/* Says whether all of `text` takes no more than `columns`. */
static bool fits(bf_str text, size_t columns)
{
    bf_str shown;
    size_t taken;
    if (text.length > BYTES_OF_A_COLUMN * columns)
        return false;
    while (bf_shown_take(&text, &shown, &taken)) {
        if (taken > columns)
            return false;
        columns -= taken;
    }
    return true;
}

/* Adds as much of `text` as takes `most` columns, "..." among them. */
static void show(bf_line *line, bf_str text, size_t most)
{
    char bytes[BYTES_OF_A_COLUMN * BF_LINE_COLUMNS];
    bool whole = fits(text, most);
    size_t columns = whole ? most : most - 3;
    size_t used = bf_shown_copy(text, columns, bytes, BYTES_OF_A_COLUMN * columns);
    fwrite(bytes, 1, used, line->out);
    fputs(whole ? "" : "...", line->out);
    line->column += bf_shown_columns((bf_str){bytes, used}) + (whole ? 0 : 3);
}

void bf_line_show(bf_line *line, bf_str text)
{
    if (room_of(line) < LEAST_ROOM && !fits(text, room_of(line)))
        go_on(line);
    show(line, text, room_of(line));
}

void bf_line_quote(bf_line *line, bf_str text)
{
    if (room_of(line) < LEAST_ROOM)
        go_on(line);
    bf_line_say(line, "\"");
    show(line, text, room_of(line) - 1);
    bf_line_say(line, "\"");
}

void bf_line_item(bf_line *line, bf_str text)
{
    bool first = line->items++ == 0;
    if (first && room_of(line) < LEAST_ROOM)
        go_on(line);
    if (!first) {
        bf_line_say(line, ",");
        if (room_of(line) > 2 && fits(text, room_of(line) - 2)) /* a blank before, a comma after */
            bf_line_say(line, " ");
        else
            go_on(line);
    }
    show(line, text, room_of(line) - 1);
}

void bf_line_end(bf_line *line)
{
    putc('\n', line->out);
}
