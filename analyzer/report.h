/* analyzer/report.h: what was found, as lines of bonafide.report/1. Knows the schema, its order and
 * its escapes; decides nothing. */
#ifndef BF_ANALYZER_REPORT_H
#define BF_ANALYZER_REPORT_H

#include "analyzer/reading.h"

/* Everything that a line says. */
typedef struct {
    const bf_reading *reading;
    const bf_reading_listing *item; /* NULL: a page line */
    const bf_rules *rules;
    const bf_analysis_settings *settings;
    int64_t analyzed_at_ms;
    int64_t duration_us;
} bf_report_input;

/* Makes one line, a listing's or a page's, in `arena`. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_report_write(const bf_report_input *input, bf_arena *arena, bf_str *out,
                                   bf_error *err);

/* What a run wrote. */
typedef struct {
    uint64_t pages, listings, errors;
    uint64_t by_level[BF_LEVEL_COUNT];
} bf_report_counts;

/* Makes the run_summary line; the caller frees what it gets with free(). NULL: no memory. */
char *bf_report_summary(const bf_report_counts *counts, const bf_rules *rules);

/* Makes an error line; the caller frees what it gets with free(). NULL: no memory. */
char *bf_report_failure(bf_str url, const bf_page_archive *archive, const bf_error *failure,
                        const bf_rules *rules);

#endif
