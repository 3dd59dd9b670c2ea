/* test_sitemap.c: one sitemap file: its entries in each format, its bounds, and what is none. */
#include "tests/support/views.h"

#include <stdlib.h>

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <zlib.h>

#include "common/buf.h"
#include "crawler/sitemap.h"

#define NOW_MS INT64_C(1795464000000) /* 2026-11-23T20:00:00Z */

/* What was told, as lines "loc modified_ms". */
typedef struct {
    bf_buf lines;
    size_t count, most;
    bf_sitemap_kind kind;
} told;

static bool note(const bf_sitemap_entry *entry, void *user)
{
    told *seen = user;
    seen->count++;
    seen->kind = entry->kind;
    if (seen->lines.length < 4096)
        bf_buf_append_format(&seen->lines, "%.*s %lld\n", BF_STR_ARG(entry->loc),
                             (long long)entry->modified_ms);
    return seen->count < seen->most;
}

static bf_sitemap_outcome read_sitemap(bf_str bytes, told *seen)
{
    bf_sitemap_outcome outcome;
    bf_error err = {0};
    *seen = (told){.most = SIZE_MAX};
    bf_buf_init(&seen->lines, 1 << 20);
    if (!bf_sitemap_read(bytes, NOW_MS, note, seen, &outcome, &err))
        fail_msg("%s", err.message);
    assert_int_equal(err.code, BF_OK);
    assert_int_equal(outcome.entries, seen->count);
    if (seen->count > 0)
        assert_int_equal(outcome.kind, seen->kind);
    return outcome;
}

/* Checks that the sitemap `bytes` is of `kind` and its lines are `lines`. */
static bf_sitemap_outcome expect(bf_str bytes, bf_sitemap_kind kind, const char *lines)
{
    told seen;
    bf_sitemap_outcome outcome = read_sitemap(bytes, &seen);
    bf_str view = {seen.lines.bytes, seen.lines.length};
    if (outcome.kind != kind || !bf_str_equal(view, bf_str_of(lines)))
        fail_msg("%.*s\nis of kind %d, not %d, and lists\n%.*s\nand not\n%s", BF_STR_ARG(bytes),
                 (int)outcome.kind, (int)kind, BF_STR_ARG(view), lines);
    bf_buf_free(&seen.lines);
    return outcome;
}

#define URLSET "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"

static void each_format_gives_its_urls_and_their_dates(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bf_sitemap_kind kind;
        const char *lines;
    } cases[] = {
        {"<?xml version='1.0' encoding='UTF-8'?>\n" URLSET
         "<url><loc>http://a.example/1</loc><lastmod>2026-11-23</lastmod><changefreq>daily"
         "</changefreq><priority>1.0</priority></url><url><loc>http://a.example/2</loc></url>"
         "</urlset>",
         BF_SITEMAP_URLS, "http://a.example/1 1795392000000\nhttp://a.example/2 -1\n"},
        {"<sitemapindex><sitemap><loc>http://a.example/s.xml.gz</loc><lastmod>2026-11-23T20:00Z"
         "</lastmod></sitemap></sitemapindex>",
         BF_SITEMAP_INDEX, "http://a.example/s.xml.gz 1795464000000\n"},
        {"http://a.example/1\nHTTPS://a.example/2\r\n\n  http://a.example/3\t", BF_SITEMAP_URLS,
         "http://a.example/1 -1\nHTTPS://a.example/2 -1\nhttp://a.example/3 -1\n"},
        {"<rss version='2.0'><channel><link>http://a.example/</link><item><title>A</title>"
         "<link>http://a.example/1</link><pubDate>Mon, 23 Nov 2026 20:00:00 GMT</pubDate></item>"
         "<item xmlns:atom='http://www.w3.org/2005/Atom'><atom:link href='http://a.example/x'/>"
         "<link>http://a.example/2</link><atom:link href='http://a.example/y'/></item>"
         "</channel></rss>",
         BF_SITEMAP_URLS, "http://a.example/1 1795464000000\nhttp://a.example/2 -1\n"},
        {"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><channel><link>"
         "http://a.example/</link></channel><item><link>http://a.example/1</link>"
         "<dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2026-11-23</dc:date></item>"
         "</rdf:RDF>",
         BF_SITEMAP_URLS, "http://a.example/1 1795392000000\n"},
        {"<feed xmlns='http://www.w3.org/2005/Atom'><link href='http://a.example/'/><entry>"
         "<link rel='enclosure' href='http://a.example/e'/><link href='http://a.example/1?a&amp;b'"
         "/><updated>2026-11-23T20:00:00Z</updated><source><link href='http://b.example/'/>"
         "</source></entry><entry><link rel='alternate' href='/2'/></entry></feed>",
         BF_SITEMAP_URLS, "http://a.example/1?a&b 1795464000000\n/2 -1\n"},
        {"<urlset/>", BF_SITEMAP_URLS, ""},
        {"<sitemapindex></sitemapindex>", BF_SITEMAP_INDEX, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_sitemap_outcome outcome =
            expect(bf_str_of(cases[i].bytes), cases[i].kind, cases[i].lines);
        assert_null(outcome.cut);
        if (outcome.warning.code != BF_OK)
            fail_msg("%s: %s", cases[i].bytes, outcome.warning.message);
    }
}

static void a_page_is_no_sitemap(void **state)
{
    (void)state;
    const bf_str cases[] = {
        BF_STR(""),
        BF_STR(" \n"),
        BF_STR("\xEF\xBB\xBF"),
        BF_STR("<"),
        BF_STR("<!DOCTYPE html><html><body><a href='http://a.example/'>Sign in</a></body></html>"),
        BF_STR("<html xmlns='http://www.w3.org/1999/xhtml'><url><loc>http://a.example/</loc></url>"
               "</html>"),
        BF_STR("<br />\n<b>Warning</b>: no such file\n<urlset><url><loc>http://a.example/</loc>"),
        BF_STR("<URLSET><url><loc>http://a.example/</loc></url></URLSET>"),
        BF_STR("Not found\nhttp://a.example/\n"),
        BF_STR("{\"error\": \"http://a.example/\"}"),
        BF_STR("/1\n/2\n"),
        BF_STR("\0\0http://a.example/"),
        BF_STR("\x1F\x8B"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i], BF_SITEMAP_NONE, "");
}

/* The `<url>` of each case stands in a urlset. */
static void a_url_is_read_as_it_was_meant(void **state)
{
    (void)state;
    static const struct {
        const char *url, *line;
    } cases[] = {
        {"<loc>\n http://a.example/1\t</loc>", "http://a.example/1 -1\n"},
        {"<loc><![CDATA[ http://a.example/?a=1&b=2 ]]></loc>", "http://a.example/?a=1&b=2 -1\n"},
        {"<loc>http://a.example/<![CDATA[1]]>2</loc>", "http://a.example/12 -1\n"},
        {"<loc>http://a.example/?a&amp;b</loc>", "http://a.example/?a&b -1\n"},
        {"<loc>http://a.example/?a&amp;amp;b</loc>", "http://a.example/?a&b -1\n"},
        {"<loc>http://a.example/?a&amp;amp;amp;b</loc>", "http://a.example/?a&b -1\n"},
        {"<loc>http://a.example/?a&b=1&copy=2&#c&#xg;</loc>",
         "http://a.example/?a&b=1&copy=2&#c&#xg; -1\n"},
        {"<loc>http://a.example/?a&nbsp;b</loc>", "http://a.example/?a&nbsp;b -1\n"},
        {"<loc>&#104;ttp&#x3a;//a.example/&lt;&gt;&quot;&apos;</loc>",
         "http://a.example/<>\"' -1\n"},
        {"<loc>/relative</loc>", "/relative -1\n"},
        {"<loc>http://a.example/caf\xC3\xA9</loc>", "http://a.example/caf\xC3\xA9 -1\n"},
        {"<loc> </loc>", ""},
        {"<loc/>", ""},
        {"", ""},
        /* the first counts */
        {"<loc>http://a.example/1</loc><loc>http://a.example/2</loc>", "http://a.example/1 -1\n"},
        {"<loc></loc><loc>http://a.example/2</loc>", "http://a.example/2 -1\n"},
        /* those of other parents are not its own */
        {"<i:image xmlns:i='x'><i:loc>http://a.example/i.png</i:loc></i:image>"
         "<loc>http://a.example/1</loc><i:image xmlns:i='x'><i:loc>http://a.example/i.png</i:loc>"
         "</i:image>",
         "http://a.example/1 -1\n"},
        {"<s:loc xmlns:s='http://www.google.com/schemas/sitemap/0.84'>http://a.example/1</s:loc>",
         "http://a.example/1 -1\n"},
        /* dates */
        {"<lastmod>2026-11-23</lastmod><loc>http://a.example/1</loc>",
         "http://a.example/1 1795392000000\n"},
        {"<loc>http://a.example/1</loc><lastmod> 2026 </lastmod>",
         "http://a.example/1 1767225600000\n"},
        {"<loc>http://a.example/1</loc><lastmod>2026-11-23 20:00:00</lastmod>",
         "http://a.example/1 1795392000000\n"},
        {"<loc>http://a.example/1</loc><lastmod>2026-11-23 2026-11-24</lastmod>",
         "http://a.example/1 1795392000000\n"},
        {"<loc>http://a.example/1</loc><lastmod>junk</lastmod><lastmod>2026-11-23</lastmod>",
         "http://a.example/1 1795392000000\n"},
        {"<loc>http://a.example/1</loc><lastmod>yesterday</lastmod>", "http://a.example/1 -1\n"},
        {"<loc>http://a.example/1</loc><lastmod>1969-12-31</lastmod>", "http://a.example/1 -1\n"},
        {"<loc>http://a.example/1</loc><lastmod>0000-00-00</lastmod>", "http://a.example/1 -1\n"},
        {"<loc>http://a.example/1</loc><lastmod></lastmod>", "http://a.example/1 -1\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[1024];
        snprintf(bytes, sizeof bytes, "<urlset><url>%s</url></urlset>", cases[i].url);
        bf_sitemap_outcome outcome = expect(bf_str_of(bytes), BF_SITEMAP_URLS, cases[i].line);
        assert_int_equal(outcome.warning.code, BF_OK);
    }
}

static void what_stands_before_the_first_element_does_no_harm(void **state)
{
    (void)state;
    const bf_str cases[] = {
        BF_STR("\n\n  <?xml version='1.0'?><urlset><url><loc>/1</loc></url></urlset>"),
        BF_STR("\xEF\xBB\xBF<?xml version='1.0'?><urlset><url><loc>/1</loc></url></urlset>"),
        BF_STR("\xEF\xBB\xBF\r\n\xEF\xBB\xBF<?xml version='1.0'?><urlset><url><loc>/1</loc></url>"
               "</urlset>"),
        BF_STR("<?xml version='1.0'?><?xml-stylesheet href='s.xsl'?><!-- <html> --><urlset><url>"
               "<loc>/1</loc></url></urlset>"),
        /* written by programs that believe in UTF-16 */
        BF_STR("<?xml version='1.0' encoding='utf-16'?><urlset><url><loc>/1</loc></url></urlset>"),
        BF_STR("<!DOCTYPE urlset SYSTEM 'http://a.example/s.dtd'><urlset><url><loc>/1</loc></url>"
               "</urlset>"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_sitemap_outcome outcome = expect(cases[i], BF_SITEMAP_URLS, "/1 -1\n");
        assert_int_equal(outcome.warning.code, BF_OK);
    }
}

static void another_encoding_becomes_utf_8(void **state)
{
    (void)state;
    const bf_str cases[] = {
        BF_STR("<?xml version='1.0' encoding='ISO-8859-1'?><urlset><url><loc>/\xE9</loc></url>"),
        BF_STR("<?xml version='1.0' encoding=\"windows-1252\"?><urlset><url><loc>/\xE9</loc></url>"
               "</urlset>"),
        BF_STR("<urlset><url><loc>/\xE9</loc></url></urlset>"),
        BF_STR("\xFF\xFE<\0u\0r\0l\0s\0e\0t\0>\0<\0u\0r\0l\0>\0<\0l\0o\0c\0>\0/\0\xE9\0<\0/\0l\0o\0"
               "c\0>\0<\0/\0u\0r\0l\0>\0<\0/\0u\0r\0l\0s\0e\0t\0>\0"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i], BF_SITEMAP_URLS, "/\xC3\xA9 -1\n");
    expect(BF_STR("http://a.example/\xE9\n"), BF_SITEMAP_URLS, "http://a.example/\xC3\xA9 -1\n");
}

static void broken_xml_gives_what_can_be_read_and_a_warning_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *lines;
        unsigned line;
        const char *words;
    } cases[] = {
        {"\n<urlset>\n<url><loc>/1</loc></url>\n<url><loc>/2", "/1 -1\n", 4,
         "ends before its elements do"},
        {"<urlset><url><loc>/1</loc>\n<lastmod>2026", "/1 -1\n", 2, "ends before its elements do"},
        {"<urlset><url><loc>/1</loc>\n<url><loc>/2</loc></url></urlset>", "/1 -1\n/2 -1\n", 2,
         "mismatch"},
        {"<urlset>\n<url><loc>/1</url>\n<url><loc>/2</loc></url></urlset>", "/1 -1\n/2 -1\n", 2,
         "mismatch"},
        {"<urlset>\n<url a=b><loc>/1</loc></url></urlset>", NULL, 2, ""},
        {"<urlset><a></b><url><loc>/1?a&amp;b&lt;&#x63;</loc></url></urlset>", "/1?a&b<c -1\n", 1,
         "mismatch"},
        {"<urlset><url><i:image/><loc>/1</loc></url></urlset>", "/1 -1\n", 1, "prefix i"},
        {"<urlset><url><loc>/1</loc></url></urlset>\njunk", "/1 -1\n", 2, "Extra content"},
        {"http://a.example/1\n\nno URL\nhttp://a.example/2",
         "http://a.example/1 -1\nhttp://a.example/2 -1\n", 3, "a line that is no URL"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        told seen;
        bf_sitemap_outcome outcome = read_sitemap(bf_str_of(cases[i].bytes), &seen);
        bf_buf_append_char(&seen.lines, '\0');
        if (cases[i].lines)
            assert_string_equal(seen.lines.bytes, cases[i].lines);
        assert_error(outcome.warning, BF_ERR_FORMAT, cases[i].words);
        assert_int_equal(outcome.warning.line, cases[i].line);
        assert_null(outcome.cut);
        bf_buf_free(&seen.lines);
    }
}

/* `bytes` packed `times` times as gzip. */
static bf_buf pack(bf_str bytes, int times)
{
    bf_buf out = {0};
    for (int i = 0; i < times; i++) {
        bf_buf packed;
        z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes.bytes,
                           .avail_in = (uInt)bytes.length};
        bf_buf_init(&packed, SIZE_MAX / 2);
        assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, 0), Z_OK);
        size_t room = deflateBound(&stream, stream.avail_in);
        char *to = bf_buf_room(&packed, room);
        assert_non_null(to);
        stream.next_out = (Bytef *)to;
        stream.avail_out = (uInt)room;
        assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
        bf_buf_wrote(&packed, room - stream.avail_out);
        deflateEnd(&stream);
        bf_buf_free(&out);
        out = packed;
        bytes = (bf_str){out.bytes, out.length};
    }
    return out;
}

static void gzip_is_undone_up_to_twice_and_known_by_its_bytes(void **state)
{
    (void)state;
    bf_str plain = BF_STR("<urlset><url><loc>/1</loc></url></urlset>");
    for (int times = 1; times <= 3; times++) {
        bf_buf packed = pack(plain, times);
        bf_str bytes = {packed.bytes, packed.length};
        expect(bytes, times < 3 ? BF_SITEMAP_URLS : BF_SITEMAP_NONE, times < 3 ? "/1 -1\n" : "");
        bf_buf_free(&packed);
    }
}

static void gzip_cut_off_gives_its_beginning(void **state)
{
    (void)state;
    told seen;
    bf_buf text, packed;
    bf_buf_init(&text, 1 << 20);
    for (unsigned i = 0; i < 5000; i++)
        bf_buf_append_format(&text, "http://a.example/%u\n", i * 2654435761u);
    packed = pack((bf_str){text.bytes, text.length}, 1);
    bf_sitemap_outcome outcome =
        read_sitemap((bf_str){packed.bytes, packed.length - packed.length / 3}, &seen);
    assert_in_range(outcome.entries, 1000, 4999);
    assert_error(outcome.warning, BF_ERR_FORMAT, "gzip that is cut off or broken");
    bf_buf_append_char(&seen.lines, '\0');
    assert_non_null(strstr(text.bytes, "\n")); /* and no half line: all told ones were written */
    bf_str rest = {seen.lines.bytes, seen.lines.length}, line;
    while (bf_str_take_part(&rest, ' ', &line) && rest.length > 4) {
        assert_int_not_equal(bf_str_find((bf_str){text.bytes, text.length}, line, 0), SIZE_MAX);
        bf_str_take_line(&rest, &line);
    }
    bf_buf_free(&seen.lines);
    bf_buf_free(&packed);
    bf_buf_free(&text);
}

static void dates_that_say_nothing_are_distrusted(void **state)
{
    (void)state;
    static const struct {
        const char *dates[4];
        bool distrust;
    } cases[] = {
        {{"2026-11-23", "2026-11-23", NULL}, false},
        {{"2026-11-23", "2026-11-23", "2026-11-23"}, true},
        {{"2026-11-23", "junk", "2026-11-23", "2026-11-23"}, true},
        {{"2026-11-23", "2026-11-23T00:00Z", "2026-11-23T01:00+01:00"}, true},
        {{"2026-11-23", "2026-11-23", "2026-11-23", "2026-11-22"}, false},
        {{"2026-11-24", "2026-11-20", NULL}, false}, /* it is that late elsewhere */
        {{"2026-11-24T20:00:01Z", "2026-11-20", NULL}, true},
        {{"2026-11-20", "2099", "2026-11-19", NULL}, true},
        {{"junk", "junk", "junk", "junk"}, false},
        {{NULL}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        told seen;
        bf_buf bytes;
        bf_buf_init(&bytes, 4096);
        bf_buf_append_format(&bytes, "<urlset>");
        for (size_t n = 0; n < 4 && cases[i].dates[n]; n++)
            bf_buf_append_format(&bytes, "<url><loc>/%zu</loc><lastmod>%s</lastmod></url>", n,
                                 cases[i].dates[n]);
        bf_buf_append_format(&bytes, "</urlset>");
        bf_sitemap_outcome outcome = read_sitemap((bf_str){bytes.bytes, bytes.length}, &seen);
        if (outcome.distrust != cases[i].distrust)
            fail_msg("case %zu", i);
        bf_buf_free(&seen.lines);
        bf_buf_free(&bytes);
    }
}

static void a_list_is_cut_at_50000_entries(void **state)
{
    (void)state;
    for (int xml = 0; xml < 2; xml++) {
        for (unsigned count = 50000; count <= 50001; count++) {
            told seen;
            bf_buf bytes;
            bf_buf_init(&bytes, SIZE_MAX / 2);
            bf_buf_append_format(&bytes, xml ? "<urlset>" : "");
            for (unsigned i = 0; i < count; i++)
                bf_buf_append_format(&bytes, xml ? "<url><loc>/%u</loc></url>" : "http://a/%u\n",
                                     i);
            bf_buf_append_format(&bytes, xml ? "</urlset>" : "");
            bf_sitemap_outcome outcome = read_sitemap((bf_str){bytes.bytes, bytes.length}, &seen);
            assert_int_equal(outcome.entries, 50000);
            if (count == 50000)
                assert_null(outcome.cut);
            else
                assert_string_equal(outcome.cut, "more than 50,000 entries");
            bf_buf_free(&seen.lines);
            bf_buf_free(&bytes);
        }
    }
}

static void a_list_is_cut_at_50_mib(void **state)
{
    (void)state;
    size_t length = BF_SITEMAP_MOST_BYTES + 100;
    const bf_str first = BF_STR("http://a.example/1\n"), last = BF_STR("http://a.example/2\n");
    char *bytes = malloc(length);
    assert_non_null(bytes);
    memset(bytes, '\n', length);
    memcpy(bytes, first.bytes, first.length);
    memcpy(bytes + BF_SITEMAP_MOST_BYTES - 18, last.bytes, last.length); /* cut before its end */
    bf_buf packed = pack((bf_str){bytes, length}, 1);
    for (int gzip = 0; gzip < 2; gzip++) {
        told seen;
        bf_str given = gzip ? (bf_str){packed.bytes, packed.length} : (bf_str){bytes, length};
        bf_sitemap_outcome outcome = read_sitemap(given, &seen);
        assert_int_equal(outcome.entries, 1);
        assert_string_equal(outcome.cut, "more than 52,428,800 bytes");
        bf_buf_free(&seen.lines);
    }
    bf_buf_free(&packed);
    free(bytes);
}

static void what_would_be_slow_or_large_is_cut_with_its_reason(void **state)
{
    (void)state;
    static const struct {
        const char *before, *repeated, *after;
        unsigned times;
        const char *lines, *cut;
    } cases[] = {
        {"<urlset><url><loc>/1</loc></url><url ", "a=\">\" ", "><loc>/2</loc></url>", 2000,
         "/1 -1\n", "a tag of more than 4 KiB"},
        {"<urlset><url><loc>/1</loc></url><!--", "x", "--><url><loc>/2</loc></url>", 100000,
         "/1 -1\n", "a comment or declaration of more than 64 KiB"},
        {"<urlset><url><loc>/1</loc></url><url", " a=''", "><loc>/2</loc></url></urlset>", 65,
         "/1 -1\n", "a tag of more than 64 attributes"},
        {"<urlset><url><loc>/1</loc></url>", "<a></b>", "<url><loc>/2</loc></url></urlset>", 200001,
         "/1 -1\n", "more than 200,000 faults"},
        {"<urlset><url><loc>/1</loc></url>", "&", "<url><loc>/2</loc></url></urlset>", 1004096,
         "/1 -1\n", "more than 1,000,000 references"},
        {"<urlset><a><![CDATA[", "x", "]]></a><url><loc>/1</loc></url></urlset>", 100000, "/1 -1\n",
         NULL},
        {"<!DOCTYPE urlset [<!ATTLIST a ", "a CDATA '' ", ">]><urlset><a/><url><loc>/1</loc></url>",
         300, "/1 -1\n", NULL},
        {"<urlset><!--", "x", "--><url><loc>/1</loc></url></urlset>", 50000, "/1 -1\n", NULL},
        {"<urlset><url><loc>/1</loc></url><a><![CDATA[", "x<y>&z", "]]></a></urlset>", 100000,
         "/1 -1\n", NULL},
        {"<urlset><url><loc>/1</loc></url>", "<a>", "", 31, "/1 -1\n", NULL},
        {"<urlset><url><loc>/1</loc></url>", "<a>", "<url><loc>/2</loc></url>", 32, "/1 -1\n",
         "elements more than 32 deep in each other"},
        {"<urlset><url><loc>/1</loc></url><url><loc>/", "x", "</loc></url></urlset>", 9000,
         "/1 -1\n", NULL},
        {"<urlset a='", "&lt;>&gt;", "'><url><loc>/1</loc></url></urlset>", 300, "/1 -1\n", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_buf bytes;
        bf_buf_init(&bytes, 1 << 21);
        bf_buf_append(&bytes, bf_str_of(cases[i].before));
        for (unsigned n = 0; n < cases[i].times; n++)
            bf_buf_append(&bytes, bf_str_of(cases[i].repeated));
        bf_buf_append(&bytes, bf_str_of(cases[i].after));
        bf_sitemap_outcome outcome =
            expect((bf_str){bytes.bytes, bytes.length}, BF_SITEMAP_URLS, cases[i].lines);
        if (cases[i].cut == NULL)
            assert_null(outcome.cut);
        else
            assert_string_equal(outcome.cut, cases[i].cut);
        bf_buf_free(&bytes);
    }
}

static void a_url_over_the_bound_is_left_out_and_named(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<urlset>\n<url><loc>/", "</loc></url></urlset>"},
        {"<rss><channel>\n<item><link>/", "</link></item></channel></rss>"},
        {"http://a.example/1\nhttp://a.example/", "\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        told seen;
        bf_buf bytes;
        bf_buf_init(&bytes, 1 << 20);
        bf_buf_append(&bytes, bf_str_of(cases[i][0]));
        for (unsigned n = 0; n < 8192; n++)
            bf_buf_append_char(&bytes, 'x');
        bf_buf_append(&bytes, bf_str_of(cases[i][1]));
        bf_sitemap_outcome outcome = read_sitemap((bf_str){bytes.bytes, bytes.length}, &seen);
        assert_int_equal(outcome.entries, i == 2 ? 1 : 0);
        assert_error(outcome.warning, BF_ERR_FORMAT, "a URL of more than 8,192 bytes");
        assert_int_equal(outcome.warning.line, 2);
        bf_buf_free(&seen.lines);
        bf_buf_free(&bytes);
    }
}

static void no_entity_of_its_own_is_expanded_and_no_file_read(void **state)
{
    (void)state;
    expect(BF_STR("<!DOCTYPE urlset [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                  "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;'>"
                  "<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY % p SYSTEM 'file:///etc/hosts'>"
                  "%p;]><urlset><url><loc>/1?&d;&f;&a;</loc></url></urlset>"),
           BF_SITEMAP_URLS, "/1?&d;&f;&a; -1\n");
    expect(BF_STR("<!DOCTYPE urlset [<!ATTLIST link href CDATA '/x'>]><feed><entry><link/></entry>"
                  "</feed>"),
           BF_SITEMAP_URLS, "");
}

static void a_visitor_that_has_enough_stops_the_reading(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "<urlset><url><loc>/1</loc></url><url><loc>/2</loc></url><url><loc>/3</loc></url></urlset>",
        "http://a.example/1\nhttp://a.example/2\nhttp://a.example/3\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        told seen = {.most = 2};
        bf_sitemap_outcome outcome;
        bf_error err = {0};
        bf_buf_init(&seen.lines, 4096);
        assert_false(bf_sitemap_read(bf_str_of(cases[i]), NOW_MS, note, &seen, &outcome, &err));
        assert_int_equal(err.code, BF_OK);
        assert_int_equal(seen.count, 2);
        assert_int_equal(outcome.entries, 2);
        bf_buf_free(&seen.lines);
    }
}

static size_t allocations_left = SIZE_MAX; /* until one of libxml2's fails, and only that one */

static void *failing_malloc(size_t size)
{
    return allocations_left-- == 0 ? NULL : malloc(size);
}

static void *failing_realloc(void *bytes, size_t size)
{
    return allocations_left-- == 0 ? NULL : realloc(bytes, size);
}

static char *failing_strdup(const char *text)
{
    return allocations_left-- == 0 ? NULL : strdup(text);
}

static int set_memory(void **state)
{
    (void)state;
    int code = xmlMemSetup(free, failing_malloc, failing_realloc, failing_strdup);
    xmlInitParser();
    return code;
}

static int drop_memory(void **state)
{
    (void)state;
    xmlCleanupParser();
    return 0;
}

static void a_list_is_whole_or_memory_ran_out_at_whichever_allocation(void **state)
{
    (void)state;
    static const char *const cases[] = {
        URLSET "<url><loc>/1?a&amp;b</loc><lastmod>2026</lastmod></url><a></b><url><loc>/2</loc>"
               "</url></urlset>",
        /* without an entity: libxml2 2.9.14 itself leaks the value of one when memory runs out */
        "<!DOCTYPE feed [<!ATTLIST a b CDATA 'c'>]><feed xmlns:x='y'><entry>"
        "<link href='/1?a&amp;b'/></entry><entry><x:link x:href='/2'/></entry></feed>",
    };
    static const char *const lists[] = {"/1?a&b 1767225600000\n/2 -1\n", "/1?a&b -1\n/2 -1\n"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t failed = 0;
        bool done = false;
        for (size_t n = 0; !done; n++) {
            told seen = {.most = SIZE_MAX};
            bf_sitemap_outcome outcome;
            bf_error err = {0};
            bf_buf_init(&seen.lines, 4096);
            bf_buf_append_format(&seen.lines, "%s", "");
            allocations_left = n;
            bool read = bf_sitemap_read(bf_str_of(cases[i]), NOW_MS, note, &seen, &outcome, &err);
            done = allocations_left <= n;
            allocations_left = SIZE_MAX;
            assert_int_equal(err.code, read ? BF_OK : BF_ERR_MEMORY);
            if (read) /* the words of a warning may be lost */
                assert_string_equal(seen.lines.bytes, lists[i]);
            failed += !read;
            bf_buf_free(&seen.lines);
        }
        assert_in_range(failed, 10, 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_gives_its_urls_and_their_dates),
        cmocka_unit_test(a_page_is_no_sitemap),
        cmocka_unit_test(a_url_is_read_as_it_was_meant),
        cmocka_unit_test(what_stands_before_the_first_element_does_no_harm),
        cmocka_unit_test(another_encoding_becomes_utf_8),
        cmocka_unit_test(broken_xml_gives_what_can_be_read_and_a_warning_with_its_line),
        cmocka_unit_test(gzip_is_undone_up_to_twice_and_known_by_its_bytes),
        cmocka_unit_test(gzip_cut_off_gives_its_beginning),
        cmocka_unit_test(dates_that_say_nothing_are_distrusted),
        cmocka_unit_test(a_list_is_cut_at_50000_entries),
        cmocka_unit_test(a_list_is_cut_at_50_mib),
        cmocka_unit_test(what_would_be_slow_or_large_is_cut_with_its_reason),
        cmocka_unit_test(a_url_over_the_bound_is_left_out_and_named),
        cmocka_unit_test(no_entity_of_its_own_is_expanded_and_no_file_read),
        cmocka_unit_test(a_visitor_that_has_enough_stops_the_reading),
        cmocka_unit_test(a_list_is_whole_or_memory_ran_out_at_whichever_allocation),
    };
    return cmocka_run_group_tests(tests, set_memory, drop_memory);
}
