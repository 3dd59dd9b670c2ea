/* script_text.c: a literal of JavaScript that is a text. */
#include "analyzer/script_text.h"

#include <string.h>

#include "common/hex.h"
#include "common/utf8.h"

/* Takes "XXXX", of a pair of surrogates both halves, or "{X…}" after "\u". */
static uint32_t take_unicode(bf_str *rest)
{
    uint32_t value, low;
    if (bf_str_starts(*rest, BF_STR("{"))) {
        *rest = bf_str_after(*rest, 1);
        bool read = bf_hex_take(rest, 6, &value);
        if (bf_str_starts(*rest, BF_STR("}")))
            *rest = bf_str_after(*rest, 1);
        return read ? value : BF_UTF8_REPLACEMENT;
    }
    if (!bf_hex_take(rest, 4, &value))
        return BF_UTF8_REPLACEMENT;
    bf_str after = bf_str_after(*rest, 2);
    if (value >= 0xD800 && value < 0xDC00 && bf_str_starts(*rest, BF_STR("\\u")) &&
        bf_hex_take(&after, 4, &low) && low >= 0xDC00 && low < 0xE000) {
        *rest = after;
        return 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
    }
    return value;
}

/* Takes an escape of JavaScript (ECMA-262, 12.9.4) after its backslash. */
static void take_escape(bf_str *rest, bf_buf *out)
{
    static const char names[] = "bfnrtv0", values[] = "\b\f\n\r\t\v";
    char c = rest->length > 0 ? rest->bytes[0] : '\0';
    const char *known = c != '\0' ? strchr(names, c) : NULL;
    uint32_t value;
    *rest = bf_str_after(*rest, 1);
    if (c == 'u') {
        bf_utf8_append(out, take_unicode(rest));
    } else if (c == 'x') {
        bf_utf8_append(out, bf_hex_take(rest, 2, &value) ? value : BF_UTF8_REPLACEMENT);
    } else if (known && c != '0') {
        bf_buf_append_char(out, values[known - names]);
    } else if (c != '\n' && c != '0') { /* a line goes on; a NUL is nothing to read */
        bf_buf_append_char(out, c);
    }
}

bool bf_script_text_take(bf_str *rest, bf_buf *out)
{
    char quote = rest->bytes[0];
    bf_str text = bf_str_after(*rest, 1);
    while (text.length > 0 && text.bytes[0] != quote) {
        char c = text.bytes[0];
        text = bf_str_after(text, 1);
        if (c == '\\')
            take_escape(&text, out);
        else
            bf_buf_append_char(out, c);
    }
    *rest = bf_str_after(text, 1);
    return text.length > 0;
}
