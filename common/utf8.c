/* utf8.c: UTF-8 as code points. */
#include "common/utf8.h"

#include <string.h>

/* What may follow a lead byte: how many continuation bytes, and the range of the first of them,
 * which is where overlong forms, surrogates and values past U+10FFFF are told apart (table 3-7). */
typedef struct {
    unsigned char low, high;   /* lead bytes */
    unsigned char more;        /* continuation bytes */
    unsigned char first, last; /* range of the first continuation byte */
    unsigned char mask;        /* bits of the lead byte that count */
} sequence;

static const sequence sequences[] = {
    {0x00, 0x7F, 0, 0x00, 0x00, 0x7F}, {0xC2, 0xDF, 1, 0x80, 0xBF, 0x1F},
    {0xE0, 0xE0, 2, 0xA0, 0xBF, 0x0F}, {0xE1, 0xEC, 2, 0x80, 0xBF, 0x0F},
    {0xED, 0xED, 2, 0x80, 0x9F, 0x0F}, {0xEE, 0xEF, 2, 0x80, 0xBF, 0x0F},
    {0xF0, 0xF0, 3, 0x90, 0xBF, 0x07}, {0xF1, 0xF3, 3, 0x80, 0xBF, 0x07},
    {0xF4, 0xF4, 3, 0x80, 0x8F, 0x07},
};

static const sequence *sequence_of(unsigned char lead)
{
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
        if (lead >= sequences[i].low && lead <= sequences[i].high)
            return &sequences[i];
    return NULL;
}

bool bf_utf8_take(bf_str *rest, uint32_t *out)
{
    *out = BF_UTF8_REPLACEMENT;
    if (rest->length == 0)
        return false;
    const unsigned char *bytes = (const unsigned char *)rest->bytes;
    if (bytes[0] < 0x80) {
        *out = bytes[0];
        rest->bytes++;
        rest->length--;
        return true;
    }
    const sequence *form = sequence_of(bytes[0]);
    size_t taken = 1;
    uint32_t value = form ? bytes[0] & form->mask : 0;
    for (; form && taken <= form->more && taken < rest->length; taken++) {
        unsigned char first = taken == 1 ? form->first : 0x80;
        unsigned char last = taken == 1 ? form->last : 0xBF;
        if (bytes[taken] < first || bytes[taken] > last)
            break;
        value = value << 6 | (bytes[taken] & 0x3Fu);
    }
    *rest = bf_str_after(*rest, taken);
    if (form == NULL || taken != (size_t)form->more + 1)
        return false;
    *out = value;
    return true;
}

size_t bf_utf8_ascii(bf_str text)
{
    uint64_t eight; /* by eights, because most pages are little else */
    size_t i = 0;
    for (; text.length - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, text.bytes + i, sizeof eight);
        if (eight & 0x8080808080808080u)
            break;
    }
    while (i < text.length && (unsigned char)text.bytes[i] < 0x80)
        i++;
    return i;
}

bf_str bf_utf8_beginning(bf_str text, size_t most)
{
    size_t end = most;
    if (text.length <= most)
        return text;
    while (end > 0 && ((unsigned char)text.bytes[end] & 0xC0) == 0x80)
        end--;
    return bf_str_slice(text, 0, end);
}

bool bf_utf8_valid(bf_str text)
{
    uint32_t code_point;
    for (;;) {
        text = bf_str_after(text, bf_utf8_ascii(text));
        if (text.length == 0)
            return true;
        if (!bf_utf8_take(&text, &code_point))
            return false;
    }
}

size_t bf_utf8_blank(bf_str text, size_t at)
{
    char c = text.bytes[at];
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    return c == '\xC2' && at + 1 < text.length && text.bytes[at + 1] == '\xA0' ? 2 : 0;
}

size_t bf_utf8_write(uint32_t code_point, char bytes[BF_UTF8_MOST])
{
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = BF_UTF8_REPLACEMENT;
    size_t length = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i-- > 1; code_point >>= 6)
        bytes[i] = (char)(0x80 | (code_point & 0x3F));
    bytes[0] = (char)(leads[length] | code_point);
    return length;
}

void bf_utf8_append(bf_buf *buf, uint32_t code_point)
{
    char bytes[BF_UTF8_MOST];
    size_t length = bf_utf8_write(code_point, bytes);
    bf_buf_append(buf, (bf_str){bytes, length});
}

size_t bf_utf8_append_mended(bf_buf *buf, bf_str text)
{
    size_t replaced = 0;
    while (text.length > 0) {
        bf_str before = text;
        uint32_t code_point;
        if (bf_utf8_take(&text, &code_point)) {
            bf_buf_append(buf, bf_str_slice(before, 0, before.length - text.length));
        } else {
            bf_utf8_append(buf, BF_UTF8_REPLACEMENT);
            replaced++;
        }
    }
    return replaced;
}
