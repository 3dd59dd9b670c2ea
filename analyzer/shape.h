/* analyzer/shape.h: elements of a page that are built alike. Knows tags, classes and the path that
 * leads to an element; what such elements hold is for those who ask. */
#ifndef BF_ANALYZER_SHAPE_H
#define BF_ANALYZER_SHAPE_H

#include "analyzer/document.h"

/* Two or more elements, in the order of the document, none inside another. */
typedef struct {
    const uint32_t *elements;
    size_t count;
} bf_shape;

typedef struct {
    bf_shape *items;
    size_t count;
} bf_shapes;

/* Finds the shapes of `document`. Elements that hold blocks are alike when they and all that they
 * stand in have the same tags and classes, but for digits in classes and for words of a place in a
 * list ("odd", "last"); and alike, too, when they have one tag and stand in one element, because a
 * builder may give each a class of its own. Such looser shapes are told only where they hold more
 * elements than one of the others. Memory is of `arena`; linear but for sorting. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_shape_find(const bf_document *document, bf_arena *arena, bf_shapes *out,
                                 bf_error *err);

#endif
