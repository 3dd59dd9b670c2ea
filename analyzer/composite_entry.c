/* composite_entry.c: what a rule of several parts needs, read from a rule file. */
#include "analyzer/composite_entry.h"

enum { MOST_SENTENCES = 100 };

/* Reads "sentence", "paragraph", "listing" or "3 sentences". */
static bf_reach read_reach(bf_pack *pack, const bf_yaml_node *value)
{
    static const struct {
        const char *word;
        bf_reach reach;
    } words[] = {
        {"sentence", {BF_SPAN_SENTENCE, 1}},
        {"paragraph", {BF_SPAN_PARAGRAPH, 1}},
        {"listing", {BF_SPAN_LISTING, 1}},
    };
    bf_str rest = value->kind == BF_YAML_SCALAR ? value->text : (bf_str){0};
    uint64_t sentences;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (bf_str_equal(bf_str_of(words[i].word), rest))
            return words[i].reach;
    if (bf_take_decimal(&rest, MOST_SENTENCES, &sentences) && sentences > 0 &&
        bf_str_equal(rest, BF_STR(" sentences")))
        return (bf_reach){BF_SPAN_SENTENCE, (unsigned)sentences};
    bf_pack_fault(pack, value,
                  "\"%.*s\" is none of: sentence, paragraph, listing, 2 sentences (to %d)",
                  BF_STR_ARG(value->text), MOST_SENTENCES);
    return words[0].reach;
}

/* What the composite needs by the name `id`; NULL: nothing. */
static const bf_part_use *find_need(const bf_composite *composite, bf_str id)
{
    for (size_t i = 0; i < composite->need_count; i++)
        if (bf_str_equal(composite->needs[i].id, id))
            return &composite->needs[i];
    return NULL;
}

/* Adds the part that `name` names to what is needed. One that stood twice would fill two slots with
 * the same words. */
static void add_need(bf_pack *pack, const bf_yaml_node *name, size_t slot, bf_composite *composite)
{
    bf_part_use use = {.line = name->line, .column = name->column, .slot = slot};
    if (name->kind != BF_YAML_SCALAR || name->text.length == 0) {
        bf_pack_fault(pack, name, "here stands the id of a part");
        return;
    }
    if (find_need(composite, name->text))
        bf_pack_fault(pack, name, "the part \"%.*s\" is needed already", BF_STR_ARG(name->text));
    else if (bf_arena_copy(pack->arena, name->text, &use.id))
        composite->needs[composite->need_count++] = use;
    else
        pack->no_memory = true;
}

/* Reads one member of `all`: a part, or a list of which any one is enough. */
static void read_member(bf_pack *pack, const bf_yaml_node *member, bf_composite *composite)
{
    size_t slot = composite->member_count++;
    if (member->kind != BF_YAML_SEQUENCE)
        add_need(pack, member, slot, composite);
    else if (member->count == 0)
        bf_pack_fault(pack, member, "here stands a part, or a list of parts");
    for (size_t i = 0; member->kind == BF_YAML_SEQUENCE && i < member->count; i++)
        add_need(pack, &member->children[i], slot, composite);
}

/* The list at `key` of `needs`; NULL, with a fault unless the key is missing, when there is none.
 */
static const bf_yaml_node *list_at(bf_pack *pack, const bf_yaml_node *needs, const char *key)
{
    const bf_yaml_node *list = bf_yaml_get(needs, bf_str_of(key));
    if (list == NULL || (list->kind == BF_YAML_SEQUENCE && list->count > 0))
        return list;
    bf_pack_fault(pack, list, "\"%s\" is a list of parts", key);
    return NULL;
}

static size_t count_names(const bf_yaml_node *list)
{
    size_t names = 0;
    for (size_t i = 0; list && i < list->count; i++)
        names += list->children[i].kind == BF_YAML_SEQUENCE ? list->children[i].count : 1;
    return names;
}

/* Parts of `any` get their slot with their group, when they are known. */
static void read_any(bf_pack *pack, const bf_yaml_node *needs, const bf_yaml_node *any,
                     bf_composite *composite)
{
    const bf_yaml_node *least = bf_yaml_get(needs, BF_STR("least_groups"));
    long groups = bf_pack_integer(pack, needs, "least_groups", any ? 1 : 0);
    if (any == NULL && least)
        bf_pack_fault(pack, least, "\"least_groups\" counts the groups of \"any\"");
    else if (least && groups < 1)
        bf_pack_fault(pack, least, "\"least_groups\" is 1 or more");
    composite->least_groups = groups > 0 ? (size_t)groups : 0;
    for (size_t i = 0; any && i < any->count; i++)
        add_need(pack, &any->children[i], composite->member_count, composite);
}

static void read_needs(bf_pack *pack, const bf_yaml_node *needs, bf_composite *composite)
{
    static const char *const keys[] = {"within", "all", "any", "least_groups", NULL};
    if (!bf_pack_keys(pack, needs, keys))
        return;
    const bf_yaml_node *within = bf_yaml_get(needs, BF_STR("within"));
    const bf_yaml_node *all = list_at(pack, needs, "all"), *any = list_at(pack, needs, "any");
    if (within)
        composite->within = read_reach(pack, within);
    else
        bf_pack_fault(pack, needs, "the key \"within\" is missing");
    if (bf_yaml_get(needs, BF_STR("all")) == NULL && bf_yaml_get(needs, BF_STR("any")) == NULL)
        bf_pack_fault(pack, needs, "it needs parts: \"all\", or \"any\", or both");
    composite->needs =
        bf_arena_take(pack->arena, count_names(all) + count_names(any), sizeof *composite->needs);
    pack->no_memory = pack->no_memory || composite->needs == NULL;
    if (pack->no_memory)
        return;
    for (size_t i = 0; all && i < all->count; i++)
        read_member(pack, &all->children[i], composite);
    read_any(pack, needs, any, composite);
}

static void read_unless(bf_pack *pack, const bf_yaml_node *unless, bf_composite *composite)
{
    if (unless->kind != BF_YAML_MAPPING) {
        bf_pack_fault(pack, unless, "\"unless\" is a mapping of parts to how near they may stand");
        return;
    }
    composite->unless = bf_arena_take(pack->arena, unless->count, sizeof *composite->unless);
    pack->no_memory = pack->no_memory || composite->unless == NULL;
    for (size_t i = 0; composite->unless && i < unless->count; i++) {
        const bf_yaml_node *near = &unless->children[i];
        bf_part_use *use = &composite->unless[composite->unless_count++];
        *use = (bf_part_use){
            .line = near->key_line, .column = near->key_column, .reach = read_reach(pack, near)};
        if (!bf_arena_copy(pack->arena, near->key, &use->id))
            pack->no_memory = true;
    }
}

/* The part to quote: the first without the key. */
static void read_quote(bf_pack *pack, const bf_yaml_node *node, bf_composite *composite)
{
    const bf_yaml_node *quote = bf_yaml_get(node, BF_STR("quote"));
    bf_str id = bf_pack_text(pack, node, "quote", false);
    composite->quote = quote ? find_need(composite, id) : composite->needs;
    if (quote && composite->quote == NULL)
        bf_pack_fault(pack, quote, "\"quote\" is none of the parts that it needs: %.*s",
                      BF_STR_ARG(id));
}

bf_composite *bf_composite_entry_read(bf_pack *pack, const bf_yaml_node *node)
{
    static const char *const of_patterns[] = {"find", "pattern", "scope", "fields", "negation"};
    static const char *const of_composites[] = {"unless", "quote"};
    const bf_yaml_node *needs = bf_yaml_get(node, BF_STR("needs")), *other;
    const bf_yaml_node *unless = bf_yaml_get(node, BF_STR("unless"));
    for (size_t i = 0; needs && i < sizeof of_patterns / sizeof *of_patterns; i++)
        if ((other = bf_yaml_get(node, bf_str_of(of_patterns[i]))) != NULL)
            bf_pack_fault_at_key(pack, other, "with \"needs\", its parts have \"%s\"",
                                 of_patterns[i]);
    for (size_t i = 0; !needs && i < sizeof of_composites / sizeof *of_composites; i++)
        if ((other = bf_yaml_get(node, bf_str_of(of_composites[i]))) != NULL)
            bf_pack_fault_at_key(pack, other, "there is \"%s\" only with \"needs\"",
                                 of_composites[i]);
    bf_composite *composite = needs ? bf_arena_take(pack->arena, 1, sizeof *composite) : NULL;
    pack->no_memory = pack->no_memory || (needs && composite == NULL);
    if (composite == NULL)
        return NULL;
    read_needs(pack, needs, composite);
    if (unless)
        read_unless(pack, unless, composite);
    read_quote(pack, node, composite);
    return composite;
}

/* What resolving one composite needs. */
typedef struct {
    const bf_rules *rules;
    const bf_rule *rule;
    bf_composite_entry_fault *fault;
    void *user;
} resolving;

static void tell(const resolving *job, bf_error *fault, const bf_part_use *use)
{
    const bf_rule_place place = {job->rule->place.file, use->line, use->column};
    job->fault(fault, &place, job->user);
}

static bool find_part(const resolving *job, bf_part_use *use)
{
    bf_error fault = {0};
    for (size_t i = 0; i < job->rules->rule_count; i++)
        if (job->rules->rules[i].part && bf_str_equal(job->rules->rules[i].id, use->id)) {
            use->part = &job->rules->rules[i];
            return true;
        }
    bf_fail(&fault, BF_ERR_RULE, "no part \"%.*s\" in any pack", BF_STR_ARG(use->id));
    tell(job, &fault, use);
    return false;
}

/* Gives the parts of `any`, from number `first` on, a slot a group. */
static void number_groups(bf_composite *composite, size_t first)
{
    composite->group_count = 0;
    for (size_t i = first; i < composite->need_count; i++) {
        bf_part_use *use = &composite->needs[i];
        use->slot = composite->member_count + composite->group_count;
        for (size_t k = first; k < i; k++)
            if (bf_str_equal(composite->needs[k].part->group, use->part->group))
                use->slot = composite->needs[k].slot;
        composite->group_count += use->slot == composite->member_count + composite->group_count;
    }
}

void bf_composite_entry_resolve(const bf_rules *rules, const bf_rule *rule,
                                bf_composite_entry_fault *fault, void *user)
{
    const resolving job = {rules, rule, fault, user};
    bf_composite *composite = rule->composite;
    bool known = true;
    size_t first = 0;
    bf_error few = {0};
    for (size_t i = 0; i < composite->need_count; i++)
        known = find_part(&job, &composite->needs[i]) && known;
    for (size_t i = 0; i < composite->unless_count; i++)
        known = find_part(&job, &composite->unless[i]) && known;
    while (first < composite->need_count && composite->needs[first].slot < composite->member_count)
        first++;
    if (!known || first == composite->need_count)
        return;
    number_groups(composite, first);
    if (composite->least_groups <= composite->group_count)
        return;
    bf_fail(&few, BF_ERR_RULE, "the parts of \"any\" have %zu group%s, and \"least_groups\" is %zu",
            composite->group_count, composite->group_count == 1 ? "" : "s",
            composite->least_groups);
    tell(&job, &few, &composite->needs[first]);
}
