/* entity.c: character references of HTML in text that is no HTML. */
#include "common/entity.h"

#include "common/reference.h"
#include "common/utf8.h"

/* Writes the characters of the reference at the start of `text` to `characters` and returns how
 * many bytes it takes; 0 when it is to stay. */
static size_t undo(bf_str text, char characters[2 * BF_UTF8_MOST], size_t *length)
{
    bf_reference reference = bf_reference_read(text, 0);
    if (reference.length == 0 || text.bytes[reference.length - 1] != ';')
        return 0;
    *length = bf_utf8_write(reference.first, characters);
    if (reference.second != 0)
        *length += bf_utf8_write(reference.second, characters + *length);
    return *length <= reference.length ? reference.length : 0; /* &nGt; is shorter than it means */
}

void bf_entity_append_undone(bf_buf *out, bf_str text)
{
    while (text.length > 0) {
        char characters[2 * BF_UTF8_MOST];
        size_t length = 0, sign = bf_str_find(text, BF_STR("&"), 0);
        bf_buf_append(out, bf_str_slice(text, 0, sign));
        text = bf_str_after(text, sign);
        if (text.length == 0)
            return;
        size_t passed = undo(text, characters, &length);
        bf_buf_append(out, passed > 0 ? (bf_str){characters, length} : BF_STR("&"));
        text = bf_str_after(text, passed > 0 ? passed : 1);
    }
}
