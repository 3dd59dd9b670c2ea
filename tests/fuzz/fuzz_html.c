/* fuzz_html.c: any valid UTF-8 as HTML. Promises: offsets are within the text and never go back;
 * start and end events are balanced and of the same name; no element has more attributes than the
 * cap; texts are valid UTF-8, and no more of them comes out than went in, but for references. */
#include <assert.h>
#include <string.h>

#include "common/html.h"
#include "common/utf8.h"

enum { MOST_DEPTH = 8 * BF_HTML_MOST_OPEN };

typedef struct {
    size_t size, last, depth, text_bytes;
    char open[MOST_DEPTH][16]; /* names, cut */
} hearing;

static bool note(hearing *seen, size_t offset)
{
    assert(offset >= seen->last && offset <= seen->size);
    seen->last = offset;
    return true;
}

static void copy_name(char out[16], bf_str tag)
{
    size_t length = tag.length < 15 ? tag.length : 15;
    memset(out, 0, 16);
    memcpy(out, tag.bytes, length);
}

static bool on_start(bf_str tag, const bf_html_attribute *attributes, size_t count, size_t offset,
                     void *user)
{
    hearing *seen = user;
    assert(count <= BF_HTML_MOST_ATTRIBUTES && seen->depth < MOST_DEPTH && tag.length > 0);
    for (size_t i = 0; i < count; i++)
        assert(attributes[i].name.length > 0 && bf_utf8_valid(attributes[i].value));
    copy_name(seen->open[seen->depth++], tag);
    return note(seen, offset);
}

static bool on_end(bf_str tag, size_t offset, void *user)
{
    hearing *seen = user;
    char name[16];
    copy_name(name, tag);
    assert(seen->depth > 0 && strcmp(seen->open[--seen->depth], name) == 0);
    return note(seen, offset);
}

static bool on_text(bf_str text, size_t offset, void *user)
{
    hearing *seen = user;
    assert(bf_utf8_valid(text));
    seen->text_bytes += text.length;
    return note(seen, offset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const bf_html_events events = {on_start, on_end, on_text, on_text};
    static hearing seen;
    bf_str text = {(const char *)data, size};
    bf_error err = {0};
    if (!bf_utf8_valid(text))
        return 0;
    memset(&seen, 0, offsetof(hearing, open));
    seen.size = size;
    bf_html_end end = bf_html_read(text, &events, &seen, &err);
    assert(end == BF_HTML_READ || end == BF_HTML_CUT);
    assert(seen.depth == 0 && seen.text_bytes <= size);
    return 0;
}
