/* compare.c: what the program read on a page beside what a person read. */
#include "tests/corpus/compare.h"

#include <stdlib.h>

#include <utf8proc.h>

#include "analyzer/fold.h"
#include "common/buf.h"
#include "common/url.h"

#define NOBODY SIZE_MAX

enum { SHOWN_MOST = 4096 };

/* What comparing takes. */
typedef struct {
    const comparison *page;
    tally *counts;
    bf_arena *arena;
    bf_error *err;
    size_t *pair;   /* parallel to the listings wanted: which one that was read, or NOBODY */
    bf_str *blocks; /* parallel to the blocks of the document: their text, folded */
} comparing;

/* Counts one item, and tells when it is wrong. */
static void judge(comparing *job, tally_item item, bool right, bf_str wanted, bf_str got)
{
    tally_add(job->counts, item, right);
    if (right || job->page->wrongs == NULL)
        return;
    fprintf(job->page->wrongs, "%s: %s: wanted %.*s, got %.*s\n", job->page->name,
            tally_item_name(item), BF_STR_ARG(wanted.length ? wanted : BF_STR("nothing")),
            BF_STR_ARG(got.length ? got : BF_STR("nothing")));
}

/* The text without case, accents, unseen characters and needless white space. */
static bool fold(comparing *job, bf_str text, bf_str *out)
{
    bf_folded folded;
    utf8proc_uint8_t *bare = NULL;
    if (!bf_fold(text, job->arena, &folded, job->err))
        return false;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)folded.text.bytes,
                                           (utf8proc_ssize_t)folded.text.length, &bare,
                                           UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
    if (length < 0)
        return bf_fail(job->err, BF_ERR_MEMORY, "corpus: %s", utf8proc_errmsg(length));
    char *bytes = bf_arena_take(job->arena, (size_t)length + 1, 1);
    size_t kept = 0;
    for (size_t i = 0; bytes != NULL && i < (size_t)length; i++) {
        char byte = bare[i] == '\n' ? ' ' : (char)bare[i];
        if (byte != ' ' || (kept > 0 && bytes[kept - 1] != ' '))
            bytes[kept++] = byte;
    }
    free(bare);
    if (bytes == NULL)
        return bf_fail(job->err, BF_ERR_MEMORY, "corpus: no memory");
    *out = bf_str_trim((bf_str){bytes, kept});
    return true;
}

static bool same(comparing *job, bf_str a, bf_str b, bool *equal)
{
    bf_str left, right;
    if (!fold(job, a, &left) || !fold(job, b, &right))
        return false;
    *equal = bf_str_equal(left, right);
    return true;
}

/* ---- Who is there */

static bool is_paired(const comparing *job, size_t read)
{
    for (size_t i = 0; i < job->page->wanted->listing_count; i++)
        if (job->pair[i] == read)
            return true;
    return false;
}

static bool pair_by_name(comparing *job)
{
    const label *wanted = job->page->wanted;
    const bf_listings *got = &job->page->got->listings;
    for (size_t i = 0; i < wanted->listing_count; i++)
        for (size_t j = 0; j < got->count && job->pair[i] == NOBODY; j++) {
            bool equal;
            if (!same(job, wanted->listings[i].name, got->items[j].name, &equal))
                return false;
            if (equal && !is_paired(job, j))
                job->pair[i] = j;
        }
    return true;
}

/* Fills `pair`, and counts the names. */
static bool compare_names(comparing *job)
{
    const label *wanted = job->page->wanted;
    const bf_listings *got = &job->page->got->listings;
    size_t next = 0;
    job->pair = bf_arena_take(job->arena, wanted->listing_count, sizeof *job->pair);
    if (job->pair == NULL)
        return bf_fail(job->err, BF_ERR_MEMORY, "corpus: no memory");
    for (size_t i = 0; i < wanted->listing_count; i++)
        job->pair[i] = NOBODY;
    if (!pair_by_name(job))
        return false;
    for (size_t i = 0; i < wanted->listing_count; i++) {
        bf_str name = wanted->listings[i].name;
        if (job->pair[i] != NOBODY) {
            judge(job, TALLY_NAMES, true, name, name);
            continue;
        }
        while (next < got->count && is_paired(job, next))
            next++;
        if (next < got->count)
            job->pair[i] = next;
        judge(job, TALLY_NAMES, false, name,
              next < got->count ? got->items[next].name : (bf_str){0});
    }
    for (size_t j = 0; j < got->count; j++)
        if (!is_paired(job, j))
            judge(job, TALLY_NAMES, false, (bf_str){0}, got->items[j].name);
    return true;
}

/* ---- What is said of them */

static bool has_text(const bf_str *items, size_t count, bf_str text)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal(items[i], text))
            return true;
    return false;
}

static void compare_texts(comparing *job, tally_item item, const bf_contact_texts *wanted,
                          const bf_str *got, size_t count)
{
    for (size_t i = 0; i < wanted->count; i++) {
        bool right = has_text(got, count, wanted->items[i]);
        judge(job, item, right, wanted->items[i], (bf_str){0});
    }
    for (size_t i = 0; i < count; i++)
        if (!has_text(wanted->items, wanted->count, got[i]))
            judge(job, item, false, (bf_str){0}, got[i]);
}

static bool has_price(const bf_price *items, size_t count, const bf_price *price)
{
    for (size_t i = 0; i < count; i++) {
        double apart = items[i].amount - price->amount;
        if (apart > -0.005 && apart < 0.005 && bf_str_equal(items[i].currency, price->currency) &&
            bf_str_equal_nocase(items[i].unit, price->unit))
            return true;
    }
    return false;
}

static bf_str price_words(const bf_price *price, char *out, size_t size)
{
    snprintf(out, size, "%.2f %.*s \"%.*s\"", price->amount, BF_STR_ARG(price->currency),
             BF_STR_ARG(price->unit));
    return bf_str_of(out);
}

static void compare_prices(comparing *job, const bf_contact_prices *wanted, const bf_price *got,
                           size_t count)
{
    char words[128];
    for (size_t i = 0; i < wanted->count; i++)
        judge(job, TALLY_PRICES, has_price(got, count, &wanted->items[i]),
              price_words(&wanted->items[i], words, sizeof words), (bf_str){0});
    for (size_t i = 0; i < count; i++)
        if (!has_price(wanted->items, wanted->count, &got[i]))
            judge(job, TALLY_PRICES, false, (bf_str){0}, price_words(&got[i], words, sizeof words));
}

/* One text, where either says one. */
static bool compare_text(comparing *job, tally_item item, bf_str wanted, bf_str got)
{
    bool equal;
    if (wanted.length == 0 && got.length == 0)
        return true;
    if (!same(job, wanted, got, &equal))
        return false;
    judge(job, item, equal, wanted, got);
    return true;
}

/* The form in which web addresses are compared: absolute, without what names a visit. */
static bool web_key(comparing *job, bf_str text, bf_str *out)
{
    bf_url base, url;
    bf_error why = {0};
    *out = text;
    if (text.length == 0)
        return true;
    bool has_base = bf_url_parse(job->page->got->page->url, NULL, job->arena, &base, &why);
    if (!bf_url_parse(text, has_base ? &base : NULL, job->arena, &url, &why))
        return true; /* as it stands */
    if (!bf_url_key(&url, job->arena, out, job->err))
        return false;
    if (bf_str_ends(*out, BF_STR("/")))
        out->length--;
    return true;
}

static bool compare_listing(comparing *job, const label_listing *wanted, const bf_listing *got)
{
    bf_str wanted_website, got_website;
    judge(job, TALLY_PRACTICE, wanted->practice == got->practice,
          wanted->practice ? BF_STR("a practice") : BF_STR("a person"), got->name);
    judge(job, TALLY_PARTIAL, wanted->partial == got->partial,
          wanted->partial ? BF_STR("partial") : BF_STR("whole"), got->name);
    compare_texts(job, TALLY_PHONES, &wanted->phones, got->phones, got->phone_count);
    compare_texts(job, TALLY_EMAILS, &wanted->emails, got->emails, got->email_count);
    compare_prices(job, &wanted->prices, got->prices, got->price_count);
    return web_key(job, wanted->website, &wanted_website) &&
           web_key(job, got->website, &got_website) &&
           compare_text(job, TALLY_WEBSITE, wanted_website, got_website) &&
           compare_text(job, TALLY_PLACE, wanted->locality, got->locality) &&
           compare_text(job, TALLY_PLACE, wanted->region, got->region) &&
           compare_text(job, TALLY_PLACE, wanted->country, got->country);
}

/* An advertiser that was missed: all that is known of it was. */
static bool compare_missed(comparing *job, const label_listing *wanted)
{
    compare_texts(job, TALLY_PHONES, &wanted->phones, NULL, 0);
    compare_texts(job, TALLY_EMAILS, &wanted->emails, NULL, 0);
    compare_prices(job, &wanted->prices, NULL, 0);
    return compare_text(job, TALLY_WEBSITE, wanted->website, (bf_str){0}) &&
           compare_text(job, TALLY_PLACE, wanted->locality, (bf_str){0}) &&
           compare_text(job, TALLY_PLACE, wanted->region, (bf_str){0}) &&
           compare_text(job, TALLY_PLACE, wanted->country, (bf_str){0});
}

static bool compare_listings(comparing *job)
{
    const label *wanted = job->page->wanted;
    const bf_listings *got = &job->page->got->listings;
    for (size_t i = 0; i < wanted->listing_count; i++)
        if (job->pair[i] == NOBODY
                ? !compare_missed(job, &wanted->listings[i])
                : !compare_listing(job, &wanted->listings[i], &got->items[job->pair[i]]))
            return false;
    return true;
}

/* ---- Where words stand, and whose they are */

static bool fold_blocks(comparing *job)
{
    const bf_document *document = &job->page->got->document;
    job->blocks = bf_arena_take(job->arena, document->block_count, sizeof *job->blocks);
    if (job->blocks == NULL)
        return bf_fail(job->err, BF_ERR_MEMORY, "corpus: no memory");
    for (size_t i = 0; i < document->block_count; i++)
        if (!fold(job, document->blocks[i].text, &job->blocks[i]))
            return false;
    return true;
}

/* The first block from `from` on that holds the folded `quote`; BF_NONE when there is none. */
static uint32_t next_holding(const comparing *job, bf_str quote, size_t from)
{
    for (size_t i = from; i < job->page->got->document.block_count; i++)
        if (bf_str_find(job->blocks[i], quote, 0) != SIZE_MAX)
            return (uint32_t)i;
    return BF_NONE;
}

/* The block that is asked about: of shown text where one holds the quote. */
static uint32_t holding(const comparing *job, bf_str quote)
{
    const bf_document *document = &job->page->got->document;
    uint32_t first = next_holding(job, quote, 0), at = first;
    while (at != BF_NONE && document->blocks[at].field != BF_FIELD_TEXT)
        at = next_holding(job, quote, at + 1);
    return at == BF_NONE ? first : at;
}

/* What was wanted of a quote, for people. */
static bf_str words_of(const char *value, bf_str quote, char *out, size_t size)
{
    snprintf(out, size, "%s for \"%.*s\"", value, BF_STR_ARG(quote));
    return bf_str_of(out);
}

static bool compare_zone(comparing *job, const label_quote *wanted)
{
    char words[SHOWN_MOST];
    bf_str quote;
    if (!fold(job, wanted->quote, &quote))
        return false;
    uint32_t at = holding(job, quote);
    const bf_block *block = at == BF_NONE ? NULL : &job->page->got->document.blocks[at];
    judge(job, TALLY_ZONES, block != NULL && block->zone == (bf_zone)wanted->value,
          words_of(bf_zone_name((bf_zone)wanted->value), wanted->quote, words, sizeof words),
          block ? bf_str_of(bf_zone_name(block->zone)) : BF_STR("no block with it"));
    return true;
}

/* Words may stand in a title and in the text too: that a block of the field holds them is enough,
 * but for hidden ones, which nobody may see. */
static bool compare_field(comparing *job, const label_quote *wanted)
{
    const bf_document *document = &job->page->got->document;
    const bf_field field = (bf_field)wanted->value;
    char words[SHOWN_MOST];
    bf_str quote;
    if (!fold(job, wanted->quote, &quote))
        return false;
    uint32_t shown = holding(job, quote), at = next_holding(job, quote, 0);
    while (at != BF_NONE && document->blocks[at].field != field)
        at = next_holding(job, quote, at + 1);
    bool right = at != BF_NONE &&
                 (field != BF_FIELD_HIDDEN || document->blocks[shown].field != BF_FIELD_TEXT);
    judge(job, TALLY_FIELDS, right,
          words_of(bf_field_name(field), wanted->quote, words, sizeof words),
          shown == BF_NONE ? BF_STR("no block with it")
                           : bf_str_of(bf_field_name(document->blocks[shown].field)));
    return true;
}

static const bf_listing_block *block_of(const bf_listing *listing, uint32_t block)
{
    for (size_t i = 0; i < listing->block_count; i++)
        if (listing->blocks[i].block == block)
            return &listing->blocks[i];
    return NULL;
}

/* How many listings have the block as theirs, and the `first` of them. */
static size_t owners_of(const comparing *job, uint32_t block, size_t *first)
{
    const bf_listings *got = &job->page->got->listings;
    size_t count = 0;
    *first = NOBODY;
    for (size_t i = 0; i < got->count; i++) {
        if (block_of(&got->items[i], block) == NULL)
            continue;
        if (count++ == 0)
            *first = i;
    }
    return count;
}

static bool compare_voice(comparing *job, const label_quote *wanted)
{
    const bf_listings *got = &job->page->got->listings;
    char words[SHOWN_MOST];
    bf_str quote, voice = BF_STR("no block with it"), found = BF_STR("nobody's");
    size_t first = NOBODY, count = 0;
    if (!fold(job, wanted->quote, &quote))
        return false;
    uint32_t at = holding(job, quote);
    if (at != BF_NONE) {
        voice = bf_str_of(bf_voice_name(got->voices.blocks[at]));
        count = owners_of(job, at, &first);
    }
    judge(job, TALLY_VOICES, at != BF_NONE && got->voices.blocks[at] == (bf_voice)wanted->value,
          words_of(bf_voice_name((bf_voice)wanted->value), wanted->quote, words, sizeof words),
          voice);
    if (wanted->owner == BF_NONE)
        return true;
    if (count > 0)
        found = count == 1 ? got->items[first].name : BF_STR("several listings");
    bf_str owner = job->page->wanted->listings[wanted->owner].name;
    snprintf(words, sizeof words, "%.*s for \"%.*s\"", BF_STR_ARG(owner),
             BF_STR_ARG(wanted->quote));
    judge(job, TALLY_OWNERS, count == 1 && job->pair[wanted->owner] == first, bf_str_of(words),
          found);
    return true;
}

static bool compare_quotes(comparing *job)
{
    const label *wanted = job->page->wanted;
    for (size_t i = 0; i < wanted->zones.count; i++)
        if (!compare_zone(job, &wanted->zones.items[i]))
            return false;
    for (size_t i = 0; i < wanted->fields.count; i++)
        if (!compare_field(job, &wanted->fields.items[i]))
            return false;
    for (size_t i = 0; i < wanted->voices.count; i++)
        if (!compare_voice(job, &wanted->voices.items[i]))
            return false;
    return true;
}

bool compare(const comparison *page, bf_arena *arena, tally *counts, bf_error *err)
{
    comparing job = {.page = page, .counts = counts, .arena = arena, .err = err};
    const bf_listings *got = &page->got->listings;
    char wanted_count[32], got_count[32];
    judge(&job, TALLY_KIND, page->wanted->kind == got->kind,
          bf_str_of(bf_page_kind_name(page->wanted->kind)),
          bf_str_of(bf_page_kind_name(got->kind)));
    snprintf(wanted_count, sizeof wanted_count, "%zu", page->wanted->listing_count);
    snprintf(got_count, sizeof got_count, "%zu", got->count);
    judge(&job, TALLY_COUNT, page->wanted->listing_count == got->count, bf_str_of(wanted_count),
          bf_str_of(got_count));
    return compare_names(&job) && compare_listings(&job) && fold_blocks(&job) &&
           compare_quotes(&job);
}
