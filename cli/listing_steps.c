/* listing_steps.c: what was made of one listing, for people. */
#include "cli/listing_steps.h"

#include <inttypes.h>
#include <string.h>

#include "cli/shown.h"

/* Says whether the listing's block `at` begins a run: of one voice and place, number by number. */
static bool begins_run(const bf_page_steps *steps, const bf_listing *listing, size_t at)
{
    if (at == 0)
        return true;
    const bf_listing_block *one = &listing->blocks[at], *before = one - 1;
    return one->voice != before->voice || one->block != before->block + 1 ||
           strcmp(bf_page_steps_place(steps, one->block),
                  bf_page_steps_place(steps, before->block)) != 0;
}

/* The blocks in which `voice` speaks, as "nav 1, main 2-9"; nothing when there are none. */
static void print_voice(const bf_page_steps *steps, const bf_listing *listing, bf_voice voice)
{
    bf_line line;
    char run[64];
    bool begun = false;
    for (size_t i = 0, end; i < listing->block_count; i = end) {
        uint32_t first = listing->blocks[i].block;
        for (end = i + 1; end < listing->block_count && !begins_run(steps, listing, end);)
            end++;
        if (listing->blocks[i].voice != voice)
            continue;
        if (!begun)
            line = bf_line_labelled(steps->out,
                                    voice == BF_VOICE_ADVERTISER ? "blocks" : bf_voice_name(voice));
        begun = true;
        snprintf(run, sizeof run, end == i + 1 ? "%s %" PRIu32 : "%s %" PRIu32 "-%" PRIu32,
                 bf_page_steps_place(steps, first), first, listing->blocks[end - 1].block);
        bf_line_item(&line, bf_str_of(run));
    }
    if (begun)
        bf_line_end(&line);
}

static void print_role(const bf_page_steps *steps, const bf_listing *listing)
{
    fprintf(steps->out, "  is         a %s%s%s\n", listing->practice ? "practice" : "person",
            listing->card ? ", on a card" : "",
            listing->partial ? " that leads to a profile elsewhere" : "");
    fprintf(steps->out, "  role       %s%s%s%s\n", bf_role_name(listing->role),
            listing->treats ? ", treats disorders" : "",
            listing->not_therapy ? ", says that it is not therapy" : "",
            listing->clinician ? ", names a separate clinician" : "");
}

static void print_own(const bf_page_steps *steps, const bf_reading_listing *item)
{
    const bf_listing *listing = item->listing;
    const bf_str place[] = {listing->locality, listing->region, listing->country};
    bf_page_steps_texts(steps, "name", &listing->name, 1);
    bf_page_steps_texts(steps, "headline", &listing->headline, 1);
    print_role(steps, listing);
    bf_page_steps_texts(steps, "place", place, 3);
    bf_page_steps_texts(steps, "phones", listing->phones, listing->phone_count);
    bf_page_steps_texts(steps, "emails", listing->emails, listing->email_count);
    bf_page_steps_texts(steps, "website", &listing->website, 1);
    bf_page_steps_prices(steps, listing->prices, listing->price_count);
    bf_page_steps_texts(steps, "key", &listing->key, 1);
    fprintf(steps->out, "  key from   %s\n", bf_key_from_name(listing->key_from));
    fprintf(steps->out, "  text       %zu bytes in %zu block%s%s\n", listing->text_bytes,
            listing->block_count, bf_shown_plural(listing->block_count),
            item->thin ? ", too thin to judge" : "");
    for (bf_voice voice = 0; voice < BF_VOICE_COUNT; voice++)
        print_voice(steps, listing, voice);
}

/* Shows the folded blocks that differ from what is shown by more than the case of A to Z. */
static void print_folded(const bf_page_steps *steps, const bf_match_text *text)
{
    bool begun = false;
    for (size_t i = 0; i < text->listing->block_count; i++) {
        uint32_t number = text->listing->blocks[i].block;
        if (bf_str_equal_nocase(text->folded[i].text, text->document->blocks[number].text))
            continue;
        if (!begun)
            bf_page_steps_begin(steps, "folded view", "analyzer/fold.c: bf_fold");
        begun = true;
        bf_line line = bf_line_begin(steps->out, 2);
        bf_line_say(&line, "%5" PRIu32 " ", number);
        bf_line_show(&line, text->folded[i].text);
        bf_line_end(&line);
    }
}

/* Shows the other views of the blocks that have any. */
static void print_views(const bf_page_steps *steps, const bf_match_text *text)
{
    bool begun = false;
    for (size_t i = 0; i < text->listing->block_count; i++) {
        for (size_t k = 0; k < text->views[i].count; k++) {
            const bf_view *view = &text->views[i].items[k];
            if (!begun)
                bf_page_steps_begin(steps, "other views", "analyzer/view.c: bf_views_make");
            begun = true;
            bf_line line = bf_line_begin(steps->out, 2);
            bf_line_say(&line, "%5" PRIu32 " %s: ", text->listing->blocks[i].block,
                        bf_view_name(view->kind));
            bf_line_show(&line, view->text.text);
            bf_line_end(&line);
        }
    }
}

/* A line of `id`, which `more` may follow, and a quotation. */
static void print_quote(bf_line line, bf_str id, const char *more, bf_str text)
{
    bf_line_show(&line, id);
    bf_line_say(&line, "%s", more);
    bf_line_quote(&line, text);
    bf_line_end(&line);
}

/* Says how a match was hidden, where it was: " (leet and spaced)". */
static void say_disguises(bf_line *line, unsigned undone)
{
    const char *before = " (";
    for (bf_disguise disguise = 0; disguise < BF_DISGUISE_COUNT; disguise++) {
        if ((undone >> disguise & 1) == 0)
            continue;
        bf_line_say(line, "%s%s", before, bf_disguise_name(disguise));
        before = " and ";
    }
    if (undone != 0)
        bf_line_say(line, ")");
}

/* Marks in `tried` the rules that may match in `part` of a block of `field`. */
static void mark_tried(const bf_page_steps *steps, bf_keyword_search *search, bf_str part,
                       bf_field field, bool *tried)
{
    bf_keyword_look(search, part);
    for (size_t i = 0; i < search->count; i++) {
        size_t number = search->items[i].pattern;
        tried[number] = tried[number] || (steps->rules->rules[number].fields >> field & 1) != 0;
    }
}

/* Prints the rules that are tried in one block, but no parts: they are too many. */
static void print_tried(const bf_page_steps *steps, uint32_t number, const bool *tried)
{
    bf_line line = {0};
    for (size_t i = 0; i < steps->rules->rule_count; i++) {
        if (!tried[i] || steps->rules->rules[i].part)
            continue;
        if (line.out == NULL) {
            line = bf_line_begin(steps->out, 2);
            bf_line_say(&line, "%5" PRIu32, number);
            bf_line_tab(&line, 8);
        }
        bf_line_item(&line, steps->rules->rules[i].id);
    }
    if (line.out != NULL)
        bf_line_end(&line);
}

/* Prints, block by block, the rules whose words are there, so that they are tried. */
static void print_candidates(const bf_page_steps *steps, const bf_reading_listing *item)
{
    const bf_match_text *text = &item->text;
    bf_page_steps_begin(steps, "candidates", "analyzer/keyword.c: bf_keyword_look");
    for (uint32_t at = 0; at < item->listing->block_count; at++) {
        uint32_t number = item->listing->blocks[at].block;
        bf_field field = text->document->blocks[number].field;
        bool *tried = bf_arena_take(steps->arena, steps->rules->rule_count, sizeof *tried);
        if (tried == NULL)
            return; /* what is shown ends where memory does */
        for (size_t i = 0; i < text->sentences[at].count; i++) {
            bf_match_span one = text->sentences[at].items[i];
            mark_tried(steps, &text->search->sentences,
                       bf_str_slice(text->folded[at].text, one.begin, one.end), field, tried);
        }
        mark_tried(steps, &text->search->paragraphs, text->folded[at].text, field, tried);
        print_tried(steps, number, tried);
    }
}

static void print_matches(const bf_page_steps *steps, const bf_reading_listing *item)
{
    bf_page_steps_begin(steps, "matches", "analyzer/match.c: bf_match_find");
    if (item->matches.count - item->composites.part_count + item->matches.failed_count == 0)
        fputs("  none\n", steps->out);
    for (size_t i = 0; i < item->matches.count; i++) {
        const bf_match *match = &item->matches.items[i];
        if (match->rule->part)
            continue; /* told with its kind below */
        bf_line line = bf_line_begin(steps->out, 2);
        bf_line_say(&line, "%5" PRIu32 " ", item->listing->blocks[match->at].block);
        bf_line_show(&line, match->rule->id);
        say_disguises(&line, match->undone);
        print_quote(line, (bf_str){0}, ": ", match->exact);
    }
    for (size_t i = 0; i < item->matches.failed_count; i++)
        bf_page_steps_texts(steps, "met a limit", &item->matches.failed[i]->id, 1);
    for (size_t i = 0; i < item->composites.failed_count; i++)
        if (item->composites.failed[i]->composite)
            bf_page_steps_texts(steps, "may be", &item->composites.failed[i]->id, 1);
}

static bool is_finding(const bf_judged *judged)
{
    return judged->context.status == BF_STATUS_ASSERTED;
}

static size_t count_findings(const bf_judged *items, size_t count)
{
    size_t findings = 0;
    for (size_t i = 0; i < count; i++)
        findings += is_finding(&items[i]);
    return findings;
}

static void print_finding(const bf_page_steps *steps, const bf_judged *judged)
{
    bf_line line = bf_line_begin(steps->out, 2);
    bf_line_show(&line, judged->match.rule->id);
    bf_line_say(&line, ": %s, in the %s of the page, by the %s",
                bf_severity_name(judged->match.rule->severity), bf_field_name(judged->field),
                bf_voice_name(judged->voice));
    bf_line_end(&line);
    for (size_t i = 0; i < judged->part_count; i++) {
        line = bf_line_begin(steps->out, 4);
        bf_line_say(&line, "made of ");
        print_quote(line, judged->parts[i]->match.rule->id, ": ", judged->parts[i]->match.exact);
    }
}

static void print_findings(const bf_page_steps *steps, const bf_composites *came)
{
    if (count_findings(came->judged, came->judged_count) == 0)
        return;
    bf_page_steps_begin(steps, "findings", "analyzer/composite.c: bf_composite_find");
    for (size_t i = 0; i < came->judged_count; i++)
        if (is_finding(&came->judged[i]))
            print_finding(steps, &came->judged[i]);
}

/* Says what made a match no offer of this advertiser: "negated by the cue never.en, "never"". */
static void say_dismissal(bf_line *line, const bf_judged *judged)
{
    const bf_context *context = &judged->context;
    bf_line_say(line, "%s by ", bf_status_name(context->status));
    if (context->cue == NULL) {
        bf_line_say(line, "the voice, %s", bf_voice_name(judged->voice));
        return;
    }
    bf_line_say(line, "the cue ");
    bf_line_show(line, context->cue->id);
    bf_line_say(line, ", ");
    bf_line_quote(line, context->cue_text);
}

static void print_dismissal(const bf_page_steps *steps, const bf_judged *judged)
{
    bf_line line = bf_line_begin(steps->out, 2);
    bf_line_show(&line, judged->match.rule->id);
    bf_line_say(&line, ": ");
    say_dismissal(&line, judged);
    bf_line_end(&line);
}

static bool begin_alike(const bf_judged *one, const bf_judged *other)
{
    return one->match.at == other->match.at && one->match.begin == other->match.begin;
}

/* Says whether two parts are the same words, and count or are dismissed alike. */
static bool is_same_sign(const bf_judged *one, const bf_judged *other)
{
    return begin_alike(one, other) && one->match.end == other->match.end &&
           one->context.status == other->context.status && one->context.cue == other->context.cue;
}

/* Prints the words of part `first`, and all parts that they are. */
static void print_sign(const bf_page_steps *steps, const bf_reading_listing *item, size_t first)
{
    const bf_composites *came = &item->composites;
    const bf_judged *part = &came->parts[first];
    bf_line line = bf_line_begin(steps->out, 2);
    bf_line_say(&line, "%5" PRIu32, item->listing->blocks[part->match.at].block);
    bf_line_tab(&line, 8);
    bf_line_quote(&line, part->match.exact);
    say_disguises(&line, part->match.undone);
    if (!is_finding(part)) {
        bf_line_say(&line, ", ");
        say_dismissal(&line, part);
    }
    bf_line_say(&line, ": ");
    for (size_t i = first; i < came->part_count && begin_alike(part, &came->parts[i]); i++)
        if (is_same_sign(part, &came->parts[i]))
            bf_line_item(&line, came->parts[i].match.rule->id);
    bf_line_end(&line);
}

/* Prints the ids of parts that stand too far from others to make anything, each once. */
static void print_lone(const bf_page_steps *steps, const bf_matches *matches)
{
    if (matches->lone_count == 0)
        return;
    bf_line line = bf_line_labelled(steps->out, "alone");
    for (size_t i = 0; i < matches->lone_count; i++) {
        size_t k = 0;
        while (matches->lone[k].rule != matches->lone[i].rule)
            k++;
        if (k == i)
            bf_line_item(&line, matches->lone[i].rule->id);
    }
    bf_line_end(&line);
}

/* Prints the parts of rules, each words once. Those of the same words begin at the same place, so
 * only these are looked through. */
static void print_parts(const bf_page_steps *steps, const bf_reading_listing *item)
{
    const bf_composites *came = &item->composites;
    if (came->part_count + item->matches.lone_count == 0)
        return;
    bf_page_steps_begin(steps, "parts", "analyzer/composite.c: bf_composite_sift");
    for (size_t i = 0; i < came->part_count; i++) {
        bool told = false;
        for (size_t k = i; k > 0 && !told && begin_alike(&came->parts[k - 1], &came->parts[i]); k--)
            told = is_same_sign(&came->parts[k - 1], &came->parts[i]);
        if (!told)
            print_sign(steps, item, i);
    }
    print_lone(steps, &item->matches);
}

static void print_dismissed(const bf_page_steps *steps, const bf_composites *came)
{
    if (count_findings(came->judged, came->judged_count) == came->judged_count)
        return;
    bf_page_steps_begin(steps, "dismissed", "analyzer/context.c: bf_context_judge");
    for (size_t i = 0; i < came->judged_count; i++)
        if (!is_finding(&came->judged[i]))
            print_dismissal(steps, &came->judged[i]);
}

/* What a registry says, and on what it agrees: "    verified by ca-dca of 2026-10-01: number name".
 */
static void print_verification(const bf_page_steps *steps, size_t indent,
                               const bf_verification *found)
{
    bf_line line = bf_line_begin(steps->out, indent);
    bf_line_say(&line, "%s", bf_verification_status_name(found->status));
    if (found->source.length > 0) {
        bf_line_say(&line, " by ");
        bf_line_show(&line, found->source);
        bf_line_say(&line, " of %.*s%s", BF_STR_ARG(found->as_of), found->matched_on ? ", on" : "");
    }
    for (bf_matched matched = 0; matched < BF_MATCHED_COUNT; matched++)
        if ((found->matched_on >> matched & 1) != 0)
            bf_line_say(&line, " %s", bf_matched_name(matched));
    bf_line_end(&line);
}

static void print_claims(const bf_page_steps *steps, const bf_reading_listing *item)
{
    if (item->claims.count == 0)
        return;
    bf_page_steps_begin(steps, "claims",
                        "analyzer/credential.c: bf_credential_find; analyzer/credential_settle.c: "
                        "bf_credential_settle");
    for (size_t i = 0; i < item->claims.count; i++) {
        const bf_claim *claim = &item->claims.items[i];
        bool held = claim->standing == BF_STATUS_ASSERTED;
        bf_line line = bf_line_begin(steps->out, 2);
        bf_line_say(&line, "%s ", held ? "held" : bf_status_name(claim->standing));
        print_quote(line, claim->rule->id, ": ", claim->exact);
        if (item->verifications.claims != NULL)
            print_verification(steps, 4, &item->verifications.claims[i]);
    }
}

static void print_exclusion(const bf_page_steps *steps, const bf_reading_listing *item)
{
    if (item->verifications.exclusion.source.length == 0)
        return;
    bf_page_steps_begin(steps, "exclusion", "analyzer/verification.c: bf_verification_make");
    print_verification(steps, 2, &item->verifications.exclusion);
}

static void print_row(const bf_page_steps *steps, const char *axis, bf_level level,
                      const bf_assessment_row *row)
{
    bf_line line = bf_line_labelled(steps->out, axis);
    bf_line_say(&line, "%s, by the row ", bf_level_name(level));
    bf_line_show(&line, row ? row->row : BF_STR("none"));
    bf_line_end(&line);
}

static void print_assessment(const bf_page_steps *steps, const bf_assessment *assessment)
{
    bf_page_steps_begin(steps, "facts", "analyzer/assessment.c: bf_assess");
    for (int fact = 0; fact < BF_FACT_COUNT; fact++)
        if ((assessment->facts >> fact & 1) != 0)
            fprintf(steps->out, "  %s\n", bf_fact_name((bf_fact)fact));
    bf_page_steps_begin(steps, "level", "analyzer/assessment.c: bf_assess; rules/assessment.yaml");
    print_row(steps, "conduct", assessment->conduct_level, assessment->conduct);
    print_row(steps, "credential", assessment->credential_level, assessment->credential);
    fprintf(steps->out, "  level      %s\n", bf_level_name(assessment->level));
}

void bf_listing_steps_print(const bf_page_steps *steps, size_t number)
{
    const bf_reading_listing *item = &steps->reading->items[number];
    char heading[32];
    snprintf(heading, sizeof heading, "listing %" PRIu32, item->listing->index);
    bf_page_steps_begin(steps, heading, "analyzer/listing.c: bf_listing_find");
    print_own(steps, item);
    print_folded(steps, &item->text);
    print_views(steps, &item->text);
    print_candidates(steps, item);
    print_matches(steps, item);
    print_parts(steps, item);
    print_findings(steps, &item->composites);
    print_dismissed(steps, &item->composites);
    print_claims(steps, item);
    print_exclusion(steps, item);
    print_assessment(steps, &item->assessment);
}
