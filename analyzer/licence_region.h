/* analyzer/licence_region.h: the state or province that words about a licence name: "LPC, Oregon",
 * "Texas LPC #12345", "LCSW (NC C000000)". Knows where it stands beside the licence; names and
 * codes are gazetteer.h's. */
#ifndef BF_ANALYZER_LICENCE_REGION_H
#define BF_ANALYZER_LICENCE_REGION_H

#include "analyzer/gazetteer.h"

/* The region, as reports name it, that stands in bytes `begin` to `end` of `text`, right behind
 * them in the same clause, or right before them; empty when none does. A code counts only where a
 * number follows it: "LMFT, MA" may be a degree. Lives as long as the program. */
bf_str bf_licence_region(const bf_gazetteer *names, bf_str text, size_t begin, size_t end);

#endif
