/* admission.c: the one way in. */
#include "crawler/admission.h"

#include <stdlib.h>

#include "common/time.h"

enum { PRIORITY_LAST = 5 };

struct bf_admission {
    bf_frontier *frontier;
    bf_scope *scope;
    uint64_t budget;
};

bf_admission *bf_admission_new(bf_frontier *frontier, bf_scope *scope, uint64_t budget)
{
    bf_admission *admission = calloc(1, sizeof *admission);
    if (admission)
        *admission = (bf_admission){frontier, scope, budget};
    return admission;
}

void bf_admission_free(bf_admission *admission)
{
    free(admission);
}

bool bf_admission_begin(bf_admission *admission, const bf_url *url, bf_admission_source *source,
                        bf_error *err)
{
    int64_t trusted = 0;
    *source = (bf_admission_source){.url = url};
    if (url)
        source->space = bf_trap_space_of(url);
    if (source->space.kind != BF_TRAP_NONE &&
        !bf_frontier_tally(admission->frontier, url->origin, source->space.bucket, &trusted, err))
        return false;
    source->trusted = (uint64_t)trusted;
    return true;
}

bool bf_admission_leads_on(const bf_admission_source *source, const bf_url *url)
{
    return source->space.kind != BF_TRAP_NONE && bf_trap_leads_on(source->url, url);
}

bool bf_admission_end(bf_admission *admission, const bf_admission_source *source, bf_error *err)
{
    uint64_t trusted = bf_trap_trust(source->trusted, source->on, source->besides);
    return source->space.kind == BF_TRAP_NONE || trusted == source->trusted ||
           bf_frontier_set_tally(admission->frontier, source->url->origin, source->space.bucket,
                                 (int64_t)trusted, err);
}

/* Asks whether the URL may be a trap, and how late it comes if so. */
static bf_trap_kind judge_trap(const bf_admission *admission, const bf_admission_source *source,
                               bool leads_on, bf_frontier_entry *entry)
{
    bf_trap_kind shape = bf_trap_shape(entry->url);
    if (shape != BF_TRAP_NONE)
        return shape;
    if (bf_trap_comes_last(entry->url, bf_time_now_ms()))
        entry->priority = PRIORITY_LAST;
    if (!leads_on)
        return BF_TRAP_NONE;
    bf_trap_kind kind = bf_trap_space_of(entry->url).kind;
    switch (bf_trap_judge(kind, source->besides ? 0 : source->trusted + source->on,
                          admission->budget)) {
    case BF_TRAP_TAKE:
        break;
    case BF_TRAP_LAST:
        entry->priority = PRIORITY_LAST;
        break;
    case BF_TRAP_LEAVE:
        return kind;
    }
    return BF_TRAP_NONE;
}

/* Says whether an entry may come in, and if not why; a sitemap is a list and in nobody's scope. */
static void judge(const bf_admission *admission, const bf_admission_source *source,
                  const bf_url *seed, bf_scope_way way, bool leads_on, bf_frontier_entry *entry,
                  bf_admission_outcome *out)
{
    if (entry->kind == BF_FRONTIER_PAGE)
        out->scope = bf_scope_judge(admission->scope, seed, entry->url, way);
    if (out->scope != BF_SCOPE_IN)
        out->verdict = BF_ADMISSION_SCOPE;
    else if ((out->trap = judge_trap(admission, source, leads_on, entry)) != BF_TRAP_NONE)
        out->verdict = BF_ADMISSION_TRAP;
}

bool bf_admit(bf_admission *admission, bf_admission_source *source, const bf_frontier_entry *like,
              const bf_url *seed, bf_scope_way way, bf_arena *arena, bf_admission_outcome *out,
              bf_error *err)
{
    bf_frontier_entry entry = *like;
    bool added, leads_on = bf_admission_leads_on(source, entry.url);
    *out = (bf_admission_outcome){.verdict = BF_ADMISSION_KNOWN, .scope = BF_SCOPE_IN};
    if (entry.url != seed)
        judge(admission, source, seed, way, leads_on, &entry, out);
    if (out->verdict != BF_ADMISSION_KNOWN)
        return true;
    if ((entry.key.length == 0 && !bf_url_key(entry.url, arena, &entry.key, err)) ||
        !bf_frontier_add(admission->frontier, &entry, &added, &out->id, err))
        return false;
    if (!added)
        return true;
    out->verdict = BF_ADMITTED;
    *(leads_on ? &source->on : &source->besides) += 1;
    return true;
}
