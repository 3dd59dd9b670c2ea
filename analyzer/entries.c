/* entries.c: the entries of a rule file. One function a section reads its list, one a kind of entry
 * its keys; what all have in common stands first. */
#include "analyzer/entries.h"

#include "analyzer/composite_entry.h"
#include "analyzer/entry.h"
#include "analyzer/site_entry.h"

/* The words of packs for the enums that only packs have names for. */
static const char *const decides_words[] = {"alone", "with_other_group", "never"};
static const char *const rule_status_words[] = {"draft", "stable", "retired"};
static const char *const span_words[] = {"sentence", "paragraph", "listing"};
static const char *const weight_words[] = {"strong", "weak", "none"};
static const char *const side_words[] = {"before", "after",  "header",   "over",
                                         "same",   "answer", "signature"};
static const char *const negation_words[] = {"respect", "ignore"};
static const char *const level_words[] = {"low", "unknown", "medium", "high"};
static const char *const sign_places[] = {"text",  "title", "heading", "url",
                                          "class", "quote", "type"};
static const char *const standing_words[] = {"held",    "associate",   "in_training",
                                             "lapsed",  "surrendered", "past",
                                             "pending", "honorary",    "denied"};
static const bf_status standings[] = {
    BF_STATUS_ASSERTED, BF_STATUS_ASSOCIATE,   BF_STATUS_IN_TRAINING,
    BF_STATUS_LAPSED,   BF_STATUS_SURRENDERED, BF_STATUS_PAST,
    BF_STATUS_PENDING,  BF_STATUS_HONORARY,    BF_STATUS_NEGATED};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Fills `names` with the names of an enum that has a function for them. */
static void names_of_fields(const char *names[BF_FIELD_COUNT])
{
    for (bf_field field = 0; field < BF_FIELD_COUNT; field++)
        names[field] = bf_field_name(field);
}

static void names_of_categories(const char *names[BF_CATEGORY_COUNT])
{
    for (bf_category category = 0; category < BF_CATEGORY_COUNT; category++)
        names[category] = bf_category_name(category);
}

static void release_rule(void *entry)
{
    bf_rule *rule = entry;
    bf_pattern_free(rule->pattern);
}

static void release_claim(void *entry)
{
    bf_claim_rule *claim = entry;
    bf_pattern_free(claim->pattern);
    bf_pattern_free(claim->near);
    bf_pattern_free(claim->under);
    bf_pattern_free(claim->until);
}

static void release_title(void *entry)
{
    bf_title *title = entry;
    bf_pattern_free(title->pattern);
}

static void release_school(void *entry)
{
    bf_school_rule *school = entry;
    bf_pattern_free(school->pattern);
    bf_pattern_free(school->unless);
}

static void release_cue(void *entry)
{
    bf_cue *cue = entry;
    bf_pattern_free(cue->words);
    bf_pattern_free(cue->stop);
    bf_pattern_free(cue->restart);
}

static void release_sign(void *entry)
{
    bf_sign *sign = entry;
    bf_pattern_free(sign->pattern);
}

void bf_entries_free(bf_rules *rules)
{
    for (size_t i = 0; i < rules->rule_count; i++)
        release_rule(&rules->rules[i]);
    for (size_t i = 0; i < rules->claim_count; i++)
        release_claim(&rules->claims[i]);
    for (size_t i = 0; i < rules->title_count; i++)
        release_title(&rules->titles[i]);
    for (size_t i = 0; i < rules->school_count; i++)
        release_school(&rules->schools[i]);
    for (size_t i = 0; i < rules->cue_count; i++)
        release_cue(&rules->cues[i]);
    for (size_t i = 0; i < rules->sign_count; i++)
        release_sign(&rules->signs[i]);
    for (size_t i = 0; i < rules->profile_count; i++)
        bf_site_entry_release(&rules->profiles[i]);
}

/* The named sources; an unknown key is a fault. */
static const bf_rule_source **read_cites(bf_pack *pack, const bf_rules *rules,
                                         const bf_yaml_node *node, size_t *count)
{
    const bf_yaml_node *cite = bf_yaml_get(node, BF_STR("cite"));
    size_t most = cite && cite->kind == BF_YAML_SEQUENCE ? cite->count : 0;
    const bf_rule_source **cites = bf_arena_take(pack->arena, most, sizeof *cites);
    *count = 0;
    if (cite && cite->kind != BF_YAML_SEQUENCE)
        bf_pack_fault(pack, cite, "\"cite\" is a list of keys of sources.yaml");
    pack->no_memory = pack->no_memory || cites == NULL;
    for (size_t i = 0; cites && i < most; i++) {
        const bf_rule_source *found = NULL;
        for (size_t k = 0; k < rules->source_count && found == NULL; k++)
            if (bf_str_equal(rules->sources[k].key, cite->children[i].text))
                found = &rules->sources[k];
        if (found)
            cites[(*count)++] = found;
        else
            bf_pack_fault(pack, &cite->children[i], "no source \"%.*s\" in sources.yaml",
                          BF_STR_ARG(cite->children[i].text));
    }
    return cites;
}

/* Where a person may complain: keys of sources.yaml too. */
static bf_str *read_report_to(bf_pack *pack, const bf_rules *rules, const bf_yaml_node *node,
                              size_t *count)
{
    bf_str *keys = bf_pack_texts(pack, node, "report_to", count);
    for (size_t i = 0; i < *count; i++) {
        bool known = false;
        for (size_t k = 0; k < rules->source_count && !known; k++)
            known = bf_str_equal(rules->sources[k].key, keys[i]);
        if (!known)
            bf_pack_fault(pack, bf_yaml_get(node, BF_STR("report_to")),
                          "no source \"%.*s\" in sources.yaml", BF_STR_ARG(keys[i]));
    }
    return keys;
}

/* The category that a rule's id begins with, unless it names another. */
static bf_category read_category(bf_pack *pack, const bf_yaml_node *node, bf_str id)
{
    const char *names[BF_CATEGORY_COUNT];
    unsigned otherwise = BF_CATEGORY_COUNT;
    size_t dot = bf_str_find(id, BF_STR("."), 0);
    bf_str first = bf_str_slice(id, 0, dot == SIZE_MAX ? id.length : dot);
    names_of_categories(names);
    for (unsigned i = 0; i < BF_CATEGORY_COUNT; i++)
        if (bf_str_equal(bf_str_of(names[i]), first))
            otherwise = i;
    unsigned category = bf_pack_choice(pack, node, "category", names, BF_CATEGORY_COUNT, otherwise);
    if (category < BF_CATEGORY_COUNT)
        return (bf_category)category;
    bf_pack_fault(pack, node, "the id begins with no category, and there is no key \"category\"");
    return BF_CATEGORY_PROHIBITED;
}

/* The least examples of each outcome. */
typedef struct {
    size_t match, dismiss, miss;
} least_examples;
static const least_examples rule_examples = {3, 2, 3}, part_examples = {2, 0, 2};

static void read_rule_tests(bf_pack *pack, const bf_yaml_node *node, bf_rule *rule,
                            least_examples least)
{
    static const char *const keys[] = {"match", "dismiss", "miss", NULL};
    const bf_yaml_node *tests = bf_yaml_get(node, BF_STR("tests"));
    if (tests == NULL) {
        bf_pack_fault(pack, node, "the key \"tests\" is missing");
        return;
    }
    if (!bf_pack_keys(pack, tests, keys))
        return;
    rule->match = bf_pack_examples(pack, tests, "match", least.match);
    rule->dismiss =
        bf_pack_examples(pack, tests, "dismiss", rule->ignores_negation ? 0 : least.dismiss);
    rule->miss = bf_pack_examples(pack, tests, "miss", least.miss);
    for (size_t i = 0; i < rule->dismiss.count; i++)
        if (rule->dismiss.items[i].status == BF_STATUS_ASSERTED)
            bf_pack_fault(pack, tests, "a dismiss example names the status that dismisses it");
}

static void read_rule_text(bf_pack *pack, const bf_yaml_node *node, bf_rule *rule)
{
    rule->title = bf_pack_text(pack, node, "title", true);
    rule->kind = bf_pack_text(pack, node, "kind", true);
    rule->group = bf_pack_text(pack, node, "group", true);
    rule->why = bf_pack_text(pack, node, "why", true);
    rule->would_clear = bf_pack_text(pack, node, "would_clear", true);
}

/* Which text it is looked for in. */
static void read_where(bf_pack *pack, const bf_yaml_node *node, bf_rule *rule)
{
    const char *fields[BF_FIELD_COUNT];
    names_of_fields(fields);
    rule->fields =
        bf_pack_choices(pack, node, "fields", fields, BF_FIELD_COUNT, (1u << BF_FIELD_COUNT) - 1);
    rule->span = (bf_span)bf_pack_choice(pack, node, "scope", span_words, 2, BF_SPAN_SENTENCE);
    rule->ignores_negation =
        bf_pack_choice(pack, node, "negation", negation_words, COUNT(negation_words), 0) == 1;
}

/* Says whether the entry may have its id: a part and a rule of one id would replace each other. */
static bool is_of_kind(bf_pack *pack, const bf_yaml_node *node, const bf_rules *rules, bool part)
{
    const bf_yaml_node *id = bf_yaml_get(node, BF_STR("id"));
    for (size_t i = 0; id && i < rules->rule_count; i++)
        if (bf_str_equal(rules->rules[i].id, id->text) && rules->rules[i].part != part)
            return bf_pack_fault(pack, id, "the id \"%.*s\" is %s's", BF_STR_ARG(id->text),
                                 part ? "a rule" : "a part");
    return true;
}

static void read_part(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local)
{
    static const char *const keys[] = {"id",   "group",   "category", "kind",  "scope",   "fields",
                                       "find", "pattern", "negation", "tests", "enabled", NULL};
    const bf_entry_array array = {(void **)&rules->rules, &rules->rule_count, &rules->rule_capacity,
                                  sizeof *rules->rules, release_rule};
    const char *categories[BF_CATEGORY_COUNT];
    if (!is_of_kind(pack, node, rules, true))
        return;
    bf_rule *part = bf_entry_begin(pack, &array, node, keys, "id", local);
    if (part == NULL)
        return;
    names_of_categories(categories);
    part->part = true;
    part->place = bf_pack_place(pack, node);
    part->group = bf_pack_text(pack, node, "group", true);
    part->kind = bf_pack_text(pack, node, "kind", false);
    part->category = (bf_category)bf_pack_choice(pack, node, "category", categories,
                                                 BF_CATEGORY_COUNT, BF_CATEGORY_PROHIBITED);
    part->decides = BF_DECIDES_NEVER;
    read_where(pack, node, part);
    part->pattern = bf_pack_pattern(pack, node, "find", false);
    read_rule_tests(pack, node, part, part_examples);
}

/* `find` or `pattern`; or `needs`; or `reveals: {disguises: […], of: […]}`. */
static void read_what_matches(bf_pack *pack, const bf_yaml_node *node, bf_rule *rule)
{
    static const char *const keys[] = {"disguises", "of", NULL};
    const char *disguises[BF_DISGUISE_COUNT], *categories[BF_CATEGORY_COUNT];
    const bf_yaml_node *reveals = bf_yaml_get(node, BF_STR("reveals"));
    rule->composite = bf_composite_entry_read(pack, node);
    if (reveals == NULL && rule->composite == NULL)
        rule->pattern = bf_pack_pattern(pack, node, "find", false);
    if (reveals == NULL)
        return;
    for (bf_disguise disguise = 0; disguise < BF_DISGUISE_COUNT; disguise++)
        disguises[disguise] = bf_disguise_name(disguise);
    names_of_categories(categories);
    if (bf_yaml_get(node, BF_STR("find")) || bf_yaml_get(node, BF_STR("pattern")) ||
        bf_yaml_get(node, BF_STR("needs")))
        bf_pack_fault(pack, reveals, "it has \"reveals\", or \"find\", \"pattern\" or \"needs\"");
    if (!bf_pack_keys(pack, reveals, keys))
        return;
    rule->reveals = bf_pack_choices(pack, reveals, "disguises", disguises, BF_DISGUISE_COUNT, 0);
    rule->reveals_of = bf_pack_choices(pack, reveals, "of", categories, BF_CATEGORY_COUNT, 0);
    if (rule->reveals == 0 || rule->reveals_of == 0)
        bf_pack_fault(pack, reveals, "\"reveals\" names \"disguises\", and categories in \"of\"");
}

static void read_rule(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local)
{
    static const char *const keys[] = {
        "id",       "title",  "kind",        "group",   "category",  "severity", "confidence",
        "decides",  "status", "version",     "fields",  "scope",     "find",     "pattern",
        "negation", "why",    "would_clear", "cite",    "report_to", "tests",    "enabled",
        "needs",    "unless", "quote",       "reveals", NULL};
    const bf_entry_array array = {(void **)&rules->rules, &rules->rule_count, &rules->rule_capacity,
                                  sizeof *rules->rules, release_rule};
    const char *severities[BF_SEVERITY_COUNT];
    if (!is_of_kind(pack, node, rules, false))
        return;
    bf_rule *rule = bf_entry_begin(pack, &array, node, keys, "id", local);
    if (rule == NULL)
        return;
    for (bf_severity severity = 0; severity < BF_SEVERITY_COUNT; severity++)
        severities[severity] = bf_severity_name(severity);
    rule->place = bf_pack_place(pack, node);
    read_rule_text(pack, node, rule);
    rule->category = read_category(pack, node, rule->id);
    rule->severity = (bf_severity)bf_pack_choice(pack, node, "severity", severities,
                                                 BF_SEVERITY_COUNT, BF_SEVERITY_MEDIUM);
    rule->confidence = bf_pack_number(pack, node, "confidence", -1);
    if (rule->confidence < 0 || rule->confidence > 1)
        bf_pack_fault(pack, node, "\"confidence\" is a number from 0 to 1");
    rule->decides = (bf_decides)bf_pack_choice(pack, node, "decides", decides_words,
                                               COUNT(decides_words), BF_DECIDES_NEVER);
    rule->status = (bf_rule_status)bf_pack_choice(pack, node, "status", rule_status_words,
                                                  COUNT(rule_status_words), BF_RULE_STABLE);
    rule->version = (unsigned)bf_pack_integer(pack, node, "version", 1);
    read_where(pack, node, rule);
    read_what_matches(pack, node, rule);
    rule->cites = read_cites(pack, rules, node, &rule->cite_count);
    rule->report_to = read_report_to(pack, rules, node, &rule->report_to_count);
    read_rule_tests(pack, node, rule, rule_examples);
    if (rule->status == BF_RULE_RETIRED)
        bf_entry_remove(&array, (size_t)(rule - rules->rules));
}

/* Reads the phrases of key `name`, of which a claim has one list. */
static void read_required_words(bf_pack *pack, const bf_yaml_node *node, const char *name,
                                bf_pattern **words)
{
    const bf_yaml_node *phrases = bf_yaml_get(node, bf_str_of(name));
    if (phrases && *words)
        bf_pack_fault(pack, phrases, "one \"%s\" is enough: give it a list of phrases", name);
    else if (phrases)
        *words = bf_pack_phrases(pack, phrases, false);
}

static void read_requirements(bf_pack *pack, const bf_yaml_node *node, bf_claim_rule *claim)
{
    static const char *const keys[] = {"near", "under", "region", NULL};
    const bf_yaml_node *list = bf_yaml_get(node, BF_STR("requires_any"));
    if (list == NULL)
        return;
    size_t most = list->kind == BF_YAML_SEQUENCE ? list->count : 0;
    claim->requires_region = bf_arena_take(pack->arena, most, sizeof *claim->requires_region);
    if (list->kind != BF_YAML_SEQUENCE || claim->requires_region == NULL) {
        bf_pack_fault(pack, list, "\"requires_any\" is a list of near:, under: and region:");
        return;
    }
    for (size_t i = 0; i < most; i++) {
        const bf_yaml_node *one = &list->children[i];
        if (!bf_pack_keys(pack, one, keys))
            continue;
        read_required_words(pack, one, "near", &claim->near);
        read_required_words(pack, one, "under", &claim->under);
        if (bf_yaml_get(one, BF_STR("region")))
            claim->requires_region[claim->requires_region_count++] =
                bf_pack_text(pack, one, "region", true);
    }
}

static bf_claim_type read_claim_type(bf_pack *pack, const bf_yaml_node *node)
{
    const char *types[BF_CLAIM_TYPE_COUNT];
    for (bf_claim_type type = 0; type < BF_CLAIM_TYPE_COUNT; type++)
        types[type] = bf_claim_type_name(type);
    unsigned type =
        bf_pack_choice(pack, node, "type", types, BF_CLAIM_TYPE_COUNT, BF_CLAIM_TYPE_COUNT);
    if (type == BF_CLAIM_TYPE_COUNT)
        bf_pack_fault(pack, node, "the key \"type\" is missing or wrong");
    return type < BF_CLAIM_TYPE_COUNT ? (bf_claim_type)type : BF_CLAIM_CERTIFICATION;
}

static void read_gives(bf_pack *pack, const bf_yaml_node *node, bf_claim_rule *claim)
{
    static const char *const keys[] = {"type",   "title",  "field", "school", "issuer",
                                       "region", "number", "bare",  "many",   NULL};
    const bf_yaml_node *gives = bf_yaml_get(node, BF_STR("gives"));
    if (gives == NULL || !bf_pack_keys(pack, gives, keys)) {
        if (gives == NULL)
            bf_pack_fault(pack, node, "the key \"gives\" is missing");
        return;
    }
    claim->type = read_claim_type(pack, gives);
    claim->title = bf_pack_text(pack, gives, "title", true);
    claim->field = bf_pack_text(pack, gives, "field", false);
    claim->school = bf_pack_text(pack, gives, "school", false);
    claim->issuer = bf_pack_text(pack, gives, "issuer", false);
    claim->region = bf_pack_text(pack, gives, "region", false);
    claim->bare = bf_pack_flag(pack, gives, "bare", false);
    claim->many = bf_pack_flag(pack, gives, "many", false);
    claim->number = bf_pack_text(pack, gives, "number", false).length > 0;
}

static void read_claim(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local)
{
    static const char *const keys[] = {"id",          "gives", "weight",       "standing", "find",
                                       "pattern",     "case",  "requires_any", "goes_on",  "until",
                                       "behind_name", "cite",  "tests",        "enabled",  NULL};
    static const char *const test_keys[] = {"match", "dismiss", "miss", NULL};
    static const char *const cases[] = {"keep", "any"};
    const bf_entry_array array = {(void **)&rules->claims, &rules->claim_count,
                                  &rules->claim_capacity, sizeof *rules->claims, release_claim};
    bf_claim_rule *claim = bf_entry_begin(pack, &array, node, keys, "id", local);
    const bf_yaml_node *tests = bf_yaml_get(node, BF_STR("tests"));
    if (claim == NULL)
        return;
    claim->place = bf_pack_place(pack, node);
    read_gives(pack, node, claim);
    claim->weight = (bf_weight)bf_pack_choice(pack, node, "weight", weight_words,
                                              COUNT(weight_words), BF_WEIGHT_STRONG);
    claim->standing =
        standings[bf_pack_choice(pack, node, "standing", standing_words, COUNT(standing_words), 0)];
    claim->pattern =
        bf_pack_pattern(pack, node, "find", bf_pack_choice(pack, node, "case", cases, 2, 0) == 1);
    read_requirements(pack, node, claim);
    claim->goes_on = (unsigned)bf_pack_integer(pack, node, "goes_on", 0);
    claim->until = bf_pack_lists(pack, node, "until");
    claim->behind_name = bf_pack_flag(pack, node, "behind_name", false);
    claim->cites = read_cites(pack, rules, node, &claim->cite_count);
    if (tests == NULL)
        bf_pack_fault(pack, node, "the key \"tests\" is missing");
    else if (bf_pack_keys(pack, tests, test_keys)) {
        claim->match = bf_pack_examples(pack, tests, "match", 2);
        claim->dismiss = bf_pack_examples(pack, tests, "dismiss", 0);
        claim->miss = bf_pack_examples(pack, tests, "miss", 2);
    }
}

static void read_title(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local)
{
    static const char *const keys[] = {"id",     "type",     "title",   "field",   "issuer",
                                       "region", "find",     "pattern", "many",    "unless",
                                       "says",   "lower_in", "full_in", "enabled", NULL};
    const bf_entry_array array = {(void **)&rules->titles, &rules->title_count,
                                  &rules->title_capacity, sizeof *rules->titles, release_title};
    bf_title *title = bf_entry_begin(pack, &array, node, keys, "id", local);
    if (title == NULL)
        return;
    title->place = bf_pack_place(pack, node);
    title->type = read_claim_type(pack, node);
    title->title = bf_pack_text(pack, node, "title", true);
    title->field = bf_pack_text(pack, node, "field", false);
    title->issuer = bf_pack_text(pack, node, "issuer", false);
    title->region = bf_pack_text(pack, node, "region", false);
    title->pattern = bf_pack_pattern(pack, node, "find", true);
    title->many = bf_pack_flag(pack, node, "many", false);
    title->unless = bf_pack_texts(pack, node, "unless", &title->unless_count);
    title->lower_in = bf_pack_texts(pack, node, "lower_in", &title->lower_count);
    title->full_in = bf_pack_texts(pack, node, "full_in", &title->full_count);
    title->says = bf_pack_examples(pack, node, "says", 1);
}

static void read_school(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local)
{
    static const char *const keys[] = {"id", "find", "pattern", "unless", "tests", "enabled", NULL};
    static const char *const test_keys[] = {"match", "miss", NULL};
    const bf_entry_array array = {(void **)&rules->schools, &rules->school_count,
                                  &rules->school_capacity, sizeof *rules->schools, release_school};
    bf_school_rule *school = bf_entry_begin(pack, &array, node, keys, "id", local);
    const bf_yaml_node *tests = bf_yaml_get(node, BF_STR("tests"));
    const bf_yaml_node *unless = bf_yaml_get(node, BF_STR("unless"));
    if (school == NULL)
        return;
    school->place = bf_pack_place(pack, node);
    school->pattern = bf_pack_pattern(pack, node, "find", false);
    school->unless = unless ? bf_pack_phrases(pack, unless, true) : NULL;
    if (tests == NULL)
        bf_pack_fault(pack, node, "the key \"tests\" is missing");
    else if (bf_pack_keys(pack, tests, test_keys)) {
        school->match = bf_pack_examples(pack, tests, "match", 2);
        school->miss = bf_pack_examples(pack, tests, "miss", 2);
    }
}

/* `reach: {clause: 15}`, `sentence` or `paragraph`. */
static void read_reach(bf_pack *pack, const bf_yaml_node *node, bf_cue *cue)
{
    static const char *const keys[] = {"clause", NULL};
    const bf_yaml_node *reach = bf_yaml_get(node, BF_STR("reach"));
    bool beside = cue->side == BF_SIDE_BEFORE || cue->side == BF_SIDE_AFTER;
    cue->reach = cue->side == BF_SIDE_HEADER ? BF_SPAN_PARAGRAPH : BF_SPAN_SENTENCE;
    cue->clause_words = reach == NULL && beside ? 15 : 0;
    if (reach == NULL)
        return;
    if (reach->kind == BF_YAML_SCALAR)
        cue->reach = (bf_span)bf_pack_choice(pack, node, "reach", span_words, 2, BF_SPAN_SENTENCE);
    else if (bf_pack_keys(pack, reach, keys))
        cue->clause_words = (unsigned)bf_pack_integer(pack, reach, "clause", 15);
}

static void read_cue_tests(bf_pack *pack, const bf_yaml_node *node, bf_cue *cue)
{
    static const char *const keys[] = {"dismiss", "miss", NULL};
    const bf_yaml_node *tests = bf_yaml_get(node, BF_STR("tests"));
    if (tests == NULL)
        bf_pack_fault(pack, node, "the key \"tests\" is missing");
    else if (bf_pack_keys(pack, tests, keys)) {
        cue->dismiss = bf_pack_examples(pack, tests, "dismiss", 1);
        cue->miss = bf_pack_examples(pack, tests, "miss", 1);
    }
}

static void read_cue(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local)
{
    static const char *const keys[] = {"id",   "status",  "side",    "words", "pattern", "reach",
                                       "stop", "restart", "for",     "kinds", "owner",   "hides",
                                       "own",  "tests",   "enabled", NULL};
    const bf_entry_array array = {(void **)&rules->cues, &rules->cue_count, &rules->cue_capacity,
                                  sizeof *rules->cues, release_cue};
    const char *statuses[BF_STATUS_COUNT], *categories[BF_CATEGORY_COUNT];
    const char *owners[BF_OWNER_COUNT];
    bf_cue *cue = bf_entry_begin(pack, &array, node, keys, "id", local);
    if (cue == NULL)
        return;
    for (bf_status status = 0; status < BF_STATUS_COUNT; status++)
        statuses[status] = bf_status_name(status);
    names_of_categories(categories);
    for (bf_owner owner = 0; owner < BF_OWNER_COUNT; owner++)
        owners[owner] = bf_owner_name(owner);
    cue->place = bf_pack_place(pack, node);
    cue->status = (bf_status)bf_pack_choice(pack, node, "status", statuses, BF_STATUS_COUNT,
                                            BF_STATUS_ASSERTED);
    if (cue->status == BF_STATUS_ASSERTED)
        bf_pack_fault(pack, node, "a cue has a status, and \"asserted\" is none");
    cue->owner =
        (bf_owner)bf_pack_choice(pack, node, "owner", owners, BF_OWNER_COUNT, BF_OWNER_OTHER);
    unsigned side =
        bf_pack_choice(pack, node, "side", side_words, COUNT(side_words), BF_SIDE_COUNT);
    if (side == BF_SIDE_COUNT)
        bf_pack_fault(pack, node, "the key \"side\" is missing or wrong");
    cue->side = side < BF_SIDE_COUNT ? (bf_side)side : BF_SIDE_SAME;
    read_reach(pack, node, cue);
    cue->words = bf_pack_pattern(pack, node, "words", false);
    cue->stop = bf_pack_lists(pack, node, "stop");
    cue->restart = bf_pack_lists(pack, node, "restart");
    cue->for_categories = bf_pack_choices(pack, node, "for", categories, BF_CATEGORY_COUNT,
                                          (1u << BF_CATEGORY_COUNT) - 1);
    cue->kinds = bf_pack_texts(pack, node, "kinds", &cue->kind_count);
    cue->hides = bf_pack_texts(pack, node, "hides", &cue->hide_count);
    cue->own = bf_pack_flag(pack, node, "own", false);
    read_cue_tests(pack, node, cue);
}

static void read_sign(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local)
{
    static const char *const keys[] = {"id",   "kind",    "in",      "weight",
                                       "find", "pattern", "enabled", NULL};
    const bf_entry_array array = {(void **)&rules->signs, &rules->sign_count, &rules->sign_capacity,
                                  sizeof *rules->signs, release_sign};
    bf_sign *sign = bf_entry_begin(pack, &array, node, keys, "id", local);
    if (sign == NULL)
        return;
    sign->place = bf_pack_place(pack, node);
    const char *kinds[BF_SIGN_COUNT];
    for (bf_sign_kind one = 0; one < BF_SIGN_COUNT; one++)
        kinds[one] = bf_sign_kind_name(one);
    unsigned kind = bf_pack_choice(pack, node, "kind", kinds, BF_SIGN_COUNT, BF_SIGN_COUNT);
    if (kind == BF_SIGN_COUNT)
        bf_pack_fault(pack, node, "the key \"kind\" is missing or wrong");
    sign->kind = kind < BF_SIGN_COUNT ? (bf_sign_kind)kind : BF_SIGN_LISTING;
    sign->in = (bf_sign_place)bf_pack_choice(pack, node, "in", sign_places, COUNT(sign_places),
                                             BF_SIGN_IN_TEXT);
    sign->weight = (int)bf_pack_integer(pack, node, "weight", 1);
    sign->pattern = bf_pack_pattern(pack, node, "find", false);
}

static void read_source(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local)
{
    static const char *const keys[] = {"key", "title", "url", "enabled", NULL};
    const bf_entry_array array = {(void **)&rules->sources, &rules->source_count,
                                  &rules->source_capacity, sizeof *rules->sources, NULL};
    bf_rule_source *source = bf_entry_begin(pack, &array, node, keys, "key", local);
    if (source == NULL)
        return;
    source->title = bf_pack_text(pack, node, "title", true);
    source->url = bf_pack_text(pack, node, "url", true);
}

static bf_fact *read_facts(bf_pack *pack, const bf_yaml_node *node, const char *key, size_t *count)
{
    const char *names[BF_FACT_COUNT];
    for (bf_fact fact = 0; fact < BF_FACT_COUNT; fact++)
        names[fact] = bf_fact_name(fact);
    unsigned set = bf_pack_choices(pack, node, key, names, BF_FACT_COUNT, 0);
    bf_fact *facts = bf_arena_take(pack->arena, BF_FACT_COUNT, sizeof *facts);
    *count = 0;
    pack->no_memory = pack->no_memory || facts == NULL;
    for (bf_fact fact = 0; facts && fact < BF_FACT_COUNT; fact++)
        if ((set >> fact & 1) != 0)
            facts[(*count)++] = fact;
    return facts;
}

static void read_row(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool conduct)
{
    static const char *const keys[] = {"row",  "level",       "all",       "any",     "none",
                                       "text", "would_clear", "report_to", "enabled", NULL};
    const bf_entry_array tables[] = {{(void **)&rules->credential, &rules->credential_count,
                                      &rules->credential_capacity, sizeof *rules->credential, NULL},
                                     {(void **)&rules->conduct, &rules->conduct_count,
                                      &rules->conduct_capacity, sizeof *rules->conduct, NULL}};
    bf_assessment_row *row = bf_entry_begin(pack, &tables[conduct], node, keys, "row", false);
    if (row == NULL)
        return;
    row->place = bf_pack_place(pack, node);
    unsigned level =
        bf_pack_choice(pack, node, "level", level_words, COUNT(level_words), BF_LEVEL_COUNT);
    if (level == BF_LEVEL_COUNT)
        bf_pack_fault(pack, node, "the key \"level\" is missing or wrong");
    row->level = level < BF_LEVEL_COUNT ? (bf_level)level : BF_LEVEL_UNKNOWN;
    row->text = bf_pack_text(pack, node, "text", true);
    row->would_clear = bf_pack_text(pack, node, "would_clear", false);
    row->all = read_facts(pack, node, "all", &row->all_count);
    row->any = read_facts(pack, node, "any", &row->any_count);
    row->none = read_facts(pack, node, "none", &row->none_count);
    row->report_to = read_report_to(pack, rules, node, &row->report_to_count);
}

typedef void read_one(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool flag);

/* What an entry is called, whatever its kind calls it; empty without a name. */
static bf_str name_of(const bf_yaml_node *entry)
{
    static const char *const keys[] = {"id", "key", "row"};
    const bf_yaml_node *name = NULL;
    for (size_t i = 0; i < COUNT(keys) && name == NULL; i++)
        name = bf_yaml_get(entry, bf_str_of(keys[i]));
    return name && name->kind == BF_YAML_SCALAR ? name->text : (bf_str){0};
}

/* Says whether an earlier entry of the list has this one's name. A user's pack replaces what was
 * shipped, but not what it says itself. */
static bool is_repeated(const bf_yaml_node *list, size_t number)
{
    bf_str name = name_of(&list->children[number]);
    for (size_t i = 0; i < number && name.length > 0; i++)
        if (bf_str_equal(name_of(&list->children[i]), name))
            return true;
    return false;
}

static void read_section(bf_pack *pack, bf_rules *rules, const char *key, read_one *read, bool flag)
{
    const bf_yaml_node *list = bf_yaml_get(pack->root, bf_str_of(key));
    if (list == NULL)
        return;
    if (list->kind != BF_YAML_SEQUENCE) {
        bf_pack_fault(pack, list, "\"%s\" is a list of entries", key);
        return;
    }
    for (size_t i = 0; i < list->count && !pack->no_memory; i++)
        if (is_repeated(list, i))
            bf_pack_fault(pack, &list->children[i], "the id \"%.*s\" is taken",
                          BF_STR_ARG(name_of(&list->children[i])));
        else
            read(pack, &list->children[i], rules, flag);
}

/* A local table replaces the shipped one as a whole: rows depend on their order. */
static void read_table(bf_pack *pack, bf_rules *rules, const char *key, bool conduct, bool local)
{
    const bf_yaml_node *table = bf_yaml_get(pack->root, bf_str_of(key));
    size_t *count = conduct ? &rules->conduct_count : &rules->credential_count;
    if (table == NULL)
        return;
    if (local)
        *count = 0;
    read_section(pack, rules, key, read_row, conduct);
    if (*count == 0)
        return;
    const bf_assessment_row *last = &(conduct ? rules->conduct : rules->credential)[*count - 1];
    if (last->all_count + last->any_count + last->none_count > 0)
        bf_pack_fault(pack, table, "the last row of a table has no conditions");
}

void bf_entries_read_sources(bf_pack *pack, bf_rules *rules, bool local)
{
    read_section(pack, rules, "sources", read_source, local);
}

/* A number of the pages pack that counts something; one of a later pack replaces it. */
static void read_count(bf_pack *pack, const char *key, size_t *out)
{
    const bf_yaml_node *value = bf_yaml_get(pack->root, bf_str_of(key));
    if (value == NULL)
        return;
    long count = bf_pack_integer(pack, pack->root, key, 0);
    if (count < 0)
        bf_pack_fault(pack, value, "\"%s\" is 0 or more", key);
    *out = count < 0 ? 0 : (size_t)count;
}

void bf_entries_read(bf_pack *pack, bf_rules *rules, bool local)
{
    read_section(pack, rules, "parts", read_part, local);
    read_section(pack, rules, "rules", read_rule, local);
    read_section(pack, rules, "claims", read_claim, local);
    read_section(pack, rules, "titles", read_title, local);
    read_section(pack, rules, "schools", read_school, local);
    read_section(pack, rules, "cues", read_cue, local);
    read_section(pack, rules, "signs", read_sign, local);
    read_section(pack, rules, "profiles", bf_site_entry_read, local);
    read_table(pack, rules, "conduct", true, local);
    read_table(pack, rules, "credential", false, local);
    read_count(pack, "thin_bytes", &rules->thin_bytes);
    read_count(pack, "small_image", &rules->small_image);
    read_count(pack, "least_images", &rules->least_images);
    if (bf_yaml_get(pack->root, BF_STR("abbreviations")))
        rules->abbreviations.items =
            bf_pack_texts(pack, pack->root, "abbreviations", &rules->abbreviations.count);
}
