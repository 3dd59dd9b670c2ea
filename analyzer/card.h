/* analyzer/card.h: the repeated cards of a directory or a team page. Knows elements of equal shape
 * that each carry a name; whose words they are is the listing's. */
#ifndef BF_ANALYZER_CARD_H
#define BF_ANALYZER_CARD_H

#include "analyzer/sign.h"

/* The cards of a page: elements in the order of the document, none inside another. */
typedef struct {
    uint32_t *elements;
    size_t count;
} bf_cards;

/* Finds the largest set of two or more elements in the main zone that have the same tag, the same
 * classes (which a sign of kind card matches) and a heading or a name of their own. `out` is empty
 * when there is none. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_card_find(bf_sign_reader *reader, bf_cards *out, bf_error *err);

/* The block that names element `element`: of a descendant with a sign of kind name, else its first
 * heading, else the first block that is a link's text; BF_NONE when there is none. */
uint32_t bf_card_name(bf_sign_reader *reader, uint32_t element);

#endif
