/* bonafide/arena.h: memory that dies together. Knows a bound and a reset; nothing in it is freed
 * alone. In builds with AddressSanitizer each allocation is a malloc of its own, so that a read
 * past one, or after a reset, is seen. */
#ifndef BONAFIDE_ARENA_H
#define BONAFIDE_ARENA_H

#include "bonafide/str.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bf_arena bf_arena;

/* Makes an arena that gives out at most `limit_bytes` between two resets. NULL: no memory. */
BF_API bf_arena *bf_arena_new(size_t limit_bytes);

/* Frees `arena` and all that it gave out; NULL is allowed. */
BF_API void bf_arena_free(bf_arena *arena);

/* Takes back all that `arena` gave out. Keeps one chunk for the next round. */
BF_API void bf_arena_reset(bf_arena *arena);

/* Gives `count` items of `size` bytes, zeroed, aligned for any type; never NULL for 0 bytes. NULL:
 * no memory, over the limit, or `count` * `size` does not fit. */
BF_API BF_MUST_CHECK void *bf_arena_take(bf_arena *arena, size_t count, size_t size);

/* Makes room for one more item in the array `items` of `count` items of `size` bytes, of which
 * `*capacity` fit: gives `items` itself, or a copy at least half as large again, new room zeroed.
 * `items` may be NULL with `count` and `*capacity` 0. NULL: as bf_arena_take(), and `items` still
 * stands. */
BF_API BF_MUST_CHECK void *bf_arena_grow(bf_arena *arena, void *items, size_t count,
                                         size_t *capacity, size_t size);

/* Copies the bytes of `text` into `arena`, a NUL after them (not counted), and views the copy in
 * `out`. false: as bf_arena_take() giving NULL. */
BF_API BF_MUST_CHECK bool bf_arena_copy(bf_arena *arena, bf_str text, bf_str *out);

/* Bytes given out since the last reset. */
BF_API size_t bf_arena_used(const bf_arena *arena);

#ifdef __cplusplus
}
#endif

#endif
