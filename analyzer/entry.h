/* analyzer/entry.h: an entry of a rule file, put among those of its kind. Knows ids, and what a
 * user's pack may replace; what an entry says is entries.h's and site_entry.h's. */
#ifndef BF_ANALYZER_ENTRY_H
#define BF_ANALYZER_ENTRY_H

#include "analyzer/pack.h"

/* An array of the rules, by its parts, so that one function can add to and take from any of them.
 * Every entry begins with its id. */
typedef struct {
    void **items;
    size_t *count, *capacity;
    size_t size;
    void (*release)(void *entry); /* frees its patterns; NULL: it has none */
} bf_entry_array;

/* Reads the id at `id_key` of `node`, whose keys must be among `keys` (NULL at the end), and makes
 * room for the entry, all zero but for its id. NULL when it is not to be read any further: with a
 * fault, or because it is switched off. */
void *bf_entry_begin(bf_pack *pack, const bf_entry_array *array, const bf_yaml_node *node,
                     const char *const *keys, const char *id_key, bool local);

/* Takes out entry `i`. */
void bf_entry_remove(const bf_entry_array *array, size_t i);

#endif
