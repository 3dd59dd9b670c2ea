/* failure.c: why an exchange gave no response, in words for people: what we broke off, then what
 * took too long, then what libcurl says. */
#include "crawler/failure.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <openssl/x509_vfy.h>

static const char *words_of_end(bf_wire_end end)
{
    switch (end) {
    case BF_WIRE_LONG_LINE:
        return "the head of the response is too large: a line of more than 64 KiB";
    case BF_WIRE_LONG_HEAD:
        return "the head of the response is too large: more than 256 KiB";
    case BF_WIRE_INTERIM:
        return "the server sends interim responses (1xx) without end";
    case BF_WIRE_BAD_HEAD:
        return "the head of the response is malformed";
    case BF_WIRE_NO_MEMORY:
        return "no memory for the response";
    case BF_WIRE_GOES_ON:
    case BF_WIRE_FULL:
    case BF_WIRE_UNWANTED:
        break;
    }
    return NULL;
}

/* libcurl (lib/timeval.c) subtracts microseconds apart from seconds and cuts what is below zero up
 * to the next millisecond: where a second turns, a time runs out for it this much before it has. */
enum { CURL_EARLY_MS = 1 };

static void describe_timeout(CURL *easy, const bf_failure *failure, char *out)
{
    curl_off_t looked_up = 0, connected = 0;
    uint64_t connect_ms =
        failure->connect_ms < failure->fetch_ms ? failure->connect_ms : failure->fetch_ms;
    curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &looked_up);
    curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
    if (connected == 0)
        snprintf(out, BF_FAILURE_WORDS, "%s within %.3g s",
                 looked_up == 0 ? "the host's name was not found" : "no connection",
                 (double)connect_ms / 1000);
    else if (failure->took_ms + CURL_EARLY_MS >= failure->fetch_ms)
        snprintf(out, BF_FAILURE_WORDS, "no whole head after %.3g s",
                 (double)failure->fetch_ms / 1000);
    else
        snprintf(out, BF_FAILURE_WORDS, "not a byte for %.3g s", (double)failure->idle_ms / 1000);
}

static void describe_certificate(CURL *easy, const bf_failure *failure, char *out)
{
    long result = X509_V_OK;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &result);
    const char *what = X509_verify_cert_error_string(result);
    switch (result) {
    case X509_V_OK: /* a chain that holds, for other names: libcurl compares them itself, and */
    case X509_V_ERR_UNSPECIFIED: /* before it has noted that the chain holds */
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        snprintf(out, BF_FAILURE_WORDS, "TLS: the certificate is not for %.*s",
                 BF_STR_ARG(failure->host));
        return;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        what = "the certificate has expired";
        break;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        what = "the certificate is not valid yet";
        break;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        what = "the certificate is self-signed";
        break;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        what = "the certificate comes from no authority that is trusted here";
        break;
    default:
        break;
    }
    snprintf(out, BF_FAILURE_WORDS, "TLS: %s", what);
}

bool bf_failure_is_tls(CURLcode code)
{
    switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
        return true;
    default: /* a list of libcurl's that grows */
        return false;
    }
}

/* "broken off: Connection reset by peer" */
static void describe_system(CURL *easy, const char *what, const char *curl_words, char *out)
{
    long number = 0;
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
    snprintf(out, BF_FAILURE_WORDS, "%s: %s", what,
             number > 0 ? strerror((int)number) : curl_words);
}

static void describe_code(CURL *easy, CURLcode code, const bf_failure *failure, char *out)
{
    const char *curl_words =
        failure->curl_words[0] ? failure->curl_words : curl_easy_strerror(code);
    const char *words = curl_words;
    switch (code) {
    case CURLE_OK: /* closed before the head had ended, which libcurl takes as its end */
        words = "the connection ended within the head of the response";
        break;
    case CURLE_UNSUPPORTED_PROTOCOL: /* HTTP/0.9, or no HTTP at all */
        words = "the server does not answer in HTTP: there is no status line";
        break;
    case CURLE_COULDNT_RESOLVE_HOST:
        words = "the host's name was not found";
        break;
    case CURLE_COULDNT_RESOLVE_PROXY:
        words = "the proxy's name was not found";
        break;
    case CURLE_GOT_NOTHING:
        words = "the server closed the connection without an answer";
        break;
    case CURLE_OUT_OF_MEMORY: /* libcurl 7.88 says so of a line over 100 KiB */
        words = failure->begun ? "the head of the response is too large, or there is no memory"
                               : "no memory for the exchange";
        break;
    case CURLE_COULDNT_CONNECT:
        describe_system(easy, "no connection", curl_words, out);
        return;
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        describe_system(easy, "the connection was broken off", curl_words, out);
        return;
    case CURLE_WEIRD_SERVER_REPLY:
        snprintf(out, BF_FAILURE_WORDS, "the head of the response is malformed (%s)", curl_words);
        return;
    default: /* a list of libcurl's that grows */
        break;
    }
    snprintf(out, BF_FAILURE_WORDS, "%s%s", bf_failure_is_tls(code) ? "TLS: " : "", words);
}

void bf_failure_describe(CURL *easy, CURLcode code, const bf_failure *failure,
                         char out[BF_FAILURE_WORDS])
{
    const char *ours = words_of_end(failure->end);
    if (ours)
        snprintf(out, BF_FAILURE_WORDS, "%s", ours);
    else if (code == CURLE_OPERATION_TIMEDOUT)
        describe_timeout(easy, failure, out);
    else if (code == CURLE_PEER_FAILED_VERIFICATION)
        describe_certificate(easy, failure, out);
    else
        describe_code(easy, code, failure, out);
}
