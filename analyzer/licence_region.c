/* licence_region.c: the state or province that words about a licence name. */
#include "analyzer/licence_region.h"

#include <string.h>

/* Bytes behind a licence that may name its region, and words of a region's name. */
enum { BEHIND = 40, BEFORE = 24, MOST_WORDS = 3 };

static bool is_inside_word(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
}

static size_t end_of_word(bf_str text, size_t at)
{
    while (at < text.length && is_inside_word(text.bytes[at]))
        at++;
    return at;
}

/* Says whether a number follows: "#00000", "C000000", "lic. 0000". */
static bool number_follows(bf_str text, size_t at)
{
    size_t seen = 0;
    while (at < text.length && seen < 8 && strchr(",;()\n", text.bytes[at]) == NULL) {
        if (text.bytes[at] >= '0' && text.bytes[at] <= '9')
            return true;
        seen++;
        at++;
    }
    return false;
}

/* The region that the words from byte `at` on begin with, the longest name first. */
static const bf_region *region_at(const bf_gazetteer *names, bf_str text, size_t at, size_t *after)
{
    size_t ends[MOST_WORDS], count = 0;
    for (size_t from = at; count < MOST_WORDS; count++) {
        size_t end = end_of_word(text, from);
        if (end == from)
            break;
        ends[count] = end;
        from = end < text.length && text.bytes[end] == ' ' ? end + 1 : text.length;
    }
    while (count > 0) {
        bf_str words = bf_str_slice(text, at, ends[--count]);
        const bf_region *region = bf_gazetteer_region(names, words, (bf_str){0});
        bool code = region && words.length <= 3;
        if (region && (!code || number_follows(text, ends[count]))) {
            *after = ends[count];
            return region;
        }
    }
    return NULL;
}

/* The first region in bytes `begin` to `end`; where `to_end`, one that stands at their very end. */
static bf_str first_region(const bf_gazetteer *names, bf_str text, size_t begin, size_t end,
                           bool to_end)
{
    bf_str part = bf_str_slice(text, 0, end);
    for (size_t at = begin; at < end; at++) {
        bool starts = (at == 0 || !is_inside_word(text.bytes[at - 1])) && text.bytes[at] >= 'A' &&
                      text.bytes[at] <= 'Z';
        size_t after = 0;
        const bf_region *region = starts ? region_at(names, part, at, &after) : NULL;
        if (region && (!to_end || bf_str_trim(bf_str_after(part, after)).length == 0))
            return bf_region_reported(region);
    }
    return (bf_str){0};
}

/* Where the clause ends that goes on behind byte `at`. */
static size_t end_of_clause(bf_str text, size_t at)
{
    size_t most = text.length - at < BEHIND ? text.length : at + BEHIND;
    while (at < most && strchr(";\n|!?", text.bytes[at]) == NULL &&
           !(text.bytes[at] == '.' && (at + 1 == text.length || text.bytes[at + 1] == ' ')))
        at++;
    return at;
}

bf_str bf_licence_region(const bf_gazetteer *names, bf_str text, size_t begin, size_t end)
{
    size_t first = begin > BEFORE ? begin - BEFORE : 0;
    bf_str found = first_region(names, text, begin, end_of_clause(text, end), false);
    return found.length > 0 ? found : first_region(names, text, first, begin, true);
}
