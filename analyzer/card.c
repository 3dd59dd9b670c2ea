/* card.c: the repeated cards of a directory or a team page. */
#include "analyzer/card.h"

/* A page that says of more elements that they are cards is no directory that people read; it also
 * bounds the comparing of shapes. */
enum { MOST_CANDIDATES = 2000 };

static bool is_shown(const bf_document *document, uint32_t block)
{
    return document->blocks[block].field == BF_FIELD_TEXT;
}

/* The first shown block inside `element`; BF_NONE when there is none. */
static uint32_t first_shown(const bf_document *document, const bf_element *element)
{
    for (uint32_t i = 0; i < element->block_count; i++)
        if (is_shown(document, element->first_block + i))
            return element->first_block + i;
    return BF_NONE;
}

static uint32_t named_by_sign(bf_sign_reader *reader, uint32_t element)
{
    const bf_document *document = reader->document;
    for (uint32_t i = element + 1; i <= document->elements[element].last; i++) {
        if (!bf_sign_in_classes(reader, BF_SIGN_NAME, i))
            continue;
        uint32_t block = first_shown(document, &document->elements[i]);
        if (block != BF_NONE)
            return block;
    }
    return BF_NONE;
}

/* The first block of the card when it is the text of a link in it. */
static uint32_t named_by_link(const bf_document *document, uint32_t element)
{
    const bf_element *card = &document->elements[element];
    uint32_t first = first_shown(document, card);
    for (size_t i = 0; i < document->link_count && first != BF_NONE; i++) {
        const bf_link *link = &document->links[i];
        if (link->element > element && link->element <= card->last &&
            bf_str_equal(document->blocks[first].text, link->text))
            return first;
    }
    return BF_NONE;
}

uint32_t bf_card_name(bf_sign_reader *reader, uint32_t element)
{
    const bf_document *document = reader->document;
    const bf_element *card = &document->elements[element];
    uint32_t named = named_by_sign(reader, element);
    for (uint32_t i = 0; i < card->block_count && named == BF_NONE; i++)
        if (document->blocks[card->first_block + i].kind == BF_BLOCK_HEADING &&
            is_shown(document, card->first_block + i))
            named = card->first_block + i;
    return named == BF_NONE ? named_by_link(document, element) : named;
}

static bool same_shape(const bf_element *a, const bf_element *b)
{
    return bf_str_equal(a->tag, b->tag) && bf_str_equal(a->classes, b->classes);
}

/* Says whether `element` may be a card at all. */
static bool is_candidate(bf_sign_reader *reader, uint32_t element)
{
    const bf_document *document = reader->document;
    const bf_element *candidate = &document->elements[element];
    uint32_t first = first_shown(document, candidate);
    return candidate->classes.length > 0 && first != BF_NONE &&
           document->blocks[first].zone == BF_ZONE_MAIN &&
           bf_sign_in_classes(reader, BF_SIGN_CARD, element) &&
           bf_card_name(reader, element) != BF_NONE;
}

/* Sums the text of the candidates from number `from` on that have its shape. */
static size_t weigh_shape(const bf_document *document, const uint32_t *candidates, size_t count,
                          size_t from, size_t *members)
{
    size_t bytes = 0, after = 0; /* elements up to `after` are inside the last member */
    *members = 0;
    for (size_t i = from; i < count; i++) {
        const bf_element *element = &document->elements[candidates[i]];
        if (!same_shape(&document->elements[candidates[from]], element) || candidates[i] < after)
            continue;
        after = (size_t)element->last + 1;
        (*members)++;
        for (uint32_t k = 0; k < element->block_count; k++)
            bytes += document->blocks[element->first_block + k].text.length;
    }
    return bytes;
}

static void take_shape(const bf_document *document, uint32_t *candidates, size_t count, size_t from,
                       bf_cards *out)
{
    bf_element shape = document->elements[candidates[from]];
    size_t taken = 0, after = 0;
    for (size_t i = from; i < count; i++) {
        const bf_element *element = &document->elements[candidates[i]];
        if (!same_shape(&shape, element) || candidates[i] < after)
            continue;
        after = (size_t)element->last + 1;
        candidates[taken++] = candidates[i]; /* taken <= i: what is still to be read stays */
    }
    *out = (bf_cards){candidates, taken};
}

bool bf_card_find(bf_sign_reader *reader, bf_cards *out, bf_error *err)
{
    const bf_document *document = reader->document;
    uint32_t *candidates =
        bf_arena_take(reader->arena, document->element_count, sizeof *candidates);
    size_t count = 0, best = SIZE_MAX, best_bytes = 0, members;
    *out = (bf_cards){0};
    if (candidates == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "cards: no memory for %zu elements",
                       document->element_count);
    for (uint32_t i = 0; i < document->element_count && count < MOST_CANDIDATES; i++)
        if (is_candidate(reader, i))
            candidates[count++] = i;
    for (size_t i = 0; i < count; i++) {
        size_t bytes = weigh_shape(document, candidates, count, i, &members);
        if (members >= 2 && bytes > best_bytes) {
            best = i;
            best_bytes = bytes;
        }
    }
    if (best != SIZE_MAX)
        take_shape(document, candidates, count, best, out);
    return true;
}
