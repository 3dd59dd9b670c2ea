/* crawl.c: seeds to WARC. The loop reads as one: one place starts exchanges, one ends them; all
 * that adds a URL passes admit(). A record is written before the frontier commits, so that a kill
 * loses no page. */
#include "crawler/crawl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "bonafide/page.h"
#include "common/buf.h"
#include "common/time.h"
#include "common/warc_writer.h"
#include "crawler/fetch.h"
#include "crawler/frontier.h"
#include "crawler/links.h"
#include "crawler/politeness.h"
#include "crawler/robots.h"
#include "crawler/scope.h"
#include "crawler/trap.h"

enum {
    PAGE_MEMORY = 256 * 1024 * 1024,
    RULES_KEPT = 64,      /* hosts whose parsed rules are at hand */
    MOST_REDIRECTS = 20,  /* of one chain */
    ROBOTS_REDIRECTS = 5, /* RFC 9309, 2.3.1.2 */
    LINGER_MS = 5000,     /* for what is in flight when somebody interrupts */
    LONGEST_WAIT_MS = 1000,
    DAY_MS = 86400000
};

/* One exchange under way: what the frontier said of it, copied. */
typedef struct {
    int64_t id; /* 0: the host's robots.txt */
    int64_t host;
    bf_url url;
    int64_t seed;
    bf_url seed_url; /* what scope is seen from; not of robots.txt */
    uint32_t depth, redirects;
    unsigned attempts;
    bf_str via, hops;
    uint64_t robots_delay_ms;
    bf_arena *arena; /* holds the texts; freed with the job */
} job;

typedef struct {
    int64_t host;
    bf_robots *robots;
} kept_rules;

typedef struct {
    const bf_crawl_settings *settings;
    bf_guard *guard;
    bf_scope *scope;
    bf_fetcher *fetcher;
    bf_frontier *frontier;
    bf_warc_writer *writer;
    bf_arena *seeds_arena, *page_arena;
    kept_rules rules[RULES_KEPT];
    int64_t began_ms;
    uint64_t pages_in_flight;
    bf_crawl_listen *listen;
    void *user;
    bf_crawl_summary *summary;
    bf_error *err;
} crawl;

bf_crawl_settings bf_crawl_defaults(void)
{
    return (bf_crawl_settings){
        .scope = BF_SCOPE_DOMAIN,
        .depth = 16,
        .max_pages = 500,
        .max_body_bytes = 16 * 1024 * 1024,
        .delay_ms = 1000,
        .concurrency = 16,
        .connect_ms = 10000,
        .idle_ms = 20000,
        .fetch_ms = 120000,
        .user_agent = "bonafide/" BF_VERSION,
        .out_fd = -1,
    };
}

static void tell(crawl *run, bf_crawl_event_kind kind, bf_str url, int status, bool seed,
                 bf_str why)
{
    const bf_crawl_event event = {kind, url, status, seed, why, run->summary};
    if (run->listen)
        run->listen(&event, run->user);
}

/* --- What is asked for -------------------------------------------------------------------------
 */

/* Tells why a URL gave no page, and counts it. */
static void note_failure(crawl *run, const job *of, int status, bf_str why)
{
    bool seed = of->depth == 0;
    if (seed)
        run->summary->seeds_failed++;
    else
        run->summary->links_failed++;
    tell(run, BF_CRAWL_NOTE, of->url.text, status, seed, why);
}

/* The one way in: a URL is added when it is in the scope of `seed`, no trap, and not known. A seed
 * is what somebody asked for, whatever it looks like. */
static bool admit(crawl *run, const bf_url *url, const bf_url *seed, const bf_frontier_entry *like,
                  bool *added)
{
    bf_frontier_entry entry = *like;
    *added = false;
    bf_scope_way way = like->redirects > 0 ? BF_SCOPE_REDIRECT : BF_SCOPE_LINK;
    if (url != seed && (bf_trap_shape(url) != BF_TRAP_NONE ||
                        bf_scope_judge(run->scope, seed, url, way) != BF_SCOPE_IN)) {
        run->summary->out_of_scope++;
        return true;
    }
    entry.url = url;
    return (entry.key.length > 0 || bf_url_key(url, run->page_arena, &entry.key, run->err)) &&
           bf_frontier_add(run->frontier, &entry, added, run->err);
}

static bool read_seed(const char *text, bf_arena *arena, bf_url *out, bf_error *err)
{
    if (bf_url_parse(bf_str_of(text), NULL, arena, out, err))
        return true;
    err->code = err->code == BF_ERR_FORMAT ? BF_ERR_USAGE : err->code;
    return false;
}

static bool admit_seed(crawl *run, const char *text)
{
    bf_url seed;
    bf_frontier_entry entry = {.priority = 1};
    bool added;
    return read_seed(text, run->seeds_arena, &seed, run->err) &&
           bf_frontier_add_seed(run->frontier, seed.text, &entry.seed, run->err) &&
           admit(run, &seed, &seed, &entry, &added);
}

static bool admit_seeds(crawl *run)
{
    bool admitted = bf_frontier_begin(run->frontier, run->err);
    for (size_t i = 0; i < run->settings->seed_count && admitted; i++)
        admitted = admit_seed(run, run->settings->seeds[i]);
    return admitted && bf_frontier_commit(run->frontier, run->err);
}

/* The parsed rules of a host: at hand, or read again from what the frontier keeps. */
static const bf_robots *rules_of(crawl *run, const bf_frontier_item *item)
{
    kept_rules *kept = &run->rules[(uint64_t)item->host % RULES_KEPT];
    if (kept->robots && kept->host == item->host)
        return kept->robots;
    bf_robots_free(kept->robots);
    kept->host = item->host;
    kept->robots = bf_robots_parse(item->robots_text, BF_STR("bonafide"));
    if (kept->robots == NULL)
        bf_fail(run->err, BF_ERR_MEMORY, "crawl: no memory");
    return kept->robots;
}

static void free_job(job *ended)
{
    if (ended)
        bf_arena_free(ended->arena); /* the job is in it */
}

/* Copies what the frontier says of an item; NULL without memory, or for a URL that cannot be read.
 */
static job *make_job(crawl *run, const bf_frontier_item *item)
{
    bf_arena *arena = bf_arena_new(1 << 20);
    job *made = arena ? bf_arena_take(arena, 1, sizeof *made) : NULL;
    bf_url origin;
    if (made == NULL) {
        bf_fail(run->err, BF_ERR_MEMORY, "crawl: no memory");
        bf_arena_free(arena);
        return NULL;
    }
    *made = (job){.id = item->id,
                  .host = item->host,
                  .seed = item->seed,
                  .depth = item->depth,
                  .redirects = item->redirects,
                  .attempts = item->attempts,
                  .arena = arena};
    bool read = item->id != 0
                    ? bf_url_parse(item->url, NULL, arena, &made->url, run->err) &&
                          bf_url_parse(item->seed_url, NULL, arena, &made->seed_url, run->err)
                    : bf_url_parse(item->origin, NULL, arena, &origin, run->err) &&
                          bf_url_parse(BF_STR("/robots.txt"), &origin, arena, &made->url, run->err);
    if (read && bf_arena_copy(arena, item->via, &made->via) &&
        bf_arena_copy(arena, item->id ? item->hops : BF_STR("P"), &made->hops))
        return made;
    if (run->err->code == BF_OK)
        bf_fail(run->err, BF_ERR_MEMORY, "crawl: no memory");
    bf_arena_free(arena);
    return NULL;
}

/* Ends an item without fetching it: robots.txt says no, or could not be had. */
static bool exclude(crawl *run, const job *denied, const bf_frontier_item *item)
{
    run->summary->robots_denied++;
    if (item->robots == BF_FRONTIER_ROBOTS_DENY)
        note_failure(run, denied, 0, item->robots_text);
    else if (denied->depth == 0)
        note_failure(run, denied, 0, BF_STR("robots.txt keeps us from this page"));
    return bf_frontier_end(run->frontier, item->id, BF_FRONTIER_EXCLUDED, 0, run->err) &&
           bf_frontier_release(run->frontier, item->host, 0, run->err);
}

/* Starts what the frontier gave, when robots.txt allows it. `*started` says whether it did. */
static bool start_item(crawl *run, const bf_frontier_item *item, bool *started)
{
    const bf_robots *rules = NULL;
    job *made = make_job(run, item);
    *started = false;
    if (made == NULL)
        return false;
    if (item->id != 0 && item->robots == BF_FRONTIER_ROBOTS_TEXT) {
        rules = rules_of(run, item);
        if (rules == NULL) {
            free_job(made);
            return false;
        }
        made->robots_delay_ms = bf_robots_delay_ms(rules);
    }
    if (item->id != 0 && (rules == NULL || !bf_robots_allows(rules, made->url.target))) {
        bool excluded = exclude(run, made, item);
        free_job(made);
        return excluded;
    }
    const bf_fetch_request request = {
        .url = made->url.text, .kind = item->id ? BF_FETCH_PAGE : BF_FETCH_RULES, .user = made};
    *started = bf_fetch_start(run->fetcher, &request, run->err);
    if (!*started)
        free_job(made);
    else if (item->id != 0)
        run->pages_in_flight++;
    return *started;
}

static bool is_out_of_time(const crawl *run)
{
    uint64_t passed = (uint64_t)(bf_time_monotonic_ms() - run->began_ms);
    return run->settings->max_time_ms > 0 && passed >= run->settings->max_time_ms;
}

static bool is_full(const crawl *run)
{
    uint64_t most = run->settings->max_pages;
    return most > 0 && run->summary->pages + run->pages_in_flight >= most;
}

static bool is_interrupted(const crawl *run)
{
    return run->settings->interrupted && *run->settings->interrupted != 0;
}

/* What may still happen. */
typedef enum { MORE_NOW, MORE_LATER, NOTHING_LEFT, NOTHING_ALLOWED, START_FAILED } starting;

/* At a limit: is there anything that it keeps us from? */
static starting whether_limited(crawl *run)
{
    uint64_t queued;
    if (!bf_frontier_count(run->frontier, BF_FRONTIER_QUEUED, &queued, run->err))
        return START_FAILED;
    return queued > 0 ? NOTHING_ALLOWED : NOTHING_LEFT;
}

/* Starts everything that is due and has room; `*wait_ms` is how long nothing else is. */
static starting start_due(crawl *run, int *wait_ms)
{
    *wait_ms = LONGEST_WAIT_MS;
    while (bf_fetch_running(run->fetcher) < run->settings->concurrency) {
        bf_frontier_item item;
        int64_t due_ms = 0, now_ms = bf_time_now_ms();
        bool started;
        if (is_full(run) || is_out_of_time(run) || is_interrupted(run))
            return whether_limited(run);
        if (!bf_frontier_begin(run->frontier, run->err))
            return START_FAILED;
        bf_frontier_next_kind next =
            bf_frontier_next(run->frontier, now_ms, &item, &due_ms, run->err);
        if (next == BF_FRONTIER_BROKEN ||
            (next == BF_FRONTIER_ITEM && !start_item(run, &item, &started)) ||
            !bf_frontier_commit(run->frontier, run->err))
            return START_FAILED;
        if (next == BF_FRONTIER_EMPTY)
            return NOTHING_LEFT;
        if (next == BF_FRONTIER_WAIT) {
            int64_t wait = due_ms - now_ms;
            *wait_ms = wait < LONGEST_WAIT_MS ? (int)wait : LONGEST_WAIT_MS;
            return MORE_LATER;
        }
    }
    return MORE_NOW;
}

/* --- What came ----------------------------------------------------------------------------------
 */

/* Writes the exchange, with what HTTP does not say of it. */
static bool archive(crawl *run, const job *of, const bf_fetch_result *result)
{
    char took[24];
    bf_warc_place place;
    bf_warc_pair pairs[3];
    size_t count = 0;
    snprintf(took, sizeof took, "%" PRIu64, result->took_ms);
    if (of->via.length > 0)
        pairs[count++] = (bf_warc_pair){BF_STR("via"), of->via};
    if (of->hops.length > 0)
        pairs[count++] = (bf_warc_pair){BF_STR("hopsFromSeed"), of->hops};
    pairs[count++] = (bf_warc_pair){BF_STR("fetchTimeMs"), bf_str_of(took)};
    const bf_warc_exchange exchange = {.target_uri = of->url.text,
                                       .date_ms = result->started_ms,
                                       .ip = result->ip,
                                       .request = result->request,
                                       .response = result->response,
                                       .truncated = result->truncated,
                                       .metadata = pairs,
                                       .metadata_count = count};
    return bf_warc_write_exchange(run->writer, &exchange, &place, run->err);
}

/* Reads a response as a page, its codings undone; its memory is the page arena's. */
static bool read_page(crawl *run, const job *of, const bf_fetch_result *result, bf_page *page)
{
    const bf_page_limits limits = {0};
    return bf_page_from_http(result->response, of->url.text, &limits, run->page_arena, page,
                             run->err);
}

/* What a page's links are added as. */
typedef struct {
    crawl *run;
    const bf_url *seed;
    bf_frontier_entry like;
} link_job;

static bool admit_link(const bf_url *url, void *user)
{
    link_job *links = user;
    bool added;
    return admit(links->run, url, links->seed, &links->like, &added);
}

/* "LL" and an "L" more; hopsFromSeed as Heritrix writes it. */
static bool more_hops(crawl *run, bf_str hops, const char *hop, bf_str *out)
{
    char text[64];
    snprintf(text, sizeof text, "%.*s%s", (int)(hops.length > 60 ? 60 : hops.length),
             hops.bytes ? hops.bytes : "", hop);
    return bf_arena_copy(run->page_arena, bf_str_of(text), out) ||
           bf_fail(run->err, BF_ERR_MEMORY, "crawl: no memory");
}

static bool follow_links(crawl *run, const job *of, const bf_page *page)
{
    link_job links = {
        run,
        &of->seed_url,
        {.seed = of->seed, .depth = of->depth + 1, .priority = 3, .via = of->url.text}};
    if (of->depth >= run->settings->depth || !more_hops(run, of->hops, "L", &links.like.hops))
        return of->depth >= run->settings->depth;
    bf_links_said said;
    return bf_links_each(page, &of->url, run->page_arena, &said, admit_link, &links, run->err);
}

/* Where a response redirects to; an empty one, and a note, for what cannot be followed. */
static bool read_target(crawl *run, const job *of, const bf_page *page, bf_url *target)
{
    bf_error unread = {0};
    bf_str location = bf_page_header(page, BF_STR("Location"));
    const char *why = NULL;
    if (of->redirects >= MOST_REDIRECTS)
        why = "redirected too often";
    else if (location.length == 0 ||
             !bf_url_parse(location, &of->url, run->page_arena, target, &unread))
        why = "redirected to something that is no http URL";
    else if (bf_str_equal(target->text, of->url.text) || bf_str_equal(target->text, of->via))
        why = "redirected in a circle";
    if (unread.code == BF_ERR_MEMORY) {
        *run->err = unread;
        return false;
    }
    if (why) {
        note_failure(run, of, page->http_status, bf_str_of(why));
        *target = (bf_url){0};
    }
    return true;
}

/* The key of a redirect's target. Where it is that of the page itself (a tracking parameter or a
 * session was taken off), the target has a key of its own, or it would count as known and be lost.
 */
static bool key_of_target(crawl *run, const job *of, const bf_url *target, bf_str *key)
{
    bf_str own;
    bf_buf text;
    if (!bf_url_key(&of->url, run->page_arena, &own, run->err) ||
        !bf_url_key(target, run->page_arena, key, run->err))
        return false;
    if (!bf_str_equal(own, *key))
        return true;
    bf_buf_init(&text, SIZE_MAX / 2);
    bf_buf_append_format(&text, "redirect %.*s", BF_STR_ARG(target->text));
    bool made = bf_buf_view(&text, "URL", &own, run->err) &&
                (bf_arena_copy(run->page_arena, own, key) ||
                 bf_fail(run->err, BF_ERR_MEMORY, "crawl: no memory"));
    bf_buf_free(&text);
    return made;
}

/* A redirect is a page with one link, which is as deep as the page itself. */
static bool follow_redirect(crawl *run, const job *of, const bf_page *page)
{
    bf_url target;
    bool added;
    bf_frontier_entry entry = {.seed = of->seed,
                               .depth = of->depth,
                               .redirects = of->redirects + 1,
                               .priority = of->depth == 0 ? 1 : 3,
                               .via = of->url.text};
    if (!read_target(run, of, page, &target))
        return false;
    if (target.text.length == 0)
        return true;
    uint64_t outside = run->summary->out_of_scope;
    if (!more_hops(run, of->hops, "R", &entry.hops) ||
        !key_of_target(run, of, &target, &entry.key) ||
        !admit(run, &target, &of->seed_url, &entry, &added))
        return false;
    if (of->depth == 0 && run->summary->out_of_scope > outside)
        note_failure(run, of, page->http_status, BF_STR("redirected out of scope"));
    else if (!added && of->redirects >= 2) /* the third hop that leads back */
        note_failure(run, of, page->http_status, BF_STR("redirected in a circle"));
    return true;
}

static bool is_html(const bf_page *page)
{
    return page->media_type.length == 0 || bf_str_equal(page->media_type, BF_STR("text/html")) ||
           bf_str_equal(page->media_type, BF_STR("application/xhtml+xml"));
}

/* Reads a page for what it leads to. */
static bool follow(crawl *run, const job *of, const bf_page *page)
{
    if (page->http_status >= 300 && page->http_status < 400)
        return follow_redirect(run, of, page);
    if (page->http_status >= 400) {
        char why[48];
        snprintf(why, sizeof why, "the server answers %d", page->http_status);
        note_failure(run, of, page->http_status, bf_str_of(why));
        return true;
    }
    return !is_html(page) || follow_links(run, of, page);
}

/* Gives the host back, due as politeness says. */
static bool release(crawl *run, const job *of, const bf_fetch_result *result, bf_str retry_after)
{
    int64_t now_ms = bf_time_now_ms();
    const bf_politeness_answer answer = {.delay_ms = run->settings->delay_ms,
                                         .robots_delay_ms = of->robots_delay_ms,
                                         .took_ms = result->took_ms,
                                         .status = result->status,
                                         .retry_after = retry_after,
                                         .attempts = of->attempts ? of->attempts : 1};
    return bf_frontier_release(run->frontier, of->host, bf_politeness_due(&answer, now_ms),
                               run->err);
}

/* No response: asked again, unless it was refused or has been tried enough. */
static bool end_without_response(crawl *run, const job *of, const bf_fetch_result *result)
{
    bool last = result->refused || of->attempts >= 3;
    run->summary->guard_refused += result->refused;
    run->summary->by_class[0]++;
    if (last)
        note_failure(run, of, 0, result->failure);
    return bf_frontier_begin(run->frontier, run->err) &&
           bf_frontier_end(run->frontier, of->id, last ? BF_FRONTIER_FAILED : BF_FRONTIER_QUEUED, 0,
                           run->err) &&
           release(run, of, result, (bf_str){0}) && bf_frontier_commit(run->frontier, run->err);
}

/* A response that says "not now" is kept as evidence, and asked for again. */
static bool end_for_now(crawl *run, const job *of, const bf_fetch_result *result,
                        const bf_page *page)
{
    bool last = of->attempts >= 3;
    if (last)
        note_failure(run, of, result->status, BF_STR("the server keeps asking us to come later"));
    return bf_frontier_end(run->frontier, of->id, last ? BF_FRONTIER_FAILED : BF_FRONTIER_QUEUED,
                           result->status, run->err) &&
           release(run, of, result, bf_page_header(page, BF_STR("Retry-After")));
}

static bool end_page(crawl *run, const job *of, const bf_fetch_result *result)
{
    bf_page page;
    if (result->response.length == 0)
        return end_without_response(run, of, result);
    run->summary->by_class[result->status < 600 ? result->status / 100 : 0]++;
    if (!read_page(run, of, result, &page) || (!result->unwanted && !archive(run, of, result)) ||
        !bf_frontier_begin(run->frontier, run->err))
        return false;
    if (result->unwanted) {
        if (of->depth == 0)
            note_failure(run, of, result->status, BF_STR("no page of text or HTML"));
    } else {
        run->summary->pages++;
        run->summary->bytes += result->response.length;
    }
    tell(run, BF_CRAWL_FETCHED, of->url.text, result->status, of->depth == 0, (bf_str){0});
    bool ended;
    if (bf_politeness_retries(result->status))
        ended = end_for_now(run, of, result, &page);
    else
        ended = (result->unwanted || follow(run, of, &page)) &&
                bf_frontier_end(run->frontier, of->id,
                                result->unwanted ? BF_FRONTIER_EXCLUDED : BF_FRONTIER_DONE,
                                result->status, run->err) &&
                release(run, of, result, (bf_str){0});
    return ended && bf_frontier_commit(run->frontier, run->err);
}

/* The rules that were at hand are no longer a host's. */
static void forget_rules(crawl *run, int64_t host)
{
    kept_rules *kept = &run->rules[(uint64_t)host % RULES_KEPT];
    if (kept->robots == NULL || kept->host != host)
        return;
    bf_robots_free(kept->robots);
    *kept = (kept_rules){0};
}

/* Keeps what robots.txt said, or why it could not be had, and gives the host back: at once where
 * nothing more will be asked of it. */
static bool keep_robots(crawl *run, const job *of, const bf_fetch_result *result,
                        bf_frontier_robots robots, bf_str text)
{
    int64_t now_ms = bf_time_now_ms(), due_ms = now_ms;
    if (robots == BF_FRONTIER_ROBOTS_TEXT)
        due_ms += (int64_t)(run->settings->delay_ms < DAY_MS ? run->settings->delay_ms : DAY_MS);
    forget_rules(run, of->host);
    run->summary->guard_refused += result->refused;
    return bf_frontier_begin(run->frontier, run->err) &&
           bf_frontier_set_robots(run->frontier, of->host, robots,
                                  bf_str_slice(text, 0, BF_ROBOTS_MOST_BYTES), now_ms, run->err) &&
           bf_frontier_release(run->frontier, of->host, due_ms, run->err) &&
           bf_frontier_commit(run->frontier, run->err);
}

/* Keeps, in words for people, why nothing of a host may be fetched. */
static bool deny_all(crawl *run, const job *of, const bf_fetch_result *result)
{
    static const char so[] = "so nothing of this host is fetched";
    char why[320];
    if (result->refused && of->redirects == 0) /* by the guard, whatever would have been asked */
        snprintf(why, sizeof why, "%.*s", BF_STR_ARG(result->failure));
    else if (result->failure.length > 0)
        snprintf(why, sizeof why, "robots.txt could not be had (%.*s), %s",
                 BF_STR_ARG(bf_str_slice(result->failure, 0, 200)), so);
    else if (result->status / 100 == 2)
        snprintf(why, sizeof why, "robots.txt was broken off, %s", so);
    else
        snprintf(why, sizeof why, "robots.txt was answered with %d, %s", result->status, so);
    return keep_robots(run, of, result, BF_FRONTIER_ROBOTS_DENY, bf_str_of(why));
}

/* Follows a redirect of robots.txt, also to another host; its rules are the first host's. `*again`
 * says that the job is under way once more. */
static bool redirect_robots(crawl *run, job *of, const bf_page *page, bool *again)
{
    bf_error unread = {0};
    bf_url target;
    bf_str location = bf_page_header(page, BF_STR("Location"));
    *again = false;
    if (location.length == 0 || of->redirects >= ROBOTS_REDIRECTS)
        return true;
    if (!bf_url_parse(location, &of->url, of->arena, &target, &unread)) {
        if (unread.code == BF_ERR_MEMORY) /* not as if there were no rules */
            *run->err = unread;
        return unread.code != BF_ERR_MEMORY;
    }
    of->url = target;
    of->redirects++;
    const bf_fetch_request request = {.url = target.text, .kind = BF_FETCH_RULES, .user = of};
    *again = bf_fetch_start(run->fetcher, &request, run->err);
    return *again;
}

/* RFC 9309, 2.3.1: 2xx gives rules, 4xx gives none, 429, 5xx, a cut body and silence forbid all. */
static bool end_robots(crawl *run, job *of, const bf_fetch_result *result, bool *again)
{
    bf_page page;
    *again = false;
    if (result->response.length == 0)
        return deny_all(run, of, result);
    if (!read_page(run, of, result, &page) || !archive(run, of, result))
        return false;
    int class = result->status / 100;
    if (class == 3) {
        if (!redirect_robots(run, of, &page, again))
            return false;
        if (*again)
            return true;
    }
    bool broken_off = bf_str_equal(result->truncated, BF_STR("disconnect")) ||
                      bf_str_equal(result->truncated, BF_STR("time"));
    if (class >= 5 || result->status == 429 || (class == 2 && broken_off))
        return deny_all(run, of, result);
    return keep_robots(run, of, result, BF_FRONTIER_ROBOTS_TEXT,
                       class == 2 ? page.body : (bf_str){0});
}

/* Ends every exchange that has ended. */
static bool end_finished(crawl *run)
{
    bf_fetch_result result;
    while (bf_fetch_take(run->fetcher, &result)) {
        job *of = result.user;
        bool again = false;
        bool ended = of->id ? end_page(run, of, &result) : end_robots(run, of, &result, &again);
        if (of->id)
            run->pages_in_flight--;
        if (!again)
            free_job(of);
        bf_arena_reset(run->page_arena);
        if (!ended)
            return false;
    }
    return true;
}

/* --- The loop ------------------------------------------------------------------------------------
 */

/* Breaks off what is in flight, and puts it back: the next run of this state fetches it again. */
static bool put_back(crawl *run)
{
    job *of;
    bool ok = true;
    while ((of = bf_fetch_cancel(run->fetcher)) != NULL) {
        ok = ok && (of->id == 0 || bf_frontier_put_back(run->frontier, of->id, run->err)) &&
             bf_frontier_release(run->frontier, of->host, 0, run->err);
        free_job(of);
    }
    return ok;
}

static bf_crawl_end run_loop(crawl *run)
{
    int64_t stopping_ms = 0; /* since when nothing more may be started */
    int wait_ms;
    for (;;) {
        starting state = start_due(run, &wait_ms);
        if (state == START_FAILED)
            return BF_CRAWL_FAILED;
        bool stopping = is_interrupted(run) || is_out_of_time(run);
        if (stopping && stopping_ms == 0)
            stopping_ms = bf_time_monotonic_ms();
        bool lingered = stopping && bf_time_monotonic_ms() - stopping_ms > LINGER_MS;
        if (bf_fetch_running(run->fetcher) == 0 || lingered) {
            if (!put_back(run))
                return BF_CRAWL_FAILED;
            if (is_interrupted(run))
                return BF_CRAWL_INTERRUPTED;
            if (state == NOTHING_ALLOWED || lingered)
                return BF_CRAWL_LIMITED;
            if (state == NOTHING_LEFT)
                return BF_CRAWL_DONE;
        }
        if (!bf_fetch_wait(run->fetcher, wait_ms, run->err) || !end_finished(run))
            return BF_CRAWL_FAILED;
    }
}

/* What stands at the head of a WARC file (ISO 28500:2017, 6.3). */
static bf_warc_writer *make_writer(const bf_crawl_settings *settings)
{
    const bf_warc_pair info[] = {
        {BF_STR("software"), BF_STR("bonafide/" BF_VERSION)},
        {BF_STR("robots"), BF_STR("obey")},
        {BF_STR("http-header-user-agent"), bf_str_of(settings->user_agent)},
        {BF_STR("operator"), bf_str_of(settings->contact)},
    };
    return bf_warc_writer_new(settings->out_fd, settings->gzip, info, settings->contact ? 4 : 3);
}

static bool open_parts(crawl *run)
{
    const bf_crawl_settings *settings = run->settings;
    run->guard = bf_guard_new(settings->allow_nets, settings->allow_net_count, run->err);
    run->scope = bf_scope_new(settings->scope, NULL, 0, NULL, 0, run->err);
    if (run->guard == NULL || run->scope == NULL)
        return false;
    run->seeds_arena = bf_arena_new(PAGE_MEMORY);
    run->page_arena = bf_arena_new(PAGE_MEMORY);
    run->writer = make_writer(settings);
    if (run->seeds_arena == NULL || run->page_arena == NULL || run->writer == NULL)
        return bf_fail(run->err, BF_ERR_MEMORY, "crawl: no memory");
    run->fetcher = bf_fetcher_new(settings, run->guard, run->err);
    if (run->fetcher == NULL)
        return false;
    run->frontier = bf_frontier_open(settings->state_dir, run->err);
    return run->frontier != NULL && admit_seeds(run) && bf_warc_write_info(run->writer, run->err);
}

static void close_parts(crawl *run)
{
    job *of;
    while (run->fetcher && (of = bf_fetch_cancel(run->fetcher)) != NULL)
        free_job(of);
    for (size_t i = 0; i < RULES_KEPT; i++)
        bf_robots_free(run->rules[i].robots);
    bf_fetcher_free(run->fetcher);
    bf_frontier_close(run->frontier);
    bf_warc_writer_free(run->writer);
    bf_arena_free(run->seeds_arena);
    bf_arena_free(run->page_arena);
    bf_scope_free(run->scope);
    bf_guard_free(run->guard);
}

bool bf_crawl_check(const bf_crawl_settings *settings, bf_error *err)
{
    bf_url seed;
    bf_guard *guard = bf_guard_new(settings->allow_nets, settings->allow_net_count, err);
    bf_arena *arena = bf_arena_new(PAGE_MEMORY);
    bool right = guard != NULL;
    if (arena == NULL)
        right = bf_fail(err, BF_ERR_MEMORY, "crawl: no memory");
    for (size_t i = 0; i < settings->seed_count && right; i++)
        right = read_seed(settings->seeds[i], arena, &seed, err);
    bf_arena_free(arena);
    bf_guard_free(guard);
    return right;
}

bf_crawl_end bf_crawl_run(const bf_crawl_settings *settings, bf_crawl_listen *listen, void *user,
                          bf_crawl_summary *summary, bf_error *err)
{
    crawl run = {.settings = settings,
                 .began_ms = bf_time_monotonic_ms(),
                 .listen = listen,
                 .user = user,
                 .summary = summary,
                 .err = err};
    *summary = (bf_crawl_summary){0};
    bool ready = open_parts(&run) && (!settings->settle || settings->settle(user, err));
    bf_crawl_end end = ready ? run_loop(&run) : BF_CRAWL_FAILED;
    bf_error uncounted = {0}; /* of a count that nobody waits for */
    if (run.frontier &&
        !bf_frontier_count(run.frontier, BF_FRONTIER_QUEUED, &summary->queued, &uncounted))
        summary->queued = 0;
    close_parts(&run);
    return end;
}
