/* name.c: what reads as the name of a person or of a practice. */
#include "analyzer/name.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "analyzer/given_names.h"
#include "analyzer/name_words.h"
#include "common/utf8.h"

enum {
    MOST_BYTES = 120, /* of a name */
    READ_BYTES = 512, /* of a text: what follows is of no name that it begins with */
    MOST_PERSON_WORDS = 6,
    PART_WORDS = 3, /* of a family name or of given names, particles aside */
    MOST_PRACTICE_WORDS = 9,
    MOST_GREETING_WORDS = 6,
    WORD_BYTES = 64 /* a longer word is in no list */
};

/* --- Words ---------------------------------------------------------------------------------------
 */

/* One word, as written and as it is looked up. */
typedef struct {
    bf_str text;    /* without what ends it */
    size_t begin;   /* in the text that is read */
    size_t end;     /* where `text` ends there */
    size_t next;    /* where the next word begins */
    bool ends_name; /* a comma, a bracket or another separator follows */
    bool full_stop; /* a point follows that is not an abbreviation's */
    char lower[WORD_BYTES];
    size_t letters, capitals, uncased, digits, others; /* code points */
    bool begins_high; /* with a capital, or a letter of a script without them */
} word;

static bool is_quotation(uint32_t c)
{
    return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E;
}

static bool is_mark_of_word(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == '-' || c == 0x2010 || c == 0x2011 ||
           is_quotation(c) || c == '.' || c == 0xAD;
}

/* What ends a name wherever it stands, blanks round it or not. */
static bool is_separator(uint32_t c)
{
    return strchr(",|:;/(!?\n\t@<>[{*", (int)(c < 0x80 ? c : 'x')) != NULL ||
           (c >= 0x2012 && c <= 0x2015) || c == 0xB7 || c == 0x2022 || c == 0x2219 || c == 0x22C5 ||
           c == 0xFF5C || c == 0x3001 || c == 0xFF08 || c == 0xFF0C || c == 0xFF1A || c == 0x300C ||
           c == 0x3010 || c == 0xAB || c == 0xBB || c == 0x2192 || c == 0x203A || c == 0x2605 ||
           c == 0x2713;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x3000 || c == 0x2009 || c == 0x202F;
}

static bool is_small(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_capital(uint32_t c)
{
    return c >= 'A' && c <= 'Z';
}

static void count_letter(word *w, uint32_t c, bool first)
{
    if (is_small(c) || is_capital(c)) { /* nearly all are */
        w->letters++;
        w->capitals += is_capital(c);
        w->begins_high = w->begins_high || (first && is_capital(c));
        return;
    }
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        w->letters++;
        w->capitals++;
        w->begins_high = w->begins_high || first;
        break;
    case UTF8PROC_CATEGORY_LL:
        w->letters++;
        break;
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_LM:
        w->letters++;
        w->uncased++;
        w->begins_high = w->begins_high || first;
        break;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
        break;
    case UTF8PROC_CATEGORY_ND:
        w->digits++;
        break;
    default:
        w->others += !is_mark_of_word(c);
    }
}

/* Fills `lower`: small letters, the curly apostrophe as the straight one; empty when it is too
 * long. */
static void make_lower(word *w)
{
    bf_str rest = w->text;
    size_t length = 0;
    uint32_t c;
    w->lower[0] = '\0';
    while (bf_utf8_take(&rest, &c)) {
        utf8proc_uint8_t bytes[4];
        if (c < 0x80 && length + 1 < WORD_BYTES) {
            w->lower[length++] = (char)(is_capital(c) ? c - 'A' + 'a' : c);
            w->lower[length] = '\0';
            continue;
        }
        utf8proc_int32_t low = c == 0x2019 ? '\'' : utf8proc_tolower((utf8proc_int32_t)c);
        utf8proc_ssize_t count = utf8proc_encode_char(low, bytes);
        if (count <= 0 || length + (size_t)count >= WORD_BYTES) {
            w->lower[0] = '\0';
            return;
        }
        memcpy(w->lower + length, bytes, (size_t)count);
        length += (size_t)count;
        w->lower[length] = '\0';
    }
}

/* A point belongs to an initial, to "Dr." and to "M.A."; after another word it ends the sentence.
 */
static void end_at_point(word *w)
{
    if (!bf_str_ends(w->text, BF_STR(".")))
        return;
    if (w->letters >= 4 || (w->letters == 3 && w->capitals == 1)) {
        w->full_stop = true;
        w->text.length--;
    }
}

#define IS_AMONG(list, text) is_among(list, sizeof(list) / sizeof *(list)-1, text)

/* Says whether `text` is one of the first `count` of `list`, which are in order. */
static bool is_among(const char *const *list, size_t count, const char *text)
{
    size_t low = 0, high = text[0] ? count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = (unsigned char)text[0] - (unsigned char)list[middle][0];
        order = order ? order : strcmp(text, list[middle]);
        if (order == 0)
            return true;
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool is_capital_next(bf_str rest)
{
    uint32_t c;
    return bf_utf8_take(&rest, &c) &&
           utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

/* "al-Example", "d'Example", "tSaoir": the capital stands after a particle or one letter. */
static bool capital_follows(const word *w)
{
    char before[WORD_BYTES] = "";
    if (w->capitals == 0)
        return false;
    for (size_t i = 0; i < w->text.length && i + 1 < WORD_BYTES; i++) {
        char c = w->text.bytes[i];
        if (i == 1 && is_capital_next(bf_str_after(w->text, 1)))
            return true;
        if (c == '-' || c == '\'')
            return IS_AMONG(particles, before) && is_capital_next(bf_str_after(w->text, i + 1));
        before[i] = c;
        before[i + 1] = '\0';
    }
    return false;
}

/* Makes `w` empty; `lower` is filled when it is known to be a word. */
static void begin_word(word *w)
{
    w->text = (bf_str){0};
    w->begin = w->end = w->next = 0;
    w->ends_name = w->full_stop = w->begins_high = false;
    w->letters = w->capitals = w->uncased = w->digits = w->others = 0;
    w->lower[0] = '\0';
}

/* Takes the word that begins at or after `at`; false when a separator or the end comes first. */
static bool take_word(bf_str text, size_t at, word *out)
{
    bf_str rest = bf_str_after(text, at);
    uint32_t c;
    begin_word(out);
    while (rest.length > 0) {
        bf_str before = rest;
        (void)bf_utf8_take(&rest, &c);
        if (!is_blank(c)) {
            rest = before;
            break;
        }
    }
    out->begin = text.length - rest.length;
    for (bool first = true; rest.length > 0; first = false) {
        bf_str before = rest;
        (void)bf_utf8_take(&rest, &c);
        if (!is_small(c) && !is_capital(c) && (is_blank(c) || is_separator(c))) {
            rest = before;
            out->ends_name = !is_blank(c);
            break;
        }
        count_letter(out, c, first);
    }
    out->end = out->next = text.length - rest.length;
    out->text = bf_str_slice(text, out->begin, out->end);
    if (out->text.length == 0 ||
        (out->letters == 0 && out->digits == 0 && !bf_str_equal(out->text, BF_STR("&"))))
        return false;
    make_lower(out);
    out->begins_high = out->begins_high || capital_follows(out);
    end_at_point(out);
    if (out->full_stop && out->lower[0])
        out->lower[strlen(out->lower) - 1] = '\0';
    out->end = out->begin + out->text.length;
    return true;
}

static bool is_title(const word *w)
{
    char bare[WORD_BYTES];
    size_t length = strlen(w->lower);
    memcpy(bare, w->lower, length + 1);
    if (length > 0 && bare[length - 1] == '.')
        bare[length - 1] = '\0';
    if (IS_AMONG(titles, bare))
        return true;
    bare[strcspn(bare, ".")] = '\0'; /* "Dr.phil." */
    return strlen(bare) > 1 && IS_AMONG(titles, bare);
}

static bool is_initial(const word *w)
{
    return w->letters == 1 && w->begins_high && w->digits == 0;
}

/* Letters of a degree or licence: without points and hyphens in the list, written with two capitals
 * or more; or all in capitals where the name before it is not. */
static bool is_letters(const word *w, size_t words_before, bool small_before)
{
    char bare[WORD_BYTES];
    size_t length = 0;
    for (const char *c = w->lower; *c; c++)
        if (*c != '.' && *c != '-')
            bare[length++] = *c;
    bare[length] = '\0';
    bool listed = IS_AMONG(letters, bare) && (w->capitals >= 2 || strchr(w->lower, '.'));
    return listed ||
           (words_before >= 2 && small_before && w->capitals >= 3 && w->capitals == w->letters);
}

/* --- Persons -------------------------------------------------------------------------------------
 */

/* Skips greetings and titles before a name; says whether a title of a doctor was among them. */
static size_t skip_greeting(bf_str text, bool *titled)
{
    size_t at = 0;
    word w;
    for (size_t i = 0; i < MOST_GREETING_WORDS && take_word(text, at, &w); i++) {
        bool title = is_title(&w);
        if (!title && !IS_AMONG(greetings, w.lower))
            break;
        *titled = *titled || title;
        at = w.next;
        uint32_t c;
        bf_str rest = bf_str_after(text, at), after = rest;
        while (w.ends_name && bf_utf8_take(&after, &c) &&
               (c == ',' || c == '!' || c == ':' || c == ';'))
            rest = after;
        at = text.length - rest.length;
        if (w.ends_name && rest.length == text.length - w.next)
            break;
    }
    return at;
}

/* A nickname: Robert "Bob" Example. */
static bool is_nickname(const word *w)
{
    bf_str rest = w->text;
    uint32_t first = 0;
    return bf_utf8_take(&rest, &first) && is_quotation(first) && w->letters > 1 &&
           (bf_str_ends(rest, BF_STR("\"")) || bf_str_ends(rest, BF_STR("\xE2\x80\x9D")));
}

/* Says whether `w` may stand in a person's name. */
static bool fits_person(const word *w)
{
    return w->digits == 0 && w->others == 0 && w->letters > 0 && w->begins_high &&
           !IS_AMONG(common, w->lower) && !IS_AMONG(never, w->lower) &&
           !IS_AMONG(practice, w->lower) &&
           (!IS_AMONG(joins, w->lower) || IS_AMONG(particles, w->lower));
}

/* What stands after the name that ended at `end`: nothing or a separator, then it stands alone. */
static bool stands_alone(bf_str text, size_t end)
{
    bf_str rest = bf_str_after(text, end);
    uint32_t c, after;
    if (!bf_utf8_take(&rest, &c))
        return true;
    if (is_separator(c))
        return true;
    while (is_blank(c))
        if (!bf_utf8_take(&rest, &c))
            return true;
    bf_str next = rest;
    return is_separator(c) || (c == '-' && (!bf_utf8_take(&next, &after) || is_blank(after)));
}

/* A hyphen between blanks parts a name from a slogan. */
static bool is_dash(bf_str text, size_t at)
{
    bf_str rest = bf_str_trim(bf_str_after(text, at));
    return bf_str_starts(rest, BF_STR("- ")) || bf_str_equal(rest, BF_STR("-"));
}

/* Reads a person's name at `at`. */
static bf_name read_person(bf_str text, size_t at)
{
    bf_name name = {0};
    word w;
    size_t begin = 0, end = 0, words = 0, long_words = 0, named = 0, next = at;
    bool small = false, cut = false; /* cut: a word goes on that is in no person's name */
    while (words < MOST_PERSON_WORDS && !is_dash(text, next) && take_word(text, next, &w)) {
        bool particle =
            (IS_AMONG(particles, w.lower) && !w.begins_high) || (words > 0 && is_nickname(&w));
        if (words > 0 && !is_initial(&w) && is_letters(&w, words, small)) {
            name.letters = true;
            break;
        }
        if (particle ? words == 0 && w.ends_name : !fits_person(&w)) {
            cut = w.begins_high && !IS_AMONG(roles, w.lower);
            break;
        }
        begin = words == 0 ? w.begin : begin;
        words++;
        small = small || w.letters > w.capitals;
        next = w.next;
        if (!particle) {
            long_words += !is_initial(&w);
            named = words; /* "Making an appointment": a particle ends no name */
            end = w.end;
        }
        if (w.ends_name || w.full_stop)
            break;
    }
    if (cut || end == 0 || named < 2 || long_words == 0 || end - begin > MOST_BYTES)
        return (bf_name){0};
    name.alone = name.letters || stands_alone(text, end);
    if (!name.letters && bf_str_starts(bf_str_trim(bf_str_after(text, end)), BF_STR(",")) &&
        take_word(text, bf_str_find(text, BF_STR(","), end) + 1, &w))
        name.letters = is_letters(&w, words, small);
    name.kind = BF_NAME_PERSON;
    name.given = take_word(text, begin, &w) && IS_AMONG(given_names, w.lower);
    name.text = bf_str_slice(text, begin, end);
    return name;
}

/* "Ana & Bo": two who go by their first names. */
static bf_name read_partners(bf_str text, size_t at)
{
    word first, joint, second;
    if (!take_word(text, at, &first) || !take_word(text, first.next, &joint) ||
        !take_word(text, joint.next, &second) || !fits_person(&first) || !fits_person(&second) ||
        !(strcmp(joint.lower, "&") == 0 || strcmp(joint.lower, "and") == 0) ||
        !stands_alone(text, second.end) || first.letters < 3 || second.letters < 3)
        return (bf_name){0};
    return (bf_name){
        .kind = BF_NAME_PERSON, .text = bf_str_slice(text, first.begin, second.end), .alone = true};
}

/* --- Practices -----------------------------------------------------------------------------------
 */

/* Says whether a word of a script without blanks holds one that practices are called by. */
static bool holds_practice(const word *w)
{
    if (w->uncased == 0)
        return false;
    for (size_t i = 0; practice[i]; i++)
        if ((unsigned char)practice[i][0] >= 0x80 && strstr(w->lower, practice[i]))
            return strlen(w->lower) > strlen(practice[i]);
    return false;
}

static bf_name read_practice(bf_str text)
{
    word w;
    size_t next = 0, begin = SIZE_MAX, end = 0, words = 0, capitals = 0, kinds = 0, own = 0,
           uncased = 0, joined = 0;
    while (words <= MOST_PRACTICE_WORDS && !is_dash(text, next) && take_word(text, next, &w)) {
        bool joins_on = IS_AMONG(joins, w.lower),
             kind = IS_AMONG(practice, w.lower) || holds_practice(&w);
        if (!joins_on && IS_AMONG(never, w.lower))
            return (bf_name){0};
        begin = begin == SIZE_MAX ? w.begin : begin;
        words++;
        capitals += w.begins_high && !joins_on;
        kinds += kind && (w.begins_high || words > 2);
        joined += joins_on;
        uncased += w.uncased;
        own += w.uncased > 0 ? kind
                             : !joins_on && !kind && w.begins_high && !IS_AMONG(common, w.lower);
        end = w.end;
        next = w.next;
        if (w.ends_name || w.full_stop)
            break;
    }
    if (words < (uncased > 0 ? 1 : 2) || words > MOST_PRACTICE_WORDS || kinds == 0 || own == 0 ||
        2 * capitals < words - joined || end - begin > MOST_BYTES)
        return (bf_name){0};
    return (bf_name){.kind = BF_NAME_PRACTICE,
                     .text = bf_str_slice(text, begin, end),
                     .alone = stands_alone(text, end)};
}

/* --- What callers ask ----------------------------------------------------------------------------
 */

/* What of a text is read: its beginning, without the number of a list ("12. Ana Example") and the
 * dash before a signature. */
static bf_str without_lead(bf_str text)
{
    word number;
    uint32_t c;
    text = bf_utf8_beginning(bf_str_trim(text), READ_BYTES);
    bf_str rest = text;
    while (bf_utf8_take(&rest, &c) &&
           (c == '-' || c == '~' || (c >= 0x2012 && c <= 0x2015) || is_blank(c)))
        text = rest;
    if (take_word(text, 0, &number) && number.letters == 0 && number.digits < 4 &&
        bf_str_ends(number.text, BF_STR(".")))
        return bf_str_after(text, number.next);
    return text;
}

bf_name bf_name_read(bf_str text)
{
    bool titled = false;
    text = without_lead(text);
    size_t at = skip_greeting(text, &titled);
    bf_name name = read_practice(text);
    if (name.kind == BF_NAME_NONE && at > 0 && !titled)
        name = read_practice(bf_str_after(text, at));
    if (name.kind == BF_NAME_NONE || titled)
        name = read_person(text, at);
    if (name.kind == BF_NAME_NONE &&
        at > 0) /* "Will", "Grace": a name may begin as a greeting does */
        name = read_person(text, 0);
    if (name.kind == BF_NAME_NONE)
        name = read_partners(text, at);
    name.letters = name.letters || (titled && name.kind == BF_NAME_PERSON);
    return name;
}

/* The length of the phrase of `list` that `text` begins with and that a blank ends; 0 without one.
 */
static size_t phrase_at(const char *const *list, bf_str text)
{
    char first = text.length > 0 ? text.bytes[0] : '\0';
    first = (char)(is_capital((unsigned char)first) ? first - 'A' + 'a' : first);
    for (size_t i = 0; list[i]; i++) {
        if (list[i][0] != first)
            continue;
        bf_str phrase = bf_str_of(list[i]);
        if (text.length > phrase.length && text.bytes[phrase.length] == ' ' &&
            bf_str_starts_nocase(text, phrase))
            return phrase.length;
    }
    return 0;
}

/* Where the first phrase of `list` at or after `from`, of whole words, ends; SIZE_MAX without one.
 */
static size_t after_phrase(const char *const *list, bf_str text, size_t from)
{
    for (size_t i = from; i < text.length; i++) {
        if (i > 0 && text.bytes[i - 1] != ' ' && text.bytes[i - 1] != '\n')
            continue;
        size_t length = phrase_at(list, bf_str_after(text, i));
        if (length > 0)
            return i + length;
    }
    return SIZE_MAX;
}

bf_name bf_name_introduced(bf_str text, size_t *from)
{
    for (size_t end; (end = after_phrase(introductions, text, *from)) != SIZE_MAX;) {
        bool titled = false;
        bf_str rest = bf_utf8_beginning(bf_str_after(text, end), READ_BYTES);
        bf_name name = read_person(rest, skip_greeting(rest, &titled));
        *from = end;
        name.letters = name.letters || titled;
        if (name.kind != BF_NAME_NONE)
            return name;
        word only;
        if (take_word(rest, 0, &only) && only.letters > 2 && only.capitals == 1 &&
            only.uncased == 0 && fits_person(&only))
            return (bf_name){.kind = BF_NAME_PERSON,
                             .text = bf_str_slice(rest, only.begin, only.end)};
    }
    return (bf_name){0};
}

bf_name bf_name_led(bf_str text)
{
    size_t end = after_phrase(leads, text, 0);
    return end == SIZE_MAX ? (bf_name){0} : bf_name_read(bf_str_after(text, end));
}

bool bf_name_part(bf_str text, bf_str *out)
{
    bool titled = false;
    text = without_lead(text);
    size_t begin = skip_greeting(text, &titled), at = begin, words = 0;
    word w;
    while (words <= PART_WORDS && take_word(text, at, &w) && !w.ends_name) {
        bool code =
            w.letters == 2 && w.capitals == 2 && !IS_AMONG(particles, w.lower); /* of a state */
        if (code || (w.capitals > 1 && is_letters(&w, 0, false)))
            return false;
        if (!fits_person(&w) && !(IS_AMONG(particles, w.lower) && !w.begins_high))
            return false;
        words += w.begins_high || !IS_AMONG(particles, w.lower);
        at = w.next;
    }
    *out = bf_str_trim(bf_str_slice(text, begin, at));
    return words > 0 && words <= PART_WORDS && bf_str_trim(bf_str_after(text, at)).length == 0;
}

/* Says whether `text` begins with letters of a degree or a licence: two capitals, or a point inside
 * ("LMFT", "PhD", "Psy.D."). */
static bool begins_with_letters(bf_str text)
{
    size_t capitals = 0;
    if (bf_str_starts(text, BF_STR("Jr")) || bf_str_starts(text, BF_STR("Sr")))
        return true;
    for (size_t i = 0; i < text.length && text.bytes[i] != ' ' && text.bytes[i] != ','; i++) {
        capitals += text.bytes[i] >= 'A' && text.bytes[i] <= 'Z';
        if (capitals >= 2 || (text.bytes[i] == '.' && i > 0 && i + 1 < text.length &&
                              text.bytes[i + 1] >= 'A' && text.bytes[i + 1] <= 'Z'))
            return true;
    }
    return false;
}

bool bf_name_inverted(bf_str text, bf_str *family, bf_str *given)
{
    text = bf_str_slice(text, 0, READ_BYTES);
    text = bf_str_slice(text, 0, bf_str_find(text, BF_STR("\n"), 0));
    size_t comma = bf_str_find(text, BF_STR(", "), 1);
    size_t second = comma == SIZE_MAX ? SIZE_MAX : bf_str_find(text, BF_STR(", "), comma + 2);
    if (comma == SIZE_MAX || text.length > MOST_BYTES ||
        (second != SIZE_MAX && !begins_with_letters(bf_str_after(text, second + 2))))
        return false;
    text = bf_str_slice(text, 0, second);
    return bf_name_part(bf_str_slice(text, 0, comma), family) &&
           bf_name_part(bf_str_after(text, comma + 2), given);
}

/* The length of a separator of titles and headings at the start of `text`; 0 without one. */
static size_t separator_at(bf_str text)
{
    unsigned char first = text.length > 0 ? (unsigned char)text.bytes[0] : 'x';
    if (is_small(first) || is_capital(first))
        return 0; /* as nearly always */
    static const char *const separators[] = {
        " | ", " - ", " – ", " — ", " · ", " • ", " :: ", ", ", ": ", " (", "\n", "｜", "："};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if ((unsigned char)separators[i][0] == first &&
            bf_str_starts(text, bf_str_of(separators[i])))
            return bf_str_of(separators[i]).length;
    return 0;
}

bool bf_name_take_part(bf_str *rest, bf_str *part)
{
    bf_str text = *rest;
    if (text.length == 0)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        size_t length = separator_at(bf_str_after(text, i));
        if (length == 0)
            continue;
        *part = bf_str_trim(bf_str_slice(text, 0, i));
        *rest = bf_str_after(text, i + length);
        return true;
    }
    *part = bf_str_trim(text);
    *rest = (bf_str){0};
    return true;
}

bf_str bf_name_cut(bf_str text)
{
    bf_str part = {0}, rest = without_lead(text);
    while (part.length == 0 && bf_name_take_part(&rest, &part))
        ;
    return part;
}

bool bf_name_is_given(bf_str text)
{
    word w;
    return take_word(text, 0, &w) && IS_AMONG(given_names, w.lower);
}

bool bf_name_equal(bf_str a, bf_str b)
{
    size_t at_a = 0, at_b = 0;
    word left, right;
    while (take_word(a, at_a, &left)) {
        if (!take_word(b, at_b, &right) || strcmp(left.lower, right.lower) != 0 ||
            (left.lower[0] == '\0' && !bf_str_equal(left.text, right.text)))
            return false;
        at_a = left.next;
        at_b = right.next;
    }
    return !take_word(b, at_b, &right);
}
