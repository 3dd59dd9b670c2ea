/* analyzer/card_fact.h: what goes with a name on a page, and tells a card from a list of words.
 * Knows how roles, letters, telephones, places and prices look at a glance; to read them is
 * others'. */
#ifndef BF_ANALYZER_CARD_FACT_H
#define BF_ANALYZER_CARD_FACT_H

#include "analyzer/sign.h"

/* What goes with a name, and makes a card of what stands around it. The last two are said by no
 * block: the data has the name, and a sign of kind card matches the element's class. */
typedef enum {
    BF_CARD_ROLE,
    BF_CARD_LETTERS,
    BF_CARD_CONTACT,
    BF_CARD_PLACE,
    BF_CARD_PRICE, /* this one and the next are not enough: services have them too */
    BF_CARD_PROSE,
    BF_CARD_DATA,
    BF_CARD_CLASS,
    BF_CARD_FACT_COUNT
} bf_card_fact;
const char *bf_card_fact_name(bf_card_fact fact); /* for people */

/* Says whether block `block` of the page says `what`; never for the last two, which no block says.
 */
bool bf_card_fact_in(bf_sign_reader *reader, uint32_t block, bf_card_fact what);

#endif
