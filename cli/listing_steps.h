/* cli/listing_steps.h: what was made of one listing, for people: what it says of itself, what
 * matched and why it was dismissed, and the rows that decided. */
#ifndef BF_CLI_LISTING_STEPS_H
#define BF_CLI_LISTING_STEPS_H

#include "cli/page_steps.h"

/* Prints all of listing `number`. */
void bf_listing_steps_print(const bf_page_steps *steps, size_t number);

#endif
