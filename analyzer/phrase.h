/* analyzer/phrase.h: the phrases of `find` as PCRE2 expressions. Knows words, lists and gaps as
 * rules/README.md describes them; nothing of what they are for. */
#ifndef BF_ANALYZER_PHRASE_H
#define BF_ANALYZER_PHRASE_H

#include "bonafide/error.h"
#include "common/buf.h"

/* Gives the expression of the list `name` in `out`; false when there is none. */
typedef bool bf_phrase_list(bf_str name, bf_str *out, void *user);

/* Appends the expression of `phrase` to `out`, whole words at both ends. `list` may be NULL where
 * lists and gaps are not allowed. false: BF_ERR_RULE in words, with the byte of the phrase in
 * `column`, from
 * 1. A failure to append is latched in `out`. */
BF_MUST_CHECK bool bf_phrase_append(bf_buf *out, bf_str phrase, bf_phrase_list *list, void *user,
                                    bf_error *err);

/* The same for an alternative of a list: without lists and gaps, and without a look at what stands
 * at its ends, which is the phrase's to say that the list stands in. */
BF_MUST_CHECK bool bf_phrase_append_bare(bf_buf *out, bf_str phrase, bf_error *err);

#endif
