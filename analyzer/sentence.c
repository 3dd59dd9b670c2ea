/* sentence.c: a folded block cut into sentences. */
#include "analyzer/sentence.h"

#include "common/utf8.h"

#include <string.h>

enum { MOST_BYTES = 4096 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

/* The word right before byte `end`: letters and points. */
static bf_str word_before(bf_str text, size_t end)
{
    size_t begin = end;
    while (begin > 0 && !is_blank(text.bytes[begin - 1]) && !strchr("(\"'[", text.bytes[begin - 1]))
        begin--;
    return bf_str_slice(text, begin, end);
}

/* Says whether the point at `at` belongs to a word: an abbreviation or an initial. Folded text has
 * no capitals, so a single letter is taken for an initial, "i" aside; "no." is one before a number,
 * and otherwise an answer. */
static bool is_abbreviation(const bf_sentence_words *known, bf_str text, size_t at)
{
    bf_str word = word_before(text, at), next = bf_str_trim(bf_str_slice(text, at + 1, at + 3));
    if (word.length == 1 && word.bytes[0] >= 'a' && word.bytes[0] <= 'z')
        return word.bytes[0] != 'i';
    if (bf_str_equal(word, BF_STR("no")))
        return next.length > 0 && next.bytes[0] >= '0' && next.bytes[0] <= '9';
    for (size_t i = 0; i < known->count; i++)
        if (bf_str_equal(word, known->items[i]))
            return true;
    return false;
}

/* Skips what may close a sentence after its mark: more marks, quotes, brackets. */
static size_t skip_closers(bf_str text, size_t i)
{
    while (i < text.length && strchr(".!?\"')]", text.bytes[i]) && text.bytes[i] != '\0')
        i++;
    return i;
}

/* Says whether a sentence ends with the mark at `at`; `*end` is then the byte after its closers. */
static bool ends_at(const bf_sentence_words *known, bf_str text, size_t at, size_t *end)
{
    char c = text.bytes[at];
    if (c == '\n') {
        *end = at;
        return true;
    }
    if (c != '.' && c != '!' && c != '?') /* "…" is three points in view N */
        return false;
    *end = skip_closers(text, at + 1);
    bool parted = *end == text.length || is_blank(text.bytes[*end]);
    return parted && !(c == '.' && *end < text.length && is_abbreviation(known, text, at));
}

/* The byte at which a text of more than MOST_BYTES is cut: after its last blank, else at the start
 * of a character. */
static size_t cut_at(bf_str text)
{
    size_t end = MOST_BYTES;
    while (end > 0 && !is_blank(text.bytes[end - 1]))
        end--;
    if (end > 0)
        return end;
    return bf_utf8_beginning(text, MOST_BYTES).length;
}

bool bf_sentence_take(bf_str *rest, const bf_sentence_words *known, bf_str *sentence)
{
    size_t begin = 0, end = 0;
    while (begin < rest->length && is_blank(rest->bytes[begin]))
        begin++;
    bf_str all = bf_str_after(*rest, begin);
    bf_str text = bf_str_slice(all, 0, MOST_BYTES);
    for (size_t i = 0; i < text.length; i++)
        if (ends_at(known, text, i, &end))
            break;
        else
            end = i + 1;
    if (end == MOST_BYTES && all.length > MOST_BYTES)
        end = cut_at(all);
    *sentence = bf_str_trim(bf_str_slice(text, 0, end));
    *rest = bf_str_after(all, end);
    return sentence->length > 0;
}
