/* crawler/crew.h: the parts of one crawl, opened and closed together. Knows which there are; what
 * they do with each other is harvest.h's and crawl.h's. */
#ifndef BF_CRAWLER_CREW_H
#define BF_CRAWLER_CREW_H

#include "crawler/admission.h"
#include "crawler/exclusion.h"
#include "crawler/job.h"
#include "crawler/recorder.h"
#include "crawler/summary.h"

/* The bucket in which a host's sitemaps are counted, for one round. */
#define BF_CREW_SITEMAPS "sitemaps"

/* A seed of this run, with its number in the frontier. */
typedef struct {
    bf_url url;
    int64_t id;
} bf_crew_seed;

/* All but `arena` live as long as the crawl; what is in that, as long as one exchange is worked on.
 */
typedef struct {
    const bf_crawl_settings *settings;
    bf_guard *guard;
    bf_fetcher *fetcher;
    bf_state *state;
    bf_frontier *frontier;
    bf_recorder *recorder;
    bf_exclusion *exclusion;
    bf_scope *scope;
    bf_admission *admission;
    bf_crew_seed *seeds; /* settings->seed_count of them */
    bf_arena *seeds_arena, *arena;
    uint64_t pages_in_flight;
    bf_crawl_listen *listen;
    void *user;
    bf_crawl_summary *summary;
    bf_error *err; /* of whatever ends the crawl */
} bf_crew;

/* Opens what `crew` lacks, from its settings; listen, user, summary and err are set by the caller.
 * The frontier has the seeds then. false: crew->err says why, and bf_crew_close() may follow. */
BF_MUST_CHECK bool bf_crew_open(bf_crew *crew);

/* Reads a seed as the user wrote it. false: BF_ERR_USAGE, BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_crew_read_seed(const char *text, bf_arena *arena, bf_url *out, bf_error *err);

/* Frees all parts; what is under way must have been cancelled. */
void bf_crew_close(bf_crew *crew);

/* Tells the listener. */
void bf_crew_tell(bf_crew *crew, bf_crawl_event_kind kind, bf_str url, int status, bool seed,
                  bf_str why);

/* Tells why the URL of `job` gave no page, and counts it. */
void bf_crew_note(bf_crew *crew, const bf_job *job, int status, bf_str why);

#endif
