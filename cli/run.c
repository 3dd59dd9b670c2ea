/* run.c: from sources to lines. */
#include "cli/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/pool.h"
#include "cli/complain.h"
#include "cli/confine.h"
#include "cli/progress.h"
#include "cli/roster_option.h"
#include "cli/shipped.h"
#include "cli/signals.h"

enum { MIB = 1024 * 1024, LEAST_PAGE_MIB = 16, MOST_PAGE_MIB = 65536 };

static const char *const formats[] = {"auto", "jsonl", "table", NULL};
static const char *const levels[] = {"low", "unknown", "medium", "high", NULL};

const bf_option bf_run_options[] = {
    {"output", 'o', BF_OPTION_TEXT, offsetof(bf_run_settings, output), "FILE",
     "write JSON Lines to FILE; a terminal still shows the table (default: standard output)", NULL},
    {"format", 'f', BF_OPTION_CHOICE, offsetof(bf_run_settings, format), "FORMAT",
     "jsonl, table, or auto: a table on a terminal, else jsonl (default)", formats},
    {"rules", 'r', BF_OPTION_TEXT, offsetof(bf_run_settings, rules_dir), "DIR",
     "rules of your own: they add to the shipped ones, or override them by id (default: none)",
     NULL},
    {"roster", 0, BF_OPTION_TEXT, offsetof(bf_run_settings, roster), "FILE",
     "hold claims against what registries say, as bonafide roster import has it (default: "
     "$BONAFIDE_ROSTER, or nothing)",
     NULL},
    {"fail-on", 0, BF_OPTION_CHOICES, offsetof(bf_run_settings, fail_on), "LEVELS",
     "exit with 1 when a listing has one of these levels, as high,medium (default: none)", levels},
    {"all-pages", 'a', BF_OPTION_FLAG, offsetof(bf_run_settings, all_pages), NULL,
     "a line also for pages without a listing (default: for listings and errors)", NULL},
    {"summary", 's', BF_OPTION_FLAG, offsetof(bf_run_settings, summary), NULL,
     "a last JSON line with counts (default: none)", NULL},
    {"base-url", 0, BF_OPTION_TEXT, offsetof(bf_run_settings, base_url), "URL",
     "the address that HTML files came from (default: file://, and their path)", NULL},
    {"archive", 0, BF_OPTION_TEXT, offsetof(bf_run_settings, archive_dir), "DIR",
     "read unchanged pages (revisit records) from the WARC files in DIR (default: where FILE "
     "lies; for scan, its own archive)",
     NULL},
    {"jobs", 'j', BF_OPTION_COUNT, offsetof(bf_run_settings, jobs), "N",
     "read pages in N processes at once; lines are the same, and in the same order (default: the "
     "cores of this machine)",
     NULL},
    {"page-time", 0, BF_OPTION_SECONDS, offsetof(bf_run_settings, page_ms), "SECONDS",
     "give up on a page that takes longer to read (default: 30)", NULL},
    {"page-memory", 0, BF_OPTION_COUNT, offsetof(bf_run_settings, page_mib), "MIB",
     "give up on a page that needs more memory (default: 512)", NULL},
    {"interpret", 0, BF_OPTION_FLAG, offsetof(bf_run_settings, interpret), NULL,
     "match without compiling patterns to machine code (slower; default: compile)", NULL},
    {"quiet", 'q', BF_OPTION_FLAG, offsetof(bf_run_settings, quiet), NULL,
     "say nothing on standard error but what ends the run (default: also what went wrong, and a "
     "progress line on a terminal)",
     NULL},
};
const size_t bf_run_option_count = sizeof bf_run_options / sizeof *bf_run_options;

struct bf_run {
    bf_run_settings settings;
    bf_analysis_settings analysis;
    bf_rules *rules;
    bf_pool *pool;
    bf_sink *sink;
    bf_progress progress;
    uint64_t passed_over; /* revisits */
    bool stopped;         /* the pool can do no more */
    bf_exit status;
};

/* What a worker does with a page. */
static bool analyze_raw_page(bf_worker_job *job, void *user, bf_error *err)
{
    const bf_run *run = user;
    const bf_page_limits limits = {0};
    bf_page page;
    bool read = bf_raw_page_read(job->raw, &limits, job->arena, &page, err);
    job->url = page.url;
    if (!read)
        bf_fail_at(err, job->raw->archive.file, 0, 0);
    return read && bf_analyze(&page, run->rules, &run->analysis, job->arena, job->visit,
                              job->visiting, err);
}

/* A worker opens the roster for itself, so that no handle crosses the fork, and before it has no
 * files: one that is imported meanwhile is another file. */
static bool open_roster(void *user)
{
    bf_run *run = user;
    bf_error err = {0};
    if (run->settings.roster == NULL)
        return true;
    run->analysis.roster = bf_roster_lookup_open(run->settings.roster, &err);
    return run->analysis.roster != NULL;
}

static void tell_failure(bf_run *run, const bf_error *failure)
{
    bf_progress_clear(&run->progress);
    if (!run->settings.quiet)
        bf_complain(failure);
}

/* Writes an error line; when even that fails, the output's own error ends the run. */
static bool write_failure(bf_str url, const bf_page_archive *archive, const bf_error *failure,
                          bool told, void *user)
{
    bf_run *run = user;
    bf_error err = {0};
    if (!told)
        tell_failure(run, failure);
    bf_run_note_exit(run, BF_EXIT_UNREAD);
    if (bf_analyze_failure(url, archive, failure, run->rules, bf_sink_write, run->sink, &err))
        return true;
    if (err.code != BF_OK)
        bf_run_note_exit(run, bf_exit_of_error(err.code));
    return false;
}

static void count_page(void *user)
{
    bf_run *run = user;
    bf_sink_page(run->sink);
}

static bool write_line(const bf_report_line *line, void *user)
{
    bf_run *run = user;
    return bf_sink_write(line, run->sink);
}

static void tell_lack(bf_str what, void *user)
{
    bf_run *run = user;
    bf_progress_clear(&run->progress);
    if (!run->settings.quiet)
        bf_confine_tell_lack("the process that reads pages", what);
}

static bool check_settings(const bf_run_settings *settings, bf_error *err)
{
    uint64_t mib = settings->page_mib;
    return mib == 0 || (mib >= LEAST_PAGE_MIB && mib <= MOST_PAGE_MIB) ||
           bf_fail(err, BF_ERR_USAGE, "--page-memory: from %d to %d MiB", LEAST_PAGE_MIB,
                   MOST_PAGE_MIB);
}

static bool open_pool(bf_run *run, bf_error *err)
{
    bf_pool_settings settings = {.jobs = (size_t)run->settings.jobs,
                                 .page_ms = (int64_t)run->settings.page_ms,
                                 .no_code = run->settings.interpret,
                                 .worker = {.work = analyze_raw_page,
                                            .begin = open_roster,
                                            .user = run,
                                            .page_bytes = (size_t)run->settings.page_mib * MIB}};
    const bf_pool_listener listener = {count_page, write_line, write_failure, tell_lack, run};
    if (!bf_sandbox_mode_read(getenv("BONAFIDE_SANDBOX"), &settings.worker.sandbox, err))
        return false;
    run->pool = bf_pool_new(&settings, &listener, err);
    return run->pool != NULL;
}

/* For tests: whether keywords may choose the rules that are tried on a text. */
static bool read_keywords(const char *text, bool *try_all, bf_error *err)
{
    *try_all = text != NULL && strcmp(text, "off") == 0;
    return *try_all || text == NULL || *text == '\0' || strcmp(text, "on") == 0 ||
           bf_fail(err, BF_ERR_USAGE, "BONAFIDE_KEYWORDS may be on or off, not %s", text);
}

static bool open_parts(bf_run *run, bf_error *err)
{
    if (!read_keywords(getenv("BONAFIDE_KEYWORDS"), &run->analysis.try_all, err))
        return false;
    run->rules =
        bf_rules_load(bf_shipped_rules(), run->settings.rules_dir, bf_complain_fault, NULL, err);
    if (run->rules == NULL)
        return err->code == BF_ERR_RULE &&
               bf_fail(err, BF_ERR_RULE, "the rules have faults: nothing was scanned");
    if (!check_settings(&run->settings, err) ||
        !bf_roster_option_read(&run->settings.roster, err) || !open_pool(run, err))
        return false;
    run->sink = bf_sink_open(run->settings.output, (bf_sink_format)run->settings.format, err);
    return run->sink != NULL;
}

bf_run *bf_run_open(const bf_run_settings *settings, bf_error *err)
{
    bf_run *run = calloc(1, sizeof *run);
    if (run == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "no memory");
        return NULL;
    }
    run->settings = *settings;
    run->analysis =
        (bf_analysis_settings){.all_pages = settings->all_pages, .interpret = settings->interpret};
    run->progress = bf_progress_begin(settings->quiet);
    if (open_parts(run, err))
        return run;
    bf_pool_free(run->pool);
    bf_rules_free(run->rules);
    free(run);
    return NULL;
}

bf_exit bf_run_open_exit(const bf_error *err)
{
    return err->code == BF_ERR_INPUT ? BF_EXIT_USAGE : bf_exit_of_error(err->code);
}

bool bf_run_ended(const bf_run *run)
{
    return run->stopped || bf_signals_raised != 0 || bf_sink_error(run->sink)->code != BF_OK;
}

void bf_run_note_exit(bf_run *run, bf_exit status)
{
    run->status = bf_exit_graver(run->status, status);
}

/* Notes that the pool can do no more: for want of output, which the sink knows, or by `err`. */
static void stop(bf_run *run, const bf_error *err)
{
    if (run->stopped)
        return;
    run->stopped = true;
    if (err->code != BF_OK) {
        tell_failure(run, err);
        bf_run_note_exit(run, BF_EXIT_OUTPUT);
    }
}

static void add_failure(bf_run *run, const bf_raw_page *raw, const bf_error *failure, bool told)
{
    bf_error err = {0};
    if (!run->stopped && !bf_pool_fail(run->pool, raw, failure, told, &err))
        stop(run, &err);
}

void bf_run_unread_quietly(bf_run *run, bf_str name, const bf_error *failure)
{
    const bf_raw_page raw = {.url = name};
    add_failure(run, &raw, failure, true);
}

void bf_run_unread(bf_run *run, bf_str name, const bf_error *failure)
{
    const bf_raw_page raw = {.url = name};
    add_failure(run, &raw, failure, false);
}

static void give_page(bf_run *run, const bf_raw_page *raw)
{
    bf_error err = {0};
    if (!bf_pool_give(run->pool, raw, &err))
        stop(run, &err);
}

void bf_run_wait(int fd, void *user)
{
    bf_run *run = user;
    bf_pool_wait(run->pool, fd);
}

void bf_run_source(bf_run *run, bf_source *source, bool to_the_end)
{
    while (to_the_end ? !run->stopped && bf_sink_error(run->sink)->code == BF_OK
                      : !bf_run_ended(run)) {
        bf_raw_page raw;
        bf_error err = {0};
        bf_source_next_kind next = bf_source_next_raw(source, &raw, &err);
        if (next == BF_SOURCE_END)
            break;
        if (next == BF_SOURCE_PAGE && !to_the_end)
            bf_progress_show(&run->progress, bf_sink_counts(run->sink),
                             raw.url.length > 0 ? raw.url : raw.archive.file);
        if (next == BF_SOURCE_PAGE)
            give_page(run, &raw);
        if (next == BF_SOURCE_BAD || next == BF_SOURCE_FATAL)
            add_failure(run, &raw, &err, false);
        if (next == BF_SOURCE_FATAL) {
            bf_run_note_exit(run, BF_EXIT_OUTPUT);
            break;
        }
    }
    run->passed_over += bf_source_revisits_passed_over(source);
}

void bf_run_path(bf_run *run, const char *path)
{
    bf_error err = {0};
    const bf_source_settings how = {.base_url = run->settings.base_url,
                                    .archive_dir = run->settings.archive_dir,
                                    .wait = bf_run_wait,
                                    .waiting = run};
    bf_source *source = bf_source_open(path, &how, &err);
    if (source == NULL)
        bf_run_unread(run, bf_str_of(path), &err);
    else
        bf_run_source(run, source, false);
    bf_source_close(source);
}

/* 1 when a listing has a level of --fail-on. */
static bf_exit level_exit(const bf_run *run)
{
    const bf_report_counts *counts = bf_sink_counts(run->sink);
    for (unsigned level = 0; level < BF_LEVEL_COUNT; level++)
        if ((run->settings.fail_on >> level & 1) != 0 && counts->by_level[level] > 0)
            return BF_EXIT_LEVEL;
    return BF_EXIT_DONE;
}

/* Says how many unchanged pages could not be read, and what to do about it. */
static void tell_passed_over(const bf_run *run)
{
    if (run->passed_over > 0 && !run->settings.quiet)
        fprintf(stderr,
                "bonafide: %" PRIu64 " revisit record%s passed over: name the folder of the WARC "
                "files that have the pages by --archive\n",
                run->passed_over, run->passed_over == 1 ? "" : "s");
}

/* Waits for the pages that are still read. */
static void finish(bf_run *run)
{
    bf_error err = {0};
    if (!run->stopped && !bf_pool_finish(run->pool))
        stop(run, &err);
}

bf_exit bf_run_close(bf_run *run)
{
    finish(run);
    bf_error err = *bf_sink_error(run->sink);
    bf_progress_clear(&run->progress);
    tell_passed_over(run);
    bf_run_note_exit(run, level_exit(run));
    bf_run_note_exit(run, bf_signals_exit());
    bool closed = bf_sink_close(run->sink, run->settings.summary, run->rules, &err);
    if (!closed || err.code != BF_OK) {
        bf_complain(&err);
        bf_run_note_exit(run, BF_EXIT_OUTPUT);
    }
    bf_exit status = run->status;
    bf_pool_free(run->pool);
    bf_rules_free(run->rules);
    free(run);
    return status;
}
