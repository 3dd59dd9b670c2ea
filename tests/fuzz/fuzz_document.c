/* fuzz_document.c: any bytes as an HTML page. Promises: every text is valid UTF-8, never empty and
 * without a blank at its ends; offsets lie within the body, and those of shown text rise; what
 * points to elements and blocks points to some; elements nest. */
#include <assert.h>

#include "analyzer/document.h"
#include "common/utf8.h"

static void check_block(const bf_document *document, uint32_t number, size_t *last)
{
    const bf_block *block = &document->blocks[number];
    assert(block->text.length > 0 && bf_utf8_valid(block->text));
    assert(bf_str_trim(block->text).length == block->text.length);
    assert(block->offset <= document->body.length);
    assert(block->element == BF_NONE || block->element < document->element_count);
    assert(block->section == BF_NONE || block->section < number);
    assert(block->list == BF_NONE || block->list < document->element_count);
    assert(block->list_header == BF_NONE || block->list_header < number);
    assert((block->heading_level > 0) == (block->kind == BF_BLOCK_HEADING));
    if (block->field != BF_FIELD_TEXT)
        return;
    assert(block->offset >= *last);
    *last = block->offset;
}

static void check_element(const bf_document *document, uint32_t number)
{
    const bf_element *element = &document->elements[number];
    assert(bf_utf8_valid(element->tag) && bf_utf8_valid(element->id));
    assert(bf_utf8_valid(element->classes));
    assert(element->first_block + element->block_count <= document->block_count);
    assert(element->last >= number && element->last < document->element_count);
    assert(element->offset <= document->body.length);
    if (element->parent == BF_NONE)
        return;
    assert(element->parent < number && document->elements[element->parent].last >= element->last);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const bf_page_limits limits = {0};
    bf_page page;
    bf_document document;
    bf_error err = {0};
    size_t last = 0, shown = 0;
    bf_arena *arena = bf_arena_new(256 * 1024 * 1024);
    bf_str html = {(const char *)data, size};
    assert(arena != NULL);
    assert(bf_page_from_html(html, BF_STR("https://a.example/"), &limits, arena, &page, &err));
    assert(bf_document_read(&page, arena, &document, &err));
    assert(bf_utf8_valid(document.body) && bf_utf8_valid(document.title));
    for (uint32_t i = 0; i < document.block_count; i++) {
        check_block(&document, i, &last);
        shown += document.blocks[i].field == BF_FIELD_TEXT ? document.blocks[i].text.length : 0;
    }
    assert(shown == document.text_bytes);
    for (uint32_t i = 0; i < document.element_count; i++)
        check_element(&document, i);
    for (size_t i = 0; i < document.link_count; i++) {
        assert(bf_utf8_valid(document.links[i].href) && bf_utf8_valid(document.links[i].text));
        assert(document.links[i].element < document.element_count);
    }
    bf_arena_free(arena);
    return 0;
}
