/* structured.c: the data that a page carries for machines. Items are what JSON-LD describes; texts
 * are added to the document in the order in which the data has them, so that a question stands
 * before its answer. */
#include "analyzer/structured.h"

#include <stdio.h>
#include <string.h>

#include "analyzer/microdata.h"
#include "analyzer/schema_type.h"
#include "common/buf.h"
#include "common/json.h"

enum { LEAST_PROSE = 20, MOST_ITEMS = 200 };

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
};

/* What the steps for one page share. */
typedef struct {
    bf_document *document;
    bf_arena *arena;
    bf_structured found;
    size_t offset;     /* of the script that is read */
    uint32_t question; /* the block of the last question in it, or BF_NONE */
    bf_error *err;
} reading;

static bool no_memory(reading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "structured data: no memory");
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The type of an object: its last word, of a list the first. */
static bf_str type_of(const cJSON *object)
{
    const cJSON *type = bf_json_member(object, "@type");
    if (cJSON_IsArray(type))
        type = cJSON_GetArrayItem(type, 0);
    return bf_schema_type_name(bf_json_text(type));
}

/* Appends the text of HTML in a string: tags become blanks, white space one blank. */
static void append_without_tags(bf_buf *out, bf_str text)
{
    bool blank = false, tag = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool opens = c == '<' && i + 1 < text.length &&
                     (strchr("/!", text.bytes[i + 1]) || (text.bytes[i + 1] | 0x20) >= 'a');
        tag = tag || opens;
        if (tag || c == ' ' || (c >= '\t' && c <= '\r')) {
            tag = tag && c != '>';
            blank = true;
            continue;
        }
        if (blank && out->length > 0)
            bf_buf_append_char(out, ' ');
        blank = false;
        bf_buf_append_char(out, c);
    }
}

/* Adds one text as a block. */
static bool add_text(reading *job, bf_str text, bf_block_kind kind)
{
    bf_block block = {.kind = kind,
                      .field = BF_FIELD_STRUCTURED,
                      .zone = BF_ZONE_MAIN,
                      .element = BF_NONE,
                      .section = BF_NONE,
                      .list = BF_NONE,
                      .list_header = BF_NONE,
                      .question = kind == BF_BLOCK_DETAIL ? job->question : BF_NONE,
                      .offset = job->offset};
    bf_buf clean;
    bf_str view;
    bf_buf_init(&clean, text.length + 1);
    append_without_tags(&clean, text);
    bool added = bf_buf_view(&clean, "structured data", &view, job->err);
    if (added && view.length > 0 && kind == BF_BLOCK_TERM)
        job->question = (uint32_t)job->document->block_count;
    if (added && view.length > 0)
        added = (bf_arena_copy(job->arena, view, &block.text) &&
                 bf_document_add_block(job->document, job->arena, &block)) ||
                no_memory(job);
    bf_buf_free(&clean);
    return added;
}

static bool keep(reading *job, const cJSON *item, bf_str *out)
{
    bf_str text = bf_str_trim(bf_json_text(item));
    *out = (bf_str){0};
    return text.length == 0 || bf_arena_copy(job->arena, text, out) || no_memory(job);
}

/* The facts of one object that describes somebody. */
static bool add_item(reading *job, const cJSON *object, bf_str type)
{
    const cJSON *address = bf_json_member(object, "address");
    const cJSON *country = bf_json_member(address, "addressCountry");
    if (cJSON_IsObject(country))
        country = bf_json_member(country, "name");
    if (job->found.advertisers.count >= MOST_ITEMS)
        return true;
    bf_advertiser *item = bf_advertiser_add(&job->found.advertisers, job->arena);
    if (item == NULL)
        return no_memory(job);
    item->person = bf_schema_kind_of(type) == BF_SCHEMA_PERSON;
    bf_str telephone = bf_json_text(bf_json_member(object, "telephone"));
    bf_str email = bf_json_text(bf_json_member(object, "email"));
    return (bf_arena_copy(job->arena, type, &item->type) || no_memory(job)) &&
           keep(job, bf_json_member(object, "name"), &item->name) &&
           keep(job, bf_json_member(object, "jobTitle"), &item->headline) &&
           keep(job, bf_json_member(object, "url"), &item->website) &&
           (bf_contact_phones(telephone, job->arena, &item->phones) || no_memory(job)) &&
           (bf_contact_emails(email, job->arena, &item->emails) || no_memory(job)) &&
           keep(job, bf_json_member(address, "addressLocality"), &item->locality) &&
           keep(job, bf_json_member(address, "addressRegion"), &item->region) &&
           keep(job, country, &item->country);
}

/* Says whether an object describes somebody who could advertise, and not a question, a service or a
 * place: by its type, or because it can be reached. */
static bool describes_somebody(const cJSON *object, bf_str type)
{
    return type.length > 0 && cJSON_IsString(bf_json_member(object, "name")) &&
           (bf_schema_kind_of(type) == BF_SCHEMA_PERSON ||
            bf_schema_kind_of(type) == BF_SCHEMA_FIRM || bf_json_member(object, "address") ||
            bf_json_member(object, "telephone") || bf_json_member(object, "email"));
}

static bool read_value(reading *job, const cJSON *value);

/* Adds a member's texts: one, or a list of them. Others are looked into for objects. */
static bool read_member(reading *job, const cJSON *member)
{
    for (size_t i = 0; i < COUNT(read_members); i++) {
        const cJSON *one = member;
        if (strcmp(member->string, read_members[i].name) != 0)
            continue;
        if (cJSON_IsString(member))
            return add_text(job, bf_json_text(member), read_members[i].kind);
        if (cJSON_IsArray(member))
            cJSON_ArrayForEach(one, member)
            {
                if (cJSON_IsString(one) && !add_text(job, bf_json_text(one), read_members[i].kind))
                    return false;
            }
    }
    return read_value(job, member);
}

static bool read_object(reading *job, const cJSON *object)
{
    bf_str type = type_of(object);
    const cJSON *member;
    bf_schema_kind kind = bf_schema_kind_of(type);
    bool page = kind == BF_SCHEMA_PAGE || kind == BF_SCHEMA_ARTICLE;
    bool question = bf_str_equal(type, BF_STR("Question"));
    if (bf_schema_kind_of(type) == BF_SCHEMA_FOREIGN)
        return true;
    if (!page && describes_somebody(object, type) && !add_item(job, object, type))
        return false;
    if (question && !add_text(job, bf_json_text(bf_json_member(object, "name")), BF_BLOCK_TERM))
        return false;
    cJSON_ArrayForEach(member, object)
    {
        if (member->string[0] == '@' && strcmp(member->string, "@graph") != 0)
            continue;
        if ((question && strcmp(member->string, "name") == 0) || (page && cJSON_IsString(member)))
            continue;
        if (!read_member(job, member))
            return false;
    }
    return true;
}

/* How deep it goes is bounded by bf_json_parse(). */
static bool read_value(reading *job, const cJSON *value)
{
    const cJSON *one;
    if (cJSON_IsObject(value))
        return read_object(job, value);
    if (cJSON_IsArray(value))
        cJSON_ArrayForEach(one, value)
        {
            if (!read_value(job, one))
                return false;
        }
    return true;
}

/* Says whether a text of embedded state is written for readers: words, and not an address or a key.
 */
static bool is_prose(bf_str text)
{
    return text.length >= LEAST_PROSE && bf_str_find(text, BF_STR(" "), 0) != SIZE_MAX &&
           !bf_str_starts(text, BF_STR("http")) && bf_str_find(text, BF_STR("{"), 0) == SIZE_MAX;
}

/* Says whether a text of embedded state is worth reading although it is no prose: a price, or what
 * its key says is a name or a telephone. */
static bool is_fact(const char *key, bf_str text)
{
    bf_str name = bf_str_of(key);
    return bf_str_find(text, BF_STR("$"), 0) != SIZE_MAX ||
           bf_str_find_nocase(name, BF_STR("phone"), 0) != SIZE_MAX ||
           bf_str_find_nocase(name, BF_STR("name"), 0) != SIZE_MAX;
}

/* Adds every prose text of embedded state, and every fact. */
static bool read_state(reading *job, const cJSON *value)
{
    const cJSON *member;
    if (cJSON_IsString(value)) {
        bf_str text = bf_json_text(value);
        bool prose = is_prose(text);
        job->found.from_state = job->found.from_state || prose;
        return !(prose || is_fact(value->string, text)) || add_text(job, text, BF_BLOCK_VALUE);
    }
    cJSON_ArrayForEach(member, value)
    {
        if (!read_state(job, member))
            return false;
    }
    return true;
}

/* The JSON in a script: all of it, or what follows "name =". */
static bf_str json_of(const bf_data_script *script)
{
    bf_str text = script->text;
    if (script->type.length > 0)
        return text;
    size_t equals = bf_str_find(text, BF_STR("="), 0);
    bf_str value = bf_str_trim(bf_str_after(text, equals == SIZE_MAX ? text.length : equals + 1));
    bool object = bf_str_starts(value, BF_STR("{")) || bf_str_starts(value, BF_STR("["));
    return object ? value : (bf_str){0};
}

static bool note_refused(reading *job, const bf_error *failure)
{
    char words[256];
    job->found.refused++;
    if (job->found.refused > 1)
        return true;
    snprintf(words, sizeof words, "embedded data could not be read: %.200s", failure->message);
    return bf_arena_copy(job->arena, bf_str_of(words), &job->found.refused_why) || no_memory(job);
}

static bool read_script(reading *job, const bf_data_script *script, bool state)
{
    bf_json_limits limits = {0};
    bf_error failure = {0};
    bf_str text = json_of(script);
    if (text.length == 0)
        return true;
    cJSON *root = bf_json_parse(text, &limits, &failure);
    if (root == NULL && failure.code == BF_ERR_MEMORY)
        return no_memory(job);
    if (root == NULL)
        return note_refused(job, &failure);
    job->offset = script->offset;
    job->question = BF_NONE;
    bool read = state ? read_state(job, root) : read_value(job, root);
    cJSON_Delete(root);
    return read;
}

bool bf_structured_read(bf_document *document, size_t thin_bytes, bf_arena *arena,
                        bf_structured *out, bf_error *err)
{
    reading job = {.document = document, .arena = arena, .err = err};
    bool thin = document->text_bytes < thin_bytes;
    for (size_t i = 0; i < document->script_count; i++) {
        const bf_data_script *script = &document->scripts[i];
        bool linked = bf_str_starts_nocase(script->type, BF_STR("application/ld+json"));
        if ((linked || thin) && !read_script(&job, script, !linked))
            return false;
    }
    if (!bf_microdata_read(document, arena, &job.found.advertisers, err))
        return false;
    *out = job.found;
    return true;
}
