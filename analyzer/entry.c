/* entry.c: an entry of a rule file, put among those of its kind. */
#include "analyzer/entry.h"

#include <string.h>

static bf_str id_at(const bf_entry_array *array, size_t i)
{
    bf_str id;
    memcpy(&id, (char *)*array->items + i * array->size, sizeof id);
    return id;
}

void bf_entry_remove(const bf_entry_array *array, size_t i)
{
    char *items = *array->items;
    if (array->release)
        array->release(items + i * array->size);
    memmove(items + i * array->size, items + (i + 1) * array->size,
            (*array->count - i - 1) * array->size);
    (*array->count)--;
}

/* Makes room for the entry `id`; NULL, with a fault, when the id was there and may not be again, or
 * without one when the entry is switched off. A replaced entry's place is given anew, so that the
 * order stays. */
static void *add_entry(bf_pack *pack, const bf_entry_array *array, const bf_yaml_node *node,
                       bf_str id, bool local)
{
    bool enabled = bf_pack_flag(pack, node, "enabled", true);
    for (size_t i = 0; i < *array->count; i++) {
        if (!bf_str_equal(id_at(array, i), id))
            continue;
        if (!local) {
            bf_pack_fault(pack, node, "the id \"%.*s\" is taken", BF_STR_ARG(id));
            return NULL;
        }
        if (enabled && array->release)
            array->release((char *)*array->items + i * array->size);
        if (enabled)
            return memset((char *)*array->items + i * array->size, 0, array->size);
        bf_entry_remove(array, i);
        return NULL;
    }
    if (!enabled)
        return NULL;
    void *grown =
        bf_arena_grow(pack->arena, *array->items, *array->count, array->capacity, array->size);
    if (grown == NULL) {
        pack->no_memory = true;
        return NULL;
    }
    *array->items = grown;
    return memset((char *)grown + (*array->count)++ * array->size, 0, array->size);
}

void *bf_entry_begin(bf_pack *pack, const bf_entry_array *array, const bf_yaml_node *node,
                     const char *const *keys, const char *id_key, bool local)
{
    if (!bf_pack_keys(pack, node, keys))
        return NULL;
    bf_str id = bf_pack_text(pack, node, id_key, true);
    if (id.length == 0)
        return NULL;
    void *entry = add_entry(pack, array, node, id, local);
    if (entry)
        memcpy(entry, &id, sizeof id);
    return entry;
}
