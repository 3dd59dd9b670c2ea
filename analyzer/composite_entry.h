/* analyzer/composite_entry.h: what a rule of several parts needs, read from a rule file. Knows the
 * keys `needs`, `unless` and `quote`; how parts are put together is composite.h's. */
#ifndef BF_ANALYZER_COMPOSITE_ENTRY_H
#define BF_ANALYZER_COMPOSITE_ENTRY_H

#include "analyzer/pack.h"

/* Reads what the rule `node` needs. NULL: it has no `needs`, or memory ran out. What cannot be is
 * told as a fault of `pack`; which parts there are is known when all packs are read. */
bf_composite *bf_composite_entry_read(bf_pack *pack, const bf_yaml_node *node);

/* Told of each fault that bf_composite_entry_resolve() finds, with its place. */
typedef void bf_composite_entry_fault(bf_error *fault, const bf_rule_place *place, void *user);

/* Finds the parts that the composite of `rule` names among all of `rules`, and tells `fault` of
 * those that are none, and of what can never hold. The rules must not move in memory afterwards. */
void bf_composite_entry_resolve(const bf_rules *rules, const bf_rule *rule,
                                bf_composite_entry_fault *fault, void *user);

#endif
