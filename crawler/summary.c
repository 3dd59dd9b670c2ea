/* summary.c: what a crawl counts. */
#include "crawler/summary.h"

#include <assert.h>

static const char *const skip_words[] = {
    [BF_CRAWL_SKIP_SCOPE] = "links out of scope",
    [BF_CRAWL_SKIP_PATTERN] = "links left out by a pattern",
    [BF_CRAWL_SKIP_DEPTH] = "pages not read for links: too far from a seed",
    [BF_CRAWL_SKIP_NOFOLLOW] = "pages not read for links: they ask for it",
    [BF_CRAWL_SKIP_ROBOTS] = "kept out by robots.txt",
    [BF_CRAWL_SKIP_NO_ROBOTS] = "of hosts without an answer for robots.txt",
    [BF_CRAWL_SKIP_GUARD] = "at addresses that are not allowed",
    [BF_CRAWL_SKIP_TYPE] = "neither HTML nor text",
    [BF_CRAWL_SKIP_UNCHANGED] = "unchanged, as the sitemap says",
};
static_assert(sizeof skip_words / sizeof *skip_words == BF_CRAWL_SKIPS, "each has its words");

const char *bf_crawl_skip_words(bf_crawl_skip skip)
{
    return skip_words[skip];
}
