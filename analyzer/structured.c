/* structured.c: the data that a page carries for machines. */
#include "analyzer/structured.h"

#include <stdio.h>

#include "analyzer/data_text.h"
#include "analyzer/json_ld.h"
#include "analyzer/linked_item.h"
#include "analyzer/microdata.h"
#include "analyzer/microformat.h"
#include "analyzer/open_graph.h"
#include "analyzer/page_state.h"
#include "analyzer/schema_type.h"
#include "common/json.h"

enum { MOST_VALUES = 1000 * 1000 }; /* of all JSON-LD, which is in memory at once */

/* What the steps for one page share. */
typedef struct {
    bf_document *document;
    bf_arena *arena;
    bf_structured found;
    cJSON **roots; /* of the scripts that are JSON-LD, to be freed */
    bf_json_ld_script *scripts;
    size_t count;
    size_t values; /* that may still be read */
    bf_error *err;
} reading;

static bool no_memory(reading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "structured data: no memory");
}

static bool note_refused(reading *job, size_t count, const char *why)
{
    char words[256];
    bool first = job->found.refused == 0 && count > 0;
    job->found.refused += count;
    if (!first)
        return true;
    snprintf(words, sizeof words, "embedded data could not be read: %.200s", why);
    return bf_arena_copy(job->arena, bf_str_of(words), &job->found.refused_why) || no_memory(job);
}

/* Items of cJSON in a tree, whose depth bf_json_parse() has bounded. */
static size_t count_values(const cJSON *value)
{
    size_t count = 1;
    const cJSON *one;
    cJSON_ArrayForEach(one, value)
    {
        count += count_values(one);
    }
    return count;
}

/* Notes the types of a script's objects that are no person and no firm: what the page itself is. */
static bool note_page_types(reading *job, const cJSON *value)
{
    const cJSON *one, *graph = bf_json_member(value, "@graph");
    if (cJSON_IsArray(value))
        cJSON_ArrayForEach(one, value)
        {
            if (!note_page_types(job, one))
                return false;
        }
    if (!cJSON_IsObject(value))
        return true;
    bf_str type = bf_linked_item_type(value);
    bf_schema_kind kind = bf_schema_kind_of(type);
    if (type.length > 0 && kind != BF_SCHEMA_PERSON && kind != BF_SCHEMA_FIRM &&
        job->found.page_type_count < BF_PAGE_TYPES_MOST &&
        !bf_arena_copy(job->arena, type, &job->found.page_types[job->found.page_type_count++]))
        return no_memory(job);
    return graph == NULL || note_page_types(job, graph);
}

/* The same of the article that microdata or RDFa speaks of. */
static void note_element_types(reading *job)
{
    static const char *const attributes[] = {"itemtype", "typeof"};
    const bf_document *document = job->document;
    for (uint32_t i = 0; i < document->element_count; i++) {
        if (document->elements[i].attribute_count == 0)
            continue;
        for (size_t k = 0; k < sizeof attributes / sizeof *attributes; k++) {
            bf_str written = bf_str_trim(bf_document_attribute(document, i, attributes[k]));
            size_t blank = bf_str_find(written, BF_STR(" "), 0);
            bf_str type = bf_schema_type_name(bf_str_slice(written, 0, blank));
            if (bf_schema_kind_of(type) == BF_SCHEMA_ARTICLE &&
                job->found.page_type_count < BF_PAGE_TYPES_MOST)
                job->found.page_types[job->found.page_type_count++] = type;
        }
    }
}

/* Adds what elements that nobody is shown say of a credential:
 * <meta itemprop="hasCredential" content="LMFT 12345">. Others are read where they stand. */
static bool read_unseen_credentials(reading *job)
{
    static const char *const attributes[] = {"itemprop", "property"};
    static const char *const properties[] = {"hasCredential", "honorificSuffix"};
    bf_data_texts texts = {.document = job->document, .arena = job->arena, .question = BF_NONE};
    for (uint32_t i = 0; i < job->document->element_count; i++) {
        bf_str content = bf_document_attribute(job->document, i, "content");
        for (size_t k = 0; content.length > 0 && k < 4; k++) {
            bf_str name = bf_document_attribute(job->document, i, attributes[k / 2]);
            if (bf_str_equal(name, bf_str_of(properties[k % 2])) &&
                !bf_data_text_add(&texts, content, BF_BLOCK_VALUE, job->err))
                return false;
        }
    }
    return true;
}

static bool parse_script(reading *job, const bf_data_script *script)
{
    bf_json_limits limits = {.values = job->values};
    bf_error failure = {0};
    cJSON *root = bf_json_parse(script->text, &limits, &failure);
    if (root == NULL && failure.code == BF_ERR_MEMORY)
        return no_memory(job);
    if (root == NULL)
        return note_refused(job, 1, failure.message);
    size_t values = count_values(root);
    job->values -= values < job->values ? values : job->values - 1;
    job->roots[job->count] = root;
    job->scripts[job->count++] = (bf_json_ld_script){root, script->offset};
    return note_page_types(job, root);
}

static bool read_json_ld(reading *job)
{
    for (size_t i = 0; i < job->document->script_count; i++)
        if (bf_str_starts_nocase(job->document->scripts[i].type, BF_STR("application/ld+json")) &&
            !parse_script(job, &job->document->scripts[i]))
            return false;
    return bf_json_ld_read(job->scripts, job->count, job->document, job->arena,
                           &job->found.advertisers, job->err);
}

static bool read_state(reading *job)
{
    bf_page_state state = {0};
    if (!bf_page_state_read(job->document, job->arena, &job->found.advertisers, &state, job->err))
        return false;
    job->found.from_state = state.prose;
    char why[256];
    snprintf(why, sizeof why, "%.*s", BF_STR_ARG(state.refused_why));
    return note_refused(job, state.refused, why);
}

static bool read_all(reading *job, bool thin)
{
    bf_advertisers *list = &job->found.advertisers;
    size_t count = job->document->script_count;
    job->roots = bf_arena_take(job->arena, count, sizeof *job->roots);
    job->scripts = bf_arena_take(job->arena, count, sizeof *job->scripts);
    if (job->roots == NULL || job->scripts == NULL)
        return no_memory(job);
    note_element_types(job);
    return read_json_ld(job) && read_unseen_credentials(job) && (!thin || read_state(job)) &&
           bf_microdata_read(job->document, job->arena, list, job->err) &&
           bf_microformat_read(job->document, job->arena, list, job->err) &&
           bf_open_graph_read(job->document, job->arena, list, job->err);
}

/* Bytes of the visible text that is not the site's round its pages: a skeleton has its menu and
 * footer, too. */
static size_t main_bytes(const bf_document *document)
{
    size_t bytes = 0;
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].field == BF_FIELD_TEXT && document->blocks[i].zone == BF_ZONE_MAIN)
            bytes += document->blocks[i].text.length;
    return bytes;
}

bool bf_structured_read(bf_document *document, size_t thin_bytes, bf_arena *arena,
                        bf_structured *out, bf_error *err)
{
    reading job = {.document = document, .arena = arena, .values = MOST_VALUES, .err = err};
    bool read = read_all(&job, main_bytes(document) < thin_bytes);
    for (size_t i = 0; i < job.count; i++)
        cJSON_Delete(job.roots[i]);
    if (read)
        *out = job.found;
    return read;
}
