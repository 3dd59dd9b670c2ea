/* microformat.c: what the classes of elements say of somebody. A card is an element with a root's
 * class; elements in it with a property's class give its values, those of a card in it its own. */
#include "analyzer/microformat.h"

#include "analyzer/phone.h"

enum {
    MOST_IMPLIED = 100, /* bytes of a card's whole text that may be a name */
    MOST_VALUE = 1024   /* of a block that a value stands in: values nest, and each is copied */
};

/* What the steps for one page share. Arrays are parallel to document->elements. */
typedef struct {
    const bf_document *document;
    bf_arena *arena;
    bf_advertisers *list;
    uint32_t *card;  /* the nearest element round this one, or itself, that is a card, or BF_NONE */
    uint32_t *about; /* of a card: its index in `list`, or BF_NONE for nobody */
    bool *by_author; /* it stands in who wrote something */
    bool *has_parts; /* of a card: it has properties, so its text is not its name */
    bool *is_organization; /* of a card: the one round it names it so */
    bf_str *organization;  /* of a card */
    bf_error *err;
} reading;

static bool is_among(bf_str classes, const char *const *names)
{
    bf_str class;
    while (bf_str_take_part(&classes, ' ', &class))
        for (size_t i = 0; class.length > 0 && names[i]; i++)
            if (bf_str_equal(class, bf_str_of(names[i])))
                return true;
    return false;
}

/* Who wrote a post (hAtom, h-entry), a review (hReview, h-review) or a comment. */
static bool is_author(bf_str classes)
{
    static const char *const authors[] = {"author",         "p-author", "reviewer", "p-reviewer",
                                          "comment-author", "byline",   "h-cite",   NULL};
    return is_among(classes, authors);
}

static bool in_comments(const bf_document *document, const bf_element *element)
{
    return element->block_count > 0 &&
           document->blocks[element->first_block].zone == BF_ZONE_COMMENTS;
}

static bool open_card(reading *job, uint32_t number)
{
    const bf_element *element = &job->document->elements[number];
    job->card[number] = number;
    job->about[number] = BF_NONE;
    if (job->by_author[number] || in_comments(job->document, element) ||
        job->list->count >= BF_ADVERTISERS_MOST)
        return true;
    bf_advertiser *one = bf_advertiser_add(job->list, job->arena);
    if (one == NULL)
        return bf_fail(job->err, BF_ERR_MEMORY, "microformats: no memory");
    one->element = number;
    job->about[number] = (uint32_t)job->list->count - 1;
    return true;
}

/* Parents stand before their children, so one pass finds all cards. */
static bool find_cards(reading *job)
{
    static const char *const roots[] = {"vcard", "h-card", NULL};
    for (uint32_t i = 0; i < job->document->element_count; i++) {
        const bf_element *element = &job->document->elements[i];
        bool root = element->parent == BF_NONE;
        job->card[i] = root ? BF_NONE : job->card[element->parent];
        job->by_author[i] = (!root && job->by_author[element->parent]) ||
                            (element->classes.length > 0 && is_author(element->classes));
        if (element->classes.length > 0 && is_among(element->classes, roots) && !open_card(job, i))
            return false;
    }
    return true;
}

typedef enum { NAME, ORG, TITLE, TEL, EMAIL, URL, LOCALITY, REGION, COUNTRY, PROPERTIES } property;

/* The classes of hCard and of h-card for one. */
static const char *const classes_of[PROPERTIES][5] = {
    [NAME] = {"fn", "p-name"},
    [ORG] = {"org", "p-org", "organization-name"},
    [TITLE] = {"title", "p-job-title", "role", "p-role"},
    [TEL] = {"tel", "p-tel"},
    [EMAIL] = {"email", "u-email"},
    [URL] = {"url", "u-url"},
    [LOCALITY] = {"locality", "p-locality"},
    [REGION] = {"region", "p-region"},
    [COUNTRY] = {"country-name", "p-country-name"}};

/* The value of a property: of its own attribute, else the text. */
static bool value_of(const reading *job, uint32_t number, bf_str *out)
{
    const bf_element *element = &job->document->elements[number];
    *out = bf_str_trim(bf_document_attribute(job->document, number, "value")); /* data, input */
    if (out->length > 0)
        return true;
    for (uint32_t i = 0; i < element->block_count; i++)
        if (job->document->blocks[element->first_block + i].text.length > MOST_VALUE)
            return true;
    return bf_document_element_text(job->document, number, job->arena, out);
}

static bool keep_first(bf_str *place, bf_str value)
{
    if (place->length == 0)
        *place = value;
    return true;
}

/* Gives the value that `number` has to its card. */
static bool add_value(const reading *job, uint32_t number, uint32_t card, property which)
{
    bf_advertiser *one = &job->list->items[job->about[card]];
    bf_str value, href = bf_str_trim(bf_document_attribute(job->document, number, "href"));
    if (!value_of(job, number, &value))
        return false;
    switch (which) {
    case NAME:
        return keep_first(&one->name, value);
    case ORG:
        return keep_first(&job->organization[card], value);
    case TITLE:
        return keep_first(&one->headline, value);
    case TEL:
        return bf_phone_read(value, one->country, job->arena, &one->phones) &&
               bf_contact_link(href, one->country, job->arena, &one->phones, &one->emails);
    case EMAIL:
        return bf_contact_emails(value, job->arena, &one->emails) &&
               bf_contact_link(href, one->country, job->arena, &one->phones, &one->emails);
    case URL:
        return bf_str_starts_nocase(href, BF_STR("mailto:")) || keep_first(&one->website, href);
    case LOCALITY:
        return keep_first(&one->locality, value);
    case REGION:
        return keep_first(&one->region, value);
    case COUNTRY:
        return keep_first(&one->country, value);
    case PROPERTIES:
        break;
    }
    return true;
}

/* The card whose properties the classes of an element are: the one that it stands in, also where
 * it is one itself ("p-org h-card"). */
static uint32_t owner_of(const reading *job, uint32_t number)
{
    uint32_t parent = job->document->elements[number].parent;
    return parent == BF_NONE ? BF_NONE : job->card[parent];
}

/* Notes that the card of `number` is the organization of the one round it. */
static void link_card(reading *job, uint32_t owner, uint32_t number)
{
    if (job->card[number] != number || job->about[number] == BF_NONE)
        return;
    job->is_organization[number] = true;
    job->list->items[job->about[owner]].firm = job->about[number];
}

/* Reads what the classes of one element in a card say. */
static bool read_element(reading *job, uint32_t number)
{
    bf_str classes = job->document->elements[number].classes;
    uint32_t card = classes.length > 0 ? owner_of(job, number) : BF_NONE;
    if (card == BF_NONE || job->about[card] == BF_NONE)
        return true;
    for (int which = 0; which < PROPERTIES; which++) {
        if (!is_among(classes, classes_of[which]))
            continue;
        job->has_parts[card] = job->has_parts[card] || which != URL;
        if (which == ORG)
            link_card(job, card, number);
        if (!add_value(job, number, card, (property)which))
            return bf_fail(job->err, BF_ERR_MEMORY, "microformats: no memory");
    }
    return true;
}

/* A card of microformats2 without properties is named by its text (microformats2 parsing, implied
 * properties), and by its organization when that is all that it has. */
static bool name_card(reading *job, uint32_t card)
{
    bf_advertiser *one = &job->list->items[job->about[card]];
    bf_str organization = job->organization[card], text;
    static const char *const second[] = {"h-card", NULL};
    bool implied = is_among(job->document->elements[card].classes, second);
    if (implied && one->name.length == 0 && !job->has_parts[card]) {
        if (!value_of(job, card, &text))
            return bf_fail(job->err, BF_ERR_MEMORY, "microformats: no memory");
        one->name = text.length <= MOST_IMPLIED ? text : (bf_str){0};
        keep_first(&one->website, bf_str_trim(bf_document_attribute(job->document, card, "href")));
    }
    keep_first(&one->name, organization);
    one->person = !job->is_organization[card] && !bf_str_equal_nocase(one->name, organization);
    return true;
}

static bool take_arrays(reading *job)
{
    size_t count = job->document->element_count;
    job->card = bf_arena_take(job->arena, count, sizeof *job->card);
    job->about = bf_arena_take(job->arena, count, sizeof *job->about);
    job->by_author = bf_arena_take(job->arena, count, sizeof *job->by_author);
    job->has_parts = bf_arena_take(job->arena, count, sizeof *job->has_parts);
    job->is_organization = bf_arena_take(job->arena, count, sizeof *job->is_organization);
    job->organization = bf_arena_take(job->arena, count, sizeof *job->organization);
    return job->card && job->about && job->by_author && job->has_parts && job->is_organization &&
           job->organization;
}

/* Says whether any element is a card: most pages have none, and need no arrays. */
static bool has_cards(const bf_document *document)
{
    for (uint32_t i = 0; i < document->element_count; i++)
        if (bf_str_find(document->elements[i].classes, BF_STR("card"), 0) != SIZE_MAX)
            return true;
    return false;
}

bool bf_microformat_read(const bf_document *document, bf_arena *arena, bf_advertisers *list,
                         bf_error *err)
{
    reading job = {.document = document, .arena = arena, .list = list, .err = err};
    size_t first = list->count;
    if (!has_cards(document))
        return true;
    if (!take_arrays(&job))
        return bf_fail(err, BF_ERR_MEMORY, "microformats: no memory");
    if (!find_cards(&job))
        return false;
    for (uint32_t i = 0; i < document->element_count; i++)
        if (!read_element(&job, i))
            return false;
    for (uint32_t i = 0; i < document->element_count; i++)
        if (job.card[i] == i && job.about[i] != BF_NONE && !name_card(&job, i))
            return false;
    return bf_advertisers_settle(list, first, arena) ||
           bf_fail(err, BF_ERR_MEMORY, "microformats: no memory");
}
