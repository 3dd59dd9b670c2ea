/* analyzer/warc_pages.h: the pages of one WARC file. Knows which records are pages; the file's
 * bytes are the input's, a record's are the reader's. */
#ifndef BF_ANALYZER_WARC_PAGES_H
#define BF_ANALYZER_WARC_PAGES_H

#include "analyzer/source.h"
#include "common/input.h"

typedef struct bf_warc_pages bf_warc_pages;

/* Makes a reader of the pages in `input`, which lines call `name`; revisits are also looked for in
 * the folder `beside`, or NULL. All outlive it. NULL: no memory. */
bf_warc_pages *bf_warc_pages_new(bf_input *input, bf_str name, const bf_source_settings *settings,
                                 const char *beside);

/* Frees `pages`; NULL is allowed. */
void bf_warc_pages_free(bf_warc_pages *pages);

/* As bf_source_next_raw(); BF_SOURCE_FATAL with BF_ERR_INPUT when only this file is lost. */
BF_MUST_CHECK bf_source_next_kind bf_warc_pages_next(bf_warc_pages *pages, bf_raw_page *raw,
                                                     bf_error *err);

/* How many revisits were passed over so far. */
uint64_t bf_warc_pages_passed_over(const bf_warc_pages *pages);

#endif
