/* fuzz_robots.c: any bytes as a target, a line feed, and a robots.txt. Promises: /robots.txt may
 * always be fetched; the answer is the same twice, and for the target as escaped throughout; a
 * group of our own that names the target whole and last forbids it, and one more that allows the
 * same allows it again; the delay is at most a day. */
#include <assert.h>
#include <string.h>

#include "common/buf.h"
#include "crawler/robots.h"

enum { MOST_TARGET = 1000, DAY_MS = 86400 * 1000 };

static bool allows(bf_str text, bf_str target)
{
    bf_robots *robots = bf_robots_parse(text, BF_STR("bonafide"));
    assert(robots != NULL);
    bool allowed = bf_robots_allows(robots, target);
    assert(bf_robots_allows(robots, target) == allowed);
    assert(bf_robots_allows(robots, BF_STR("/robots.txt")));
    assert(bf_robots_delay_ms(robots) <= DAY_MS);
    bf_robots_free(robots);
    return allowed;
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
