/* quotation.c: words between quotation marks inside a text. */
#include "analyzer/quotation.h"

enum { GUILLEMET = 2 }; /* bytes */
enum { DEEPEST = 8 };   /* quotations in each other; what is deeper counts for nothing */

typedef enum { NO_MARK, OPENS, CLOSES } mark;

/* What stands at byte `at`. A straight mark opens where a word begins, and closes elsewhere. */
static mark mark_at(bf_str text, size_t at)
{
    bf_str rest = bf_str_after(text, at);
    if (bf_str_starts(rest, BF_STR("\xc2\xab")))
        return OPENS;
    if (bf_str_starts(rest, BF_STR("\xc2\xbb")))
        return CLOSES;
    if (text.bytes[at] != '"')
        return NO_MARK;
    bool begins =
        at == 0 || bf_str_find(BF_STR(" ([:-\n"), bf_str_slice(text, at - 1, at), 0) != SIZE_MAX;
    bool ends = at + 1 == text.length || text.bytes[at + 1] == ' ';
    return begins && !ends ? OPENS : CLOSES;
}

bool bf_quotation_around(bf_str text, size_t begin, size_t end, size_t *first, size_t *after)
{
    size_t open[DEEPEST];
    unsigned depth = 0, inside = 0;
    for (size_t i = 0; i < begin; i++) {
        mark found = mark_at(text, i);
        if (found == OPENS && depth < DEEPEST)
            open[depth++] = i;
        else if (found == CLOSES && depth > 0)
            depth--;
    }
    for (size_t i = end; depth > 0 && i < text.length; i++) {
        mark found = mark_at(text, i);
        if (found == OPENS) {
            inside++;
        } else if (found == CLOSES && inside > 0) {
            inside--;
        } else if (found == CLOSES) {
            *first = open[depth - 1];
            *after = i + (text.bytes[i] == '"' ? 1 : GUILLEMET);
            return true;
        }
    }
    return false;
}
