/* ruleset_keywords.c: the keywords of a set of rules. */
#include <stdlib.h>

#include "analyzer/ruleset.h"

/* Puts the patterns of the rules of `span` at their numbers; NULL for the others. */
static void put_rules(const bf_rules *rules, bf_span span, bf_pattern **patterns)
{
    for (size_t i = 0; i < rules->rule_count; i++)
        patterns[i] = rules->rules[i].span == span ? rules->rules[i].pattern : NULL;
}

static void find_in_rules(const bf_rules *rules, bf_pattern **patterns, bf_rule_keywords *out,
                          bf_error *err)
{
    put_rules(rules, BF_SPAN_SENTENCE, patterns);
    out->sentences = bf_keywords_new(patterns, rules->rule_count, BF_DEMAND_FOLDED, err);
    put_rules(rules, BF_SPAN_PARAGRAPH, patterns);
    out->paragraphs = bf_keywords_new(patterns, rules->rule_count, BF_DEMAND_FOLDED, err);
}

/* The same of the signs whose place is class, or is another. */
static void put_signs(const bf_rules *rules, bool in_class, bf_pattern **patterns)
{
    for (size_t i = 0; i < rules->sign_count; i++)
        patterns[i] =
            (rules->signs[i].in == BF_SIGN_IN_CLASS) == in_class ? rules->signs[i].pattern : NULL;
}

static void find_in_others(const bf_rules *rules, bf_pattern **patterns, bf_rule_keywords *out,
                           bf_error *err)
{
    for (size_t i = 0; i < rules->claim_count; i++)
        patterns[i] = rules->claims[i].pattern;
    out->claims = bf_keywords_new(patterns, rules->claim_count, BF_DEMAND_SHOWN, err);
    for (size_t i = 0; i < rules->title_count; i++)
        patterns[i] = rules->titles[i].pattern;
    out->titles = bf_keywords_new(patterns, rules->title_count, BF_DEMAND_SHOWN, err);
    for (size_t i = 0; i < rules->cue_count; i++)
        patterns[i] = rules->cues[i].words;
    out->cues = bf_keywords_new(patterns, rules->cue_count, BF_DEMAND_FOLDED, err);
    put_signs(rules, true, patterns);
    out->classes = bf_keywords_new(patterns, rules->sign_count, BF_DEMAND_FOLDED, err);
    put_signs(rules, false, patterns);
    out->signs = bf_keywords_new(patterns, rules->sign_count, BF_DEMAND_FOLDED, err);
}

/* What ends a cue's reach has no keywords, and is tried on each of its matches. */
static void speed_up_ends(const bf_rules *rules)
{
    for (size_t i = 0; i < rules->cue_count; i++) {
        bf_pattern *const ends[] = {rules->cues[i].stop, rules->cues[i].restart};
        for (size_t k = 0; k < 2; k++)
            for (size_t n = 0; ends[k] && n < bf_pattern_count(ends[k]); n++)
                bf_pattern_speed_up(ends[k], n);
    }
}

bool bf_rules_find_keywords(bf_rules *rules, bf_error *err)
{
    bf_rule_keywords *made = &rules->keywords;
    size_t most = rules->rule_count + rules->claim_count + rules->title_count + rules->cue_count +
                  rules->sign_count;
    bf_pattern **patterns = calloc(most + 1, sizeof *patterns);
    if (patterns == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "rules: no memory");
    find_in_rules(rules, patterns, made, err);
    find_in_others(rules, patterns, made, err);
    free(patterns);
    speed_up_ends(rules);
    return made->sentences && made->paragraphs && made->claims && made->titles && made->cues &&
           made->signs && made->classes;
}

void bf_rules_free_keywords(bf_rules *rules)
{
    bf_keywords_free(rules->keywords.sentences);
    bf_keywords_free(rules->keywords.paragraphs);
    bf_keywords_free(rules->keywords.claims);
    bf_keywords_free(rules->keywords.titles);
    bf_keywords_free(rules->keywords.cues);
    bf_keywords_free(rules->keywords.signs);
    bf_keywords_free(rules->keywords.classes);
}
