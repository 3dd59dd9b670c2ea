/* analyzer/state_cache.h: the entities that a store keeps apart, each under a key by which others
 * refer to it, as Apollo's does. Knows the forms of a reference; what an entity says of somebody is
 * state_item.h's. */
#ifndef BF_ANALYZER_STATE_CACHE_H
#define BF_ANALYZER_STATE_CACHE_H

#include <cjson/cJSON.h>

#include "bonafide/arena.h"

/* The members of one object that are objects, by their keys. Lives as long as that object and the
 * arena. */
typedef struct {
    const cJSON **entities;
    size_t count;
} bf_state_cache;

/* Says whether `object` is such a store by itself: one that has a member ROOT_QUERY. */
bool bf_state_cache_is(const cJSON *object);

/* Makes `out` of `object`, which may be anything. false: no memory. */
BF_MUST_CHECK bool bf_state_cache_make(const cJSON *object, bf_arena *arena, bf_state_cache *out);

/* The entity that `value` refers to by {"__ref":KEY} or {"type":"id","id":KEY}; `value` itself when
 * it is no reference; NULL when it refers to nothing that is there. */
const cJSON *bf_state_cache_follow(const bf_state_cache *cache, const cJSON *value);

#endif
