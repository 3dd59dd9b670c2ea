/* tests/corpus/label.h: a page of the corpus and what a careful person reads on it. Knows the three
 * files of a page (README.md beside this file has their form); what the program makes of the page
 * is compare.h's. */
#ifndef BF_TESTS_LABEL_H
#define BF_TESTS_LABEL_H

#include "analyzer/listing.h"

/* One advertiser; what the page does not say is empty. */
typedef struct {
    bf_str name;
    bool practice, partial;
    bf_contact_texts phones, emails;
    bf_str website, locality, region, country;
    bf_contact_prices prices;
} label_listing;

/* Words of the page, and what is asked of them: a bf_zone, a bf_field or a bf_voice. */
typedef struct {
    bf_str quote;
    unsigned value;
    uint32_t owner; /* of a voice: index of the listing whose words these are; BF_NONE: not said */
} label_quote;

typedef struct {
    label_quote *items;
    size_t count;
} label_quotes;

typedef struct {
    bf_str style;
    bf_page_kind kind;
    label_listing *listings;
    size_t listing_count;
    label_quotes zones, fields, voices;
} label;

/* Reads `folder`/`name`.html with its sidecar `name`.html.json, as if it had just come over HTTP,
 * into `page`, and `folder`/`name`.expected.json into `out`. All memory is of `arena`. false:
 * BF_ERR_INPUT, a file is missing; BF_ERR_FORMAT, it is not of the form; both name the file. Or
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool label_read(const char *folder, const char *name, bf_arena *arena, bf_page *page,
                              label *out, bf_error *err);

#endif
