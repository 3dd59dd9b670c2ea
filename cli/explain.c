/* explain.c: bonafide explain: how one page was read, for people. The steps are reading.h's; this
 * file shows what each made of the page, and with --tour where its code stands. */
#include "cli/explain.h"

#include <stdio.h>

#include "analyzer/reading.h"
#include "analyzer/source.h"
#include "cli/complain.h"
#include "cli/option.h"
#include "cli/shipped.h"
#include "cli/shown.h"

enum { PAGE_MEMORY = 512 * 1024 * 1024, QUOTE_CHARACTERS = 90 };

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

/* Prints text of a page as a terminal may have it, cut to a line. */
static void print_text(bf_str text, size_t most)
{
    bf_str shown;
    size_t used = 0, columns;
    while (used < most && bf_shown_take(&text, &shown, &columns)) {
        printf("%.*s", BF_STR_ARG(shown));
        used += columns;
    }
    fputs(text.length ? "..." : "", stdout);
}

static void print_step(const char *step, const char *where, bool tour)
{
    printf("\n%s", step);
    if (tour)
        printf("  [%s]", where);
    putchar('\n');
}

static void print_line(const char *label, bf_str text)
{
    printf("  %-11s", label);
    print_text(text, QUOTE_CHARACTERS);
    putchar('\n');
}

static void print_page(const bf_page *page, const bf_document *document, bool tour)
{
    print_step("page", "common/page.c: bf_page_from_http", tour);
    print_line("url", page->url);
    printf("  status     %d\n", page->http_status);
    printf("  body       %zu bytes, %.*s, %zu bad\n", page->body.length,
           BF_STR_ARG(document->encoding), document->bad_bytes);
    if (page->truncated)
        print_line("truncated", page->truncated_why);
}

static void print_blocks(const bf_document *document, bool tour)
{
    print_step("blocks", "analyzer/document.c: bf_document_read", tour);
    for (size_t i = 0; i < document->block_count; i++) {
        const bf_block *block = &document->blocks[i];
        printf("  %3zu %-10s %-8s %-10s ", i, bf_field_name(block->field),
               bf_zone_name(block->zone), bf_block_kind_name(block->kind));
        print_text(block->text, QUOTE_CHARACTERS);
        putchar('\n');
    }
}

static void print_match(const bf_judged *judged)
{
    const bf_context *context = &judged->context;
    printf("  %-12s %.*s\n               \"", bf_status_name(context->status),
           BF_STR_ARG(judged->match.rule->id));
    print_text(judged->match.exact, QUOTE_CHARACTERS);
    printf("\"\n");
    if (context->cue) {
        printf("               by the cue %.*s: \"", BF_STR_ARG(context->cue->id));
        print_text(context->cue_text, QUOTE_CHARACTERS);
        printf("\"\n");
    }
}

static void print_row(const char *axis, bf_level level, const bf_assessment_row *row)
{
    printf("  %-11s%s, by the row %.*s\n", axis, bf_level_name(level),
           row ? (int)row->row.length : 4, row ? row->row.bytes : "none");
}

static void print_listing(const bf_reading_listing *item, bool tour)
{
    const bf_listing *listing = item->listing;
    print_step("listing", "analyzer/listing.c: bf_listing_find", tour);
    print_line("name", listing->name);
    print_line("headline", listing->headline);
    printf("  role       %s%s%s\n", bf_role_name(listing->role),
           listing->partial ? ", partial card" : "", listing->practice ? ", practice" : "");
    printf("  text       %zu bytes in %zu blocks%s\n", listing->text_bytes, listing->block_count,
           item->thin ? ", too thin to judge" : "");
    print_step("matches", "analyzer/match.c: bf_match_find; analyzer/context.c: bf_context_judge",
               tour);
    for (size_t i = 0; i < item->matches.count; i++)
        print_match(&item->judged[i]);
    print_step("claims", "analyzer/credential.c: bf_credential_find", tour);
    for (size_t i = 0; i < item->claims.count; i++) {
        const bf_claim *claim = &item->claims.items[i];
        printf("  %-12s %.*s: \"", bf_status_name(claim->standing), BF_STR_ARG(claim->rule->id));
        print_text(claim->exact, QUOTE_CHARACTERS);
        printf("\"\n");
    }
    print_step("assessment", "analyzer/assessment.c: bf_assess; rules/assessment.yaml", tour);
    print_row("conduct", item->assessment.conduct_level, item->assessment.conduct);
    print_row("credential", item->assessment.credential_level, item->assessment.credential);
    printf("  level      %s\n", bf_level_name(item->assessment.level));
}

static bool explain_page(const bf_page *page, const bf_rules *rules, bf_arena *arena, bool tour,
                         bf_error *err)
{
    bf_reading reading;
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    if (scratch == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "no memory");
    bool read = bf_reading_make(page, rules, scratch, arena, &reading, err);
    bf_pattern_scratch_free(scratch);
    if (!read)
        return false;
    print_page(page, &reading.document, tour);
    print_blocks(&reading.document, tour);
    print_step("kind of page", "analyzer/listing.c: bf_listing_find; rules/pages.yaml", tour);
    printf("  %s, %zu listings\n", bf_page_kind_name(reading.listings.kind),
           reading.listings.count);
    for (size_t i = 0; i < reading.listings.count; i++)
        print_listing(&reading.items[i], tour);
    return true;
}

/* Shows each page of a stored file. */
static bool explain_file(const char *path, const explain_settings *settings, const bf_rules *rules,
                         bf_arena *arena, bf_error *err)
{
    const bf_source_settings how = {.base_url = settings->base_url};
    bf_source *source = bf_source_open(path, &how, err);
    bool read = source != NULL;
    while (read) {
        bf_page page = {0};
        bf_source_next_kind next = bf_source_next(source, arena, &page, err);
        if (next == BF_SOURCE_END)
            break;
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
            "Shows how a stored page was read: its blocks, its listings, what matched and why it\n"
            "was dismissed, the credentials claimed, and the rows that decided.",
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
