/* advertiser.c: what the data on a page says of somebody who may advertise there. */
#include "analyzer/advertiser.h"

bf_advertiser *bf_advertiser_add(bf_advertisers *list, bf_arena *arena)
{
    bf_advertiser *grown =
        bf_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *grown);
    if (grown == NULL)
        return NULL;
    list->items = grown;
    grown[list->count] = (bf_advertiser){.element = BF_NONE};
    return &grown[list->count++];
}
