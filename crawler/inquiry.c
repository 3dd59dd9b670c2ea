/* inquiry.c: what robots.txt says of one URL. */
#include "crawler/inquiry.h"

enum { ARENA_BYTES = 64 * 1024 * 1024, WAIT_MS = 1000 };

/* Fetches `url`, and waits for it. */
static bool fetch(bf_fetcher *fetcher, bf_str url, bf_fetch_result *result, bf_error *err)
{
    const bf_fetch_request request = {.url = url, .kind = BF_FETCH_RULES};
    if (!bf_fetch_start(fetcher, &request, err))
        return false;
    while (!bf_fetch_take(fetcher, result))
        if (!bf_fetch_wait(fetcher, WAIT_MS, err))
            return false;
    return true;
}

/* Asks until an answer is no redirect. */
static bool ask(bf_fetcher *fetcher, bf_inquiry *out, bf_error *err)
{
    const bf_page_limits limits = {0};
    bf_fetch_result result;
    bf_page page;
    for (uint32_t redirects = 0;; redirects++) {
        if (!fetch(fetcher, out->asked.text, &result, err))
            return false;
        bool came = result.response.length > 0;
        if ((came && !bf_page_from_http(result.response, out->asked.text, &limits, out->arena,
                                        &page, err)) ||
            !bf_exclusion_read(&result, came ? &page : NULL, &out->asked, redirects, out->arena,
                               &out->answer, err))
            return false;
        out->status = result.status;
        if (out->answer.meaning != BF_EXCLUSION_MOVED)
            return true;
        out->asked = out->answer.target;
    }
}

static bool read_url(const char *text, bf_inquiry *out, bf_error *err)
{
    if (bf_url_parse(bf_str_of(text), NULL, out->arena, &out->url, err))
        return bf_url_parse(BF_STR("/robots.txt"), &out->url, out->arena, &out->asked, err);
    err->code = err->code == BF_ERR_FORMAT ? BF_ERR_USAGE : err->code;
    return false;
}

static bool judge(bf_inquiry *out, bf_error *err)
{
    if (out->answer.meaning == BF_EXCLUSION_DENIED)
        return true;
    out->robots = bf_robots_parse(out->answer.text, BF_STR("bonafide"));
    if (out->robots == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "robots.txt: no memory");
    out->verdict = bf_robots_decide(out->robots, out->url.target);
    return true;
}

bool bf_inquiry_run(const bf_crawl_settings *settings, const char *url, bf_inquiry *out,
                    bf_error *err)
{
    *out = (bf_inquiry){.arena = bf_arena_new(ARENA_BYTES)};
    bf_guard *guard = bf_guard_new(settings->allow_nets, settings->allow_net_count, err);
    bf_fetcher *fetcher = guard ? bf_fetcher_new(settings, guard, err) : NULL;
    bool judged = fetcher != NULL;
    if (out->arena == NULL)
        judged = bf_fail(err, BF_ERR_MEMORY, "robots.txt: no memory");
    judged = judged && read_url(url, out, err) && ask(fetcher, out, err) && judge(out, err);
    bf_fetcher_free(fetcher);
    bf_guard_free(guard);
    return judged;
}

void bf_inquiry_free(bf_inquiry *inquiry)
{
    bf_robots_free(inquiry->robots);
    bf_arena_free(inquiry->arena);
    *inquiry = (bf_inquiry){0};
}
