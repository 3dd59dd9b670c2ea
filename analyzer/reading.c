/* reading.c: all that was made of one page, step by step. */
#include "analyzer/reading.h"

/* What the steps share. */
typedef struct {
    const bf_rules *rules;
    bf_pattern_scratch *scratch;
    bf_arena *arena;
    bf_match_search *search;
} steps;

/* Asks of each match whether this advertiser offers it to this reader, and of the parts among them
 * what they make together. */
static bool judge_matches(const steps *with, bf_reading_listing *item, bf_error *err)
{
    bf_composite_input matched = {.text = &item->text, .matches = &item->matches};
    return bf_context_judge_all(&item->text, &item->matches, with->rules, with->scratch,
                                with->arena, &matched.judged, err) &&
           bf_composite_find(&matched, with->rules, with->arena, &item->composites, err);
}

static void assess(const bf_reading *reading, const bf_rules *rules, bf_reading_listing *item)
{
    bf_assessment_input facts = {
        .listing = item->listing,
        .judged = item->composites.judged,
        .judged_count = item->composites.judged_count,
        .claims = &item->claims,
        .verifications = &item->verifications,
        .failed = item->composites.failed,
        .failed_count = item->composites.failed_count,
        .thin = item->thin,
        .truncated = reading->document.truncated,
        .refused = reading->structured.refused > 0,
        .people_hold = item->people_hold,
    };
    bf_assess(&facts, rules, &item->assessment);
}

static bool read_listing(steps *with, const bf_reading *reading, const bf_listing *listing,
                         bf_reading_listing *item, bf_error *err)
{
    const bf_document *document = &reading->document;
    const bf_folded *folded = reading->listings.folded;
    item->listing = listing;
    item->thin = !listing->card && listing->text_bytes < with->rules->thin_bytes;
    if (!bf_match_prepare(document, folded, listing, with->rules, with->search, with->arena,
                          &item->text, err) ||
        !bf_match_find(&item->text, with->rules, with->scratch, with->arena, &item->matches, err) ||
        !bf_composite_sift(&item->text, with->rules, with->arena, &item->matches, err) ||
        !judge_matches(with, item, err) ||
        !bf_credential_find(&item->text, with->rules, with->scratch, with->arena, &item->claims,
                            err))
        return false;
    bf_credential_settle(&item->claims);
    return true;
}

/* Says whether one of the people whom the practice of `item` lists on its page holds a claim: its
 * own listing is what is left of the page beside their cards. */
static bool people_hold(const bf_reading *reading, const bf_reading_listing *item)
{
    if (!item->listing->practice || item->listing->card)
        return false;
    for (size_t i = 0; i < reading->listings.count; i++) {
        const bf_reading_listing *other = &reading->items[i];
        if (other->listing->card && !other->listing->practice &&
            bf_assessment_holds(&other->claims))
            return true;
    }
    return false;
}

/* Assesses the listings once all are read. */
static void assess_all(const bf_rules *rules, bf_reading *reading)
{
    for (size_t i = 0; i < reading->listings.count; i++) {
        reading->items[i].people_hold = people_hold(reading, &reading->items[i]);
        assess(reading, rules, &reading->items[i]);
    }
}

static bool read_listings(steps *with, bf_reading *reading, bf_error *err)
{
    size_t count = reading->listings.count;
    reading->items = bf_arena_take(with->arena, count, sizeof *reading->items);
    with->search = bf_arena_take(with->arena, 1, sizeof *with->search);
    if (reading->items == NULL || with->search == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "reading: no memory for %zu listings", count);
    if (!bf_match_begin(with->rules, with->scratch, with->arena, with->search, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_listing(with, reading, &reading->listings.items[i], &reading->items[i], err))
            return false;
    assess_all(with->rules, reading);
    return true;
}

static bool read_document(const bf_page *page, bool for_profile, bf_arena *arena, bf_document *out,
                          bf_error *err)
{
    return for_profile ? bf_document_read_all(page, arena, out, err)
                       : bf_document_read(page, arena, out, err);
}

static size_t count_large_images(const bf_document *document, size_t small)
{
    size_t count = 0;
    for (size_t i = 0; i < document->image_count; i++)
        count += document->images[i].width >= small && document->images[i].height >= small;
    return count;
}

bool bf_reading_make(const bf_page *page, const bf_rules *rules, bf_pattern_scratch *scratch,
                     bf_arena *arena, bf_reading *out, bf_error *err)
{
    steps with = {.rules = rules, .scratch = scratch, .arena = arena};
    *out = (bf_reading){.page = page};
    if (!bf_profile_choose(page, rules, scratch, arena, &out->profile, err) ||
        !read_document(page, out->profile.site != NULL, arena, &out->document, err))
        return false;
    out->large_images = count_large_images(&out->document, rules->small_image);
    return bf_profile_read(&out->profile, &out->document, arena, err) &&
           bf_structured_read(&out->document, rules->thin_bytes, arena, &out->structured, err) &&
           bf_listing_find(page, &out->document, &out->profile, &out->structured, rules, scratch,
                           arena, &out->listings, err) &&
           read_listings(&with, out, err);
}

bool bf_reading_verify(bf_reading *reading, const bf_rules *rules, bf_roster_lookup *roster,
                       bf_arena *arena, bf_error *err)
{
    for (size_t i = 0; i < reading->listings.count; i++) {
        bf_reading_listing *item = &reading->items[i];
        const bf_verification_input input = {&reading->document, item->listing, &item->claims,
                                             roster};
        if (!bf_verification_make(&input, arena, &item->verifications, err))
            return false;
        assess(reading, rules, item);
    }
    return true;
}
