/* fuzz_robots.c: any bytes as a target, a line feed, and a robots.txt. Promises: /robots.txt may
 * always be fetched; the answer is the same twice, and for the target as escaped throughout; a line
 * that decides is that line of the file, below the agent line that is told with it; more permission
 * for us forbids nothing, and more prohibition allows nothing; a group of our own that names the
 * target whole and last forbids it, and one more that allows the same allows it again; the delay
 * and the sitemaps keep to their bounds, and stand in the file. */
#include <assert.h>
#include <string.h>

#include "common/buf.h"
#include "crawler/robots.h"

enum { MOST_TARGET = 1000, LINE_BYTES = 16664 };

/* Line `number` of `text`, which ends in CR, LF or both. */
static bf_str line_of(bf_str text, size_t number)
{
    size_t begin = 0, end;
    for (;; begin = end + 1) {
        assert(begin < text.length);
        for (end = begin; end < text.length && text.bytes[end] != '\n' && text.bytes[end] != '\r';)
            end++;
        if (--number == 0)
            return bf_str_slice(text, begin, end);
        end += end + 1 < text.length && text.bytes[end] == '\r' && text.bytes[end + 1] == '\n';
    }
}

/* The first line is without what looks like a byte order mark, and a long one without its end. */
static void check_line(bf_str text, bf_robots_line line)
{
    bf_str stands = line_of(text, line.number);
    for (int mark = line.number == 1 ? 3 : 0; mark > 0 && !bf_str_starts(stands, line.text); mark--)
        stands = bf_str_after(stands, 1);
    assert(line.text.length > 0 && bf_str_starts(stands, line.text));
    assert(stands.length == line.text.length || line.text.length == LINE_BYTES);
}

static void check_verdict(bf_str text, bf_robots_verdict said)
{
    bool of_rule = said.reason == BF_ROBOTS_RULE;
    assert(of_rule == (said.rule.number > 0));
    assert((of_rule || said.reason == BF_ROBOTS_NO_RULE) == (said.agent.number > 0));
    assert(of_rule || said.allowed || said.reason == BF_ROBOTS_UNJUDGED);
    if (said.agent.number > 0)
        check_line(text, said.agent);
    if (!of_rule)
        return;
    check_line(text, said.rule);
    assert(said.agent.number < said.rule.number);
    assert((bf_str_find_nocase(said.rule.text, BF_STR("allow"), 0) != SIZE_MAX) || !said.allowed);
}

static void check_rest(bf_str text, const bf_robots *robots)
{
    uint64_t ms = bf_robots_delay_ms(robots);
    assert(ms <= BF_ROBOTS_MOST_DELAY_MS && (ms > 0) == (bf_robots_delay_line(robots).number > 0));
    assert(!bf_robots_delay_is_capped(robots) || ms == BF_ROBOTS_MOST_DELAY_MS);
    if (ms > 0)
        check_line(text, bf_robots_delay_line(robots));
    assert(bf_robots_sitemap_count(robots) <= BF_ROBOTS_MOST_SITEMAPS);
    for (size_t i = 0; i < bf_robots_sitemap_count(robots); i++)
        assert(bf_str_find(text, bf_robots_sitemap(robots, i), 0) != SIZE_MAX);
}

static bool allows(bf_str text, bf_str target)
{
    bf_robots *robots = bf_robots_parse(text, BF_STR("bonafide"));
    assert(robots != NULL);
    bf_robots_verdict said = bf_robots_decide(robots, target);
    assert(bf_robots_allows(robots, target) == said.allowed);
    assert(bf_robots_allows(robots, BF_STR("/robots.txt")));
    check_verdict(text, said);
    check_rest(text, robots);
    bf_robots_free(robots);
    return said.allowed;
}

/* What the file says of `target` with one more group of ours, or for everybody, at its end. */
static bool allows_with(bf_str text, const char *group, bf_str target)
{
    bf_buf more;
    bf_buf_init(&more, SIZE_MAX / 2);
    bf_buf_append(&more, text);
    bf_buf_append_format(&more, "\n%s\n", group);
    bool allowed = allows((bf_str){more.bytes, more.length}, target);
    assert(!more.failed);
    bf_buf_free(&more);
    return allowed;
}

/* Whatever the file says; once it is ours that holds, our rules only add up. A file that goes to
 * the bound has no room for more. */
static void check_monotony(bf_str text, bf_str target)
{
    if (text.length + 200 > BF_ROBOTS_MOST_BYTES || target.length > MOST_TARGET)
        return;
    bool ours = allows_with(text, "User-agent: bonafide", target);
    assert(allows_with(text, "User-agent: bonafide\nAllow: /", target) >= ours);
    assert(allows_with(text, "User-agent: bonafide\nDisallow: /", target) <= ours);
    assert(allows_with(text, "User-agent: bonafide\nUser-agent: *\nDisallow:", target) == ours);
    assert(allows_with(text, "Allow:\nUser-agent: x\nDisallow: /", target) == allows(text, target));
    if (bf_str_find_nocase(text, BF_STR("bonafide"), 0) == SIZE_MAX)
        assert(ours); /* a group of ours without rules allows all */
}

/* Every octet that stands for itself as its escape; what is an escape already stays one. */
static void append_escaped(bf_buf *out, bf_str target)
{
    for (size_t i = 0; i < target.length; i++) {
        char c = target.bytes[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            bf_buf_append_format(out, "%%%02x", (unsigned char)c);
        else
            bf_buf_append_char(out, c);
    }
}

/* A rule of our own for the target as it stands: what would be special in a pattern is escaped. */
static void append_rule(bf_buf *out, const char *key, bf_str target)
{
    bf_buf_append_format(out, "\nUser-agent: bonafide\n%s: ", key);
    for (size_t i = 0; i < target.length; i++) {
        unsigned char c = (unsigned char)target.bytes[i];
        if (c <= ' ' || c >= 0x7F || c == '*' || c == '$')
            bf_buf_append_format(out, "%%%02X", c);
        else
            bf_buf_append_char(out, (char)c);
    }
    bf_buf_append(out, BF_STR("\n"));
}

/* Only octets that a URL in its fetch form has (common/url.h). */
static bool is_target(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] <= ' ' || text.bytes[i] >= 0x7F || text.bytes[i] == '%' ||
            text.bytes[i] == '#')
            return false;
    return text.length > 0 && text.length <= MOST_TARGET && text.bytes[0] == '/';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str rest = {(const char *)data, size}, target;
    bf_buf escaped, text;
    bf_str_take_part(&rest, '\n', &target);
    bool allowed = allows(rest, target);
    check_monotony(rest, target);
    if (!is_target(target) || bf_str_equal(target, BF_STR("/robots.txt")))
        return 0;
    bf_buf_init(&escaped, 4 * MOST_TARGET);
    append_escaped(&escaped, target);
    assert(allows(rest, (bf_str){escaped.bytes, escaped.length}) == allowed);

    bf_buf_init(&text, size + 16 * MOST_TARGET);
    bf_buf_append(&text, BF_STR("User-agent: *\nAllow: /\n"));
    append_rule(&text, "Disallow", target);
    assert(!text.failed && !allows((bf_str){text.bytes, text.length}, target));
    append_rule(&text, "Allow", target);
    assert(!text.failed && allows((bf_str){text.bytes, text.length}, target));

    /* Behind any file at all, which cannot name a longer pattern of ours that matches. */
    bf_buf_reset(&text);
    append_rule(&text, "Disallow", target);
    bf_buf_append(&text, BF_STR("User-agent: someone-else\n"));
    bf_buf_append(&text, rest);
    if (bf_str_find_nocase(rest, BF_STR("bonafide"), 0) == SIZE_MAX)
        assert(!text.failed && !allows((bf_str){text.bytes, text.length}, target));
    bf_buf_free(&escaped);
    bf_buf_free(&text);
    return 0;
}
