/* markup.c: HTML text cut into tags. */
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

/* What begins with "<!", "<?" or "</" and is none of the things that may begin so is a comment up
 * to the next ">" (HTML, 13.2.5.41). CDATA is text in a drawing or formula only. */
static void read_declaration(bf_str text, bf_markup_place *place, bf_markup *read)
{
    const bf_str cdata = BF_STR("<![CDATA["), cdata_end = BF_STR("]]>");
    bf_str rest = bf_str_after(text, read->begin);
    size_t end = SIZE_MAX;
    if (bf_str_starts(rest, BF_STR("<!--"))) {
        read->comment = true;
        read->end = pass_comment(text, read->begin);
        return;
    }
    if (place->foreign && !place->no_cdata && bf_str_starts(rest, cdata)) {
        end = bf_str_find(text, cdata_end, read->begin + cdata.length);
        place->no_cdata = end == SIZE_MAX;
    }
    read->literal = end != SIZE_MAX;
    if (read->literal) {
        read->end = end + cdata_end.length;
        return;
    }
    read->comment = true;
    end = bf_str_find(text, BF_STR(">"), read->begin + 2);
    read->end = end == SIZE_MAX ? text.length : end + 1;
}

/* Reads a tag, as far as its name goes if it is a start tag. */
static void read_tag(bf_str text, bf_markup_place *place, bf_markup *read)
{
    size_t from = read->begin + 1 + read->end_tag, to = pass_name(text, from);
    if (!read->end_tag && !is(text, from, LETTER))
        return;
    if (to == from) {
        if (from < text.length) /* "</" at the end of the text is text */
            read_declaration(text, place, read);
        return;
    }
    read->name = bf_str_slice(text, from, to);
    read->end = to;
    if (read->end_tag)
        read_end_tag(text, read);
    if (bf_str_equal_nocase(read->name, BF_STR("svg")) ||
        bf_str_equal_nocase(read->name, BF_STR("math")))
        place->foreign = !read->end_tag;
}

static bool is_raw(const bf_markup *tag)
{
    return !tag->closed && (bf_str_equal_nocase(tag->name, BF_STR("script")) ||
                            bf_str_equal_nocase(tag->name, BF_STR("style")));
}

/* The byte of `text` at which the end tag stands that ends the content of `tag`; the length of
 * `text` without one. */
static size_t content_end(bf_str text, const bf_markup *tag)
{
    for (size_t at = bf_str_find(text, BF_STR("</"), tag->end); at != SIZE_MAX;
         at = bf_str_find(text, BF_STR("</"), at + 2)) {
        bf_str name = bf_str_slice(text, at + 2, pass_name(text, at + 2));
        if (bf_str_equal_nocase(name, tag->name))
            return at;
    }
    return text.length;
}

/* Says whether the text ends in the mark-up `tag`, or in the raw content or end tag behind it. */
static bool is_cut_off(bf_str text, bf_markup tag)
{
    bf_markup_attribute attribute;
    if (tag.name.length == 0)
        return tag.end == text.length && tag.end > tag.begin + 1;
    while (!tag.end_tag && bf_markup_take_attribute(text, &tag, &attribute))
        ;
    if (tag.whole && !tag.end_tag && is_raw(&tag))
        return bf_str_find(text, BF_STR(">"), content_end(text, &tag)) == SIZE_MAX;
    return !tag.whole;
}

bf_markup bf_markup_read(bf_str text, size_t at, bf_markup_place *place)
{
    bool bound = at < place->bound;
    char next = at + 1 < text.length ? text.bytes[at + 1] : '\0';
    bf_markup read = {.begin = at, .end = at + 1, .end_tag = next == '/'};
    if (bound)
        text = bf_str_slice(text, 0, place->bound);
    if (next == '!' || next == '?')
        read_declaration(text, place, &read);
    else
        read_tag(text, place, &read);
    if (bound && is_cut_off(text, read))
        read = (bf_markup){.begin = at, .end = text.length, .comment = true};
    return read;
}

/* Elements whose content is text to a browser, whatever it looks like (HTML, 13.2.6.4). Of script
 * and style only those with "/>", which libxml2 takes for the end of them and browsers do not. */
static const struct {
    bf_str name;
    bool literal;
} text_elements[] = {{{"title", 5}, true},     {{"textarea", 8}, true}, {{"xmp", 3}, true},
                     {{"iframe", 6}, false},   {{"noembed", 7}, false}, {{"noframes", 8}, false},
                     {{"noscript", 8}, false}, {{"script", 6}, false},  {{"style", 5}, false}};
enum { TEXT_ELEMENTS = sizeof text_elements / sizeof *text_elements };

bf_markup_content bf_markup_enter(bf_str text, const bf_markup *tag, bf_markup_place *place,
                                  size_t *end)
{
    size_t i = 0;
    *end = tag->end;
    if (is_raw(tag)) {
        *end = content_end(text, tag);
        return BF_MARKUP_RAW;
    }
    while (i < TEXT_ELEMENTS && !bf_str_equal_nocase(tag->name, text_elements[i].name))
        i++;
    if (i == TEXT_ELEMENTS || tag->begin < place->bound || (place->unended & 1u << i) != 0)
        return BF_MARKUP_MIXED;
    size_t last = content_end(text, tag);
    if (last == text.length) {
        place->unended |= 1u << i;
        return BF_MARKUP_MIXED;
    }
    if (text_elements[i].literal && !tag->closed) {
        *end = last;
        return BF_MARKUP_LITERAL;
    }
    place->bound = last;
    return BF_MARKUP_MIXED;
}
