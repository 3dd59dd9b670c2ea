/* fetch.c: single HTTP exchanges on one multi handle. Sizes are counted and heads kept by the
 * callbacks, because libcurl 7.88's own limits do not hold for chunked bodies. */
#include "crawler/fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>

#include "common/buf.h"
#include "common/http.h"
#include "common/time.h"

enum {
    REQUEST_BYTES = 64 * 1024,
    AGENT_BYTES = 512,
    RULES_BYTES = 512 * 1024 /* RFC 9309, 2.5 asks for 500 KiB at least */
};

/* One place for an exchange. */
typedef struct {
    CURL *easy; /* NULL: free */
    const bf_guard *guard;
    void *user;
    bf_buf request, head, body;
    uint64_t limit; /* of the body */
    bool any_type;
    bool interim; /* the head so far has ended, and was an interim one */
    bool headed;  /* the final head has ended */
    bool over, unwanted, refused;
    int64_t started_ms, began_ms;
    char words[CURL_ERROR_SIZE];
    char guard_words[BF_GUARD_WORDS];
    char ip[64];
} slot;

struct bf_fetcher {
    CURLM *multi;
    struct curl_slist *fields;
    const bf_crawl_settings *settings;
    const bf_guard *guard;
    char agent[AGENT_BYTES];
    slot *slots;
    size_t count, running;
    slot *taken; /* whose buffers the last result views */
    bf_buf response;
};

static bool is_read_type(bf_str type)
{
    static const char *const types[] = {"text/html", "application/xhtml+xml", "text/plain"};
    size_t end = bf_str_find(type, BF_STR(";"), 0);
    bf_str name = bf_str_trim(bf_str_slice(type, 0, end == SIZE_MAX ? type.length : end));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (bf_str_equal_nocase(name, bf_str_of(types[i])))
            return true;
    return name.length == 0; /* it does not say */
}

/* At the end of a head: is it the final one, and is its body worth having? */
static void end_head(slot *to)
{
    bf_str rest = {to->head.bytes, to->head.length}, line, status;
    uint64_t number = 0;
    if (bf_str_take_line(&rest, &line) && bf_str_take_part(&line, ' ', &status))
        line = bf_str_trim(line);
    to->headed = bf_take_decimal(&line, 999, &number) && number >= 200;
    to->interim = !to->headed;
    if (!to->headed)
        return;
    while (bf_str_take_line(&rest, &line))
        if (bf_str_starts_nocase(line, BF_STR("content-type:")))
            to->unwanted =
                !to->any_type && number < 300 && !is_read_type(bf_str_trim(bf_str_after(line, 13)));
}

static size_t on_head(char *bytes, size_t size, size_t count, void *user)
{
    slot *to = user;
    bf_str line = {bytes, size * count};
    if (to->headed) /* trailers belong to the body, which has them raw */
        return line.length;
    if (to->interim)
        bf_buf_reset(&to->head);
    to->interim = false;
    bf_buf_append(&to->head, line);
    if (bf_str_trim(line).length == 0)
        end_head(to);
    return to->head.failed ? 0 : line.length;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *user)
{
    slot *to = user;
    bf_str piece = {bytes, size * count};
    uint64_t left = to->limit > to->body.length ? to->limit - to->body.length : 0;
    if (to->unwanted)
        return 0;
    to->over = piece.length > left;
    bf_buf_append(&to->body, bf_str_slice(piece, 0, to->over ? (size_t)left : piece.length));
    return to->over || to->body.failed ? 0 : piece.length;
}

static int on_debug(CURL *easy, curl_infotype type, char *bytes, size_t count, void *user)
{
    slot *to = user;
    (void)easy;
    if (type == CURLINFO_HEADER_OUT)
        bf_buf_append(&to->request, (bf_str){bytes, count});
    return 0;
}

/* The guard's place: before any packet, on the address itself. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    slot *to = user;
    char words[BF_GUARD_WORDS];
    (void)purpose;
    if (!bf_guard_allows(to->guard, &address->addr, words)) {
        memcpy(to->guard_words, words, sizeof words);
        to->refused = true;
        return CURL_SOCKET_BAD;
    }
    to->refused = false;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

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

static bool make_fields(bf_fetcher *fetcher)
{
    char from[AGENT_BYTES];
    const char *contact = fetcher->settings->contact;
    bool mail = contact && strchr(contact, '@') && !strstr(contact, "://");
    snprintf(from, sizeof from, "From: %s", mail ? contact : "");
    return add_field(fetcher, "Accept: text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5,"
                              "*/*;q=0.1") &&
           add_field(fetcher, "Accept-Encoding: gzip, br") && (!mail || add_field(fetcher, from));
}

bf_fetcher *bf_fetcher_new(const bf_crawl_settings *settings, const bf_guard *guard, bf_error *err)
{
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
    fetcher->slots = calloc(fetcher->count, sizeof *fetcher->slots);
    fetcher->multi = curl_multi_init();
    bf_buf_init(&fetcher->response, SIZE_MAX / 2);
    make_agent(fetcher);
    if (fetcher->slots && fetcher->multi && make_fields(fetcher))
        return fetcher;
    bf_fetcher_free(fetcher);
    bf_fail(err, BF_ERR_MEMORY, "fetch: no memory");
    return NULL;
}

static void free_slot(bf_fetcher *fetcher, slot *used)
{
    if (used->easy) {
        curl_multi_remove_handle(fetcher->multi, used->easy);
        curl_easy_cleanup(used->easy);
    }
    bf_buf_free(&used->request);
    bf_buf_free(&used->head);
    bf_buf_free(&used->body);
    *used = (slot){0};
}

void bf_fetcher_free(bf_fetcher *fetcher)
{
    if (fetcher == NULL)
        return;
    for (size_t i = 0; fetcher->slots && i < fetcher->count; i++)
        free_slot(fetcher, &fetcher->slots[i]);
    if (fetcher->multi)
        curl_multi_cleanup(fetcher->multi);
    curl_slist_free_all(fetcher->fields);
    bf_buf_free(&fetcher->response);
    free(fetcher->slots);
    free(fetcher);
}

/* The options of one exchange, all that may be refused first. */
static bool set_options(const bf_fetcher *fetcher, slot *to, const char *url)
{
    CURL *easy = to->easy;
    const bf_crawl_settings *settings = fetcher->settings;
    bool set = curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
               curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
               curl_easy_setopt(easy, CURLOPT_USERAGENT, fetcher->agent) == CURLE_OK &&
               curl_easy_setopt(easy, CURLOPT_NOPROXY, "*") == CURLE_OK;
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, fetcher->fields);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_ms);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)settings->fetch_ms);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)(settings->idle_ms + 999) / 1000);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, to->words);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, to);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, to);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, to);
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L); /* to be told the request head */
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_debug);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, to);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, to);
    return set;
}

static void let_go_of_taken(bf_fetcher *fetcher)
{
    if (fetcher->taken)
        free_slot(fetcher, fetcher->taken);
    fetcher->taken = NULL;
}

bool bf_fetch_start(bf_fetcher *fetcher, bf_str url, bool any_type, void *user, bf_error *err)
{
    char text[8192 + 1];
    slot *to = NULL;
    let_go_of_taken(fetcher);
    for (size_t i = 0; i < fetcher->count && to == NULL; i++)
        if (fetcher->slots[i].easy == NULL)
            to = &fetcher->slots[i];
    if (to == NULL || url.length >= sizeof text)
        return bf_fail(err, BF_ERR_NETWORK, "fetch: no room for another exchange");
    snprintf(text, sizeof text, "%.*s", BF_STR_ARG(url));
    *to = (slot){.easy = curl_easy_init(),
                 .guard = fetcher->guard,
                 .user = user,
                 .limit = any_type ? RULES_BYTES : fetcher->settings->max_body_bytes,
                 .any_type = any_type,
                 .started_ms = bf_time_now_ms(),
                 .began_ms = bf_time_monotonic_ms()};
    bf_buf_init(&to->request, REQUEST_BYTES);
    bf_buf_init(&to->head, BF_HTTP_MOST_HEAD);
    bf_buf_init(&to->body, (size_t)to->limit);
    if (to->easy && set_options(fetcher, to, text) &&
        curl_multi_add_handle(fetcher->multi, to->easy) == CURLM_OK) {
        fetcher->running++;
        return true;
    }
    free_slot(fetcher, to);
    return bf_fail(err, BF_ERR_MEMORY, "fetch: no memory");
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

/* What libcurl's code means for an exchange: whole, cut, or nothing at all. */
static void read_code(slot *used, CURLcode code, bf_fetch_result *out)
{
    bool came = used->headed;
    out->refused = used->refused && code == CURLE_COULDNT_CONNECT;
    out->unwanted = came && used->unwanted;
    if (code == CURLE_OK && came)
        return;
    if (came && used->over)
        out->truncated = BF_STR("length");
    else if (came && code == CURLE_OPERATION_TIMEDOUT)
        out->truncated = BF_STR("time");
    else if (came)
        out->truncated = BF_STR("disconnect");
    else if (out->refused)
        out->failure = bf_str_of(used->guard_words);
    else if (used->head.failed || code == CURLE_OUT_OF_MEMORY) /* of one line over 100 KiB, too */
        out->failure = BF_STR("the head of the response is too large, or there is no memory");
    else
        out->failure = bf_str_of(used->words[0] ? used->words : curl_easy_strerror(code));
}

static void fill_result(bf_fetcher *fetcher, slot *used, CURLcode code, bf_fetch_result *out)
{
    char *ip = NULL;
    long status = 0;
    curl_easy_getinfo(used->easy, CURLINFO_PRIMARY_IP, &ip);
    curl_easy_getinfo(used->easy, CURLINFO_RESPONSE_CODE, &status);
    snprintf(used->ip, sizeof used->ip, "%s", ip ? ip : "");
    *out = (bf_fetch_result){.user = used->user,
                             .request = {used->request.bytes, used->request.length},
                             .ip = bf_str_of(used->ip),
                             .started_ms = used->started_ms,
                             .took_ms = (uint64_t)(bf_time_monotonic_ms() - used->began_ms)};
    read_code(used, code, out);
    if (!used->headed)
        return;
    out->status = (int)status;
    bf_buf_reset(&fetcher->response);
    bf_buf_append(&fetcher->response, (bf_str){used->head.bytes, used->head.length});
    bf_buf_append(&fetcher->response, (bf_str){used->body.bytes, used->body.length});
    if (fetcher->response.failed) {
        out->status = 0;
        out->failure = BF_STR("no memory for the response");
        return;
    }
    out->response = (bf_str){fetcher->response.bytes, fetcher->response.length};
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
        fill_result(fetcher, used, code, out);
        curl_multi_remove_handle(fetcher->multi, used->easy);
        fetcher->taken = used;
        fetcher->running--;
        return true;
    }
    return false;
}

void *bf_fetch_cancel(bf_fetcher *fetcher)
{
    let_go_of_taken(fetcher);
    for (size_t i = 0; i < fetcher->count; i++) {
        void *user = fetcher->slots[i].user;
        if (fetcher->slots[i].easy == NULL)
            continue;
        free_slot(fetcher, &fetcher->slots[i]);
        fetcher->running--;
        return user;
    }
    return NULL;
}
