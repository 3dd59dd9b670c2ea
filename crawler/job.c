/* job.c: one exchange under way. */
#include "crawler/job.h"

enum { ARENA_BYTES = 1024 * 1024 };

static bool read_urls(const bf_frontier_item *item, bf_job *job, bf_error *err)
{
    bf_url origin;
    if (!bf_url_parse(item->seed_url, NULL, job->arena, &job->seed_url, err))
        return false;
    if (item->id != 0)
        return bf_url_parse(item->url, NULL, job->arena, &job->url, err);
    return bf_url_parse(item->origin, NULL, job->arena, &origin, err) &&
           bf_url_parse(BF_STR("/robots.txt"), &origin, job->arena, &job->url, err);
}

static bool copy_texts(const bf_frontier_item *item, bf_job *job, bf_error *err)
{
    bool rules = item->id == 0;
    return (bf_arena_copy(job->arena, rules ? (bf_str){0} : item->via, &job->via) &&
            bf_arena_copy(job->arena, rules ? BF_STR("P") : item->hops, &job->hops)) ||
           bf_fail(err, BF_ERR_MEMORY, "crawl: no memory");
}

bf_job *bf_job_new(const bf_frontier_item *item, bf_error *err)
{
    bf_arena *arena = bf_arena_new(ARENA_BYTES);
    bf_job *job = arena ? bf_arena_take(arena, 1, sizeof *job) : NULL;
    if (job == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "crawl: no memory");
        bf_arena_free(arena);
        return NULL;
    }
    *job = (bf_job){.id = item->id, .host = item->host, .seed = item->seed, .arena = arena};
    if (item->id != 0) {
        job->kind = item->kind;
        job->depth = item->depth;
        job->redirects = item->redirects;
        job->attempts = item->attempts;
        job->status = item->status;
    }
    if (read_urls(item, job, err) && copy_texts(item, job, err))
        return job;
    bf_job_free(job);
    return NULL;
}

void bf_job_free(bf_job *job)
{
    if (job)
        bf_arena_free(job->arena); /* the job is in it */
}

bool bf_job_is_seed(const bf_job *job)
{
    return job->id != 0 && job->kind == BF_FRONTIER_PAGE && job->depth == 0;
}

bf_fetch_kind bf_job_fetch_kind(const bf_job *job)
{
    if (job->id == 0)
        return BF_FETCH_RULES;
    return job->kind == BF_FRONTIER_SITEMAP ? BF_FETCH_SITEMAP : BF_FETCH_PAGE;
}
