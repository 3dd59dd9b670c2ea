/* directives.c: what a page asks of robots for itself. One reader of words for both places: a word
 * ends at a comma, a blank or a colon, and one with a colon is a name or has a value. */
#include "crawler/directives.h"

#include <assert.h>

static const char *const source_names[] = {"unsaid", "X-Robots-Tag", "meta robots"};
static_assert(sizeof source_names / sizeof *source_names == BF_DIRECTIVES_SOURCE_COUNT,
              "each source has a name");

const char *bf_directives_source_name(bf_directives_source source)
{
    return source_names[source];
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_any_of(bf_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal_nocase(word, bf_str_of(words[i])))
            return true;
    return false;
}

/* Directives whose value stands behind a colon. */
static bool has_value(bf_str word)
{
    static const char *const words[] = {"unavailable_after", "max-snippet", "max-image-preview",
                                        "max-video-preview"};
    return is_any_of(word, words, sizeof words / sizeof *words);
}

/* Says whether the `word` before a colon can be a robot's name: the hours of a date have no letter.
 */
static bool is_name(bf_str word)
{
    for (size_t i = 0; i < word.length; i++)
        if (is_letter(word.bytes[i]))
            return true;
    return bf_str_equal(word, BF_STR("*"));
}

/* A robot's name is compared as in robots.txt: the run of its letters (RFC 9309, 2.2.1), so that a
 * version after it does not matter. */
static bool is_us(bf_str name)
{
    static const char *const words[] = {"bonafide", "robots"};
    size_t length = 0;
    while (length < name.length && (is_letter(name.bytes[length]) || name.bytes[length] == '-' ||
                                    name.bytes[length] == '_'))
        length++;
    return bf_str_equal(name, BF_STR("*")) ||
           is_any_of(bf_str_slice(name, 0, length), words, sizeof words / sizeof *words);
}

static void take_word(bf_directives *said, bf_str word, bf_directives_source source)
{
    bool none = bf_str_equal_nocase(word, BF_STR("none"));
    if (!said->noindex && (none || bf_str_equal_nocase(word, BF_STR("noindex")))) {
        said->noindex = true;
        said->noindex_by = source;
    }
    if (!said->nofollow && (none || bf_str_equal_nocase(word, BF_STR("nofollow")))) {
        said->nofollow = true;
        said->nofollow_by = source;
    }
}

/* Takes a word off `*rest`, up to a comma or a blank, or to a colon where `colons` end it, and what
 * separates it from the next; `*colon` says whether a colon does (the word may then be empty).
 * false: none is left. */
static bool next_word(bf_str *rest, bool colons, bf_str *word, bool *colon)
{
    size_t begin = 0, end;
    while (begin < rest->length && (is_blank(rest->bytes[begin]) || rest->bytes[begin] == ','))
        begin++;
    for (end = begin; end < rest->length && !is_blank(rest->bytes[end]) &&
                      rest->bytes[end] != ',' && !(colons && rest->bytes[end] == ':');)
        end++;
    *word = bf_str_slice(*rest, begin, end);
    if (colons) /* "name :" is as good as "name:" */
        while (end < rest->length && is_blank(rest->bytes[end]))
            end++;
    *colon = colons && end < rest->length && rest->bytes[end] == ':';
    *rest = bf_str_after(*rest, end + *colon);
    return begin < end || *colon;
}

/* Passes over the value of a directive: a word, with the colons in it, unless a comma stands where
 * it should be. Of a date that is only the first word; the others say nothing to anybody. */
static void pass_value(bf_str *rest)
{
    bf_str value;
    bool colon;
    while (rest->length > 0 && is_blank(rest->bytes[0]))
        *rest = bf_str_after(*rest, 1);
    if (!bf_str_starts(*rest, BF_STR(",")))
        next_word(rest, false, &value, &colon);
}

void bf_directives_take_field(bf_directives *said, bf_str value)
{
    bf_str word;
    bool colon, to_us = true;
    while (next_word(&value, true, &word, &colon)) {
        if (colon && has_value(word))
            pass_value(&value);
        else if (!colon && to_us)
            take_word(said, word, BF_DIRECTIVES_FIELD);
        else if (colon && is_name(word))
            to_us = is_us(word);
    }
}

void bf_directives_take_head(bf_directives *said, const bf_http_head *head)
{
    for (size_t i = 0; i < head->field_count; i++)
        if (bf_str_equal_nocase(head->fields[i].name, BF_STR("X-Robots-Tag")))
            bf_directives_take_field(said, head->fields[i].value);
}

void bf_directives_take_meta(bf_directives *said, bf_str name, bf_str content)
{
    bf_str word;
    bool colon;
    name = bf_str_trim(name);
    if (!bf_str_equal_nocase(name, BF_STR("robots")) &&
        !bf_str_equal_nocase(name, BF_STR("bonafide")))
        return;
    while (next_word(&content, true, &word, &colon))
        if (colon && has_value(word))
            pass_value(&content);
        else if (!colon)
            take_word(said, word, BF_DIRECTIVES_META);
}
