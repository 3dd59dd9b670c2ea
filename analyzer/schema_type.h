/* analyzer/schema_type.h: what the types and properties of schema.org say of whoever they describe.
 * Knows their names; where a page writes them is json_ld.h's and microdata.h's. */
#ifndef BF_ANALYZER_SCHEMA_TYPE_H
#define BF_ANALYZER_SCHEMA_TYPE_H

#include "bonafide/str.h"

typedef enum {
    BF_SCHEMA_OTHER,
    BF_SCHEMA_PERSON,
    BF_SCHEMA_FIRM,    /* a place or firm that needs no address to be somebody who advertises */
    BF_SCHEMA_PAGE,    /* its own words are of a page or a site */
    BF_SCHEMA_ARTICLE, /* the same, and nobody in it advertises there: an author, a publisher */
    BF_SCHEMA_WORK,    /* nobody in it advertises there, but its words are read */
    BF_SCHEMA_THING,   /* never somebody, but those in it may be: an offer, an event */
    BF_SCHEMA_FOREIGN  /* somebody else's words and name through and through: a client's review */
} bf_schema_kind;

typedef enum {
    BF_SCHEMA_TO_OTHER,
    BF_SCHEMA_TO_FOREIGN, /* who is not the advertiser: a school, a maker of images */
    BF_SCHEMA_TO_PLACE,   /* a place of work */
    BF_SCHEMA_TO_FIRM,    /* a person's firm: worksFor */
    BF_SCHEMA_TO_SOCIETY, /* a person's firm, or a society that is none: memberOf */
    BF_SCHEMA_TO_STAFF,   /* a firm's person: employee */
    BF_SCHEMA_TO_PART,    /* a part of what is said of somebody: address, offers */
    BF_SCHEMA_TO_SELLER   /* who sells a service or offer: provider */
} bf_schema_relation;

/* The name of a type or property as written: without "http://schema.org/", "https://schema.org/" or
 * "schema:". */
bf_str bf_schema_type_name(bf_str written);

/* What a type of that name is. */
bf_schema_kind bf_schema_kind_of(bf_str name);

/* To whom a property of that name leads. */
bf_schema_relation bf_schema_relation_of(bf_str property);

/* Says whether somebody in a thing of that kind is nobody who advertises. */
bool bf_schema_is_about_others(bf_schema_kind kind);

#endif
