/* cli/complain.h: what people are told on standard error. */
#ifndef BF_CLI_COMPLAIN_H
#define BF_CLI_COMPLAIN_H

#include "bonafide/error.h"

/* Prints "bonafide: place: message". */
void bf_complain(const bf_error *err);

/* Prints one fault of the rules as "file:line:column: message", so that editors find it: a
 * bf_rules_fault. */
void bf_complain_fault(const bf_error *fault, void *user);

#endif
