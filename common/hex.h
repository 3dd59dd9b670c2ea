/* common/hex.h: hexadecimal digits. */
#ifndef BF_COMMON_HEX_H
#define BF_COMMON_HEX_H

/* The value of the digit `c`, of either case; -1 when it is none. */
static inline int bf_hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

#endif
