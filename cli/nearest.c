/* nearest.c: which known word a mistyped one was probably meant to be. */
#include "cli/nearest.h"

enum { MOST_CHANGES = 2, MOST_LETTERS = 32 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The changes that make `b` of `a`, a swap of neighbours counted as one (optimal string alignment);
 * neither is longer than MOST_LETTERS. */
static size_t changes_between(bf_str a, bf_str b)
{
    size_t table[MOST_LETTERS + 1][MOST_LETTERS + 1];
    for (size_t i = 0; i <= a.length; i++) {
        for (size_t k = 0; k <= b.length; k++) {
            if (i == 0 || k == 0) {
                table[i][k] = i + k;
                continue;
            }
            bool same = a.bytes[i - 1] == b.bytes[k - 1];
            table[i][k] = least(least(table[i - 1][k], table[i][k - 1]) + 1,
                                table[i - 1][k - 1] + (same ? 0 : 1));
            if (i > 1 && k > 1 && a.bytes[i - 1] == b.bytes[k - 2] &&
                a.bytes[i - 2] == b.bytes[k - 1])
                table[i][k] = least(table[i][k], table[i - 2][k - 2] + 1);
        }
    }
    return table[a.length][b.length];
}

bf_nearest bf_nearest_begin(bf_str typed)
{
    return (bf_nearest){.typed = typed, .changes = least(MOST_CHANGES, typed.length / 2) + 1};
}

void bf_nearest_try(bf_nearest *nearest, const char *word)
{
    bf_str known = bf_str_of(word);
    if (nearest->typed.length > MOST_LETTERS || known.length > MOST_LETTERS)
        return;
    size_t changes = changes_between(nearest->typed, known);
    if (changes >= nearest->changes)
        return;
    nearest->word = word;
    nearest->changes = changes;
}
