/* common/warc_tail.h: where the last whole record of a WARC file ends. Knows what a kill leaves. */
#ifndef BF_COMMON_WARC_TAIL_H
#define BF_COMMON_WARC_TAIL_H

#include <stdint.h>

#include "bonafide/error.h"

/* Finds the end of the last whole record in the regular file `fd`, which stands at its beginning: 0
 * when there is none. A request behind which nothing whole stands, of an exchange that was torn, is
 * no end. false: BF_ERR_INPUT or BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_warc_find_end(int fd, uint64_t *end, bf_error *err);

#endif
