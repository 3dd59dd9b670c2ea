/* phone.c: telephone numbers in running text. */
#include "analyzer/phone.h"

#include <string.h>

#include "analyzer/country.h"
#include "analyzer/lexicon.h"
#include "analyzer/plain.h"

enum {
    MOST_DIGITS = 15, /* E.164, 6.2.1 */
    LEAST_DIGITS = 8,
    MOST_GROUPS = 8,
    MOST_SEPARATORS = 3, /* between two groups: ") ", " - " */
    PLAN_DIGITS = 10,    /* of the North American plan, its country code not counted */
    SAFE_TRUNK = 10,     /* so many digits in one run that begin with a trunk prefix are no id */
    WORDS_BACK = 5,      /* from a number to the word that says what it is: "call me any time at" */
    MOST_WORD = 32,
    LEAST_SPELLED = 3 /* digits spelled out, for the number to be read so */
};

/* What a word beside a number says of it. */
typedef enum { SAYS_NOTHING, SAYS_PHONE, SAYS_FAX, SAYS_OTHER, SAYS_DIGIT } saying;

static const bf_lexicon_row rows[] = {
#include "analyzer/contact_words.h"
};

/* Where numbers are looked for. */
typedef struct {
    bf_lexicon words;
    bf_str text;
    bf_country home; /* empty `code` when nothing says which */
    bool dialled;    /* digits in one run are a number */
} reading;

/* Digits in groups; `sum[i]` digits stand up to the end of group i, which is byte `end[i]`. */
typedef struct {
    char digits[MOST_DIGITS + 1];
    size_t sum[MOST_GROUPS], end[MOST_GROUPS];
    size_t count; /* of groups */
} grouped;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word_byte(char c)
{
    return is_letter(c) || (unsigned char)c >= 0x80;
}

static char at(bf_str text, size_t i)
{
    return i < text.length ? text.bytes[i] : '\0';
}

/* ---- Words beside numbers */

/* What `word` says; `digit` is filled for one that is spelled out. Scripts that set no blanks may
 * run words together: then one that `word` ends in decides. */
static saying meaning_of(const bf_lexicon *words, bf_str word, char *digit)
{
    const bf_lexicon_row *row = bf_lexicon_find(words, word);
    for (size_t from = 3; row == NULL && from < word.length && (unsigned char)word.bytes[0] >= 0xE3;
         from += 3)
        row = bf_lexicon_find(words, bf_str_after(word, from)); /* kana and kanji */
    *digit = row == NULL ? '\0' : row->kind[0];
    switch (*digit) {
    case '\0':
    case 'a':
        return SAYS_NOTHING;
    case 'p':
        return SAYS_PHONE;
    case 'f':
        return SAYS_FAX;
    case 'o':
        return SAYS_OTHER;
    default:
        return SAYS_DIGIT;
    }
}

/* Takes the word before byte `*i`, which then is its first; empty at the start of a line, after a
 * digit, and where the word is too long to be one of ours. */
static bf_str word_before(bf_str text, size_t *i)
{
    size_t end = *i;
    while (end > 0 && !is_word_byte(text.bytes[end - 1]) && !is_digit(text.bytes[end - 1]) &&
           text.bytes[end - 1] != '\n' && *i - end < MOST_WORD)
        end--;
    size_t begin = end;
    while (begin > 0 && is_word_byte(text.bytes[begin - 1]) && end - begin < MOST_WORD)
        begin--;
    *i = begin;
    return bf_str_slice(text, begin, end);
}

/* "Phone/Fax", "call or fax": a fax that is a telephone too. */
static bool is_phone_too(const reading *job, size_t i)
{
    bf_str text = job->text;
    char digit;
    bf_str word = word_before(text, &i);
    if (bf_lexicon_has(&job->words, word, "and"))
        word = word_before(text, &i);
    return word.length > 0 && meaning_of(&job->words, word, &digit) == SAYS_PHONE;
}

/* What the nearest known word before byte `i` says. */
static saying said_before(const reading *job, size_t i)
{
    char digit;
    for (size_t count = 0; count < WORDS_BACK; count++) {
        bf_str word = word_before(job->text, &i);
        saying says = word.length == 0 ? SAYS_NOTHING : meaning_of(&job->words, word, &digit);
        if (says == SAYS_FAX && is_phone_too(job, i))
            return SAYS_PHONE;
        if (word.length == 0 || (says != SAYS_NOTHING && says != SAYS_DIGIT))
            return says;
    }
    return SAYS_NOTHING;
}

/* "555-0120 (fax)". */
static bool said_fax_after(bf_str text, size_t end)
{
    bf_str rest = bf_str_trim(bf_str_slice(text, end, end + MOST_WORD));
    return bf_str_starts_nocase(rest, BF_STR("(fax")) ||
           bf_str_starts_nocase(rest, BF_STR("(f)")) || bf_str_equal_nocase(rest, BF_STR("fax"));
}

/* ---- Groups of digits */

/* Skips what may stand between two groups of digits. */
static size_t skip_separators(bf_str text, size_t i)
{
    size_t begin = i;
    while (i - begin < MOST_SEPARATORS && at(text, i) != '\0' && strchr(" .-()/*", at(text, i)))
        i++;
    return i;
}

/* A zero in brackets is dialled at home only ("+44 (0)20", E.123, 7.1). */
static size_t skip_home_zero(bf_str text, size_t i)
{
    size_t begin = i;
    while (at(text, begin) == ' ')
        begin++;
    return bf_str_starts(bf_str_after(text, begin), BF_STR("(0)")) ? begin + 3 : i;
}

/* Digits to which small letters are joined are something else, "9am", "19h", but for an extension;
 * a capital begins a text that ran into the number. */
static bool is_joined(bf_str text, size_t i)
{
    char c = at(text, i);
    return is_word_byte(c) && !(c >= 'A' && c <= 'Z') &&
           !((c == 'x' || c == 'e') && (is_digit(at(text, i + 1)) || at(text, i + 1) == 'x'));
}

/* Reads groups of digits from byte `i` on, up to one that would make them too many. */
static void take_groups(bf_str text, size_t i, grouped *out)
{
    size_t count = 0;
    out->count = 0;
    while (out->count < MOST_GROUPS) {
        size_t begin = count;
        while (is_digit(at(text, i)) && count <= MOST_DIGITS)
            out->digits[count < MOST_DIGITS ? count : MOST_DIGITS] = text.bytes[i++], count++;
        if (count == begin || count > MOST_DIGITS || (out->count > 0 && is_joined(text, i)))
            return;
        out->sum[out->count] = count;
        out->end[out->count++] = i;
        i = skip_separators(text, skip_home_zero(text, i));
    }
}

/* How many groups from the first on hold `least` to `most` digits beside the first `skipped`: the
 * most that do; 0 when none do. */
static size_t groups_holding(const grouped *groups, size_t skipped, size_t least, size_t most)
{
    for (size_t i = groups->count; i > 0; i--)
        if (groups->sum[i - 1] >= skipped + least && groups->sum[i - 1] <= skipped + most)
            return i;
    return 0;
}

static bool begins_with_one_of(const grouped *groups, size_t skipped, bf_str first)
{
    return memchr(first.bytes, groups->digits[skipped], first.length) != NULL;
}

/* Writes + , the calling code and the digits after the first `skipped`. */
static bool put_number(bf_str calling, const grouped *groups, size_t skipped, size_t used,
                       bf_str *out, char *room)
{
    size_t count = groups->sum[used - 1] - skipped;
    if (calling.length + count > MOST_DIGITS)
        return false;
    room[0] = '+';
    memcpy(room + 1, calling.bytes, calling.length);
    memcpy(room + 1 + calling.length, groups->digits + skipped, count);
    *out = (bf_str){room, 1 + calling.length + count};
    return true;
}

/* ---- Numbers: each gives the byte after the number, or 0 when there is none at byte `i` */

/* "+", a country calling code and a national number. */
static size_t take_international(const reading *job, size_t i, char *room, bf_str *number)
{
    grouped groups;
    bf_country country;
    if (at(job->text, i) != '+' || !is_digit(at(job->text, i + 1)))
        return 0;
    take_groups(job->text, i + 1, &groups);
    if (groups.count == 0 || groups.digits[0] == '0') /* no calling code begins so */
        return 0;
    size_t sum = groups.sum[groups.count - 1], used;
    if (!bf_country_calling((bf_str){groups.digits, sum}, &country)) {
        used = groups_holding(&groups, 0, LEAST_DIGITS, MOST_DIGITS);
        return used > 0 && put_number(BF_STR(""), &groups, 0, used, number, room)
                   ? groups.end[used - 1]
                   : 0;
    }
    size_t skipped = country.calling.length; /* the trunk prefix, too, where somebody wrote it */
    if (country.trunk.length == 1 && country.trunk.bytes[0] == '0' && sum > skipped &&
        groups.digits[skipped] == '0')
        skipped++;
    used = groups_holding(&groups, skipped, country.least, country.most);
    if (used == 0 || !put_number(country.calling, &groups, skipped, used, number, room))
        return 0;
    return groups.end[used - 1];
}

/* Day, month and year are eight digits in groups, too. */
static bool is_date(const grouped *groups)
{
    size_t first = groups->sum[0], second = groups->count > 1 ? groups->sum[1] - first : 0;
    const char *year = first == 4 ? groups->digits : groups->digits + first + second;
    return groups->count >= 3 && second <= 2 && (first <= 2 || first == 4) &&
           groups->sum[2] - first - second <= 4 &&
           (memcmp(year, "19", 2) == 0 || memcmp(year, "20", 2) == 0);
}

/* Says whether the digits may be a number though nothing parts them. */
static bool may_be_run(const reading *job, size_t i, size_t used, bool safe)
{
    return used > 1 || job->dialled || safe || said_before(job, i) == SAYS_PHONE;
}

/* A number as it is dialled, or written, in the country itself. */
static size_t take_home(const reading *job, size_t i, char *room, bf_str *number)
{
    const bf_country *home = &job->home;
    grouped groups;
    if (home->code.length == 0 || bf_str_equal(home->calling, BF_STR("1")))
        return 0; /* the North American plan is read everywhere */
    take_groups(job->text, i + (at(job->text, i) == '('), &groups);
    if (groups.count == 0 || (groups.count >= 3 && is_date(&groups)))
        return 0;
    bf_str run = {groups.digits, groups.sum[groups.count - 1]};
    size_t used = 0, skipped = home->trunk.length;
    if (skipped > 0 && run.length > skipped && bf_str_starts(run, home->trunk) &&
        begins_with_one_of(&groups, skipped, home->first))
        used = groups_holding(&groups, skipped, home->least, home->most);
    if (used > 0 && !may_be_run(job, i, used, groups.sum[0] >= SAFE_TRUNK))
        return 0;
    if (used == 0 && home->bare_most > 0 && begins_with_one_of(&groups, 0, home->bare_first)) {
        skipped = 0;
        used = groups_holding(&groups, 0, home->bare_least, home->bare_most);
        if (used > 0 && !may_be_run(job, i, used, false))
            return 0;
    }
    return used > 0 && put_number(home->calling, &groups, skipped, used, number, room)
               ? groups.end[used - 1]
               : 0;
}

/* Says whether ten digits are of the North American plan: area code and exchange begin with 2 to 9.
 */
static bool is_plan_number(const char *digits)
{
    return digits[0] >= '2' && digits[3] >= '2';
}

/* A number of the North American plan: 3-3-4, an optional 1 before it; ten digits in one run where
 * something says that they are one. */
static size_t take_plan(const reading *job, size_t i, char *room, bf_str *number)
{
    grouped groups;
    take_groups(job->text, i + (at(job->text, i) == '('), &groups);
    size_t first = groups.count > 0 && groups.sum[0] == 1 && groups.digits[0] == '1';
    if (groups.count >= first + 3 && groups.sum[first] == first + 3 &&
        groups.sum[first + 1] == first + 6 && groups.sum[first + 2] == first + PLAN_DIGITS) {
        if (!is_plan_number(groups.digits + first) ||
            !put_number(BF_STR("1"), &groups, first, first + 3, number, room))
            return 0;
        return groups.end[first + 2];
    }
    size_t one = groups.count > 0 && groups.digits[0] == '1';
    if (groups.count == 0 || groups.sum[0] != one + PLAN_DIGITS ||
        !is_plan_number(groups.digits + one) || !may_be_run(job, i, 1, false) ||
        !put_number(BF_STR("1"), &groups, one, 1, number, room))
        return 0;
    return groups.end[0];
}

/* Reads a digit in a word, or digits, at `*i`. */
static bool take_spelled_part(const reading *job, size_t *i, grouped *out, size_t *spelled)
{
    bf_str text = job->text;
    size_t end = *i;
    char digit;
    while (is_digit(at(text, end)) && out->sum[0] < MOST_DIGITS)
        out->digits[out->sum[0]++] = text.bytes[end++];
    if (end > *i) {
        *i = end;
        return true;
    }
    while (is_letter(at(text, end)) && end - *i < MOST_WORD)
        end++;
    if (end == *i || out->sum[0] >= MOST_DIGITS ||
        meaning_of(&job->words, bf_str_slice(text, *i, end), &digit) != SAYS_DIGIT)
        return false;
    out->digits[out->sum[0]++] = digit;
    ++*spelled;
    *i = end;
    return true;
}

/* Says whether a digit, or one in a word, stands before byte `i`: then the number began there. */
static bool is_inside(const reading *job, size_t i)
{
    bf_str text = job->text;
    char digit;
    for (size_t k = 0; k < MOST_SEPARATORS && i > 0 && strchr(" .-()/*", text.bytes[i - 1]); k++)
        i--;
    if (i > 0 && is_digit(text.bytes[i - 1]))
        return true;
    bf_str word = word_before(text, &i);
    return word.length > 0 && meaning_of(&job->words, word, &digit) == SAYS_DIGIT;
}

/* "five oh three - 555 - zero one two three": whoever writes so hides it from machines. */
static size_t take_spelled(const reading *job, size_t i, char *room, bf_str *number)
{
    grouped groups = {.count = 1};
    size_t spelled = 0, begin = i, end = i;
    while (take_spelled_part(job, &i, &groups, &spelled)) {
        end = i;
        i = skip_separators(job->text, i);
    }
    size_t one = groups.digits[0] == '1';
    return spelled >= LEAST_SPELLED && groups.sum[0] == one + PLAN_DIGITS &&
                   is_plan_number(groups.digits + one) && !is_inside(job, begin) &&
                   put_number(BF_STR("1"), &groups, one, 1, number, room)
               ? end
               : 0;
}

/* Says whether a number may begin at byte `i`: not inside of another or of a word. A text that ran
 * into the number for want of a blank ends in a small letter, and then only parted digits count. */
static bool may_begin(bf_str text, size_t i, bool *ran_in)
{
    char before = i == 0 ? ' ' : text.bytes[i - 1];
    *ran_in = before >= 'a' && before <= 'z' && is_digit(text.bytes[i]);
    if (text.bytes[i] == '(' || text.bytes[i] == '+')
        return !is_digit(before);
    if (is_digit(text.bytes[i]))
        return *ran_in || !(is_digit(before) || is_letter(before));
    return !is_word_byte(before) && strchr("zotfsenucdTFSZONE", text.bytes[i]) != NULL;
}

static size_t take_number(const reading *job, size_t i, char *room, bf_str *number)
{
    bool ran_in;
    if (!may_begin(job->text, i, &ran_in))
        return 0;
    if (is_letter(job->text.bytes[i]))
        return take_spelled(job, i, room, number);
    size_t end = take_international(job, i, room, number);
    if (end == 0 && !ran_in)
        end = take_home(job, i, room, number);
    if (end == 0)
        end = take_plan(job, i, room, number);
    if (end == 0 && !ran_in && is_digit(job->text.bytes[i]))
        end = take_spelled(job, i, room, number);
    return end;
}

/* Money is no number to dial: "1 250 000 12 zł", "$415 555 0142". */
static bool is_money(bf_str text, size_t begin, size_t end)
{
    static const char *const signs[] = {"$", "€", "£", "¥", "zł", "Kč", "kr", "円"};
    bf_str before = bf_str_trim(bf_str_slice(text, begin > 4 ? begin - 4 : 0, begin));
    bf_str after = bf_str_trim(bf_str_slice(text, end, end + 5));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (bf_str_ends(before, bf_str_of(signs[i])) ||
            (i > 0 && bf_str_starts(after, bf_str_of(signs[i]))))
            return true;
    return false;
}

/* The next byte at which a number may begin: not in the word that goes on from byte `i`. */
static size_t next_place(bf_str text, size_t i)
{
    for (i++; i < text.length && is_letter(text.bytes[i]) && is_letter(text.bytes[i - 1]); i++)
        ;
    return i;
}

static bool read_plain(const reading *job, bf_arena *arena, bf_contact_texts *phones)
{
    char room[MOST_DIGITS + 2];
    bf_str number;
    for (size_t i = 0; i < job->text.length && !bf_contact_texts_full(phones);) {
        size_t end = take_number(job, i, room, &number);
        if (end == 0) {
            i = next_place(job->text, i);
            continue;
        }
        saying says = said_before(job, i);
        if (says != SAYS_FAX && says != SAYS_OTHER && !said_fax_after(job->text, end) &&
            !is_money(job->text, i, end) && !bf_contact_add(phones, number, arena))
            return false;
        i = end;
    }
    return true;
}

static void begin(reading *job, bf_str country, bool dialled)
{
    job->dialled = dialled;
    bf_lexicon_index(&job->words, rows, sizeof rows / sizeof *rows);
    if (!bf_country_find(country, &job->home))
        job->home = (bf_country){0};
}

static bool read_numbers(reading *job, bf_str text, bf_arena *arena, bf_contact_texts *phones)
{
    bf_buf room;
    bf_buf_init(&room, 0);
    bool read = bf_plain_view(text, &room, &job->text) && read_plain(job, arena, phones);
    bf_buf_free(&room);
    return read;
}

bool bf_phone_read(bf_str text, bf_str country, bf_arena *arena, bf_contact_texts *phones)
{
    reading job;
    begin(&job, country, false);
    return read_numbers(&job, text, arena, phones);
}

bool bf_phone_read_blocks(const bf_document *document, const uint32_t *blocks, size_t count,
                          bf_str country, bf_arena *arena, bf_contact_texts *phones)
{
    reading job;
    begin(&job, country, false);
    for (size_t i = 0; i < count; i++)
        if (!read_numbers(&job, document->blocks[blocks[i]].text, arena, phones))
            return false;
    return true;
}

bool bf_phone_read_dialled(bf_str target, bf_str country, bf_arena *arena, bf_contact_texts *phones)
{
    reading job;
    begin(&job, country, true);
    return read_numbers(&job, target, arena, phones);
}

void bf_phone_leave_own(bf_contact_texts *phones, size_t known)
{
    bf_lexicon words;
    size_t kept = 0;
    bf_lexicon_index(&words, rows, sizeof rows / sizeof *rows);
    for (size_t round = 0; round < 2; round++) {
        size_t own = kept; /* numbers that stay, as the first round counts them */
        kept = 0;
        for (size_t i = 0; i < phones->count; i++) {
            bf_str number = phones->items[i];
            bool is_free = i >= known && bf_str_starts(number, BF_STR("+1")) &&
                           bf_lexicon_has(&words, bf_str_slice(number, 2, 5), "free");
            if (round == 1 && (!is_free || own == 0))
                phones->items[kept] = number;
            kept += round == 0 ? !is_free : !is_free || own == 0;
        }
    }
    phones->count = kept;
}

bf_str bf_phone_country(bf_str text)
{
    reading job = {.text = text};
    char room[MOST_DIGITS + 2];
    bf_country country;
    bf_str number;
    for (size_t i = bf_str_find(text, BF_STR("+"), 0); i != SIZE_MAX;
         i = bf_str_find(text, BF_STR("+"), i + 1))
        if (take_international(&job, i, room, &number) > 0 &&
            bf_country_calling(bf_str_after(number, 1), &country) &&
            !bf_str_equal(country.calling, BF_STR("1")))
            return country.code;
    return (bf_str){0};
}
