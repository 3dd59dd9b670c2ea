/* crawler/exclusion.h: robots.txt as a crawl obeys it (RFC 9309): what an answer for it means, and
 * what it then says of a URL of its host. Knows which rules are at hand; their grammar is
 * robots.h's, their memory the frontier's, and fetching them the crawl's. */
#ifndef BF_CRAWLER_EXCLUSION_H
#define BF_CRAWLER_EXCLUSION_H

#include "bonafide/page.h"
#include "crawler/fetch.h"
#include "crawler/frontier.h"
#include "crawler/robots.h"

enum { BF_EXCLUSION_WORDS = 512, BF_EXCLUSION_REDIRECTS = 5 /* RFC 9309, 2.3.1.2 */ };

/* What an answer for robots.txt means (2.3.1). */
typedef enum {
    BF_EXCLUSION_RULES,  /* the text's rules hold: 2xx; or there are none: 4xx but 429, a redirect
                            without a target, and more than five */
    BF_EXCLUSION_STILL,  /* those that are kept still hold: 304 */
    BF_EXCLUSION_DENIED, /* nothing may be fetched: 429, 5xx, a body broken off, no response, a
                            redirect to another scheme, a 304 that nobody asked for */
    BF_EXCLUSION_MOVED   /* ask at `target` */
} bf_exclusion_meaning;

typedef struct {
    bf_exclusion_meaning meaning;
    bf_str text;                  /* the rules; a view into the page's body */
    bf_url target;                /* of BF_EXCLUSION_MOVED */
    char why[BF_EXCLUSION_WORDS]; /* of BF_EXCLUSION_DENIED, for people, without a full stop */
} bf_exclusion_answer;

/* Says what `result` of asking `url` for robots.txt means, after `redirects` of them; `page` is its
 * response, NULL when none came. `arena` holds the target's text. false: BF_ERR_MEMORY, which must
 * not count as a file without rules. */
BF_MUST_CHECK bool bf_exclusion_read(const bf_fetch_result *result, const bf_page *page,
                                     const bf_url *url, uint32_t redirects, bf_arena *arena,
                                     bf_exclusion_answer *out, bf_error *err);

typedef struct bf_exclusion bf_exclusion;

/* Makes what obeys robots.txt as the product token `agent`, with the rules that `frontier` keeps;
 * both outlive it. NULL: no memory. */
bf_exclusion *bf_exclusion_new(bf_frontier *frontier, bf_str agent);

/* Frees it; NULL is allowed. */
void bf_exclusion_free(bf_exclusion *exclusion);

/* Keeps an `answer` other than BF_EXCLUSION_MOVED for `host` from `now_ms` on; `*old` says that it
 * could not be had and rules from before go on. false: as bf_frontier_set_robots(). */
BF_MUST_CHECK bool bf_exclusion_keep(bf_exclusion *exclusion, int64_t host,
                                     const bf_exclusion_answer *answer, int64_t now_ms, bool *old,
                                     bf_error *err);

/* The rules of `host`, which must be known; they live until the next call on `exclusion`. NULL:
 * BF_ERR_STATE, BF_ERR_MEMORY. */
const bf_robots *bf_exclusion_rules(bf_exclusion *exclusion, int64_t host, bf_error *err);

typedef struct {
    bool allowed;
    bool denied_whole;            /* no: its robots.txt could not be had */
    char why[BF_EXCLUSION_WORDS]; /* why not, for people, in UTF-8, without a full stop */
    uint64_t delay_ms;            /* Crawl-delay; 0: none */
    bool delay_capped;            /* it asks for more than that */
} bf_exclusion_verdict;

/* Judges `target`, a path with its query, of a leased `item` whose host's robots.txt is known. */
BF_MUST_CHECK bool bf_exclusion_judge(bf_exclusion *exclusion, const bf_frontier_item *item,
                                      bf_str target, bf_exclusion_verdict *out, bf_error *err);

#endif
