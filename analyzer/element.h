/* analyzer/element.h: what the names of HTML elements mean for reading: which are blocks, lists,
 * headings, sections, which hold no text to read, and which zone an element opens. */
#ifndef BF_ANALYZER_ELEMENT_H
#define BF_ANALYZER_ELEMENT_H

#include "analyzer/document.h"

typedef struct {
    bool block;        /* a browser sets its text apart */
    bool list;         /* ul, ol, menu, dl, table */
    bool headed;       /* the block right before it is its header */
    bool sectioning;   /* headings in it end with it */
    bool skipped;      /* its content is no text of the page */
    bool preformatted; /* line feeds are kept */
    bool title;
    uint8_t heading_level; /* 1 to 6, else 0 */
    bf_block_kind kind;    /* of text in it; paragraph: nothing of its own */
} bf_element_role;

/* The role of the element `tag`, in lower case; an unknown one is inline. */
bf_element_role bf_element_role_of(bf_str tag);

/* The zone of `element` inside a parent of zone `outside`: by its tag, its ARIA role, then its id
 * and classes. `sectioned`: it stands in main, article, section or aside, where a header or footer
 * is that one's own and not the page's (HTML, 4.3.8). */
bf_zone bf_element_zone(const bf_element *element, bf_zone outside, bool sectioned);

#endif
