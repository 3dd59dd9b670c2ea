/* octets.c: numbers and texts as bytes. */
#include "common/octets.h"

enum { NUMBER = 8 };

void bf_octets_append_number(bf_buf *out, uint64_t number)
{
    char raw[NUMBER];
    for (unsigned i = 0; i < NUMBER; i++)
        raw[i] = (char)(number >> (8 * i) & 0xff);
    bf_buf_append(out, (bf_str){raw, NUMBER});
}

void bf_octets_append_text(bf_buf *out, bf_str text)
{
    bf_octets_append_number(out, text.length);
    bf_buf_append(out, text);
}

bool bf_octets_take_number(bf_str *rest, uint64_t most, uint64_t *out)
{
    uint64_t number = 0;
    if (rest->length < NUMBER)
        return false;
    for (unsigned i = 0; i < NUMBER; i++)
        number |= (uint64_t)(unsigned char)rest->bytes[i] << (8 * i);
    if (number > most)
        return false;
    *out = number;
    *rest = bf_str_after(*rest, NUMBER);
    return true;
}

bool bf_octets_take_text(bf_str *rest, bf_str *out)
{
    uint64_t length;
    bf_str left = *rest;
    if (!bf_octets_take_number(&left, left.length, &length) || length > left.length)
        return false;
    *out = bf_str_slice(left, 0, (size_t)length);
    *rest = bf_str_after(left, (size_t)length);
    return true;
}
