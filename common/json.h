/* common/json.h: all JSON from outside. Knows what pages get wrong and mends it, case-sensitive and
 * bounded. Writing JSON is cJSON's, which wants an end of each text. */
#ifndef BF_COMMON_JSON_H
#define BF_COMMON_JSON_H

#include <cjson/cJSON.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

/* Bounds; a zero is the default. */
typedef struct {
    size_t depth;  /* of arrays and objects in each other; 0 means 64 */
    size_t bytes;  /* of the text; 0 means 16 MiB */
    size_t values; /* brackets and commas, of which each makes an item; 0 means a million */
    bool strict;   /* RFC 8259 to the letter: nothing is mended */
} bf_json_limits;

/* Reads one JSON text in `text`, with a BOM, blanks, a trailing ";" or HTML comment and CDATA marks
 * round it allowed. Mended unless strict: trailing commas, // and block comments, zeros before
 * numbers, lone surrogates and NUL (to U+FFFD), raw control characters in strings and between
 * values, the escape \', bad UTF-8 (to U+FFFD), one bracket missing at the end, and a text that is
 * escaped for HTML whole (&quot; for each quote). The caller frees what it gets with
 * cJSON_Delete(). NULL: BF_ERR_FORMAT with line and column, BF_ERR_LIMIT, BF_ERR_MEMORY. */
BF_MUST_CHECK cJSON *bf_json_parse(bf_str text, const bf_json_limits *limits, bf_error *err);

/* Takes the JSON value at the start of `*rest`, mended as above but for what stands round it and
 * for a missing bracket, and leaves in `*rest` what follows it and its blanks. NULL: as
 * bf_json_parse(), and `*rest` is as it was. */
BF_MUST_CHECK cJSON *bf_json_take(bf_str *rest, const bf_json_limits *limits, bf_error *err);

/* The member `name` of the object `object`, its case kept; NULL when `object` is NULL or no object,
 * or has no such member. */
const cJSON *bf_json_member(const cJSON *object, const char *name);

/* Adds `text`, of any length, to the object `to` as member `key`; null where it is empty. Without
 * memory, and where `to` is NULL, nothing is added, as by cJSON. */
void bf_json_add_text(cJSON *to, const char *key, bf_str text);

/* The text of a string; empty for NULL and everything else. Views memory of `item`. */
bf_str bf_json_text(const cJSON *item);

#endif
