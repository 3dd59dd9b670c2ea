/* fuzz_analysis.c: any bytes as a page, read with the shipped rules. Promises: each line is JSON
 * with the schema's first keys; every quote stands in a text of the page; equal input gives equal
 * lines, but for `run`; the interpreter finds what JIT finds. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/reading.h"
#include "bonafide/analysis.h"
#include "common/buf.h"
#include "common/json.h"
#include "common/utf8.h"

static bf_rules *rules;
static bf_arena *arena;

static void load(void)
{
    bf_error err = {0};
    const char *folder = getenv("BONAFIDE_RULES");
    rules = bf_rules_load(folder ? folder : "rules", NULL, NULL, NULL, &err);
    arena = bf_arena_new((size_t)1 << 30);
    assert(rules != NULL && arena != NULL);
}

/* Appends a line without its last member, which is "run". */
static bool keep_line(const bf_report_line *line, void *user)
{
    bf_buf *lines = user;
    size_t run = bf_str_find(line->json, BF_STR(",\"run\":{"), 0);
    const bf_json_limits strict = {.strict = true};
    bf_error err = {0};
    for (size_t next = run; next != SIZE_MAX;
         next = bf_str_find(line->json, BF_STR(",\"run\":{"), run + 1))
        run = next;
    assert(run != SIZE_MAX && bf_utf8_valid(line->json));
    assert(bf_str_find(line->json, BF_STR("\n"), 0) == SIZE_MAX);
    cJSON *root = bf_json_parse(line->json, &strict, &err);
    assert(root != NULL && strcmp(root->child->string, "schema") == 0);
    cJSON_Delete(root);
    bf_buf_append(lines, bf_str_slice(line->json, 0, run));
    bf_buf_append_char(lines, '\n');
    return true;
}

static void analyze(const bf_page *page, bool interpret, bf_buf *lines)
{
    const bf_analysis_settings settings = {.all_pages = true, .interpret = interpret};
    bf_error err = {0};
    assert(bf_analyze(page, rules, &settings, arena, keep_line, lines, &err));
}

static void check_quotes(const bf_page *page)
{
    bf_reading reading;
    bf_error err = {0};
    bf_pattern_scratch *scratch = bf_pattern_scratch_new(false);
    assert(scratch != NULL && bf_reading_make(page, rules, scratch, arena, &reading, &err));
    for (size_t i = 0; i < reading.listings.count; i++) {
        const bf_reading_listing *item = &reading.items[i];
        for (size_t k = 0; k < item->matches.count; k++) {
            const bf_match *match = &item->matches.items[k];
            const bf_listing_block *block = &item->listing->blocks[match->at];
            bf_str shown = reading.document.blocks[block->block].text;
            assert(match->exact.length > 0 && bf_utf8_valid(match->exact));
            assert(bf_str_find(shown, match->exact, 0) != SIZE_MAX);
        }
    }
    bf_pattern_scratch_free(scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const bf_page_limits limits = {0};
    bf_str html = {(const char *)data, size}, first, second;
    bf_buf lines, again;
    bf_error err = {0};
    bf_page page;
    if (rules == NULL)
        load();
    bf_buf_init(&lines, 1 << 28);
    bf_buf_init(&again, 1 << 28);
    assert(bf_page_from_html(html, BF_STR("https://ana.example/"), &limits, arena, &page, &err));
    check_quotes(&page);
    analyze(&page, false, &lines);
    analyze(&page, true, &again);
    assert(bf_buf_view(&lines, "lines", &first, &err) &&
           bf_buf_view(&again, "lines", &second, &err));
    assert(bf_str_equal(first, second));
    bf_buf_free(&lines);
    bf_buf_free(&again);
    bf_arena_reset(arena);
    return 0;
}
