/* analyzer/literal.h: the pieces of text that an expression, or a part of one, is sure to have
 * matched. Knows how those of parts become those of the whole; which expressions there are is
 * demand.h's, and where the pieces stand in a text keyword.h's.
 *
 * A literal is a run of bytes as keyword.h reads a text: a run of blanks, hyphens and line feeds in
 * any order is one blank. The literals of a part are alternatives: each match of the part has one
 * of them in it. So each says what else may belong to the match beside it, and what is known of the
 * byte beyond. */
#ifndef BF_ANALYZER_LITERAL_H
#define BF_ANALYZER_LITERAL_H

#include "bonafide/arena.h"

enum {
    BF_LITERAL_BYTES = 12,  /* a longer one is cut: its beginning is rare enough */
    BF_LITERAL_GROUPS = 6,  /* kept of one part: those that are met least */
    BF_LITERAL_MOST = 4096, /* alternatives of one part; more are as good as none */
};

typedef struct {
    char bytes[BF_LITERAL_BYTES];
    unsigned char length;        /* 0: nothing is known of what is matched, or it is empty */
    bool any_case;               /* ASCII letters are small, and stand for either case */
    bool open_left, open_right;  /* the match may have more on this side */
    bool word_begins, word_ends; /* no letter, digit or _ stands beside it in the text */
    bool edge_left, edge_right;  /* of a match that is open: the same of its own ends */
} bf_literal;

/* Alternatives: a match has one of them in it. */
typedef struct {
    bf_literal *items;
    size_t count, capacity;
} bf_literal_set;

/* What is known of a part: `now`, which is as long as the match where it is not open, and what
 * stands before it in a match of several parts. */
typedef struct {
    bf_literal_set now;
    bf_literal_set before[BF_LITERAL_GROUPS]; /* each: one of these must stand somewhere too */
    size_t before_count;
} bf_literal_part;

/* Makes a part that matches nothing but the empty text; `edge`: between letters and others, as \b.
 * false for all that follow: `arena` gave no memory. */
BF_MUST_CHECK bool bf_literal_empty(bf_arena *arena, bool edge, bf_literal_part *out);

/* Makes a part of which nothing is known; `edge`: it is one character, and no letter, digit or _.
 */
BF_MUST_CHECK bool bf_literal_unknown(bf_arena *arena, bool edge, bf_literal_part *out);

/* Adds an alternative of `length` bytes, at most BF_LITERAL_BYTES, to `part`. */
BF_MUST_CHECK bool bf_literal_add(bf_arena *arena, bf_literal_part *part, const char *bytes,
                                  size_t length, bool any_case);

/* Makes of `part` what is known of it and then `next`; `next` is used up. */
BF_MUST_CHECK bool bf_literal_join(bf_arena *arena, bf_literal_part *part, bf_literal_part *next);

/* Makes of `part` what is known of it or `other`; `other` is used up. */
BF_MUST_CHECK bool bf_literal_unite(bf_arena *arena, bf_literal_part *part, bf_literal_part *other);

/* Makes of `part` what is known of it `least` to `most` times. */
BF_MUST_CHECK bool bf_literal_repeat(bf_arena *arena, bf_literal_part *part, uint64_t least,
                                     uint64_t most);

/* How often a literal of `set` is met in text, roughly: more is more often. */
double bf_literal_frequency(const bf_literal_set *set);

#endif
