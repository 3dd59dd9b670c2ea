/* test_profiletest.c: an example of a site profile (rules/sites.yaml) that does not hold says in
 * what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "analyzer/profiletest.h"
#include "tests/unit/analyzer/small_rules.h"

static const bf_site_profile *site_of(const char *id)
{
    for (size_t i = 0; i < rules->profile_count; i++)
        if (bf_str_equal(rules->profiles[i].id, bf_str_of(id)))
            return &rules->profiles[i];
    fail_msg("no profile %s", id);
    return NULL;
}

/* The page of all cases: one listing, and words of nobody. */
#define HTML                                                                                       \
    "<article data-kind=person><h2>Ana</h2><p>LMFT</p><a href='tel:+15035550142'>a</a>"            \
    "<b data-fee>$90 per session</b></article><aside>Ben</aside>"

/* In what the one example of site.results with these expectations does not hold. */
static const char *check(const bf_profile_expected *expected, size_t count, bf_str nobody)
{
    const bf_profiletest_with with = {rules, scratch, arena};
    bf_profile_expected items[2];
    bf_error err = {0};
    bf_str why;
    for (size_t i = 0; i < count; i++)
        items[i] = *expected;
    const bf_profile_example example = {.url = BF_STR("https://results.example/find"),
                                        .html = BF_STR(HTML),
                                        .listings = items,
                                        .listing_count = count,
                                        .nobody = &nobody,
                                        .nobody_count = nobody.length > 0};
    assert_true(bf_profiletest_check(&with, site_of("site.results"), &example, &why, &err));
    return why.length > 0 ? why.bytes : "";
}

/* Expectations that hold; a test changes one of them. */
static bf_str name = {"Ana", 3}, headline = {"LMFT", 4}, phone = {"+15035550142", 12},
              price = {"90 USD/session", 14}, country = {"US", 2}, words = {"LMFT", 4};
static bf_profile_expected sound(void)
{
    bf_profile_expected expected = {.words = &words, .word_count = 1};
    expected.texts[BF_PROFILE_NAME] = &name;
    expected.texts[BF_PROFILE_HEADLINE] = &headline;
    expected.texts[BF_PROFILE_PHONE] = &phone;
    expected.texts[BF_PROFILE_PRICE] = &price;
    expected.texts[BF_PROFILE_COUNTRY] = &country;
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT; field++)
        expected.text_counts[field] = expected.texts[field] ? 1 : 0;
    return expected;
}

static void an_example_that_holds_says_nothing(void **state)
{
    (void)state;
    bf_profile_expected expected = sound();
    assert_string_equal(check(&expected, 1, BF_STR("Ben")), "");
}

static void each_thing_that_does_not_hold_is_told(void **state)
{
    (void)state;
    bf_str other = BF_STR("Eve");
    bf_profile_expected expected = sound();
    assert_string_equal(check(&expected, 0, BF_STR("Ben")), "1 listings are read, not 0");
    assert_string_equal(check(&expected, 2, BF_STR("Ben")), "1 listings are read, not 2");
    assert_string_equal(check(&expected, 1, BF_STR("Ana")), "\"Ana\" does not belong to nobody");
    expected.texts[BF_PROFILE_NAME] = &other;
    assert_string_equal(check(&expected, 1, BF_STR("Ben")),
                        "listing 1 has the name \"Ana\", not \"Eve\"");
    expected = sound();
    expected.text_counts[BF_PROFILE_PHONE] = 0;
    assert_string_equal(check(&expected, 1, BF_STR("Ben")),
                        "listing 1 has the phone \"+15035550142\", not \"\"");
    expected = sound();
    expected.texts[BF_PROFILE_PRACTICE] = &other;
    expected.text_counts[BF_PROFILE_PRACTICE] = 1;
    assert_string_equal(check(&expected, 1, BF_STR("Ben")),
                        "listing 1 has the practice \"\", not \"Eve\"");
    expected = sound();
    expected.words = &other;
    assert_string_equal(check(&expected, 1, BF_STR("Ben")), "listing 1 has not the words \"Eve\"");
}

static void an_example_of_another_site_is_told(void **state)
{
    (void)state;
    const bf_profiletest_with with = {rules, scratch, arena};
    const bf_profile_example example = {.url = BF_STR("https://www.one.example/blog"),
                                        .html = BF_STR("<p>")};
    const bf_profile_example nowhere = {.url = BF_STR("https://none.example/"),
                                        .html = BF_STR("<p>")};
    bf_error err = {0};
    bf_str why;
    assert_true(bf_profiletest_check(&with, site_of("site.one"), &example, &why, &err));
    assert_true(bf_str_equal(why, BF_STR("site.one_blog is chosen for this URL")));
    assert_true(bf_profiletest_check(&with, site_of("site.one"), &nowhere, &why, &err));
    assert_true(bf_str_equal(why, BF_STR("no profile is chosen for this URL")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_example_that_holds_says_nothing),
        TEST(each_thing_that_does_not_hold_is_told),
        TEST(an_example_of_another_site_is_told),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
