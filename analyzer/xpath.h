/* analyzer/xpath.h: XPath 1.0 over a document, on libxml2. Knows expressions, and the document as a
 * tree to ask; what they are asked for is profile.h's. Expressions are ours and pages are not: a
 * tree is bounded, and so are the operations on it. */
#ifndef BF_ANALYZER_XPATH_H
#define BF_ANALYZER_XPATH_H

#include "analyzer/document.h"

enum {
    BF_XPATH_MOST_BYTES = 1000, /* of an expression */
    BF_XPATH_MOST_ELEMENTS = 20 * 1000,
    BF_XPATH_MOST_ATTRIBUTES = 100 * 1000,
    BF_XPATH_MOST_OPERATIONS = 10 * 1000 * 1000 /* on one tree, as libxml2 counts them */
};

/* Says whether `expression` can be asked of a page: XPath 1.0 with its core functions (id() and
 * lang() aside, which ask for what HTML has not), without variables and prefixes; `elements`: it
 * must give nodes, and no text or number. false: BF_ERR_RULE with its byte from 1 in `column`;
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_xpath_check(bf_str expression, bool elements, bf_error *err);

/* A compiled expression. Asking writes into it, so each page has its own. */
typedef struct bf_xpath bf_xpath;

/* Compiles an expression that bf_xpath_check() found sound. NULL: as there. */
bf_xpath *bf_xpath_compile(bf_str expression, bf_error *err);
void bf_xpath_free(bf_xpath *xpath); /* NULL is allowed */

/* The elements of a document, with the attributes that it kept and their text as it is shown, also
 * where it is hidden: white space collapsed, a line feed between two blocks. */
typedef struct bf_xpath_tree bf_xpath_tree;

/* Makes the tree of `document`, its nodes in `arena`; both must outlive it. NULL: BF_ERR_LIMIT for
 * a document that has more than the bounds above; BF_ERR_MEMORY. */
bf_xpath_tree *bf_xpath_tree_new(const bf_document *document, bf_arena *arena, bf_error *err);
void bf_xpath_tree_free(bf_xpath_tree *tree); /* NULL is allowed */

typedef struct {
    uint32_t *items; /* each once, in the order of the document */
    size_t count;
} bf_xpath_elements;

typedef struct {
    bf_str *items; /* never empty; white space collapsed */
    size_t count;
} bf_xpath_texts;

/* The three ways to ask, from element `at` (BF_NONE: the page): for elements, other nodes passed
 * over; for texts, one of each node that has any, or the one that is no node; for what is true, as
 * boolean() says (XPath 1.0, 4.3). What they give is in the tree's arena. false: BF_ERR_LIMIT, the
 * operations were used up; BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_xpath_find(bf_xpath_tree *tree, bf_xpath *xpath, uint32_t at,
                                 bf_xpath_elements *out, bf_error *err);
BF_MUST_CHECK bool bf_xpath_read(bf_xpath_tree *tree, bf_xpath *xpath, uint32_t at,
                                 bf_xpath_texts *out, bf_error *err);
BF_MUST_CHECK bool bf_xpath_holds(bf_xpath_tree *tree, bf_xpath *xpath, uint32_t at, bool *out,
                                  bf_error *err);

#endif
