/* explain.c: bonafide explain: how one page was read, for people. The steps are reading.h's; this
 * file shows what each made of the page, and with --tour where its code stands. */
#include "cli/explain.h"

#include <inttypes.h>
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

static void print_heading(const char *step, const char *where, bool tour)
{
    fputs(step, stdout);
    if (tour)
        printf("  [%s]", where);
    putchar('\n');
}

static void print_step(const char *step, const char *where, bool tour)
{
    putchar('\n');
    print_heading(step, where, tour);
}

static void print_line(const char *label, bf_str text)
{
    printf("  %-11s", label);
    print_text(text, QUOTE_CHARACTERS);
    putchar('\n');
}

static void print_page(const bf_page *page, const bf_document *document, bool tour)
{
    print_heading("page",
                  page->head.length ? "common/page.c: bf_page_from_http"
                                    : "common/page.c: bf_page_from_html",
                  tour);
    print_line("url", page->url);
    if (page->http_status != 0)
        printf("  status     %d\n", page->http_status);
    printf("  body       %zu bytes, %.*s, %zu bad\n", page->body.length,
           BF_STR_ARG(document->encoding), document->bad_bytes);
    if (page->truncated)
        print_line("truncated", page->truncated_why);
}

static void print_blocks(const bf_document *document, bool tour)
{
    print_step("blocks", "analyzer/document_reader.c: bf_document_read", tour);
    for (size_t i = 0; i < document->block_count; i++) {
        const bf_block *block = &document->blocks[i];
        printf("  %3zu %-10s %-8s %-10s ", i, bf_field_name(block->field),
               bf_zone_name(block->zone), bf_block_kind_name(block->kind));
        print_text(block->text, QUOTE_CHARACTERS);
        putchar('\n');
    }
}

static void print_structured(const bf_structured *structured, bool tour)
{
    print_step("data for machines", "analyzer/structured.c: bf_structured_read", tour);
    for (size_t i = 0; i < structured->advertisers.count; i++) {
        const bf_advertiser *one = &structured->advertisers.items[i];
        bf_str untyped = one->person ? BF_STR("person") : BF_STR("firm");
        printf("  %-11.*s", BF_STR_ARG(one->type.length > 0 ? one->type : untyped));
        print_text(one->name, QUOTE_CHARACTERS);
        putchar('\n');
    }
    if (structured->refused > 0)
        print_line("refused", structured->refused_why);
}

/* The profile of the page's site, where there is one. */
static void print_profile(const bf_profile *profile, bool tour)
{
    if (profile->site == NULL)
        return;
    print_step("profile of the site", "analyzer/profile.c: bf_profile_read; rules/sites", tour);
    printf("  %.*s: %zu listings, %zu elements that are nobody's%s\n",
           BF_STR_ARG(profile->site->id), profile->advertisers.count, profile->nobody_count,
           profile->failed ? "; the page is more than it may cost" : "");
}

/* Shows the folded blocks that differ from what is shown by more than the case of A to Z. */
static void print_folded(const bf_match_text *text, bool tour)
{
    print_step("folded view", "analyzer/fold.c: bf_fold", tour);
    for (size_t i = 0; i < text->listing->block_count; i++) {
        uint32_t number = text->listing->blocks[i].block;
        if (bf_str_equal_nocase(text->folded[i].text, text->document->blocks[number].text))
            continue;
        printf("  %3" PRIu32 " ", number);
        print_text(text->folded[i].text, QUOTE_CHARACTERS);
        putchar('\n');
    }
}

static void print_quote(bf_str text)
{
    putchar('"');
    print_text(text, QUOTE_CHARACTERS);
    puts("\"");
}

static void print_matches(const bf_reading_listing *item, bool tour)
{
    print_step("matches", "analyzer/match.c: bf_match_find", tour);
    for (size_t i = 0; i < item->matches.count; i++) {
        const bf_match *match = &item->matches.items[i];
        printf("  %3" PRIu32 " %.*s: ", item->listing->blocks[match->at].block,
               BF_STR_ARG(match->rule->id));
        print_quote(match->exact);
    }
    for (size_t i = 0; i < item->matches.failed_count; i++)
        print_line("met a limit", item->matches.failed[i]->id);
}

static void print_findings(const bf_reading_listing *item, bool tour)
{
    print_step("findings", "analyzer/context.c: bf_context_judge", tour);
    for (size_t i = 0; i < item->matches.count; i++) {
        const bf_judged *judged = &item->judged[i];
        if (judged->context.status == BF_STATUS_ASSERTED)
            printf("  %.*s: %s, in the %s of the page, by the %s\n",
                   BF_STR_ARG(judged->match.rule->id),
                   bf_severity_name(judged->match.rule->severity), bf_field_name(judged->field),
                   bf_voice_name(judged->voice));
    }
}

static void print_dismissed(const bf_reading_listing *item, bool tour)
{
    print_step("dismissed", "analyzer/context.c: bf_context_judge", tour);
    for (size_t i = 0; i < item->matches.count; i++) {
        const bf_context *context = &item->judged[i].context;
        if (context->status == BF_STATUS_ASSERTED)
            continue;
        printf("  %.*s: %s by ", BF_STR_ARG(item->matches.items[i].rule->id),
               bf_status_name(context->status));
        if (context->cue == NULL) {
            printf("the voice, %s\n", bf_voice_name(item->judged[i].voice));
            continue;
        }
        printf("the cue %.*s, ", BF_STR_ARG(context->cue->id));
        print_quote(context->cue_text);
    }
}

static void print_claims(const bf_reading_listing *item, bool tour)
{
    print_step("claims", "analyzer/credential.c: bf_credential_find", tour);
    for (size_t i = 0; i < item->claims.count; i++) {
        const bf_claim *claim = &item->claims.items[i];
        printf("  %s %.*s: ",
               claim->standing == BF_STATUS_ASSERTED ? "held" : bf_status_name(claim->standing),
               BF_STR_ARG(claim->rule->id));
        print_quote(claim->exact);
    }
}

static void print_row(const char *axis, bf_level level, const bf_assessment_row *row)
{
    printf("  %-11s%s, by the row %.*s\n", axis, bf_level_name(level),
           row ? (int)row->row.length : 4, row ? row->row.bytes : "none");
}

static void print_assessment(const bf_assessment *assessment, bool tour)
{
    print_step("facts", "analyzer/assessment.c: bf_assess", tour);
    for (int fact = 0; fact < BF_FACT_COUNT; fact++)
        if ((assessment->facts >> fact & 1) != 0)
            printf("  %s\n", bf_fact_name((bf_fact)fact));
    print_step("level", "analyzer/assessment.c: bf_assess; rules/assessment.yaml", tour);
    print_row("conduct", assessment->conduct_level, assessment->conduct);
    print_row("credential", assessment->credential_level, assessment->credential);
    printf("  level      %s\n", bf_level_name(assessment->level));
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
    print_folded(&item->text, tour);
    print_matches(item, tour);
    print_findings(item, tour);
    print_dismissed(item, tour);
    print_claims(item, tour);
    print_assessment(&item->assessment, tour);
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
    print_structured(&reading.structured, tour);
    print_profile(&reading.profile, tour);
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
