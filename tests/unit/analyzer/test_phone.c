/* test_phone.c: telephone numbers in running text. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/phone.h"

typedef struct {
    const char *text, *found;
} example;

/* Reads `text` as of `country`; the numbers with a blank after each. */
static void read_joined(const char *text, const char *country, char *out, size_t size)
{
    bf_arena *arena = bf_arena_new(1 << 20);
    bf_contact_texts phones = {0};
    size_t used = 0;
    out[0] = '\0';
    assert_true(bf_phone_read(bf_str_of(text), bf_str_of(country), arena, &phones));
    for (size_t i = 0; i < phones.count; i++)
        used += (size_t)snprintf(out + used, size - used, "%.*s ", BF_STR_ARG(phones.items[i]));
    assert_true(used < size);
    bf_arena_free(arena);
}

static void assert_phones(const char *country, const example *examples, size_t count)
{
    char got[1024];
    for (size_t i = 0; i < count; i++) {
        read_joined(examples[i].text, country, got, sizeof got);
        if (strcmp(got, examples[i].found) != 0)
            fail_msg("\"%s\" (%s) gives \"%s\"", examples[i].text, country, got);
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
        {"+49 (0)761 555 0123", "+497615550123 "},
        {"+34 600 555 012", "+34600555012 "},
        {"(+48) 12 555 01 42", "+48125550142 "},
        {"503-555-0123 or 503-555-0124, not 503-555-0123", "+15035550123 +15035550124 "},
        {"tel:503-555-0123", "+15035550123 "},
        {"+1 (415) 555-0142 ext. 3", "+14155550142 "},
        {"415-555-0142x3", "+14155550142 "},
        {"(415)555-0142", "+14155550142 "},
        {"1-800-555-0199", "+18005550199 "},
        {"802/555-0101", "+18025550101 "},
        {"(503) 555-0121$150 a session", "+15035550121 "}, /* no blank between two texts */
        {"hour512.555.0102", "+15125550102 "},
        {"401.555.0133Visit her site", "+14015550133 "},
    };
    assert_phones("", examples, sizeof examples / sizeof *examples);
    assert_phones("US", examples, sizeof examples / sizeof *examples);
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
        {"2026-11-23 10:30", ""},
        {"+1 234", ""},
        {"+1234567890123456", ""}, /* 16 digits */
        {"415-555-TALK", ""},
        {"1-800-THERAPY", ""},
        {"NPI 2345550142", ""},
        {"License no. 2345550142", ""},
        {"Oakland, CA 94612-5550", ""},
        {"$415 555 0142", ""},
        {"LMFT 55501, 2010-2014", ""},
    };
    assert_phones("", examples, sizeof examples / sizeof *examples);
    assert_phones("US", examples, sizeof examples / sizeof *examples);
}

static void signs_of_type_are_read_as_those_of_ascii(void **state)
{
    (void)state;
    static const example examples[] = {
        {"415–555–0142", "+14155550142 "},
        {"415\u2011555\u20110142", "+14155550142 "},
        {"(415)\u00a0555\u00a00142", "+14155550142 "},
        {"415 • 555 • 0142", "+14155550142 "},
        {"928·555·0129", "+19285550129 "},
        {"415\u200b-555-\u200b0142", "+14155550142 "},
        {"４１５－５５５－０１４２", "+14155550142 "},
    };
    assert_phones("", examples, sizeof examples / sizeof *examples);
}

static void digits_that_nothing_parts_are_a_number_after_a_word_that_says_so(void **state)
{
    (void)state;
    static const example examples[] = {
        {"tel 4155550142", "+14155550142 "},
        {"Phone: 4155550142", "+14155550142 "},
        {"Call me any time at 14155550142.", "+14155550142 "},
        {"T: 4155550142", "+14155550142 "},
        {"Text 4155550142 or 4155550143", "+14155550142 "},
        {"Order 4155550142", ""},
    };
    assert_phones("", examples, sizeof examples / sizeof *examples);
}

static void a_fax_is_no_telephone(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Fax: 415-555-0142", ""},
        {"F 415-555-0142", ""},
        {"Fax number (415) 555-0142", ""},
        {"Tel 415-555-0142, Fax 415-555-0143", "+14155550142 "},
        {"Fax 415-555-0143 Tel 415-555-0142", "+14155550142 "},
        {"415-555-0143 (fax)", ""},
        {"415-555-0143 fax", ""},
        {"415-555-0142 Fax 415-555-0143", "+14155550142 "},
        {"Phone/Fax: 415-555-0142", "+14155550142 "},
        {"Tel. and fax 415-555-0142", "+14155550142 "},
        {"Call (415) 555-0142\nFax 415-555-0143", "+14155550142 "},
        {"Telefax: +49 761 555 0123", ""},
        {"ＦＡＸ ４１５－５５５－０１４２", ""},
    };
    assert_phones("", examples, sizeof examples / sizeof *examples);
}

static void digits_in_words_are_digits(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Text me at five two zero - 555 - 0171 or mail", "+15205550171 "},
        {"five one four - five five five - zero one 72", "+15145550172 "},
        {"415 five five five 0142", "+14155550142 "},
        {"One two three", ""},
        {"five zero three five five five oh one two three four five", ""},
        {"One 50 minute session, two 415 dollar ones", ""},
    };
    assert_phones("", examples, sizeof examples / sizeof *examples);
}

typedef struct {
    const char *country, *text, *found;
} national;

static void assert_national(const national *cases, size_t count)
{
    char got[256];
    for (size_t i = 0; i < count; i++) {
        read_joined(cases[i].text, cases[i].country, got, sizeof got);
        if (strcmp(got, cases[i].found) != 0)
            fail_msg("\"%s\" (%s) gives \"%s\"", cases[i].text, cases[i].country, got);
    }
}

static void numbers_of_a_national_plan_are_read_where_the_country_is_known(void **state)
{
    (void)state;
    static const national cases[] = {
        {"GB", "020 7946 0123", "+442079460123 "},
        {"GB", "(020) 7946 0123", "+442079460123 "},
        {"GB", "07700 900123", "+447700900123 "},
        {"GB", "07700900123", "+447700900123 "},
        {"GB", "01632 960123", "+441632960123 "},
        {"GB", "Ring 0117 555 0188 and leave a message", "+441175550188 "},
        {"GB", "(520) 555-0110", "+15205550110 "}, /* of the North American plan */
        {"IE", "091 555 0112", "+353915550112 "},
        {"IE", "01 555 0160", "+35315550160 "},
        {"IE", "087 555 0123", "+353875550123 "},
        {"AU", "(02) 5550 1234", "+61255501234 "},
        {"AU", "0491 570 156", "+61491570156 "},
        {"AU", "1300 555 012", "+611300555012 "},
        {"NZ", "09 555 0123", "+6495550123 "},
        {"MX", "55 5555 0123", "+525555550123 "},
        {"MX", "Mándame mensaje al 5555550123", "+525555550123 "},
        {"ES", "91 555 01 23", "+34915550123 "},
        {"ES", "915 55 01 23", "+34915550123 "},
        {"ES", "WhatsApp en el 600 555 014", "+34600555014 "},
        {"DE", "0761/555 01 23", "+497615550123 "},
        {"DE", "Anmeldung: 0221 555 01-10, Fax -19", "+492215550110 "},
        {"DE", "030 555 01 24 · praxis", "+49305550124 "},
        {"DE", "0761 555 0147, 0761 555 0148", "+497615550147 +497615550148 "},
        {"AT", "01 555 01 23", "+4315550123 "},
        {"CH", "044 555 01 23", "+41445550123 "},
        {"PL", "tel. (42) 555 01 37", "+48425550137 "},
        {"PL", "tel. kom. 555 010 274", "+48555010274 "},
        {"FR", "01 55 55 01 23", "+33155550123 "},
        {"FR", "06.55.55.01.23", "+33655550123 "},
        {"IT", "06 555 0123", "+39065550123 "},
        {"IT", "347 555 0123", "+393475550123 "},
        {"NL", "020 555 0123", "+31205550123 "},
        {"BE", "02 555 01 23", "+3225550123 "},
        {"SE", "08-555 012 34", "+46855501234 "},
        {"DK", "35 55 01 23", "+4535550123 "},
        {"NO", "22 55 01 23", "+4722550123 "},
        {"PT", "21 555 01 23", "+351215550123 "},
        {"CZ", "+420 555 010 233", "+420555010233 "},
        {"JP", "03-5555-0123", "+81355550123 "},
        {"JP", "電話 0467-55-5014(留守番電話)", "+81467555014 "},
        {"JP", "０２２−５５５−０１４３", "+81225550143 "},
        {"JP", "０３ー５５５５ー０１２３", "+81355550123 "},
        {"CN", "010 5555 0123", "+861055550123 "},
        {"CN", "138 5555 0123", "+8613855550123 "},
        {"TW", "02 5555 0123", "+886255550123 "},
        {"HK", "2555 0123", "+85225550123 "},
        {"IN", "98765 50123", "+919876550123 "},
        {"IN", "022 5555 0123", "+912255550123 "},
        {"BR", "(11) 95555-0123", "+5511955550123 "},
        {"AR", "011 5555-0123", "+541155550123 "},
        {"ZA", "011 555 0123", "+27115550123 "},
        {"RU", "8 (495) 555-01-23", "+74955550123 "},
        {"RU", "(495) 555-01-23", "+74955550123 "},
    };
    assert_national(cases, sizeof cases / sizeof *cases);
}

static void what_does_not_fit_the_plan_is_no_number(void **state)
{
    (void)state;
    static const national cases[] = {
        {"", "020 7946 0123", ""},
        {"XX", "020 7946 0123", ""},
        {"GB", "020 7946", ""},
        {"GB", "from 020 to 30", ""},
        {"DK", "24.12.2026", ""}, /* a date */
        {"DK", "2026-12-24", ""},
        {"PL", "220 330 440 zł", ""},
        {"PL", "nr 412345678", ""},
        {"JP", "登録番号 055501234567", ""},
        {"JP", "2026/10/28(水) 22:14", ""},
        {"DE", "Fax: 0761 555 0147", ""},
    };
    assert_national(cases, sizeof cases / sizeof *cases);
}

static void the_country_of_a_whole_number_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *text, *country;
    } cases[] = {
        {"Tel. +49 30 555 0177", "DE"},
        {"+1 503 555 0123, or +44 20 7946 0123", "GB"},
        {"(+48) 12 555 01 42", "PL"},
        {"+1 503 555 0123", ""},
        {"2 + 44", ""},
        {"+", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str country = bf_phone_country(bf_str_of(cases[i].text));
        assert_true(bf_str_equal(country, bf_str_of(cases[i].country)));
    }
}

static void numbers_that_cost_nothing_are_left_out_where_others_are(void **state)
{
    (void)state;
    static const struct {
        const char *text, *found;
        size_t known;
    } cases[] = {
        {"415-555-0142, in a crisis 1-800-555-0199", "+14155550142 ", 0},
        {"1-888-555-0190 or 415-555-0142", "+14155550142 ", 0},
        {"1-888-555-0190 or 415-555-0142", "+18885550190 +14155550142 ", 1},
        {"1-888-555-0190 or 1-800-555-0199", "+18885550190 +18005550199 ", 0},
        {"", "", 0},
    };
    char got[128];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_arena *arena = bf_arena_new(1 << 20);
        bf_contact_texts phones = {0};
        size_t used = 0;
        got[0] = '\0';
        assert_true(bf_phone_read(bf_str_of(cases[i].text), (bf_str){0}, arena, &phones));
        bf_phone_leave_own(&phones, cases[i].known);
        for (size_t k = 0; k < phones.count; k++)
            used += (size_t)snprintf(got + used, sizeof got - used, "%.*s ",
                                     BF_STR_ARG(phones.items[k]));
        assert_string_equal(got, cases[i].found);
        bf_arena_free(arena);
    }
}

static void text_that_means_harm_takes_little_time(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "1", "+1 ", "(", "415-", "fax 415-555-0142 ", "0 ", "five ", "•", "1,", "+44 (0)", "020 "};
    enum { SIZE = 1 << 18 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bf_arena *arena = bf_arena_new(16 << 20);
        bf_contact_texts phones = {0};
        size_t length = strlen(parts[i]), filled = 0;
        for (; filled + length <= SIZE; filled += length)
            memcpy(text + filled, parts[i], length);
        assert_true(bf_phone_read((bf_str){text, filled}, BF_STR("GB"), arena, &phones));
        assert_true(phones.count <= BF_CONTACT_MOST);
        bf_arena_free(arena);
    }
    free(text);
}

static void want_of_memory_is_told(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1);
    bf_contact_texts phones = {0};
    assert_false(bf_phone_read(BF_STR("503-555-0123"), (bf_str){0}, arena, &phones));
    bf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(telephones_of_the_usual_groupings_are_e164),
        cmocka_unit_test(other_numbers_are_no_telephones),
        cmocka_unit_test(signs_of_type_are_read_as_those_of_ascii),
        cmocka_unit_test(digits_that_nothing_parts_are_a_number_after_a_word_that_says_so),
        cmocka_unit_test(a_fax_is_no_telephone),
        cmocka_unit_test(digits_in_words_are_digits),
        cmocka_unit_test(numbers_of_a_national_plan_are_read_where_the_country_is_known),
        cmocka_unit_test(what_does_not_fit_the_plan_is_no_number),
        cmocka_unit_test(the_country_of_a_whole_number_is_told),
        cmocka_unit_test(numbers_that_cost_nothing_are_left_out_where_others_are),
        cmocka_unit_test(text_that_means_harm_takes_little_time),
        cmocka_unit_test(want_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
