/* analyzer/state_item.h: what one object of embedded state says of somebody. Knows the keys that
 * pages use (state_keys.txt), and looks for a place and contacts in the objects that it holds or
 * refers to; where an object stands, and what that means, is page_state.h's. */
#ifndef BF_ANALYZER_STATE_ITEM_H
#define BF_ANALYZER_STATE_ITEM_H

#include "analyzer/advertiser.h"
#include "analyzer/state_cache.h"

/* What the objects of one page share. All memory is of `arena`. */
typedef struct {
    bf_state_cache cache; /* in which references are followed */
    bf_arena *arena;
    const cJSON **parts; /* what was read by reference as a part of somebody */
    size_t part_count, part_capacity;
} bf_state_items;

/* The key of `member`, of a long one its first 100 bytes; empty without one. Views it. */
bf_str bf_state_item_key(const cJSON *member);

/* Says whether `key` is among `keys`, of whatever case; "(" and what follows it, the arguments of a
 * query, are no part of it. */
bool bf_state_item_key_is(const char *const *keys, bf_str key);

/* Reads `object` into `one`, all of it new: the name, without titles and letters, and a telephone,
 * an email, or a title and a city. `one->name` is empty when it has not all of that. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_state_item_read(bf_state_items *items, const cJSON *object,
                                      bf_advertiser *one, bf_error *err);

/* Adds to `one` the price that `object` is: an amount and a currency. false: no memory. */
BF_MUST_CHECK bool bf_state_item_read_price(const cJSON *object, bf_advertiser *one,
                                            bf_arena *arena);

/* Says whether `object` was read as a part of somebody. */
bool bf_state_item_is_part(const bf_state_items *items, const cJSON *object);

#endif
