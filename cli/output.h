/* cli/output.h: lines to a file or pipe, whole or not at all. Knows descriptors; what a line says
 * is the report's. */
#ifndef BF_CLI_OUTPUT_H
#define BF_CLI_OUTPUT_H

#include "bonafide/error.h"

typedef struct bf_output bf_output;

/* Opens `path` for writing, emptied; NULL or "-" is standard output. NULL: BF_ERR_OUTPUT with the
 * system's words, or BF_ERR_MEMORY. */
bf_output *bf_output_open(const char *path, bf_error *err);

/* Writes `line` and a line feed before it returns. false: BF_ERR_OUTPUT; what was written of the
 * line is taken back where the output is a file, so that it ends with a whole line. */
BF_MUST_CHECK bool bf_output_line(bf_output *output, bf_str line, bf_error *err);

/* Writes text that may be several lines or a part of one, as people read it. */
BF_MUST_CHECK bool bf_output_text(bf_output *output, bf_str text, bf_error *err);

/* Closes the file, which may be where a full disk shows. `output` may be NULL, and is freed
 * whatever is returned. false: BF_ERR_OUTPUT. */
BF_MUST_CHECK bool bf_output_close(bf_output *output, bf_error *err);

#endif
