/* linked_item.c: what one JSON object of schema.org says of somebody. */
#include "analyzer/linked_item.h"

#include "analyzer/data_text.h"
#include "analyzer/offer.h"
#include "analyzer/phone.h"
#include "common/buf.h"
#include "common/json.h"

enum { NAME_BYTES = 1024 };

bf_str bf_linked_item_text(const cJSON *value)
{
    bf_str text = {0};
    const cJSON *one;
    if (cJSON_IsObject(value))
        return bf_json_text(bf_json_member(value, "@value"));
    if (!cJSON_IsArray(value))
        return bf_str_trim(bf_json_text(value));
    cJSON_ArrayForEach(one, value)
    {
        text = cJSON_IsArray(one) ? text : bf_linked_item_text(one);
        if (text.length > 0)
            break;
    }
    return text;
}

static int worth_of(bf_schema_kind kind)
{
    return kind == BF_SCHEMA_PERSON || kind == BF_SCHEMA_FIRM ? 2 : kind != BF_SCHEMA_OTHER;
}

bf_str bf_linked_item_type(const cJSON *object)
{
    const cJSON *type = bf_json_member(object, "@type"), *one;
    bf_str best = bf_schema_type_name(bf_linked_item_text(type));
    if (cJSON_IsArray(type))
        cJSON_ArrayForEach(one, type)
        {
            bf_str name = bf_schema_type_name(bf_json_text(one));
            if (worth_of(bf_schema_kind_of(name)) > worth_of(bf_schema_kind_of(best)))
                best = name;
        }
    return best;
}

bf_str bf_linked_item_id(const cJSON *object)
{
    bf_str id = bf_str_trim(bf_json_text(bf_json_member(object, "@id")));
    return bf_str_equal(id, BF_STR("_:")) ? (bf_str){0} : id;
}

bool bf_linked_item_is_reached(const cJSON *object)
{
    return bf_json_member(object, "address") || bf_json_member(object, "telephone") ||
           bf_json_member(object, "email");
}

bool bf_linked_item_is_somebody(const cJSON *object)
{
    bf_str type = bf_linked_item_type(object);
    bf_schema_kind kind = bf_schema_kind_of(type);
    return kind == BF_SCHEMA_PERSON || kind == BF_SCHEMA_FIRM ||
           (kind == BF_SCHEMA_OTHER && type.length > 0 && bf_linked_item_is_reached(object));
}

/* What the steps for one object share. */
typedef struct {
    const cJSON *object;
    bf_arena *arena;
    bf_advertiser *one;
    bf_error *err;
} reading;

static bool no_memory(const reading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "structured data: no memory");
}

static bool keep(const reading *job, const cJSON *value, bf_str *out)
{
    return bf_data_text_clean(bf_linked_item_text(value), job->arena, out, job->err);
}

/* The name, or what stands for it: its parts in the order in which people say them. */
static bool read_name(const reading *job)
{
    static const char *const parts[] = {"honorificPrefix", "givenName", "familyName"};
    bf_buf joined;
    bf_str view, own = bf_linked_item_text(bf_json_member(job->object, "name"));
    if (own.length > 0)
        return bf_data_text_clean(own, job->arena, &job->one->name, job->err);
    bf_buf_init(&joined, NAME_BYTES);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bf_str part = bf_linked_item_text(bf_json_member(job->object, parts[i]));
        if (part.length > NAME_BYTES / 4)
            continue;
        if (part.length > 0 && joined.length > 0)
            bf_buf_append_char(&joined, ' ');
        bf_buf_append(&joined, part);
    }
    bool named = bf_json_member(job->object, parts[1]) || bf_json_member(job->object, parts[2]);
    bool read =
        bf_buf_view(&joined, "name", &view, job->err) &&
        bf_data_text_clean(named ? view : (bf_str){0}, job->arena, &job->one->name, job->err);
    bf_buf_free(&joined);
    return read;
}

/* A title is a text, or a term with a name (DefinedTerm). */
static bool read_headline(const reading *job)
{
    const cJSON *title = bf_json_member(job->object, "jobTitle");
    return keep(job, cJSON_IsObject(title) ? bf_json_member(title, "name") : title,
                &job->one->headline);
}

/* The first of a list that is an object, else the list's first text, else the value itself. */
static const cJSON *one_address(const cJSON *value)
{
    const cJSON *one, *text = NULL;
    if (!cJSON_IsArray(value))
        return value;
    cJSON_ArrayForEach(one, value)
    {
        if (cJSON_IsObject(one))
            return one;
        text = text ? text : one;
    }
    return text;
}

/* Reads the parts of an address; `address` may be anything. */
static bool read_place(const reading *job, const cJSON *address)
{
    const cJSON *country = bf_json_member(address, "addressCountry");
    if (cJSON_IsObject(country))
        country = bf_json_member(country, "name");
    return keep(job, bf_json_member(address, "addressLocality"), &job->one->locality) &&
           keep(job, bf_json_member(address, "addressRegion"), &job->one->region) &&
           keep(job, country, &job->one->country);
}

static bool read_address(const reading *job)
{
    const cJSON *address = one_address(bf_json_member(job->object, "address"));
    return (cJSON_IsObject(address) || keep(job, address, &job->one->address)) &&
           read_place(job, address);
}

static bool add_phones(const reading *job, bf_str text)
{
    return bf_phone_read(text, job->one->country, job->arena, &job->one->phones);
}

static bool add_emails(const reading *job, bf_str text)
{
    return bf_contact_emails(text, job->arena, &job->one->emails);
}

static bool read_reach(const reading *job, const cJSON *holder)
{
    static const struct {
        const char *member;
        bool (*add)(const reading *job, bf_str text);
    } ways[] = {{"telephone", add_phones}, {"email", add_emails}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const cJSON *value = bf_json_member(holder, ways[i].member), *one;
        if (!ways[i].add(job, bf_json_text(value)))
            return no_memory(job);
        if (cJSON_IsArray(value))
            cJSON_ArrayForEach(one, value)
            {
                if (!ways[i].add(job, bf_json_text(one)))
                    return no_memory(job);
            }
    }
    return true;
}

static bool read_contact_points(const reading *job)
{
    static const char *const members[] = {"contactPoint", "contactPoints"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const cJSON *points = bf_json_member(job->object, members[i]), *point;
        if (!read_reach(job, points))
            return false;
        if (cJSON_IsArray(points))
            cJSON_ArrayForEach(point, points)
            {
                if (!read_reach(job, point))
                    return false;
            }
    }
    return true;
}

static bool read_prices(const reading *job)
{
    static const char *const members[] = {"makesOffer", "offers", "hasOfferCatalog"};
    bf_offer_price range = {
        .amount = bf_linked_item_text(bf_json_member(job->object, "priceRange")),
        .currency = bf_linked_item_text(bf_json_member(job->object, "currenciesAccepted"))};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (!bf_offer_read(bf_json_member(job->object, members[i]), job->one, job->arena))
            return no_memory(job);
    return bf_offer_add(&range, job->one, job->arena) || no_memory(job);
}

bool bf_linked_item_read(const cJSON *object, bf_arena *arena, bf_advertiser *one, bf_error *err)
{
    reading job = {object, arena, one, err};
    bf_str type = bf_linked_item_type(object);
    one->person = bf_schema_kind_of(type) == BF_SCHEMA_PERSON;
    return (bf_arena_copy(arena, type, &one->type) || no_memory(&job)) && read_name(&job) &&
           read_headline(&job) && keep(&job, bf_json_member(object, "url"), &one->website) &&
           read_address(&job) && read_reach(&job, object) && read_contact_points(&job) &&
           read_prices(&job);
}

bool bf_linked_item_read_part(const cJSON *part, bf_arena *arena, bf_advertiser *one, bf_error *err)
{
    bf_advertiser told = {.element = BF_NONE, .firm = BF_NONE};
    reading job = {part, arena, &told, err};
    if (!read_place(&job, part) || !read_reach(&job, part))
        return false;
    return (bf_offer_read(part, &told, arena) && bf_advertiser_fill(one, &told, arena)) ||
           no_memory(&job);
}
