/* analyzer/postal.h: postal codes in a piece of an address. Knows their forms, and of which country
 * a form is alone (UPU S42); the town is place.h's. */
#ifndef BF_ANALYZER_POSTAL_H
#define BF_ANALYZER_POSTAL_H

#include "bonafide/str.h"

typedef enum {
    BF_POSTAL_FIVE,      /* 97201, 97201-1234, 79098, 28013: several countries */
    BF_POSTAL_FOUR,      /* 3065, 1010: several */
    BF_POSTAL_THREE_TWO, /* 602 00: several */
    BF_POSTAL_GB,        /* BS1 4DJ */
    BF_POSTAL_IE,        /* H91 X2X4 */
    BF_POSTAL_CA,        /* M5V 2T6 */
    BF_POSTAL_PL,        /* 90-001 */
    BF_POSTAL_PT,        /* 1000-205 */
    BF_POSTAL_NL,        /* 1012 AB */
    BF_POSTAL_JP         /* 150-0001 */
} bf_postal_form;

typedef struct {
    bf_postal_form form;
    size_t begin, end; /* bytes of the piece */
} bf_postal;

/* Finds the first postal code of `piece` at or after byte `from`, a word of its own. false: none.
 */
bool bf_postal_find(bf_str piece, size_t from, bf_postal *out);

/* The country (ISO 3166-1) that alone has the form; empty where several have. */
bf_str bf_postal_country(bf_postal_form form);

/* Says whether addresses of `country` have codes of the form. */
bool bf_postal_is_of(bf_postal_form form, bf_str country);

#endif
