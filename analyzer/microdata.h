/* analyzer/microdata.h: what the elements of a page say of somebody by their attributes: microdata
 * (HTML, 5) and RDFa Lite 1.1. Knows items, their properties and their nesting; what JSON says is
 * json_ld.h's. */
#ifndef BF_ANALYZER_MICRODATA_H
#define BF_ANALYZER_MICRODATA_H

#include "analyzer/advertiser.h"

/* Adds to `list` each item of `document` that speaks of a person or firm with a name, with the
 * element that it stands in; of one whose name is there already, what that one lacks
 * (bf_advertisers_settle()). What is the property of a review, a comment or an article is nobody
 * who advertises, nor is a school or a society. Visible texts are blocks already, and no others are
 * made. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_microdata_read(const bf_document *document, bf_arena *arena,
                                     bf_advertisers *list, bf_error *err);

#endif
