/* test_document_conformance.c: pages beside what browsers make of them: the tree construction tests
 * of html5lib and the encoding tests of the W3C, which Debian ships with Go's HTML parser
 * (golang-golang-x-net-dev). Only the text that a reader is shown is compared, since libxml2 builds
 * no HTML 5 tree. Where we differ stands in document_differences.txt, each with its reason. White
 * space is not compared: the trees do not say what a browser sets apart. */
#include "tests/support/arenas.h"
#include "tests/support/differences.h"

#include <stdlib.h>

#include "analyzer/document.h"
#include "common/utf8.h"

#define SHIPPED "/usr/share/gocode/src/golang.org/x/net/html/"
#define DIFFERENCES BF_SOURCE_DIR "/tests/unit/analyzer/document_differences.txt"

enum { CUTS = 8, MOST_TREE = 1024, TEXT_BYTES = 1 << 20 };

/* --- What a test of html5lib says ----------------------------------------------------------------
 * Sections, each behind a line of its name: "#data" is the page, "#document-fragment" the element
 * that it is the content of, "#document" the tree, a node a line. */

typedef struct {
    bf_str page, context, tree;
} tree_test;

/* The lines of the section `name` of `test`, without the last line end; empty when there is none.
 */
static bf_str section_of(bf_str test, bf_str name, bf_str next)
{
    size_t begin = bf_str_starts(test, name) ? 0 : bf_str_find(test, name, 0);
    if (begin == SIZE_MAX)
        return (bf_str){0};
    begin += name.length;
    size_t end = bf_str_find(test, next, begin - 1); /* its line end may be ours */
    return bf_str_slice(test, begin, end == SIZE_MAX || end < begin ? begin : end);
}

/* Takes the next test of a file; false: there is none. */
static bool take_test(bf_str *rest, tree_test *out)
{
    const bf_str first = BF_STR("#data\n");
    if (!bf_str_starts(*rest, first))
        return false;
    size_t end = bf_str_find(*rest, BF_STR("\n#data\n"), first.length - 1);
    bf_str test = bf_str_slice(*rest, 0, end);
    *rest = bf_str_after(*rest, end == SIZE_MAX ? rest->length : end + 1);
    out->page = section_of(test, first, BF_STR("\n#errors\n"));
    out->context = section_of(test, BF_STR("\n#document-fragment\n"), BF_STR("\n"));
    size_t tree = bf_str_find(test, BF_STR("\n#document\n"), 0);
    assert_int_not_equal(tree, SIZE_MAX);
    out->tree = bf_str_after(test, tree + sizeof "\n#document\n" - 1);
    return true;
}

/* --- The text that the tree shows ----------------------------------------------------------------
 */

typedef enum { SHOWN, DRAWING, NOT_SHOWN } visibility;

/* Elements whose content a browser does not show; of drawings see below. */
static const char *const not_shown[] = {"audio",    "canvas",   "datalist", "iframe",
                                        "noembed",  "noframes", "script",   "style",
                                        "template", "title",    "video"};

/* What an element "svg g", "math mi" or "p" shows of its content, in one that shows `outside`. */
static visibility visibility_of(bf_str name, visibility outside)
{
    bool drawn = bf_str_starts(name, BF_STR("svg "));
    if (outside == NOT_SHOWN)
        return NOT_SHOWN;
    if (bf_str_equal(name, BF_STR("svg svg")))
        return DRAWING;
    if (bf_str_equal(name, BF_STR("svg text")) || bf_str_equal(name, BF_STR("svg foreignObject")))
        return SHOWN;
    for (size_t i = 0; i < sizeof not_shown / sizeof *not_shown; i++)
        if (bf_str_equal(drawn ? bf_str_after(name, 4) : name, bf_str_of(not_shown[i])))
            return NOT_SHOWN;
    return outside;
}

/* Takes the next node of the tree, which may be a text of many lines, and how deep it stands. */
static bool take_node(bf_str *rest, bf_str *node, size_t *depth)
{
    const bf_str mark = BF_STR("| ");
    size_t begin = mark.length;
    if (!bf_str_starts(*rest, mark))
        return false;
    while (begin < rest->length && rest->bytes[begin] == ' ')
        begin++;
    *depth = begin / 2 - 1;
    bool text = bf_str_starts(bf_str_after(*rest, begin), BF_STR("\""));
    size_t end = bf_str_find(*rest, text ? BF_STR("\"\n| ") : BF_STR("\n| "), begin + 1);
    end = end == SIZE_MAX ? rest->length : end + text;
    *node = bf_str_slice(*rest, begin, end);
    *rest = bf_str_after(*rest, end + (end < rest->length));
    return true;
}

/* Appends the texts that `test` shows, and nothing between them. */
static void append_expected(const tree_test *test, bf_buf *out)
{
    bool drawn = bf_str_starts(test->context, BF_STR("svg "));
    visibility open[MOST_TREE] = {visibility_of(test->context, drawn ? DRAWING : SHOWN)};
    bf_str rest = bf_str_trim(test->tree), node;
    size_t depth;
    while (take_node(&rest, &node, &depth)) {
        assert_true(depth + 1 < MOST_TREE);
        if (bf_str_equal(node, BF_STR("content"))) /* of a template */
            open[depth + 1] = open[depth];
        else if (bf_str_starts(node, BF_STR("<")) && !bf_str_starts(node, BF_STR("<!")))
            open[depth + 1] = visibility_of(bf_str_slice(node, 1, node.length - 1), open[depth]);
        else if (bf_str_starts(node, BF_STR("\"")) && open[depth] == SHOWN)
            bf_buf_append(out, bf_str_slice(node, 1, node.length - 1));
    }
}

/* --- The text that the document shows ------------------------------------------------------------
 */

/* Makes the page of a test: that of a fragment has the start tag of its context before it. */
static void append_page(const tree_test *test, bf_buf *out)
{
    bf_str context = test->context, space = {0};
    bool whole = context.length == 0 || bf_str_equal(context, BF_STR("html")) ||
                 bf_str_equal(context, BF_STR("head")) || bf_str_equal(context, BF_STR("body"));
    if (bf_str_find(context, BF_STR(" "), 0) != SIZE_MAX)
        bf_str_take_part(&context, ' ', &space);
    if (space.length > 0)
        bf_buf_append_format(out, "<%.*s>", BF_STR_ARG(space));
    if (!whole && !bf_str_equal(context, space))
        bf_buf_append_format(out, "<%.*s>", BF_STR_ARG(context));
    bf_buf_append(out, test->page);
}

/* Reads `html`, which is UTF-8 but for what a cut left of a character. */
static bf_document read_html(bf_str html)
{
    bf_error err = {0};
    bf_page page = page_of(html, "https://ana.example/");
    bf_document document;
    page.charset = BF_STR("utf-8");
    assert_true(bf_document_read(&page, arena, &document, &err));
    return document;
}

static void append_shown(const bf_document *document, bf_buf *out)
{
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].field == BF_FIELD_TEXT)
            bf_buf_append(out, document->blocks[i].text);
}

/* Takes out of `text` what is no matter of a tree: white space, and controls, which nobody sees. */
static void keep_visible(bf_buf *text)
{
    size_t length = 0;
    for (size_t i = 0; i < text->length; i++) {
        unsigned char c = (unsigned char)text->bytes[i];
        if (c == 0xC2 && i + 1 < text->length && (unsigned char)text->bytes[i + 1] == 0xA0)
            i++;
        else if (c > ' ' && c != 0x7F)
            text->bytes[length++] = text->bytes[i];
    }
    text->length = length;
}

/* --- html5lib ------------------------------------------------------------------------------------
 */

static void check_test(const tree_test *test, bf_str name, differences *list)
{
    bf_buf page, expected, got;
    bf_buf_init(&page, TEXT_BYTES);
    bf_buf_init(&expected, TEXT_BYTES);
    bf_buf_init(&got, TEXT_BYTES);
    append_page(test, &page);
    append_expected(test, &expected);
    bf_document document = read_html((bf_str){page.bytes, page.length});
    append_shown(&document, &got);
    keep_visible(&expected);
    keep_visible(&got);
    assert_false(page.failed || expected.failed || got.failed);
    bf_str wanted = {expected.bytes, expected.length}, is = {got.bytes, got.length};
    if (!bf_str_equal(wanted, is))
        note_difference(list, name, wanted, is);
    bf_buf_free(&page);
    bf_buf_free(&expected);
    bf_buf_free(&got);
}

/* Called once a test of html5lib; `name` is its file and number. */
typedef void tree_test_visit(const tree_test *test, bf_str name, differences *list);

static size_t each_test_of(const char *path, tree_test_visit *visit, differences *list)
{
    bf_buf text;
    tree_test test;
    size_t count = 0;
    read_file(path, &text);
    bf_str rest = {text.bytes, text.length};
    while (take_test(&rest, &test)) {
        char name[256];
        snprintf(name, sizeof name, "%s %zu", path + sizeof SHIPPED "testdata/" - 1, ++count);
        bf_arena_reset(arena);
        visit(&test, bf_str_of(name), list);
    }
    bf_buf_free(&text);
    return count;
}

static size_t each_test(tree_test_visit *visit, differences *list)
{
    static const char *const patterns[] = {SHIPPED "testdata/*/*.dat",
                                           SHIPPED "testdata/*/*/*.dat"};
    size_t count = 0;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        glob_t found;
        find_shipped(patterns[i], &found);
        for (size_t j = 0; j < found.gl_pathc; j++)
            count += each_test_of(found.gl_pathv[j], visit, list);
        globfree(&found);
    }
    return count;
}

static void a_page_shows_the_text_that_a_browser_shows(void **state)
{
    (void)state;
    static differences list;
    read_differences(&list, DIFFERENCES, (bf_str){0});
    size_t count = each_test(check_test, &list);
    print_message("%zu pages, %zu listed as read otherwise\n", count, list.count);
    assert_true(count > 1700);
    end_differences(&list);
}

/* Reads the page as far as each of some places, which may be inside a tag or a character. */
static void check_cuts(const tree_test *test, bf_str name, differences *list)
{
    bf_buf page;
    (void)name;
    (void)list;
    bf_buf_init(&page, TEXT_BYTES);
    append_page(test, &page);
    for (size_t i = 1; i <= CUTS; i++) {
        bf_document document = read_html((bf_str){page.bytes, page.length * i / (CUTS + 1)});
        for (size_t j = 0; j < document.block_count; j++)
            assert_true(bf_utf8_valid(document.blocks[j].text) &&
                        document.blocks[j].offset <= document.body.length);
        bf_arena_reset(arena);
    }
    bf_buf_free(&page);
}

static void a_page_that_ends_anywhere_is_read_up_to_there(void **state)
{
    (void)state;
    assert_true(each_test(check_cuts, NULL) > 1700);
}

/* --- Encodings -----------------------------------------------------------------------------------
 * A page of the W3C has an element "box" whose class is that of its style sheet only in the right
 * encoding; most pages write the class, in references, after "div." in their text too. The table
 * of Go's own test, in its source, says what the server declares, and the encoding. */

typedef struct {
    bf_str file, declared, encoding;
} encoding_test;

/* Takes `{"file", "declared", "encoding"},` from the table. */
static bool take_encoding_test(bf_str *rest, encoding_test *out)
{
    bf_str *const fields[] = {&out->file, &out->declared, &out->encoding};
    bf_str line, part;
    if (!bf_str_take_line(rest, &line) || !bf_str_starts(bf_str_trim(line), BF_STR("{\"")))
        return false;
    for (size_t i = 0; i < 3; i++)
        if (!bf_str_take_part(&line, '"', &part) || !bf_str_take_part(&line, '"', fields[i]))
            return false;
    return true;
}

/* The class that the page says its box should have; empty when it does not say so. */
static bf_str class_told(const bf_document *document)
{
    const bf_str before = BF_STR(".test div.");
    for (size_t i = 0; i < document->block_count; i++) {
        bf_str text = document->blocks[i].text;
        size_t at = bf_str_find(text, before, 0);
        if (at == SIZE_MAX)
            continue;
        text = bf_str_after(text, at + before.length);
        return bf_str_slice(text, 0, bf_str_find(text, BF_STR("."), 0));
    }
    return (bf_str){0};
}

static bf_str class_of_box(const bf_document *document)
{
    for (size_t i = 0; i < document->element_count; i++)
        if (bf_str_equal(document->elements[i].id, BF_STR("box")))
            return document->elements[i].classes;
    return (bf_str){0};
}

/* What a server sends: a head with the declared type, and the file. */
static bf_document read_declared(const encoding_test *test)
{
    char path[256];
    bf_buf message, file;
    bf_page page;
    bf_document document;
    bf_error err = {0};
    snprintf(path, sizeof path, SHIPPED "charset/testdata/%.*s", BF_STR_ARG(test->file));
    read_file(path, &file);
    bf_buf_init(&message, TEXT_BYTES);
    bf_buf_append(&message, BF_STR("HTTP/1.1 200 OK\r\n"));
    if (test->declared.length > 0)
        bf_buf_append_format(&message, "Content-Type: %.*s\r\n", BF_STR_ARG(test->declared));
    bf_buf_append(&message, BF_STR("\r\n"));
    bf_buf_append(&message, (bf_str){file.bytes, file.length});
    assert_true(bf_page_from_http((bf_str){message.bytes, message.length},
                                  BF_STR("https://ana.example/"), &no_limits, arena, &page, &err));
    assert_true(bf_document_read(&page, arena, &document, &err));
    bf_buf_free(&file);
    bf_buf_free(&message);
    return document;
}

static void a_page_has_the_encoding_that_its_server_or_itself_declares(void **state)
{
    (void)state;
    bf_buf source;
    encoding_test test;
    size_t count = 0, told = 0;
    read_file(SHIPPED "charset/charset_test.go", &source);
    bf_str rest = {source.bytes, source.length}, line;
    while (bf_str_take_line(&rest, &line) && !bf_str_starts(line, BF_STR("var sniffTestCases")))
        ;
    bf_str_take_line(&rest, &line); /* names of the fields */
    bf_str_take_line(&rest, &line); /* the end of the type */
    for (; take_encoding_test(&rest, &test); count++) {
        bf_document document = read_declared(&test);
        bf_str class = class_told(&document);
        bf_str box = class_of_box(&document);
        bool same = class.length == 0 || bf_str_equal(box, class);
        if (!same || document.bad_bytes > 0 || !bf_str_equal(document.encoding, test.encoding))
            fail_msg("%.*s: %.*s, %zu bad bytes, class \"%.*s\"", BF_STR_ARG(test.file),
                     BF_STR_ARG(document.encoding), document.bad_bytes, BF_STR_ARG(box));
        told += class.length > 0;
    }
    bf_buf_free(&source);
    assert_int_equal(count, 11);
    assert_int_equal(told, 9); /* not those in UTF-16 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_shows_the_text_that_a_browser_shows),
        TEST(a_page_that_ends_anywhere_is_read_up_to_there),
        TEST(a_page_has_the_encoding_that_its_server_or_itself_declares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
