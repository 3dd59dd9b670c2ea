/* sign.c: the signs of pages.yaml, looked for on a page. */
#include "analyzer/sign.h"

#include <assert.h>
#include <string.h>

#include "analyzer/class_word.h"

static_assert(BF_SIGN_COUNT <= 32, "kinds of signs fit one set");

enum { CLASS_BYTES = 1024 }; /* a longer class, id or role says nothing to people */

/* Says whether one of the expressions of a sign, of which `candidate` says which can, matches
 * `folded`, and where. */
static bool matches(bf_sign_reader *reader, const bf_keyword_candidate *candidate, bf_str folded,
                    bf_pattern_match *out)
{
    bf_error failure = {0};
    const bf_sign *sign = &reader->rules->signs[candidate->pattern];
    bf_pattern_result result =
        folded.length == 0 ? BF_PATTERN_NONE
                           : bf_pattern_find_among(sign->pattern, candidate->choice,
                                                   reader->scratch, folded, 0, out, &failure);
    reader->failed = reader->failed || result == BF_PATTERN_FAILED;
    return result == BF_PATTERN_MATCH;
}

/* What was found in a class, an id or a role: pages repeat them from element to element. */
typedef struct {
    bf_str word; /* empty: the place is free */
    uint32_t kinds;
} known_word;

/* An open table, less than half full. */
typedef struct {
    known_word *items;
    size_t count, capacity;
} known_words;

static size_t place_of(const known_words *known, bf_str word)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < word.length; i++)
        hash = (hash ^ (unsigned char)word.bytes[i]) * 16777619u;
    size_t at = hash & (known->capacity - 1);
    while (known->items[at].word.length > 0 && !bf_str_equal(known->items[at].word, word))
        at = (at + 1) & (known->capacity - 1);
    return at;
}

static bool make_room(known_words *known, bf_arena *arena)
{
    known_words grown = {.capacity = known->capacity ? 4 * known->capacity : 256};
    if (2 * (known->count + 1) < known->capacity)
        return true;
    grown.items = bf_arena_take(arena, grown.capacity, sizeof *grown.items);
    if (grown.items == NULL)
        return false;
    grown.count = known->count;
    for (size_t i = 0; i < known->capacity; i++)
        if (known->items[i].word.length > 0)
            grown.items[place_of(&grown, known->items[i].word)] = known->items[i];
    *known = grown;
    return true;
}

/* Looks for all signs of place class in one word of `element`, folded. */
static uint32_t look_in_word(bf_sign_reader *reader, bf_str folded, uint32_t element)
{
    uint32_t kinds = 0;
    bf_keyword_look(&reader->classes, folded);
    for (size_t i = 0; i < reader->classes.count; i++) {
        const bf_keyword_candidate *candidate = &reader->classes.items[i];
        const bf_sign *sign = &reader->rules->signs[candidate->pattern];
        bf_sign_spot *first = &reader->in_words[candidate->pattern];
        bf_pattern_match match;
        if (!matches(reader, candidate, folded, &match))
            continue;
        kinds |= 1u << sign->kind;
        if (first->sign == NULL)
            *first = (bf_sign_spot){sign, BF_NONE, element,
                                    bf_str_slice(folded, match.begin, match.end)};
    }
    return kinds;
}

/* Folds one class, id or role with hyphens between its words, however they are joined there. */
static bool fold_class(bf_str class, bf_arena *arena, bf_folded *out, bf_error *err)
{
    char joined[2 * CLASS_BYTES];
    size_t length = 0;
    bf_str word;
    while (bf_class_word_take(&class, &word)) {
        if (length > 0)
            joined[length++] = '-';
        if (word.length > 0) /* two hyphens may meet, and memcpy() takes no NULL */
            memcpy(joined + length, word.bytes, word.length);
        length += word.length;
    }
    return bf_fold((bf_str){joined, length}, arena, out, err);
}

/* Adds to what is in the classes of `element` what stands in the words of `classes`, each by
 * itself. */
static bool look_in_classes(bf_sign_reader *reader, known_words *known, bf_str classes,
                            uint32_t element, bf_error *err)
{
    bf_str word;
    bf_folded folded;
    while (bf_str_take_part(&classes, ' ', &word)) {
        if (word.length == 0 || word.length > CLASS_BYTES)
            continue;
        if (!make_room(known, reader->arena))
            return bf_fail(err, BF_ERR_MEMORY, "signs: no memory");
        known_word *one = &known->items[place_of(known, word)];
        if (one->word.length == 0) {
            if (!fold_class(word, reader->arena, &folded, err))
                return false;
            *one = (known_word){word, look_in_word(reader, folded.text, element)};
            known->count++;
        }
        reader->in_class[element] |= one->kinds;
    }
    return true;
}

static bool read_classes(bf_sign_reader *reader, bf_error *err)
{
    const bf_document *document = reader->document;
    known_words known = {0};
    for (uint32_t i = 0; i < document->element_count; i++) {
        const bf_element *element = &document->elements[i];
        const bf_str parts[] = {element->id, element->classes, element->role};
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            if (!look_in_classes(reader, &known, parts[k], i, err))
                return false;
    }
    return true;
}

/* Says whether `sign` may be looked for in `block`: hidden text speaks to no reader, the title has
 * a place of its own, and readers' comments advertise nothing of the page's. */
static bool block_is_place(const bf_block *block, const bf_sign *sign)
{
    bf_sign_place in = sign->in;
    if (sign->kind == BF_SIGN_LISTING && block->zone == BF_ZONE_COMMENTS)
        return false;
    if (in == BF_SIGN_IN_HEADING)
        return block->kind == BF_BLOCK_HEADING;
    if (in == BF_SIGN_IN_TITLE)
        return block->field == BF_FIELD_TITLE;
    if (in == BF_SIGN_IN_QUOTE)
        return block->kind == BF_BLOCK_QUOTE && block->field == BF_FIELD_TEXT;
    return in == BF_SIGN_IN_TEXT &&
           (block->field == BF_FIELD_TEXT || block->field == BF_FIELD_STRUCTURED ||
            block->field == BF_FIELD_META);
}

static bool add_found(bf_sign_reader *reader, size_t *capacity, const bf_sign_found *one)
{
    bf_sign_found *grown =
        bf_arena_grow(reader->arena, reader->found, reader->found_count, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    reader->found = grown;
    if (reader->first_found[one->sign] == BF_NONE)
        reader->first_found[one->sign] = (uint32_t)reader->found_count;
    grown[reader->found_count++] = *one;
    return true;
}

/* Looks for all signs that may stand in the words of one block. */
static bool look_in_block(bf_sign_reader *reader, uint32_t number, size_t *capacity)
{
    const bf_block *block = &reader->document->blocks[number];
    bf_str folded = reader->blocks[number].text;
    bf_keyword_look(&reader->search, folded);
    for (size_t i = 0; i < reader->search.count; i++) {
        const bf_keyword_candidate *candidate = &reader->search.items[i];
        bf_pattern_match match;
        if (!block_is_place(block, &reader->rules->signs[candidate->pattern]) ||
            !matches(reader, candidate, folded, &match))
            continue;
        const bf_sign_found one = {candidate->pattern, number, (uint32_t)match.begin,
                                   (uint32_t)match.end};
        if (!add_found(reader, capacity, &one))
            return false;
    }
    return true;
}

static bool read_blocks(bf_sign_reader *reader, bf_error *err)
{
    const bf_document *document = reader->document;
    size_t capacity = 0;
    for (size_t i = 0; i < reader->rules->sign_count; i++)
        reader->first_found[i] = BF_NONE;
    for (uint32_t i = 0; i < document->block_count; i++) {
        if (!bf_fold(document->blocks[i].text, reader->arena, &reader->blocks[i], err))
            return false;
        reader->found_in[i] = (uint32_t)reader->found_count;
        if (!look_in_block(reader, i, &capacity))
            return bf_fail(err, BF_ERR_MEMORY, "signs: no memory");
    }
    reader->found_in[document->block_count] = (uint32_t)reader->found_count;
    return true;
}

/* Takes the arrays that are as long as the page or the rules. */
static bool take_arrays(bf_sign_reader *reader)
{
    size_t blocks = reader->document->block_count, signs = reader->rules->sign_count;
    bf_arena *arena = reader->arena;
    reader->blocks = bf_arena_take(arena, blocks, sizeof *reader->blocks);
    reader->found_in = bf_arena_take(arena, blocks + 1, sizeof *reader->found_in);
    reader->in_class =
        bf_arena_take(arena, reader->document->element_count, sizeof *reader->in_class);
    reader->first_found = bf_arena_take(arena, signs, sizeof *reader->first_found);
    reader->in_words = bf_arena_take(arena, signs, sizeof *reader->in_words);
    reader->weighed = bf_arena_take(arena, signs, sizeof *reader->weighed);
    return reader->blocks && reader->found_in && reader->in_class && reader->first_found &&
           reader->in_words && reader->weighed;
}

bool bf_sign_prepare(const bf_page *page, const bf_document *document,
                     const bf_structured *structured, const bf_rules *rules,
                     bf_pattern_scratch *scratch, bf_arena *arena, bf_sign_reader *out,
                     bf_error *err)
{
    bf_sign_reader made = {.page = page,
                           .document = document,
                           .structured = structured,
                           .rules = rules,
                           .scratch = scratch,
                           .arena = arena};
    if (!take_arrays(&made))
        return bf_fail(err, BF_ERR_MEMORY, "signs: no memory for %zu blocks",
                       document->block_count);
    if (!bf_keyword_begin(rules->keywords.signs, scratch, arena, &made.search, err) ||
        !bf_keyword_begin(rules->keywords.classes, scratch, arena, &made.classes, err) ||
        !read_blocks(&made, err) || !read_classes(&made, err))
        return false;
    *out = made;
    return true;
}

/* Folds `text` for one look, and looks for what may stand there; a lack of memory is latched like a
 * failed pattern. */
static bool look_in_shown(bf_sign_reader *reader, bf_str text, bf_folded *folded)
{
    bf_error failure = {0};
    if (!bf_fold(text, reader->arena, folded, &failure)) {
        reader->failed = true;
        return false;
    }
    bf_keyword_look(&reader->search, folded->text);
    return true;
}

static bool matches_shown(bf_sign_reader *reader, const bf_sign *sign, bf_str text,
                          bf_sign_spot *out)
{
    bf_folded folded;
    bf_pattern_match match;
    if (!look_in_shown(reader, text, &folded))
        return false;
    for (size_t i = 0; i < reader->search.count; i++) {
        const bf_keyword_candidate *candidate = &reader->search.items[i];
        if (&reader->rules->signs[candidate->pattern] != sign ||
            !matches(reader, candidate, folded.text, &match))
            continue;
        *out = (bf_sign_spot){sign, BF_NONE, BF_NONE,
                              bf_str_slice(folded.text, match.begin, match.end)};
        return true;
    }
    return false;
}

static bool stands_in_types(bf_sign_reader *reader, const bf_sign *sign, bf_sign_spot *out)
{
    for (size_t i = 0; i < reader->structured->advertisers.count; i++)
        if (matches_shown(reader, sign, reader->structured->advertisers.items[i].type, out))
            return true;
    for (size_t i = 0; i < reader->structured->page_type_count; i++)
        if (matches_shown(reader, sign, reader->structured->page_types[i], out))
            return true;
    return false;
}

static bool stands_in_blocks(const bf_sign_reader *reader, const bf_sign *sign, bf_sign_spot *out)
{
    uint32_t first = reader->first_found[sign - reader->rules->signs];
    if (first == BF_NONE)
        return false;
    const bf_sign_found *found = &reader->found[first];
    *out =
        (bf_sign_spot){sign, found->block, BF_NONE,
                       bf_str_slice(reader->blocks[found->block].text, found->begin, found->end)};
    return true;
}

bool bf_sign_on_page(bf_sign_reader *reader, const bf_sign *sign, bf_sign_spot *out)
{
    switch (sign->in) {
    case BF_SIGN_IN_URL:
        return matches_shown(reader, sign, reader->page->url, out);
    case BF_SIGN_IN_CLASS:
        *out = reader->in_words[sign - reader->rules->signs];
        return out->sign != NULL;
    case BF_SIGN_IN_STRUCTURED_TYPE:
        return stands_in_types(reader, sign, out);
    case BF_SIGN_IN_TEXT:
    case BF_SIGN_IN_TITLE:
    case BF_SIGN_IN_HEADING:
    case BF_SIGN_IN_QUOTE:
        return stands_in_blocks(reader, sign, out);
    case BF_SIGN_PLACES:
        break;
    }
    return false;
}

int bf_sign_weigh_page(bf_sign_reader *reader, bf_sign_kind kind)
{
    int sum = 0;
    bf_sign_spot spot;
    for (size_t i = 0; i < reader->rules->sign_count; i++) {
        const bf_sign *sign = &reader->rules->signs[i];
        if (sign->kind == kind && bf_sign_on_page(reader, sign, &spot))
            sum += sign->weight;
    }
    return sum;
}

int bf_sign_weigh_blocks(bf_sign_reader *reader, bf_sign_kind kind, const uint32_t *blocks,
                         size_t count)
{
    int sum = 0;
    reader->sums++;
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = reader->found_in[blocks[i]]; k < reader->found_in[blocks[i] + 1]; k++) {
            uint32_t number = reader->found[k].sign;
            const bf_sign *sign = &reader->rules->signs[number];
            if (sign->kind != kind || reader->weighed[number] == reader->sums)
                continue;
            reader->weighed[number] = reader->sums;
            sum += sign->weight;
        }
    return sum;
}

bool bf_sign_in_block(const bf_sign_reader *reader, bf_sign_kind kind, uint32_t block)
{
    for (uint32_t i = reader->found_in[block]; i < reader->found_in[block + 1]; i++)
        if (reader->rules->signs[reader->found[i].sign].kind == kind)
            return true;
    return false;
}

bool bf_sign_in_classes(const bf_sign_reader *reader, bf_sign_kind kind, uint32_t element)
{
    return (reader->in_class[element] >> kind & 1) != 0;
}

bool bf_sign_in_text(bf_sign_reader *reader, bf_sign_kind kind, bf_str text)
{
    bf_folded folded;
    bf_pattern_match match;
    if (!look_in_shown(reader, text, &folded))
        return false;
    for (size_t i = 0; i < reader->search.count; i++)
        if (reader->rules->signs[reader->search.items[i].pattern].kind == kind &&
            matches(reader, &reader->search.items[i], folded.text, &match))
            return true;
    return false;
}
