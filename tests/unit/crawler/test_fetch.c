/* test_fetch.c: single exchanges, against a server of canned bytes in a thread. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "crawler/fetch.h"

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

/* A server that answers each request with the same bytes, and keeps the last request. */
typedef struct {
    int listener;
    uint16_t port;
    pthread_t thread;
    const char *answer;
    bool keeps; /* the connection, for the next request; else it is closed after the answer */
    bool hangs; /* after the answer, until the other side goes */
    atomic_int connections;
    char request[8192];
} server;

static bool read_request(server *of, int connection)
{
    char request[sizeof of->request] = "";
    size_t length = 0;
    while (strstr(request, "\r\n\r\n") == NULL) {
        ssize_t got = recv(connection, request + length, sizeof request - 1 - length, 0);
        if (got <= 0)
            return false;
        length += (size_t)got;
        request[length] = '\0';
    }
    memcpy(of->request, request, sizeof request);
    return true;
}

static void serve_connection(server *of, int connection)
{
    char byte;
    atomic_fetch_add(&of->connections, 1);
    while (read_request(of, connection)) {
        for (const char *rest = of->answer; *rest;) {
            ssize_t sent = send(connection, rest, strlen(rest), MSG_NOSIGNAL);
            if (sent <= 0)
                break;
            rest += sent;
        }
        if (!of->keeps)
            break;
    }
    while (of->hangs && recv(connection, &byte, 1, 0) > 0)
        ;
    shutdown(connection, SHUT_WR);
    while (recv(connection, &byte, 1, 0) > 0)
        ;
    close(connection);
}

static void *serve(void *user)
{
    server *of = user;
    int connection;
    while ((connection = accept(of->listener, NULL, NULL)) >= 0)
        serve_connection(of, connection);
    return NULL;
}

static int listen_on_loopback(uint16_t *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 16), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    *port = ntohs(address.sin_port);
    return listener;
}

static void start_server(server *made, const char *answer)
{
    *made = (server){.answer = answer, .keeps = made->keeps, .hangs = made->hangs};
    made->listener = listen_on_loopback(&made->port);
    assert_int_equal(pthread_create(&made->thread, NULL, serve, made), 0);
}

/* After this the thread writes no more: what it noted may be read. */
static void stop_server(server *running)
{
    shutdown(running->listener, SHUT_RDWR);
    pthread_join(running->thread, NULL);
    close(running->listener);
}

/* A fetcher, its guard and its settings, which a test may change before it opens it. */
typedef struct {
    bf_crawl_settings settings;
    const char *allow;
    bf_guard *guard;
    bf_fetcher *fetcher;
    bf_fetch_result result;
} fixture;

static fixture closed_fixture(void)
{
    return (fixture){.settings = {.max_body_bytes = 1000,
                                  .concurrency = 2,
                                  .connect_ms = 5000,
                                  .idle_ms = 20000,
                                  .fetch_ms = 20000,
                                  .user_agent = "test/1"},
                     .allow = "127.0.0.1"};
}

static void open_fixture(fixture *with)
{
    bf_error err = {0};
    with->guard = bf_guard_new(&with->allow, with->allow ? 1 : 0, &err);
    assert_non_null(with->guard);
    with->fetcher = bf_fetcher_new(&with->settings, with->guard, &err);
    if (with->fetcher == NULL)
        fail_msg("%s", err.message);
}

static void close_fixture(fixture *with)
{
    bf_fetcher_free(with->fetcher);
    bf_guard_free(with->guard);
}

static const bf_fetch_result *fetch(fixture *with, const bf_fetch_request *request)
{
    bf_error err = {0};
    assert_true(bf_fetch_start(with->fetcher, request, &err));
    assert_int_equal(bf_fetch_running(with->fetcher), 1);
    while (!bf_fetch_take(with->fetcher, &with->result))
        assert_true(bf_fetch_wait(with->fetcher, 1000, &err));
    assert_int_equal(bf_fetch_running(with->fetcher), 0);
    return &with->result;
}

static const bf_fetch_result *fetch_url(fixture *with, const char *url)
{
    const bf_fetch_request request = {.url = bf_str_of(url)};
    return fetch(with, &request);
}

static const char *url_of(const server *of, const char *host)
{
    static char url[128];
    snprintf(url, sizeof url, "http://%s:%u/page?q", host, of->port);
    return url;
}

/* One exchange with a server that answers `answer`, with the settings of `with`. */
static const bf_fetch_result *fetch_answer(fixture *with, server *of, const char *answer,
                                           bf_fetch_kind kind)
{
    start_server(of, answer);
    open_fixture(with);
    const bf_fetch_request request = {.url = bf_str_of(url_of(of, "127.0.0.1")), .kind = kind};
    return fetch(with, &request);
}

static void end_answer(fixture *with, server *of)
{
    close_fixture(with);
    stop_server(of);
}

static void assert_text(bf_str text, const char *expected)
{
    if (!bf_str_equal(text, bf_str_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", BF_STR_ARG(text), expected);
}

static void assert_has(bf_str text, const char *part)
{
    if (bf_str_find(text, bf_str_of(part), 0) == SIZE_MAX)
        fail_msg("\"%.*s\" lacks \"%s\"", BF_STR_ARG(text), part);
}

static void assert_lacks(bf_str text, const char *part)
{
    if (bf_str_find_nocase(text, bf_str_of(part), 0) != SIZE_MAX)
        fail_msg("\"%.*s\" has \"%s\"", BF_STR_ARG(text), part);
}

static void an_exchange_is_given_as_it_was_on_the_wire(void **state)
{
    (void)state;
    static const char answer[] =
        OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n0\r\nTrailer: t\r\n\r\n";
    fixture with = closed_fixture();
    server of = {.keeps = true};
    int user;
    start_server(&of, answer);
    open_fixture(&with);
    const bf_fetch_request request = {.url = bf_str_of(url_of(&of, "127.0.0.1")), .user = &user};
    const bf_fetch_result *result = fetch(&with, &request);
    assert_ptr_equal(result->user, &user);
    assert_text(result->response, answer);
    assert_int_equal(result->head_length, strlen(OK_HEAD "Transfer-Encoding: chunked\r\n\r\n"));
    assert_int_equal(result->status, 200);
    assert_text(result->ip, "127.0.0.1");
    assert_text(result->truncated, "");
    assert_text(result->failure, "");
    assert_int_equal(result->protocol_count, 1);
    assert_text(result->protocols[0], "http/1.1");
    assert_text(result->cipher_suite, "");
    assert_true(bf_str_starts(result->request, BF_STR("GET /page?q HTTP/1.1\r\nHost: 127.0.0.1")));
    assert_has(result->request, "\r\nUser-Agent: test/1\r\n");
    assert_has(result->request, "\r\nAccept-Encoding: gzip, br\r\n");
    assert_has(result->request, "\r\nAccept: text/html");
    assert_true(bf_str_ends(result->request, BF_STR("\r\n\r\n")));
    char *request_seen = strndup(result->request.bytes, result->request.length);
    end_answer(&with, &of);
    assert_string_equal(of.request, request_seen);
    free(request_seen);
}

static void one_connection_and_the_same_memory_serve_again(void **state)
{
    (void)state;
    fixture with = closed_fixture();
    server of = {.keeps = true};
    start_server(&of, OK_HEAD "Content-Length: 5\r\n\r\nhello");
    open_fixture(&with);
    const char *memory = NULL;
    for (int i = 0; i < 5; i++) {
        const bf_fetch_result *result = fetch_url(&with, url_of(&of, "127.0.0.1"));
        assert_true(bf_str_ends(result->response, BF_STR("\r\n\r\nhello")));
        assert_true(memory == NULL || memory == result->response.bytes);
        memory = result->response.bytes;
    }
    assert_int_equal(atomic_load(&of.connections), 1);
    end_answer(&with, &of);
}

static void what_a_response_lacks_is_marked(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        const char *truncated;
        size_t body; /* bytes kept */
    } cases[] = {
        {OK_HEAD "Content-Length: 9\r\n\r\nshort", "disconnect", 5},
        {OK_HEAD "Content-Length: 2\r\n\r\nlonger", "", 2},
        {OK_HEAD "Transfer-Encoding: chunked\r\n\r\n9\r\nshort", "disconnect", 8},
        {OK_HEAD "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "disconnect", 5},
        {OK_HEAD "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "", 12},
        {OK_HEAD "Content-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "",
         12},
        {OK_HEAD "\r\nto the end", "", 10},
        {OK_HEAD "Content-Length: 0\r\n\r\n", "", 0},
        {"HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\n\r\n", "", 0},
        {OK_HEAD "Content-Length: 30\r\n\r\n123456789012345678901234567890", "length", 20},
        {OK_HEAD "\r\n123456789012345678901234567890", "length", 20},
        {OK_HEAD "Content-Length: 20\r\n\r\n12345678901234567890", "", 20},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture with = closed_fixture();
        server of = {0};
        with.settings.max_body_bytes = 20;
        const bf_fetch_result *result = fetch_answer(&with, &of, cases[i].answer, BF_FETCH_PAGE);
        assert_text(result->truncated, cases[i].truncated);
        assert_text(result->failure, "");
        assert_int_equal(result->response.length - result->head_length, cases[i].body);
        end_answer(&with, &of);
    }
}

static void why_there_is_no_response_is_said_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *answer, *failure;
    } cases[] = {
        {"", "the server closed the connection without an answer"},
        {"SSH-2.0-OpenSSH_9.2\r\n", "the server does not answer in HTTP: there is no status line"},
        {"<html>of HTTP/0.9</html>", "the server does not answer in HTTP: there is no status line"},
        {OK_HEAD "no colon here\r\n\r\nhi",
         "the head of the response is malformed (Header without colon)"},
        {OK_HEAD "X: cut in the mid", "the connection ended within the head of the response"},
        {OK_HEAD "X: cut\r\n", "the connection ended within the head of the response"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture with = closed_fixture();
        server of = {0};
        const bf_fetch_result *result = fetch_answer(&with, &of, cases[i].answer, BF_FETCH_PAGE);
        assert_text(result->failure, cases[i].failure);
        assert_int_equal(result->response.length, 0);
        assert_int_equal(result->status, 0);
        assert_false(result->refused);
        assert_false(result->tls_failed);
        end_answer(&with, &of);
    }
}

static void what_stays_silent_is_left_after_the_time_that_is_set(void **state)
{
    (void)state;
    static const struct {
        uint64_t idle_ms, fetch_ms;
        const char *answer, *truncated, *failure;
    } cases[] = {
        {1000, 20000, "", "", "not a byte for 1 s"},
        {20000, 300, "", "", "no whole head after 0.3 s"},
        {1000, 20000, OK_HEAD "Content-Length: 9\r\n\r\npart", "time", ""},
        {20000, 300, OK_HEAD "Content-Length: 9\r\n\r\npart", "time", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture with = closed_fixture();
        server of = {.hangs = true};
        with.settings.idle_ms = cases[i].idle_ms;
        with.settings.fetch_ms = cases[i].fetch_ms;
        const bf_fetch_result *result = fetch_answer(&with, &of, cases[i].answer, BF_FETCH_PAGE);
        assert_text(result->truncated, cases[i].truncated);
        assert_text(result->failure, cases[i].failure);
        end_answer(&with, &of);
    }
}

static void each_kind_takes_its_types_and_sizes(void **state)
{
    (void)state;
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n";
    char *answer = malloc(sizeof head + BF_FETCH_RULES_BYTES + 1);
    static const struct {
        bf_fetch_kind kind;
        bool unwanted;
        size_t body;
        const char *truncated;
    } cases[] = {
        {BF_FETCH_PAGE, true, 0, ""},
        {BF_FETCH_RULES, false, BF_FETCH_RULES_BYTES, "length"},
        {BF_FETCH_SITEMAP, false, BF_FETCH_RULES_BYTES + 1, ""},
    };
    assert_non_null(answer);
    memcpy(answer, head, sizeof head);
    memset(answer + sizeof head - 1, '#', BF_FETCH_RULES_BYTES + 1);
    answer[sizeof head - 1 + BF_FETCH_RULES_BYTES + 1] = '\0';
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture with = closed_fixture();
        server of = {0};
        const bf_fetch_result *result = fetch_answer(&with, &of, answer, cases[i].kind);
        assert_int_equal(result->unwanted, cases[i].unwanted);
        assert_int_equal(result->response.length - result->head_length, cases[i].body);
        assert_text(result->truncated, cases[i].truncated);
        end_answer(&with, &of);
    }
    free(answer);
}

static void validators_are_sent_as_stored_and_never_a_field_more(void **state)
{
    (void)state;
    fixture with = closed_fixture();
    server of = {.keeps = true};
    char longest[BF_FETCH_VALIDATOR_BYTES + 2];
    memset(longest, 'e', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    start_server(&of, "HTTP/1.1 304 Not Modified\r\n\r\n");
    open_fixture(&with);
    bf_fetch_request request = {.url = bf_str_of(url_of(&of, "127.0.0.1")),
                                .if_none_match = BF_STR("W/\"a b\""),
                                .if_modified_since = BF_STR("yesterday, about noon")};
    const bf_fetch_result *result = fetch(&with, &request);
    assert_int_equal(result->status, 304);
    assert_has(result->request, "\r\nIf-None-Match: W/\"a b\"\r\n");
    assert_has(result->request, "\r\nIf-Modified-Since: yesterday, about noon\r\n");

    request.if_none_match = BF_STR("\"a\"\r\nCookie: b");
    request.if_modified_since = bf_str_of(longest);
    result = fetch(&with, &request);
    assert_lacks(result->request, "\r\nIf-");
    assert_lacks(result->request, "cookie");

    request.if_modified_since = (bf_str){longest, BF_FETCH_VALIDATOR_BYTES};
    assert_has(fetch(&with, &request)->request, "\r\nIf-Modified-Since: eee");
    request.if_modified_since = (bf_str){0};
    assert_lacks(fetch(&with, &request)->request, "\r\nIf-");
    end_answer(&with, &of);
}

static void an_address_that_is_refused_sees_no_packet_however_it_is_spelled(void **state)
{
    (void)state;
    static const char *const hosts[] = {
        "127.0.0.1",
        "127.1",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "2130706433",
        "localhost",
        "0.0.0.0",
        "[::ffff:7f00:1]",
        "127.0.0.1.",
        "localhost.",
        "0000000177.1",
        "0",
        "[::127.0.0.1]",
        "a.b.localhost",
        "%31%32%37.0.0.1",
        "\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1",
        "[64:ff9b::7f00:1]",
    };
    fixture with = closed_fixture();
    uint16_t port;
    int listener = listen_on_loopback(&port);
    with.allow = NULL;
    open_fixture(&with);
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        char url[128];
        snprintf(url, sizeof url, "http://%s:%u/", hosts[i], port);
        const bf_fetch_result *result = fetch_url(&with, url);
        struct pollfd waiting = {.fd = listener, .events = POLLIN};
        assert_int_equal(result->status, 0);
        assert_int_equal(result->response.length, 0);
        assert_true(result->failure.length > 0);
        assert_int_equal(poll(&waiting, 1, 0), 0); /* nobody knocked */
        if (i < 8) {                               /* the others may not resolve at all */
            assert_true(result->refused);
            assert_has(result->failure, "refused: ");
        }
    }
    close_fixture(&with);
    close(listener);
}

static void a_host_that_is_opened_by_name_is_fetched_by_that_name_alone(void **state)
{
    (void)state;
    char allow[64];
    fixture with = closed_fixture();
    server of = {.keeps = true};
    start_server(&of, OK_HEAD "Content-Length: 2\r\n\r\nhi");
    snprintf(allow, sizeof allow, "localhost:%u", of.port);
    with.allow = allow;
    open_fixture(&with);
    assert_int_equal(fetch_url(&with, url_of(&of, "localhost"))->status, 200);
    assert_true(fetch_url(&with, url_of(&of, "127.0.0.1"))->refused);
    assert_true(fetch_url(&with, url_of(&of, "a.localhost"))->refused);
    end_answer(&with, &of);
    assert_int_equal(of.connections, 1);
}

static void what_cannot_be_asked_for_ends_with_words_and_not_the_fetcher(void **state)
{
    (void)state;
    static const struct {
        const char *url, *failure;
    } cases[] = {
        {"file:///etc/passwd", "not a URL"},
        {"ftp://127.0.0.1/", "only http and https"},
        {"http://a:b@127.0.0.1/", "not a URL"},
        {"", "not a URL"},
        {"http://127.0.0.1:99999/", "not a URL"},
        {"gopher://127.0.0.1:70/x", "only http and https"},
        {"http://[::1/", "not a URL"},
        {"http://no\r\nHost: x/", "not a URL"},
    };
    fixture with = closed_fixture();
    open_fixture(&with);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bf_fetch_result *result = fetch_url(&with, cases[i].url);
        assert_int_equal(result->response.length, 0);
        assert_has(result->failure, cases[i].failure);
    }
    char *longest = malloc(10000);
    assert_non_null(longest);
    memset(longest, 'x', 9999);
    memcpy(longest, "http://127.0.0.1/", 17);
    longest[9999] = '\0';
    assert_has(fetch_url(&with, longest)->failure, "not a URL");
    free(longest);
    close_fixture(&with);
}

static void the_environment_names_no_proxy(void **state)
{
    (void)state;
    static const char *const names[] = {"http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy",
                                        "ALL_PROXY"};
    uint16_t port;
    char proxy[64];
    int listener = listen_on_loopback(&port);
    struct pollfd waiting = {.fd = listener, .events = POLLIN};
    fixture with = closed_fixture();
    server of = {0};
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%u", port);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        setenv(names[i], proxy, 1);
    const bf_fetch_result *result =
        fetch_answer(&with, &of, OK_HEAD "Content-Length: 0\r\n\r\n", BF_FETCH_PAGE);
    assert_int_equal(result->status, 200);
    assert_int_equal(poll(&waiting, 1, 0), 0);
    assert_text(bf_fetcher_proxy_note(with.fetcher), "");
    end_answer(&with, &of);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    close(listener);
}

static void
a_proxy_that_the_user_names_is_asked_for_names_but_not_for_private_addresses(void **state)
{
    (void)state;
    static const char *const refused[] = {"http://169.254.169.254/latest/", "http://localhost/",
                                          "http://0x7f.1/", "http://example.com:22/",
                                          "http://[::ffff:10.0.0.1]/"};
    char proxy[64];
    fixture with = closed_fixture();
    server of = {.keeps = true};
    start_server(&of, OK_HEAD "Content-Length: 2\r\n\r\nhi");
    snprintf(proxy, sizeof proxy, "http://user:secret@127.0.0.1:%u", of.port);
    with.settings.proxy = proxy;
    with.allow = NULL; /* the proxy is allowed by being named */
    open_fixture(&with);
    assert_has(bf_fetcher_proxy_note(with.fetcher), "127.0.0.1");
    assert_lacks(bf_fetcher_proxy_note(with.fetcher), "secret");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_true(fetch_url(&with, refused[i])->refused);
        assert_has(with.result.failure, "refused: ");
    }
    assert_int_equal(atomic_load(&of.connections), 0);
    const bf_fetch_result *result = fetch_url(&with, "http://practice.example/a");
    assert_int_equal(result->status, 200);
    assert_true(
        bf_str_starts(result->request, BF_STR("GET http://practice.example/a HTTP/1.1\r\n")));
    assert_lacks(result->request, "authorization"); /* no password in an archive */
    assert_text(result->ip, "");                    /* it is the proxy's */
    end_answer(&with, &of);
    assert_non_null(strstr(of.request, "Proxy-Authorization: "));
}

static void settings_that_cannot_be_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *proxy, *ca_file;
        bf_error_code code;
    } cases[] = {
        {"http://proxy.example:3128", NULL, BF_OK},
        {"socks5h://[::1]:1080", NULL, BF_OK},
        {"proxy.example:3128", NULL, BF_ERR_USAGE},          /* no scheme */
        {"http://proxy.example", NULL, BF_ERR_USAGE},        /* no port */
        {"socks5://proxy.example:1080", NULL, BF_ERR_USAGE}, /* we would look names up */
        {"", NULL, BF_ERR_USAGE},
        {NULL, "/nowhere/ca.pem", BF_ERR_USAGE},
        {NULL, BF_SOURCE_DIR "/LICENSE", BF_ERR_USAGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture with = closed_fixture();
        bf_error err = {0};
        with.settings.proxy = cases[i].proxy;
        with.settings.ca_file = cases[i].ca_file;
        assert_int_equal(bf_fetch_check(&with.settings, &err), cases[i].code == BF_OK);
        assert_int_equal(err.code, cases[i].code);
    }
}

static void cookies_are_kept_only_when_asked_and_within_one_site(void **state)
{
    (void)state;
    static const struct {
        bool on;
        const char *host;
        const char *sent; /* NULL: no cookie */
    } cases[] = {
        {false, "a.one.localhost", NULL},
        {true, "a.one.localhost", "\r\nCookie: host=1; site=1\r\n"},
        {true, "b.one.localhost", "\r\nCookie: site=1\r\n"},
        {true, "a.two.localhost", NULL},
        {true, "two.localhost", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture with = closed_fixture();
        server of = {.keeps = true};
        with.settings.cookies = cases[i].on;
        start_server(&of,
                     OK_HEAD "Set-Cookie: host=1\r\nSet-Cookie: site=1; Domain=one.localhost\r\n"
                             "Set-Cookie: all=1; Domain=localhost\r\nContent-Length: 0\r\n\r\n");
        open_fixture(&with);
        assert_lacks(fetch_url(&with, url_of(&of, "a.one.localhost"))->request, "cookie");
        fetch_url(&with, url_of(&of, cases[i].host));
        if (cases[i].sent)
            assert_has(with.result.request, cases[i].sent);
        else
            assert_lacks(with.result.request, "cookie");
        end_answer(&with, &of);
    }
}

static void a_silent_server_holds_up_no_other(void **state)
{
    (void)state;
    fixture with = closed_fixture();
    server silent = {.hangs = true}, quick = {0};
    bf_error err = {0};
    int first, second;
    start_server(&silent, "");
    start_server(&quick, OK_HEAD "Content-Length: 2\r\n\r\nhi");
    open_fixture(&with);
    bf_fetch_request request = {.url = bf_str_of(url_of(&silent, "127.0.0.1")), .user = &first};
    assert_true(bf_fetch_start(with.fetcher, &request, &err));
    request = (bf_fetch_request){.url = bf_str_of(url_of(&quick, "127.0.0.1")), .user = &second};
    assert_true(bf_fetch_start(with.fetcher, &request, &err));
    while (!bf_fetch_take(with.fetcher, &with.result))
        assert_true(bf_fetch_wait(with.fetcher, 1000, &err));
    assert_ptr_equal(with.result.user, &second);
    assert_int_equal(with.result.status, 200);
    assert_int_equal(bf_fetch_running(with.fetcher), 1);
    end_answer(&with, &quick); /* which breaks the other off */
    stop_server(&silent);
}

static void what_is_broken_off_gives_its_user_back(void **state)
{
    (void)state;
    fixture with = closed_fixture();
    server of = {.hangs = true};
    bf_error err = {0};
    int first, second;
    start_server(&of, "");
    open_fixture(&with);
    bf_fetch_request request = {.url = bf_str_of(url_of(&of, "127.0.0.1")), .user = &first};
    assert_true(bf_fetch_start(with.fetcher, &request, &err));
    request = (bf_fetch_request){.url = BF_STR("no URL"), .user = &second};
    assert_true(bf_fetch_start(with.fetcher, &request, &err));
    assert_int_equal(bf_fetch_running(with.fetcher), 2);
    assert_false(bf_fetch_start(with.fetcher, &request, &err));
    assert_int_equal(err.code, BF_ERR_NETWORK);
    assert_ptr_equal(bf_fetch_cancel(with.fetcher), &first);
    assert_ptr_equal(bf_fetch_cancel(with.fetcher), &second);
    assert_null(bf_fetch_cancel(with.fetcher));
    assert_int_equal(bf_fetch_running(with.fetcher), 0);
    end_answer(&with, &of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exchange_is_given_as_it_was_on_the_wire),
        cmocka_unit_test(one_connection_and_the_same_memory_serve_again),
        cmocka_unit_test(what_a_response_lacks_is_marked),
        cmocka_unit_test(why_there_is_no_response_is_said_in_words),
        cmocka_unit_test(what_stays_silent_is_left_after_the_time_that_is_set),
        cmocka_unit_test(each_kind_takes_its_types_and_sizes),
        cmocka_unit_test(validators_are_sent_as_stored_and_never_a_field_more),
        cmocka_unit_test(an_address_that_is_refused_sees_no_packet_however_it_is_spelled),
        cmocka_unit_test(a_host_that_is_opened_by_name_is_fetched_by_that_name_alone),
        cmocka_unit_test(what_cannot_be_asked_for_ends_with_words_and_not_the_fetcher),
        cmocka_unit_test(the_environment_names_no_proxy),
        cmocka_unit_test(
            a_proxy_that_the_user_names_is_asked_for_names_but_not_for_private_addresses),
        cmocka_unit_test(settings_that_cannot_be_are_told),
        cmocka_unit_test(cookies_are_kept_only_when_asked_and_within_one_site),
        cmocka_unit_test(a_silent_server_holds_up_no_other),
        cmocka_unit_test(what_is_broken_off_gives_its_user_back),
    };
    setlocale(LC_CTYPE, "C.UTF-8"); /* as the command does: internationalised hosts need it */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
