/* crawler/failure.h: why an exchange gave no response, in words for people. Knows libcurl's codes
 * and OpenSSL's for certificates. */
#ifndef BF_CRAWLER_FAILURE_H
#define BF_CRAWLER_FAILURE_H

#include <stdbool.h>
#include <stdint.h>

#include <curl/curl.h>

#include "bonafide/str.h"
#include "crawler/wire.h"

enum { BF_FAILURE_WORDS = 512 };

/* What libcurl does not know of a transfer that failed. */
typedef struct {
    bf_str host;
    const char *curl_words; /* CURLOPT_ERRORBUFFER */
    bf_wire_end end;        /* why we broke it off, if we did */
    bool begun;             /* a part of a head came */
    uint64_t took_ms, connect_ms, idle_ms, fetch_ms;
} bf_failure;

/* Writes why the transfer on `easy`, which ended with `code` and without a whole head, failed: one
 * line without a full stop. */
void bf_failure_describe(CURL *easy, CURLcode code, const bf_failure *failure,
                         char out[BF_FAILURE_WORDS]);

/* Says whether `code` is of a handshake or certificate that failed. */
bool bf_failure_is_tls(CURLcode code);

#endif
