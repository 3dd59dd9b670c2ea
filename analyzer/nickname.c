/* nickname.c: given names and what people who have them are called. */
#include "analyzer/nickname.h"

/* A row of the table: names, blanks between them, and the short forms of those. */
typedef struct {
    const char *names, *shorts;
} nickname_row;

/* A word of row `row`; `name`: one of its names, else a short form. */
typedef struct {
    const char *word;
    uint16_t row;
    bool name;
} nickname_word;

#include "analyzer/nicknames.h"

enum { WORDS = sizeof words / sizeof *words };

/* The first of `words`, which are in order, that is not before `text`. */
static size_t first_at(bf_str text)
{
    size_t low = 0, high = WORDS;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (bf_str_compare(bf_str_of(words[middle].word), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_at(size_t at, bf_str text)
{
    return at < WORDS && bf_str_equal(bf_str_of(words[at].word), text);
}

/* Where `text` stands in row `row`; NULL when it does not. */
static const nickname_word *word_in(uint16_t row, bf_str text)
{
    for (size_t at = first_at(text); is_at(at, text); at++)
        if (words[at].row == row)
            return &words[at];
    return NULL;
}

/* Says whether `text`, where it is a short form, is of one name alone. */
static bool is_of_one(bf_str text)
{
    size_t count = 0, shorts = 0, first = first_at(text);
    for (size_t at = first; is_at(at, text); at++) {
        count++;
        shorts += !words[at].name;
    }
    return shorts == 0 || count == 1;
}

/* Says whether two names have a short form in common. */
static bool share_a_short(bf_str a, bf_str b)
{
    for (size_t at = first_at(a); is_at(at, a); at++) {
        bf_str part, shorts = bf_str_of(words[at].name ? rows[words[at].row].shorts : "");
        while (bf_str_take_part(&shorts, ' ', &part))
            for (size_t of = first_at(part); is_at(of, part); of++) {
                const nickname_word *other = word_in(words[of].row, b);
                if (!words[of].name && other && other->name)
                    return true;
            }
    }
    return false;
}

bf_nickname_relation bf_nickname_relate(bf_str a, bf_str b)
{
    bool shared = false, two_names = false;
    for (size_t at = first_at(a); is_at(at, a); at++) {
        const nickname_word *other = word_in(words[at].row, b);
        shared = shared || other;
        two_names = two_names || (other && words[at].name && other->name);
    }
    if (!shared)
        return share_a_short(a, b) ? BF_NICKNAME_DISTANT : BF_NICKNAME_NONE;
    return two_names || !is_of_one(a) || !is_of_one(b) ? BF_NICKNAME_DOUBT : BF_NICKNAME_CERTAIN;
}

static bool visit_others(const char *list, bf_str name, bf_nickname_visit *visit, void *user)
{
    bf_str part, rest = bf_str_of(list);
    while (bf_str_take_part(&rest, ' ', &part))
        if (!bf_str_equal(part, name) && !visit(part, user))
            return false;
    return true;
}

bool bf_nickname_each(bf_str name, bf_nickname_visit *visit, void *user)
{
    for (size_t at = first_at(name); is_at(at, name); at++)
        if (!visit_others(rows[words[at].row].names, name, visit, user) ||
            !visit_others(rows[words[at].row].shorts, name, visit, user))
            return false;
    return true;
}
