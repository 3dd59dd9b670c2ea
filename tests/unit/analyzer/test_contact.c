/* test_contact.c: sets of contacts, mail addresses in running text, and what links lead to. */
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
        {"ever.zamudio(arroba)correo.example", "ever.zamudio@correo.example "},
        {"poradna (zavináč) mediace.example", "poradna@mediace.example "},
        {"raisa (собака) example (точка) com", "raisa@example.com "},
        {"chizuru★example.com", "chizuru@example.com "},
        {"ana ( at ) example.com", "ana@example.com "},
        {"ana＠example.com", "ana@example.com "}, /* full width */
        {"ana\u00a0(at)\u00a0example.com", "ana@example.com "},
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
        {"(at", ""},
        {"★", ""},
        {"four ★ of five", ""},
    };
    assert_texts(bf_contact_emails, none, sizeof none / sizeof *none);
}

static void a_link_gives_what_it_leads_to(void **state)
{
    (void)state;
    static const struct {
        const char *country, *href, *phones, *emails;
    } cases[] = {
        {"", "tel:+1-503-555-0123", "+15035550123 ", ""},
        {"", "TEL:(503) 555-0123", "+15035550123 ", ""},
        {"", "tel:5035550123", "+15035550123 ", ""},
        {"", "tel:15035550123", "+15035550123 ", ""},
        {"GB", "tel:02079460123", "+442079460123 ", ""},
        {"", "tel:02079460123", "", ""}, /* nobody knows where that is dialled */
        {"DE", "tel:0761-555-0147", "+497615550147 ", ""},
        {"", "sms:+15035550123?body=Hello", "+15035550123 ", ""},
        {"", "https://wa.me/15035550123?text=Hi", "+15035550123 ", ""},
        {"", "https://api.whatsapp.com/send?text=Hi&phone=%2B34600555012", "+34600555012 ", ""},
        {"", "whatsapp://send?phone=447700900123", "+447700900123 ", ""},
        {"", "https://wa.me/message/ABC555", "", ""},
        {"", "mailto:Ana@example.com?subject=Hello%20b@example.com", "", "ana@example.com "},
        {"", "mailto:", "", ""},
        {"", "/cdn-cgi/l/email-protection#422c2d2f027a", "", ""}, /* "nom@8": no domain */
        {"", "/cdn-cgi/l/email-protection#2a4b444b6a4f524b475a464f04494547", "",
         "ana@example.com "},
        {"", "https://ana.example/cdn-cgi/l/email-protection#2A4B444B6A4F524B475A464F04494547", "",
         "ana@example.com "},
        {"", "/cdn-cgi/l/email-protection#2a4b444b6a4f524b475a464f0449454", "", "ana@example.co "},
        {"", "/cdn-cgi/l/email-protection#", "", ""},
        {"", "/cdn-cgi/l/email-protection#zz", "", ""},
        {"", "https://ana.example/503-555-0123", "", ""},
        {"", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_arena *arena = bf_arena_new(1 << 20);
        bf_contact_texts phones = {0}, emails = {0};
        char got[512];
        assert_true(bf_contact_link(bf_str_of(cases[i].href), bf_str_of(cases[i].country), arena,
                                    &phones, &emails));
        join(&phones, got, sizeof got);
        assert_string_equal(got, cases[i].phones);
        join(&emails, got, sizeof got);
        assert_string_equal(got, cases[i].emails);
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
        assert_true(bf_contact_add(&phones, bf_str_of(text), arena));
    }
    assert_int_equal(phones.count, 16);
    bf_arena_free(arena);
}

static void addresses_over_the_sixteen_take_no_memory(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(8192);
    bf_contact_texts emails = {0};
    char text[64 * 1024];
    size_t used = 0;
    for (int i = 0; used + 32 < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "a%d@example.com ", i);
    assert_true(bf_contact_emails((bf_str){text, used}, arena, &emails));
    assert_int_equal(emails.count, 16);
    bf_arena_free(arena);
}

static void want_of_memory_is_told(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1);
    bf_contact_texts texts = {0};
    assert_false(bf_contact_emails(BF_STR("ana@example.com"), arena, &texts));
    assert_false(bf_contact_add(&texts, BF_STR("one"), arena));
    bf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_found_in_lower_case),
        cmocka_unit_test(a_link_gives_what_it_leads_to),
        cmocka_unit_test(of_a_kind_sixteen_are_kept),
        cmocka_unit_test(addresses_over_the_sixteen_take_no_memory),
        cmocka_unit_test(want_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
