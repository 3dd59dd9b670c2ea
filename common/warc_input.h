/* common/warc_input.h: a WARC reader on an input that was looked at before. */
#ifndef BF_COMMON_WARC_INPUT_H
#define BF_COMMON_WARC_INPUT_H

#include "bonafide/warc.h"
#include "common/input.h"

/* As bf_warc_reader_new(), on `input`, which stays the caller's and must outlive the reader. */
bf_warc_reader *bf_warc_reader_of_input(bf_input *input, size_t block_limit);

#endif
