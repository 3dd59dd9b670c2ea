/* common/surt.h: the key under which web archives sort a URL: the host turned round, and what never
 * tells pages apart taken out. Knows the canonical form that pywb and the Wayback Machine share;
 * nothing is fetched by it. */
#ifndef BF_COMMON_SURT_H
#define BF_COMMON_SURT_H

#include "common/buf.h"

/* Appends the key of `url` to `out`: "com,example)/path?a=1&b=2" for
 * "https://www.Example.com/Path/?b=2&a=1". Scheme, user info, default port, "www.", fragment,
 * session ids, and a slash at the end of a path are left out; escapes are undone and made anew,
 * letters are small, parameters sorted. No key has a blank or a byte outside ASCII. A host with
 * letters outside ASCII is escaped and not made an A-label. Any bytes have a key; a failure to
 * append is latched in `out`. */
void bf_surt_append(bf_buf *out, bf_str url);

#endif
