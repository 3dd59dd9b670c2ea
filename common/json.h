/* common/json.h: all JSON from outside. Knows what pages get wrong and mends it, case-sensitive and
 * bounded; writing JSON is cJSON's. */
#ifndef BF_COMMON_JSON_H
#define BF_COMMON_JSON_H

#include <cjson/cJSON.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

/* Bounds; a zero is the default. */
typedef struct {
    size_t depth; /* of arrays and objects in each other; 0 means 64 */
    size_t bytes; /* of the text; 0 means 16 MiB */
    bool strict;  /* RFC 8259 to the letter: nothing is mended */
} bf_json_limits;

/* Reads one JSON text in `text`, with a BOM, blanks, a trailing ";" or HTML comment marks round it
 * allowed. Mended unless strict: trailing commas, // and block comments, zeros before numbers, lone
 * surrogates and NUL (to U+FFFD), raw control characters in strings, bad UTF-8 (to U+FFFD). The
 * caller frees what it gets with cJSON_Delete(). NULL: BF_ERR_FORMAT with line and column,
 * BF_ERR_LIMIT, BF_ERR_MEMORY. */
BF_MUST_CHECK cJSON *bf_json_parse(bf_str text, const bf_json_limits *limits, bf_error *err);

/* The member `name` of the object `object`, its case kept; NULL when `object` is NULL or no object,
 * or has no such member. */
const cJSON *bf_json_member(const cJSON *object, const char *name);

/* The text of a string; empty for NULL and everything else. Views memory of `item`. */
bf_str bf_json_text(const cJSON *item);

#endif
