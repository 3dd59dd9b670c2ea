/* fetch.c: single HTTP exchanges on one multi handle. A place for an exchange keeps its handle and
 * its memory for the next one, so that an exchange costs three options and no allocation of ours.
 * Sizes are counted and heads kept by the callbacks, because libcurl 7.88's own limits do not hold
 * for chunked bodies. */
#include "crawler/fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>
#include <openssl/ssl.h>

#include "common/buf.h"
#include "common/time.h"
#include "crawler/failure.h"
#include "crawler/proxy.h"
#include "crawler/trust.h"
#include "crawler/wire.h"

enum {
    REQUEST_BYTES = 64 * 1024,
    FIELD_BYTES = 512,
    HOST_BYTES = 256,
    KEPT_BYTES = 4 * 1024 * 1024, /* by all places together, for the next responses */
    MOST_CONNECTIONS = 512
};

/* May this be a place for an exchange? RUNNING: libcurl has it. ENDED: without libcurl, `words` say
 * why. TAKEN: views of it are out. */
typedef enum { FREE, RUNNING, ENDED, TAKEN } slot_state;

/* One place for an exchange. */
typedef struct {
    slot_state state;
    const bf_fetcher *fetcher;
    CURL *easy; /* made for the first exchange */
    CURLU *url;
    void *user;
    bf_buf request;
    bf_wire wire;
    struct curl_slist accept, if_none_match, if_modified_since; /* before the fields of all */
    char validators[2][sizeof "If-Modified-Since: " + BF_FETCH_VALIDATOR_BYTES];
    char host[HOST_BYTES]; /* as libcurl read it */
    uint64_t fetch_ms;
    int64_t started_ms, began_ms;
    bool refused; /* by the guard: an address, and */
    bool tried;   /* not all */
    bool https;
    bool http2;
    char tls[16], cipher[64];
    char ip[INET6_ADDRSTRLEN];
    char curl_words[CURL_ERROR_SIZE];
    char guard_words[BF_GUARD_WORDS];
    char words[BF_FAILURE_WORDS + 2 + BF_GUARD_WORDS];
} slot;

struct bf_fetcher {
    CURLM *multi;
    CURLSH *jar;
    struct curl_slist *fields;
    const bf_crawl_settings *settings;
    const bf_guard *guard;
    bf_proxy *proxy; /* NULL: none */
    bf_trust *trust; /* NULL: the system's authorities alone */
    char agent[FIELD_BYTES];
    slot *slots;
    size_t count, running;
    slot *taken; /* which the last result views */
};

/* --- What comes: called by libcurl ------------------------------------------------------------ */

static size_t on_head(char *bytes, size_t size, size_t count, void *user)
{
    slot *to = user;
    to->wire.rewrite = to->http2;
    return bf_wire_take_line(&to->wire, (bf_str){bytes, size * count}) ? size * count : 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *user)
{
    slot *to = user;
    return bf_wire_take_body(&to->wire, (bf_str){bytes, size * count}) ? size * count : 0;
}

/* The request as HTTP/1.1 has it, and without what opens the proxy to whoever reads the archive. */
static void keep_request(slot *to, bf_str head)
{
    bf_str line;
    bool first = true;
    for (bf_str rest = head; rest.length > 0 && bf_str_take_line(&rest, &line); first = false) {
        if (bf_str_starts_nocase(line, BF_STR("proxy-authorization:")))
            continue;
        if (first && bf_str_ends(line, BF_STR(" HTTP/2"))) {
            bf_buf_append(&to->request, bf_str_slice(line, 0, line.length - 1));
            line = BF_STR("1.1");
        }
        bf_buf_append(&to->request, line);
        bf_buf_append(&to->request, BF_STR("\r\n"));
    }
}

static int on_debug(CURL *easy, curl_infotype type, char *bytes, size_t count, void *user)
{
    bf_str head = {bytes, count};
    (void)easy;
    if (type == CURLINFO_HEADER_OUT && !bf_str_starts(head, BF_STR("CONNECT ")))
        keep_request(user, head);
    return 0;
}

/* The guard's word on an address, for where this exchange goes: the proxy, or the host itself. */
static bool judge(slot *to, const struct sockaddr *address)
{
    const bf_fetcher *fetcher = to->fetcher;
    char words[BF_GUARD_WORDS];
    bool allowed = fetcher->proxy
                       ? bf_proxy_allows(fetcher->proxy, address, words)
                       : bf_guard_allows(fetcher->guard, bf_str_of(to->host), address, words);
    if (!allowed)
        memcpy(to->guard_words, words, sizeof words);
    to->refused = to->refused || !allowed;
    return allowed;
}

/* The guard's place: before any packet, on the address itself. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    slot *to = user;
    (void)purpose;
    if (!judge(to, &address->addr))
        return CURL_SOCKET_BAD;
    to->tried = true;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* The version, suite and protocol that were agreed on; they hold for the connection. */
static void note_tls(slot *to)
{
    struct curl_tlssessioninfo *session = NULL;
    const unsigned char *chosen = NULL;
    unsigned length = 0;
    if (curl_easy_getinfo(to->easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session ||
        session->backend != CURLSSLBACKEND_OPENSSL || session->internals == NULL)
        return;
    const SSL *tls = session->internals;
    const SSL_CIPHER *cipher = SSL_get_current_cipher(tls);
    const char *version = SSL_get_version(tls); /* "TLSv1.3" */
    const char *suite = cipher ? SSL_CIPHER_standard_name(cipher) : NULL;
    if (strncmp(version, "TLSv", 4) == 0)
        snprintf(to->tls, sizeof to->tls, "tls/%s", version + 4);
    snprintf(to->cipher, sizeof to->cipher, "%s", suite ? suite : "");
    SSL_get0_alpn_selected(tls, &chosen, &length);
    to->http2 = chosen && bf_str_equal((bf_str){(const char *)chosen, length}, BF_STR("h2"));
}

static CURLcode on_context(CURL *easy, void *context, void *user)
{
    (void)easy;
    return bf_trust_add_to(user, context) ? CURLE_OK : CURLE_OUT_OF_MEMORY;
}

/* The second look: what was really connected to, or is used again, before the request is sent. */
static int on_connected(void *user, char *ip, char *local_ip, int port, int local_port)
{
    slot *to = user;
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    bool is_four = inet_pton(AF_INET, ip, &four.sin_addr) == 1;
    (void)local_ip;
    (void)local_port;
    bool allowed =
        (is_four || inet_pton(AF_INET6, ip, &six.sin6_addr) == 1) &&
        judge(to, is_four ? (const struct sockaddr *)&four : (const struct sockaddr *)&six);
    if (allowed && to->https) /* else it is the proxy's */
        note_tls(to);
    return allowed ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

/* --- A fetcher -------------------------------------------------------------------------------- */

/* "bonafide/0.1.0 (+https://example.org/contact)", or what the user set. */
static void make_agent(bf_fetcher *fetcher)
{
    const bf_crawl_settings *settings = fetcher->settings;
    bool url = settings->contact && bf_str_starts(bf_str_of(settings->contact), BF_STR("http"));
    if (settings->contact)
        snprintf(fetcher->agent, sizeof fetcher->agent, "%s (%s%s)", settings->user_agent,
                 url ? "+" : "", settings->contact);
    else
        snprintf(fetcher->agent, sizeof fetcher->agent, "%s", settings->user_agent);
}

static bool add_field(bf_fetcher *fetcher, const char *field)
{
    struct curl_slist *grown = curl_slist_append(fetcher->fields, field);
    if (grown)
        fetcher->fields = grown;
    return grown != NULL;
}

/* Codings are asked for here and not of libcurl, which would undo them. */
static bool make_fields(bf_fetcher *fetcher)
{
    char from[FIELD_BYTES];
    const char *contact = fetcher->settings->contact;
    bool mail = contact && strchr(contact, '@') && !strstr(contact, "://");
    snprintf(from, sizeof from, "From: %s", mail ? contact : "");
    return add_field(fetcher, "Accept-Encoding: gzip, br") && (!mail || add_field(fetcher, from));
}

static bool make_proxy(bf_fetcher *fetcher, bf_error *err)
{
    const char *url = fetcher->settings->proxy;
    if (url)
        fetcher->proxy = bf_proxy_new(url, err);
    return url == NULL || fetcher->proxy != NULL;
}

static bool make_trust(bf_fetcher *fetcher, bf_error *err)
{
    const char *path = fetcher->settings->ca_file;
    if (path)
        fetcher->trust = bf_trust_new(path, err);
    return path == NULL || fetcher->trust != NULL;
}

/* Cookies of one site are kept from another by the public suffix list alone. */
static bool may_have_cookies(bf_error *err)
{
    return (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_PSL) != 0 ||
           bf_fail(err, BF_ERR_USAGE,
                   "cookies need a libcurl that knows the public suffix list; this one does not");
}

bool bf_fetch_check(const bf_crawl_settings *settings, bf_error *err)
{
    if (settings->concurrency == 0)
        return bf_fail(err, BF_ERR_USAGE, "crawl: nobody can be asked with a concurrency of 0");
    bf_trust *trust = settings->ca_file ? bf_trust_new(settings->ca_file, err) : NULL;
    bf_proxy *proxy =
        settings->proxy && err->code == BF_OK ? bf_proxy_new(settings->proxy, err) : NULL;
    bf_trust_free(trust);
    bf_proxy_free(proxy);
    return err->code == BF_OK && (!settings->cookies || may_have_cookies(err));
}

/* One jar for all places: in memory, gone with the fetcher. */
static bool make_jar(bf_fetcher *fetcher, bf_error *err)
{
    if (!fetcher->settings->cookies)
        return true;
    if (!may_have_cookies(err))
        return false;
    fetcher->jar = curl_share_init();
    return (fetcher->jar &&
            curl_share_setopt(fetcher->jar, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE) == CURLSHE_OK &&
            curl_share_setopt(fetcher->jar, CURLSHOPT_SHARE, CURL_LOCK_DATA_PSL) == CURLSHE_OK) ||
           bf_fail(err, BF_ERR_MEMORY, "fetch: no memory");
}

static bool make_multi(bf_fetcher *fetcher, bf_error *err)
{
    long connections =
        fetcher->count < MOST_CONNECTIONS / 8 ? (long)fetcher->count * 8 : (long)MOST_CONNECTIONS;
    fetcher->multi = curl_multi_init();
    fetcher->slots = calloc(fetcher->count, sizeof *fetcher->slots);
    make_agent(fetcher);
    if (fetcher->multi == NULL || fetcher->slots == NULL || !make_fields(fetcher))
        return bf_fail(err, BF_ERR_MEMORY, "fetch: no memory");
    /* Four for each running handle is what libcurl keeps by itself: too few for many slow hosts. */
    curl_multi_setopt(fetcher->multi, CURLMOPT_MAXCONNECTS, connections);
    for (size_t i = 0; i < fetcher->count; i++) {
        fetcher->slots[i].fetcher = fetcher;
        bf_wire_init(&fetcher->slots[i].wire);
        bf_buf_init(&fetcher->slots[i].request, REQUEST_BYTES);
    }
    return true;
}

bf_fetcher *bf_fetcher_new(const bf_crawl_settings *settings, const bf_guard *guard, bf_error *err)
{
    unsetenv("SSLKEYLOGFILE"); /* libcurl would write down the keys of every connection */
    setenv("RES_OPTIONS", "timeout:2 attempts:2", 0);
    bf_fetcher *fetcher = NULL;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        fetcher = calloc(1, sizeof *fetcher);
    if (fetcher == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "fetch: no memory");
        return NULL;
    }
    fetcher->settings = settings;
    fetcher->guard = guard;
    fetcher->count = settings->concurrency ? (size_t)settings->concurrency : 1;
    if (make_proxy(fetcher, err) && make_trust(fetcher, err) && make_jar(fetcher, err) &&
        make_multi(fetcher, err))
        return fetcher;
    bf_fetcher_free(fetcher);
    return NULL;
}

/* Makes a place free: its handle and some of its memory stay. */
static void free_slot(bf_fetcher *fetcher, slot *used)
{
    size_t kept = KEPT_BYTES / fetcher->count;
    if (used->state == RUNNING)
        curl_multi_remove_handle(fetcher->multi, used->easy);
    bf_wire_shrink(&used->wire, kept);
    used->state = FREE;
}

void bf_fetcher_free(bf_fetcher *fetcher)
{
    if (fetcher == NULL)
        return;
    for (size_t i = 0; fetcher->slots && i < fetcher->count; i++) {
        slot *used = &fetcher->slots[i];
        free_slot(fetcher, used);
        curl_easy_cleanup(used->easy);
        curl_url_cleanup(used->url);
        bf_buf_free(&used->request);
        bf_wire_shrink(&used->wire, 0);
    }
    if (fetcher->multi)
        curl_multi_cleanup(fetcher->multi);
    if (fetcher->jar)
        curl_share_cleanup(fetcher->jar);
    curl_slist_free_all(fetcher->fields);
    bf_proxy_free(fetcher->proxy);
    bf_trust_free(fetcher->trust);
    free(fetcher->slots);
    free(fetcher);
}

bf_str bf_fetcher_proxy_note(const bf_fetcher *fetcher)
{
    return fetcher->proxy ? bf_proxy_note(fetcher->proxy) : (bf_str){0};
}

/* --- An exchange begins ----------------------------------------------------------------------- */

/* What must be, or nothing is fetched. */
static bool set_safety(const bf_fetcher *fetcher, slot *to)
{
    CURL *easy = to->easy;
    const bf_crawl_settings *settings = fetcher->settings;
    const char *proxy = settings->proxy;
    const char *system = curl_version_info(CURLVERSION_NOW)->cainfo;
    /* With a folder of authorities beside the file, libcurl would read the file again for every
     * connection: 33 ms where the rest of the handshake takes 1.5. */
    bool once = system && access(system, R_OK) == 0;
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY, proxy ? proxy : "") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOPROXY, proxy ? "" : "*") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, to) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PREREQDATA, to) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_USERAGENT, fetcher->agent) == CURLE_OK &&
           (!once || curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) == CURLE_OK) &&
           (fetcher->trust == NULL ||
            (curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_context) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, fetcher->trust) == CURLE_OK)) &&
           (fetcher->jar == NULL ||
            (curl_easy_setopt(easy, CURLOPT_SHARE, fetcher->jar) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_COOKIEFILE, "") == CURLE_OK));
}

/* What is the same for every exchange of a place. */
static bool set_options(const bf_fetcher *fetcher, slot *to)
{
    CURL *easy = to->easy;
    const bf_crawl_settings *settings = fetcher->settings;
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                     (long)(settings->http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    /* A look-up that hangs is left to its thread; to wait for it would hold up all the others. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_ms);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)(settings->idle_ms + 999) / 1000);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, to->curl_words);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, to);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, to);
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L); /* to be told the request head */
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_debug);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, to);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, to);
    return set_safety(fetcher, to);
}

/* The handles of a place, once for all its exchanges. */
static bool make_handles(const bf_fetcher *fetcher, slot *to)
{
    if (to->easy)
        return true;
    to->url = curl_url();
    to->easy = to->url ? curl_easy_init() : NULL;
    if (to->easy && set_options(fetcher, to))
        return true;
    curl_easy_cleanup(to->easy);
    curl_url_cleanup(to->url);
    to->easy = NULL;
    to->url = NULL;
    return false;
}

/* Puts a field before those of all exchanges; the last one put there is sent first. */
static struct curl_slist *with_field(struct curl_slist *node, char *text, struct curl_slist *fields)
{
    *node = (struct curl_slist){.data = text, .next = fields};
    return node;
}

static struct curl_slist *with_validator(struct curl_slist *node, char *text, const char *name,
                                         bf_str value, struct curl_slist *fields)
{
    if (value.length == 0 || value.length > BF_FETCH_VALIDATOR_BYTES)
        return fields;
    for (size_t i = 0; i < value.length; i++)
        if ((unsigned char)value.bytes[i] < ' ' || value.bytes[i] == 0x7F)
            return fields;
    snprintf(text, sizeof "If-Modified-Since: " + BF_FETCH_VALIDATOR_BYTES, "%s: %.*s", name,
             BF_STR_ARG(value));
    return with_field(node, text, fields);
}

static struct curl_slist *fields_of(const bf_fetcher *fetcher, slot *to,
                                    const bf_fetch_request *request)
{
    static char accept_page[] = "Accept: text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5,"
                                "*/*;q=0.1";
    static char accept_all[] = "Accept: */*";
    struct curl_slist *fields =
        with_validator(&to->if_modified_since, to->validators[1], "If-Modified-Since",
                       request->if_modified_since, fetcher->fields);
    fields = with_validator(&to->if_none_match, to->validators[0], "If-None-Match",
                            request->if_none_match, fields);
    return with_field(&to->accept, request->kind == BF_FETCH_PAGE ? accept_page : accept_all,
                      fields);
}

static void begin_slot(const bf_fetcher *fetcher, slot *to, const bf_fetch_request *request)
{
    static const uint64_t bytes[] = {
        [BF_FETCH_RULES] = BF_FETCH_RULES_BYTES, [BF_FETCH_SITEMAP] = BF_FETCH_SITEMAP_BYTES};
    const bf_crawl_settings *settings = fetcher->settings;
    bool page = request->kind == BF_FETCH_PAGE;
    bool rules = request->kind == BF_FETCH_RULES;
    bf_wire_reset(&to->wire, page ? BF_WIRE_PAGES : BF_WIRE_ANY_TYPE,
                  page ? settings->max_body_bytes : bytes[request->kind]);
    bf_buf_reset(&to->request);
    to->user = request->user;
    to->fetch_ms =
        rules && settings->fetch_ms > BF_FETCH_RULES_MS ? BF_FETCH_RULES_MS : settings->fetch_ms;
    to->started_ms = bf_time_now_ms();
    to->began_ms = bf_time_monotonic_ms();
    to->refused = to->tried = to->http2 = false;
    to->host[0] = to->tls[0] = to->cipher[0] = to->ip[0] = '\0';
    to->curl_words[0] = to->guard_words[0] = to->words[0] = '\0';
}

/* Hands the URL to libcurl's parser; NULL, or why it cannot be fetched. */
static const char *parse_url(slot *to, bf_str url)
{
    char text[8192 + 1], *scheme = NULL;
    if (url.length == 0 || url.length >= sizeof text || memchr(url.bytes, '\0', url.length))
        return "it is empty, too long, or broken";
    snprintf(text, sizeof text, "%.*s", BF_STR_ARG(url));
    CURLUcode code =
        curl_url_set(to->url, CURLUPART_URL, text, CURLU_PATH_AS_IS | CURLU_DISALLOW_USER);
    if (code == CURLUE_OK)
        code = curl_url_get(to->url, CURLUPART_SCHEME, &scheme, 0);
    to->https = scheme && strcmp(scheme, "https") == 0;
    bool http = scheme && (to->https || strcmp(scheme, "http") == 0);
    curl_free(scheme);
    if (code != CURLUE_OK)
        return curl_url_strerror(code);
    return http ? NULL : "only http and https can";
}

/* Reads where the URL leads to, as libcurl will. false: not asked for, `words` say why. */
static bool read_url(const bf_fetcher *fetcher, slot *to, bf_str url)
{
    char *host = NULL, *port = NULL;
    const char *why = parse_url(to, url);
    if (why == NULL &&
        (curl_url_get(to->url, CURLUPART_HOST, &host, CURLU_PUNYCODE) != CURLUE_OK ||
         curl_url_get(to->url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) != CURLUE_OK ||
         strlen(host) >= sizeof to->host))
        why = "it has no host that could be";
    if (why)
        snprintf(to->words, sizeof to->words, "not a URL that can be fetched: %s", why);
    else
        snprintf(to->host, sizeof to->host, "%s", host);
    if (why == NULL && fetcher->proxy)
        to->refused = !bf_guard_allows_unseen(fetcher->guard, bf_str_of(to->host),
                                              (uint16_t)strtoul(port, NULL, 10), to->words);
    curl_free(host);
    curl_free(port);
    return to->words[0] == '\0';
}

static void let_go_of_taken(bf_fetcher *fetcher)
{
    if (fetcher->taken)
        free_slot(fetcher, fetcher->taken);
    fetcher->taken = NULL;
}

bool bf_fetch_start(bf_fetcher *fetcher, const bf_fetch_request *request, bf_error *err)
{
    slot *to = NULL;
    let_go_of_taken(fetcher);
    for (size_t i = 0; i < fetcher->count && to == NULL; i++)
        if (fetcher->slots[i].state == FREE)
            to = &fetcher->slots[i]; /* the first ones, whose memory is warm */
    if (to == NULL)
        return bf_fail(err, BF_ERR_NETWORK, "fetch: no room for another exchange");
    if (!make_handles(fetcher, to))
        return bf_fail(err, BF_ERR_MEMORY, "fetch: no memory");
    begin_slot(fetcher, to, request);
    if (!read_url(fetcher, to, request->url))
        to->state = ENDED;
    else if (curl_easy_setopt(to->easy, CURLOPT_CURLU, to->url) == CURLE_OK &&
             curl_easy_setopt(to->easy, CURLOPT_HTTPHEADER, fields_of(fetcher, to, request)) ==
                 CURLE_OK &&
             curl_easy_setopt(to->easy, CURLOPT_TIMEOUT_MS, (long)to->fetch_ms) == CURLE_OK &&
             curl_multi_add_handle(fetcher->multi, to->easy) == CURLM_OK)
        to->state = RUNNING;
    if (to->state == FREE)
        return bf_fail(err, BF_ERR_MEMORY, "fetch: no memory");
    fetcher->running++;
    return true;
}

size_t bf_fetch_running(const bf_fetcher *fetcher)
{
    return fetcher->running;
}

bool bf_fetch_wait(bf_fetcher *fetcher, int wait_ms, bf_error *err)
{
    int running;
    let_go_of_taken(fetcher);
    CURLMcode code = curl_multi_perform(fetcher->multi, &running);
    if (code == CURLM_OK && (size_t)running == fetcher->running && wait_ms > 0) {
        code = curl_multi_poll(fetcher->multi, NULL, 0, wait_ms, NULL);
        if (code == CURLM_OK)
            code = curl_multi_perform(fetcher->multi, &running);
    }
    return code == CURLM_OK ||
           bf_fail(err, BF_ERR_NETWORK, "transfer loop: %s", curl_multi_strerror(code));
}

/* --- An exchange ends ------------------------------------------------------------------------- */

/* Why there is no response, the guard's words among it. */
static void describe_failure(slot *used, CURLcode code, uint64_t took_ms, bf_fetch_result *out)
{
    const bf_crawl_settings *settings = used->fetcher->settings;
    const bf_failure failure = {.host = bf_str_of(used->host),
                                .curl_words = used->curl_words,
                                .end = used->wire.end,
                                .begun = used->wire.message.length > 0,
                                .took_ms = took_ms,
                                .connect_ms = settings->connect_ms,
                                .idle_ms = settings->idle_ms,
                                .fetch_ms = used->fetch_ms};
    char words[BF_FAILURE_WORDS];
    out->refused = used->refused && (!used->tried || code == CURLE_ABORTED_BY_CALLBACK);
    out->tls_failed = bf_failure_is_tls(code);
    bf_failure_describe(used->easy, code, &failure, words);
    if (out->refused)
        snprintf(used->words, sizeof used->words, "%s", used->guard_words);
    else
        snprintf(used->words, sizeof used->words, "%s%s%s", words, used->refused ? "; " : "",
                 used->guard_words);
    out->failure = bf_str_of(used->words);
}

/* What libcurl's code means for an exchange whose head came: whole, or cut. */
static bf_str truncation_of(const slot *used, CURLcode code)
{
    if (code == CURLE_OK || used->wire.end == BF_WIRE_UNWANTED)
        return (bf_str){0};
    if (used->wire.end == BF_WIRE_FULL)
        return BF_STR("length");
    return code == CURLE_OPERATION_TIMEDOUT ? BF_STR("time") : BF_STR("disconnect");
}

static void note_protocols(slot *used, bf_fetch_result *out)
{
    bf_str head = {used->wire.message.bytes, used->wire.head_length};
    bool old = bf_str_starts(head, BF_STR("HTTP/1.0"));
    out->protocols[out->protocol_count++] = used->http2 ? BF_STR("h2")
                                            : old       ? BF_STR("http/1.0")
                                                        : BF_STR("http/1.1");
    if (used->tls[0])
        out->protocols[out->protocol_count++] = bf_str_of(used->tls);
    out->cipher_suite = bf_str_of(used->cipher);
}

static void fill_result(slot *used, CURLcode code, bf_fetch_result *out)
{
    char *ip = NULL;
    *out = (bf_fetch_result){.user = used->user,
                             .request = {used->request.bytes, used->request.length},
                             .started_ms = used->started_ms,
                             .took_ms = (uint64_t)(bf_time_monotonic_ms() - used->began_ms)};
    if (used->state == ENDED) {
        out->refused = used->refused;
        out->failure = bf_str_of(used->words);
        return;
    }
    if (used->fetcher->proxy == NULL)
        curl_easy_getinfo(used->easy, CURLINFO_PRIMARY_IP, &ip);
    snprintf(used->ip, sizeof used->ip, "%s", ip ? ip : "");
    out->ip = bf_str_of(used->ip);
    if (used->wire.head_length == 0 || used->wire.end == BF_WIRE_NO_MEMORY) {
        describe_failure(used, code, out->took_ms, out);
        return;
    }
    out->status = used->wire.status;
    out->unwanted = used->wire.end == BF_WIRE_UNWANTED;
    out->truncated = truncation_of(used, code);
    out->response = (bf_str){used->wire.message.bytes, used->wire.message.length};
    out->head_length = used->wire.head_length;
    note_protocols(used, out);
}

static void hand_out(bf_fetcher *fetcher, slot *used, CURLcode code, bf_fetch_result *out)
{
    fill_result(used, code, out);
    if (used->state == RUNNING)
        curl_multi_remove_handle(fetcher->multi, used->easy);
    used->state = TAKEN;
    fetcher->taken = used;
    fetcher->running--;
}

bool bf_fetch_take(bf_fetcher *fetcher, bf_fetch_result *out)
{
    int left;
    CURLMsg *message;
    let_go_of_taken(fetcher);
    while ((message = curl_multi_info_read(fetcher->multi, &left)) != NULL) {
        slot *used = NULL;
        CURLcode code = message->data.result; /* read before the handle goes */
        if (message->msg != CURLMSG_DONE ||
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&used) != CURLE_OK)
            continue;
        hand_out(fetcher, used, code, out);
        return true;
    }
    for (size_t i = 0; i < fetcher->count; i++)
        if (fetcher->slots[i].state == ENDED) {
            hand_out(fetcher, &fetcher->slots[i], CURLE_OK, out);
            return true;
        }
    return false;
}

void *bf_fetch_cancel(bf_fetcher *fetcher)
{
    let_go_of_taken(fetcher);
    for (size_t i = 0; i < fetcher->count; i++) {
        slot *used = &fetcher->slots[i];
        if (used->state == FREE)
            continue;
        free_slot(fetcher, used);
        fetcher->running--;
        return used->user;
    }
    return NULL;
}
