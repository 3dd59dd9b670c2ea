/* label.c: a page of the corpus and what a careful person reads on it. */
#include "tests/corpus/label.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "common/json.h"

enum { FILE_MOST = 8 * 1024 * 1024, PATH_BYTES = 1024 };

/* One JSON file being read: errors name it, and the place in it by keys. */
typedef struct {
    bf_str file;
    bf_arena *arena;
    bf_error *err;
} label_file;

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "corpus: no memory");
}

static bool read_bytes(const char *path, bf_arena *arena, bf_str *out, bf_error *err)
{
    char part[16384];
    size_t read;
    bf_buf bytes;
    FILE *file = fopen(path, "rb");
    bf_buf_init(&bytes, FILE_MOST);
    if (file == NULL) {
        bf_fail(err, BF_ERR_INPUT, "%s", strerror(errno));
        return bf_fail_at(err, bf_str_of(path), 0, 0);
    }
    while ((read = fread(part, 1, sizeof part, file)) > 0)
        bf_buf_append(&bytes, (bf_str){part, read});
    bool whole = !ferror(file) && !bytes.failed;
    fclose(file);
    bool copied = whole && bf_arena_copy(arena, (bf_str){bytes.bytes, bytes.length}, out);
    bf_buf_free(&bytes);
    if (!whole) {
        bf_fail(err, BF_ERR_INPUT, "it cannot be read, or has more than %d bytes", FILE_MOST);
        return bf_fail_at(err, bf_str_of(path), 0, 0);
    }
    return copied || no_memory(err);
}

/* `key` is the place in the file, as "listings[2].name". */
static bool bad(label_file *file, const char *key, const char *words)
{
    bf_fail(file->err, BF_ERR_FORMAT, "%s: %s", key, words);
    return bf_fail_at(file->err, file->file, 0, 0);
}

/* Says whether the object has `keys` (NULL at the end), all of them and no other. */
static bool has_keys(label_file *file, const cJSON *object, const char *key,
                     const char *const *keys)
{
    char place[128];
    if (!cJSON_IsObject(object))
        return bad(file, key, "it is no object");
    for (size_t i = 0; keys[i] != NULL; i++) {
        if (bf_json_member(object, keys[i]) != NULL)
            continue;
        snprintf(place, sizeof place, "%s.%s", key, keys[i]);
        return bad(file, place, "it is missing");
    }
    for (const cJSON *item = object->child; item != NULL; item = item->next) {
        size_t i = 0;
        while (keys[i] != NULL && strcmp(keys[i], item->string) != 0)
            i++;
        snprintf(place, sizeof place, "%s.%s", key, item->string);
        if (keys[i] == NULL)
            return bad(file, place, "no such key is known");
    }
    return true;
}

/* The text at `name`; null is empty where `may_be_null`. */
static bool read_text(label_file *file, const cJSON *object, const char *key, const char *name,
                      bool may_be_null, bf_str *out)
{
    char place[128];
    const cJSON *item = bf_json_member(object, name);
    *out = (bf_str){0};
    if (may_be_null && cJSON_IsNull(item))
        return true;
    snprintf(place, sizeof place, "%s.%s", key, name);
    if (!cJSON_IsString(item) || bf_str_trim(bf_json_text(item)).length == 0)
        return bad(file, place, may_be_null ? "it is neither a text nor null" : "it is no text");
    return bf_arena_copy(file->arena, bf_str_trim(bf_json_text(item)), out) || no_memory(file->err);
}

static bool read_flag(label_file *file, const cJSON *object, const char *key, const char *name,
                      bool *out)
{
    char place[128];
    const cJSON *item = bf_json_member(object, name);
    snprintf(place, sizeof place, "%s.%s", key, name);
    *out = cJSON_IsTrue(item);
    return cJSON_IsBool(item) || bad(file, place, "it is neither true nor false");
}

typedef const char *name_of(unsigned value);

static const char *kind_name(unsigned value)
{
    return bf_page_kind_name((bf_page_kind)value);
}

static const char *zone_name(unsigned value)
{
    return bf_zone_name((bf_zone)value);
}

static const char *field_name(unsigned value)
{
    return bf_field_name((bf_field)value);
}

static const char *voice_name(unsigned value)
{
    return bf_voice_name((bf_voice)value);
}

/* What an enum's words are: `count` names. */
typedef struct {
    const char *key;
    name_of *name;
    unsigned count;
} choice;

static bool read_choice(label_file *file, const cJSON *object, const char *key, const choice *of,
                        unsigned *out)
{
    bf_str text;
    char place[128];
    if (!read_text(file, object, key, of->key, false, &text))
        return false;
    for (*out = 0; *out < of->count; ++*out)
        if (bf_str_equal(text, bf_str_of(of->name(*out))))
            return true;
    snprintf(place, sizeof place, "%s.%s: \"%.*s\"", key, of->key, BF_STR_ARG(text));
    return bad(file, place, "no such word is known");
}

static bool is_phone(bf_str text)
{
    bf_str rest = bf_str_after(text, 1);
    uint64_t number;
    return bf_str_starts(text, BF_STR("+")) && text.length >= 8 && text.length <= 16 &&
           bf_take_decimal(&rest, UINT64_MAX, &number) && rest.length == 0;
}

static bool is_email(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] >= 'A' && text.bytes[i] <= 'Z')
            return false;
    return bf_str_find(text, BF_STR("@"), 1) != SIZE_MAX;
}

static bool read_texts(label_file *file, const cJSON *object, const char *key, const char *name,
                       bool (*is_one)(bf_str), bf_contact_texts *out)
{
    char place[128];
    const cJSON *array = bf_json_member(object, name);
    snprintf(place, sizeof place, "%s.%s", key, name);
    if (!cJSON_IsArray(array))
        return bad(file, place, "it is no list");
    out->count = 0;
    out->capacity = (size_t)cJSON_GetArraySize(array);
    out->items = bf_arena_take(file->arena, out->capacity, sizeof *out->items);
    if (out->items == NULL)
        return no_memory(file->err);
    for (const cJSON *item = array->child; item != NULL; item = item->next) {
        bf_str text = bf_json_text(item);
        snprintf(place, sizeof place, "%s.%s[%zu]", key, name, out->count);
        if (!cJSON_IsString(item) || !is_one(text))
            return bad(file, place,
                       is_one == is_phone ? "it is no telephone number as in E.164"
                                          : "it is no mail address in lower case");
        if (!bf_arena_copy(file->arena, text, &out->items[out->count++]))
            return no_memory(file->err);
    }
    return true;
}

static bool read_price(label_file *file, const cJSON *object, const char *key, bf_price *out)
{
    static const char *const keys[] = {"amount", "currency", "unit", NULL};
    const cJSON *amount = bf_json_member(object, "amount");
    const cJSON *unit = bf_json_member(object, "unit");
    if (!has_keys(file, object, key, keys) ||
        !read_text(file, object, key, "currency", false, &out->currency))
        return false;
    if (!cJSON_IsNumber(amount) || amount->valuedouble < 0)
        return bad(file, key, "the amount is no number");
    if (out->currency.length != 3)
        return bad(file, key, "the currency is not one of ISO 4217");
    if (!cJSON_IsString(unit))
        return bad(file, key, "the unit is no text");
    out->amount = amount->valuedouble;
    return bf_arena_copy(file->arena, bf_json_text(unit), &out->unit) || no_memory(file->err);
}

static bool read_prices(label_file *file, const cJSON *object, const char *key,
                        bf_contact_prices *out)
{
    char place[128];
    const cJSON *array = bf_json_member(object, "prices");
    snprintf(place, sizeof place, "%s.prices", key);
    if (!cJSON_IsArray(array))
        return bad(file, place, "it is no list");
    out->count = 0;
    out->capacity = (size_t)cJSON_GetArraySize(array);
    out->items = bf_arena_take(file->arena, out->capacity, sizeof *out->items);
    if (out->items == NULL)
        return no_memory(file->err);
    for (const cJSON *item = array->child; item != NULL; item = item->next) {
        snprintf(place, sizeof place, "%s.prices[%zu]", key, out->count);
        if (!read_price(file, item, place, &out->items[out->count++]))
            return false;
    }
    return true;
}

static bool read_listing(label_file *file, const cJSON *object, const char *key, label_listing *out)
{
    static const char *const keys[] = {"name",    "practice", "partial",  "phones",
                                       "emails",  "website",  "locality", "region",
                                       "country", "prices",   NULL};
    return has_keys(file, object, key, keys) &&
           read_text(file, object, key, "name", false, &out->name) &&
           read_flag(file, object, key, "practice", &out->practice) &&
           read_flag(file, object, key, "partial", &out->partial) &&
           read_texts(file, object, key, "phones", is_phone, &out->phones) &&
           read_texts(file, object, key, "emails", is_email, &out->emails) &&
           read_text(file, object, key, "website", true, &out->website) &&
           read_text(file, object, key, "locality", true, &out->locality) &&
           read_text(file, object, key, "region", true, &out->region) &&
           read_text(file, object, key, "country", true, &out->country) &&
           read_prices(file, object, key, &out->prices);
}

static bool read_listings(label_file *file, const cJSON *root, label *out)
{
    char place[64];
    const cJSON *array = bf_json_member(root, "listings");
    if (!cJSON_IsArray(array))
        return bad(file, "listings", "it is no list");
    size_t count = (size_t)cJSON_GetArraySize(array);
    if (out->kind == BF_PAGE_LISTING && count != 1)
        return bad(file, "listings", "a page of the kind listing has one");
    if (out->kind == BF_PAGE_DIRECTORY && count == 0)
        return bad(file, "listings", "a directory has some");
    if (out->kind != BF_PAGE_LISTING && out->kind != BF_PAGE_DIRECTORY && count != 0)
        return bad(file, "listings", "a page of that kind has none");
    out->listings = bf_arena_take(file->arena, count, sizeof *out->listings);
    if (out->listings == NULL)
        return no_memory(file->err);
    for (const cJSON *item = array->child; item != NULL; item = item->next) {
        snprintf(place, sizeof place, "listings[%zu]", out->listing_count);
        if (!read_listing(file, item, place, &out->listings[out->listing_count++]))
            return false;
    }
    return true;
}

static bool read_owner(label_file *file, const cJSON *object, const char *key, const label *of,
                       uint32_t *out)
{
    bf_str name;
    char place[256];
    *out = BF_NONE;
    if (!read_text(file, object, key, "owner", true, &name))
        return false;
    if (name.length == 0)
        return true;
    for (size_t i = 0; i < of->listing_count; i++)
        if (bf_str_equal(of->listings[i].name, name)) {
            *out = (uint32_t)i;
            return true;
        }
    snprintf(place, sizeof place, "%s.owner: \"%.*s\"", key, BF_STR_ARG(name));
    return bad(file, place, "no listing has that name");
}

/* `owners`: the page whose listings the quotes may name as owners; NULL: they name none. */
static bool read_quotes(label_file *file, const cJSON *root, const char *name, const choice *of,
                        const label *owners, label_quotes *out)
{
    const char *const keys[] = {"quote", of->key, owners ? "owner" : NULL, NULL};
    char place[64];
    const cJSON *array = bf_json_member(root, name);
    if (!cJSON_IsArray(array))
        return bad(file, name, "it is no list");
    out->items = bf_arena_take(file->arena, (size_t)cJSON_GetArraySize(array), sizeof *out->items);
    if (out->items == NULL)
        return no_memory(file->err);
    for (const cJSON *item = array->child; item != NULL; item = item->next) {
        label_quote *quote = &out->items[out->count];
        snprintf(place, sizeof place, "%s[%zu]", name, out->count++);
        quote->owner = BF_NONE;
        if (!has_keys(file, item, place, keys) ||
            !read_text(file, item, place, "quote", false, &quote->quote) ||
            !read_choice(file, item, place, of, &quote->value) ||
            (owners != NULL && !read_owner(file, item, place, owners, &quote->owner)))
            return false;
    }
    return true;
}

static bool read_label(label_file *file, const cJSON *root, label *out)
{
    static const char *const keys[] = {"style",  "kind",   "listings", "zones",
                                       "fields", "voices", NULL};
    static const choice kinds = {"kind", kind_name, BF_PAGE_KIND_COUNT};
    static const choice zones = {"zone", zone_name, BF_ZONE_COUNT};
    static const choice fields = {"field", field_name, BF_FIELD_COUNT};
    static const choice voices = {"voice", voice_name, BF_VOICE_COUNT};
    unsigned kind;
    if (!has_keys(file, root, "the page", keys) ||
        !read_text(file, root, "the page", "style", false, &out->style) ||
        !read_choice(file, root, "the page", &kinds, &kind))
        return false;
    out->kind = (bf_page_kind)kind;
    return read_listings(file, root, out) &&
           read_quotes(file, root, "zones", &zones, NULL, &out->zones) &&
           read_quotes(file, root, "fields", &fields, NULL, &out->fields) &&
           read_quotes(file, root, "voices", &voices, out, &out->voices);
}

/* Writes the message that a server would have sent: how the body is coded is not stored. */
static bool write_head(label_file *file, const cJSON *root, bf_buf *out)
{
    const cJSON *status = bf_json_member(root, "status"),
                *headers = bf_json_member(root, "headers");
    if (!cJSON_IsNumber(status) || status->valuedouble < 100 || status->valuedouble > 599)
        return bad(file, "status", "it is no HTTP status");
    if (!cJSON_IsObject(headers))
        return bad(file, "headers", "it is no object");
    bf_buf_append_format(out, "HTTP/1.1 %d\r\n", status->valueint);
    for (const cJSON *item = headers->child; item != NULL; item = item->next) {
        bf_str name = bf_str_of(item->string), value = bf_json_text(item);
        if (!cJSON_IsString(item) || bf_str_find(value, BF_STR("\n"), 0) != SIZE_MAX)
            return bad(file, item->string, "it is no text of one line");
        if (bf_str_equal_nocase(name, BF_STR("Content-Length")) ||
            bf_str_equal_nocase(name, BF_STR("Content-Encoding")) ||
            bf_str_equal_nocase(name, BF_STR("Transfer-Encoding")))
            continue;
        bf_buf_append_format(out, "%.*s: %.*s\r\n", BF_STR_ARG(name), BF_STR_ARG(value));
    }
    bf_buf_append(out, BF_STR("\r\n"));
    return true;
}

static bool read_sidecar(label_file *file, const cJSON *root, bf_str html, bf_page *page)
{
    static const char *const keys[] = {"url", "fetched_at", "status", "headers", NULL};
    const bf_page_limits limits = {0};
    bf_str url, time, message;
    bf_buf bytes;
    if (!has_keys(file, root, "the sidecar", keys) ||
        !read_text(file, root, "the sidecar", "url", false, &url) ||
        !read_text(file, root, "the sidecar", "fetched_at", false, &time))
        return false;
    bf_buf_init(&bytes, 2 * (size_t)FILE_MOST);
    bool written = write_head(file, root, &bytes);
    bf_buf_append(&bytes, html);
    bool read = written && bf_buf_view(&bytes, "corpus", &message, file->err) &&
                bf_page_from_http(message, url, &limits, file->arena, page, file->err);
    page->fetched_at = time;
    bf_buf_free(&bytes);
    return read;
}

/* Parses a file of the page to the letter of JSON. */
static cJSON *read_json(label_file *file, const char *path)
{
    const bf_json_limits strict = {.strict = true};
    bf_str text;
    file->file = bf_str_of(path);
    if (!read_bytes(path, file->arena, &text, file->err))
        return NULL;
    cJSON *root = bf_json_parse(text, &strict, file->err);
    if (root == NULL) {
        unsigned line = file->err->line, column = file->err->column;
        bf_fail(file->err, file->err->code, "%s", file->err->message);
        bf_fail_at(file->err, file->file, line, column);
    }
    return root;
}

bool label_read(const char *folder, const char *name, bf_arena *arena, bf_page *page, label *out,
                bf_error *err)
{
    char path[PATH_BYTES];
    bf_str html;
    label_file file = {.arena = arena, .err = err};
    *out = (label){0};
    *page = (bf_page){0};
    snprintf(path, sizeof path, "%s/%s.html", folder, name);
    if (!read_bytes(path, arena, &html, err))
        return false;
    snprintf(path, sizeof path, "%s/%s.html.json", folder, name);
    cJSON *root = read_json(&file, path);
    bool read = root != NULL && read_sidecar(&file, root, html, page);
    cJSON_Delete(root);
    if (!read)
        return false;
    snprintf(path, sizeof path, "%s/%s.expected.json", folder, name);
    root = read_json(&file, path);
    read = root != NULL && read_label(&file, root, out);
    cJSON_Delete(root);
    return read;
}
