/* fuzz_yaml.c: any bytes as a YAML file. Promises: each node has a place within the file, texts are
 * valid UTF-8, no mapping has a key twice; a fault has the file's name and, but for one of size, a
 * place. */
#include <assert.h>
#include <string.h>

#include "common/utf8.h"
#include "common/yaml.h"

static void check_node(const bf_yaml_node *node, size_t size, unsigned depth)
{
    assert(node->line > 0 && node->line <= size + 1 && node->column > 0 &&
           node->column <= size + 1);
    assert(depth <= 32 && bf_utf8_valid(node->text) && bf_utf8_valid(node->key));
    for (size_t i = 0; i < node->count; i++) {
        const bf_yaml_node *child = &node->children[i];
        if (node->kind == BF_YAML_MAPPING) {
            assert(child->key_line > 0 && child->key_line <= child->line);
            assert(bf_yaml_get(node, child->key) == child); /* the first is the only one */
        }
        check_node(child, size, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_error err = {0};
    bf_yaml *yaml = bf_yaml_parse((bf_str){(const char *)data, size}, BF_STR("file"), &err);
    if (yaml != NULL) {
        check_node(bf_yaml_root(yaml), size, 1);
        assert(bf_str_equal(bf_yaml_name(yaml), BF_STR("file")));
    } else {
        assert(err.code == BF_ERR_FORMAT && err.message[0] != '\0');
        assert(strcmp(err.file, "file") == 0 && err.line > 0 && err.line <= size + 1);
        assert(err.column > 0);
    }
    bf_yaml_free(yaml);
    return 0;
}
