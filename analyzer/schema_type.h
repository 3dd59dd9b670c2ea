/* analyzer/schema_type.h: what the types of schema.org say of whoever they describe. Knows names of
 * types; where a page writes them is structured.h's. */
#ifndef BF_ANALYZER_SCHEMA_TYPE_H
#define BF_ANALYZER_SCHEMA_TYPE_H

#include "bonafide/str.h"

typedef enum {
    BF_SCHEMA_OTHER,
    BF_SCHEMA_PERSON,
    BF_SCHEMA_FIRM,    /* a place or firm that needs no address to be somebody who advertises */
    BF_SCHEMA_PAGE,    /* its own words are of a page or a site */
    BF_SCHEMA_ARTICLE, /* the same, and its author and publisher do not advertise there */
    BF_SCHEMA_FOREIGN  /* somebody else's words and name through and through: a client's review */
} bf_schema_kind;

/* The name of a type as written: without "http://schema.org/", "https://schema.org/" or "schema:".
 */
bf_str bf_schema_type_name(bf_str written);

/* What a type of that name is. */
bf_schema_kind bf_schema_kind_of(bf_str name);

#endif
