/* tests/corpus/compare.h: what the program read on a page beside what a person read. Knows when the
 * two agree; how much has to is tally.h's. */
#ifndef BF_TESTS_COMPARE_H
#define BF_TESTS_COMPARE_H

#include "analyzer/reading.h"
#include "tests/corpus/label.h"
#include "tests/corpus/tally.h"

/* A page, read twice. */
typedef struct {
    const char *name;
    const label *wanted;
    const bf_reading *got;
    FILE *wrongs; /* a line "NAME: what: wanted …, got …" for each item that is wrong; or NULL */
} comparison;

/* Adds every item of the page to `counts`. Texts are equal but for case, accents, white space and
 * characters that nobody sees.
 *
 * Listings are paired by name first, and those that are left in their order. An advertiser that was
 * missed is a wrong name, and so is one that nobody else saw; what was read of one that was missed
 * is wrong, what was read of another that nobody saw is not asked. Of lists each entry that stands
 * in one of the two counts, and it is right when it stands in both.
 *
 * A zone, a field and a voice are those of the block that holds the quote whole, of shown text
 * where there is such a block; when no block holds it they are wrong. An owner is right when that
 * block belongs to the paired listing and to no other. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool compare(const comparison *page, bf_arena *arena, tally *counts, bf_error *err);

#endif
