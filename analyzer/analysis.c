/* analysis.c: one page, from bytes to report lines: reads it, then tells each listing's line. */
#include "bonafide/analysis.h"

#include <assert.h>
#include <stdlib.h>

#include "analyzer/report.h"
#include "common/time.h"

const char *bf_level_name(bf_level level)
{
    static const char *const names[] = {"low", "unknown", "medium", "high"};
    static_assert(sizeof names / sizeof *names == BF_LEVEL_COUNT, "each level has a name");
    return names[level];
}

/* Makes and tells the line of `item`, or of the page as a whole when it is NULL. */
static bool tell_line(bf_report_input *input, const bf_reading_listing *item, bf_arena *arena,
                      bf_report_visit *visit, void *user, bf_error *err)
{
    bf_report_line line = {.kind = item ? BF_LINE_LISTING : BF_LINE_PAGE};
    input->item = item;
    if (item)
        line.level = item->assessment.level;
    return bf_report_write(input, arena, &line.json, err) && visit(&line, user);
}

static bool tell_lines(bf_report_input *input, bf_arena *arena, bf_report_visit *visit, void *user,
                       bf_error *err)
{
    const bf_reading *reading = input->reading;
    for (size_t i = 0; i < reading->listings.count; i++)
        if (!tell_line(input, &reading->items[i], arena, visit, user, err))
            return false;
    return reading->listings.count > 0 || !input->settings->all_pages ||
           tell_line(input, NULL, arena, visit, user, err);
}

bool bf_analyze(const bf_page *page, const bf_rules *rules, const bf_analysis_settings *settings,
                bf_arena *arena, bf_report_visit *visit, void *user, bf_error *err)
{
    int64_t began_us = bf_time_monotonic_us();
    bf_reading reading;
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(settings->interpret);
    if (scratch == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "analysis: no memory to match with");
    if (settings->try_all)
        bf_pattern_try_all(scratch);
    bool read = bf_reading_make(page, rules, scratch, arena, &reading, err);
    bf_pattern_scratch_free(scratch);
    if (read && settings->roster)
        read = bf_reading_verify(&reading, rules, settings->roster, arena, err);
    if (!read)
        return false;
    bf_report_input input = {
        .reading = &reading,
        .rules = rules,
        .settings = settings,
        .analyzed_at_ms = bf_time_now_ms(),
        .duration_us = bf_time_monotonic_us() - began_us,
    };
    return tell_lines(&input, arena, visit, user, err);
}

bool bf_analyze_failure(bf_str url, const bf_page_archive *archive, const bf_error *failure,
                        const bf_rules *rules, bf_report_visit *visit, void *user, bf_error *err)
{
    char *json = bf_report_failure(url, archive, failure, rules);
    if (json == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "report: no memory for an error line");
    bf_report_line line = {.json = bf_str_of(json), .kind = BF_LINE_ERROR};
    bool go_on = visit(&line, user);
    free(json);
    return go_on;
}
