/* analyzer/name.h: what reads as the name of a person or of a practice. Knows how names are written
 * and which words stand in headings but in no name (name_words.txt); whose name it is and where it
 * stands is for those who ask. */
#ifndef BF_ANALYZER_NAME_H
#define BF_ANALYZER_NAME_H

#include "bonafide/str.h"

typedef enum { BF_NAME_NONE, BF_NAME_PERSON, BF_NAME_PRACTICE } bf_name_kind;

typedef struct {
    bf_name_kind kind;
    bf_str text;  /* the name as one files it: no title before it, no letters after it */
    bool letters; /* letters of a degree or a licence follow it, or a title of a doctor precedes */
    bool given;   /* it begins with a given name of given_names.txt */
    bool alone;   /* nothing else follows but letters, or what a separator sets apart */
} bf_name;

/* Reads the name that `text` begins with, after a greeting or a title ("Hi, I'm Dr. Ana Example,
 * LMFT | Portland"). A person's has two to six words that begin with a capital or are of a script
 * without capitals, with particles and initials among them. A practice's has a word that only
 * practices have and another that tells it from others: "Willow Counseling", not "Couples
 * Counseling". Anything else is BF_NAME_NONE, with empty text. */
bf_name bf_name_read(bf_str text);

/* Reads the next name in `text` at or after `*from` with which somebody introduces himself ("my
 * name is Ana Example"), be it a single word, and moves `*from` past it; BF_NAME_NONE when there is
 * no more. */
bf_name bf_name_introduced(bf_str text, size_t *from);

/* Reads the name that a word such as "with" or "by" leads to, the first one: "Couples work with Ana
 * Example". */
bf_name bf_name_led(bf_str text);

/* Says whether `text` is nothing but one to three words of a person's name, initials among them,
 * and gives them in `out` without a title. */
bool bf_name_part(bf_str text, bf_str *out);

/* Says whether `text` begins as rosters do, "Example, Ana": both parts are of a person's name, and
 * at most letters follow on the same line. Gives the parts. */
bool bf_name_inverted(bf_str text, bf_str *family, bf_str *given);

/* Takes the part of `*rest` up to a separator of titles and headings (" | ", " - ", ", ", ": " and
 * their kin), trimmed; false when no bytes are left. */
bool bf_name_take_part(bf_str *rest, bf_str *part);

/* `text` up to what ends a name in titles and headings (" | ", " - ", ", ", " (" and their kin),
 * whatever it is. */
bf_str bf_name_cut(bf_str text);

/* Says whether `word` is a given name of given_names.txt, whatever its case. */
bool bf_name_is_given(bf_str word);

/* Says whether the two are one name but for case and white space. */
bool bf_name_equal(bf_str a, bf_str b);

#endif
