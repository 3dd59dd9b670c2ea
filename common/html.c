/* html.c: HTML as a stream of events. A first pass leaves out what libxml2 need not see (comments,
 * the content of scripts and styles, attributes that nobody asks for: most of a page's bytes) and
 * what makes libxml2 2.9.14 slow (tags with thousands of attributes, thousands of open elements,
 * end tags that close nothing) or lose text (NUL), and undoes the character references that it does
 * not know. What is left is parsed, and each place in it led
 * back to the page. Where only some start tags are wanted, a pass as fast copies these out. */
#include "common/html.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>

#include "common/buf.h"
#include "common/markup.h"
#include "common/reference.h"
#include "common/size.h"
#include "common/utf8.h"

enum {
    MOST_DEPTH =
        4 * BF_HTML_MOST_OPEN, /* of events: elements without a needed end tag come on top */
    ENTITY_BYTES = 40          /* no character reference is longer */
};

/* --- The first pass -----------------------------------------------------------------------------
 */

/* From byte `at` of what is parsed on, the page's byte is `ahead` further. */
typedef struct {
    size_t at, ahead;
} gap;

/* Raw content, and the start tag that it stands behind. */
typedef struct {
    size_t tag, begin, end;
} raw_content;

typedef struct {
    gap *items;
    size_t count, capacity;
} gap_list;
typedef struct {
    raw_content *items;
    size_t count, capacity;
} raw_list;

/* `open` are the elements that we know to be open, by a hash of their names. */
typedef struct {
    bf_str text;
    const char *const *wanted; /* names of attributes; NULL: all */
    char *out;                 /* what is parsed; NULL until something is left out */
    size_t length;
    size_t passed; /* bytes of `text` that are in `out` or left out */
    gap_list gaps;
    raw_list raws;
    uint32_t open[BF_HTML_MOST_OPEN];
    size_t depth;
    size_t dropped; /* start tags left out whose end tags are still to come */
    bool has_nul, cut, no_memory;
    bf_markup_place place;
} taming;

/* Gives `items` with room for one more, or a larger copy in their place; NULL: no memory, and they
 * still stand. */
static void *grow(taming *job, void *items, size_t count, size_t *capacity, size_t size)
{
    size_t wanted = *capacity ? *capacity : 32, bytes;
    void *grown = NULL;
    if (count < *capacity)
        return items;
    if (bf_size_multiply(wanted, 2, &wanted) && bf_size_multiply(wanted, size, &bytes))
        grown = realloc(items, bytes);
    if (grown)
        *capacity = wanted;
    else
        job->no_memory = true;
    return grown;
}

/* Browsers drop NUL from text and read on; libxml2 would take it for the end. DEL is as invisible,
 * and costs it nothing. */
static void replace_nuls(char *bytes, size_t length)
{
    char *end = bytes + length;
    while ((bytes = memchr(bytes, '\0', (size_t)(end - bytes))) != NULL)
        *bytes++ = BF_HTML_NUL;
}

/* Copies what stands before byte `end` and is not passed yet. */
static void copy_up_to(taming *job, size_t end)
{
    size_t count = end - job->passed;
    if (job->out == NULL)
        job->out = malloc(job->text.length + 1);
    if (job->out == NULL) {
        job->no_memory = true;
        return;
    }
    memcpy(job->out + job->length, job->text.bytes + job->passed, count);
    if (job->has_nul)
        replace_nuls(job->out + job->length, count);
    job->length += count;
    job->out[job->length] = '\0';
    job->passed = end;
}

/* Leaves out bytes `begin` up to `end`, at or behind what is passed. */
static void leave_out(taming *job, size_t begin, size_t end)
{
    gap_list *gaps = &job->gaps;
    copy_up_to(job, begin);
    if (job->no_memory || end == begin)
        return;
    bool same = gaps->count > 0 && gaps->items[gaps->count - 1].at == job->length;
    gap *grown = grow(job, gaps->items, gaps->count, &gaps->capacity, sizeof *grown);
    if (grown == NULL)
        return;
    gaps->items = grown;
    job->passed = end;
    gaps->count += !same;
    gaps->items[gaps->count - 1] = (gap){job->length, end - job->length};
}

/* Puts the characters of a reference in its place, where libxml2 2.9.14 would read it otherwise
 * than browsers, or not at all. A "<" or "&" that libxml2 must not take for more than itself is
 * followed by a byte that nobody is shown. */
static void undo_reference(taming *job, size_t at, const bf_reference *reference)
{
    char bytes[2 * BF_UTF8_MOST + 1];
    size_t length = bf_utf8_write(reference->first, bytes);
    if (reference->second != 0)
        length += bf_utf8_write(reference->second, bytes + length);
    if (bytes[0] == '<' || bytes[0] == '&')
        bytes[length++] = BF_HTML_NUL;
    if (length > reference->length) /* two rare names are shorter than what they stand for */
        return;
    leave_out(job, at, at + reference->length);
    if (job->no_memory)
        return;
    memcpy(job->out + job->length, bytes, length);
    job->length += length;
    /* from its last byte on, so that what ends with it ends behind the reference */
    job->gaps.items[job->gaps.count - 1] = (gap){job->length - 1, job->passed - job->length};
}

/* Undoes the character references of the text from `begin` to `end` that libxml2 would not. */
static void pass_references(taming *job, size_t begin, size_t end)
{
    bf_str text = bf_str_slice(job->text, 0, end);
    for (size_t at = bf_str_find(text, BF_STR("&"), begin); at != SIZE_MAX && !job->no_memory;
         at = bf_str_find(text, BF_STR("&"), at + 1)) {
        bf_reference reference = bf_reference_read(text, at);
        bool plain = reference.first < 0x80 && reference.length > 0 &&
                     text.bytes[at + reference.length - 1] == ';' &&
                     strchr("<>&\"", (int)reference.first) != NULL;
        if (reference.length > 0 && (reference.by_number ? reference.mended : !plain))
            undo_reference(job, at, &reference);
    }
}

/* Leaves out a tag or comment. What stands before and behind it must not become one tag or
 * character reference: a byte that nobody is shown keeps them apart. */
static void leave_out_markup(taming *job, const bf_markup *tag)
{
    char before = tag->begin > 0 ? job->text.bytes[tag->begin - 1] : '>';
    leave_out(job, tag->begin, tag->end);
    if (before == '>' || job->no_memory)
        return;
    job->out[job->length++] = BF_HTML_NUL; /* there is room: it takes the place of a "<" */
    job->gaps.items[job->gaps.count - 1] = (gap){job->length, job->passed - job->length};
}

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

static bool is_wanted(const char *const *names, bf_str name)
{
    for (; *names; names++)
        if ((name.bytes[0] | 0x20) == **names && bf_str_equal_nocase(name, bf_str_of(*names)))
            return true;
    return false;
}

/* Leaves out the attributes over the cap, and those that nobody asks for with the blanks behind
 * them, where blanks stand before them. */
static void pass_attributes(taming *job, bf_markup *tag)
{
    bf_markup_attribute attribute;
    size_t count = 0;
    while (bf_markup_take_attribute(job->text, tag, &attribute)) {
        bool over = ++count > BF_HTML_MOST_ATTRIBUTES;
        job->cut = job->cut || over;
        if (!over && (job->wanted == NULL || attribute.name.length == 0 ||
                      is_wanted(job->wanted, attribute.name)))
            continue;
        bool apart = strchr(" \t\r\n", job->text.bytes[attribute.begin - 1]) != NULL;
        leave_out(job, attribute.begin, apart ? attribute.after : attribute.end);
    }
}

/* A start tag: counted, or left out when too many are open. */
static void pass_start(taming *job, bf_markup *tag)
{
    bf_markup_attribute attribute;
    bool counted = is_counted(tag->name);
    if (!counted || job->depth < BF_HTML_MOST_OPEN) {
        pass_attributes(job, tag);
        if (counted && !tag->closed)
            job->open[job->depth++] = hash_of(tag->name);
        return;
    }
    while (bf_markup_take_attribute(job->text, tag, &attribute))
        ;
    job->cut = true;
    job->dropped += !tag->closed;
    leave_out_markup(job, tag);
}

/* An end tag: closes the nearest of its name, or is left out when it closes nothing, which leaves
 * out nothing that a reader would see. */
static void pass_end(taming *job, const bf_markup *tag)
{
    uint32_t hash = hash_of(tag->name);
    size_t depth = job->depth;
    if (!is_counted(tag->name))
        return;
    if (job->dropped > 0) {
        job->dropped--;
        leave_out_markup(job, tag);
        return;
    }
    while (depth > 0 && job->open[depth - 1] != hash)
        depth--;
    if (depth > 0)
        job->depth = depth - 1;
    else
        leave_out_markup(job, tag);
}

/* Notes the content of a script or style for the second pass, and leaves it out of the first's. */
static void pass_raw(taming *job, const bf_markup *tag, size_t end)
{
    raw_list *raws = &job->raws;
    if (end == tag->end)
        return;
    raw_content *grown = grow(job, raws->items, raws->count, &raws->capacity, sizeof *grown);
    if (grown == NULL)
        return;
    raws->items = grown;
    raws->items[raws->count++] = (raw_content){tag->begin, tag->end, end};
    leave_out(job, tag->end, end);
}

/* Lets a byte that nobody is shown take the place of each "<" that begins no tag although it looks
 * so: libxml2 knows no text with tags in it. */
static void pass_literal(taming *job, size_t begin, size_t end)
{
    bf_str text = bf_str_slice(job->text, 0, end);
    size_t at = bf_str_find(text, BF_STR("<"), begin);
    for (; at != SIZE_MAX && !job->no_memory; at = bf_str_find(text, BF_STR("<"), begin)) {
        pass_references(job, begin, at);
        begin = at + 1;
        if (begin < end && bf_str_trim(bf_str_slice(text, begin, begin + 1)).length == 0)
            continue; /* no tag to libxml2 either */
        copy_up_to(job, at);
        if (job->no_memory)
            return;
        job->out[job->length++] = BF_HTML_NUL;
        job->passed = begin;
    }
    pass_references(job, begin, end);
}

/* Leaves out "<![CDATA[" and "]]>", and nothing of what stands between them. */
static void pass_cdata(taming *job, const bf_markup *cdata)
{
    bf_markup opening = {.begin = cdata->begin, .end = cdata->begin + sizeof "<![CDATA[" - 1};
    bf_markup closing = {.begin = cdata->end - (sizeof "]]>" - 1), .end = cdata->end};
    leave_out_markup(job, &opening);
    pass_literal(job, opening.end, closing.begin);
    leave_out_markup(job, &closing);
}

static size_t pass_markup(taming *job, size_t at)
{
    bf_markup tag = bf_markup_read(job->text, at, &job->place);
    size_t end = tag.end;
    if (tag.comment)
        leave_out_markup(job, &tag);
    if (tag.literal)
        pass_cdata(job, &tag);
    if (tag.name.length == 0)
        return end;
    if (tag.end_tag) {
        pass_end(job, &tag);
        return end;
    }
    pass_start(job, &tag);
    switch (bf_markup_enter(job->text, &tag, &job->place, &end)) {
    case BF_MARKUP_MIXED:
        break;
    case BF_MARKUP_RAW:
        pass_raw(job, &tag, end);
        break;
    case BF_MARKUP_LITERAL:
        pass_literal(job, tag.end, end);
        break;
    }
    return end;
}

static void tame(taming *job)
{
    job->has_nul = memchr(job->text.bytes, '\0', job->text.length) != NULL;
    size_t from = 0, at = bf_str_find(job->text, BF_STR("<"), 0);
    for (; at != SIZE_MAX && !job->no_memory; at = bf_str_find(job->text, BF_STR("<"), from)) {
        pass_references(job, from, at);
        from = pass_markup(job, at);
    }
    pass_references(job, from, job->text.length);
    if ((job->out != NULL || job->has_nul) && !job->no_memory)
        copy_up_to(job, job->text.length);
}

static void free_taming(taming *job)
{
    free(job->out);
    free(job->gaps.items);
    free(job->raws.items);
}

/* --- The second pass ---------------------------------------------------------------------------
 */

/* `text` is what is parsed, `page` what the caller gave. */
typedef struct {
    bf_str text, page;
    const gap *gaps;
    size_t gap_count;
    size_t gap; /* how many begin at or before the place last asked for */
    const raw_content *raws;
    size_t raw_count, raw; /* the next */
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

/* The byte of the page that byte `at` of the text came from. `begins`: something begins there, so
 * that what was left out before it is passed over; else something ends there. Places go forward but
 * for some steps, so the gap is near. */
static size_t place_in_page(reading *job, size_t at, bool begins)
{
    while (job->gap < job->gap_count && job->gaps[job->gap].at <= at)
        job->gap++;
    while (job->gap > 0 && job->gaps[job->gap - 1].at >= at + begins)
        job->gap--;
    return job->gap > 0 ? at + job->gaps[job->gap - 1].ahead : at;
}

/* The offset to tell for something that stands at byte `at` of the page. */
static size_t forward(reading *job, size_t at)
{
    if (job->told < at)
        job->told = at;
    return job->told;
}

/* Where on the page the start tag `name` stands, between what was passed and here; here for one
 * that the parser added. */
static size_t place_of_tag(reading *job, bf_str name)
{
    size_t here = read_so_far(job);
    bf_str read = bf_str_slice(job->text, 0, here);
    for (size_t i = bf_str_find(read, BF_STR("<"), job->passed); i != SIZE_MAX;
         i = bf_str_find(read, BF_STR("<"), i + 1)) {
        bf_str rest = bf_str_after(read, i + 1);
        if (bf_str_starts_nocase(rest, name) &&
            (rest.length == name.length || strchr("> /\t\r\n", rest.bytes[name.length]))) {
            job->passed = here;
            return place_in_page(job, i, true);
        }
    }
    return place_in_page(job, here, true);
}

/* Tells the raw content behind the start tag at byte `tag` of the page. */
static void tell_raw(reading *job, size_t tag)
{
    while (job->raw < job->raw_count && job->raws[job->raw].tag < tag)
        job->raw++;
    if (job->stopped || job->raw == job->raw_count || job->raws[job->raw].tag != tag)
        return;
    const raw_content *raw = &job->raws[job->raw++];
    job->told = raw->begin;
    if (job->events->raw)
        stop_unless(job, job->events->raw(bf_str_slice(job->page, raw->begin, raw->end), raw->begin,
                                          job->user));
}

static void on_start(void *user, const xmlChar *name, const xmlChar **pairs)
{
    reading *job = user;
    size_t count = 0;
    bf_str tag = bf_str_of((const char *)name);
    size_t place = place_of_tag(job, tag), offset = forward(job, place);
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
    if (bf_str_equal(tag, BF_STR("script")) || bf_str_equal(tag, BF_STR("style")))
        tell_raw(job, place);
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
    size_t depth = job->depth, at = read_so_far(job),
           here = forward(job, place_in_page(job, at, false));
    if (at > 0 && job->text.bytes[at - 1] == '>') /* else a start tag ended it, half read */
        job->passed = at;
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
        return forward(job, place_in_page(job, here - text.length, true));
    while (i > 0 && here - i < ENTITY_BYTES && job->text.bytes[i - 1] != '&')
        i--;
    i = i > 0 && job->text.bytes[i - 1] == '&' ? i - 1 : here;
    return forward(job, place_in_page(job, i, true));
}

static void on_text(void *user, const xmlChar *bytes, int length)
{
    reading *job = user;
    bf_str text = {(const char *)bytes, (size_t)length};
    size_t offset = place_of_text(job, text);
    if (job->events->text && !job->stopped)
        stop_unless(job, job->events->text(text, offset, job->user));
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
                         .ignorableWhitespace = on_text};
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
        end_top(job, job->page.length);
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

/* Reads what the first pass left of the page. */
static bf_html_end read_tamed(const taming *first, const bf_html_events *events, void *user,
                              bf_error *err)
{
    reading *job = calloc(1, sizeof *job);
    if (job == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "HTML: no memory");
        return BF_HTML_FAILED;
    }
    job->page = first->text;
    job->text = first->out ? (bf_str){first->out, first->length} : first->text;
    job->gaps = first->gaps.items;
    job->gap_count = first->gaps.count;
    job->raws = first->raws.items;
    job->raw_count = first->raws.count;
    job->events = events;
    job->user = user;
    job->cut = first->cut;
    bf_html_end end = job->text.length > 0 ? parse_quietly(job, job->text, err) : BF_HTML_READ;
    free(job);
    return end;
}

bf_html_end bf_html_read(bf_str text, const bf_html_events *events, void *user, bf_error *err)
{
    bool fits = text.length <= INT32_MAX; /* libxml2 counts in int */
    taming first = {
        .text = bf_str_slice(text, 0, INT32_MAX), .wanted = events->attributes, .cut = !fits};
    bf_html_end end = BF_HTML_FAILED;
    if (text.length == 0)
        return BF_HTML_READ;
    tame(&first);
    if (first.no_memory)
        bf_fail(err, BF_ERR_MEMORY, "HTML: no memory");
    else
        end = read_tamed(&first, events, user, err);
    free_taming(&first);
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

/* Copies a start tag, and an end tag behind it, so that they do not nest. */
static void pick_tag(picking *job, bf_str text, bf_markup *tag)
{
    bf_markup_attribute attribute;
    size_t count = 0, over = 0; /* where the first attribute past the cap stands */
    while (bf_markup_take_attribute(text, tag, &attribute))
        if (++count == BF_HTML_MOST_ATTRIBUTES + 1)
            over = attribute.begin;
    if (!is_wanted(job->names, tag->name))
        return;
    job->cut = job->cut || over > 0;
    bf_buf_append(&job->picked, bf_str_slice(text, tag->begin, over > 0 ? over : tag->end));
    if (over > 0)
        bf_buf_append_char(&job->picked, '>');
    if (tag->whole)
        bf_buf_append_format(&job->picked, "</%.*s>", BF_STR_ARG(tag->name));
}

static void pick_tags(picking *job, bf_str text)
{
    bf_markup_place place = {0};
    for (size_t at = bf_str_find(text, BF_STR("<"), 0); at != SIZE_MAX;
         at = bf_str_find(text, BF_STR("<"), at)) {
        bf_markup tag = bf_markup_read(text, at, &place);
        at = tag.end;
        if (tag.name.length > 0 && !tag.end_tag) {
            pick_tag(job, text, &tag);
            bf_markup_enter(text, &tag, &place, &at);
        }
    }
    if (job->picked.length > 0)
        replace_nuls(job->picked.bytes, job->picked.length);
}

/* libxml2 adds html and body. */
static bool on_picked(bf_str tag, const bf_html_attribute *attributes, size_t count, size_t offset,
                      void *user)
{
    picking *job = user;
    (void)offset;
    return !is_wanted(job->names, tag) || job->start(tag, attributes, count, job->user);
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
    if (bf_buf_view(&job.picked, "HTML", &picked, err)) {
        const taming none = {.text = picked, .cut = job.cut};
        end = read_tamed(&none, &events, &job, err);
    }
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
