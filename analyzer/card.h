/* analyzer/card.h: the repeated cards of a directory or a team page. Knows stretches of a page that
 * are built alike and each begin with somebody's name; whose words they are is the listing's. */
#ifndef BF_ANALYZER_CARD_H
#define BF_ANALYZER_CARD_H

#include "analyzer/voice.h"

/* One card: elements `first` to `last` and the blocks in them. */
typedef struct {
    uint32_t first, last;
    uint32_t first_block, block_count;
    uint32_t named; /* the block that names it */
    bf_str name;    /* as one files it */
    bool practice;  /* it is the name of a practice */
} bf_card;

/* The cards of a page in the order of the document, none inside another. */
typedef struct {
    bf_card *items;
    size_t count;
    bool beside; /* they stand under a heading such as "Similar therapists": whoever the page
                    advertises, these it does not */
} bf_cards;

/* Finds the cards in the main zone: of the shapes of the page (shape.h) the one with the most
 * elements that have a name and something that goes with a name: letters, a telephone, a place, a
 * price, a role, a class that a sign of kind card matches. A card may also begin with such an
 * element and go on to the next one: headings, or terms, with text between. `out` is empty when
 * there are none. Memory is of the reader's arena; linear but for sorting. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_card_find(bf_sign_reader *reader, const bf_voices *voices, bf_cards *out,
                                bf_error *err);

#endif
