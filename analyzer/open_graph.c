/* open_graph.c: what the meta elements of a page say of a person or business. */
#include "analyzer/open_graph.h"

#include "analyzer/data_text.h"
#include "analyzer/phone.h"
#include "common/buf.h"

/* business:contact_data is of Facebook's type business.business, which ogp.me leaves out. */
#define CONTACT "business:contact_data:"

/* The first value of each property that is looked at. */
typedef struct {
    bf_str type, title, first_name, last_name;
    bf_str street, locality, region, country, phone, email, website;
} graph;

static void note(graph *said, bf_str property, bf_str content)
{
    const struct {
        const char *property;
        bf_str *place;
    } places[] = {
        {"og:type", &said->type},
        {"og:title", &said->title},
        {"profile:first_name", &said->first_name},
        {"profile:last_name", &said->last_name},
        {CONTACT "street_address", &said->street},
        {CONTACT "locality", &said->locality},
        {CONTACT "region", &said->region},
        {CONTACT "country_name", &said->country},
        {CONTACT "phone_number", &said->phone},
        {CONTACT "email", &said->email},
        {CONTACT "website", &said->website},
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i].place->length == 0 &&
            bf_str_equal_nocase(property, bf_str_of(places[i].property)))
            *places[i].place = content;
}

static graph read_graph(const bf_document *document)
{
    graph said = {0};
    for (uint32_t i = 0; i < document->element_count; i++)
        if (bf_str_equal(document->elements[i].tag, BF_STR("meta")))
            note(&said, bf_str_trim(bf_document_attribute(document, i, "property")),
                 bf_str_trim(bf_document_attribute(document, i, "content")));
    return said;
}

/* "First Last", or either alone. */
static bool join_name(const graph *said, bf_arena *arena, bf_str *out, bf_error *err)
{
    bf_buf joined;
    bf_str view;
    bf_buf_init(&joined, said->first_name.length + said->last_name.length + 1);
    bf_buf_append(&joined, said->first_name);
    bf_buf_append_char(&joined, ' ');
    bf_buf_append(&joined, said->last_name);
    bool made = bf_buf_view(&joined, "name", &view, err) &&
                bf_data_text_clean(bf_str_trim(view), arena, out, err);
    bf_buf_free(&joined);
    return made;
}

bool bf_open_graph_read(const bf_document *document, bf_arena *arena, bf_advertisers *list,
                        bf_error *err)
{
    const graph said = read_graph(document);
    size_t first = list->count;
    bool person = bf_str_equal_nocase(said.type, BF_STR("profile"));
    bool business =
        said.street.length + said.locality.length + said.phone.length + said.email.length > 0;
    if ((!person && !business) || first >= BF_ADVERTISERS_MOST)
        return true;
    bf_advertiser *one = bf_advertiser_add(list, arena);
    if (one == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "Open Graph: no memory");
    one->person = person;
    one->name = bf_advertiser_name_in(said.title);
    one->website = said.website;
    one->address = said.street;
    one->locality = said.locality;
    one->region = said.region;
    one->country = said.country;
    if (person && said.first_name.length + said.last_name.length > 0 &&
        !join_name(&said, arena, &one->name, err))
        return false;
    if (!bf_phone_read(said.phone, one->country, arena, &one->phones) ||
        !bf_contact_emails(said.email, arena, &one->emails) ||
        !bf_advertisers_settle(list, first, arena))
        return bf_fail(err, BF_ERR_MEMORY, "Open Graph: no memory");
    return true;
}

bf_str bf_open_graph_site_name(const bf_document *document)
{
    for (uint32_t i = 0; i < document->element_count; i++)
        if (bf_str_equal(document->elements[i].tag, BF_STR("meta")) &&
            bf_str_equal_nocase(bf_str_trim(bf_document_attribute(document, i, "property")),
                                BF_STR("og:site_name")))
            return bf_str_trim(bf_document_attribute(document, i, "content"));
    return (bf_str){0};
}
