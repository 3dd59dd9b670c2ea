/* test_profile.c: which profile is for a page, and what it finds there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/profile.h"
#include "tests/unit/analyzer/small_rules.h"

static bf_document document;
static char shown[8192];

static bf_profile choose(const bf_page *page)
{
    bf_error err = {0};
    bf_profile profile;
    assert_true(bf_profile_choose(page, rules, scratch, arena, &profile, &err));
    return profile;
}

static bf_profile read_profile(const char *url, const char *html)
{
    bf_error err = {0};
    bf_page page = page_of(bf_str_of(html), url);
    bf_profile profile = choose(&page);
    assert_true(bf_document_read_all(&page, arena, &document, &err));
    assert_true(bf_profile_read(&profile, &document, arena, &err));
    return profile;
}

static void show(const char *label, bf_str text)
{
    size_t used = strlen(shown);
    if (text.length > 0)
        snprintf(shown + used, sizeof shown - used, "%s=%.*s|", label, BF_STR_ARG(text));
}

static void show_all(const char *label, const bf_contact_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        show(label, texts->items[i]);
}

/* What was read of advertiser `i`: "name=Ana Example|phone=…|". */
static const char *show_advertiser(const bf_profile *profile, size_t i)
{
    const bf_advertiser *item = &profile->advertisers.items[i];
    shown[0] = '\0';
    show("name", item->name);
    show("headline", item->headline);
    show("locality", item->locality);
    show("region", item->region);
    show("country", item->country);
    show("website", item->website);
    show("profile", item->profile);
    show_all("phone", &item->phones);
    show_all("email", &item->emails);
    for (size_t k = 0; k < item->prices.count; k++) {
        char price[64];
        const bf_price *at = &item->prices.items[k];
        snprintf(price, sizeof price, "%g %.*s", at->amount, BF_STR_ARG(at->currency));
        show("price", bf_str_of(price));
    }
    show("is", item->person ? BF_STR("person") : BF_STR("practice"));
    return shown;
}

static void a_profile_is_chosen_by_host_and_path(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"https://results.example/find?page=2", "site.results"},
        {"http://RESULTS.example.:8080/find", "site.results"},
        {"https://results.example/about", ""},
        {"https://www.results.example/find", ""},
        {"https://other.example/find", ""},
        {"https://one.example/", "site.one"},
        {"https://www.one.example/", "site.one"},
        {"https://www.one.example/blog/a", "site.one_blog"},
        {"https://a.b.one.example/blog/a", "site.one"},
        {"https://a.many.one.example/", "site.one_of_many"},
        {"https://many.one.example/", "site.one"},
        {"https://notone.example/", ""},
        {"", ""},
        {"no url", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_page page = page_of(BF_STR("<p>a"), cases[i][0]);
        bf_profile profile = choose(&page);
        bf_str id = profile.site ? profile.site->id : (bf_str){0};
        if (!bf_str_equal(id, bf_str_of(cases[i][1])))
            fail_msg("%s: \"%.*s\", not \"%s\"", cases[i][0], BF_STR_ARG(id), cases[i][1]);
    }
}

static void a_page_that_answered_with_an_error_has_no_profile(void **state)
{
    (void)state;
    bf_page page = page_of(BF_STR("<h1>Not found"), "https://one.example/");
    page.http_status = 404;
    assert_null(choose(&page).site);
}

#define PERSON "<article data-kind=person>"

static void fields_are_read_of_each_listing(void **state)
{
    (void)state;
    bf_profile profile = read_profile(
        "https://results.example/find",
        "<h1>Results</h1>" PERSON "<h2><a href=/ana>Ana\n Example</a></h2><p>LMFT"
        "<p>I listen.<address>Portland, OR</address><a href='tel:+1-503-555-0142'>Call</a> "
        "<a href='mailto:ana@a.example?subject=x'>Write</a><a "
        "href='https://a.example/'>Website</a><a href='https://a.example/'>Website</a><b "
        "data-fee>$180 per "
        "session</b></article>" PERSON
        "<h2>Ben Example</h2><span data-phone='(503) 555-0143'>show</span></article>"
        "<article data-kind=person data-firm=1><h2>Rosewater Counseling</h2></article>");
    assert_int_equal(profile.advertisers.count, 3);
    assert_int_equal(profile.kind, BF_PAGE_DIRECTORY);
    assert_string_equal(show_advertiser(&profile, 0),
                        "name=Ana Example|headline=LMFT|locality=Portland|region=OR|country=US|"
                        "website=https://a.example/|profile=/"
                        "ana|phone=+15035550142|email=ana@a.example|price=180 USD|"
                        "is=person|");
    assert_string_equal(show_advertiser(&profile, 1),
                        "name=Ben Example|country=US|phone=+15035550143|is=person|");
    assert_string_equal(show_advertiser(&profile, 2),
                        "name=Rosewater Counseling|country=US|is=practice|");
    for (size_t i = 0; i < 3; i++)
        assert_true(bf_str_equal(document.elements[profile.advertisers.items[i].element].tag,
                                 BF_STR("article")));
    assert_false(profile.failed);
}

static void what_belongs_to_nobody_holds_no_listing(void **state)
{
    (void)state;
    bf_profile profile =
        read_profile("https://results.example/find", PERSON
                     "<h2>Ana</h2><p>mine</p><aside>similar" PERSON "<h2>Ben</h2></article></aside>"
                     "</article><aside>" PERSON "<h2>Cy</h2></article></aside>");
    assert_int_equal(profile.advertisers.count, 1);
    assert_int_equal(profile.kind, BF_PAGE_LISTING);
    assert_int_equal(profile.nobody_count, 2);
    for (uint32_t i = 0; i < document.block_count; i++) {
        bf_str text = document.blocks[i].text;
        bool own = bf_str_equal(text, BF_STR("Ana")) || bf_str_equal(text, BF_STR("mine"));
        assert_int_equal(bf_profile_drops_block(&profile, i), !own);
    }
}

static void a_block_that_others_have_a_part_of_is_theirs(void **state)
{
    (void)state;
    bf_profile profile =
        read_profile("https://one.example/", "<p>I offer <b id=similar>more</b></p>"
                                             "<p><b id=similar>Others offer</b></p>"
                                             "<p>mine <b id=similar>yours</b> mine</p>"
                                             "<div id=similar>a<p>between</p>b</div> c");
    static const bool nobodys[] = {false, true, false, true, true, true, false};
    assert_int_equal(document.block_count, sizeof nobodys);
    for (uint32_t i = 0; i < document.block_count; i++)
        assert_int_equal(bf_profile_drops_block(&profile, i), nobodys[i]);
}

static void a_listing_in_a_listing_is_a_part_of_it(void **state)
{
    (void)state;
    bf_profile profile =
        read_profile("https://results.example/find",
                     PERSON "<div>" PERSON "<h2>Ana</h2></article></div></article>" PERSON "Ben");
    assert_int_equal(profile.advertisers.count, 2);
    assert_string_equal(show_advertiser(&profile, 0), "name=Ana|country=US|is=person|");
}

static void a_profile_without_listings_reads_the_page_as_one(void **state)
{
    (void)state;
    bf_profile profile = read_profile("https://one.example/ana",
                                      "<h1>Ana Example</h1><p>I listen<div id=similar>Ben</div>");
    assert_int_equal(profile.advertisers.count, 1);
    assert_int_equal(profile.advertisers.items[0].element, BF_NONE);
    assert_int_equal(profile.kind, BF_PAGE_KIND_COUNT);
    assert_string_equal(show_advertiser(&profile, 0), "name=Ana Example|is=person|");
    assert_int_equal(profile.nobody_count, 1);
}

static void a_profile_may_say_the_kind_alone(void **state)
{
    (void)state;
    bf_profile profile = read_profile("https://www.one.example/blog/1", "<h1>Five signs</h1>");
    assert_int_equal(profile.kind, BF_PAGE_ARTICLE);
    assert_int_equal(profile.advertisers.count, 0);
}

static void a_site_that_has_changed_is_read_without_its_profile(void **state)
{
    (void)state;
    bf_profile profile =
        read_profile("https://results.example/find", "<div><h2>Ana</h2></div><aside>Ben</aside>");
    assert_int_equal(profile.advertisers.count, 0);
    assert_int_equal(profile.nobody_count, 0);
    assert_int_equal(profile.kind, BF_PAGE_KIND_COUNT);
    assert_false(profile.failed);
}

static void a_page_that_costs_too_much_is_told_of_and_nothing_of_it_holds(void **state)
{
    (void)state;
    static const struct {
        const char *url, *piece;
        size_t count;
    } cases[] = {{"https://dear.example/", "<p>a</p>", 10 * 1000},
                 {"https://one.example/", "<p>a</p>", 25 * 1000},
                 {"https://many.example/", "<li>a</li>", BF_PROFILE_MOST_LISTINGS + 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = strlen(cases[i].piece);
        char *html = calloc(cases[i].count * length + 1, 1);
        assert_non_null(html);
        for (size_t k = 0; k < cases[i].count; k++)
            memcpy(html + k * length, cases[i].piece, length);
        bf_profile profile = read_profile(cases[i].url, html);
        assert_true(profile.failed);
        assert_int_equal(profile.advertisers.count, 0);
        assert_int_equal(profile.kind, BF_PAGE_KIND_COUNT);
        free(html);
    }
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_page page = page_of(BF_STR("<h1>Ana</h1>"), "https://one.example/");
    bf_profile profile = choose(&page);
    bf_arena *small = bf_arena_new(256);
    assert_true(bf_document_read_all(&page, arena, &document, &err));
    assert_false(bf_profile_read(&profile, &document, small, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_profile_is_chosen_by_host_and_path),
        TEST(a_page_that_answered_with_an_error_has_no_profile),
        TEST(fields_are_read_of_each_listing),
        TEST(what_belongs_to_nobody_holds_no_listing),
        TEST(a_block_that_others_have_a_part_of_is_theirs),
        TEST(a_listing_in_a_listing_is_a_part_of_it),
        TEST(a_profile_without_listings_reads_the_page_as_one),
        TEST(a_profile_may_say_the_kind_alone),
        TEST(a_site_that_has_changed_is_read_without_its_profile),
        TEST(a_page_that_costs_too_much_is_told_of_and_nothing_of_it_holds),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
