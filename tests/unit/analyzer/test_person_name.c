/* test_person_name.c: names of persons in parts. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "analyzer/person_name.h"

/* Writes the words of `name`, "/" before the surname where it is said, and the suffix. */
static void write_name(const bf_person_name *name, char *out, size_t size)
{
    size_t length = 0;
    *out = '\0';
    for (size_t i = 0; i < name->count; i++) {
        bf_str word = bf_person_name_word(name, &name->words[i]);
        const char *before = i == 0 ? "" : i == name->given_count ? " / " : " ";
        length += (size_t)snprintf(out + length, size - length, "%s%.*s", before, BF_STR_ARG(word));
    }
    if (name->called.length > 0)
        length += (size_t)snprintf(out + length, size - length, " (%.*s)",
                                   BF_STR_ARG(bf_person_name_word(name, &name->called)));
    if (name->suffix != BF_SUFFIX_NONE)
        snprintf(out + length, size - length, " +%d", name->suffix);
}

static void a_name_is_read_without_titles_letters_and_accents(void **state)
{
    (void)state;
    static const struct {
        const char *text, *read;
    } examples[] = {
        {"Dr. Ana María de la Cruz-Ejemplo, PhD, LMFT", "ana maria de la cruz ejemplo"},
        {"EXAMPLE, ROBERT J JR", "robert j / example +2"},
        {"EXAMPLE JR, ROBERT", "robert / example +2"},
        {"Example, Robert, Jr.", "robert / example +2"},
        {"Robert Example III, LCSW", "robert example +4"},
        {"Sean O\u2019Brien-Sample", "sean obrien sample"},
        {"R.J. Example", "r j example"},
        {"Robert V Example", "robert v example"},
        {"Robert \"Bob\" Example", "robert example (bob)"},
        {"ana example", "ana example"},
        {"example, ana", "ana / example"},
        {"Ana Example LMFT", "ana example"},
        {"Ana Example, CGP", "ana example"},
        {"LI MA", "li ma"},
        {"S\u00F8ren \u00C6sample", "soren aesample"},
        {"Prof. Dr. Nora Sample", "nora sample"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        bf_person_name name;
        char read[200] = "nothing";
        if (bf_person_name_read(bf_str_of(examples[i].text), &name))
            write_name(&name, read, sizeof read);
        if (strcmp(read, examples[i].read) != 0)
            fail_msg("\"%s\" is read as \"%s\"", examples[i].text, read);
    }
}

static void what_is_no_whole_name_is_not_read(void **state)
{
    (void)state;
    static const char *const examples[] = {
        "",
        ",",
        "Ana",
        "Dr. Ana",
        "Ana, LMFT",
        "\"Bob\"",
        "a b c d e f g h i j k",
        "Ana Anamewithoutanyendthatnobodyhaseverhadsofar Example",
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        bf_person_name name = {.count = 99};
        if (bf_person_name_read(bf_str_of(examples[i]), &name))
            fail_msg("\"%s\" is read", examples[i]);
        assert_int_equal(name.count, 99);
    }
}

static void columns_of_a_registry_make_a_name(void **state)
{
    (void)state;
    bf_person_name name;
    char read[200];
    bf_person_parts parts = {BF_STR("DE LA CRUZ  "), BF_STR("ANA MARIA"), BF_STR("L"), {0}};
    assert_true(bf_person_name_join(&parts, &name));
    write_name(&name, read, sizeof read);
    assert_string_equal(read, "ana maria l / de la cruz");
    parts = (bf_person_parts){BF_STR("EXAMPLE JR"), BF_STR("ROBERT"), {0}, {0}};
    assert_true(bf_person_name_join(&parts, &name));
    assert_int_equal(name.suffix, BF_SUFFIX_JR);
    parts.given = (bf_str){0};
    assert_false(bf_person_name_join(&parts, &name));
}

/* The keys of `name`, a blank and a bar between them. */
static void write_keys(const bf_person_name *name, char *out, size_t size)
{
    bf_person_key keys[BF_PERSON_KEYS];
    size_t count = bf_person_name_keys(name, keys), length = 0;
    *out = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(out + length, size - length, "%s%.*s", i > 0 ? " | " : "",
                                   keys[i].length, keys[i].text);
}

static void an_index_has_one_key_of_an_entry(void **state)
{
    (void)state;
    bf_person_key key;
    bf_person_parts parts = {BF_STR("DE LA CRUZ-EJEMPLO"), BF_STR("ANA MARIA"), BF_STR("L"), {0}};
    assert_true(bf_person_name_key(&parts, &key));
    assert_int_equal(key.length, 19);
    assert_memory_equal(key.text, "delacruzejemplo ana", 19);
    parts.given = (bf_str){0};
    assert_false(bf_person_name_key(&parts, &key));
}

static void each_surname_makes_a_key(void **state)
{
    (void)state;
    static const struct {
        const char *text, *keys;
    } examples[] = {
        {"EXAMPLE, ROBERT J", "example robert"},
        {"Robert Example", "example robert"},
        {"DE LA CRUZ, ANA", "delacruz ana | cruz ana"},
        {"CRUZ-EJEMPLO, ANA", "cruzejemplo ana | cruz ana | ejemplo ana"},
        {"Bob \"B\" Example", "example bob | example b"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        bf_person_name name;
        char keys[400];
        assert_true(bf_person_name_read(bf_str_of(examples[i].text), &name));
        write_keys(&name, keys, sizeof keys);
        if (strcmp(keys, examples[i].keys) != 0)
            fail_msg("\"%s\" has keys \"%s\"", examples[i].text, keys);
    }
}

static void a_page_and_a_registry_share_a_key(void **state)
{
    (void)state;
    bf_person_parts parts = {BF_STR("MC SAMPLE"), BF_STR("MARY ANN"), {0}, {0}};
    bf_person_name listed, shown;
    bf_person_key ours[BF_PERSON_KEYS], theirs[BF_PERSON_KEYS];
    assert_true(bf_person_name_join(&parts, &listed));
    assert_true(bf_person_name_read(BF_STR("Maryann McSample"), &shown));
    size_t count = bf_person_name_keys(&listed, ours), more = bf_person_name_keys(&shown, theirs);
    bool shared = false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < more; j++)
            shared = shared || memcmp(ours[i].text, theirs[j].text, BF_PERSON_KEY_BYTES) == 0;
    assert_true(shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_read_without_titles_letters_and_accents),
        cmocka_unit_test(what_is_no_whole_name_is_not_read),
        cmocka_unit_test(columns_of_a_registry_make_a_name),
        cmocka_unit_test(an_index_has_one_key_of_an_entry),
        cmocka_unit_test(each_surname_makes_a_key),
        cmocka_unit_test(a_page_and_a_registry_share_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
