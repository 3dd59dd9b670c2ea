/* analyzer/price.h: what somebody asks for, in running text and in tables. Knows signs of money and
 * the words for what one pays by (price_words.txt); whose prices they are is the listing's. */
#ifndef BF_ANALYZER_PRICE_H
#define BF_ANALYZER_PRICE_H

#include "analyzer/contact.h"
#include "analyzer/document.h"
#include "analyzer/lexicon.h"

/* Adds the prices of `text`: each end of a range, and of each what it is for: "session", "hour",
 * minutes ("50 minutes", also for "2 hours": "120 minutes"), or empty when nothing says so, neither
 * in its sentence nor in `beside`, which is what stands beside the text (the name of the row, the
 * term that it explains) and may be empty. "$" and "kr" are the money of `country` (ISO 3166-1, or
 * empty) where it has such, else US dollars and nothing. What a sentence says of a missed
 * appointment, a copayment, a month is no price. An amount is there once for each number of
 * minutes; said without a unit and with one, it has the unit. Up to BF_CONTACT_MOST. false: no
 * memory. */
BF_MUST_CHECK bool bf_price_read(bf_str text, bf_str beside, bf_str country, bf_arena *arena,
                                 bf_contact_prices *prices);

/* Says whether a sign of money stands in `text`: most texts have none. `words` are unit.h's. */
bool bf_price_has_sign(const bf_lexicon *words, bf_str text);

/* Adds the prices of `count` blocks of `document`, given by their numbers in ascending order. What
 * stands beside a block: the other cells of its row, the term that it details, or the short blocks
 * round it. false: no memory. */
BF_MUST_CHECK bool bf_price_read_blocks(const bf_document *document, const uint32_t *blocks,
                                        size_t count, bf_str country, bf_arena *arena,
                                        bf_contact_prices *prices);

#endif
