/* holder.c: whose letters these are. */
#include "analyzer/holder.h"

#include <string.h>

#include "analyzer/name.h"

/* Bytes before the letters that are looked at, and words of which one may begin the name. */
enum { FARTHEST = 160, MOST_WORDS = 20 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Says whether a word is no letters, number or sign: it begins with a small letter and has three or
 * more of them. */
static bool is_prose(bf_str word)
{
    return word.length > 2 && is_lower(word.bytes[0]) && is_lower(word.bytes[1]);
}

/* Says whether what stands between a name and the letters lets them hang on it: one line without a
 * word of prose, a semicolon or the end of a sentence. */
static bool hangs_on(bf_str between)
{
    bf_str word;
    if (bf_str_starts(between, BF_STR(".")))
        return false;
    for (size_t i = 0; i < between.length; i++)
        if (strchr(";\n!?|:", between.bytes[i]) != NULL)
            return false;
    while (bf_str_take_part(&between, ' ', &word))
        if (is_prose(word) || (word.length > 4 && word.bytes[word.length - 1] == '.'))
            return false;
    return true;
}

/* Where the word before byte `at` begins; `at` when there is none. */
static size_t word_before(bf_str text, size_t at)
{
    size_t i = at;
    while (i > 0 && text.bytes[i - 1] == ' ')
        i--;
    while (i > 0 && text.bytes[i - 1] != ' ' && text.bytes[i - 1] != '\n')
        i--;
    return i;
}

/* Says whether a word is letters of a credential, a number or a sign: "LMFT", "Ph.D.,", "#12345",
 * "(Accred)" is not. */
static bool is_letters(bf_str word)
{
    size_t capitals = 0, small = 0;
    for (size_t i = 0; i < word.length; i++) {
        capitals += is_upper(word.bytes[i]);
        small += is_lower(word.bytes[i]);
    }
    return capitals + small == 0 || (capitals >= 2 && small <= 4 && capitals + small <= 10);
}

bool bf_holder_is_letters(bf_str text)
{
    bf_str word;
    for (size_t i = 0; i < text.length; i++)
        if (strchr(";\n!?:", text.bytes[i]) != NULL)
            return false;
    while (bf_str_take_part(&text, ' ', &word))
        if (!is_letters(word))
            return false;
    return true;
}

/* The name before byte `begin`; `hangs` says whether what stands between them lets that hang on it.
 */
static bf_str name_before(bf_str text, size_t begin, bool (*hangs)(bf_str between))
{
    bf_str found = {0};
    size_t found_end = 0, at = begin;
    for (unsigned words = 0; words < MOST_WORDS && at > 0 && begin - at < FARTHEST; words++) {
        size_t first = word_before(text, at);
        if (first == at)
            break;
        at = first;
        if (!is_upper(text.bytes[at]) && (unsigned char)text.bytes[at] < 0x80)
            continue;
        bf_name name = bf_name_read(bf_str_slice(text, at, begin));
        if (name.kind != BF_NAME_PERSON)
            continue;
        size_t end = (size_t)(name.text.bytes - text.bytes) + name.text.length;
        if (found.length > 0 && end != found_end)
            break; /* another name: the nearer one was read to its beginning */
        if (!hangs(bf_str_slice(text, end, begin)))
            break;
        found = name.text;
        found_end = end;
    }
    return found;
}

bf_str bf_holder_before(bf_str text, size_t begin)
{
    return name_before(text, begin, hangs_on);
}

bf_str bf_holder_of_letters(bf_str text, size_t begin)
{
    return name_before(text, begin, bf_holder_is_letters);
}

bool bf_holder_may_be(bf_str a, bf_str b)
{
    bf_str word, other;
    while (bf_str_take_part(&a, ' ', &word)) {
        bf_str rest = b;
        while (word.length > 2 && bf_str_take_part(&rest, ' ', &other))
            if (bf_name_equal(word, other))
                return true;
    }
    return false;
}
