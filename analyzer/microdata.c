/* microdata.c: what the elements of a page say of somebody by their attributes. Microdata and RDFa
 * Lite differ in the names of attributes only: one element opens an item, those in it that have a
 * property's name give its values. */
#include "analyzer/microdata.h"

#include "analyzer/schema_type.h"

enum {
    MOST_ITEMS = 200,
    MOST_BLOCKS = 4,       /* of a value */
    MOST_BYTES = 16 * 1024 /* of a block that it stands in: values nest, and each is copied */
};

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

/* Says whether an item stands in one that is not of who advertises: a review's author. */
static bool is_foreign(const reading *job, uint32_t element)
{
    bf_str type;
    for (uint32_t at = job->item[element]; at != BF_NONE; at = job->item[at]) {
        bf_schema_kind kind = kind_of(job, at, &type);
        if (kind == BF_SCHEMA_FOREIGN || kind == BF_SCHEMA_ARTICLE)
            return true;
    }
    return false;
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

/* The text properties of an advertiser; `directly`: only as a property of its own item, since
 * others have a name too. */
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

static bool read_property(const reading *job, uint32_t element, bf_str property)
{
    bool directly = bf_str_equal(property, BF_STR("name")) || bf_str_equal(property, BF_STR("url"));
    bf_advertiser *one = about(job, element, directly);
    bf_str value, *place = one ? place_of_text(one, property) : NULL;
    if (one == NULL || job->about[element] != BF_NONE)
        return true;
    if (bf_str_equal(property, BF_STR("url"))) {
        if (one->website.length == 0)
            one->website = bf_str_trim(bf_document_attribute(job->document, element, "href"));
        return true;
    }
    if (!value_of(job, element, &value))
        return false;
    if (place && place->length == 0)
        *place = value;
    if (bf_str_equal(property, BF_STR("telephone")))
        return bf_contact_phones(value, job->arena, &one->phones);
    return !bf_str_equal(property, BF_STR("email")) ||
           bf_contact_emails(value, job->arena, &one->emails);
}

/* Opens the item of `element`, when it is one, for who may advertise. */
static bool open_item(reading *job, uint32_t element)
{
    bf_str type;
    if (!has_attribute(&job->document->elements[element], job->names->scope))
        return true;
    bf_schema_kind kind = kind_of(job, element, &type);
    if ((kind != BF_SCHEMA_PERSON && kind != BF_SCHEMA_FIRM) || is_foreign(job, element) ||
        job->list->count >= MOST_ITEMS)
        return true;
    bf_advertiser *one = bf_advertiser_add(job->list, job->arena);
    if (one == NULL)
        return false;
    one->person = kind == BF_SCHEMA_PERSON;
    one->type = type;
    one->element = element;
    job->about[element] = (uint32_t)job->list->count - 1;
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

static bool read_properties(const reading *job)
{
    for (uint32_t i = 0; i < job->document->element_count; i++) {
        bf_str properties = bf_document_attribute(job->document, i, job->names->property), one;
        if (job->item[i] == BF_NONE)
            continue;
        while (bf_str_take_part(&properties, ' ', &one))
            if (one.length > 0 && !read_property(job, i, bf_schema_type_name(one)))
                return false;
    }
    return true;
}

/* Takes out, of those from index `first` on, who has no name, or one that is there already. */
static void drop_known(bf_advertisers *list, size_t first)
{
    size_t kept = first;
    for (size_t i = first; i < list->count; i++) {
        bool known = list->items[i].name.length == 0;
        for (size_t k = 0; k < kept && !known; k++)
            known = bf_str_equal_nocase(list->items[k].name, list->items[i].name);
        if (!known)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
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
        if (!find_items(&job) || !read_properties(&job))
            return bf_fail(err, BF_ERR_MEMORY, "microdata: no memory");
        drop_known(list, before);
    }
    return true;
}
