/* table.c: report lines as people read them on a terminal. */
#include "cli/table.h"

#include <string.h>

#include "common/json.h"
#include "common/utf8.h"

enum { LEVEL_WIDTH = 9, ROW_WIDTH = 16, LEAST_WIDTH = 40 };

/* SGR parameters (ECMA-48, 8.3.117). */
static const struct {
    const char *level, *sgr;
} colours[] = {{"high", "1;31"}, {"medium", "33"}, {"unknown", "36"}, {"low", "32"}};

/* C0, DEL, C1, and the marks that turn the direction of text round: none may reach a terminal. */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Appends at most `most` characters of `text`, controls as blanks, and how many came to stand; a
 * cut text ends with three points. */
static size_t append_shown(bf_buf *out, bf_str text, size_t most)
{
    uint32_t c;
    size_t count = 0;
    while (text.length > 0) {
        bf_str before = text;
        bf_utf8_take(&text, &c);
        if (count + 3 >= most && before.length > 3) {
            bf_buf_append(out, BF_STR("..."));
            return count + 3;
        }
        bf_utf8_append(out, is_control(c) ? ' ' : c);
        count++;
    }
    return count;
}

static void append_padded(bf_buf *out, bf_str text, size_t width)
{
    for (size_t count = append_shown(out, text, width - 1); count < width; count++)
        bf_buf_append_char(out, ' ');
}

/* Appends `text` broken at blanks into lines of the style's width, each behind `indent` blanks. */
static void append_wrapped(bf_buf *out, bf_str text, size_t indent, const bf_table_style *style)
{
    size_t width = style->width > indent + LEAST_WIDTH ? style->width - indent : LEAST_WIDTH;
    size_t column = width;
    bf_str word;
    while (bf_str_take_part(&text, ' ', &word)) {
        if (word.length == 0)
            continue;
        if (column + word.length + 1 > width) {
            bf_buf_append_format(out, "%s%*s", column == width ? "" : "\n", (int)indent, "");
            column = 0;
        } else {
            bf_buf_append_char(out, ' ');
        }
        column += append_shown(out, word, SIZE_MAX) + 1;
    }
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
