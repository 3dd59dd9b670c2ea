/* crawler/guard.h: which addresses may be connected to. Judges the address at the socket, never the
 * spelling of a host. */
#ifndef BF_CRAWLER_GUARD_H
#define BF_CRAWLER_GUARD_H

#include <sys/socket.h>

#include "bonafide/error.h"

enum { BF_GUARD_WORDS = 200 };

typedef struct bf_guard bf_guard;

/* Makes a guard that refuses what is not on the public Internet (IANA's special-purpose registries
 * for IPv4 and IPv6, RFC 6890) and ports other than 80 and 443, except for `count` entries of
 * `allow`: a network "127.0.0.0/8" or "fd00::/8", or an address "127.0.0.1" or "::1", with any
 * port; or an address with one port, "127.0.0.1:8080" or "[::1]:8080". NULL: BF_ERR_USAGE for an
 * entry that cannot be read, BF_ERR_MEMORY. */
bf_guard *bf_guard_new(const char *const *allow, size_t count, bf_error *err);

/* Frees `guard`; NULL is allowed. */
void bf_guard_free(bf_guard *guard);

/* Says whether `address` may be connected to; if not, why, in `words` for people. Addresses that
 * carry an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo) are judged by that as well. */
bool bf_guard_allows(const bf_guard *guard, const struct sockaddr *address,
                     char words[BF_GUARD_WORDS]);

#endif
