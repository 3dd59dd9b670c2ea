/* sign.c: the signs of pages.yaml, looked for on a page. */
#include "analyzer/sign.h"

#include <assert.h>

#include "common/buf.h"

static_assert(BF_SIGN_COUNT <= 32, "kinds of signs fit one set");

enum { CLASSES_BYTES = 4096 }; /* of one element's id, classes and role; more is cut off */

/* The id, classes and role of an element as one folded text. */
static bool fold_classes(const bf_element *element, bf_buf *joined, bf_arena *arena, bf_str *out,
                         bf_error *err)
{
    bf_str view;
    bf_folded folded = {0};
    const bf_str parts[] = {element->id, element->classes, element->role};
    bf_buf_reset(joined);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].length > 0 && parts[i].length < CLASSES_BYTES / 4)
            bf_buf_append_format(joined, "%s%.*s", joined->length ? " " : "", BF_STR_ARG(parts[i]));
    if (joined->length > 0 &&
        (!bf_buf_view(joined, "classes", &view, err) || !bf_fold(view, arena, &folded, err)))
        return false;
    *out = folded.text;
    return true;
}

static bool matches(bf_sign_reader *reader, const bf_sign *sign, bf_str folded)
{
    bf_error failure = {0};
    bf_pattern_match match;
    bf_pattern_result result = folded.length == 0 ? BF_PATTERN_NONE
                                                  : bf_pattern_find(sign->pattern, reader->scratch,
                                                                    folded, 0, &match, &failure);
    reader->failed = reader->failed || result == BF_PATTERN_FAILED;
    return result == BF_PATTERN_MATCH;
}

/* Looks for all signs of place class in the folded id and classes of element `number`. */
static void look_in_classes(bf_sign_reader *reader, uint32_t number, bf_str classes)
{
    for (size_t i = 0; classes.length > 0 && i < reader->rules->sign_count; i++) {
        const bf_sign *sign = &reader->rules->signs[i];
        if (sign->in != BF_SIGN_IN_CLASS || !matches(reader, sign, classes))
            continue;
        reader->in_class[number] |= 1u << sign->kind;
        reader->class_is_seen[i] = true;
    }
}

static bool read_classes(bf_sign_reader *reader, bf_error *err)
{
    const bf_document *document = reader->document;
    bf_buf joined;
    bool folded = true;
    bf_buf_init(&joined, CLASSES_BYTES);
    for (uint32_t i = 0; i < document->element_count && folded; i++) {
        bf_str classes = {0};
        folded = fold_classes(&document->elements[i], &joined, reader->arena, &classes, err);
        look_in_classes(reader, i, classes);
    }
    bf_buf_free(&joined);
    return folded;
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
    made.blocks = bf_arena_take(arena, document->block_count, sizeof *made.blocks);
    made.in_class = bf_arena_take(arena, document->element_count, sizeof *made.in_class);
    made.class_is_seen = bf_arena_take(arena, rules->sign_count, sizeof *made.class_is_seen);
    if (made.blocks == NULL || made.in_class == NULL || made.class_is_seen == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "signs: no memory for %zu blocks",
                       document->block_count);
    for (size_t i = 0; i < document->block_count; i++)
        if (!bf_fold(document->blocks[i].text, arena, &made.blocks[i], err))
            return false;
    if (!read_classes(&made, err))
        return false;
    *out = made;
    return true;
}

/* Folds `text` for one look; a lack of memory is latched like a failed pattern. */
static bool matches_shown(bf_sign_reader *reader, const bf_sign *sign, bf_str text)
{
    bf_error failure = {0};
    bf_folded folded;
    if (!bf_fold(text, reader->arena, &folded, &failure)) {
        reader->failed = true;
        return false;
    }
    return matches(reader, sign, folded.text);
}

/* Says whether a sign of place `in` may be looked for in `block`: hidden text speaks to no reader,
 * and the title has a place of its own. */
static bool block_is_place(const bf_block *block, bf_sign_place in)
{
    if (in == BF_SIGN_IN_HEADING)
        return block->kind == BF_BLOCK_HEADING;
    if (in == BF_SIGN_IN_TITLE)
        return block->field == BF_FIELD_TITLE;
    return in == BF_SIGN_IN_TEXT &&
           (block->field == BF_FIELD_TEXT || block->field == BF_FIELD_STRUCTURED ||
            block->field == BF_FIELD_META);
}

static bool stands_in_block(bf_sign_reader *reader, const bf_sign *sign, uint32_t block)
{
    return block_is_place(&reader->document->blocks[block], sign->in) &&
           matches(reader, sign, reader->blocks[block].text);
}

static bool stands_in_types(bf_sign_reader *reader, const bf_sign *sign)
{
    for (size_t i = 0; i < reader->structured->advertisers.count; i++)
        if (matches_shown(reader, sign, reader->structured->advertisers.items[i].type))
            return true;
    return false;
}

static bool stands_in_blocks(bf_sign_reader *reader, const bf_sign *sign)
{
    for (uint32_t i = 0; i < reader->document->block_count; i++)
        if (stands_in_block(reader, sign, i))
            return true;
    return false;
}

static bool stands_on_page(bf_sign_reader *reader, const bf_sign *sign)
{
    switch (sign->in) {
    case BF_SIGN_IN_URL:
        return matches_shown(reader, sign, reader->page->url);
    case BF_SIGN_IN_CLASS:
        return reader->class_is_seen[sign - reader->rules->signs];
    case BF_SIGN_IN_STRUCTURED_TYPE:
        return stands_in_types(reader, sign);
    case BF_SIGN_IN_TEXT:
    case BF_SIGN_IN_TITLE:
    case BF_SIGN_IN_HEADING:
        return stands_in_blocks(reader, sign);
    case BF_SIGN_PLACES:
        break;
    }
    return false;
}

int bf_sign_weigh_page(bf_sign_reader *reader, bf_sign_kind kind)
{
    int sum = 0;
    for (size_t i = 0; i < reader->rules->sign_count; i++) {
        const bf_sign *sign = &reader->rules->signs[i];
        if (sign->kind == kind && stands_on_page(reader, sign))
            sum += sign->weight;
    }
    return sum;
}

int bf_sign_weigh_blocks(bf_sign_reader *reader, bf_sign_kind kind, const uint32_t *blocks,
                         size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < reader->rules->sign_count; i++) {
        const bf_sign *sign = &reader->rules->signs[i];
        bool found = false;
        for (size_t k = 0; sign->kind == kind && k < count && !found; k++)
            found = stands_in_block(reader, sign, blocks[k]);
        sum += found ? sign->weight : 0;
    }
    return sum;
}

bool bf_sign_in_block(bf_sign_reader *reader, bf_sign_kind kind, uint32_t block)
{
    for (size_t i = 0; i < reader->rules->sign_count; i++)
        if (reader->rules->signs[i].kind == kind &&
            stands_in_block(reader, &reader->rules->signs[i], block))
            return true;
    return false;
}

bool bf_sign_in_classes(const bf_sign_reader *reader, bf_sign_kind kind, uint32_t element)
{
    return (reader->in_class[element] >> kind & 1) != 0;
}

bool bf_sign_in_text(bf_sign_reader *reader, bf_sign_kind kind, bf_str text)
{
    for (size_t i = 0; i < reader->rules->sign_count; i++)
        if (reader->rules->signs[i].kind == kind &&
            matches_shown(reader, &reader->rules->signs[i], text))
            return true;
    return false;
}
