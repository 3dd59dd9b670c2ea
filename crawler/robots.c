/* robots.c: one robots.txt, as it speaks to us (RFC 9309). The file is read three times: for who is
 * named, for how many rules that makes, and then those rules are kept, no more memory than they
 * need, in the order in which they are tried. */
#include "crawler/robots.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bonafide/arena.h"
#include "common/buf.h"
#include "common/url.h"

enum { ARENA_BYTES = 32 * 1024 * 1024, LINE_BYTES = 16664 /* where Google's parser cuts a line */ };

static const char *const reason_names[] = {"rule", "no-rule", "no-group", "robots-txt", "unjudged"};
static_assert(sizeof reason_names / sizeof *reason_names == BF_ROBOTS_REASON_COUNT,
              "each reason has a name");

const char *bf_robots_reason_name(bf_robots_reason reason)
{
    return reason_names[reason];
}

typedef struct {
    bf_str pattern; /* in the form of a URL (bf_url_append_normal()) */
    bf_robots_line line;
    uint32_t agent; /* the group's line, as an index of agents */
    bool allow;
} rule;

struct bf_robots {
    bf_arena *arena;
    rule *rules; /* the first that matches decides */
    bf_robots_line *agents;
    bf_str *sitemaps;
    size_t rule_count, agent_count, sitemap_count;
    uint64_t delay_ms;
    bf_robots_line delay_line;
    bool delay_capped;
};

/* One reading of the file, for one agent. Agents that follow each other share the rules after them.
 * `to` is NULL while things are only counted. */
typedef struct {
    bf_str agent; /* the token of an agent, or "*" */
    bool in_group;
    bool agents_done; /* a rule has ended the list of agents */
    size_t rule_count, agent_count, sitemap_count;
    bf_robots *to;
    bf_buf normal;
    bool no_memory;
} reading;

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

static void keep_rule(reading *job, const bf_robots_line *line, bf_str value, bool allow)
{
    rule *kept = &job->to->rules[job->rule_count];
    bf_str view;
    bf_error err = {0};
    bf_buf_reset(&job->normal);
    append_normal(&job->normal, value, false);
    *kept = (rule){.line = *line, .agent = (uint32_t)job->agent_count - 1, .allow = allow};
    if (!bf_buf_view(&job->normal, "robots.txt", &view, &err) ||
        !bf_arena_copy(job->to->arena, view, &kept->pattern))
        job->no_memory = true;
}

/* Says whether an agent line names whom we read for: by the whole of its first word (2.2.1), or by
 * a "*" that stands alone. */
static bool names(bf_str value, bf_str agent)
{
    size_t length = 0;
    if (bf_str_equal(agent, BF_STR("*")))
        return bf_str_starts(value, agent) &&
               (value.length == 1 || value.bytes[1] == ' ' || value.bytes[1] == '\t');
    while (length < value.length && is_token_char(value.bytes[length]))
        length++;
    return length > 0 && bf_str_equal_nocase(bf_str_slice(value, 0, length), agent);
}

/* An agent line: the first after rules begins a new group. */
static void take_agent(reading *job, const bf_robots_line *line, bf_str value)
{
    if (job->agents_done)
        job->in_group = job->agents_done = false;
    if (job->in_group || !names(value, job->agent))
        return;
    job->in_group = true;
    if (job->to)
        job->to->agents[job->agent_count] = *line;
    job->agent_count++;
}

/* A rule line; an empty pattern says nothing (2.2.2). */
static void take_rule(reading *job, const bf_robots_line *line, bf_str value, bool allow)
{
    job->agents_done = true;
    if (value.length == 0 || !job->in_group)
        return;
    if (job->to)
        keep_rule(job, line, value, allow);
    job->rule_count++;
}

/* A Sitemap line belongs to no group, and ends none (2.2.4). */
static void take_sitemap(reading *job, bf_str value)
{
    if (value.length == 0 || job->sitemap_count >= BF_ROBOTS_MOST_SITEMAPS)
        return;
    if (job->to)
        job->to->sitemaps[job->sitemap_count] = value;
    job->sitemap_count++;
}

/* "1.5" or ".5" in milliseconds, more than the most that is granted as one more; nothing for what
 * begins with no number. */
static uint64_t read_delay(bf_str value)
{
    uint64_t ms = 0;
    size_t i = 0;
    for (; i < value.length && value.bytes[i] >= '0' && value.bytes[i] <= '9'; i++)
        if (ms <= BF_ROBOTS_MOST_DELAY_MS)
            ms = ms * 10 + (uint64_t)(value.bytes[i] - '0') * 1000;
    if (bf_str_starts(bf_str_after(value, i), BF_STR(".")))
        for (uint64_t scale = 100; ++i < value.length && scale > 0; scale /= 10) {
            if (value.bytes[i] < '0' || value.bytes[i] > '9')
                break;
            ms += (uint64_t)(value.bytes[i] - '0') * scale;
        }
    return ms > BF_ROBOTS_MOST_DELAY_MS ? BF_ROBOTS_MOST_DELAY_MS + 1 : ms;
}

/* Crawl-delay ends no list of agents: it is not of the RFC's grammar (2.2.4). */
static void take_delay(reading *job, const bf_robots_line *line, bf_str value)
{
    uint64_t ms = job->to && job->in_group ? read_delay(value) : 0;
    if (ms == 0 || ms <= job->to->delay_ms)
        return;
    job->to->delay_ms = ms;
    job->to->delay_line = *line;
}

static bool is_one_of(bf_str key, const char *const *spellings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal_nocase(key, bf_str_of(spellings[i])))
            return true;
    return false;
}

#define IS_ONE_OF(key, spellings) is_one_of(key, spellings, sizeof(spellings) / sizeof *(spellings))

/* Spellings that Google's parser takes as well; of Disallow, they can only make us stricter. */
static const char *const agent_keys[] = {"user-agent", "useragent", "user agent"};
static const char *const disallow_keys[] = {"disallow", "dissallow", "dissalow",
                                            "disalow",  "diasllow",  "disallaw"};
static const char *const sitemap_keys[] = {"sitemap", "site-map"};

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

static void take_line(reading *job, const bf_robots_line *line)
{
    size_t comment = bf_str_find(line->text, BF_STR("#"), 0);
    bf_str said = bf_str_trim(bf_str_slice(line->text, 0, comment));
    size_t end = key_end(said);
    if (end == SIZE_MAX)
        return;
    bf_str key = bf_str_trim(bf_str_slice(said, 0, end));
    bf_str value = bf_str_trim(bf_str_after(said, end + 1));
    if (IS_ONE_OF(key, agent_keys))
        take_agent(job, line, value);
    else if (bf_str_equal_nocase(key, BF_STR("allow")))
        take_rule(job, line, value, true);
    else if (IS_ONE_OF(key, disallow_keys))
        take_rule(job, line, value, false);
    else if (IS_ONE_OF(key, sitemap_keys))
        take_sitemap(job, value);
    else if (bf_str_equal_nocase(key, BF_STR("crawl-delay")))
        take_delay(job, line, value);
}

/* Takes a line that ends in CR, LF, or both. */
static bool next_line(bf_str *rest, bf_robots_line *line)
{
    size_t end = 0;
    if (rest->length == 0)
        return false;
    while (end < rest->length && rest->bytes[end] != '\n' && rest->bytes[end] != '\r')
        end++;
    line->text = bf_str_slice(*rest, 0, end < LINE_BYTES ? end : LINE_BYTES);
    line->number++;
    *rest = bf_str_after(*rest, end);
    *rest = bf_str_after(*rest, bf_str_starts(*rest, BF_STR("\r\n")) ? 2 : 1);
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

/* Reads all lines for `agent`: counts what speaks to it or, with a `to` that has room for as much,
 * keeps it. false: no memory. */
static bool read_lines(bf_str text, bf_str agent, bf_robots *to, reading *job)
{
    bf_robots_line line = {0};
    *job = (reading){.agent = agent, .to = to};
    bf_buf_init(&job->normal, 3 * LINE_BYTES);
    while (next_line(&text, &line))
        take_line(job, &line);
    bf_buf_free(&job->normal);
    return !job->no_memory;
}

/* The order in which rules are tried: longest first, allow before disallow, then as they stand. */
static int compare_rules(const void *left, const void *right)
{
    const rule *a = left, *b = right;
    if (a->pattern.length != b->pattern.length)
        return a->pattern.length > b->pattern.length ? -1 : 1;
    if (a->allow != b->allow)
        return a->allow ? -1 : 1;
    return a->line.number < b->line.number ? -1 : a->line.number > b->line.number;
}

/* Fills `robots`, which has its arena, from `text`. */
static bool read_robots(bf_robots *robots, bf_str text, bf_str agent)
{
    reading job;
    if (!bf_arena_copy(robots->arena, readable(text), &text))
        return false;
    read_lines(text, agent, NULL, &job);
    if (job.agent_count == 0) {
        agent = BF_STR("*");
        read_lines(text, agent, NULL, &job);
    }
    robots->rules = bf_arena_take(robots->arena, job.rule_count, sizeof *robots->rules);
    robots->agents = bf_arena_take(robots->arena, job.agent_count, sizeof *robots->agents);
    robots->sitemaps = bf_arena_take(robots->arena, job.sitemap_count, sizeof *robots->sitemaps);
    if (robots->rules == NULL || robots->agents == NULL || robots->sitemaps == NULL ||
        !read_lines(text, agent, robots, &job))
        return false;
    robots->rule_count = job.rule_count;
    robots->agent_count = job.agent_count;
    robots->sitemap_count = job.sitemap_count;
    robots->delay_capped = robots->delay_ms > BF_ROBOTS_MOST_DELAY_MS;
    robots->delay_ms -= robots->delay_capped; /* read_delay() */
    qsort(robots->rules, robots->rule_count, sizeof *robots->rules, compare_rules);
    return true;
}

bf_robots *bf_robots_parse(bf_str text, bf_str agent)
{
    bf_arena *arena = bf_arena_new(ARENA_BYTES);
    bf_robots *robots = arena ? bf_arena_take(arena, 1, sizeof *robots) : NULL;
    if (robots)
        robots->arena = arena;
    if (robots && read_robots(robots, text, agent))
        return robots;
    bf_arena_free(arena);
    return NULL;
}

void bf_robots_free(bf_robots *robots)
{
    if (robots)
        bf_arena_free(robots->arena); /* `robots` is in it */
}

/* Says whether `pattern` matches `target` from its start. Each part between stars is taken at the
 * first place where it stands: what a later place would leave for the parts behind it, the first
 * leaves as well. So nothing is tried twice, and each octet of the target is passed once; those
 * that had to be searched are added to `*searched`. */
static bool matches(bf_str pattern, bf_str target, size_t *searched)
{
    bool anchored = bf_str_ends(pattern, BF_STR("$"));
    pattern.length -= anchored;
    size_t star = bf_str_find(pattern, BF_STR("*"), 0);
    bf_str part = bf_str_slice(pattern, 0, star);
    if (!bf_str_starts(target, part))
        return false;
    if (star == SIZE_MAX)
        return !anchored || part.length == target.length;
    for (size_t at = part.length;; at += part.length) {
        size_t begin = star + 1;
        star = bf_str_find(pattern, BF_STR("*"), begin);
        part = bf_str_slice(pattern, begin, star);
        if (star == SIZE_MAX && anchored)
            return target.length - at >= part.length && bf_str_ends(target, part);
        size_t found = part.length > 0 ? bf_str_find(target, part, at) : at;
        *searched += (found == SIZE_MAX ? target.length : found) - at;
        if (star == SIZE_MAX || found == SIZE_MAX)
            return found != SIZE_MAX;
        at = found;
    }
}

/* Finds the first rule that matches `normal`, a target in its normal form; NULL: none. false: there
 * was too much to search. */
static bool find_rule(const bf_robots *robots, bf_str normal, const rule **found)
{
    size_t searched = 0;
    *found = NULL;
    for (size_t i = 0; i < robots->rule_count && *found == NULL; i++) {
        if (matches(robots->rules[i].pattern, normal, &searched))
            *found = &robots->rules[i];
        if (searched > BF_ROBOTS_MOST_SEARCHED)
            return false;
    }
    return true;
}

bf_robots_verdict bf_robots_decide(const bf_robots *robots, bf_str target)
{
    bf_buf buf;
    bf_str normal;
    bf_error err = {0};
    const rule *found;
    if (bf_str_equal(target, BF_STR("/robots.txt")))
        return (bf_robots_verdict){.allowed = true, .reason = BF_ROBOTS_ITSELF};
    if (robots->agent_count == 0)
        return (bf_robots_verdict){.allowed = true, .reason = BF_ROBOTS_NO_GROUP};
    bf_buf_init(&buf, BF_ROBOTS_MOST_TARGET_BYTES);
    append_normal(&buf, target, true);
    bool judged =
        bf_buf_view(&buf, "robots.txt", &normal, &err) && find_rule(robots, normal, &found);
    bf_buf_free(&buf);
    if (!judged) /* without an answer: no */
        return (bf_robots_verdict){.reason = BF_ROBOTS_UNJUDGED};
    if (found == NULL)
        return (bf_robots_verdict){
            .allowed = true, .reason = BF_ROBOTS_NO_RULE, .agent = robots->agents[0]};
    return (bf_robots_verdict){found->allow, BF_ROBOTS_RULE, found->line,
                               robots->agents[found->agent]};
}

bool bf_robots_allows(const bf_robots *robots, bf_str target)
{
    return bf_robots_decide(robots, target).allowed;
}

uint64_t bf_robots_delay_ms(const bf_robots *robots)
{
    return robots->delay_ms;
}

bool bf_robots_delay_is_capped(const bf_robots *robots)
{
    return robots->delay_capped;
}

bf_robots_line bf_robots_delay_line(const bf_robots *robots)
{
    return robots->delay_line;
}

size_t bf_robots_sitemap_count(const bf_robots *robots)
{
    return robots->sitemap_count;
}

bf_str bf_robots_sitemap(const bf_robots *robots, size_t index)
{
    return robots->sitemaps[index];
}
