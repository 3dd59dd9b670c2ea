/* analyzer/structured.h: the data that a page carries for machines. Knows where on a page such data
 * stands; what each kind of it says is json_ld.h's, page_state.h's, microdata.h's, microformat.h's
 * and open_graph.h's. */
#ifndef BF_ANALYZER_STRUCTURED_H
#define BF_ANALYZER_STRUCTURED_H

#include "analyzer/advertiser.h"

enum { BF_PAGE_TYPES_MOST = 16 };

typedef struct {
    bf_advertisers advertisers;
    bf_str page_types[BF_PAGE_TYPES_MOST]; /* of what JSON-LD describes at its top and is nobody:
                                              "BlogPosting", "WebPage", "ItemList", … */
    size_t page_type_count;
    size_t refused;     /* data scripts that could not be read as JSON */
    bf_str refused_why; /* of the first, for people */
    bool from_state;    /* texts were taken from embedded state, the visible main text being thin */
} bf_structured;

/* Reads the data of `document`, adds the texts of its scripts to its blocks, and fills `out`: first
 * JSON-LD, then embedded state, which is read only when the document has less than `thin_bytes` of
 * visible text in its main zone, then what elements say, then meta elements. Who is told of again
 * by the same name is one (bf_advertisers_settle()). A script that cannot be read is counted, and
 * so is one beyond a million values of all JSON-LD. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_structured_read(bf_document *document, size_t thin_bytes, bf_arena *arena,
                                      bf_structured *out, bf_error *err);

#endif
