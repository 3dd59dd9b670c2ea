/* page_state.c: the state that a page's scripts start from. */
#include "analyzer/page_state.h"

#include <string.h>

#include "analyzer/data_text.h"
#include "analyzer/state_item.h"
#include "analyzer/state_keys.h"
#include "analyzer/state_script.h"
#include "common/buf.h"
#include "common/json.h"

enum { LEAST_PROSE = 20, MOST_ROWS = 16 * 1024 * 1024, MOST_POINTERS = 1000 };

/* How surely whoever stands there is whom the page is about. */
typedef enum { ASIDE, ANYWHERE, PAGE, FIRM, PERSON } rank;

/* Somebody who was added: the objects are those of the root that is being read. */
typedef struct {
    const cJSON *object;
    rank rank;
    uint32_t of; /* the one in whose object it stands, counted from the first; BF_NONE */
    bool staff;  /* stands there among those who work with that one */
} told;

/* A reference to whom the page is about. */
typedef struct {
    const cJSON *object;
    rank rank;
} pointer;

/* Where a value stands. */
typedef struct {
    bf_str key;  /* of the member that it is, or of the list that it is one of */
    rank rank;   /* of who is there */
    uint32_t of; /* the one who is spoken of, counted from the first; BF_NONE */
    bool nobody; /* who is there does not advertise */
    bool staff;  /* who is there works with the one who is spoken of */
    bool query;  /* a member of an answer to what the page asked for */
    bool quoted; /* what others say of somebody */
} place;

/* What the steps for one page share. */
typedef struct {
    bf_data_texts texts;
    bf_state_items items;
    bf_arena *arena;
    bf_advertisers *list;
    size_t first; /* of those who are added here */
    told told[BF_ADVERTISERS_MOST];
    pointer pointers[MOST_POINTERS];
    size_t pointer_count;
    bf_page_state found;
    bf_buf rows;  /* of React Server Components, in pieces as they come */
    bool in_rows; /* a "$" begins a reference, and is written twice in a text */
    bf_error *err;
} reading;

static bool no_memory(const reading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "embedded state: no memory");
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
 * name, a telephone or letters after a name. */
static bool is_fact(bf_str key, bf_str text)
{
    return bf_str_find(text, BF_STR("$"), 0) != SIZE_MAX ||
           bf_str_find_nocase(key, BF_STR("phone"), 0) != SIZE_MAX ||
           bf_str_find_nocase(key, BF_STR("name"), 0) != SIZE_MAX ||
           bf_state_item_key_is(credential_keys, key);
}

/* Adds a text that is for readers; of who does not advertise, and of others' words, only prose. */
static bool read_text(reading *job, bf_str text, const place *here)
{
    if (job->in_rows && bf_str_starts(text, BF_STR("$"))) {
        text = bf_str_after(text, 1);
        if (!bf_str_starts(text, BF_STR("$")))
            return true;
    }
    bool code = bf_state_item_key_is(code_keys, here->key);
    bool prose = is_prose(text) && !code;
    bool fact = is_fact(here->key, text) && !code && !here->nobody && !here->quoted;
    job->found.prose = job->found.prose || prose;
    return !(prose || fact) ||
           bf_data_text_add(&job->texts, text, here->quoted ? BF_BLOCK_QUOTE : BF_BLOCK_VALUE,
                            job->err);
}

/* --- Somebody ------------------------------------------------------------------------------------
 */

/* The one who was added as number `number`. */
static bf_advertiser *added_at(const reading *job, uint32_t number)
{
    return &job->list->items[job->first + number];
}

/* The rank that `key` gives to who is there. */
static rank rank_of(bf_str key)
{
    return bf_state_item_key_is(person_keys, key) ? PERSON
           : bf_state_item_key_is(firm_keys, key) ? FIRM
           : bf_state_item_key_is(page_keys, key) ? PAGE
                                                  : ANYWHERE;
}

/* Adds whom an object describes, and says in `who` that it speaks of that one. A part of somebody
 * is told with them, and is nobody else. */
static bool read_somebody(reading *job, const cJSON *object, const place *here, uint32_t *who)
{
    bf_advertiser one;
    size_t count = job->list->count;
    bool part = here->of != BF_NONE && (bf_state_item_key_is(place_keys, here->key) ||
                                        bf_state_item_key_is(contact_keys, here->key));
    *who = here->of;
    if (here->nobody || here->quoted || part || count >= BF_ADVERTISERS_MOST)
        return true;
    if (!bf_state_item_read(&job->items, object, &one, job->err))
        return false;
    if (one.name.length == 0)
        return true;
    one.person = here->rank != FIRM;
    bf_advertiser *added = bf_advertiser_add(job->list, job->arena);
    if (added == NULL)
        return no_memory(job);
    *added = one;
    *who = (uint32_t)(count - job->first);
    job->told[*who] = (told){object, here->rank, here->of, here->staff};
    return true;
}

/* Notes that something refers to `object`, which may be whom the page is about. */
static void point(reading *job, const cJSON *object, const place *here)
{
    rank sure = here->query && here->rank == ANYWHERE ? PAGE : here->rank;
    if (!here->nobody && here->of == BF_NONE && sure > ANYWHERE &&
        job->pointer_count < MOST_POINTERS)
        job->pointers[job->pointer_count++] = (pointer){object, sure};
}

/* Takes the name from those of the root, told from number `from` on, who are a part of somebody,
 * and ranks those whom references point to. */
static void end_root(reading *job, uint32_t from)
{
    for (uint32_t i = from; i < job->list->count - job->first; i++) {
        told *one = &job->told[i];
        if (bf_state_item_is_part(&job->items, one->object))
            added_at(job, i)->name = (bf_str){0};
        for (size_t k = 0; k < job->pointer_count; k++)
            if (job->pointers[k].object == one->object && job->pointers[k].rank > one->rank) {
                one->rank = job->pointers[k].rank;
                added_at(job, i)->person = one->rank != FIRM;
            }
    }
    job->pointer_count = job->items.part_count = 0;
}

/* The one whom the page is about: all who have the highest rank have one name. BF_NONE: several. */
static uint32_t subject_of(const reading *job)
{
    uint32_t best = BF_NONE;
    bool several = false;
    for (uint32_t i = 0; i < job->list->count - job->first; i++) {
        if (added_at(job, i)->name.length == 0)
            continue;
        if (best == BF_NONE || job->told[i].rank > job->told[best].rank) {
            best = i;
            several = false;
        } else if (job->told[i].rank == job->told[best].rank &&
                   !bf_str_equal_nocase(added_at(job, i)->name, added_at(job, best)->name)) {
            several = true;
        }
    }
    return several ? BF_NONE : best;
}

/* Where the state is about one, takes the name from all others but those who work with that one. */
static void keep_subject(reading *job)
{
    uint32_t subject = subject_of(job);
    if (subject == BF_NONE)
        return;
    bf_str name = added_at(job, subject)->name;
    for (uint32_t i = 0; i < job->list->count - job->first; i++) {
        const told *one = &job->told[i];
        bool works = one->staff && one->of != BF_NONE &&
                     bf_str_equal_nocase(added_at(job, one->of)->name, name);
        if (!works && !bf_str_equal_nocase(added_at(job, i)->name, name))
            added_at(job, i)->name = (bf_str){0};
    }
}

/* --- The walk ------------------------------------------------------------------------------------
 */

/* Says whether a value is an element in rows, ["$","meta",key,{…}], that is not for readers. */
static bool is_code_element(const cJSON *value)
{
    return bf_str_equal(bf_json_text(cJSON_GetArrayItem(value, 0)), BF_STR("$")) &&
           bf_state_item_key_is(code_elements, bf_json_text(cJSON_GetArrayItem(value, 1)));
}

/* The place of a member of an object that stands `here` and speaks of `who`. */
static place place_in(const cJSON *member, uint32_t who, const place *here)
{
    place inside = {.key = bf_state_item_key(member), .of = who};
    bf_str own = bf_str_slice(inside.key, 0, bf_str_find(inside.key, BF_STR(":"), 0));
    inside.rank = here->rank == ASIDE || bf_state_item_key_is(others_keys, inside.key)
                      ? ASIDE
                      : rank_of(inside.key);
    inside.nobody = here->nobody || (who == BF_NONE && bf_state_item_key_is(nobody_keys, own));
    inside.quoted = here->quoted || bf_state_item_key_is(review_keys, inside.key);
    inside.staff = bf_state_item_key_is(staff_keys, inside.key);
    inside.query = bf_str_equal(here->key, BF_STR("ROOT_QUERY"));
    return inside;
}

static bool read_value(reading *job, const cJSON *value, const place *here);

/* Reads the items of a list. One alone stands where the list does; of more none is the one. */
static bool read_items(reading *job, const cJSON *list, const place *here)
{
    const cJSON *item;
    place inside = *here;
    inside.query = false;
    if (list->child && list->child->next && inside.rank > ANYWHERE)
        inside.rank = ANYWHERE;
    cJSON_ArrayForEach(item, list)
    {
        if (!read_value(job, item, &inside))
            return false;
    }
    return true;
}

static bool read_members(reading *job, const cJSON *object, const place *here)
{
    const cJSON *member;
    uint32_t who;
    if (!read_somebody(job, object, here, &who))
        return false;
    if (who != BF_NONE && !bf_state_item_read_price(object, added_at(job, who), job->arena))
        return no_memory(job);
    cJSON_ArrayForEach(member, object)
    {
        place inside = place_in(member, who, here);
        if (!read_value(job, member, &inside))
            return false;
    }
    return true;
}

/* Reads an object, in the entities that it holds when it is a store of them. */
static bool read_object(reading *job, const cJSON *object, const place *here)
{
    bf_state_cache outer = job->items.cache;
    const cJSON *meant = bf_state_cache_follow(&outer, object);
    if (meant != object) {
        if (meant)
            point(job, meant, here);
        return meant == NULL || here->of == BF_NONE ||
               bf_state_item_read_price(meant, added_at(job, here->of), job->arena) ||
               no_memory(job);
    }
    if (bf_state_cache_is(object) && !bf_state_cache_make(object, job->arena, &job->items.cache))
        return no_memory(job);
    bool read = read_members(job, object, here);
    job->items.cache = outer;
    return read;
}

/* Adds every prose text, every fact, and whoever is described. How deep it goes is bounded by
 * bf_json_parse(). */
static bool read_value(reading *job, const cJSON *value, const place *here)
{
    if (cJSON_IsString(value))
        return read_text(job, bf_json_text(value), here);
    if (cJSON_IsArray(value))
        return (job->in_rows && is_code_element(value)) || read_items(job, value, here);
    return !cJSON_IsObject(value) || read_object(job, value, here);
}

static bool read_root(reading *job, const cJSON *root)
{
    const place top = {.rank = ANYWHERE, .of = BF_NONE};
    uint32_t from = (uint32_t)(job->list->count - job->first);
    if (!bf_state_cache_make(root, job->arena, &job->items.cache))
        return no_memory(job);
    bool read = read_value(job, root, &top);
    end_root(job, from);
    return read;
}

/* Reads what was parsed, and frees it. A NULL root with an error is refused, as is `why`. */
static bool on_state(cJSON *root, const bf_error *failure, void *user)
{
    reading *job = user;
    if (root) {
        bool read = read_root(job, root);
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
        return read_text(job, text, &(place){.rank = ANYWHERE, .of = BF_NONE});
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
    reading *job = bf_arena_take(arena, 1, sizeof *job);
    if (job == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "embedded state: no memory");
    *job = (reading){.texts = {.document = document, .arena = arena, .question = BF_NONE},
                     .items = {.arena = arena},
                     .arena = arena,
                     .list = list,
                     .first = list->count,
                     .err = err};
    bf_buf_init(&job->rows, MOST_ROWS);
    bool read = read_scripts(job);
    bf_buf_free(&job->rows);
    if (!read)
        return false;
    *out = job->found;
    keep_subject(job);
    return bf_advertisers_settle(list, job->first, arena) || no_memory(job);
}
