/* common/size.h: sums and products of sizes that cannot wrap. */
#ifndef BF_COMMON_SIZE_H
#define BF_COMMON_SIZE_H

#include <stdbool.h>
#include <stddef.h>

/* Adds `a` and `b` into `out`; false, with `out` undefined, when the sum does not fit. */
static inline bool bf_size_add(size_t a, size_t b, size_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}

/* Multiplies `a` by `b` into `out`; false, with `out` undefined, when the product does not fit. */
static inline bool bf_size_multiply(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

#endif
