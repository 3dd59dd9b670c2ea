/* analyzer/script_value.h: a value that stands in a script as code, read as data. Knows object and
 * array literals as minifiers and serializers write them, and the function around them by which
 * Nuxt 2 gives a name to what it says twice. Runs nothing. */
#ifndef BF_ANALYZER_SCRIPT_VALUE_H
#define BF_ANALYZER_SCRIPT_VALUE_H

#include <cjson/cJSON.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

/* Takes the value at the start of `*rest`, and leaves in `*rest` what follows it. A value is a
 * literal: an object (names bare or quoted), an array, a text, a number, !0 and !1, and null for
 * undefined, void 0, NaN, a hole and what "new" makes; or (function(a,b){…return VALUE}(1,2)), in
 * which a parameter stands for its argument, and for what a.name=VALUE gave to that before the
 * return. Other statements are passed over; null is where a value would hold itself. The caller
 * frees what it gets with cJSON_Delete(). NULL, and `*rest` is as it was: BF_ERR_FORMAT when it is
 * code of another kind or does not end; BF_ERR_LIMIT over 64 values in each other, 100,000
 * parameters or assignments to them, 4 MiB of what they stand for, each time that they do, or
 * 16 MiB of JSON; BF_ERR_MEMORY. */
BF_MUST_CHECK cJSON *bf_script_value_take(bf_str *rest, bf_error *err);

#endif
