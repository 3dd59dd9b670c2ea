/* politeness.c: when a host may be asked again. */
#include "crawler/politeness.h"

#include "common/time.h"

static const int64_t DAY_MS = 86400000, MINUTE_MS = 60000, LOST_MS = 10000;

/* A setting or a claim as milliseconds that can be added: at most a day. */
static int64_t at_most_a_day(uint64_t ms)
{
    return ms < (uint64_t)DAY_MS ? (int64_t)ms : DAY_MS;
}

static int64_t longest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* `first` doubled for each attempt after the first, at most a day. */
static int64_t doubled(int64_t first, unsigned attempts)
{
    for (unsigned i = 1; i < attempts && first < DAY_MS; i++)
        first *= 2;
    return first < DAY_MS ? first : DAY_MS;
}

static bool is_digits(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
    return text.length > 0;
}

/* Retry-After in seconds or as a date, as milliseconds from now, at most a day; -1 when it says
 * nothing. */
static int64_t retry_after(bf_str value, int64_t now_ms)
{
    uint64_t seconds;
    int64_t date_ms;
    if (is_digits(value))
        return bf_take_decimal(&value, (uint64_t)DAY_MS / 1000, &seconds) ? (int64_t)seconds * 1000
                                                                          : DAY_MS;
    if (bf_time_parse_http(value, &date_ms) && date_ms > now_ms)
        return at_most_a_day((uint64_t)date_ms - (uint64_t)now_ms);
    return -1;
}

bool bf_politeness_retries(int status)
{
    return status == 429 || status == 503;
}

int64_t bf_politeness_due(const bf_politeness_answer *answer, int64_t now_ms)
{
    int64_t wait = longest(at_most_a_day(answer->delay_ms), at_most_a_day(answer->robots_delay_ms));
    if (answer->delay_ms > 0)
        wait = longest(wait, at_most_a_day(answer->took_ms));
    if (bf_politeness_retries(answer->status)) {
        int64_t asked = retry_after(answer->retry_after, now_ms);
        wait = longest(wait, asked >= 0 ? asked : doubled(MINUTE_MS, answer->attempts));
    } else if (answer->status == 0) {
        wait = longest(wait, answer->delay_ms > 0 ? doubled(LOST_MS, answer->attempts) : 0);
    }
    return now_ms + wait;
}
