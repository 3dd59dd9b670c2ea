/* analyzer/open_graph.h: what the meta elements of a page say of a person or business by the Open
 * Graph protocol (https://ogp.me). Knows its properties; titles and descriptions as texts are the
 * document's. */
#ifndef BF_ANALYZER_OPEN_GRAPH_H
#define BF_ANALYZER_OPEN_GRAPH_H

#include "analyzer/advertiser.h"

/* Adds to `list` whom `document` is about: a person, when its og:type is profile, named by
 * profile:first_name and last_name or else by og:title; or a business that has
 * business:contact_data, named by og:title. Nobody otherwise; og:site_name names nobody. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_open_graph_read(const bf_document *document, bf_arena *arena,
                                      bf_advertisers *list, bf_error *err);

/* The name of the site that `document` is a page of, as its first og:site_name has it; empty when
 * it has none. A view of the document's. */
bf_str bf_open_graph_site_name(const bf_document *document);

#endif
