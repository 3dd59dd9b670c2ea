/* politeness.c: when a host may be asked again. */
#include "crawler/politeness.h"

#include "common/time.h"
#include "crawler/robots.h"

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
    return status == 429 || (status >= 502 && status <= 504);
}

/* No response, or a gateway that had none; the last two are Cloudflare's. */
static bool is_lost(int status)
{
    return status == 0 || status == 502 || status == 504 || status == 522 || status == 524;
}

/* `wait_ms` and up to half as much again, at most a day. */
static int64_t with_jitter(int64_t wait_ms, uint32_t random)
{
    int64_t jitter = (wait_ms / 2) * (int64_t)(random >> 8) / (UINT32_MAX >> 8);
    return wait_ms + jitter < DAY_MS ? wait_ms + jitter : DAY_MS;
}

/* What an answer other than a good one asks for; `usual` is what a good one would. */
static int64_t back_off(const bf_politeness_answer *answer, int64_t usual, int64_t now_ms)
{
    int64_t asked = answer->status >= 300 ? retry_after(answer->retry_after, now_ms) : -1;
    if (asked >= 0)
        return asked;
    if (answer->status == 429 || answer->status == 503)
        return with_jitter(doubled(MINUTE_MS, answer->attempts), answer->random);
    if (is_lost(answer->status) && answer->delay_ms > 0)
        return with_jitter(doubled(LOST_MS, answer->attempts), answer->random);
    return answer->status >= 500 ? at_most_a_day((uint64_t)usual * 2) : 0;
}

int64_t bf_politeness_due(const bf_politeness_answer *answer, int64_t now_ms)
{
    uint64_t asked = answer->robots_delay_ms;
    if (asked > BF_ROBOTS_MOST_DELAY_MS)
        asked = BF_ROBOTS_MOST_DELAY_MS;
    int64_t wait = longest(at_most_a_day(answer->delay_ms), (int64_t)asked);
    if (answer->delay_ms > 0)
        wait = longest(wait, at_most_a_day(answer->took_ms));
    return now_ms + longest(wait, back_off(answer, wait, now_ms));
}
