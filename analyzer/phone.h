/* analyzer/phone.h: telephone numbers in running text. Knows how they are grouped, which countries
 * dial them so (country.h), and the words beside them; whose they are is the listing's. */
#ifndef BF_ANALYZER_PHONE_H
#define BF_ANALYZER_PHONE_H

#include "analyzer/contact.h"
#include "analyzer/document.h"

/* Adds the telephone numbers of `text` in E.164: those that begin with + and a country calling
 * code, those of the plan of `country` (ISO 3166-1, or empty) as they are dialled and written
 * there, and those of the North American plan (3-3-4). Digits that nothing parts are a number only
 * after a word that says so, or where they begin with the trunk prefix of `country`; those after a
 * word for fax are none. Digits may be spelled out where the plan is the North American. false: no
 * memory. */
BF_MUST_CHECK bool bf_phone_read(bf_str text, bf_str country, bf_arena *arena,
                                 bf_contact_texts *phones);

/* Adds the telephones of `count` blocks of `document`, those of `blocks` by number, as
 * bf_phone_read() reads them. false: no memory. */
BF_MUST_CHECK bool bf_phone_read_blocks(const bf_document *document, const uint32_t *blocks,
                                        size_t count, bf_str country, bf_arena *arena,
                                        bf_contact_texts *phones);

/* The same of what is dialled when a link is followed (RFC 3966): digits need not be parted. */
BF_MUST_CHECK bool bf_phone_read_dialled(bf_str target, bf_str country, bf_arena *arena,
                                         bf_contact_texts *phones);

/* Takes out of `phones`, of which the first `known` stay, numbers that cost nothing where others
 * are there too: mostly those of crisis lines and of the directory. */
void bf_phone_leave_own(bf_contact_texts *phones, size_t known);

/* The country (ISO 3166-1) of the first number of `text` that begins with + and a country calling
 * code other than 1; empty when there is none. */
bf_str bf_phone_country(bf_str text);

#endif
