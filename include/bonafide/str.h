/* bonafide/str.h: text as a borrowed view. Knows bytes and lengths; who owns the bytes is said by
 * whoever hands a view out. */
#ifndef BONAFIDE_STR_H
#define BONAFIDE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bonafide/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A view: not terminated, never owned. Text is valid UTF-8 unless its giver says that it is raw
 * bytes. An empty view may have NULL `bytes`. */
typedef struct {
    const char *bytes;
    size_t length; /* bytes */
} bf_str;

/* A view of a string literal. */
#define BF_STR(literal) ((bf_str){"" literal, sizeof(literal) - 1})

/* A printf argument pair for "%.*s"; a view longer than INT_MAX is cut there. */
#define BF_STR_ARG(view)                                                                           \
    (int)((view).length > 0x7fffffff ? 0x7fffffff : (view).length),                                \
        ((view).bytes ? (view).bytes : "")

/* Views the terminated string `text`, which must outlive the view; NULL gives the empty view. */
BF_API bf_str bf_str_of(const char *text);

/* Says whether `a` and `b` hold the same bytes. */
BF_API bool bf_str_equal(bf_str a, bf_str b);

/* The same with A to Z equal to a to z, and no other folding (field names, RFC 9110, 5.1). */
BF_API bool bf_str_equal_nocase(bf_str a, bf_str b);

/* Orders `a` and `b` by their bytes, a shorter prefix first: negative, 0 or positive. */
BF_API int bf_str_compare(bf_str a, bf_str b);

/* Says whether `text` begins with `prefix`. */
BF_API bool bf_str_starts(bf_str text, bf_str prefix);

/* The same with A to Z equal to a to z. */
BF_API bool bf_str_starts_nocase(bf_str text, bf_str prefix);

/* Says whether `text` ends with `suffix`. */
BF_API bool bf_str_ends(bf_str text, bf_str suffix);

/* The part of `text` from byte `from` on; empty when `from` is past the end. */
BF_API bf_str bf_str_after(bf_str text, size_t from);

/* The bytes from `begin` up to `end`, both cut to the length of `text`. */
BF_API bf_str bf_str_slice(bf_str text, size_t begin, size_t end);

/* Finds the first `needle` in `text` at or after byte `from`; SIZE_MAX when there is none. An
 * empty needle is never found. */
BF_API size_t bf_str_find(bf_str text, bf_str needle, size_t from);

/* The same with A to Z equal to a to z. */
BF_API size_t bf_str_find_nocase(bf_str text, bf_str needle, size_t from);

/* `text` without ASCII white space (space, tab, CR, LF, FF, VT) at both ends. */
BF_API bf_str bf_str_trim(bf_str text);

/* Takes the part of `*rest` up to `separator` into `part` and leaves what follows the separator in
 * `rest`; the last part has none. false when `*rest` has no bytes left (`part` is then empty), so
 * a trailing separator gives no empty last part. */
BF_API bool bf_str_take_part(bf_str *rest, char separator, bf_str *part);

/* Takes one line off `*rest` into `line`, ended by LF, CRLF or the end of input, without that end.
 * false when no bytes are left. */
BF_API bool bf_str_take_line(bf_str *rest, bf_str *line);

/* Takes 1*DIGIT up to `most` off `*rest` into `out` (Content-Length: RFC 9110, 8.6). No sign, no
 * blanks, no wrap: false leaves both unchanged. */
BF_API BF_MUST_CHECK bool bf_take_decimal(bf_str *rest, uint64_t most, uint64_t *out);

#ifdef __cplusplus
}
#endif

#endif
