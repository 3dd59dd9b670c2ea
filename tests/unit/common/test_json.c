/* test_json.c: all JSON from outside: what is mended, what is refused, and where. */
#include "tests/support/views.h"

#include <stdlib.h>

#include "common/buf.h"
#include "common/json.h"

static const bf_json_limits lenient = {0}, strict = {.strict = true};

/* Parses, and prints what came out; to be freed. */
static char *parsed(bf_str text, const bf_json_limits *limits)
{
    bf_error err = {0};
    cJSON *root = bf_json_parse(text, limits, &err);
    if (root == NULL)
        fail_msg("\"%.*s\": %s", BF_STR_ARG(text), err.message);
    assert_int_equal(err.code, BF_OK);
    char *printed = cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    return printed;
}

static void check(bf_str text, const bf_json_limits *limits, const char *expected)
{
    char *printed = parsed(text, limits);
    assert_string_equal(printed, expected);
    free(printed);
}

static void check_refused(bf_str text, const bf_json_limits *limits, const char *words,
                          unsigned line, unsigned column)
{
    bf_error err = {0};
    if (bf_json_parse(text, limits, &err) != NULL)
        fail_msg("\"%.*s\" was read", BF_STR_ARG(text));
    assert_error(err, BF_ERR_FORMAT, words);
    if (err.line != line || err.column != column)
        fail_msg("\"%.*s\": %u:%u, not %u:%u: %s", BF_STR_ARG(text), err.line, err.column, line,
                 column, err.message);
}

static void what_rfc_8259_allows_is_read_strict_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *text, *printed;
    } cases[] = {
        {"null", "null"},
        {" true ", "true"},
        {"\"\"", "\"\""},
        {"[]", "[]"},
        {"{}", "{}"},
        {"[-0,0,10,-1.5,1e3,1E+3,1e-3,0.25]", "[-0,0,10,-1.5,1000,1000,0.001,0.25]"},
        {"\t\r\n {\"a\" : [1 , {\"b\":null} ] }\n", "{\"a\":[1,{\"b\":null}]}"},
        {"\"\\u00e9\\ud83d\\ude00\\n\\/\"", "\"\xC3\xA9\xF0\x9F\x98\x80\\n/\""},
        {"\"// no comment /* none */ ,]\"", "\"// no comment /* none */ ,]\""},
        {"\"\x7F\"", "\"\x7F\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check(bf_str_of(cases[i].text), &strict, cases[i].printed);
        check(bf_str_of(cases[i].text), &lenient, cases[i].printed);
    }
}

static void what_pages_get_wrong_is_mended_and_strictly_refused(void **state)
{
    (void)state;
#define R "\xEF\xBF\xBD"
    const struct {
        bf_str text;
        const char *printed;
    } cases[] = {
        {BF_STR("[1,2,]"), "[1,2]"},
        {BF_STR("{\"a\":1, /* last */ }"), "{\"a\":1}"},
        {BF_STR("[1, // one\n// two\n//three\n2]"), "[1,2]"},
        {BF_STR("/* head */ [1 /**/ , /*,]*/ 2] // tail"), "[1,2]"},
        {BF_STR("/*/ not the end yet */ 1"), "1"},
        {BF_STR("\"a\\ud83dz\""), "\"a" R "z\""},
        {BF_STR("\"\\ude00\\ud83d\""), "\"" R R "\""},
        {BF_STR("\"\\u0000\""), "\"" R "\""},
        {BF_STR("\"a\nb\tc\x01\""), "\"a\\nb\\tc\\u0001\""},
        {BF_STR("\"a\0b\""), "\"a" R "b\""},
        {BF_STR("\"\xC3(\xFF\""), "\"" R "(" R "\""},
        {BF_STR("{\"\xE9\":1}"), "{\"" R "\":1}"},
        {BF_STR("\xEF\xBB\xBF[1]"), "[1]"},
        {BF_STR(" \xEF\xBB\xBF [1];"), "[1]"},
        {BF_STR("<!--\n[1]\n-->"), "[1]"},
        {BF_STR("<!--\n[1];\n//-->"), "[1]"},
        {BF_STR("//<![CDATA[\n[1]\n//]]>"), "[1]"},
        {BF_STR("<![CDATA[[1]]]>"), "[1]"},
        {BF_STR("[1] ; "), "[1]"},
        {BF_STR("[1]\f"), "[1]"},
        {BF_STR("[1,\0\x01\xC2\xA0\xEF\xBB\xBF\xE2\x80\xA8 2]"), "[1,2]"},
        {BF_STR("{\"a\":[1]"), "{\"a\":[1]}"}, /* one bracket missing */
        {BF_STR("[{\"a\":1},"), "[{\"a\":1}]"},
        {BF_STR("\"it\\'s\""), "\"it's\""},
        {BF_STR("{&quot;a&quot;: &quot;b &amp;amp; c &#8217;&quot;}"),
         "{\"a\":\"b &amp; c \xE2\x80\x99\"}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        check(cases[i].text, &lenient, cases[i].printed);
        if (bf_json_parse(cases[i].text, &strict, &err) != NULL)
            fail_msg("strict: \"%.*s\" was read", BF_STR_ARG(cases[i].text));
        assert_int_equal(err.code, BF_ERR_FORMAT);
        assert_true(err.line > 0 && err.column > 0);
    }
}

static void what_is_no_json_is_refused_at_its_place(void **state)
{
    (void)state;
    const struct {
        bf_str text;
        const char *words;
        unsigned line, column;
    } cases[] = {
        {BF_STR(""), "nothing there", 1, 1},
        {BF_STR("\n \n"), "nothing there", 3, 1},
        {BF_STR("// only a comment"), "nothing there", 1, 18},
        {BF_STR("[1 2]"), "expected a comma or a closing bracket", 1, 4},
        {BF_STR("[1/**/2]"), "expected a comma or a closing bracket", 1, 7},
        {BF_STR("[tr ue]"), "expected a value or \"]\"", 1, 2},
        {BF_STR("[1,nul]"), "expected a value", 1, 4},
        {BF_STR("[nullx]"), "expected a comma or a closing bracket", 1, 6},
        {BF_STR("[1,,2]"), "expected a value", 1, 4},
        {BF_STR("[,]"), "expected a value or \"]\"", 1, 2},
        {BF_STR("\n\n  {x}"), "expected a name or \"}\"", 3, 4},
        {BF_STR("{'a':1}"), "expected a name or \"}\"", 1, 2},
        {BF_STR("{\"a\":1,2}"), "expected a name", 1, 8},
        {BF_STR("\xEF\xBB\xBF\n<!--\n{\"a\" 1}"), "expected a colon", 3, 6},
        {BF_STR("{\n\"a\": \"\xFF\x01\",\n\"b\" 1}"), "expected a colon", 3, 5},
        {BF_STR("[\"a\":1]"), "expected a comma or a closing bracket", 1, 5},
        {BF_STR("{\"a\":}"), "expected a value", 1, 6},
        {BF_STR("[1]\n[2]"), "expected nothing more", 2, 1},
        {BF_STR("1,"), "expected nothing more", 1, 2},
        {BF_STR("[-]"), "a number that there is not", 1, 2},
        {BF_STR("[1.]"), "a number that there is not", 1, 2},
        {BF_STR("{\n\"a\":[1\n"), "the text ends inside an object or array", 2, 7},
        {BF_STR("{\"a\":"), "the text ends inside an object or array", 1, 6},
        {BF_STR("[{\"a\""), "the text ends inside an object or array", 1, 6},
        {BF_STR("[1 /* to the end"), "expected a comma or a closing bracket", 1, 4},
        {BF_STR("[1, /* to the end"), "expected a value", 1, 5},
        {BF_STR("[\"a"), "the text ends inside a string", 1, 4},
        {BF_STR("[\"a\\"), "an escape that there is not", 1, 4},
        {BF_STR("\"\\x41\""), "an escape that there is not", 1, 2},
        {BF_STR("\"\\u12g4\""), "an escape that there is not", 1, 2},
        {BF_STR("]"), "a bracket that closes nothing", 1, 1},
        {BF_STR("[1]\n}"), "a bracket that closes nothing", 2, 1},
        {BF_STR("[1}"), "a bracket that closes nothing", 1, 3},
        {BF_STR("{\"a\":1]"), "a bracket that closes nothing", 1, 7},
        {BF_STR("[{]}"), "a bracket that closes nothing", 1, 3},
        {BF_STR("[\xC3\xA9]"), "expected a value or \"]\"", 1, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_refused(cases[i].text, &lenient, cases[i].words, cases[i].line, cases[i].column);
}

static void numbers_are_strictly_those_of_rfc_8259(void **state)
{
    (void)state;
    static const char *const cases[] = {"01",  "-01", "1.",  "-",     "-.5", "1.e5", "1e",
                                        "1e+", "1-1", "0x1", "1.2.3", "00",  "1ee1"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        assert_null(bf_json_parse(bf_str_of(cases[i]), &strict, &err));
        assert_int_equal(err.code, BF_ERR_FORMAT);
    }
    check(BF_STR("[01,000,00.5]"), &lenient, "[1,0,0.5]"); /* pages write such */
}

static bf_buf nested(size_t depth)
{
    bf_buf text;
    bf_buf_init(&text, 10 * depth + 10);
    for (size_t i = 0; i < depth; i++)
        bf_buf_append(&text, i % 2 ? BF_STR("{\"a\":") : BF_STR("["));
    bf_buf_append(&text, BF_STR("1"));
    for (size_t i = depth; i-- > 0;)
        bf_buf_append_char(&text, i % 2 ? '}' : ']');
    return text;
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    static const struct {
        size_t limit, depth;
        bool read;
    } cases[] = {{0, 64, true}, {0, 65, false}, {2, 2, true}, {2, 3, false}, {0, 500000, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_json_limits limits = {.depth = cases[i].limit};
        bf_buf text = nested(cases[i].depth);
        bf_error err = {0};
        cJSON *root = bf_json_parse((bf_str){text.bytes, text.length}, &limits, &err);
        assert_int_equal(root != NULL, cases[i].read);
        if (!cases[i].read)
            assert_error(err, BF_ERR_LIMIT, "nested too deep");
        cJSON_Delete(root);
        bf_buf_free(&text);
    }
}

static void brackets_one_after_the_other_are_not_deep(void **state)
{
    (void)state;
    bf_json_limits limits = {.depth = 2};
    check(BF_STR("[[],{},[],{}]"), &limits, "[[],{},[],{}]");
}

static void a_text_is_bounded_in_bytes_and_in_values(void **state)
{
    (void)state;
    bf_json_limits few = {.bytes = 5};
    bf_error err = {0};
    bf_buf text;
    check(BF_STR("[1,2]"), &few, "[1,2]");
    assert_null(bf_json_parse(BF_STR("[1,23]"), &few, &err));
    assert_error(err, BF_ERR_LIMIT, "more than 5 bytes");
    bf_buf_init(&text, 4 << 20);
    bf_buf_append_char(&text, '[');
    for (size_t i = 0; i < 1000 * 1000; i++)
        bf_buf_append(&text, BF_STR("1,"));
    bf_buf_append(&text, BF_STR("1]"));
    assert_null(bf_json_parse((bf_str){text.bytes, text.length}, &lenient, &err));
    assert_error(err, BF_ERR_LIMIT, "more values than are read");
    bf_json_limits one = {.values = 1};
    check(BF_STR("[1]"), &one, "[1]");
    assert_null(bf_json_parse(BF_STR("[1,2]"), &one, &err));
    bf_buf_free(&text);
}

static void comments_and_commas_of_any_number_take_linear_time(void **state)
{
    (void)state;
    bf_buf text;
    bf_buf_init(&text, 16 << 20);
    bf_buf_append_char(&text, '[');
    for (size_t i = 0; i < 400000; i++)
        bf_buf_append(&text, BF_STR("1,/**/ //\n"));
    bf_buf_append(&text, BF_STR("]"));
    char *printed = parsed((bf_str){text.bytes, text.length}, &lenient);
    assert_int_equal(strlen(printed), 2 * 400000 + 1);
    free(printed);
    bf_buf_free(&text);
}

static void a_value_is_taken_and_what_follows_it_is_left(void **state)
{
    (void)state;
    static const struct {
        const char *text, *printed, *rest;
    } cases[] = {
        {"{\"a\":1};window.b = {\"c\":2}", "{\"a\":1}", ";window.b = {\"c\":2}"},
        {" [1,] || {}", "[1]", "|| {}"},
        {"\"x\" /* said */ )", "\"x\"", ")"},
        {"7", "7", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        bf_str rest = bf_str_of(cases[i].text);
        cJSON *root = bf_json_take(&rest, &lenient, &err);
        assert_non_null(root);
        char *printed = cJSON_PrintUnformatted(root);
        assert_string_equal(printed, cases[i].printed);
        assert_same_view(rest, bf_str_of(cases[i].rest));
        free(printed);
        cJSON_Delete(root);
    }
    static const char *const broken[] = {"", "{\"a\":1", "{a:1};", "(function(){return 1})()"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        bf_error err = {0};
        bf_str rest = bf_str_of(broken[i]);
        assert_null(bf_json_take(&rest, &lenient, &err));
        assert_int_equal(err.code, BF_ERR_FORMAT);
        assert_same_view(rest, bf_str_of(broken[i]));
    }
}

static void members_are_found_with_their_case_and_texts_only_in_strings(void **state)
{
    (void)state;
    bf_error err = {0};
    cJSON *root =
        bf_json_parse(BF_STR("{\"Name\":\"x\",\"name\":\"Ana\",\"n\":1}"), &lenient, &err);
    assert_view(bf_json_text(bf_json_member(root, "name")), "Ana");
    assert_view(bf_json_text(bf_json_member(root, "Name")), "x");
    assert_null(bf_json_member(root, "NAME"));
    assert_view(bf_json_text(bf_json_member(root, "n")), "");
    assert_view(bf_json_text(root), "");
    assert_view(bf_json_text(NULL), "");
    assert_null(bf_json_member(NULL, "name"));
    assert_null(bf_json_member(bf_json_member(root, "n"), "name"));
    cJSON_Delete(root);
}

static void a_text_of_any_length_is_added_whole_and_an_empty_one_as_null(void **state)
{
    (void)state;
    char text[3001];
    cJSON *line = cJSON_CreateObject();
    for (size_t i = 0; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "é", 2); /* no end after it */
    text[sizeof text - 1] = 'x';
    bf_json_add_text(line, "long", (bf_str){text, sizeof text - 1});
    bf_json_add_text(line, "part", bf_str_slice(BF_STR("Ana Example"), 0, 3));
    bf_json_add_text(line, "none", (bf_str){0});
    bf_str added = bf_json_text(bf_json_member(line, "long"));
    assert_int_equal(added.length, sizeof text - 1);
    assert_memory_equal(added.bytes, text, added.length);
    assert_view(bf_json_text(bf_json_member(line, "part")), "Ana");
    assert_true(cJSON_IsNull(bf_json_member(line, "none")));
    cJSON_Delete(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_rfc_8259_allows_is_read_strict_or_not),
        cmocka_unit_test(what_pages_get_wrong_is_mended_and_strictly_refused),
        cmocka_unit_test(what_is_no_json_is_refused_at_its_place),
        cmocka_unit_test(numbers_are_strictly_those_of_rfc_8259),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(brackets_one_after_the_other_are_not_deep),
        cmocka_unit_test(a_text_is_bounded_in_bytes_and_in_values),
        cmocka_unit_test(comments_and_commas_of_any_number_take_linear_time),
        cmocka_unit_test(a_value_is_taken_and_what_follows_it_is_left),
        cmocka_unit_test(members_are_found_with_their_case_and_texts_only_in_strings),
        cmocka_unit_test(a_text_of_any_length_is_added_whole_and_an_empty_one_as_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
