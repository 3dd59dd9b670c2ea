/* exclusion.c: robots.txt as a crawl obeys it. */
#include "crawler/exclusion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"

enum { RULES_KEPT = 64 /* hosts whose parsed rules are at hand */ };

typedef struct {
    int64_t host;
    bf_robots *robots; /* NULL: the place is free */
} kept_rules;

struct bf_exclusion {
    bf_frontier *frontier;
    bf_str agent;
    kept_rules rules[RULES_KEPT];
};

static const char so[] = "so nothing of this host is fetched";

/* Follows a redirect, also to another host: its rules are the first host's. One to what we cannot
 * ask is no word that there are no rules, and counts as no answer. */
static bool read_redirect(const bf_page *page, const bf_url *url, uint32_t redirects,
                          bf_arena *arena, bf_exclusion_answer *out, bf_error *err)
{
    bf_error unread = {0};
    bf_str location = bf_page_header(page, BF_STR("Location"));
    if (location.length == 0 || redirects >= BF_EXCLUSION_REDIRECTS)
        return true;
    if (bf_url_parse(location, url, arena, &out->target, &unread)) {
        out->meaning = BF_EXCLUSION_MOVED;
    } else if (unread.code == BF_ERR_MEMORY) {
        *err = unread;
        return false;
    } else {
        out->meaning = BF_EXCLUSION_DENIED;
        snprintf(out->why, sizeof out->why, "robots.txt redirects to what is no http URL, %s", so);
    }
    return true;
}

static void deny(const bf_fetch_result *result, uint32_t redirects, bf_exclusion_answer *out)
{
    out->meaning = BF_EXCLUSION_DENIED;
    if (result->refused && redirects == 0) /* by the guard, whatever would have been asked */
        snprintf(out->why, sizeof out->why, "%.*s", BF_STR_ARG(result->failure));
    else if (result->failure.length > 0)
        snprintf(out->why, sizeof out->why, "robots.txt could not be had (%.*s), %s",
                 BF_STR_ARG(bf_str_slice(result->failure, 0, 200)), so);
    else if (result->status / 100 == 2)
        snprintf(out->why, sizeof out->why, "robots.txt was broken off, %s", so);
    else
        snprintf(out->why, sizeof out->why, "robots.txt was answered with %d, %s", result->status,
                 so);
}

/* Says whether an answer is a 304 to a question that had a condition; to another it says nothing.
 */
static bool is_unchanged(const bf_fetch_result *result)
{
    bool asked =
        bf_str_find_nocase(result->request, BF_STR("\r\nIf-None-Match:"), 0) != SIZE_MAX ||
        bf_str_find_nocase(result->request, BF_STR("\r\nIf-Modified-Since:"), 0) != SIZE_MAX;
    return result->status == 304 && asked;
}

bool bf_exclusion_read(const bf_fetch_result *result, const bf_page *page, const bf_url *url,
                       uint32_t redirects, bf_arena *arena, bf_exclusion_answer *out, bf_error *err)
{
    int class = result->status / 100;
    bool broken_off = bf_str_equal(result->truncated, BF_STR("disconnect")) ||
                      bf_str_equal(result->truncated, BF_STR("time"));
    *out = (bf_exclusion_answer){.meaning = BF_EXCLUSION_RULES};
    if (page == NULL || class >= 5 || result->status == 429 || (class == 2 && broken_off))
        deny(result, redirects, out);
    else if (class == 2)
        out->text = bf_str_slice(page->body, 0, BF_ROBOTS_MOST_BYTES);
    else if (is_unchanged(result))
        out->meaning = BF_EXCLUSION_STILL;
    else if (result->status == 304)
        deny(result, redirects, out);
    else if (class == 3)
        return read_redirect(page, url, redirects, arena, out, err);
    return true;
}

bf_exclusion *bf_exclusion_new(bf_frontier *frontier, bf_str agent)
{
    bf_exclusion *exclusion = calloc(1, sizeof *exclusion);
    if (exclusion)
        *exclusion = (bf_exclusion){.frontier = frontier, .agent = agent};
    return exclusion;
}

void bf_exclusion_free(bf_exclusion *exclusion)
{
    if (exclusion == NULL)
        return;
    for (size_t i = 0; i < RULES_KEPT; i++)
        bf_robots_free(exclusion->rules[i].robots);
    free(exclusion);
}

static kept_rules *place_of(bf_exclusion *exclusion, int64_t host)
{
    return &exclusion->rules[(uint64_t)host % RULES_KEPT];
}

static void forget(kept_rules *kept)
{
    bf_robots_free(kept->robots);
    *kept = (kept_rules){0};
}

bool bf_exclusion_keep(bf_exclusion *exclusion, int64_t host, const bf_exclusion_answer *answer,
                       int64_t now_ms, bool *old, bf_error *err)
{
    bool rules = answer->meaning == BF_EXCLUSION_RULES;
    *old = false;
    forget(place_of(exclusion, host));
    if (answer->meaning == BF_EXCLUSION_STILL)
        return bf_frontier_confirm_robots(exclusion->frontier, host, now_ms, err);
    return bf_frontier_set_robots(exclusion->frontier, host,
                                  rules ? BF_FRONTIER_ROBOTS_TEXT : BF_FRONTIER_ROBOTS_DENY,
                                  rules ? answer->text : bf_str_of(answer->why), now_ms, old, err);
}

const bf_robots *bf_exclusion_rules(bf_exclusion *exclusion, int64_t host, bf_error *err)
{
    kept_rules *kept = place_of(exclusion, host);
    bf_str text;
    if (kept->robots && kept->host == host)
        return kept->robots;
    forget(kept);
    if (!bf_frontier_robots_text(exclusion->frontier, host, &text, err))
        return NULL;
    *kept = (kept_rules){host, bf_robots_parse(text, exclusion->agent)};
    if (kept->robots == NULL)
        bf_fail(err, BF_ERR_MEMORY, "robots.txt: no memory");
    return kept->robots;
}

/* Copies as much of a line as fits into `size` bytes, as UTF-8, whatever its bytes are: what is
 * told of it may become JSON. */
static size_t quote(bf_str line, char *out, size_t size)
{
    size_t used = 0;
    uint32_t c;
    for (bf_str rest = line; rest.length > 0; line = rest) {
        bf_str taken = bf_utf8_take(&rest, &c) ? bf_str_slice(line, 0, line.length - rest.length)
                                               : BF_STR("\xEF\xBF\xBD");
        if (taken.length > size - used)
            break;
        memcpy(out + used, taken.bytes, taken.length);
        used += taken.length;
    }
    return used;
}

/* Names the line that decides, so that a site's owner can be answered. */
static void explain(const bf_robots_verdict *verdict, char why[BF_EXCLUSION_WORDS])
{
    char line[200];
    size_t length = quote(verdict->rule.text, line, sizeof line);
    if (verdict->reason == BF_ROBOTS_RULE)
        snprintf(why, BF_EXCLUSION_WORDS, "robots.txt keeps us from this page (line %zu: %.*s)",
                 verdict->rule.number, (int)length, line);
    else
        snprintf(why, BF_EXCLUSION_WORDS, "this URL is too long to be judged by robots.txt");
}

bool bf_exclusion_judge(bf_exclusion *exclusion, const bf_frontier_item *item, bf_str target,
                        bf_exclusion_verdict *out, bf_error *err)
{
    bf_str failure;
    *out = (bf_exclusion_verdict){0};
    if (item->robots == BF_FRONTIER_ROBOTS_DENY) {
        out->denied_whole = true;
        if (!bf_frontier_robots_text(exclusion->frontier, item->host, &failure, err))
            return false;
        snprintf(out->why, sizeof out->why, "%.*s", BF_STR_ARG(failure));
        return true;
    }
    const bf_robots *rules = bf_exclusion_rules(exclusion, item->host, err);
    if (rules == NULL)
        return false;
    bf_robots_verdict verdict = bf_robots_decide(rules, target);
    out->allowed = verdict.allowed;
    out->delay_ms = bf_robots_delay_ms(rules);
    out->delay_capped = bf_robots_delay_is_capped(rules);
    if (!verdict.allowed)
        explain(&verdict, out->why);
    return true;
}
