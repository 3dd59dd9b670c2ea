/* digest.c: SHA-1 and SHA-256 as texts. */
#include "common/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

struct bf_digest {
    EVP_MD_CTX *context;
    bf_digest_kind kind;
    bool failed;
};

static void begin(bf_digest *digest)
{
    const EVP_MD *method = digest->kind == BF_DIGEST_SHA1 ? EVP_sha1() : EVP_sha256();
    digest->failed = EVP_DigestInit_ex(digest->context, method, NULL) != 1;
}

bf_digest *bf_digest_new(bf_digest_kind kind)
{
    bf_digest *digest = malloc(sizeof *digest);
    if (digest == NULL)
        return NULL;
    *digest = (bf_digest){.context = EVP_MD_CTX_new(), .kind = kind};
    if (digest->context == NULL) {
        free(digest);
        return NULL;
    }
    begin(digest);
    return digest;
}

void bf_digest_add(bf_digest *digest, bf_str piece)
{
    if (piece.length > 0 && EVP_DigestUpdate(digest->context, piece.bytes, piece.length) != 1)
        digest->failed = true;
}

/* Base32 of 20 bytes, which needs no padding (RFC 4648, 6). */
static void write_base32(const unsigned char bytes[20], char *out)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    for (size_t group = 0; group < 4; group++) {
        uint64_t bits = 0;
        for (size_t i = 0; i < 5; i++)
            bits = bits << 8 | bytes[group * 5 + i];
        for (size_t i = 0; i < 8; i++)
            *out++ = alphabet[bits >> (35 - 5 * i) & 31];
    }
    *out = '\0';
}

bool bf_digest_end(bf_digest *digest, char *out, bf_error *err)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (digest->failed || EVP_DigestFinal_ex(digest->context, bytes, &length) != 1)
        return bf_fail(err, BF_ERR_MEMORY, "digest: no memory");
    if (digest->kind == BF_DIGEST_SHA1) {
        memcpy(out, "sha1:", 5);
        write_base32(bytes, out + 5);
    } else {
        for (unsigned i = 0; i < length; i++)
            snprintf(out + 2 * (size_t)i, 3, "%02x", bytes[i]);
    }
    begin(digest);
    return true;
}

void bf_digest_free(bf_digest *digest)
{
    if (digest == NULL)
        return;
    EVP_MD_CTX_free(digest->context);
    free(digest);
}

bool bf_digest_of(bf_digest_kind kind, bf_str bytes, char *out, bf_error *err)
{
    bf_digest *digest = bf_digest_new(kind);
    if (digest == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "digest: no memory");
    bf_digest_add(digest, bytes);
    bool made = bf_digest_end(digest, out, err);
    bf_digest_free(digest);
    return made;
}
