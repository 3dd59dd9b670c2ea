/* person_name.c: the name of a person, in parts that can be compared. */
#include "analyzer/person_name.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "analyzer/letter.h"
#include "analyzer/name.h"
#include "analyzer/name_words.h"
#include "analyzer/person_words.h"
#include "common/utf8.h"

enum {
    WORD_BYTES = 40, /* a longer word is of no name */
    WORD_POINTS = 4 * WORD_BYTES
};

/* --- Words ---------------------------------------------------------------------------------------
 */

/* A word in the making. */
typedef struct {
    bf_str shown; /* without what encloses it */
    char folded[WORD_BYTES];
    size_t length;
    size_t capitals, smalls; /* of `shown`, ASCII */
    bool enclosed;           /* in quotation marks or brackets: what somebody is called */
} word;

#define IS_AMONG(list, text) is_among(list, sizeof(list) / sizeof *(list)-1, text)

/* Says whether `text` is one of the first `count` of `list`, which are in order. */
static bool is_among(const char *const *list, size_t count, const char *text)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(text, list[middle]);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

/* Letters that are two of a to z and that no decomposition takes apart. */
static const char *two_letters(uint32_t c)
{
    return c == 0xE6 ? "ae" : c == 0x153 ? "oe" : NULL;
}

static bool put_letter(word *out, uint32_t c)
{
    char bytes[BF_UTF8_MOST];
    const char *two = two_letters(c);
    const bf_letter_row *row = c >= 0x80 ? bf_letter_of_alphabet(c) : NULL;
    bf_str letter = two ? bf_str_of(two) : (bf_str){bytes, 1};
    if (two == NULL && row)
        bytes[0] = row->first;
    else if (two == NULL)
        letter.length = bf_utf8_write(c, bytes);
    if (out->length + letter.length >= sizeof out->folded)
        return false;
    memcpy(out->folded + out->length, letter.bytes, letter.length);
    out->length += letter.length;
    return true;
}

/* Folds by Unicode: NFKD, case folded, marks off. */
static bool fold_letters(word *out)
{
    utf8proc_int32_t points[WORD_POINTS];
    utf8proc_ssize_t count =
        utf8proc_decompose((const utf8proc_uint8_t *)out->shown.bytes,
                           (utf8proc_ssize_t)out->shown.length, points, WORD_POINTS,
                           UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                               UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
    if (count < 0 || count > WORD_POINTS)
        return false;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        if (bf_letter_in_word((uint32_t)points[i]) && !put_letter(out, (uint32_t)points[i]))
            return false;
    return true;
}

/* Folds a word of ASCII, as nearly all of a registry are. */
static bool fold_ascii(word *out)
{
    for (size_t i = 0; i < out->shown.length; i++) {
        char c = out->shown.bytes[i];
        bool capital = c >= 'A' && c <= 'Z', small = c >= 'a' && c <= 'z';
        out->capitals += capital;
        out->smalls += small;
        if (!capital && !small && !(c >= '0' && c <= '9'))
            continue;
        if (out->length + 1 == sizeof out->folded)
            return false;
        out->folded[out->length++] = (char)(capital ? c - 'A' + 'a' : c);
    }
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-' || c == '/';
}

/* Blanks and hyphens of Unicode end a word as those of ASCII do. */
static size_t gap_at(bf_str text, size_t at)
{
    uint32_t c;
    if (is_space(text.bytes[at]))
        return 1;
    if ((unsigned char)text.bytes[at] < 0x80)
        return 0;
    size_t length = bf_letter_at(text, at, &c);
    bool gap = c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || (c >= 0x2010 && c <= 0x2015) ||
               c == 0x202F || c == 0x3000;
    return gap ? length : 0;
}

static bool encloses(bf_str shown)
{
    return shown.length > 0 &&
           (strchr("\"(", shown.bytes[0]) != NULL || bf_str_starts(shown, BF_STR("\u201C")));
}

/* Takes the next word off `*rest`. false: there is none, or `*long_word` was set. */
static bool take_word(bf_str *rest, word *out, bool *long_word)
{
    size_t begin = 0, gap = 0;
    while (begin < rest->length && (gap = gap_at(*rest, begin)) > 0)
        begin += gap;
    size_t end = begin;
    while (end < rest->length && gap_at(*rest, end) == 0) {
        uint32_t c;
        end += (unsigned char)rest->bytes[end] < 0x80 ? 1 : bf_letter_at(*rest, end, &c);
    }
    *out = (word){.shown = bf_str_slice(*rest, begin, end)};
    *rest = bf_str_after(*rest, end);
    if (end == begin)
        return false;
    out->enclosed = encloses(out->shown);
    bool ascii = bf_utf8_ascii(out->shown) == out->shown.length;
    *long_word = ascii ? !fold_ascii(out) : !fold_letters(out);
    out->folded[out->length] = '\0';
    return !*long_word;
}

static bf_person_suffix suffix_of(const word *w)
{
    static const struct {
        const char *text;
        bf_person_suffix suffix;
    } known[] = {
        {"sr", BF_SUFFIX_SR},     {"senior", BF_SUFFIX_SR}, {"jr", BF_SUFFIX_JR},
        {"junior", BF_SUFFIX_JR}, {"ii", BF_SUFFIX_II},     {"2nd", BF_SUFFIX_II},
        {"iii", BF_SUFFIX_III},   {"3rd", BF_SUFFIX_III},   {"iv", BF_SUFFIX_IV},
        {"4th", BF_SUFFIX_IV},    {"v", BF_SUFFIX_V},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(w->folded, known[i].text) == 0)
            return known[i].suffix;
    return BF_SUFFIX_NONE;
}

/* --- A name in the making ------------------------------------------------------------------------
 */

static bool add_word(bf_person_name *name, const word *w)
{
    if (w->length == 0)
        return true; /* of signs alone */
    bool room = name->count < BF_PERSON_WORDS && name->used + w->length <= BF_PERSON_BYTES;
    if (!room)
        return false;
    bf_person_word added = {.begin = name->used, .length = (uint8_t)w->length};
    memcpy(name->text + name->used, w->folded, w->length);
    name->used = (uint8_t)(name->used + w->length);
    if (w->enclosed) {
        name->called = added;
        return true;
    }
    added.particle =
        name->count > 0 && (IS_AMONG(surname_particles, w->folded) ||
                            (w->smalls == 1 && w->capitals == 0 && IS_AMONG(joints, w->folded)));
    name->words[name->count++] = added;
    return true;
}

/* Takes the suffix off the end of the words that were added from `from` on, of which at least one
 * stays. A single letter is an initial. */
static void take_suffix(bf_person_name *name, size_t from)
{
    if (name->count < from + 2)
        return;
    const bf_person_word *last = &name->words[name->count - 1];
    word w = {.length = last->length};
    if (last->length < 2 || last->length >= sizeof w.folded)
        return;
    memcpy(w.folded, name->text + last->begin, last->length);
    bf_person_suffix suffix = suffix_of(&w);
    if (suffix == BF_SUFFIX_NONE)
        return;
    name->suffix = suffix;
    name->count--;
}

static bool add_column(bf_person_name *name, bf_str text)
{
    size_t from = name->count;
    bool long_word = false;
    word w;
    while (take_word(&text, &w, &long_word))
        if (!add_word(name, &w))
            return false;
    take_suffix(name, from);
    return !long_word;
}

static bf_person_suffix read_suffix(bf_str text)
{
    bool long_word = false;
    word w;
    return take_word(&text, &w, &long_word) ? suffix_of(&w) : BF_SUFFIX_NONE;
}

bool bf_person_name_join(const bf_person_parts *parts, bf_person_name *out)
{
    bf_person_name made = {0};
    bf_person_suffix suffix = read_suffix(parts->suffix);
    if (!add_column(&made, parts->given) || made.count == 0)
        return false;
    made.first_count = made.count;
    if (!add_column(&made, parts->middle))
        return false;
    made.given_count = made.count;
    if (!add_column(&made, parts->surname) || made.count == made.given_count)
        return false;
    if (suffix != BF_SUFFIX_NONE)
        made.suffix = suffix;
    *out = made;
    return true;
}

/* --- A name in a text ----------------------------------------------------------------------------
 */

static bool is_title(const word *w)
{
    return IS_AMONG(titles, w->folded);
}

/* Letters of a degree or a licence: known, and written with two capitals; or unknown, and written
 * in capitals beside a name that is not. */
static bool is_letters(const word *w, bool small_before)
{
    return suffix_of(w) == BF_SUFFIX_NONE && w->capitals >= 2 &&
           (IS_AMONG(letters, w->folded) || (small_before && w->smalls <= 2));
}

static bool has_small(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] >= 'a' && text.bytes[i] <= 'z')
            return true;
    return false;
}

/* Says whether all words of `text` are letters or a suffix. */
static bool is_all_letters(bf_str text, bool small_before)
{
    bool long_word = false;
    size_t count = 0;
    word w;
    for (; take_word(&text, &w, &long_word); count++) {
        bool level = count > 0 && w.length == 1; /* "LPC-S" */
        if (w.length > 0 && !level && !is_letters(&w, small_before) &&
            suffix_of(&w) == BF_SUFFIX_NONE)
            return false;
    }
    return !long_word;
}

static bool is_two_initials(const word *w)
{
    return w->length == 2 && w->shown.length == 4 && w->shown.bytes[1] == '.' &&
           w->shown.bytes[3] == '.';
}

/* "R.J." */
static bool add_initials(bf_person_name *name, const word *w)
{
    word first = {.folded = {w->folded[0]}, .length = 1};
    word second = {.folded = {w->folded[1]}, .length = 1};
    return add_word(name, &first) && add_word(name, &second);
}

static bool add_shown(bf_person_name *name, const word *w)
{
    size_t at = name->count;
    bool added = add_word(name, w);
    if (added && name->count > at)
        name->words[at].given = bf_name_is_given(w->shown);
    return added;
}

static bool closes(const word *w)
{
    return bf_str_ends(w->shown, BF_STR(")")) || bf_str_ends(w->shown, BF_STR("\"")) ||
           bf_str_ends(w->shown, BF_STR("\u201D"));
}

/* Says whether `w` is the first of several words in quotation marks or brackets. */
static bool opens(const word *w)
{
    return w->enclosed && !closes(w);
}

/* The number of a licence ends a name; "3rd" does not. */
static bool is_number(const word *w)
{
    return w->length > 0 && w->folded[0] >= '0' && w->folded[0] <= '9' &&
           suffix_of(w) == BF_SUFFIX_NONE;
}

/* Adds the words of `text` but a title before them and letters behind them, at least `least` words
 * kept. */
static bool add_text(bf_person_name *name, bf_str text, size_t least)
{
    size_t from = name->count, letters_from = SIZE_MAX;
    bool long_word = false, small = has_small(text), enclosed = false;
    word w;
    while (take_word(&text, &w, &long_word) && !is_number(&w)) {
        if (enclosed || opens(&w)) { /* "(she/her)" */
            enclosed = !closes(&w);
            continue;
        }
        if (name->count == from && is_title(&w) && text.length > 0)
            continue;
        bool letters_here = name->count - from >= least && is_letters(&w, small);
        if (letters_here && letters_from == SIZE_MAX)
            letters_from = name->count;
        if (!letters_here && !w.enclosed && suffix_of(&w) == BF_SUFFIX_NONE)
            letters_from = SIZE_MAX;
        if (name->count == from && is_two_initials(&w) ? !add_initials(name, &w)
                                                       : !add_shown(name, &w))
            return false;
    }
    if (letters_from != SIZE_MAX)
        name->count = (uint8_t)letters_from;
    take_suffix(name, from);
    return !long_word;
}

/* Says whether `behind` a comma are the given names of `before`. */
static bool is_inverted(bf_str before, bf_str behind)
{
    bf_str part;
    if (is_all_letters(behind, has_small(before)))
        return false;
    return bf_name_part(behind, &part) || !has_small(before) || before.length == 0 ||
           (before.bytes[0] >= 'a' && before.bytes[0] <= 'z');
}

/* Reads the suffix that stands alone between commas ("Example, Robert, Jr."). */
static void read_suffix_part(bf_person_name *name, bf_str rest)
{
    bf_str part;
    while (bf_str_take_part(&rest, ',', &part)) {
        bf_person_suffix suffix = read_suffix(part);
        if (suffix != BF_SUFFIX_NONE && name->suffix == BF_SUFFIX_NONE)
            name->suffix = suffix;
    }
}

static bool read_inverted(bf_person_name *name, bf_str surname, bf_str given)
{
    bf_person_name surnames = {0};
    if (!add_text(name, given, 1) || name->count == 0 || !add_text(&surnames, surname, 1))
        return false;
    name->given_count = name->count;
    if (surnames.suffix != BF_SUFFIX_NONE)
        name->suffix = surnames.suffix;
    bf_person_suffix suffix = name->suffix;
    bool added = add_text(name, surname, 1) && name->count > name->given_count;
    name->suffix = suffix;
    return added;
}

bool bf_person_name_read(bf_str text, bf_person_name *out)
{
    bf_person_name made = {0};
    bf_str rest = text, before, behind;
    if (!bf_str_take_part(&rest, ',', &before))
        return false;
    bf_str rest_behind = rest;
    while (bf_str_take_part(&rest_behind, ',', &behind))
        if (!is_all_letters(behind, has_small(before)))
            break;
    bool inverted = behind.length > 0 && is_inverted(before, behind);
    bool read = inverted ? read_inverted(&made, before, behind) : add_text(&made, before, 2);
    if (!read || made.count < 2)
        return false;
    read_suffix_part(&made, rest);
    *out = made;
    return true;
}

/* --- What a name is looked up by -----------------------------------------------------------------
 */

bf_str bf_person_name_word(const bf_person_name *name, const bf_person_word *at)
{
    return (bf_str){name->text + at->begin, at->length};
}

bf_str bf_person_name_joined(const bf_person_name *name, size_t begin, size_t end, bool bare,
                             char room[BF_PERSON_BYTES])
{
    size_t length = 0;
    for (size_t i = begin; i < end; i++) {
        const bf_person_word *part = &name->words[i];
        if (bare && part->particle)
            continue;
        memcpy(room + length, name->text + part->begin, part->length);
        length += part->length;
    }
    return (bf_str){room, length};
}

bool bf_person_name_splits(const bf_person_name *name, size_t at)
{
    if (name->given_count > 0)
        return at == name->given_count;
    return at > 0 && at < name->count && !name->words[at - 1].particle;
}

/* Keys in the making. */
typedef struct {
    bf_person_key *items;
    size_t count;
} keys;

static void add_key(keys *made, bf_str surname, bf_str given)
{
    bf_person_key key = {0};
    if (surname.length == 0 || given.length == 0 || made->count == BF_PERSON_KEYS)
        return;
    surname = bf_utf8_beginning(surname, BF_PERSON_KEY_BYTES / 2 - 1);
    given = bf_utf8_beginning(given, BF_PERSON_KEY_BYTES / 2);
    memcpy(key.text, surname.bytes, surname.length);
    key.text[surname.length] = ' ';
    key.given_at = (uint8_t)(surname.length + 1);
    memcpy(key.text + key.given_at, given.bytes, given.length);
    key.length = (uint8_t)(key.given_at + given.length);
    for (size_t i = 0; i < made->count; i++)
        if (bf_str_equal((bf_str){made->items[i].text, made->items[i].length},
                         (bf_str){key.text, key.length}))
            return;
    made->items[made->count++] = key;
}

/* Adds the keys of all surnames with the given name `given`. */
static void add_surnames(keys *made, const bf_person_name *name, size_t at, bf_str given)
{
    char room[BF_PERSON_BYTES];
    add_key(made, bf_person_name_joined(name, at, name->count, false, room), given);
    add_key(made, bf_person_name_joined(name, at, name->count, true, room), given);
    for (size_t i = at; i < name->count; i++)
        if (!name->words[i].particle)
            add_key(made, bf_person_name_word(name, &name->words[i]), given);
}

bool bf_person_name_key(const bf_person_parts *parts, bf_person_key *out)
{
    bf_person_name name;
    char room[BF_PERSON_BYTES];
    keys made = {.items = out};
    if (!bf_person_name_join(parts, &name))
        return false;
    add_key(&made, bf_person_name_joined(&name, name.given_count, name.count, false, room),
            bf_person_name_word(&name, &name.words[0]));
    return made.count > 0;
}

size_t bf_person_name_keys(const bf_person_name *name, bf_person_key out[BF_PERSON_KEYS])
{
    keys made = {.items = out};
    char room[BF_PERSON_BYTES];
    for (size_t at = 1; at < name->count; at++) {
        if (!bf_person_name_splits(name, at))
            continue;
        size_t first = name->first_count > 0 ? name->first_count : at;
        add_surnames(&made, name, at, bf_person_name_word(name, &name->words[0]));
        if (first > 1 && name->words[1].length > 1)
            add_surnames(&made, name, at, bf_person_name_joined(name, 0, 2, false, room));
        if (name->called.length > 0)
            add_surnames(&made, name, at, bf_person_name_word(name, &name->called));
    }
    return made.count;
}
