/* rule_list.c: the entries of the rule packs, for people. */
#include "cli/rule_list.h"

static const char *decides_name(bf_decides decides)
{
    static const char *const names[] = {"alone", "with another", "never"};
    return names[decides];
}

static const char *side_name(bf_side side)
{
    static const char *const names[] = {"before", "after",  "header",   "over",
                                        "same",   "answer", "signature"};
    return names[side];
}

static const char *span_name(bf_span span)
{
    static const char *const names[] = {"sentence", "paragraph", "listing"};
    return names[span];
}

static void print_line(FILE *out, const char *entry, bf_str id, const char *first,
                       const char *second, bf_str title)
{
    fprintf(out, "%-6s  %-44.*s  %-13s  %-12s  %.*s\n", entry, BF_STR_ARG(id), first, second,
            BF_STR_ARG(title));
}

void bf_rule_list_print(const bf_rules *rules, FILE *out)
{
    for (size_t i = 0; i < rules->rule_count; i++) {
        const bf_rule *rule = &rules->rules[i];
        if (rule->part)
            print_line(out, "part", rule->id, bf_category_name(rule->category),
                       span_name(rule->span), rule->group);
        else
            print_line(out, "rule", rule->id, bf_severity_name(rule->severity),
                       decides_name(rule->decides), rule->title);
    }
    for (size_t i = 0; i < rules->claim_count; i++) {
        const bf_claim_rule *claim = &rules->claims[i];
        print_line(out, "claim", claim->id, bf_claim_type_name(claim->type),
                   bf_status_name(claim->standing), claim->title);
    }
    for (size_t i = 0; i < rules->title_count; i++) {
        const bf_title *title = &rules->titles[i];
        print_line(out, "title", title->id, bf_claim_type_name(title->type), "", title->title);
    }
    for (size_t i = 0; i < rules->school_count; i++)
        print_line(out, "school", rules->schools[i].id, "", "", (bf_str){0});
    for (size_t i = 0; i < rules->cue_count; i++) {
        const bf_cue *cue = &rules->cues[i];
        print_line(out, "cue", cue->id, bf_status_name(cue->status), side_name(cue->side),
                   cue->place.file);
    }
}

static void print_text(FILE *out, const char *label, bf_str text)
{
    if (text.length > 0)
        fprintf(out, "  %-11s %.*s\n", label, BF_STR_ARG(text));
}

static void print_place(FILE *out, const bf_rule_place *place)
{
    fprintf(out, "  %-11s %.*s:%u:%u\n", "stands in", BF_STR_ARG(place->file), place->line,
            place->column);
}

static void print_pattern(FILE *out, const char *label, const bf_pattern *pattern)
{
    size_t count = pattern ? bf_pattern_count(pattern) : 0;
    for (size_t i = 0; i < count; i++)
        print_text(out, i == 0 ? label : "", bf_pattern_expression(pattern, i));
}

static void print_examples(FILE *out, const char *label, const bf_rule_examples *examples,
                           bool with_status)
{
    for (size_t i = 0; i < examples->count; i++) {
        const bf_rule_example *one = &examples->items[i];
        fprintf(out, "  %-11s \"%.*s\"", i == 0 ? label : "", BF_STR_ARG(one->text));
        if (with_status)
            fprintf(out, " (%s)", bf_status_name(one->status));
        putc('\n', out);
    }
}

static void print_sources(FILE *out, const bf_rule_source *const *cites, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "  %-11s %.*s: %.*s\n", i == 0 ? "sources" : "", BF_STR_ARG(cites[i]->title),
                BF_STR_ARG(cites[i]->url));
}

static void print_fields(FILE *out, unsigned fields)
{
    fprintf(out, "  %-11s", "looks in");
    for (bf_field field = 0; field < BF_FIELD_COUNT; field++)
        if ((fields >> field & 1) != 0)
            fprintf(out, " %s", bf_field_name(field));
    putc('\n', out);
}

static void print_reach(FILE *out, const char *label, const bf_reach *reach)
{
    if (reach->span == BF_SPAN_SENTENCE && reach->sentences > 1)
        fprintf(out, "%s%u sentences\n", label, reach->sentences);
    else
        fprintf(out, "%sthe %s\n", label, span_name(reach->span));
}

/* The parts that are needed, a line for each member of `all` and one for `any`. */
static void print_needs(FILE *out, const bf_composite *composite)
{
    print_reach(out, "  needs       in ", &composite->within);
    for (size_t i = 0; i < composite->need_count; i++) {
        const bf_part_use *use = &composite->needs[i];
        bool any = use->slot >= composite->member_count;
        bool begins =
            i == 0 || (any ? use[-1].slot < composite->member_count : use[-1].slot != use->slot);
        if (begins && any)
            fprintf(out, "%s              of %zu groups or more of ", i > 0 ? "\n" : "",
                    composite->least_groups);
        else if (begins)
            fprintf(out, "%s              ", i > 0 ? "\n" : "");
        fprintf(out, "%s%.*s", begins ? "" : any ? ", " : " or ", BF_STR_ARG(use->id));
    }
    putc('\n', out);
    for (size_t i = 0; i < composite->unless_count; i++) {
        fprintf(out, "  %-11s %.*s", i == 0 ? "unless" : "", BF_STR_ARG(composite->unless[i].id));
        print_reach(out, " stands in ", &composite->unless[i].reach);
    }
    print_text(out, "quotes", composite->quote->id);
}

static void show_part(const bf_rule *part, FILE *out)
{
    fprintf(out, "part %.*s\n", BF_STR_ARG(part->id));
    fprintf(out, "  %-11s %s, group %.*s\n", "is", bf_category_name(part->category),
            BF_STR_ARG(part->group));
    print_text(out, "kind", part->kind);
    print_fields(out, part->fields);
    print_place(out, &part->place);
    print_pattern(out, "looks for", part->pattern);
    print_examples(out, "finds", &part->match, false);
    print_examples(out, "dismisses", &part->dismiss, true);
    print_examples(out, "misses", &part->miss, false);
}

static void show_rule(const bf_rule *rule, FILE *out)
{
    if (rule->part) {
        show_part(rule, out);
        return;
    }
    fprintf(out, "rule %.*s\n", BF_STR_ARG(rule->id));
    print_text(out, "title", rule->title);
    fprintf(out, "  %-11s %s, kind %.*s, group %.*s\n", "is", bf_category_name(rule->category),
            BF_STR_ARG(rule->kind), BF_STR_ARG(rule->group));
    fprintf(out, "  %-11s severity %s, confidence %.2f, decides %s, version %u\n", "weighs",
            bf_severity_name(rule->severity), rule->confidence, decides_name(rule->decides),
            rule->version);
    if (rule->composite)
        print_needs(out, rule->composite);
    else
        print_fields(out, rule->fields);
    print_text(out, "why", rule->why);
    print_text(out, "would clear", rule->would_clear);
    print_sources(out, rule->cites, rule->cite_count);
    print_place(out, &rule->place);
    print_pattern(out, "looks for", rule->pattern);
    print_examples(out, "finds", &rule->match, false);
    print_examples(out, "dismisses", &rule->dismiss, true);
    print_examples(out, "misses", &rule->miss, false);
}

static void show_claim(const bf_claim_rule *claim, FILE *out)
{
    static const char *const weights[] = {"strong", "weak", "none"};
    fprintf(out, "claim %.*s\n", BF_STR_ARG(claim->id));
    fprintf(out, "  %-11s %s, %s, weight %s\n", "is", bf_claim_type_name(claim->type),
            bf_status_name(claim->standing), weights[claim->weight]);
    print_text(out, "title", claim->title);
    print_text(out, "field", claim->field);
    print_text(out, "school", claim->school);
    print_text(out, "issuer", claim->issuer);
    print_text(out, "region", claim->region);
    print_sources(out, claim->cites, claim->cite_count);
    print_place(out, &claim->place);
    print_pattern(out, "looks for", claim->pattern);
    print_pattern(out, "near", claim->near);
    print_pattern(out, "under", claim->under);
    print_examples(out, "finds", &claim->match, false);
    print_examples(out, "dismisses", &claim->dismiss, true);
    print_examples(out, "misses", &claim->miss, false);
}

static void print_names(FILE *out, const char *label, const bf_str *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%.*s", i == 0 ? label : ", ", BF_STR_ARG(names[i]));
    if (count > 0)
        putc('\n', out);
}

static void show_title(const bf_title *title, FILE *out)
{
    fprintf(out, "title %.*s\n", BF_STR_ARG(title->id));
    fprintf(out, "  %-11s %.*s, of a %s\n", "is", BF_STR_ARG(title->title),
            bf_claim_type_name(title->type));
    print_text(out, "field", title->field);
    print_text(out, "issuer", title->issuer);
    print_text(out, "region", title->region);
    print_names(out, "  associate   in ", title->lower_in, title->lower_count);
    print_names(out, "  full        in ", title->full_in, title->full_count);
    print_names(out, "  nothing new beside ", title->unless, title->unless_count);
    if (title->many)
        fprintf(out, "  %-11s a claim each time\n", "counts");
    print_place(out, &title->place);
    print_pattern(out, "looks for", title->pattern);
    print_examples(out, "names", &title->says, false);
}

static void show_school(const bf_school_rule *school, FILE *out)
{
    fprintf(out, "school %.*s\n", BF_STR_ARG(school->id));
    print_place(out, &school->place);
    print_pattern(out, "looks for", school->pattern);
    print_pattern(out, "parted by", school->unless);
    print_examples(out, "finds", &school->match, false);
    print_examples(out, "misses", &school->miss, false);
}

static void show_cue(const bf_cue *cue, FILE *out)
{
    fprintf(out, "cue %.*s\n", BF_STR_ARG(cue->id));
    fprintf(out, "  %-11s %s, %s the match\n", "makes it", bf_status_name(cue->status),
            side_name(cue->side));
    if (cue->clause_words > 0)
        fprintf(out, "  %-11s the clause, %u words\n", "reaches", cue->clause_words);
    else
        fprintf(out, "  %-11s the %s\n", "reaches",
                cue->reach == BF_SPAN_SENTENCE ? "sentence" : "paragraph");
    if (cue->own)
        fprintf(out, "  %-11s the advertiser speaks\n", "only where");
    for (size_t i = 0; i < cue->hide_count; i++)
        print_text(out, i == 0 ? "hides" : "", cue->hides[i]);
    print_place(out, &cue->place);
    print_pattern(out, "looks for", cue->words);
    print_pattern(out, "stops at", cue->stop);
    print_pattern(out, "restarts at", cue->restart);
    print_examples(out, "dismisses", &cue->dismiss, false);
    print_examples(out, "misses", &cue->miss, false);
}

bool bf_rule_list_show(const bf_rules *rules, bf_str id, FILE *out)
{
    bool found = false;
    for (size_t i = 0; i < rules->rule_count && !found; i++)
        if ((found = bf_str_equal(rules->rules[i].id, id)))
            show_rule(&rules->rules[i], out);
    for (size_t i = 0; i < rules->claim_count && !found; i++)
        if ((found = bf_str_equal(rules->claims[i].id, id)))
            show_claim(&rules->claims[i], out);
    for (size_t i = 0; i < rules->title_count && !found; i++)
        if ((found = bf_str_equal(rules->titles[i].id, id)))
            show_title(&rules->titles[i], out);
    for (size_t i = 0; i < rules->school_count && !found; i++)
        if ((found = bf_str_equal(rules->schools[i].id, id)))
            show_school(&rules->schools[i], out);
    for (size_t i = 0; i < rules->cue_count && !found; i++)
        if ((found = bf_str_equal(rules->cues[i].id, id)))
            show_cue(&rules->cues[i], out);
    return found;
}
