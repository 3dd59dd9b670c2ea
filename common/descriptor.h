/* common/descriptor.h: whole reads and writes of a file descriptor, over interruptions and short
 * counts. */
#ifndef BF_COMMON_DESCRIPTOR_H
#define BF_COMMON_DESCRIPTOR_H

#include "bonafide/str.h"

/* Writes all of `text` to `fd`. false: errno says why. */
BF_MUST_CHECK bool bf_descriptor_write(int fd, bf_str text);

/* Reads `count` bytes of `fd` into `bytes`. false: it ended before, or errno says why. */
BF_MUST_CHECK bool bf_descriptor_read(int fd, char *bytes, size_t count);

#endif
