/* summary.c: what a crawl counts. */
#include "crawler/summary.h"

#include <assert.h>

/* What programs are told is never renamed; what people are told may be. */
static const struct {
    const char *key, *words;
} skips[] = {
    [BF_CRAWL_SKIP_SCOPE] = {"out_of_scope", "out of scope"},
    [BF_CRAWL_SKIP_PATTERN] = {"pattern", "left out by a pattern"},
    [BF_CRAWL_SKIP_DEPTH] = {"depth", "whose links are too far from a seed"},
    [BF_CRAWL_SKIP_NOFOLLOW] = {"nofollow", "whose links are not to be followed"},
    [BF_CRAWL_SKIP_ROBOTS] = {"robots", "kept out by robots.txt"},
    [BF_CRAWL_SKIP_NO_ROBOTS] = {"no_robots", "of hosts without an answer for robots.txt"},
    [BF_CRAWL_SKIP_GUARD] = {"address", "at addresses that are not allowed"},
    [BF_CRAWL_SKIP_TYPE] = {"type", "neither HTML nor text"},
    [BF_CRAWL_SKIP_UNCHANGED] = {"unchanged", "unchanged as a sitemap says"},
};
static_assert(sizeof skips / sizeof *skips == BF_CRAWL_SKIPS, "each has its names");

const char *bf_crawl_skip_key(bf_crawl_skip skip)
{
    return skips[skip].key;
}

const char *bf_crawl_skip_words(bf_crawl_skip skip)
{
    return skips[skip].words;
}
