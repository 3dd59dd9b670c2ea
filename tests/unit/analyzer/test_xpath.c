/* test_xpath.c: XPath 1.0 over a document: its elements, attributes and text. */
#include "tests/support/arenas.h"

#include <stdlib.h>
#include <unistd.h>

#include <libxml/globals.h>

#include "analyzer/xpath.h"

static bf_document document;
static bf_xpath_tree *tree;
static char told[8192];

static void read_tree(const char *html)
{
    bf_error err = {0};
    bf_page page = page_of(bf_str_of(html), "https://ana.example/");
    assert_true(bf_document_read_all(&page, arena, &document, &err));
    tree = bf_xpath_tree_new(&document, arena, &err);
    assert_non_null(tree);
}

static int free_tree(void **state)
{
    bf_xpath_tree_free(tree);
    tree = NULL;
    return free_arena(state);
}

#define TREE_TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, free_tree)

static bf_xpath *compile(const char *expression)
{
    bf_error err = {0};
    if (!bf_xpath_check(bf_str_of(expression), false, &err))
        fail_msg("%s: %s", expression, err.message);
    bf_xpath *xpath = bf_xpath_compile(bf_str_of(expression), &err);
    assert_non_null(xpath);
    return xpath;
}

/* The texts that `expression` gives at `at`, "|" after each. */
static const char *texts(const char *expression, uint32_t at)
{
    bf_error err = {0};
    bf_xpath_texts found;
    bf_xpath *xpath = compile(expression);
    assert_true(bf_xpath_read(tree, xpath, at, &found, &err));
    told[0] = '\0';
    for (size_t i = 0, used = 0; i < found.count; i++)
        used +=
            (size_t)snprintf(told + used, sizeof told - used, "%.*s|", BF_STR_ARG(found.items[i]));
    bf_xpath_free(xpath);
    return told;
}

static bf_xpath_elements elements(const char *expression, uint32_t at)
{
    bf_error err = {0};
    bf_xpath_elements found;
    bf_xpath *xpath = compile(expression);
    assert_true(bf_xpath_find(tree, xpath, at, &found, &err));
    bf_xpath_free(xpath);
    return found;
}

static void elements_are_those_of_the_document_in_its_order(void **state)
{
    (void)state;
    read_tree("<title>Team</title><ul id=a><li>one<li>two<p>three</ul><ol><li>four</ol>");
    bf_xpath_elements found = elements("//ol/li | //ul/li | //ul | //text() | //@id", BF_NONE);
    assert_int_equal(found.count, 4);
    assert_view(document.elements[found.items[0]].id, "a");
    for (size_t i = 1; i < 4; i++) {
        assert_true(found.items[i] > found.items[i - 1]);
        assert_view(document.elements[found.items[i]].tag, "li");
    }
    assert_int_equal(elements("li[2]", found.items[0]).items[0], found.items[2]);
    assert_int_equal(elements("..", found.items[1]).items[0], found.items[0]);
    assert_int_equal(elements("//table", BF_NONE).count, 0);
}

static void texts_are_what_is_shown(void **state)
{
    (void)state;
    read_tree(
        "<title> Ana  | Therapy </title><body><script>no()</script><p>Call <b>Ana\n <i>E.</i></b>, "
        "now<br>or&nbsp; later</p><div>one<p>two</p>three</div><p hidden>555</p>"
        "<img alt=face><p></p>");
    static const char *const cases[][2] = {
        {"//title", "Ana | Therapy|"},
        {"//b", "Ana E.|"},
        {"//p", "Call Ana E., now or later|two|555|"},
        {"//div", "one two three|"},
        {"//div/text()", "one|three|"},
        {"//script", ""},
        {"substring-before(//title, ' | ')", "Ana|"},
        {"//img/@alt", "face|"},
        {"count(//p)", "4|"},
        {"'US'", "US|"},
        {"''", ""},
        {"//b[.='Ana E.']/..", "Call Ana E., now or later|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(texts(cases[i][0], BF_NONE), cases[i][1]);
}

static void text_outside_every_element_is_the_pages(void **state)
{
    (void)state;
    read_tree("<");
    assert_int_equal(document.element_count, 0);
    assert_string_equal(texts("/", BF_NONE), "<|");
    assert_string_equal(texts("//text()", BF_NONE), "<|");
}

static void an_icon_before_a_word_does_not_part_it(void **state)
{
    (void)state;
    read_tree("<dl><dt><img alt=phone> <span>Phone</span></dt><dd>(503) 555-0142</dd>"
              "<dt>Town</dt><dd>Oslo</dd></dl>");
    assert_string_equal(texts("//dt[.='Phone']/following-sibling::dd[1]", BF_NONE),
                        "(503) 555-0142|");
    assert_string_equal(texts("//dd[preceding-sibling::dt[1]='Town']", BF_NONE), "Oslo|");
}

static void every_attribute_can_be_asked_for(void **state)
{
    (void)state;
    read_tree("<p data-a-b='1 &amp;  2' class='x y' xlink:href=q href=''>w</p>");
    assert_string_equal(texts("//p/@data-a-b", BF_NONE), "1 & 2|");
    assert_string_equal(texts("//p/@*[name()='xlink:href']", BF_NONE), "q|");
    assert_string_equal(texts("//p[contains(concat(' ', @class, ' '), ' y ')]", BF_NONE), "w|");
    assert_string_equal(texts("//p/@href", BF_NONE), "");
    assert_string_equal(texts("//p/@none", BF_NONE), "");
}

static void what_holds_is_what_boolean_says(void **state)
{
    (void)state;
    bf_error err = {0};
    bool holds;
    static const struct {
        const char *expression;
        bool holds;
    } cases[] = {{"//p", true}, {"//h1", false}, {"true()", true},
                 {"''", false}, {"'no'", true},  {"count(//p) > 1", false}};
    read_tree("<p>a</p>");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_xpath *xpath = compile(cases[i].expression);
        assert_true(bf_xpath_holds(tree, xpath, BF_NONE, &holds, &err));
        assert_int_equal(holds, cases[i].holds);
        bf_xpath_free(xpath);
    }
}

static void what_cannot_be_asked_is_refused_with_its_byte(void **state)
{
    (void)state;
    static const struct {
        const char *expression;
        bool elements;
        unsigned column;
        const char *words;
    } cases[] = {
        {"//p[", false, 5, "no expression of XPath 1.0 from here on"},
        {"", false, 1, "no expression of XPath 1.0 from here on"},
        {"//p[document('x')]", false, 5,
         "no function of XPath 1.0 that a page can be asked: document"},
        {"id ('x')", false, 1, "no function of XPath 1.0 that a page can be asked: id"},
        {"//p[$x]", false, 5, "there are no variables"},
        {"//a:b", false, 3, "names have no prefixes here: *[name()='a:b'], not a"},
        {"count('x')", false, 1,
         "its parts do not fit together: a function has the wrong arguments"},
        {"count(//p)", true, 1, "here stands an expression that gives elements"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        assert_false(bf_xpath_check(bf_str_of(cases[i].expression), cases[i].elements, &err));
        assert_int_equal(err.code, BF_ERR_RULE);
        assert_string_equal(err.message, cases[i].words);
        assert_int_equal(err.column, cases[i].column);
    }
}

static void what_looks_like_a_fault_and_is_none_is_taken(void **state)
{
    (void)state;
    static const char *const sound[] = {
        "//p[.='$x' or (@a and (@b))]",
        "//*[name()='a:b']",
        "child::p/descendant-or-self::text()",
        "//p[(1 + 2) div (3) mod (2) = 1]",
        "string-length(normalize-space(//p)) > 3",
        "//comment()",
    };
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        bf_xpath_free(compile(sound[i]));
}

static void an_expression_too_long_is_refused(void **state)
{
    (void)state;
    bf_error err = {0};
    char long_one[BF_XPATH_MOST_BYTES + 2];
    memset(long_one, 'a', sizeof long_one);
    assert_true(bf_xpath_check((bf_str){long_one, BF_XPATH_MOST_BYTES}, true, &err));
    assert_false(bf_xpath_check((bf_str){long_one, BF_XPATH_MOST_BYTES + 1}, true, &err));
    assert_int_equal(err.code, BF_ERR_RULE);
    err = (bf_error){0};
    assert_false(bf_xpath_check((bf_str){"//p\0q", 5}, true, &err));
    assert_int_equal(err.code, BF_ERR_RULE);
}

/* `count` times `piece`. */
static char *repeat(const char *piece, size_t count)
{
    size_t length = strlen(piece);
    char *text = malloc(count * length + 1);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * length, piece, length);
    text[count * length] = '\0';
    return text;
}

static void a_page_that_is_too_large_has_no_tree(void **state)
{
    (void)state;
    static const struct {
        const char *piece;
        size_t count;
    } cases[] = {{"<p>a</p>", BF_XPATH_MOST_ELEMENTS}, {"<p a b c d e f g h i j k>", 10 * 1000}};
    for (size_t i = 0; i < 2; i++) {
        bf_error err = {0};
        char *html = repeat(cases[i].piece, cases[i].count);
        bf_page page = page_of(bf_str_of(html), "https://ana.example/");
        assert_true(bf_document_read_all(&page, arena, &document, &err));
        assert_null(bf_xpath_tree_new(&document, arena, &err));
        assert_int_equal(err.code, BF_ERR_LIMIT);
        free(html);
    }
}

static void a_page_that_makes_an_expression_dear_is_given_up(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_xpath_texts found;
    char *html = repeat("<p>a</p>", 10 * 1000);
    read_tree(html);
    bf_xpath *dear = compile("//p[preceding::p[.='b']]"), *cheap = compile("//p[1]");
    assert_true(bf_xpath_read(tree, cheap, BF_NONE, &found, &err));
    assert_false(bf_xpath_read(tree, dear, BF_NONE, &found, &err));
    assert_int_equal(err.code, BF_ERR_LIMIT);
    err = (bf_error){0};
    assert_false(bf_xpath_read(tree, cheap, BF_NONE, &found, &err)); /* all have one measure */
    assert_int_equal(err.code, BF_ERR_LIMIT);
    bf_xpath_free(dear);
    bf_xpath_free(cheap);
    free(html);
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    char *html = repeat("<p class=x>words</p>", 10 * 1000);
    bf_arena *small = bf_arena_new(1024 * 1024);
    bf_page page = page_of(bf_str_of(html), "https://ana.example/");
    assert_true(bf_document_read_all(&page, arena, &document, &err));
    assert_null(bf_xpath_tree_new(&document, small, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
    free(html);
}

/* From allocation `fail_from` on libxml2 has none. */
static size_t allocations, fail_from;

static void *failing_malloc(size_t size)
{
    return ++allocations >= fail_from ? NULL : malloc(size);
}

static void *failing_realloc(void *old, size_t size)
{
    return ++allocations >= fail_from ? NULL : realloc(old, size);
}

static char *failing_strdup(const char *text)
{
    return ++allocations >= fail_from ? NULL : strdup(text);
}

/* It would tell of its want of memory on standard error, and of what comes of it as a fault of the
 * expression. */
static void compiling_without_memory_is_that_error_and_prints_nothing(void **state)
{
    (void)state;
    char printed[256];
    bf_xpath *xpath = NULL;
    bf_error err = {.code = BF_ERR_MEMORY};
    int kept = dup(STDERR_FILENO);
    FILE *said = tmpfile();
    assert_non_null(said);
    dup2(fileno(said), STDERR_FILENO);
    xmlMemSetup(free, failing_malloc, failing_realloc, failing_strdup);
    for (fail_from = 1; xpath == NULL && err.code == BF_ERR_MEMORY; fail_from++) {
        allocations = 0;
        err = (bf_error){0};
        xpath = bf_xpath_compile(BF_STR("//p[position() > 1][.='b']"), &err);
    }
    xmlMemSetup(free, malloc, realloc, strdup);
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(said);
    if (fgets(printed, sizeof printed, said) != NULL)
        fail_msg("printed: %s", printed);
    fclose(said);
    if (xpath == NULL)
        fail_msg("allocation %zu: %s", fail_from - 1, err.message);
    assert_true(fail_from > 30);
    bf_xpath_free(xpath);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TREE_TEST(elements_are_those_of_the_document_in_its_order),
        TREE_TEST(texts_are_what_is_shown),
        TREE_TEST(text_outside_every_element_is_the_pages),
        TREE_TEST(an_icon_before_a_word_does_not_part_it),
        TREE_TEST(every_attribute_can_be_asked_for),
        TREE_TEST(what_holds_is_what_boolean_says),
        cmocka_unit_test(what_cannot_be_asked_is_refused_with_its_byte),
        cmocka_unit_test(what_looks_like_a_fault_and_is_none_is_taken),
        cmocka_unit_test(an_expression_too_long_is_refused),
        TREE_TEST(a_page_that_is_too_large_has_no_tree),
        TREE_TEST(a_page_that_makes_an_expression_dear_is_given_up),
        TREE_TEST(want_of_memory_is_an_error),
        cmocka_unit_test(compiling_without_memory_is_that_error_and_prints_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
