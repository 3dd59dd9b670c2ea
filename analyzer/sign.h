/* analyzer/sign.h: the signs of pages.yaml, looked for on a page. Knows where each kind of sign may
 * stand and adds up weights; what a sum means is the listing's. */
#ifndef BF_ANALYZER_SIGN_H
#define BF_ANALYZER_SIGN_H

#include "analyzer/fold.h"
#include "analyzer/ruleset.h"
#include "analyzer/structured.h"

/* The first place where a sign stands. */
typedef struct {
    const bf_sign *sign;
    uint32_t block;   /* that has it, when its place is text, title or heading; else BF_NONE */
    uint32_t element; /* whose class, id or role has it, when its place is class; else BF_NONE */
    bf_str text;      /* that matched, folded */
} bf_sign_spot;

/* A sign found in the words of a block. */
typedef struct {
    uint32_t sign, block; /* their numbers */
    uint32_t begin, end;  /* bytes of the block's folded text that matched */
} bf_sign_found;

/* A page made ready for signs: every block folded and looked at once, and every class, id and role.
 */
typedef struct {
    const bf_page *page;
    const bf_document *document;
    const bf_structured *structured;
    const bf_rules *rules;
    bf_pattern_scratch *scratch;
    bf_arena *arena;
    bf_keyword_search search;  /* for signs but those of classes */
    bf_keyword_search classes; /* for those of classes */
    bf_folded *blocks;         /* parallel to document->blocks */
    bf_sign_found *found;      /* in the places text, title and heading: by block, then by sign */
    size_t found_count;
    uint32_t *found_in;    /* by block, and one more: its first among `found` */
    uint32_t *first_found; /* parallel to rules->signs: its first among `found`; BF_NONE */
    uint32_t *in_class;    /* parallel to document->elements: bit 1 << bf_sign_kind for each sign */
    bf_sign_spot *in_words; /* parallel to rules->signs: its first spot in the classes of elements;
                               `sign` NULL: in none */
    uint32_t *weighed;      /* parallel to rules->signs: the sum that it counted in last */
    uint32_t sums;          /* weighed so far */
    bool failed;            /* some sign met a limit and was passed over */
} bf_sign_reader;

/* Makes `out` ready; the other parameters are borrowed for as long as it is used. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_sign_prepare(const bf_page *page, const bf_document *document,
                                   const bf_structured *structured, const bf_rules *rules,
                                   bf_pattern_scratch *scratch, bf_arena *arena,
                                   bf_sign_reader *out, bf_error *err);

/* Says whether `sign` stands anywhere on the page in its place, and in `out` where it does first.
 */
bool bf_sign_on_page(bf_sign_reader *reader, const bf_sign *sign, bf_sign_spot *out);

/* The sum of the weights of all signs of `kind` that stand anywhere on the page in their place;
 * each counts once. */
int bf_sign_weigh_page(bf_sign_reader *reader, bf_sign_kind kind);

/* The same over `count` blocks by number, for signs whose place is text, title or heading. */
int bf_sign_weigh_blocks(bf_sign_reader *reader, bf_sign_kind kind, const uint32_t *blocks,
                         size_t count);

/* Says whether a sign of `kind` whose place is text or heading stands in block `block`. */
bool bf_sign_in_block(const bf_sign_reader *reader, bf_sign_kind kind, uint32_t block);

/* Says whether a sign of `kind` whose place is class stands in element `element`. */
bool bf_sign_in_classes(const bf_sign_reader *reader, bf_sign_kind kind, uint32_t element);

/* Says whether any sign of `kind`, whatever its place but class, matches `text`, which is folded
 * first. */
bool bf_sign_in_text(bf_sign_reader *reader, bf_sign_kind kind, bf_str text);

#endif
