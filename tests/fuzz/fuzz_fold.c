/* fuzz_fold.c: any text, folded. Promises: the view is valid UTF-8 without capitals of ASCII and
 * controls; each byte of it knows the character that it came from, in order; a part of the view
 * leads back to whole characters. */
#include <assert.h>

#include "analyzer/fold.h"
#include "common/buf.h"
#include "common/utf8.h"

static bool begins_character(bf_str text, size_t at)
{
    return at == text.length || ((unsigned char)text.bytes[at] & 0xC0) != 0x80;
}

static void check_view(bf_str shown, const bf_folded *folded)
{
    assert(bf_utf8_valid(folded->text));
    assert(folded->origin[folded->text.length] == shown.length);
    for (size_t i = 0; i < folded->text.length; i++) {
        assert(folded->origin[i] < shown.length && folded->origin[i] <= folded->origin[i + 1]);
        assert(begins_character(shown, folded->origin[i]));
        assert(folded->text.bytes[i] < 'A' || folded->text.bytes[i] > 'Z');
        assert((unsigned char)folded->text.bytes[i] >= ' ' || folded->text.bytes[i] == '\n');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_buf mended;
    bf_str shown;
    bf_folded folded;
    bf_error err = {0};
    bf_arena *arena = bf_arena_new(64 * 1024 * 1024);
    bf_buf_init(&mended, 4 * size + 4);
    bf_utf8_append_mended(&mended, (bf_str){(const char *)data, size});
    assert(arena != NULL && bf_buf_view(&mended, "text", &shown, &err));
    assert(bf_fold(shown, arena, &folded, &err));
    check_view(shown, &folded);
    for (size_t begin = 0; begin < folded.text.length; begin += 1 + begin / 8) {
        bf_str source = bf_fold_source(&folded, shown, begin, begin + 1 + begin % 5);
        assert(source.length > 0 && bf_utf8_valid(source));
    }
    bf_arena_free(arena);
    bf_buf_free(&mended);
    return 0;
}
