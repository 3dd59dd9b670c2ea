/* common/hex.h: hexadecimal digits. */
#ifndef BF_COMMON_HEX_H
#define BF_COMMON_HEX_H

#include "bonafide/str.h"

/* The value of the digit `c`, of either case; -1 when it is none. */
static inline int bf_hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Takes the 1 to `most` (at most 8) digits at the start of `*rest`; false without any, and `value`
 * is 0. */
static inline bool bf_hex_take(bf_str *rest, size_t most, uint32_t *value)
{
    size_t i = 0;
    *value = 0;
    while (i < most && i < rest->length && bf_hex_digit(rest->bytes[i]) >= 0)
        *value = *value << 4 | (uint32_t)bf_hex_digit(rest->bytes[i++]);
    *rest = bf_str_after(*rest, i);
    return i > 0;
}

#endif
