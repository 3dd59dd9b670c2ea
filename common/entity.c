/* entity.c: character references of HTML in text that is no HTML. */
#include "common/entity.h"

#include <string.h>

#include <libxml/HTMLparser.h>

#include "common/hex.h"
#include "common/utf8.h"

enum { MOST_NAME = 12, MOST_DIGITS = 8 };

/* What browsers show for &#128; to &#159; (HTML, 13.2.5.80, after windows-1252); 0: nothing else.
 */
static uint32_t of_windows_1252(uint32_t value)
{
    static const uint16_t shown[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    return value >= 0x80 && value < 0xA0 ? shown[value - 0x80] : 0;
}

/* The code point of "#8217" or "#x2019"; 0 when it is none. */
static uint32_t numeric(bf_str body)
{
    bool hex = body.length > 1 && (body.bytes[1] | 0x20) == 'x';
    size_t first = hex ? 2 : 1;
    uint32_t value = 0;
    if (body.length <= first || body.length > first + MOST_DIGITS)
        return 0;
    for (size_t i = first; i < body.length; i++) {
        int digit = bf_hex_digit(body.bytes[i]);
        if (digit < 0 || (!hex && digit > 9) || value > 0x10FFFF)
            return 0;
        value = value * (hex ? 16 : 10) + (uint32_t)digit;
    }
    if (of_windows_1252(value) != 0)
        return of_windows_1252(value);
    return value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) ? BF_UTF8_REPLACEMENT : value;
}

static uint32_t named(bf_str body)
{
    char name[MOST_NAME + 1];
    if (body.length == 0 || body.length > MOST_NAME)
        return 0;
    memcpy(name, body.bytes, body.length);
    name[body.length] = '\0';
    if (strcmp(name, "apos") == 0) /* of XML and HTML 5; HTML 4 has none */
        return '\'';
    const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
    return known ? known->value : 0;
}

/* Reads the reference at the start of `text`, its length into `length`; 0 when there is none. */
static uint32_t reference(bf_str text, size_t *length)
{
    bf_str head = bf_str_slice(text, 1, MOST_NAME + 2);
    size_t end = bf_str_find(head, BF_STR(";"), 0);
    if (end == SIZE_MAX || end == 0)
        return 0;
    *length = end + 2;
    bf_str body = bf_str_slice(head, 0, end);
    return body.bytes[0] == '#' ? numeric(body) : named(body);
}

void bf_entity_append_undone(bf_buf *out, bf_str text)
{
    while (text.length > 0) {
        size_t length = 0, sign = bf_str_find(text, BF_STR("&"), 0);
        bf_buf_append(out, bf_str_slice(text, 0, sign));
        text = bf_str_after(text, sign);
        if (text.length == 0)
            return;
        uint32_t value = reference(text, &length);
        if (value != 0)
            bf_utf8_append(out, value);
        else
            bf_buf_append_char(out, '&');
        text = bf_str_after(text, value != 0 ? length : 1);
    }
}
