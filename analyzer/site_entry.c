/* site_entry.c: the profile of a site, read from a rule file: its hosts, its expressions, and the
 * examples that show what is read. */
#include "analyzer/site_entry.h"

#include "analyzer/entry.h"
#include "analyzer/xpath.h"
#include "common/buf.h"
#include "common/url.h"

enum { URL_BYTES = 4096 };

void bf_site_entry_release(void *entry)
{
    bf_site_profile *site = entry;
    bf_pattern_free(site->path);
}

/* --- Which pages it is for ----------------------------------------------------------------------
 */

/* Says whether `host` is one as a URL has it: lower case, A-labels. */
static bool is_host(bf_pack *pack, bf_str host)
{
    bf_buf text;
    bf_str view;
    bf_url url;
    bf_error wrong = {0};
    bf_buf_init(&text, URL_BYTES);
    bf_buf_append_format(&text, "https://%.*s/", BF_STR_ARG(host));
    bool is = bf_buf_view(&text, "host", &view, &wrong) &&
              bf_url_parse(view, NULL, pack->arena, &url, &wrong) && bf_str_equal(url.host, host);
    pack->no_memory = pack->no_memory || wrong.code == BF_ERR_MEMORY;
    bf_buf_free(&text);
    return is;
}

static void read_hosts(bf_pack *pack, const bf_yaml_node *node, bf_site_profile *site)
{
    const bf_yaml_node *hosts = bf_yaml_get(node, BF_STR("host"));
    site->hosts = bf_pack_texts(pack, node, "host", &site->host_count);
    if (hosts == NULL)
        bf_pack_fault(pack, node, "the key \"host\" is missing");
    for (size_t i = 0; i < site->host_count; i++) {
        bf_str host = site->hosts[i];
        if (!is_host(pack, bf_str_starts(host, BF_STR("*.")) ? bf_str_after(host, 2) : host))
            bf_pack_fault(pack, hosts->kind == BF_YAML_SCALAR ? hosts : &hosts->children[i],
                          "\"%.*s\" is no host as a URL has it: example.com, or *.example.com for "
                          "all under it",
                          BF_STR_ARG(host));
    }
}

static bool shares_host(const bf_site_profile *a, const bf_site_profile *b, bf_str *host)
{
    for (size_t i = 0; i < a->host_count; i++)
        for (size_t k = 0; k < b->host_count; k++)
            if (bf_str_equal(a->hosts[i], b->hosts[k])) {
                *host = a->hosts[i];
                return true;
            }
    return false;
}

/* Two profiles for the same pages: one of them would never be asked. */
static void refuse_twins(bf_pack *pack, const bf_yaml_node *node, const bf_rules *rules,
                         const bf_site_profile *site)
{
    bf_str host;
    for (size_t i = 0; i < rules->profile_count; i++) {
        const bf_site_profile *other = &rules->profiles[i];
        if (other == site || !bf_str_equal(other->path_text, site->path_text) ||
            !shares_host(other, site, &host))
            continue;
        bf_pack_fault(pack, bf_yaml_get(node, BF_STR("host")),
                      "%.*s has the profile \"%.*s\" already, for the same paths", BF_STR_ARG(host),
                      BF_STR_ARG(other->id));
        return;
    }
}

/* --- Expressions --------------------------------------------------------------------------------
 */

/* The expression at `key`; empty, with a fault where there is one that cannot be, without. */
static bf_str read_expression(bf_pack *pack, const bf_yaml_node *node, const char *key,
                              bool elements)
{
    const bf_yaml_node *value = bf_yaml_get(node, bf_str_of(key));
    bf_error wrong = {0};
    if (value == NULL)
        return (bf_str){0};
    bf_str text = bf_pack_text(pack, node, key, true);
    if (text.length == 0 || bf_xpath_check(text, elements, &wrong))
        return text;
    if (wrong.code == BF_ERR_MEMORY)
        pack->no_memory = true;
    bf_yaml_node at = *value;
    at.column += wrong.column > 0 ? wrong.column - 1 + at.quoted : 0;
    bf_pack_fault(pack, &at, "in \"%s\": %s", key, wrong.message);
    return (bf_str){0};
}

/* Puts the keys of the fields first in `keys`. */
static void name_fields(const char **keys)
{
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT; field++)
        keys[field] = bf_profile_field_name(field);
}

/* A field is asked of each listing: from the root of the page it would be the same for all. */
static void read_fields(bf_pack *pack, const bf_yaml_node *node, bf_site_profile *site)
{
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT; field++) {
        const char *key = bf_profile_field_name(field);
        site->fields[field] = read_expression(pack, node, key, false);
        if (site->listing.length > 0 && bf_str_starts(site->fields[field], BF_STR("/")))
            bf_pack_fault(pack, bf_yaml_get(node, bf_str_of(key)),
                          "\"%s\" is asked of each listing: begin it with . (.//h2)", key);
    }
}

/* Says whether it speaks of listings, rightly or not. */
static bool has_fields(const bf_yaml_node *node)
{
    bool has = bf_yaml_get(node, BF_STR("listing")) != NULL;
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT; field++)
        has = has || bf_yaml_get(node, bf_str_of(bf_profile_field_name(field)));
    return has;
}

static void read_kind(bf_pack *pack, const bf_yaml_node *node, bf_site_profile *site)
{
    const char *kinds[BF_PAGE_KIND_COUNT];
    for (bf_page_kind kind = 0; kind < BF_PAGE_KIND_COUNT; kind++)
        kinds[kind] = bf_page_kind_name(kind);
    site->kind = (bf_page_kind)bf_pack_choice(pack, node, "kind", kinds, BF_PAGE_KIND_COUNT,
                                              BF_PAGE_KIND_COUNT);
    bool advertises = site->kind == BF_PAGE_LISTING || site->kind == BF_PAGE_DIRECTORY;
    if (site->kind == BF_PAGE_DIRECTORY && bf_yaml_get(node, BF_STR("listing")) == NULL)
        bf_pack_fault(pack, node, "a directory needs \"listing\": where each of them stands");
    else if (site->kind != BF_PAGE_KIND_COUNT && !advertises && has_fields(node))
        bf_pack_fault(pack, node, "a page of kind \"%s\" has no listings, and so no fields",
                      kinds[site->kind]);
    else if (bf_yaml_get(node, BF_STR("kind")) == NULL && !has_fields(node) &&
             bf_yaml_get(node, BF_STR("not_listing")) == NULL)
        bf_pack_fault(pack, node, "it says nothing of a page: neither its kind nor its listings");
}

/* --- Examples -----------------------------------------------------------------------------------
 */

static void read_expected(bf_pack *pack, const bf_yaml_node *node, bf_profile_expected *out)
{
    const char *keys[BF_PROFILE_FIELD_COUNT + 2] = {[BF_PROFILE_FIELD_COUNT] = "text"};
    name_fields(keys);
    if (!bf_pack_keys(pack, node, keys))
        return;
    for (bf_profile_field field = 0; field < BF_PROFILE_FIELD_COUNT; field++)
        out->texts[field] = bf_pack_texts(pack, node, keys[field], &out->text_counts[field]);
    out->words = bf_pack_texts(pack, node, "text", &out->word_count);
}

static void read_example(bf_pack *pack, const bf_yaml_node *node, bf_profile_example *out)
{
    static const char *const keys[] = {"url", "html", "listings", "nobody", NULL};
    const bf_yaml_node *listings = bf_yaml_get(node, BF_STR("listings"));
    if (!bf_pack_keys(pack, node, keys))
        return;
    out->line = node->line;
    out->column = node->column;
    out->url = bf_pack_text(pack, node, "url", true);
    out->html = bf_pack_text(pack, node, "html", true);
    out->nobody = bf_pack_texts(pack, node, "nobody", &out->nobody_count);
    if (listings == NULL || listings->kind != BF_YAML_SEQUENCE) {
        bf_pack_fault(pack, listings ? listings : node,
                      "\"listings\" is a list of what is read, [] for none");
        return;
    }
    out->listings = bf_arena_take(pack->arena, listings->count, sizeof *out->listings);
    pack->no_memory = pack->no_memory || out->listings == NULL;
    for (size_t i = 0; out->listings && i < listings->count; i++)
        read_expected(pack, &listings->children[i], &out->listings[out->listing_count++]);
}

static void read_examples(bf_pack *pack, const bf_yaml_node *node, bf_site_profile *site)
{
    const bf_yaml_node *tests = bf_yaml_get(node, BF_STR("tests"));
    if (tests == NULL || tests->kind != BF_YAML_SEQUENCE || tests->count == 0) {
        bf_pack_fault(pack, tests ? tests : node,
                      "\"tests\" is a list of pages, one at least: url, html, listings");
        return;
    }
    site->tests = bf_arena_take(pack->arena, tests->count, sizeof *site->tests);
    pack->no_memory = pack->no_memory || site->tests == NULL;
    for (size_t i = 0; site->tests && i < tests->count; i++)
        read_example(pack, &tests->children[i], &site->tests[site->test_count++]);
}

void bf_site_entry_read(bf_pack *pack, const bf_yaml_node *node, bf_rules *rules, bool local)
{
    const char *keys[BF_PROFILE_FIELD_COUNT + 9] = {[BF_PROFILE_FIELD_COUNT] = "id",
                                                    "host",
                                                    "path",
                                                    "kind",
                                                    "listing",
                                                    "not_listing",
                                                    "tests",
                                                    "enabled"};
    const bf_entry_array array = {(void **)&rules->profiles, &rules->profile_count,
                                  &rules->profile_capacity, sizeof *rules->profiles,
                                  bf_site_entry_release};
    const bf_yaml_node *path = bf_yaml_get(node, BF_STR("path"));
    name_fields(keys);
    bf_site_profile *site = bf_entry_begin(pack, &array, node, keys, "id", local);
    if (site == NULL)
        return;
    site->place = bf_pack_place(pack, node);
    read_hosts(pack, node, site);
    site->path_text = bf_pack_text(pack, node, "path", false);
    if (path && path->kind == BF_YAML_SCALAR)
        site->path = bf_pack_expressions(pack, path);
    refuse_twins(pack, node, rules, site);
    site->listing = read_expression(pack, node, "listing", true);
    site->not_listing = read_expression(pack, node, "not_listing", true);
    read_fields(pack, node, site);
    read_kind(pack, node, site);
    read_examples(pack, node, site);
}
