/* analyzer/contact.h: what one is reached by: sets of telephone numbers and mail addresses, and
 * what links lead to. Numbers in running text are phone.h's, prices are price.h's; whose they are
 * is the listing's. */
#ifndef BF_ANALYZER_CONTACT_H
#define BF_ANALYZER_CONTACT_H

#include "bonafide/arena.h"
#include "bonafide/str.h"

#define BF_CONTACT_MOST 16 /* of one kind a listing: more are a list of others' */

/* A growing set of texts in an arena, in the order in which they were first seen. */
typedef struct {
    bf_str *items;
    size_t count, capacity;
} bf_contact_texts;

typedef struct {
    double amount;
    bf_str currency; /* ISO 4217 */
    bf_str unit;     /* "session", "hour", minutes as "50 minutes", or empty */
} bf_price;

typedef struct {
    bf_price *items;
    size_t count, capacity;
} bf_contact_prices;

/* Adds a copy of `text` that is not in `texts` yet, up to BF_CONTACT_MOST. false: no memory. */
BF_MUST_CHECK bool bf_contact_add(bf_contact_texts *texts, bf_str text, bf_arena *arena);

/* Says whether no more would be added to `texts`. */
bool bf_contact_texts_full(const bf_contact_texts *texts);

/* Adds the mail addresses of `text`, in lower case, "ana [at] example [dot] com" too. false: no
 * memory. */
BF_MUST_CHECK bool bf_contact_emails(bf_str text, bf_arena *arena, bf_contact_texts *emails);

/* Adds the number of a tel: or sms: link (RFC 3966, RFC 5724) as dialled in `country` (ISO 3166-1,
 * or empty), that of a link to a chat of WhatsApp, and the address of a mailto: link (RFC 6068) or
 * of one made by Cloudflare's email protection ("/cdn-cgi/l/email-protection#" and hexadecimal
 * digits). false: no memory. */
BF_MUST_CHECK bool bf_contact_link(bf_str href, bf_str country, bf_arena *arena,
                                   bf_contact_texts *phones, bf_contact_texts *emails);

#endif
