/* main.c: the command line's first word. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "bonafide/base.h"
#include "cli/analyze.h"
#include "cli/complain.h"
#include "cli/crawl.h"
#include "cli/explain.h"
#include "cli/nearest.h"
#include "cli/roster.h"
#include "cli/rules.h"
#include "cli/scan.h"
#include "cli/signals.h"

typedef bf_exit subcommand(int argc, char **argv);

static const struct {
    const char *name;
    subcommand *run;
    const char *about;
} subcommands[] = {
    {"scan", bf_scan_command, "fetch and analyze; SOURCE is a URL or a stored file"},
    {"crawl", bf_crawl_command, "fetch only; WARC to standard output or a file"},
    {"analyze", bf_analyze_command, "WARC, HTML, folders or JSON Lines to risk reports"},
    {"explain", bf_explain_command, "how one page was read, step by step"},
    {"roster", bf_roster_command, "registries of licences and exclusions, imported and listed"},
    {"rules", bf_rules_command, "check and test rule packs"},
};

static void print_help(FILE *out)
{
    fputs("Usage: bonafide COMMAND [OPTION]... [ARGUMENT]...\n\n"
          "Scans therapy listings for offers that no therapist may make and for credentials that\n"
          "are missing, and writes one JSON risk report a listing.\n\nCommands:\n",
          out);
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        fprintf(out, "  %-9s %s\n", subcommands[i].name, subcommands[i].about);
    fputs("\n'bonafide COMMAND --help' says more of each. Exit status: 0 done, 1 a level of "
          "--fail-on,\n"
          "2 wrong usage or rules, 3 a source could not be read, 4 stopped by a limit, 5 output "
          "could\n"
          "not be written, 130 or 143 interrupted.\n",
          out);
}

static void tell_unknown(const char *typed)
{
    bf_error err = {0};
    bf_nearest nearest = bf_nearest_begin(bf_str_of(typed));
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        bf_nearest_try(&nearest, subcommands[i].name);
    bf_fail(&err, BF_ERR_USAGE, "%s: no such command%s%s%s (see bonafide --help)", typed,
            nearest.word ? ", did you mean " : "", nearest.word ? nearest.word : "",
            nearest.word ? "?" : "");
    bf_complain(&err);
}

int main(int argc, char **argv)
{
    /* Internationalised host names need a UTF-8 locale, also where cron runs us in "C". */
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        fputs("bonafide: no locale C.UTF-8: internationalised host names will fail\n", stderr);
    bf_signals_catch();
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        print_help(stdout);
        return fflush(stdout) == 0 ? BF_EXIT_DONE : BF_EXIT_OUTPUT;
    }
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        puts("bonafide " BF_VERSION);
        return fflush(stdout) == 0 ? BF_EXIT_DONE : BF_EXIT_OUTPUT;
    }
    if (argc < 2) {
        print_help(stderr);
        return BF_EXIT_USAGE;
    }
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        if (strcmp(argv[1], subcommands[i].name) == 0)
            return (int)subcommands[i].run(argc - 1, argv + 1);
    tell_unknown(argv[1]);
    return BF_EXIT_USAGE;
}
