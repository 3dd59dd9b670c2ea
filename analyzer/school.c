/* school.c: the school that a degree or a certificate is said to be from. */
#include "analyzer/school.h"

#include <string.h>

#include "common/utf8.h"

/* Bytes of a line that are looked at, and between a claim and its school. */
enum { LINE_BYTES = 240, BETWEEN_BYTES = 70 };

/* The line up to the end of the sentence, or of what a semicolon ends, behind the claim: of what
 * follows another claim may speak. */
static bf_str clause_of(bf_str words, size_t end)
{
    size_t at = end;
    while (at < words.length && at < LINE_BYTES && strchr("\n;|", words.bytes[at]) == NULL &&
           !(words.bytes[at] == '.' && at + 1 < words.length && words.bytes[at + 1] == ' '))
        at++;
    return bf_utf8_beginning(words, at);
}

/* Says whether `rule` has no word that parts a school from the claim: "PhD, teaches at ...". */
static bool hangs_on(const bf_school_rule *rule, bf_str between, bf_pattern_scratch *scratch,
                     bool *failed)
{
    bf_error failure = {0};
    bf_pattern_match match;
    if (between.length > BETWEEN_BYTES)
        return false;
    if (rule->unless == NULL)
        return true;
    bf_pattern_result result = bf_pattern_find(rule->unless, scratch, between, 0, &match, &failure);
    *failed = *failed || result == BF_PATTERN_FAILED;
    return result == BF_PATTERN_NONE;
}

bf_str bf_school_find(const bf_rules *rules, bf_str words, size_t end, bf_pattern_scratch *scratch,
                      bool *failed)
{
    bf_str clause = clause_of(words, end), found = {0};
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < rules->school_count; i++) {
        const bf_school_rule *rule = &rules->schools[i];
        bf_error failure = {0};
        bf_pattern_match match;
        bf_pattern_result result =
            bf_pattern_find(rule->pattern, scratch, clause, 0, &match, &failure);
        *failed = *failed || result == BF_PATTERN_FAILED;
        if (result != BF_PATTERN_MATCH || match.begin >= first ||
            !hangs_on(rule,
                      bf_str_slice(clause, end < match.begin ? end : match.begin, match.begin),
                      scratch, failed))
            continue;
        first = match.begin;
        found = bf_str_trim(bf_str_slice(clause, match.begin, match.end));
    }
    return found;
}
