/* crawler/proxy.h: the proxy that a user names. Knows which can be and where it is; libcurl speaks
 * to it. */
#ifndef BF_CRAWLER_PROXY_H
#define BF_CRAWLER_PROXY_H

#include <sys/socket.h>

#include "bonafide/error.h"
#include "bonafide/str.h"
#include "crawler/guard.h"

typedef struct bf_proxy bf_proxy;

/* Reads "http://proxy.example:3128": http, https or socks5h, where the proxy looks names up (by
 * other schemes libcurl would, unseen by the guard), and a port. User info is allowed. NULL:
 * BF_ERR_USAGE, BF_ERR_MEMORY. */
bf_proxy *bf_proxy_new(const char *url, bf_error *err);

/* Frees `proxy`; NULL is allowed. */
void bf_proxy_free(bf_proxy *proxy);

/* Says whether `address` may be connected to as this proxy: at the port that was named, wherever
 * its name leads. If not, why, in `words` for people. */
bool bf_proxy_allows(const bf_proxy *proxy, const struct sockaddr *address,
                     char words[BF_GUARD_WORDS]);

/* What a user must know of the guard where this proxy is used, for people; lives as `proxy` does.
 */
bf_str bf_proxy_note(const bf_proxy *proxy);

#endif
