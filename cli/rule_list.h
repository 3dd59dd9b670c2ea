/* cli/rule_list.h: the entries of the rule packs, for people: one line each, or one entry whole. */
#ifndef BF_CLI_RULE_LIST_H
#define BF_CLI_RULE_LIST_H

#include <stdio.h>

#include "analyzer/ruleset.h"

/* Writes a line for each part, rule, claim, title, school and cue on `out`. */
void bf_rule_list_print(const bf_rules *rules, FILE *out);

/* Writes all that the packs say of the part, rule, claim, title, school or cue `id`, its phrases as
 * the expressions that they became, on `out`; false when there is none. */
bool bf_rule_list_show(const bf_rules *rules, bf_str id, FILE *out);

#endif
