/* test_name.c: what reads as the name of a person or of a practice. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/name.h"

typedef struct {
    const char *text, *name;
} name_case;

static void check(const name_case *cases, size_t count, bf_name_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        bf_name name = bf_name_read(bf_str_of(cases[i].text));
        if (name.kind != kind || !bf_str_equal(name.text, bf_str_of(cases[i].name)))
            fail_msg("%s: kind %d, \"%.*s\"", cases[i].text, (int)name.kind, BF_STR_ARG(name.text));
    }
}

#define CHECK(cases, kind) check(cases, sizeof(cases) / sizeof *(cases), kind)

static void persons_of_many_cultures_have_names(void **state)
{
    (void)state;
    static const name_case cases[] = {
        {"Ana Example", "Ana Example"},
        {"K. Example", "K. Example"},
        {"J. K. O'Example", "J. K. O'Example"},
        {"Ana de la Cruz Ejemplo", "Ana de la Cruz Ejemplo"},
        {"Annegret von der Lühe", "Annegret von der Lühe"},
        {"van der Berg Anna", "van der Berg Anna"},
        {"Dae-Jung Example", "Dae-Jung Example"},
        {"Анна "
         "Петрова",
         "Анна "
         "Петрова"},
        {"佐藤 花子", "佐藤 花子"},
        {"Robert \"Bob\" Example", "Robert \"Bob\" Example"},
        {"ANA EXAMPLE", "ANA EXAMPLE"},
        {"Ana & Bea", "Ana & Bea"},
    };
    CHECK(cases, BF_NAME_PERSON);
}

static void what_stands_round_a_name_is_not_of_it(void **state)
{
    (void)state;
    static const name_case cases[] = {
        {"Ana Example, LMFT", "Ana Example"},
        {"Ana Example LMFT CST", "Ana Example"},
        {"ANA EXAMPLE, PHD", "ANA EXAMPLE"},
        {"Ana Example, M.A.", "Ana Example"},
        {"Dr. Ana Example | Talk in Oakland", "Ana Example"},
        {"Dr.phil. Ana Example", "Ana Example"},
        {"Ana Example (she/her)", "Ana Example"},
        {"Ana Example - Home", "Ana Example"},
        {"Hi, I'm Ana Example, a licensed therapist", "Ana Example"},
        {"Hi there! I’m Ana Example.", "Ana Example"},
        {"Meet Ana Example", "Ana Example"},
        {"12. Ana Example", "Ana Example"},
        {"Ana Example has worked with couples", "Ana Example"},
    };
    CHECK(cases, BF_NAME_PERSON);
}

static void a_practice_has_a_word_of_practices_and_one_of_its_own(void **state)
{
    (void)state;
    static const name_case cases[] = {
        {"Three Herons Counseling Center", "Three Herons Counseling Center"},
        {"Willow Counseling, LLC", "Willow Counseling"},
        {"Welcome to Ember & Oak Sanctuary", "Ember & Oak Sanctuary"},
        {"The Center for Modern Desire", "The Center for Modern Desire"},
        {"Gabinete de Psicología Ejemplo", "Gabinete de Psicología Ejemplo"},
        {"青葉相談室", "青葉相談室"},
    };
    CHECK(cases, BF_NAME_PRACTICE);
}

static void other_headings_are_no_names(void **state)
{
    (void)state;
    static const name_case cases[] = {
        {"", ""},
        {"Couples Therapy", ""},
        {"Sex Therapy in Boston", ""},
        {"Our Team", ""},
        {"Meet Our Therapists", ""},
        {"What to Expect", ""},
        {"Good Faith Estimate", ""},
        {"Frequently Asked Questions", ""},
        {"San Francisco, CA", ""},
        {"Desert Willow Community Board", ""},
        {"The Awakening", ""},
        {"Ana", ""},
        {"a small line of words", ""},
        {"Making an appointment", ""}, /* a particle ends no name */
        {"Usually ten or twelve times.", ""},
        {"Antes de la cita", ""},
        {"Medical Mutual, Paramount and others", ""}, /* insurers */
        {"Kaiser Permanente", ""},
    };
    CHECK(cases, BF_NAME_NONE);
}

static void letters_and_what_stands_alone_are_told(void **state)
{
    (void)state;
    assert_true(bf_name_read(BF_STR("Ana Example, LMFT")).letters);
    assert_true(bf_name_read(BF_STR("Dr. Ana Example")).letters);
    assert_false(bf_name_read(BF_STR("Ana Example")).letters);
    assert_true(bf_name_read(BF_STR("Ana Example")).alone);
    assert_true(bf_name_read(BF_STR("Ana Example | Home")).alone);
    assert_false(bf_name_read(BF_STR("Ana Example works here")).alone);
}

static void whoever_introduces_himself_is_found_in_running_text(void **state)
{
    (void)state;
    bf_str text = BF_STR("Welcome. I am glad. My name is Ana Example and I'm Bo.");
    size_t from = 0;
    assert_true(bf_str_equal(bf_name_introduced(text, &from).text, BF_STR("Ana Example")));
    assert_int_equal(bf_name_introduced(text, &from).kind, BF_NAME_NONE);
    assert_int_equal(bf_name_introduced(text, &from).kind, BF_NAME_NONE);
}

static void people_introduce_themselves_in_other_languages(void **state)
{
    (void)state;
    static const char *const texts[] = {"Hola, me llamo Ana Example y escucho.",
                                        "Hallo. Mein Name ist Ana Example.",
                                        "Здравствуйте, меня зовут Ana Example."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t from = 0;
        assert_true(bf_str_equal(bf_name_introduced(bf_str_of(texts[i]), &from).text,
                                 BF_STR("Ana Example")));
    }
}

static void parts_of_names_stand_by_themselves_in_rosters(void **state)
{
    (void)state;
    bf_str part;
    assert_true(bf_name_part(BF_STR("Del Example"), &part));
    assert_true(bf_name_part(BF_STR("Dr. Ana"), &part));
    assert_true(bf_str_equal(part, BF_STR("Ana")));
    assert_true(bf_name_part(BF_STR("Sample de la Example Third"), &part)); /* particles aside */
    assert_false(bf_name_part(BF_STR("LMFT"), &part));
    assert_false(bf_name_part(BF_STR("Sex Therapist"), &part));
    assert_false(bf_name_part(BF_STR("12 Main Street"), &part));
    assert_false(bf_name_part(BF_STR(""), &part));
}

static void a_given_name_that_is_known_is_told(void **state)
{
    (void)state;
    assert_true(bf_name_read(BF_STR("Rosalind Quell Example")).given);
    assert_true(bf_name_read(BF_STR("Dr. Íñigo Example, LMFT")).given);
    assert_int_equal(bf_name_read(BF_STR("Wright Park")).kind, BF_NAME_PERSON);
    assert_false(bf_name_read(BF_STR("Wright Park")).given);
}

static void a_roster_has_the_family_name_first(void **state)
{
    (void)state;
    bf_str family, given;
    assert_true(bf_name_inverted(BF_STR("Example de Sample, Ana B., LMFT"), &family, &given));
    assert_true(bf_str_equal(family, BF_STR("Example de Sample")));
    assert_true(bf_str_equal(given, BF_STR("Ana B.")));
    assert_true(bf_name_inverted(BF_STR("Example, Ana, Jr."), &family, &given));
    assert_false(bf_name_inverted(BF_STR("Fears, Worries, Sleep. Since 2004."), &family, &given));
    assert_false(bf_name_inverted(BF_STR("Ana Example"), &family, &given));
}

static void a_word_leads_to_a_name_in_a_title(void **state)
{
    (void)state;
    assert_true(bf_str_equal(bf_name_led(BF_STR("Couples work with Ana Example")).text,
                             BF_STR("Ana Example")));
    assert_int_equal(bf_name_led(BF_STR("Ana Example")).kind, BF_NAME_NONE);
    assert_int_equal(bf_name_led(BF_STR("Work with couples")).kind, BF_NAME_NONE);
}

static void a_title_falls_into_its_parts(void **state)
{
    (void)state;
    static const char *const parts[] = {"Ana Example", "Sex therapy", "Oslo"};
    bf_str rest = BF_STR("Ana Example | Sex therapy: Oslo"), part;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        assert_true(bf_name_take_part(&rest, &part));
        assert_true(bf_str_equal(part, bf_str_of(parts[i])));
    }
    assert_false(bf_name_take_part(&rest, &part));
}

static void a_title_is_cut_to_what_names_it(void **state)
{
    (void)state;
    assert_true(bf_str_equal(bf_name_cut(BF_STR("Ana | Home")), BF_STR("Ana")));
    assert_true(bf_str_equal(bf_name_cut(BF_STR("11. Quiet Room - Oslo")), BF_STR("Quiet Room")));
    assert_true(bf_str_equal(bf_name_cut(BF_STR("Quiet Room")), BF_STR("Quiet Room")));
}

static void names_are_equal_but_for_case_and_blanks(void **state)
{
    (void)state;
    assert_true(bf_name_equal(BF_STR("Ana Example"), BF_STR("ANA  EXAMPLE")));
    assert_false(bf_name_equal(BF_STR("Ana Example"), BF_STR("Ana Examples")));
    assert_false(bf_name_equal(BF_STR("Ana Example"), BF_STR("Ana")));
    assert_false(bf_name_equal(BF_STR("Ana"), BF_STR("Ana Example")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_of_many_cultures_have_names),
        cmocka_unit_test(what_stands_round_a_name_is_not_of_it),
        cmocka_unit_test(a_practice_has_a_word_of_practices_and_one_of_its_own),
        cmocka_unit_test(other_headings_are_no_names),
        cmocka_unit_test(letters_and_what_stands_alone_are_told),
        cmocka_unit_test(whoever_introduces_himself_is_found_in_running_text),
        cmocka_unit_test(people_introduce_themselves_in_other_languages),
        cmocka_unit_test(parts_of_names_stand_by_themselves_in_rosters),
        cmocka_unit_test(a_word_leads_to_a_name_in_a_title),
        cmocka_unit_test(a_title_falls_into_its_parts),
        cmocka_unit_test(a_title_is_cut_to_what_names_it),
        cmocka_unit_test(a_given_name_that_is_known_is_told),
        cmocka_unit_test(a_roster_has_the_family_name_first),
        cmocka_unit_test(names_are_equal_but_for_case_and_blanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
