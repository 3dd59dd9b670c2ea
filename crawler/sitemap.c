/* sitemap.c: one sitemap file. gzip and charset are undone first; then the first character says
 * whether it is text or XML, and the first element which XML. XML goes to libxml2's SAX interface
 * in pieces, with its references mended on the way: sites write "?a=1&b=2", of which libxml2 would
 * make another URL; and so it never sees an entity of the file's own making. */
#include "crawler/sitemap.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "common/buf.h"
#include "common/charset.h"
#include "common/coding.h"
#include "common/time.h"
#include "common/utf8.h"

enum {
    PIECE_BYTES = 4096,               /* given to libxml2 at once */
    MENDED_BYTES = 5 * PIECE_BYTES,   /* each byte of it may become "&#38;" */
    MOST_TAG_BYTES = PIECE_BYTES,     /* libxml2 is quadratic in the attributes of one tag */
    MOST_ATTRIBUTES = 64,             /* of one tag, and as many name spaces */
    MOST_DECLARATION_BYTES = 1 << 16, /* a comment, say, which it wants to see whole */
    PROLOG_BYTES = 256,               /* in which the XML declaration ends */
    MOST_REFERENCE_BYTES = 12,        /* "&#x0010FFFF;" */
    MOST_DATE_BYTES = 256,
    MOST_FAULTS = 4 * BF_SITEMAP_MOST_ENTRIES, /* each costs libxml2 about a microsecond */
    MOST_REFERENCES = 20 * BF_SITEMAP_MOST_ENTRIES,
    SUSPICIOUS_DATES = 3, /* so many that are all the same were made by a program's run */
    DAY_MS = 24 * 60 * 60 * 1000
};

/* What a format calls things, whatever the name space (http, https, Google's own, none). */
typedef struct {
    const char *root;
    bf_sitemap_kind kind;
    const char *entry, *loc;
    const char *modified[2];
    bool by_attribute; /* the URL stands in href and not in the element */
} format;

static const format formats[] = {
    {"urlset", BF_SITEMAP_URLS, "url", "loc", {"lastmod", "lastmod"}, false},
    {"sitemapindex", BF_SITEMAP_INDEX, "sitemap", "loc", {"lastmod", "lastmod"}, false},
    {"rss", BF_SITEMAP_URLS, "item", "link", {"pubDate", "date"}, false},
    {"RDF", BF_SITEMAP_URLS, "item", "link", {"date", "date"}, false}, /* RSS 1.0 */
    {"feed", BF_SITEMAP_URLS, "entry", "link", {"updated", "modified"}, true},
};

typedef enum { OTHER, ENTRY, LOC, MODIFIED } element;

typedef struct {
    bf_sitemap_visit *visit;
    void *user;
    bf_sitemap_outcome *out;
    int64_t latest_ms;    /* a date past it lies in the future */
    int64_t first_ms;     /* of the dates; -1: none yet */
    size_t dates, others; /* how many there were, and how many unlike the first */
    bool future, stopped, no_memory;
    /* XML only */
    xmlParserCtxtPtr parser;
    const format *format; /* NULL until the first element */
    element open[BF_SITEMAP_MOST_DEPTH];
    size_t depth;
    size_t lines_before; /* of blanks, which libxml2 does not see */
    bf_buf text, loc;    /* of the element that is open; of the entry, whole, or empty */
    int64_t modified_ms; /* of the entry */
    size_t faults, references;
    bool halted; /* libxml2 is to read no further */
    char mended[MENDED_BYTES];
} reading;

/* --- What all formats share --------------------------------------------------------------------
 */

/* The first one counts: what follows may come of it. */
static void warn(reading *job, size_t line, const char *words)
{
    if (job->out->warning.code != BF_OK)
        return;
    bf_fail(&job->out->warning, BF_ERR_FORMAT, "%s", words);
    job->out->warning.line = line > UINT32_MAX ? 0 : (unsigned)line;
}

static void count_date(reading *job, int64_t ms)
{
    if (job->dates++ == 0)
        job->first_ms = ms;
    job->others += ms != job->first_ms;
    job->future = job->future || ms > job->latest_ms;
    job->out->distrust = job->future || (job->dates >= SUSPICIOUS_DATES && job->others == 0);
}

/* Undoes in place what programs escape twice: an "&amp;" that is left is never meant. libxml2 gives
 * "&#38;" for it in attributes. */
static bf_str undo_ampersands(char *bytes, size_t length)
{
    size_t to = 0;
    for (size_t i = 0; i < length; i++) {
        bytes[to++] = bytes[i];
        while (to >= 5 && bytes[to - 1] == ';' &&
               (memcmp(bytes + to - 5, "&amp;", 5) == 0 || memcmp(bytes + to - 5, "&#38;", 5) == 0))
            to -= 4;
    }
    return bf_str_trim((bf_str){bytes, to});
}

/* Tells the entry whose URL is `loc`, which is changed. false: nothing more is wanted. */
static bool tell(reading *job, bf_buf *loc, int64_t modified_ms)
{
    bf_sitemap_entry entry = {.kind = job->out->kind, .modified_ms = modified_ms};
    job->no_memory = job->no_memory || (loc->failed && !loc->full);
    if (job->no_memory || job->stopped)
        return false;
    entry.loc = loc->failed ? (bf_str){0} : undo_ampersands(loc->bytes, loc->length);
    if (entry.loc.length == 0)
        return true;
    if (job->out->entries >= BF_SITEMAP_MOST_ENTRIES) {
        job->out->cut = "more than 50,000 entries";
        return false;
    }
    if (modified_ms >= 0)
        count_date(job, modified_ms);
    job->out->entries++;
    job->stopped = !job->visit(&entry, job->user);
    return !job->stopped;
}

/* --- Text --------------------------------------------------------------------------------------
 */

static bool is_web_url(bf_str text)
{
    return bf_str_starts_nocase(text, BF_STR("http://")) ||
           bf_str_starts_nocase(text, BF_STR("https://"));
}

/* One URL a line; a first line that is none is a page's. Of a text that was cut off, the last line
 * may be half a URL. */
static void read_text(reading *job, bf_str text, size_t line_number, bool cut_off)
{
    bf_str line;
    while (bf_str_take_line(&text, &line)) {
        bool whole = !cut_off || text.length > 0;
        line = bf_str_trim(line);
        line_number++;
        if (line.length == 0 || !whole)
            continue;
        if (!is_web_url(line)) {
            if (job->out->kind == BF_SITEMAP_NONE)
                return;
            warn(job, line_number, "a line that is no URL");
            continue;
        }
        job->out->kind = BF_SITEMAP_URLS;
        bf_buf_append(&job->loc, line);
        if (job->loc.full)
            warn(job, line_number, "a URL of more than 8,192 bytes");
        if (!tell(job, &job->loc, -1))
            return;
        bf_buf_reset(&job->loc);
    }
}

/* --- XML ---------------------------------------------------------------------------------------
 */

static void halt(reading *job)
{
    if (!job->halted)
        xmlStopParser(job->parser);
    job->halted = true;
}

static void cut(reading *job, const char *why)
{
    job->out->cut = why;
    halt(job);
}

static size_t line_of(const reading *job)
{
    const xmlParserInput *input = job->parser->input;
    return job->lines_before + (input && input->line > 0 ? (size_t)input->line : 1);
}

/* Of the years that a page may have been changed in; -1 for anything else. Two dates after another
 * were seen, and of them the first is read. */
static int64_t read_date(bf_str text)
{
    int64_t ms = -1;
    text = bf_str_trim(text);
    bf_str rest = text, word;
    bf_str_take_part(&rest, ' ', &word);
    if (bf_time_parse_w3c(text, &ms) || bf_time_parse_http(text, &ms) ||
        bf_time_parse_w3c(bf_str_trim(word), &ms))
        return ms >= 0 ? ms : -1;
    return -1;
}

/* Tells the entry that is open, as far as it came, and makes ready for the next. */
static void end_entry(reading *job)
{
    int64_t modified_ms = job->modified_ms;
    job->modified_ms = -1;
    if ((job->loc.length > 0 || job->loc.failed) && !tell(job, &job->loc, modified_ms))
        halt(job);
    bf_buf_reset(&job->loc);
}

static element parent_of(const reading *job)
{
    return job->depth > 0 ? job->open[job->depth - 1] : OTHER;
}

/* What the element `name` is here. Images and videos have a loc too, and feeds a link: those of
 * other parents are not the entry's. */
static element recognise(const reading *job, const char *name)
{
    const format *as = job->format;
    if (job->depth > 0 && strcmp(name, as->entry) == 0)
        return ENTRY;
    if (parent_of(job) != ENTRY)
        return OTHER;
    if (strcmp(name, as->loc) == 0)
        return LOC;
    return strcmp(name, as->modified[0]) == 0 || strcmp(name, as->modified[1]) == 0 ? MODIFIED
                                                                                    : OTHER;
}

/* Five pointers an attribute: name, prefix, name space, and where its value begins and ends. */
static bf_str attribute_of(const xmlChar **attributes, int count, const char *name)
{
    for (int i = 0; i < count; i++, attributes += 5)
        if (strcmp((const char *)attributes[0], name) == 0)
            return (bf_str){(const char *)attributes[3], (size_t)(attributes[4] - attributes[3])};
    return (bf_str){0};
}

/* A link of Atom: the page itself is the one without a relation, or "alternate" (RFC
 * 4287, 4.2.7.2).
 */
static void take_link(reading *job, const xmlChar **attributes, int count)
{
    bf_str relation = bf_str_trim(attribute_of(attributes, count, "rel"));
    if (job->loc.length == 0 && !job->loc.failed &&
        (relation.length == 0 || bf_str_equal(relation, BF_STR("alternate"))))
        bf_buf_append(&job->loc, attribute_of(attributes, count, "href"));
    if (job->loc.full)
        warn(job, line_of(job), "a URL of more than 8,192 bytes");
}

static void begin_root(reading *job, const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(name, formats[i].root) == 0)
            job->format = &formats[i];
    if (job->format)
        job->out->kind = job->format->kind;
    else
        halt(job);
}

/* A document type may declare attributes that every tag is to have. libxml2 compares them with each
 * other at every tag, so it must forget them. */
static void drop_defaults(xmlParserCtxtPtr parser)
{
    if (parser->attsDefault)
        xmlHashFree(parser->attsDefault, xmlHashDefaultDeallocator);
    parser->attsDefault = NULL;
}

static void on_start(void *user, const xmlChar *local_name, const xmlChar *prefix,
                     const xmlChar *space, int spaces, const xmlChar **declared, int count,
                     int defaulted, const xmlChar **attributes)
{
    reading *job = user;
    const char *name = (const char *)local_name;
    (void)prefix, (void)space, (void)declared, (void)defaulted;
    if (job->halted)
        return;
    if (count > MOST_ATTRIBUTES || spaces > MOST_ATTRIBUTES) {
        cut(job, "a tag of more than 64 attributes");
        return;
    }
    if (job->depth == BF_SITEMAP_MOST_DEPTH) {
        cut(job, "elements more than 32 deep in each other");
        return;
    }
    if (job->format == NULL)
        begin_root(job, name);
    drop_defaults(job->parser);
    if (job->format == NULL)
        return;
    element what = recognise(job, name);
    if (what == ENTRY)
        end_entry(job); /* one whose end tag is missing */
    if (what == LOC && job->format->by_attribute)
        take_link(job, attributes, count);
    if (what != OTHER)
        bf_buf_reset(&job->text);
    job->open[job->depth++] = what;
}

/* Takes the URL that was gathered, unless the entry has one: RSS has its own link beside Atom's. */
static void end_loc(reading *job)
{
    if (job->format->by_attribute || job->loc.length > 0)
        return;
    if (job->text.full)
        warn(job, line_of(job), "a URL of more than 8,192 bytes");
    job->no_memory = job->no_memory || (job->text.failed && !job->text.full);
    if (!job->text.failed)
        bf_buf_append(&job->loc, bf_str_trim((bf_str){job->text.bytes, job->text.length}));
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
    reading *job = user;
    (void)name, (void)prefix, (void)space;
    if (job->halted || job->depth == 0)
        return;
    switch (job->open[--job->depth]) {
    case OTHER:
        break;
    case ENTRY:
        end_entry(job);
        break;
    case LOC:
        end_loc(job);
        break;
    case MODIFIED:
        if (job->modified_ms < 0 && job->text.length <= MOST_DATE_BYTES && !job->text.failed)
            job->modified_ms = read_date((bf_str){job->text.bytes, job->text.length});
        break;
    }
}

static void on_text(void *user, const xmlChar *bytes, int length)
{
    reading *job = user;
    element what = parent_of(job);
    if (!job->halted && (what == LOC || what == MODIFIED))
        bf_buf_append(&job->text, (bf_str){(const char *)bytes, (size_t)length});
}

/* Says what was wrong. libxml2 goes on when an allocation fails, and may then read the same byte
 * for ever: stop it. */
static void on_error(void *user, xmlErrorPtr error)
{
    reading *job = user;
    if (error->code == XML_ERR_NO_MEMORY) {
        job->no_memory = true;
        halt(job);
    } else if (!job->halted && error->level >= XML_ERR_ERROR && error->message) {
        char words[256];
        bool early =
            error->code == XML_ERR_DOCUMENT_END && job->depth > 0; /* of which it says else */
        const char *message = early ? "the file ends before its elements do" : error->message;
        size_t length = strcspn(message, "\n");
        length = length < sizeof words ? length : sizeof words - 1;
        memcpy(words, message, length);
        words[length] = '\0';
        warn(job, job->lines_before + (error->line > 0 ? (size_t)error->line : 1), words);
        if (++job->faults > MOST_FAULTS)
            cut(job, "more than 200,000 faults");
    }
}

/* The references that XML itself defines (4.6), and the numbers that stand for them. */
static const struct {
    const char *name, *number;
} predefined[] = {
    {"amp;", "&#38;"}, {"lt;", "&#60;"}, {"gt;", "&#62;"}, {"quot;", "&#34;"}, {"apos;", "&#39;"}};

/* Says whether `rest`, what follows a "&", makes it the reference to a character by number. */
static bool is_number(bf_str rest)
{
    bool hex = bf_str_starts(rest, BF_STR("#x"));
    const char *digits = hex ? "0123456789abcdefABCDEF" : "0123456789";
    size_t begin = hex ? 2 : 1, i = begin;
    while (i < rest.length && rest.bytes[i] != '\0' && strchr(digits, rest.bytes[i]))
        i++;
    return bf_str_starts(rest, BF_STR("#")) && i > begin && i < rest.length && rest.bytes[i] == ';';
}

/* What libxml2 is given for the "&" at byte `at`, and how many bytes it stands for: a number, as
 * libxml2 drops references by name from a document once it is broken. */
static bf_str mend_reference(bf_str text, size_t at, size_t *length)
{
    bf_str rest = bf_str_slice(text, at + 1, at + MOST_REFERENCE_BYTES);
    *length = 1;
    if (is_number(rest))
        return BF_STR("&");
    for (size_t i = 0; i < sizeof predefined / sizeof *predefined; i++)
        if (bf_str_starts(rest, bf_str_of(predefined[i].name))) {
            *length += strlen(predefined[i].name);
            return bf_str_of(predefined[i].number);
        }
    return BF_STR("&#38;");
}

static size_t held_back(const reading *job)
{
    const xmlParserInput *input = job->parser->input;
    return input && !job->halted ? (size_t)(input->end - input->cur) : 0;
}

/* What libxml2 holds back must be small, or it would be looked at again and again. Of CDATA it
 * takes 300 bytes a call. */
static void give(reading *job, bf_str piece)
{
    if (job->halted || piece.length == 0)
        return;
    xmlParseChunk(job->parser, piece.bytes, (int)piece.length, 0);
    for (size_t before = SIZE_MAX, held = held_back(job);
         held < before && job->parser->instate == XML_PARSER_CDATA_SECTION; held = held_back(job)) {
        xmlParseChunk(job->parser, NULL, 0, 0);
        before = held;
    }
    size_t held = held_back(job);
    const xmlChar *at = held > 1 ? job->parser->input->cur : NULL;
    bool declaration = at && at[0] == '<' && (at[1] == '!' || at[1] == '?');
    if (held > (declaration ? MOST_DECLARATION_BYTES : MOST_TAG_BYTES))
        cut(job, declaration ? "a comment or declaration of more than 64 KiB"
                             : "a tag of more than 4 KiB");
}

/* Where the piece from byte `from` ends: before a tag, so that libxml2, which takes any ">" for the
 * end of one, sees each tag whole. */
static size_t end_of_piece(bf_str text, size_t from)
{
    size_t end = from + PIECE_BYTES;
    if (end >= text.length)
        return text.length;
    const char *tag = memrchr(text.bytes + from + 1, '<', PIECE_BYTES - 1);
    return tag ? (size_t)(tag - text.bytes) : end;
}

/* Gives one piece, with its references mended, and returns where the next begins: past its end when
 * a reference stands across it. */
static size_t give_mended(reading *job, bf_str text, size_t from, size_t end)
{
    size_t made = 0, length;
    while (from < end) {
        const char *found = memchr(text.bytes + from, '&', end - from);
        size_t at = found ? (size_t)(found - text.bytes) : end;
        memcpy(job->mended + made, text.bytes + from, at - from);
        made += at - from;
        from = at;
        if (at == end)
            break;
        bf_str instead = mend_reference(text, at, &length);
        memcpy(job->mended + made, instead.bytes, instead.length);
        made += instead.length;
        from += length;
        job->references++;
    }
    if (job->references > MOST_REFERENCES)
        cut(job, "more than 1,000,000 references");
    give(job, (bf_str){job->mended, made});
    return from;
}

static bool make_parser(reading *job)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .serror = on_error,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = on_text};
    job->parser = xmlCreatePushParserCtxt(&sax, job, NULL, 0, NULL);
    if (job->parser == NULL)
        return false;
    job->parser->charset = XML_CHAR_ENCODING_UTF8; /* else the parser guesses */
    xmlCtxtUseOptions(job->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
                                       XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
    return true;
}

static void drop_error(void *user, xmlErrorPtr error)
{
    (void)user;
    (void)error;
}

/* Reads `text` with libxml2 kept from printing: what fails where there is no parser yet goes to a
 * handler of the whole thread, which may be somebody else's. */
static void read_xml(reading *job, bf_str text)
{
    xmlStructuredErrorFunc handler = xmlStructuredError;
    void *context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(NULL, drop_error);
    if (!make_parser(job))
        job->no_memory = true;
    for (size_t at = 0; at < text.length && !job->no_memory && !job->halted;)
        at = give_mended(job, text, at, end_of_piece(text, at));
    if (!job->no_memory && !job->halted) {
        xmlParseChunk(job->parser, NULL, 0, 1);
        if (!job->halted)
            end_entry(job); /* cut off behind its URL */
    }
    if (job->parser)
        xmlFreeDoc(job->parser->myDoc); /* made for declarations that nobody asked for */
    xmlFreeParserCtxt(job->parser);
    xmlSetStructuredErrorFunc(context, handler);
}

/* --- Bytes to text -----------------------------------------------------------------------------
 */

static bool is_gzip(bf_str bytes) /* RFC 1952, 2.3.1 */
{
    return bf_str_starts(bytes, BF_STR("\x1F\x8B"));
}

/* Undoes gzip into `out` as often as `bytes` have it, up to twice: ".gz" may be sent with a content
 * coding of its own. Its ratio is no bound: lists of URLs pack well, and bytes are counted. */
static bool undo_gzip(reading *job, bf_str *bytes, bf_buf *out, bool *cut_off)
{
    const bf_coding_limits limits = {BF_SITEMAP_MOST_BYTES, UINT32_MAX, 2};
    const char *names = "gzip";
    bf_str coded = *bytes;
    for (int i = 0; i < 2 && is_gzip(*bytes); i++, names = "gzip, gzip") {
        switch (bf_coding_undo(bf_str_of(names), coded, &limits, out)) {
        case BF_CODING_DONE:
            break;
        case BF_CODING_CUT:
            warn(job, 0, "gzip that is cut off or broken");
            *cut_off = true;
            break;
        case BF_CODING_LIMIT:
            job->out->cut = "more than 52,428,800 bytes";
            *cut_off = true;
            break;
        case BF_CODING_FAILED:
            return false;
        }
        *bytes = (bf_str){out->bytes, out->length};
    }
    return true;
}

/* The encoding that the XML declaration names. UTF-16 cannot be right, because the declaration was
 * read as ASCII; programs write it in front of UTF-8. */
static bf_str declared_encoding(bf_str text)
{
    bf_str prolog = bf_str_slice(bf_str_trim(text), 0, PROLOG_BYTES);
    prolog = bf_str_slice(prolog, 0, bf_str_find(prolog, BF_STR("?>"), 0));
    size_t at = bf_str_find(prolog, BF_STR("encoding"), 0);
    if (!bf_str_starts(prolog, BF_STR("<?xml")) || at == SIZE_MAX)
        return (bf_str){0};
    bf_str rest = bf_str_trim(bf_str_after(prolog, at + 8));
    rest = bf_str_trim(bf_str_after(rest, bf_str_starts(rest, BF_STR("="))));
    if (rest.length == 0 || (rest.bytes[0] != '"' && rest.bytes[0] != '\''))
        return (bf_str){0};
    char quote = rest.bytes[0];
    rest = bf_str_after(rest, 1);
    bf_str_take_part(&rest, quote, &prolog);
    return bf_str_starts_nocase(prolog, BF_STR("utf-16")) ? BF_STR("utf-8") : prolog;
}

/* `text` without blanks, byte order marks, and lines before its first character. */
static bf_str without_blanks(bf_str text, size_t *lines)
{
    const bf_str mark = BF_STR("\xEF\xBB\xBF");
    *lines = 0;
    for (;;) {
        if (bf_str_starts(text, mark)) {
            text = bf_str_after(text, mark.length);
        } else if (text.length > 0 && strchr(" \t\r\n", text.bytes[0]) && text.bytes[0] != '\0') {
            *lines += text.bytes[0] == '\n';
            text = bf_str_after(text, 1);
        } else {
            return text;
        }
    }
}

/* Reads what gzip left, as UTF-8 in `arena` or where it stands. */
static bool read_decoded(reading *job, bf_str bytes, bool cut_off, bf_arena *arena, bf_error *err)
{
    bf_charset_text decoded;
    bf_str label = bf_utf8_valid(bytes) ? BF_STR("utf-8") : declared_encoding(bytes);
    if (bytes.length > BF_SITEMAP_MOST_BYTES) {
        job->out->cut = "more than 52,428,800 bytes";
        cut_off = true;
    }
    if (!bf_charset_decode(bf_str_slice(bytes, 0, BF_SITEMAP_MOST_BYTES), label, arena, &decoded,
                           err))
        return false;
    bf_str text = without_blanks(decoded.text, &job->lines_before);
    bf_buf_init(&job->text, BF_SITEMAP_MOST_LOC_BYTES);
    bf_buf_init(&job->loc, BF_SITEMAP_MOST_LOC_BYTES);
    if (bf_str_starts(text, BF_STR("<")))
        read_xml(job, text);
    else if (!is_gzip(bytes))
        read_text(job, text, job->lines_before, cut_off);
    bf_buf_free(&job->text);
    bf_buf_free(&job->loc);
    return !job->no_memory || bf_fail(err, BF_ERR_MEMORY, "sitemap: no memory");
}

bool bf_sitemap_read(bf_str bytes, int64_t now_ms, bf_sitemap_visit *visit, void *user,
                     bf_sitemap_outcome *out, bf_error *err)
{
    reading job = {.visit = visit, .user = user, .out = out, .first_ms = -1, .modified_ms = -1};
    bool cut_off = false;
    bf_buf decoded;
    *out = (bf_sitemap_outcome){0};
    job.latest_ms = now_ms < INT64_MAX - DAY_MS ? now_ms + DAY_MS : INT64_MAX;
    bf_arena *arena = bf_arena_new(3 * (size_t)BF_SITEMAP_MOST_BYTES + 1); /* bytes become 3 each */
    bf_buf_init(&decoded, BF_SITEMAP_MOST_BYTES);
    bool read = (arena != NULL && undo_gzip(&job, &bytes, &decoded, &cut_off)) ||
                bf_fail(err, BF_ERR_MEMORY, "sitemap: no memory");
    read = read && read_decoded(&job, bytes, cut_off, arena, err) && !job.stopped;
    bf_buf_free(&decoded);
    bf_arena_free(arena);
    return read;
}
