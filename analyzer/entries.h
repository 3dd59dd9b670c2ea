/* analyzer/entries.h: the entries of a rule file, read into the rules. Knows the keys of each kind
 * of entry; files and folders are ruleset.c's. */
#ifndef BF_ANALYZER_ENTRIES_H
#define BF_ANALYZER_ENTRIES_H

#include "analyzer/pack.h"

/* Reads all sections of `pack` into `rules`, whose arrays grow in its arena. An entry of the id of
 * an earlier one replaces it when `local`, and is a fault otherwise; `enabled: false` takes it out.
 * What an entry names (sources, cues) must have been read before it: sources first. */
void bf_entries_read(bf_pack *pack, bf_rules *rules, bool local);

/* Reads only the sources of `pack`. */
void bf_entries_read_sources(bf_pack *pack, bf_rules *rules, bool local);

/* Frees the patterns of all entries. */
void bf_entries_free(bf_rules *rules);

#endif
