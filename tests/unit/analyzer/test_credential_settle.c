/* test_credential_settle.c: what was found several times is one claim. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "analyzer/credential.h"

static const char page[] =
    "Licensed therapist, LMFT #12345, PhD, PhD in talk, MH 54321, course, and so on, LPCC-S";

static bf_str any[] = {{"*", 1}}, phd[] = {{"PhD", 3}};
static const bf_claim_rule licence = {.type = BF_CLAIM_LICENCE};
static const bf_claim_rule degree = {.type = BF_CLAIM_DEGREE};
static const bf_claim_rule paper = {
    .type = BF_CLAIM_CERTIFICATION, .many = true, .weight = BF_WEIGHT_WEAK};
static const bf_claim_rule certificate = {.type = BF_CLAIM_CERTIFICATION, .weight = BF_WEIGHT_WEAK};
static const bf_claim_rule number = {.type = BF_CLAIM_LICENCE, .bare = true};
static const bf_title lmft = {.title = {"LMFT", 4}};
static const bf_title lpcc_s = {.title = {"LPCC-S", 6}};
static const bf_title doctor = {.title = {"PhD", 3}};
static const bf_title therapist = {
    .title = {"licensed therapist", 18}, .unless = any, .unless_count = 1};
static const bf_title doctorate = {.title = {"doctorate", 9}, .unless = phd, .unless_count = 1};

/* A claim of `words` of the page, held by the advertiser. */
static bf_claim claim_of(const bf_claim_rule *rule, const bf_title *named, const char *words)
{
    size_t begin = bf_str_find(bf_str_of(page), bf_str_of(words), 0);
    assert_int_not_equal(begin, SIZE_MAX);
    return (bf_claim){.rule = rule,
                      .named = named,
                      .title = named ? named->title : BF_STR("own"),
                      .exact = bf_str_slice(bf_str_of(page), begin, begin + strlen(words)),
                      .weight = rule->weight,
                      .begin = begin,
                      .end = begin + strlen(words)};
}

static char shown[512];

/* "title number "words";" of each claim that is left of `items`. */
static const char *settle(bf_claim *items, size_t count)
{
    bf_claims claims = {.items = items, .count = count};
    size_t used = 0;
    shown[0] = '\0';
    bf_credential_settle(&claims);
    for (size_t i = 0; i < claims.count; i++)
        used +=
            (size_t)snprintf(shown + used, sizeof shown - used, "%.*s %.*s \"%.*s\";",
                             BF_STR_ARG(claims.items[i].title), BF_STR_ARG(claims.items[i].number),
                             BF_STR_ARG(claims.items[i].exact));
    return shown;
}

static void nothing_stays_nothing(void **state)
{
    (void)state;
    assert_string_equal(settle(NULL, 0), "");
}

static void what_two_rules_find_in_the_same_words_is_one(void **state)
{
    (void)state;
    bf_claim two[] = {claim_of(&licence, &lmft, "LMFT"), claim_of(&licence, &lmft, "LMFT #12345")};
    two[1].number = BF_STR("12345");
    assert_string_equal(settle(two, 2), "LMFT 12345 \"LMFT #12345\";");
    bf_claim types[] = {claim_of(&degree, &doctor, "PhD in talk"), claim_of(&paper, NULL, "talk")};
    assert_string_equal(settle(types, 2), "PhD  \"PhD in talk\";");
}

static void a_number_joins_the_title_beside_it(void **state)
{
    (void)state;
    bf_claim two[] = {claim_of(&licence, &lmft, "LMFT"), claim_of(&number, NULL, "12345")};
    two[1].number = BF_STR("12345");
    assert_string_equal(settle(two, 2), "LMFT 12345 \"LMFT #12345\";");
}

static void a_shape_does_not_tell_a_supervisor_from_others(void **state)
{
    (void)state;
    bf_claim two[] = {claim_of(&number, NULL, "12345"), claim_of(&licence, &lpcc_s, "LPCC-S")};
    two[0].title = BF_STR("LPCC");
    two[0].number = BF_STR("12345");
    assert_string_equal(settle(two, 2), "LPCC-S 12345 \"LPCC-S\";");
    bf_claim other[] = {claim_of(&number, NULL, "12345"), claim_of(&licence, &lpcc_s, "LPCC-S")};
    other[0].title = BF_STR("LPC");
    other[0].number = BF_STR("12345");
    assert_string_equal(settle(other, 2), "LPC 12345 \"12345\";LPCC-S  \"LPCC-S\";");
}

static void one_credential_said_twice_is_quoted_in_full_and_the_better_standing_counts(void **state)
{
    (void)state;
    bf_claim two[] = {claim_of(&degree, &doctor, "PhD"), claim_of(&degree, &doctor, "PhD in talk")};
    assert_string_equal(settle(two, 2), "PhD  \"PhD in talk\";");
    bf_claim worse[] = {claim_of(&degree, &doctor, "PhD in talk"),
                        claim_of(&degree, &doctor, "PhD")};
    worse[0].standing = BF_STATUS_IN_TRAINING;
    assert_string_equal(settle(worse, 2), "PhD  \"PhD\";");
}

static void two_people_two_states_two_numbers_and_two_courses_are_two(void **state)
{
    (void)state;
    bf_claim people[] = {claim_of(&degree, &doctor, "PhD"),
                         claim_of(&degree, &doctor, "PhD in talk")};
    people[0].holder = BF_STR("Ana Example");
    people[1].holder = BF_STR("Bo Placeholder");
    assert_string_equal(settle(people, 2), "PhD  \"PhD\";PhD  \"PhD in talk\";");
    bf_claim owners[] = {claim_of(&degree, &doctor, "PhD"),
                         claim_of(&degree, &doctor, "PhD in talk")};
    owners[1].owner = BF_OWNER_TEACHER;
    assert_string_equal(settle(owners, 2), "PhD  \"PhD\";PhD  \"PhD in talk\";");
    bf_claim states[] = {claim_of(&licence, &lmft, "LMFT"), claim_of(&licence, &lmft, "MH 54321")};
    states[0].region = BF_STR("OR");
    states[1].region = BF_STR("WA");
    states[0].region_told = states[1].region_told = true;
    assert_string_equal(settle(states, 2), "LMFT  \"LMFT\";LMFT  \"MH 54321\";");
    bf_claim papers[] = {claim_of(&paper, NULL, "course"), claim_of(&paper, NULL, "talk")};
    assert_string_equal(settle(papers, 2), "own  \"talk\";own  \"course\";");
    bf_claim either[] = {claim_of(&certificate, NULL, "course"), claim_of(&paper, NULL, "talk")};
    assert_string_equal(settle(either, 2), "own  \"talk\";own  \"course\";");
}

static void what_says_nothing_more_is_no_claim_of_its_own(void **state)
{
    (void)state;
    bf_claim licences[] = {claim_of(&licence, &therapist, "Licensed therapist"),
                           claim_of(&licence, &lmft, "LMFT")};
    assert_string_equal(settle(licences, 2), "LMFT  \"LMFT\";");
    bf_claim degrees[] = {claim_of(&degree, &doctorate, "talk"), claim_of(&degree, &doctor, "PhD")};
    assert_string_equal(settle(degrees, 2), "PhD  \"talk\";");
    bf_claim denied[] = {claim_of(&licence, &therapist, "Licensed therapist"),
                         claim_of(&licence, &lmft, "LMFT")};
    denied[0].standing = BF_STATUS_NEGATED;
    assert_string_equal(settle(denied, 2),
                        "licensed therapist  \"Licensed therapist\";LMFT  \"LMFT\";");
}

/* "Licensed in Ohio" is what an associate says of the same licence. */
static void who_is_an_associate_is_not_fully_licensed_by_a_general_word(void **state)
{
    (void)state;
    bf_claim two[] = {claim_of(&licence, &therapist, "Licensed therapist"),
                      claim_of(&licence, &lmft, "LMFT")};
    two[1].standing = BF_STATUS_ASSOCIATE;
    assert_string_equal(settle(two, 2), "LMFT  \"LMFT\";");
    bf_claim people[] = {claim_of(&licence, &therapist, "Licensed therapist"),
                         claim_of(&licence, &lmft, "LMFT")};
    people[0].holder = BF_STR("Ana Example");
    people[1].holder = BF_STR("Bo Placeholder");
    people[1].standing = BF_STATUS_ASSOCIATE;
    assert_string_equal(settle(people, 2),
                        "licensed therapist  \"Licensed therapist\";LMFT  \"LMFT\";");
    bf_claim denied[] = {claim_of(&licence, &therapist, "Licensed therapist"),
                         claim_of(&licence, &lmft, "LMFT")};
    denied[0].standing = BF_STATUS_NEGATED;
    assert_string_equal(settle(denied, 2),
                        "licensed therapist  \"Licensed therapist\";LMFT  \"LMFT\";");
}

static void the_strongest_weight_counts(void **state)
{
    (void)state;
    bf_claim two[] = {claim_of(&licence, &lmft, "LMFT"), claim_of(&licence, &lmft, "LMFT #12345")};
    bf_claims claims = {.items = two, .count = 2};
    two[1].weight = BF_WEIGHT_NONE;
    two[0].weight = BF_WEIGHT_STRONG;
    bf_credential_settle(&claims);
    assert_int_equal(claims.count, 1);
    assert_int_equal(claims.items[0].weight, BF_WEIGHT_STRONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_stays_nothing),
        cmocka_unit_test(what_two_rules_find_in_the_same_words_is_one),
        cmocka_unit_test(a_number_joins_the_title_beside_it),
        cmocka_unit_test(a_shape_does_not_tell_a_supervisor_from_others),
        cmocka_unit_test(
            one_credential_said_twice_is_quoted_in_full_and_the_better_standing_counts),
        cmocka_unit_test(two_people_two_states_two_numbers_and_two_courses_are_two),
        cmocka_unit_test(what_says_nothing_more_is_no_claim_of_its_own),
        cmocka_unit_test(who_is_an_associate_is_not_fully_licensed_by_a_general_word),
        cmocka_unit_test(the_strongest_weight_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
