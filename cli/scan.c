/* scan.c: bonafide scan: fetch and analyze in one command. */
#include "cli/scan.h"

#include <unistd.h>

#include "cli/archive.h"
#include "cli/complain.h"
#include "cli/pipeline.h"
#include "cli/run.h"

typedef struct {
    bf_run_settings run; /* first: bf_run_options are offsets from here */
    bf_fetching_settings fetching;
    const char *warc;
} scan_settings;

static const bf_option own_options[] = {
    {"warc", 0, BF_OPTION_TEXT, offsetof(scan_settings, warc), "FILE",
     "keep what was fetched in FILE, gzipped for .gz; with --state, behind what is there", NULL},
};

static bool is_url(const char *operand)
{
    bf_str text = bf_str_of(operand);
    return bf_str_starts_nocase(text, BF_STR("http://")) ||
           bf_str_starts_nocase(text, BF_STR("https://"));
}

static void report_failed_seed(bf_str url, bf_str why, void *user)
{
    bf_error failure = {0};
    bf_fail(&failure, BF_ERR_NETWORK, "%.*s", BF_STR_ARG(why));
    bf_run_unread_quietly(user, url, &failure); /* the crawl has said it already */
}

static void read_records(bf_run *run, const scan_settings *settings, int warc_fd)
{
    bf_error err = {0};
    const bf_source_settings how = {0};
    bf_source *source =
        bf_source_of_fd(dup(warc_fd), settings->warc ? settings->warc : "", &how, &err);
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
    if (!bf_pipeline_start(pipeline, settings->warc, go_on, &err)) {
        bf_complain(&err);
        bf_run_note_exit(run, bf_exit_of_error(err.code));
        return;
    }
    if (bf_pipeline_has_records(pipeline))
        read_records(run, settings, pipeline->warc_fd);
    if (!bf_run_ended(run))
        bf_pipeline_failed_seeds(pipeline, report_failed_seed, run);
}

/* Runs what the operands name: the first `urls` of them in one crawl, then the stored files. */
static bf_exit scan_sources(scan_settings *settings, char **sources, size_t urls, size_t count,
                            bf_error *err)
{
    bf_pipeline pipeline;
    const char *const *seeds = (const char *const *)sources;
    settings->fetching.quiet = settings->run.quiet;
    bool piped = urls > 0 && bf_fetching_check(&settings->fetching, seeds, urls, err) &&
                 bf_pipeline_make(&settings->fetching, seeds, urls,
                                  bf_archive_is_gzip(settings->warc), &pipeline, err);
    bf_run *run = err->code == BF_OK ? bf_run_open(&settings->run, err) : NULL;
    if (run && piped)
        scan_seeds(run, settings, &pipeline);
    bf_exit crawled = piped ? bf_pipeline_end(&pipeline) : BF_EXIT_DONE;
    if (run == NULL) {
        bf_complain(err);
        return bf_run_open_exit(err);
    }
    bf_run_note_exit(run, crawled);
    for (size_t i = urls; i < count && !bf_run_ended(run); i++)
        bf_run_path(run, sources[i]);
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
    };
    scan_settings settings = {.fetching = bf_fetching_defaults()};
    bf_error err = {0};
    int operand = argc;
    bf_options_end end = bf_options_read(&command, argc, argv, &settings, &operand, &err);
    if (end == BF_OPTIONS_SHOWN)
        return BF_EXIT_DONE;
    if (end == BF_OPTIONS_READ && operand == argc)
        bf_fail(&err, BF_ERR_USAGE, "scan: which URL or file? (see bonafide scan --help)");
    if (err.code != BF_OK) {
        bf_complain(&err);
        return bf_run_open_exit(&err);
    }
    size_t count = (size_t)(argc - operand);
    return scan_sources(&settings, argv + operand, urls_first(argv + operand, count), count, &err);
}
