/* fuzz_structured.c: any bytes as data on a page. The first byte says how: a script of JSON-LD, of
 * JSON or of code, or a page of HTML. Promises: a script is read or counted; every text is valid
 * UTF-8, those of blocks not empty; advertisers have names, firms and elements that there are, and
 * prices above 0; what was in the document stays as it was. */
#include <assert.h>

#include "analyzer/structured.h"
#include "common/buf.h"
#include "common/utf8.h"

static void check_texts(const bf_contact_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        assert(texts->items[i].length > 0 && bf_utf8_valid(texts->items[i]));
}

static void check_item(const bf_advertiser *item, size_t count, const bf_document *document)
{
    const bf_str texts[] = {item->type,     item->name,    item->headline,
                            item->website,  item->profile, item->address,
                            item->locality, item->region,  item->country};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert(bf_utf8_valid(texts[i]));
    assert(item->name.length > 0);
    assert(item->firm == BF_NONE || item->firm < count);
    assert(item->element == BF_NONE || item->element < document->element_count);
    check_texts(&item->phones);
    check_texts(&item->emails);
    for (size_t i = 0; i < item->prices.count; i++)
        assert(item->prices.items[i].amount > 0 && item->prices.items[i].currency.length == 3);
}

static void read_data(bf_document *document, bf_arena *arena)
{
    bf_structured structured;
    bf_error err = {0};
    size_t before = document->block_count, text_bytes = document->text_bytes;
    assert(bf_structured_read(document, 100, arena, &structured, &err));
    assert(structured.refused <= document->script_count);
    assert((structured.refused > 0) == (structured.refused_why.length > 0));
    assert(bf_utf8_valid(structured.refused_why));
    assert(document->text_bytes == text_bytes);
    for (size_t i = before; i < document->block_count; i++) {
        const bf_block *block = &document->blocks[i];
        assert(block->field == BF_FIELD_STRUCTURED && block->offset <= document->body.length);
        assert(block->text.length > 0 && bf_utf8_valid(block->text));
        assert(block->question == BF_NONE || block->question < i);
    }
    assert(structured.advertisers.count <= BF_ADVERTISERS_MOST);
    for (size_t i = 0; i < structured.advertisers.count; i++)
        check_item(&structured.advertisers.items[i], structured.advertisers.count, document);
}

static void read_script(bf_str text, bf_str type, bf_arena *arena)
{
    bf_block before = {.text = BF_STR("before"), .field = BF_FIELD_META};
    bf_data_script script = {.type = type, .text = text, .offset = 7};
    bf_document document = {.body = BF_STR("the body"), .scripts = &script, .script_count = 1};
    assert(bf_document_add_block(&document, arena, &before));
    read_data(&document, arena);
    assert(bf_str_equal(document.blocks[0].text, BF_STR("before")));
}

static void read_page(bf_str html, bf_arena *arena)
{
    const bf_page_limits limits = {0};
    bf_document document;
    bf_error err = {0};
    bf_page page;
    assert(bf_page_from_html(html, BF_STR("https://ana.example/"), &limits, arena, &page, &err));
    assert(bf_document_read(&page, arena, &document, &err));
    read_data(&document, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str text;
    bf_error err = {0};
    bf_buf mended;
    bf_arena *arena = bf_arena_new(256 * 1024 * 1024);
    assert(arena != NULL);
    bf_buf_init(&mended, 4 * size + 4);
    bf_utf8_append_mended(&mended, (bf_str){(const char *)data, size});
    assert(bf_buf_view(&mended, "data", &text, &err));
    if (bf_str_starts(text, BF_STR("<")))
        read_page(text, arena);
    else if (size > 0 && (data[0] == '{' || data[0] == '['))
        read_script(text, BF_STR("application/ld+json"), arena);
    else if (size > 0 && data[0] == ' ')
        read_script(text, BF_STR("application/json"), arena);
    else
        read_script(text, (bf_str){0}, arena);
    bf_arena_free(arena);
    bf_buf_free(&mended);
    return 0;
}
