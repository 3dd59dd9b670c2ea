/* quote.c: words of a page as they are quoted. */
#include "analyzer/quote.h"

#include "common/buf.h"

enum {
    AROUND_BYTES = 32,
    WHOLE_BYTES = 120,      /* a longer quote is linked by its ends */
    SEARCH_BYTES = 1 << 16, /* how far into the body a block's words are looked for */
    LINK_BYTES = 1 << 16
};

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

bf_str bf_quote_cut(bf_str text, size_t most)
{
    if (text.length <= most)
        return text;
    while (most > 0 && continues(text.bytes[most]))
        most--;
    return bf_str_slice(text, 0, most);
}

bf_str bf_quote_before(bf_str text, bf_str exact)
{
    size_t end = (size_t)(exact.bytes - text.bytes);
    size_t begin = end > AROUND_BYTES ? end - AROUND_BYTES : 0;
    while (begin < end && continues(text.bytes[begin]))
        begin++;
    return bf_str_slice(text, begin, end);
}

bf_str bf_quote_after(bf_str text, bf_str exact)
{
    size_t begin = (size_t)(exact.bytes - text.bytes) + exact.length;
    return bf_quote_cut(bf_str_after(text, begin), AROUND_BYTES);
}

size_t bf_quote_place(const bf_document *document, const bf_block *block, bf_str exact)
{
    bf_str near = bf_str_slice(document->body, block->offset, block->offset + SEARCH_BYTES);
    size_t at = bf_str_find(near, exact, 0);
    return at == SIZE_MAX ? block->offset : block->offset + at;
}

/* Percent-encodes all but unreserved characters; "-" too, which parts a fragment's terms. */
static void append_encoded(bf_buf *buf, bf_str text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~";
    for (size_t i = 0; i < text.length; i++) {
        bf_str byte = bf_str_slice(text, i, i + 1);
        if (bf_str_find(bf_str_of(plain), byte, 0) != SIZE_MAX)
            bf_buf_append(buf, byte);
        else
            bf_buf_append_format(buf, "%%%02X", (unsigned)(unsigned char)text.bytes[i]);
    }
}

/* The first (or last) words of `text`, at most 40 bytes, cut at a blank. */
static bf_str first_words(bf_str text)
{
    size_t end = 40;
    while (end > 0 && text.bytes[end] != ' ')
        end--;
    return end > 0 ? bf_str_slice(text, 0, end) : bf_quote_cut(text, 40);
}

static bf_str last_words(bf_str text)
{
    size_t begin = text.length - 40;
    while (begin < text.length && text.bytes[begin] != ' ')
        begin++;
    return bf_str_after(text, begin + 1);
}

bool bf_quote_link(bf_str url, bf_str exact, bf_arena *arena, bf_str *out)
{
    bf_buf link;
    bool whole = exact.length <= WHOLE_BYTES;
    bf_str view, last = whole ? (bf_str){0} : last_words(exact);
    bf_error err = {0};
    *out = (bf_str){0};
    if (!bf_str_starts(url, BF_STR("http://")) && !bf_str_starts(url, BF_STR("https://")))
        return true;
    bf_buf_init(&link, LINK_BYTES);
    bf_buf_append(&link, url);
    if (bf_str_find(url, BF_STR("#"), 0) == SIZE_MAX)
        bf_buf_append_char(&link, '#');
    bf_buf_append(&link, BF_STR(":~:text=")); /* a directive stands behind the fragment (3.3) */
    append_encoded(&link, whole ? exact : first_words(exact));
    if (last.length > 0) {
        bf_buf_append_char(&link, ',');
        append_encoded(&link, last);
    }
    bool made = bf_buf_view(&link, "link", &view, &err) && bf_arena_copy(arena, view, out);
    bf_buf_free(&link);
    return made;
}
