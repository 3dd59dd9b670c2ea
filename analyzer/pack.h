/* analyzer/pack.h: one rule file being read: its keys, its words, its phrases, and every fault told
 * with its place. Knows YAML and phrases; which entries there are is ruleset.c's. */
#ifndef BF_ANALYZER_PACK_H
#define BF_ANALYZER_PACK_H

#include "analyzer/ruleset.h"
#include "common/yaml.h"

/* A list of the pack, as the expression of its alternatives. */
typedef struct {
    bf_str name;
    bf_str expression;
} bf_pack_list;

/* What reading needs. A fault does not end it: `faults` counts, and `err` keeps the first. */
typedef struct {
    bf_arena *arena;
    bf_str file; /* path, as faults name it */
    bf_str name, version;
    const bf_yaml_node *root;
    bf_pack_list *lists;
    size_t list_count;
    bf_rules_fault *tell; /* NULL: faults are not told */
    void *user;
    size_t faults;
    bool no_memory;
    bf_error *err;
} bf_pack;

/* Tells a fault at `node`, or at its key. Returns false. */
bool bf_pack_fault(bf_pack *pack, const bf_yaml_node *node, const char *format, ...)
    BF_PRINTF(3, 4);
bool bf_pack_fault_at_key(bf_pack *pack, const bf_yaml_node *node, const char *format, ...)
    BF_PRINTF(3, 4);

/* Reads name, version and lists of a pack whose root is set. */
void bf_pack_begin(bf_pack *pack);

/* Tells a fault for each key of the mapping `node` that is not among `keys` (NULL at the end), and
 * one when it is no mapping: false then. */
bool bf_pack_keys(bf_pack *pack, const bf_yaml_node *node, const char *const *keys);

/* The text at `key`, copied; empty, with a fault when `required`, when there is none. */
bf_str bf_pack_text(bf_pack *pack, const bf_yaml_node *node, const char *key, bool required);

/* The texts of the sequence (or one text) at `key`, copied, and their number in `count`. */
bf_str *bf_pack_texts(bf_pack *pack, const bf_yaml_node *node, const char *key, size_t *count);

/* The index of the word at `key` among `names` (`count` of them); `otherwise` when the key is
 * missing, a fault and `otherwise` when it is none of them. */
unsigned bf_pack_choice(bf_pack *pack, const bf_yaml_node *node, const char *key,
                        const char *const *names, size_t count, unsigned otherwise);

/* The same for a sequence of words, as a set of bits; `otherwise` when the key is missing. */
unsigned bf_pack_choices(bf_pack *pack, const bf_yaml_node *node, const char *key,
                         const char *const *names, size_t count, unsigned otherwise);

/* The whole number, decimal number, or true or false at `key`, else `otherwise`. */
long bf_pack_integer(bf_pack *pack, const bf_yaml_node *node, const char *key, long otherwise);
double bf_pack_number(bf_pack *pack, const bf_yaml_node *node, const char *key, double otherwise);
bool bf_pack_flag(bf_pack *pack, const bf_yaml_node *node, const char *key, bool otherwise);

/* Compiles the phrases at the key `phrases` or what stands at the key "pattern" of `node`, one
 * expression or a list of them; NULL, with a fault, when it has not exactly one of the two keys or
 * something cannot be compiled. */
bf_pattern *bf_pack_pattern(bf_pack *pack, const bf_yaml_node *node, const char *phrases,
                            bool any_case);

/* Compiles the PCRE2 expression or expressions of the node `value`. */
bf_pattern *bf_pack_expressions(bf_pack *pack, const bf_yaml_node *value);

/* Compiles the phrase or phrases of the node `value`. */
bf_pattern *bf_pack_phrases(bf_pack *pack, const bf_yaml_node *value, bool any_case);

/* Compiles the alternatives of the lists named at `key`; NULL without the key. */
bf_pattern *bf_pack_lists(bf_pack *pack, const bf_yaml_node *node, const char *key);

/* Reads the examples at `key`, `least` or more; each is a text, or a mapping of text and status. */
bf_rule_examples bf_pack_examples(bf_pack *pack, const bf_yaml_node *tests, const char *key,
                                  size_t least);

/* The place of `node`. */
bf_rule_place bf_pack_place(const bf_pack *pack, const bf_yaml_node *node);

#endif
