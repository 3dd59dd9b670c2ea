/* crawler/guard.h: which addresses may be connected to. Judges the address at the socket, never the
 * spelling of a host; a name can only open what a user opened by that very name. */
#ifndef BF_CRAWLER_GUARD_H
#define BF_CRAWLER_GUARD_H

#include <stdint.h>
#include <sys/socket.h>

#include "bonafide/error.h"

enum { BF_GUARD_WORDS = 200 };

typedef struct bf_guard bf_guard;

/* Makes a guard that refuses what is not on the public Internet (IANA's special-purpose registries
 * for IPv4 and IPv6, RFC 6890) and ports other than 80 and 443, except for `count` entries of
 * `allow`: a network "127.0.0.0/8" or "fd00::/8", or an address "127.0.0.1" or "::1", with any
 * port; an address with one port, "127.0.0.1:8080" or "[::1]:8080"; or a host by its exact name
 * with one port, "localhost:8080", whatever that name resolves to. Names are read as bf_url_parse()
 * does (internationalised ones need a UTF-8 locale). NULL: BF_ERR_USAGE for an entry that cannot be
 * read, BF_ERR_MEMORY. */
bf_guard *bf_guard_new(const char *const *allow, size_t count, bf_error *err);

/* Frees `guard`; NULL is allowed. */
void bf_guard_free(bf_guard *guard);

/* Says whether `address` may be connected to in order to reach `host`, the host of the URL as a
 * bf_url has it (empty: no name opens anything); if not, why, in `words` for people. Only an entry
 * for exactly that name looks at `host`; all else is decided by the address. Addresses that carry
 * an IPv4 one (mapped, translated, compatible, NAT64, 6to4, Teredo) are judged by that as well. */
bool bf_guard_allows(const bf_guard *guard, bf_str host, const struct sockaddr *address,
                     char words[BF_GUARD_WORDS]);

/* The same where somebody else will look up the name, a proxy: a host that is an address in any
 * spelling that getaddrinfo() takes is judged as such, localhost as loopback, and any other name by
 * its port alone. */
bool bf_guard_allows_unseen(const bf_guard *guard, bf_str host, uint16_t port,
                            char words[BF_GUARD_WORDS]);

#endif
