/* test_structured.c: the data that a page carries for machines, as blocks and facts. */
#include "tests/support/arenas.h"

#include <stdio.h>
#include <string.h>

#include "analyzer/structured.h"

enum { THIN = 50 };

static char shown[4096];

static bf_structured read_html(const char *html, bf_document *document)
{
    bf_error err = {0};
    bf_page page = page_of(bf_str_of(html), "");
    bf_structured structured;
    assert_true(bf_document_read(&page, arena, document, &err));
    assert_true(bf_structured_read(document, THIN, arena, &structured, &err));
    return structured;
}

/* The texts of field structured, "|" after each. */
static const char *show_texts(const bf_document *document)
{
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].field == BF_FIELD_STRUCTURED)
            used += (size_t)snprintf(shown + used, sizeof shown - used, "%.*s|",
                                     BF_STR_ARG(document->blocks[i].text));
    assert_true(used < sizeof shown);
    return shown;
}

/* "type name, locality, region, country, telephone;" of each item. */
static const char *show_items(const bf_structured *structured)
{
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < structured->advertisers.count; i++) {
        const bf_advertiser *item = &structured->advertisers.items[i];
        used += (size_t)snprintf(
            shown + used, sizeof shown - used, "%s%.*s %.*s,%.*s,%.*s,%.*s,%.*s;",
            item->person ? "*" : "", BF_STR_ARG(item->type), BF_STR_ARG(item->name),
            BF_STR_ARG(item->locality), BF_STR_ARG(item->region), BF_STR_ARG(item->country),
            BF_STR_ARG(item->phones.count ? item->phones.items[0] : (bf_str){0}));
    }
    assert_true(used < sizeof shown);
    return shown;
}

#define LINKED(json) "<script type='application/ld+json'>" json "</script>"

static void items_are_those_who_could_advertise(void **state)
{
    (void)state;
    static const struct {
        const char *html, *items;
    } cases[] = {
        {LINKED("{'@type':'Person','name':'Ana Example','address':{'addressLocality':'Springfield',"
                "'addressRegion':'CA','addressCountry':'US'},'telephone':'503-555-0123'}"),
         "*Person Ana Example,Springfield,CA,US,+15035550123;"},
        {LINKED(
             "{'@graph':[{'@type':'WebSite','name':'Site'},{'@type':'Physician','name':'A B'}]}"),
         "*Physician A B,,,,;"},
        {LINKED(
             "[{'@type':'LocalBusiness','name':'C'},{'@type':['MedicalClinic','X'],'name':'D'}]"),
         "LocalBusiness C,,,,;MedicalClinic D,,,,;"},
        {LINKED("{'@type':'http://schema.org/Person','name':'A'}"), "*Person A,,,,;"},
        {LINKED("{'@type':'DaySpa','name':'S','address':{'addressCountry':{'name':'ES'}}}"),
         "DaySpa S,,,ES,;"},
        {LINKED("{'@type':'WebPage','mainEntity':{'@type':'Person','name':'A'}}"),
         "*Person A,,,,;"},
        {LINKED("{'@type':'Question','name':'Will we talk?'}"), ""},
        {LINKED("{'@type':'Service','name':'Talk','areaServed':{'@type':'City','name':'X'}}"), ""},
        {LINKED("{'@type':'Person','jobTitle':'nameless'}"), ""},
        {LINKED("{'name':'typeless'}"), ""},
        /* A client is not the advertiser. */
        {LINKED("{'@type':'LocalBusiness','name':'C','review':{'@type':'Review','reviewBody':'b',"
                "'author':{'@type':'Person','name':'Client'}}}"),
         "LocalBusiness C,,,,;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char html[1024];
        snprintf(html, sizeof html, "%s", cases[i].html);
        for (char *c = html + strlen("<script type='application/ld+json'>"); *c != '\0'; c++)
            *c = *c == '\'' ? '"' : *c;
        bf_document document;
        bf_structured structured = read_html(html, &document);
        assert_int_equal(structured.refused, 0);
        if (strcmp(show_items(&structured), cases[i].items) != 0)
            fail_msg("%s\n  gives %s", html, shown);
    }
}

static void texts_for_readers_become_blocks_in_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *html, *texts;
    } cases[] = {
        {LINKED("{\"@type\":\"Person\",\"name\":\"Ana\",\"url\":\"https://ana.example/\","
                "\"description\":\" We  <b>talk</b>.<br>Here \",\"knowsAbout\":[\"a\",\"b\",3]}"),
         "Ana|We talk . Here|a|b|"},
        {LINKED("{\"@type\":\"FAQPage\",\"mainEntity\":[{\"acceptedAnswer\":{\"text\":\"No.\"},"
                "\"@type\":\"Question\",\"name\":\"Will we touch?\"}]}"),
         "Will we touch?|No.|"}, /* the question first, wherever it stands */
        {LINKED("{\"@type\":\"WebSite\",\"name\":\"Site\",\"description\":\"of all\"}"), ""},
        {LINKED("{\"a\":[[{\"b\":{\"text\":\"deep\"}}]]}"), "deep|"},
        {LINKED("{\"description\":\"\",\"text\":\"  \"}"), ""},
        {LINKED("{\"@type\":\"Review\",\"name\":\"N\",\"author\":{\"name\":\"Client\"}}"), ""},
        {LINKED("{\"description\":\"one\",}") LINKED("{\"text\":\"two\"} // said"), "one|two|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_document document;
        bf_structured structured = read_html(cases[i].html, &document);
        assert_int_equal(structured.refused, 0);
        if (strcmp(show_texts(&document), cases[i].texts) != 0)
            fail_msg("%s\n  gives %s", cases[i].html, shown);
    }
}

static void what_is_said_of_a_credential_is_a_line_of_its_own(void **state)
{
    (void)state;
    static const struct {
        const char *html, *texts;
    } cases[] = {
        {LINKED("{\"@type\":\"Person\",\"hasCredential\":{\"credentialCategory\":\"license\","
                "\"name\":\"LMFT\","
                "\"recognizedBy\":{\"name\":\"A board\"}}}"),
         "hasCredential: license, LMFT, A board|license|LMFT|A board|"},
        {LINKED("{\"@type\":\"Person\",\"hasCredential\":[\"LMFT\",\"PhD\"],\"memberOf\":{\"name\":"
                "\"SSTAR\"}}"),
         "hasCredential: LMFT|hasCredential: PhD|memberOf: SSTAR|SSTAR|"},
        {"<meta itemprop=hasCredential content='LMFT 12345'><meta itemprop=name content=Ana>",
         "LMFT 12345|"},
        {"<p><span itemprop=honorificSuffix>PsyD</span>", ""}, /* it is shown */
        {LINKED("{\"@type\":\"Person\",\"alumniOf\":{\"name\":\"A school\"}}"),
         "alumniOf: A school|A school|"},
        {LINKED("{\"@type\":\"Person\",\"knowsLanguage\":{\"name\":\"A tongue\"}}"), "A tongue|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_document document;
        read_html(cases[i].html, &document);
        if (strcmp(show_texts(&document), cases[i].texts) != 0)
            fail_msg("%s\n  gives %s", cases[i].html, shown);
    }
}

static void an_answer_knows_its_question(void **state)
{
    (void)state;
    bf_document document;
    bf_structured structured = read_html(
        LINKED("{\"@type\":\"FAQPage\",\"mainEntity\":[{\"@type\":\"Question\",\"name\":\"Touch?\","
               "\"acceptedAnswer\":{\"text\":\"Never.\"}},{\"@type\":\"Question\","
               "\"name\":\"Fees?\",\"acceptedAnswer\":{\"text\":\"180.\"}}]}"),
        &document);
    assert_int_equal(structured.refused, 0);
    assert_string_equal(show_texts(&document), "Touch?|Never.|Fees?|180.|");
    assert_int_equal(document.blocks[1].question, 0);
    assert_int_equal(document.blocks[2].question, BF_NONE);
    assert_int_equal(document.blocks[3].question, 2);
}

static void what_cannot_be_read_is_counted_and_the_rest_is_read(void **state)
{
    (void)state;
    char deep[1024], html[2048];
    bf_document document;
    bf_structured structured =
        read_html(LINKED("{\"a\":") LINKED("{\"text\":\"read\"}") LINKED("words"), &document);
    assert_int_equal(structured.refused, 2);
    assert_true(bf_str_starts(structured.refused_why, BF_STR("embedded data could not be read: ")));
    assert_string_equal(show_texts(&document), "read|");
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    deep[200] = '\0';
    snprintf(html, sizeof html, "<script type=application/ld+json>%s</script>", deep);
    assert_int_equal(read_html(html, &document).refused, 1); /* too deep is not silence */
}

static void state_is_read_where_the_text_is_thin(void **state)
{
    (void)state;
    static const char script[] =
        "<script id=__NEXT_DATA__ type=application/json>"
        "{\"page\":{\"bio\":\"I help people to talk "
        "openly.\",\"slug\":\"abc\",\"fullName\":\"Ana\","
        "\"more\":[\"And this is a second "
        "paragraph.\"],\"fee\":\"$180\",\"phoneNumber\":\"503-555-0123\","
        "\"src\":\"https://ana.example/a long name.png\",\"css\":\"a { color: red; margin: 0 "
        "}\"}}</script>"
        "<script>window.__NUXT__ = {\"text\": \"State that a script assigns.\"};</script>"
        "<script>window.__NUXT__ = (function(){return f(1)})()</script>";
    char thick[2048];
    bf_document document;
    bf_structured structured = read_html(script, &document);
    assert_true(structured.from_state);
    assert_int_equal(structured.refused, 1); /* what code makes */
    assert_view(structured.refused_why, "embedded data could not be read: a script computes it");
    assert_string_equal(show_texts(&document),
                        "I help people to talk openly.|Ana|And this is a second paragraph.|$180|"
                        "503-555-0123|State that a script assigns.|");
    snprintf(thick, sizeof thick,
             "<p>The visible text of this page is thick enough to be judged.%s", script);
    structured = read_html(thick, &document);
    assert_false(structured.from_state);
    assert_string_equal(show_texts(&document), "");
    snprintf(thick, sizeof thick,
             "<footer>A footer of this page that is thick enough to be judged.</footer>%s", script);
    assert_true(read_html(thick, &document).from_state); /* a skeleton has a footer, too */
}

/* JSON-LD, elements and meta elements that tell of one person. */
static void all_kinds_of_data_tell_of_one(void **state)
{
    (void)state;
    bf_document document;
    bf_structured structured = read_html(
        "<meta property=og:type content=profile><meta property=og:title content='Ana Example | "
        "X'>" LINKED(
            "{\"@type\":\"Person\",\"name\":\"Ana Example\"}") "<div itemscope "
                                                               "itemtype='https://schema.org/"
                                                               "Person'><b itemprop=name>Ana "
                                                               "Example</b>"
                                                               "<b "
                                                               "itemprop=addressLocality>"
                                                               "Springfield</b></div>"
                                                               "<p class=vcard><b class=fn>Ana "
                                                               "Example</b> <b "
                                                               "class=tel>503-555-0123</b></p>",
        &document);
    assert_string_equal(show_items(&structured), "*Person Ana Example,Springfield,,,+15035550123;");
    assert_view(document.elements[structured.advertisers.items[0].element].tag, "div");
}

static void texts_are_cleaned_of_what_html_they_hold(void **state)
{
    (void)state;
    bf_document document;
    read_html(LINKED("{\"description\":\"We don&#8217;t touch &lt;b&gt;ever&lt;/b&gt;, a &lt; b.\","
                     "\"address\":\"1 High Street\",\"text\":\"open <a of a tag\"}"),
              &document);
    assert_string_equal(show_texts(&document),
                        "We don’t touch ever , a < b.|1 High Street|open <a of a tag|");
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_structured structured;
    bf_data_script script = {.type = BF_STR("application/ld+json"),
                             .text = BF_STR("{\"text\":\"some words for readers\"}")};
    bf_document document = {.scripts = &script, .script_count = 1};
    bf_arena *small = bf_arena_new(1);
    assert_false(bf_structured_read(&document, THIN, small, &structured, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(items_are_those_who_could_advertise),
        TEST(texts_for_readers_become_blocks_in_their_order),
        TEST(what_is_said_of_a_credential_is_a_line_of_its_own),
        TEST(an_answer_knows_its_question),
        TEST(what_cannot_be_read_is_counted_and_the_rest_is_read),
        TEST(state_is_read_where_the_text_is_thin),
        TEST(all_kinds_of_data_tell_of_one),
        TEST(texts_are_cleaned_of_what_html_they_hold),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
