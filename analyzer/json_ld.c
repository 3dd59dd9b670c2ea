/* json_ld.c: what the JSON-LD of a page says of who advertises on it. One walk over all scripts
 * adds texts and advertisers in the order of the page and notes what refers to what; then
 * references are followed. */
#include "analyzer/json_ld.h"

#include <string.h>

#include "analyzer/credential_data.h"
#include "analyzer/data_text.h"
#include "analyzer/linked_item.h"
#include "common/json.h"

enum { MOST_REFERENCES = 10 * 1000, MOST_PARTS = 1000 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Members whose text is written for readers, and the kind of block it is. */
static const struct {
    const char *name;
    bf_block_kind kind;
} read_members[] = {
    {"name", BF_BLOCK_VALUE},
    {"headline", BF_BLOCK_VALUE},
    {"jobTitle", BF_BLOCK_VALUE},
    {"honorificPrefix", BF_BLOCK_VALUE},
    {"honorificSuffix", BF_BLOCK_VALUE},
    {"description", BF_BLOCK_VALUE},
    {"disambiguatingDescription", BF_BLOCK_VALUE},
    {"slogan", BF_BLOCK_VALUE},
    {"knowsAbout", BF_BLOCK_VALUE},
    {"medicalSpecialty", BF_BLOCK_VALUE},
    {"credentialCategory", BF_BLOCK_VALUE},
    {"text", BF_BLOCK_DETAIL},
    {"articleBody", BF_BLOCK_VALUE},
    {"serviceType", BF_BLOCK_VALUE},
    {"identifier", BF_BLOCK_VALUE},
    {"address", BF_BLOCK_VALUE},
};

/* An identity that the page gives to one of its advertisers. */
typedef struct {
    bf_str id;
    uint32_t about;
    bool written; /* an article or image names it as its author or publisher */
    bool named;   /* something else does */
} identity;

typedef enum { WORKS_FOR, EMPLOYS, SELLS, HAS_PART, WRITES, NAMES } reference_kind;

/* An object that is nobody, of which somebody takes what it says: an address, an offer. Many may
 * refer to it, and it is read once. */
typedef struct {
    bf_str id; /* empty: only a seller takes from it */
    const cJSON *object;
    bool read; /* into `told` */
    bf_advertiser told;
} part;

/* "@id" of somebody whom something else speaks of, or of a part. */
typedef struct {
    reference_kind kind;
    bf_str id;
    uint32_t from;       /* of WORKS_FOR, EMPLOYS and HAS_PART: the advertiser that says it */
    const cJSON *object; /* of SELLS: what is sold */
} reference;

/* What the steps for one page share. */
typedef struct {
    bf_data_texts texts;
    bf_arena *arena;
    bf_advertisers *list;
    identity *identities;
    size_t identity_count, identity_capacity;
    part *parts;
    size_t part_count, part_capacity;
    reference *references;
    size_t reference_count, reference_capacity;
    bf_error *err;
} reading;

/* Where an object stands. */
typedef struct {
    const cJSON *object;          /* the one that it is a member of; NULL at the top */
    bf_schema_kind kind;          /* of that one */
    bf_schema_relation relation;  /* by which it is a member */
    uint32_t of;                  /* the advertiser that is spoken of, or BF_NONE */
    bool nobody;                  /* who stands here does not advertise here */
    bool listed;                  /* one of a list, or in an entry of one */
    bf_str entry_name, entry_url; /* of its entry in that list */
} place;

static bool no_memory(const reading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "structured data: no memory");
}

/* --- Identities and references -------------------------------------------------------------------
 */

static identity *identity_of(const reading *job, bf_str id)
{
    for (size_t i = 0; i < job->identity_count; i++)
        if (bf_str_equal(job->identities[i].id, id))
            return &job->identities[i];
    return NULL;
}

static bool add_identity(reading *job, bf_str id, uint32_t about, bool named)
{
    if (id.length == 0)
        return true;
    identity *grown = bf_arena_grow(job->arena, job->identities, job->identity_count,
                                    &job->identity_capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    job->identities = grown;
    grown[job->identity_count++] = (identity){.id = id, .about = about, .named = named};
    return true;
}

static bool push_part(reading *job, bf_str id, const cJSON *object)
{
    if (job->part_count >= MOST_PARTS)
        return true;
    part *grown =
        bf_arena_grow(job->arena, job->parts, job->part_count, &job->part_capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    job->parts = grown;
    grown[job->part_count++] = (part){.id = id, .object = object};
    return true;
}

/* Notes an object of some content that a reference may lead to. */
static bool add_part(reading *job, bf_str id, const cJSON *object)
{
    return id.length == 0 || object->child->next == NULL || push_part(job, id, object);
}

static part *part_of(const reading *job, bf_str id)
{
    for (size_t i = 0; i < job->part_count; i++)
        if (bf_str_equal(job->parts[i].id, id))
            return &job->parts[i];
    return NULL;
}

/* The part that `sold` is, noted now if it was not; NULL: there is no room for it. */
static bool part_sold(reading *job, const cJSON *sold, part **out)
{
    *out = NULL;
    for (size_t i = job->part_count; i > 0 && *out == NULL; i--)
        if (job->parts[i - 1].object == sold)
            *out = &job->parts[i - 1];
    size_t count = job->part_count;
    if (*out == NULL && !push_part(job, (bf_str){0}, sold))
        return false;
    if (job->part_count > count)
        *out = &job->parts[count];
    return true;
}

static bool read_part(reading *job, part *one)
{
    if (one->read)
        return true;
    one->read = true;
    one->told = (bf_advertiser){.element = BF_NONE, .firm = BF_NONE};
    return bf_linked_item_read_part(one->object, job->arena, &one->told, job->err);
}

/* Gives `one` what the part of identity `id` says; nothing when there is no such part. */
static bool take_part(reading *job, bf_str id, bf_advertiser *one)
{
    part *from = part_of(job, id);
    if (from == NULL)
        return true;
    return read_part(job, from) &&
           (bf_advertiser_fill(one, &from->told, job->arena) || no_memory(job));
}

/* Gives `seller` the prices of what is sold. */
static bool take_prices(reading *job, const cJSON *sold, bf_advertiser *seller)
{
    bf_advertiser priced = {.element = BF_NONE, .firm = BF_NONE};
    part *from;
    if (!part_sold(job, sold, &from) || (from && !read_part(job, from)))
        return false;
    if (from)
        priced.prices = from->told.prices;
    return bf_advertiser_fill(seller, &priced, job->arena) || no_memory(job);
}

static bool add_reference(reading *job, reference_kind kind, bf_str id, const place *here)
{
    if (id.length == 0 || job->reference_count >= MOST_REFERENCES)
        return true;
    reference *grown = bf_arena_grow(job->arena, job->references, job->reference_count,
                                     &job->reference_capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    job->references = grown;
    grown[job->reference_count++] = (reference){kind, id, here->of, here->object};
    return true;
}

/* What it means that something refers to somebody from `here`. */
static reference_kind meaning_of(const place *here)
{
    bf_schema_relation relation = here->relation;
    if (here->nobody)
        return WRITES;
    if (here->of != BF_NONE && (relation == BF_SCHEMA_TO_FIRM || relation == BF_SCHEMA_TO_SOCIETY))
        return WORKS_FOR;
    if (here->of != BF_NONE && relation == BF_SCHEMA_TO_STAFF)
        return EMPLOYS;
    if (here->of != BF_NONE && relation == BF_SCHEMA_TO_PART)
        return HAS_PART;
    return relation == BF_SCHEMA_TO_SELLER && here->object ? SELLS : NAMES;
}

/* Does what a reference of that kind, from advertiser `from`, means for advertiser `to`. */
static bool apply(reading *job, reference_kind kind, uint32_t from, const cJSON *sold, uint32_t to)
{
    bf_advertiser *items = job->list->items;
    if (kind == SELLS)
        return take_prices(job, sold, &items[to]);
    if (kind != WORKS_FOR && kind != EMPLOYS)
        return true;
    uint32_t person = kind == WORKS_FOR ? from : to, firm = kind == WORKS_FOR ? to : from;
    if (person != firm && items[person].person && !items[firm].person &&
        items[person].firm == BF_NONE)
        items[person].firm = firm;
    return true;
}

/* Follows the references, and strikes out whom only articles name. */
static bool follow_references(reading *job)
{
    for (size_t i = 0; i < job->reference_count; i++) {
        const reference *one = &job->references[i];
        if (one->kind == HAS_PART && !take_part(job, one->id, &job->list->items[one->from]))
            return false;
        identity *known = identity_of(job, one->id);
        if (known == NULL)
            continue;
        known->written = known->written || one->kind == WRITES;
        known->named = known->named || one->kind != WRITES;
        if (!apply(job, one->kind, one->from, one->object, known->about))
            return false;
    }
    for (size_t i = 0; i < job->identity_count; i++)
        if (job->identities[i].written && !job->identities[i].named)
            job->list->items[job->identities[i].about].name = (bf_str){0};
    return true;
}

/* --- Somebody ------------------------------------------------------------------------------------
 */

/* Gives the place of work's address to who is spoken of, unless it has one. */
static bool read_workplace(reading *job, const cJSON *object, const place *here)
{
    bf_advertiser workplace = {.element = BF_NONE, .firm = BF_NONE}, where = workplace;
    if (here->of == BF_NONE)
        return true;
    if (!bf_linked_item_read(object, job->arena, &workplace, job->err))
        return false;
    where.locality = workplace.locality;
    where.region = workplace.region;
    where.country = workplace.country;
    where.address = workplace.address;
    where.phones = workplace.phones;
    return bf_advertiser_fill(&job->list->items[here->of], &where, job->arena) || no_memory(job);
}

/* What an entry of a list says of whom it lists. */
static bool read_entry(reading *job, const cJSON *object, const place *here, bf_advertiser *one)
{
    bf_str id = bf_linked_item_id(object);
    bf_str url = one->website.length > 0 ? one->website : here->entry_url;
    if (url.length == 0 && bf_str_starts(id, BF_STR("http")))
        url = id;
    if (one->name.length == 0 &&
        !bf_data_text_clean(here->entry_name, job->arena, &one->name, job->err))
        return false;
    return url.length == 0 || bf_arena_copy(job->arena, url, &one->profile) || no_memory(job);
}

/* Says whether an object may stand for somebody who advertises, in its place. */
static bool may_advertise(const cJSON *object, const place *here)
{
    return !here->nobody && here->relation != BF_SCHEMA_TO_PLACE &&
           bf_linked_item_is_somebody(object) &&
           (here->relation != BF_SCHEMA_TO_SOCIETY || bf_linked_item_is_reached(object));
}

/* Adds whom the object tells of, or what it says to what is known of the same identity; `who` is
 * its index, or BF_NONE. */
static bool read_somebody(reading *job, const cJSON *object, const place *here, uint32_t *who)
{
    bf_advertiser told = {.element = BF_NONE, .firm = BF_NONE};
    bf_str id = bf_linked_item_id(object);
    identity *known = id.length > 0 ? identity_of(job, id) : NULL;
    *who = BF_NONE;
    if (here->relation == BF_SCHEMA_TO_PLACE)
        return read_workplace(job, object, here);
    if (!may_advertise(object, here) || (known == NULL && job->list->count >= BF_ADVERTISERS_MOST))
        return true;
    if (!bf_linked_item_read(object, job->arena, &told, job->err) ||
        (here->listed && !read_entry(job, object, here, &told)))
        return false;
    if (known) {
        *who = known->about;
        known->named = known->named || here->object;
        return bf_advertiser_fill(&job->list->items[*who], &told, job->arena) || no_memory(job);
    }
    if (told.name.length == 0 && id.length == 0)
        return true; /* who has an identity may be named later */
    bf_advertiser *added = bf_advertiser_add(job->list, job->arena);
    if (added == NULL)
        return no_memory(job);
    *added = told;
    *who = (uint32_t)job->list->count - 1;
    return add_identity(job, id, *who, here->object != NULL);
}

/* --- The walk ------------------------------------------------------------------------------------
 */

static bool read_value(reading *job, const cJSON *value, const place *here);

/* Adds what a member tells of a credential, or each of its list, as a line of its own. */
static bool read_credentials(reading *job, const cJSON *member, const char *begins)
{
    const cJSON *one = cJSON_IsArray(member) ? member->child : member;
    bf_str line;
    for (; one; one = cJSON_IsArray(member) ? one->next : NULL)
        if (!bf_credential_data_line(begins, one, job->arena, &line, job->err) ||
            !bf_data_text_add(&job->texts, line, BF_BLOCK_VALUE, job->err))
            return false;
    return true;
}

/* Adds a member's texts: one, or a list of them. Others are looked into for objects. */
static bool read_member(reading *job, const cJSON *member, const place *inside)
{
    for (size_t i = 0; i < COUNT(read_members); i++) {
        const cJSON *one = member;
        bf_block_kind kind = read_members[i].kind;
        if (strcmp(member->string, read_members[i].name) != 0)
            continue;
        if (cJSON_IsString(member))
            return bf_data_text_add(&job->texts, bf_json_text(member), kind, job->err);
        if (cJSON_IsArray(member))
            cJSON_ArrayForEach(one, member)
            {
                if (cJSON_IsString(one) &&
                    !bf_data_text_add(&job->texts, bf_json_text(one), kind, job->err))
                    return false;
            }
    }
    const char *begins = bf_credential_data_begins(member->string, inside->object);
    if (begins && !read_credentials(job, member, begins))
        return false;
    return read_value(job, member, inside);
}

/* The place of the members of `object`, which tells of advertiser `who` and stands `here`, but for
 * what the name of each says. */
static place place_inside(const cJSON *object, bf_schema_kind kind, uint32_t who, const place *here)
{
    place inside = {.object = object, .kind = kind, .of = who, .listed = here->listed};
    inside.nobody = here->nobody || bf_schema_is_about_others(kind);
    if (here->listed) {
        inside.entry_name = bf_linked_item_text(bf_json_member(object, "name"));
        inside.entry_url = bf_linked_item_text(bf_json_member(object, "url"));
    }
    return inside;
}

/* The place of the member of that name. */
static place place_in(const char *member, const place *inside)
{
    place at = *inside;
    bool item = inside->listed && strcmp(member, "item") == 0;
    at.relation = bf_schema_relation_of(bf_schema_type_name(bf_str_of(member)));
    /* the author or publisher of a site may well advertise on it */
    at.nobody =
        inside->nobody || (at.relation == BF_SCHEMA_TO_FOREIGN && inside->kind != BF_SCHEMA_PAGE);
    at.listed = item || strcmp(member, "itemListElement") == 0;
    if (!item)
        at.entry_name = at.entry_url = (bf_str){0};
    return at;
}

static bool read_members_of(reading *job, const cJSON *object, bf_schema_kind kind, uint32_t who,
                            const place *here)
{
    const place inside = place_inside(object, kind, who, here);
    bool question = bf_str_equal(bf_linked_item_type(object), BF_STR("Question"));
    bool page = kind == BF_SCHEMA_PAGE || kind == BF_SCHEMA_ARTICLE;
    const cJSON *member;
    if (question && !bf_data_text_add(&job->texts, bf_json_text(bf_json_member(object, "name")),
                                      BF_BLOCK_TERM, job->err))
        return false;
    cJSON_ArrayForEach(member, object)
    {
        bool graph = strcmp(member->string, "@graph") == 0;
        if (member->string[0] == '@' && !graph)
            continue;
        if ((question && strcmp(member->string, "name") == 0) || (page && cJSON_IsString(member)))
            continue;
        place at = graph ? *here : place_in(member->string, &inside);
        if (!read_member(job, member, &at))
            return false;
    }
    return true;
}

static bool read_object(reading *job, const cJSON *object, const place *here)
{
    bf_schema_kind kind = bf_schema_kind_of(bf_linked_item_type(object));
    reference_kind meaning = meaning_of(here);
    bf_str id = bf_linked_item_id(object);
    uint32_t who;
    if (kind == BF_SCHEMA_FOREIGN)
        return true;
    if (!read_somebody(job, object, here, &who))
        return false;
    if (who != BF_NONE && !apply(job, meaning, here->of, here->object, who))
        return false;
    if (who == BF_NONE && here->object && !add_reference(job, meaning, id, here))
        return false;
    if (who == BF_NONE && !add_part(job, id, object))
        return false;
    return read_members_of(job, object, kind, who, here);
}

/* How deep it goes is bounded by bf_json_parse(). */
static bool read_value(reading *job, const cJSON *value, const place *here)
{
    const cJSON *one;
    if (cJSON_IsObject(value))
        return read_object(job, value, here);
    if (cJSON_IsArray(value))
        cJSON_ArrayForEach(one, value)
        {
            if (!read_value(job, one, here))
                return false;
        }
    return true;
}

bool bf_json_ld_read(const bf_json_ld_script *scripts, size_t count, bf_document *document,
                     bf_arena *arena, bf_advertisers *list, bf_error *err)
{
    const place top = {.of = BF_NONE};
    size_t first = list->count;
    reading job = {
        .texts = {.document = document, .arena = arena}, .arena = arena, .list = list, .err = err};
    for (size_t i = 0; i < count; i++) {
        job.texts.offset = scripts[i].offset;
        job.texts.question = BF_NONE;
        if (!read_value(&job, scripts[i].root, &top))
            return false;
    }
    return follow_references(&job) &&
           (bf_advertisers_settle(list, first, arena) || no_memory(&job));
}
