/* rules.c: bonafide rules: rule packs checked and tested. */
#include "cli/rules.h"

#include <stdio.h>
#include <string.h>

#include "analyzer/ruletest.h"
#include "cli/complain.h"
#include "cli/option.h"
#include "cli/shipped.h"

typedef struct {
    const char *rules_dir;
} rules_settings;

static const bf_option rules_options[] = {
    {"rules", 'r', BF_OPTION_TEXT, offsetof(rules_settings, rules_dir), "DIR",
     "add to, or override by id, the shipped rules", NULL},
};

static const bf_command check_command = {
    .name = "rules check",
    .synopsis = "[OPTION]... [DIR]",
    .about = "Reads the rule packs of DIR (else the shipped ones) and prints every fault with its "
             "file,\n"
             "line and column.",
    .groups = {rules_options},
    .counts = {1},
    .examples = "Example:\n"
                "  bonafide rules check --rules=local-rules",
};

static const bf_command test_command = {
    .name = "rules test",
    .synopsis = "[OPTION]... [DIR]",
    .about =
        "Runs the examples that every rule, claim and cue carries, and prints each that does not\n"
        "hold.",
    .groups = {rules_options},
    .counts = {1},
    .examples = "Example:\n"
                "  bonafide rules test --rules=local-rules",
};

/* Reads the options, and the rules that they and the operand name. NULL: `*status` says how to end.
 */
static bf_rules *load(const bf_command *command, int argc, char **argv, bf_exit *status)
{
    rules_settings settings = {0};
    bf_error err = {0};
    bf_rules *rules = NULL;
    int operand;
    bf_options_end end = bf_options_read(command, argc, argv, &settings, &operand, &err);
    *status = BF_EXIT_DONE;
    if (end == BF_OPTIONS_SHOWN)
        return NULL;
    if (end == BF_OPTIONS_READ && operand + 1 < argc)
        bf_fail(&err, BF_ERR_USAGE, "%s: one folder at most", command->name);
    else if (end == BF_OPTIONS_READ)
        rules = bf_rules_load(operand < argc ? argv[operand] : bf_shipped_rules(),
                              settings.rules_dir, bf_complain_fault, NULL, &err);
    if (rules)
        return rules;
    if (err.code != BF_ERR_RULE) /* a fault has been told */
        bf_complain(&err);
    *status = err.code == BF_ERR_INPUT ? BF_EXIT_USAGE : bf_exit_of_error(err.code);
    return NULL;
}

static bf_exit finish(bf_exit status)
{
    return fflush(stdout) == 0 ? status : BF_EXIT_OUTPUT;
}

static bf_exit check(int argc, char **argv)
{
    bf_exit status;
    bf_rules *rules = load(&check_command, argc, argv, &status);
    if (rules)
        printf("%zu rules, claims and cues, version %.*s: no faults\n", bf_rules_count(rules),
               BF_STR_ARG(bf_rules_version(rules)));
    bf_rules_free(rules);
    return finish(status);
}

static bf_exit test(int argc, char **argv)
{
    bf_exit status;
    bf_ruletest_counts counts;
    bf_error err = {0};
    bf_rules *rules = load(&test_command, argc, argv, &status);
    if (rules == NULL)
        return finish(status);
    if (!bf_ruletest_run(rules, bf_complain_fault, NULL, &counts, &err)) {
        bf_complain(&err);
        status = bf_exit_of_error(err.code);
    } else {
        printf("%zu passed, %zu failed\n", counts.passed, counts.failed);
        status = counts.failed > 0 ? BF_EXIT_USAGE : BF_EXIT_DONE;
    }
    bf_rules_free(rules);
    return finish(status);
}

bf_exit bf_rules_command(int argc, char **argv)
{
    static const char usage[] = "Usage: bonafide rules check|test [OPTION]... [DIR]\n\n"
                                "'bonafide rules check --help' says more of each.\n";
    if (argc > 1 && strcmp(argv[1], "check") == 0)
        return check(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "test") == 0)
        return test(argc - 1, argv + 1);
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(usage, stdout);
        return finish(BF_EXIT_DONE);
    }
    bf_error err = {0};
    bf_fail(&err, BF_ERR_USAGE, "rules: %s%scheck or test, please (see bonafide rules --help)",
            argc > 1 ? argv[1] : "", argc > 1 ? ": " : "");
    bf_complain(&err);
    return BF_EXIT_USAGE;
}
