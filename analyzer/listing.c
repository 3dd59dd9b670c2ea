/* listing.c: what kind of page this is, and who advertises on it. */
#include "analyzer/listing.h"

#include <assert.h>
#include <stdio.h>

#include "analyzer/name.h"
#include "analyzer/naming.h"
#include "analyzer/origin.h"
#include "analyzer/phone.h"
#include "analyzer/place.h"
#include "analyzer/price.h"
#include "common/buf.h"
#include "common/url.h"

enum {
    ENOUGH = 2,           /* the sum of weights from which a kind of page is taken for sure */
    MANY_CARDS = 5,       /* so many are no list in an article */
    LEAST_ADVERTS = 3,    /* so many that can be reached are a directory */
    HEADLINE_BYTES = 160, /* a longer second line is a paragraph */
    KEY_BYTES = 8192
};

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
    const bf_profile *profile;
    const bf_structured *structured;
    const bf_rules *rules;
    bf_arena *arena;
    bf_url url; /* of the page; empty text when it has none that can be read */
    bf_country_signs origin;
    bf_cards cards;
    bool profiled; /* the cards are those of the profile, one for one */
    bf_voices voices;
    bf_name_kind headed; /* whose name the one first heading is */
    bf_naming naming;    /* of the page's one advertiser, or of the practice over the cards */
    bf_listings found;
    size_t capacity;
} finding;

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "listings: no memory");
}

/* What the profile of the site says of a card, or with NULL of the page as a whole; NULL: nothing.
 */
static const bf_advertiser *profiled(const finding *job, const bf_card *card)
{
    const bf_advertisers *list = &job->profile->advertisers;
    if (card != NULL)
        return job->profiled ? &list->items[card - job->cards.items] : NULL;
    return list->count > 0 && list->items[0].element == BF_NONE ? &list->items[0] : NULL;
}

/* Says whether the profile asks for `field` of it: it is then as it was found. */
static bool is_asked(const finding *job, const bf_card *card, bf_profile_field field)
{
    return profiled(job, card) != NULL && job->profile->site->fields[field].length > 0;
}

/* How many the data tells of in a list that leads on to each. */
static size_t count_listed(const finding *job)
{
    size_t count = 0;
    for (size_t i = 0; i < job->structured->advertisers.count; i++)
        count += job->structured->advertisers.items[i].profile.length > 0;
    return count;
}

/* Says whether the page advertises those on its cards, or in a list of its data. */
static bool has_cards(const finding *job)
{
    if (profiled(job, NULL) != NULL)
        return false; /* the page is one listing */
    return (job->cards.count >= 2 || count_listed(job) >= 2) && !job->cards.beside;
}

/* Says whether more than half of the cards have one of the facts of `set`. */
static bool most_cards_have(const finding *job, unsigned set)
{
    size_t count = 0;
    for (size_t i = 0; i < job->cards.count; i++)
        count += (job->cards.items[i].facts & set) != 0;
    return 2 * count > job->cards.count;
}

/* Says whether whoever reads the cards can reach those on them, and knows what for. */
static bool can_be_reached(const finding *job)
{
    return job->cards.count >= LEAST_ADVERTS && most_cards_have(job, 1u << BF_CARD_CONTACT) &&
           most_cards_have(job, 1u << BF_CARD_ROLE | 1u << BF_CARD_PLACE | 1u << BF_CARD_PRICE |
                                    1u << BF_CARD_LETTERS);
}

/* Says whether the cards have more than what an article says of the people in it. */
static bool tell_cards(const finding *job)
{
    return most_cards_have(job, 1u << BF_CARD_CONTACT | 1u << BF_CARD_PLACE | 1u << BF_CARD_PRICE |
                                    1u << BF_CARD_LETTERS | 1u << BF_CARD_DATA |
                                    1u << BF_CARD_CLASS);
}

/* Says whether the cards are paragraphs that begin with what may be a name, and one of them does
 * not tell who that is: letters, a place, how to reach him, a name in the data, a class. */
static bool are_paragraphs(const finding *job)
{
    const unsigned telling = 1u << BF_CARD_LETTERS | 1u << BF_CARD_PLACE | 1u << BF_CARD_CONTACT |
                             1u << BF_CARD_DATA | 1u << BF_CARD_CLASS;
    bool all_tell = true;
    for (size_t i = 0; i < job->cards.count; i++) {
        if (job->cards.items[i].named_by != BF_CARD_BY_BLOCK &&
            job->cards.items[i].named_by != BF_CARD_BY_SET_APART)
            return false;
        all_tell = all_tell && (job->cards.items[i].facts & telling) != 0;
    }
    return !all_tell;
}

/* Says whether the text has a telephone, an address or a price. */
static bool says_how_to_reach(finding *job)
{
    for (uint32_t i = 0; i < job->document->block_count; i++)
        if (job->voices.blocks[i] == BF_VOICE_ADVERTISER &&
            (bf_card_fact_in(&job->signs, i, BF_CARD_CONTACT) ||
             bf_card_fact_in(&job->signs, i, BF_CARD_PRICE)))
            return true;
    return false;
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
    if (job->page->http_status >= 400 || (error >= ENOUGH && error >= listing && !has_cards(job)))
        return BF_PAGE_ERROR;
    if (has_cards(job) && can_be_reached(job))
        return BF_PAGE_DIRECTORY; /* a guide to a city may be written as an article */
    if (has_cards(job) && tell_cards(job))
        listing += job->cards.count >= MANY_CARDS ? 3 : 1;
    if (article >= ENOUGH && (article > listing || listing < ENOUGH))
        return BF_PAGE_ARTICLE;
    if (has_cards(job))
        return BF_PAGE_DIRECTORY;
    if (listing >= ENOUGH)
        return BF_PAGE_LISTING;
    if (directory >= ENOUGH) /* a directory whose results we could not tell apart */
        return BF_PAGE_OTHER;
    if (bf_sign_weigh_page(&job->signs, BF_SIGN_THERAPY) >= ENOUGH ||
        bf_sign_weigh_page(&job->signs, BF_SIGN_BODY) >= ENOUGH ||
        bf_sign_weigh_page(&job->signs, BF_SIGN_COACH) >= ENOUGH)
        return BF_PAGE_LISTING;
    if (listing >= 0 && says_how_to_reach(job))
        return BF_PAGE_LISTING; /* who is to be written to advertises */
    bool thin = job->document->text_bytes < job->rules->thin_bytes;
    if (thin && job->structured->advertisers.count == 1) /* empty but for data on somebody */
        return BF_PAGE_LISTING;
    return BF_PAGE_OTHER;
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
    listing->prices = item->prices.items;
    listing->price_count = item->prices.count;
    listing->practice = !item->person;
}

/* Says whether a link is the listing's own: in its card, or outside all cards, and in its voice. */
static bool is_own_link(const finding *job, const bf_link *link, const bf_card *card)
{
    if (job->voices.elements[link->element] != BF_VOICE_ADVERTISER ||
        bf_profile_drops_element(job->profile, link->element))
        return false;
    for (size_t i = 0; card == NULL && i < job->cards.count; i++)
        if (link->element >= job->cards.items[i].first && link->element <= job->cards.items[i].last)
            return false;
    return card == NULL || (link->element >= card->first && link->element <= card->last);
}

/* Adds the telephones and addresses that the listing's own links lead to. */
static bool read_links(finding *job, const bf_card *card, bf_str country, bf_contact_texts *phones,
                       bf_contact_texts *emails)
{
    for (size_t i = 0; i < job->document->link_count; i++) {
        const bf_link *link = &job->document->links[i];
        if (is_own_link(job, link, card) &&
            !bf_contact_link(link->href, country, job->arena, phones, emails))
            return false;
    }
    return true;
}

/* The blocks in which the advertiser speaks to those who look at the page; NULL: no memory. */
static uint32_t *own_blocks(finding *job, const bf_listing *listing, size_t *count)
{
    uint32_t *own = bf_arena_take(job->arena, listing->block_count, sizeof *own);
    *count = 0;
    for (size_t i = 0; own != NULL && i < listing->block_count; i++)
        if (listing->blocks[i].voice == BF_VOICE_ADVERTISER &&
            job->document->blocks[listing->blocks[i].block].field != BF_FIELD_HIDDEN)
            own[(*count)++] = listing->blocks[i].block;
    return own;
}

/* Fills what the data does not say of the place, and gives the country to read numbers by. */
static bool read_place(finding *job, const uint32_t *own, size_t count, bf_listing *listing,
                       bf_str *country)
{
    bf_country_signs signs = job->origin;
    bf_place place;
    bf_str named = bf_country_named(listing->country);
    if (named.length > 0)
        listing->country = named;
    signs.place = listing->country;
    if (!bf_place_find(job->document, own, count, &signs, job->arena, &place))
        return false;
    if (listing->locality.length == 0 && listing->region.length == 0) {
        listing->locality = place.locality;
        listing->region = place.region;
    }
    if (bf_str_equal_nocase(listing->locality, place.locality)) {
        if (listing->region.length == 0)
            listing->region = place.region;
        if (listing->country.length == 0)
            listing->country = place.country;
    }
    signs.place = listing->country.length > 0 ? listing->country : place.within;
    *country = bf_country_guess(&signs);
    return true;
}

/* Adds contacts, prices and the place from the blocks and links that are the listing's own; `card`
 * is NULL for the page as a whole. */
static bool read_contacts(finding *job, const bf_card *card, bf_listing *listing)
{
    bf_contact_texts phones = {listing->phones, listing->phone_count, listing->phone_count};
    bf_contact_texts emails = {listing->emails, listing->email_count, listing->email_count};
    bf_contact_prices prices = {listing->prices, listing->price_count, listing->price_count};
    bf_str country;
    size_t count;
    const uint32_t *own = own_blocks(job, listing, &count);
    bool placed =
        is_asked(job, card, BF_PROFILE_LOCALITY) || is_asked(job, card, BF_PROFILE_REGION);
    if (own == NULL || !read_place(job, own, placed ? 0 : count, listing, &country))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!bf_contact_emails(job->document->blocks[own[i]].text, job->arena, &emails))
            return false;
    if (!bf_phone_read_blocks(job->document, own, count, country, job->arena, &phones) ||
        !bf_price_read_blocks(job->document, own, count, country, job->arena, &prices) ||
        !read_links(job, card, country, &phones, &emails))
        return false;
    bf_phone_leave_own(&phones, listing->phone_count);
    if (!is_asked(job, card, BF_PROFILE_PHONE)) {
        listing->phones = phones.items;
        listing->phone_count = phones.count;
    }
    if (!is_asked(job, card, BF_PROFILE_EMAIL)) {
        listing->emails = emails.items;
        listing->email_count = emails.count;
    }
    if (!is_asked(job, card, BF_PROFILE_PRICE)) {
        listing->prices = prices.items;
        listing->price_count = prices.count;
    }
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
    if (bf_profile_drops_block(job->profile, number))
        return true;
    bf_listing_block *grown =
        bf_arena_grow(job->arena, listing->blocks, listing->block_count, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    listing->blocks = grown;
    grown[listing->block_count++] = (bf_listing_block){number, job->voices.blocks[number]};
    if (block->field == BF_FIELD_TEXT || block->field == BF_FIELD_STRUCTURED)
        listing->text_bytes += block->text.length;
    return true;
}

/* Ends a listing whose blocks are known: reads what they say and adds it to the page's. */
static bool finish_listing(finding *job, bf_listing *listing, const bf_card *card,
                           const bf_url *profile, bf_error *err)
{
    bf_listing *grown = bf_arena_grow(job->arena, job->found.items, job->found.count,
                                      &job->capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(err);
    job->found.items = grown;
    listing->index = (uint32_t)job->found.count;
    if (!read_contacts(job, card, listing) || !read_role(job, listing))
        return no_memory(err);
    if (!make_key(job, profile, listing, err))
        return false;
    grown[job->found.count++] = *listing;
    return true;
}

/* Resolves a link against the page. `out` is empty when it is no URL. false: no memory. */
static bool resolve(finding *job, bf_str href, bf_url *out)
{
    bf_error unread = {0};
    *out = (bf_url){0};
    if (href.length == 0 || href.bytes[0] == '#' ||
        bf_str_find(href, BF_STR("/cdn-cgi/l/email-protection"), 0) != SIZE_MAX)
        return true; /* a place on the page, a hidden address */
    if (bf_url_parse(href, job->url.text.length > 0 ? &job->url : NULL, job->arena, out, &unread))
        return true;
    *out = (bf_url){0};
    return unread.code != BF_ERR_MEMORY;
}

/* Says whether the text of a link names a site: "Website", "www.ana.example". */
static bool names_site(finding *job, const bf_link *link)
{
    return link->text.length > 0 && bf_sign_in_text(&job->signs, BF_SIGN_WEBSITE, link->text);
}

/* Says whether two hosts are one but for "www.". */
static bool is_one_site(bf_str a, bf_str b)
{
    const bf_str www = BF_STR("www.");
    a = bf_str_starts(a, www) ? bf_str_after(a, www.length) : a;
    b = bf_str_starts(b, www) ? bf_str_after(b, www.length) : b;
    return bf_str_equal(a, b);
}

/* Finds the advertiser's own site among its links, when one says that it is that; and in a card the
 * first link to another page of the same host: its profile. */
static bool read_sites(finding *job, const bf_card *card, bf_listing *listing, bf_url *profile)
{
    *profile = (bf_url){0};
    for (size_t i = 0; i < job->document->link_count; i++) {
        const bf_link *link = &job->document->links[i];
        bf_url url;
        if (!is_own_link(job, link, card))
            continue;
        if (!resolve(job, link->href, &url))
            return false;
        bool elsewhere = url.text.length > 0 && !is_one_site(url.host, job->url.host);
        if (elsewhere && listing->website.length == 0 && names_site(job, link))
            listing->website = url.text;
        if (card != NULL && profile->text.length == 0 && url.text.length > 0 && !elsewhere)
            *profile = url;
    }
    return true;
}

/* The item of the data that speaks of a card: about an element in it, or of the same name. */
static const bf_advertiser *described(const finding *job, const bf_card *card)
{
    const bf_advertisers *list = &job->structured->advertisers;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].element != BF_NONE && list->items[i].name.length > 0 &&
            list->items[i].element >= card->first && list->items[i].element <= card->last)
            return &list->items[i];
    for (size_t i = 0; card->facts >> BF_CARD_DATA & 1 && i < list->count; i++)
        if (list->items[i].element == BF_NONE &&
            bf_name_equal(bf_name_read(list->items[i].name).text, card->name))
            return &list->items[i];
    return NULL;
}

/* Fills what the profile asks for; the rest stays. A name stands as one files it. */
static void take_asked(const finding *job, const bf_card *card, bf_listing *listing)
{
    const bf_advertiser *item = profiled(job, card);
    bf_listing said = {0};
    if (item == NULL)
        return;
    take_described(item, &said);
    const struct {
        bf_profile_field field;
        const bf_str *from;
        bf_str *to;
    } texts[] = {{BF_PROFILE_NAME, &said.name, &listing->name},
                 {BF_PROFILE_HEADLINE, &said.headline, &listing->headline},
                 {BF_PROFILE_LOCALITY, &said.locality, &listing->locality},
                 {BF_PROFILE_REGION, &said.region, &listing->region},
                 {BF_PROFILE_COUNTRY, &said.country, &listing->country}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_asked(job, card, texts[i].field))
            *texts[i].to = *texts[i].from;
    bf_name name = bf_name_read(listing->name);
    if (name.kind != BF_NAME_NONE)
        listing->name = name.text;
    listing->practice =
        is_asked(job, card, BF_PROFILE_PRACTICE) ? said.practice : name.kind == BF_NAME_PRACTICE;
    listing->phones = said.phones;
    listing->phone_count = said.phone_count;
    listing->emails = said.emails;
    listing->email_count = said.email_count;
    listing->prices = said.prices;
    listing->price_count = said.price_count;
}

/* Where the links lead that the profile asks for: to the advertiser's own site, to its profile. */
static bool read_asked_sites(finding *job, const bf_card *card, bf_listing *listing,
                             bf_url *profile)
{
    bf_url site;
    if (is_asked(job, card, BF_PROFILE_WEBSITE)) {
        if (!resolve(job, profiled(job, card)->website, &site))
            return false;
        listing->website = site.text;
    }
    return !is_asked(job, card, BF_PROFILE_URL) ||
           resolve(job, profiled(job, card)->profile, profile);
}

/* What data calls the address of whoever is on a card is mostly that of the profile on this site:
 * then it is no site of its own. false: no memory. */
static bool leave_profile(finding *job, bf_listing *listing)
{
    bf_url url;
    if (!resolve(job, listing->website, &url))
        return false;
    if (is_one_site(url.host, job->url.host))
        listing->website = (bf_str){0};
    return true;
}

/* One card: its blocks, named by itself, and partial when it leads to a profile. */
static bool add_card(finding *job, const bf_card *card, bf_error *err)
{
    const bf_advertiser *item = job->profiled ? NULL : described(job, card);
    bool one = job->found.kind == BF_PAGE_LISTING; /* the element that a profile names */
    bf_listing listing = {0};
    bf_url profile;
    size_t capacity = 0;
    if (item != NULL)
        take_described(item, &listing);
    listing.card = !one;
    if (!leave_profile(job, &listing) || !read_sites(job, card, &listing, &profile) ||
        !read_asked_sites(job, card, &listing, &profile))
        return no_memory(err);
    for (uint32_t i = 0; i < card->block_count; i++)
        if (!add_block(job, &listing, &capacity, card->first_block + i))
            return no_memory(err);
    listing.name = card->name;
    listing.practice = card->practice;
    listing.headline = headline_after(job->document, card->named);
    take_asked(job, card, &listing);
    listing.partial = !one && profile.text.length > 0;
    return finish_listing(job, &listing, card, one ? &job->url : &profile, err);
}

/* The page as a whole, or what is left of it beside its cards, as one listing. */
static bool add_whole(finding *job, bf_error *err)
{
    bool team = has_cards(job);
    bf_listing listing = {0};
    bf_url profile;
    size_t capacity = 0;
    if (job->naming.advertiser != NULL)
        take_described(job->naming.advertiser, &listing);
    listing.name = job->naming.name;
    listing.practice = job->naming.practice || team;
    if (listing.headline.length == 0)
        listing.headline = headline_after(job->document, job->naming.block);
    take_asked(job, NULL, &listing);
    if (!read_sites(job, NULL, &listing, &profile) ||
        !read_asked_sites(job, NULL, &listing, &profile))
        return no_memory(err);
    for (uint32_t i = 0; i < job->document->block_count; i++)
        if (!bf_card_holds(&job->cards, i) && !add_block(job, &listing, &capacity, i))
            return no_memory(err);
    return finish_listing(job, &listing, NULL, &job->url, err);
}

/* Says whether most cards are those of persons, each with more than a name. */
static bool shows_people(const finding *job)
{
    const unsigned telling =
        1u << BF_CARD_ROLE | 1u << BF_CARD_LETTERS | 1u << BF_CARD_CONTACT | 1u << BF_CARD_DATA;
    size_t people = 0;
    for (size_t i = 0; i < job->cards.count; i++)
        people += !job->cards.items[i].practice && (job->cards.items[i].facts & telling) != 0;
    return people >= 2 && 2 * people > job->cards.count;
}

/* Says whether the page is that of a practice: its heading is a practice's name over persons, it
 * speaks of itself outside of the cards, or the data has two persons who work for one firm. */
static bool is_team(finding *job)
{
    size_t employed = 0;
    if (job->headed == BF_NAME_PRACTICE && shows_people(job))
        return true;
    for (size_t i = 0; i < job->structured->advertisers.count; i++)
        employed += job->structured->advertisers.items[i].firm != BF_NONE;
    if (employed >= 2)
        return true;
    for (uint32_t i = 0; i < job->document->block_count; i++)
        if (!bf_card_holds(&job->cards, i) && bf_sign_in_block(&job->signs, BF_SIGN_PRACTICE, i))
            return true;
    return false;
}

/* Says whether one of the cards is that of `item`, of the data's list. */
static bool is_on_card(const finding *job, const bf_advertiser *item)
{
    bf_str name = bf_name_read(item->name).text;
    for (size_t i = 0; i < job->cards.count; i++)
        if (job->cards.items[i].facts >> BF_CARD_DATA & 1 &&
            bf_name_equal(job->cards.items[i].name, name))
            return true;
    return false;
}

/* The one of the data's list that block `number` speaks of: its name stands there, and no other's;
 * BF_NONE without one. */
static uint32_t listed_in_block(const finding *job, uint32_t number)
{
    const bf_advertisers *list = &job->structured->advertisers;
    uint32_t only = BF_NONE;
    for (uint32_t i = 0; i < list->count && !bf_card_holds(&job->cards, number); i++) {
        if (list->items[i].profile.length == 0 ||
            bf_str_find(job->document->blocks[number].text, list->items[i].name, 0) == SIZE_MAX)
            continue;
        if (only != BF_NONE)
            return BF_NONE;
        only = i;
    }
    return only;
}

/* One of the data's list whom no card shows, with the blocks that speak of nobody else. */
static bool add_listed(finding *job, uint32_t number, const uint32_t *spoken_of, bf_error *err)
{
    const bf_advertiser *item = &job->structured->advertisers.items[number];
    const bf_card nowhere = {.first = BF_NONE}; /* no link is its own */
    bf_listing listing = {0};
    bf_url profile;
    size_t capacity = 0;
    take_described(item, &listing);
    listing.card = listing.partial = true;
    if (!leave_profile(job, &listing) || !resolve(job, item->profile, &profile))
        return no_memory(err);
    for (uint32_t i = 0; i < job->document->block_count; i++)
        if (spoken_of[i] == number && !add_block(job, &listing, &capacity, i))
            return no_memory(err);
    return finish_listing(job, &listing, &nowhere, &profile, err);
}

/* Those of the data's list that no card shows. */
static bool add_all_listed(finding *job, bf_error *err)
{
    size_t blocks = job->document->block_count;
    uint32_t *spoken_of = NULL;
    for (uint32_t i = 0; i < job->structured->advertisers.count; i++) {
        const bf_advertiser *item = &job->structured->advertisers.items[i];
        if (item->profile.length == 0 || is_on_card(job, item))
            continue;
        if (spoken_of == NULL) {
            spoken_of = bf_arena_take(job->arena, blocks, sizeof *spoken_of);
            for (uint32_t k = 0; spoken_of != NULL && k < blocks; k++)
                spoken_of[k] = listed_in_block(job, k);
        }
        if (spoken_of == NULL)
            return no_memory(err);
        if (!add_listed(job, i, spoken_of, err))
            return false;
    }
    return true;
}

/* On a team page what is said for all is the practice's, not each person's; on a directory of
 * strangers it is nobody's advert. */
static bool add_cards(finding *job, bf_error *err)
{
    if (job->found.kind == BF_PAGE_DIRECTORY && is_team(job) && !add_whole(job, err))
        return false;
    for (size_t i = 0; i < job->cards.count; i++)
        if (!add_card(job, &job->cards.items[i], err))
            return false;
    return job->profiled || add_all_listed(job, err);
}

/* Says whether something that goes with a name stands between block `heading` and the cards:
 * letters, a telephone, a price. */
static bool speaks_of_one(finding *job, uint32_t heading)
{
    const bf_document *document = job->document;
    for (uint32_t i = heading + 1; i < job->cards.items[0].first_block; i++)
        if (document->blocks[i].zone == BF_ZONE_MAIN &&
            job->voices.blocks[i] == BF_VOICE_ADVERTISER &&
            (bf_card_fact_in(&job->signs, i, BF_CARD_LETTERS) ||
             bf_card_fact_in(&job->signs, i, BF_CARD_CONTACT) ||
             bf_card_fact_in(&job->signs, i, BF_CARD_PRICE)))
            return true;
    return false;
}

/* A page whose only first heading is a person's name is that person's, and others on it are beside;
 * but where only they have what goes with a name, the heading was of a place or a list. */
static void read_profile_heading(finding *job)
{
    const bf_document *document = job->document;
    uint32_t heading = BF_NONE;
    for (uint32_t i = 0; i < document->block_count; i++) {
        const bf_block *block = &document->blocks[i];
        if (block->kind != BF_BLOCK_HEADING || block->heading_level != 1 ||
            block->field != BF_FIELD_TEXT)
            continue;
        if (heading != BF_NONE)
            return;
        heading = i;
    }
    if (heading == BF_NONE)
        return;
    bf_name name = bf_name_read(document->blocks[heading].text);
    job->headed = name.kind;
    if (name.kind == BF_NAME_NONE || (name.kind == BF_NAME_PRACTICE && is_team(job)))
        return;
    if (!name.letters && can_be_reached(job) && !speaks_of_one(job, heading))
        return;
    if (bf_card_holds(&job->cards, heading))
        job->cards.count = 0;
    job->cards.beside = true;
}

/* A card of an element that the profile names. Where it asks for no name, the first heading is. */
static bf_card profiled_card(const bf_document *document, uint32_t element)
{
    bf_card card = bf_card_of(document, element);
    card.named_by = BF_CARD_BY_PROFILE;
    for (uint32_t i = 0; i < card.block_count && card.named == BF_NONE; i++)
        if (document->blocks[card.first_block + i].kind == BF_BLOCK_HEADING)
            card.named = card.first_block + i;
    if (card.named != BF_NONE)
        card.name = document->blocks[card.named].text;
    return card;
}

/* Takes the elements that the profile names for the cards; none where the page is one listing. */
static bool take_cards(finding *job, bf_error *err)
{
    const bf_advertisers *list = &job->profile->advertisers;
    if (list->count == 0)
        return true;
    job->cards = (bf_cards){0};
    job->profiled = list->items[0].element != BF_NONE;
    if (!job->profiled)
        return true;
    job->cards.items = bf_arena_take(job->arena, list->count, sizeof *job->cards.items);
    if (job->cards.items == NULL)
        return no_memory(err);
    for (; job->cards.count < list->count; job->cards.count++)
        job->cards.items[job->cards.count] =
            profiled_card(job->document, list->items[job->cards.count].element);
    return bf_card_mark(&job->cards, job->document, job->arena) || no_memory(err);
}

bool bf_listing_find(const bf_page *page, const bf_document *document, const bf_profile *profile,
                     const bf_structured *structured, const bf_rules *rules,
                     bf_pattern_scratch *scratch, bf_arena *arena, bf_listings *out, bf_error *err)
{
    finding job = {.page = page,
                   .document = document,
                   .profile = profile,
                   .structured = structured,
                   .rules = rules,
                   .arena = arena};
    bf_error unread = {0}; /* a page without a URL that can be read is named otherwise */
    if (!bf_sign_prepare(page, document, structured, rules, scratch, arena, &job.signs, err) ||
        !bf_voice_read(&job.signs, &job.voices, err) ||
        !bf_card_find(&job.signs, &job.voices, &job.cards, err))
        return false;
    if (profile->advertisers.count == 0) {
        if (job.cards.count < MANY_CARDS && are_paragraphs(&job))
            job.cards = (bf_cards){0}; /* a few words with capitals are no people */
        read_profile_heading(&job);
    }
    if (!take_cards(&job, err) ||
        !bf_naming_find(&job.signs, &job.voices, &job.cards, &job.naming, err))
        return false;
    if (!bf_url_parse(page->url, NULL, arena, &job.url, &unread)) {
        if (unread.code == BF_ERR_MEMORY)
            return no_memory(err);
        job.url = (bf_url){0};
    }
    bf_origin_read(document, job.url.host, &job.origin);
    job.found.kind = profile->kind == BF_PAGE_KIND_COUNT ? page_kind(&job) : profile->kind;
    if (job.found.kind == BF_PAGE_LISTING || job.found.kind == BF_PAGE_DIRECTORY)
        bf_voice_of_clients(&job.signs, &job.voices);
    bool found = job.found.kind == BF_PAGE_DIRECTORY || job.profiled ? add_cards(&job, err)
                 : job.found.kind == BF_PAGE_LISTING                 ? add_whole(&job, err)
                                                                     : true;
    job.found.failed = job.signs.failed;
    job.found.folded = job.signs.blocks;
    job.found.voices = job.voices;
    job.found.cards = job.cards;
    job.found.naming = job.naming;
    if (found)
        *out = job.found;
    return found;
}
