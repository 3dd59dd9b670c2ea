/* analyzer/pattern.h: compiled expressions that are looked for together. Knows PCRE2, its limits
 * and its words; the phrases of `find` become expressions in ruleset.h's. */
#ifndef BF_ANALYZER_PATTERN_H
#define BF_ANALYZER_PATTERN_H

#include "bonafide/error.h"
#include "bonafide/str.h"

typedef struct bf_pattern bf_pattern; /* shared by all pages, never changes once rules are loaded */

/* What matching needs besides the pattern: match data, JIT stack, limits. One a page: its matches
 * together may look at 16 GiB of text, and each that comes after fails. */
typedef struct bf_pattern_scratch bf_pattern_scratch;

/* A match: bytes of the subject, and the named group that was asked for. */
typedef struct {
    size_t begin, end;
} bf_pattern_match;

/* Some of a pattern's expressions, by their numbers from 0, rising. */
typedef struct {
    const uint32_t *items;
    size_t count;
} bf_pattern_choice;

typedef enum {
    BF_PATTERN_MATCH,
    BF_PATTERN_NONE,
    BF_PATTERN_FAILED /* a limit was met: `err` says which; never to be taken for no match */
} bf_pattern_result;

/* Compiles `count` `expressions`, any of which may match, with UTF and UCP, for the interpreter;
 * their texts are borrowed for as long as the pattern lives. NULL:
 * BF_ERR_RULE with PCRE2's words, the number of the expression from 1 in `line` and its byte from 1
 * in `column`; BF_ERR_MEMORY. */
bf_pattern *bf_pattern_compile(const bf_str *expressions, size_t count, bf_error *err);

/* Frees `pattern`; NULL is allowed. */
void bf_pattern_free(bf_pattern *pattern);

/* Makes machine code of the expression with `number`, from 0, for one that is tried often: that
 * takes as long as compiling it did. It finds the same; where JIT is refused, nothing happens. */
void bf_pattern_speed_up(bf_pattern *pattern, size_t number);

/* How many expressions `pattern` has, and the text of the one with `number`, from 0. */
size_t bf_pattern_count(const bf_pattern *pattern);
bf_str bf_pattern_expression(const bf_pattern *pattern, size_t number);

/* Makes scratch memory; `interpret` turns JIT off for all matches with it. NULL: no memory. */
bf_pattern_scratch *bf_pattern_scratch_new(bool interpret);
void bf_pattern_scratch_free(bf_pattern_scratch *scratch); /* NULL is allowed */

/* From here on whoever matches with `scratch` is to try every pattern on every text, whatever
 * keywords (keyword.h) say of it; and whether that was said. */
void bf_pattern_try_all(bf_pattern_scratch *scratch);
bool bf_pattern_tries_all(const bf_pattern_scratch *scratch);

/* Looks for `pattern` in `subject`, valid UTF-8, from byte `from` on. BF_PATTERN_MATCH fills `out`
 * with the match that begins first, of several there the longest; one of no bytes counts as none.
 */
bf_pattern_result bf_pattern_find(const bf_pattern *pattern, bf_pattern_scratch *scratch,
                                  bf_str subject, size_t from, bf_pattern_match *out,
                                  bf_error *err);

/* The same with those expressions alone that are in `choice`: all that can match in `subject` must
 * be there. */
bf_pattern_result bf_pattern_find_among(const bf_pattern *pattern, bf_pattern_choice choice,
                                        bf_pattern_scratch *scratch, bf_str subject, size_t from,
                                        bf_pattern_match *out, bf_error *err);

/* The named group `name` of the last match with `scratch`: its bytes in `out`; false when the
 * pattern has no such group or it took no part. */
bool bf_pattern_group(const bf_pattern *pattern, bf_pattern_scratch *scratch, const char *name,
                      bf_pattern_match *out);

#endif
