/* analyzer/xpath_nodes.h: a document's elements as nodes of libxml2. Knows how a flat document
 * becomes a tree; what is asked of it is xpath.c's. The nodes are made in the page's arena and not
 * by libxml2: their memory is bounded with the page's, and dies with it. */
#ifndef BF_ANALYZER_XPATH_NODES_H
#define BF_ANALYZER_XPATH_NODES_H

#include <libxml/tree.h>

#include "analyzer/document.h"

/* What libxml2 reads as a document: nodes[i] is element i. Nothing in it may be freed. */
typedef struct {
    xmlDoc *root;
    xmlNode *nodes;
    size_t count;
} bf_xpath_nodes;

/* Makes the nodes of `document` in `arena`. Names and values are the document's own bytes. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_xpath_nodes_make(const bf_document *document, bf_arena *arena,
                                       bf_xpath_nodes *out, bf_error *err);

/* The element that `node` is; BF_NONE for a node of another kind. */
uint32_t bf_xpath_nodes_element(const bf_xpath_nodes *nodes, const xmlNode *node);

#endif
