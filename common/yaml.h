/* common/yaml.h: YAML files as a tree whose every node knows its place, on libyaml. Knows mappings,
 * sequences and scalars; which keys are right is the reader's. Anchors, aliases, tags and merge
 * keys are refused: rules are read by people. */
#ifndef BF_COMMON_YAML_H
#define BF_COMMON_YAML_H

#include "bonafide/error.h"
#include "bonafide/str.h"

typedef enum { BF_YAML_SCALAR, BF_YAML_SEQUENCE, BF_YAML_MAPPING } bf_yaml_kind;

typedef struct bf_yaml_node bf_yaml_node;

/* A node. A mapping's children are its values in the order of the file, each with its `key`. */
struct bf_yaml_node {
    bf_yaml_kind kind;
    bf_str text;                   /* of a scalar, UTF-8 */
    bool quoted;                   /* a scalar written with quotes or as a block: never a number */
    bf_str key;                    /* in a mapping; empty elsewhere */
    unsigned line, column;         /* of the value, from 1 */
    unsigned key_line, key_column; /* of the key, from 1; 0 elsewhere */
    const bf_yaml_node *children;
    size_t count;
};

typedef struct bf_yaml bf_yaml;

/* Reads one YAML document in `text`, which stands in the file `name` (for messages). A duplicate
 * key is an error, as are nesting deeper than 32 and more than 10,000 keys in one mapping. NULL:
 * BF_ERR_FORMAT with file, line and column, or BF_ERR_MEMORY. */
bf_yaml *bf_yaml_parse(bf_str text, bf_str name, bf_error *err);

/* The root of a document: a mapping, sequence or scalar; a view into `yaml`. */
const bf_yaml_node *bf_yaml_root(const bf_yaml *yaml);

/* The name given to bf_yaml_parse(): a view into `yaml`. */
bf_str bf_yaml_name(const bf_yaml *yaml);

/* Frees the tree; NULL is allowed. */
void bf_yaml_free(bf_yaml *yaml);

/* The value of `key` in the mapping `node`; NULL when absent or `node` is NULL or no mapping. */
const bf_yaml_node *bf_yaml_get(const bf_yaml_node *node, bf_str key);

#endif
