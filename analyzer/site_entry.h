/* analyzer/site_entry.h: the profile of a site, read from a rule file. Knows its keys and what they
 * may hold; how it is applied is profile.h's. */
#ifndef BF_ANALYZER_SITE_ENTRY_H
#define BF_ANALYZER_SITE_ENTRY_H

#include "analyzer/pack.h"

/* Reads the entry `node` of the list "profiles" into `rules`; `local`: it may replace one of its
 * id. What cannot be is told as a fault of `pack`. */
void bf_site_entry_read(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local);

/* Frees the pattern of a bf_site_profile. */
void bf_site_entry_release(void *entry);

#endif
