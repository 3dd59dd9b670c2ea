/* crawl.c: bonafide crawl: seeds to a WARC stream. */
#include "cli/crawl.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/archive.h"
#include "cli/complain.h"
#include "cli/fetching.h"

typedef struct {
    bf_fetching_settings fetching;
    const char *output;
} crawl_settings;

static const bf_option own_options[] = {
    {"output", 'o', BF_OPTION_TEXT, offsetof(crawl_settings, output), "FILE",
     "write to FILE, gzipped for .gz; with --state, behind what is there", NULL},
    {"quiet", 'q', BF_OPTION_FLAG, offsetof(crawl_settings, fetching.quiet), NULL,
     "say nothing on standard error but what ends the run", NULL},
};

/* Opens what the WARC goes to; -1: `err` says why. */
static int open_output(const char *path, bool go_on, bf_error *err)
{
    if (path == NULL && isatty(STDOUT_FILENO)) {
        bf_fail(err, BF_ERR_USAGE,
                "crawl: a WARC stream is not for a terminal: name a file by "
                "--output, or pipe it into bonafide analyze -");
        return -1;
    }
    return path ? bf_archive_open(path, go_on, err) : STDOUT_FILENO;
}

bf_exit bf_crawl_command(int argc, char **argv)
{
    bf_option fetching[BF_FETCHING_OPTIONS];
    bf_fetching_options_at(offsetof(crawl_settings, fetching), fetching);
    const bf_command command = {
        .name = "crawl",
        .synopsis = "[OPTION]... URL...",
        .about =
            "Fetches pages, following links in scope, and writes every exchange as WARC/1.1 to\n"
            "standard output or a file. Obeys robots.txt, asks one host one thing at a time, and\n"
            "connects to no private address that --allow-net does not name.",
        .groups = {own_options, fetching},
        .counts = {sizeof own_options / sizeof *own_options, BF_FETCHING_OPTIONS},
        .examples = "Example:\n"
                    "  bonafide crawl --output=site.warc.gz https://example.com/therapists/",
    };
    crawl_settings settings = {.fetching = bf_fetching_defaults()};
    bf_error err = {0};
    int operand = argc, out = -1;
    bf_options_end end = bf_options_read(&command, argc, argv, &settings, &operand, &err);
    if (end == BF_OPTIONS_SHOWN)
        return BF_EXIT_DONE;
    const char *const *seeds = (const char *const *)argv + operand;
    size_t count = end == BF_OPTIONS_READ ? (size_t)(argc - operand) : 0;
    if (end == BF_OPTIONS_READ && count == 0)
        bf_fail(&err, BF_ERR_USAGE, "crawl: which URL? (see bonafide crawl --help)");
    else if (end == BF_OPTIONS_READ && bf_fetching_check(&settings.fetching, seeds, count, &err))
        out = open_output(settings.output, settings.fetching.state_dir != NULL, &err);
    if (out < 0) {
        bf_complain(&err);
        return bf_exit_of_error(err.code);
    }
    bool gzip = bf_archive_is_gzip(settings.output);
    bf_exit status = bf_fetching_crawl(&settings.fetching, seeds, count, out, gzip, NULL, NULL);
    if (close(out) == 0)
        return status;
    bf_fail(&err, BF_ERR_OUTPUT, "cannot write: %s", strerror(errno));
    bf_complain(&err);
    return bf_exit_graver(status, BF_EXIT_OUTPUT);
}
