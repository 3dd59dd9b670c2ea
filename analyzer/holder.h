/* analyzer/holder.h: whose letters these are: the name in front of them. Knows how letters hang on
 * a name ("Ana Example, PhD, LMFT"); what is a name is name.h's, what letters mean credential.h's.
 */
#ifndef BF_ANALYZER_HOLDER_H
#define BF_ANALYZER_HOLDER_H

#include "bonafide/str.h"

/* The person's name in `text`, as shown, behind which what begins at byte `begin` hangs, with
 * nothing but other letters, titles and numbers in between; empty when there is none. */
bf_str bf_holder_before(bf_str text, size_t begin);

/* The same, with nothing but other letters, numbers and signs in between: "Ana Example, PhD, "
 * leads to her, "Ana Example, Boston, " does not. */
bf_str bf_holder_of_letters(bf_str text, size_t begin);

/* Says whether `text` is nothing but letters of credentials, numbers and signs; empty text is. */
bool bf_holder_is_letters(bf_str text);

/* Says whether two names may be one person's: one has a word of a name of the other. */
bool bf_holder_may_be(bf_str a, bf_str b);

#endif
