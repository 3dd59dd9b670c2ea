/* page_state.c: the state that a page's scripts start from. */
#include "analyzer/page_state.h"

#include <string.h>

#include "analyzer/data_text.h"
#include "analyzer/state_keys.h"
#include "analyzer/state_script.h"
#include "common/buf.h"
#include "common/json.h"

enum { LEAST_PROSE = 20, MOST_NAME = 100, MOST_ROWS = 16 * 1024 * 1024 };

/* What the steps for one page share. */
typedef struct {
    bf_data_texts texts;
    bf_arena *arena;
    bf_advertisers *list;
    bf_page_state found;
    bf_buf rows;  /* of React Server Components, in pieces as they come */
    bool in_rows; /* a "$" begins a reference, and is written twice in a text */
    bf_error *err;
} reading;

static bool no_memory(const reading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "embedded state: no memory");
}

static bool is_among(const char *const *words, bf_str name)
{
    char first = name.length > 0 ? (char)(name.bytes[0] | 0x20) : '\0';
    for (; *words; words++)
        if (first == **words && bf_str_equal_nocase(name, bf_str_of(*words)))
            return true;
    return false;
}

/* --- Texts ---------------------------------------------------------------------------------------
 */

/* Says whether a text is written for readers: words, and not an address or a key. */
static bool is_prose(bf_str text)
{
    return text.length >= LEAST_PROSE && bf_str_find(text, BF_STR(" "), 0) != SIZE_MAX &&
           !bf_str_starts(text, BF_STR("http")) && bf_str_find(text, BF_STR("{"), 0) == SIZE_MAX;
}

/* Says whether a text is worth reading although it is no prose: a price, or what its key says is a
 * name or a telephone. */
static bool is_fact(bf_str key, bf_str text)
{
    return bf_str_find(text, BF_STR("$"), 0) != SIZE_MAX ||
           bf_str_find_nocase(key, BF_STR("phone"), 0) != SIZE_MAX ||
           bf_str_find_nocase(key, BF_STR("name"), 0) != SIZE_MAX;
}

static bool read_text(reading *job, bf_str key, bf_str text)
{
    if (job->in_rows && bf_str_starts(text, BF_STR("$"))) {
        text = bf_str_after(text, 1);
        if (!bf_str_starts(text, BF_STR("$")))
            return true;
    }
    bool prose = is_prose(text) && !is_among(code_keys, key);
    job->found.prose = job->found.prose || prose;
    return !(prose || (is_fact(key, text) && !is_among(code_keys, key))) ||
           bf_data_text_add(&job->texts, text, BF_BLOCK_VALUE, job->err);
}

/* --- Somebody ------------------------------------------------------------------------------------
 */

/* The first text of `object` whose key is among `keys`. */
static bf_str text_at(const cJSON *object, const char *const *keys)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, object)
    {
        if (member->string && cJSON_IsString(member) && member->valuestring[0] != '\0' &&
            is_among(keys, bf_str_of(member->string)))
            return bf_json_text(member);
    }
    return (bf_str){0};
}

static const cJSON *place_of(const cJSON *object)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, object)
    {
        if (cJSON_IsObject(member) && is_among(place_keys, bf_str_of(member->string)))
            return member;
    }
    return object;
}

static bool clean(const reading *job, bf_str text, bf_str *out)
{
    return bf_data_text_clean(text.length > MOST_NAME ? (bf_str){0} : text, job->arena, out,
                              job->err);
}

/* The name as one, or of its two parts. */
static bool read_name(reading *job, const cJSON *object, bf_advertiser *one)
{
    bf_str whole = text_at(object, name_keys), given = text_at(object, given_keys);
    bf_str family = text_at(object, family_keys), view;
    bf_buf joined;
    if (whole.length > 0 || given.length == 0 || family.length == 0)
        return clean(job, whole, &one->name);
    bf_buf_init(&joined, given.length + family.length + 1);
    bf_buf_append(&joined, given);
    bf_buf_append_char(&joined, ' ');
    bf_buf_append(&joined, family);
    bool read = bf_buf_view(&joined, "name", &view, job->err) && clean(job, view, &one->name);
    bf_buf_free(&joined);
    return read;
}

/* Adds whom an object describes: by a name, and a way to be reached, or a title and a city. */
static bool read_somebody(reading *job, const cJSON *object)
{
    bf_advertiser one = {.person = true, .element = BF_NONE, .firm = BF_NONE};
    const cJSON *place = place_of(object);
    bf_str phone = text_at(object, phone_keys), email = text_at(object, email_keys);
    bf_str title = text_at(object, title_keys), city = text_at(place, city_keys);
    if ((phone.length == 0 && email.length == 0 && (title.length == 0 || city.length == 0)) ||
        job->list->count >= BF_ADVERTISERS_MOST)
        return true;
    if (!read_name(job, object, &one) || !clean(job, title, &one.headline) ||
        !clean(job, city, &one.locality) || !clean(job, text_at(place, region_keys), &one.region) ||
        !clean(job, text_at(place, country_keys), &one.country) ||
        !clean(job, text_at(object, url_keys), &one.website))
        return false;
    if (!bf_contact_phones(phone, job->arena, &one.phones) ||
        !bf_contact_emails(email, job->arena, &one.emails))
        return no_memory(job);
    bool reached = one.phones.count + one.emails.count > 0;
    bool placed = one.headline.length > 0 && one.locality.length > 0;
    if (one.name.length == 0 || !(reached || placed))
        return true;
    bf_advertiser *added = bf_advertiser_add(job->list, job->arena);
    if (added)
        *added = one;
    return added || no_memory(job);
}

/* --- The walk ------------------------------------------------------------------------------------
 */

/* Says whether a value is an element in rows, ["$","meta",key,{…}], that is not for readers. */
static bool is_code_element(const cJSON *value)
{
    return bf_str_equal(bf_json_text(cJSON_GetArrayItem(value, 0)), BF_STR("$")) &&
           is_among(code_elements, bf_json_text(cJSON_GetArrayItem(value, 1)));
}

/* Adds every prose text, every fact, and whoever is described. How deep it goes is bounded by
 * bf_json_parse(). */
static bool read_value(reading *job, const cJSON *value)
{
    const cJSON *member;
    if (cJSON_IsString(value))
        return read_text(job, bf_str_of(value->string), bf_json_text(value));
    if (job->in_rows && cJSON_IsArray(value) && is_code_element(value))
        return true;
    if (cJSON_IsObject(value) && !read_somebody(job, value))
        return false;
    cJSON_ArrayForEach(member, value)
    {
        if (!read_value(job, member))
            return false;
    }
    return true;
}

/* Reads what was parsed, and frees it. A NULL root with an error is refused, as is `why`. */
static bool on_state(cJSON *root, const bf_error *failure, void *user)
{
    reading *job = user;
    if (root) {
        bool read = read_value(job, root);
        cJSON_Delete(root);
        return read;
    }
    if (failure->code == BF_ERR_MEMORY)
        return no_memory(job);
    job->found.refused++;
    return job->found.refused > 1 ||
           bf_arena_copy(job->arena, bf_str_of(failure->message), &job->found.refused_why) ||
           no_memory(job);
}

static bool on_rows(bf_str piece, void *user)
{
    reading *job = user;
    if (piece.length <= MOST_ROWS - job->rows.length)
        bf_buf_append(&job->rows, piece);
    return !job->rows.failed || no_memory(job);
}

static bool on_row(bf_str json, bf_str text, void *user)
{
    reading *job = user;
    bf_json_limits limits = {0};
    bf_error failure = {0};
    if (json.length == 0)
        return read_text(job, (bf_str){0}, text);
    cJSON *root = bf_json_take(&json, &limits, &failure);
    return (root == NULL && failure.code != BF_ERR_MEMORY) || on_state(root, &failure, user);
}

static bool read_scripts(reading *job)
{
    static const bf_state_events events = {.state = on_state, .rows = on_rows, .row = on_row};
    const bf_document *document = job->texts.document;
    bf_str rows;
    for (size_t i = 0; i < document->script_count; i++) {
        const bf_data_script *script = &document->scripts[i];
        if (bf_str_starts_nocase(script->type, BF_STR("application/ld+json")))
            continue;
        job->texts.offset = script->offset;
        if (!bf_state_script_read(script, &events, job))
            return false;
    }
    if (!bf_buf_view(&job->rows, "streamed rows", &rows, job->err))
        return false;
    job->in_rows = true;
    return bf_state_script_rows(rows, &events, job);
}

bool bf_page_state_read(bf_document *document, bf_arena *arena, bf_advertisers *list,
                        bf_page_state *out, bf_error *err)
{
    size_t first = list->count;
    reading job = {.texts = {.document = document, .arena = arena, .question = BF_NONE},
                   .arena = arena,
                   .list = list,
                   .err = err};
    bf_buf_init(&job.rows, MOST_ROWS);
    bool read = read_scripts(&job);
    bf_buf_free(&job.rows);
    if (!read)
        return false;
    *out = job.found;
    return bf_advertisers_settle(list, first, arena) || no_memory(&job);
}
