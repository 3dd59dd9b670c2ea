/* nickname.c: given names and what people who have them are called. */
#include "analyzer/nickname.h"

/* The names of a row, blanks between them, and the short forms of those. */
static const struct {
    const char *names, *shorts;
} rows[] = {
#include "analyzer/nicknames.h"
};

enum { ROWS = sizeof rows / sizeof *rows };

/* Where a word stands in a row. */
typedef enum { NOWHERE, AS_NAME, AS_SHORT } place;

static bool stands_in(bf_str words, bf_str word)
{
    bf_str part;
    while (bf_str_take_part(&words, ' ', &part))
        if (bf_str_equal(part, word))
            return true;
    return false;
}

static place place_in(size_t row, bf_str word)
{
    if (stands_in(bf_str_of(rows[row].names), word))
        return AS_NAME;
    return stands_in(bf_str_of(rows[row].shorts), word) ? AS_SHORT : NOWHERE;
}

bf_nickname_relation bf_nickname_relate(bf_str a, bf_str b)
{
    size_t rows_of_a = 0, rows_of_b = 0;
    place shared_a = NOWHERE, shared_b = NOWHERE;
    for (size_t i = 0; i < ROWS; i++) {
        place of_a = place_in(i, a), of_b = place_in(i, b);
        rows_of_a += of_a == AS_SHORT;
        rows_of_b += of_b == AS_SHORT;
        if (of_a != NOWHERE && of_b != NOWHERE) {
            shared_a = of_a;
            shared_b = of_b;
        }
    }
    if (shared_a == NOWHERE)
        return BF_NICKNAME_NONE;
    bool two_names = shared_a == AS_NAME && shared_b == AS_NAME;
    return two_names || rows_of_a > 1 || rows_of_b > 1 ? BF_NICKNAME_DOUBT : BF_NICKNAME_CERTAIN;
}

static bool visit_others(bf_str words, bf_str name, bf_nickname_visit *visit, void *user)
{
    bf_str part;
    while (bf_str_take_part(&words, ' ', &part))
        if (!bf_str_equal(part, name) && !visit(part, user))
            return false;
    return true;
}

bool bf_nickname_each(bf_str name, bf_nickname_visit *visit, void *user)
{
    for (size_t i = 0; i < ROWS; i++)
        if (place_in(i, name) != NOWHERE &&
            (!visit_others(bf_str_of(rows[i].names), name, visit, user) ||
             !visit_others(bf_str_of(rows[i].shorts), name, visit, user)))
            return false;
    return true;
}
