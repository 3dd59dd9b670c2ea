/* cli/page_steps.h: what was made of a page, up to who advertises on it, for people. Knows the
 * order of the story; what was made of one listing is listing_steps.h's. */
#ifndef BF_CLI_PAGE_STEPS_H
#define BF_CLI_PAGE_STEPS_H

#include "analyzer/reading.h"
#include "cli/line.h"

/* What is shown, and how. */
typedef struct {
    const bf_reading *reading;
    const bf_rules *rules;
    bf_pattern_scratch *scratch; /* one that read no page: signs are looked for again */
    bf_arena *arena;             /* of the page */
    FILE *out;
    bool tour; /* each step names its file and function */
} bf_page_steps;

/* Begins a step, with an empty line before it. */
void bf_page_steps_begin(const bf_page_steps *steps, const char *step, const char *where);

/* The word for where block `number` stands: its zone when it is shown text, else its field. */
const char *bf_page_steps_place(const bf_page_steps *steps, uint32_t number);

/* Prints telephones and addresses, prices, and the place of somebody, with labels; nothing for what
 * is empty. */
void bf_page_steps_texts(const bf_page_steps *steps, const char *label, const bf_str *texts,
                         size_t count);
void bf_page_steps_prices(const bf_page_steps *steps, const bf_price *prices, size_t count);

/* Prints page, blocks, hidden texts, coverage, data, cards, names, and the signs of its kind.
 * false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_page_steps_print(const bf_page_steps *steps, bf_error *err);

#endif
