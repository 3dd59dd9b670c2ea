/* analyzer/context.h: does this advertiser offer it to this reader? Knows cues, their side, reach
 * and precedence, after ConText (Harkema, Dowling, Thornblade and Chapman 2009); the cues
 * themselves are those of the packs in rules/context. */
#ifndef BF_ANALYZER_CONTEXT_H
#define BF_ANALYZER_CONTEXT_H

#include "analyzer/match.h"

/* A match that is to be judged. */
typedef struct {
    uint32_t at;       /* index into the listing's blocks */
    size_t begin, end; /* bytes of that block's folded text */
    bf_category category;
    bf_str kind;           /* of its rule; empty for a claim */
    bool ignores_negation; /* denials do not count: the rule is about one */
} bf_context_question;

/* The question that `match` asks. What a rule reveals is judged as the match that was hidden. */
bf_context_question bf_context_ask(const bf_match *match);

/* What became of it. */
typedef struct {
    bf_status status;  /* BF_STATUS_ASSERTED: a finding */
    const bf_cue *cue; /* that decided; NULL when asserted, or decided by the block's voice */
    bf_str cue_text;   /* its words as shown */
    uint32_t cue_at;   /* index into the listing's blocks */
} bf_context;

/* A match with its judgement. */
typedef struct bf_judged bf_judged;
struct bf_judged {
    bf_match match;
    bf_context context;
    bf_voice voice;
    bf_field field;
    bool uncertain;          /* a cue met a limit: it might have been dismissed */
    const bf_judged **parts; /* of a composite, in the order in which it names them */
    size_t part_count;
};

/* Says whether `status` is a denial of what was matched. */
bool bf_context_denies(bf_status status);

/* Says whether the advertiser says it, in text that a reader sees; whether it is offered is its
 * status. */
bool bf_context_is_own(const bf_judged *judged);

/* Judges a match. The first of these that holds decides, and of several cues of one kind the
 * nearest: an answer, a header, a cue in its clause, a cue in its sentence or paragraph, the voice
 * of its block. A cue that met a limit is passed over and raises `*failed`. */
void bf_context_judge(const bf_match_text *text, const bf_context_question *question,
                      const bf_rules *rules, bf_pattern_scratch *scratch, bf_context *out,
                      bool *failed);

/* Judges all of `matches` into `out`, which is parallel to them. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_context_judge_all(const bf_match_text *text, const bf_matches *matches,
                                        const bf_rules *rules, bf_pattern_scratch *scratch,
                                        bf_arena *arena, bf_judged **out, bf_error *err);

#endif
