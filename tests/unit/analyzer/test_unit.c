/* test_unit.c: what one pays by. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/unit.h"

static void assert_unit(const char *text, bf_unit_kind kind, unsigned minutes, const char *said)
{
    bf_lexicon words;
    bf_unit unit;
    bf_unit_words(&words);
    assert_true(bf_unit_take(&words, bf_str_of(text), 0, &unit));
    bf_str got = bf_str_slice(bf_str_of(text), unit.begin, unit.end);
    if (unit.kind != kind || unit.minutes != minutes || !bf_str_equal(got, bf_str_of(said)))
        fail_msg("\"%s\" gives %d, %u, \"%.*s\"", text, (int)unit.kind, unit.minutes,
                 BF_STR_ARG(got));
}

static void sessions_hours_and_minutes_are_read(void **state)
{
    (void)state;
    assert_unit("session of talk", BF_UNIT_SESSION, 0, "session");
    assert_unit("Stunde.", BF_UNIT_HOUR, 0, "Stunde");
    assert_unit("50 minutes", BF_UNIT_MINUTES, 50, "50 minutes");
    assert_unit("50-minute session,", BF_UNIT_MINUTES, 50, "50-minute session");
    assert_unit("50 minute individual session", BF_UNIT_MINUTES, 50,
                "50 minute individual session");
    assert_unit("2 hours", BF_UNIT_MINUTES, 120, "2 hours");
    assert_unit("2½ hours", BF_UNIT_MINUTES, 150, "2½ hours");
    assert_unit("1.5 hr", BF_UNIT_MINUTES, 90, "1.5 hr");
    assert_unit("one hour", BF_UNIT_HOUR, 0, "one hour");
    assert_unit("half an hour", BF_UNIT_MINUTES, 30, "half an hour");
    assert_unit("hour and a half", BF_UNIT_MINUTES, 90, "hour and a half");
    assert_unit("forty-five minutes", BF_UNIT_MINUTES, 45, "forty-five minutes");
    assert_unit("50分コース", BF_UNIT_MINUTES, 50, "50分");
    assert_unit("six sessions", BF_UNIT_PACKAGE, 0, "six sessions");
}

static void what_is_too_short_or_too_long_is_none(void **state)
{
    (void)state;
    assert_unit("24 hours", BF_UNIT_NONE, 0, "24 hours");
    assert_unit("5 minutes", BF_UNIT_NONE, 0, "5 minutes");
}

static void other_words_are_no_units(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "week", "50", "5000 minutes", "obsession", "hourly"};
    bf_lexicon words;
    bf_unit unit;
    bf_unit_words(&words);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (bf_unit_take(&words, bf_str_of(texts[i]), 0, &unit))
            fail_msg("\"%s\" has a unit", texts[i]);
}

static void the_last_of_a_text_is_found(void **state)
{
    (void)state;
    bf_lexicon words;
    bf_unit_words(&words);
    assert_int_equal(bf_unit_last(&words, BF_STR("Session (50 minutes)")).minutes, 50);
    assert_int_equal(bf_unit_last(&words, BF_STR("A free 15-minute call")).kind, BF_UNIT_NONE);
    assert_int_equal(bf_unit_last(&words, BF_STR("")).kind, BF_UNIT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_hours_and_minutes_are_read),
        cmocka_unit_test(what_is_too_short_or_too_long_is_none),
        cmocka_unit_test(other_words_are_no_units),
        cmocka_unit_test(the_last_of_a_text_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
