/* test_document.c: a page as blocks, as a reader of it sees them. */
#include "tests/support/arenas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/document.h"
#include "common/utf8.h"

static char shown[16384];

static bf_document read_bytes(bf_str html)
{
    bf_error err = {0};
    bf_page page = page_of(html, "https://ana.example/");
    bf_document document;
    assert_true(bf_document_read(&page, arena, &document, &err));
    return document;
}

static bf_document read_html(const char *html)
{
    return read_bytes(bf_str_of(html));
}

/* One letter or two for what a block is, and its text: "P:words|". */
static const char *show_blocks(const bf_document *document)
{
    static const char *const kinds[] = {"P", "H", "L", "C", "T", "D", "Q", "V"};
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < document->block_count; i++) {
        const bf_block *block = &document->blocks[i];
        used +=
            (size_t)snprintf(shown + used, sizeof shown - used, "%s%s%.*s|", kinds[block->kind],
                             block->field == BF_FIELD_HIDDEN ? "-" : ":", BF_STR_ARG(block->text));
        assert_true(used < sizeof shown);
    }
    return shown;
}

typedef struct {
    const char *html, *blocks;
} example;

static void assert_blocks(const example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_document document = read_html(examples[i].html);
        if (strcmp(show_blocks(&document), examples[i].blocks) != 0)
            fail_msg("%s\n  gives %s\n  not   %s", examples[i].html, shown, examples[i].blocks);
    }
}
#define ASSERT_BLOCKS(examples) assert_blocks(examples, sizeof(examples) / sizeof *(examples))

static char *repeat(const char *unit, size_t count)
{
    size_t length = strlen(unit);
    char *text = malloc(length * count + 1);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * length, unit, length);
    text[length * count] = '\0';
    return text;
}

static void blocks_are_what_a_browser_sets_apart(void **state)
{
    (void)state;
    static const example examples[] = {
        {"", ""},
        {"   \n ", ""},
        {"just words", "P:just words|"},
        {"<p>one<p>two", "P:one|P:two|"},
        {"<div>one<div>two</div>three</div>", "P:one|P:two|P:three|"},
        {"<p>a <b>bold</b> wo<i>rd</i> <span>here</span></p>", "P:a bold word here|"},
        {"<p>  many \n\t blanks  &nbsp; here </p>", "P:many blanks here|"},
        {"<p>one<br>two<br/><br/>three<br></p>", "P:one\ntwo\n\nthree|"},
        {"<pre>a\n  b</pre><p>a\n  b</p>", "P:a\nb|P:a b|"},
        {"<h2>Head</h2><ul><li>one<li>two</ul>", "H:Head|L:one|L:two|"},
        {"<ol><li><p>in a paragraph</p></li></ol>", "L:in a paragraph|"},
        {"<table><tr><th>fee<td>$180</table>", "C:fee|C:$180|"},
        {"<dl><dt>What?<dd>That.</dl>", "T:What?|D:That.|"},
        {"<details><summary>More</summary>Text</details>", "T:More|P:Text|"},
        {"<blockquote><p>said</p></blockquote>", "Q:said|"},
        {"<select><option>A<option>B</select>", "L:A|L:B|"},
        {"<p>caf&eacute; &amp; &#8220;co&#x201d; &unknown;</p>", "P:caf\xc3\xa9 & \xe2\x80\x9c"
                                                                 "co\xe2\x80\x9d &unknown;|"},
        {"<p>a < b and c</p>", "P:a < b and c|"},
    };
    ASSERT_BLOCKS(examples);
}

static void what_is_no_text_of_the_page_is_not_read(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>a<script>var b = '<p>c';</script>d</p>", "P:ad|"},
        {"<style>p { color: red }</style><p>a", "P:a|"},
        {"<p>a<!-- <p>b -->c", "P:ac|"},
        {"<svg><title>icon</title><desc>a</desc><path d=M1></path></svg><p>b", "P:b|"},
        {"<iframe>a</iframe><audio>b</audio><video>c</video><p>d", "P:d|"},
        {"<object data=none.pdf>shown where nothing else can be</object>",
         "P:shown where nothing else can be|"},
        {"<math><mtext>a word</mtext></math>", "P:a word|"},
        {"<noscript>shown without scripts</noscript>", "P:shown without scripts|"},
        {"<svg><g><text>in a <tspan>drawing</tspan></text></g></svg><p>b", "P:in a drawing|P:b|"},
        {"<svg><foreignObject><p>a</p></foreignObject></svg><p>b", "P:a|P:b|"},
        {"<p>se\x7fx\x1b[0m", "P:sex[0m|"}, /* controls */
        {"<div role=heading aria-level=4>a</div><div role=heading>b</div>", "H:a|H:b|"},
    };
    ASSERT_BLOCKS(examples);
}

/* Where a browser finds HTML in a drawing that does not hold any, the drawing has ended. */
static void html_in_a_drawing_ends_it(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<svg><g>a</g><p>b</p>c", "P:b|P:c|"},
        {"<p>a <svg><path/><b>bold</b> c", "P:a bold c|"},
        {"<svg><text>a<div>b</div></text>c", "P:a|P:b|P:c|"},
        {"<svg><video><span>a</span></video>b", "P:ab|"},
        {"<svg><font color=red>a</font>b", "P:ab|"},
        {"<svg><g><textarea><p>a</textarea>", "P:p>a|"},
        {"<svg style='display:none'><g><p>a</p></svg>b", "P:a|P:b|"}, /* what hides it ends too */
        /* what may hold HTML does not end */
        {"<svg><foreignObject><p>a</p></foreignObject>b</svg><p>c", "P:a|P:c|"},
        {"<svg><foreignObject><svg>a<p>b</p></svg></foreignObject>c</svg>", "P:b|"},
        {"<svg><title><b>a</b></title><desc><b>b</b></desc>c</svg><p>d", "P:d|"},
        /* nor does a drawing in what nobody sees show anything */
        {"<template><svg><p>a</p></svg></template>", "P-a|"},
        {"<video><svg><p>a</p>b</svg></video><p>c", "P:c|"},
    };
    ASSERT_BLOCKS(examples);
}

static void hidden_text_is_kept_apart(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<p>a</p><p hidden>b</p>", "P:a|P-b|"},
        {"<div style='color:red; DISPLAY : none !important'><p>a</p></div>", "P-a|"},
        {"<div style=visibility:hidden>a</div><div style='display:block'>b</div>", "P-a|P:b|"},
        {"<div hidden><img alt='hidden too'></div>", "V-hidden too|"},
        {"<template><p>a</template><p>b", "P-a|P:b|"},
        {"<template shadowrootmode=open><p>a</template><p>b", "P:a|P:b|"}, /* shown at once */
        {"<p aria-hidden=true>for eyes only</p>", "P:for eyes only|"},     /* shown all the same */
    };
    ASSERT_BLOCKS(examples);
    bf_document document = read_html("<p>four</p><p hidden>hidden");
    assert_int_equal(document.text_bytes, 4);
}

static void texts_of_attributes_and_head_are_values(void **state)
{
    (void)state;
    static const example examples[] = {
        {"<title> A  title </title><meta name=description content=' Said\n\n  here '>",
         "V:A title|V:Said here|"},
        {"<meta property=og:title content=T><meta name=Twitter:Description content=D>"
         "<meta name=viewport content=x><meta charset=utf-8>",
         "V:T|V:D|"},
        {"<p>before <img alt='a photo'> after</p>", "P:before after|V:a photo|"},
        {"<a href=x title=tip aria-label=label>text</a>", "V:tip|V:label|P:text|"},
        {"<img alt=''>", ""},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        assert_blocks(&examples[i], 1);
    bf_document document = read_html("<title>One</title><body><title>Two</title>");
    assert_true(bf_str_equal(document.title, BF_STR("One")));
    assert_int_equal(document.blocks[0].field, BF_FIELD_TITLE);
}

static void an_image_has_the_size_that_is_said(void **state)
{
    (void)state;
    bf_document document = read_html("<img><img width=900 height=1px><img width=all height=0>");
    static const bf_image said[] = {{BF_NONE, BF_NONE}, {900, 1}, {BF_NONE, 0}};
    assert_int_equal(document.image_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(document.images[i].width, said[i].width);
        assert_int_equal(document.images[i].height, said[i].height);
    }
}

static bf_zone zone_of(const char *html)
{
    bf_document document = read_html(html);
    assert_true(document.block_count > 0);
    return document.blocks[document.block_count - 1].zone;
}

static void a_zone_is_that_of_the_nearest_element_that_has_one(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        bf_zone zone;
    } cases[] = {
        {"<p>x", BF_ZONE_MAIN},
        {"<header><p>x", BF_ZONE_HEADER},
        {"<article><header><p>x", BF_ZONE_MAIN}, /* the article's own */
        {"<footer>x", BF_ZONE_FOOTER},
        {"<nav><ul><li>x", BF_ZONE_NAV},
        {"<aside><p>x", BF_ZONE_ASIDE},
        {"<nav><main><p>x", BF_ZONE_MAIN},
        {"<div role=contentinfo>x", BF_ZONE_FOOTER},
        {"<div role=banner>x", BF_ZONE_HEADER},
        {"<div class='site-footer wide'>x", BF_ZONE_FOOTER},
        {"<div id=SITE_HEADER>x", BF_ZONE_HEADER},
        {"<section class='section-header'><p>x", BF_ZONE_MAIN}, /* a part's own */
        {"<article><div class=header>x", BF_ZONE_MAIN},
        {"<div class=card-footer>x", BF_ZONE_MAIN},
        {"<ul class=pagination><li>x", BF_ZONE_NAV},
        {"<div id=sidebar>x", BF_ZONE_ASIDE},
        {"<div class=commentlist>x", BF_ZONE_COMMENTS},
        {"<ol id=comments><li>x", BF_ZONE_COMMENTS},
        {"<div class=footers>x", BF_ZONE_MAIN}, /* whole words */
        {"<p class=footer>x", BF_ZONE_MAIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (zone_of(cases[i].html) != cases[i].zone)
            fail_msg("%s: %s", cases[i].html, bf_zone_name(zone_of(cases[i].html)));
}

/* The text of a block that another points to. */
static const char *text_of(const bf_document *document, uint32_t number)
{
    static char text[64];
    if (number == BF_NONE)
        return "";
    assert_true(number < document->block_count);
    snprintf(text, sizeof text, "%.*s", BF_STR_ARG(document->blocks[number].text));
    return text;
}

static const bf_block *block_of(const bf_document *document, const char *text)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (bf_str_equal(document->blocks[i].text, bf_str_of(text)))
            return &document->blocks[i];
    fail_msg("no block \"%s\"", text);
    return NULL;
}

static void a_block_knows_its_heading(void **state)
{
    (void)state;
    bf_document document = read_html(
        "<p>top</p><h1>A</h1><p>a</p><h2>B</h2><p>b</p><h3>C</h3><p>c</p><h2>D</h2><p>d</p>"
        "<section><h3>E</h3><p>e</p></section><p>after</p>");
    static const char *const under[][2] = {{"top", ""}, {"A", ""},     {"a", "A"}, {"B", "A"},
                                           {"b", "B"},  {"c", "C"},    {"D", "A"}, {"d", "D"},
                                           {"e", "E"},  {"after", "D"}};
    for (size_t i = 0; i < sizeof under / sizeof *under; i++)
        assert_string_equal(text_of(&document, block_of(&document, under[i][0])->section),
                            under[i][1]);
    assert_int_equal(block_of(&document, "C")->heading_level, 3);
}

static void a_list_knows_what_heads_it(void **state)
{
    (void)state;
    bf_document document =
        read_html("<p>I do not offer:</p><ul><li>one<ul><li>inner</ul><li>two</ul><p>between</p>"
                  "<table><tr><td>cell</table><p hidden>not shown</p><ol><li>three</ol>");
    assert_string_equal(text_of(&document, block_of(&document, "one")->list_header),
                        "I do not offer:");
    assert_string_equal(text_of(&document, block_of(&document, "two")->list_header),
                        "I do not offer:");
    assert_string_equal(text_of(&document, block_of(&document, "inner")->list_header), "one");
    assert_int_equal(block_of(&document, "cell")->list_header, BF_NONE); /* tables have none */
    assert_int_not_equal(block_of(&document, "cell")->list, BF_NONE);
    assert_string_equal(text_of(&document, block_of(&document, "three")->list_header), "cell");
    assert_int_equal(block_of(&document, "between")->list, BF_NONE);
}

static void offsets_lead_into_the_decoded_body(void **state)
{
    (void)state;
    bf_document document = read_html(
        "<meta charset=windows-1252><p>caf\xe9 first</p>\n<p>  second</p><p>&eacute;x</p>");
    static const char *const words[] = {"caf\xc3\xa9 first", "second", "\xc3\xa9x"};
    static const char *const there[] = {"caf\xc3\xa9 first", "second", "&eacute;x"};
    assert_string_equal(document.encoding.bytes, "windows-1252");
    for (size_t i = 0; i < 3; i++)
        assert_true(
            bf_str_starts(bf_str_after(document.body, block_of(&document, words[i])->offset),
                          bf_str_of(there[i])));
}

static void elements_hold_their_blocks(void **state)
{
    (void)state;
    bf_document document = read_html(
        "<div id=a class='x  y' role=note><p>one</p><span id=b>two</span> three</div><p>four");
    const bf_element *a = NULL, *b = NULL;
    for (size_t i = 0; i < document.element_count; i++) {
        if (bf_str_equal(document.elements[i].id, BF_STR("a")))
            a = &document.elements[i];
        if (bf_str_equal(document.elements[i].id, BF_STR("b")))
            b = &document.elements[i];
    }
    assert_non_null(a);
    assert_non_null(b);
    assert_int_equal(a->block_count, 2);
    assert_string_equal(text_of(&document, a->first_block), "one");
    assert_true(bf_str_equal(a->classes, BF_STR("x  y")));
    assert_true(bf_str_equal(a->role, BF_STR("note")));
    assert_int_equal(b->block_count, 1); /* its words are in a block that ends later */
    assert_string_equal(text_of(&document, b->first_block), "two three");
    assert_ptr_equal(&document.elements[a->last], b);
    assert_ptr_equal(&document.elements[b->parent], a);
}

static const char *text_of_element(const bf_document *document, const char *id)
{
    bf_str text = {0};
    for (uint32_t i = 0; i < document->element_count; i++)
        if (bf_str_equal(document->elements[i].id, bf_str_of(id)))
            assert_true(bf_document_element_text(document, i, arena, &text));
    snprintf(shown, sizeof shown, "%.*s", BF_STR_ARG(text));
    return shown;
}

static void an_element_has_its_part_of_a_block(void **state)
{
    (void)state;
    bf_document document =
        read_html("<p>Call <b id=name>Ana\n  Example</b>, <i id=city>Oslo </i> today<br></p>"
                  "<div id=all>one <p id=p>two</p><p hidden>not shown</p><img alt=three> four</div>"
                  "<p id=none></p><p> <span id=late> last</span></p>"
                  "Before it <span id=parted><div>one</div>2</span>"
                  "<p>With love,<br>\n<i id=signed>Ana Example</i></p>");
    assert_string_equal(text_of_element(&document, "name"), "Ana Example");
    assert_string_equal(text_of_element(&document, "city"), "Oslo");
    assert_string_equal(text_of_element(&document, "all"), "one two four");
    assert_string_equal(text_of_element(&document, "p"), "two");
    assert_string_equal(text_of_element(&document, "none"), "");
    assert_string_equal(text_of_element(&document, "late"), "last");
    assert_string_equal(text_of_element(&document, "parted"), "one 2");
    assert_string_equal(text_of_element(&document, "signed"), "Ana Example");
    for (uint32_t i = 0; i < document.element_count; i++) {
        bf_str first = bf_document_first_text(&document, i), id = document.elements[i].id;
        if (bf_str_equal(id, BF_STR("all")))
            assert_true(bf_str_equal(first, BF_STR("one")));
        if (bf_str_equal(id, BF_STR("signed")))
            assert_true(bf_str_equal(first, BF_STR("Ana Example")));
        if (bf_str_equal(id, BF_STR("none")))
            assert_int_equal(first.length, 0);
    }
}

static void attributes_that_speak_to_machines_are_kept(void **state)
{
    (void)state;
    bf_document document = read_html("<p ITEMPROP=name data-x=1 content='A &amp; B'>x</p>");
    uint32_t last = (uint32_t)document.element_count - 1;
    assert_true(bf_str_equal(bf_document_attribute(&document, last, "itemprop"), BF_STR("name")));
    assert_true(bf_str_equal(bf_document_attribute(&document, last, "content"), BF_STR("A & B")));
    assert_int_equal(bf_document_attribute(&document, last, "data-x").length, 0);
}

static void all_attributes_are_kept_when_asked_for(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_document document;
    bf_page page = page_of(BF_STR("<p ITEMPROP=name Data-X='A &amp; B' class='c' data-x=2>x</p>"),
                           "https://ana.example/");
    assert_true(bf_document_read_all(&page, arena, &document, &err));
    uint32_t last = (uint32_t)document.element_count - 1;
    assert_int_equal(document.elements[last].attribute_count, 3);
    assert_true(bf_str_equal(bf_document_attribute(&document, last, "itemprop"), BF_STR("name")));
    assert_true(bf_str_equal(bf_document_attribute(&document, last, "data-x"), BF_STR("A & B")));
    assert_true(bf_str_equal(bf_document_attribute(&document, last, "class"), BF_STR("c")));
}

static void attributes_beyond_all_measure_are_left_out_and_said_to_be(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_document document;
    char *html = repeat("<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 href=9>", 40000);
    bf_page page = page_of(bf_str_of(html), "https://ana.example/");
    assert_true(bf_document_read_all(&page, arena, &document, &err));
    uint32_t last = (uint32_t)document.element_count - 1;
    assert_true(document.truncated);
    assert_int_equal(bf_document_attribute(&document, 2, "h").length, 1);
    assert_int_equal(bf_document_attribute(&document, last, "h").length, 0);
    assert_int_equal(bf_document_attribute(&document, last, "href").length, 1);
    assert_true(bf_document_read(&page, arena, &document, &err));
    assert_false(document.truncated);
    free(html);
}

static void an_answer_knows_its_question(void **state)
{
    (void)state;
    bf_document document =
        read_html("<dl><dt>Touch<dd>No touch.<dd>Ever.<dt>Fees<dd>180</dl>"
                  "<details><summary>Do we undress</summary><p>Never.</p></details>"
                  "<h3>Do you watch?</h3><p>No, we talk.</p><p>Truly.</p><h3>Where</h3><p>Here.</p>"
                  "<p>Is it far?</p><p>A mile.</p>");
    static const char *const pairs[][2] = {{"No touch.", "Touch"},
                                           {"Ever.", "Touch"},
                                           {"180", "Fees"},
                                           {"Never.", "Do we undress"},
                                           {"No, we talk.", "Do you watch?"},
                                           {"Truly.", "Do you watch?"},
                                           {"A mile.", "Is it far?"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(text_of(&document, block_of(&document, pairs[i][0])->question),
                            pairs[i][1]);
    assert_int_equal(block_of(&document, "Here.")->question, BF_NONE);
    assert_int_equal(block_of(&document, "Is it far?")->question, BF_NONE);
}

static void links_have_their_words_and_where_they_lead(void **state)
{
    (void)state;
    bf_document document =
        read_html("<html lang='EN-us'><link rel=canonical href=/me><a href=' /ana ' "
                  "rel=nofollow>Ana <b>E</b>x</a>"
                  "<a name=x>no link</a><span data-cfemail=2a4b>[email protected]</span>");
    assert_int_equal(document.link_count, 2);
    assert_true(bf_str_equal(document.links[0].href, BF_STR("/ana")));
    assert_true(bf_str_equal(document.links[0].text, BF_STR("Ana Ex")));
    assert_true(bf_str_equal(document.links[0].rel, BF_STR("nofollow")));
    assert_true(bf_str_equal(document.links[1].href, BF_STR("/cdn-cgi/l/email-protection#2a4b")));
    assert_true(bf_str_equal_nocase(document.language, BF_STR("en-us")));
    assert_true(bf_str_equal(document.canonical, BF_STR("/me")));
}

static void scripts_that_are_data_are_kept(void **state)
{
    (void)state;
    bf_document document =
        read_html("<script type='application/ld+json'> {\"a\":\"</p>\"} </script>"
                  "<script>var x = 1;</script><script>window.__NUXT__={\"b\":2}</script>"
                  "<script id=__NEXT_DATA__ type=application/json>{}</script>"
                  "<script type=application/json> </script>");
    assert_int_equal(document.script_count, 3);
    assert_true(bf_str_equal(document.scripts[0].text, BF_STR("{\"a\":\"</p>\"}")));
    assert_int_equal(document.scripts[1].type.length, 0);
    assert_true(bf_str_equal(document.scripts[2].id, BF_STR("__NEXT_DATA__")));
}

static void bad_bytes_are_counted_and_a_nul_is_no_end(void **state)
{
    (void)state;
    bf_document document = read_bytes(BF_STR("<meta charset=utf-8><p>a\xff\xfez\xc3</p>"));
    assert_int_equal(document.bad_bytes, 3);
    assert_true(bf_utf8_valid(document.blocks[0].text));
    document = read_bytes(BF_STR("<p>one\0two</p><p>three</p>"));
    assert_non_null(strstr(show_blocks(&document), "three"));
}

static void caps_are_told_and_the_text_is_still_read(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        size_t count;
        const char *tail;
        bool truncated;
    } cases[] = {
        {"<div>", 1000, "<p>the end", false},  {"<div>", 100000, "<p>the end", true},
        {"</b>", 100000, "<p>the end", false}, {"<p>", 50000, "the end", false},
        {"<b>", 100000, "the end", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *many = repeat(cases[i].unit, cases[i].count), *html = malloc(1000 + strlen(many));
        assert_non_null(html);
        sprintf(html, "%s%s", many, cases[i].tail);
        bf_document document = read_html(html);
        if (document.truncated != cases[i].truncated)
            fail_msg("%zu times %s", cases[i].count, cases[i].unit);
        assert_string_equal(text_of(&document, (uint32_t)document.block_count - 1), "the end");
        free(many);
        free(html);
    }
}

static void a_page_of_a_million_elements_is_cut_and_said_to_be(void **state)
{
    (void)state;
    static const char piece[] = "<p>a</p>";
    size_t count = 1000 * 1000, length = sizeof piece - 1;
    char *html = malloc(count * length);
    assert_non_null(html);
    for (size_t i = 0; i < count; i++)
        memcpy(html + i * length, piece, length);
    bf_arena *own = arena;
    arena = bf_arena_new(512 * 1024 * 1024);
    assert_non_null(arena);
    bf_document document = read_bytes((bf_str){html, count * length});
    assert_true(document.truncated);
    assert_true(document.element_count == 300 * 1000 && document.text_bytes > 299 * 1000);
    assert_int_equal(document.elements[0].last, document.element_count - 1); /* it ends there */
    assert_int_equal(document.elements[0].block_count, document.block_count);
    bf_arena_free(arena);
    arena = own;
    free(html);
}

static void a_page_that_came_cut_is_truncated(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_page page;
    bf_document document;
    const bf_page_limits limits = {.body_bytes = 10};
    assert_true(
        bf_page_from_html(BF_STR("<p>one two three"), BF_STR(""), &limits, arena, &page, &err));
    assert_true(bf_document_read(&page, arena, &document, &err));
    assert_true(document.truncated);
    assert_string_equal(show_blocks(&document), "P:one two|");
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_page page;
    bf_document document;
    char *html = repeat("<p class=x>words</p>", 50000);
    assert_true(bf_page_from_html(bf_str_of(html), BF_STR(""), &no_limits, arena, &page, &err));
    bf_arena *small = bf_arena_new(4 * 1024 * 1024);
    assert_false(bf_document_read(&page, small, &document, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
    free(html);
}

static void an_element_does_not_hold_the_block_that_was_open_before_it(void **state)
{
    (void)state;
    bf_document read =
        read_html("<x-card><p>Ana</p>call Ana</x-card><x-card><p>Bo</p>call Bo</x-card>"
                  "<x-card>call Cy</x-card><p>Dan");
    const bf_document *document = &read;
    uint32_t cards[3], count = 0;
    for (uint32_t i = 0; i < document->element_count; i++)
        if (bf_str_equal(document->elements[i].tag, BF_STR("x-card")) && count < 3)
            cards[count++] = i;
    assert_int_equal(count, 3);
    assert_int_equal(document->elements[cards[0]].first_block, 0);
    assert_int_equal(document->elements[cards[0]].block_count, 2);
    assert_int_equal(document->elements[cards[1]].first_block, 2);
    assert_int_equal(document->elements[cards[1]].block_count, 2);
    assert_true(bf_str_equal(document->blocks[2].text, BF_STR("Bo")));
    assert_int_equal(document->elements[cards[2]].first_block, 3); /* "call Bo" flows on */
    assert_true(bf_str_equal(bf_document_first_text(document, cards[2]), BF_STR("call Cy")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(blocks_are_what_a_browser_sets_apart),
        TEST(what_is_no_text_of_the_page_is_not_read),
        TEST(html_in_a_drawing_ends_it),
        TEST(hidden_text_is_kept_apart),
        TEST(texts_of_attributes_and_head_are_values),
        TEST(an_image_has_the_size_that_is_said),
        TEST(a_zone_is_that_of_the_nearest_element_that_has_one),
        TEST(a_block_knows_its_heading),
        TEST(a_list_knows_what_heads_it),
        TEST(offsets_lead_into_the_decoded_body),
        TEST(elements_hold_their_blocks),
        TEST(an_element_has_its_part_of_a_block),
        TEST(attributes_that_speak_to_machines_are_kept),
        TEST(all_attributes_are_kept_when_asked_for),
        TEST(attributes_beyond_all_measure_are_left_out_and_said_to_be),
        TEST(an_answer_knows_its_question),
        TEST(links_have_their_words_and_where_they_lead),
        TEST(scripts_that_are_data_are_kept),
        TEST(bad_bytes_are_counted_and_a_nul_is_no_end),
        TEST(caps_are_told_and_the_text_is_still_read),
        TEST(a_page_of_a_million_elements_is_cut_and_said_to_be),
        TEST(an_element_does_not_hold_the_block_that_was_open_before_it),
        TEST(a_page_that_came_cut_is_truncated),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
