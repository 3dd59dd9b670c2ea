/* spaced.c: view S of a text. A run of single letters is first walked to its end, and then joined;
 * letters and what stands between them are each looked at twice at most. */
#include "analyzer/spaced.h"

#include "analyzer/letter.h"

enum { LEAST_RUN = 3, LEAST_LETTERS = 2, LEAST_OF_WORD = 2, REPEATED = 3, MOST_GAP = 64 };

/* What stands between two single letters. */
typedef struct {
    uint32_t sign; /* the one sign of ASCII; 0: blanks alone; UINT32_MAX: others, any */
    bool blanks;   /* beside the sign */
    size_t end;    /* past it; 0: nothing that may stand there */
} gap;

/* A run of single letters; `last` is where its last begins. */
typedef struct {
    gap between;
    size_t begin, last, end;
    size_t count, letters; /* single characters, and those of them that are a to z */
} run;

static bool is_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

/* Says whether the character that has byte `at` is read as a letter inside a word, and only there.
 */
static bool is_inside_sign(bf_str text, size_t at)
{
    uint32_t c;
    while (at > 0 && at < text.length && ((unsigned char)text.bytes[at] & 0xC0) == 0x80)
        at--;
    bf_letter_at(text, at, &c);
    return bf_letter_leet(c, BF_LETTER_INSIDE) && !bf_letter_leet(c, BF_LETTER_BEFORE);
}

/* The letter that the character at byte `at` is or stands for, when it may be one of a run; 0 for
 * none. A "!", "+" or "|" stands between letters; beside a digit it would become one. */
static char read_single(bf_str text, size_t at, bool again)
{
    uint32_t c;
    if (bf_letter_at(text, at, &c) != 1)
        return 0;
    if (is_letter(c))
        return (char)c;
    const bf_letter_row *row = bf_letter_leet(c, BF_LETTER_BEFORE);
    if (is_inside_sign(text, at + 1) || (at > 0 && is_inside_sign(text, at - 1)))
        return 0;
    return row == NULL ? 0 : again ? row->second : row->first;
}

/* Says whether `c` is of a word, or would be read as a letter at the beginning of one. */
static bool is_of_word(uint32_t c)
{
    return bf_letter_in_word(c) || bf_letter_is_mark(c) || bf_letter_leet(c, BF_LETTER_BEFORE);
}

/* Says whether the word before byte `at` goes on there: an apostrophe joins two letters. */
static bool goes_on(bf_str text, size_t at)
{
    uint32_t c;
    if (bf_letter_at(text, at, &c) == 1 && c == '\'')
        bf_letter_at(text, at + 1, &c);
    return is_of_word(c);
}

/* Says whether `c` is a sign of ASCII that may stand between single letters. */
static bool sets_apart(uint32_t c)
{
    return c > ' ' && c < 0x7F && !bf_letter_in_word(c) && c != '\'' && c != '"' && c != '&' &&
           c != '(' && c != ')' && c != '?' && c != '$' && c != '@';
}

/* Takes what stands at byte `at`, behind a single letter: blanks, and signs that are all the same,
 * or none of ASCII. */
static gap take_gap(bf_str text, size_t at)
{
    gap taken = {0};
    size_t begin = at, blanks = 0;
    uint32_t c;
    for (size_t length; (length = bf_letter_at(text, at, &c)) > 0; at += length) {
        uint32_t sign = c >= 0x80 ? UINT32_MAX : c;
        if (is_of_word(c) && !bf_letter_is_mark(c))
            break;
        if (c == ' ')
            blanks++;
        else if ((c < 0x80 && !sets_apart(c)) || bf_letter_is_mark(c) ||
                 (taken.sign != 0 && taken.sign != sign) || at - begin > MOST_GAP)
            return (gap){0};
        else
            taken.sign = sign;
    }
    taken.blanks = blanks > 0;
    taken.end = taken.sign == 0 && blanks != 1 ? 0 : at; /* two blanks part words */
    return taken;
}

/* Walks a run of single letters from byte `at` on, where one stands. */
static run walk(bf_str text, size_t at)
{
    run found = {.begin = at, .last = at, .end = at + 1, .count = 1};
    found.letters = is_letter((unsigned char)text.bytes[at]);
    for (;;) {
        gap next = take_gap(text, found.end);
        if (next.end <= found.end || !read_single(text, next.end, false) ||
            goes_on(text, next.end + 1))
            return found;
        if (found.count == 1)
            found.between = next;
        if (next.sign != found.between.sign || next.blanks != found.between.blanks)
            return found;
        found.letters += is_letter((unsigned char)text.bytes[next.end]);
        found.count++;
        found.last = next.end;
        found.end = next.end + 1;
    }
}

/* Says whether a capital at byte `at`, behind the single small letter at byte `before`, begins a
 * word: two letters stand before it, since byte `since`, and two from it on. */
static bool begins_word(const bf_edit *edit, const run *joined, size_t since, size_t before,
                        size_t at)
{
    enum { STEP = 2 /* a letter and a blank */ };
    return joined->between.sign == 0 && at - since >= LEAST_OF_WORD * STEP &&
           joined->end - at > (LEAST_OF_WORD - 1) * STEP && bf_edit_was_capital(edit, at) &&
           !bf_edit_was_capital(edit, before);
}

/* Says whether the point at byte `at`, behind letters with points, goes with them: a sentence
 * would not go on in small letters. */
static bool is_own_point(const bf_edit *edit, const run *joined, size_t at)
{
    bf_str text = edit->from.text;
    return joined->between.sign == '.' && !joined->between.blanks && at + 2 < text.length &&
           text.bytes[at] == '.' && text.bytes[at + 1] == ' ' &&
           is_letter((unsigned char)text.bytes[at + 2]) && !bf_edit_was_capital(edit, at + 2);
}

static void join(bf_edit *edit, const run *joined, bool again)
{
    bf_str text = edit->from.text;
    size_t since = joined->begin, before = joined->begin;
    for (size_t at = joined->begin; at < joined->end;) {
        char letter = read_single(text, at, again);
        unsigned leet = is_letter((unsigned char)text.bytes[at]) ? 0 : 1u << BF_DISGUISE_LEET;
        edit->ambiguous = edit->ambiguous || letter != read_single(text, at, !again);
        if (at > joined->begin && begins_word(edit, joined, since, before, at))
            since = at;
        else if (at > joined->begin)
            bf_edit_put(edit, before + 1, at, 0, 0);
        bf_edit_put(edit, at, at + 1, letter, 1u << BF_DISGUISE_SPACED | leet);
        before = at;
        at = at + 1 < joined->end ? take_gap(text, at + 1).end : joined->end;
    }
    if (is_own_point(edit, joined, joined->end))
        bf_edit_put(edit, joined->end, joined->end + 1, 0, 0);
}

/* Joins the run, when it is one, and says where to go on; a first word of one letter is left out in
 * its other reading. The last of two letters may begin another run, with other signs. */
static size_t join_run(bf_edit *edit, run found, bool again)
{
    char first = edit->from.text.bytes[found.begin];
    if (found.count > LEAST_RUN && found.between.sign == 0 && (first == 'a' || first == 'i')) {
        edit->ambiguous = true;
        if (again) {
            found.begin += 2;
            found.count--;
            found.letters--;
        }
    }
    if (found.count >= LEAST_RUN && found.letters >= LEAST_LETTERS)
        join(edit, &found, again);
    return found.count == 2 ? found.last : found.end;
}

void bf_spaced_join(bf_edit *edit, bool again)
{
    bf_str text = edit->from.text;
    bool inside = false; /* a word */
    uint32_t c;
    for (size_t i = 0; i < text.length;) {
        size_t length = bf_letter_at(text, i, &c);
        if (!inside && read_single(text, i, again) && !goes_on(text, i + 1)) {
            run found = walk(text, i);
            i = join_run(edit, found, again);
            inside = found.count != 2;
        } else {
            inside = is_of_word(c) || (inside && c == '\'');
            i += length;
        }
    }
}

void bf_spaced_squeeze(bf_edit *edit, bool again)
{
    bf_str text = edit->from.text;
    size_t kept = again ? 2 : 1;
    for (size_t i = 0, end; i < text.length; i = end) {
        unsigned char c = (unsigned char)text.bytes[i];
        for (end = i + 1; end < text.length && (unsigned char)text.bytes[end] == c;)
            end++;
        bool alone = (i == 0 || !is_letter((unsigned char)text.bytes[i - 1])) &&
                     (end == text.length || !is_letter((unsigned char)text.bytes[end]));
        if (!is_letter(c) || end - i < REPEATED || alone)
            continue;
        edit->ambiguous = true;
        bf_edit_put(edit, i, i + 1, (char)c, 1u << BF_DISGUISE_REPEATED);
        bf_edit_put(edit, i + kept, end, 0, 0);
    }
}
