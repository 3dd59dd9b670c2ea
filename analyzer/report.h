/* analyzer/report.h: what was found, as lines of bonafide.report/1. Knows the schema, its order and
 * its escapes; decides nothing. */
#ifndef BF_ANALYZER_REPORT_H
#define BF_ANALYZER_REPORT_H

#include "analyzer/assessment.h"

/* Everything that a listing's line says. */
typedef struct {
    const bf_page *page;
    const bf_document *document;
    const bf_structured *structured;
    const bf_listings *listings;
    const bf_listing *listing; /* NULL: a page line */
    const bf_match_text *text;
    const bf_judged *judged;
    size_t judged_count;
    const bf_matches *matches;
    const bf_claims *claims;
    const bf_assessment *assessment;
    const bf_rules *rules;
    const bf_analysis_settings *settings;
    bool thin;
    int64_t analyzed_at_ms;
    double duration_ms;
} bf_report_input;

/* Makes one line, a listing's or a page's, in `arena`. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_report_write(const bf_report_input *input, bf_arena *arena, bf_str *line,
                                   bf_error *err);

/* Makes an error line; the caller frees what it gets with free(). NULL: no memory. */
char *bf_report_failure(bf_str url, const bf_page_archive *archive, const bf_error *failure,
                        const bf_rules *rules);

#endif
