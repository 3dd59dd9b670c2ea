/* crawl.c: seeds to WARC. The loop reads as one: one place starts exchanges, one ends them; all
 * that adds a URL passes bf_admit(). A record is written before the frontier commits, so that a
 * kill loses no page. */
#include "crawler/crawl.h"

#include "common/time.h"
#include "crawler/harvest.h"

enum {
    ARENA_BYTES = 64 * 1024 * 1024,
    LINGER_MS = 5000, /* for what is in flight when somebody interrupts */
    LONGEST_WAIT_MS = 1000
};

/* What may still be started. */
typedef enum {
    MORE_NOW,        /* when something has ended, and makes room */
    MORE_LATER,      /* when `look_again_ms` has come */
    NOTHING_LEFT,    /* nothing is queued, or all hosts with work are busy */
    NOTHING_ALLOWED, /* a limit keeps us from what is queued */
} starting;

typedef struct {
    bf_crew crew;
    int64_t began_ms;      /* bf_time_monotonic_ms() */
    int64_t look_again_ms; /* the same: before it, only what ends makes something due */
    starting state;
} crawl;

bf_crawl_settings bf_crawl_defaults(void)
{
    return (bf_crawl_settings){
        .scope = BF_SCOPE_DOMAIN,
        .sitemaps = BF_SITEMAPS_GUESS,
        .depth = 100,
        .max_pages = 500,
        .max_body_bytes = 16 * 1024 * 1024,
        .delay_ms = 1000,
        .concurrency = 16,
        .connect_ms = 10000,
        .idle_ms = 20000,
        .fetch_ms = 120000,
        .user_agent = "bonafide/" BF_VERSION,
        .archive_bytes = UINT64_C(1) << 30,
        .out_fd = -1,
    };
}

static bool is_out_of_time(const crawl *run)
{
    uint64_t passed = (uint64_t)(bf_time_monotonic_ms() - run->began_ms);
    uint64_t most = run->crew.settings->max_time_ms;
    return most > 0 && passed >= most;
}

/* Says whether the run still goes on when something is due. */
static bool is_due_in_time(const crawl *run)
{
    uint64_t most = run->crew.settings->max_time_ms;
    return most == 0 || (uint64_t)(run->look_again_ms - run->began_ms) < most;
}

static bool is_full(const crawl *run)
{
    uint64_t most = run->crew.settings->max_pages;
    return most > 0 && run->crew.summary->pages + run->crew.pages_in_flight >= most;
}

static bool is_interrupted(const crawl *run)
{
    const volatile sig_atomic_t *raised = run->crew.settings->interrupted;
    return raised && *raised != 0;
}

/* Ends an item without fetching it: robots.txt says no, or could not be had. */
static bool exclude(bf_crew *crew, const bf_job *job, const bf_exclusion_verdict *verdict)
{
    bf_crawl_skip skip = verdict->denied_whole ? BF_CRAWL_SKIP_NO_ROBOTS : BF_CRAWL_SKIP_ROBOTS;
    crew->summary->skipped[skip]++;
    if (job->kind == BF_FRONTIER_PAGE && (verdict->denied_whole || bf_job_is_seed(job)))
        bf_crew_note(crew, job, 0, bf_str_of(verdict->why));
    return bf_frontier_end(crew->frontier, job->id, BF_FRONTIER_EXCLUDED, 0, crew->err) &&
           bf_frontier_release(crew->frontier, job->host, 0, crew->err);
}

/* Says whether it is enough to know that `job` did not change: what it leads to is known then. Not
 * where it was captured as something else, a page that robots.txt calls a sitemap; and not of a
 * sitemap whose dates decide what is asked for. */
static bool may_be_unchanged(const bf_crew *crew, const bf_job *job)
{
    return job->id == 0 || (job->status == 200 &&
                            !(job->kind == BF_FRONTIER_SITEMAP && crew->settings->trust_lastmod));
}

/* Starts `job`, asking only whether it changed where a capture of it is kept. */
static bool start_job(bf_crew *crew, bf_job *job)
{
    bool known = may_be_unchanged(crew, job);
    if (!bf_recorder_last(crew->recorder, job->url.text, job->arena, &job->last, crew->err))
        return false;
    const bf_fetch_request request = {.url = job->url.text,
                                      .kind = bf_job_fetch_kind(job),
                                      .if_none_match = known ? job->last.etag : (bf_str){0},
                                      .if_modified_since = known ? job->last.modified : (bf_str){0},
                                      .user = job};
    if (!bf_fetch_start(crew->fetcher, &request, crew->err))
        return false;
    crew->pages_in_flight += request.kind == BF_FETCH_PAGE;
    return true;
}

/* Starts what the frontier gave, when robots.txt allows it. */
static bool start_item(bf_crew *crew, const bf_frontier_item *item)
{
    bf_exclusion_verdict verdict = {.allowed = true};
    bf_job *job = bf_job_new(item, crew->err);
    if (job == NULL)
        return false;
    bool judged = job->id == 0 ||
                  bf_exclusion_judge(crew->exclusion, item, job->url.target, &verdict, crew->err);
    job->robots_delay_ms = verdict.delay_ms;
    if (judged && verdict.allowed && start_job(crew, job))
        return true;
    bool excluded = judged && !verdict.allowed && exclude(crew, job, &verdict);
    bf_job_free(job);
    return excluded;
}

/* Starts everything that is due and has room. false: crew->err says why. */
static bool start_due(crawl *run)
{
    bf_crew *crew = &run->crew;
    while (bf_fetch_running(crew->fetcher) < crew->settings->concurrency) {
        bf_frontier_item item;
        int64_t due_ms = 0, now_ms = bf_time_now_ms();
        if (is_full(run) || is_out_of_time(run) || is_interrupted(run)) {
            bool more = bf_frontier_waiting(crew->frontier) > bf_fetch_running(crew->fetcher);
            run->state = more ? NOTHING_ALLOWED : NOTHING_LEFT;
            return true;
        }
        switch (bf_frontier_next(crew->frontier, now_ms, &item, &due_ms, crew->err)) {
        case BF_FRONTIER_ITEM:
            if (!start_item(crew, &item))
                return false;
            break;
        case BF_FRONTIER_WAIT:
            run->look_again_ms = bf_time_monotonic_ms() + due_ms - now_ms;
            run->state = is_due_in_time(run) ? MORE_LATER : NOTHING_ALLOWED;
            return true;
        case BF_FRONTIER_EMPTY:
            run->state = NOTHING_LEFT;
            return true;
        case BF_FRONTIER_BROKEN:
            return false;
        }
    }
    run->state = MORE_NOW;
    return true;
}

static bool end_job(bf_crew *crew, const bf_fetch_result *result)
{
    bf_job *job = result->user;
    bool again;
    bool ended = bf_harvest(crew, job, result, &again);
    crew->pages_in_flight -= bf_job_fetch_kind(job) == BF_FETCH_PAGE;
    if (!again)
        bf_job_free(job);
    bf_arena_reset(crew->arena);
    return ended;
}

/* Ends every exchange that has ended, then starts what is due, as one step of the state. A file of
 * the archive is complete only when that is settled: a kill before would leave in it for good what
 * the next run fetches once more. */
static bool take_turn(crawl *run)
{
    bf_crew *crew = &run->crew;
    bf_fetch_result result;
    bool began = false;
    while (bf_fetch_take(crew->fetcher, &result)) {
        if ((!began && !bf_state_begin(crew->state, crew->err)) || !end_job(crew, &result))
            return false;
        began = true;
    }
    if (!began && bf_time_monotonic_ms() < run->look_again_ms)
        return true;
    run->look_again_ms = INT64_MAX;
    return (began || bf_state_begin(crew->state, crew->err)) && start_due(run) &&
           bf_state_commit(crew->state, crew->err) && bf_recorder_rotate(crew->recorder, crew->err);
}

/* Breaks off what is in flight, and puts it back: the next run of this state fetches it again. */
static bool put_back(bf_crew *crew)
{
    bf_job *job;
    bool ok = bf_state_begin(crew->state, crew->err);
    while ((job = bf_fetch_cancel(crew->fetcher)) != NULL) {
        ok = ok && (job->id == 0 || bf_frontier_put_back(crew->frontier, job->id, crew->err)) &&
             bf_frontier_release(crew->frontier, job->host, 0, crew->err);
        bf_job_free(job);
    }
    return ok && bf_state_commit(crew->state, crew->err);
}

/* How long nothing but an answer is waited for. */
static int wait_of(const crawl *run)
{
    int64_t wait = run->look_again_ms == INT64_MAX ? LONGEST_WAIT_MS
                                                   : run->look_again_ms - bf_time_monotonic_ms();
    return wait < 0 ? 0 : wait < LONGEST_WAIT_MS ? (int)wait : LONGEST_WAIT_MS;
}

static bf_crawl_end run_loop(crawl *run)
{
    bf_crew *crew = &run->crew;
    int64_t stopping_ms = 0; /* since when nothing more may be started */
    for (;;) {
        bool stopping = is_interrupted(run) || is_out_of_time(run);
        if (stopping && stopping_ms == 0) {
            stopping_ms = bf_time_monotonic_ms();
            run->look_again_ms = 0;
        }
        if (!take_turn(run))
            return BF_CRAWL_FAILED;
        bool lingered = stopping && bf_time_monotonic_ms() - stopping_ms > LINGER_MS;
        if (bf_fetch_running(crew->fetcher) == 0 || lingered) {
            if (!put_back(crew))
                return BF_CRAWL_FAILED;
            if (is_interrupted(run))
                return BF_CRAWL_INTERRUPTED;
            if (run->state == NOTHING_ALLOWED || lingered)
                return BF_CRAWL_LIMITED;
            if (run->state == NOTHING_LEFT)
                return BF_CRAWL_DONE;
        }
        if (!bf_fetch_wait(crew->fetcher, wait_of(run), crew->err))
            return BF_CRAWL_FAILED;
    }
}

bool bf_crawl_check(const bf_crawl_settings *settings, bf_error *err)
{
    bf_url seed;
    bf_guard *guard = bf_guard_new(settings->allow_nets, settings->allow_net_count, err);
    bf_scope *scope = bf_scope_new(settings->scope, settings->includes, settings->include_count,
                                   settings->excludes, settings->exclude_count, err);
    bf_arena *arena = bf_arena_new(ARENA_BYTES);
    bool right = guard != NULL && scope != NULL && bf_fetch_check(settings, err);
    if (arena == NULL)
        right = bf_fail(err, BF_ERR_MEMORY, "crawl: no memory");
    for (size_t i = 0; i < settings->seed_count && right; i++) {
        right = bf_crew_read_seed(settings->seeds[i], arena, &seed, err);
        bf_arena_reset(arena);
    }
    bf_arena_free(arena);
    bf_scope_free(scope);
    bf_guard_free(guard);
    return right;
}

bf_crawl_end bf_crawl_run(const bf_crawl_settings *settings, bf_crawl_listen *listen, void *user,
                          bf_crawl_summary *summary, bf_error *err)
{
    bf_job *job;
    crawl run = {.crew = {.settings = settings,
                          .listen = listen,
                          .user = user,
                          .summary = summary,
                          .err = err},
                 .began_ms = bf_time_monotonic_ms()};
    bf_crew *crew = &run.crew;
    *summary = (bf_crawl_summary){0};
    bool ready = bf_crew_open(crew) && (!settings->settle || settings->settle(user, err));
    bf_crawl_end end = ready ? run_loop(&run) : BF_CRAWL_FAILED;
    if (end != BF_CRAWL_FAILED && !bf_recorder_close(crew->recorder, err))
        end = BF_CRAWL_FAILED;
    if (crew->frontier)
        summary->queued = bf_frontier_waiting(crew->frontier);
    while (crew->fetcher && (job = bf_fetch_cancel(crew->fetcher)) != NULL)
        bf_job_free(job);
    bf_crew_close(crew);
    return end;
}
