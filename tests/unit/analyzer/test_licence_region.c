/* test_licence_region.c: the state that words about a licence name. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/licence_region.h"

static bf_gazetteer names;

static int open_names(void **state)
{
    (void)state;
    bf_gazetteer_open(&names, BF_STR("US"));
    return 0;
}

static void the_state_stands_in_behind_or_before_the_licence(void **state)
{
    (void)state;
    static const struct {
        const char *text, *licence, *region;
    } cases[] = {
        {"LPC, Oregon", "LPC", "OR"},
        {"LPC in New Mexico since 2010", "LPC", "NM"},
        {"LPC (ID 5527)", "LPC", "ID"},
        {"LCSW (NC C009731)", "LCSW", "NC"},
        {"Texas LPC #71302", "LPC #71302", "TX"},
        {"RSW, Ontario", "RSW", "ON"},
        {"Licensed by State of Oregon", "Licensed by State of Oregon", "OR"},
        {"LMFT, MA", "LMFT", ""},             /* a degree, perhaps */
        {"LPC. Oregon is green.", "LPC", ""}, /* another sentence */
        {"LPC; Oregon", "LPC", ""},           /* another clause */
        {"Virginia, LMFT", "LMFT", ""},       /* a name, perhaps */
        {"in the state of oregon LPC", "LPC", ""},
        {"LPC", "LPC", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str text = bf_str_of(cases[i].text), licence = bf_str_of(cases[i].licence);
        size_t begin = bf_str_find(text, licence, 0);
        bf_str region = bf_licence_region(&names, text, begin, begin + licence.length);
        if (!bf_str_equal(region, bf_str_of(cases[i].region)))
            fail_msg("%s gives \"%.*s\"", cases[i].text, BF_STR_ARG(region));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_state_stands_in_behind_or_before_the_licence),
    };
    return cmocka_run_group_tests(tests, open_names, NULL);
}
