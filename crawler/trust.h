/* crawler/trust.h: authorities that a user trusts beside the system's. Knows certificates in a
 * file; that all others are verified too is fetch.h's. */
#ifndef BF_CRAWLER_TRUST_H
#define BF_CRAWLER_TRUST_H

#include <openssl/ssl.h>

#include "bonafide/error.h"

typedef struct bf_trust bf_trust;

/* Reads the certificates (PEM, one or more) of the file `path`. NULL: BF_ERR_USAGE when it cannot
 * be read, there is none in it or one is broken; BF_ERR_MEMORY. */
bf_trust *bf_trust_new(const char *path, bf_error *err);

/* Frees `trust`; NULL is allowed. */
void bf_trust_free(bf_trust *trust);

/* Makes connections of `context` trust these authorities as well. Done twice, it changes nothing.
 * false: no memory. */
BF_MUST_CHECK bool bf_trust_add_to(const bf_trust *trust, SSL_CTX *context);

#endif
