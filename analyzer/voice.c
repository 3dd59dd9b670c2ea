/* voice.c: who speaks in each block of a page. */
#include "analyzer/voice.h"

#include <assert.h>

#include "analyzer/card_fact.h"
#include "analyzer/schema_type.h"

const char *bf_voice_name(bf_voice voice)
{
    static const char *const names[] = {"advertiser", "testimonial", "comment", "quoted"};
    static_assert(sizeof names / sizeof *names == BF_VOICE_COUNT, "each voice has a name");
    return names[voice];
}

/* Says whether the data calls the element a review or a comment: microdata's or RDFa's type, or the
 * property by which it belongs to what is reviewed. */
static bool is_review(const bf_document *document, uint32_t number)
{
    static const char *const types[] = {"itemtype", "typeof"};
    static const char *const properties[] = {"itemprop", "property"};
    if (document->elements[number].attribute_count == 0)
        return false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        bf_str name = bf_schema_type_name(bf_document_attribute(document, number, types[i]));
        if (bf_schema_kind_of(name) == BF_SCHEMA_FOREIGN)
            return true;
    }
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        bf_str name = bf_document_attribute(document, number, properties[i]);
        if (bf_str_equal(name, BF_STR("review")) || bf_str_equal(name, BF_STR("reviewBody")) ||
            bf_str_equal(name, BF_STR("reviews")))
            return true;
    }
    return false;
}

/* By the element's own classes and data, else as in the element that holds it; parents stand before
 * their children, so one pass does. */
static void read_elements(const bf_sign_reader *reader, bf_voice *voices)
{
    const bf_document *document = reader->document;
    for (uint32_t i = 0; i < document->element_count; i++) {
        uint32_t parent = document->elements[i].parent;
        voices[i] = parent == BF_NONE ? BF_VOICE_ADVERTISER : voices[parent];
        if (bf_sign_in_classes(reader, BF_SIGN_TESTIMONIAL, i) || is_review(document, i))
            voices[i] = BF_VOICE_TESTIMONIAL;
        else if (bf_sign_in_classes(reader, BF_SIGN_COMMENT, i))
            voices[i] = BF_VOICE_COMMENT;
    }
}

static bf_voice block_voice(bf_sign_reader *reader, const bf_voice *elements, uint32_t number)
{
    const bf_block *block = &reader->document->blocks[number];
    if (block->field == BF_FIELD_STRUCTURED && block->kind == BF_BLOCK_QUOTE)
        return BF_VOICE_TESTIMONIAL; /* a review (page_state.h) */
    if (block->field != BF_FIELD_TEXT)
        return BF_VOICE_ADVERTISER;
    if (block->zone == BF_ZONE_COMMENTS)
        return BF_VOICE_COMMENT;
    if (block->element != BF_NONE && elements[block->element] != BF_VOICE_ADVERTISER)
        return elements[block->element];
    if (block->section != BF_NONE && block->kind != BF_BLOCK_HEADING) {
        if (bf_sign_in_block(reader, BF_SIGN_TESTIMONIAL, block->section))
            return bf_card_fact_in(reader, number, BF_CARD_CONTACT)
                       ? BF_VOICE_ADVERTISER /* no client says how to reach her */
                       : BF_VOICE_TESTIMONIAL;
        if (bf_sign_in_block(reader, BF_SIGN_COMMENT, block->section))
            return BF_VOICE_COMMENT;
    }
    return block->kind == BF_BLOCK_QUOTE ? BF_VOICE_QUOTED : BF_VOICE_ADVERTISER;
}

void bf_voice_of_clients(bf_sign_reader *reader, bf_voices *voices)
{
    for (uint32_t i = 0; i < reader->document->block_count; i++)
        if (voices->blocks[i] == BF_VOICE_QUOTED &&
            bf_sign_in_block(reader, BF_SIGN_TESTIMONIAL, i))
            voices->blocks[i] = BF_VOICE_TESTIMONIAL;
}

bool bf_voice_read(bf_sign_reader *reader, bf_voices *out, bf_error *err)
{
    const bf_document *document = reader->document;
    out->elements = bf_arena_take(reader->arena, document->element_count, sizeof *out->elements);
    out->blocks = bf_arena_take(reader->arena, document->block_count, sizeof *out->blocks);
    if (out->elements == NULL || out->blocks == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "voices: no memory for %zu blocks",
                       document->block_count);
    read_elements(reader, out->elements);
    for (uint32_t i = 0; i < document->block_count; i++)
        out->blocks[i] = block_voice(reader, out->elements, i);
    return true;
}
