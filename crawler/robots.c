/* robots.c: one robots.txt, as it speaks to us (RFC 9309). */
#include "crawler/robots.h"

#include <stdlib.h>
#include <string.h>

#include "bonafide/arena.h"
#include "common/buf.h"
#include "common/url.h"

enum { ARENA_BYTES = 64 * 1024 * 1024, LINE_BYTES = 16664 /* where Google's parser cuts a line */ };

typedef struct {
    bf_str pattern; /* in the form of a URL (bf_url_append_normal()) */
    bool allow;
} rule;

/* The rules of the groups that name us, or of those for everybody. */
typedef struct {
    rule *items;
    size_t count, capacity;
    uint64_t delay_ms;
    bool named; /* some group has this agent */
} group;

struct bf_robots {
    bf_arena *arena;
    group chosen;
};

/* The state between lines: agents that follow each other share the rules after them. */
typedef struct {
    bf_arena *arena;
    bf_str agent;
    group ours, everybodys;
    bool in_ours, in_everybodys;
    bool agents_done; /* a rule has ended the list of agents */
    bool no_memory;
} parsing;

static bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/* Appends the form in which patterns and targets are compared, that of a URL as it is fetched
 * (2.2.2). A target's own "*" and "$" are escaped too, so that only a pattern's are special, and of
 * those "$" only at its end (2.2.3). */
static void append_normal(bf_buf *out, bf_str text, bool target)
{
    size_t done = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool last = i + 1 == text.length;
        char c = text.bytes[i];
        if (!(c == '*' && target) && !(c == '$' && (target || !last)))
            continue;
        bf_url_append_normal(out, bf_str_slice(text, done, i));
        bf_buf_append_format(out, "%%%02X", (unsigned char)c);
        done = i + 1;
    }
    bf_url_append_normal(out, bf_str_after(text, done));
}

static void add_rule(parsing *job, group *to, bf_str value, bool allow)
{
    bf_buf normal;
    bf_str view, kept;
    bf_error err = {0};
    rule *grown = bf_arena_grow(job->arena, to->items, to->count, &to->capacity, sizeof *grown);
    bf_buf_init(&normal, 3 * LINE_BYTES);
    append_normal(&normal, value, false);
    if (grown && bf_buf_view(&normal, "robots.txt", &view, &err) &&
        bf_arena_copy(job->arena, view, &kept)) {
        to->items = grown;
        grown[to->count++] = (rule){kept, allow};
    } else {
        job->no_memory = true;
    }
    bf_buf_free(&normal);
}

/* An agent line: the first after rules begins a new group. */
static void take_agent(parsing *job, bf_str value)
{
    size_t length = 0;
    if (job->agents_done) {
        job->in_ours = job->in_everybodys = job->agents_done = false;
    }
    while (length < value.length && is_token_char(value.bytes[length]))
        length++;
    bool everybody = bf_str_starts(value, BF_STR("*")) &&
                     (value.length == 1 || value.bytes[1] == ' ' || value.bytes[1] == '\t');
    if (everybody)
        job->in_everybodys = job->everybodys.named = true;
    if (length > 0 && bf_str_equal_nocase(bf_str_slice(value, 0, length), job->agent))
        job->in_ours = job->ours.named = true;
}

/* A rule line; an empty pattern says nothing (2.2.2). */
static void take_rule(parsing *job, bf_str value, bool allow)
{
    job->agents_done = true;
    if (value.length == 0)
        return;
    if (job->in_ours)
        add_rule(job, &job->ours, value, allow);
    if (job->in_everybodys)
        add_rule(job, &job->everybodys, value, allow);
}

/* "1.5" in milliseconds; nothing for what is no number, and at most a day. */
static uint64_t read_delay(bf_str value)
{
    const uint64_t day = 86400;
    uint64_t whole = 0, ms = 0, scale = 100;
    if (!bf_take_decimal(&value, day, &whole))
        return 0;
    for (size_t i = 1; bf_str_starts(value, BF_STR(".")) && i < value.length && scale > 0; i++) {
        if (value.bytes[i] < '0' || value.bytes[i] > '9')
            break;
        ms += (uint64_t)(value.bytes[i] - '0') * scale;
        scale /= 10;
    }
    return whole * 1000 + ms;
}

/* Crawl-delay ends no list of agents: it is not of the RFC's grammar (2.2.4). */
static void take_delay(parsing *job, bf_str value)
{
    uint64_t ms = read_delay(value);
    if (job->in_ours && ms > job->ours.delay_ms)
        job->ours.delay_ms = ms;
    if (job->in_everybodys && ms > job->everybodys.delay_ms)
        job->everybodys.delay_ms = ms;
}

static bool is_disallow(bf_str key)
{
    /* Misspellings that Google's parser takes as well: they can only make us stricter. */
    static const char *const spellings[] = {"disallow", "dissallow", "dissalow",
                                            "disalow",  "diasllow",  "disallaw"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (bf_str_equal_nocase(key, bf_str_of(spellings[i])))
            return true;
    return false;
}

/* Where the key of a line ends: at its colon or, as Google's parser has it, at a blank between two
 * words: "Disallow /x". SIZE_MAX: it is no line of ours. */
static size_t key_end(bf_str line)
{
    size_t colon = bf_str_find(line, BF_STR(":"), 0), end = 0;
    if (colon != SIZE_MAX)
        return colon;
    while (end < line.length && line.bytes[end] != ' ' && line.bytes[end] != '\t')
        end++;
    bf_str value = bf_str_trim(bf_str_after(line, end));
    bool one_word = value.length > 0 && bf_str_find(value, BF_STR(" "), 0) == SIZE_MAX &&
                    bf_str_find(value, BF_STR("\t"), 0) == SIZE_MAX;
    return one_word ? end : SIZE_MAX;
}

static bool is_agent(bf_str key)
{
    return bf_str_equal_nocase(key, BF_STR("user-agent")) ||
           bf_str_equal_nocase(key, BF_STR("useragent")) ||
           bf_str_equal_nocase(key, BF_STR("user agent"));
}

static void take_line(parsing *job, bf_str line)
{
    size_t comment = bf_str_find(line, BF_STR("#"), 0);
    line = bf_str_trim(bf_str_slice(line, 0, comment == SIZE_MAX ? line.length : comment));
    size_t end = key_end(line);
    if (end == SIZE_MAX)
        return;
    bf_str key = bf_str_trim(bf_str_slice(line, 0, end));
    bf_str value = bf_str_trim(bf_str_after(line, end + 1));
    if (is_agent(key))
        take_agent(job, value);
    else if (bf_str_equal_nocase(key, BF_STR("allow")))
        take_rule(job, value, true);
    else if (is_disallow(key))
        take_rule(job, value, false);
    else if (bf_str_equal_nocase(key, BF_STR("crawl-delay")))
        take_delay(job, value);
}

/* Takes a line that ends in CR, LF, or both. */
static bool next_line(bf_str *rest, bf_str *line)
{
    size_t end = 0;
    if (rest->length == 0)
        return false;
    while (end < rest->length && rest->bytes[end] != '\n' && rest->bytes[end] != '\r')
        end++;
    *line = bf_str_slice(*rest, 0, end < LINE_BYTES ? end : LINE_BYTES);
    *rest = bf_str_after(*rest, end + 1);
    return true;
}

/* The part that is read: without a byte order mark, also one cut short, and up to the last whole
 * line within the bound; a rule cut in two would say something else. */
static bf_str readable(bf_str text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t end = BF_ROBOTS_MOST_BYTES, begin = 0;
    if (text.length >= end) {
        while (end > 0 && text.bytes[end - 1] != '\n' && text.bytes[end - 1] != '\r')
            end--;
        text.length = end;
    }
    while (begin < 3 && begin < text.length && text.bytes[begin] == mark[begin])
        begin++;
    return bf_str_after(text, begin);
}

bf_robots *bf_robots_parse(bf_str text, bf_str agent)
{
    bf_arena *arena = bf_arena_new(ARENA_BYTES);
    bf_robots *robots = arena ? bf_arena_take(arena, 1, sizeof *robots) : NULL;
    parsing job = {.arena = arena, .agent = agent};
    bf_str line;
    text = readable(text);
    while (robots && next_line(&text, &line))
        take_line(&job, line);
    if (robots == NULL || job.no_memory) {
        bf_arena_free(arena);
        return NULL;
    }
    robots->arena = arena;
    robots->chosen = job.ours.named ? job.ours : job.everybodys;
    return robots;
}

void bf_robots_free(bf_robots *robots)
{
    if (robots)
        bf_arena_free(robots->arena); /* `robots` is in it */
}

/* Says whether `pattern` matches `target` from its start: the positions that can be reached in the
 * target are kept as a set, and each octet of the pattern moves them on. */
static bool matches(bf_str pattern, bf_str target, bool *reached)
{
    bool anchored = pattern.length > 0 && pattern.bytes[pattern.length - 1] == '$';
    size_t length = pattern.length - anchored, first = 0, last = 0;
    memset(reached, 0, target.length + 1);
    reached[0] = true;
    for (size_t i = 0; i < length; i++) {
        if (pattern.bytes[i] == '*') { /* from the first on, everything */
            memset(reached + first, true, target.length + 1 - first);
            last = target.length;
            continue;
        }
        bool any = false;
        size_t next_first = target.length + 1;
        for (size_t at = last < target.length ? last + 1 : target.length; at-- > first;) {
            bool here = reached[at] && target.bytes[at] == pattern.bytes[i];
            reached[at + 1] = here;
            any = any || here;
            next_first = here ? at + 1 : next_first;
        }
        reached[first] = false;
        if (!any)
            return false;
        first = next_first;
        last = last < target.length ? last + 1 : target.length;
    }
    return !anchored || reached[target.length];
}

bool bf_robots_allows(const bf_robots *robots, bf_str target)
{
    bf_buf normal;
    bf_str view;
    bf_error err = {0};
    size_t longest = 0;
    bool allowed = true;
    if (bf_str_equal(target, BF_STR("/robots.txt")))
        return true;
    bf_buf_init(&normal, 64 * 1024);
    append_normal(&normal, target, true);
    bool *reached = NULL;
    if (bf_buf_view(&normal, "robots.txt", &view, &err))
        reached = malloc(view.length + 1);
    for (size_t i = 0; reached && i < robots->chosen.count; i++) {
        const rule *one = &robots->chosen.items[i];
        bool wins = one->pattern.length > longest ||
                    (one->pattern.length == longest && one->allow && !allowed);
        if (wins && matches(one->pattern, view, reached)) {
            longest = one->pattern.length;
            allowed = one->allow;
        }
    }
    bool judged = reached != NULL;
    free(reached);
    bf_buf_free(&normal);
    return judged && allowed; /* without memory, as without an answer: no */
}

uint64_t bf_robots_delay_ms(const bf_robots *robots)
{
    return robots->chosen.delay_ms;
}
