/* test_politeness.c: when a host may be asked again. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "crawler/politeness.h"

static const int64_t NOW = INT64_C(1795464000000); /* Mon, 23 Nov 2026 20:00:00 GMT */

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

typedef struct {
    bf_politeness_answer answer;
    int64_t wait_ms;
} waiting;

static void assert_waits(const waiting *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t wait = bf_politeness_due(&cases[i].answer, NOW) - NOW;
        if (wait != cases[i].wait_ms)
            fail_msg("case %zu waits %lld ms", i + 1, (long long)wait);
    }
}

#define ASSERT_WAITS(cases) assert_waits(cases, sizeof(cases) / sizeof *(cases))

static void the_longest_of_floor_crawl_delay_and_answer_counts(void **state)
{
    (void)state;
    const waiting cases[] = {
        {{.delay_ms = 1000, .status = 200, .attempts = 1}, 1000},
        {{.delay_ms = 1000, .robots_delay_ms = 5000, .status = 200, .attempts = 1}, 5000},
        {{.delay_ms = 1000, .robots_delay_ms = 500, .status = 200, .attempts = 1}, 1000},
        {{.delay_ms = 1000, .took_ms = 3000, .status = 200, .attempts = 1}, 3000},
        {{.delay_ms = 0, .took_ms = 3000, .status = 200, .attempts = 1}, 0},
        {{.delay_ms = 0, .robots_delay_ms = 2000, .status = 200, .attempts = 1}, 2000},
        {{.delay_ms = 1000, .status = 404, .attempts = 1}, 1000},
    };
    ASSERT_WAITS(cases);
}

static void retry_after_is_taken_in_seconds_or_as_a_date(void **state)
{
    (void)state;
    const waiting cases[] = {
        {{.status = 429, .retry_after = BF_STR("7"), .attempts = 1}, 7 * SECOND},
        {{.status = 503, .retry_after = BF_STR("120"), .attempts = 2}, 2 * MINUTE},
        {{.status = 503, .retry_after = BF_STR("0"), .attempts = 1}, 0},
        {{.status = 503, .retry_after = BF_STR("Mon, 23 Nov 2026 21:00:00 GMT"), .attempts = 1},
         HOUR},
        {{.delay_ms = 9000, .status = 429, .retry_after = BF_STR("7"), .attempts = 1}, 9000},
        {{.status = 200, .retry_after = BF_STR("7"), .attempts = 1}, 0},
    };
    ASSERT_WAITS(cases);
}

static void a_crawl_delay_is_kept_up_to_five_minutes(void **state)
{
    (void)state;
    const waiting cases[] = {
        {{.robots_delay_ms = 299999, .status = 200, .attempts = 1}, 299999},
        {{.robots_delay_ms = 300000, .status = 200, .attempts = 1}, 5 * MINUTE},
        {{.robots_delay_ms = 300001, .status = 200, .attempts = 1}, 5 * MINUTE},
        {{.robots_delay_ms = UINT64_MAX, .status = 200, .attempts = 1}, 5 * MINUTE},
        {{.delay_ms = 400000, .robots_delay_ms = 350000, .status = 200, .attempts = 1}, 400000},
    };
    ASSERT_WAITS(cases);
}

static void retry_after_is_heeded_with_any_status_but_a_good_one(void **state)
{
    (void)state;
    const waiting cases[] = {
        {{.delay_ms = 1000, .status = 200, .retry_after = BF_STR("7"), .attempts = 1}, SECOND},
        {{.delay_ms = 1000, .status = 301, .retry_after = BF_STR("7"), .attempts = 1}, 7 * SECOND},
        {{.delay_ms = 1000, .status = 403, .retry_after = BF_STR("7"), .attempts = 1}, 7 * SECOND},
        {{.delay_ms = 1000, .status = 500, .retry_after = BF_STR("7"), .attempts = 1}, 7 * SECOND},
        {{.delay_ms = 1000, .status = 502, .retry_after = BF_STR("7"), .attempts = 1}, 7 * SECOND},
        {{.delay_ms = 1000, .status = 404, .retry_after = BF_STR("soon"), .attempts = 1}, SECOND},
    };
    ASSERT_WAITS(cases);
}

static void a_gateway_without_an_answer_is_as_no_response_and_another_5xx_doubles(void **state)
{
    (void)state;
    const waiting cases[] = {
        {{.delay_ms = 1000, .status = 502, .attempts = 1}, 10 * SECOND},
        {{.delay_ms = 1000, .status = 504, .attempts = 3}, 40 * SECOND},
        {{.delay_ms = 1000, .status = 522, .attempts = 1}, 10 * SECOND},
        {{.delay_ms = 1000, .status = 524, .attempts = 1}, 10 * SECOND},
        {{.delay_ms = 0, .status = 502, .attempts = 1}, 0},
        {{.delay_ms = 1000, .status = 500, .attempts = 3}, 2 * SECOND},
        {{.delay_ms = 1000, .took_ms = 4000, .status = 500, .attempts = 1}, 8 * SECOND},
        {{.delay_ms = 1000, .robots_delay_ms = 5000, .status = 501, .attempts = 1}, 10 * SECOND},
        {{.delay_ms = 0, .status = 500, .attempts = 1}, 0},
        {{.delay_ms = 1000, .status = 499, .attempts = 1}, SECOND},
    };
    ASSERT_WAITS(cases);
}

static void what_is_doubled_gets_up_to_half_as_much_again(void **state)
{
    (void)state;
    const waiting cases[] = {
        {{.status = 429, .attempts = 1, .random = UINT32_MAX}, 90 * SECOND},
        {{.status = 503, .attempts = 2, .random = UINT32_MAX}, 180 * SECOND},
        {{.status = 503, .attempts = 1, .random = UINT32_MAX / 2}, 75 * SECOND - 1},
        {{.status = 503, .attempts = 4000000000u, .random = UINT32_MAX}, DAY},
        {{.delay_ms = 1000, .attempts = 1, .random = UINT32_MAX}, 15 * SECOND},
        {{.delay_ms = 1000, .status = 504, .attempts = 1, .random = UINT32_MAX}, 15 * SECOND},
        /* and what was asked for, or is usual, gets none */
        {{.status = 429, .retry_after = BF_STR("7"), .attempts = 1, .random = UINT32_MAX},
         7 * SECOND},
        {{.delay_ms = 1000, .status = 200, .attempts = 1, .random = UINT32_MAX}, SECOND},
        {{.delay_ms = 1000, .status = 500, .attempts = 1, .random = UINT32_MAX}, 2 * SECOND},
    };
    ASSERT_WAITS(cases);
}

static void no_answer_makes_the_wait_shorter_than_a_good_one(void **state)
{
    (void)state;
    for (int status = 0; status < 1000; status++)
        for (unsigned attempts = 1; attempts < 4; attempts++) {
            bf_politeness_answer answer = {.delay_ms = 2000,
                                           .robots_delay_ms = 5000,
                                           .took_ms = 7000,
                                           .status = 200,
                                           .attempts = attempts,
                                           .random = (uint32_t)status * 4000000};
            int64_t good = bf_politeness_due(&answer, NOW);
            answer.status = status;
            assert_true(bf_politeness_due(&answer, NOW) >= good);
            answer.retry_after = BF_STR("0");
            assert_true(bf_politeness_due(&answer, NOW) >= good);
        }
}

static void without_a_time_that_can_be_read_the_wait_is_a_minute_doubled(void **state)
{
    (void)state;
    const waiting cases[] = {
        {{.status = 429, .attempts = 1}, MINUTE},
        {{.status = 429, .attempts = 2}, 2 * MINUTE},
        {{.status = 503, .attempts = 3}, 4 * MINUTE},
        {{.status = 503, .retry_after = BF_STR("soon"), .attempts = 1}, MINUTE},
        {{.status = 503, .retry_after = BF_STR("-5"), .attempts = 1}, MINUTE},
        {{.status = 503, .retry_after = BF_STR("7 s"), .attempts = 1}, MINUTE},
        {{.status = 503, .retry_after = BF_STR("Mon, 23 Nov 2026 19:59:59 GMT"), .attempts = 1},
         MINUTE},
    };
    ASSERT_WAITS(cases);
}

static void no_response_waits_ten_seconds_doubled_unless_the_floor_is_none(void **state)
{
    (void)state;
    const waiting cases[] = {
        {{.delay_ms = 1000, .attempts = 1}, 10 * SECOND},
        {{.delay_ms = 1000, .attempts = 2}, 20 * SECOND},
        {{.delay_ms = 1000, .took_ms = 30000, .attempts = 1}, 30 * SECOND},
        {{.delay_ms = 0, .attempts = 3}, 0},
    };
    ASSERT_WAITS(cases);
}

static void nothing_waits_longer_than_a_day(void **state)
{
    (void)state;
    const waiting cases[] = {
        {{.status = 503, .retry_after = BF_STR("86400"), .attempts = 1}, DAY},
        {{.status = 503, .retry_after = BF_STR("86401"), .attempts = 1}, DAY},
        {{.status = 503, .retry_after = BF_STR("99999999999999999999999"), .attempts = 1}, DAY},
        {{.status = 503, .retry_after = BF_STR("Fri, 31 Dec 9999 23:59:59 GMT"), .attempts = 1},
         DAY},
        {{.status = 503, .attempts = 4000000000u}, DAY},
        {{.delay_ms = 1, .attempts = 4000000000u}, DAY},
        {{.delay_ms = UINT64_MAX, .status = 200, .attempts = 1}, DAY},
        {{.delay_ms = UINT64_MAX, .status = 500, .attempts = 1}, DAY},
        {{.delay_ms = 1, .status = 502, .attempts = 4000000000u, .random = 7}, DAY},
        {{.delay_ms = 1, .took_ms = UINT64_MAX, .status = 200, .attempts = 1}, DAY},
    };
    ASSERT_WAITS(cases);
}

static void only_429_502_503_and_504_speak_of_the_server_s_hour(void **state)
{
    (void)state;
    for (int status = 0; status < 1000; status++)
        assert_int_equal(bf_politeness_retries(status),
                         status == 429 || status == 502 || status == 503 || status == 504);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_of_floor_crawl_delay_and_answer_counts),
        cmocka_unit_test(retry_after_is_taken_in_seconds_or_as_a_date),
        cmocka_unit_test(a_crawl_delay_is_kept_up_to_five_minutes),
        cmocka_unit_test(retry_after_is_heeded_with_any_status_but_a_good_one),
        cmocka_unit_test(a_gateway_without_an_answer_is_as_no_response_and_another_5xx_doubles),
        cmocka_unit_test(what_is_doubled_gets_up_to_half_as_much_again),
        cmocka_unit_test(no_answer_makes_the_wait_shorter_than_a_good_one),
        cmocka_unit_test(without_a_time_that_can_be_read_the_wait_is_a_minute_doubled),
        cmocka_unit_test(no_response_waits_ten_seconds_doubled_unless_the_floor_is_none),
        cmocka_unit_test(nothing_waits_longer_than_a_day),
        cmocka_unit_test(only_429_502_503_and_504_speak_of_the_server_s_hour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
