/* common/markup.h: HTML text cut into tags where libxml2 2.9.14 cuts it, so that a quick look at a
 * page and its parser agree. Knows where tags, attributes, comments and raw content begin and end;
 * what they mean is html.h's. */
#ifndef BF_COMMON_MARKUP_H
#define BF_COMMON_MARKUP_H

#include "bonafide/str.h"

/* A tag; or without a name a comment, a declaration, or a "<" that is text. */
typedef struct {
    bf_str name;
    size_t begin; /* of its "<" */
    size_t end;   /* after it; of a start tag, after what was taken of it so far */
    bool comment;
    bool end_tag;
    bool closed; /* a start tag that ends with "/>" */
    bool whole;  /* the text does not end in it */
} bf_markup;

/* One attribute of a start tag, or with an empty name bytes that cannot be one. */
typedef struct {
    bf_str name;
    size_t begin, end; /* its value and quotes with it */
    size_t after;      /* past the blanks behind it */
} bf_markup_attribute;

/* Reads the mark-up whose "<" is byte `at` of `text`: all of it, but of a start tag the name only.
 */
bf_markup bf_markup_read(bf_str text, size_t at);

/* Takes the next attribute of start tag `tag` into `out`. false: there is none left, and `tag` is
 * read to its end. */
bool bf_markup_take_attribute(bf_str text, bf_markup *tag, bf_markup_attribute *out);

/* Says whether raw content follows the start tag `tag`, which is read to its end: script, style. */
bool bf_markup_is_raw(const bf_markup *tag);

/* The byte of `text` at which the end tag stands that ends the raw content behind `tag`; the length
 * of `text` without one. */
size_t bf_markup_raw_end(bf_str text, const bf_markup *tag);

#endif
