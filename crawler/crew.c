/* crew.c: the parts of one crawl, opened and closed together. */
#include "crawler/crew.h"

#include "common/time.h"

enum { ARENA_BYTES = 256 * 1024 * 1024 };

void bf_crew_tell(bf_crew *crew, bf_crawl_event_kind kind, bf_str url, int status, bool seed,
                  bf_str why)
{
    const bf_crawl_event event = {kind, url, status, seed, why, crew->summary};
    crew->summary->queued = crew->frontier ? bf_frontier_waiting(crew->frontier) : 0;
    if (crew->listen)
        crew->listen(&event, crew->user);
}

void bf_crew_note(bf_crew *crew, const bf_job *job, int status, bf_str why)
{
    bool seed = bf_job_is_seed(job);
    if (seed)
        crew->summary->seeds_failed++;
    else
        crew->summary->links_failed++;
    bf_crew_tell(crew, BF_CRAWL_NOTE, job->url.text, status, seed, why);
}

bool bf_crew_read_seed(const char *text, bf_arena *arena, bf_url *out, bf_error *err)
{
    if (bf_url_parse(bf_str_of(text), NULL, arena, out, err))
        return true;
    err->code = err->code == BF_ERR_FORMAT ? BF_ERR_USAGE : err->code;
    return false;
}

static bool name_seeds(bf_crew *crew)
{
    const bf_crawl_settings *settings = crew->settings;
    crew->seeds = bf_arena_take(crew->seeds_arena, settings->seed_count, sizeof *crew->seeds);
    if (crew->seeds == NULL)
        return bf_fail(crew->err, BF_ERR_MEMORY, "crawl: no memory");
    for (size_t i = 0; i < settings->seed_count; i++) {
        bf_crew_seed *seed = &crew->seeds[i];
        if (!bf_crew_read_seed(settings->seeds[i], crew->seeds_arena, &seed->url, crew->err) ||
            !bf_frontier_add_seed(crew->frontier, seed->url.text, &seed->id, crew->err))
            return false;
    }
    return true;
}

static bool admit_seeds(bf_crew *crew)
{
    for (size_t i = 0; i < crew->settings->seed_count; i++) {
        bf_crew_seed *seed = &crew->seeds[i];
        const bf_frontier_entry entry = {.url = &seed->url, .seed = seed->id, .priority = 1};
        bf_admission_source person;
        bf_admission_outcome outcome;
        if (!bf_admission_begin(crew->admission, NULL, &person, crew->err) ||
            !bf_admit(crew->admission, &person, &entry, &seed->url, BF_SCOPE_LINK, crew->arena,
                      &outcome, crew->err))
            return false;
        bf_arena_reset(crew->arena);
    }
    return true;
}

/* Who takes other links than the run before wants the lists of URLs again, too. */
static bool look_for_sitemaps(bf_crew *crew)
{
    return crew->settings->sitemaps == BF_SITEMAPS_NONE ||
           !bf_recorder_takes_other_links(crew->recorder) ||
           bf_frontier_ask_robots_again(crew->frontier, crew->err);
}

/* A new round may have sitemaps of new names. */
static bool renew(bf_crew *crew)
{
    uint64_t *renewed = &crew->summary->renewed;
    return bf_frontier_renew(crew->frontier, renewed, crew->err) &&
           (*renewed == 0 ||
            bf_frontier_forget_tally(crew->frontier, bf_state_hash(BF_STR(BF_CREW_SITEMAPS)),
                                     crew->err));
}

/* Seeds whose round is complete begin the next one before they are admitted, or they would count as
 * left in the queue. */
static bool seed_frontier(bf_crew *crew)
{
    return bf_state_begin(crew->state, crew->err) && name_seeds(crew) && look_for_sitemaps(crew) &&
           renew(crew) && admit_seeds(crew) && bf_state_commit(crew->state, crew->err);
}

static bool open_memory(bf_crew *crew)
{
    crew->state = bf_state_open(crew->settings->state_dir, crew->err);
    if (crew->state)
        crew->frontier = bf_frontier_new(crew->state, bf_time_now_ms(), crew->err);
    return crew->frontier != NULL;
}

static bool open_judges(bf_crew *crew)
{
    const bf_crawl_settings *settings = crew->settings;
    crew->scope = bf_scope_new(settings->scope, settings->includes, settings->include_count,
                               settings->excludes, settings->exclude_count, crew->err);
    if (crew->scope == NULL)
        return false;
    crew->exclusion = bf_exclusion_new(crew->frontier, BF_STR("bonafide"));
    crew->admission = bf_admission_new(crew->frontier, crew->scope, settings->max_pages);
    return (crew->exclusion && crew->admission) ||
           bf_fail(crew->err, BF_ERR_MEMORY, "crawl: no memory");
}

bool bf_crew_open(bf_crew *crew)
{
    const bf_crawl_settings *settings = crew->settings;
    crew->guard = bf_guard_new(settings->allow_nets, settings->allow_net_count, crew->err);
    if (crew->guard == NULL)
        return false;
    crew->seeds_arena = bf_arena_new(ARENA_BYTES);
    crew->arena = bf_arena_new(ARENA_BYTES);
    if (crew->seeds_arena == NULL || crew->arena == NULL)
        return bf_fail(crew->err, BF_ERR_MEMORY, "crawl: no memory");
    crew->fetcher = bf_fetcher_new(settings, crew->guard, crew->err);
    if (crew->fetcher == NULL || !open_memory(crew) || !open_judges(crew))
        return false;
    bf_str note = bf_fetcher_proxy_note(crew->fetcher);
    if (note.length > 0)
        bf_crew_tell(crew, BF_CRAWL_WARNING, bf_str_of(settings->proxy), 0, false, note);
    crew->recorder = bf_recorder_new(settings, crew->state, crew->err);
    return crew->recorder != NULL && seed_frontier(crew);
}

void bf_crew_close(bf_crew *crew)
{
    bf_recorder_free(crew->recorder);
    bf_admission_free(crew->admission);
    bf_scope_free(crew->scope);
    bf_exclusion_free(crew->exclusion);
    bf_fetcher_free(crew->fetcher);
    bf_frontier_free(crew->frontier);
    bf_state_close(crew->state);
    bf_arena_free(crew->seeds_arena);
    bf_arena_free(crew->arena);
    bf_guard_free(crew->guard);
}
