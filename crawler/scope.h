/* crawler/scope.h: which links are followed, seen from the seed that led to them. */
#ifndef BF_CRAWLER_SCOPE_H
#define BF_CRAWLER_SCOPE_H

#include "common/url.h"

/* Which links of a page are followed, seen from the seed that led to it. */
typedef enum {
    BF_SCOPE_PAGE,   /* none */
    BF_SCOPE_PATH,   /* the same host, below the folder of the seed's path */
    BF_SCOPE_HOST,   /* the same host and port; http's and https's own ports are one */
    BF_SCOPE_DOMAIN, /* the same registrable domain */
    BF_SCOPE_COUNT
} bf_scope_kind;

/* Says whether `url` is in the scope of `seed`. The seed itself always is. */
bool bf_scope_allows(bf_scope_kind kind, const bf_url *seed, const bf_url *url);

/* Says why a URL looks like a trap that grows without end: a path segment, or two, repeated more
 * than twice in a row, more than 20 segments, more than 2,048 bytes. NULL: it does not. */
const char *bf_scope_trap(const bf_url *url);

#endif
