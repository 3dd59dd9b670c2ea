/* test_html.c: HTML as a stream of events, whose time stays linear whatever the page holds. */
#include "tests/support/views.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <libxml/HTMLparser.h>
#include <libxml/xmlmemory.h>

#include "common/buf.h"
#include "common/html.h"

/* What was heard, as text: "<div a=b>", "text", "{raw}", "</div>". */
typedef struct {
    bf_str page;
    bf_buf heard;
    bool with_offsets; /* "@12" after each */
    size_t events, depth, deepest, most_attributes, last_offset;
    size_t stop_after; /* events; 0: never */
} hearing;

static bool note(hearing *seen, size_t offset)
{
    assert_true(offset <= seen->page.length);
    assert_true(offset >= seen->last_offset); /* events go forward */
    seen->last_offset = offset;
    if (seen->with_offsets)
        bf_buf_append_format(&seen->heard, "@%zu ", offset);
    return ++seen->events != seen->stop_after;
}

static bool on_start(bf_str tag, const bf_html_attribute *attributes, size_t count, size_t offset,
                     void *user)
{
    hearing *seen = user;
    bf_buf_append_format(&seen->heard, "<%.*s", BF_STR_ARG(tag));
    for (size_t i = 0; i < count && count < 10; i++)
        bf_buf_append_format(&seen->heard, " %.*s=%.*s", BF_STR_ARG(attributes[i].name),
                             BF_STR_ARG(attributes[i].value));
    bf_buf_append(&seen->heard, BF_STR(">"));
    seen->depth++;
    if (seen->depth > seen->deepest)
        seen->deepest = seen->depth;
    if (count > seen->most_attributes)
        seen->most_attributes = count;
    return note(seen, offset);
}

static bool on_end(bf_str tag, size_t offset, void *user)
{
    hearing *seen = user;
    bf_buf_append_format(&seen->heard, "</%.*s>", BF_STR_ARG(tag));
    assert_true(seen->depth-- > 0);
    return note(seen, offset);
}

static bool on_text(bf_str text, size_t offset, void *user)
{
    hearing *seen = user;
    bf_buf_append(&seen->heard, text);
    return note(seen, offset);
}

static bool on_raw(bf_str text, size_t offset, void *user)
{
    hearing *seen = user;
    bf_buf_append_format(&seen->heard, "{%.*s}", BF_STR_ARG(text));
    return note(seen, offset);
}

static const bf_html_events all = {
    .start = on_start, .end = on_end, .text = on_text, .raw = on_raw};

static bf_html_end hear(bf_str page, hearing *seen)
{
    bf_error err = {0};
    seen->page = page;
    bf_buf_init(&seen->heard, SIZE_MAX / 4);
    bf_html_end end = bf_html_read(page, &all, seen, &err);
    assert_int_equal(err.code, BF_OK);
    return end;
}

static void check(const char *page, const char *heard)
{
    hearing seen = {0};
    assert_int_equal(hear(bf_str_of(page), &seen), BF_HTML_READ);
    assert_same_view(((bf_str){seen.heard.bytes, seen.heard.length}), bf_str_of(heard));
    assert_int_equal(seen.depth, 0);
    bf_buf_free(&seen.heard);
}

static void tags_attributes_and_text_are_told_in_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *page, *heard;
    } cases[] = {
        {"<html><body><P Class='a b'>Hi <b>there</b></p></body></html>",
         "<html><body><p class=a b>Hi <b>there</b></p></body></html>"},
        {"<html><body><a href='?a=1&amp;b=2' title=&eacute;>&lt;x&gt; &#233;</a>",
         "<html><body><a href=?a=1&b=2 title=\xC3\xA9><x> \xC3\xA9</a></body></html>"},
        {"<html><body><br/><hr><input disabled>",
         "<html><body><br></br><hr></hr><input disabled=></input></body></html>"},
        {"<html><body><!-- <p>no --><p>yes", "<html><body><p>yes</p></body></html>"},
        {"<html><body><ul><li>a<li>b</ul>",
         "<html><body><ul><li>a</li><li>b</li></ul></body></html>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(cases[i].page, cases[i].heard);
}

static void script_and_style_are_raw_and_not_text(void **state)
{
    (void)state;
    check("<html><head><script>if (a<b) c('<p>')</script><style>p > b {}</style></head><body>x",
          "<html><head><script>{if (a<b) c('<p>')}</script><style>{p > b {}}</style></head>"
          "<body>x</body></html>");
}

static void an_end_tag_of_another_name_does_not_end_raw_content(void **state)
{
    (void)state;
    check("<html><body><div><script></div><p>1</scripts></script>x</div>",
          "<html><body><div><script>{</div><p>1</scripts>}</script>x</div></body></html>");
}

static void a_comment_ends_where_browsers_end_it(void **state)
{
    (void)state;
    static const char *const comments[] = {"<!-->", "<!--->", "<!-- a --!>", "<!-- <!-->",
                                           "<!---->"};
    for (size_t i = 0; i < sizeof comments / sizeof *comments; i++) {
        hearing seen = {0};
        bf_buf page;
        bf_buf_init(&page, 1000);
        bf_buf_append_format(&page, "<html><body>%s<p>shown<!-- -->", comments[i]);
        hear((bf_str){page.bytes, page.length}, &seen);
        if (strstr(seen.heard.bytes, "<p>shown") == NULL)
            fail_msg("\"%s\" hides what follows it: %s", comments[i], seen.heard.bytes);
        bf_buf_free(&seen.heard);
        bf_buf_free(&page);
    }
}

/* Or a word could be cut in two for us and not for those who read it. */
static void what_only_begins_like_a_tag_is_shown_to_nobody(void **state)
{
    (void)state;
    static const char *const between[] = {
        "<!x>", "<!>",  "<!-x->", "<?x?>", "<?>",           "<?php x ?>",     "</ b>",
        "</>",  "</1>", "</\">",  "<!/b>", "<![CDATA[x]]>", "<!doctype x \">"};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        hearing seen = {0};
        bf_buf page;
        bf_buf_init(&page, 1000);
        bf_buf_append_format(&page, "<html><body><p>be%shind", between[i]);
        hear((bf_str){page.bytes, page.length}, &seen);
        if (strstr(seen.heard.bytes, "<p>be\x7fhind</p>") == NULL)
            fail_msg("\"%s\" is told: %s", between[i], seen.heard.bytes);
        bf_buf_free(&seen.heard);
        bf_buf_free(&page);
    }
    check("<html><body>a<", "<html><body>a<</body></html>");
}

/* A browser ends them at their end tag, whatever stands before it. */
static void nothing_hides_the_end_of_an_element_whose_content_is_text(void **state)
{
    (void)state;
    static const char *const names[] = {"title",   "textarea", "xmp",      "iframe",
                                        "noembed", "noframes", "noscript", "TEXTAREA"};
    static const char *const inside[] = {
        "<!--", "<!-- --", "<i b='", "<i b", "<script>", "<script ",       "<style>",    "<!x",
        "<?x",  "</x",     "</",     "<",    "<title>",  "<style></style", "<!doctype x"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t j = 0; j < sizeof inside / sizeof *inside; j++) {
            hearing seen = {0};
            bf_buf page;
            bf_buf_init(&page, 1000);
            bf_buf_append_format(&page, "<html><body><%s>%s</%s><p>shown<b c='--></script>'>",
                                 names[i], inside[j], names[i]);
            hear((bf_str){page.bytes, page.length}, &seen);
            if (strstr(seen.heard.bytes, "<p>shown<b") == NULL)
                fail_msg("\"%s\" in %s hides what follows: %s", inside[j], names[i],
                         seen.heard.bytes);
            bf_buf_free(&seen.heard);
            bf_buf_free(&page);
        }
    check("<html><body><xmp><b>shown", "<html><body><xmp><b>shown</b></xmp></body></html>");
    check("<html><body><script/><!--</script><p>shown",
          "<html><body><script></script><p>shown</p></body></html>");
}

static void tags_in_literal_text_are_text(void **state)
{
    (void)state;
    check("<html><body><textarea>1 < 2 <b c=d>e</b><!-- f --> &amp;</textarea>g",
          "<html><body><textarea>1 < 2 \x7f"
          "b c=d>e\x7f/b>\x7f!-- f --> &</textarea>g</body></html>");
    check("<html><body><svg><text><![CDATA[a<b>]]></text></svg>c",
          "<html><body><svg><text>a\x7f"
          "b></text></svg>c</body></html>");
}

static void references_that_libxml2_does_not_know_are_undone(void **state)
{
    (void)state;
    check("<html><body>don&#146;t, caf&eacute &period;&comma;&lt b&amplt;&lt;",
          "<html><body>don\xE2\x80\x99t, caf\xC3\xA9 .,<\x7f b&\x7flt;<</body></html>");
    check("<html><body><textarea>se&shyx<b>&nbsp</textarea>",
          "<html><body><textarea>se\xC2\xADx\x7f"
          "b>\xC2\xA0</textarea></body></html>");
    check("<html><body>&nGt;", "<html><body>&nGt;</body></html>"); /* it would take more room */
    hearing seen = {.with_offsets = true};
    hear(BF_STR("<html><body>&period;&nGt;<b>x</b>"), &seen);
    assert_non_null(strstr(seen.heard.bytes, "<b>@25 x@28 "));
    bf_buf_free(&seen.heard);
}

/* Were "<!-- -->" simply gone, "<" and "b>" would be a tag, and "&l" and "t;" a reference. */
static void what_is_left_out_joins_nothing(void **state)
{
    (void)state;
    static const char *const between[] = {"<!-- -->", "</i>"};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        hearing seen = {0};
        bf_buf page;
        bf_buf_init(&page, 1000);
        bf_buf_append_format(&page, "<html><body><%sb>x &l%st; y", between[i], between[i]);
        hear((bf_str){page.bytes, page.length}, &seen);
        assert_null(strstr(seen.heard.bytes, "<b>"));
        assert_non_null(strstr(seen.heard.bytes, "&l\x7ft; y"));
        bf_buf_free(&seen.heard);
        bf_buf_free(&page);
    }
}

static bool on_wanted(bf_str tag, const bf_html_attribute *attributes, size_t count, void *user)
{
    return on_start(tag, attributes, count, 0, user);
}

static void start_tags_alone_are_told_as_in_a_whole_reading(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "iframe", NULL};
    static const struct {
        const char *page, *heard;
    } cases[] = {
        {"", ""},
        {"<html><body class=x><p>no link", ""},
        {"<A HREF='?a=1&amp;b=2' title=&eacute;>x</A>", "<a href=?a=1&b=2 title=\xC3\xA9>"},
        {"<div><a href=1><a href=2><iframe src=3><a href=4>",
         "<a href=1><a href=2><iframe src=3><a href=4>"},
        {"<abbr><area href=1><a.b href=2><br/a><a href=4/>", "<a href=4/>"},
        {"<!-- <a href=1> --><script>'<a href=2>'</script><style><a href=3></style><a href=4>",
         "<a href=4>"},
        {"<p title=\"<a href=1>\"><p title = '<a href=2>' b><a title='>' href=3>",
         "<a title=> href=3>"},
        {"<a href='1'href=\"2\"x\"y=\"><a href=3>\">", "<a href=1 x=><a href=3>"},
        {"<title><a href=1></title><textarea><a href=2></textarea><a href=3>", "<a href=3>"},
        {"<noscript><a href=1><a href='</noscript><a href=2>", "<a href=1><a href=2>"},
        {"<svg><![CDATA[<a href=1>]]></svg><a href=2>", "<a href=2>"},
        {"<noscript><style></style</noscript><a href=1>", "<a href=1>"},
        {"<a href=1 title='not ended", "<a href=1 title=not ended>"},
        {"<a href=1", "<a href=1>"},
        {"<![CDATA[<a href=1>]]><!DOCTYPE html><?x <a href=2>?><a href=3>", "<a href=3>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hearing seen = {0};
        bf_error err = {0};
        bf_buf_init(&seen.heard, 10000);
        assert_int_equal(
            bf_html_each_start(bf_str_of(cases[i].page), names, on_wanted, &seen, &err),
            BF_HTML_READ);
        assert_same_view(((bf_str){seen.heard.bytes, seen.heard.length}),
                         bf_str_of(cases[i].heard));
        bf_buf_free(&seen.heard);
    }
}

static void start_tags_alone_are_cut_and_stopped_too(void **state)
{
    (void)state;
    static const char *const names[] = {"b", NULL};
    hearing seen = {.stop_after = 2};
    bf_error err = {0};
    bf_buf page;
    bf_buf_init(&page, 100000);
    bf_buf_init(&seen.heard, 100000);
    bf_buf_append(&page, BF_STR("<b"));
    for (size_t i = 0; i < 2 * BF_HTML_MOST_ATTRIBUTES; i++)
        bf_buf_append_format(&page, " a%zu=b", i);
    bf_buf_append(&page, BF_STR(">"));
    bf_str tag = {page.bytes, page.length};
    assert_int_equal(bf_html_each_start(tag, names, on_wanted, &seen, &err), BF_HTML_CUT);
    assert_int_equal(seen.most_attributes, BF_HTML_MOST_ATTRIBUTES);
    assert_int_equal(bf_html_each_start(BF_STR("<b c=d><b e=f>"), names, on_wanted, &seen, &err),
                     BF_HTML_STOPPED);
    assert_int_equal(seen.events, 2);
    bf_buf_free(&seen.heard);
    bf_buf_free(&page);
}

static void broken_mark_up_is_balanced(void **state)
{
    (void)state;
    static const char *const pages[] = {"",
                                        "<",
                                        "<p",
                                        "</p>",
                                        "<p></b></i>",
                                        "a<b>c<i>",
                                        "<p a='",
                                        "<!--",
                                        "<!",
                                        "<?x",
                                        "<table><p><tr>x</b></table></table>",
                                        "<script>",
                                        "<a><a><a>",
                                        "</html>x<p>",
                                        "<b></p>x</b>",
                                        "&",
                                        "&#x;",
                                        "&bogus;",
                                        "<>"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        hearing seen = {0};
        assert_int_equal(hear(bf_str_of(pages[i]), &seen), BF_HTML_READ);
        assert_int_equal(seen.depth, 0);
        bf_buf_free(&seen.heard);
    }
}

static void an_offset_is_where_the_tag_or_text_stands(void **state)
{
    (void)state;
    hearing seen = {.with_offsets = true};
    hear(BF_STR("<html><body><p>one</p><!-- <b>no</b> --><b>two</b><br>&eacute;"), &seen);
    assert_string_equal(seen.heard.bytes,
                        "<html>@0 <body>@6 <p>@12 one@15 </p>@22 <b>@40 two@43 </b>@50 <br>@50 "
                        "</br>@54 \xC3\xA9@54 </body>@62 </html>@62 ");
    bf_buf_free(&seen.heard);
}

static void a_tag_is_not_taken_for_a_longer_one(void **state)
{
    (void)state;
    hearing seen = {.with_offsets = true};
    hear(BF_STR("<html><body><blockquote><bogus><b>x"), &seen);
    assert_non_null(strstr(seen.heard.bytes, "<blockquote>@12 <bogus>@24 <b>@31 x@34 "));
    bf_buf_free(&seen.heard);
}

static void a_nul_hides_nothing_behind_it(void **state)
{
    (void)state;
    hearing seen = {0};
    bf_html_end end = hear(BF_STR("<html><body><p>be\0fore<b\0>mid</b>after\0<i>end</i>"), &seen);
    assert_true(end == BF_HTML_READ || end == BF_HTML_CUT);
    assert_non_null(strstr(seen.heard.bytes, "mid"));
    assert_non_null(strstr(seen.heard.bytes, "after"));
    assert_non_null(strstr(seen.heard.bytes, "end"));
    bf_buf_free(&seen.heard);
}

static void an_event_that_says_no_is_the_last_one(void **state)
{
    (void)state;
    for (size_t stop = 1; stop < 8; stop++) {
        hearing seen = {.stop_after = stop};
        assert_int_equal(hear(BF_STR("<html><body><p>a<b>b</b><script>c</script>"), &seen),
                         BF_HTML_STOPPED);
        assert_int_equal(seen.events, stop);
        bf_buf_free(&seen.heard);
    }
}

static void events_that_nobody_hears_are_passed_over(void **state)
{
    (void)state;
    static const bf_html_events none = {0};
    bf_error err = {0};
    assert_int_equal(bf_html_read(BF_STR("<p>a<script>b</script>"), &none, NULL, &err),
                     BF_HTML_READ);
}

static void meta_does_not_change_the_encoding_of_what_is_utf8_already(void **state)
{
    (void)state;
    check("<html><head><meta charset=iso-8859-1></head><body><p>caf\xC3\xA9</p>",
          "<html><head><meta "
          "charset=iso-8859-1></meta></head><body><p>caf\xC3\xA9</p></body></html>");
}

static void attributes_over_256_are_left_out_and_it_is_said(void **state)
{
    (void)state;
    static const size_t counts[] = {BF_HTML_MOST_ATTRIBUTES, BF_HTML_MOST_ATTRIBUTES + 1, 100000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        hearing seen = {0};
        bf_buf page;
        bf_buf_init(&page, 4 << 20);
        bf_buf_append(&page, BF_STR("<html><body><p"));
        for (size_t j = 0; j < counts[i]; j++)
            bf_buf_append_format(&page, " a%zu=\"%zu > \"", j, j);
        bf_buf_append(&page, BF_STR(">text</p>"));
        bf_html_end end = hear((bf_str){page.bytes, page.length}, &seen);
        assert_int_equal(end, counts[i] > BF_HTML_MOST_ATTRIBUTES ? BF_HTML_CUT : BF_HTML_READ);
        assert_int_equal(seen.most_attributes, BF_HTML_MOST_ATTRIBUTES);
        assert_non_null(strstr(seen.heard.bytes, ">text</p>"));
        bf_buf_free(&seen.heard);
        bf_buf_free(&page);
    }
}

/* What libxml2 takes for text, or cuts elsewhere than a quick look would. It compares each
 * attribute of a tag with each: 40,000 of them took seconds. */
static void nothing_hides_the_attributes_of_a_tag_from_the_count(void **state)
{
    (void)state;
    static const char *const before[] = {"",
                                         "<i x\"y=\">",
                                         "<i =\"x>",
                                         "</i x=\">",
                                         "<!-- --!>",
                                         "<?\">",
                                         "<?>",
                                         "<! \"x",
                                         "<_ x=\">",
                                         "<div><script></div>",
                                         "<i/b=\">",
                                         "<i b='x'c=\"'>",
                                         "<i b=x\"='>",
                                         "<! <!-- >",
                                         "<script><!--</script >"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        hearing seen = {0};
        bf_buf page;
        bf_buf_init(&page, 1 << 20);
        bf_buf_append(&page, bf_str_of(before[i]));
        bf_buf_append(&page, BF_STR("<b"));
        for (size_t j = 0; j <= BF_HTML_MOST_ATTRIBUTES; j++)
            bf_buf_append_format(&page, " a%zu", j);
        bf_buf_append(&page, BF_STR("></b><!-- --></script>"));
        if (hear((bf_str){page.bytes, page.length}, &seen) != BF_HTML_CUT && seen.heard.bytes &&
            strstr(seen.heard.bytes, "<b>") != NULL)
            fail_msg("behind \"%s\" attributes are not counted", before[i]);
        bf_buf_free(&seen.heard);
        bf_buf_free(&page);
    }
}

static void a_name_of_many_bytes_counts_as_the_attributes_that_it_is_taken_for(void **state)
{
    (void)state;
    hearing seen = {0};
    bf_buf page;
    bf_buf_init(&page, 1 << 20);
    bf_buf_append(&page, BF_STR("<b "));
    for (size_t i = 0; i <= BF_HTML_MOST_ATTRIBUTES; i++)
        bf_buf_append_format(&page, "a%099zu", i);
    bf_buf_append(&page, BF_STR(">"));
    assert_int_equal(hear((bf_str){page.bytes, page.length}, &seen), BF_HTML_CUT);
    assert_int_equal(seen.most_attributes, BF_HTML_MOST_ATTRIBUTES);
    bf_buf_free(&seen.heard);
    bf_buf_free(&page);
}

static void elements_over_1024_are_left_out_and_their_text_is_kept(void **state)
{
    (void)state;
    for (size_t depth = BF_HTML_MOST_OPEN; depth <= BF_HTML_MOST_OPEN + 1; depth++) {
        hearing seen = {0};
        bf_buf page;
        bf_buf_init(&page, 1 << 20);
        bf_buf_append(&page, BF_STR("<html><body>"));
        for (size_t i = 0; i < depth; i++)
            bf_buf_append(&page, BF_STR("<div>"));
        bf_buf_append(&page, BF_STR("inmost"));
        for (size_t i = 0; i < depth; i++)
            bf_buf_append(&page, BF_STR("</div>"));
        bf_buf_append(&page, BF_STR("<p>after</p>"));
        bf_html_end end = hear((bf_str){page.bytes, page.length}, &seen);
        assert_int_equal(end, depth > BF_HTML_MOST_OPEN ? BF_HTML_CUT : BF_HTML_READ);
        assert_int_equal(seen.deepest, BF_HTML_MOST_OPEN + 2);
        assert_non_null(strstr(seen.heard.bytes, "inmost"));
        assert_non_null(strstr(seen.heard.bytes, "</div><p>after</p></body>"));
        bf_buf_free(&seen.heard);
        bf_buf_free(&page);
    }
}

static void script_in_too_deep_a_page_is_still_no_text(void **state)
{
    (void)state;
    hearing seen = {0};
    bf_buf page;
    bf_buf_init(&page, 1 << 20);
    for (size_t i = 0; i < 2 * BF_HTML_MOST_OPEN; i++)
        bf_buf_append(&page, BF_STR("<div>"));
    bf_buf_append(&page, BF_STR("<script>code</script>words"));
    hear((bf_str){page.bytes, page.length}, &seen);
    assert_non_null(strstr(seen.heard.bytes, "{code}"));
    assert_non_null(strstr(seen.heard.bytes, "words"));
    bf_buf_free(&seen.heard);
    bf_buf_free(&page);
}

/* Each is 100,000 times the piece, after 2,000 times the beginning: half a MiB that took libxml2
 * alone, or us, seconds to minutes. A linear reading takes a tenth of a second, sanitizers and all.
 */
static const struct {
    const char *begin, *piece;
} hostile_pages[] = {
    {"", "<div>"},
    {"", "</div>"},
    {"<div>", "</b>"},
    {"<div>", "</p>"},
    {"", "</p>"},
    {"", "x</p>"},
    {"<b>", "</p>"},
    {"<rt>", "</p>"},
    {"", "<rt>"},
    {"<rt>", "</li>"},
    {"", "<p>"},
    {"", "<li>"},
    {"", "<option>"},
    {"", "<td>"},
    {"", "<table><tr>"},
    {"", "<dd>"},
    {"", "<a>"},
    {"", "<form>"},
    {"", "<!-- -->"},
    {"", "<!--"},
    {"", "<p a='"},
    {"", "<"},
    {"", "</"},
    {"", "&"},
    {"", "&amp;"},
    {"", "&amp"},
    {"", "&#128;"},
    {"<title>", "&not</title>"},
    {"", "<script>"},
    {"<script>", "</scrip"},
    {"", "<b></p>"},
    {"", "<html>"},
    {"", "<body a=b>"},
    {"", "<svg/>"},
    {"", "<x y"},
    {"", "<![CDATA["},
    {"", "<?"},
    {"", "<select><p>"},
    {"", "</br>"},
    {"<optgroup>", "</optgroup></p>"},
    {"<dl><dt>", "</dd>"},
    {"<tbody>", "</tr>"},
    {"", "<title>"},
    {"", "<title></title>"},
    {"", "<textarea><!--"},
    {"<noscript>", "<!--</noscript>"},
    {"", "<noscript><!--</noscript>"},
    {"", "<noscript><script></noscript>"},
    {"", "<noscript><b c='</noscript>"},
    {"<svg>", "<![CDATA["},
    {"<svg>", "<![CDATA[<]]>"},
    {"", "<script/>"},
};

static void hostile_pages_take_linear_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hostile_pages / sizeof *hostile_pages; i++) {
        hearing seen = {0};
        bf_buf page;
        bf_buf_init(&page, 16 << 20);
        for (size_t j = 0; j < 2000; j++)
            bf_buf_append(&page, bf_str_of(hostile_pages[i].begin));
        for (size_t j = 0; j < 100000; j++)
            bf_buf_append(&page, bf_str_of(hostile_pages[i].piece));
        clock_t begin = clock();
        hear((bf_str){page.bytes, page.length}, &seen);
        double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        if (seconds > 5)
            fail_msg("2,000 times \"%s\", then \"%s\": %.1f s", hostile_pages[i].begin,
                     hostile_pages[i].piece, seconds);
        if (getenv("HTML_TIMES"))
            print_message("%-12s %-16s %.3f s\n", hostile_pages[i].begin, hostile_pages[i].piece,
                          seconds);
        assert_int_equal(seen.depth, 0);
        bf_buf_free(&seen.heard);
        bf_buf_free(&page);
    }
}

static size_t allocations_left; /* until one fails, and only that one */

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

/* How many allocations make a parser: libxml2 2.9.14 leaks them itself when a later one of them
 * fails. */
static size_t allocations_of_a_parser(void)
{
    allocations_left = SIZE_MAX;
    htmlFreeParserCtxt(htmlCreateMemoryParserCtxt("<p>", 3));
    return SIZE_MAX - allocations_left;
}

static void the_reading_ends_at_whichever_allocation_memory_runs_out(void **state)
{
    (void)state;
    bf_str page = BF_STR("<!DOCTYPE html><html><head><title>Ana</title><meta name=a content='b c'>"
                         "<script type=x>{}</script></head><body class=a><!-- c --><p>one &amp; "
                         "<a href=\"tel:+15550100\" title=&eacute;>two</a><br><ul><li>a<li>b</ul>");
    size_t failed = 0;
    alarm(60); /* it went round for ever */
    assert_int_equal(xmlMemSetup(free, failing_malloc, failing_realloc, failing_strdup), 0);
    size_t first = allocations_of_a_parser();
    for (size_t n = first; n < first + 200; n++) {
        hearing seen = {.page = page};
        bf_error err = {0};
        bf_buf_init(&seen.heard, 10000);
        allocations_left = n;
        bf_html_end end = bf_html_read(page, &all, &seen, &err);
        assert_true(end == BF_HTML_READ || end == BF_HTML_FAILED);
        assert_int_equal(err.code, end == BF_HTML_READ ? BF_OK : BF_ERR_MEMORY);
        assert_int_equal(seen.depth, 0);
        failed += end == BF_HTML_FAILED;
        bf_buf_free(&seen.heard);
    }
    xmlMemSetup(free, malloc, realloc, strdup);
    alarm(0);
    assert_in_range(failed, 5, 150);
}

static void an_attribute_is_found_by_its_name(void **state)
{
    (void)state;
    const bf_html_attribute attributes[] = {{BF_STR("href"), BF_STR("/a")},
                                            {BF_STR("rel"), BF_STR("next")}};
    assert_view(bf_html_attribute_of(attributes, 2, BF_STR("rel")), "next");
    assert_view(bf_html_attribute_of(attributes, 1, BF_STR("rel")), "");
    assert_view(bf_html_attribute_of(NULL, 0, BF_STR("rel")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_attributes_and_text_are_told_in_their_order),
        cmocka_unit_test(script_and_style_are_raw_and_not_text),
        cmocka_unit_test(an_end_tag_of_another_name_does_not_end_raw_content),
        cmocka_unit_test(a_comment_ends_where_browsers_end_it),
        cmocka_unit_test(what_only_begins_like_a_tag_is_shown_to_nobody),
        cmocka_unit_test(nothing_hides_the_end_of_an_element_whose_content_is_text),
        cmocka_unit_test(tags_in_literal_text_are_text),
        cmocka_unit_test(references_that_libxml2_does_not_know_are_undone),
        cmocka_unit_test(what_is_left_out_joins_nothing),
        cmocka_unit_test(start_tags_alone_are_told_as_in_a_whole_reading),
        cmocka_unit_test(start_tags_alone_are_cut_and_stopped_too),
        cmocka_unit_test(broken_mark_up_is_balanced),
        cmocka_unit_test(an_offset_is_where_the_tag_or_text_stands),
        cmocka_unit_test(a_tag_is_not_taken_for_a_longer_one),
        cmocka_unit_test(a_nul_hides_nothing_behind_it),
        cmocka_unit_test(an_event_that_says_no_is_the_last_one),
        cmocka_unit_test(events_that_nobody_hears_are_passed_over),
        cmocka_unit_test(meta_does_not_change_the_encoding_of_what_is_utf8_already),
        cmocka_unit_test(attributes_over_256_are_left_out_and_it_is_said),
        cmocka_unit_test(nothing_hides_the_attributes_of_a_tag_from_the_count),
        cmocka_unit_test(a_name_of_many_bytes_counts_as_the_attributes_that_it_is_taken_for),
        cmocka_unit_test(elements_over_1024_are_left_out_and_their_text_is_kept),
        cmocka_unit_test(script_in_too_deep_a_page_is_still_no_text),
        cmocka_unit_test(hostile_pages_take_linear_time),
        cmocka_unit_test(the_reading_ends_at_whichever_allocation_memory_runs_out),
        cmocka_unit_test(an_attribute_is_found_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
