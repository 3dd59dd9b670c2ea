/* analyzer/match.h: where the rules match in a listing. Knows sentences, paragraphs and views;
 * whether a match is an offer is context.h's to say. */
#ifndef BF_ANALYZER_MATCH_H
#define BF_ANALYZER_MATCH_H

#include "analyzer/fold.h"
#include "analyzer/listing.h"
#include "analyzer/view.h"

/* Bytes of a block's folded text. */
typedef struct {
    size_t begin, end;
} bf_match_span;

/* The sentences of one block, in order; bytes between them are blank. */
typedef struct {
    bf_match_span *items;
    size_t count;
} bf_match_sentences;

/* In what a match's cues are looked for. Matches near each other ask for the same texts, so each
 * place keeps what was looked at last. */
typedef enum {
    BF_CUES_IN_SENTENCE,
    BF_CUES_IN_BLOCK,
    BF_CUES_IN_HEADER,
    BF_CUES_IN_ANSWER,
    BF_CUES_IN_SIGNATURE,
    BF_CUES_COUNT
} bf_cue_place;
typedef struct {
    uint32_t cue;      /* its number */
    size_t begin, end; /* bytes of the text that was looked at */
} bf_cue_words;
typedef struct {
    bf_keyword_search search;
    bf_str looked; /* of the listing's folded texts; empty: none yet */
    bf_cue_words
        *words; /* those of one cue in order: of cues for any kind, then of those for `kind` */
    size_t count, capacity;
    size_t any_kind; /* of the words */
    bf_str kind;     /* of a rule; NULL bytes: words of cues for one kind were not looked for yet */
    bool failed;     /* looking for one met a limit, or had no memory */
} bf_cue_search;

/* What looking for keywords needs, for rules by their span, for claims, their titles and for cues;
 * one a page. */
typedef struct {
    bf_arena *arena;
    bf_keyword_search sentences, paragraphs, claims, titles;
    bf_cue_search cues[BF_CUES_COUNT];
} bf_match_search;

/* A listing's text made ready for patterns: each block cut into sentences once, and its other
 * views. Arrays are parallel to listing->blocks. */
typedef struct {
    const bf_document *document;
    const bf_listing *listing;
    bf_folded *folded;
    bf_match_sentences *sentences;
    bf_views *views;
    bf_match_search *search; /* the page's */
} bf_match_text;

/* One match of one rule. */
typedef struct {
    const bf_rule *rule;
    uint32_t at;       /* index into the listing's blocks */
    size_t begin, end; /* bytes of that block's folded text */
    bf_str exact;      /* as shown */
    unsigned undone;   /* set of bf_disguise that hid it; 0: it stands there as people write it */
    const bf_rule *revealed; /* of a rule that reveals disguises: the rule whose match was hidden */
} bf_match;

typedef struct {
    bf_match *items; /* by block, then by place, then by rule */
    size_t count;
    const bf_rule **failed; /* rules that met a limit somewhere in this listing */
    size_t failed_count;
    bf_match *lone; /* parts that were taken out of `items`, in the same order (composite.h) */
    size_t lone_count;
} bf_matches;

/* Makes ready to look on a page; `rules` are borrowed. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_match_begin(const bf_rules *rules, const bf_pattern_scratch *scratch,
                                  bf_arena *arena, bf_match_search *out, bf_error *err);

/* Cuts the blocks of `listing` into sentences and makes their views; `folded` has them, parallel to
 * document->blocks, and `search` is borrowed. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_match_prepare(const bf_document *document, const bf_folded *folded,
                                    const bf_listing *listing, const bf_rules *rules,
                                    bf_match_search *search, bf_arena *arena, bf_match_text *out,
                                    bf_error *err);

/* The sentence of block `at` in which byte `byte` stands, or that begins behind it; the whole block
 * when there is none. */
bf_match_span bf_match_sentence(const bf_match_text *text, uint32_t at, size_t byte);

/* Finds every match of every rule, in view N and then in the others, but those that overlap an
 * earlier one of the same rule. A match of another view lies over something that it undid. A rule
 * that reveals disguises matches where another did whose letters were disguised so. A rule with
 * more than 1,000 matches has met a limit. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_match_find(const bf_match_text *text, const bf_rules *rules,
                                 bf_pattern_scratch *scratch, bf_arena *arena, bf_matches *out,
                                 bf_error *err);

#endif
