/* table.c: report lines as people read them on a terminal. */
#include "cli/table.h"

#include <string.h>

#include "cli/shown.h"
#include "common/json.h"

enum { LEVEL_WIDTH = 9, ROW_WIDTH = 16, LEAST_WIDTH = 40 };

/* SGR parameters (ECMA-48, 8.3.117). */
static const struct {
    const char *level, *sgr;
} colours[] = {{"high", "1;31"}, {"medium", "33"}, {"unknown", "36"}, {"low", "32"}};

/* Appends `text` as a terminal may have it, in at most `most` columns, and returns how many came to
 * stand; a cut text ends with three points. */
static size_t append_shown(bf_buf *out, bf_str text, size_t most)
{
    bf_str shown;
    size_t used = 0, columns;
    bool cut = most != SIZE_MAX && bf_shown_columns(text) > most;
    while (bf_shown_take(&text, &shown, &columns)) {
        if (cut && used + columns + 3 > most) {
            bf_buf_append(out, BF_STR("..."));
            return used + 3;
        }
        bf_buf_append(out, shown);
        used += columns;
    }
    return used;
}

static void append_padded(bf_buf *out, bf_str text, size_t width)
{
    for (size_t used = append_shown(out, text, width - 1); used < width; used++)
        bf_buf_append_char(out, ' ');
}

/* Appends `text` broken at blanks into lines of the style's width, each behind `indent` blanks; a
 * word that is wider stands on a line of its own, whole, so that an address can be copied. */
static void append_wrapped(bf_buf *out, bf_str text, size_t indent, const bf_table_style *style)
{
    size_t width = style->width > indent + LEAST_WIDTH ? style->width - indent : LEAST_WIDTH;
    size_t column = 0;
    bool begun = false;
    bf_str word;
    while (bf_str_take_part(&text, ' ', &word)) {
        if (word.length == 0)
            continue;
        if (begun && column + 1 + bf_shown_columns(word) <= width) {
            bf_buf_append_char(out, ' ');
            column++;
        } else {
            bf_buf_append_format(out, "%s%*s", begun ? "\n" : "", (int)indent, "");
            column = 0;
        }
        column += append_shown(out, word, SIZE_MAX);
        begun = true;
    }
    if (begun)
        bf_buf_append_char(out, '\n');
}

static void append_level(bf_buf *out, bf_str level, const bf_table_style *style)
{
    const char *sgr = NULL;
    for (size_t i = 0; style->colour && i < sizeof colours / sizeof *colours; i++)
        if (bf_str_equal(level, bf_str_of(colours[i].level)))
            sgr = colours[i].sgr;
    if (sgr)
        bf_buf_append_format(out, "\033[%sm", sgr);
    append_padded(out, level, LEVEL_WIDTH);
    if (sgr)
        bf_buf_append(out, BF_STR("\033[0m"));
}

static bf_str text_of(const cJSON *object, const char *name)
{
    return bf_json_text(bf_json_member(object, name));
}

static void append_listing(bf_buf *out, const cJSON *line, const bf_table_style *style)
{
    const cJSON *risk = bf_json_member(line, "risk"), *listing = bf_json_member(line, "listing");
    bf_str name = text_of(listing, "name"), level = text_of(risk, "level");
    size_t used = LEVEL_WIDTH + 2 * ROW_WIDTH;
    append_level(out, level, style);
    append_padded(out, text_of(bf_json_member(risk, "conduct"), "row"), ROW_WIDTH);
    append_padded(out, text_of(bf_json_member(risk, "credential"), "row"), ROW_WIDTH);
    append_shown(out, name.length ? name : BF_STR("(no name)"),
                 style->width > used + LEAST_WIDTH ? style->width - used : LEAST_WIDTH);
    bf_buf_append_char(out, '\n');
    append_wrapped(out, text_of(line, "url"), LEVEL_WIDTH, style);
    if (!bf_str_equal(level, BF_STR("low")))
        append_wrapped(out, text_of(risk, "summary"), LEVEL_WIDTH, style);
}

static void append_error(bf_buf *out, const cJSON *line, const bf_table_style *style)
{
    const cJSON *error = cJSON_GetArrayItem(bf_json_member(line, "errors"), 0);
    bf_str url = text_of(line, "url");
    append_level(out, BF_STR("error"), style);
    append_shown(out, url.length ? url : text_of(error, "file"), style->width);
    bf_buf_append_char(out, '\n');
    append_wrapped(out, text_of(error, "message"), LEVEL_WIDTH, style);
}

static void append_page(bf_buf *out, const cJSON *line, const bf_table_style *style)
{
    append_padded(out, text_of(bf_json_member(line, "page"), "kind"), LEVEL_WIDTH);
    append_shown(out, text_of(line, "url"), style->width);
    bf_buf_append_char(out, '\n');
}

bool bf_table_append(bf_buf *out, bf_str json, const bf_table_style *style, bf_error *err)
{
    bf_json_limits limits = {.strict = true};
    cJSON *line = bf_json_parse(json, &limits, err);
    if (line == NULL)
        return false;
    bf_str type = text_of(line, "type");
    if (bf_str_equal(type, BF_STR("listing")))
        append_listing(out, line, style);
    else if (bf_str_equal(type, BF_STR("error")))
        append_error(out, line, style);
    else if (bf_str_equal(type, BF_STR("page")))
        append_page(out, line, style);
    cJSON_Delete(line);
    return true;
}

void bf_table_heading(bf_buf *out)
{
    append_padded(out, BF_STR("LEVEL"), LEVEL_WIDTH);
    append_padded(out, BF_STR("CONDUCT"), ROW_WIDTH);
    append_padded(out, BF_STR("CREDENTIAL"), ROW_WIDTH);
    bf_buf_append(out, BF_STR("NAME, PAGE, AND WHAT THE PAGE SAYS\n"));
}
