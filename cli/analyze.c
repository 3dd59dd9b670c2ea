/* analyze.c: bonafide analyze: stored pages to lines. */
#include "cli/analyze.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/complain.h"
#include "cli/run.h"

static bf_command analyze_command(void)
{
    return (bf_command){
        .name = "analyze",
        .synopsis = "[OPTION]... [FILE]...",
        .about =
            "Reads stored pages and writes one risk report a listing. FILE is a WARC file of any\n"
            "crawler (plain or gzipped), an HTML file, a folder of these, or JSON Lines with url\n"
            "and html; - is standard input, as is no FILE at all.",
        .groups = {bf_run_options},
        .counts = {bf_run_option_count},
        .examples = "Examples:\n"
                    "  bonafide analyze crawl.warc.gz > report.jsonl\n"
                    "  bonafide crawl https://example.com/ | bonafide analyze - | jq .risk.level",
        .exits = bf_exit_help,
    };
}

bf_exit bf_analyze_command(int argc, char **argv)
{
    const bf_command command = analyze_command();
    bf_run_settings settings = {0};
    bf_error err = {0};
    int operand = argc;
    bf_options_end end = bf_options_read(&command, argc, argv, &settings, &operand, &err);
    if (end == BF_OPTIONS_SHOWN)
        return BF_EXIT_DONE;
    bf_run *run = end == BF_OPTIONS_READ ? bf_run_open(&settings, &err) : NULL;
    if (run == NULL) {
        bf_complain(&err);
        return bf_run_open_exit(&err);
    }
    if (operand == argc && isatty(STDIN_FILENO) && !settings.quiet)
        fputs("bonafide: reading standard input, as no FILE is named; Ctrl-D ends it\n", stderr);
    if (operand == argc)
        bf_run_path(run, "-");
    for (; operand < argc && !bf_run_ended(run); operand++)
        bf_run_path(run, argv[operand]);
    return bf_run_close(run);
}
