/* fuzz_structured.c: any bytes as a data script: JSON-LD, and state where the first byte is odd.
 * Promises: a script is read or counted; every text is valid UTF-8 and not empty; what was in the
 * document stays as it was. */
#include <assert.h>

#include "analyzer/structured.h"
#include "common/buf.h"
#include "common/utf8.h"

static void check_item(const bf_advertiser *item)
{
    assert(item->type.length > 0 && bf_utf8_valid(item->type));
    assert(bf_utf8_valid(item->name) && bf_utf8_valid(item->headline));
    assert(bf_utf8_valid(item->website) && bf_utf8_valid(item->locality));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_block before = {.text = BF_STR("before"), .field = BF_FIELD_META};
    bf_data_script script = {.offset = 7};
    bf_document document = {.scripts = &script, .script_count = 1};
    bf_structured structured;
    bf_error err = {0};
    bf_buf text;
    bf_arena *arena = bf_arena_new(64 * 1024 * 1024);
    bf_buf_init(&text, 4 * size + 4);
    bf_utf8_append_mended(&text, (bf_str){(const char *)data, size});
    assert(arena != NULL && bf_document_add_block(&document, arena, &before));
    assert(bf_buf_view(&text, "script", &script.text, &err));
    script.type = size > 0 && data[0] % 2 ? (bf_str){0} : BF_STR("application/ld+json");
    assert(bf_structured_read(&document, 100, arena, &structured, &err));
    assert(structured.refused <= 1 &&
           (structured.refused == 0 || structured.advertisers.count == 0));
    assert((structured.refused == 1) == (structured.refused_why.length > 0));
    assert(bf_str_equal(document.blocks[0].text, BF_STR("before")) && document.text_bytes == 0);
    for (size_t i = 1; i < document.block_count; i++) {
        const bf_block *block = &document.blocks[i];
        assert(block->field == BF_FIELD_STRUCTURED && block->offset == 7);
        assert(block->text.length > 0 && bf_utf8_valid(block->text));
    }
    for (size_t i = 0; i < structured.advertisers.count; i++)
        check_item(&structured.advertisers.items[i]);
    bf_arena_free(arena);
    bf_buf_free(&text);
    return 0;
}
