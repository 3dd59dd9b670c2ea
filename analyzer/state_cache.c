/* state_cache.c: the entities that a store keeps apart. References are those of Apollo Client
 * (InMemoryCache): since its third version {"__ref":KEY}, before that {"type":"id","id":KEY}. */
#include "analyzer/state_cache.h"

#include <stdlib.h>
#include <string.h>

#include "common/json.h"

static int compare_entities(const void *one, const void *other)
{
    return strcmp((*(const cJSON *const *)one)->string, (*(const cJSON *const *)other)->string);
}

static int compare_key(const void *key, const void *entity)
{
    return strcmp(key, (*(const cJSON *const *)entity)->string);
}

bool bf_state_cache_is(const cJSON *object)
{
    return bf_json_member(object, "ROOT_QUERY");
}

bool bf_state_cache_make(const cJSON *object, bf_arena *arena, bf_state_cache *out)
{
    const cJSON *member;
    size_t most = 0;
    *out = (bf_state_cache){0};
    if (!cJSON_IsObject(object))
        return true;
    cJSON_ArrayForEach(member, object)
    {
        most += cJSON_IsObject(member) ? 1 : 0;
    }
    out->entities = bf_arena_take(arena, most, sizeof(cJSON *));
    if (out->entities == NULL)
        return false;
    cJSON_ArrayForEach(member, object)
    {
        if (cJSON_IsObject(member))
            out->entities[out->count++] = member;
    }
    if (out->count > 1)
        qsort(out->entities, out->count, sizeof *out->entities, compare_entities);
    return true;
}

/* The key that `value` refers to; NULL when it is no reference. */
static const char *key_of(const cJSON *value)
{
    const cJSON *key = bf_json_member(value, "__ref");
    if (key == NULL && bf_str_equal(bf_json_text(bf_json_member(value, "type")), BF_STR("id")))
        key = bf_json_member(value, "id");
    return cJSON_IsString(key) ? key->valuestring : NULL;
}

const cJSON *bf_state_cache_follow(const bf_state_cache *cache, const cJSON *value)
{
    const char *key = key_of(value);
    if (key == NULL)
        return value;
    const cJSON **found = cache->count == 0 ? NULL
                                            : bsearch(key, cache->entities, cache->count,
                                                      sizeof *cache->entities, compare_key);
    return found ? *found : NULL;
}
