/* explain.c: bonafide explain: how one page was read, for people. The steps are reading.h's; what
 * each made of the page is shown by page_steps.h and listing_steps.h. */
#include "cli/explain.h"

#include <stdio.h>

#include "analyzer/source.h"
#include "cli/complain.h"
#include "cli/listing_steps.h"
#include "cli/option.h"
#include "cli/roster_option.h"
#include "cli/shipped.h"

enum { PAGE_MEMORY = 512 * 1024 * 1024 };

typedef struct {
    const char *rules_dir;
    const char *roster;
    const char *base_url;
    bool tour;
} explain_settings;

static const bf_option explain_options[] = {
    {"rules", 'r', BF_OPTION_TEXT, offsetof(explain_settings, rules_dir), "DIR",
     "add to, or override by id, the shipped rules", NULL},
    {"roster", 0, BF_OPTION_TEXT, offsetof(explain_settings, roster), "FILE",
     "hold claims against what registries say (default: $BONAFIDE_ROSTER, or nothing)", NULL},
    {"base-url", 0, BF_OPTION_TEXT, offsetof(explain_settings, base_url), "URL",
     "the address that an HTML file came from", NULL},
    {"tour", 0, BF_OPTION_FLAG, offsetof(explain_settings, tour), NULL,
     "name the source file and function of each step", NULL},
};

/* Shows what was made of `reading`; `scratch` has read no page. */
static bool show_reading(const bf_reading *reading, const bf_rules *rules,
                         bf_pattern_scratch *scratch, bf_arena *arena, bool tour, bf_error *err)
{
    const bf_page_steps steps = {.reading = reading,
                                 .rules = rules,
                                 .scratch = scratch,
                                 .arena = arena,
                                 .out = stdout,
                                 .tour = tour};
    if (!bf_page_steps_print(&steps, err))
        return false;
    for (size_t i = 0; i < reading->listings.count; i++)
        bf_listing_steps_print(&steps, i);
    return true;
}

/* All that a page is read with. */
typedef struct {
    const explain_settings *settings;
    bf_rules *rules;
    bf_roster_lookup *roster; /* NULL: nothing is checked */
    bf_arena *arena;
} explaining;

static bool explain_page(const explaining *with, const bf_page *page, bf_error *err)
{
    bf_reading reading;
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    bf_pattern_scratch *again = bf_pattern_scratch_new(false); /* the first may be at its limit */
    bool shown = (scratch != NULL && again != NULL) || bf_fail(err, BF_ERR_MEMORY, "no memory");
    shown = shown && bf_reading_make(page, with->rules, scratch, with->arena, &reading, err) &&
            (with->roster == NULL ||
             bf_reading_verify(&reading, with->rules, with->roster, with->arena, err)) &&
            show_reading(&reading, with->rules, again, with->arena, with->settings->tour, err);
    bf_pattern_scratch_free(again);
    bf_pattern_scratch_free(scratch);
    return shown;
}

/* Shows each page of a stored file. */
static bool explain_file(const explaining *with, const char *path, bf_error *err)
{
    const bf_source_settings how = {.base_url = with->settings->base_url};
    bf_source *source = bf_source_open(path, &how, err);
    bool read = source != NULL;
    for (bool first = true; read; first = false) {
        bf_page page = {0};
        bf_source_next_kind next = bf_source_next(source, with->arena, &page, err);
        if (next == BF_SOURCE_END)
            break;
        if (!first)
            putchar('\n');
        read = next == BF_SOURCE_PAGE && explain_page(with, &page, err);
        bf_arena_reset(with->arena);
    }
    bf_source_close(source);
    return read;
}

/* Opens what pages are read with, and reads those of `path`. */
static void explain(explain_settings *settings, const char *path, bf_error *err)
{
    explaining with = {.settings = settings};
    with.rules =
        bf_rules_load(bf_shipped_rules(), settings->rules_dir, bf_complain_fault, NULL, err);
    bool ready = with.rules && bf_roster_option_read(&settings->roster, err);
    if (ready && settings->roster)
        with.roster = bf_roster_lookup_open(settings->roster, err);
    with.arena = ready ? bf_arena_new(PAGE_MEMORY) : NULL;
    if (ready && with.arena == NULL)
        bf_fail(err, BF_ERR_MEMORY, "no memory");
    if (err->code == BF_OK)
        explain_file(&with, path, err);
    bf_arena_free(with.arena);
    bf_roster_lookup_close(with.roster);
    bf_rules_free(with.rules);
}

bf_exit bf_explain_command(int argc, char **argv)
{
    static const bf_command command = {
        .name = "explain",
        .synopsis = "[OPTION]... FILE",
        .about =
            "Shows how a stored page was read: its blocks and whose words they are, the data for\n"
            "machines, cards, names and the signs of its kind; then of each listing what matched\n"
            "and why it was dismissed, the credentials claimed, and the rows that decided.",
        .groups = {explain_options},
        .counts = {sizeof explain_options / sizeof *explain_options},
        .examples =
            "Examples:\n"
            "  bonafide explain page.html\n"
            "  bonafide explain --tour --base-url=https://example.com/therapists/ page.html",
    };
    explain_settings settings = {0};
    bf_error err = {0};
    int operand;
    bf_options_end end = bf_options_read(&command, argc, argv, &settings, &operand, &err);
    if (end == BF_OPTIONS_SHOWN)
        return BF_EXIT_DONE;
    if (end == BF_OPTIONS_READ && operand + 1 != argc)
        bf_fail(&err, BF_ERR_USAGE,
                "explain: one stored page, please (see bonafide explain --help)");
    if (err.code == BF_OK)
        explain(&settings, argv[operand], &err);
    if (err.code == BF_OK && fflush(stdout) == 0)
        return BF_EXIT_DONE;
    if (err.code == BF_OK)
        bf_fail(&err, BF_ERR_OUTPUT, "standard output: cannot write");
    bf_complain(&err);
    return bf_exit_of_error(err.code);
}
