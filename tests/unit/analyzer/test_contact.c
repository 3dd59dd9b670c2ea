/* test_contact.c: telephone numbers, mail addresses and prices in running text. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/contact.h"

typedef struct {
    const char *text, *found;
} example;

/* The texts with a blank after each. */
static void join(const bf_contact_texts *texts, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < texts->count; i++)
        used += (size_t)snprintf(out + used, size - used, "%.*s ", BF_STR_ARG(texts->items[i]));
    assert_true(used < size);
}

typedef bool reader(bf_str text, bf_arena *arena, bf_contact_texts *texts);

static void assert_texts(reader *read, const example *examples, size_t count)
{
    char got[1024];
    for (size_t i = 0; i < count; i++) {
        bf_arena *arena = bf_arena_new(1 << 20);
        bf_contact_texts texts = {0};
        assert_true(read(bf_str_of(examples[i].text), arena, &texts));
        join(&texts, got, sizeof got);
        if (strcmp(got, examples[i].found) != 0)
            fail_msg("\"%s\" gives \"%s\"", examples[i].text, got);
        bf_arena_free(arena);
    }
}

static void telephones_of_the_usual_groupings_are_e164(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Call (503) 555-0123 now", "+15035550123 "},
        {"503-555-0123", "+15035550123 "},
        {"503.555.0123", "+15035550123 "},
        {"503 555 0123", "+15035550123 "},
        {"1-503-555-0123", "+15035550123 "},
        {"1 (503) 555-0123", "+15035550123 "},
        {"+1 (503) 555-0123", "+15035550123 "},
        {"+15035550123", "+15035550123 "},
        {"+1 503 555 0123 180 a session", "+15035550123 "}, /* the plan has no more digits */
        {"+44 20 7946 0123", "+442079460123 "},
        {"+44 (0)20 7946 0123", "+442079460123 "},
        {"+34 600 555 012", "+34600555012 "},
        {"503-555-0123 or 503-555-0124, not 503-555-0123", "+15035550123 +15035550124 "},
        {"tel:503-555-0123", "+15035550123 "},
    };
    assert_texts(bf_contact_phones, examples, sizeof examples / sizeof *examples);
}

static void other_numbers_are_no_telephones(void **state)
{
    (void)state;
    static const example examples[] = {
        {"", ""},
        {"(", ""},
        {"+", ""},
        {"5035550123", ""},       /* no grouping: an id as well */
        {"103-555-0123", ""},     /* area codes begin with 2 to 9 */
        {"503-155-0123", ""},     /* and so do exchanges */
        {"503-555-01234", ""},    /* one digit too many */
        {"503-555-012", ""},      /* and one too few */
        {"LMFT503-555-0123", ""}, /* a part of a word */
        {"2026-11-23", ""},
        {"+1 234", ""},
        {"+1234567890123456", ""}, /* 16 digits */
    };
    assert_texts(bf_contact_phones, examples, sizeof examples / sizeof *examples);
}

static void addresses_are_found_in_lower_case(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Write to Ana@Example.COM.", "ana@example.com "},
        {"<ana.b+web@mail.example.org>", "ana.b+web@mail.example.org "},
        {"a@example.com, b@example.com; a@example.com", "a@example.com b@example.com "},
        {"...ana@example.com", "ana@example.com "},
        {"ana [at] example [dot] com", "ana@example.com "},
        {"ana(at)example.com", "ana@example.com "},
        {"ana {AT} mail (dot) example{dot}com today", "ana@mail.example.com "},
        {"look [at] me. Or b@example.com", "b@example.com "},
    };
    assert_texts(bf_contact_emails, examples, sizeof examples / sizeof *examples);
    static const example none[] = {
        {"", ""},
        {"@", ""},
        {"@example.com", ""},
        {"ana@", ""},
        {"ana@example", ""},
        {"ana@.com", ""},
        {"ana @ example.com", ""},
        {"follow @ana.example", ""},
        {"look [at] me", ""},
        {"[at]", ""},
    };
    assert_texts(bf_contact_emails, none, sizeof none / sizeof *none);
}

static void a_link_gives_what_it_leads_to(void **state)
{
    (void)state;
    static const struct {
        const char *href, *phones, *emails;
    } cases[] = {
        {"tel:+1-503-555-0123", "+15035550123 ", ""},
        {"TEL:(503) 555-0123", "+15035550123 ", ""},
        {"mailto:Ana@example.com?subject=Hello%20b@example.com", "", "ana@example.com "},
        {"mailto:", "", ""},
        {"/cdn-cgi/l/email-protection#422c2d2f027a", "", ""}, /* "nom@8": no domain */
        {"/cdn-cgi/l/email-protection#2a4b444b6a4f524b475a464f04494547", "", "ana@example.com "},
        {"https://ana.example/cdn-cgi/l/email-protection#2A4B444B6A4F524B475A464F04494547", "",
         "ana@example.com "},
        {"/cdn-cgi/l/email-protection#2a4b444b6a4f524b475a464f0449454", "", "ana@example.co "},
        {"/cdn-cgi/l/email-protection#", "", ""},
        {"/cdn-cgi/l/email-protection#zz", "", ""},
        {"https://ana.example/503-555-0123", "", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_arena *arena = bf_arena_new(1 << 20);
        bf_contact_texts phones = {0}, emails = {0};
        char got[512];
        assert_true(bf_contact_link(bf_str_of(cases[i].href), arena, &phones, &emails));
        join(&phones, got, sizeof got);
        assert_string_equal(got, cases[i].phones);
        join(&emails, got, sizeof got);
        assert_string_equal(got, cases[i].emails);
        bf_arena_free(arena);
    }
}

static void a_price_has_its_currency_and_what_it_is_for(void **state)
{
    (void)state;
    static const example examples[] = {
        {"$180 per session", "180 USD session;"},
        {"$180/session", "180 USD session;"},
        {"$180 / hr", "180 USD hour;"},
        {"$180 an hour", "180 USD hour;"},
        {"$180 per 50 minute session.", "180 USD session;"},
        {"US$ 180", "180 USD ;"},
        {"180 USD, 120 € por sesión", "180 USD ;120 EUR session;"},
        {"£90.50 each session", "90.5 GBP session;"},
        {"$1,250 for a session", "1250 USD session;"},
        {"1.250,75 €", "1250.75 EUR ;"},
        {"$12.5", "12.5 USD ;"},
        {"$180-$220", "180 USD ;220 USD ;"},
        {"$180. Later: $180 per hour", "180 USD hour;"}, /* one price, said better */
        {"$180 and a session of an hour", "180 USD ;"},
        {"$0, 50 minutes, $, $x, 180", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        bf_arena *arena = bf_arena_new(1 << 20);
        bf_contact_prices prices = {0};
        char got[512] = "";
        size_t used = 0;
        assert_true(bf_contact_prices_in(bf_str_of(examples[i].text), arena, &prices));
        for (size_t k = 0; k < prices.count; k++)
            used += (size_t)snprintf(got + used, sizeof got - used, "%g %.*s %.*s;",
                                     prices.items[k].amount, BF_STR_ARG(prices.items[k].currency),
                                     BF_STR_ARG(prices.items[k].unit));
        if (strcmp(got, examples[i].found) != 0)
            fail_msg("\"%s\" gives \"%s\"", examples[i].text, got);
        bf_arena_free(arena);
    }
}

static void of_a_kind_sixteen_are_kept(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1 << 20);
    bf_contact_texts phones = {0};
    char text[32];
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof text, "503-555-01%02d", i);
        assert_true(bf_contact_phones(bf_str_of(text), arena, &phones));
    }
    assert_int_equal(phones.count, 16);
    bf_arena_free(arena);
}

static void want_of_memory_is_told(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1);
    bf_contact_texts texts = {0};
    bf_contact_prices prices = {0};
    assert_false(bf_contact_phones(BF_STR("503-555-0123"), arena, &texts));
    assert_false(bf_contact_emails(BF_STR("ana@example.com"), arena, &texts));
    assert_false(bf_contact_prices_in(BF_STR("$180"), arena, &prices));
    bf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(telephones_of_the_usual_groupings_are_e164),
        cmocka_unit_test(other_numbers_are_no_telephones),
        cmocka_unit_test(addresses_are_found_in_lower_case),
        cmocka_unit_test(a_link_gives_what_it_leads_to),
        cmocka_unit_test(a_price_has_its_currency_and_what_it_is_for),
        cmocka_unit_test(of_a_kind_sixteen_are_kept),
        cmocka_unit_test(want_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
