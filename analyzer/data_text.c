/* data_text.c: a text that data has, as a reader of the page would see it. */
#include "analyzer/data_text.h"

#include <string.h>

#include "common/buf.h"
#include "common/entity.h"
#include "common/utf8.h"

/* The place after the last ">" of `text`: a "<" behind it opens no tag. */
static size_t end_of_tags(bf_str text)
{
    size_t end = text.length;
    while (end > 0 && text.bytes[end - 1] != '>')
        end--;
    return end;
}

static bool opens_tag(bf_str text, size_t at)
{
    char next = at + 1 < text.length ? text.bytes[at + 1] : ' ';
    return text.bytes[at] == '<' && (next == '/' || next == '!' || (next | 0x20) >= 'a');
}

/* Appends the text of HTML: tags become blanks, white space one blank. */
static void append_without_tags(bf_buf *out, bf_str text)
{
    bool blank = false, tag = false;
    size_t end = end_of_tags(text);
    for (size_t i = 0; i < text.length;) {
        size_t white = bf_utf8_blank(text, i);
        tag = tag || (i < end && opens_tag(text, i));
        if (tag || white > 0) {
            tag = tag && text.bytes[i] != '>';
            blank = true;
            i += white > 0 ? white : 1;
            continue;
        }
        if (blank && out->length > 0)
            bf_buf_append_char(out, ' ');
        blank = false;
        bf_buf_append_char(out, text.bytes[i++]);
    }
}

bool bf_data_text_clean(bf_str text, bf_arena *arena, bf_str *out, bf_error *err)
{
    bf_buf undone, clean;
    bf_str view;
    *out = (bf_str){0};
    bf_buf_init(&undone, text.length);
    bf_buf_init(&clean, text.length);
    bf_entity_append_undone(&undone, text);
    bool made = bf_buf_view(&undone, "structured data", &view, err);
    if (made)
        append_without_tags(&clean, view);
    made = made && bf_buf_view(&clean, "structured data", &view, err);
    if (made && view.length > 0 && !bf_arena_copy(arena, view, out))
        made = bf_fail(err, BF_ERR_MEMORY, "structured data: no memory");
    bf_buf_free(&undone);
    bf_buf_free(&clean);
    return made;
}

bool bf_data_text_add(bf_data_texts *texts, bf_str text, bf_block_kind kind, bf_error *err)
{
    bf_block block = {.kind = kind,
                      .field = BF_FIELD_STRUCTURED,
                      .zone = BF_ZONE_MAIN,
                      .element = BF_NONE,
                      .section = BF_NONE,
                      .list = BF_NONE,
                      .list_header = BF_NONE,
                      .question = kind == BF_BLOCK_DETAIL ? texts->question : BF_NONE,
                      .offset = texts->offset};
    if (!bf_data_text_clean(text, texts->arena, &block.text, err))
        return false;
    if (block.text.length == 0)
        return true;
    if (kind == BF_BLOCK_TERM)
        texts->question = (uint32_t)texts->document->block_count;
    return bf_document_add_block(texts->document, texts->arena, &block) ||
           bf_fail(err, BF_ERR_MEMORY, "structured data: no memory");
}
