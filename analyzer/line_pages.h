/* analyzer/line_pages.h: the pages of one file of JSON Lines, an object a line: "url" and "html",
 * and where known "fetched_at" (RFC 3339), "status" (a number) and "headers" (an object of texts).
 */
#ifndef BF_ANALYZER_LINE_PAGES_H
#define BF_ANALYZER_LINE_PAGES_H

#include "analyzer/source.h"
#include "common/input.h"

typedef struct bf_line_pages bf_line_pages;

/* Makes a reader of the pages in `input`, which lines call `name`; both outlive it. A line is
 * at most `line_limit` bytes long (0: 64 MiB). NULL: no memory. */
bf_line_pages *bf_line_pages_new(bf_input *input, bf_str name, size_t line_limit);

/* Frees `pages`; NULL is allowed. */
void bf_line_pages_free(bf_line_pages *pages);

/* As bf_source_next_raw(); BF_SOURCE_FATAL with BF_ERR_INPUT when only this file is lost. When the
 * first line does not look like an object, the file is no JSON Lines: BF_SOURCE_BAD once, then the
 * end. */
BF_MUST_CHECK bf_source_next_kind bf_line_pages_next(bf_line_pages *pages, bf_raw_page *raw,
                                                     bf_error *err);

#endif
