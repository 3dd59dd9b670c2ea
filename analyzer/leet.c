/* leet.c: view L of a text. */
#include "analyzer/leet.h"

#include "analyzer/letter.h"

enum { LEAST_LETTERS = 3 /* of a word that a digit begins or ends */ };

/* A run of letters, digits and signs. */
typedef struct {
    size_t begin, end;
    size_t first, last; /* bytes of its first letter, and past its last */
    bool letters, at;   /* whether it has any; whether it has an "@" inside */
    bool goes_on;       /* whether a letter of another script stands right before it */
} word;

static bool is_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

/* Says whether `c` may stand in a word. */
static bool belongs(uint32_t c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || bf_letter_leet(c, BF_LETTER_INSIDE) != NULL;
}

/* Takes the word that begins at byte `at`; an empty one where none does. */
static word take_word(bf_str text, size_t at)
{
    word taken = {.begin = at, .end = at};
    uint32_t c;
    for (size_t length; (length = bf_letter_at(text, taken.end, &c)) > 0 && belongs(c);
         taken.end += length) {
        taken.at = taken.at || (c == '@' && taken.end > taken.begin);
        if (!is_letter(c))
            continue;
        if (!taken.letters)
            taken.first = taken.end;
        taken.letters = true;
        taken.last = taken.end + 1;
    }
    return taken;
}

/* Says whether the word is the beginning of a mail address: a point and more follow its "@". */
static bool is_address(bf_str text, const word *taken)
{
    uint32_t c;
    if (!taken->at || taken->end + 1 >= text.length || text.bytes[taken->end] != '.')
        return false;
    bf_letter_at(text, taken->end + 1, &c);
    return bf_letter_in_word(c);
}

/* Says whether the word is letters set apart by one sign ("s+e+x"), which is no letter there. */
static bool is_set_apart(bf_str text, const word *taken)
{
    char sign = text.bytes[taken->first + 1 < taken->last ? taken->first + 1 : taken->first];
    if (sign != '!' && sign != '+' && sign != '|')
        return false;
    for (size_t i = taken->first; i < taken->last; i++) {
        bool letter = (i - taken->first) % 2 == 0;
        if (letter ? !is_letter((unsigned char)text.bytes[i]) : text.bytes[i] != sign)
            return false;
    }
    return taken->last - taken->first >= 5; /* three letters */
}

static void put(bf_edit *edit, size_t at, bf_letter_place place, bool again)
{
    uint32_t c, next;
    size_t length = bf_letter_at(edit->from.text, at, &c);
    const bf_letter_row *row = bf_letter_leet(c, place);
    bf_letter_at(edit->from.text, at + length, &next);
    if (row == NULL || bf_letter_is_mark(next)) /* which would stand on a letter then */
        return;
    edit->ambiguous = edit->ambiguous || row->first != row->second;
    bf_edit_put(edit, at, at + length, again ? row->second : row->first, 1u << BF_DISGUISE_LEET);
}

static void undo_word(bf_edit *edit, const word *taken, bool again)
{
    bf_str text = edit->from.text;
    bool is_long = taken->last - taken->first >= LEAST_LETTERS, apart = is_set_apart(text, taken);
    uint32_t c;
    if (is_long && !taken->goes_on &&
        bf_letter_at(text, taken->begin, &c) == taken->first - taken->begin)
        put(edit, taken->begin, BF_LETTER_BEFORE, again);
    for (size_t i = taken->first, length; i < taken->last; i += length) {
        length = bf_letter_at(text, i, &c);
        if (apart)
            bf_edit_put(edit, i, i + 1, is_letter(c) ? (char)c : 0, 1u << BF_DISGUISE_SPACED);
        else if (!is_letter(c))
            put(edit, i, BF_LETTER_INSIDE, again);
    }
    if (is_long && bf_letter_at(text, taken->last, &c) == taken->end - taken->last)
        put(edit, taken->last, BF_LETTER_AFTER, again);
}

void bf_leet_undo(bf_edit *edit, bool again)
{
    bf_str text = edit->from.text;
    uint32_t c = 0;
    for (size_t i = 0; i < text.length;) {
        word taken = take_word(text, i);
        taken.goes_on = bf_letter_in_word(c);
        if (taken.end == taken.begin) {
            i += bf_letter_at(text, i, &c);
            continue;
        }
        if (taken.letters && !is_address(text, &taken))
            undo_word(edit, &taken, again);
        i = taken.end;
        c = 0;
    }
}
