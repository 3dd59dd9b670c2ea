/* trust.c: authorities that a user trusts beside the system's. They are added to what libcurl has
 * read of the system's, because its own options take one file in place of the other. */
#include "crawler/trust.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

struct bf_trust {
    STACK_OF(X509) * certificates;
};

/* Reads until the file has no more; false when it ends in something else. */
static bool read_certificates(FILE *file, STACK_OF(X509) * out)
{
    X509 *read;
    ERR_clear_error();
    while ((read = PEM_read_X509(file, NULL, NULL, NULL)) != NULL)
        if (sk_X509_push(out, read) <= 0) {
            X509_free(read);
            return false;
        }
    bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    return ended;
}

bf_trust *bf_trust_new(const char *path, bf_error *err)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        bf_fail(err, BF_ERR_USAGE, "--ca-file: %s: cannot read: %s", path, strerror(errno));
        return NULL;
    }
    bf_trust *made = calloc(1, sizeof *made);
    STACK_OF(X509) *certificates = sk_X509_new_null();
    if (made == NULL || certificates == NULL)
        bf_fail(err, BF_ERR_MEMORY, "trust: no memory");
    else if (!read_certificates(file, certificates) || sk_X509_num(certificates) == 0)
        bf_fail(err, BF_ERR_USAGE, "--ca-file: %s has no certificate in PEM form, or a broken one",
                path);
    fclose(file);
    if (err->code == BF_OK) {
        made->certificates = certificates;
        return made;
    }
    sk_X509_pop_free(certificates, X509_free);
    free(made);
    return NULL;
}

void bf_trust_free(bf_trust *trust)
{
    if (trust)
        sk_X509_pop_free(trust->certificates, X509_free);
    free(trust);
}

bool bf_trust_add_to(const bf_trust *trust, SSL_CTX *context)
{
    X509_STORE *store = SSL_CTX_get_cert_store(context);
    for (int i = 0; i < sk_X509_num(trust->certificates); i++)
        if (store == NULL || X509_STORE_add_cert(store, sk_X509_value(trust->certificates, i)) != 1)
            return false;
    return true;
}
