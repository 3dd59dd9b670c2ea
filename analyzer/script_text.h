/* analyzer/script_text.h: a literal of JavaScript that is a text. Knows its escapes; what the text
 * says is its reader's. */
#ifndef BF_ANALYZER_SCRIPT_TEXT_H
#define BF_ANALYZER_SCRIPT_TEXT_H

#include "bonafide/str.h"
#include "common/buf.h"

/* Takes the literal at the start of `*rest`, which begins with its quote (", ' or `), and appends
 * its text, escapes undone (ECMA-262, 12.9.4): a lone surrogate becomes U+FFFD, a NUL nothing. What
 * a template computes is kept as written. false: it does not end, and `*rest` is empty. */
BF_MUST_CHECK bool bf_script_text_take(bf_str *rest, bf_buf *out);

#endif
