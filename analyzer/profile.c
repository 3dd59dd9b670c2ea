/* profile.c: what the profile of a site finds on a page: chosen by its URL, asked in XPath, its
 * texts read as a listing has them. */
#include "analyzer/profile.h"

#include "analyzer/phone.h"
#include "analyzer/price.h"
#include "analyzer/xpath.h"
#include "common/url.h"

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "profile of the site: no memory");
}

/* --- Choosing -----------------------------------------------------------------------------------
 */

/* How closely a profile is for a host: 0, not at all; the more bytes it names, the closer. */
static size_t closeness(const bf_site_profile *site, bf_str host)
{
    size_t closest = 0;
    for (size_t i = 0; i < site->host_count; i++) {
        bf_str named = site->hosts[i], suffix = bf_str_after(named, 1);
        if (bf_str_equal(named, host))
            return SIZE_MAX;
        if (bf_str_starts(named, BF_STR("*.")) && bf_str_ends(host, suffix) &&
            host.length > suffix.length && suffix.length > closest)
            closest = suffix.length;
    }
    return closest;
}

static bool is_for_path(const bf_site_profile *site, bf_str target, bf_pattern_scratch *scratch,
                        bool *failed)
{
    bf_pattern_match match;
    bf_error met = {0};
    if (site->path == NULL)
        return true;
    bf_pattern_result result = bf_pattern_find(site->path, scratch, target, 0, &match, &met);
    *failed = *failed || result == BF_PATTERN_FAILED;
    return result == BF_PATTERN_MATCH;
}

bool bf_profile_choose(const bf_page *page, const bf_rules *rules, bf_pattern_scratch *scratch,
                       bf_arena *arena, bf_profile *out, bf_error *err)
{
    bf_url url;
    bf_error unread = {0}; /* a page without a URL that can be read is of no site */
    size_t closest = 0;
    *out = (bf_profile){.kind = BF_PAGE_KIND_COUNT};
    if (rules->profile_count == 0 || page->http_status >= 400)
        return true;
    if (!bf_url_parse(page->url, NULL, arena, &url, &unread))
        return unread.code != BF_ERR_MEMORY || no_memory(err);
    while (bf_str_ends(url.host, BF_STR(".")))
        url.host.length--;
    for (size_t i = 0; i < rules->profile_count; i++) {
        const bf_site_profile *site = &rules->profiles[i];
        size_t close = closeness(site, url.host);
        bool closer = close > closest || (close > 0 && close == closest && out->site &&
                                          site->path && out->site->path == NULL);
        if (!closer || !is_for_path(site, url.target, scratch, &out->failed))
            continue;
        out->site = site;
        closest = close;
    }
    return true;
}

/* --- Asking -------------------------------------------------------------------------------------
 */

/* What the steps share. */
typedef struct {
    bf_profile *profile;
    const bf_document *document;
    bf_arena *arena;
    bf_xpath_tree *tree;
    bf_xpath *fields[BF_PROFILE_FIELD_COUNT]; /* NULL: not asked for */
    bf_error *err;
} asking;

/* Finds the elements of an expression that stand in none of the others; none when it is not said.
 */
static bool find_outermost(asking *job, bf_str expression, bf_xpath_elements *out)
{
    size_t kept = 0, after = 0; /* elements up to `after` are inside the last kept */
    *out = (bf_xpath_elements){0};
    if (expression.length == 0)
        return true;
    bf_xpath *xpath = bf_xpath_compile(expression, job->err);
    bool found = xpath && bf_xpath_find(job->tree, xpath, BF_NONE, out, job->err);
    bf_xpath_free(xpath);
    for (size_t i = 0; found && i < out->count; i++) {
        if (out->items[i] < after)
            continue;
        after = (size_t)job->document->elements[out->items[i]].last + 1;
        out->items[kept++] = out->items[i];
    }
    out->count = kept;
    return found;
}

/* Says whether all that is shown of block `number` stands in `element`, which has a part of it. */
static bool is_covered(const bf_document *document, const bf_element *element, uint32_t number)
{
    bool first = number == element->first_block;
    bool last = number + 1 == element->first_block + element->block_count;
    return (!first || element->text_begin == 0) &&
           (!last || element->text_end >= document->blocks[number].text.length);
}

/* Marks what belongs to nobody. A block of which others have a part is theirs: an offer is not lost
 * because an advert stands in its line. */
static bool mark_nobodys(asking *job, const bf_xpath_elements *nobody)
{
    bf_profile *profile = job->profile;
    const bf_document *document = job->document;
    profile->block_count = document->block_count;
    profile->drops_elements =
        bf_arena_take(job->arena, document->element_count, sizeof *profile->drops_elements);
    profile->drops_blocks =
        bf_arena_take(job->arena, document->block_count, sizeof *profile->drops_blocks);
    if (profile->drops_elements == NULL || profile->drops_blocks == NULL)
        return no_memory(job->err);
    for (size_t i = 0; i < nobody->count; i++) {
        const bf_element *element = &document->elements[nobody->items[i]];
        for (uint32_t k = nobody->items[i]; k <= element->last; k++)
            profile->drops_elements[k] = true;
        for (uint32_t k = element->first_block; k < element->first_block + element->block_count;
             k++)
            profile->drops_blocks[k] = is_covered(document, element, k);
    }
    profile->nobody_count = nobody->count;
    return true;
}

static bool compile_fields(asking *job)
{
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT; field++) {
        bf_str expression = job->profile->site->fields[field];
        if (expression.length > 0 &&
            (job->fields[field] = bf_xpath_compile(expression, job->err)) == NULL)
            return false;
    }
    return true;
}

/* The texts of a field; none when it is not asked for. */
static bool read_texts(asking *job, bf_profile_field field, uint32_t at, bf_xpath_texts *out)
{
    *out = (bf_xpath_texts){0};
    return job->fields[field] == NULL ||
           bf_xpath_read(job->tree, job->fields[field], at, out, job->err);
}

bf_str *bf_profile_text(bf_advertiser *item, bf_profile_field field)
{
    bf_str *const texts[BF_PROFILE_FIELD_COUNT] = {
        [BF_PROFILE_NAME] = &item->name,         [BF_PROFILE_HEADLINE] = &item->headline,
        [BF_PROFILE_LOCALITY] = &item->locality, [BF_PROFILE_REGION] = &item->region,
        [BF_PROFILE_COUNTRY] = &item->country,   [BF_PROFILE_WEBSITE] = &item->website,
        [BF_PROFILE_URL] = &item->profile,
    };
    return texts[field];
}

/* Reads the first text of each field of one that has any. */
static bool read_first_texts(asking *job, uint32_t at, bf_advertiser *item)
{
    bf_xpath_texts texts;
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT; field++) {
        bf_str *out = bf_profile_text(item, field);
        if (out && !read_texts(job, field, at, &texts))
            return false;
        if (out && texts.count > 0)
            *out = texts.items[0];
    }
    return true;
}

/* Reads what may be several: of each text its telephones, addresses and prices, also where it is a
 * link (tel:, mailto:). */
static bool read_contacts(asking *job, uint32_t at, bf_advertiser *item)
{
    bf_xpath_texts phones, emails, amounts;
    if (!read_texts(job, BF_PROFILE_PHONE, at, &phones) ||
        !read_texts(job, BF_PROFILE_EMAIL, at, &emails) ||
        !read_texts(job, BF_PROFILE_PRICE, at, &amounts))
        return false;
    bool read = true;
    bf_contact_texts none = {0};
    for (size_t i = 0; read && i < phones.count; i++)
        read = bf_contact_link(phones.items[i], item->country, job->arena, &item->phones, &none) &&
               bf_phone_read(phones.items[i], item->country, job->arena, &item->phones);
    for (size_t i = 0; read && i < emails.count; i++)
        read = bf_contact_link(emails.items[i], item->country, job->arena, &none, &item->emails) &&
               bf_contact_emails(emails.items[i], job->arena, &item->emails);
    for (size_t i = 0; read && i < amounts.count; i++)
        read =
            bf_price_read(amounts.items[i], (bf_str){0}, item->country, job->arena, &item->prices);
    return read || no_memory(job->err);
}

static bool add_advertiser(asking *job, uint32_t at)
{
    bool practice = false;
    bf_advertiser *item = bf_advertiser_add(&job->profile->advertisers, job->arena);
    if (item == NULL)
        return no_memory(job->err);
    item->element = at;
    if (!read_first_texts(job, at, item) || !read_contacts(job, at, item))
        return false;
    if (job->fields[BF_PROFILE_PRACTICE] &&
        !bf_xpath_holds(job->tree, job->fields[BF_PROFILE_PRACTICE], at, &practice, job->err))
        return false;
    item->person = !practice;
    return true;
}

/* Adds each listing that stands in no element of nobody's. */
static bool add_listings(asking *job, const bf_xpath_elements *listings)
{
    for (size_t i = 0; i < listings->count; i++) {
        if (bf_profile_drops_element(job->profile, listings->items[i]))
            continue;
        if (job->profile->advertisers.count == BF_PROFILE_MOST_LISTINGS)
            return bf_fail(job->err, BF_ERR_LIMIT, "profile of the site: more than %d listings",
                           BF_PROFILE_MOST_LISTINGS);
        if (!add_advertiser(job, listings->items[i]))
            return false;
    }
    return true;
}

/* The kind that the profile says, else what its listings make of the page. */
static bf_page_kind kind_by(const bf_profile *profile)
{
    size_t count = profile->advertisers.count;
    if (profile->site->kind != BF_PAGE_KIND_COUNT || profile->site->listing.length == 0)
        return profile->site->kind;
    return count > 1 ? BF_PAGE_DIRECTORY : BF_PAGE_LISTING;
}

static bool has_fields(const bf_site_profile *site)
{
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT; field++)
        if (site->fields[field].length > 0)
            return true;
    return false;
}

static bool ask_all(asking *job)
{
    bf_profile *profile = job->profile;
    const bf_site_profile *site = profile->site;
    bf_xpath_elements listings, nobody;
    job->tree = bf_xpath_tree_new(job->document, job->arena, job->err);
    if (job->tree == NULL || !find_outermost(job, site->listing, &listings) ||
        !find_outermost(job, site->not_listing, &nobody) || !mark_nobodys(job, &nobody) ||
        !compile_fields(job))
        return false;
    bool whole = site->listing.length == 0 && has_fields(site);
    if (whole ? !add_advertiser(job, BF_NONE) : !add_listings(job, &listings))
        return false;
    if (site->listing.length > 0 && profile->advertisers.count == 0) /* the site has changed */
        *profile = (bf_profile){.site = site, .kind = BF_PAGE_KIND_COUNT};
    else
        profile->kind = kind_by(profile);
    return true;
}

bool bf_profile_read(bf_profile *profile, const bf_document *document, bf_arena *arena,
                     bf_error *err)
{
    bf_error met = {0};
    asking job = {.profile = profile, .document = document, .arena = arena, .err = &met};
    if (profile->site == NULL)
        return true;
    bool asked = ask_all(&job);
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT; field++)
        bf_xpath_free(job.fields[field]);
    bf_xpath_tree_free(job.tree);
    if (asked)
        return true;
    if (met.code == BF_ERR_MEMORY)
        return no_memory(err);
    *profile = (bf_profile){.site = profile->site, .failed = true, .kind = BF_PAGE_KIND_COUNT};
    return true;
}

bool bf_profile_drops_block(const bf_profile *profile, uint32_t number)
{
    return number < profile->block_count && profile->drops_blocks[number];
}

bool bf_profile_drops_element(const bf_profile *profile, uint32_t number)
{
    return profile->drops_elements && profile->drops_elements[number];
}
