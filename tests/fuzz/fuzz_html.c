/* fuzz_html.c: any valid UTF-8 as HTML. Promises: offsets are within the text and never go back;
 * start and end events are balanced and of the same name; no element has more attributes than the
 * cap; texts are valid UTF-8, and no more of them comes out than went in, but for references; the
 * start tags of some elements are the same when nothing else is read. */
#include <assert.h>
#include <string.h>

#include "common/html.h"
#include "common/utf8.h"

enum { MOST_DEPTH = 8 * BF_HTML_MOST_OPEN };

typedef struct {
    size_t size, last, depth, text_bytes;
    uint64_t links;            /* a hash over the start tags of `names` */
    char open[MOST_DEPTH][16]; /* names, cut */
} hearing;

static const char *const names[] = {"a", "area", "base", "frame", "iframe", "meta", NULL};

static void mix(uint64_t *hash, bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        *hash = (*hash ^ (unsigned char)text.bytes[i]) * 1099511628211u;
    *hash = (*hash ^ 0x100) * 1099511628211u;
}

static bool on_link(bf_str tag, const bf_html_attribute *attributes, size_t count, void *user)
{
    uint64_t *hash = user;
    mix(hash, tag);
    for (size_t i = 0; i < count; i++) {
        mix(hash, attributes[i].name);
        mix(hash, attributes[i].value);
    }
    return true;
}

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
    for (size_t i = 0; names[i]; i++)
        if (bf_str_equal(tag, bf_str_of(names[i])))
            on_link(tag, attributes, count, &seen->links);
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
    static const bf_html_events events = {
        .start = on_start, .end = on_end, .text = on_text, .raw = on_text};
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
    uint64_t links = 0;
    bf_html_end same = bf_html_each_start(text, names, on_link, &links, &err);
    assert(same == BF_HTML_READ || same == BF_HTML_CUT);
    assert(end == BF_HTML_CUT || links == seen.links);
    return 0;
}
