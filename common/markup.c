/* markup.c: HTML text cut into tags where libxml2 2.9.14 cuts it. */
#include "common/markup.h"

#include <string.h>

enum { MOST_NAME = 100 }; /* bytes of a name; libxml2 takes the rest for another attribute */

/* What a byte may be in a name. */
enum { IN_NAME = 1, BEGINS_NAME = 2, LETTER = 4, BLANK = 8 };
enum { AT_START = IN_NAME | BEGINS_NAME, ANY_LETTER = AT_START | LETTER };
static const unsigned char classes[256] = {
    ['\t'] = BLANK,     ['\n'] = BLANK,     ['\r'] = BLANK,     [' '] = BLANK,
    ['-'] = IN_NAME,    ['.'] = AT_START,   ['0'] = IN_NAME,    ['1'] = IN_NAME,
    ['2'] = IN_NAME,    ['3'] = IN_NAME,    ['4'] = IN_NAME,    ['5'] = IN_NAME,
    ['6'] = IN_NAME,    ['7'] = IN_NAME,    ['8'] = IN_NAME,    ['9'] = IN_NAME,
    [':'] = AT_START,   ['_'] = AT_START,   ['A'] = ANY_LETTER, ['B'] = ANY_LETTER,
    ['C'] = ANY_LETTER, ['D'] = ANY_LETTER, ['E'] = ANY_LETTER, ['F'] = ANY_LETTER,
    ['G'] = ANY_LETTER, ['H'] = ANY_LETTER, ['I'] = ANY_LETTER, ['J'] = ANY_LETTER,
    ['K'] = ANY_LETTER, ['L'] = ANY_LETTER, ['M'] = ANY_LETTER, ['N'] = ANY_LETTER,
    ['O'] = ANY_LETTER, ['P'] = ANY_LETTER, ['Q'] = ANY_LETTER, ['R'] = ANY_LETTER,
    ['S'] = ANY_LETTER, ['T'] = ANY_LETTER, ['U'] = ANY_LETTER, ['V'] = ANY_LETTER,
    ['W'] = ANY_LETTER, ['X'] = ANY_LETTER, ['Y'] = ANY_LETTER, ['Z'] = ANY_LETTER,
    ['a'] = ANY_LETTER, ['b'] = ANY_LETTER, ['c'] = ANY_LETTER, ['d'] = ANY_LETTER,
    ['e'] = ANY_LETTER, ['f'] = ANY_LETTER, ['g'] = ANY_LETTER, ['h'] = ANY_LETTER,
    ['i'] = ANY_LETTER, ['j'] = ANY_LETTER, ['k'] = ANY_LETTER, ['l'] = ANY_LETTER,
    ['m'] = ANY_LETTER, ['n'] = ANY_LETTER, ['o'] = ANY_LETTER, ['p'] = ANY_LETTER,
    ['q'] = ANY_LETTER, ['r'] = ANY_LETTER, ['s'] = ANY_LETTER, ['t'] = ANY_LETTER,
    ['u'] = ANY_LETTER, ['v'] = ANY_LETTER, ['w'] = ANY_LETTER, ['x'] = ANY_LETTER,
    ['y'] = ANY_LETTER, ['z'] = ANY_LETTER,
};

static bool is(bf_str text, size_t at, int class)
{
    return at < text.length && (classes[(unsigned char)text.bytes[at]] & class) != 0;
}

/* Says whether a start tag ends at byte `at`, or the text does. */
static bool is_tag_end(bf_str text, size_t at)
{
    return at >= text.length || text.bytes[at] == '>' ||
           (text.bytes[at] == '/' && at + 1 < text.length && text.bytes[at + 1] == '>');
}

static size_t pass_blanks(bf_str text, size_t at)
{
    while (is(text, at, BLANK))
        at++;
    return at;
}

/* The byte after the name at `at`; `at` when there is none. */
static size_t pass_name(bf_str text, size_t at)
{
    size_t end = at;
    if (!is(text, at, BEGINS_NAME))
        return at;
    while (end - at < MOST_NAME && is(text, end, IN_NAME))
        end++;
    return end;
}

static size_t pass_value(bf_str text, size_t at)
{
    char quote = at < text.length ? text.bytes[at] : '\0';
    if (quote == '"' || quote == '\'') {
        const char *end = memchr(text.bytes + at + 1, quote, text.length - at - 1);
        return end ? (size_t)(end - text.bytes) + 1 : text.length;
    }
    while (at < text.length && !is(text, at, BLANK) && text.bytes[at] != '>')
        at++;
    return at;
}

/* Passes one attribute, or what cannot be one, in which no quote counts. */
static size_t pass_attribute(bf_str text, size_t at, bf_str *name)
{
    size_t end = pass_name(text, at);
    *name = bf_str_slice(text, at, end);
    if (end == at) {
        while (!is_tag_end(text, at) && !is(text, at, BLANK))
            at++;
        return at;
    }
    at = pass_blanks(text, end);
    if (at < text.length && text.bytes[at] == '=')
        return pass_value(text, pass_blanks(text, at + 1));
    return end;
}

bool bf_markup_take_attribute(bf_str text, bf_markup *tag, bf_markup_attribute *out)
{
    size_t at = pass_blanks(text, tag->end);
    if (is_tag_end(text, at)) {
        tag->whole = at < text.length;
        tag->closed = tag->whole && text.bytes[at] == '/';
        tag->end = tag->whole ? at + 1 + tag->closed : at;
        return false;
    }
    out->begin = at;
    out->end = tag->end = pass_attribute(text, at, &out->name);
    out->after = pass_blanks(text, out->end);
    return true;
}

static void read_end_tag(bf_str text, bf_markup *tag)
{
    size_t end = bf_str_find(text, BF_STR(">"), tag->end);
    tag->whole = end != SIZE_MAX;
    tag->end = tag->whole ? end + 1 : text.length;
}

/* The byte after a comment. "<!-->" and "<!--->" are whole ones, and "--!>" ends one too (HTML,
 * 13.2.5.43 to 52); libxml2 takes the former for the beginning of a longer one. */
static size_t pass_comment(bf_str text, size_t at)
{
    bf_str body = bf_str_after(text, at + 4);
    if (bf_str_starts(body, BF_STR(">")))
        return at + 5;
    if (bf_str_starts(body, BF_STR("->")))
        return at + 6;
    for (at = bf_str_find(text, BF_STR("--"), at + 4); at != SIZE_MAX;
         at = bf_str_find(text, BF_STR("--"), at + 1)) {
        bf_str rest = bf_str_after(text, at + 2);
        if (bf_str_starts(rest, BF_STR(">")))
            return at + 3;
        if (bf_str_starts(rest, BF_STR("!>")))
            return at + 4;
    }
    return text.length;
}

/* The byte after what begins with "<!" or "<?" at `at`: a document type, or an instruction that has
 * a name; anything else is text. */
static size_t pass_declaration(bf_str text, size_t at)
{
    bf_str rest = bf_str_after(text, at);
    bool instruction = rest.bytes[1] == '?' && pass_name(rest, 2) > 2 && rest.bytes[2] != '.';
    if (!instruction && !bf_str_starts_nocase(rest, BF_STR("<!doctype")))
        return at + 1;
    size_t end = bf_str_find(text, BF_STR(">"), at + 2);
    return end == SIZE_MAX ? text.length : end + 1;
}

bf_markup bf_markup_read(bf_str text, size_t at)
{
    char next = at + 1 < text.length ? text.bytes[at + 1] : '\0';
    bf_markup read = {.begin = at, .end = at + 1, .end_tag = next == '/'};
    if (next == '!' || next == '?') {
        read.comment = bf_str_starts(bf_str_after(text, at), BF_STR("<!--"));
        read.end = read.comment ? pass_comment(text, at) : pass_declaration(text, at);
        return read;
    }
    size_t from = at + 1 + read.end_tag;
    size_t to = is(text, from, LETTER) || read.end_tag ? pass_name(text, from) : from;
    if (to == from)
        return read;
    read.name = bf_str_slice(text, from, to);
    read.end = to;
    if (read.end_tag)
        read_end_tag(text, &read);
    return read;
}

bool bf_markup_is_raw(const bf_markup *tag)
{
    return !tag->closed && !tag->end_tag &&
           (bf_str_equal_nocase(tag->name, BF_STR("script")) ||
            bf_str_equal_nocase(tag->name, BF_STR("style")));
}

size_t bf_markup_raw_end(bf_str text, const bf_markup *tag)
{
    for (size_t at = bf_str_find(text, BF_STR("</"), tag->end); at != SIZE_MAX;
         at = bf_str_find(text, BF_STR("</"), at + 2)) {
        bf_str name = bf_str_slice(text, at + 2, pass_name(text, at + 2));
        if (bf_str_equal_nocase(name, tag->name))
            return at;
    }
    return text.length;
}
