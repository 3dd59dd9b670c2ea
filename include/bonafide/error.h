/* bonafide/error.h: errors as values. Knows a code, words, and the place they speak of; nothing
 * here prints, and nothing is allocated in order to fail. */
#ifndef BONAFIDE_ERROR_H
#define BONAFIDE_ERROR_H

#include "bonafide/str.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    BF_OK,
    BF_ERR_USAGE,   /* the caller asked for something that cannot be */
    BF_ERR_MEMORY,  /* no memory */
    BF_ERR_INPUT,   /* a source could not be opened or read */
    BF_ERR_FORMAT,  /* a source was read, and is malformed */
    BF_ERR_LIMIT,   /* over a bound that we set */
    BF_ERR_RULE,    /* rules, sources or assessment tables are wrong */
    BF_ERR_NETWORK, /* the other side, the way there, or the guard's refusal */
    BF_ERR_STATE,   /* the state folder or its database */
    BF_ERR_OUTPUT,  /* output could not be written */
    BF_ERR_COUNT
} bf_error_code;

/* One failure. Its owner zeroes it before the first use; every function that takes one takes it
 * last and never NULL, and leaves it untouched when it succeeds. */
typedef struct {
    bf_error_code code;
    unsigned line;     /* from 1; 0 when the error has no place */
    unsigned column;   /* from 1, in bytes; 0 when unknown */
    char file[256];    /* path or URL, cut at its start when longer; empty when none */
    char message[512]; /* one line of English without a full stop, cut when longer */
} bf_error;

/* Fills `err` with `code` and a message made like printf does, in place of what stood there, and
 * clears its place. Returns false, so that a function may end with `return bf_fail(…)`. */
BF_API bool bf_fail(bf_error *err, bf_error_code code, const char *format, ...) BF_PRINTF(3, 4);

/* Adds the place `file`:`line`:`column` to an error already in `err`, unless it has one. Returns
 * false. */
BF_API bool bf_fail_at(bf_error *err, bf_str file, unsigned line, unsigned column);

/* Makes `err` as good as new. */
BF_API void bf_error_reset(bf_error *err);

/* The name of `code` as reports write it: "ok", "usage", "memory", "input", "format", "limit",
 * "rule", "network", "state", "output". */
BF_API const char *bf_error_name(bf_error_code code);

/* Writes "file:line:column: message" into `out` of `size` bytes, terminated, cut when longer; the
 * parts of the place that are unknown are left out. */
BF_API void bf_error_format(const bf_error *err, char *out, size_t size);

#ifdef __cplusplus
}
#endif

#endif
