/* analyzer/data_text.h: a text that data has, as a reader of the page would see it. Knows what HTML
 * in it looks like, and how it becomes a block; which texts are for readers is json_ld.h's and
 * page_state.h's. */
#ifndef BF_ANALYZER_DATA_TEXT_H
#define BF_ANALYZER_DATA_TEXT_H

#include "analyzer/document.h"

/* Where the texts of one script go. */
typedef struct {
    bf_document *document;
    bf_arena *arena;
    size_t offset;     /* of the script (document.body) */
    uint32_t question; /* the block of the last term, or BF_NONE; a detail answers it */
} bf_data_texts;

/* Copies `text` into `arena`, character references undone, then tags made blanks, and each run of
 * white space one blank. Empty when nothing is left. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_data_text_clean(bf_str text, bf_arena *arena, bf_str *out, bf_error *err);

/* Adds `text`, cleaned, as a block of field structured; nothing when nothing is left. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_data_text_add(bf_data_texts *texts, bf_str text, bf_block_kind kind,
                                    bf_error *err);

#endif
