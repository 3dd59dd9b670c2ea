/* arena.c: memory that dies together. */
#include "bonafide/arena.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "common/sanitized.h"
#include "common/size.h"

enum { ONE_MALLOC_EACH = BF_SANITIZED };
enum { CHUNK_BYTES = 64 * 1024 };

typedef struct chunk {
    struct chunk *before;
    size_t size; /* bytes of `room` */
    size_t used;
    alignas(max_align_t) char room[];
} chunk;

struct bf_arena {
    size_t limit;
    size_t used;
    chunk *newest;
};

static void free_chunks(chunk *newest)
{
    while (newest) {
        chunk *before = newest->before;
        free(newest);
        newest = before;
    }
}

static chunk *add_chunk(bf_arena *arena, size_t least)
{
    size_t size = least, whole;
    if (!ONE_MALLOC_EACH && size < CHUNK_BYTES)
        size = CHUNK_BYTES;
    if (!bf_size_add(offsetof(chunk, room), size, &whole))
        return NULL;
    chunk *added = malloc(whole);
    if (added == NULL)
        return NULL;
    *added = (chunk){.before = arena->newest, .size = size};
    arena->newest = added;
    return added;
}

bf_arena *bf_arena_new(size_t limit_bytes)
{
    bf_arena *arena = malloc(sizeof *arena);
    if (arena)
        *arena = (bf_arena){.limit = limit_bytes};
    return arena;
}

void bf_arena_free(bf_arena *arena)
{
    if (arena == NULL)
        return;
    free_chunks(arena->newest);
    free(arena);
}

void bf_arena_reset(bf_arena *arena)
{
    chunk *kept = arena->newest;
    arena->used = 0;
    if (kept == NULL)
        return;
    free_chunks(kept->before);
    kept->before = NULL;
    kept->used = 0;
    if (ONE_MALLOC_EACH || kept->size > CHUNK_BYTES) { /* one huge page does not stay for ever */
        free(kept);
        arena->newest = NULL;
    }
}

/* `size` up to the next multiple of the strictest alignment; false when it does not fit. */
static bool round_up(size_t size, size_t *out)
{
    if (!bf_size_add(size, alignof(max_align_t) - 1, out))
        return false;
    *out -= *out % alignof(max_align_t);
    return true;
}

void *bf_arena_take(bf_arena *arena, size_t count, size_t size)
{
    size_t wanted, rounded, used;
    if (!bf_size_multiply(count, size, &wanted) || !round_up(wanted ? wanted : 1, &rounded) ||
        !bf_size_add(arena->used, rounded, &used) || used > arena->limit)
        return NULL;
    if (ONE_MALLOC_EACH)
        rounded = wanted ? wanted : 1; /* the byte past it belongs to nobody */
    chunk *home = arena->newest;
    if ((ONE_MALLOC_EACH || home == NULL || home->size - home->used < rounded) &&
        (home = add_chunk(arena, rounded)) == NULL)
        return NULL;
    void *taken = home->room + home->used;
    home->used += rounded;
    arena->used = used;
    return memset(taken, 0, wanted);
}

void *bf_arena_grow(bf_arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    size_t grown = *capacity < 8 ? 8 : *capacity;
    if (count < *capacity)
        return items;
    if (*capacity >= 8 && !bf_size_add(*capacity, *capacity / 2, &grown))
        return NULL;
    void *copy = bf_arena_take(arena, grown, size);
    if (copy == NULL)
        return NULL;
    if (count > 0)
        memcpy(copy, items, count * size); /* fits: it is part of what was taken */
    *capacity = grown;
    return copy;
}

bool bf_arena_copy(bf_arena *arena, bf_str text, bf_str *out)
{
    size_t length;
    if (!bf_size_add(text.length, 1, &length))
        return false;
    char *copy = bf_arena_take(arena, length, 1);
    if (copy == NULL)
        return false;
    if (text.length > 0)
        memcpy(copy, text.bytes, text.length);
    *out = (bf_str){copy, text.length};
    return true;
}

size_t bf_arena_used(const bf_arena *arena)
{
    return arena->used;
}
