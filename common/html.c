/* html.c: HTML as a stream of events. A first pass looks for what makes libxml2 2.9.14 slow (tags
 * with thousands of attributes, thousands of open elements, end tags that close nothing) or lose
 * text (NUL), and writes over it in a copy, so that offsets stay as they are; most pages need no
 * copy. */
#include "common/html.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>

enum {
    MOST_DEPTH =
        4 * BF_HTML_MOST_OPEN, /* of events: elements without a needed end tag come on top */
    ENTITY_BYTES = 40          /* no character reference is longer */
};

/* --- The first pass ----------------------------------------------------------------------------
 */

/* The elements that we know to be open, by a hash of their names. */
typedef struct {
    bf_str text;
    char *copy; /* NULL until something must be blanked out */
    uint32_t open[BF_HTML_MOST_OPEN];
    size_t depth;
    size_t dropped; /* start tags blanked out whose end tags are still to come */
    bool cut, no_memory;
} taming;

/* Elements that have no end tag, or whose end tag may be left out, and those whose content is raw:
 * they nest no deeper than those that they stand in (HTML, 13.1.2 and 13.1.2.4). */
static const char *const uncounted[] = {
    "area", "base",  "br",     "col",   "embed", "hr",     "img",      "input",  "link",
    "meta", "param", "source", "track", "wbr",   "p",      "li",       "dt",     "dd",
    "tr",   "td",    "th",     "thead", "tbody", "tfoot",  "colgroup", "option", "optgroup",
    "rp",   "rt",    "html",   "head",  "body",  "script", "style"};

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == ':' || c == '_';
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_counted(bf_str name)
{
    for (size_t i = 0; i < sizeof uncounted / sizeof *uncounted; i++)
        if (bf_str_equal_nocase(name, bf_str_of(uncounted[i])))
            return false;
    return true;
}

static uint32_t hash_of(bf_str name) /* FNV-1a, over lower case */
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < name.length; i++)
        hash = (hash ^ ((unsigned char)name.bytes[i] | 0x20u)) * 16777619u;
    return hash;
}

/* Makes the copy, unless it is there; false: no memory. */
static bool make_copy(taming *job)
{
    if (job->copy != NULL)
        return true;
    job->copy = malloc(job->text.length + 1);
    job->no_memory = job->copy == NULL;
    if (job->no_memory)
        return false;
    memcpy(job->copy, job->text.bytes, job->text.length);
    job->copy[job->text.length] = '\0';
    return true;
}

static void blank_out(taming *job, size_t begin, size_t end)
{
    if (make_copy(job))
        memset(job->copy + begin, ' ', end - begin);
}

/* Blanks out what a cap leaves out. */
static void cut_out(taming *job, size_t begin, size_t end)
{
    job->cut = true;
    blank_out(job, begin, end);
}

/* Browsers drop NUL from text and read on; libxml2 would take it for the end. It drops the control
 * that we write in its place. */
static void replace_nuls(taming *job)
{
    for (size_t at = bf_str_find(job->text, BF_STR("\0"), 0); at != SIZE_MAX && make_copy(job);
         at = bf_str_find(job->text, BF_STR("\0"), at + 1))
        job->copy[at] = '\1';
}

/* The byte after the tag that begins at `at`, blanking out what comes after too many attributes.
 * `*closed` says whether it ends with "/>". */
static size_t pass_tag(taming *job, size_t at, bool *closed)
{
    bf_str text = job->text;
    size_t i = at + 1, attributes = 0, over = 0;
    bool blank = false;
    char quote = '\0';
    for (; i < text.length; i++) {
        char c = text.bytes[i];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
            continue;
        }
        if (c == '>')
            break;
        if ((c == '"' || c == '\'') && text.bytes[i - 1] == '=')
            quote = c;
        if (!is_blank(c) && blank && c != '/' && c != '=' &&
            ++attributes > BF_HTML_MOST_ATTRIBUTES && over == 0)
            over = i;
        blank = is_blank(c) || c == '/' || (quote == '\0' && (c == '"' || c == '\''));
    }
    *closed = i < text.length && text.bytes[i - 1] == '/';
    if (over > 0)
        cut_out(job, over, i);
    return i < text.length ? i + 1 : i;
}

/* A start tag: counted, or blanked out when too many are open. */
static void pass_start(taming *job, bf_str name, size_t begin, size_t end, bool closed)
{
    if (closed || !is_counted(name))
        return;
    if (job->depth < BF_HTML_MOST_OPEN) {
        job->open[job->depth++] = hash_of(name);
        return;
    }
    job->dropped++;
    cut_out(job, begin, end);
}

/* An end tag: closes the nearest of its name, or is blanked out when it closes nothing, which
 * leaves out nothing that a reader would see. */
static void pass_end(taming *job, bf_str name, size_t begin, size_t end)
{
    uint32_t hash = hash_of(name);
    size_t depth = job->depth;
    if (!is_counted(name))
        return;
    if (job->dropped > 0) {
        job->dropped--;
        blank_out(job, begin, end);
        return;
    }
    while (depth > 0 && job->open[depth - 1] != hash)
        depth--;
    if (depth > 0)
        job->depth = depth - 1;
    else
        blank_out(job, begin, end);
}

/* The byte after a comment, declaration or processing instruction at `at`. */
static size_t pass_declaration(bf_str text, size_t at)
{
    bool comment = bf_str_starts(bf_str_after(text, at), BF_STR("<!--"));
    bf_str mark = comment ? BF_STR("-->") : BF_STR(">");
    size_t end = bf_str_find(text, mark, at + 2);
    return end == SIZE_MAX ? text.length : end + mark.length;
}

/* The byte at which the end tag of a raw element stands. */
static size_t pass_raw(bf_str text, size_t from, bf_str name)
{
    for (size_t at = bf_str_find(text, BF_STR("</"), from); at != SIZE_MAX;
         at = bf_str_find(text, BF_STR("</"), at + 2))
        if (bf_str_starts_nocase(bf_str_after(text, at + 2), name))
            return at;
    return text.length;
}

static size_t pass_markup(taming *job, size_t at)
{
    bf_str text = job->text;
    char next = at + 1 < text.length ? text.bytes[at + 1] : '\0';
    bool end_tag = next == '/', closed;
    size_t from = at + 1 + end_tag, to = from;
    if (next == '!' || next == '?')
        return pass_declaration(text, at);
    while (to < text.length && is_name_byte(text.bytes[to]))
        to++;
    bf_str name = bf_str_slice(text, from, to);
    if (name.length == 0)
        return at + 1;
    size_t end = pass_tag(job, at, &closed);
    if (end_tag)
        pass_end(job, name, at, end);
    else
        pass_start(job, name, at, end, closed);
    bool raw =
        !end_tag && !closed &&
        (bf_str_equal_nocase(name, BF_STR("script")) || bf_str_equal_nocase(name, BF_STR("style")));
    return raw ? pass_raw(text, end, name) : end;
}

static void tame(taming *job)
{
    replace_nuls(job);
    for (size_t at = bf_str_find(job->text, BF_STR("<"), 0); at != SIZE_MAX && !job->no_memory;
         at = bf_str_find(job->text, BF_STR("<"), at))
        at = pass_markup(job, at);
}

/* --- The second pass ---------------------------------------------------------------------------
 */

typedef struct {
    bf_str text;
    const bf_html_events *events;
    void *user;
    htmlParserCtxtPtr parser;
    const xmlChar *open[MOST_DEPTH]; /* names of open elements; the parser's dictionary owns them */
    size_t depth;
    size_t over;   /* open elements past MOST_DEPTH, of which no event was given */
    size_t passed; /* a start tag that is still to come stands at or after this byte */
    size_t told;   /* the offset of the last event: none goes back */
    bool stopped, cut, no_memory;
    bf_html_attribute attributes[BF_HTML_MOST_ATTRIBUTES];
} reading;

/* How far the parser has read. */
static size_t read_so_far(const reading *job)
{
    const xmlParserInput *input = job->parser->input;
    size_t at = input ? (size_t)input->consumed + (size_t)(input->cur - input->base) : 0;
    return at < job->text.length ? at : job->text.length;
}

static void stop_unless(reading *job, bool go_on)
{
    if (go_on)
        return;
    job->stopped = true;
    xmlStopParser(job->parser);
}

/* The offset to tell for something that stands at `at`. */
static size_t forward(reading *job, size_t at)
{
    if (job->told < at)
        job->told = at;
    return job->told;
}

/* Where the start tag `name` stands, between what was passed and here; here for one that the parser
 * added. */
static size_t place_of_tag(reading *job, bf_str name)
{
    size_t here = read_so_far(job);
    for (size_t i = job->passed; i < here; i++) {
        bf_str rest = bf_str_slice(job->text, i + 1, here);
        if (job->text.bytes[i] == '<' && bf_str_starts_nocase(rest, name) &&
            (rest.length == name.length || !is_name_byte(rest.bytes[name.length]))) {
            job->passed = here;
            return forward(job, i);
        }
    }
    return forward(job, here);
}

static void on_start(void *user, const xmlChar *name, const xmlChar **pairs)
{
    reading *job = user;
    size_t count = 0;
    bf_str tag = bf_str_of((const char *)name);
    size_t offset = place_of_tag(job, tag);
    if (job->stopped)
        return;
    if (job->depth == MOST_DEPTH) {
        job->over++;
        job->cut = true;
        return;
    }
    job->open[job->depth++] = name;
    for (; pairs && pairs[0] && count < BF_HTML_MOST_ATTRIBUTES; pairs += 2)
        job->attributes[count++] = (bf_html_attribute){bf_str_of((const char *)pairs[0]),
                                                       bf_str_of((const char *)pairs[1])};
    if (job->events->start)
        stop_unless(job, job->events->start(tag, job->attributes, count, offset, job->user));
}

static void end_top(reading *job, size_t offset)
{
    bf_str tag = bf_str_of((const char *)job->open[--job->depth]);
    if (job->events->end && !job->stopped)
        stop_unless(job, job->events->end(tag, offset, job->user));
}

static void on_end(void *user, const xmlChar *name)
{
    reading *job = user;
    size_t depth = job->depth, here = forward(job, read_so_far(job));
    if (here > 0 && job->text.bytes[here - 1] == '>') /* else a start tag ended it, half read */
        job->passed = here;
    if (job->over > 0) {
        job->over--;
        return;
    }
    while (depth > 0 && !xmlStrEqual(job->open[depth - 1], name))
        depth--;
    while (depth > 0 && job->depth >= depth)
        end_top(job, here);
}

/* Where a piece of text stands: right before here when it is there as it is, else where the
 * character reference begins that it was made from. */
static size_t place_of_text(reading *job, bf_str text)
{
    size_t here = read_so_far(job), i = here;
    job->passed = here;
    if (text.length <= here &&
        bf_str_equal(bf_str_slice(job->text, here - text.length, here), text))
        return forward(job, here - text.length);
    while (i > 0 && here - i < ENTITY_BYTES && job->text.bytes[i - 1] != '&')
        i--;
    return forward(job, i > 0 && job->text.bytes[i - 1] == '&' ? i - 1 : here);
}

static void on_text(void *user, const xmlChar *bytes, int length)
{
    reading *job = user;
    bf_str text = {(const char *)bytes, (size_t)length};
    size_t offset = place_of_text(job, text);
    if (job->events->text && !job->stopped)
        stop_unless(job, job->events->text(text, offset, job->user));
}

static void on_raw(void *user, const xmlChar *bytes, int length)
{
    reading *job = user;
    bf_str text = {(const char *)bytes, (size_t)length};
    size_t offset = place_of_text(job, text);
    if (job->events->raw && !job->stopped)
        stop_unless(job, job->events->raw(text, offset, job->user));
}

/* Tags in a comment are none. */
static void on_comment(void *user, const xmlChar *bytes)
{
    reading *job = user;
    (void)bytes;
    job->passed = read_so_far(job);
}

/* libxml2 goes on when an allocation fails, and may then read the same byte for ever: stop it. */
static void on_error(void *user, xmlErrorPtr error)
{
    reading *job = user;
    if (error->code == XML_ERR_NO_MEMORY && !job->no_memory) {
        job->no_memory = true;
        xmlStopParser(job->parser);
    }
}

static bf_html_end parse(reading *job, bf_str text, bf_error *err)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, /* else serror is not looked at */
                         .serror = on_error,
                         .startElement = on_start,
                         .endElement = on_end,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = on_raw,
                         .comment = on_comment};
    job->parser = htmlCreateMemoryParserCtxt(text.bytes, (int)text.length);
    if (job->parser == NULL || job->parser->sax == NULL) {
        htmlFreeParserCtxt(job->parser);
        bf_fail(err, BF_ERR_MEMORY, "HTML: no memory");
        return BF_HTML_FAILED;
    }
    *job->parser->sax = sax;
    job->parser->userData = job;
    job->parser->charset = XML_CHAR_ENCODING_UTF8; /* else the parser guesses, and meta may lie */
    htmlCtxtUseOptions(job->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                        HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    htmlParseDocument(job->parser);
    job->no_memory = job->no_memory || job->parser->errNo == XML_ERR_NO_MEMORY;
    while (job->depth > 0)
        end_top(job, job->text.length);
    htmlFreeParserCtxt(job->parser);
    if (job->no_memory) {
        bf_fail(err, BF_ERR_MEMORY, "HTML: no memory");
        return BF_HTML_FAILED;
    }
    return job->stopped ? BF_HTML_STOPPED : job->cut ? BF_HTML_CUT : BF_HTML_READ;
}

static void drop_error(void *user, xmlErrorPtr error)
{
    (void)user;
    (void)error;
}

/* Parses with libxml2 kept from printing: what fails where there is no parser yet goes to a handler
 * of the whole thread, which may be somebody else's. */
static bf_html_end parse_quietly(reading *job, bf_str text, bf_error *err)
{
    xmlStructuredErrorFunc handler = xmlStructuredError;
    void *context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(NULL, drop_error);
    bf_html_end end = parse(job, text, err);
    xmlSetStructuredErrorFunc(context, handler);
    return end;
}

bf_html_end bf_html_read(bf_str text, const bf_html_events *events, void *user, bf_error *err)
{
    taming first = {.text = text};
    bf_html_end end = BF_HTML_FAILED;
    if (text.length == 0)
        return BF_HTML_READ;
    if (text.length > INT32_MAX) { /* libxml2 counts in int */
        first.cut = true;
        text.length = INT32_MAX;
        first.text = text;
    }
    tame(&first);
    reading *second = first.no_memory ? NULL : calloc(1, sizeof *second);
    if (second) {
        *second = (reading){.text = text, .events = events, .user = user, .cut = first.cut};
        end = parse_quietly(second, first.copy ? (bf_str){first.copy, text.length} : text, err);
    } else {
        bf_fail(err, BF_ERR_MEMORY, "HTML: no memory");
    }
    free(second);
    free(first.copy);
    return end;
}

bf_str bf_html_attribute_of(const bf_html_attribute *attributes, size_t count, bf_str name)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal(attributes[i].name, name))
            return attributes[i].value;
    return (bf_str){0};
}
