/* test_yaml.c: YAML files as people write rules and settings, and faults with their places. */
#include "tests/support/views.h"

#include "common/buf.h"
#include "common/yaml.h"

static bf_yaml *parse(bf_str text)
{
    bf_error err = {0};
    bf_yaml *yaml = bf_yaml_parse(text, BF_STR("pack.yaml"), &err);
    if (yaml == NULL)
        fail_msg("%u:%u: %s", err.line, err.column, err.message);
    assert_int_equal(err.code, BF_OK);
    return yaml;
}

static void check_refused(bf_str text, const char *words, unsigned line, unsigned column)
{
    bf_error err = {0};
    if (bf_yaml_parse(text, BF_STR("pack.yaml"), &err) != NULL)
        fail_msg("\"%.*s\" was read", BF_STR_ARG(text));
    assert_error(err, BF_ERR_FORMAT, words);
    assert_string_equal(err.file, "pack.yaml");
    if (err.line != line || err.column != column)
        fail_msg("\"%.*s\": %u:%u, not %u:%u: %s", BF_STR_ARG(text), err.line, err.column, line,
                 column, err.message);
}

static void every_node_knows_its_place(void **state)
{
    (void)state;
    bf_yaml *yaml = parse(BF_STR("pack: prohibited\n"
                                 "rules:\n"
                                 "  - id: one\n"
                                 "    words: [rub, 'stroke']\n"));
    const bf_yaml_node *root = bf_yaml_root(yaml);
    assert_int_equal(root->kind, BF_YAML_MAPPING);
    assert_int_equal(root->count, 2);
    assert_view(bf_yaml_name(yaml), "pack.yaml");
    const bf_yaml_node *pack = bf_yaml_get(root, BF_STR("pack"));
    assert_view(pack->text, "prohibited");
    assert_view(pack->key, "pack");
    assert_int_equal(pack->key_line, 1);
    assert_int_equal(pack->key_column, 1);
    assert_int_equal(pack->line, 1);
    assert_int_equal(pack->column, 7);
    const bf_yaml_node *rules = bf_yaml_get(root, BF_STR("rules"));
    assert_int_equal(rules->kind, BF_YAML_SEQUENCE);
    assert_int_equal(rules->count, 1);
    const bf_yaml_node *words = bf_yaml_get(&rules->children[0], BF_STR("words"));
    assert_int_equal(words->kind, BF_YAML_SEQUENCE);
    assert_int_equal(words->key_line, 4);
    assert_int_equal(words->key_column, 5);
    assert_view(words->children[1].text, "stroke");
    assert_int_equal(words->children[1].line, 4);
    assert_int_equal(words->children[1].column, 18);
    assert_int_equal(words->children[1].key.length, 0);
    assert_int_equal(words->children[1].key_line, 0);
    bf_yaml_free(yaml);
    bf_yaml_free(NULL);
}

static void a_scalar_says_whether_it_was_quoted(void **state)
{
    (void)state;
    static const struct {
        const char *text, *value;
        bool quoted;
    } cases[] = {
        {"a: 12", "12", false},
        {"a: '12'", "12", true},
        {"a: \"1\\t2\"", "1\t2", true},
        {"a: |\n  one\n  two\n", "one\ntwo\n", true},
        {"a: >\n  one\n  two\n", "one two\n", true},
        {"a:", "", false},
        {"a: ~", "~", false},
        {"a: caf\xC3\xA9", "caf\xC3\xA9", false},
        {"a: \"\\0\"", "", true}, /* a NUL, length 1 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_yaml *yaml = parse(bf_str_of(cases[i].text));
        const bf_yaml_node *node = bf_yaml_get(bf_yaml_root(yaml), BF_STR("a"));
        assert_int_equal(node->kind, BF_YAML_SCALAR);
        assert_int_equal(node->quoted, cases[i].quoted);
        if (i + 1 < sizeof cases / sizeof *cases)
            assert_same_view(node->text, bf_str_of(cases[i].value));
        else
            assert_view(node->text, "\0");
        bf_yaml_free(yaml);
    }
}

static void a_document_may_be_a_scalar_or_a_sequence(void **state)
{
    (void)state;
    bf_yaml *yaml = parse(BF_STR("just words"));
    assert_view(bf_yaml_root(yaml)->text, "just words");
    assert_null(bf_yaml_get(bf_yaml_root(yaml), BF_STR("just words")));
    bf_yaml_free(yaml);
    yaml = parse(BF_STR("--- # with a mark\n- []\n- {}\n..."));
    assert_int_equal(bf_yaml_root(yaml)->count, 2);
    assert_null(bf_yaml_get(bf_yaml_root(yaml), BF_STR("a")));
    assert_null(bf_yaml_get(NULL, BF_STR("a")));
    bf_yaml_free(yaml);
}

static void a_duplicate_key_is_refused_with_both_places(void **state)
{
    (void)state;
    check_refused(BF_STR("a: 1\nb: 2\n\"a\": 3\n"),
                  "the key \"a\" stands here twice, first in line 1", 3, 1);
    check_refused(BF_STR("x:\n  - {a: 1, a: 2}\n"),
                  "the key \"a\" stands here twice, first in line 2", 2, 12);
}

static void what_people_cannot_read_at_a_glance_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
        unsigned line, column;
    } cases[] = {
        {"a: &x 1", "anchors, aliases and tags are not read", 1, 4},
        {"a: &x [1]", "anchors, aliases and tags are not read", 1, 4},
        {"a: &x {b: 1}", "anchors, aliases and tags are not read", 1, 4},
        {"a: 1\nb: *a", "", 2, 4},
        {"a: !!str 1", "anchors, aliases and tags are not read", 1, 4},
        {"a: !x [1]", "anchors, aliases and tags are not read", 1, 4},
        {"&k a: 1", "anchors, aliases and tags are not read", 1, 1},
        {"<<: {a: 1}", "merge keys are not read: write it out", 1, 1},
        {"? [a, b]\n: 1", "a key must be one word or text", 1, 3},
        {"a: 1\n---\nb: 2", "", 2, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_refused(bf_str_of(cases[i].text), cases[i].words, cases[i].line, cases[i].column);
}

static void what_is_no_yaml_is_refused_at_its_place(void **state)
{
    (void)state;
    const struct {
        bf_str text;
        unsigned line, column;
    } cases[] = {
        {BF_STR("a: [1, 2\n"), 2, 1},          {BF_STR("a: 1\n b: 2\n"), 2, 3},
        {BF_STR("a: \"open\n"), 2, 1},         {BF_STR("a:\n\t- 1\n"), 2, 1},
        {BF_STR("a: 1\nb: \xFF\xFE\n"), 2, 4}, {BF_STR("a: 1\nb: caf\xE9\n"), 2, 7},
        {BF_STR("a: 1\nb: x\0y\n"), 2, 5},     {BF_STR("a: 1\nb: x\x01y\n"), 2, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_refused(cases[i].text, "", cases[i].line, cases[i].column);
}

static void a_file_without_a_document_says_so(void **state)
{
    (void)state;
    const bf_str cases[] = {{NULL, 0}, BF_STR(""), BF_STR("\n\n"), BF_STR("# only a comment\n")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        assert_null(bf_yaml_parse(cases[i], BF_STR("pack.yaml"), &err));
        assert_error(err, BF_ERR_FORMAT, "empty");
        assert_string_equal(err.file, "pack.yaml");
    }
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    char text[20000];
    for (size_t depth = 30; depth < 36; depth++) {
        bf_error err = {0};
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        bf_yaml *yaml = bf_yaml_parse((bf_str){text, 2 * depth}, BF_STR("pack.yaml"), &err);
        assert_int_equal(yaml != NULL, depth <= 32);
        if (yaml == NULL)
            assert_error(err, BF_ERR_FORMAT, "nested too deep");
        bf_yaml_free(yaml);
    }
    memset(text, '[', sizeof text);
    check_refused((bf_str){text, sizeof text}, "nested too deep", 1, 33);
}

static void a_file_is_bounded(void **state)
{
    (void)state;
    bf_buf text;
    bf_error err = {0};
    bf_buf_init(&text, 8 << 20);
    while (text.length <= 4 << 20)
        bf_buf_append(&text, BF_STR("# a comment that goes on\n"));
    assert_null(bf_yaml_parse((bf_str){text.bytes, text.length}, BF_STR("pack.yaml"), &err));
    assert_error(err, BF_ERR_FORMAT, "larger than 4 MiB");
    bf_buf_free(&text);
}

static void a_mapping_of_many_keys_is_refused_before_it_takes_long(void **state)
{
    (void)state;
    bf_buf text;
    bf_error err = {0};
    bf_buf_init(&text, 4 << 20);
    for (unsigned i = 0; text.length < (4 << 20) - 20; i++)
        bf_buf_append_format(&text, "k%x:\n", i);
    assert_null(bf_yaml_parse((bf_str){text.bytes, text.length}, BF_STR("pack.yaml"), &err));
    assert_error(err, BF_ERR_FORMAT, "more than 10000 keys in one mapping");
    assert_int_equal(err.line, 10001);
    bf_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_knows_its_place),
        cmocka_unit_test(a_scalar_says_whether_it_was_quoted),
        cmocka_unit_test(a_document_may_be_a_scalar_or_a_sequence),
        cmocka_unit_test(a_duplicate_key_is_refused_with_both_places),
        cmocka_unit_test(what_people_cannot_read_at_a_glance_is_refused),
        cmocka_unit_test(what_is_no_yaml_is_refused_at_its_place),
        cmocka_unit_test(a_file_without_a_document_says_so),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(a_file_is_bounded),
        cmocka_unit_test(a_mapping_of_many_keys_is_refused_before_it_takes_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
