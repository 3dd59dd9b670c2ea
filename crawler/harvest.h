/* crawler/harvest.h: what became of an exchange: recorded, read for what it leads to, and told to
 * the frontier. Knows what ends how; what leads where is leads.h's, and when something is asked for
 * the crawl's. */
#ifndef BF_CRAWLER_HARVEST_H
#define BF_CRAWLER_HARVEST_H

#include "crawler/crew.h"

/* Ends `job`, of which `result` came: within a transaction of the state, so that its records, its
 * links and its own state are one step. `*again` says that the job is under way once more, and is
 * not to be freed: its robots.txt is somewhere else. false: crew->err says why the crawl cannot go
 * on. */
BF_MUST_CHECK bool bf_harvest(bf_crew *crew, bf_job *job, const bf_fetch_result *result,
                              bool *again);

#endif
