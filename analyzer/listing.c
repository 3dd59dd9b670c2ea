/* listing.c: what kind of page this is, and who advertises on it. */
#include "analyzer/listing.h"

#include <assert.h>
#include <stdio.h>

#include "analyzer/card.h"
#include "analyzer/sign.h"
#include "common/buf.h"
#include "common/url.h"

enum {
    ENOUGH = 2,           /* the sum of weights from which a kind of page is taken for sure */
    HEADLINE_BYTES = 160, /* a longer second line is a paragraph */
    NAME_BYTES = 100,
    KEY_BYTES = 8192
};

const char *bf_page_kind_name(bf_page_kind kind)
{
    static const char *const names[] = {"listing", "directory", "article", "error", "other"};
    static_assert(sizeof names / sizeof *names == BF_PAGE_KIND_COUNT, "each kind has a name");
    return names[kind];
}

const char *bf_voice_name(bf_voice voice)
{
    static const char *const names[] = {"advertiser", "testimonial", "comment", "quoted"};
    static_assert(sizeof names / sizeof *names == BF_VOICE_COUNT, "each voice has a name");
    return names[voice];
}

const char *bf_role_name(bf_role role)
{
    static const char *const names[] = {"none", "therapy", "body", "coach"};
    static_assert(sizeof names / sizeof *names == BF_ROLE_COUNT, "each role has a name");
    return names[role];
}

const char *bf_key_from_name(bf_key_from from)
{
    static const char *const names[] = {"profile_url", "licence", "phone", "name_place",
                                        "position"};
    static_assert(sizeof names / sizeof *names == BF_KEY_COUNT, "each source of a key has a name");
    return names[from];
}

/* What the steps for one page share. */
typedef struct {
    bf_sign_reader signs;
    const bf_page *page;
    const bf_document *document;
    const bf_structured *structured;
    bf_arena *arena;
    bf_url url; /* of the page; empty text when it has none that can be read */
    bf_cards cards;
    bf_voice *element_voices; /* parallel to document->elements */
    bf_voice *voices;         /* parallel to document->blocks */
    bf_listings found;
    size_t capacity;
} finding;

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "listings: no memory");
}

/* A page that answered with an error is one, whatever it says. An article must say so more loudly
 * than it advertises. Where nothing is sure, anybody's role makes the page a listing: to read a
 * page too many costs less than to miss one. */
static bf_page_kind page_kind(finding *job)
{
    int listing = bf_sign_weigh_page(&job->signs, BF_SIGN_LISTING);
    int article = bf_sign_weigh_page(&job->signs, BF_SIGN_ARTICLE);
    int error = bf_sign_weigh_page(&job->signs, BF_SIGN_ERROR);
    int directory = bf_sign_weigh_page(&job->signs, BF_SIGN_DIRECTORY);
    if (job->page->http_status >= 400 ||
        (error >= ENOUGH && error >= listing && job->cards.count == 0))
        return BF_PAGE_ERROR;
    if (article >= ENOUGH && article >= listing)
        return BF_PAGE_ARTICLE;
    if (job->cards.count >= 2)
        return BF_PAGE_DIRECTORY;
    if (listing >= ENOUGH)
        return BF_PAGE_LISTING;
    if (directory >= ENOUGH) /* a directory whose results we could not tell apart */
        return BF_PAGE_OTHER;
    if (bf_sign_weigh_page(&job->signs, BF_SIGN_THERAPY) >= ENOUGH ||
        bf_sign_weigh_page(&job->signs, BF_SIGN_BODY) >= ENOUGH ||
        bf_sign_weigh_page(&job->signs, BF_SIGN_COACH) >= ENOUGH)
        return BF_PAGE_LISTING;
    return BF_PAGE_OTHER;
}

/* Who speaks in each element by its own classes, else by those of the element that holds it;
 * parents stand before their children, so one pass does. */
static void read_element_voices(finding *job)
{
    bf_voice *voices = job->element_voices;
    for (uint32_t i = 0; i < job->document->element_count; i++) {
        uint32_t parent = job->document->elements[i].parent;
        voices[i] = parent == BF_NONE ? BF_VOICE_ADVERTISER : voices[parent];
        if (bf_sign_in_classes(&job->signs, BF_SIGN_TESTIMONIAL, i))
            voices[i] = BF_VOICE_TESTIMONIAL;
        else if (bf_sign_in_classes(&job->signs, BF_SIGN_COMMENT, i))
            voices[i] = BF_VOICE_COMMENT;
    }
}

static bf_voice block_voice(finding *job, uint32_t number)
{
    const bf_voice *elements = job->element_voices;
    const bf_block *block = &job->document->blocks[number];
    if (block->field != BF_FIELD_TEXT)
        return BF_VOICE_ADVERTISER;
    if (block->zone == BF_ZONE_COMMENTS)
        return BF_VOICE_COMMENT;
    if (block->element != BF_NONE && elements[block->element] != BF_VOICE_ADVERTISER)
        return elements[block->element];
    if (block->section != BF_NONE && block->kind != BF_BLOCK_HEADING) {
        if (bf_sign_in_block(&job->signs, BF_SIGN_TESTIMONIAL, block->section))
            return BF_VOICE_TESTIMONIAL;
        if (bf_sign_in_block(&job->signs, BF_SIGN_COMMENT, block->section))
            return BF_VOICE_COMMENT;
    }
    return block->kind == BF_BLOCK_QUOTE ? BF_VOICE_QUOTED : BF_VOICE_ADVERTISER;
}

static bool read_voices(finding *job, bf_error *err)
{
    const bf_document *document = job->document;
    job->element_voices =
        bf_arena_take(job->arena, document->element_count, sizeof *job->element_voices);
    job->voices = bf_arena_take(job->arena, document->block_count, sizeof *job->voices);
    if (job->element_voices == NULL || job->voices == NULL)
        return no_memory(err);
    read_element_voices(job);
    for (uint32_t i = 0; i < document->block_count; i++)
        job->voices[i] = block_voice(job, i);
    return true;
}

/* A name as people write it, without what follows it: letters, a slogan, the site's name. */
static bf_str cut_name(bf_str text)
{
    static const char *const ends[] = {" | ", " - ", " – ", " — ", " · ", ", ", ": ", " ("};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = bf_str_find(text, bf_str_of(ends[i]), 1);
        if (at != SIZE_MAX)
            text = bf_str_slice(text, 0, at);
    }
    return bf_str_trim(text);
}

/* Two to five words that begin with a capital (or with no letter of ASCII), initials and particles
 * among them: what a heading that is somebody's name looks like. */
static bool looks_like_name(bf_str text)
{
    size_t words = 0, capitals = 0;
    bf_str word;
    if (text.length == 0 || text.length > NAME_BYTES)
        return false;
    while (bf_str_take_part(&text, ' ', &word)) {
        if (word.length == 0)
            continue;
        words++;
        capitals +=
            (word.bytes[0] >= 'A' && word.bytes[0] <= 'Z') || (unsigned char)word.bytes[0] >= 0x80;
    }
    return words >= 2 && words <= 5 && capitals >= 2 && words - capitals <= 2;
}

/* The structured item that describes the page's one advertiser: the only named person, else the
 * only named item; NULL when there are several or none. */
static const bf_advertiser *described(const bf_structured *structured)
{
    const bf_advertiser *person = NULL, *any = NULL;
    size_t persons = 0, named = 0;
    for (size_t i = 0; i < structured->advertisers.count; i++) {
        const bf_advertiser *item = &structured->advertisers.items[i];
        if (item->name.length == 0)
            continue;
        named++;
        any = any ? any : item;
        if (item->person) {
            persons++;
            person = item;
        }
    }
    return persons == 1 ? person : persons == 0 && named >= 1 ? any : NULL;
}

/* The block whose text names the page's advertiser when no data does: an element with a sign of
 * kind name, else a heading that looks like a name, else the first heading; BF_NONE without any. */
static uint32_t naming_block(finding *job)
{
    const bf_document *document = job->document;
    uint32_t first = BF_NONE;
    for (uint32_t i = 0; i < document->element_count; i++)
        if (document->elements[i].block_count > 0 &&
            bf_sign_in_classes(&job->signs, BF_SIGN_NAME, i) &&
            looks_like_name(cut_name(document->blocks[document->elements[i].first_block].text)))
            return document->elements[i].first_block;
    for (uint32_t i = 0; i < document->block_count; i++) {
        const bf_block *block = &document->blocks[i];
        if (block->kind != BF_BLOCK_HEADING || block->heading_level > 2)
            continue;
        bf_str name = cut_name(block->text);
        if (looks_like_name(name) && !bf_sign_in_text(&job->signs, BF_SIGN_THERAPY, name))
            return i;
        first = first == BF_NONE && block->heading_level == 1 ? i : first;
    }
    return first;
}

/* The short line that follows the naming block. */
static bf_str headline_after(const bf_document *document, uint32_t named)
{
    for (uint32_t i = named + 1; named != BF_NONE && i < document->block_count && i <= named + 2;
         i++)
        if (document->blocks[i].field == BF_FIELD_TEXT)
            return document->blocks[i].text.length <= HEADLINE_BYTES ? document->blocks[i].text
                                                                     : (bf_str){0};
    return (bf_str){0};
}

/* Fills what the page's data says of its advertiser; the rest is read from the text. */
static void take_described(const bf_advertiser *item, bf_listing *listing)
{
    listing->name = item->name;
    listing->headline = item->headline;
    listing->locality = item->locality;
    listing->region = item->region;
    listing->country = item->country;
    listing->website = item->website;
    listing->phones = item->phones.items;
    listing->phone_count = item->phones.count;
    listing->emails = item->emails.items;
    listing->email_count = item->emails.count;
    listing->practice = !item->person;
}

/* "Portland, OR 97201": two capitals and five digits after a comma (USPS Publication 28, 2). */
static bool take_us_place(bf_str text, bf_listing *listing)
{
    for (size_t i = bf_str_find(text, BF_STR(", "), 0); i != SIZE_MAX;
         i = bf_str_find(text, BF_STR(", "), i + 1)) {
        bf_str tail = bf_str_after(text, i + 2), digits = bf_str_slice(text, i + 5, i + 10);
        uint64_t zip;
        if (tail.length < 8 || tail.bytes[0] < 'A' || tail.bytes[0] > 'Z' || tail.bytes[1] < 'A' ||
            tail.bytes[1] > 'Z' || tail.bytes[2] != ' ' || digits.length != 5 ||
            !bf_take_decimal(&digits, 99999, &zip) || digits.length != 0)
            continue;
        size_t begin = i;
        while (begin > 0 && i - begin < 40 && text.bytes[begin - 1] != ',' &&
               !(text.bytes[begin - 1] >= '0' && text.bytes[begin - 1] <= '9'))
            begin--;
        listing->locality = bf_str_trim(bf_str_slice(text, begin, i));
        listing->region = bf_str_slice(tail, 0, 2);
        listing->country = BF_STR("US");
        return true;
    }
    return false;
}

/* Says whether a link is the listing's own: in its card, or outside all cards, and in its voice. */
static bool is_own_link(const finding *job, const bf_link *link, uint32_t card)
{
    const bf_element *elements = job->document->elements;
    bool outside = card == BF_NONE;
    if (job->element_voices[link->element] != BF_VOICE_ADVERTISER)
        return false;
    for (size_t i = 0; outside && i < job->cards.count; i++)
        if (link->element >= job->cards.elements[i] &&
            link->element <= elements[job->cards.elements[i]].last)
            return false;
    return outside || (link->element >= card && link->element <= elements[card].last);
}

/* Adds the telephones and addresses that the listing's own links lead to. */
static bool read_links(finding *job, uint32_t card, bf_contact_texts *phones,
                       bf_contact_texts *emails)
{
    for (size_t i = 0; i < job->document->link_count; i++) {
        const bf_link *link = &job->document->links[i];
        if (is_own_link(job, link, card) &&
            !bf_contact_link(link->href, job->arena, phones, emails))
            return false;
    }
    return true;
}

/* Adds contacts, prices and the place from the blocks and links that are the listing's own; `card`
 * is its element, or BF_NONE. */
static bool read_contacts(finding *job, uint32_t card, bf_listing *listing)
{
    bf_contact_texts phones = {listing->phones, listing->phone_count, listing->phone_count};
    bf_contact_texts emails = {listing->emails, listing->email_count, listing->email_count};
    bf_contact_prices prices = {0};
    for (size_t i = 0; i < listing->block_count; i++) {
        const bf_block *block = &job->document->blocks[listing->blocks[i].block];
        if (listing->blocks[i].voice != BF_VOICE_ADVERTISER || block->field == BF_FIELD_HIDDEN)
            continue;
        if (!bf_contact_phones(block->text, job->arena, &phones) ||
            !bf_contact_emails(block->text, job->arena, &emails) ||
            !bf_contact_prices_in(block->text, job->arena, &prices))
            return false;
        if (listing->region.length == 0)
            take_us_place(block->text, listing);
    }
    if (!read_links(job, card, &phones, &emails))
        return false;
    listing->phones = phones.items;
    listing->phone_count = phones.count;
    listing->emails = emails.items;
    listing->email_count = emails.count;
    listing->prices = prices.items;
    listing->price_count = prices.count;
    return true;
}

/* Weighs the roles that the listing's own words claim. */
static bool read_role(finding *job, bf_listing *listing)
{
    uint32_t *own = bf_arena_take(job->arena, listing->block_count, sizeof *own);
    size_t count = 0;
    if (own == NULL)
        return false;
    for (size_t i = 0; i < listing->block_count; i++)
        if (listing->blocks[i].voice == BF_VOICE_ADVERTISER)
            own[count++] = listing->blocks[i].block;
    int therapy = bf_sign_weigh_blocks(&job->signs, BF_SIGN_THERAPY, own, count);
    int body = bf_sign_weigh_blocks(&job->signs, BF_SIGN_BODY, own, count);
    int coach = bf_sign_weigh_blocks(&job->signs, BF_SIGN_COACH, own, count);
    listing->not_therapy = bf_sign_weigh_blocks(&job->signs, BF_SIGN_NOT_THERAPY, own, count) > 0;
    listing->treats = bf_sign_weigh_blocks(&job->signs, BF_SIGN_TREATS, own, count) > 0;
    listing->clinician = bf_sign_weigh_blocks(&job->signs, BF_SIGN_CLINICIAN, own, count) > 0;
    if (therapy > 0 && therapy >= body && therapy >= coach)
        listing->role = BF_ROLE_THERAPY;
    else if (body > 0 && body >= coach)
        listing->role = BF_ROLE_BODY;
    else if (coach > 0)
        listing->role = BF_ROLE_COACH;
    return true;
}

static bool make_key(finding *job, const bf_url *profile, bf_listing *listing, bf_error *err)
{
    bf_buf key;
    bf_str view;
    bf_buf_init(&key, KEY_BYTES);
    if (profile->text.length > 0) {
        listing->key_from = BF_KEY_PROFILE_URL;
        return bf_url_key(profile, job->arena, &listing->key, err);
    }
    if (listing->phone_count > 0) {
        listing->key_from = BF_KEY_PHONE;
        listing->key = listing->phones[0];
        return true;
    }
    listing->key_from = listing->name.length > 0 ? BF_KEY_NAME_PLACE : BF_KEY_POSITION;
    if (listing->name.length > 0)
        bf_buf_append_format(&key, "%.*s, %.*s, %.*s", BF_STR_ARG(listing->name),
                             BF_STR_ARG(listing->locality), BF_STR_ARG(listing->region));
    else
        bf_buf_append_format(&key, "%.*s#%u", BF_STR_ARG(job->page->url), listing->index);
    bool made = bf_buf_view(&key, "key", &view, err) &&
                (bf_arena_copy(job->arena, view, &listing->key) || no_memory(err));
    bf_buf_free(&key);
    return made;
}

static bool add_block(finding *job, bf_listing *listing, size_t *capacity, uint32_t number)
{
    const bf_block *block = &job->document->blocks[number];
    bf_listing_block *grown =
        bf_arena_grow(job->arena, listing->blocks, listing->block_count, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    listing->blocks = grown;
    grown[listing->block_count++] = (bf_listing_block){number, job->voices[number]};
    if (block->field == BF_FIELD_TEXT || block->field == BF_FIELD_STRUCTURED)
        listing->text_bytes += block->text.length;
    return true;
}

/* Ends a listing whose blocks are known: reads what they say and adds it to the page's. */
static bool finish_listing(finding *job, bf_listing *listing, uint32_t card, const bf_url *profile,
                           bf_error *err)
{
    bf_listing *grown = bf_arena_grow(job->arena, job->found.items, job->found.count,
                                      &job->capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(err);
    job->found.items = grown;
    listing->index = (uint32_t)job->found.count;
    if (!read_contacts(job, card, listing) || !read_role(job, listing))
        return no_memory(err);
    listing->practice =
        listing->practice ||
        (listing->name.length > 0 && bf_sign_in_text(&job->signs, BF_SIGN_PRACTICE, listing->name));
    if (!make_key(job, profile, listing, err))
        return false;
    grown[job->found.count++] = *listing;
    return true;
}

/* The first link inside `element` that leads to another http page; empty text without one. */
static bool profile_link(finding *job, const bf_element *element, uint32_t number, bf_url *out)
{
    bf_error unread = {0}; /* a link that is no URL leads to no profile */
    *out = (bf_url){0};
    for (size_t i = 0; i < job->document->link_count; i++) {
        const bf_link *link = &job->document->links[i];
        if (link->element < number || link->element > element->last || link->href.length == 0 ||
            link->href.bytes[0] == '#' ||
            bf_str_find(link->href, BF_STR("/cdn-cgi/l/email-protection"), 0) != SIZE_MAX)
            continue; /* neither a place on the page nor a hidden address is a profile */
        if (bf_url_parse(link->href, job->url.text.length > 0 ? &job->url : NULL, job->arena, out,
                         &unread))
            return true;
        *out = (bf_url){0};
        if (unread.code == BF_ERR_MEMORY)
            return false;
    }
    return true;
}

/* One card: its blocks, named by itself, and partial when it leads to a profile. */
static bool add_card(finding *job, uint32_t number, bf_error *err)
{
    const bf_element *element = &job->document->elements[number];
    bf_listing listing = {.card = true};
    bf_url profile;
    size_t capacity = 0;
    uint32_t named = bf_card_name(&job->signs, number);
    if (!profile_link(job, element, number, &profile))
        return no_memory(err);
    for (uint32_t i = 0; i < element->block_count; i++)
        if (!add_block(job, &listing, &capacity, element->first_block + i))
            return no_memory(err);
    listing.name = named == BF_NONE ? (bf_str){0} : cut_name(job->document->blocks[named].text);
    listing.headline = headline_after(job->document, named);
    listing.partial = profile.text.length > 0;
    listing.website = profile.text;
    return finish_listing(job, &listing, number, &profile, err);
}

static bool in_cards(const finding *job, uint32_t block)
{
    for (size_t i = 0; i < job->cards.count; i++) {
        const bf_element *card = &job->document->elements[job->cards.elements[i]];
        if (block >= card->first_block && block - card->first_block < card->block_count)
            return true;
    }
    return false;
}

/* The page as a whole, or what is left of it beside its cards, as one listing. */
static bool add_whole(finding *job, bf_error *err)
{
    const bf_advertiser *item = described(job->structured);
    bool team = job->cards.count > 0;
    uint32_t named = naming_block(job);
    bf_listing listing = {.practice = team};
    size_t capacity = 0;
    if (item)
        take_described(item, &listing);
    else if (named != BF_NONE && !in_cards(job, named))
        listing.name = cut_name(job->document->blocks[named].text);
    if (listing.name.length == 0)
        listing.name = cut_name(job->document->title);
    if (listing.headline.length == 0)
        listing.headline = headline_after(job->document, named);
    listing.practice = listing.practice || team;
    for (uint32_t i = 0; i < job->document->block_count; i++)
        if (!in_cards(job, i) && !add_block(job, &listing, &capacity, i))
            return no_memory(err);
    return finish_listing(job, &listing, BF_NONE, &job->url, err);
}

/* On a team page what is said for all is the practice's, not each person's; on a directory of
 * strangers it is nobody's advert. */
static bool add_cards(finding *job, bf_error *err)
{
    if (bf_sign_weigh_page(&job->signs, BF_SIGN_PRACTICE) > 0 && !add_whole(job, err))
        return false;
    for (size_t i = 0; i < job->cards.count; i++)
        if (!add_card(job, job->cards.elements[i], err))
            return false;
    return true;
}

bool bf_listing_find(const bf_page *page, const bf_document *document,
                     const bf_structured *structured, const bf_rules *rules,
                     bf_pattern_scratch *scratch, bf_arena *arena, bf_listings *out, bf_error *err)
{
    finding job = {.page = page, .document = document, .structured = structured, .arena = arena};
    bf_error unread = {0}; /* a page without a URL that can be read is named otherwise */
    if (!bf_sign_prepare(page, document, structured, rules, scratch, arena, &job.signs, err) ||
        !bf_card_find(&job.signs, &job.cards, err) || !read_voices(&job, err))
        return false;
    if (!bf_url_parse(page->url, NULL, arena, &job.url, &unread)) {
        if (unread.code == BF_ERR_MEMORY)
            return no_memory(err);
        job.url = (bf_url){0};
    }
    job.found.kind = page_kind(&job);
    bool found = job.found.kind == BF_PAGE_DIRECTORY ? add_cards(&job, err)
                 : job.found.kind == BF_PAGE_LISTING ? add_whole(&job, err)
                                                     : true;
    job.found.failed = job.signs.failed;
    if (found)
        *out = job.found;
    return found;
}
