/* crawler/trap.h: URLs that grow without end, told from a directory that is merely big. Pure: knows
 * URLs and counts; who counts, and what is left out, is the frontier's and the crawl's.
 *
 * A rule that leaves out a profile leaves out an offer, so the usual rule, that no path prefix may
 * have more than a fifth of a host's pages, is not ours: an honest directory has nearly all of its
 * pages below /therapists/. What follows does without it.
 *
 *   1. Shape alone refuses only what no honest site has: see bf_trap_shape().
 *   2. Only what a machine could count up is ever counted: dates, numbers and generated ids in a
 *      path, query strings, named session ids. Each such URL is in one space of its host, with
 * those parts taken out. /therapists/jane-example is in none, and is never limited.
 *   3. A trap must feed itself. A link from anywhere else (a list, a sitemap, a plain page) into a
 *      space is always taken: /profile?id=1 to 3000, listed on /therapists?page=1 to 150, are two
 *      spaces, and all of it is fetched. Only what leads on (bf_trap_leads_on()), from a page to
 * one more of the same space, can be limited.
 *   4. And a trap gives nothing else. A page is barren when all the new that it led to led on. What
 *      barren pages led to is taken on trust and counted; a page that led to anything new besides
 * (a list's page with one new profile on it, a month with one event) sets the count back to none,
 *      and all of its links are taken. So those that do not lead on have to be added first.
 *   5. A quarter of the limit taken on trust, more comes last, after all else of its host, which
 *      costs an honest site nothing; at bf_trap_limit() it is left out, and the summary says so.
 *
 * Known to get through, up to the page budget: facets in words (/london/anxiety/,
 * /anxiety/london/), of which there is an end; unnamed random ids that change from answer to answer
 * in two spaces in turn, since a generated id is how many directories name a profile. */
#ifndef BF_CRAWLER_TRAP_H
#define BF_CRAWLER_TRAP_H

#include "common/url.h"

typedef enum {
    BF_TRAP_NONE,
    /* of the shape alone */
    BF_TRAP_LONG,
    BF_TRAP_DEEP,
    BF_TRAP_REPEATING,
    BF_TRAP_PARAMETERS,
    /* of a space */
    BF_TRAP_SESSION,      /* ids of visits, by name: (S(…)), ;jsessionid=, ?sid= */
    BF_TRAP_CALENDAR,     /* days, weeks, months and years, in a path or a query */
    BF_TRAP_PERMUTATIONS, /* any other query of two parameters or more */
    BF_TRAP_NUMBERS,      /* numbers and generated ids in a path, and a query of one parameter */
    /* of a body */
    BF_TRAP_SOFT_404,
    BF_TRAP_KINDS
} bf_trap_kind;

/* A kind's name for programs: "growing_path", "calendar", … */
const char *bf_trap_key(bf_trap_kind kind);

/* A kind in words that follow a number, be it 1 or more: "4 in a calendar". */
const char *bf_trap_words(bf_trap_kind kind);

/* Why the shape of a URL alone shows that it is none to follow, or BF_TRAP_NONE:
 *   LONG        over 2,048 bytes
 *   DEEP        over 20 segments
 *   REPEATING   a segment, or a pair, more than twice in a row; one that is no number more than
 * three times anywhere; a page's file or the host's own name twice (/x.html/x.html, as a relative
 * link makes them); a parameter with its value more than twice; an escape escaped twice (%2525, as
 * a log-in page that returns to itself makes them). The words that fill a facet ("all", "any",
 * "none", "0", "-", "_") may repeat PARAMETERS  over 20, or one name more than five times, unless
 * it ends in [] as PHP's lists do A seed is not to be asked about: somebody wants it. */
bf_trap_kind bf_trap_shape(const bf_url *url);

/* The space that a URL is in. Its bucket is all that need be remembered, with how many URLs it has
 * on trust, while that is more than none. */
typedef struct {
    bf_trap_kind kind; /* SESSION to NUMBERS; NONE: in none, not to be counted */
    int64_t bucket;    /* the same for all of a space of one host; 0 for NONE */
} bf_trap_space;

/* The space that `url` is in, by its text alone. */
bf_trap_space bf_trap_space_of(const bf_url *url);

/* Says whether a link, or a redirect, from `page` to `url` leads on within one space. Both are of
 * one host, else it does not. For queries: the same path, and the parameters of one are among those
 * of the other, since a facet adds or drops one at a time, whereas ?view=list and
 * ?view=profile&id=7 of one script are two things. For sessions: the id is another than the page's
 * own. */
bool bf_trap_leads_on(const bf_url *page, const bf_url *url);

typedef enum {
    BF_TRAP_TAKE,
    BF_TRAP_LAST, /* after all else of the host */
    BF_TRAP_LEAVE /* not at all; the kind's words are for the summary */
} bf_trap_verdict;

/* Judges a URL of `kind` that leads on within its space, which has `trusted` URLs on trust, on a
 * host of which `budget` pages may be fetched (0: any number). */
bf_trap_verdict bf_trap_judge(bf_trap_kind kind, uint64_t trusted, uint64_t budget);

/* How many URLs a space may have on trust: sessions and permutations 200, calendars 100, but no
 * more than a fifth of the budget, which is 50 at least; numbers 1,000 whatever the budget, since a
 * directory may be linked by "next" alone. 0 for other kinds, which are not limited. */
uint64_t bf_trap_limit(bf_trap_kind kind, uint64_t budget);

/* What a space has on trust after a page of it was read for links: `trusted` before, `on` new URLs
 * taken that lead on, `besides` new URLs that do not. */
uint64_t bf_trap_trust(uint64_t trusted, uint64_t on, uint64_t besides);

/* Says whether a URL is worth fetching only after all else of its host, whoever links to it, at
 * `now_ms` (bf_time_now_ms()): a date in a calendar over two years away, or a page once more in
 * another dress (print view, share link, answer form of a comment). */
bool bf_trap_comes_last(const bf_url *url, int64_t now_ms);

/* URLs of a host whose responses had one and the same body, after which a further one with that
 * body is kept, but not read for links: it is a page for "not found" that is answered with 200, a
 * log-in, or a page that ignores what its URL says; its links were followed ten times. */
enum { BF_TRAP_SOFT_404_URLS = 10 };

#endif
