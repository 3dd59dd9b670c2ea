/* explain.c: bonafide explain: how one page was read, for people. The steps are reading.h's; what
 * each made of the page is shown by page_steps.h and listing_steps.h. */
#include "cli/explain.h"

#include <stdio.h>

#include "analyzer/source.h"
#include "cli/complain.h"
#include "cli/listing_steps.h"
#include "cli/option.h"
#include "cli/shipped.h"

enum { PAGE_MEMORY = 512 * 1024 * 1024 };

typedef struct {
    const char *rules_dir;
    const char *base_url;
    bool tour;
} explain_settings;

static const bf_option explain_options[] = {
    {"rules", 'r', BF_OPTION_TEXT, offsetof(explain_settings, rules_dir), "DIR",
     "add to, or override by id, the shipped rules", NULL},
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

static bool explain_page(const bf_page *page, const bf_rules *rules, bf_arena *arena, bool tour,
                         bf_error *err)
{
    bf_reading reading;
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    bf_pattern_scratch *again = bf_pattern_scratch_new(false); /* the first may be at its limit */
    bool shown = (scratch != NULL && again != NULL) || bf_fail(err, BF_ERR_MEMORY, "no memory");
    shown = shown && bf_reading_make(page, rules, scratch, arena, &reading, err) &&
            show_reading(&reading, rules, again, arena, tour, err);
    bf_pattern_scratch_free(again);
    bf_pattern_scratch_free(scratch);
    return shown;
}

/* Shows each page of a stored file. */
static bool explain_file(const char *path, const explain_settings *settings, const bf_rules *rules,
                         bf_arena *arena, bf_error *err)
{
    const bf_source_settings how = {.base_url = settings->base_url};
    bf_source *source = bf_source_open(path, &how, err);
    bool read = source != NULL;
    for (bool first = true; read; first = false) {
        bf_page page = {0};
        bf_source_next_kind next = bf_source_next(source, arena, &page, err);
        if (next == BF_SOURCE_END)
            break;
        if (!first)
            putchar('\n');
        read = next == BF_SOURCE_PAGE && explain_page(&page, rules, arena, settings->tour, err);
        bf_arena_reset(arena);
    }
    bf_source_close(source);
    return read;
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
    bf_rules *rules = err.code == BF_OK ? bf_rules_load(bf_shipped_rules(), settings.rules_dir,
                                                        bf_complain_fault, NULL, &err)
                                        : NULL;
    bf_arena *arena = rules ? bf_arena_new(PAGE_MEMORY) : NULL;
    if (arena)
        explain_file(argv[operand], &settings, rules, arena, &err);
    bf_arena_free(arena);
    bf_rules_free(rules);
    if (err.code == BF_OK && fflush(stdout) == 0)
        return BF_EXIT_DONE;
    if (err.code == BF_OK)
        bf_fail(&err, BF_ERR_OUTPUT, "standard output: cannot write");
    bf_complain(&err);
    return bf_exit_of_error(err.code);
}
