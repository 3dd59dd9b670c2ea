/* common/markup.h: HTML text cut into tags where browsers cut it, or else libxml2 2.9.14, so that a
 * quick look at a page and its parser agree. Knows where tags, attributes, comments, raw content
 * and text that only looks like tags begin and end; what they mean is html.h's. */
#ifndef BF_COMMON_MARKUP_H
#define BF_COMMON_MARKUP_H

#include "bonafide/str.h"

/* A tag; or without a name a comment, CDATA, or a "<" that is text. */
typedef struct {
    bf_str name;
    size_t begin; /* of its "<" */
    size_t end;   /* after it; of a start tag, after what was taken of it so far */
    bool comment; /* also all else that browsers show nobody: "<!x>", "<?x>", "</ x>" (HTML,
                     13.2.5.41), a document type, and mark-up that is cut off by the end of what it
                     stands in */
    bool literal; /* text, whatever is in it: <![CDATA[ ]]> of a drawing or formula */
    bool end_tag;
    bool closed; /* a start tag that ends with "/>" */
    bool whole;  /* the text does not end in it */
} bf_markup;

/* Where in a page one reads; all zero at its beginning. */
typedef struct {
    size_t bound;     /* mark-up that begins before this byte does not reach past it */
    bool foreign;     /* in a drawing or formula: svg, math */
    bool no_cdata;    /* no end of CDATA is to come */
    unsigned unended; /* a bit for each element whose content is text and of which no end tag is to
                         come */
} bf_markup_place;

/* One attribute of a start tag, or with an empty name bytes that cannot be one. */
typedef struct {
    bf_str name;
    size_t begin, end; /* its value and quotes with it */
    size_t after;      /* past the blanks behind it */
} bf_markup_attribute;

/* Reads the mark-up whose "<" is byte `at` of `text`: all of it, but of a start tag the name only.
 * What came before it must have been read with the same `place`. */
bf_markup bf_markup_read(bf_str text, size_t at, bf_markup_place *place);

/* Takes the next attribute of start tag `tag` into `out`. false: there is none left, and `tag` is
 * read to its end. */
bool bf_markup_take_attribute(bf_str text, bf_markup *tag, bf_markup_attribute *out);

typedef enum {
    BF_MARKUP_MIXED,  /* text and mark-up */
    BF_MARKUP_RAW,    /* no text of the page: script, style */
    BF_MARKUP_LITERAL /* text in which tags and comments are text too: title, textarea, xmp */
} bf_markup_content;

/* What follows the start tag `tag`, which is read to its end, and in `end` the byte to read on at:
 * after raw or literal content, at its end tag or the end of `text`. A browser takes the content of
 * iframe, noembed, noframes and noscript for text too, and so does not see a comment or tag in it
 * that hides their end: what follows them is read as if they held mixed content that ends there. */
bf_markup_content bf_markup_enter(bf_str text, const bf_markup *tag, bf_markup_place *place,
                                  size_t *end);

#endif
