/* profiletest.c: an example of a site profile, read as a page is and compared with what it says. */
#include "analyzer/profiletest.h"

#include <stdarg.h>
#include <stdio.h>

/* What the steps for one example share. */
typedef struct {
    const bf_profiletest_with *with;
    bf_document document;
    bf_profile profile;
    bf_str *why;
    bf_error *err;
} checking;

static bool no_memory(checking *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "rules: no memory");
}

/* Says what does not hold. false: no memory for it. */
BF_PRINTF(2, 3) static bool differ(checking *job, const char *format, ...)
{
    char words[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    return bf_arena_copy(job->with->arena, bf_str_of(words), job->why) || no_memory(job);
}

/* --- Texts of fields ----------------------------------------------------------------------------
 */

static bool add_price(checking *job, const bf_price *price, bf_contact_texts *out)
{
    char words[96];
    bf_str *grown =
        bf_arena_grow(job->with->arena, out->items, out->count, &out->capacity, sizeof *grown);
    snprintf(words, sizeof words, "%g %.*s%s%.*s", price->amount, BF_STR_ARG(price->currency),
             price->unit.length > 0 ? "/" : "", BF_STR_ARG(price->unit));
    if (grown == NULL || !bf_arena_copy(job->with->arena, bf_str_of(words), &grown[out->count]))
        return no_memory(job);
    out->items = grown;
    out->count++;
    return true;
}

static bool take_prices(checking *job, const bf_contact_prices *prices, bf_contact_texts *out)
{
    *out = (bf_contact_texts){0};
    for (size_t i = 0; i < prices->count; i++)
        if (!add_price(job, &prices->items[i], out))
            return false;
    return true;
}

/* The text at `text`, which keeps it; none when it is empty. */
static bf_contact_texts one_text(bf_str *text)
{
    return (bf_contact_texts){text, text->length > 0, 1};
}

/* What was read of `field` of listing `number`. */
static bool read_texts(checking *job, size_t number, bf_profile_field field, bf_contact_texts *out)
{
    static bf_str yes = {"true", 4};
    bf_advertiser *item = &job->profile.advertisers.items[number];
    if (field == BF_PROFILE_PRICE)
        return take_prices(job, &item->prices, out);
    if (field == BF_PROFILE_PHONE)
        *out = item->phones;
    else if (field == BF_PROFILE_EMAIL)
        *out = item->emails;
    else if (field == BF_PROFILE_PRACTICE)
        *out = (bf_contact_texts){&yes, item->person ? 0 : 1, 1};
    else
        *out = one_text(bf_profile_text(item, field));
    return true;
}

static bool check_field(checking *job, size_t number, const bf_profile_expected *expected,
                        bf_profile_field field)
{
    bf_contact_texts texts;
    if (!read_texts(job, number, field, &texts))
        return false;
    size_t wanted = expected->text_counts[field];
    for (size_t i = 0; i < texts.count || i < wanted; i++) {
        bf_str got = i < texts.count ? texts.items[i] : (bf_str){0};
        bf_str want = i < wanted ? expected->texts[field][i] : (bf_str){0};
        if (!bf_str_equal(got, want))
            return differ(job, "listing %zu has the %s \"%.*s\", not \"%.*s\"", number + 1,
                          bf_profile_field_name(field), BF_STR_ARG(got), BF_STR_ARG(want));
    }
    return true;
}

/* --- Words --------------------------------------------------------------------------------------
 */

/* Says whether one of the blocks of `element` (BF_NONE: of the page) holds `words`, and is nobody's
 * or not, as `nobodys` says. */
static bool has_words(const checking *job, uint32_t element, bf_str words, bool nobodys)
{
    const bf_document *document = &job->document;
    uint32_t first = 0, end = (uint32_t)document->block_count;
    if (element != BF_NONE) {
        first = document->elements[element].first_block;
        end = first + document->elements[element].block_count;
    }
    for (uint32_t i = first; i < end; i++)
        if (bf_str_find(document->blocks[i].text, words, 0) != SIZE_MAX &&
            bf_profile_drops_block(&job->profile, i) == nobodys)
            return true;
    return false;
}

static bool check_listing(checking *job, size_t number, const bf_profile_expected *expected)
{
    uint32_t element = job->profile.advertisers.items[number].element;
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT && job->why->length == 0;
         field++)
        if (!check_field(job, number, expected, field))
            return false;
    for (size_t i = 0; i < expected->word_count && job->why->length == 0; i++)
        if (!has_words(job, element, expected->words[i], false))
            return differ(job, "listing %zu has not the words \"%.*s\"", number + 1,
                          BF_STR_ARG(expected->words[i]));
    return true;
}

static bool compare(checking *job, const bf_profile_example *example)
{
    if (job->profile.advertisers.count != example->listing_count)
        return differ(job, "%zu listings are read, not %zu", job->profile.advertisers.count,
                      example->listing_count);
    for (size_t i = 0; i < example->listing_count && job->why->length == 0; i++)
        if (!check_listing(job, i, &example->listings[i]))
            return false;
    for (size_t i = 0; i < example->nobody_count && job->why->length == 0; i++)
        if (!has_words(job, BF_NONE, example->nobody[i], true))
            return differ(job, "\"%.*s\" does not belong to nobody",
                          BF_STR_ARG(example->nobody[i]));
    return true;
}

bool bf_profiletest_check(const bf_profiletest_with *with, const bf_site_profile *site,
                          const bf_profile_example *example, bf_str *why, bf_error *err)
{
    const bf_page_limits limits = {0};
    checking job = {.with = with, .why = why, .err = err};
    bf_page page;
    *why = (bf_str){0};
    if (!bf_page_from_html(example->html, example->url, &limits, with->arena, &page, err) ||
        !bf_profile_choose(&page, with->rules, with->scratch, with->arena, &job.profile, err))
        return false;
    if (job.profile.site != site)
        return differ(&job, "%.*s is chosen for this URL",
                      BF_STR_ARG(job.profile.site ? job.profile.site->id : BF_STR("no profile")));
    if (!bf_document_read_all(&page, with->arena, &job.document, err) ||
        !bf_profile_read(&job.profile, &job.document, with->arena, err))
        return false;
    return job.profile.failed ? differ(&job, "the page is more than a profile may cost")
                              : compare(&job, example);
}
