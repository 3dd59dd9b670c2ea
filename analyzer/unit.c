/* unit.c: what one pays by. */
#include "analyzer/unit.h"

#include <stdlib.h>
#include <string.h>

enum {
    LEAST_MINUTES = 10,
    MOST_MINUTES = 480,
    MOST_WORD = 24,
    WORDS_BETWEEN = 2 /* "50 minute individual session" */
};

static const bf_lexicon_row rows[] = {
#include "analyzer/price_words.h"
};

void bf_unit_words(bf_lexicon *out)
{
    bf_lexicon_index(out, rows, sizeof rows / sizeof *rows);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static char at(bf_str text, size_t i)
{
    return i < text.length ? text.bytes[i] : '\0';
}

bf_str bf_unit_word(bf_str text, size_t i)
{
    size_t end = i, length;
    while (end - i < MOST_WORD) {
        bool hyphen = end > i && at(text, end) == '-';
        length = bf_lexicon_letter(text, end + hyphen);
        if (length == 0)
            break;
        end += hyphen + length;
    }
    return bf_str_slice(text, i, end);
}

/* The end of the word of `kind` at byte `i`; 0 when there is none. A word with a hyphen may be one
 * before it ("hour-long"); one of a script that sets no blanks ends where it ends. */
static size_t end_of(const bf_lexicon *words, bf_str text, size_t i, const char *kind)
{
    bf_str word = bf_unit_word(text, i), rest = word, part;
    if (word.length == 0)
        return 0;
    if (bf_lexicon_has(words, word, kind))
        return i + word.length;
    if (bf_str_take_part(&rest, '-', &part) && part.length < word.length &&
        bf_lexicon_has(words, part, kind))
        return i + part.length;
    for (size_t length = 3; length < word.length && (unsigned char)word.bytes[0] >= 0xE3;
         length += 3)
        if (bf_lexicon_has(words, bf_str_slice(word, 0, length), kind)) /* kana and kanji */
            return i + length;
    return 0;
}

static size_t skip_joints(bf_str text, size_t i)
{
    while (at(text, i) == ' ' || at(text, i) == '-')
        i++;
    return i;
}

/* Reads "50", "1.5", "2½", "1 1/2", "fifty"; 0 when there is no number. */
static size_t take_number(const bf_lexicon *words, bf_str text, size_t i, double *number)
{
    bf_str half = BF_STR("½"), rest = bf_str_after(text, i), word;
    uint64_t whole;
    if (is_digit(at(text, i))) {
        if (!bf_take_decimal(&rest, 999, &whole))
            return 0;
        *number = (double)whole;
        i = text.length - rest.length;
        if ((at(text, i) == '.' || at(text, i) == ',') && is_digit(at(text, i + 1)) &&
            !is_digit(at(text, i + 2))) {
            *number += (at(text, i + 1) - '0') / 10.0;
            return i + 2;
        }
        size_t skipped = i + (at(text, i) == ' ');
        rest = bf_str_after(text, skipped);
        if (bf_str_starts(rest, half) || bf_str_starts(rest, BF_STR("1/2"))) {
            *number += 0.5;
            return skipped + (bf_str_starts(rest, half) ? half.length : 3);
        }
        return is_digit(at(text, i)) ? 0 : i;
    }
    word = bf_unit_word(text, i);
    for (; word.length > 0; word.length--) {
        const bf_lexicon_row *row = bf_lexicon_find(words, word);
        if (row != NULL && is_digit(row->kind[0])) {
            *number = atoi(row->kind);
            return i + word.length;
        }
        while (word.length > 1 && word.bytes[word.length - 1] != '-')
            word.length--;
    }
    return 0;
}

static void put_minutes(double minutes, bf_unit *out)
{
    if (minutes < LEAST_MINUTES || minutes > MOST_MINUTES)
        return;
    out->kind = BF_UNIT_MINUTES;
    out->minutes = (unsigned)(minutes + 0.5);
}

/* The end of a word for an hour at byte `i`, one or several; 0 when there is none. */
static size_t end_of_hours(const bf_lexicon *words, bf_str text, size_t i)
{
    size_t end = end_of(words, text, i, "hour");
    return end > 0 ? end : end_of(words, text, i, "hours");
}

/* A number and what is counted. */
static bool take_counted(const bf_lexicon *words, bf_str text, size_t i, bf_unit *out)
{
    double number;
    size_t counted = take_number(words, text, i, &number), end;
    if (counted == 0)
        return false;
    counted = skip_joints(text, counted);
    bool one = number > 0.99 && number < 1.01;
    if ((end = end_of(words, text, counted, "minute")) > 0)
        put_minutes(number, out);
    else if ((end = end_of_hours(words, text, counted)) > 0 && one)
        out->kind = BF_UNIT_HOUR;
    else if (end > 0)
        put_minutes(number * 60, out);
    else if ((end = end_of(words, text, counted, "session")) > 0)
        out->kind = one ? BF_UNIT_SESSION : BF_UNIT_PACKAGE;
    out->end = end;
    return end > 0;
}

/* "half an hour", "media hora". */
static bool take_half(const bf_lexicon *words, bf_str text, size_t i, bf_unit *out)
{
    size_t end = end_of(words, text, i, "half");
    if (end == 0)
        return false;
    end = skip_joints(text, end);
    if (bf_str_starts_nocase(bf_str_after(text, end), BF_STR("an ")))
        end += 3;
    out->end = end_of(words, text, end, "hour");
    put_minutes(30, out);
    return out->end > 0;
}

/* "session", "hour", "hour and a half". */
static bool take_word(const bf_lexicon *words, bf_str text, size_t i, bf_unit *out)
{
    bf_str more = BF_STR(" and a half");
    size_t end = end_of(words, text, i, "session");
    out->kind = BF_UNIT_SESSION;
    if (end == 0) {
        end = end_of(words, text, i, "hour");
        out->kind = BF_UNIT_HOUR;
        if (end > 0 && bf_str_starts_nocase(bf_str_after(text, end), more)) {
            put_minutes(90, out);
            end += more.length;
        }
    }
    out->end = end;
    return end > 0;
}

/* The end of the session or hour that lasts so long, a few words on at most; `end` when none
 * follows. */
static size_t end_of_lasting(const bf_lexicon *words, bf_str text, size_t end)
{
    size_t i = end;
    for (size_t count = 0; count <= WORDS_BETWEEN; count++) {
        i = skip_joints(text, i);
        size_t found = end_of(words, text, i, "session");
        if (found == 0)
            found = end_of_hours(words, text, i);
        if (found > 0)
            return found;
        bf_str word = bf_unit_word(text, i);
        if (word.length == 0)
            return end;
        i += word.length;
    }
    return end;
}

static bool is_free(const bf_lexicon *words, bf_str text, size_t i)
{
    size_t end = i;
    while (end > 0 && (text.bytes[end - 1] == ' ' || text.bytes[end - 1] == ','))
        end--;
    size_t begin = end;
    while (begin > 0 && end - begin < MOST_WORD && is_word_byte(text.bytes[begin - 1]))
        begin--;
    return bf_lexicon_has(words, bf_str_slice(text, begin, end), "free");
}

bool bf_unit_take(const bf_lexicon *words, bf_str text, size_t i, bf_unit *out)
{
    bf_unit made = {.begin = i};
    if (!take_counted(words, text, i, &made)) {
        made = (bf_unit){.begin = i};
        if (!take_half(words, text, i, &made)) {
            made = (bf_unit){.begin = i};
            if (!take_word(words, text, i, &made))
                return false;
        }
    }
    if (made.kind == BF_UNIT_MINUTES || made.kind == BF_UNIT_HOUR)
        made.end = end_of_lasting(words, text, made.end);
    if (is_free(words, text, i))
        made.kind = BF_UNIT_NONE;
    *out = made;
    return true;
}

bf_unit bf_unit_last(const bf_lexicon *words, bf_str text)
{
    bf_unit last = {0}, unit;
    for (size_t i = 0; i < text.length;) {
        if (bf_unit_take(words, text, i, &unit)) {
            last = unit.kind == BF_UNIT_NONE ? last : unit;
            i = unit.end;
            continue;
        }
        bool digit = is_digit(text.bytes[i]);
        size_t length = bf_unit_word(text, i).length;
        i += length > 0 ? length : 1;
        while (digit && is_digit(at(text, i)))
            i++;
    }
    return last;
}
