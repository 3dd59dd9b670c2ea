/* test_microdata.c: what the elements of a page say of somebody by their attributes. */
#include "tests/support/arenas.h"

#include <stdio.h>
#include <string.h>

#include "analyzer/microdata.h"

static char shown[4096];

static bf_document read_document(bf_str html)
{
    bf_error err = {0};
    bf_page page = page_of(html, "https://ana.example/");
    bf_document document;
    assert_true(bf_document_read(&page, arena, &document, &err));
    return document;
}

static bf_advertisers read_html(const char *html)
{
    bf_advertisers list = {0};
    bf_error err = {0};
    bf_document document = read_document(bf_str_of(html));
    assert_true(bf_microdata_read(&document, arena, &list, &err));
    return list;
}

/* "*type name|headline|locality, region, country|phones|emails|website;" of each, * for persons. */
static const char *show(const bf_advertisers *list)
{
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < list->count; i++) {
        const bf_advertiser *one = &list->items[i];
        used += (size_t)snprintf(
            shown + used, sizeof shown - used, "%s%.*s %.*s|%.*s|%.*s,%.*s,%.*s|%.*s|%.*s|%.*s;",
            one->person ? "*" : "", BF_STR_ARG(one->type), BF_STR_ARG(one->name),
            BF_STR_ARG(one->headline), BF_STR_ARG(one->locality), BF_STR_ARG(one->region),
            BF_STR_ARG(one->country),
            BF_STR_ARG(one->phones.count ? one->phones.items[0] : (bf_str){0}),
            BF_STR_ARG(one->emails.count ? one->emails.items[0] : (bf_str){0}),
            BF_STR_ARG(one->website));
        assert_true(used < sizeof shown);
    }
    return shown;
}

static void properties_are_those_of_the_nearest_item(void **state)
{
    (void)state;
    static const struct {
        const char *html, *shown;
    } cases[] = {
        {"<div itemscope itemtype='https://schema.org/Person'><h1 itemprop=name>Ana <b>Example</b>"
         "</h1>, <i itemprop=jobTitle>Sex therapist</i><div itemprop=address itemscope "
         "itemtype=http://schema.org/PostalAddress><span itemprop=addressLocality>Springfield"
         "</span>, <span itemprop=addressRegion content=CA>Calif.</span></div><a itemprop=telephone"
         " href='tel:x'>(503) 555-0123</a><a itemprop=email>ana@ana.example</a>"
         "<a itemprop=url href=/me>me</a></div>",
         "*Person Ana Example|Sex therapist|Springfield,CA,|+15035550123|ana@ana.example|/me;"},
        /* RDFa Lite */
        {"<body vocab='https://schema.org/'><p typeof=LocalBusiness><b property=name>Willow</b> "
         "<meta property=telephone content=503-555-0124></p><p property=name>no item",
         "LocalBusiness Willow||,,|+15035550124||;"},
        /* two, one in the other: a name is of its own item */
        {"<div itemscope itemtype=https://schema.org/MedicalBusiness><b itemprop=name>Willow</b>"
         "<div itemprop=employee itemscope itemtype=https://schema.org/Person>"
         "<b itemprop=name>Ben Sample</b></div></div>",
         "MedicalBusiness Willow||,,|||;*Person Ben Sample||,,|||;"},
        /* a service's name is not its provider's */
        {"<div itemscope itemtype=https://schema.org/Person><b itemprop=name>Ana E</b>"
         "<p itemprop=makesOffer itemscope itemtype=https://schema.org/Offer>"
         "<i itemprop=name>Session</i></p></div>",
         "*Person Ana E||,,|||;"},
        {"<div itemscope itemtype=https://schema.org/Person><p>no name</div>", ""},
        {"<meta property=og:title content='Ana'><p itemprop=name>no item</p>", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_advertisers list = read_html(cases[i].html);
        assert_string_equal(show(&list), cases[i].shown);
    }
}

/* A client who wrote a review, and a reporter, advertise nothing. */
static void authors_of_reviews_and_articles_are_nobody(void **state)
{
    (void)state;
    static const char *const types[] = {"Review", "Comment", "BlogPosting", "NewsArticle"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char html[512];
        snprintf(html, sizeof html,
                 "<div itemscope itemtype='https://schema.org/%s'><p itemprop=author itemscope "
                 "itemtype='https://schema.org/Person'><b itemprop=name>Cleo Client</b></div>",
                 types[i]);
        assert_int_equal(read_html(html).count, 0);
    }
}

static void schools_and_societies_are_nobody_and_firms_are_linked(void **state)
{
    (void)state;
    bf_advertisers list = read_html(
        "<div itemscope itemtype='https://schema.org/MedicalBusiness'><b itemprop=name>Willow</b>"
        "<div itemprop=employee itemscope itemtype='https://schema.org/Person'><b itemprop=name>Ana"
        "</b><p itemprop=alumniOf itemscope itemtype='https://schema.org/Organization'>"
        "<b itemprop=name>University</b></p><p itemprop=memberOf itemscope "
        "itemtype='https://schema.org/Organization'><b itemprop=name>Society</b></p></div></div>"
        "<div itemscope itemtype='https://schema.org/Person'><b itemprop=name>Ben</b><p "
        "itemprop=worksFor itemscope itemtype='https://schema.org/LocalBusiness'><b itemprop=name>"
        "Oak</b></p></div>");
    assert_string_equal(show(&list), "MedicalBusiness Willow||,,|||;*Person Ana||,,|||;"
                                     "*Person Ben||,,|||;LocalBusiness Oak||,,|||;");
    assert_int_equal(list.items[0].firm, BF_NONE);
    assert_int_equal(list.items[1].firm, 0);
    assert_int_equal(list.items[2].firm, 3);
}

static void prices_of_offers_are_whole(void **state)
{
    (void)state;
    bf_advertisers list = read_html(
        "<div itemscope itemtype='https://schema.org/Person'><b itemprop=name>Ana</b>"
        "<p itemprop=makesOffer itemscope itemtype='https://schema.org/Offer'>"
        "<i itemprop=name>50 minute session</i> <b itemprop=price content='180.00'>$180</b>"
        "<meta itemprop=priceCurrency content=USD></p>"
        "<p itemprop=makesOffer itemscope itemtype='https://schema.org/Offer'>"
        "<meta itemprop=priceCurrency content=EUR><b itemprop=price>90</b></p>"
        "<p itemprop=makesOffer itemscope itemtype='https://schema.org/Offer'>"
        "<b itemprop=price>70</b></p></div>");
    const bf_contact_prices *prices = &list.items[0].prices;
    assert_int_equal(prices->count, 2); /* the third has no currency */
    assert_true(prices->items[0].amount > 179.9 && prices->items[0].amount < 180.1);
    assert_view(prices->items[0].currency, "USD");
    assert_view(prices->items[0].unit, "session");
    assert_view(prices->items[1].currency, "EUR");
    assert_view(prices->items[1].unit, "");
}

static void somebody_who_is_known_is_not_told_twice(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_advertisers list = {0};
    bf_document document = read_document(
        BF_STR("<p itemscope itemtype=http://schema.org/Person><b itemprop=name>ana example</b>"));
    bf_advertiser *known = bf_advertiser_add(&list, arena);
    assert_non_null(known);
    known->name = BF_STR("Ana Example");
    assert_true(bf_microdata_read(&document, arena, &list, &err));
    assert_int_equal(list.count, 1);
}

static void an_item_knows_its_element(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_advertisers list = {0};
    bf_document document = read_document(
        BF_STR("<p>x</p><p itemscope itemtype=http://schema.org/Person><b itemprop=name>Ana</b>"));
    assert_true(bf_microdata_read(&document, arena, &list, &err));
    assert_int_equal(list.count, 1);
    assert_same_view(document.elements[list.items[0].element].tag, BF_STR("p"));
    assert_int_not_equal(bf_document_attribute(&document, list.items[0].element, "itemtype").length,
                         0);
}

/* Items in items in items, each with a property that holds all the others. */
static void nesting_takes_no_more_than_its_length(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_advertisers list = {0};
    size_t length = 0, size = 1 << 20;
    char *html = bf_arena_take(arena, size, 1);
    assert_non_null(html);
    while (length + 100 < size)
        length += (size_t)snprintf(html + length, size - length,
                                   "<i itemscope itemtype=http://schema.org/Person itemprop=email>"
                                   "a@b.example ");
    bf_document document = read_document((bf_str){html, length});
    size_t before = bf_arena_used(arena);
    assert_true(bf_microdata_read(&document, arena, &list, &err));
    assert_true(bf_arena_used(arena) - before < 4 * size);
}

/* Its text is read for each of them, and no more than a few times. */
static void an_element_has_few_properties(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_advertisers list = {0};
    size_t length = 0, size = 1 << 18;
    char *html = bf_arena_take(arena, size, 1);
    assert_non_null(html);
    length += (size_t)snprintf(html, size,
                               "<p itemscope itemtype=schema:Person><b itemprop=name>"
                               "Ana</b><i itemprop='jobTitle  description   ");
    while (length < size / 2)
        length += (size_t)snprintf(html + length, size - length, "telephone ");
    length += (size_t)snprintf(html + length, size - length, "'>");
    while (length + 20 < size / 2 + 10000)
        length += (size_t)snprintf(html + length, size - length, "503-555-0123 ");
    bf_document document = read_document((bf_str){html, length});
    size_t before = bf_arena_used(arena);
    assert_true(bf_microdata_read(&document, arena, &list, &err));
    assert_true(bf_arena_used(arena) - before < size);
    assert_int_equal(list.items[0].phones.count, 1);
    assert_true(list.items[0].headline.length > 9000);
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_advertisers list = {0};
    bf_document document = read_document(BF_STR("<p itemscope itemtype=schema:Person>x"));
    bf_arena *small = bf_arena_new(8);
    assert_non_null(small);
    assert_false(bf_microdata_read(&document, small, &list, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(properties_are_those_of_the_nearest_item),
        TEST(authors_of_reviews_and_articles_are_nobody),
        TEST(schools_and_societies_are_nobody_and_firms_are_linked),
        TEST(prices_of_offers_are_whole),
        TEST(somebody_who_is_known_is_not_told_twice),
        TEST(an_item_knows_its_element),
        TEST(nesting_takes_no_more_than_its_length),
        TEST(an_element_has_few_properties),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
