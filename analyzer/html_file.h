/* analyzer/html_file.h: the one page of an HTML file, with the sidecar that may lie beside it:
 * "page.html" and "page.html.json". Knows files; what the sidecar says is raw_page.h's. */
#ifndef BF_ANALYZER_HTML_FILE_H
#define BF_ANALYZER_HTML_FILE_H

#include "analyzer/source.h"
#include "common/input.h"

typedef struct bf_html_file bf_html_file;

/* Makes a reader of the page in `input`, which lines call `name`; `settings` outlives it. `path`:
 * the file's, NULL for a stream, which has no URL of its own and no sidecar. NULL: no memory. */
bf_html_file *bf_html_file_new(bf_input *input, const char *name, const char *path,
                               const bf_source_settings *settings);

/* Frees `file`; NULL is allowed. */
void bf_html_file_free(bf_html_file *file);

/* Reads the page into `raw`, whose views live as long as `file`. false: BF_ERR_INPUT,
 * BF_ERR_FORMAT, BF_ERR_LIMIT (a sidecar of more than 1 MiB), BF_ERR_MEMORY; the URL stands in
 * `raw`. */
BF_MUST_CHECK bool bf_html_file_read(bf_html_file *file, bf_raw_page *raw, bf_error *err);

#endif
