/* person_match.c: two names, and whether one person may have both. */
#include "analyzer/person_match.h"

#include <string.h>

#include "analyzer/nickname.h"

enum {
    NEAR_LETTERS = 4,  /* in shorter words a letter is too much */
    BEGIN_LETTERS = 4, /* of a name that another begins with: Rose, Rosemary */
};

/* How well a part agrees, the worst first. */
typedef enum { APART, DISTANT, DOUBTFUL, EQUAL } agreement;

/* One reading of a name: its surname begins with word `at`. */
typedef struct {
    const bf_person_name *name;
    size_t at;
} reading;

static agreement better(agreement a, agreement b)
{
    return a > b ? a : b;
}

static bf_str word_of(const reading *read, size_t i)
{
    return bf_person_name_word(read->name, &read->name->words[i]);
}

static size_t common_start(bf_str a, bf_str b)
{
    size_t length = 0;
    while (length < a.length && length < b.length && a.bytes[length] == b.bytes[length])
        length++;
    return length;
}

/* Says whether one letter more, less or other, or two changed over, make `a` of `b`. */
static bool differ_by_a_letter(bf_str a, bf_str b)
{
    if (a.length < b.length) {
        bf_str swap = a;
        a = b;
        b = swap;
    }
    if (b.length < NEAR_LETTERS || a.length > b.length + 1)
        return false;
    size_t at = common_start(a, b);
    if (a.length > b.length)
        return bf_str_equal(bf_str_after(a, at + 1), bf_str_after(b, at));
    if (bf_str_equal(bf_str_after(a, at + 1), bf_str_after(b, at + 1)))
        return true;
    return at + 1 < a.length && a.bytes[at] == b.bytes[at + 1] && a.bytes[at + 1] == b.bytes[at] &&
           bf_str_equal(bf_str_after(a, at + 2), bf_str_after(b, at + 2));
}

/* --- Surnames ------------------------------------------------------------------------------------
 */

static size_t surnames_of(const reading *read, bf_str out[BF_PERSON_WORDS])
{
    size_t count = 0;
    for (size_t i = read->at; i < read->name->count; i++)
        if (!read->name->words[i].particle)
            out[count++] = word_of(read, i);
    return count;
}

static bool has_particle(const reading *read)
{
    for (size_t i = read->at; i < read->name->count; i++)
        if (read->name->words[i].particle && read->name->words[i].length > 1)
            return true;
    return false;
}

/* Says whether all surnames of `few` stand among those of `many`. */
static bool are_among(const bf_str *few, size_t few_count, const bf_str *many, size_t many_count)
{
    for (size_t i = 0; i < few_count; i++) {
        bool found = false;
        for (size_t j = 0; j < many_count && !found; j++)
            found = bf_str_equal(few[i], many[j]);
        if (!found)
            return false;
    }
    return few_count > 0;
}

static agreement compare_surname_lists(const reading *a, const reading *b)
{
    bf_str of_a[BF_PERSON_WORDS], of_b[BF_PERSON_WORDS];
    size_t count_a = surnames_of(a, of_a), count_b = surnames_of(b, of_b);
    bool within =
        are_among(of_a, count_a, of_b, count_b) || are_among(of_b, count_b, of_a, count_a);
    if (within && count_a != count_b)
        return DOUBTFUL; /* one of two */
    if (within)
        return DISTANT; /* in another order */
    for (size_t i = 0; i < count_a; i++)
        if (are_among(&of_a[i], 1, of_b, count_b))
            return DISTANT; /* one was changed */
    return APART;
}

/* Says whether a word that this reading has among the surnames is an initial or known as a given
 * name: "James Example" of Robert James Example. */
static bool is_unlikely(const reading *read)
{
    for (size_t i = read->at; read->name->given_count == 0 && i + 1 < read->name->count; i++) {
        const bf_person_word *at = &read->name->words[i];
        if (!at->particle && (at->given || at->length == 1))
            return true;
    }
    return false;
}

static agreement compare_surnames(const reading *a, const reading *b)
{
    char room_a[BF_PERSON_BYTES], room_b[BF_PERSON_BYTES];
    bf_str full_a = bf_person_name_joined(a->name, a->at, a->name->count, false, room_a);
    bf_str full_b = bf_person_name_joined(b->name, b->at, b->name->count, false, room_b);
    if (bf_str_equal(full_a, full_b))
        return EQUAL;
    bool near = differ_by_a_letter(full_a, full_b);
    bf_str bare_a = bf_person_name_joined(a->name, a->at, a->name->count, true, room_a);
    bf_str bare_b = bf_person_name_joined(b->name, b->at, b->name->count, true, room_b);
    if (bare_a.length > 0 && bf_str_equal(bare_a, bare_b))
        return has_particle(a) == has_particle(b) ? EQUAL : DOUBTFUL;
    if (is_unlikely(a) || is_unlikely(b))
        return APART;
    return near ? DISTANT : compare_surname_lists(a, b);
}

/* --- Given names ---------------------------------------------------------------------------------
 */

static bool begins(bf_str whole, bf_str beginning)
{
    return beginning.length >= BEGIN_LETTERS && bf_str_starts(whole, beginning);
}

/* How two given names agree, which are one word each, or joined. */
static agreement compare_given_words(bf_str a, bf_str b)
{
    if (a.length == 0 || b.length == 0)
        return APART;
    if (a.length == 1 || b.length == 1) /* two equal initials are no full name either */
        return a.bytes[0] == b.bytes[0] ? DISTANT : APART;
    if (bf_str_equal(a, b))
        return EQUAL;
    switch (bf_nickname_relate(a, b)) {
    case BF_NICKNAME_CERTAIN:
        return EQUAL;
    case BF_NICKNAME_DOUBT:
        return DOUBTFUL;
    case BF_NICKNAME_DISTANT:
        return DISTANT;
    case BF_NICKNAME_NONE:
        break;
    }
    return differ_by_a_letter(a, b) || begins(a, b) || begins(b, a) ? DISTANT : APART;
}

/* The words that were taken as the first name. */
typedef struct {
    agreement agrees;
    size_t a, b;
    bool crossed; /* the first of one is the second of the other */
} first_names;

static void consider(first_names *best, agreement agrees, size_t a, size_t b)
{
    if (agrees > best->agrees)
        *best = (first_names){agrees, a, b, false};
}

/* Compares the first given names, be one of them written in two words ("Mary Ann", "Maryann"). */
static first_names compare_first(const reading *a, const reading *b)
{
    char room_a[BF_PERSON_BYTES], room_b[BF_PERSON_BYTES];
    bf_str first_a = word_of(a, 0), first_b = word_of(b, 0);
    first_names best = {compare_given_words(first_a, first_b), 1, 1, false};
    bf_str two_a = bf_person_name_joined(a->name, 0, 2, false, room_a);
    bf_str two_b = bf_person_name_joined(b->name, 0, 2, false, room_b);
    if (a->at > 1 && bf_str_equal(two_a, first_b))
        consider(&best, EQUAL, 2, 1);
    if (b->at > 1 && bf_str_equal(first_a, two_b))
        consider(&best, EQUAL, 1, 2);
    return best;
}

static agreement compare_called(const reading *a, const reading *b)
{
    if (a->name->called.length == 0)
        return APART;
    return compare_given_words(bf_person_name_word(a->name, &a->name->called), word_of(b, 0));
}

/* Says whether one goes by a name that is the other's second. */
static bool goes_by_another(const reading *a, const reading *b)
{
    for (size_t i = 1; i < b->at; i++)
        if (word_of(b, i).length > 1 && bf_str_equal(word_of(a, 0), word_of(b, i)))
            return true;
    return false;
}

static first_names compare_given(const reading *a, const reading *b)
{
    first_names best = compare_first(a, b);
    consider(&best, better(compare_called(a, b), compare_called(b, a)), 1, 1);
    if (best.agrees == APART && (goes_by_another(a, b) || goes_by_another(b, a))) {
        best.agrees = DISTANT;
        best.crossed = true;
    }
    return best;
}

/* --- Middle names --------------------------------------------------------------------------------
 */

/* How two middle names agree; of those an initial is enough. */
static agreement compare_middle_words(bf_str a, bf_str b)
{
    if (a.length == 1 || b.length == 1)
        return a.bytes[0] == b.bytes[0] ? EQUAL : APART;
    return compare_given_words(a, b);
}

/* Says whether word `i` may be a surname that stands where middle names do: it is neither an
 * initial nor known as a given name. */
static bool may_be_surname(const reading *read, size_t i)
{
    return word_of(read, i).length > 1 && !read->name->words[i].given;
}

/* What middle names say of each other. */
typedef struct {
    bool agree, contradict;
    bool surname; /* one that the other lacks may be a surname */
    bool doubt;   /* they are not the same, and may be of one person */
} middles;

static middles compare_middles(const reading *a, const reading *b, const first_names *first)
{
    middles found = {0};
    agreement best = APART;
    bool both = first->a < a->at && first->b < b->at;
    for (size_t i = first->a; i < a->at; i++)
        for (size_t j = first->b; j < b->at; j++)
            best = better(best, compare_middle_words(word_of(a, i), word_of(b, j)));
    found.agree = best == EQUAL;
    for (size_t i = first->a; i < a->at && !found.agree; i++)
        found.surname = found.surname || (a->name->given_count == 0 && may_be_surname(a, i));
    for (size_t j = first->b; j < b->at && !found.agree; j++)
        found.surname = found.surname || (b->name->given_count == 0 && may_be_surname(b, j));
    found.doubt = both && best != EQUAL && (best != APART || first->crossed);
    found.contradict = both && best == APART && !first->crossed && !found.surname;
    return found;
}

/* --- The whole -----------------------------------------------------------------------------------
 */

static bool suffixes_contradict(bf_person_suffix a, bf_person_suffix b)
{
    bool young =
        (a == BF_SUFFIX_JR && b == BF_SUFFIX_II) || (a == BF_SUFFIX_II && b == BF_SUFFIX_JR);
    return a != BF_SUFFIX_NONE && b != BF_SUFFIX_NONE && a != b && !young;
}

static bf_person_verdict verdict_of(agreement surnames, agreement given, bool doubt)
{
    agreement least = surnames < given ? surnames : given;
    if (least == APART)
        return BF_PERSON_OTHER;
    if (least == DISTANT)
        return BF_PERSON_COMPATIBLE;
    return least == DOUBTFUL || doubt ? BF_PERSON_ALIKE : BF_PERSON_SAME;
}

static bf_person_match match_readings(const reading *a, const reading *b)
{
    bf_person_match match = {0};
    agreement surnames = compare_surnames(a, b);
    if (surnames == APART)
        return match;
    first_names given = compare_given(a, b);
    middles middle = compare_middles(a, b, &given);
    bf_person_suffix suffix_a = a->name->suffix, suffix_b = b->name->suffix;
    match.verdict =
        verdict_of(surnames, given.agrees, suffix_a != suffix_b || middle.surname || middle.doubt);
    match.names = match.verdict >= BF_PERSON_ALIKE;
    match.middle = middle.agree && given.agrees >= DOUBTFUL;
    match.contradicted = middle.contradict || suffixes_contradict(suffix_a, suffix_b);
    if (match.contradicted)
        match.verdict = BF_PERSON_OTHER;
    return match;
}

static bool is_better(const bf_person_match *a, const bf_person_match *b)
{
    if (a->verdict != b->verdict)
        return a->verdict > b->verdict;
    return a->names != b->names ? a->names : a->middle && !b->middle;
}

/* Says whether `a` has the surname of `b` before its given names, or has it so in the other
 * order. */
static bool is_turned_round(const bf_person_name *a, const bf_person_name *b)
{
    char room[4][BF_PERSON_BYTES];
    for (size_t i = 1; i < a->count; i++)
        for (size_t j = 1; j < b->count; j++)
            if (bf_str_equal(bf_person_name_joined(a, 0, i, false, room[0]),
                             bf_person_name_joined(b, j, b->count, false, room[1])) &&
                bf_str_equal(bf_person_name_joined(a, i, a->count, false, room[2]),
                             bf_person_name_joined(b, 0, j, false, room[3])))
                return true;
    return false;
}

bf_person_match bf_person_match_names(const bf_person_name *a, const bf_person_name *b)
{
    bf_person_match best = {0};
    for (size_t i = 1; i < a->count; i++)
        for (size_t j = 1; j < b->count; j++) {
            if (!bf_person_name_splits(a, i) || !bf_person_name_splits(b, j))
                continue;
            bf_person_match match = match_readings(&(reading){a, i}, &(reading){b, j});
            if (is_better(&match, &best))
                best = match;
        }
    if (best.verdict == BF_PERSON_OTHER && !best.names && is_turned_round(a, b))
        best.verdict = BF_PERSON_COMPATIBLE;
    return best;
}
