/* analyzer/linked_item.h: what one JSON object of schema.org says of somebody. Knows the shapes in
 * which pages write a value: one, a list, an object; how objects hang together is json_ld.h's. */
#ifndef BF_ANALYZER_LINKED_ITEM_H
#define BF_ANALYZER_LINKED_ITEM_H

#include <cjson/cJSON.h>

#include "analyzer/advertiser.h"
#include "analyzer/schema_type.h"

/* The first text in `value`: a string, "@value" of an object (JSON-LD 1.1, 4.2.1), or of a list the
 * first that has one; empty without any. Views memory of `value`. */
bf_str bf_linked_item_text(const cJSON *value);

/* Its type: of a list that of a person or firm, else the first that is known, else the first. */
bf_str bf_linked_item_type(const cJSON *object);

/* Its identity (JSON-LD 1.1, 3.3); empty when it has none, or a blank one that is only "_:". */
bf_str bf_linked_item_id(const cJSON *object);

/* Says whether somebody could be reached by what it says: an address, a telephone or an email. */
bool bf_linked_item_is_reached(const cJSON *object);

/* Says whether it tells of somebody who could advertise, and not of a question, a service or a
 * place: by its type, or because it can be reached. It may have no name. */
bool bf_linked_item_is_somebody(const cJSON *object);

/* Fills `one` from it, but for links and profile: texts cleaned as data_text.h says, a name that is
 * not written put together of its parts, the contact points' telephones and emails with its own,
 * and the prices of what it offers. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_linked_item_read(const cJSON *object, bf_arena *arena, bf_advertiser *one,
                                       bf_error *err);

/* Gives `one` what `part` says of it and it lacks: an object that is its address, contact point or
 * offer, and stands apart. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_linked_item_read_part(const cJSON *part, bf_arena *arena, bf_advertiser *one,
                                            bf_error *err);

#endif
