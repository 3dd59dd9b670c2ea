/* edit.c: a view of a text being made of another by a few changes. Most texts are changed nowhere,
 * so memory is taken with the first change; no change makes a text longer. */
#include "analyzer/edit.h"

#include <string.h>

#include <utf8proc.h>

#include "analyzer/letter.h"

bf_edit bf_edit_begin(bf_edit_text from, const bf_folded *folded, bf_str shown, bf_arena *arena)
{
    return (bf_edit){.from = from, .folded = folded, .shown = shown, .arena = arena};
}

static uint32_t origin_at(const bf_edit_text *view, size_t at)
{
    return view->origin ? view->origin[at] : (uint32_t)at;
}

static bool begin_copy(bf_edit *edit)
{
    size_t most = edit->from.text.length + 1;
    if (edit->bytes || edit->failed)
        return !edit->failed;
    edit->bytes = bf_arena_take(edit->arena, most, 1);
    edit->origin = bf_arena_take(edit->arena, most, sizeof *edit->origin);
    edit->undone = bf_arena_take(edit->arena, most, 1);
    edit->failed = edit->bytes == NULL || edit->origin == NULL || edit->undone == NULL;
    return !edit->failed;
}

/* Copies what stands before byte `end` of `from` and is not dealt with. */
static void copy_until(bf_edit *edit, size_t end)
{
    size_t begin = edit->copied, count = end - begin;
    if (count == 0)
        return;
    memcpy(edit->bytes + edit->length, edit->from.text.bytes + begin, count);
    if (edit->from.origin) {
        memcpy(edit->origin + edit->length, edit->from.origin + begin,
               count * sizeof *edit->origin);
        memcpy(edit->undone + edit->length, edit->from.undone + begin, count);
    } else {
        for (size_t i = 0; i < count; i++)
            edit->origin[edit->length + i] = (uint32_t)(begin + i);
    }
    edit->length += count;
    edit->copied = end;
}

void bf_edit_put(bf_edit *edit, size_t begin, size_t end, char letter, unsigned disguises)
{
    if (!begin_copy(edit))
        return;
    copy_until(edit, begin);
    edit->copied = end;
    if (letter == 0)
        return;
    edit->bytes[edit->length] = letter;
    edit->origin[edit->length] = origin_at(&edit->from, begin);
    for (size_t i = begin; edit->from.undone && i < end; i++)
        disguises |= edit->from.undone[i];
    edit->undone[edit->length++] = (uint8_t)disguises;
}

bool bf_edit_end(bf_edit *edit, bf_edit_text *out)
{
    size_t length = edit->from.text.length;
    if (edit->bytes == NULL || edit->failed)
        return false;
    copy_until(edit, length);
    edit->origin[edit->length] = origin_at(&edit->from, length);
    *out = (bf_edit_text){{edit->bytes, edit->length}, edit->origin, edit->undone};
    return true;
}

uint32_t bf_edit_shown(const bf_edit *edit, size_t at)
{
    uint32_t c;
    bf_letter_at(edit->shown, edit->folded->origin[origin_at(&edit->from, at)], &c);
    return c;
}

bool bf_edit_was_capital(const bf_edit *edit, size_t at)
{
    return utf8proc_category((utf8proc_int32_t)bf_edit_shown(edit, at)) == UTF8PROC_CATEGORY_LU;
}

void bf_edit_source(const bf_edit_text *view, size_t begin, size_t end, size_t *source_begin,
                    size_t *source_end)
{
    *source_begin = origin_at(view, begin);
    *source_end = origin_at(view, end);
}
