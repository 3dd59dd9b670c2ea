/* test_credential_data.c: what JSON-LD says of a credential, as one line. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "tests/support/arenas.h"

#include "analyzer/credential_data.h"

static void a_credential_is_one_line_with_its_member(void **state)
{
    (void)state;
    static const struct {
        const char *name, *json, *line;
    } cases[] = {
        {"hasCredential", "\"LMFT\"", "hasCredential: LMFT"},
        {"hasCredential",
         "{\"credentialCategory\":\"license\",\"name\":\"LMFT\",\"recognizedBy\":{\"name\":\"A "
         "board\"}}",
         "hasCredential: license, LMFT, A board"},
        {"hasCredential", "{\"credentialCategory\":{\"name\":\"degree\"},\"about\":\"psychology\"}",
         "hasCredential: degree, psychology"},
        {"memberOf", "{\"name\":\"SSTAR\"}", "memberOf: SSTAR"},
        {"alumniOf", "{\"@type\":\"CollegeOrUniversity\",\"name\":\"An Invented College\"}",
         "alumniOf: An Invented College"},
        {"Physician, medicalSpecialty", "\"https://schema.org/Urologic\"",
         "Physician, medicalSpecialty: Urologic"},
        {"memberOf", "{}", ""},
        {"memberOf", "12", ""},
        {"memberOf", "null", ""},
        {"hasCredential", "\"\"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        bf_str line;
        cJSON *value = cJSON_Parse(cases[i].json);
        assert_true(bf_credential_data_line(cases[i].name, value, arena, &line, &err));
        if (!bf_str_equal(line, bf_str_of(cases[i].line)))
            fail_msg("%s gives \"%.*s\"", cases[i].json, BF_STR_ARG(line));
        cJSON_Delete(value);
    }
}

static void what_is_endless_is_left_out(void **state)
{
    (void)state;
    static char text[4096];
    bf_error err = {0};
    bf_str line;
    memset(text, 'a', sizeof text - 1);
    cJSON *value = cJSON_CreateString(text);
    assert_true(bf_credential_data_line("memberOf", value, arena, &line, &err));
    assert_int_equal(line.length, 0);
    cJSON_Delete(value);
}

static const char *begins(const char *member, const char *type)
{
    cJSON *item = cJSON_CreateObject();
    assert_non_null(cJSON_AddStringToObject(item, "@type", type));
    const char *found = bf_credential_data_begins(member, item);
    cJSON_Delete(item);
    return found;
}

static void other_members_tell_of_no_credential(void **state)
{
    (void)state;
    assert_string_equal(begins("hasCredential", "Person"), "hasCredential");
    assert_string_equal(begins("memberOf", "Person"), "memberOf");
    assert_string_equal(begins("alumniOf", "Person"), "alumniOf");
    assert_null(begins("knowsAbout", "Person"));
    assert_null(begins("", "Person"));
}

/* Site builders say so of a counsellor's firm, since no other specialty is near. */
static void a_specialty_is_a_credential_of_a_physician_alone(void **state)
{
    (void)state;
    assert_string_equal(begins("medicalSpecialty", "Physician"), "Physician, medicalSpecialty");
    assert_null(begins("medicalSpecialty", "MedicalBusiness"));
    assert_null(begins("medicalSpecialty", "Person"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_credential_is_one_line_with_its_member),
        TEST(what_is_endless_is_left_out),
        cmocka_unit_test(other_members_tell_of_no_credential),
        cmocka_unit_test(a_specialty_is_a_credential_of_a_physician_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
