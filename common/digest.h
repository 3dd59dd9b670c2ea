/* common/digest.h: SHA-1 and SHA-256 as the texts that WARC files and reports carry. Knows
 * libcrypto, and nothing of what is digested. */
#ifndef BF_COMMON_DIGEST_H
#define BF_COMMON_DIGEST_H

#include "bonafide/error.h"
#include "bonafide/str.h"

enum {
    BF_DIGEST_SHA1_TEXT = 38,  /* "sha1:", 32 letters of base32 and a NUL */
    BF_DIGEST_SHA256_TEXT = 65 /* 64 lower-case hex digits and a NUL */
};

typedef enum { BF_DIGEST_SHA1, BF_DIGEST_SHA256 } bf_digest_kind;

typedef struct bf_digest bf_digest;

/* Begins a digest over bytes that come in pieces. NULL: no memory. */
bf_digest *bf_digest_new(bf_digest_kind kind);

/* Adds the bytes of `piece`. */
void bf_digest_add(bf_digest *digest, bf_str piece);

/* Writes the digest's text into `out`, which has room for the kind's text: "sha1:" with upper-case
 * base32 (the form that WARC tools compare), or 64 hex digits. Begins anew. false: BF_ERR_MEMORY,
 * also for an addition that failed. */
BF_MUST_CHECK bool bf_digest_end(bf_digest *digest, char *out, bf_error *err);

/* Frees `digest`; NULL is allowed. */
void bf_digest_free(bf_digest *digest);

/* The whole in one call. */
BF_MUST_CHECK bool bf_digest_of(bf_digest_kind kind, bf_str bytes, char *out, bf_error *err);

#endif
