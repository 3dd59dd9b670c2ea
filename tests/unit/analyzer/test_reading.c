/* test_reading.c: pages of sites that have a profile (rules/sites.yaml), from bytes to listings;
 * and what a page of the web's size asks of the heap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/analyzer/small_rules.h"

static char shown[4096];

static bf_reading read_site(const char *url, const char *html)
{
    const bf_page_limits limits = {0};
    bf_error err = {0};
    bf_reading reading;
    bf_page *page = bf_arena_take(arena, 1, sizeof *page);
    assert_non_null(page);
    assert_true(bf_page_from_html(bf_str_of(html), bf_str_of(url), &limits, arena, page, &err));
    assert_true(bf_reading_make(page, rules, scratch, arena, &reading, &err));
    return reading;
}

/* A listing as "name|place|phones|links to|its words". */
static const char *show(const bf_reading *reading, size_t number)
{
    const bf_listing *listing = &reading->listings.items[number];
    size_t used =
        (size_t)snprintf(shown, sizeof shown, "%.*s|%.*s %.*s|", BF_STR_ARG(listing->name),
                         BF_STR_ARG(listing->locality), BF_STR_ARG(listing->region));
    for (size_t i = 0; i < listing->phone_count; i++)
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%.*s ",
                                 BF_STR_ARG(listing->phones[i]));
    used +=
        (size_t)snprintf(shown + used, sizeof shown - used, "|%.*s|", BF_STR_ARG(listing->website));
    for (size_t i = 0; i < listing->block_count; i++) {
        const bf_block *block = &reading->document.blocks[listing->blocks[i].block];
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%.*s", i ? ", " : "",
                                 BF_STR_ARG(block->text));
    }
    return shown;
}

#define PERSON "<article data-kind=person>"

static void a_profile_finds_cards_that_no_sign_would(void **state)
{
    (void)state;
    bf_reading reading =
        read_site("https://results.example/find",
                  "<h1>Found</h1>" PERSON "<h2><a href='/ana'>Ana Example</a></h2><p>LMFT</p>"
                  "<address>Bend, OR</address><a href='tel:+15035550142'>Call</a> <a "
                  "href='//ana.example'>Website</a></article>" PERSON
                  "<h2>Ben Example</h2><p>Coach</p><aside>Similar: Cy, massage</aside></article>"
                  "<aside><a href='tel:+15035550199'>Our telephone</a></aside>");
    assert_int_equal(reading.listings.kind, BF_PAGE_DIRECTORY);
    assert_int_equal(reading.listings.count, 2);
    assert_string_equal(show(&reading, 0), "Ana Example|Bend OR|+15035550142 |https://ana.example/|"
                                           "Ana Example, LMFT, Bend, OR, Call Website");
    assert_true(reading.listings.items[0].partial && reading.listings.items[0].card);
    assert_true(bf_str_equal(reading.listings.items[0].key, BF_STR("https://results.example/ana")));
    assert_string_equal(show(&reading, 1), "Ben Example| |||Ben Example, Coach");
    assert_false(reading.listings.items[1].partial);
    assert_int_equal(reading.items[1].matches.count, 0); /* the massage is nobody's */
}

static void what_the_profile_asks_for_is_as_it_was_found(void **state)
{
    (void)state;
    bf_reading reading = read_site(
        "https://results.example/find",
        PERSON "<h2>Ana</h2><p>Bend, OR 97701. Our desk: (503) 555-0199, $90</p></article>" PERSON
               "<h2>Ben</h2></article>");
    assert_int_equal(reading.listings.count, 2);
    assert_string_equal(show(&reading, 0),
                        "Ana| |||Ana, Bend, OR 97701. Our desk: (503) 555-0199, $90");
    assert_int_equal(reading.listings.items[0].price_count, 0);
}

static void what_the_profile_leaves_out_is_read_from_the_blocks(void **state)
{
    (void)state;
    bf_reading reading = read_site(
        "https://one.example/ana",
        "<h2 class=card>x</h2><h1>Ana Example</h1><p>I offer to listen and to talk.</p><p>Bend, OR "
        "97701, (503) 555-0142</p><div id=similar><h3>Ben</h3>massage "
        "<a href='tel:+15035550199'>Call Ben</a></div>");
    assert_int_equal(reading.listings.kind, BF_PAGE_LISTING);
    assert_int_equal(reading.listings.count, 1);
    assert_string_equal(show(&reading, 0),
                        "Ana Example|Bend OR|+15035550142 ||x, Ana Example, I offer to listen and "
                        "to talk., Bend, OR 97701, (503) 555-0142");
    assert_int_equal(reading.items[0].matches.count, 0);
}

static void one_element_may_be_the_listing(void **state)
{
    (void)state;
    bf_reading reading =
        read_site("https://element.example/ana",
                  "<p>Our directory: massage</p><div class=bio><h1>Ana Example</h1><p>I offer to "
                  "listen. <a href=/b>More</a></p></div>");
    assert_int_equal(reading.listings.kind, BF_PAGE_LISTING);
    assert_int_equal(reading.listings.count, 1);
    assert_string_equal(show(&reading, 0), "Ana Example| |||"
                                           "Ana Example, I offer to listen. More");
    assert_false(reading.listings.items[0].card || reading.listings.items[0].partial);
    assert_true(bf_str_equal(reading.listings.items[0].key, BF_STR("https://element.example/ana")));
}

static void the_kind_that_a_profile_says_holds(void **state)
{
    (void)state;
    const char *html = "<h1>Ana Example</h1><p>I offer to listen and to talk.</p>";
    bf_reading reading = read_site("https://www.one.example/blog/1", html);
    assert_int_equal(reading.listings.kind, BF_PAGE_ARTICLE);
    assert_int_equal(reading.listings.count, 0);
    assert_int_equal(read_site("https://www.one.example/1", html).listings.count, 1);
}

static void a_site_that_has_changed_is_read_by_signs(void **state)
{
    (void)state;
    bf_reading reading = read_site("https://results.example/find",
                                   "<h1>Ana Example</h1><p>I offer to listen. (503) 555-0142</p>"
                                   "<aside>I offer massage</aside>");
    assert_int_equal(reading.listings.count, 1);
    assert_int_equal(reading.listings.items[0].phone_count, 1);
    assert_int_equal(reading.items[0].matches.count, 1);
}

static void a_profile_that_costs_too_much_is_told_of(void **state)
{
    (void)state;
    static const char words[] = "<h1>Ana</h1><p>I offer to listen and to talk.";
    char *html = bf_arena_take(arena, 90000 + sizeof words, 1);
    assert_non_null(html);
    for (size_t i = 0; i < 10000; i++)
        memcpy(html + 9 * i, "<p>offer ", 9);
    memcpy(html + 90000, words, sizeof words);
    bf_reading reading = read_site("https://dear.example/", html);
    assert_true(reading.profile.failed);
    assert_int_equal(reading.listings.count, 1);
}

/* The linker sends our calls of these here (tests/CMakeLists.txt), and not those of libraries. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_bf_arena_take(bf_arena *of, size_t count, size_t size);
void *__real_bf_arena_grow(bf_arena *of, void *items, size_t count, size_t *capacity, size_t size);
bool __real_bf_arena_copy(bf_arena *of, bf_str text, bf_str *out);
bool __real_bf_match_begin(const bf_rules *with, const bf_pattern_scratch *using, bf_arena *of,
                           bf_match_search *out, bf_error *err);
static size_t asked_outside; /* how often the heap was asked, but by an arena */
static int in_arena;

void *__wrap_malloc(size_t size)
{
    asked_outside += in_arena == 0;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    asked_outside += in_arena == 0;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    asked_outside += in_arena == 0;
    return __real_realloc(old, size);
}

void *__wrap_bf_arena_take(bf_arena *of, size_t count, size_t size)
{
    in_arena++;
    void *taken = __real_bf_arena_take(of, count, size);
    in_arena--;
    return taken;
}

void *__wrap_bf_arena_grow(bf_arena *of, void *items, size_t count, size_t *capacity, size_t size)
{
    in_arena++;
    void *grown = __real_bf_arena_grow(of, items, count, capacity, size);
    in_arena--;
    return grown;
}

bool __wrap_bf_arena_copy(bf_arena *of, bf_str text, bf_str *out)
{
    in_arena++;
    bool copied = __real_bf_arena_copy(of, text, out);
    in_arena--;
    return copied;
}

/* The first step with rules: what was asked before, to read URLs, does not count. */
bool __wrap_bf_match_begin(const bf_rules *with, const bf_pattern_scratch *using, bf_arena *of,
                           bf_match_search *out, bf_error *err)
{
    asked_outside = 0;
    return __real_bf_match_begin(with, using, of, out, err);
}

/* The pages of the corpus's `path`, one behind the other, until they take 190 kB. */
static const char *large_page(const char *path)
{
    enum { LEAST = 190 * 1000, FILE_MOST = 400 * 1000 };
    char *html = bf_arena_take(arena, LEAST + FILE_MOST + 1, 1);
    size_t used = 0;
    while (html && used < LEAST) {
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        size_t read = fread(html + used, 1, FILE_MOST, file);
        assert_int_equal(fclose(file), 0);
        assert_true(read > 0);
        used += read;
    }
    assert_non_null(html);
    return html;
}

static void all_rules_on_a_large_page_allocate_nothing_that_its_arena_does_not_own(void **state)
{
    (void)state;
    bf_rules *small = rules;
    bf_error err = {0};
    rules = bf_rules_load(BF_SOURCE_RULES_DIR, NULL, NULL, NULL, &err);
    assert_non_null(rules);
    const char *html =
        large_page(BF_SOURCE_DIR "/tests/corpus/pages/learn/wordpress-avada-tantra-temple.html");
    asked_outside = SIZE_MAX;
    bf_reading reading = read_site("https://temple.example/", html);
    assert_int_equal(asked_outside, 0);
    assert_true(reading.listings.count > 0 && reading.items[0].matches.count > 0);
    bf_rules_free(rules);
    rules = small;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_profile_finds_cards_that_no_sign_would),
        TEST(what_the_profile_asks_for_is_as_it_was_found),
        TEST(what_the_profile_leaves_out_is_read_from_the_blocks),
        TEST(one_element_may_be_the_listing),
        TEST(the_kind_that_a_profile_says_holds),
        TEST(a_site_that_has_changed_is_read_by_signs),
        TEST(a_profile_that_costs_too_much_is_told_of),
        TEST(all_rules_on_a_large_page_allocate_nothing_that_its_arena_does_not_own),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
