/* test_time.c: instants as milliseconds, and the texts that carry them. */
#include "tests/support/views.h"

#include "common/time.h"

static void an_instant_is_written_in_whole_seconds(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z"},
        {999, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {-1000, "1969-12-31T23:59:59Z"},
        {INT64_C(1795464000000), "2026-11-23T20:00:00Z"},
        {INT64_C(951782400000), "2000-02-29T00:00:00Z"},
        {INT64_C(253402300799999), "9999-12-31T23:59:59Z"},
        {INT64_C(253402300800000), "9999-12-31T23:59:59Z"}, /* the nearer end */
        {INT64_MAX, "9999-12-31T23:59:59Z"},
        {INT64_C(-62167219200000), "0000-01-01T00:00:00Z"},
        {INT64_MIN, "0000-01-01T00:00:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[BF_TIME_TEXT];
        bf_time_format(cases[i].ms, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void rfc_3339_and_fourteen_digits_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-11-23T20:00:00Z", INT64_C(1795464000000)},
        {"2026-11-23T20:00:00.5Z", INT64_C(1795464000500)},
        {"2026-11-23T20:00:00.123456789Z", INT64_C(1795464000123)},
        {"20261123200000", INT64_C(1795464000000)},
        {"2000-02-29T00:00:00Z", INT64_C(951782400000)},
        {"1969-12-31T23:59:59Z", -1000},
        {"0000-01-01T00:00:00Z", INT64_C(-62167219200000)},
        {"9999-12-31T23:59:59Z", INT64_C(253402300799000)},
        {"2016-12-31T23:59:60Z", INT64_C(1483228800000)}, /* a leap second */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms = 77;
        assert_true(bf_time_parse(bf_str_of(cases[i].text), &ms));
        assert_int_equal(ms, cases[i].ms);
    }
}

static void what_is_no_instant_is_refused_and_nothing_changes(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "2026",
        "2026-11-23",
        "2026-11-23T20:00:00",
        "2026-11-23T20:00:00+00:00",
        "2026-11-23 20:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-32T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T20:60:00Z",
        "2026-11-23T20:00:61Z",
        "2026-11-23T20:00:00.Z",
        "2026-11-23T20:00:00.1234567890Z",
        "2026-11-23T20:00:00Zx",
        " 2026-11-23T20:00:00Z",
        "-026-11-23T20:00:00Z",
        "2026-11-2 T20:00:00Z",
        "20261123",
        "202611232000000",
        "2026112320000Z",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms = 77;
        if (bf_time_parse(bf_str_of(cases[i]), &ms) || ms != 77)
            fail_msg("\"%s\"", cases[i]);
    }
}

static void a_w3c_date_is_read_in_any_precision(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {
        {"2026", INT64_C(1767225600000)},
        {"2026-11", INT64_C(1793491200000)},
        {"2026-11-23", INT64_C(1795392000000)},
        {"2026-11-23T20:00Z", INT64_C(1795464000000)},
        {"2026-11-23T20:00:00Z", INT64_C(1795464000000)},
        {"2026-11-23T20:00:00.5Z", INT64_C(1795464000500)},
        {"2026-11-23T20:00+01:00", INT64_C(1795460400000)},
        {"2026-11-23T20:00:00-05:30", INT64_C(1795483800000)},
        {"2026-11-23T20:00:00.123456789+00:00", INT64_C(1795464000123)},
        {"2026-11-23T20:00:00+0100", INT64_C(1795460400000)}, /* against the note, and common */
        {"2026-11-23T20:00:00", INT64_C(1795464000000)},
        {"2026-11-23T20:00", INT64_C(1795464000000)},
        {"0000-01-01T00:00:00-00:01", INT64_C(-62167219140000)},
        {"9999-12-31T23:59:59+00:01", INT64_C(253402300739000)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms = 77;
        if (!bf_time_parse_w3c(bf_str_of(cases[i].text), &ms) || ms != cases[i].ms)
            fail_msg("%s: %lld", cases[i].text, (long long)ms);
    }
}

static void what_is_no_w3c_date_is_refused_and_nothing_changes(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "never",
        "26",
        "202",
        "20261",
        "20261123",
        "2026-",
        "2026-1",
        "2026-13",
        "2026-00",
        "2026-11-",
        "2026-11-31",
        "2026-11-23-01",
        "2026T20:00Z",
        "2026-11T20:00Z",
        "2026-11-23T",
        "2026-11-23T20",
        "2026-11-23T20Z",
        "2026-11-23T24:00Z",
        "2026-11-23T20:60Z",
        "2026-11-23T20:00:",
        "2026-11-23T20:00:00.",
        "2026-11-23T20:00:00+",
        "2026-11-23T20:00:00+01",
        "2026-11-23T20:00:00+01:",
        "2026-11-23T20:00:00+24:00",
        "2026-11-23T20:00:00+01:60",
        "2026-11-23T20:00:00 +01:00",
        "2026-11-23T20:00:00ZZ",
        "2026-11-23 20:00:00",
        " 2026-11-23",
        "2026-11-23 ",
        "0000-01-01T00:00:00+00:01", /* the year before */
        "9999-12-31T23:59:59-00:01",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms = 77;
        if (bf_time_parse_w3c(bf_str_of(cases[i]), &ms) || ms != 77)
            fail_msg("\"%s\"", cases[i]);
    }
}

static void an_http_date_is_read_in_its_three_forms(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "Sun, 06 Nov 1994 08:49:37 GMT",  /* IMF-fixdate */
        "Sunday, 06-Nov-94 08:49:37 GMT", /* RFC 850 */
        "Sun Nov  6 08:49:37 1994",       /* asctime() */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms = 77;
        assert_true(bf_time_parse_http(bf_str_of(cases[i]), &ms));
        assert_int_equal(ms, INT64_C(784111777000));
    }
}

static void what_is_no_http_date_is_refused_and_nothing_changes(void **state)
{
    (void)state;
    const bf_str cases[] = {
        BF_STR(""),
        BF_STR("0"),
        BF_STR("-1"),
        BF_STR("120"),
        BF_STR("never"),
        BF_STR(
            "Sun, 06 Nov 1994 08:49:37 GMT and a text that is far longer than any date there is"),
        BF_STR("Sun, 06 Nov 1994 08:49:37 GMT\0junk"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms = 77;
        if (bf_time_parse_http(cases[i], &ms) || ms != 77)
            fail_msg("\"%.*s\"", BF_STR_ARG(cases[i]));
    }
}

static void clocks_do_not_go_back(void **state)
{
    (void)state;
    int64_t us = bf_time_monotonic_us(), ms = bf_time_monotonic_ms();
    assert_true(ms >= us / 1000);
    assert_true(bf_time_monotonic_us() >= us);
    assert_true(bf_time_now_ms() > INT64_C(1700000000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_instant_is_written_in_whole_seconds),
        cmocka_unit_test(rfc_3339_and_fourteen_digits_are_read),
        cmocka_unit_test(what_is_no_instant_is_refused_and_nothing_changes),
        cmocka_unit_test(a_w3c_date_is_read_in_any_precision),
        cmocka_unit_test(what_is_no_w3c_date_is_refused_and_nothing_changes),
        cmocka_unit_test(an_http_date_is_read_in_its_three_forms),
        cmocka_unit_test(what_is_no_http_date_is_refused_and_nothing_changes),
        cmocka_unit_test(clocks_do_not_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
