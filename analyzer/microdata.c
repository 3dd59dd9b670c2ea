/* microdata.c: what the elements of a page say of somebody by their attributes. Microdata and RDFa
 * Lite differ in the names of attributes only: one element opens an item, those in it that have a
 * property's name give its values. */
#include "analyzer/microdata.h"

#include "analyzer/offer.h"
#include "analyzer/phone.h"
#include "analyzer/schema_type.h"

enum {
    MOST_BLOCKS = 4,        /* of a value */
    MOST_BYTES = 16 * 1024, /* of a block that it stands in: values nest, and each is copied */
    MOST_PROPERTIES = 16    /* that one element is: its value is read for each */
};

/* A price whose properties are being read: they stand apart. */
typedef struct {
    uint32_t item; /* the offer, or BF_NONE */
    uint32_t about;
    bf_offer_price price;
} open_offer;

/* The names of attributes in one of the two. */
typedef struct {
    const char *scope, *type, *property;
} syntax;

/* What the steps for one syntax share. Arrays are parallel to document->elements. */
typedef struct {
    const bf_document *document;
    const syntax *names;
    bf_arena *arena;
    bf_advertisers *list;
    uint32_t *item;  /* the nearest element that opens an item round this one, or BF_NONE */
    uint32_t *about; /* of an element that opens an item: its index in `list`, or BF_NONE */
    open_offer offer;
} reading;

static bool has_attribute(const bf_element *element, const char *name)
{
    for (uint32_t i = 0; i < element->attribute_count; i++)
        if (bf_str_equal(element->attributes[i].name, bf_str_of(name)))
            return true;
    return false;
}

static bf_schema_kind kind_of(const reading *job, uint32_t element, bf_str *type)
{
    bf_str types = bf_str_trim(bf_document_attribute(job->document, element, job->names->type));
    bf_str first;
    *type = bf_str_take_part(&types, ' ', &first) ? bf_schema_type_name(first) : (bf_str){0};
    return type->length > 0 ? bf_schema_kind_of(*type) : BF_SCHEMA_OTHER;
}

/* To whom the property that an element is leads. */
static bf_schema_relation relation_of(const reading *job, uint32_t element)
{
    bf_str properties = bf_document_attribute(job->document, element, job->names->property), one;
    bf_schema_relation relation = BF_SCHEMA_TO_OTHER;
    while (relation == BF_SCHEMA_TO_OTHER && bf_str_take_part(&properties, ' ', &one))
        relation = bf_schema_relation_of(bf_schema_type_name(one));
    return relation;
}

/* Says whether an item stands in one that is not of who advertises: a review's author, a school. */
static bool is_foreign(const reading *job, uint32_t element)
{
    bf_str type;
    for (uint32_t at = element; job->item[at] != BF_NONE; at = job->item[at]) {
        bf_schema_kind outer = kind_of(job, job->item[at], &type);
        bf_schema_relation relation = relation_of(job, at);
        if (bf_schema_is_about_others(outer) || relation == BF_SCHEMA_TO_PLACE ||
            relation == BF_SCHEMA_TO_SOCIETY ||
            (relation == BF_SCHEMA_TO_FOREIGN && outer != BF_SCHEMA_PAGE))
            return true;
    }
    return false;
}

/* Notes that the item of `element`, just added, works for the item round it, or that one for it. */
static void link_item(const reading *job, uint32_t element)
{
    bf_advertiser *items = job->list->items;
    bf_schema_relation relation = relation_of(job, element);
    uint32_t outer = job->item[element], inner = job->about[element];
    uint32_t other = outer == BF_NONE ? BF_NONE : job->about[outer];
    if (other == BF_NONE)
        return;
    if (relation == BF_SCHEMA_TO_STAFF && items[inner].person && !items[other].person)
        items[inner].firm = other;
    if (relation == BF_SCHEMA_TO_FIRM && items[other].person && !items[inner].person)
        items[other].firm = inner;
}

/* The advertiser that a property at `element` speaks of: that of its item, or of the one round an
 * address or an offer; NULL: nobody. */
static bf_advertiser *about(const reading *job, uint32_t element, bool directly)
{
    uint32_t at = job->item[element];
    while (!directly && at != BF_NONE && job->about[at] == BF_NONE)
        at = job->item[at];
    return at == BF_NONE || job->about[at] == BF_NONE ? NULL : &job->list->items[job->about[at]];
}

/* The value of a property (HTML, 5.2.4): of an attribute, else the text. */
static bool value_of(const reading *job, uint32_t element, bf_str *out)
{
    static const char *const attributes[] = {"content", "datetime", "value"};
    const bf_element *of = &job->document->elements[element];
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (has_attribute(of, attributes[i])) {
            *out = bf_str_trim(bf_document_attribute(job->document, element, attributes[i]));
            return true;
        }
    *out = (bf_str){0};
    for (uint32_t i = 0; i < of->block_count; i++)
        if (of->block_count > MOST_BLOCKS ||
            job->document->blocks[of->first_block + i].text.length > MOST_BYTES)
            return true;
    return bf_document_element_text(job->document, element, job->arena, out);
}

/* Where the text of a property goes; NULL when it is none of an advertiser's texts. */
static bf_str *place_of_text(bf_advertiser *one, bf_str property)
{
    const struct {
        const char *property;
        bf_str *place;
    } places[] = {{"name", &one->name},
                  {"jobTitle", &one->headline},
                  {"addressLocality", &one->locality},
                  {"addressRegion", &one->region},
                  {"addressCountry", &one->country}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (bf_str_equal(property, bf_str_of(places[i].property)))
            return places[i].place;
    return NULL;
}

/* Adds the price that is being read, now that it is whole. */
static bool end_offer(reading *job)
{
    open_offer ended = job->offer;
    job->offer = (open_offer){.item = BF_NONE};
    return ended.item == BF_NONE || ended.price.amount.length == 0 ||
           bf_offer_add(&ended.price, &job->list->items[ended.about], job->arena);
}

/* Reads a property of a price, one of an offer's item: those of one item make one price. */
static bool read_offer(reading *job, uint32_t element, bf_str property, const bf_advertiser *one)
{
    const struct {
        const char *property;
        bf_str *place;
    } places[] = {{"price", &job->offer.price.amount},
                  {"priceCurrency", &job->offer.price.currency},
                  {"unitText", &job->offer.price.unit},
                  {"unitCode", &job->offer.price.unit},
                  {"name", &job->offer.price.unit}};
    bf_str value;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!bf_str_equal(property, bf_str_of(places[i].property)))
            continue;
        if (job->offer.item != job->item[element] && !end_offer(job))
            return false;
        job->offer.item = job->item[element];
        job->offer.about = (uint32_t)(one - job->list->items);
        if (!value_of(job, element, &value))
            return false;
        if (places[i].place->length == 0 || bf_str_starts(property, BF_STR("unit")))
            *places[i].place = value;
    }
    return true;
}

static bool read_property(reading *job, uint32_t element, bf_str property)
{
    const bf_advertiser *round = about(job, element, false);
    if (round && job->about[job->item[element]] == BF_NONE &&
        !read_offer(job, element, property, round))
        return false;
    /* of its own item only: others have a name and an address too */
    bool directly = bf_str_equal(property, BF_STR("name")) || bf_str_equal(property, BF_STR("url"));
    bf_advertiser *one = about(job, element, directly);
    if (one == NULL || job->about[element] != BF_NONE)
        return true;
    if (bf_str_equal(property, BF_STR("url"))) {
        if (one->website.length == 0)
            one->website = bf_str_trim(bf_document_attribute(job->document, element, "href"));
        return true;
    }
    bf_str value, *place = place_of_text(one, property);
    bool phone = bf_str_equal(property, BF_STR("telephone"));
    bool email = bf_str_equal(property, BF_STR("email"));
    if ((place == NULL || place->length > 0) && !phone && !email)
        return true;
    if (!value_of(job, element, &value))
        return false;
    if (place)
        *place = value;
    return (!phone || bf_phone_read(value, one->country, job->arena, &one->phones)) &&
           (!email || bf_contact_emails(value, job->arena, &one->emails));
}

/* Opens the item of `element`, when it is one, for who may advertise. */
static bool open_item(reading *job, uint32_t element)
{
    bf_str type;
    if (!has_attribute(&job->document->elements[element], job->names->scope))
        return true;
    bf_schema_kind kind = kind_of(job, element, &type);
    if ((kind != BF_SCHEMA_PERSON && kind != BF_SCHEMA_FIRM) ||
        job->list->count >= BF_ADVERTISERS_MOST || is_foreign(job, element))
        return true;
    bf_advertiser *one = bf_advertiser_add(job->list, job->arena);
    if (one == NULL)
        return false;
    one->person = kind == BF_SCHEMA_PERSON;
    one->type = type;
    one->element = element;
    job->about[element] = (uint32_t)job->list->count - 1;
    link_item(job, element);
    return true;
}

/* Parents stand before their children, so one pass finds all items. */
static bool find_items(reading *job)
{
    for (uint32_t i = 0; i < job->document->element_count; i++) {
        uint32_t parent = job->document->elements[i].parent;
        job->about[i] = BF_NONE;
        job->item[i] = parent == BF_NONE ? BF_NONE
                       : has_attribute(&job->document->elements[parent], job->names->scope)
                           ? parent
                           : job->item[parent];
        if (!open_item(job, i))
            return false;
    }
    return true;
}

static bool read_properties(reading *job)
{
    job->offer = (open_offer){.item = BF_NONE};
    for (uint32_t i = 0; i < job->document->element_count; i++) {
        bf_str properties = bf_document_attribute(job->document, i, job->names->property), one;
        if (job->item[i] == BF_NONE)
            continue;
        for (size_t k = 0; k < MOST_PROPERTIES && bf_str_take_part(&properties, ' ', &one);
             k += one.length > 0)
            if (one.length > 0 && !read_property(job, i, bf_schema_type_name(one)))
                return false;
    }
    return end_offer(job);
}

bool bf_microdata_read(const bf_document *document, bf_arena *arena, bf_advertisers *list,
                       bf_error *err)
{
    static const syntax syntaxes[] = {{"itemscope", "itemtype", "itemprop"},
                                      {"typeof", "typeof", "property"}};
    reading job = {.document = document, .arena = arena, .list = list};
    job.item = bf_arena_take(arena, document->element_count, sizeof *job.item);
    job.about = bf_arena_take(arena, document->element_count, sizeof *job.about);
    if (job.item == NULL || job.about == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "microdata: no memory");
    for (size_t i = 0; i < sizeof syntaxes / sizeof *syntaxes; i++) {
        size_t before = list->count;
        job.names = &syntaxes[i];
        if (!find_items(&job) || !read_properties(&job) ||
            !bf_advertisers_settle(list, before, arena))
            return bf_fail(err, BF_ERR_MEMORY, "microdata: no memory");
    }
    return true;
}
