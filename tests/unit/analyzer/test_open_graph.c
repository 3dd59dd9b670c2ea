/* test_open_graph.c: what the meta elements of a page say of a person or business. */
#include "tests/support/advertisers.h"

#include "analyzer/open_graph.h"

#define OG(property, content) "<meta property='" property "' content='" content "'>"
#define CONTACT(part, content) OG("business:contact_data:" part, content)

static void persons_and_businesses_are_told_and_nobody_else(void **state)
{
    (void)state;
    static const struct {
        const char *html, *shown;
    } cases[] = {
        {OG("og:type", "profile") OG("profile:first_name", "Ana") OG("profile:last_name", "Example")
             OG("og:title", "Ana, therapist"),
         "*Ana Example"},
        {OG("og:type", "profile") OG("og:title", "Ana Example, LMFT | Directory"), "*Ana Example"},
        {OG("og:type", "business.business") OG("og:title", "Willow Therapy - Home")
             CONTACT("street_address", "1 High Street") CONTACT("locality", "Springfield")
                 CONTACT("region", "CA") CONTACT("country_name", "USA")
                     CONTACT("phone_number", "503-555-0123") CONTACT("email", "w@w.example")
                         CONTACT("website", "https://w.example/"),
         "Willow Therapy in Springfield,CA,USA at 1 High Street @https://w.example/ +15035550123 "
         "w@w.example"},
        {OG("og:type", "website") OG("og:title", "Ana") OG("og:site_name", "Willow"), ""},
        {OG("og:type", "article") OG("profile:first_name", "Ana"), ""},
        {OG("og:type", "profile") OG("og:site_name", "Willow"), ""},
        {OG("business:contact_data:website", "https://w.example/") OG("og:title", "W"), ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_advertisers list = {0};
        bf_error err = {0};
        bf_document document = document_of(cases[i].html);
        assert_true(bf_open_graph_read(&document, arena, &list, &err));
        if (strcmp(show_advertisers(&list), cases[i].shown) != 0)
            fail_msg("%s\n  gives %s", cases[i].html, shown);
    }
}

static void somebody_who_is_known_is_told_more_of(void **state)
{
    (void)state;
    bf_advertisers list = {0};
    bf_error err = {0};
    bf_document document =
        document_of(OG("og:title", "Willow") CONTACT("phone_number", "503-555-0123"));
    bf_advertiser *known = bf_advertiser_add(&list, arena);
    assert_non_null(known);
    known->name = BF_STR("willow");
    known->type = BF_STR("LocalBusiness");
    assert_true(bf_open_graph_read(&document, arena, &list, &err));
    assert_string_equal(show_advertisers(&list), "LocalBusiness willow +15035550123");
}

static void a_site_has_the_first_name_that_it_gives_itself(void **state)
{
    (void)state;
    bf_document document = document_of(OG("og:title", "Ana") OG(" og:SITE_name", " Willow ")
                                           OG("og:site_name", "Oak") "<p property=og:site_name>");
    assert_view(bf_open_graph_site_name(&document), "Willow");
    document = document_of(OG("og:title", "Ana") "<p property=og:site_name content=Oak>");
    assert_view(bf_open_graph_site_name(&document), "");
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_advertisers list = {0};
    bf_document document = document_of(OG("og:type", "profile"));
    bf_arena *small = bf_arena_new(8);
    assert_non_null(small);
    assert_false(bf_open_graph_read(&document, small, &list, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(persons_and_businesses_are_told_and_nobody_else),
        TEST(somebody_who_is_known_is_told_more_of),
        TEST(a_site_has_the_first_name_that_it_gives_itself),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
