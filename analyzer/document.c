/* document.c: a page as flat arrays: its words for things, and questions to it. Reading one is
 * document_reader.c's. */
#include "analyzer/document.h"

#include <assert.h>
#include <string.h>

const char *bf_field_name(bf_field field)
{
    static const char *const names[] = {"text", "title", "meta", "alt", "structured", "hidden"};
    static_assert(sizeof names / sizeof *names == BF_FIELD_COUNT, "each field has a name");
    return names[field];
}

const char *bf_zone_name(bf_zone zone)
{
    static const char *const names[] = {"main", "header", "footer", "nav", "aside", "comments"};
    static_assert(sizeof names / sizeof *names == BF_ZONE_COUNT, "each zone has a name");
    return names[zone];
}

const char *bf_block_kind_name(bf_block_kind kind)
{
    static const char *const names[] = {"paragraph", "heading", "list_item", "cell",
                                        "term",      "detail",  "quote",     "value"};
    static_assert(sizeof names / sizeof *names == BF_BLOCK_KIND_COUNT, "each kind has a name");
    return names[kind];
}

bool bf_document_add_block(bf_document *document, bf_arena *arena, const bf_block *block)
{
    bf_block *grown = bf_arena_grow(arena, document->blocks, document->block_count,
                                    &document->block_capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    document->blocks = grown;
    grown[document->block_count++] = *block;
    if (block->field == BF_FIELD_TEXT)
        document->text_bytes += block->text.length;
    return true;
}

bool bf_document_add_image(bf_document *document, bf_arena *arena, bf_image image)
{
    bf_image *grown = bf_arena_grow(arena, document->images, document->image_count,
                                    &document->image_capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    document->images = grown;
    grown[document->image_count++] = image;
    return true;
}

bf_str bf_document_attribute(const bf_document *document, uint32_t number, const char *name)
{
    const bf_element *element = &document->elements[number];
    for (uint32_t i = 0; i < element->attribute_count; i++)
        if (bf_str_equal(element->attributes[i].name, bf_str_of(name)))
            return element->attributes[i].value;
    return (bf_str){0};
}

/* The part of block `number` that lies in `element`; empty for a block that is not shown. */
static bf_str text_in_element(const bf_document *document, const bf_element *element,
                              uint32_t number)
{
    const bf_block *block = &document->blocks[number];
    bf_str text = block->field == BF_FIELD_TEXT ? block->text : (bf_str){0};
    if (number + 1 == element->first_block + element->block_count)
        text = bf_str_slice(text, 0, element->text_end);
    return bf_str_trim(number == element->first_block ? bf_str_after(text, element->text_begin)
                                                      : text);
}

bf_str bf_document_first_text(const bf_document *document, uint32_t number)
{
    const bf_element *element = &document->elements[number];
    return element->block_count == 0 ? (bf_str){0}
                                     : text_in_element(document, element, element->first_block);
}

bool bf_document_element_text(const bf_document *document, uint32_t number, bf_arena *arena,
                              bf_str *out)
{
    const bf_element *element = &document->elements[number];
    size_t most = 1, length = 0;
    uint32_t end = element->first_block + element->block_count;
    for (uint32_t i = element->first_block; i < end; i++)
        most += text_in_element(document, element, i).length + 1;
    char *joined = bf_arena_take(arena, most, 1);
    for (uint32_t i = element->first_block; joined && i < end; i++) {
        bf_str text = text_in_element(document, element, i);
        if (text.length > 0 && length > 0)
            joined[length++] = ' ';
        if (text.length > 0)
            memcpy(joined + length, text.bytes, text.length);
        length += text.length;
    }
    *out = (bf_str){joined, length};
    return joined != NULL;
}
