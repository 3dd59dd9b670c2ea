/* test_person_match.c: whether two names may be of one person, over tests/roster/pairs.tsv. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "analyzer/person_match.h"

#include "name_pairs.h"

/* How many pairs of each label got each verdict. */
typedef struct {
    size_t pairs, got[PEOPLE_COUNT][BF_PERSON_VERDICTS];
} score;

static void score_pair(const name_pair *pair, score *sum)
{
    static const char *const verdicts[] = {"other", "compatible", "alike", "same"};
    const bf_person_parts parts = {bf_str_of(pair->surname), bf_str_of(pair->given),
                                   bf_str_of(pair->middle), bf_str_of(pair->suffix)};
    bf_person_name shown, listed;
    assert_true(bf_person_name_read(bf_str_of(pair->shown), &shown));
    assert_true(bf_person_name_join(&parts, &listed));
    bf_person_match match = bf_person_match_names(&shown, &listed);
    bf_person_match turned = bf_person_match_names(&listed, &shown);
    assert_int_equal(match.verdict, turned.verdict);
    sum->pairs++;
    sum->got[pair->label][match.verdict]++;
    bool wanted = pair->label == PEOPLE_SAME ? match.verdict == BF_PERSON_SAME
                  : pair->label == PEOPLE_OTHER
                      ? match.verdict == BF_PERSON_OTHER
                      : match.verdict == BF_PERSON_COMPATIBLE || match.verdict == BF_PERSON_ALIKE;
    if (!wanted)
        print_message("%s: %s", verdicts[match.verdict], pair->line);
}

static score score_pairs(void)
{
    static name_pair pairs[MOST_PAIRS];
    score sum = {0};
    size_t count = read_pairs(pairs);
    for (size_t i = 0; i < count; i++)
        score_pair(&pairs[i], &sum);
    return sum;
}

static void the_wrong_person_is_hardly_ever_the_same(void **state)
{
    (void)state;
    score sum = score_pairs();
    size_t right = sum.got[PEOPLE_SAME][BF_PERSON_SAME];
    size_t said =
        right + sum.got[PEOPLE_AMBIGUOUS][BF_PERSON_SAME] + sum.got[PEOPLE_OTHER][BF_PERSON_SAME];
    size_t same = 0, other = 0;
    for (size_t i = 0; i < BF_PERSON_VERDICTS; i++) {
        same += sum.got[PEOPLE_SAME][i];
        other += sum.got[PEOPLE_OTHER][i];
    }
    print_message(
        "%zu pairs: same %zu of %zu said (precision), of %zu (recall); other %zu of %zu\n",
        sum.pairs, right, said, same, sum.got[PEOPLE_OTHER][BF_PERSON_OTHER], other);
    assert_true(sum.pairs >= 200);
    assert_int_equal(sum.got[PEOPLE_OTHER][BF_PERSON_SAME], 0);
    assert_true(right * 100 >= said * 98);
    assert_true(right * 100 >= same * 95);
    /* "other" takes a number away from somebody who has it */
    assert_int_equal(sum.got[PEOPLE_SAME][BF_PERSON_OTHER], 0);
}

static bf_person_match match(const char *a, const char *b)
{
    bf_person_name first, second;
    assert_true(bf_person_name_read(bf_str_of(a), &first));
    assert_true(bf_person_name_read(bf_str_of(b), &second));
    return bf_person_match_names(&first, &second);
}

static void a_middle_name_that_both_have_agrees_or_contradicts(void **state)
{
    (void)state;
    assert_true(match("Ana L. Sample", "SAMPLE, ANA LUCIA").middle);
    assert_false(match("Ana Sample", "SAMPLE, ANA LUCIA").middle);
    bf_person_match two = match("Ana B. Sample", "SAMPLE, ANA LUCIA");
    assert_true(two.contradicted && two.names);
    assert_int_equal(two.verdict, BF_PERSON_OTHER);
    assert_false(match("Ana Sample", "EXAMPLE, ROBERT").names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_wrong_person_is_hardly_ever_the_same),
        cmocka_unit_test(a_middle_name_that_both_have_agrees_or_contradicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
