/* fuzz_profile.c: any bytes as a page of a site that has a profile: the first byte says which of
 * the shipped ones. Promises: the tree that XPath asks has each element once, and each text of the
 * page once and in order; listings are elements, in order, none in another or in what is nobody's;
 * every field is valid UTF-8 without blanks at its ends; equal input gives equal listings. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyzer/profile.h"
#include "analyzer/xpath.h"
#include "common/buf.h"
#include "common/utf8.h"

static bf_rules *rules;
static bf_pattern_scratch *scratch;
static bf_arena *arena;

static void load(void)
{
    bf_error err = {0};
    const char *folder = getenv("BONAFIDE_RULES");
    rules = bf_rules_load(folder ? folder : "rules", NULL, NULL, NULL, &err);
    scratch = bf_pattern_scratch_new(false);
    arena = bf_arena_new((size_t)1 << 30);
    assert(rules != NULL && rules->profile_count > 0 && scratch != NULL && arena != NULL);
}

/* Appends `text` without white space. */
static void append_bare(bf_buf *out, bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] != ' ' && text.bytes[i] != '\n' && text.bytes[i] != '\t')
            bf_buf_append_char(out, text.bytes[i]);
}

static bf_str ask(bf_xpath_tree *tree, bf_str expression)
{
    bf_error err = {0};
    bf_xpath_texts texts;
    bf_xpath *xpath = bf_xpath_compile(expression, &err);
    assert(xpath != NULL && bf_xpath_read(tree, xpath, BF_NONE, &texts, &err));
    bf_xpath_free(xpath);
    return texts.count > 0 ? texts.items[0] : (bf_str){0};
}

static void check_tree(const bf_document *document)
{
    bf_error err = {0};
    bf_buf shown, told;
    char count[24];
    bf_xpath_tree *tree = bf_xpath_tree_new(document, arena, &err);
    if (tree == NULL) {
        assert(err.code == BF_ERR_LIMIT);
        return;
    }
    bf_buf_init(&shown, 1 << 28);
    bf_buf_init(&told, 1 << 28);
    snprintf(count, sizeof count, "%zu", document->element_count);
    assert(bf_str_equal(ask(tree, BF_STR("count(//*)")), bf_str_of(count)));
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].kind != BF_BLOCK_VALUE ||
            document->blocks[i].field == BF_FIELD_TITLE)
            append_bare(&shown, document->blocks[i].text);
    append_bare(&told, ask(tree, BF_STR("string(/)")));
    assert(document->truncated ||
           bf_str_equal((bf_str){shown.bytes, shown.length}, (bf_str){told.bytes, told.length}));
    bf_buf_free(&shown);
    bf_buf_free(&told);
    bf_xpath_tree_free(tree);
}

static void check_text(bf_str text)
{
    assert(bf_utf8_valid(text) && bf_str_trim(text).length == text.length);
}

static void check_listings(const bf_profile *profile, const bf_document *document)
{
    size_t after = 0;
    for (size_t i = 0; i < profile->advertisers.count; i++) {
        const bf_advertiser *item = &profile->advertisers.items[i];
        check_text(item->name);
        check_text(item->headline);
        check_text(item->locality);
        check_text(item->region);
        check_text(item->website);
        assert(item->element != BF_NONE || profile->advertisers.count == 1);
        if (item->element == BF_NONE)
            continue;
        assert(item->element < document->element_count && item->element >= after);
        assert(!bf_profile_drops_element(profile, item->element));
        after = (size_t)document->elements[item->element].last + 1;
    }
    assert(!profile->failed || (profile->advertisers.count == 0 && profile->nobody_count == 0));
    assert(profile->advertisers.count > 0 || profile->site->listing.length == 0 ||
           profile->kind == BF_PAGE_KIND_COUNT);
}

static bf_profile read_profile(const bf_page *page, bf_document *document, size_t which)
{
    bf_error err = {0};
    bf_profile profile = {.site = &rules->profiles[which], .kind = BF_PAGE_KIND_COUNT};
    assert(bf_document_read_all(page, arena, document, &err));
    assert(bf_profile_read(&profile, document, arena, &err));
    return profile;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const bf_page_limits limits = {0};
    bf_error err = {0};
    bf_page page;
    bf_document document, again;
    if (rules == NULL)
        load();
    bf_str html = bf_str_after((bf_str){(const char *)data, size}, 1);
    size_t which = size > 0 ? data[0] % rules->profile_count : 0;
    assert(bf_page_from_html(html, BF_STR("https://a.example/"), &limits, arena, &page, &err));
    bf_profile first = read_profile(&page, &document, which);
    bf_profile second = read_profile(&page, &again, which);
    check_listings(&first, &document);
    check_tree(&document);
    assert(first.advertisers.count == second.advertisers.count);
    for (size_t i = 0; i < first.advertisers.count; i++)
        assert(bf_str_equal(first.advertisers.items[i].name, second.advertisers.items[i].name));
    bf_arena_reset(arena);
    return 0;
}
