/* proxy.c: the proxy that a user names. It has a guard of its own, which opens it and nothing else.
 */
#include "crawler/proxy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

enum { HOST_BYTES = 256 };

struct bf_proxy {
    char host[HOST_BYTES];
    char endpoint[HOST_BYTES + 8]; /* "proxy.example:3128" */
    char note[2 * HOST_BYTES];
    bf_guard *guard;
};

static bool is_known_scheme(const char *scheme)
{
    static const char *const schemes[] = {"http", "https", "socks5h"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (scheme && strcmp(scheme, schemes[i]) == 0)
            return true;
    return false;
}

static bool read_url(const char *text, bf_proxy *out)
{
    char *scheme = NULL, *host = NULL, *port = NULL;
    CURLU *url = curl_url();
    if (url && curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK) {
        curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
        curl_url_get(url, CURLUPART_HOST, &host, 0);
        curl_url_get(url, CURLUPART_PORT, &port, 0);
    }
    bool read = is_known_scheme(scheme) && host && port && strlen(host) < sizeof out->host &&
                strlen(port) < 6;
    if (read) {
        snprintf(out->host, sizeof out->host, "%s", host);
        snprintf(out->endpoint, sizeof out->endpoint, "%s:%s", out->host, port);
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(url);
    return read;
}

bf_proxy *bf_proxy_new(const char *url, bf_error *err)
{
    bf_proxy *made = calloc(1, sizeof *made);
    if (made == NULL)
        bf_fail(err, BF_ERR_MEMORY, "proxy: no memory");
    else if (!read_url(url, made))
        bf_fail(err, BF_ERR_USAGE,
                "--proxy: \"%.80s\" is no proxy like http://proxy.example:3128 (http, https or "
                "socks5h, and a port)",
                url);
    else {
        const char *const allow = made->endpoint;
        made->guard = bf_guard_new(&allow, 1, err);
        snprintf(made->note, sizeof made->note,
                 "the proxy %.263s looks names up itself: that none leads to a private address "
                 "relies on it",
                 made->endpoint);
    }
    if (made && made->guard)
        return made;
    bf_proxy_free(made);
    return NULL;
}

void bf_proxy_free(bf_proxy *proxy)
{
    if (proxy)
        bf_guard_free(proxy->guard);
    free(proxy);
}

bool bf_proxy_allows(const bf_proxy *proxy, const struct sockaddr *address,
                     char words[BF_GUARD_WORDS])
{
    return bf_guard_allows(proxy->guard, bf_str_of(proxy->host), address, words);
}

bf_str bf_proxy_note(const bf_proxy *proxy)
{
    return bf_str_of(proxy->note);
}
