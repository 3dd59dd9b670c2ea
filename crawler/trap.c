/* trap.c: URLs that grow without end. First what one URL shows, then the spaces that they form. */
#include "crawler/trap.h"

#include <assert.h>
#include <string.h>

#include "common/time.h"
#include "crawler/trap_words.h"

enum {
    MOST_BYTES = 2048,
    MOST_SEGMENTS = 20,
    MOST_IN_A_ROW = 2,
    MOST_ANYWHERE = 3,
    MOST_PARAMETERS = 20,
    MOST_OF_A_NAME = 5,
    MOST_ALIKE = 2,
    NEAR_MONTHS = 24,
    LEAST_SHARE = 50,
    TOKEN_BYTES = 16 /* hex digits at least of a generated id */
};

/* What programs are told is never renamed; what people are told may be. */
static const struct {
    const char *key, *words;
} kinds[] = {
    [BF_TRAP_NONE] = {"", ""},
    [BF_TRAP_LONG] = {"long_url", "with a URL over 2,048 bytes"},
    [BF_TRAP_DEEP] = {"deep_path", "with a path over 20 segments"},
    [BF_TRAP_REPEATING] = {"growing_path", "with an ever-growing path"},
    [BF_TRAP_PARAMETERS] = {"query_parameters", "with too many query parameters"},
    [BF_TRAP_SESSION] = {"session", "with session ids"},
    [BF_TRAP_CALENDAR] = {"calendar", "in a calendar"},
    [BF_TRAP_PERMUTATIONS] = {"query_permutations", "in query permutations"},
    [BF_TRAP_NUMBERS] = {"numbers", "in numbers that lead on without end"},
    [BF_TRAP_SOFT_404] = {"soft_404", "answered with a soft 404"},
};
static_assert(sizeof kinds / sizeof *kinds == BF_TRAP_KINDS, "each kind has its names");

const char *bf_trap_key(bf_trap_kind kind)
{
    return kind < BF_TRAP_KINDS ? kinds[kind].key : "";
}

const char *bf_trap_words(bf_trap_kind kind)
{
    return kind < BF_TRAP_KINDS ? kinds[kind].words : "";
}

/* --- Parts of a URL -----------------------------------------------------------------------------
 */

static bf_str query_of(const bf_url *url)
{
    return bf_str_after(url->target, url->path.length + 1); /* the "?" */
}

static bool is_among(bf_str text, const char *const *words)
{
    for (; *words; words++)
        if (bf_str_equal_nocase(text, bf_str_of(*words)))
            return true;
    return false;
}

static bool holds_any(bf_str text, const char *const *words)
{
    for (; *words; words++)
        if (bf_str_find_nocase(text, bf_str_of(*words), 0) != SIZE_MAX)
            return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_number(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_digit(text.bytes[i]))
            return false;
    return text.length > 0;
}

typedef struct {
    bf_str name, value;
} parameter;

/* Takes the next parameter off a query; empty ones are passed over. */
static bool take_parameter(bf_str *query, parameter *out)
{
    bf_str pair;
    while (bf_str_take_part(query, '&', &pair)) {
        size_t equals = bf_str_find(pair, BF_STR("="), 0);
        out->name = bf_str_slice(pair, 0, equals);
        out->value = equals == SIZE_MAX ? (bf_str){0} : bf_str_after(pair, equals + 1);
        if (pair.length > 0)
            return true;
    }
    return false;
}

/* --- Shape --------------------------------------------------------------------------------------
 */

/* A part may stand where a facet is not set, so that it repeats on honest sites. */
static bool is_filler(bf_str segment)
{
    return is_among(segment, fillers);
}

/* The name of a file that is a page, below which no path goes on of its own accord. */
static bool is_page_file(bf_str segment)
{
    for (const char *const *ending = page_endings; *ending; ending++)
        if (bf_str_ends(segment, bf_str_of(*ending)))
            return true;
    return false;
}

static bool repeats_in_a_row(const bf_str *segments, size_t count, size_t width)
{
    for (size_t i = 0; i + width * (MOST_IN_A_ROW + 1) <= count; i++) {
        bool same = true, filler = true;
        for (size_t k = 0; k < width; k++)
            filler = filler && is_filler(segments[i + k]);
        for (size_t k = 0; k < width * MOST_IN_A_ROW && same; k++)
            same = bf_str_equal(segments[i + k], segments[i + k + width]);
        if (same && !filler)
            return true;
    }
    return false;
}

static bool repeats_anywhere(const bf_str *segments, size_t count, bf_str host)
{
    for (size_t i = 0; i < count; i++) {
        size_t times = 1;
        for (size_t k = i + 1; k < count; k++)
            times += bf_str_equal(segments[i], segments[k]);
        if (times > 1 && (is_page_file(segments[i]) || bf_str_equal_nocase(segments[i], host)))
            return true;
        if (times > MOST_ANYWHERE && !is_number(segments[i]) && !is_filler(segments[i]))
            return true;
    }
    return false;
}

static bf_trap_kind path_shape(const bf_url *url)
{
    bf_str segments[MOST_SEGMENTS + 1], rest = bf_str_after(url->path, 1);
    size_t count = 0;
    while (count <= MOST_SEGMENTS && bf_str_take_part(&rest, '/', &segments[count]))
        count++;
    if (count > MOST_SEGMENTS)
        return BF_TRAP_DEEP;
    if (repeats_in_a_row(segments, count, 1) || repeats_in_a_row(segments, count, 2) ||
        repeats_anywhere(segments, count, url->host))
        return BF_TRAP_REPEATING;
    return BF_TRAP_NONE;
}

static bf_trap_kind query_shape(bf_str query)
{
    parameter seen[MOST_PARAMETERS + 1];
    size_t count = 0;
    while (count <= MOST_PARAMETERS && take_parameter(&query, &seen[count]))
        count++;
    if (count > MOST_PARAMETERS)
        return BF_TRAP_PARAMETERS;
    for (size_t i = 0; i < count; i++) {
        size_t names = 1, pairs = 1;
        for (size_t k = i + 1; k < count; k++) {
            bool same = bf_str_equal(seen[i].name, seen[k].name);
            names += same;
            pairs += same && bf_str_equal(seen[i].value, seen[k].value);
        }
        if (pairs > MOST_ALIKE)
            return BF_TRAP_REPEATING;
        if (names > MOST_OF_A_NAME && !bf_str_ends(seen[i].name, BF_STR("%5B%5D")))
            return BF_TRAP_PARAMETERS;
    }
    return BF_TRAP_NONE;
}

bf_trap_kind bf_trap_shape(const bf_url *url)
{
    if (url->text.length > MOST_BYTES)
        return BF_TRAP_LONG;
    bf_trap_kind kind = path_shape(url);
    if (kind == BF_TRAP_NONE)
        kind = query_shape(query_of(url));
    if (kind == BF_TRAP_NONE && bf_str_find(url->target, BF_STR("%2525"), 0) != SIZE_MAX)
        kind = BF_TRAP_REPEATING;
    return kind;
}

/* --- Dates --------------------------------------------------------------------------------------
 */

/* A year and a month; month 0: none is given. */
typedef struct {
    unsigned year, month;
} year_month;

/* Takes a number of `least` to `most` digits within bounds. */
static bool take_number(bf_str *rest, size_t least, size_t most, unsigned low, unsigned high,
                        unsigned *out)
{
    unsigned value = 0;
    size_t i = 0;
    for (; i < most && i < rest->length && is_digit(rest->bytes[i]); i++)
        value = value * 10 + (unsigned)(rest->bytes[i] - '0');
    if (i < least || value < low || value > high)
        return false;
    *out = value;
    *rest = bf_str_after(*rest, i);
    return true;
}

static bool take_year(bf_str *rest, unsigned *year)
{
    return take_number(rest, 4, 4, 1900, 2999, year);
}

static bool take_month(bf_str *rest, unsigned *month)
{
    return take_number(rest, 1, 2, 1, 12, month);
}

static bool take_day(bf_str *rest)
{
    unsigned day;
    return take_number(rest, 1, 2, 1, 31, &day);
}

/* "2031-05" and "2031-05-12". */
static bool is_dashed_date(bf_str text, year_month *out)
{
    year_month date = {0};
    if (!take_year(&text, &date.year) || !bf_str_starts(text, BF_STR("-")))
        return false;
    text = bf_str_after(text, 1);
    if (!take_month(&text, &date.month))
        return false;
    if (bf_str_starts(text, BF_STR("-"))) {
        text = bf_str_after(text, 1);
        if (!take_day(&text))
            return false;
    }
    *out = date;
    return text.length == 0;
}

/* "2031", "203105" and "20310512", which are dates only where a calendar is spoken of. */
static bool is_bare_date(bf_str text, year_month *out)
{
    year_month date = {0};
    unsigned day;
    if (!is_number(text) || (text.length != 4 && text.length != 6 && text.length != 8) ||
        !take_year(&text, &date.year))
        return false;
    if (text.length > 0 && !take_number(&text, 2, 2, 1, 12, &date.month))
        return false;
    if (text.length > 0 && !take_number(&text, 2, 2, 1, 31, &day))
        return false;
    *out = date;
    return true;
}

/* Four digits in a row, without which nothing is a date. */
static bool has_year(bf_str path)
{
    size_t digits = 0;
    for (size_t i = 0; i < path.length && digits < 4; i++)
        digits = is_digit(path.bytes[i]) ? digits + 1 : 0;
    return digits == 4;
}

/* Reads a calendar's path: after what comes before it, dates and views alone, at least one date.
 * One with a name behind its date (/2019/05/my-post) is an article. `*prefix` is what is before. */
static bool is_calendar_path(bf_str path, bf_str *prefix, year_month *out)
{
    bf_str rest = bf_str_after(path, 1), segment, last = {0};
    bool word = false, dated = false, after = false;
    *prefix = path;
    if (!has_year(path))
        return false;
    while (bf_str_take_part(&rest, '/', &segment)) {
        year_month date;
        size_t at = (size_t)(segment.bytes - path.bytes);
        bool bare = is_bare_date(segment, &date);
        bf_str year = last, next = segment;
        bool pair = is_number(last) && last.length == 4 && take_year(&year, &date.year) &&
                    take_month(&next, &date.month) && next.length == 0;
        if (pair || is_dashed_date(segment, &date) || (bare && word)) {
            size_t begin = pair ? (size_t)(last.bytes - path.bytes) : at;
            if (!after)
                *prefix = bf_str_slice(path, 0, begin);
            *out = dated ? *out : date;
            if (pair && dated && out->year == date.year && out->month == 0)
                out->month = date.month;
            dated = after = true;
        } else if (segment.length > 0 && is_among(segment, view_words)) {
            if (!after)
                *prefix = bf_str_slice(path, 0, at);
            after = true;
        } else if (after && segment.length > 0 && !is_number(segment)) {
            if (dated)
                return false;
            after = false; /* a view's word that was a folder's name */
        }
        word = word || holds_any(segment, calendar_words);
        last = segment;
    }
    return dated;
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_small(c) || (c >= 'A' && c <= 'Z');
}

/* Says whether one of `words` is a word of a name, as "date" is of "start_date" and "eventDate",
 * and not of "candidate". */
static bool has_word(bf_str name, const char *const *words)
{
    for (size_t begin = 0, end; begin < name.length; begin = end) {
        end = begin + 1;
        while (end < name.length && is_letter(name.bytes[end]) == is_letter(name.bytes[begin]) &&
               (is_small(name.bytes[end]) || !is_small(name.bytes[end - 1])))
            end++;
        if (is_among(bf_str_slice(name, begin, end), words))
            return true;
    }
    return false;
}

/* Reads a date in a query: bare under a name that speaks of dates, in ISO's form also under one of
 * a range's ends. Under any other it is a version, or somebody's birthday. */
static bool is_calendar_query(bf_str query, year_month *out)
{
    static const char *const month_word[] = {"month", NULL};
    parameter next;
    bool dated = false;
    unsigned month = 0, named;
    while (take_parameter(&query, &next)) {
        year_month date;
        bf_str value = next.value;
        bool dashed = is_dashed_date(value, &date);
        bool is_date =
            ((dashed || is_bare_date(value, &date)) && has_word(next.name, date_names)) ||
            (dashed && has_word(next.name, range_names));
        if (is_date && !dated)
            *out = date;
        else if (!is_date && take_month(&value, &named) && has_word(next.name, month_word))
            month = named;
        dated = dated || is_date;
    }
    if (dated && out->month == 0)
        out->month = month;
    return dated;
}

/* The month of now, in UTC. */
static year_month month_of(int64_t now_ms)
{
    char text[BF_TIME_TEXT];
    year_month now = {0};
    bf_time_format(now_ms, text);
    bf_str rest = bf_str_of(text), month = bf_str_slice(rest, 5, 7);
    if (!take_number(&rest, 4, 4, 0, 9999, &now.year) || !take_month(&month, &now.month))
        now.month = 1;
    return now;
}

static bool is_far(year_month date, int64_t now_ms)
{
    year_month now = month_of(now_ms);
    int months = ((int)date.year - (int)now.year) * 12;
    months += date.month ? (int)date.month - (int)now.month : 0;
    return months > NEAR_MONTHS || months < -NEAR_MONTHS;
}

/* The same page in another dress. "format" alone may be that of a session. */
static bool is_second_view(const bf_url *url)
{
    bf_str query = query_of(url);
    parameter next;
    while (take_parameter(&query, &next))
        if (is_among(next.name, second_views) ||
            (is_among(next.name, form_names) && is_among(next.value, form_values)))
            return true;
    return bf_str_ends(url->path, BF_STR("/print")) || bf_str_ends(url->path, BF_STR("/print/"));
}

bool bf_trap_comes_last(const bf_url *url, int64_t now_ms)
{
    year_month date;
    bf_str prefix;
    bool dated =
        is_calendar_path(url->path, &prefix, &date) || is_calendar_query(query_of(url), &date);
    return (dated && is_far(date, now_ms)) || is_second_view(url);
}

/* --- Spaces -------------------------------------------------------------------------------------
 */

/* The 64 bits of FNV-1a. */
static uint64_t add_to_hash(uint64_t hash, bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

static uint64_t new_hash(bf_trap_kind kind)
{
    char first = (char)kind;
    return add_to_hash(UINT64_C(14695981039346656037), (bf_str){&first, 1});
}

static bf_trap_space space_from(bf_trap_kind kind, uint64_t hash)
{
    int64_t bucket = (int64_t)(hash >> 1); /* SQLite's numbers have a sign */
    return (bf_trap_space){kind, bucket ? bucket : 1};
}

/* A value that a machine made: hex digits, or letters and digits mixed, and long. */
static bool is_generated(bf_str text)
{
    size_t digits = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (!is_letter(c) && !is_digit(c))
            return false;
        digits += is_digit(c);
    }
    return text.length >= TOKEN_BYTES && digits > 0;
}

/* A generated id: hex digits, also with dashes as in a UUID, and long. Words are not: a name with a
 * number behind it is a profile's. */
static bool is_token(bf_str text)
{
    size_t hex = 0, digits = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
            hex++;
        else if (c != '-')
            return false;
        digits += is_digit(c);
    }
    return hex >= TOKEN_BYTES && digits > 0;
}

static bool has_any_of(bf_str text, const char *bytes)
{
    for (; *bytes; bytes++)
        if (memchr(text.bytes, *bytes, text.length) != NULL)
            return true;
    return false;
}

/* The session id that a path or query has under a name of its own; empty without one. */
static bf_str session_of(const bf_url *url)
{
    static const char *const marks[] = {"(S(", "jsessionid=", ";sid=", ";sessionid="};
    bf_str query = query_of(url);
    parameter next;
    size_t count = has_any_of(url->path, "(;") ? sizeof marks / sizeof *marks : 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = bf_str_find_nocase(url->path, bf_str_of(marks[i]), 0);
        bf_str id = at == SIZE_MAX ? (bf_str){0} : bf_str_after(url->path, at + strlen(marks[i]));
        size_t end = 0;
        while (end < id.length && strchr("/;)", id.bytes[end]) == NULL)
            end++;
        if (end > 0)
            return bf_str_slice(id, 0, end);
    }
    while (take_parameter(&query, &next))
        if (is_among(next.name, session_names) && is_generated(next.value))
            return next.value;
    return (bf_str){0};
}

/* Adds a path with what a machine counts up taken out, several such parts in a row as one, since
 * they grow that way too; `*counts` says whether there were any. */
static uint64_t add_path_shape(uint64_t hash, bf_str path, bool *counts)
{
    bf_str rest = bf_str_after(path, 1), segment;
    bool last = false;
    *counts = false;
    while (bf_str_take_part(&rest, '/', &segment)) {
        bool counted = is_number(segment) || is_token(segment);
        if (!counted || !last)
            hash = add_to_hash(hash, BF_STR("/"));
        hash = add_to_hash(hash, counted ? (bf_str){0} : segment);
        last = counted;
        *counts = *counts || counted;
    }
    return hash;
}

/* One parameter can be counted up, but not permuted. */
static bool is_single(bf_str query)
{
    parameter next;
    return take_parameter(&query, &next) && !take_parameter(&query, &next);
}

/* The space of a URL as if it had no session. */
static bf_trap_space plain_space_of(const bf_url *url)
{
    year_month date;
    bf_str prefix, query = query_of(url);
    bool counts;
    if (is_calendar_path(url->path, &prefix, &date) || is_calendar_query(query, &date))
        return space_from(BF_TRAP_CALENDAR, add_to_hash(new_hash(BF_TRAP_CALENDAR), prefix));
    if (query.length > 0)
        return space_from(is_single(query) ? BF_TRAP_NUMBERS : BF_TRAP_PERMUTATIONS,
                          add_path_shape(new_hash(BF_TRAP_PERMUTATIONS), url->path, &counts));
    uint64_t hash = add_path_shape(new_hash(BF_TRAP_NUMBERS), url->path, &counts);
    return counts ? space_from(BF_TRAP_NUMBERS, hash) : (bf_trap_space){BF_TRAP_NONE, 0};
}

bf_trap_space bf_trap_space_of(const bf_url *url)
{
    if (session_of(url).length > 0) /* one space for all of the host's */
        return space_from(BF_TRAP_SESSION, new_hash(BF_TRAP_SESSION));
    return plain_space_of(url);
}

/* Says whether each name of `some` is among those of `all`. */
static bool has_names_of(bf_str all, bf_str some)
{
    parameter wanted, next;
    while (take_parameter(&some, &wanted)) {
        bf_str rest = all;
        bool found = false;
        while (!found && take_parameter(&rest, &next))
            found = bf_str_equal(wanted.name, next.name);
        if (!found)
            return false;
    }
    return true;
}

bool bf_trap_leads_on(const bf_url *page, const bf_url *url)
{
    bf_str session = session_of(page), other = session_of(url);
    bf_str query = query_of(page), other_query = query_of(url);
    if (!bf_str_equal(page->origin, url->origin) || (session.length > 0) != (other.length > 0))
        return false;
    if (!bf_str_equal(session, other))
        return true;
    bf_trap_space from = plain_space_of(page), to = plain_space_of(url);
    if (from.kind == BF_TRAP_NONE || from.bucket != to.bucket)
        return false;
    return from.kind == BF_TRAP_CALENDAR || has_names_of(query, other_query) ||
           has_names_of(other_query, query);
}

/* --- Counts -------------------------------------------------------------------------------------
 */

/* At most a fifth of the budget, which is 50 at least. */
static uint64_t within_share(uint64_t limit, uint64_t budget)
{
    uint64_t share = budget / 5 > LEAST_SHARE ? budget / 5 : LEAST_SHARE;
    return budget > 0 && share < limit ? share : limit;
}

uint64_t bf_trap_limit(bf_trap_kind kind, uint64_t budget)
{
    switch (kind) {
    case BF_TRAP_SESSION:
    case BF_TRAP_PERMUTATIONS:
        return within_share(200, budget);
    case BF_TRAP_CALENDAR:
        return within_share(100, budget);
    case BF_TRAP_NUMBERS:
        return 1000;
    case BF_TRAP_NONE:
    case BF_TRAP_LONG:
    case BF_TRAP_DEEP:
    case BF_TRAP_REPEATING:
    case BF_TRAP_PARAMETERS:
    case BF_TRAP_SOFT_404:
    case BF_TRAP_KINDS:
        break;
    }
    return 0;
}

bf_trap_verdict bf_trap_judge(bf_trap_kind kind, uint64_t trusted, uint64_t budget)
{
    uint64_t limit = bf_trap_limit(kind, budget);
    if (limit == 0 || trusted < limit / 4)
        return BF_TRAP_TAKE;
    return trusted < limit ? BF_TRAP_LAST : BF_TRAP_LEAVE;
}

uint64_t bf_trap_trust(uint64_t trusted, uint64_t on, uint64_t besides)
{
    return besides > 0 ? 0 : trusted + on;
}
