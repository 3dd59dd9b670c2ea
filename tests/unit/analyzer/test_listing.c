/* test_listing.c: what kind of page this is, and who advertises on it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/unit/analyzer/small_rules.h"

#define CARD(name, more) "<div class=card><h3>" name "</h3>" more "</div>"

static void a_page_is_what_its_signs_add_up_to(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        bf_page_kind kind;
        size_t count;
    } cases[] = {
        {"<p>I offer to listen.", BF_PAGE_LISTING, 1},
        {"<p>A therapist.", BF_PAGE_LISTING, 1}, /* a role is enough where nothing is sure */
        {"<p>Words.", BF_PAGE_OTHER, 0},
        {"", BF_PAGE_OTHER, 0},
        {"<p>20 results for therapist", BF_PAGE_OTHER, 0}, /* cards that cannot be told apart */
        {CARD("A", "") CARD("B", ""), BF_PAGE_DIRECTORY, 2},
        {CARD("A", "I offer") CARD("B", ""), BF_PAGE_DIRECTORY, 2},
        {"<p>our team" CARD("A", "") CARD("B", ""), BF_PAGE_DIRECTORY, 3}, /* and the practice */
        {"<title>Encyclopedia</title><p>A therapist.", BF_PAGE_ARTICLE, 0},
        {"<title>Encyclopedia</title><p>I offer to listen.", BF_PAGE_ARTICLE, 0},
        {"<title>Not found</title><p>I offer", BF_PAGE_ERROR, 0},
        {"<title>Not found</title>" CARD("A", "") CARD("B", ""), BF_PAGE_DIRECTORY, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_reading reading = read_page(cases[i].html);
        if (reading.listings.kind != cases[i].kind || reading.listings.count != cases[i].count)
            fail_msg("%s: %s, %zu", cases[i].html, bf_page_kind_name(reading.listings.kind),
                     reading.listings.count);
    }
}

static void a_name_is_the_data_s_else_a_sign_s_else_a_heading_s_else_the_title_s(void **state)
{
    (void)state;
    static const struct {
        const char *html, *name;
    } cases[] = {
        {"<script type='application/ld+json'>{\"@type\":\"Person\",\"name\":\"Ana "
         "Example\"}</script>"
         "<h1>Bo Other</h1>",
         "Ana Example"},
        {"<h1>Welcome</h1><p class=full-name>Ana Example, LMFT</p>", "Ana Example"},
        {"<h1>Ana Example | Therapy</h1>", "Ana Example"},
        {"<h1>Welcome home</h1><h2>Ana B. Example</h2>", "Ana B. Example"},
        {"<h1>Marriage Therapist</h1><h2>Ana Example</h2>", "Ana Example"},
        {"<h1>Welcome home to all of you</h1>", "Welcome home to all of you"},
        {"<title>Ana Example - Home</title>", "Ana Example"},
        {"<p>words", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str name = read_listing(cases[i].html)->listing->name;
        if (!bf_str_equal(name, bf_str_of(cases[i].name)))
            fail_msg("%s: \"%.*s\"", cases[i].html, BF_STR_ARG(name));
    }
}

static void what_follows_the_name_is_the_headline(void **state)
{
    (void)state;
    const bf_listing *listing =
        read_listing("<h1>Ana Example</h1><p>A place to talk</p><p>More.")->listing;
    assert_true(bf_str_equal(listing->headline, BF_STR("A place to talk")));
}

/* Whom the data's list names and no card shows is there too, with the words that speak of nobody
 * else; what cards show stays theirs. */
static void those_of_a_list_in_the_data_are_listings_beside_the_cards(void **state)
{
    (void)state;
    static const char list[] =
        "<script type='application/ld+json'>{\"@type\":\"ItemList\",\"itemListElement\":["
        "{\"@type\":\"ListItem\",\"url\":\"/a\",\"item\":{\"@type\":\"Person\",\"name\":\"Ana "
        "Example\"}},{\"@type\":\"ListItem\",\"url\":\"/"
        "b\",\"item\":{\"@type\":\"Person\",\"name\":"
        "\"Bo Sample\"}},{\"@type\":\"ListItem\",\"url\":\"/c\",\"item\":{\"@type\":\"Person\","
        "\"name\":\"Cy Specimen\"}}]}</script>";
    static const struct {
        const char *html;
        size_t with_words; /* listings that have a shown block */
    } cases[] = {
        {"<div class=card><h3>Ana Example</h3>one</div><div class=card><h3>Bo Sample</h3>two</div>"
         "<p>Cy Specimen offers to listen.",
         3},
        {"<p>Ana Example and Bo Sample</p><div>Cy Specimen offers to listen.</div>", 1},
        {"<p>words", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char html[2048];
        snprintf(html, sizeof html, "%s%s", list, cases[i].html);
        bf_reading reading = read_page(html);
        size_t with_words = 0;
        assert_int_equal(reading.listings.kind, BF_PAGE_DIRECTORY);
        assert_int_equal(reading.listings.count, 3);
        for (size_t k = 0; k < 3; k++) {
            bool shown = false;
            for (size_t b = 0; b < reading.listings.items[k].block_count; b++)
                shown = shown ||
                        reading.document.blocks[reading.listings.items[k].blocks[b].block].field ==
                            BF_FIELD_TEXT;
            with_words += shown;
        }
        if (with_words != cases[i].with_words)
            fail_msg("%s: %zu", cases[i].html, with_words);
    }
}

static void contacts_and_place_are_the_advertiser_s_own(void **state)
{
    (void)state;
    const bf_listing *listing =
        read_listing(
            "<p>Call 503-555-0123 or <a href='tel:503-555-0124'>here</a>. $180 per session."
            "<p>12 Main Street, Portland, OR 97201<p><a href='mailto:ana@example.com'>Write</a>"
            "<div class=testimonial>Call me: 503-555-0199 <a href='mailto:c@example.com'>c</a>"
            "</div><p hidden>503-555-0198")
            ->listing;
    assert_int_equal(listing->phone_count, 2);
    assert_true(bf_str_equal(listing->phones[0], BF_STR("+15035550123")));
    assert_true(bf_str_equal(listing->phones[1], BF_STR("+15035550124")));
    assert_int_equal(listing->email_count, 1);
    assert_true(bf_str_equal(listing->emails[0], BF_STR("ana@example.com")));
    assert_int_equal(listing->price_count, 1);
    assert_true(bf_str_equal(listing->prices[0].unit, BF_STR("session")));
    assert_true(bf_str_equal(listing->locality, BF_STR("Portland")));
    assert_true(bf_str_equal(listing->region, BF_STR("OR")));
    assert_true(bf_str_equal(listing->country, BF_STR("US")));
}

/* Pages that show a number as an image, or only once it is clicked, still have it in their data. */
static void contacts_that_only_the_data_has_are_the_advertiser_s_too(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<script type='application/ld+json'>{\"@type\":\"Person\",\"name\":\"Ana Example\","
        "\"telephone\":\"503-555-0123\",\"email\":\"ana@ana.example\"}</script>",
        "<div itemscope itemtype='https://schema.org/Person'><b itemprop=name>Ana Example</b>"
        "<meta itemprop=telephone content='503-555-0123'>"
        "<meta itemprop=email content='ana@ana.example'></div>"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char html[1000];
        snprintf(html, sizeof html, "%s<p>I am a therapist. Or call (503) 555-0124.", pages[i]);
        const bf_listing *listing = read_listing(html)->listing;
        assert_int_equal(listing->phone_count, 2);
        assert_true(bf_str_equal(listing->phones[0], BF_STR("+15035550123")));
        assert_true(bf_str_equal(listing->phones[1], BF_STR("+15035550124")));
        assert_int_equal(listing->email_count, 1);
        assert_true(bf_str_equal(listing->emails[0], BF_STR("ana@ana.example")));
    }
}

static void a_role_is_the_one_that_weighs_most(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        bf_role role;
        bool practice, treats, not_therapy, clinician;
    } cases[] = {
        {"<p>A therapist and a coach", BF_ROLE_THERAPY, false, false, false, false},
        {"<p>A masseur. I treat you.", BF_ROLE_BODY, false, true, false, false},
        {"<p>A coach. This is not therapy.", BF_ROLE_COACH, false, false, true, false},
        {"<p>Your own therapist", BF_ROLE_THERAPY, false, false, false, true},
        {"<h1>The Example Clinic</h1>", BF_ROLE_NONE, true, false, false, false},
        {"<blockquote>A therapist</blockquote>", BF_ROLE_NONE, false, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bf_listing *listing = read_listing(cases[i].html)->listing;
        if (listing->role != cases[i].role || listing->practice != cases[i].practice ||
            listing->treats != cases[i].treats || listing->not_therapy != cases[i].not_therapy ||
            listing->clinician != cases[i].clinician)
            fail_msg("%s: %s", cases[i].html, bf_role_name(listing->role));
    }
}

/* "key_from key" of a listing. */
static const char *show_key(const bf_listing *listing)
{
    static char shown[256];
    snprintf(shown, sizeof shown, "%s %.*s", bf_key_from_name(listing->key_from),
             BF_STR_ARG(listing->key));
    return shown;
}

static void a_card_is_a_listing_of_its_own(void **state)
{
    (void)state;
    bf_reading reading =
        read_page(CARD("Ana Example, LMFT", "<p>Talk</p><a href=#x>up</a><a href=/ana>more</a>")
                      CARD("Bo Example", "<p>503-555-0123 massage")
                          CARD("Cy Example", "<p>12 Main Street, Portland, OR 97201")
                              CARD("", "") "<p>Between.");
    static const char *const keys[] = {"profile_url https://ana.example/ana", "phone +15035550123",
                                       "name_place Cy Example, Portland, OR"};
    assert_int_equal(reading.listings.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const bf_listing *listing = &reading.listings.items[i];
        assert_int_equal(listing->index, i);
        assert_true(listing->card);
        assert_string_equal(show_key(listing), keys[i]);
    }
    assert_true(bf_str_equal(reading.listings.items[0].name, BF_STR("Ana Example")));
    assert_true(reading.listings.items[0].partial); /* it leads to a profile */
    assert_false(reading.listings.items[1].partial);
    assert_int_equal(reading.items[0].matches.count, 0); /* what one says is not another's */
    assert_int_equal(reading.items[1].matches.count, 1);
}

static void what_a_team_page_says_for_all_is_the_practice_s(void **state)
{
    (void)state;
    bf_reading reading = read_page("<h1>Example Clinic</h1><p>Our team offers massage.</p>" CARD(
        "Ana Example", "<p>LMFT 12345") CARD("Bo Example", "<p>Talk") "<p>503-555-0123");
    assert_int_equal(reading.listings.count, 3);
    assert_true(reading.listings.items[0].practice);
    assert_true(bf_str_equal(reading.listings.items[0].name, BF_STR("Example Clinic")));
    assert_int_equal(reading.items[0].matches.count, 1);
    assert_int_equal(reading.items[0].claims.count, 0);
    assert_int_equal(reading.items[1].matches.count, 0);
    assert_int_equal(reading.items[1].claims.count, 1);
    assert_int_equal(reading.listings.items[1].phone_count, 0);
}

static void a_hidden_address_is_no_profile(void **state)
{
    (void)state;
    bf_reading reading = read_page(
        CARD("Ana Example",
             "<a data-cfemail=2a4b444b6a4f524b475a464f04494547 href=/cdn-cgi/l/email-protection>"
             "[email protected]</a>") CARD("Bo Example", ""));
    assert_int_equal(reading.listings.items[0].email_count, 1);
    assert_true(bf_str_equal(reading.listings.items[0].emails[0], BF_STR("ana@example.com")));
    assert_false(reading.listings.items[0].partial);
    assert_int_equal(reading.listings.items[1].email_count, 0);
}

static void each_block_has_a_voice(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        bf_voice voice; /* of the last block */
    } cases[] = {
        {"<p>x", BF_VOICE_ADVERTISER},
        {"<div class=testimonials><div><p>x</div></div>", BF_VOICE_TESTIMONIAL},
        {"<div class=client_testimonial>x</div>", BF_VOICE_TESTIMONIAL},
        {"<h2>Kind words</h2><p>x", BF_VOICE_TESTIMONIAL},
        {"<p>I offer talk.<blockquote>It saved us.</blockquote>", BF_VOICE_TESTIMONIAL},
        {"<p>I offer talk.<blockquote>Haste makes waste.</blockquote>", BF_VOICE_QUOTED},
        {"<h2>Kind words</h2><h2>Fees</h2><p>x", BF_VOICE_ADVERTISER},
        {"<div class=replies>x</div>", BF_VOICE_COMMENT},
        {"<div class=commentlist>x</div>", BF_VOICE_COMMENT}, /* by its zone */
        {"<blockquote>x</blockquote>", BF_VOICE_QUOTED},
        {"<div class=testimonial><blockquote>x</blockquote></div>", BF_VOICE_TESTIMONIAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bf_listing *listing = read_listing(cases[i].html)->listing;
        bf_voice voice = listing->blocks[listing->block_count - 1].voice;
        if (voice != cases[i].voice)
            fail_msg("%s: %s", cases[i].html, bf_voice_name(voice));
    }
}

static void every_name_that_was_weighed_is_told(void **state)
{
    (void)state;
    bf_reading reading = read_page("<title>Willow Counseling</title><h1>Ana Example</h1>"
                                   "<p>I offer talk.<p>My name is Ana Example.");
    const bf_naming *naming = &reading.listings.naming;
    assert_int_equal(naming->candidate_count, 2);
    const bf_naming_candidate *practice = &naming->candidates[0], *person = practice + 1;
    assert_true(bf_str_equal(practice->text, BF_STR("Willow Counseling")));
    assert_true(practice->practice && practice->block == BF_NONE && practice->weight > 0);
    assert_true(bf_str_equal(person->text, BF_STR("Ana Example")));
    assert_false(person->practice);
    assert_int_equal(reading.document.blocks[person->block].kind, BF_BLOCK_HEADING);
    assert_true(person->weight > practice->weight);
    assert_true(bf_str_equal(naming->name, person->text));
    assert_int_equal(
        read_page("<h1>Welcome home to all of you</h1>").listings.naming.candidate_count, 0);
}

#define REACHED(name, number) CARD(name, "<p>Therapist, (415) 555-01" number)

static void whose_heading_reads_as_a_name_but_has_nothing_is_a_list_of_others(void **state)
{
    (void)state;
    bf_reading reading = read_page("<h1>Patience Hollow</h1><p>Those near us." REACHED(
        "Ana Example", "42") REACHED("Bo Example", "43") REACHED("Cy Example", "44"));
    assert_int_equal(reading.listings.kind, BF_PAGE_DIRECTORY);
    assert_int_equal(reading.listings.count, 3);
    reading = read_page("<h1>Patience Hollow</h1><p>Call me: (415) 555-0140." REACHED(
        "Ana Example", "42") REACHED("Bo Example", "43") REACHED("Cy Example", "44"));
    assert_false(reading.listings.kind == BF_PAGE_DIRECTORY); /* whose page it is */
}

static void a_guide_is_a_directory_though_it_is_written_as_an_article(void **state)
{
    (void)state;
    bf_reading reading = read_page("<title>Encyclopedia of towns</title><p>this article" REACHED(
        "Ana Example", "42") REACHED("Bo Example", "43") REACHED("Cy Example", "44"));
    assert_int_equal(reading.listings.kind, BF_PAGE_DIRECTORY);
    reading = read_page(
        "<title>Encyclopedia of towns</title><p>this article" CARD("Ana Example", "<p>Therapist")
            CARD("Bo Example", "<p>Therapist") CARD("Cy Example", "<p>Therapist"));
    assert_int_equal(reading.listings.kind, BF_PAGE_ARTICLE); /* none of them can be reached */
}

static void whoever_tells_how_to_be_reached_advertises(void **state)
{
    (void)state;
    assert_int_equal(read_page("<p>Rooms above the bakery. (415) 555-0142").listings.kind,
                     BF_PAGE_LISTING);
    assert_int_equal(read_page("<p>Rooms above the bakery.").listings.kind, BF_PAGE_OTHER);
}

static void paragraphs_that_begin_with_capitals_are_no_people(void **state)
{
    (void)state;
    bf_reading reading = read_page("<h2>Room</h2><p>Ana Example listens. $90 a session"
                                   "<p>North Rouse, by the mill. (415) 555-0142");
    assert_int_equal(reading.listings.kind, BF_PAGE_LISTING);
    assert_int_equal(reading.listings.count, 1);
}

static void a_site_is_the_same_with_and_without_www(void **state)
{
    (void)state;
    bf_reading_listing *item = read_listing("<p>I offer talk.<a href=https://www.ana.example/>"
                                            "my website</a>");
    assert_int_equal(item->listing->website.length, 0);
}

static void an_error_is_one_whatever_it_says(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_page page;
    bf_reading reading;
    bf_page_limits limits = {0};
    bf_str message =
        BF_STR("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>I offer talk.");
    assert_true(
        bf_page_from_http(message, BF_STR("https://ana.example/"), &limits, arena, &page, &err));
    assert_true(bf_reading_make(&page, rules, scratch, arena, &reading, &err));
    assert_int_equal(reading.listings.kind, BF_PAGE_ERROR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_is_what_its_signs_add_up_to),
        TEST(a_name_is_the_data_s_else_a_sign_s_else_a_heading_s_else_the_title_s),
        TEST(what_follows_the_name_is_the_headline),
        TEST(those_of_a_list_in_the_data_are_listings_beside_the_cards),
        TEST(contacts_and_place_are_the_advertiser_s_own),
        TEST(contacts_that_only_the_data_has_are_the_advertiser_s_too),
        TEST(a_role_is_the_one_that_weighs_most),
        TEST(a_card_is_a_listing_of_its_own),
        TEST(what_a_team_page_says_for_all_is_the_practice_s),
        TEST(a_hidden_address_is_no_profile),
        TEST(each_block_has_a_voice),
        TEST(every_name_that_was_weighed_is_told),
        TEST(whose_heading_reads_as_a_name_but_has_nothing_is_a_list_of_others),
        TEST(a_guide_is_a_directory_though_it_is_written_as_an_article),
        TEST(a_site_is_the_same_with_and_without_www),
        TEST(whoever_tells_how_to_be_reached_advertises),
        TEST(paragraphs_that_begin_with_capitals_are_no_people),
        TEST(an_error_is_one_whatever_it_says),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
