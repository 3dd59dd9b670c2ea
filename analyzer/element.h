/* analyzer/element.h: what the names of HTML elements mean for reading: which are blocks, lists,
 * headings, sections, which hold no text to read, and which zone an element opens. */
#ifndef BF_ANALYZER_ELEMENT_H
#define BF_ANALYZER_ELEMENT_H

#include "analyzer/document.h"

/* Elements of which the document wants to know more than their role. */
typedef enum {
    BF_TAG_OTHER,
    BF_TAG_A,
    BF_TAG_BR,
    BF_TAG_HTML,
    BF_TAG_IMG,
    BF_TAG_LINK,
    BF_TAG_META,
    BF_TAG_SCRIPT,
    BF_TAG_TITLE
} bf_tag;

/* How the content of an element is shown. */
typedef enum {
    BF_CONTENT_SHOWN,
    BF_CONTENT_SKIPPED,     /* no text of the page: script, video */
    BF_CONTENT_DRAWING,     /* a drawing, of which only labels are text: svg */
    BF_CONTENT_LABEL,       /* in a drawing: text that is shown */
    BF_CONTENT_TEMPLATE,    /* in the page, not shown */
    BF_CONTENT_PREFORMATTED /* shown, line feeds kept */
} bf_content;

typedef struct {
    bf_str name;        /* lives as long as the program; empty for an unknown element */
    bool block;         /* a browser sets its text apart */
    bool list;          /* ul, ol, menu, dl, table */
    bool headed;        /* the block right before it is its header */
    bool sectioning;    /* headings in it end with it */
    bool zoned;         /* its id and classes may name a zone */
    bool holds_html;    /* in a drawing: what is in it does not end that */
    bool ends_drawing;  /* a browser ends a drawing before it, as it is no part of one */
    uint8_t heading;    /* level 1 to 6, else 0 */
    bf_block_kind kind; /* of text in it; paragraph: nothing of its own */
    bf_content content;
    bf_tag tag;
} bf_element_role;

/* The role of the element `tag`, in lower case; an unknown one is inline. */
const bf_element_role *bf_element_role_of(bf_str tag);

/* Says whether the inline style `style` takes its element out of sight. */
bool bf_element_style_hides(bf_str style);

/* The pixels that a width or height says, a million at most; BF_NONE when it says none. */
uint32_t bf_element_pixels(bf_str said);

/* The zone of `element`, of role `role`, inside a parent of zone `outside`: by its tag, its ARIA
 * role, then its id and classes. `sectioned`: it stands in main, article, section or aside, where a
 * header or footer is that one's own and not the page's (HTML, 4.3.8). */
bf_zone bf_element_zone(const bf_element *element, const bf_element_role *role, bf_zone outside,
                        bool sectioned);

#endif
