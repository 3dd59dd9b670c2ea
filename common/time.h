/* common/time.h: instants as milliseconds since 1970 in UTC, and the texts that carry them. Knows
 * no time zone but UTC. */
#ifndef BF_COMMON_TIME_H
#define BF_COMMON_TIME_H

#include <stdint.h>

#include "bonafide/str.h"

enum { BF_TIME_TEXT = 21 }; /* "2026-11-23T20:00:00Z" and a NUL */

/* Now, by the real-time clock. */
int64_t bf_time_now_ms(void);

/* Milliseconds, and microseconds, of a clock that never jumps; only differences mean anything. */
int64_t bf_time_monotonic_ms(void);
int64_t bf_time_monotonic_us(void);

/* Writes `ms` in whole seconds as RFC 3339 (also the WARC-Date of ISO 28500:2017, 5.4). Instants
 * outside the years 0000 to 9999 are taken to the nearer end. */
void bf_time_format(int64_t ms, char out[BF_TIME_TEXT]);

/* Reads RFC 3339 in UTC with 0 to 9 digits of a second's fraction, and the 14 digits of ARC and
 * CDX files; false leaves `out_ms` unchanged. */
BF_MUST_CHECK bool bf_time_parse(bf_str text, int64_t *out_ms);

/* Reads a date of the W3C's note on date and time formats (NOTE-datetime) in any of its precisions,
 * "2026" to "2026-11-23T20:00:00.5+01:00"; what is left out is the earliest that it could be. A
 * time without a zone, or with one without a colon, is against the note, and common: the former
 * counts as UTC. Years 0000 to 9999 in UTC; false leaves `out_ms` unchanged. */
BF_MUST_CHECK bool bf_time_parse_w3c(bf_str text, int64_t *out_ms);

/* Reads an HTTP-date in its three forms (RFC 9110, 5.6.7), up to the year 9999; false leaves
 * `out_ms` unchanged. */
BF_MUST_CHECK bool bf_time_parse_http(bf_str text, int64_t *out_ms);

#endif
