/* crawler/admission.h: the one way in: everything that would add a URL (seed, link, redirect,
 * sitemap) passes here. Knows the order of the questions; what scope and traps say is theirs, what
 * is known the frontier's, and whether robots.txt allows it is asked when it is its turn. */
#ifndef BF_CRAWLER_ADMISSION_H
#define BF_CRAWLER_ADMISSION_H

#include "crawler/frontier.h"
#include "crawler/scope.h"
#include "crawler/trap.h"

typedef struct bf_admission bf_admission;

/* Makes an admission into `frontier` by `scope`, on hosts of which `budget` pages may be fetched
 * (0: any number); both outlive it. NULL: no memory. */
bf_admission *bf_admission_new(bf_frontier *frontier, bf_scope *scope, uint64_t budget);

/* Frees it; NULL is allowed. */
void bf_admission_free(bf_admission *admission);

/* What leads to URLs: a page, a redirect, a sitemap; begun before the first and ended after the
 * last of them, so that a trap that feeds itself is seen. Of a page in a space (trap.h) those URLs
 * that lead on, as bf_admission_leads_on() says, are admitted after all others, which speak for
 * them. */
typedef struct {
    const bf_url *url; /* NULL: nothing that can feed a trap: a person, a sitemap */
    bf_trap_space space;
    uint64_t trusted;     /* of its space, before it */
    uint64_t on, besides; /* new URLs that lead on, and others */
} bf_admission_source;

/* Begins what `url`, NULL for none, leads to. false: BF_ERR_STATE, BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_admission_begin(bf_admission *admission, const bf_url *url,
                                      bf_admission_source *source, bf_error *err);

/* Says whether `url` leads on from `source` within its space. */
bool bf_admission_leads_on(const bf_admission_source *source, const bf_url *url);

/* Ends it: keeps what its space now has on trust. false: as before. */
BF_MUST_CHECK bool bf_admission_end(bf_admission *admission, const bf_admission_source *source,
                                    bf_error *err);

typedef enum {
    BF_ADMITTED,
    BF_ADMISSION_KNOWN, /* it is queued, or was had in this round */
    BF_ADMISSION_SCOPE, /* left: `scope` says why */
    BF_ADMISSION_TRAP   /* left: `trap` says which */
} bf_admission_verdict;

typedef struct {
    bf_admission_verdict verdict;
    int64_t id; /* of the URL in the frontier; 0 when it was left */
    bf_scope_verdict scope;
    bf_trap_kind trap;
} bf_admission_outcome;

/* Admits `entry`, whose key may be empty: it is then made in `arena`. `seed` is what scope is seen
 * from, and `seed` itself, the same pointer as entry->url, passes whatever it looks like. A trap
 * may change the entry's priority to the last. false: BF_ERR_STATE, BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_admit(bf_admission *admission, bf_admission_source *source,
                            const bf_frontier_entry *entry, const bf_url *seed, bf_scope_way way,
                            bf_arena *arena, bf_admission_outcome *out, bf_error *err);

#endif
