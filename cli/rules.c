/* rules.c: bonafide rules: rule packs checked, tested, shown and counted. */
#include "cli/rules.h"

#include <stdio.h>
#include <string.h>

#include "analyzer/ruletest.h"
#include "analyzer/source.h"
#include "cli/column_maps.h"
#include "cli/complain.h"
#include "cli/option.h"
#include "cli/rule_counts.h"
#include "cli/rule_list.h"
#include "cli/shipped.h"
#include "cli/subcommand.h"

enum { PAGE_MEMORY = 512 * 1024 * 1024 };

typedef struct {
    const char *rules_dir;
    bool profile;
} rules_settings;

static const bf_option rules_options[] = {
    {"rules", 'r', BF_OPTION_TEXT, offsetof(rules_settings, rules_dir), "DIR",
     "add to, or override by id, the shipped rules", NULL},
};
static const bf_option freq_options[] = {
    {"profile", 0, BF_OPTION_FLAG, offsetof(rules_settings, profile), NULL,
     "time each rule on each sentence, and show that instead", NULL},
};

static const bf_command check_command = {
    .name = "rules check",
    .synopsis = "[OPTION]... [DIR]",
    .about =
        "Reads the rule packs and the column maps of DIR (else the shipped ones) and prints every\n"
        "fault with its file, line and column.",
    .groups = {rules_options},
    .counts = {1},
    .examples = "Example:\n"
                "  bonafide rules check --rules=local-rules",
};

static const bf_command test_command = {
    .name = "rules test",
    .synopsis = "[OPTION]... [DIR]",
    .about = "Runs the examples that every rule, claim, title, school and cue carries, and prints "
             "each that\n"
             "does not hold.",
    .groups = {rules_options},
    .counts = {1},
    .examples = "Example:\n"
                "  bonafide rules test --rules=local-rules",
};

static const bf_command list_command = {
    .name = "rules list",
    .synopsis = "[OPTION]... [DIR]",
    .about = "Prints a line for each rule, claim, title, school and cue of DIR (else of the "
             "shipped packs).",
    .groups = {rules_options},
    .counts = {1},
    .examples = "Example:\n"
                "  bonafide rules list | grep critical",
};

static const bf_command show_command = {
    .name = "rules show",
    .synopsis = "[OPTION]... ID",
    .about = "Prints all that the packs say of one rule, claim, title, school or cue: its reason "
             "and sources,\n"
             "its phrases as the expressions that they became, and its examples.",
    .groups = {rules_options},
    .counts = {1},
    .examples = "Example:\n"
                "  bonafide rules show negated.en",
};

static const bf_command freq_command = {
    .name = "rules freq",
    .synopsis = "[OPTION]... PAGES...",
    .about = "Counts on how many stored pages each rule finds something that no cue dismisses: of\n"
             "pages that are known to be harmless, that is how often it is wrong. PAGES are what\n"
             "analyze takes.",
    .groups = {rules_options, freq_options},
    .counts = {1, 1},
    .examples = "Examples:\n"
                "  bonafide rules freq page.html\n"
                "  bonafide rules freq --profile --rules=local-rules page.html",
};

/* Reads the options, and the rules that they and, where `packs` are asked for, the operand name.
 * NULL: `*status` says how to end. */
static bf_rules *load(const bf_command *command, int argc, char **argv, rules_settings *settings,
                      int *operand, bf_exit *status)
{
    bool packs = command != &show_command && command != &freq_command;
    bf_error err = {0};
    bf_rules *rules = NULL;
    bf_options_end end = bf_options_read(command, argc, argv, settings, operand, &err);
    *status = BF_EXIT_DONE;
    if (end == BF_OPTIONS_SHOWN)
        return NULL;
    if (end == BF_OPTIONS_READ && packs && *operand + 1 < argc)
        bf_fail(&err, BF_ERR_USAGE, "%s: one folder at most", command->name);
    else if (end == BF_OPTIONS_READ && !packs && *operand == argc)
        bf_fail(&err, BF_ERR_USAGE, "%s: %s, please (see bonafide %s --help)", command->name,
                command == &show_command ? "an id" : "stored pages", command->name);
    else if (end == BF_OPTIONS_READ)
        rules = bf_rules_load(packs && *operand < argc ? argv[*operand] : bf_shipped_rules(),
                              settings->rules_dir, bf_complain_fault, NULL, &err);
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

/* Tells the faults of the column maps beside the packs; false when there are any. */
static bool check_column_maps(const rules_settings *settings, const char *dir)
{
    size_t faults = bf_column_maps_check(dir, bf_complain_fault, NULL);
    if (settings->rules_dir)
        faults += bf_column_maps_check(settings->rules_dir, bf_complain_fault, NULL);
    return faults == 0;
}

static bf_exit check(int argc, char **argv)
{
    rules_settings settings = {0};
    int operand;
    bf_exit status;
    bf_rules *rules = load(&check_command, argc, argv, &settings, &operand, &status);
    if (rules && !check_column_maps(&settings, operand < argc ? argv[operand] : bf_shipped_rules()))
        status = BF_EXIT_USAGE;
    else if (rules)
        printf("%zu rules, claims, titles, schools and cues, version %.*s: no faults\n",
               bf_rules_count(rules), BF_STR_ARG(bf_rules_version(rules)));
    bf_rules_free(rules);
    return finish(status);
}

static bf_exit test(int argc, char **argv)
{
    rules_settings settings = {0};
    int operand;
    bf_exit status;
    bf_ruletest_counts counts;
    bf_error err = {0};
    bf_rules *rules = load(&test_command, argc, argv, &settings, &operand, &status);
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

static bf_exit list(int argc, char **argv)
{
    rules_settings settings = {0};
    int operand;
    bf_exit status;
    bf_rules *rules = load(&list_command, argc, argv, &settings, &operand, &status);
    if (rules)
        bf_rule_list_print(rules, stdout);
    bf_rules_free(rules);
    return finish(status);
}

static bf_exit show(int argc, char **argv)
{
    rules_settings settings = {0};
    int operand;
    bf_exit status;
    bf_rules *rules = load(&show_command, argc, argv, &settings, &operand, &status);
    for (; rules && operand < argc; operand++)
        if (!bf_rule_list_show(rules, bf_str_of(argv[operand]), stdout)) {
            bf_error err = {0};
            bf_fail(&err, BF_ERR_USAGE,
                    "rules show: no rule, claim, title, school or cue %s (see bonafide rules list)",
                    argv[operand]);
            bf_complain(&err);
            status = BF_EXIT_USAGE;
        }
    bf_rules_free(rules);
    return finish(status);
}

/* Tells what could not be read, and goes on. */
static void tell_unread(bf_exit *status, bf_error *err)
{
    bf_complain(err);
    *err = (bf_error){0};
    *status = BF_EXIT_UNREAD;
}

/* Counts the next page of `source`. BF_SOURCE_FATAL: no memory for the scratch. */
static bf_source_next_kind count_page(bf_source *source, bf_rule_counts *counts, bf_arena *arena,
                                      bf_exit *status, bf_error *err)
{
    bf_page page = {0};
    bf_reading reading;
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    bf_source_next_kind next =
        scratch ? bf_source_next(source, arena, &page, err) : BF_SOURCE_FATAL;
    if (next == BF_SOURCE_BAD ||
        (next == BF_SOURCE_PAGE &&
         !bf_reading_make(&page, counts->rules, scratch, arena, &reading, err)))
        tell_unread(status, err);
    else if (next == BF_SOURCE_PAGE)
        bf_rule_counts_add(counts, &reading, scratch);
    bf_pattern_scratch_free(scratch);
    bf_arena_reset(arena);
    return next;
}

/* Counts the pages of one file or folder; what cannot be read is told, and the rest counted. */
static bool count_pages(const char *path, bf_rule_counts *counts, bf_arena *arena, bf_exit *status,
                        bf_error *err)
{
    const bf_source_settings how = {0};
    bf_source *source = bf_source_open(path, &how, err);
    bf_source_next_kind next = BF_SOURCE_PAGE;
    if (source == NULL)
        tell_unread(status, err);
    while (source && next != BF_SOURCE_END && next != BF_SOURCE_FATAL)
        next = count_page(source, counts, arena, status, err);
    bf_source_close(source);
    return next != BF_SOURCE_FATAL;
}

static bf_exit freq(int argc, char **argv)
{
    rules_settings settings = {0};
    int operand;
    bf_exit status;
    bf_error err = {0};
    bf_rules *rules = load(&freq_command, argc, argv, &settings, &operand, &status);
    bf_arena *arena = rules ? bf_arena_new(PAGE_MEMORY) : NULL;
    bf_rule_counts counts = {0};
    bool read = arena && bf_rule_counts_begin(&counts, rules, settings.profile, &err);
    for (; read && operand < argc; operand++)
        read = count_pages(argv[operand], &counts, arena, &status, &err);
    if (read)
        bf_rule_counts_print(&counts, stdout);
    else if (rules) {
        if (err.code == BF_OK)
            bf_fail(&err, BF_ERR_MEMORY, "rules freq: no memory");
        bf_complain(&err);
        status = bf_exit_of_error(err.code);
    }
    bf_rule_counts_end(&counts);
    bf_arena_free(arena);
    bf_rules_free(rules);
    return finish(status);
}

bf_exit bf_rules_command(int argc, char **argv)
{
    static const bf_subcommand commands[] = {
        {"check", check}, {"test", test}, {"list", list}, {"show", show}, {"freq", freq}};
    static const bf_subcommands rules = {
        "rules", "check|test|list|show|freq [OPTION]... [OPERAND]...",
        "check, test, list, show or freq", commands, sizeof commands / sizeof *commands};
    return bf_subcommand_run(&rules, argc, argv);
}
