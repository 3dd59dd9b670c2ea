/* crawl.c: bonafide crawl: seeds to a WARC stream. */
#include "cli/crawl.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/complain.h"
#include "cli/fetching.h"
#include "cli/seeds.h"
#include "cli/warc_target.h"

typedef struct {
    bf_fetching_settings fetching;
    const char *output;
    bool explain_robots;
} crawl_settings;

static const bf_option own_options[] = {
    {"output", 'o', BF_OPTION_TEXT, offsetof(crawl_settings, output), "FILE|DIR",
     "write to FILE, gzipped when it ends in .gz (with --state, behind what is there), or to files "
     "that rotate in the folder DIR/ (with --state, in place of its archive); - is standard output "
     "(default, with --state as well, unless that is a terminal)",
     NULL},
    {"explain-robots", 0, BF_OPTION_FLAG, offsetof(crawl_settings, explain_robots), NULL,
     "fetch nothing but robots.txt, and print for each URL which of its lines decides (default: "
     "crawl)",
     NULL},
    {"quiet", 'q', BF_OPTION_FLAG, offsetof(crawl_settings, fetching.quiet), NULL,
     "say nothing on standard error but what ends the run (default: also what gave no page, and a "
     "summary)",
     NULL},
};

/* Finds where the records go. A crawl with a state has its archive, and need have no other place.
 */
static bool open_output(const crawl_settings *settings, bf_fetching_output *out, bf_error *err)
{
    const char *path = settings->output;
    *out = (bf_fetching_output){.fd = -1};
    if (path && bf_warc_target_is_folder(path)) {
        out->folder = path;
    } else if (path && strcmp(path, "-") != 0) {
        out->fd = bf_warc_target_open(path, settings->fetching.state_dir != NULL, err);
        out->path = path;
        out->gzip = bf_warc_target_is_gzip(path);
        return out->fd >= 0;
    } else if (isatty(STDOUT_FILENO) == 0) {
        out->fd = STDOUT_FILENO;
    } else if (path || settings->fetching.state_dir == NULL) {
        return bf_fail(err, BF_ERR_USAGE,
                       "crawl: a WARC stream is not for a terminal: name a file by "
                       "--output, or pipe it into bonafide analyze -");
    }
    return true;
}

static bf_exit crawl_seeds(const crawl_settings *settings, const bf_seeds *seeds)
{
    bf_error err = {0};
    bf_fetching_output out;
    if (!bf_fetching_check(&settings->fetching, seeds->items, seeds->count, &err) ||
        !open_output(settings, &out, &err)) {
        bf_complain(&err);
        return bf_exit_of_error(err.code);
    }
    bf_exit status =
        bf_fetching_crawl(&settings->fetching, seeds->items, seeds->count, &out, NULL, NULL);
    if (out.fd < 0 || close(out.fd) == 0)
        return status;
    bf_fail(&err, BF_ERR_OUTPUT, "cannot write: %s", strerror(errno));
    bf_complain(&err);
    return bf_exit_graver(status, BF_EXIT_OUTPUT);
}

bf_exit bf_crawl_command(int argc, char **argv)
{
    bf_option fetching[BF_FETCHING_OPTIONS];
    bf_fetching_options_at(offsetof(crawl_settings, fetching), fetching);
    const bf_command command = {
        .name = "crawl",
        .synopsis = "[OPTION]... [URL]...",
        .about =
            "Fetches pages, following links in scope, and writes every exchange as WARC/1.1 to\n"
            "standard output or a file. Obeys robots.txt, asks one host one thing at a time, and\n"
            "connects to no private address that --allow-net does not name.",
        .groups = {own_options, fetching},
        .counts = {sizeof own_options / sizeof *own_options, BF_FETCHING_OPTIONS},
        .examples = "Examples:\n"
                    "  bonafide crawl --output=site.warc.gz https://example.com/therapists/\n"
                    "  bonafide crawl --quiet --state=weekly --output=/dev/null "
                    "https://example.com/\n"
                    "  bonafide crawl --explain-robots https://example.com/therapists/",
        .exits = bf_exit_help,
    };
    crawl_settings settings = {.fetching = bf_fetching_defaults()};
    bf_error err = {0};
    bf_seeds seeds = {0};
    int operand = argc;
    bf_options_end end = bf_options_read(&command, argc, argv, &settings, &operand, &err);
    if (end == BF_OPTIONS_SHOWN)
        return BF_EXIT_DONE;
    bool read = end == BF_OPTIONS_READ &&
                bf_seeds_read(settings.fetching.seeds_file, (const char *const *)argv + operand,
                              (size_t)(argc - operand), &seeds, &err);
    if (read && settings.explain_robots && settings.output)
        read = bf_fail(&err, BF_ERR_USAGE,
                       "crawl: --explain-robots prints to standard output, and --output is for a "
                       "crawl: give one of them");
    if (read && seeds.count == 0)
        read = bf_fail(&err, BF_ERR_USAGE, "crawl: which URL? (see bonafide crawl --help)");
    bf_exit status = bf_exit_of_error(err.code);
    if (!read)
        bf_complain(&err);
    else if (settings.explain_robots)
        status = bf_fetching_explain_robots(&settings.fetching, seeds.items, seeds.count);
    else
        status = crawl_seeds(&settings, &seeds);
    bf_seeds_free(&seeds);
    return status;
}
