/* analyzer/npi.h: National Provider Identifiers (45 CFR 162.406): ten digits, the first 1 or 2, the
 * last a check digit. Knows the digits; a number is not a licence, and whose it is a registry says.
 */
#ifndef BF_ANALYZER_NPI_H
#define BF_ANALYZER_NPI_H

#include "bonafide/str.h"

/* Says whether `digits` are an NPI: the sum over 80840 and the number is right (ISO/IEC 7812-1,
 * annex B; 80840 is the prefix of health in the United States). */
bool bf_npi_valid(bf_str digits);

/* Finds the first valid NPI in `text` that stands behind the word "NPI" ("NPI: 1234567893", "NPI #
 * 1234567893"); a view into `text`, empty when there is none. */
bf_str bf_npi_find(bf_str text);

#endif
