/* fetch_one.c: fetches URLs, one after the other, by crawler/fetch.h alone, and says what came:
 * what tests need to see of a fetch that the command does not show.
 *
 *     fetch_one [OPTION...] URL...
 *
 * A line an exchange: status, truncated, whether refused and whether TLS failed, address,
 * protocols, cipher suite, bytes of head and body, and the failure to the end of the line; "-" for
 * none. With
 * --show, the request and response as well. */
#include <getopt.h>
#include <inttypes.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crawler/fetch.h"

enum { MOST_ALLOWED = 16 };

typedef struct {
    bf_crawl_settings settings;
    const char *allowed[MOST_ALLOWED];
    bf_fetch_request request;
    unsigned times;
    bool show;
} fetching;

static void die(const bf_error *err)
{
    fprintf(stderr, "fetch_one: %s: %s\n", bf_error_name(err->code), err->message);
    exit(err->code == BF_ERR_USAGE || err->code == BF_ERR_INPUT ? 2 : 5);
}

static void show(bf_str text)
{
    fwrite(text.bytes ? text.bytes : "", 1, text.length, stdout);
}

static const char *or_none(bf_str text)
{
    return text.length > 0 ? text.bytes : "-";
}

static void tell(const bf_fetch_result *result, bool all)
{
    printf("status=%d truncated=%s refused=%d unwanted=%d tls_failed=%d ip=%s protocols=%s",
           result->status, or_none(result->truncated), result->refused, result->unwanted,
           result->tls_failed, or_none(result->ip), or_none(result->protocols[0]));
    if (result->protocol_count > 1)
        printf(",%s", or_none(result->protocols[1]));
    printf(" cipher=%s head=%zu body=%zu failure=%s\n", or_none(result->cipher_suite),
           result->head_length, result->response.length - result->head_length,
           or_none(result->failure));
    if (all) {
        show(result->request);
        show(result->response);
    }
}

static void fetch(bf_fetcher *fetcher, const fetching *job, const char *url)
{
    bf_fetch_request request = job->request;
    bf_fetch_result result;
    bf_error err = {0};
    request.url = bf_str_of(url);
    if (!bf_fetch_start(fetcher, &request, &err))
        die(&err);
    while (!bf_fetch_take(fetcher, &result))
        if (!bf_fetch_wait(fetcher, 1000, &err))
            die(&err);
    tell(&result, job->show);
}

static void fetch_all(const fetching *job, char **urls)
{
    bf_error err = {0};
    bf_guard *guard = bf_guard_new(job->settings.allow_nets, job->settings.allow_net_count, &err);
    if (guard == NULL || !bf_fetch_check(&job->settings, &err))
        die(&err);
    bf_fetcher *fetcher = bf_fetcher_new(&job->settings, guard, &err);
    if (fetcher == NULL)
        die(&err);
    if (bf_fetcher_proxy_note(fetcher).length > 0)
        fprintf(stderr, "%s\n", bf_fetcher_proxy_note(fetcher).bytes);
    for (unsigned i = 0; i < job->times; i++)
        for (char **url = urls; *url; url++)
            fetch(fetcher, job, *url);
    bf_fetcher_free(fetcher);
    bf_guard_free(guard);
}

static uint64_t number_of(const char *text)
{
    return strtoull(text, NULL, 10);
}

static bf_fetch_kind kind_of(const char *text)
{
    if (strcmp(text, "rules") == 0)
        return BF_FETCH_RULES;
    return strcmp(text, "sitemap") == 0 ? BF_FETCH_SITEMAP : BF_FETCH_PAGE;
}

static bool read_option(fetching *job, int option)
{
    bf_crawl_settings *settings = &job->settings;
    switch (option) {
    case 'a':
        if (settings->allow_net_count < MOST_ALLOWED)
            job->allowed[settings->allow_net_count++] = optarg;
        return true;
    case 'c':
        settings->ca_file = optarg;
        return true;
    case 'e':
        job->request.if_none_match = bf_str_of(optarg);
        return true;
    case 'i':
        settings->idle_ms = number_of(optarg);
        return true;
    case 'j':
        settings->cookies = true;
        return true;
    case 'k':
        job->request.kind = kind_of(optarg);
        return true;
    case 'm':
        settings->max_body_bytes = number_of(optarg);
        return true;
    case 'n':
        job->times = (unsigned)number_of(optarg);
        return true;
    case 'o':
        settings->connect_ms = number_of(optarg);
        return true;
    case 'p':
        settings->proxy = optarg;
        return true;
    case 's':
        job->show = true;
        return true;
    case 't':
        settings->fetch_ms = number_of(optarg);
        return true;
    case 'u':
        job->request.if_modified_since = bf_str_of(optarg);
        return true;
    case '2':
        settings->http2 = true;
        return true;
    default:
        return false;
    }
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"allow-net", required_argument, NULL, 'a'},
        {"ca-file", required_argument, NULL, 'c'},
        {"etag", required_argument, NULL, 'e'},
        {"idle-ms", required_argument, NULL, 'i'},
        {"cookies", no_argument, NULL, 'j'},
        {"kind", required_argument, NULL, 'k'},
        {"max-bytes", required_argument, NULL, 'm'},
        {"times", required_argument, NULL, 'n'},
        {"proxy", required_argument, NULL, 'p'},
        {"show", no_argument, NULL, 's'},
        {"time-ms", required_argument, NULL, 't'},
        {"since", required_argument, NULL, 'u'},
        {"http2", no_argument, NULL, '2'},
        {"connect-ms", required_argument, NULL, 'o'},
        {0},
    };
    fetching job = {.settings = {.max_body_bytes = 16 * 1024 * 1024,
                                 .concurrency = 4,
                                 .connect_ms = 5000,
                                 .idle_ms = 20000,
                                 .fetch_ms = 30000,
                                 .user_agent = "fetch_one/1"},
                    .times = 1};
    int option;
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    job.settings.allow_nets = job.allowed;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
        if (!read_option(&job, option))
            return 2;
    fetch_all(&job, argv + optind);
    return 0;
}
