/* common/seal.h: memory that holds machine code is made unwritable. Knows the maps of this process
 * (Linux); whose code it is does not matter: PCRE2's JIT asks for memory that is writable and
 * executable at once, and leaves it so. */
#ifndef BF_COMMON_SEAL_H
#define BF_COMMON_SEAL_H

#include "bonafide/error.h"

/* What was sealed. */
typedef struct {
    struct bf_seal_range *items;
    size_t count, capacity;
} bf_seal;

/* Takes the right to write from all memory without a file that is writable and executable, and
 * notes it in `out`, which bf_seal_break() frees. From then on nothing may be compiled to machine
 * code, or code freed, before bf_seal_break(). false: BF_ERR_MEMORY, or BF_ERR_STATE where the
 * system does not let it be done; nothing is sealed then. */
BF_MUST_CHECK bool bf_seal_make(bf_seal *out, bf_error *err);

/* Gives the right back, and frees what `seal` notes; one that was never made, zeroed, is allowed.
 */
void bf_seal_break(bf_seal *seal);

#endif
