/* gazetteer.c: names of places and the words round them. */
#include "analyzer/gazetteer.h"

#include <assert.h>
#include <string.h>

enum { MOST_TOWN_WORDS = 5, MOST_REGION_WORDS = 4, LONGEST_CODE = 3 };

static const bf_region region_rows[] = {
#include "analyzer/regions.h"
};
static const bf_lexicon_row city_rows[] = {
#include "analyzer/cities.h"
};
static const bf_lexicon_row word_rows[] = {
#include "analyzer/place_words.h"
};

enum { REGIONS = sizeof region_rows / sizeof *region_rows };

static_assert(2 * REGIONS <= BF_LEXICON_MOST, "each region has two rows: its name, its code");

void bf_gazetteer_open(bf_gazetteer *names, bf_str home)
{
    names->home = home;
    bf_lexicon_index(&names->words, word_rows, sizeof word_rows / sizeof *word_rows);
    bf_lexicon_index(&names->cities, city_rows, sizeof city_rows / sizeof *city_rows);
    for (size_t i = 0; i < REGIONS; i++) { /* a code that is empty is no word's equal */
        const bf_region *region = &region_rows[i];
        names->by_word[2 * i] = (bf_lexicon_row){region->country, region->name};
        names->by_word[2 * i + 1] = (bf_lexicon_row){region->country, region->code};
    }
    bf_lexicon_index(&names->regions, names->by_word, 2 * REGIONS);
}

bool bf_gazetteer_says(const bf_gazetteer *names, bf_str word, const char *kind)
{
    return bf_lexicon_has(&names->words, word, kind);
}

bool bf_gazetteer_has_town(const bf_gazetteer *names, bf_str town, const char *country)
{
    return country == NULL ? bf_lexicon_find(&names->cities, town) != NULL
                           : bf_lexicon_has(&names->cities, town, country);
}

bf_str bf_gazetteer_country(const bf_gazetteer *names, bf_str town)
{
    const bf_lexicon_row *row = bf_lexicon_find(&names->cities, town);
    if (row == NULL)
        return (bf_str){0};
    if (names->home.length > 0 && bf_lexicon_has(&names->cities, town, names->home.bytes))
        return names->home;
    return bf_str_of(row->kind);
}

static bool is_capital_word(bf_str word)
{
    char c = word.length > 0 ? word.bytes[0] : '\0';
    return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xC3;
}

const bf_region *bf_gazetteer_region(const bf_gazetteer *names, bf_str text, bf_str country)
{
    const bf_lexicon_row *row = NULL;
    if (!is_capital_word(text))
        return NULL;
    if (country.length == 0 && names->home.length > 0)
        row = bf_lexicon_find_kind(&names->regions, text, names->home.bytes);
    if (row == NULL)
        row = country.length > 0 ? bf_lexicon_find_kind(&names->regions, text, country.bytes)
                                 : bf_lexicon_find(&names->regions, text);
    bool code = row != NULL && strlen(row->word) <= LONGEST_CODE;
    if (row == NULL || (code && !bf_str_equal(text, bf_str_of(row->word))))
        return NULL;
    return &region_rows[(row - names->by_word) / 2];
}

const bf_region *bf_gazetteer_take_region(const bf_gazetteer *names, bf_str *text, bf_str country)
{
    bf_str rest = bf_str_trim(*text);
    const bf_region *found = NULL;
    size_t end = rest.length;
    bf_str all = rest;
    for (size_t words = 0; words < MOST_REGION_WORDS && rest.length > 0; words++) {
        bf_str word = bf_gazetteer_take_word(&rest);
        bf_str name = bf_str_slice(all, (size_t)(word.bytes - all.bytes), end);
        const bf_region *region = bf_gazetteer_region(names, name, country);
        if (region != NULL) {
            found = region;
            *text = rest;
        }
    }
    return found;
}

bf_str bf_region_reported(const bf_region *region)
{
    return region == NULL ? (bf_str){0}
                          : bf_str_of(region->code[0] != '\0' ? region->code : region->name);
}

static bool has_digit(bf_str word)
{
    for (size_t i = 0; i < word.length; i++)
        if (word.bytes[i] >= '0' && word.bytes[i] <= '9')
            return true;
    return false;
}

/* "St. Paul", "Ste. Foy": what ends a street may begin a town, but not after the street's name.
 */
static bool begins_town(const bf_gazetteer *names, bf_str word, bf_str before)
{
    return before.length == 0 && bf_gazetteer_says(names, word, "saint");
}

bf_str bf_gazetteer_town_at_end(const bf_gazetteer *names, bf_str text)
{
    bf_str rest = bf_str_trim(text), town = {0}, all = rest;
    for (size_t words = 0; words < MOST_TOWN_WORDS && rest.length > 0; words++) {
        bf_str word = bf_gazetteer_take_word(&rest);
        bool street = bf_gazetteer_says(names, word, "street") && !begins_town(names, word, rest);
        bool particle = bf_gazetteer_says(names, word, "particle");
        if (has_digit(word) || street || (!is_capital_word(word) && !particle) ||
            (particle && town.length == 0))
            break;
        if (is_capital_word(word)) /* a particle counts when a capital stands before it */
            town = bf_str_after(all, (size_t)(word.bytes - all.bytes));
    }
    return town;
}

/* The town that `text` begins with, up to `most` words. */
static bf_str town_at_start(const bf_gazetteer *names, bf_str text, size_t most)
{
    bf_str rest = text, word, town = {0};
    for (size_t words = 0; words < most && bf_str_take_part(&rest, ' ', &word); words++) {
        bool capital = is_capital_word(word) && !has_digit(word);
        if (!capital && !bf_gazetteer_says(names, word, "particle"))
            break;
        if (capital)
            town = bf_str_slice(text, 0, (size_t)(word.bytes + word.length - text.bytes));
    }
    return town;
}

bf_str bf_gazetteer_town_at_start(const bf_gazetteer *names, bf_str text)
{
    return town_at_start(names, text, MOST_TOWN_WORDS);
}

bf_str bf_gazetteer_large_town(const bf_gazetteer *names, bf_str text)
{
    for (size_t words = MOST_TOWN_WORDS; words > 0; words--) {
        bf_str town = town_at_start(names, text, words);
        if (town.length > 0 && strchr(".:!?", town.bytes[town.length - 1]))
            town.length--;
        if (bf_gazetteer_has_town(names, town, NULL))
            return town;
    }
    return (bf_str){0};
}

bf_str bf_gazetteer_take_word(bf_str *text)
{
    size_t begin = text->length;
    while (begin > 0 && text->bytes[begin - 1] != ' ')
        begin--;
    bf_str word = bf_str_after(*text, begin);
    *text = bf_str_trim(bf_str_slice(*text, 0, begin));
    return word;
}
