/* leads.c: what was fetched leads to other URLs. */
#include "crawler/leads.h"

#include <stdio.h>

#include "common/buf.h"
#include "common/time.h"
#include "crawler/sitemap.h"

enum {
    MOST_REDIRECTS = 20,  /* of one chain */
    MOST_SITEMAPS = 500,  /* of one host */
    MOST_INDEX_DEPTH = 3, /* an index of indexes of indexes */
    ENTRY_ARENA = 1024 * 1024,
    PRIORITY_SITEMAP = 0,
    PRIORITY_SEED = 1,
    PRIORITY_LINK = 3
};

/* "LL" and an "L" more; hopsFromSeed as Heritrix writes it. */
static bool more_hops(bf_crew *crew, bf_str hops, const char *hop, bf_str *out)
{
    char text[64];
    snprintf(text, sizeof text, "%.*s%s", (int)(hops.length > 60 ? 60 : hops.length),
             hops.bytes ? hops.bytes : "", hop);
    return bf_arena_copy(crew->arena, bf_str_of(text), out) ||
           bf_fail(crew->err, BF_ERR_MEMORY, "crawl: no memory");
}

/* Counts why something was left. */
static void count_left(bf_crew *crew, const bf_admission_outcome *outcome)
{
    bool pattern = outcome->scope == BF_SCOPE_NOT_INCLUDED || outcome->scope == BF_SCOPE_EXCLUDED ||
                   outcome->scope == BF_SCOPE_GAVE_UP;
    if (outcome->verdict == BF_ADMISSION_SCOPE)
        crew->summary->skipped[pattern ? BF_CRAWL_SKIP_PATTERN : BF_CRAWL_SKIP_SCOPE]++;
    else if (outcome->verdict == BF_ADMISSION_TRAP)
        crew->summary->trapped[outcome->trap]++;
}

/* What a page's links are added as; those that lead on within a space wait for the others. */
typedef struct {
    bf_crew *crew;
    const bf_url *seed;
    bf_admission_source source;
    bf_frontier_entry like;
    bf_url *waiting;
    size_t count, capacity;
} link_walk;

static bool admit_link(link_walk *walk, const bf_url *url)
{
    bf_crew *crew = walk->crew;
    bf_admission_outcome outcome;
    walk->like.url = url;
    if (!bf_admit(crew->admission, &walk->source, &walk->like, walk->seed, BF_SCOPE_LINK,
                  crew->arena, &outcome, crew->err))
        return false;
    count_left(crew, &outcome);
    return true;
}

static bool take_link(const bf_url *url, void *user)
{
    link_walk *walk = user;
    bf_crew *crew = walk->crew;
    if (!bf_admission_leads_on(&walk->source, url))
        return admit_link(walk, url);
    bf_url *grown =
        bf_arena_grow(crew->arena, walk->waiting, walk->count, &walk->capacity, sizeof *grown);
    if (grown == NULL)
        return bf_fail(crew->err, BF_ERR_MEMORY, "crawl: no memory");
    walk->waiting = grown;
    grown[walk->count++] = *url;
    return true;
}

static bool follow_links(bf_crew *crew, const bf_job *job, const bf_page *page, bf_links_said *said)
{
    link_walk walk = {.crew = crew,
                      .seed = &job->seed_url,
                      .like = {.seed = job->seed,
                               .depth = job->depth + 1,
                               .priority = PRIORITY_LINK,
                               .via = job->url.text}};
    if (!more_hops(crew, job->hops, "L", &walk.like.hops) ||
        !bf_admission_begin(crew->admission, &job->url, &walk.source, crew->err) ||
        !bf_links_each(page, &job->url, crew->arena, said, take_link, &walk, crew->err))
        return false;
    for (size_t i = 0; i < walk.count; i++)
        if (!admit_link(&walk, &walk.waiting[i]))
            return false;
    if (said->cut)
        bf_crew_tell(crew, BF_CRAWL_WARNING, job->url.text, page->http_status, bf_job_is_seed(job),
                     BF_STR("more than 6,000 links: the further ones are not followed"));
    crew->summary->skipped[BF_CRAWL_SKIP_NOFOLLOW] += said->directives.nofollow;
    return bf_admission_end(crew->admission, &walk.source, crew->err);
}

/* Too far from a seed for its links: what the page says of itself is read all the same. */
static bool pass_link(const bf_url *url, void *user)
{
    (void)url;
    (void)user;
    return true;
}

static bool read_links(bf_crew *crew, const bf_job *job, const bf_page *page, bf_links_said *said)
{
    if (job->depth < crew->settings->depth)
        return follow_links(crew, job, page, said);
    crew->summary->skipped[BF_CRAWL_SKIP_DEPTH] += crew->settings->depth > 0;
    return bf_links_each(page, &job->url, crew->arena, said, pass_link, NULL, crew->err);
}

/* Where a response redirects to; an empty one, and a note, for what cannot be followed. */
static bool read_target(bf_crew *crew, const bf_job *job, const bf_page *page, bf_url *target)
{
    bf_error unread = {0};
    bf_str location = bf_page_header(page, BF_STR("Location"));
    const char *why = NULL;
    if (job->redirects >= MOST_REDIRECTS)
        why = "redirected too often";
    else if (location.length == 0 ||
             !bf_url_parse(location, &job->url, crew->arena, target, &unread))
        why = "redirected to something that is no http URL";
    else if (bf_str_equal(target->text, job->url.text) &&
             (!crew->settings->cookies || job->redirects > 0)) /* a cookie may make it another */
        why = "redirected in a circle";
    if (unread.code == BF_ERR_MEMORY) {
        *crew->err = unread;
        return false;
    }
    if (why) {
        bf_crew_note(crew, job, page->http_status, bf_str_of(why));
        *target = (bf_url){0};
    }
    return true;
}

/* A key of its own, for what may stand beside another URL with this one. */
static bool mark_key(bf_crew *crew, const char *mark, bf_str key, bf_str *out)
{
    bf_buf text;
    bf_str marked;
    bf_buf_init(&text, SIZE_MAX / 2);
    bf_buf_append_format(&text, "%s %.*s", mark, BF_STR_ARG(key));
    bool made = bf_buf_view(&text, "URL", &marked, crew->err) &&
                (bf_arena_copy(crew->arena, marked, out) ||
                 bf_fail(crew->err, BF_ERR_MEMORY, "crawl: no memory"));
    bf_buf_free(&text);
    return made;
}

/* The key of a redirect's target. Where it is that of the page itself (a tracking parameter or a
 * session was taken off), the target has a key of its own, or it would count as known and be lost.
 */
static bool key_of_target(bf_crew *crew, const bf_job *job, const bf_url *target, bf_str *key)
{
    bf_str own;
    return bf_url_key(&job->url, crew->arena, &own, crew->err) &&
           bf_url_key(target, crew->arena, key, crew->err) &&
           (!bf_str_equal(own, *key) || mark_key(crew, "redirect", target->text, key)) &&
           (job->kind != BF_FRONTIER_SITEMAP || mark_key(crew, "sitemap", *key, key));
}

static bool admit_target(bf_crew *crew, const bf_job *job, const bf_url *target,
                         bf_admission_outcome *outcome)
{
    bf_admission_source source;
    bf_frontier_entry entry = {.url = target,
                               .seed = job->seed,
                               .depth = job->depth,
                               .redirects = job->redirects + 1,
                               .priority = job->kind == BF_FRONTIER_SITEMAP ? PRIORITY_SITEMAP
                                           : job->depth == 0                ? PRIORITY_SEED
                                                                            : PRIORITY_LINK,
                               .kind = job->kind,
                               .via = job->url.text};
    return more_hops(crew, job->hops, "R", &entry.hops) &&
           key_of_target(crew, job, target, &entry.key) &&
           bf_admission_begin(crew->admission, &job->url, &source, crew->err) &&
           bf_admit(crew->admission, &source, &entry, &job->seed_url, BF_SCOPE_REDIRECT,
                    crew->arena, outcome, crew->err) &&
           bf_admission_end(crew->admission, &source, crew->err);
}

bool bf_leads_of_redirect(bf_crew *crew, const bf_job *job, const bf_page *page)
{
    bf_url target;
    bf_admission_outcome outcome;
    bool circle = false;
    if (!read_target(crew, job, page, &target))
        return false;
    if (target.text.length == 0)
        return true;
    if (!admit_target(crew, job, &target, &outcome) ||
        (outcome.id != 0 &&
         !bf_frontier_redirect(crew->frontier, job->id, outcome.id, &circle, crew->err)))
        return false;
    count_left(crew, &outcome);
    if (circle && outcome.verdict == BF_ADMISSION_KNOWN)
        bf_crew_note(crew, job, page->http_status, BF_STR("redirected in a circle"));
    else if (bf_job_is_seed(job) && outcome.verdict == BF_ADMISSION_SCOPE)
        bf_crew_note(crew, job, page->http_status, BF_STR("redirected out of scope"));
    else if (bf_job_is_seed(job) && outcome.verdict == BF_ADMISSION_TRAP)
        bf_crew_note(crew, job, page->http_status, BF_STR("redirected to what looks endless"));
    return true;
}

static bool is_html(const bf_page *page)
{
    return page->media_type.length == 0 || bf_str_equal(page->media_type, BF_STR("text/html")) ||
           bf_str_equal(page->media_type, BF_STR("application/xhtml+xml"));
}

/* Says whether so many URLs of the host had this very body that no more is to be learnt from it. */
static bool is_soft_404(bf_crew *crew, const bf_job *job, bf_str digest, bool *soft)
{
    int64_t bucket = bf_state_hash(digest), count;
    if (!bf_frontier_tally(crew->frontier, job->url.origin, bucket, &count, crew->err))
        return false;
    *soft = count >= BF_TRAP_SOFT_404_URLS;
    crew->summary->trapped[BF_TRAP_SOFT_404] += *soft;
    return job->status != 0 || /* it is URLs that are counted, and this one has been */
           bf_frontier_set_tally(crew->frontier, job->url.origin, bucket, count + 1, crew->err);
}

bool bf_leads_of_page(bf_crew *crew, const bf_job *job, const bf_page *page, bf_str digest,
                      bf_links_said *said)
{
    bool soft = false;
    if (page->http_status >= 300 && page->http_status < 400)
        return bf_leads_of_redirect(crew, job, page);
    if (page->http_status >= 400) {
        char why[48];
        snprintf(why, sizeof why, "the server answers %d", page->http_status);
        bf_crew_note(crew, job, page->http_status, bf_str_of(why));
        return true;
    }
    if (!is_html(page))
        return true;
    bool anew = !bf_str_equal(digest, job->last.digest);
    return (!anew || is_soft_404(crew, job, digest, &soft)) &&
           (soft || read_links(crew, job, page, said));
}

/* What a sitemap's entries are added as. */
typedef struct {
    bf_crew *crew; /* its arena is that of one entry */
    const bf_job *job;
    bf_admission_source list;
    bf_str hops;
    bool dated; /* its dates can be trusted */
} sitemap_walk;

/* Adds a sitemap, unless its host has enough of them. */
static bool admit_sitemap(bf_crew *crew, const bf_job *job, const bf_url *url, uint32_t depth)
{
    int64_t bucket = bf_state_hash(BF_STR(BF_CREW_SITEMAPS)), count;
    bf_admission_source list;
    bf_admission_outcome outcome;
    bf_frontier_entry entry = {.url = url,
                               .seed = job->seed,
                               .depth = depth,
                               .priority = PRIORITY_SITEMAP,
                               .kind = BF_FRONTIER_SITEMAP,
                               .via = job->url.text,
                               .hops = BF_STR("M")};
    if (!bf_frontier_tally(crew->frontier, url->origin, bucket, &count, crew->err) ||
        !bf_url_key(url, crew->arena, &entry.key, crew->err) ||
        !mark_key(crew, "sitemap", entry.key, &entry.key)) /* it may be a page as well */
        return false;
    return count >= MOST_SITEMAPS ||
           (bf_admission_begin(crew->admission, NULL, &list, crew->err) &&
            bf_admit(crew->admission, &list, &entry, &job->seed_url, BF_SCOPE_LINK, crew->arena,
                     &outcome, crew->err) &&
            (outcome.verdict != BF_ADMITTED ||
             bf_frontier_set_tally(crew->frontier, url->origin, bucket, count + 1, crew->err)));
}

/* The seed in whose scope a listed URL is: that which led to the list, or another of the host. */
static void choose_seed(const bf_crew *crew, const bf_job *job, const bf_url *url,
                        const bf_url **seed, int64_t *id)
{
    *seed = &job->seed_url;
    *id = job->seed;
    if (bf_scope_judge(crew->scope, *seed, url, BF_SCOPE_LINK) == BF_SCOPE_IN)
        return;
    for (size_t i = 0; i < crew->settings->seed_count; i++) {
        const bf_crew_seed *other = &crew->seeds[i];
        if (!bf_str_equal(other->url.host, url->host) ||
            bf_scope_judge(crew->scope, &other->url, url, BF_SCOPE_LINK) != BF_SCOPE_IN)
            continue;
        *seed = &other->url;
        *id = other->id;
        return;
    }
}

static bool is_seed(const bf_crew *crew, const bf_url *url)
{
    for (size_t i = 0; i < crew->settings->seed_count; i++)
        if (bf_str_equal(crew->seeds[i].url.text, url->text))
            return true;
    return false;
}

/* Leaves out of this round what was captured more than a day after the sitemap says that it changed
 * (a date may mean any hour of its day, anywhere). Not a seed: somebody wants it. */
static bool skip_unchanged(bf_crew *crew, const bf_url *url, int64_t id, int64_t modified_ms)
{
    const int64_t day_ms = 86400000;
    bf_capture last;
    bool skipped;
    if (is_seed(crew, url))
        return true;
    if (!bf_recorder_last(crew->recorder, url->text, crew->arena, &last, crew->err))
        return false;
    if (last.record_id.length == 0 || last.date_ms <= modified_ms + day_ms)
        return true;
    if (!bf_frontier_skip(crew->frontier, id, &skipped, crew->err))
        return false;
    crew->summary->skipped[BF_CRAWL_SKIP_UNCHANGED] += skipped;
    return true;
}

static bool admit_listed(sitemap_walk *walk, const bf_url *url, int64_t modified_ms)
{
    bf_crew *crew = walk->crew;
    bf_admission_outcome outcome;
    const bf_url *seed;
    bf_frontier_entry entry = {.url = url,
                               .depth = 1,
                               .priority = PRIORITY_LINK,
                               .modified_ms = modified_ms > 0 ? modified_ms : 0,
                               .via = walk->job->url.text,
                               .hops = walk->hops};
    choose_seed(crew, walk->job, url, &seed, &entry.seed);
    if (!bf_admit(crew->admission, &walk->list, &entry, seed, BF_SCOPE_LINK, crew->arena, &outcome,
                  crew->err))
        return false;
    count_left(crew, &outcome);
    bool ask = walk->dated && modified_ms >= 0 && outcome.verdict == BF_ADMISSION_KNOWN;
    return !ask || skip_unchanged(crew, url, outcome.id, modified_ms);
}

/* An entry that is no http URL is passed over, and one in an index that leads to another domain. */
static bool admit_entry(const bf_sitemap_entry *entry, void *user)
{
    sitemap_walk *walk = user;
    bf_crew *crew = walk->crew;
    bf_arena_reset(crew->arena); /* the entry before */
    const bf_url *own = &walk->job->url;
    bf_url url;
    bf_error unread = {0};
    if (!bf_url_parse(entry->loc, own, crew->arena, &url, &unread)) {
        if (unread.code == BF_ERR_MEMORY)
            *crew->err = unread;
        return unread.code != BF_ERR_MEMORY;
    }
    if (entry->kind == BF_SITEMAP_URLS)
        return admit_listed(walk, &url, entry->modified_ms);
    return walk->job->depth >= MOST_INDEX_DEPTH ||
           !bf_str_equal(bf_url_registrable_domain(own->host),
                         bf_url_registrable_domain(url.host)) ||
           admit_sitemap(crew, walk->job, &url, walk->job->depth + 1);
}

static bool pass_over(const bf_sitemap_entry *entry, void *user)
{
    (void)entry;
    (void)user;
    return true;
}

/* Tells what is odd in a sitemap. */
static void warn_of(bf_crew *crew, const bf_job *job, const bf_sitemap_outcome *outcome)
{
    char why[sizeof outcome->warning.message + 64];
    if (outcome->warning.code != BF_OK) {
        bf_error_format(&outcome->warning, why, sizeof why);
        bf_crew_tell(crew, BF_CRAWL_WARNING, job->url.text, 200, false, bf_str_of(why));
    }
    if (outcome->cut)
        bf_crew_tell(crew, BF_CRAWL_WARNING, job->url.text, 200, false, bf_str_of(outcome->cut));
}

/* First once without adding anything, where its dates are to be believed. */
static bool read_sitemap(const bf_page *page, sitemap_walk *walk)
{
    bf_crew *crew = walk->crew;
    bf_sitemap_outcome outcome;
    int64_t now_ms = bf_time_now_ms();
    if (crew->settings->trust_lastmod) {
        if (!bf_sitemap_read(page->body, now_ms, pass_over, NULL, &outcome, crew->err))
            return false;
        walk->dated = !outcome.distrust;
    }
    if (!bf_admission_begin(crew->admission, NULL, &walk->list, crew->err) ||
        !bf_sitemap_read(page->body, now_ms, admit_entry, walk, &outcome, crew->err))
        return false;
    warn_of(crew, walk->job, &outcome);
    crew->summary->sitemaps += outcome.kind != BF_SITEMAP_NONE;
    return true;
}

bool bf_leads_of_sitemap(bf_crew *crew, const bf_job *job, const bf_page *page)
{
    bf_crew within = *crew; /* 50,000 long URLs would not fit beside the file that lists them */
    sitemap_walk walk = {.crew = &within, .job = job};
    if (!more_hops(crew, job->hops, "L", &walk.hops))
        return false;
    within.arena = bf_arena_new(ENTRY_ARENA);
    bool read = within.arena ? read_sitemap(page, &walk)
                             : bf_fail(crew->err, BF_ERR_MEMORY, "crawl: no memory");
    bf_arena_free(within.arena);
    return read;
}

/* Says whether lists of URLs are wanted at all: where links are followed. */
static bool wants_sitemaps(const bf_crawl_settings *settings)
{
    return settings->sitemaps != BF_SITEMAPS_NONE && settings->depth > 0 &&
           settings->scope != BF_SCOPE_PAGE && settings->scope != BF_SCOPE_LIST;
}

bool bf_leads_of_robots(bf_crew *crew, const bf_job *job, const bf_robots *rules)
{
    size_t count = bf_robots_sitemap_count(rules);
    bf_url url;
    if (!wants_sitemaps(crew->settings))
        return true;
    if (count == 0)
        return crew->settings->sitemaps != BF_SITEMAPS_GUESS ||
               (bf_url_parse(BF_STR("/sitemap.xml"), &job->url, crew->arena, &url, crew->err) &&
                admit_sitemap(crew, job, &url, 0));
    for (size_t i = 0; i < count; i++) {
        bf_error unread = {0};
        if (bf_url_parse(bf_robots_sitemap(rules, i), &job->url, crew->arena, &url, &unread)) {
            if (!admit_sitemap(crew, job, &url, 0))
                return false;
        } else if (unread.code == BF_ERR_MEMORY) {
            *crew->err = unread;
            return false;
        }
    }
    return true;
}
