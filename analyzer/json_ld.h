/* analyzer/json_ld.h: what the JSON-LD of a page says of who advertises on it. Knows how its
 * objects hang together: references, lists, who works for whom; what one object says is
 * linked_item.h's. */
#ifndef BF_ANALYZER_JSON_LD_H
#define BF_ANALYZER_JSON_LD_H

#include <cjson/cJSON.h>

#include "analyzer/advertiser.h"

/* One script, read as JSON. */
typedef struct {
    const cJSON *root;
    size_t offset; /* document.body */
} bf_json_ld_script;

/* Adds to `list` the persons and firms that `count` scripts of `document` tell of, and to its
 * blocks the texts that are for readers. A reference (an object of which only "@id" is said)
 * leads to what any of the scripts says of that identity, and objects of one identity are one.
 * Nobody: who stands in an article, a work, an image or a review, or is only its author or
 * publisher; schools, issuers, relatives; a society that a person belongs to and that cannot be
 * reached. Who works for whom (worksFor, memberOf, affiliation, employee, member, founder) becomes
 * `firm`. Prices go to who offers, or provides the service. Of objects that are nobody, but part of
 * somebody or sold, a thousand are followed, each read once. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_json_ld_read(const bf_json_ld_script *scripts, size_t count,
                                   bf_document *document, bf_arena *arena, bf_advertisers *list,
                                   bf_error *err);

#endif
