/* html.c: HTML as a stream of events. A first pass looks for what makes libxml2 2.9.14 slow (tags
 * with thousands of attributes, thousands of open elements, end tags that close nothing) or lose
 * text (NUL), and writes over it in a copy, so that offsets stay as they are; most pages need no
 * copy. Where only some start tags are wanted, a pass as fast copies these out, and libxml2 sees no
 * more than them. */
#include "common/html.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>

#include "common/buf.h"

enum {
    MOST_DEPTH =
        4 * BF_HTML_MOST_OPEN, /* of events: elements without a needed end tag come on top */
    MOST_NAME = 100,           /* bytes of a name; libxml2 takes the rest for another attribute */
    ENTITY_BYTES = 40          /* no character reference is longer */
};

/* --- Mark-up, cut where libxml2 2.9.14 cuts it ---------------------------------------------------
 */

/* A tag, or what is passed over: comments, declarations and a "<" that is text have no name. */
typedef struct {
    bf_str name;
    size_t begin, end; /* from "<" to after ">" */
    size_t over;       /* where the first attribute past the cap stands; 0: none */
    bool end_tag;
    bool closed; /* it ends with "/>" */
    bool raw;    /* a start tag that raw content follows */
    bool whole;  /* the text does not end in it */
} markup;

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_' || c == '.';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Says whether a start tag ends at byte `at`, or the text does. */
static bool is_tag_end(bf_str text, size_t at)
{
    return at >= text.length || text.bytes[at] == '>' ||
           (text.bytes[at] == '/' && at + 1 < text.length && text.bytes[at + 1] == '>');
}

static size_t pass_blanks(bf_str text, size_t at)
{
    while (at < text.length && is_blank(text.bytes[at]))
        at++;
    return at;
}

/* The byte after the name at `at`; `at` when there is none. */
static size_t pass_name(bf_str text, size_t at)
{
    size_t end = at;
    bool begins = at < text.length && (is_letter(text.bytes[at]) || text.bytes[at] == '_' ||
                                       text.bytes[at] == ':' || text.bytes[at] == '.');
    while (begins && end < text.length && end - at < MOST_NAME && is_name_byte(text.bytes[end]))
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
    while (at < text.length && !is_blank(text.bytes[at]) && text.bytes[at] != '>')
        at++;
    return at;
}

/* Passes one attribute, or what cannot be one, in which no quote counts. */
static size_t pass_attribute(bf_str text, size_t at)
{
    size_t end = pass_name(text, at);
    if (end == at) {
        while (!is_tag_end(text, at) && !is_blank(text.bytes[at]))
            at++;
        return at;
    }
    at = pass_blanks(text, end);
    return at < text.length && text.bytes[at] == '=' ? pass_value(text, pass_blanks(text, at + 1))
                                                     : at;
}

static void read_start_tag(bf_str text, markup *tag)
{
    size_t attributes = 0, at = pass_blanks(text, tag->end);
    for (; !is_tag_end(text, at); at = pass_blanks(text, pass_attribute(text, at)))
        if (++attributes == BF_HTML_MOST_ATTRIBUTES + 1)
            tag->over = at;
    tag->whole = at < text.length;
    tag->closed = tag->whole && text.bytes[at] == '/';
    tag->end = tag->whole ? at + 1 + tag->closed : at;
    tag->raw = !tag->closed && (bf_str_equal_nocase(tag->name, BF_STR("script")) ||
                                bf_str_equal_nocase(tag->name, BF_STR("style")));
}

static void read_end_tag(bf_str text, markup *tag)
{
    size_t end = bf_str_find(text, BF_STR(">"), tag->end);
    tag->whole = end != SIZE_MAX;
    tag->end = tag->whole ? end + 1 : text.length;
}

/* The length of "<!-->" or "<!--->", comments without content that libxml2 takes for the beginning
 * of a longer one, at the start of `text`; else 0. */
static size_t short_comment(bf_str text)
{
    return bf_str_starts(text, BF_STR("<!-->")) ? 5 : bf_str_starts(text, BF_STR("<!--->")) ? 6 : 0;
}

/* The byte after a comment, which "--!>" ends too. */
static size_t pass_comment(bf_str text, size_t at)
{
    size_t length = short_comment(bf_str_after(text, at));
    if (length > 0)
        return at + length;
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

/* The byte after what begins with "<!" or "<?" at `at`: a comment, a document type, or an
 * instruction that has a name; anything else is text. */
static size_t pass_declaration(bf_str text, size_t at)
{
    bf_str rest = bf_str_after(text, at);
    if (bf_str_starts(rest, BF_STR("<!--")))
        return pass_comment(text, at);
    bool instruction = rest.bytes[1] == '?' && pass_name(rest, 2) > 2 && rest.bytes[2] != '.';
    if (!instruction && !bf_str_starts_nocase(rest, BF_STR("<!doctype")))
        return at + 1;
    size_t end = bf_str_find(text, BF_STR(">"), at + 2);
    return end == SIZE_MAX ? text.length : end + 1;
}

static markup read_markup(bf_str text, size_t at)
{
    char next = at + 1 < text.length ? text.bytes[at + 1] : '\0';
    markup read = {.begin = at, .end = at + 1, .end_tag = next == '/'};
    if (next == '!' || next == '?') {
        read.end = pass_declaration(text, at);
        return read;
    }
    size_t from = at + 1 + read.end_tag;
    size_t to = is_letter(next) || read.end_tag ? pass_name(text, from) : from;
    if (to == from)
        return read;
    read.name = bf_str_slice(text, from, to);
    read.end = to;
    if (read.end_tag)
        read_end_tag(text, &read);
    else
        read_start_tag(text, &read);
    return read;
}

/* --- The first pass -----------------------------------------------------------------------------
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
 * they nest no deeper than those that they stand in (HTML, 13.1.2 and 13.1.2.4). By the length of
 * their names, because every tag of a page is looked up. */
static const char *const uncounted[] = {
    [1] = "p",
    [2] = "br"
          "hr"
          "li"
          "dt"
          "dd"
          "tr"
          "td"
          "th"
          "rp"
          "rt",
    [3] = "col"
          "img"
          "wbr",
    [4] = "area"
          "base"
          "link"
          "meta"
          "html"
          "head"
          "body",
    [5] = "embed"
          "input"
          "param"
          "track"
          "thead"
          "tbody"
          "tfoot"
          "style",
    [6] = "source"
          "option"
          "script",
    [8] = "colgroup"
          "optgroup",
};

static bool is_counted(bf_str name)
{
    size_t longest = sizeof uncounted / sizeof *uncounted - 1;
    bf_str rest = bf_str_of(name.length <= longest ? uncounted[name.length] : NULL);
    for (; rest.length > 0; rest = bf_str_after(rest, name.length))
        if (bf_str_starts_nocase(rest, name))
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

/* A start tag: counted, or blanked out when too many are open. */
static void pass_start(taming *job, const markup *tag)
{
    if (tag->over > 0)
        cut_out(job, tag->over, tag->whole ? tag->end - 1 - tag->closed : tag->end);
    if (tag->closed || !is_counted(tag->name))
        return;
    if (job->depth < BF_HTML_MOST_OPEN) {
        job->open[job->depth++] = hash_of(tag->name);
        return;
    }
    job->dropped++;
    cut_out(job, tag->begin, tag->end);
}

/* An end tag: closes the nearest of its name, or is blanked out when it closes nothing, which
 * leaves out nothing that a reader would see. */
static void pass_end(taming *job, const markup *tag)
{
    uint32_t hash = hash_of(tag->name);
    size_t depth = job->depth;
    if (!is_counted(tag->name))
        return;
    if (job->dropped > 0) {
        job->dropped--;
        blank_out(job, tag->begin, tag->end);
        return;
    }
    while (depth > 0 && job->open[depth - 1] != hash)
        depth--;
    if (depth > 0)
        job->depth = depth - 1;
    else
        blank_out(job, tag->begin, tag->end);
}

/* The byte at which the end tag of the raw element stands that `tag` begins. Others would be obeyed
 * at the beginning of its content, and where their names begin with its name: with a `job`, these
 * are made text. */
static size_t pass_raw(bf_str text, const markup *tag, taming *job)
{
    for (size_t at = bf_str_find(text, BF_STR("</"), tag->end); at != SIZE_MAX;
         at = bf_str_find(text, BF_STR("</"), at + 2)) {
        bf_str name = bf_str_slice(text, at + 2, pass_name(text, at + 2));
        if (bf_str_equal_nocase(name, tag->name))
            return at;
        if (job && (at == tag->end || bf_str_starts_nocase(name, tag->name)))
            blank_out(job, at, at + 1);
    }
    return text.length;
}

static size_t pass_markup(taming *job, size_t at)
{
    const markup tag = read_markup(job->text, at);
    if (tag.name.length == 0) {
        if (short_comment(bf_str_after(job->text, at)) > 0)
            blank_out(job, at, tag.end);
        return tag.end;
    }
    if (tag.end_tag)
        pass_end(job, &tag);
    else
        pass_start(job, &tag);
    return tag.raw ? pass_raw(job->text, &tag, job) : tag.end;
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

/* Reads with a `reading` of its own. */
static bf_html_end read_tamed(bf_str text, bool cut, const bf_html_events *events, void *user,
                              bf_error *err)
{
    reading *job = calloc(1, sizeof *job);
    if (job == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "HTML: no memory");
        return BF_HTML_FAILED;
    }
    job->text = text;
    job->events = events;
    job->user = user;
    job->cut = cut;
    bf_html_end end = parse_quietly(job, text, err);
    free(job);
    return end;
}

bf_html_end bf_html_read(bf_str text, const bf_html_events *events, void *user, bf_error *err)
{
    bool fits = text.length <= INT32_MAX; /* libxml2 counts in int */
    taming first = {.text = bf_str_slice(text, 0, INT32_MAX), .cut = !fits};
    bf_html_end end = BF_HTML_FAILED;
    if (text.length == 0)
        return BF_HTML_READ;
    tame(&first);
    text = first.copy ? (bf_str){first.copy, first.text.length} : first.text;
    if (first.no_memory)
        bf_fail(err, BF_ERR_MEMORY, "HTML: no memory");
    else
        end = read_tamed(text, first.cut, events, user, err);
    free(first.copy);
    return end;
}

/* --- Some start tags only ------------------------------------------------------------------------
 */

typedef struct {
    const char *const *names;
    bf_html_start *start;
    void *user;
    bf_buf picked;
    bool cut;
} picking;

static bool is_wanted(const picking *job, bf_str name)
{
    for (const char *const *wanted = job->names; *wanted; wanted++)
        if ((name.bytes[0] | 0x20) == **wanted && bf_str_equal_nocase(name, bf_str_of(*wanted)))
            return true;
    return false;
}

/* Copies a start tag, and an end tag behind it, so that they do not nest. */
static void pick_tag(picking *job, bf_str text, const markup *tag)
{
    size_t end = tag->over > 0 ? tag->over : tag->end;
    job->cut = job->cut || tag->over > 0;
    bf_buf_append(&job->picked, bf_str_slice(text, tag->begin, end));
    if (tag->over > 0)
        bf_buf_append_char(&job->picked, '>');
    if (tag->whole)
        bf_buf_append_format(&job->picked, "</%.*s>", BF_STR_ARG(tag->name));
}

static void pick_tags(picking *job, bf_str text)
{
    for (size_t at = bf_str_find(text, BF_STR("<"), 0); at != SIZE_MAX;
         at = bf_str_find(text, BF_STR("<"), at)) {
        const markup tag = read_markup(text, at);
        if (tag.name.length > 0 && !tag.end_tag && is_wanted(job, tag.name))
            pick_tag(job, text, &tag);
        at = tag.raw ? pass_raw(text, &tag, NULL) : tag.end;
    }
    for (size_t i = 0; i < job->picked.length; i++)
        if (job->picked.bytes[i] == '\0') /* as replace_nuls() */
            job->picked.bytes[i] = '\1';
}

/* libxml2 adds html and body. */
static bool on_picked(bf_str tag, const bf_html_attribute *attributes, size_t count, size_t offset,
                      void *user)
{
    picking *job = user;
    (void)offset;
    return !is_wanted(job, tag) || job->start(tag, attributes, count, job->user);
}

bf_html_end bf_html_each_start(bf_str text, const char *const *names, bf_html_start *start,
                               void *user, bf_error *err)
{
    static const bf_html_events events = {.start = on_picked};
    picking job = {.names = names, .start = start, .user = user, .cut = text.length > INT32_MAX};
    bf_html_end end = BF_HTML_FAILED;
    bf_str picked;
    bf_buf_init(&job.picked, INT32_MAX);
    pick_tags(&job, bf_str_slice(text, 0, INT32_MAX));
    if (bf_buf_view(&job.picked, "HTML", &picked, err))
        end = picked.length > 0 ? read_tamed(picked, job.cut, &events, &job, err) : BF_HTML_READ;
    bf_buf_free(&job.picked);
    return end;
}

bf_str bf_html_attribute_of(const bf_html_attribute *attributes, size_t count, bf_str name)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal(attributes[i].name, name))
            return attributes[i].value;
    return (bf_str){0};
}
