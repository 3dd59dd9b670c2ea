/* lookalike.c: view F of a text. Each word with a character that is not ASCII is looked at once to
 * count its letters, and once more where they are to be changed. */
#include "analyzer/lookalike.h"

#include "analyzer/accent.h"
#include "analyzer/letter.h"

enum { FIRST_FLAG = 0x1F1E6, LAST_FLAG = 0x1F1FF, FLAG_BYTES = 4 };

typedef enum { OUTSIDE, NEUTRAL, LATIN, LOOKALIKE, OTHER } letter_kind;

/* A character of a word. */
typedef struct {
    letter_kind kind;
    char letter; /* that it is read as; 0: it stays */
    size_t length;
} letter;

/* What stands in a word, or in a text. */
typedef struct {
    size_t latin, lookalikes, others;
    size_t changes; /* letters that could be put */
} tally;

static bool is_flag(uint32_t c)
{
    return c >= FIRST_FLAG && c <= LAST_FLAG;
}

/* How many letters of flags stand in a row round byte `at`, at most three: two are a flag. */
static size_t count_flags(bf_str text, size_t at)
{
    size_t count = 0, first = at;
    uint32_t c;
    for (size_t i = 0; i < 2 && first >= FLAG_BYTES; i++) {
        if (bf_letter_at(text, first - FLAG_BYTES, &c) != FLAG_BYTES || !is_flag(c))
            break;
        first -= FLAG_BYTES;
    }
    while (count < 3 && bf_letter_at(text, first, &c) == FLAG_BYTES && is_flag(c)) {
        first += FLAG_BYTES;
        count++;
    }
    return count;
}

/* What `row` is read as where it stands at byte `at`: the capital looks like another letter. */
static char read_row(const bf_edit *edit, const bf_letter_row *row, size_t at)
{
    bool capital = bf_edit_was_capital(edit, at);
    char wanted = capital ? row->second : row->first;
    return wanted ? wanted : capital ? row->first : row->second;
}

static letter look_at(const bf_edit *edit, size_t at)
{
    bf_str text = edit->from.text;
    letter found = {0};
    uint32_t c;
    size_t marks;
    found.length = bf_letter_at(text, at, &c);
    if (found.length <= 1) {
        found.kind = c >= 'a' && c <= 'z' ? LATIN : bf_letter_in_word(c) ? NEUTRAL : OUTSIDE;
        return found;
    }
    if (is_flag(c) && count_flags(text, at) == 2)
        return found;
    const bf_letter_row *row = bf_letter_lookalike(bf_accent_base(c, &marks));
    if (row) {
        found.letter = read_row(edit, row, at);
        found.kind = is_flag(c) ? LATIN : LOOKALIKE;
    } else if (bf_letter_is_mark(c)) {
        found.kind = NEUTRAL;
    } else if (bf_letter_in_word(c)) {
        bool latin = c < 0x250 || (c >= 0x1E00 && c < 0x1F00);
        found.kind = latin ? LATIN : OTHER;
    }
    return found;
}

static void count_letter(tally *counts, const letter *one)
{
    counts->latin += one->kind == LATIN;
    counts->lookalikes += one->kind == LOOKALIKE;
    counts->others += one->kind == OTHER;
    counts->changes += one->letter != 0;
}

/* Counts from byte `at` to the end of its word, or `*end` of the text. */
static tally count_word(const bf_edit *edit, size_t at, size_t *end)
{
    tally counts = {0};
    letter one;
    for (; (one = look_at(edit, at)).kind != OUTSIDE; at += one.length)
        count_letter(&counts, &one);
    *end = at;
    return counts;
}

/* Says whether words of nothing but look-alikes may be read as Latin in this text. */
static bool is_latin_text(const bf_edit *edit)
{
    bf_str text = edit->from.text;
    tally counts = {0};
    letter one;
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] >= 'a' && text.bytes[i] <= 'z')
            return true;
    for (size_t at = 0; at < text.length; at += one.length) {
        one = look_at(edit, at);
        count_letter(&counts, &one);
    }
    return counts.latin > 0 || counts.others == 0;
}

static void change_word(bf_edit *edit, size_t begin, size_t end)
{
    letter one;
    size_t more;
    for (size_t at = begin; at < end; at += one.length) {
        uint32_t mark;
        one = look_at(edit, at);
        if (one.letter == 0)
            continue;
        while ((more = bf_letter_at(edit->from.text, at + one.length, &mark)) > 0 &&
               bf_letter_is_mark(mark))
            one.length += more;
        bf_edit_put(edit, at, at + one.length, one.letter, 1u << BF_DISGUISE_LOOKALIKE);
    }
}

/* The start of the word that goes on at byte `at`; not before `from`. What stands before it is
 * ASCII: other characters were looked at. */
static size_t begin_of_word(bf_str text, size_t from, size_t at)
{
    while (at > from && bf_letter_in_word((unsigned char)text.bytes[at - 1]))
        at--;
    return at;
}

void bf_lookalike_undo(bf_edit *edit)
{
    bf_str text = edit->from.text;
    bool latin = is_latin_text(edit);
    for (size_t i = 0, done = 0; i < text.length; i++) {
        if ((unsigned char)text.bytes[i] < 0x80)
            continue;
        size_t begin = begin_of_word(text, done, i), end;
        tally counts = count_word(edit, begin, &end);
        bool mixed = counts.latin > 0;
        if (counts.changes > 0 && (mixed || (counts.others == 0 && latin)))
            change_word(edit, begin, end);
        if (end <= i) { /* no letter: past this character */
            uint32_t c;
            end = i + bf_letter_at(text, i, &c);
        }
        done = end;
        i = end - 1;
    }
}
