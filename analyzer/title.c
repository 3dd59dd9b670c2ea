/* title.c: the title that the words of a claim give. */
#include "analyzer/title.h"

const bf_title *bf_title_find(const bf_rules *rules, bf_claim_type type, bf_str words,
                              bf_keyword_search *search, bf_pattern_scratch *scratch, bool *failed)
{
    bf_keyword_look(search, words);
    for (size_t i = 0; i < search->count; i++) {
        const bf_keyword_candidate *candidate = &search->items[i];
        const bf_title *title = &rules->titles[candidate->pattern];
        bf_error failure = {0};
        bf_pattern_match match;
        if (title->type != type)
            continue;
        bf_pattern_result result = bf_pattern_find_among(title->pattern, candidate->choice, scratch,
                                                         words, 0, &match, &failure);
        if (result == BF_PATTERN_MATCH)
            return title;
        *failed = *failed || result == BF_PATTERN_FAILED;
    }
    return NULL;
}
