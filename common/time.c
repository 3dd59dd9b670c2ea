/* time.c: instants as milliseconds in UTC. The calendar is proleptic Gregorian, as RFC 3339 has it.
 */
#include "common/time.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>

static int64_t clock_us(clockid_t which)
{
    struct timespec now;
    if (clock_gettime(which, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t bf_time_now_ms(void)
{
    return clock_us(CLOCK_REALTIME) / 1000;
}

int64_t bf_time_monotonic_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

int64_t bf_time_monotonic_ms(void)
{
    return clock_us(CLOCK_MONOTONIC) / 1000;
}

static const int64_t year_0000 = -62167219200, year_9999 = 253402300799; /* first, last second */

void bf_time_format(int64_t ms, char out[BF_TIME_TEXT])
{
    int64_t seconds = ms / 1000 - (ms % 1000 < 0);
    struct tm parts = {0};
    seconds = seconds < year_0000 ? year_0000 : seconds > year_9999 ? year_9999 : seconds;
    time_t instant = (time_t)seconds;
    gmtime_r(&instant, &parts);
    snprintf(out, BF_TIME_TEXT, "%04u-%02u-%02uT%02u:%02u:%02uZ",
             (unsigned)(parts.tm_year + 1900) % 10000u, (unsigned)(parts.tm_mon + 1) % 100u,
             (unsigned)parts.tm_mday % 100u, (unsigned)parts.tm_hour % 100u,
             (unsigned)parts.tm_min % 100u, (unsigned)parts.tm_sec % 100u);
}

/* Takes exactly `digits` digits, and the character `after` behind them unless it is 0. */
static bool take_field(bf_str *rest, size_t digits, char after, int *out)
{
    uint64_t value;
    bf_str field = bf_str_slice(*rest, 0, digits);
    if (field.length != digits || !bf_take_decimal(&field, 9999, &value) || field.length != 0)
        return false;
    if (after != 0 && (rest->length <= digits || rest->bytes[digits] != after))
        return false;
    *out = (int)value;
    *rest = bf_str_after(*rest, digits + (after != 0));
    return true;
}

/* Takes "." and 1 to 9 digits as milliseconds, when a point stands there. */
static bool take_fraction(bf_str *rest, int64_t *ms)
{
    int64_t scale = 100;
    size_t i = 1;
    *ms = 0;
    if (rest->length == 0 || rest->bytes[0] != '.')
        return true;
    for (; i < rest->length && rest->bytes[i] >= '0' && rest->bytes[i] <= '9'; i++, scale /= 10)
        *ms += (rest->bytes[i] - '0') * scale;
    *rest = bf_str_after(*rest, i);
    return i > 1 && i <= 10;
}

/* `month` from 0. */
static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month] + (leap && month == 1);
}

static bool in_range(const struct tm *parts)
{
    return parts->tm_mon >= 0 && parts->tm_mon < 12 && parts->tm_mday >= 1 &&
           parts->tm_mday <= days_of(parts->tm_year + 1900, parts->tm_mon) && parts->tm_hour < 24 &&
           parts->tm_min < 60 && parts->tm_sec <= 60;
}

bool bf_time_parse(bf_str text, int64_t *out_ms)
{
    struct tm parts = {0};
    int64_t fraction = 0;
    bool compact = text.length == 14 && bf_str_find(text, BF_STR("-"), 0) == SIZE_MAX;
    bool read = take_field(&text, 4, compact ? 0 : '-', &parts.tm_year) &&
                take_field(&text, 2, compact ? 0 : '-', &parts.tm_mon) &&
                take_field(&text, 2, compact ? 0 : 'T', &parts.tm_mday) &&
                take_field(&text, 2, compact ? 0 : ':', &parts.tm_hour) &&
                take_field(&text, 2, compact ? 0 : ':', &parts.tm_min) &&
                take_field(&text, 2, 0, &parts.tm_sec);
    if (!read || !take_fraction(&text, &fraction) ||
        !bf_str_equal(text, compact ? BF_STR("") : BF_STR("Z")))
        return false;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    if (!in_range(&parts))
        return false;
    *out_ms = (int64_t)timegm(&parts) * 1000 + fraction;
    return true;
}

/* Takes the parts after the day: "Thh:mm", with seconds and their fraction or without. */
static bool take_time(bf_str *rest, struct tm *parts, int64_t *fraction)
{
    *rest = bf_str_after(*rest, 1); /* the T */
    if (!take_field(rest, 2, ':', &parts->tm_hour) || !take_field(rest, 2, 0, &parts->tm_min))
        return false;
    if (!bf_str_starts(*rest, BF_STR(":")))
        return true;
    *rest = bf_str_after(*rest, 1);
    return take_field(rest, 2, 0, &parts->tm_sec) && take_fraction(rest, fraction);
}

/* Takes "Z", "+hh:mm", "-hhmm" or nothing as the minutes that the zone is ahead of UTC. */
static bool take_zone(bf_str *rest, int *minutes)
{
    int hours = 0;
    bool ahead = bf_str_starts(*rest, BF_STR("+"));
    *minutes = 0;
    if (rest->length == 0)
        return true;
    if (bf_str_equal(*rest, BF_STR("Z"))) {
        *rest = bf_str_after(*rest, 1);
        return true;
    }
    if (!ahead && rest->bytes[0] != '-')
        return false;
    *rest = bf_str_after(*rest, 1);
    char colon = rest->length == 5 ? ':' : '\0';
    if (!take_field(rest, 2, colon, &hours) || !take_field(rest, 2, 0, minutes) || hours > 23 ||
        *minutes > 59)
        return false;
    *minutes = (ahead ? 1 : -1) * (hours * 60 + *minutes);
    return true;
}

/* Takes "YYYY", "YYYY-MM" or "YYYY-MM-DD". */
static bool take_date(bf_str *rest, struct tm *parts)
{
    int *const fields[] = {&parts->tm_mon, &parts->tm_mday};
    if (!take_field(rest, 4, 0, &parts->tm_year))
        return false;
    for (size_t i = 0; i < 2 && bf_str_starts(*rest, BF_STR("-")); i++) {
        *rest = bf_str_after(*rest, 1);
        if (!take_field(rest, 2, 0, fields[i]))
            return false;
    }
    return true;
}

bool bf_time_parse_w3c(bf_str text, int64_t *out_ms)
{
    struct tm parts = {.tm_mon = 1, .tm_mday = 1};
    int64_t fraction = 0;
    int zone = 0;
    bool with_time = text.length > 10 && text.bytes[10] == 'T';
    if (!take_date(&text, &parts) ||
        (with_time && (!take_time(&text, &parts, &fraction) || !take_zone(&text, &zone))) ||
        text.length > 0)
        return false;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    if (!in_range(&parts))
        return false;
    int64_t seconds = (int64_t)timegm(&parts) - zone * 60;
    if (seconds < year_0000 || seconds > year_9999)
        return false;
    *out_ms = seconds * 1000 + fraction;
    return true;
}

bool bf_time_parse_http(bf_str text, int64_t *out_ms)
{
    char terminated[64];
    if (text.length == 0 || text.length >= sizeof terminated ||
        memchr(text.bytes, '\0', text.length))
        return false;
    memcpy(terminated, text.bytes, text.length);
    terminated[text.length] = '\0';
    time_t instant = curl_getdate(terminated, NULL); /* reads all three forms, and more */
    if (instant == (time_t)-1 || instant < year_0000 || instant > year_9999)
        return false;
    *out_ms = (int64_t)instant * 1000;
    return true;
}
