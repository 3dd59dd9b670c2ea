/* scan.c: bonafide scan: fetch and analyze in one command. */
#include "cli/scan.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "cli/complain.h"
#include "cli/pipeline.h"
#include "cli/run.h"
#include "cli/seeds.h"
#include "cli/warc_target.h"

typedef struct {
    bf_run_settings run; /* first: bf_run_options are offsets from here */
    bf_fetching_settings fetching;
    const char *warc;
} scan_settings;

static const bf_option own_options[] = {
    {"warc", 0, BF_OPTION_TEXT, offsetof(scan_settings, warc), "FILE|DIR",
     "keep what was fetched in FILE, gzipped when it ends in .gz (with --state, behind what is "
     "there), or in files that rotate in the folder DIR/ (with --state, in place of its archive; "
     "default: that archive, or nowhere)",
     NULL},
};

static bool is_url(const char *operand)
{
    bf_str text = bf_str_of(operand);
    return bf_str_starts_nocase(text, BF_STR("http:")) ||
           bf_str_starts_nocase(text, BF_STR("https:"));
}

/* Before hours of a crawl: who means a URL and leaves its scheme out has named no file. */
static bool check_files(char *const *files, size_t count, bf_error *err)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i], "-") != 0 && access(files[i], F_OK) != 0 && errno == ENOENT)
            return bf_fail(err, BF_ERR_USAGE,
                           "\"%s\": no such file, and no URL: one begins with http:// or "
                           "https://",
                           files[i]);
    return true;
}

static void report_failed_seed(bf_str url, bf_str why, void *user)
{
    bf_error failure = {0};
    bf_fail(&failure, BF_ERR_NETWORK, "%.*s", BF_STR_ARG(why));
    bf_run_unread_quietly(user, url, &failure); /* the crawl has said it already */
}

/* The file that --warc names; NULL: none, or a folder, to which the crawl itself writes. */
static const char *warc_file(const scan_settings *settings)
{
    return settings->warc && !bf_warc_target_is_folder(settings->warc) ? settings->warc : NULL;
}

static const char *warc_folder(const scan_settings *settings)
{
    return warc_file(settings) ? NULL : settings->warc;
}

/* Of a page that is as it was the crawl brings a revisit: its body is in the archive. */
static void read_records(bf_run *run, const scan_settings *settings, int warc_fd)
{
    bf_error err = {0};
    char archive[PATH_MAX];
    const char *file = warc_file(settings);
    const char *own = bf_fetching_archive(&settings->fetching, warc_folder(settings), archive);
    const bf_source_settings how = {
        .archive_dir = own ? own : settings->run.archive_dir, .wait = bf_run_wait, .waiting = run};
    bf_source *source = bf_source_of_fd(dup(warc_fd), file ? file : "", &how, &err);
    if (source) /* interrupted, the crawl finishes what is in flight, and that is read too */
        bf_run_source(run, source, true);
    else
        bf_run_unread(run, BF_STR("the crawl"), &err);
    bf_source_close(source);
}

/* Analyzes what the crawl brings, then reports the seeds that brought nothing. */
static void scan_seeds(bf_run *run, const scan_settings *settings, bf_pipeline *pipeline)
{
    bf_error err = {0};
    bool go_on = settings->fetching.state_dir != NULL;
    if (!bf_pipeline_start(pipeline, warc_file(settings), go_on, &err)) {
        bf_complain(&err);
        bf_run_note_exit(run, bf_exit_of_error(err.code));
        return;
    }
    if (bf_pipeline_has_records(pipeline))
        read_records(run, settings, pipeline->warc_fd);
    if (!bf_run_ended(run))
        bf_pipeline_failed_seeds(pipeline, report_failed_seed, run);
}

/* Runs what the operands name: the seeds in one crawl, then the stored `files`. */
static bf_exit scan_sources(scan_settings *settings, const bf_seeds *seeds, char **files,
                            size_t count, bf_error *err)
{
    bf_pipeline pipeline;
    settings->fetching.quiet = settings->run.quiet;
    bool piped =
        check_files(files, count, err) && seeds->count > 0 &&
        bf_fetching_check(&settings->fetching, seeds->items, seeds->count, err) &&
        bf_pipeline_make(&settings->fetching, seeds->items, seeds->count, warc_folder(settings),
                         bf_warc_target_is_gzip(warc_file(settings)), &pipeline, err);
    bf_run *run = err->code == BF_OK ? bf_run_open(&settings->run, err) : NULL;
    if (run && piped)
        scan_seeds(run, settings, &pipeline);
    bf_exit crawled = piped ? bf_pipeline_end(&pipeline) : BF_EXIT_DONE;
    if (run == NULL) {
        bf_complain(err);
        return bf_run_open_exit(err);
    }
    bf_run_note_exit(run, crawled);
    for (size_t i = 0; i < count && !bf_run_ended(run); i++)
        bf_run_path(run, files[i]);
    return bf_run_close(run);
}

/* Moves the URLs to the front of `operands`, each kind in its order; returns how many they are. */
static size_t urls_first(char **operands, size_t count)
{
    size_t urls = 0;
    for (size_t i = 0; i < count; i++) {
        char *operand = operands[i];
        if (!is_url(operand))
            continue;
        for (size_t k = i; k > urls; k--)
            operands[k] = operands[k - 1];
        operands[urls++] = operand;
    }
    return urls;
}

bf_exit bf_scan_command(int argc, char **argv)
{
    bf_option fetching[BF_FETCHING_OPTIONS];
    bf_fetching_options_at(offsetof(scan_settings, fetching), fetching);
    const bf_command command = {
        .name = "scan",
        .synopsis = "[OPTION]... SOURCE...",
        .about =
            "Fetches pages, reads them, and writes one risk report a listing: a table on a\n"
            "terminal, JSON Lines into a pipe. SOURCE is a URL to crawl from, or a stored file as\n"
            "for analyze; URLs are taken together in one crawl, before the files.",
        .groups = {bf_run_options, own_options, fetching},
        .counts = {bf_run_option_count, 1, BF_FETCHING_OPTIONS},
        .examples =
            "Examples:\n"
            "  bonafide scan https://example.com/therapists/\n"
            "  bonafide scan --warc=evidence.warc.gz --output=report.jsonl https://example.com/",
        .exits = bf_exit_help,
    };
    scan_settings settings = {.fetching = bf_fetching_defaults()};
    bf_error err = {0};
    int operand = argc;
    bf_options_end end = bf_options_read(&command, argc, argv, &settings, &operand, &err);
    if (end == BF_OPTIONS_SHOWN)
        return BF_EXIT_DONE;
    char **sources = argv + operand;
    size_t count = end == BF_OPTIONS_READ ? (size_t)(argc - operand) : 0;
    size_t urls = urls_first(sources, count);
    bf_seeds seeds = {0};
    bool read =
        end == BF_OPTIONS_READ && bf_seeds_read(settings.fetching.seeds_file,
                                                (const char *const *)sources, urls, &seeds, &err);
    if (read && seeds.count == 0 && count == 0)
        read = bf_fail(&err, BF_ERR_USAGE, "scan: which URL or file? (see bonafide scan --help)");
    bf_exit status = BF_EXIT_DONE;
    if (read) {
        status = scan_sources(&settings, &seeds, sources + urls, count - urls, &err);
    } else {
        bf_complain(&err);
        status = bf_run_open_exit(&err);
    }
    bf_seeds_free(&seeds);
    return status;
}
