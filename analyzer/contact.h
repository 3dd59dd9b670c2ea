/* analyzer/contact.h: telephone numbers, mail addresses and prices in running text. Knows their
 * shapes; whose they are is the listing's. */
#ifndef BF_ANALYZER_CONTACT_H
#define BF_ANALYZER_CONTACT_H

#include "bonafide/arena.h"
#include "bonafide/str.h"

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

/* Adds the telephone numbers of `text` in E.164: those that begin with + and a country code, and
 * those of the North American plan with their usual grouping (3-3-4). false: no memory. */
BF_MUST_CHECK bool bf_contact_phones(bf_str text, bf_arena *arena, bf_contact_texts *phones);

/* Adds the mail addresses of `text`, in lower case, "ana [at] example [dot] com" too. false: no
 * memory. */
BF_MUST_CHECK bool bf_contact_emails(bf_str text, bf_arena *arena, bf_contact_texts *emails);

/* Adds the number of a tel: link (RFC 3966) that is one of bf_contact_phones(), and the address of
 * a mailto: link (RFC 6068) or of one made by Cloudflare's email
 * protection ("/cdn-cgi/l/email-protection#" and hexadecimal digits). false: no memory. */
BF_MUST_CHECK bool bf_contact_link(bf_str href, bf_arena *arena, bf_contact_texts *phones,
                                   bf_contact_texts *emails);

/* Adds the prices of `text`: an amount with a currency sign before or after it, and what it is for
 * when that follows ("per session", "/hr"). false: no memory. */
BF_MUST_CHECK bool bf_contact_prices_in(bf_str text, bf_arena *arena, bf_contact_prices *prices);

#endif
