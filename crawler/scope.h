/* crawler/scope.h: which URLs a crawl takes, seen from the seed that led to them: the kind of scope
 * and the user's patterns. Knows PCRE2; what grows without end is trap.h's. */
#ifndef BF_CRAWLER_SCOPE_H
#define BF_CRAWLER_SCOPE_H

#include "common/url.h"

/* How far a crawl goes. Two hosts are one where they differ in a leading "www." alone: most sites
 * send one to the other, and the sitemap of one lists the other. */
typedef enum {
    BF_SCOPE_PAGE,   /* the seed and where its host redirects it to; no link */
    BF_SCOPE_PATH,   /* the same host, below the folder of the seed's path */
    BF_SCOPE_HOST,   /* the same host and port; http's and https's own ports are one */
    BF_SCOPE_DOMAIN, /* the same registrable domain */
    BF_SCOPE_LIST, /* what the user listed, and no link: as PAGE, but a redirect is followed within
                    * the registrable domain. A list was made some time ago, and a directory that
                    * moved its profiles to another host since then is still the one listed */
    BF_SCOPE_COUNT
} bf_scope_kind;

/* How a URL was come by. A sitemap's entry is a link. */
typedef enum { BF_SCOPE_LINK, BF_SCOPE_REDIRECT } bf_scope_way;

typedef enum {
    BF_SCOPE_IN,
    BF_SCOPE_NO_LINKS,     /* PAGE and LIST follow none */
    BF_SCOPE_OTHER_DOMAIN, /* of DOMAIN, and a redirect of LIST */
    BF_SCOPE_OTHER_HOST,
    BF_SCOPE_OTHER_PATH,
    BF_SCOPE_NOT_INCLUDED, /* there are patterns to include, and none matches */
    BF_SCOPE_EXCLUDED,
    BF_SCOPE_GAVE_UP, /* a pattern met its limit on this URL, so that nobody knows */
    BF_SCOPE_VERDICTS
} bf_scope_verdict;

typedef struct bf_scope bf_scope; /* for one thread at a time */

/* Makes a scope of `kind` and any number of PCRE2 patterns, which are looked for anywhere in the
 * whole text of a URL in its fetch form (common/url.h), so in ASCII, with case. Nothing of the
 * arguments is kept. NULL: BF_ERR_USAGE with the pattern, the byte from 1 and PCRE2's words, also
 * for a pattern that is not ASCII and so could never match; BF_ERR_MEMORY. */
bf_scope *bf_scope_new(bf_scope_kind kind, const char *const *includes, size_t include_count,
                       const char *const *excludes, size_t exclude_count, bf_error *err);
void bf_scope_free(bf_scope *scope); /* NULL is allowed */

/* Judges `url`, come by through `way` from `seed`. The seed itself is always in: the user asked for
 * it by name, and as with wget the patterns are for what is found. The kind is asked first; then an
 * exclusion wins over an inclusion. A redirect need not be included, since it is a page that was
 * let in under another name, and else `--include /profile/` would lose a seed that redirects to its
 * own "/"; but it may be excluded, since that is a promise never to ask. Inclusion narrows: what it
 * leaves out is not read for links either. */
bf_scope_verdict bf_scope_judge(const bf_scope *scope, const bf_url *seed, const bf_url *url,
                                bf_scope_way way);

/* The verdict in words for people, as in "left out: another host". */
const char *bf_scope_words(bf_scope_verdict verdict);

#endif
