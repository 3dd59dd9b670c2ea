/* bonafide/analysis.h: one page, from bytes to report lines. Knows the order of the steps, not what
 * they do. */
#ifndef BONAFIDE_ANALYSIS_H
#define BONAFIDE_ANALYSIS_H

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "bonafide/page.h"
#include "bonafide/roster.h"
#include "bonafide/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What may be varied in an analysis; zeroed is the default. */
typedef struct {
    bool all_pages; /* a line also for a page without a listing */
    bool interpret; /* PCRE2's interpreter instead of its JIT */
    bool try_all;   /* every rule on every text, without a look for its keywords: slow, and the
                       lines are the same */
    bf_roster_lookup *roster; /* what claims are held against; borrowed. NULL: nothing is */
} bf_analysis_settings;

/* Level of a listing on each axis and of the worse of both (design: worse is high, then medium,
 * unknown, low). */
typedef enum {
    BF_LEVEL_LOW,
    BF_LEVEL_UNKNOWN,
    BF_LEVEL_MEDIUM,
    BF_LEVEL_HIGH,
    BF_LEVEL_COUNT
} bf_level;

/* "low", "unknown", "medium", "high". */
BF_API const char *bf_level_name(bf_level level);

/* What a line speaks of. */
typedef enum { BF_LINE_LISTING, BF_LINE_PAGE, BF_LINE_ERROR } bf_line_kind;

/* One line of the report. */
typedef struct {
    bf_str json; /* one JSON object of bonafide.report/1, without the line feed */
    bf_line_kind kind;
    bf_level level; /* of a listing; means nothing for other lines */
} bf_report_line;

/* Told each line of a page in the order of its listings; false stops. */
typedef bool bf_report_visit(const bf_report_line *line, void *user);

/* Reads `page` with `rules` and tells `visit` one line for each listing on it; for a page without
 * one, a line only with `settings->all_pages`. All memory comes from `arena`, and lines live until
 * its reset. A line depends on the page, the rules, the settings and the roster alone, but for its
 * member "run". false: `visit` stopped (`err` untouched), or BF_ERR_MEMORY, BF_ERR_LIMIT,
 * BF_ERR_STATE (the roster cannot be read): the page is then worth an error line
 * (bf_analyze_failure()). */
BF_API BF_MUST_CHECK bool bf_analyze(const bf_page *page, const bf_rules *rules,
                                     const bf_analysis_settings *settings, bf_arena *arena,
                                     bf_report_visit *visit, void *user, bf_error *err);

/* Tells `visit` the error line for a source or page that could not be analyzed: `url` and `archive`
 * say which (either may be empty), `failure` says why. Works without an arena, so that it can
 * report one that ran full. false: `visit` stopped, or BF_ERR_MEMORY. */
BF_API BF_MUST_CHECK bool bf_analyze_failure(bf_str url, const bf_page_archive *archive,
                                             const bf_error *failure, const bf_rules *rules,
                                             bf_report_visit *visit, void *user, bf_error *err);

#ifdef __cplusplus
}
#endif

#endif
