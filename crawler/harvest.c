/* harvest.c: what became of an exchange. */
#include "crawler/harvest.h"

#include <sys/random.h>

#include "bonafide/page.h"
#include "common/digest.h"
#include "common/time.h"
#include "common/warc_writer.h"
#include "crawler/leads.h"
#include "crawler/politeness.h"
#include "crawler/sitemap.h"

enum { MOST_ATTEMPTS = 3 };

/* Reads a response as a page, its codings undone; its memory is the crew's arena. */
static bool read_page(bf_crew *crew, const bf_job *job, const bf_fetch_result *result,
                      bf_page *page)
{
    const bf_page_limits limits = {
        .body_bytes = job->kind == BF_FRONTIER_SITEMAP ? BF_SITEMAP_MOST_BYTES : 0, .lean = true};
    return bf_page_from_http(result->response, job->url.text, &limits, crew->arena, page,
                             crew->err);
}

/* Gives the host back, due as politeness says; `page` is what came, NULL when nothing did. */
static bool release(bf_crew *crew, const bf_job *job, const bf_fetch_result *result,
                    const bf_page *page)
{
    int64_t now_ms = bf_time_now_ms();
    bf_politeness_answer answer = {.delay_ms = crew->settings->delay_ms,
                                   .robots_delay_ms = job->robots_delay_ms,
                                   .took_ms = result->took_ms,
                                   .status = result->status,
                                   .retry_after = page ? bf_page_header(page, BF_STR("Retry-After"))
                                                       : (bf_str){0},
                                   .attempts = job->attempts ? job->attempts : 1};
    if (getrandom(&answer.random, sizeof answer.random, GRND_NONBLOCK) < 0)
        answer.random = (uint32_t)now_ms; /* to spread questions, it is good enough */
    return bf_frontier_release(crew->frontier, job->host, bf_politeness_due(&answer, now_ms),
                               crew->err);
}

static bool record(bf_crew *crew, const bf_job *job, const bf_fetch_result *result, bf_str digest)
{
    const bf_recorded what = {.url = job->url.text,
                              .via = job->via,
                              .hops = job->hops,
                              .result = result,
                              .last = &job->last,
                              .digest = digest};
    return bf_recorder_write(crew->recorder, &what, crew->err);
}

/* --- Pages --------------------------------------------------------------------------------------
 */

/* No response: asked again, unless it was refused or has been tried enough. */
static bool end_without_response(bf_crew *crew, const bf_job *job, const bf_fetch_result *result)
{
    bool last = result->refused || result->tls_failed || job->attempts >= MOST_ATTEMPTS;
    const bf_recorded what = {
        .url = job->url.text, .via = job->via, .hops = job->hops, .result = result};
    crew->summary->skipped[BF_CRAWL_SKIP_GUARD] += result->refused;
    crew->summary->by_class[0]++;
    if (last && job->kind == BF_FRONTIER_PAGE)
        bf_crew_note(crew, job, 0, result->failure);
    return bf_recorder_write_failure(crew->recorder, &what, crew->err) &&
           bf_frontier_end(crew->frontier, job->id, last ? BF_FRONTIER_FAILED : BF_FRONTIER_QUEUED,
                           0, crew->err) &&
           release(crew, job, result, NULL);
}

/* A response that says "not now" is kept as evidence, and asked for again. */
static bool end_for_now(bf_crew *crew, const bf_job *job, const bf_fetch_result *result,
                        const bf_page *page)
{
    bool last = job->attempts >= MOST_ATTEMPTS;
    if (last && job->kind == BF_FRONTIER_PAGE)
        bf_crew_note(crew, job, result->status,
                     result->status == 429 || result->status == 503
                         ? BF_STR("the server keeps asking us to come later")
                         : BF_STR("a gateway keeps answering that the server does not"));
    return record(crew, job, result, (bf_str){0}) &&
           bf_frontier_end(crew->frontier, job->id, last ? BF_FRONTIER_FAILED : BF_FRONTIER_QUEUED,
                           result->status, crew->err) &&
           release(crew, job, result, page);
}

static void count_response(bf_crew *crew, const bf_fetch_result *result)
{
    bf_crawl_summary *summary = crew->summary;
    summary->by_class[result->status < 600 ? result->status / 100 : 0]++;
    summary->too_many += result->status == 429;
    if (result->unwanted) {
        summary->skipped[BF_CRAWL_SKIP_TYPE]++;
        return;
    }
    summary->pages++;
    summary->bytes += result->response.length;
    summary->truncated += result->truncated.length > 0;
}

/* Ends what had a response of a type that is not read. */
static bool end_unwanted(bf_crew *crew, const bf_job *job, const bf_fetch_result *result)
{
    if (bf_job_is_seed(job))
        bf_crew_note(crew, job, result->status, BF_STR("no page of text or HTML"));
    return bf_frontier_end(crew->frontier, job->id, BF_FRONTIER_EXCLUDED, result->status,
                           crew->err) &&
           release(crew, job, result, NULL);
}

/* Records a page with what it says of itself, follows it, and is done with it. */
static bool end_read(bf_crew *crew, const bf_job *job, const bf_fetch_result *result,
                     const bf_page *page)
{
    char digest[BF_DIGEST_SHA1_TEXT] = "";
    bf_links_said said = {0};
    bool still = result->status == 304 && job->last.record_id.length > 0;
    if (!still && !bf_warc_payload_digest(result->response, digest, crew->err))
        return false;
    if (!still && !bf_leads_of_page(crew, job, page, bf_str_of(digest), &said))
        return false;
    bool noindex = said.directives.noindex, nofollow = said.directives.nofollow;
    const bf_recorded what = {.url = job->url.text,
                              .via = job->via,
                              .hops = job->hops,
                              .result = result,
                              .last = &job->last,
                              .digest = bf_str_of(digest),
                              .directives = noindex && nofollow ? BF_STR("noindex, nofollow")
                                            : noindex           ? BF_STR("noindex")
                                            : nofollow          ? BF_STR("nofollow")
                                                                : (bf_str){0},
                              .canonical = said.canonical};
    crew->summary->unchanged += bf_recorder_is_unchanged(&what);
    return bf_recorder_write(crew->recorder, &what, crew->err) &&
           bf_frontier_end(crew->frontier, job->id, BF_FRONTIER_DONE, still ? 200 : result->status,
                           crew->err) &&
           release(crew, job, result, page);
}

static bool end_page(bf_crew *crew, const bf_job *job, const bf_fetch_result *result)
{
    bf_page page;
    if (result->response.length == 0)
        return end_without_response(crew, job, result);
    count_response(crew, result);
    bool ended = result->unwanted                        ? end_unwanted(crew, job, result)
                 : !read_page(crew, job, result, &page)  ? false
                 : bf_politeness_retries(result->status) ? end_for_now(crew, job, result, &page)
                                                         : end_read(crew, job, result, &page);
    if (ended)
        bf_crew_tell(crew, BF_CRAWL_FETCHED, job->url.text, result->status, bf_job_is_seed(job),
                     (bf_str){0});
    return ended;
}

/* --- Sitemaps and robots.txt --------------------------------------------------------------------
 */

static bool end_sitemap(bf_crew *crew, const bf_job *job, const bf_fetch_result *result)
{
    bf_page page;
    char digest[BF_DIGEST_SHA1_TEXT] = "";
    if (result->response.length == 0)
        return end_without_response(crew, job, result);
    if (!read_page(crew, job, result, &page))
        return false;
    if (bf_politeness_retries(result->status))
        return end_for_now(crew, job, result, &page);
    bool moved = result->status >= 300 && result->status < 400 && result->status != 304;
    if (result->status / 100 == 2 && !bf_warc_payload_digest(result->response, digest, crew->err))
        return false;
    return (!moved || bf_leads_of_redirect(crew, job, &page)) &&
           (result->status != 200 || bf_leads_of_sitemap(crew, job, &page)) &&
           record(crew, job, result, bf_str_of(digest)) &&
           bf_frontier_end(crew->frontier, job->id, BF_FRONTIER_DONE,
                           result->status == 304 ? 200 : result->status, crew->err) &&
           release(crew, job, result, &page);
}

/* Keeps what robots.txt said, or why it could not be had, and gives the host back: at once where
 * nothing more will be asked of it. */
static bool keep_answer(bf_crew *crew, bf_job *job, const bf_fetch_result *result,
                        const bf_page *page, const bf_exclusion_answer *answer)
{
    const bf_robots *rules;
    int64_t now_ms = bf_time_now_ms();
    bool denied = answer->meaning == BF_EXCLUSION_DENIED, old;
    crew->summary->skipped[BF_CRAWL_SKIP_GUARD] += result->refused;
    if (!bf_exclusion_keep(crew->exclusion, job->host, answer, now_ms, &old, crew->err))
        return false;
    if (denied && !old)
        return bf_frontier_release(crew->frontier, job->host, now_ms, crew->err);
    rules = bf_exclusion_rules(crew->exclusion, job->host, crew->err);
    if (rules == NULL)
        return false;
    if (old)
        bf_crew_tell(crew, BF_CRAWL_WARNING, job->url.text, result->status, false,
                     BF_STR("robots.txt could not be had: the rules from before are obeyed"));
    if (bf_robots_delay_is_capped(rules))
        bf_crew_tell(crew, BF_CRAWL_WARNING, job->url.text, result->status, false,
                     BF_STR("robots.txt asks for a longer delay than the 300 s that are kept"));
    job->robots_delay_ms = bf_robots_delay_ms(rules);
    return bf_leads_of_robots(crew, job, rules) && release(crew, job, result, page);
}

/* Asks at the place that robots.txt has moved to. */
static bool ask_again(bf_crew *crew, bf_job *job, const bf_url *target)
{
    job->url = *target;
    job->redirects++;
    job->last = (bf_capture){0};
    const bf_fetch_request request = {.url = target->text, .kind = BF_FETCH_RULES, .user = job};
    return bf_fetch_start(crew->fetcher, &request, crew->err);
}

/* A later 304 speaks of the last capture. Where the rules that are kept come from another answer (a
 * 404, another place, a body that was cut), that would be no word of them: the file that was gone
 * and is there again would leave its host without rules. */
static bool forget_capture(bf_crew *crew, const bf_job *job, const bf_fetch_result *result,
                           const bf_exclusion_answer *answer)
{
    bool captured = result->status == 200 && result->truncated.length == 0;
    bool stale = answer->meaning == BF_EXCLUSION_MOVED ||
                 (answer->meaning == BF_EXCLUSION_RULES && !captured);
    return !stale || job->last.record_id.length == 0 ||
           bf_recorder_forget(crew->recorder, job->url.text, crew->err);
}

static bool end_robots(bf_crew *crew, bf_job *job, const bf_fetch_result *result, bool *again)
{
    bf_page page;
    bf_exclusion_answer answer;
    char digest[BF_DIGEST_SHA1_TEXT] = "";
    bool came = result->response.length > 0;
    const bf_recorded failed = {.url = job->url.text, .hops = job->hops, .result = result};
    if (came ? !read_page(crew, job, result, &page) ||
                   (result->status / 100 == 2 &&
                    !bf_warc_payload_digest(result->response, digest, crew->err)) ||
                   !record(crew, job, result, bf_str_of(digest))
             : !bf_recorder_write_failure(crew->recorder, &failed, crew->err))
        return false;
    if (!bf_exclusion_read(result, came ? &page : NULL, &job->url, job->redirects, job->arena,
                           &answer, crew->err) ||
        !forget_capture(crew, job, result, &answer))
        return false;
    if (answer.meaning == BF_EXCLUSION_MOVED) {
        *again = ask_again(crew, job, &answer.target);
        return *again;
    }
    return keep_answer(crew, job, result, came ? &page : NULL, &answer);
}

bool bf_harvest(bf_crew *crew, bf_job *job, const bf_fetch_result *result, bool *again)
{
    *again = false;
    if (job->id == 0)
        return end_robots(crew, job, result, again);
    return job->kind == BF_FRONTIER_SITEMAP ? end_sitemap(crew, job, result)
                                            : end_page(crew, job, result);
}
