/* fuzz_keyword.c: any expression, up to the first line feed, and any text behind it. Promises:
 * where the expression matches in the text, folded or as shown, its keywords stand there too, so
 * that nothing that can match is left out. */
#include <assert.h>
#include <string.h>

#include "analyzer/fold.h"
#include "analyzer/keyword.h"
#include "common/utf8.h"

enum { ARENA_BYTES = 16 * 1024 * 1024, MOST_BYTES = 2000 };

static void check(bf_pattern *pattern, bf_demand_view view, bf_str text, bf_arena *arena)
{
    bf_error err = {0};
    bf_keyword_search search;
    bf_pattern_match match, again;
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    bf_keywords *keywords = bf_keywords_new(&pattern, 1, view, &err);
    assert(scratch && keywords && bf_keyword_begin(keywords, scratch, arena, &search, &err));
    bf_keyword_look(&search, text);
    assert(search.count <= 1);
    bf_pattern_result result = bf_pattern_find(pattern, scratch, text, 0, &match, &err);
    if (result == BF_PATTERN_MATCH) {
        assert(search.count == 1 && search.items[0].pattern == 0);
        result =
            bf_pattern_find_among(pattern, search.items[0].choice, scratch, text, 0, &again, &err);
        assert(result == BF_PATTERN_MATCH && again.begin == match.begin && again.end == match.end);
    }
    bf_keywords_free(keywords);
    bf_pattern_scratch_free(scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str rest = {(const char *)data, size}, expression;
    bf_error err = {0};
    bf_folded folded;
    if (size > MOST_BYTES || !bf_utf8_valid(rest) || !bf_str_take_part(&rest, '\n', &expression) ||
        expression.length == 0)
        return 0;
    bf_pattern *pattern = bf_pattern_compile(&expression, 1, &err);
    bf_arena *arena = bf_arena_new(ARENA_BYTES);
    assert(arena);
    if (pattern) {
        assert(bf_fold(rest, arena, &folded, &err));
        check(pattern, BF_DEMAND_FOLDED, folded.text, arena);
        check(pattern, BF_DEMAND_SHOWN, rest, arena);
    }
    bf_pattern_free(pattern);
    bf_arena_free(arena);
    return 0;
}
