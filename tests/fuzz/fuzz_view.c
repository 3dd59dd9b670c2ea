/* fuzz_view.c: any text, with its views. Promises: each byte of a view leads back to a byte of view
 * N, in order, and a part of it to whole characters; a view has no more bytes than N; every view
 * differs from the others; and a text that was read to its end has no further views: undone twice
 * is undone once. */
#include <assert.h>

#include "analyzer/view.h"
#include "common/buf.h"
#include "common/utf8.h"

static void check_view(bf_str shown, const bf_folded *folded, const bf_view *view)
{
    const bf_edit_text *text = &view->text;
    assert(bf_utf8_valid(text->text));
    assert(text->text.length <= folded->text.length);
    assert(text->origin[text->text.length] == folded->text.length);
    for (size_t i = 0; i < text->text.length; i++)
        assert(text->origin[i] < folded->text.length && text->origin[i] <= text->origin[i + 1]);
    for (size_t begin = 0; begin < text->text.length; begin += 1 + begin / 8) {
        size_t end = begin + 1 + begin % 5, from, to;
        if (end > text->text.length)
            end = text->text.length;
        bf_edit_source(text, begin, end, &from, &to);
        assert(from <= to && to <= folded->text.length);
        assert(bf_utf8_valid(bf_fold_source(folded, shown, from, to)));
    }
}

static bf_views make_views(bf_str shown, bf_arena *arena, bf_folded *folded)
{
    bf_views views;
    bf_error err = {0};
    assert(bf_fold(shown, arena, folded, &err));
    assert(bf_views_make(folded, shown, arena, &views, &err));
    return views;
}

/* The last view of the first reading has nothing that could be undone. */
static void check_end(const bf_views *views, bf_arena *arena)
{
    const bf_view *last = NULL;
    bf_folded folded;
    for (size_t i = 0; i < views->count; i++)
        if (views->items[i].kind <= BF_VIEW_SPACED)
            last = &views->items[i];
    if (last == NULL)
        return;
    bf_views again = make_views(last->text.text, arena, &folded);
    assert(bf_str_equal(folded.text, last->text.text));
    assert(again.count == 0 || again.items[0].kind > BF_VIEW_SPACED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_buf mended;
    bf_str shown;
    bf_folded folded;
    bf_error err = {0};
    bf_arena *arena = bf_arena_new(256 * 1024 * 1024);
    bf_buf_init(&mended, 4 * size + 4);
    bf_utf8_append_mended(&mended, (bf_str){(const char *)data, size});
    assert(arena != NULL && bf_buf_view(&mended, "text", &shown, &err));
    bf_views views = make_views(shown, arena, &folded);
    for (size_t i = 0; i < views.count; i++) {
        check_view(shown, &folded, &views.items[i]);
        assert(!bf_str_equal(views.items[i].text.text, folded.text));
        for (size_t k = 0; k < i; k++)
            assert(!bf_str_equal(views.items[i].text.text, views.items[k].text.text));
    }
    check_end(&views, arena);
    bf_arena_free(arena);
    bf_buf_free(&mended);
    return 0;
}
