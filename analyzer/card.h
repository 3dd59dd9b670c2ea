/* analyzer/card.h: the repeated cards of a directory or a team page. Knows stretches of a page that
 * are built alike and each begin with somebody's name; whose words they are is the listing's. */
#ifndef BF_ANALYZER_CARD_H
#define BF_ANALYZER_CARD_H

#include "analyzer/card_fact.h"
#include "analyzer/voice.h"

/* What a card has its name from. */
typedef enum {
    BF_CARD_BY_SIGN,      /* of kind name, or itemprop=name */
    BF_CARD_BY_SET_APART, /* a link, bold text and their kin */
    BF_CARD_BY_HEADING,
    BF_CARD_BY_BLOCK,
    BF_CARD_BY_ANY_HEADING, /* which reads as no name, but the card is one all the same */
    BF_CARD_BY_ANY_LINK,    /* the same, of the link that begins it */
    BF_CARD_BY_COLUMN,      /* the head of its column says that it is a name */
    BF_CARD_BY_PROFILE,     /* the profile of the site says which element it is, and its name */
    BF_CARD_NAMINGS
} bf_card_naming;
const char *bf_card_naming_name(bf_card_naming naming); /* for people */

/* One card: elements `first` to `last` and the blocks in them. */
typedef struct {
    uint32_t first, last;
    uint32_t first_block, block_count;
    uint32_t named; /* the block that names it; BF_NONE: none does */
    bf_str name;    /* as one files it */
    bool practice;  /* it is the name of a practice */
    bf_card_naming named_by;
    unsigned facts; /* bit 1 << bf_card_fact for each */
} bf_card;

/* The cards of a page in the order of the document, none inside another. */
typedef struct {
    bf_card *items;
    size_t count;
    bool runs;   /* each begins with an element of the shape and goes on to the next one */
    bool *held;  /* parallel to the blocks: it is in one of the cards; NULL before bf_card_mark() */
    bool beside; /* they stand under a heading such as "Similar therapists": whoever the page
                    advertises, these it does not */
} bf_cards;

/* The card that element `number` is. It has no name yet. */
bf_card bf_card_of(const bf_document *document, uint32_t number);

/* Marks the blocks of the cards, for bf_card_holds(); again when the cards have changed. false: no
 * memory. */
BF_MUST_CHECK bool bf_card_mark(bf_cards *cards, const bf_document *document, bf_arena *arena);

/* Says whether block `number` is in one of the cards. */
bool bf_card_holds(const bf_cards *cards, uint32_t number);

/* Finds the cards in the main zone: of the shapes of the page (shape.h) the one with the most
 * elements that have a name and something that goes with a name: letters, a telephone, a place, a
 * price, a role, a class that a sign of kind card matches. A card may also begin with such an
 * element and go on to the next one: headings, or terms, with text between. `out`, marked, is empty
 * when there are none. Memory is of the reader's arena; linear but for sorting. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_card_find(bf_sign_reader *reader, const bf_voices *voices, bf_cards *out,
                                bf_error *err);

#endif
