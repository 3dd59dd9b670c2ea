/* common/url.h: http and https URLs. Knows how to read, resolve and compare them, on libcurl's URL
 * API (mended where it differs from WHATWG) and libpsl; whether a URL may be fetched is the
 * crawler's. LC_CTYPE must be a UTF-8 locale, or internationalised hosts fail. */
#ifndef BF_COMMON_URL_H
#define BF_COMMON_URL_H

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "bonafide/str.h"
#include "common/buf.h"

/* A URL in the form in which it is fetched: absolute, lower-case scheme and host, A-label host, no
 * user info, no default port, no fragment, dot segments resolved, unreserved escapes decoded, other
 * octets escaped. All parts are views into `text`. */
typedef struct {
    bf_str text;   /* "https://example.com:8443/a?b" */
    bf_str scheme; /* "http" or "https" */
    bf_str host;   /* "example.com", "192.0.2.1", "[2001:db8::1]" */
    bf_str origin; /* "https://example.com:8443" */
    bf_str path;   /* "/a", at least "/" */
    bf_str target; /* "/a?b": path and query */
    uint16_t port; /* never 0 */
} bf_url;

/* Reads `text` (UTF-8, as a person, a link or a header has it) into `out`, with `base` for a
 * relative reference (NULL: `text` must be absolute). false: BF_ERR_FORMAT with words for people:
 * another scheme, user info, no host, a port that cannot be; BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_url_parse(bf_str text, const bf_url *base, bf_arena *arena, bf_url *out,
                                bf_error *err);

/* Appends `text`, a path or query, in the form in which a bf_url has it: escapes in capitals, those
 * of unreserved characters undone, and every octet escaped that may not stand bare (RFC
 * 3986, 2.3, 3.3, 3.4, 6.2.2). Done twice, it changes nothing. A failure to append is latched in
 * `out`. */
void bf_url_append_normal(bf_buf *out, bf_str text);

/* The form in which two URLs are compared and never fetched: `url` without the parameters that name
 * a visit (common/url_parameters.txt), a session in its path, an empty query, and the trailing dots
 * of a host. Never longer than `url->text`, in `arena`. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_url_key(const bf_url *url, bf_arena *arena, bf_str *out, bf_error *err);

/* The registrable domain of a host by the public suffix list, as a view into `host`; `host` itself
 * for an address or a public suffix. */
bf_str bf_url_registrable_domain(bf_str host);

#endif
