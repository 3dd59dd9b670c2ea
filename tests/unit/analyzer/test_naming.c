/* test_naming.c: by what name the one advertiser of a page goes. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "tests/unit/analyzer/small_rules.h"

#include "analyzer/naming.h"

static bf_naming name_of(const char *html)
{
    bf_error err = {0};
    bf_voices voices;
    bf_cards cards;
    bf_naming naming;
    bf_sign_reader reader;
    bf_reading reading = read_page(html);
    assert_true(bf_sign_prepare(reading.page, &reading.document, &reading.structured, rules,
                                scratch, arena, &reader, &err));
    assert_true(bf_voice_read(&reader, &voices, &err));
    assert_true(bf_card_find(&reader, &voices, &cards, &err));
    assert_true(bf_naming_find(&reader, &voices, &cards, &naming, &err));
    return naming;
}

static void every_place_may_name_whoever_advertises(void **state)
{
    (void)state;
    static const struct {
        const char *html, *name;
        bool practice;
    } cases[] = {
        {"<h1>Ana Example, LMFT</h1>", "Ana Example", false},
        {"<title>Ana Example | Home</title><h1>Welcome</h1>", "Ana Example", false},
        {"<title>Leo Example</title><h1>Leo Example</h1><p>Surrogate partner<p>I work with your "
         "therapist, Dr. Mia Invented, LMFT, only.<p>Dr. Mia Invented leads the therapy.",
         "Leo Example", false}, /* and not the clinician */
        {"<title>Couples work with Ana Example</title><p>x", "Ana Example", false},
        {"<p>Hello. My name is Ana Example and I listen.", "Ana Example", false},
        {"<p>So it was.<br>\nWith love,<br>\n<i>Ana Example</i><br>Oslo", "Ana Example", false},
        {"<footer><p>© 2026 Ana Example</footer>", "Ana Example", false},
        {"<meta property=og:site_name content='Willow Counseling'><h1>Fees</h1>",
         "Willow Counseling", true},
        {"<h1>Willow Counseling</h1><p>Ask for Ana Example, LMFT, or Bo Sample, LMFT, or others. "
         "Willow Counseling is here.",
         "Willow Counseling", true},
        {"<script type='application/ld+json'>{\"@type\":\"Person\",\"name\":\"Ana Example\"}"
         "</script><h1>Words that name nobody at all</h1>",
         "Ana Example", false},
        {"<h1>Words that name nobody at all</h1>", "Words that name nobody at all", false},
        {"<title>Words - more</title><p>x", "Words", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_naming naming = name_of(cases[i].html);
        if (!bf_str_equal(naming.name, bf_str_of(cases[i].name)) ||
            naming.practice != cases[i].practice)
            fail_msg("%s: \"%.*s\"", cases[i].html, BF_STR_ARG(naming.name));
    }
}

static void a_first_name_is_that_of_whoever_has_it(void **state)
{
    (void)state;
    bf_naming naming = name_of("<title>Ana Example</title><h1>Deep Rest</h1><p>Hi, I am Ana. I am "
                               "Ana, and I listen.");
    assert_true(bf_str_equal(naming.name, BF_STR("Ana Example")));
}

static void a_client_s_name_is_not_weighed(void **state)
{
    (void)state;
    bf_naming naming = name_of("<h1>Welcome home to all</h1><div class=testimonials><h3>Bo "
                               "Sample</h3><p>I am Bo Sample.</div>");
    assert_true(bf_str_equal(naming.name, BF_STR("Welcome home to all")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_place_may_name_whoever_advertises),
        TEST(a_first_name_is_that_of_whoever_has_it),
        TEST(a_client_s_name_is_not_weighed),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
